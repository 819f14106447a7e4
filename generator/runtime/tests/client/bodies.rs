use std::collections::{BTreeMap, HashMap};
use std::ops::Range;
use std::panic::{AssertUnwindSafe, catch_unwind};

use bytes::Bytes;
use http::Method;
use serde::ser::SerializeTuple;
use serde_json::json;

use crate::rendered::Pet;
use crate::runtime::json::serialize;
use crate::runtime::{Client, Custom, ErrorKind, File, OperationInfo, Parameter, Request, Style};
use crate::support::{Answer, Server, World, builder, client, reply, stream};

#[tokio::test]
async fn bodies_of_requests() {
    static POST: OperationInfo = OperationInfo::new("op", "POST", "/");
    static ENCODING: [Parameter; 2] =
        [Parameter::query("list").explode(false), Parameter::query("deep").style(Style::DeepObject)];
    let form = json!({"a b": "c&d", "n": null, "list": [1, 2], "deep": {"x": 1}, "many": [1, "y"], "o": {"k": 1}});
    let request = || Request::new(&POST);
    let table = [
        (request().json(&json!({"a": 1})), "application/json", "{\"a\":1}"),
        (request().json_as("application/merge-patch+json", &json!({})), "application/merge-patch+json", "{}"),
        (request().bytes("image/png", vec![1, 2]), "image/png", "\u{1}\u{2}"),
        (request().bytes("text/plain; charset=utf-8", "h\u{e9}"), "text/plain; charset=utf-8", "h\u{e9}"),
        (
            request().form(&form, &ENCODING),
            "application/x-www-form-urlencoded",
            "a+b=c%26d&list=1,2&deep%5Bx%5D=1&many=1&many=y&o=%7B%22k%22%3A1%7D",
        ),
    ];
    for (request, media_type, body) in table {
        let server = Server::new([reply(200, "")]);
        let client = builder(&server, &World::default()).build().unwrap();
        request.call::<Custom>(&client).await.unwrap();
        let seen = server.only();
        assert_eq!((seen.header("content-type"), &seen.body[..]), (Some(media_type), body.as_bytes()));
    }
}

#[tokio::test]
async fn ways_to_receive() {
    let answer = || reply(200, "{\"id\": 7, \"name\": \"Rex\"}").with("x-request-id", "r1");
    let server = Server::new([answer()]);
    let call = client(&server, &World::default()).get_pet("7");
    let rex = Pet { id: 7, name: "Rex".to_owned() };
    assert_eq!(call.clone().await.unwrap(), rex);
    assert_eq!(call.clone().send().await.unwrap(), rex);
    assert_eq!(call.clone().into_bytes().await.unwrap(), "{\"id\": 7, \"name\": \"Rex\"}");
    assert_eq!(call.clone().into_text().await.unwrap(), "{\"id\": 7, \"name\": \"Rex\"}");
    assert_eq!(call.clone().into_json::<serde_json::Value>().await.unwrap(), json!({"id": 7, "name": "Rex"}));
    let response = call.into_response().await.unwrap();
    assert_eq!((response.status().as_u16(), response.request_id(), response.body()), (200, Some("r1"), &rex));
    assert_eq!((response.header("X-Request-Id"), response.header("x-other")), (Some("r1"), None));
    assert_eq!(response.into_body(), rex);
}

#[tokio::test]
async fn a_success_without_a_body() {
    let server = Server::new([reply(204, "")]);
    let client = client(&server, &World::default());
    client.create_pet(Pet { id: 1, name: "Rex".to_owned() }).await.unwrap();
    assert_eq!(server.only().body, "{\"id\":1,\"name\":\"Rex\"}");
}

#[tokio::test]
async fn nothing_is_null_to_a_type_that_has_it() {
    let server = Server::new([reply(204, "")]);
    let call = client(&server, &World::default()).get_pet("7");
    assert_eq!(call.clone().into_json::<Option<Pet>>().await.unwrap(), None);
    let error = call.await.unwrap_err();
    let reason = "found the end of the document at byte 0";
    assert!(error.kind() == ErrorKind::Decode && error.to_string().ends_with(reason), "{error}");
}

