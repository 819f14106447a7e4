use super::{Client, Finding, Level, Library, Next, Pages, Pagination, Place, Subject, Token, parse};
use crate::diagnostics::Severity;

const SMALL: &str = "spec = \"a.yaml\"\noutput = \"../a\"\n[package]\nname = \"a\"\n";

/// The findings as an editor would list them.
fn report(text: &str) -> Vec<String> {
    let line = |finding: &Finding| {
        let Place { line, column } = Place::of(text, finding.span.start);
        let help = finding.help.as_ref().map(|help| format!(" ({help})")).unwrap_or_default();
        format!("{line}:{column} {:?}: {}{help}", finding.severity, finding.message)
    };
    parse(text).findings.iter().map(line).collect()
}

fn only_client(text: &str) -> Client {
    let parsed = parse(text);
    assert_eq!(parsed.findings, [], "{text}");
    assert_eq!(parsed.config.clients.len(), 1);
    parsed.config.clients.into_iter().next().unwrap()
}

#[test]
fn a_small_file_is_all_defaults() {
    assert_eq!(only_client(SMALL), Client::new("a.yaml", "../a", "a"));
}

#[test]
fn a_full_file_is_read_whole() {
    let client = only_client(
        r##"
        spec = "a.yaml"
        output = "../a"
        overlays = ["fixes.overlay.yaml"]
        naming = 1
        idempotency-header = "Idempotency-Key"
        [package]
        name = "a"
        version = "2.1.0"
        description = "An API."
        license = "MIT"
        repository = "https://example.com/a"
        authors = ["A <a@example.com>"]
        rust-version = "1.90"
        publish = false
        [select]
        exclude = ["tag:internal", { operation = "GET /debug/**", reason = "not for users" }]
        skip = ["uploadLog"]
        [operations."GET /pets/{id}/photo"]
        name = "pet_photo"
        primary-success = 200
        reason = "shorter"
        [types."#/components/schemas/Pet/properties/status"]
        name = "PetStatus"
        [types.Money]
        name = "Amount"
        [formats]
        date-time = "string"
        uuid = { library = "string", reason = "not always one" }
        [lints]
        OAS2107 = "allow"
        OAS1002 = { level = "deny", reason = "names matter" }
        "##,
    );
    assert_eq!(client.overlays, ["fixes.overlay.yaml"]);
    assert_eq!(client.idempotency_header.as_deref(), Some("Idempotency-Key"));
    assert_eq!((client.package.version.as_str(), client.package.publish), ("2.1.0", false));
    assert_eq!(client.package.rust_version.as_deref(), Some("1.90"));
    assert_eq!(client.select.exclude[1].reason.as_deref(), Some("not for users"));
    assert_eq!((client.formats.date_time, client.formats.uuid), (Library::String, Library::String));
    assert_eq!((client.lints["OAS2107"].level, client.lints["OAS1002"].level), (Level::Allow, Level::Deny));

    let photo = client.operation("get", "/pets/{id}/photo", Some("getPhoto")).unwrap();
    assert_eq!((photo.name.as_deref(), photo.primary_success.as_deref()), (Some("pet_photo"), Some("200")));
    let status = client.schema("#/components/schemas/Pet/properties/status").unwrap();
    assert_eq!(status.name.as_deref(), Some("PetStatus"));
    assert_eq!(client.schema("#/components/schemas/Money").unwrap().name.as_deref(), Some("Amount"));
    assert_eq!(client.schema("#/components/schemas/Other"), None);
}

#[test]
fn several_clients_have_a_table_each() {
    let text = "
        [[client]]
        spec = 'a.yaml'
        output = '../a'
        package.name = 'a'
        [[client]]
        spec = 'b.yaml'
        output = '../b'
        package.name = 'b'
        [client.lints]
        OAS2107 = 'deny'
    ";
    let parsed = parse(text);
    assert_eq!(parsed.findings, []);
    let names: Vec<_> = parsed.config.clients.iter().map(|client| client.package.name.as_str()).collect();
    assert_eq!(names, ["a", "b"]);
    assert_eq!(parsed.config.clients[1].lints["OAS2107"].level, Level::Deny);
}

