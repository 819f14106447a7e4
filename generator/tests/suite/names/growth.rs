//! Documents before and after an addition, as `tests/growth` has them: what an API has keeps its name and its type.

use std::fs;

use super::Items;
use crate::harness;

/// Additions that make two things wish for one name, or close a circle: only memory knows who was first. And a value of a
/// list by which a branch is called: only memory knows the list that it was.
const ONLY_WITH_MEMORY: &[&str] = &[
    "branch_of_choices",
    "branch_of_many_properties",
    "branch_that_demands_the_same",
    "cycle",
    "earlier_operation_of_the_same_snake_case",
    "enum_value",
    "first_security_scheme",
    "json_beside_another_media_type",
    "query_parameter_of_the_name_of_a_header",
    "second_security_scheme",
    "server",
    "tag",
    "value_of_a_branch",
];

/// Additions that break something although the lock remembers: each would be a mistake of the generator.
const BROKEN: &[&str] = &[];

/// What breaks without memory, because there nothing but the document says what a thing is:
///
/// - `property_of_a_branch`: an inline branch that demands nothing has no identity but its properties. Its position would
///   be one, but then a new branch before it would rename it, which is what happens more often.
/// - `reference_to_inline`: what is referred to in the midst of an operation is a component of its own, named by itself like
///   any other. Named by the place where it is written, it would be renamed whenever the operation is.
const BROKEN_WITHOUT_MEMORY: &[&str] = &["property_of_a_branch", "reference_to_inline"];

/// Two versions of a document.
struct Growth {
    name: String,
    before: String,
    after: String,
}

fn growths() -> Vec<Growth> {
    let folder = harness::generator_root().join("tests/growth");
    let mut paths: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    let growth = |path: &std::path::PathBuf| {
        let text = fs::read_to_string(path).unwrap();
        let (before, after) = text.split_once("\n---\n").unwrap();
        let name = path.file_stem().unwrap().to_string_lossy().into_owned();
        Growth { name, before: document(before), after: document(after) }
    };
    paths.iter().map(growth).collect()
}

fn document(text: &str) -> String {
    format!("openapi: 3.0.3\ninfo: {{title: Growth, version: '1'}}\n{text}\n")
}

#[test]
fn nothing_is_lost_where_the_lock_remembers() {
    let broken = check(|growth| {
        let before = harness::lock_items(&growth.before, None);
        let after = harness::lock_items(&growth.after, Some(&before.join("\n")));
        Items::parse(&before).broken_in(&Items::parse(&after), true)
    });
    assert_eq!(names(&broken), BROKEN, "{}", report(&broken));
}

#[test]
fn nothing_is_lost_without_memory_either() {
    let broken = check(|growth| {
        let [before, after] = [&growth.before, &growth.after].map(|text| harness::lock_items(text, None));
        Items::parse(&before).broken_in(&Items::parse(&after), false)
    });
    let unexpected: Vec<_> =
        broken.into_iter().filter(|(name, _)| !ONLY_WITH_MEMORY.contains(&name.as_str())).collect();
    assert_eq!(names(&unexpected), BROKEN_WITHOUT_MEMORY, "{}", report(&unexpected));
}

/// The additions that break something, and what.
fn check(broken: impl Fn(&Growth) -> Vec<String>) -> Vec<(String, Vec<String>)> {
    let all = growths().into_iter().map(|growth| (growth.name.clone(), broken(&growth)));
    all.filter(|(_, broken)| !broken.is_empty()).collect()
}

fn names(broken: &[(String, Vec<String>)]) -> Vec<&str> {
    broken.iter().map(|(name, _)| name.as_str()).collect()
}

fn report(broken: &[(String, Vec<String>)]) -> String {
    broken.iter().map(|(name, broken)| format!("{name}:\n  {}\n", broken.join("\n  "))).collect()
}