/// Types of the application's own are written and read by serde.
#[tokio::test]
async fn own_types() {
    let rex = Pet { id: 7, name: "Rex".to_owned() };
    let server = Server::new([reply(200, "\u{feff}{\"Rex\": [1, {\"start\": 0, \"end\": 2}]}")]);
    let call = client(&server, &World::default()).request(Method::PUT, "/x");
    let read = call.clone().with_json(&("a", Some(1), &rex)).into_json::<HashMap<String, (u8, Range<u8>)>>();
    assert_eq!(read.await.unwrap(), HashMap::from([("Rex".to_owned(), (1, 0..2))]));
    assert_eq!(server.only().body, r#"["a",1,{"id":7,"name":"Rex"}]"#);
    let unwritable = HashMap::from([((1, 2), 3)]);
    let error = call.clone().with_json(&unwritable).await.unwrap_err();
    assert_eq!(error.to_string(), "PUT /x: the body can't be written as JSON: key must be a string");
    let error = call.with_json(&[("rex", f64::NAN)]).with_json(&[(&rex, Number(f64::NAN))]).await.unwrap_err();
    assert_eq!(error.to_string(), "PUT /x: `body` has a number that is NaN or infinite: it can't be sent");
}

/// Has nothing to say.
struct Silent;

impl serde::Serialize for Silent {
    fn serialize<S: serde::Serializer>(&self, _: S) -> Result<S::Ok, S::Error> {
        Err(serde::ser::Error::custom("nothing\nto say"))
    }
}

#[tokio::test]
async fn an_error_of_a_type_of_the_application_is_one_line() {
    let client = client(&Server::new([reply(200, "")]), &World::default());
    let error = client.request(Method::PUT, "/x").with_json(&Silent).await.unwrap_err();
    assert_eq!(error.to_string(), "PUT /x: the body can't be written as JSON: nothing to say");
}

struct Panicking;

impl serde::Serialize for Panicking {
    fn serialize<S: serde::Serializer>(&self, _: S) -> Result<S::Ok, S::Error> {
        panic!("on purpose")
    }
}

/// A number, and then a call that can't be made.
struct Careful(f64, Client);

impl serde::Serialize for Careful {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut items = serializer.serialize_tuple(1)?;
        items.serialize_element(&Number(self.0))?;
        let call = AssertUnwindSafe(|| drop(self.1.request(Method::PUT, "/x").with_json(&Panicking)));
        assert!(catch_unwind(call).is_err());
        items.end()
    }
}

#[tokio::test]
async fn a_type_of_the_application_that_panics() {
    let client = client(&Server::new([reply(200, "")]), &World::default());
    let call = client.request(Method::PUT, "/x");
    call.clone().with_json(&Careful(1.0, client.clone())).await.unwrap();
    let error = call.with_json(&Careful(f64::NAN, client)).await.unwrap_err();
    assert_eq!(error.to_string(), "PUT /x: `body` has a number that is NaN or infinite: it can't be sent");
}

/// A number as the types of the crate have it.
struct Number(f64);

impl serde::Serialize for Number {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serialize(&self.0, serializer)
    }
}

