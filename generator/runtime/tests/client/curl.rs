//! Calls as curl commands, to be pasted into a shell or a report.

use std::process::Command;

use http::Method;

use crate::rendered::{GetPet, Pet};
use crate::runtime::json::{self, Encode, Field, Writer};
use crate::runtime::{
    Call, Client, Credential, Custom, File, Form, Location, OperationInfo, Parameter, Part, Request, Style,
};
use crate::support::{Server, World, builder, client, reply, stream};

fn pets() -> Client {
    client(&Server::new([reply(200, "[]")]), &World::default())
}

fn pet(name: &str) -> Pet {
    Pet { id: 7, name: name.to_owned() }
}

/// A body with a member whose `format` is `password`.
struct Login;

impl Encode for Login {
    fn encode(&self, writer: &mut Writer) {
        writer.object(&[Field::required("user"), Field::required("pin").secret()], &[&"rex", &"s3cr3t"]);
    }
}

impl serde::Serialize for Login {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        json::serialize(self, serializer)
    }
}

#[test]
fn a_call_is_a_command() {
    let call = pets().list_pets().limit(3).tags(vec!["a".to_owned(), "b c".to_owned()]);
    assert_eq!(
        format!("{call:?}"),
        "curl 'https://api.example.com/v1/pets?limit=3&tags=a,b%20c' -H 'accept: application/json' \
         -H 'user-agent: pets/0.1.0' -H 'authorization: Bearer ***'"
    );
    assert_eq!(
        format!("{:#?}", pets().create_pet(pet("Rex"))),
        "curl -X POST \\\n  https://api.example.com/v1/pets \\\n  -H 'user-agent: pets/0.1.0' \\\n  \
         -H 'content-type: application/json' \\\n  -H 'authorization: Bearer ***' \\\n  \
         --data-raw '{\"id\":7,\"name\":\"Rex\"}'"
    );
}

#[test]
fn the_key_of_a_repetition_is_shown() {
    let info = &*Box::leak(Box::new(OperationInfo {
        parameters: Box::leak(Box::new([Parameter::header("X-Idempotency-Key")])),
        ..OperationInfo::new("op", "POST", "/")
    }));
    let declared = Request::new(info).argument(0, &"k0").call::<Custom>(&pets());
    let shown = format!("{:?}", declared.with_idempotency_key("k 1"));
    assert!(shown.contains(" -H 'x-idempotency-key: k 1'") && !shown.contains("k0"), "{shown}");
    let call = pets().create_pet(pet("Rex")).with_header("idempotency-key", "k0").with_idempotency_key("k1");
    let shown = format!("{call:?}");
    assert_eq!(shown.matches("-H 'idempotency-key: k1'").count(), 1, "{shown}");
    assert_eq!(shown.matches("idempotency-key").count(), 1, "{shown}");
}

#[test]
fn every_kind_of_credential_is_masked() {
    let (server, world) = (Server::new([]), World::default());
    let client = builder(&server, &world).basic_auth("s3cr3t", "s3cr3t").app_key("s3cr3t").app_id("s3cr3t");
    let client = client.session("s3cr3t").header("x-internal", "s3cr3t").build().unwrap();
    let text = format!("{:?}", client.request(Method::HEAD, "/pets?api_key=s3cr3t&page=2").with_query("b", "s3cr3t"));
    assert_eq!(
        text,
        "curl --head 'https://api.example.com/v1/pets?api_key=***&page=***&b=***&app%20id=***' \
         -H 'user-agent: pets/0.1.0' -H 'x-internal: ***' -H 'authorization: Basic ***' -H 'x-app-key: ***' \
         -H 'cookie: session=***'"
    );
    let both = format!("{:?}", client.request(Method::GET, "/pets").with_header("cookie", "a=s3cr3t"));
    assert!(both.contains("-H 'cookie: a=***; session=***'"), "{both}");
    let own = pets().get_pet("7").with_credential(Credential::new("s3cr3t")).with_header("x-other", "s3cr3t");
    assert!(!format!("{own:?}").contains("s3cr3t"), "{own:?}");
}