/// What the lock says of the arguments of a constructor is what the code has; one that says nothing leaves the document's
/// order.
#[test]
fn arguments_stay_where_the_lock_has_them() {
    let transfer = "{type: object, required: [from, to, type], properties: {from: {type: string}, to: {type: string}, type: {type: string}}}";
    let text = document(&format!("paths: {{}}\ncomponents:\n  schemas:\n    Transfer: {transfer}"));
    let new = |lock: &str| {
        let config = harness::configured("growth", "");
        let files = harness::generate_beside(&config, &text, Some(lock));
        let types = files.into_iter().find(|file| file.path == "src/types/transfer.rs").unwrap().contents;
        let (_, arguments) = types.split_once("pub fn new(").unwrap();
        let names = arguments.split_once(')').unwrap().0.split(':').filter_map(|part| part.split_whitespace().last());
        names.map(|name| name.trim_start_matches('(').to_owned()).collect::<Vec<_>>()[..3].to_owned()
    };
    let lock =
        |constructor: &str| format!("type   types::Transfer  struct{constructor}  #/components/schemas/Transfer");
    assert_eq!(new(&lock("")), ["from", "to", "r#type"]);
    assert_eq!(new(&lock("  new(r#type, to)")), ["r#type", "to", "from"]);
}

/// Placeholders have names for people: an operation without an `operationId` keeps its name under any, and so does all that
/// belongs to it.
#[test]
fn a_path_stays_whatever_its_placeholders_are_called() {
    let body = "{type: object, required: [b, a], properties: {a: {type: string}, b: {type: string}}}";
    let text = |name: &str| {
        let parameter = format!("{{name: {name}, in: path, required: true, schema: {{type: string}}}}");
        let body = format!("{{required: true, content: {{application/json: {{schema: {body}}}}}}}");
        document(&format!(
            "paths:\n  /pets/{{{name}}}: {{put: {{parameters: [{parameter}], requestBody: {body}, responses: {{'204': {{description: ''}}}}}}}}"
        ))
    };
    let before = harness::lock_items(&text("id"), None).join("\n").replace("new(a, b)", "new(b, a)");
    let after = harness::lock_items(&text("petId"), Some(&before));
    let renamed = |line: &&String| !line.contains("Client::put_pets_by_id.pet_id");
    let place = |line: &str| line.replace("{petId}", "{id}");
    let lost: Vec<String> =
        after.iter().filter(renamed).map(|line| place(line)).filter(|line| !before.contains(line)).collect();
    assert_eq!(lost, Vec::<String>::new());
}

/// A list of one leaves no choice, but the type of that one may be in use.
#[test]
fn a_server_stays_when_all_others_go() {
    let servers = |list: &str| document(&format!("servers: [{list}]\npaths: {{}}"));
    let (one, other) = ("{url: https://a.example.com}", "{url: https://b.example.com}");
    let both = harness::lock_items(&servers(&format!("{one}, {other}")), None).join("\n");
    let types = |lock| harness::lock_items(&servers(one), lock).into_iter().filter(|line| line.starts_with("type"));
    assert_eq!(types(None).count(), 0);
    let kept: Vec<String> = types(Some(&both)).collect();
    assert_eq!(kept, ["type   servers::AExampleCom  struct  new()  server https://a.example.com"]);
}

