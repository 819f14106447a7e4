//! Files and forms of several parts, as they arrive.

use bytes::Bytes;
use serde_json::json;

use crate::runtime::json::{Field, Writer};
use crate::runtime::{Client, Custom, Encode, ErrorKind, File, Form, OperationInfo, Parameter, Part, Request, Style};
use crate::support::{Answer, Server, World, builder, reply, stream};

static POST: OperationInfo = OperationInfo::new("op", "POST", "/");

/// What the generator would write for a body of a file, several files and anything else.
#[derive(Clone, Default)]
struct Upload {
    file: Option<File>,
    more: Option<Vec<File>>,
    deep: Option<Deep>,
    rest: serde_json::Value,
}

#[derive(Clone)]
struct Deep(File);

impl Encode for Deep {
    fn encode(&self, writer: &mut Writer) {
        let values: [&dyn Encode; 2] = [&"@0 \" @1", &self.0];
        writer.object(&[Field::required("a@\""), Field::required("file")], &values);
    }
}

/// The members that have a type.
struct Typed<'a>(&'a Upload);

impl Encode for Typed<'_> {
    fn encode(&self, writer: &mut Writer) {
        let fields = [Field::optional("file"), Field::optional("more"), Field::optional("deep")];
        let values: [&dyn Encode; 3] = [&self.0.file, &self.0.more, &self.0.deep];
        writer.object(&fields, &values);
    }
}

impl Encode for Upload {
    fn encode(&self, writer: &mut Writer) {
        writer.begin_object();
        writer.flatten(&Typed(self));
        writer.flatten(&self.rest);
        writer.end_object();
    }
}

const BOUNDARY: &str = "00000000000000000000000000000000";

fn client(server: &Server) -> Client {
    builder(server, &World::default()).build().unwrap()
}

/// What arrives, the boundaries as `--`.
async fn sent(upload: &dyn Encode, encoding: &[Part]) -> String {
    let server = Server::new([reply(200, "")]);
    Request::new(&POST).multipart(upload, encoding).call::<Custom>(&client(&server)).await.unwrap();
    let seen = server.only();
    assert_eq!(seen.header("content-type").unwrap(), format!("multipart/form-data; boundary={BOUNDARY}"));
    String::from_utf8(seen.body.to_vec()).unwrap().replace(BOUNDARY, "").replace("\r\n", "|")
}

fn rest(rest: serde_json::Value) -> Upload {
    Upload { rest, ..Upload::default() }
}

#[tokio::test]
async fn values_are_parts_of_text_or_json() {
    let values = json!({"n": 1, "s": "a \"b\"\n", "none": null, "list": ["x", 2, [3]], "o": {"k": [true]}, "no": []});
    let parts = [
        "--|Content-Disposition: form-data; name=\"n\"||1|",
        "--|Content-Disposition: form-data; name=\"s\"||a \"b\"\n|",
        "--|Content-Disposition: form-data; name=\"list\"||x|",
        "--|Content-Disposition: form-data; name=\"list\"||2|",
        "--|Content-Disposition: form-data; name=\"list\"|Content-Type: application/json||[3]|",
        "--|Content-Disposition: form-data; name=\"o\"|Content-Type: application/json||{\"k\":[true]}|",
        "----|",
    ];
    assert_eq!(sent(&rest(values), &[]).await, parts.concat());
    assert_eq!(sent(&rest(json!({})), &[]).await, "----|");
}

#[tokio::test]
async fn a_form_has_the_parts_that_the_caller_names() {
    let photo = File::new("a \"b\".png", "octets").with_header("X-Of", "1");
    let form = Form::new().text("note", "@0").file("file", "plain").file("file", photo).text("note", "{\"a\": 1}");
    let parts = [
        "--|Content-Disposition: form-data; name=\"note\"||@0|",
        "--|Content-Disposition: form-data; name=\"file\"; filename=\"file\"|Content-Type: application/octet-stream||plain|",
        "--|Content-Disposition: form-data; name=\"file\"; filename=\"a %22b%22.png\"|Content-Type: image/png|X-Of: 1||octets|",
        "--|Content-Disposition: form-data; name=\"note\"||{\"a\": 1}|",
        "----|",
    ];
    assert_eq!(sent(&form, &[]).await, parts.concat());
    assert_eq!(sent(&Form::new(), &[]).await, "----|");
}