#[test]
fn every_mistake_is_reported_in_one_go_with_its_place() {
    let text = "\
spec = 3
output = '/etc'
overlay = []
naming = 7
idempotency-header = 'A Key'
[package]
name = 'a b'
licence = 'MIT'
authors = ['A', 1]
[select]
exclude = [1]
skip = [{ operation = 'a', why = 'b' }]
[operations]
x.primary-success = 404
y = 'z'
[formats]
date-time = 'crono'
email = 'x'
[lints]
OAS1 = 'denny'
OAS210 = 'allow'
";
    let expected = [
        "1:8 Error: `spec` must be a string, not an integer",
        "2:10 Error: `output` must be a path relative to this file",
        "3:1 Warning: unknown key `overlay`; it is ignored (did you mean `overlays`?)",
        "4:10 Error: there are no naming rules 7; the newest are 1",
        "5:22 Error: no header can be called `A Key`",
        "7:8 Error: `a b` cannot be the name of a crate",
        "8:1 Warning: unknown key `licence` in `[package]`; it is ignored (did you mean `license`?)",
        "9:17 Error: `package.authors` must be an array of strings, not an integer",
        "11:12 Error: `select.exclude` must be a string or `{ operation = \"…\", reason = \"…\" }`, not an integer",
        "12:28 Warning: unknown key `why` in `[select.skip]`; it is ignored (the keys here are `operation`, `reason`)",
        "14:21 Error: `primary-success` must be a status of success, such as `200` or `\"2XX\"`, or `\"all\"`",
        "15:5 Error: `operations.y` must be a table, not a string",
        "17:13 Error: `crono` is not one of `chrono`, `jiff`, `time`, `string` (did you mean `chrono`?)",
        "18:1 Warning: unknown key `email` in `[formats]`; it is ignored (the keys here are `date-time`, `date`, \
         `time`, `duration`, `uuid`, `decimal`, `uri`)",
        "20:8 Error: `denny` is not one of `allow`, `warn`, `deny` (did you mean `deny`?)",
        "21:1 Warning: there is no code `OAS210`; this has no effect (did you mean `OAS2100` or `OAS2101` or `OAS2102`?)",
    ];
    let lines = report(text);
    assert_eq!(lines[..], expected[..], "{lines:#?}");
}

#[test]
fn what_cargo_would_refuse_is_a_mistake() {
    let package = |line: &str| report(&format!("{SMALL}{line}\n"));
    for version in ["0.0.0", "1.2.3", "1.2.3-x", "1.2.3-beta.1--a.0", "1.2.3+007", "10.20.30-0a+b-c"] {
        assert_eq!(package(&format!("version = '{version}'")), [] as [&str; 0], "{version}");
    }
    for version in [
        "",
        "1",
        "1.0",
        "1.2.3.4",
        "01.2.3",
        "1.2.3-",
        "1.2.3-01",
        "1.2.3-a..b",
        "1.2.3+",
        "1.2.3-x+é",
        " 1.2.3",
        "v1.2.3",
        "1.2.x",
    ] {
        let expected = format!(
            "5:11 Error: `{version}` is not a version as Cargo has it (three numbers, as in `1.2.0` or `1.2.0-beta.1`)"
        );
        assert_eq!(package(&format!("version = '{version}'")), [expected]);
    }
    for version in ["1.85", "1.89.0", "2"] {
        assert_eq!(package(&format!("rust-version = '{version}'")), [] as [&str; 0], "{version}");
    }
    for version in ["", "banana", "1.90-beta", ">=1.90", "1.90.0.0", "1.90."] {
        let expected =
            format!("5:16 Error: `{version}` is not the version of a compiler (one to three numbers, as in `1.90`)");
        assert_eq!(package(&format!("rust-version = '{version}'")), [expected]);
    }
    for version in ["1", "1.60", "1.84.1"] {
        let expected = format!(
            "5:16 Error: no crate of edition 2024 can promise to build with Rust {version} (it takes Rust 1.85 or newer)"
        );
        assert_eq!(package(&format!("rust-version = '{version}'")), [expected]);
    }
}

#[test]
fn no_two_clients_have_one_name_or_one_output() {
    let client = |output: &str, name: &str| {
        format!("[[client]]\nspec = 'a.yaml'\noutput = '{output}'\npackage.name = '{name}'\n")
    };
    assert_eq!(report(&(client("../a", "a") + &client("../b", "b"))), [] as [&str; 0]);
    let text = client("../a", "a") + &client("../b", "a") + &client(".././a/", "c");
    let expected = [
        "8:16 Error: two crates are called `a` (Cargo refuses a workspace with two packages of one name)",
        "11:10 Error: `c` has the same output as `a` (each crate needs a folder of its own)",
    ];
    assert_eq!(report(&text), expected);
    assert_eq!(report("client = []\n"), ["1:10 Error: `client` lists no crate"]);
    assert_eq!(report("client = 1\n").len(), 1);
}