#[tokio::test]
async fn own_types_that_do_not_fit() {
    let near = |json: &str| json.replace('\n', " ");
    let table = [
        ("{\"a\": [0, 1, {\"start\": 0}]}", "$.a[2]: expected an object with the required member `end` at byte 24"),
        ("{\"a\": [0, 1,\n\"two\", 3]}", "$.a[2]: expected struct Range at byte 17"),
        ("{\"a\": 7}", "$.a: expected a tuple of size 3 at byte 6"),
        ("[1, 2", "$: expected `,` or `]`, found the end of the document at byte 5"),
        ("", "$: expected a map, found the end of the document at byte 0"),
    ];
    for (json, message) in table {
        let client = client(&Server::new([reply(200, json)]), &World::default());
        let read = client.request(Method::GET, "/x").into_json::<HashMap<String, (u8, u8, Range<u8>)>>();
        let error = read.await.unwrap_err();
        let source = std::error::Error::source(&error).unwrap().to_string();
        assert!(error.kind() == ErrorKind::Decode && source.starts_with(message), "{source}");
        assert!(json.is_empty() || source.ends_with(&format!(" near `{}`", near(json))), "{source}");
    }
    let answer = reply(200, "{\"t0k3n\": \"t0k3n\"}");
    let client = client(&Server::new([answer]), &World::default());
    let error = client.request(Method::GET, "/x").into_json::<HashMap<String, std::net::IpAddr>>().await.unwrap_err();
    let text = format!("{error} {:?}", std::error::Error::source(&error));
    assert!(
        text.contains("$.***: expected what it is read as: invalid IP address") && !text.contains("t0k3n"),
        "{text}"
    );
}

#[tokio::test]
async fn what_no_body_can_hold_is_not_sent() {
    static PARAMETERS: [Parameter; 1] = [Parameter::query("ratio")];
    static POST: OperationInfo = OperationInfo { parameters: &PARAMETERS, ..OperationInfo::new("op", "POST", "/") };
    let request = || Request::new(&POST);
    let list = vec![1.5, f64::NAN];
    let number = |name: &str| format!("op: `{name}` has a number that is NaN or infinite: it can't be sent");
    let streamed = BTreeMap::from([("a".to_owned(), File::from_stream(stream([Ok("x".into())])))]);
    let no_file = |name: &str| {
        format!("op: {name} has a file that is not in memory, where only a part of a form can be one: it can't be sent")
    };
    let inner = "op: the body has octets that are no text: it can't be sent".to_owned();
    let octets = |name: &str| format!("op: `{name}` has octets that are no text: it can't be sent");
    let picture = BTreeMap::from([("a".to_owned(), Bytes::from_static(&[0xff, 0]))]);
    let form = "op: the body is no object, so it is no form".to_owned();
    let table = [
        (request().argument(0, &f64::NAN), number("ratio")),
        (request().argument(0, &vec![f32::INFINITY]), number("ratio")),
        (request().json(&list), number("body")),
        (request().json_lines("application/jsonl", &list), number("body")),
        (request().form(&BTreeMap::from([("a".to_owned(), f64::NEG_INFINITY)]), &[]), number("body")),
        (request().multipart(&BTreeMap::from([("a".to_owned(), f64::NAN)]), &[]), number("body")),
        (request().argument(0, &Bytes::from_static(&[0xff])), octets("ratio")),
        (request().json(&picture), octets("body")),
        (request().form(&picture, &[]), octets("body")),
        (request().json(&streamed), no_file("`body`")),
        (request().form(&streamed, &[]), no_file("`body`")),
        (request().multipart(&inside(streamed.clone()), &[]), no_file("the body")),
        (request().multipart(&inside(BTreeMap::from([("a".to_owned(), File::from(vec![0xff]))])), &[]), inner),
        (request().form(&json!("a=b"), &[]), form.clone()),
        (request().form(&json!([1]), &[]), form),
    ];
    for (request, message) in table {
        let server = Server::new([reply(200, "")]);
        let client = builder(&server, &World::default()).build().unwrap();
        let error = request.call::<Custom>(&client).await.unwrap_err();
        assert_eq!((error.kind(), error.to_string()), (ErrorKind::Build, message));
    }
}

/// An object as a part of a form.
fn inside(part: BTreeMap<String, File>) -> BTreeMap<String, BTreeMap<String, File>> {
    BTreeMap::from([("object".to_owned(), part)])
}