/// A lock in which branches of one word are counted, as they were once: each stays what it was, whatever comes before it.
#[test]
fn branches_that_were_counted_keep_their_names() {
    let common = "Common: {type: object, required: [id], properties: {id: {type: string}}}";
    let part = |by: &str, name: &str| {
        let own =
            format!("required: [by], properties: {{by: {{type: string, enum: [{by}]}}, {name}: {{type: string}}}}");
        format!("allOf: [{{$ref: '#/components/schemas/Common'}}, {{type: object, {own}}}]")
    };
    let rule = |values: &str| {
        format!("type: object, required: [kind], properties: {{kind: {{type: string, enum: [{values}]}}}}")
    };
    let union = |name: &str, branches: &[String]| format!("{name}: {{oneOf: [{{{}}}]}}", branches.join("}, {"));
    let schemas = |notice: &[String], rules: &[String]| {
        let all = [common.to_owned(), union("Notice", notice), union("Rule", rules)];
        document(&format!("paths: {{}}\ncomponents:\n  schemas:\n    {}", all.join("\n    ")))
    };
    let lock = "\
field  types::notice::Common.by  types::notice::common::By  constant mail  #/components/schemas/Notice/Common/properties/by
field  types::notice::Common.id  String  required  #/components/schemas/Notice/Common/properties/id
field  types::notice::Common.to  Option<String>  optional  #/components/schemas/Notice/Common/properties/to
field  types::notice::Common2.by  types::notice::common_2::By  constant push  #/components/schemas/Notice/Common 2/properties/by
field  types::notice::Common2.device  Option<String>  optional  #/components/schemas/Notice/Common 2/properties/device
field  types::notice::Common2.id  String  required  #/components/schemas/Notice/Common 2/properties/id
field  types::rule::WithKindOfEnum.kind  types::rule::with_kind_of_enum::Kind  required  #/components/schemas/Rule/with kind of Enum/properties/kind
field  types::rule::WithKindOfEnum2.kind  types::rule::with_kind_of_enum_2::Kind  required  #/components/schemas/Rule/with kind of Enum 2/properties/kind
type   types::notice::Common  struct  new(id)  #/components/schemas/Notice/Common
type   types::notice::Common2  struct  new(id)  #/components/schemas/Notice/Common 2
type   types::rule::WithKindOfEnum  struct  new(kind)  #/components/schemas/Rule/with kind of Enum
type   types::rule::WithKindOfEnum2  struct  new(kind)  #/components/schemas/Rule/with kind of Enum 2
var    types::Notice::Common  types::notice::Common  #/components/schemas/Notice/Common
var    types::Notice::Common2  types::notice::Common2  #/components/schemas/Notice/Common 2
var    types::Rule::WithKindOfEnum  types::rule::WithKindOfEnum  #/components/schemas/Rule/with kind of Enum
var    types::Rule::WithKindOfEnum2  types::rule::WithKindOfEnum2  #/components/schemas/Rule/with kind of Enum 2
var    types::notice::common::By::Mail  #/components/schemas/Notice/Common/properties/by/mail
var    types::notice::common_2::By::Push  #/components/schemas/Notice/Common 2/properties/by/push
var    types::rule::with_kind_of_enum::Kind::A  #/components/schemas/Rule/with kind of Enum/properties/kind/a
var    types::rule::with_kind_of_enum::Kind::B  #/components/schemas/Rule/with kind of Enum/properties/kind/b
var    types::rule::with_kind_of_enum_2::Kind::C  #/components/schemas/Rule/with kind of Enum 2/properties/kind/c
var    types::rule::with_kind_of_enum_2::Kind::D  #/components/schemas/Rule/with kind of Enum 2/properties/kind/d";
    let (mail, push, sms) = (part("mail", "to"), part("push", "device"), part("sms", "number"));
    let (ab, cd, xy) = (rule("a, b"), rule("c, d"), rule("x, y"));
    for (notice, rules) in
        [(vec![mail.clone(), push.clone()], vec![ab.clone(), cd.clone()]), (vec![sms, mail, push], vec![xy, ab, cd])]
    {
        let items = harness::lock_items(&schemas(&notice, &rules), Some(lock));
        let lost: Vec<&str> = lock.lines().filter(|line| !items.iter().any(|item| item == line)).collect();
        assert_eq!(lost, Vec::<&str>::new(), "{}", items.join("\n"));
    }
}