#[tokio::test]
async fn a_call_gives_parts_their_headers() {
    let server = Server::new([reply(200, "")]);
    let values = json!({"n": 1, "list": ["x", {}], "deep": {"a": 1}});
    let encoding = [Part::styled(Parameter::query("deep").style(Style::DeepObject))];
    let call = Request::new(&POST).multipart(&rest(values), &encoding).call::<Custom>(&client(&server));
    let call = call.with_part_header("list", "X-Of", "1").with_part_header("list", "x-of", "2");
    let call = call.with_part_header("list", "content-type", "text/plain").with_part_header("deep", "x-of", "3");
    call.await.unwrap();
    let parts = [
        "--|Content-Disposition: form-data; name=\"n\"||1|",
        "--|Content-Disposition: form-data; name=\"list\"|x-of: 2|content-type: text/plain||x|",
        "--|Content-Disposition: form-data; name=\"list\"|x-of: 2|content-type: text/plain||{}|",
        "--|Content-Disposition: form-data; name=\"deep[a]\"|x-of: 3||1|",
        "----|",
    ];
    let body = String::from_utf8(server.only().body.to_vec()).unwrap();
    assert_eq!(body.replace(BOUNDARY, "").replace("\r\n", "|"), parts.concat());
}

#[tokio::test]
async fn a_header_of_a_part_that_is_not_there_is_a_mistake() {
    let server = Server::new([]);
    let form = || Request::new(&POST).multipart(&rest(json!({"n": 1})), &[]).call::<Custom>(&client(&server));
    let json = Request::new(&POST).json(&1_i64).call::<Custom>(&client(&server));
    for (call, expected) in [
        (form().with_part_header("m", "a", "b"), "`with_part_header`: the body has no part of `m`"),
        (json.with_part_header("n", "a", "b"), "`with_part_header`: the body has no part of `n`"),
        (form().with_part_header("n", "a b", "c"), "`with_part_header`: `a b`, or its value, can't be a header"),
        (form().with_part_header("n", "a", "s\r\n"), "`with_part_header`: `a`, or its value, can't be a header"),
    ] {
        let error = call.await.unwrap_err();
        assert_eq!((error.kind(), error.to_string()), (ErrorKind::Build, format!("op: {expected}")));
    }
    assert!(server.seen().is_empty());
}

#[tokio::test]
async fn encoding_says_how_a_value_becomes_a_part() {
    let values = json!({"j": "x", "l": [1, 2], "d": {"a": {"b": [1]}}, "c": ["x", "y"], "p": [1, 2], "e": {"k": 1}, "k": {"k": 1}});
    let encoding = [
        Part::new("j", "application/json"),
        Part::new("l", "application/vnd.x+json"),
        Part::styled(Parameter::query("d").style(Style::DeepObject)),
        Part::styled(Parameter::query("c").explode(false)),
        Part::styled(Parameter::query("p").style(Style::PipeDelimited)),
        Part::styled(Parameter::query("e")),
        Part::styled(Parameter::query("k").explode(false)),
    ];
    let parts = [
        "--|Content-Disposition: form-data; name=\"j\"|Content-Type: application/json||\"x\"|",
        "--|Content-Disposition: form-data; name=\"l\"|Content-Type: application/vnd.x+json||[1,2]|",
        "--|Content-Disposition: form-data; name=\"d[a][b][0]\"||1|",
        "--|Content-Disposition: form-data; name=\"c\"||x,y|",
        "--|Content-Disposition: form-data; name=\"p\"||1|2|",
        "--|Content-Disposition: form-data; name=\"k\"||1|",
        "--|Content-Disposition: form-data; name=\"k\"||k,1|",
        "----|",
    ]
    .concat();
    assert_eq!(sent(&rest(values), &encoding).await, parts);
}