#[tokio::test]
async fn text_is_utf_8_or_latin_1() {
    let table = [
        (None, &b"caf\xc3\xa9"[..], "caf\u{e9}"),
        (Some("text/plain; charset=utf-8"), b"caf\xc3\xa9", "caf\u{e9}"),
        (Some("text/plain; charset=ISO-8859-1"), b"caf\xe9", "caf\u{e9}"),
        (Some("text/plain;x=y; Charset=\"latin1\""), b"\x80\xff", "\u{80}\u{ff}"),
        (Some("text/plain; charset=us-ascii"), b"cafe", "cafe"),
        (Some("text/plain; charset=koi8-r"), b"cafe", "cafe"),
        (None, b"\xef\xbb\xbfcaf\xe9", "caf\u{fffd}"),
    ];
    for (media_type, body, text) in table {
        let answer = Answer::Pieces(200, Vec::new(), vec![Some(Ok(Bytes::from(body)))]);
        let answer = media_type.into_iter().fold(answer, |answer, value| answer.with("content-type", value));
        let client = client(&Server::new([answer]), &World::default());
        assert_eq!(client.list_pets().into_text().await.unwrap(), text, "{media_type:?}");
    }
    for (charset, body) in [("windows-1252", &b"caf\xe9"[..]), ("utf-16le", b"c\0a\0")] {
        let answer = Answer::Pieces(200, Vec::new(), vec![Some(Ok(Bytes::from(body)))]);
        let answer = answer.with("content-type", format!("text/csv; charset={charset}"));
        let error = client(&Server::new([answer]), &World::default()).list_pets().into_text().await.unwrap_err();
        assert!(error.to_string().contains("expected text in UTF-8 or Latin-1"), "{error}");
        assert_eq!(error.body().as_deref(), Some(body));
    }
}

fn pieces(pieces: &[&'static str]) -> Answer {
    Answer::Pieces(200, Vec::new(), pieces.iter().map(|piece| Some(Ok(Bytes::from(*piece)))).collect())
}

#[tokio::test]
async fn a_body_in_pieces() {
    for (parts, whole) in [(&["[1", ",", "2]"][..], "[1,2]"), (&["", "[3", "]"], "[3]"), (&[], "")] {
        let client = client(&Server::new([pieces(parts)]), &World::default());
        assert_eq!(client.list_pets().into_text().await.unwrap(), whole);
    }
}

#[tokio::test]
async fn a_body_has_a_cap() {
    let table = [
        (pieces(&["1234", "5678"]), 8, None),
        (pieces(&["1234", "5678"]), 7, Some("listPets: 200 OK: the body is larger than the limit of 7 bytes")),
        (
            reply(200, "").with("content-length", "9"),
            8,
            Some("listPets: 200 OK: the body is larger than the limit of 8 bytes"),
        ),
    ];
    for (answer, limit, message) in table {
        let client = client(&Server::new([answer]), &World::default());
        let result = client.list_pets().with_options(|options| options.body_limit(limit)).into_bytes().await;
        assert_eq!(result.as_ref().err().map(ToString::to_string).as_deref(), message);
        assert!(result.err().is_none_or(|error| error.kind() == ErrorKind::TooLarge && error.may_have_run()));
    }
}

#[tokio::test]
async fn the_length_of_a_body_is_checked() {
    let (server, world) = (Server::new([pieces(&["123"]).with("content-length", "5")]), World::default());
    let client = client(&server, &world);
    let error = client.list_pets().with_retries(0).await.unwrap_err();
    assert_eq!(error.to_string(), "listPets: 200 OK: the body has 3 bytes instead of 5");
    assert_eq!(error.kind(), ErrorKind::Transport);
    let without_body = client.request(Method::HEAD, "/").into_response().await.is_ok();
    assert!(without_body, "HEAD has the length of a body that is not there");
}

/// A server may not say the length of what it never sends, but some do.
#[tokio::test]
async fn an_answer_without_content_has_no_length() {
    let server = Server::new([reply(204, "").with("content-length", "2")]);
    let call = client(&server, &World::default()).request(Method::DELETE, "/p");
    call.clone().await.unwrap();
    assert_eq!(call.into_stream().await.unwrap().length(), None);
    assert_eq!(server.seen().len(), 2);
}