#[test]
fn pages_are_told_in_one_of_several_ways() {
    let pages = |text: &str| {
        let client = only_client(&format!("{SMALL}[operations]\nx.pagination = {text}\n"));
        client.operations["x"].pages.clone().unwrap()
    };
    let some =
        |items: Option<&str>, next| Pages::Some(Pagination { items: items.map(str::to_owned), next, more: None });
    assert_eq!(pages("false"), Pages::None);
    let cursor = |argument: &str, token| Next::Cursor { argument: argument.to_owned(), token };
    let token = Token::Body("/next".to_owned());
    assert_eq!(pages("{ items = '', cursor = 'after', next = '/next' }"), some(Some(""), cursor("after", token)));
    let token = Token::Header("X-Next".to_owned());
    assert_eq!(pages("{ cursor = '/after', next-header = 'X-Next' }"), some(None, cursor("/after", token)));
    assert_eq!(pages("{ link = true }"), some(None, Next::Link));
    let mistakes = |text: &str| report(&format!("{SMALL}[operations]\nx.pagination = {text}\n")).join("; ");
    for (text, mistake) in [
        ("true", "must be `false` or a table"),
        ("{}", "one of `cursor`, `page`, `offset`, `link`, `next-header`, `next-url` is needed"),
        ("{ cursor = 'after' }", "`next` is missing"),
        (
            "{ cursor = 'after', next = '/a', next-header = 'a' }",
            "`next` and `next-header` both say where the token is",
        ),
        (
            "{ offset = 'skip', total = 'meta.total' }",
            "`total` must be a JSON pointer, as `/data` (write `/meta/total`)",
        ),
        ("{ link = true, next = '/next' }", "unknown key `next`"),
        ("{ link = false }", "must be `true`"),
    ] {
        assert!(mistakes(text).contains(mistake), "{text}: {}", mistakes(text));
    }
}

#[test]
fn text_that_is_not_toml_is_an_error_with_a_place() {
    let text = "spec = \"a.yaml\"\noutput = \n";
    let parsed = parse(text);
    assert!(parsed.has_errors());
    assert_eq!(Place::of(text, parsed.findings[0].span.start).line, 2);
    assert_eq!(parsed.findings[0].severity, Severity::Error);
}

#[test]
fn an_empty_file_says_what_is_missing() {
    let messages = report("");
    assert_eq!(messages.len(), 3, "{messages:?}");
    assert!(messages.iter().all(|message| message.contains("is missing")), "{messages:?}");
}

#[test]
fn patterns_choose_operations() {
    let tags = ["internal".to_owned()];
    let subject = Subject { method: "GET", path: "/debug/a/b", id: Some("debugDump"), tags: &tags };
    let matches = |pattern: &str| {
        let text = format!("{SMALL}[select]\nexclude = ['{pattern}']\n");
        !only_client(&text).select.wants(subject)
    };
    for pattern in ["tag:internal", "tag:int*", "GET /debug/**", "get /debug/*/b", "/debug/a/b", "debugDump", "debug*"]
    {
        assert!(matches(pattern), "{pattern}");
    }
    for pattern in ["tag:intern", "POST /debug/**", "GET /debug/*", "/debug", "debug", "DebugDump"] {
        assert!(!matches(pattern), "{pattern}");
    }
}

#[test]
fn a_crate_is_called_what_a_program_can_say() {
    for name in ["pets", "pets-client", "a1", "fn-client", "tests"] {
        assert!(super::is_crate_name(name), "{name}");
    }
    for name in ["fn", "crate", "self", "std", "proc-macro", "async", "1a", "a b", "", "é"] {
        assert!(!super::is_crate_name(name), "{name}");
    }
}

#[test]
fn what_is_wanted_is_included_and_not_excluded() {
    let select = |lists: &str| only_client(&format!("{SMALL}[select]\n{lists}")).select;
    let subject = |path: &'static str| Subject { method: "GET", path, id: None, tags: &[] };
    let some = select("include = ['/pets/**']\nexclude = ['/pets/*/photo']\nskip = ['/**/log']\n");
    assert!(some.wants(subject("/pets/{id}")));
    assert!(!some.wants(subject("/pets/{id}/photo")));
    assert!(!some.wants(subject("/owners")));
    assert!(some.skips(subject("/pets/log")));
    assert!(!some.skips(subject("/owners/log")), "what is not wanted is not missed");
    assert!(select("skip = []\n").wants(subject("/owners")));
}

#[test]
fn of_two_patterns_the_longer_one_counts() {
    let text = "[operations.'GET /v1/**']\npagination = false\n[operations.'GET /v1/pets*']\nreason = 'longer'\n";
    let client = only_client(&format!("{SMALL}{text}"));
    let subject = |path: &'static str| Subject { method: "GET", path, id: None, tags: &[] };
    let found = |path| client.operations_like(subject(path)).map(|entry| entry.reason.as_deref());
    assert_eq!(found("/v1/pets"), Some(Some("longer")));
    assert_eq!(found("/v1/owners"), Some(None));
    assert_eq!(found("/v2/pets"), None);
}

#[test]
fn the_digest_follows_what_matters_and_nothing_else() {
    let digest = |text: &str| only_client(text).digest();
    let small = digest(SMALL);
    let moved = format!("# A comment.\n\n{SMALL}[lints]\nOAS1001 = 'allow'\n");
    assert_eq!(small, digest(&moved));
    let reason = "[operations.getPet]\nname = 'pet'\n";
    let named = digest(&format!("{SMALL}{reason}"));
    assert_ne!(small, named);
    assert_eq!(named, digest(&format!("{SMALL}{reason}reason = 'shorter'\n")));
    assert_ne!(small, digest(&SMALL.replace("name = \"a\"", "name = \"b\"")));
    assert_ne!(small, digest(&format!("{SMALL}[formats]\nuuid = 'string'\n")));
}