#[tokio::test]
async fn files_are_parts_with_a_name_and_a_media_type() {
    let odd =
        File::new("a\"b\r\n\u{e9}.txt", "x").with_header("content-type", "text/plain").with_header("X-A", "\u{e9}");
    let upload = Upload {
        file: Some("abc".into()),
        more: Some(vec![odd, File::new("2.png", vec![b'2'])]),
        ..rest(json!({"s": "@0"}))
    };
    let encoding = [Part::new("file", "image/png, image/jpeg"), Part::new("more", "image/png")];
    let parts = [
        "--|Content-Disposition: form-data; name=\"file\"; filename=\"file\"|Content-Type: image/png||abc|",
        "--|Content-Disposition: form-data; name=\"more\"; filename=\"a%22b%0D%0A\u{e9}.txt\"|",
        "Content-Type: text/plain|X-A: \u{e9}||x|",
        "--|Content-Disposition: form-data; name=\"more\"; filename=\"2.png\"|Content-Type: image/png||2|",
        "--|Content-Disposition: form-data; name=\"s\"||@0|",
        "----|",
    ];
    assert_eq!(sent(&upload, &encoding).await, parts.concat());
}

#[tokio::test]
async fn a_header_of_a_file_that_can_not_be_sent_is_a_mistake() {
    let server = Server::new([]);
    let file = || File::new("a.png", "x");
    for (file, expected) in [
        (
            file().with_content_type("image/png\r\nEvil: 1"),
            "`with_content_type`: the media type of a file can't be a header",
        ),
        (
            file().with_header("X-Part", "v\r\nEvil: 1"),
            "`with_header`: `X-Part` of a file, or its value, can't be a header",
        ),
        (
            file().with_header("bad name: z\r\n\r\nBODY", "v"),
            "`with_header`: `bad name: z\\r\\n\\r\\nBODY` of a file, or its value, can't be a header",
        ),
        (
            file().with_header("Content-disposition", "inline"),
            "`with_header`: `Content-disposition` of a file is told by the form itself",
        ),
    ] {
        let upload = Upload { more: Some(vec![file]), ..rest(json!({})) };
        let error = Request::new(&POST).multipart(&upload, &[]).call::<Custom>(&client(&server)).await.unwrap_err();
        assert_eq!((error.kind(), error.to_string()), (ErrorKind::Build, format!("op: {expected}")));
    }
    assert!(server.seen().is_empty());
}

#[tokio::test]
async fn a_file_of_json_is_sent_as_it_is() {
    let upload = Upload {
        file: Some(File::new("a.json", "{\"a\": 1}")),
        more: Some(vec!["[1]".into(), "[2]".into()]),
        ..rest(json!({}))
    };
    let encoding = [Part::new("file", "application/json"), Part::new("more", "application/json")];
    let parts = [
        "--|Content-Disposition: form-data; name=\"file\"; filename=\"a.json\"|Content-Type: application/json||{\"a\": 1}|",
        "--|Content-Disposition: form-data; name=\"more\"; filename=\"more\"|Content-Type: application/json||[1]|",
        "--|Content-Disposition: form-data; name=\"more\"; filename=\"more\"|Content-Type: application/json||[2]|",
        "----|",
    ];
    assert_eq!(sent(&upload, &encoding).await, parts.concat());
}

#[tokio::test]
async fn a_file_inside_of_json_is_text() {
    let upload = Upload { deep: Some(Deep("\"x\"".into())), ..rest(json!({})) };
    let part = "--|Content-Disposition: form-data; name=\"deep\"|Content-Type: application/json||";
    assert_eq!(sent(&upload, &[]).await, format!("{part}{{\"a@\\\"\":\"@0 \\\" @1\",\"file\":\"\\\"x\\\"\"}}|----|"));
    assert_eq!(crate::runtime::json::from_slice::<File>(b"\"x\"").unwrap(), File::from("x"));
}