/// What a server puts into a link may sign it.
#[test]
fn the_query_of_a_link_is_masked() {
    let call = pets().request(Method::GET, "https://api.example.com/jobs/1?t=1&s=s3cr3t#top").with_query("a", "b");
    let text = format!("{call:?}");
    assert!(text.starts_with("curl 'https://api.example.com/jobs/1?t=***&s=***&a=***' -H"), "{text}");
}

#[test]
fn secrets_in_a_body_are_masked() {
    let shown = |call: Call<GetPet>| format!("{call:?}").split_once("--data-raw ").unwrap().1.to_owned();
    let call = pets().get_pet("7");
    assert_eq!(shown(call.clone().with_json(&Login)), r#"'{"user":"rex","pin":"***"}'"#);
    let in_own_type = std::collections::HashMap::from([("logins", (1, Login))]);
    assert_eq!(shown(call.clone().with_json(&in_own_type)), r#"'{"logins":[1,{"user":"rex","pin":"***"}]}'"#);
    let pet = serde_json::json!({"accessToken": "s3cr3t", "client_secret": {"a": 1}, "tokens": 3, "token": 3});
    let nested = serde_json::json!({"pets": [pet]});
    let masked = r#"'{"pets":[{"accessToken":"***","client_secret":"***","tokens":3,"token":"***"}]}'"#;
    assert_eq!(shown(call.clone().with_json(&nested)), masked);
    for media_type in ["application/jsonl", "application/x-ndjson", "text/jsonl"] {
        let lines = call.clone().with_request(|request| request.json_lines(media_type, &[Login, Login]));
        assert_eq!(shown(lines), "'{\"user\":\"rex\",\"pin\":\"***\"}\n{\"user\":\"rex\",\"pin\":\"***\"}\n'");
    }
    let form = call.clone().with_request(|request| request.form(&Login, &[]));
    assert_eq!(shown(form), "'user=rex&pin=***'");
    let long = shown(call.clone().with_body("text/plain", "é".repeat(2000)));
    assert_eq!(long, format!("'{}… (2000 characters in all)'", "é".repeat(1024)));
}

#[test]
fn names_tell_of_secrets() {
    let is_masked = |name: &str, value: serde_json::Value| {
        let call = pets().get_pet("7").with_json(&serde_json::json!({ name: value }));
        format!("{call:?}").contains("***\"}")
    };
    for name in ["X-Registry-Auth", "storageAccountKey", "workspaceKey", "secureValue", "cvc", "cardCVV2", "APIKey"] {
        assert!(is_masked(name, "s3cr3t".into()) && is_masked(name, 737.into()), "{name}");
    }
    for name in ["author", "auth_type", "key", "primaryKey", "service", "prompt_tokens_details", "tokenCount"] {
        assert!(!is_masked(name, "Rex".into()), "{name}");
    }
    for name in ["tokens", "input_tokens", "maxTokensToSample"] {
        assert!(is_masked(name, "s3cr3t".into()) && !is_masked(name, 3.into()), "{name}");
    }
}

#[test]
fn secret_arguments_are_masked() {
    static OPERATION: OperationInfo = OperationInfo {
        parameters: &[
            Parameter::path("resetToken"),
            Parameter::path("pin").secret(),
            Parameter::query("a pin").secret(),
            Parameter::header("X-Pin").secret(),
            Parameter::path("name"),
        ],
        ..OperationInfo::new("op", "GET", "/{resetToken}/{pin}/{name}")
    };
    let request = (0..4).fold(Request::new(&OPERATION), |request, index| request.argument(index, &"s3cr3t"));
    let call = request.argument(4, &"Rex").call::<Custom>(&pets());
    assert_eq!(
        format!("{call:?}").split(" -H 'authorization").next().unwrap(),
        "curl 'https://api.example.com/v1/***/***/Rex?a%20pin=***' -H 'user-agent: pets/0.1.0' -H 'x-pin: ***'"
    );
}

/// What an argument adds to a command, without the quotes of the shell.
fn of_argument(parameter: Parameter, value: &dyn Encode) -> String {
    let path = if parameter.location == Location::Path { "/x/{a}" } else { "/x" };
    let operation = OperationInfo { parameters: Vec::leak(vec![parameter]), ..OperationInfo::new("op", "GET", path) };
    let request = Request::new(Box::leak(Box::new(operation))).argument(0, value);
    let text = format!("{:?}", request.call::<Custom>(&pets())).replace('\'', "");
    let text = text.replace(" -H user-agent: pets/0.1.0", "").replace(" -H authorization: Bearer ***", "");
    text.trim_start_matches("curl https://api.example.com/v1/x").to_owned()
}

#[test]
fn secrets_in_an_argument_are_masked_in_every_style() {
    let by_name = serde_json::json!({"user": "rex", "password": {"old": "s3cr3t"}});
    let query = Parameter::query("a");
    let path = Parameter::path("a");
    let styles = [
        (query, "?user=rex&pin=***"),
        (query.explode(false), "?a=user,rex,pin,***"),
        (query.style(Style::DeepObject), "?a%5Buser%5D=rex&a%5Bpin%5D=***"),
        (query.style(Style::PipeDelimited), "?a=user%7Crex%7Cpin%7C***"),
        (query.style(Style::SpaceDelimited), "?a=user%20rex%20pin%20***"),
        (query.json(), "?a=%7B%22user%22%3A%22rex%22%2C%22pin%22%3A%22***%22%7D"),
        (Parameter::query_string("a").json(), "?%7B%22user%22%3A%22rex%22%2C%22pin%22%3A%22***%22%7D"),
        (Parameter::query_string("a").form(&[]), "?user=rex&pin=***"),
        (path, "/user,rex,pin,***"),
        (path.style(Style::Label), "/.user,rex,pin,***"),
        (path.style(Style::Matrix).explode(true), "/;user=rex;pin=***"),
        (path.json(), "/%7B%22user%22%3A%22rex%22%2C%22pin%22%3A%22***%22%7D"),
        (Parameter::header("A"), " -H a: user,rex,pin,***"),
        (Parameter::header("A").explode(true), " -H a: user=rex,pin=***"),
        (Parameter::header("A").json(), " -H a: {\"user\":\"rex\",\"pin\":\"***\"}"),
        (Parameter::cookie("a").explode(false), " -H cookie: a=***"),
    ];
    for (parameter, expected) in styles {
        assert_eq!(of_argument(parameter, &Login), expected);
        assert_eq!(of_argument(parameter, &by_name), expected.replace("pin", "password"));
    }
}

#[test]
fn an_argument_that_is_a_secret_shows_nothing_of_it() {
    let credentials = serde_json::json!({"user": "rex", "list": ["s3cr3t"]});
    let styles = [
        (Parameter::query("a").secret(), "?a=***"),
        (Parameter::query("a").style(Style::DeepObject).secret(), "?a=***"),
        (Parameter::query("credentials"), "?credentials=***"),
        (Parameter::query_string("a").form(&[]).secret(), "?***"),
        (Parameter::header("A").secret(), " -H a: ***"),
    ];
    for (parameter, expected) in styles {
        assert_eq!(of_argument(parameter, &credentials), expected);
    }
    assert_eq!(of_argument(Parameter::query("a").secret(), &serde_json::Value::Null), "");
    let deep = (0..200).fold(serde_json::json!({"password": "s3cr3t"}), |value, _| serde_json::json!([value]));
    assert_eq!(of_argument(Parameter::query("a").json(), &deep), "?a=%22***%22");
}

#[test]
fn json_in_a_text_is_masked() {
    let json = r#"{"id":1,"token":"s3cr3t"}"#;
    assert_eq!(of_argument(Parameter::header("A"), &json), r#" -H a: {"id":1,"token":"***"}"#);
    assert_eq!(of_argument(Parameter::path("a"), &json), "/%7B%22id%22%3A1%2C%22token%22%3A%22***%22%7D");
    let shown = |media_type: &str, text: &'static str| {
        let text = format!("{:?}", pets().get_pet("7").with_body(media_type, text));
        text.split_once("--data-raw ").unwrap().1.to_owned()
    };
    assert_eq!(shown("text/plain", json), r#"'{"id":1,"token":"***"}'"#);
    assert_eq!(shown("text/plain", r#"log: {"token": "s3cr3t"}, "id": 1"#), r#"'log: {"token": ***}, "id": 1'"#);
    assert_eq!(shown("text/plain", r#"{ "id": 1 }"#), r#"'{ "id": 1 }'"#);
    let call = r#"{"call":"{\"token\":\"s3cr3t\"}","a":"\u0061"}"#;
    assert_eq!(shown("application/json", call), r#"'{"call":"{\"token\":\"***\"}","a":"\u0061"}'"#);
    let form = "application/x-www-form-urlencoded";
    assert_eq!(shown(form, json), r#"'{"id":1,"token":"***"}'"#);
    assert_eq!(shown(form, "%7B%22token%22:%22a%22%7D&b"), "'%7B%22token%22%3A%22***%22%7D&b'");
    static OPERATION: OperationInfo =
        OperationInfo { parameters: &[Parameter::header("A")], ..OperationInfo::new("op", "GET", "/x") };
    let own = Request::new(&OPERATION).call::<Custom>(&pets()).with_header("a", json);
    assert!(!format!("{own:?}").contains("s3cr3t"), "{own:?}");
}

/// A form, or a member of an argument, with a secret that is not at the top.
struct Deep;

impl Encode for Deep {
    fn encode(&self, writer: &mut Writer) {
        writer.object(&[Field::required("a")], &[&Login]);
    }
}

#[test]
fn secrets_in_a_property_of_a_form_are_masked() {
    let property = Parameter::query("a");
    let styles = [
        (vec![], "a=%7B%22user%22%3A%22rex%22%2C%22pin%22%3A%22***%22%7D", r#"a="{\"user\":\"rex\",\"pin\":\"***\"}""#),
        (vec![property], "user=rex&pin=***", r#"user="rex"' -F 'pin="***""#),
        (
            vec![property.style(Style::DeepObject)],
            "a%5Buser%5D=rex&a%5Bpin%5D=***",
            r#"a[user]="rex"' -F 'a[pin]="***""#,
        ),
        (vec![property.explode(false)], "a=***", r#"a="***""#),
        (vec![property.style(Style::SpaceDelimited)], "a=***", r#"a="***""#),
    ];
    for (encoding, form, options) in styles {
        let call = pets().get_pet("7").with_request(|request| request.form(&Deep, &encoding));
        assert!(format!("{call:?}").ends_with(&format!(" --data-raw '{form}'")), "{call:?}");
        let parts: Vec<Part> = encoding.into_iter().map(Part::styled).collect();
        let call = pets().get_pet("7").with_request(|request| request.multipart(&Deep, &parts));
        let media_type = if parts.is_empty() { ";type=application/json" } else { "" };
        assert!(format!("{call:?}").ends_with(&format!(" -F '{options}{media_type}'")), "{call:?}");
    }
    // A list of texts has no names.
    let list = serde_json::json!({"a": ["b", "c"]});
    let call = pets().get_pet("7").with_request(|request| request.form(&list, &[property.explode(false)]));
    assert!(format!("{call:?}").ends_with("'a=b,c'"), "{call:?}");
}

#[test]
fn what_is_no_text_comes_from_the_input() {
    let call = pets().get_pet("7");
    let bodies = [
        call.clone().with_body("image/png", vec![0x89, b'P']),
        call.clone().with_body("text/plain", "\u{1b}[31m"),
        call.clone().with_body("application/json", "{"),
        call.clone().with_body("application/octet-stream", File::from_stream(stream([Ok("a".into())]))),
        call.with_request(|request| request.multipart_as("multipart/mixed", &Login, &[])),
    ];
    for body in bodies {
        let text = format!("{body:?}");
        assert!(text.ends_with("--data-binary @-") && !text.contains("s3cr3t"), "{text}");
    }
}

#[test]
fn parts_of_a_form_are_options() {
    let picture = File::new("a \"b\".png", "PNG").with_content_type("image/png");
    let form = Form::new().text("note", "a; \"b\" \\").file("picture", picture).text("token", "s3cr3t");
    let call = pets().get_pet("7").with_request(|request| request.multipart(&form, &[]));
    let text = format!("{call:?}");
    let expected = r#"-F 'note="a; \"b\" \\"' -F 'picture=@"a %22b%22.png";type=image/png' -F 'token="***"'"#;
    assert!(text.ends_with(expected) && !text.contains("content-type"), "{text}");
    let json = pets().get_pet("7").with_request(|request| {
        let part = Part::new("pin", "application/json");
        request.multipart(&serde_json::json!({"pin": 1, "pet": {"a": [1], "password": "s3cr3t"}}), &[part])
    });
    let text = format!("{json:?}");
    let expected = concat!(
        r#"-F 'pin="1";type=application/json' "#,
        r#"-F 'pet="{\"a\":[1],\"password\":\"***\"}";type=application/json'"#,
    );
    assert!(text.ends_with(expected), "{text}");
}

/// What the caller sets in the place of a credential is not sent.
#[test]
fn a_credential_stands_for_a_header_of_its_name() {
    let text = format!("{:?}", pets().request(Method::GET, "/a").with_header("Authorization", "mine"));
    assert_eq!(text.matches("authorization").count(), 1, "{text}");
}

#[test]
fn what_curl_would_read_otherwise() {
    let call =
        pets().request(Method::GET, "/a[1-2]?key=s3cr3t").with_header("prefer", "").with_header("cookie", "a=b; c=d");
    let text = format!("{call:?}");
    assert!(text.starts_with("curl --globoff 'https://api.example.com/v1/a[1-2]?key=***' -H"), "{text}");
    assert!(text.contains("-H 'prefer;'") && text.contains("-H 'cookie: a=***; c=***'"), "{text}");
}

#[test]
fn a_request_without_a_client_leaves_the_base_to_the_shell() {
    let call = pets().get_pet("it's").with_header("accept", "text/plain").with_request(|request| {
        assert_eq!(format!("{request:?}"), "curl \"$BASE_URL\"/pets/it%27s -H 'accept: text/plain'");
        request
    });
    let mistake = call.with_base_url("nowhere");
    let text = format!("{mistake:?}");
    assert_eq!(text, "getPet: no request, because `with_base_url` is not absolute");
}

/// The shell takes each word as it was meant, quotes and line breaks included.
#[test]
fn a_shell_reads_it_back() {
    let name = "it's \"$HOME\" `id` \\ !\n;#*";
    let call = pets().create_pet(pet(name)).with_body("text/plain", name);
    let script = format!("curl() {{ printf '%s\\0' \"$@\"; }}\n{call:#?}");
    let output = Command::new("sh").args(["-c", &script]).output().unwrap();
    let words = String::from_utf8(output.stdout).unwrap();
    let words: Vec<&str> = words.split_terminator('\0').collect();
    assert_eq!(words[..3], ["-X", "POST", "https://api.example.com/v1/pets"]);
    assert_eq!(words[words.len() - 2..], ["--data-raw", name]);
}