/// A lock of an earlier version: what has got a better name since keeps the one that it had, and so does what is inside.
#[test]
fn names_of_earlier_versions_stay() {
    let text = document(
        "\
paths:
  /users:
    get:
      operationId: 8ab3ff6ad5a8c0a8b0a7b0c3e6f1e1f2
      parameters: [{name: Sent, in: query, schema: {type: string}}, {name: Sent<, in: query, schema: {type: string}}]
      responses: {200: {description: '', content: {application/json: {schema: {type: object, properties: {x: {type: string}}}}}}}
components:
  securitySchemes: {OAuth2: {type: oauth2, flows: {password: {tokenUrl: token, scopes: {}}}}}
  schemas:
    OAuth2Token: {type: object, properties: {IPv4Kind: {type: string, enum: [-a, a]}}}
    Shape:
      oneOf:
        - {title: Circle, type: object, required: [radius], properties: {radius: {type: object, properties: {x: {type: number}}}}}
        - {title: Preset, type: string, enum: [small, large]}
    Level: {oneOf: [{title: Low, type: integer, enum: [1]}, {title: High, type: integer, enum: [2]}]}",
    );
    let lock = "\
arg    Client::n8ab3ff6ad5a8c0a8b0a7b0c3e6f1e1f2.sent  Option<String>  optional  GET /users query Sent
arg    Client::n8ab3ff6ad5a8c0a8b0a7b0c3e6f1e1f2.sent_query  Option<String>  optional  GET /users query Sent<
auth   ClientBuilder::o_auth2  #/components/securitySchemes/OAuth2
field  types::OAuth2Token.i_pv4_kind  Option<types::o_auth2_token::IPv4Kind>  optional  #/components/schemas/OAuth2Token/properties/IPv4Kind
op     Client::n8ab3ff6ad5a8c0a8b0a7b0c3e6f1e1f2  types::n8ab3ff6ad5a8c0a8b0a7b0c3e6f1e1f2::Response  GET /users
type   types::OAuth2Token  struct  #/components/schemas/OAuth2Token
type   types::n8ab3ff6ad5a8c0a8b0a7b0c3e6f1e1f2::Response  struct  #/paths/~1users/get/responses/200
type   types::o_auth2_token::IPv4Kind  enum  #/components/schemas/OAuth2Token/properties/IPv4Kind
type   types::shape::Enum  enum  #/components/schemas/Shape/Enum
type   types::shape::WithRadius  struct  #/components/schemas/Shape/with radius
type   types::shape::with_radius::Radius  struct  #/components/schemas/Shape/with radius/properties/radius
var    types::Level::N1  #/components/schemas/Level/1
var    types::Level::N2  #/components/schemas/Level/2
var    types::Shape::Enum  types::shape::Enum  #/components/schemas/Shape/Enum
var    types::Shape::WithRadius  types::shape::WithRadius  #/components/schemas/Shape/with radius
var    types::o_auth2_token::IPv4Kind::A  #/components/schemas/OAuth2Token/properties/IPv4Kind/-a
var    types::o_auth2_token::IPv4Kind::ALower  #/components/schemas/OAuth2Token/properties/IPv4Kind/a";
    let items = harness::lock_items(&text, Some(lock));
    let named = |line: &str| line.split_whitespace().take(2).map(str::to_owned).collect::<Vec<_>>();
    let now: Vec<_> = items.iter().map(|line| named(line)).collect();
    let lost: Vec<&str> = lock.lines().filter(|line| !now.contains(&named(line))).collect();
    assert!(lost.is_empty(), "{}\n\nare not in\n\n{}", lost.join("\n"), items.join("\n"));
}

#[test]
fn a_type_is_named_by_where_it_stands_whoever_refers_to_it() {
    let document = |reference: &str| {
        format!(
            "openapi: 3.0.3\ninfo: {{title: Hooks, version: '1'}}\npaths: {{}}\ncomponents:\n  schemas:\n    \
             Hook: {{type: object, properties: {{events: {{type: array, items: {{type: object, properties: {{id: {{type: string}}}}}}}}}}}}\n\
             {reference}"
        )
    };
    let reference =
        "    Other: {type: object, properties: {event: {$ref: '#/components/schemas/Hook/properties/events/items'}}}\n";
    let [without, with] = ["", reference].map(|reference| harness::lock_items(&document(reference), None));
    let lost: Vec<_> = without.iter().filter(|line| !with.contains(line)).collect();
    assert!(lost.is_empty(), "{lost:?}\n{}", with.join("\n"));
    assert!(
        with.iter().any(|line| line.starts_with("type   types::hook::events::Item  struct")),
        "{}",
        with.join("\n")
    );
    let config = harness::configured("hooks", "");
    let first = harness::generate_beside(&config, &document(reference), None);
    let lock = first.iter().find(|file| file.path == "API.lock").unwrap();
    let second = harness::generate_beside(&config, &document(reference), Some(&lock.contents));
    let differ = first.iter().zip(&second).find(|(one, other)| one.contents != other.contents);
    assert!(differ.is_none(), "{differ:#?}");
}