#[tokio::test]
async fn a_body_that_is_no_object_has_no_parts() {
    let server = Server::new([reply(200, "")]);
    let error = Request::new(&POST).multipart(&vec![1_i64], &[]).call::<Custom>(&client(&server)).await.unwrap_err();
    assert_eq!(
        (error.kind(), error.to_string()),
        (ErrorKind::Build, "op: the body is no object, so it has no parts".to_owned())
    );
    assert!(server.seen().is_empty());
}

fn pieces() -> impl futures_core::Stream<Item = Result<Bytes, crate::runtime::TransportError>> {
    stream([Ok(Bytes::from("ab")), Ok(Bytes::new()), Ok(Bytes::from("c"))])
}

async fn attempts(
    file: File,
    answers: [Answer; 2],
) -> (Server, Result<Bytes, crate::runtime::Error<crate::runtime::Undeclared>>) {
    let server = Server::new(answers);
    let upload = Upload { file: Some(file), ..rest(json!({"n": 1})) };
    let result = Request::new(&POST).multipart(&upload, &[]).call::<Custom>(&client(&server)).await;
    (server, result)
}

#[tokio::test]
async fn a_stream_is_sent_as_often_as_it_can_be_opened() {
    let busy = || reply(429, "");
    let (server, result) = attempts(File::from_fn(pieces), [busy(), reply(200, "ok")]).await;
    assert_eq!((result.unwrap(), server.seen().len()), (Bytes::from("ok"), 2));
    let bodies: Vec<_> = server.seen().into_iter().map(|seen| seen.body).collect();
    assert!(bodies[0] == bodies[1] && String::from_utf8_lossy(&bodies[0]).contains("\r\n\r\nabc\r\n--"));
    let (server, result) = attempts(File::from_stream(pieces()), [busy(), reply(200, "ok")]).await;
    assert_eq!((result.unwrap_err().status().unwrap().as_u16(), server.seen().len()), (429, 1));
    let (server, result) = attempts("abc".into(), [busy(), reply(200, "ok")]).await;
    assert_eq!((result.unwrap(), server.seen().len()), (Bytes::from("ok"), 2));
}

#[tokio::test]
async fn a_stream_that_is_used_up_or_breaks_is_an_error() {
    let server = Server::new([reply(200, "")]);
    let call = Request::new(&POST).file("", File::from_stream(pieces())).call::<Custom>(&client(&server));
    call.clone().await.unwrap();
    assert_eq!(call.await.unwrap_err().to_string(), "op: the stream of the body has been sent already");
    let broken = File::from_stream(stream([Ok(Bytes::from("a")), Err(())]));
    let error = Request::new(&POST).file("", broken).call::<Custom>(&client(&server)).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Transport);
    let long = File::from_fn(pieces).with_length(u64::MAX);
    let upload = Upload { more: Some(vec![long.clone(), long]), ..rest(json!({})) };
    let error = Request::new(&POST).multipart(&upload, &[]).call::<Custom>(&client(&server)).await.unwrap_err();
    assert!(error.to_string().ends_with("has 3 bytes instead of 18446744073709551615"), "{error}");
}

#[tokio::test]
async fn a_body_that_is_a_file_has_its_media_type() {
    let table = [
        (File::from("x"), "image/png", "image/png"),
        (File::from("x"), "image/*", "application/octet-stream"),
        (File::from("x"), "image/*, image/png, image/jpeg", "image/png"),
        (File::from("x").with_content_type("image/webp"), "image/*", "image/webp"),
        (File::from("x").with_content_type("image/webp"), "application/octet-stream", "image/webp"),
    ];
    for (file, declared, sent) in table {
        let server = Server::new([reply(200, "")]);
        Request::new(&POST).file(declared, file).call::<Custom>(&client(&server)).await.unwrap();
        assert_eq!((server.only().header("content-type"), &server.only().body[..]), (Some(sent), &b"x"[..]));
    }
}

#[test]
fn a_form_shows_no_text() {
    let form = Form::new().text("pin", "s3cr3t").file("photo", File::new("a.png", "s3cr3t"));
    let text = format!("{form:?}");
    assert!(text.contains("pin") && text.contains("a.png") && !text.contains("s3cr3t"), "{text}");
}
