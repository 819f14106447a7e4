//! What is sent as a body: OpenAPI 3.0.3, 4.7.14 and 4.7.15, RFC 8259, RFC 7578, and the `urlencoded` serializer of the
//! WHATWG URL Standard.

use std::convert::Infallible;
use std::pin::Pin;
use std::task::{Context, Poll};

use bytes::Bytes;
use wire_bodies as client;

mod support;

use client::runtime::Operation;
use client::{Call, File, types};
use support::{Seen, refused, sent};

const PET: &str = r#"{"name":"Rex","tag":"a b"}"#;

fn pet() -> types::Pet {
    types::Pet::new("Rex").tag("a b")
}

fn words() -> Vec<String> {
    ["a b", "c&d"].map(str::to_owned).to_vec()
}

/// The media type and the text.
fn body(seen: &Seen) -> (&str, &str) {
    (seen.header("content-type").unwrap(), seen.text())
}

#[test]
fn json() {
    assert_eq!(body(&sent(|client| client.json(pet()))), ("application/json", PET));
    assert_eq!(body(&sent(|client| client.patch_json(pet()))), ("application/merge-patch+json", PET));
    assert_eq!(body(&sent(|client| client.json_with_charset(pet()))), ("application/json; charset=utf-8", PET));
    assert_eq!(body(&sent(|client| client.scalar("a\"\n\u{1}é"))), ("application/json", r#""a\"\n\u0001é""#));
    assert_eq!(body(&sent(|client| client.list(vec![]))), ("application/json", "[]"));
    assert_eq!(sent(|client| client.list(vec![pet(), pet()])).text(), format!("[{PET},{PET}]"));
    let any = serde_json::json!({"a": [1, 2.5, null, true]});
    assert_eq!(sent(|client| client.any(any)).text(), r#"{"a":[1,2.5,null,true]}"#);
}

#[test]
fn a_member_is_null_only_if_it_was_set_to_null() {
    assert_eq!(sent(|client| client.json(types::Pet::new("Rex"))).text(), r#"{"name":"Rex"}"#);
    assert_eq!(sent(|client| client.json(types::Pet::new("Rex").age(3))).text(), r#"{"name":"Rex","age":3}"#);
    let null = sent(|client| client.json(types::Pet::new("Rex").maybe_age(Some(None))));
    assert_eq!(null.text(), r#"{"name":"Rex","age":null}"#);
}

#[test]
fn the_members_beside_those_with_a_name_are_pairs() {
    let rest = || types::rest::Body::new().name("Rex");
    assert_eq!(sent(|client| client.rest(rest().additional_properties([("a", 1)]))).text(), r#"{"name":"Rex","a":1}"#);
    let map = std::collections::BTreeMap::from([("b".to_owned(), 2)]);
    assert_eq!(sent(|client| client.rest(rest().additional_properties(map))).text(), r#"{"name":"Rex","b":2}"#);
}

#[test]
fn what_may_be_null_is_taken_with_and_without_an_option() {
    assert_eq!(sent(|client| client.nullable(vec![Some(1), None])).text(), "[1,null]");
    assert_eq!(sent(|client| client.nullable(Some(vec![Some(1)]))).text(), "[1]");
    assert_eq!(sent(|client| client.nullable(None)).text(), "null");
    let inner = types::Nullable::new(1, words(), None);
    assert_eq!(
        sent(|client| client.nullable_members(types::Nullable::new(None, None, inner))).text(),
        r#"{"count":null,"words":null,"inner":{"count":1,"words":["a b","c&d"],"inner":null}}"#
    );
    let some = types::Nullable::new(Some(1), Some(vec![]), Some(types::Nullable::new(2, None, None)));
    let text = r#"{"count":1,"words":[],"inner":{"count":2,"words":null,"inner":null}}"#;
    assert_eq!(sent(|client| client.nullable_members(some)).text(), text);
}

#[test]
fn delete_can_have_a_body() {
    let seen = sent(|client| client.delete_json(pet()));
    assert_eq!((seen.method.as_str(), body(&seen)), ("DELETE", ("application/json", PET)));
}

#[test]
fn a_body_can_be_left_out() {
    let without = sent(|client| client.optional());
    assert_eq!((without.header("content-type"), without.text()), (None, ""));
    assert_eq!(body(&sent(|client| client.optional().body(pet()))), ("application/json", PET));
    let form = sent(|client| client.optional().with_form_body(pet()));
    assert_eq!(body(&form), ("application/x-www-form-urlencoded", "name=Rex&tag=a+b"));
    assert_eq!(body(&sent(|client| client.optional().with_text_body("é"))), ("text/plain", "é"));
}

#[test]
fn each_media_type_has_a_method() {
    assert_eq!(body(&sent(|client| client.several(pet()))), ("application/json", PET));
    assert_eq!(body(&sent(|client| client.several_text("a b"))), ("text/plain", "a b"));
    assert_eq!(body(&sent(|client| client.several_bytes("a b"))), ("application/octet-stream", "a b"));
    assert_eq!(body(&sent(|client| client.several_png("a b"))), ("image/png", "a b"));
    assert_eq!(body(&sent(|client| client.several_xml("<a/>"))), ("application/xml", "<a/>"));
    let form = sent(|client| client.several_form(pet()));
    assert_eq!(body(&form), ("application/x-www-form-urlencoded", "name=Rex&tag=a+b"));
    let parts = parts(|client| client.several_multipart(pet()));
    assert_eq!(parts, [part("name=\"name\"", "", "Rex"), part("name=\"tag\"", "", "a b")]);
}

#[test]
fn text() {
    assert_eq!(body(&sent(|client| client.text("a\nb é"))), ("text/plain", "a\nb é"));
    assert_eq!(body(&sent(|client| client.text(""))), ("text/plain", ""));
    assert_eq!(body(&sent(|client| client.csv("a,b\r\n"))), ("text/csv; charset=utf-8", "a,b\r\n"));
    let seen = sent(|client| client.latin("é"));
    assert_eq!((seen.header("content-type"), &seen.body[..]), (Some("text/plain; charset=iso-8859-1"), &[0xE9][..]));
    refused(|client| client.latin("€"));
}

#[test]
fn octets() {
    let octets: &[u8] = &[0, 255, 13, 10];
    let seen = sent(|client| client.octets(octets));
    assert_eq!((seen.header("content-type"), &seen.body[..]), (Some("application/octet-stream"), octets));
    let typed = sent(|client| client.octets(File::from(octets).with_content_type("image/gif")));
    assert_eq!(typed.header("content-type"), Some("image/gif"));
    let streamed = sent(|client| client.octets(stream()));
    assert_eq!(body(&streamed), ("application/octet-stream", "one two"));
}

#[test]
fn text_that_the_caller_encodes() {
    let gzip: &[u8] = &[0x1F, 0x8B, 8, 0];
    let seen = sent(|client| client.coded_text(gzip).content_encoding("gzip"));
    assert_eq!((seen.header("content-type"), &seen.body[..]), (Some("text/plain"), gzip));
    assert_eq!(seen.header("content-encoding"), Some("gzip"));
    assert_eq!(body(&sent(|client| client.coded_text("as it is"))), ("text/plain", "as it is"));
}

/// A range is no media type of a body: it is told by the file, or is that of any octets (RFC 9110, 8.3).
#[test]
fn octets_of_a_range_of_media_types() {
    let seen = sent(|client| client.image(File::from("x").with_content_type("image/png")));
    assert_eq!(body(&seen), ("image/png", "x"));
    assert_eq!(body(&sent(|client| client.image("x"))), ("application/octet-stream", "x"));
    assert_eq!(body(&sent(|client| client.anything("x"))), ("application/octet-stream", "x"));
}

#[test]
fn forms() {
    let form = |order: types::Order| {
        let seen = sent(|client| client.form(order));
        assert_eq!(seen.header("content-type"), Some("application/x-www-form-urlencoded"));
        seen.text().to_owned()
    };
    assert_eq!(form(types::Order::new("")), "note=");
    assert_eq!(form(types::Order::new("a b+c&d=é\r\n%~*-._")), "note=a+b%2Bc%26d%3D%C3%A9%0D%0A%25%7E*-._");
    assert_eq!(form(types::Order::new("").count(7).price(2.5).paid(true)), "note=&count=7&price=2.5&paid=true");
    let day = client::chrono::NaiveDate::from_ymd_opt(2024, 2, 29).unwrap();
    let order = types::Order::new("").day(day).state(types::order::State::Open);
    assert_eq!(form(order), "note=&day=2024-02-29&state=open");
    assert_eq!(form(types::Order::new("").tags(words())), "note=&tags=a+b&tags=c%26d");
    assert_eq!(form(types::Order::new("").tags(Vec::<String>::new())), "note=");
    assert_eq!(form(types::Order::new("").odd_name("x")), "note=&odd%5Bname%5D=x");
}

/// OpenAPI 3.0.3, 4.7.14.2: complex objects are stringified.
#[test]
fn objects_in_forms_are_json() {
    let json = "%7B%22name%22%3A%22Rex%22%2C%22tag%22%3A%22a+b%22%7D";
    let order = || types::Order::new("x");
    assert_eq!(sent(|client| client.form(order().pet(pet()))).text(), format!("note=x&pet={json}"));
    let pets = sent(|client| client.form(order().pets(vec![pet(), pet()])));
    assert_eq!(pets.text(), format!("note=x&pets={json}&pets={json}"));
}

#[test]
fn forms_with_encoding() {
    let encoded = |encoded: types::Encoded| sent(|client| client.encoded_form(encoded)).text().to_owned();
    let all = types::Encoded::new;
    assert_eq!(encoded(all().joined(words())), "joined=a+b,c%26d");
    assert_eq!(encoded(all().spaces(words())), "spaces=a+b+c%26d");
    assert_eq!(encoded(all().pipes(words())), "pipes=a+b%7Cc%26d");
    assert_eq!(encoded(all().deep(pet())), "deep%5Bname%5D=Rex&deep%5Btag%5D=a+b");
    assert_eq!(encoded(all().flat(pet())), "name=Rex&tag=a+b");
    assert_eq!(encoded(all().path("/a?b c+d")), "path=/a?b+c%2Bd");
    assert_eq!(encoded(all().json(vec![1, 2])), "json=%5B1%2C2%5D");
    assert_eq!(encoded(all()), "");
}

/// A part: what stands behind `form-data;`, the media type, the content.
type Part = (String, String, String);

fn part(disposition: &str, media_type: &str, content: &str) -> Part {
    (disposition.to_owned(), media_type.to_owned(), content.to_owned())
}

/// The parts of a form, read as RFC 2046, 5.1.1 has them: each behind a delimiter, the last before the one that closes.
fn parts<O: Operation>(call: impl FnOnce(&client::Client) -> Call<O>) -> Vec<Part> {
    let seen = sent(call);
    let media_type = seen.header("content-type").unwrap();
    let boundary = media_type.strip_prefix("multipart/form-data; boundary=").unwrap();
    assert!((1..=70).contains(&boundary.len()) && boundary.bytes().all(|byte| byte.is_ascii_alphanumeric()));
    let delimited = format!("\r\n{}", seen.text());
    let inside = delimited.strip_suffix(&format!("\r\n--{boundary}--\r\n")).unwrap();
    let delimiter = format!("\r\n--{boundary}\r\n");
    let mut pieces = inside.split(&delimiter);
    assert_eq!(pieces.next(), Some(""), "there is no preamble");
    pieces.map(read).collect()
}

fn read(piece: &str) -> Part {
    let (head, content) = piece.split_once("\r\n\r\n").unwrap();
    let mut lines = head.split("\r\n");
    let disposition = lines.next().unwrap().strip_prefix("Content-Disposition: form-data; ").unwrap();
    let media_type = lines.next().map_or("", |line| line.strip_prefix("Content-Type: ").unwrap());
    assert_eq!(lines.next(), None);
    part(disposition, media_type, content)
}

#[test]
fn multipart_with_scalars() {
    let upload = types::Upload::new("a b&é\r\n").count(7).ok(false).odd_name("x");
    let expected = [
        part("name=\"title\"", "", "a b&é\r\n"),
        part("name=\"count\"", "", "7"),
        part("name=\"ok\"", "", "false"),
        part("name=\"odd %22name%22\"", "", "x"),
    ];
    assert_eq!(parts(|client| client.multipart(upload)), expected);
}

/// OpenAPI 3.0.3, 4.7.14.3: a primitive is text, a complex value JSON; RFC 7578, 4.3: several parts of one name.
#[test]
fn multipart_with_objects_and_arrays() {
    let upload = types::Upload::new("x").pet(pet()).tags(words()).pets(vec![pet(), pet()]);
    let expected = [
        part("name=\"title\"", "", "x"),
        part("name=\"pet\"", "application/json", PET),
        part("name=\"tags\"", "", "a b"),
        part("name=\"tags\"", "", "c&d"),
        part("name=\"pets\"", "application/json", PET),
        part("name=\"pets\"", "application/json", PET),
    ];
    assert_eq!(parts(|client| client.multipart(upload)), expected);
}

#[test]
fn multipart_with_files() {
    let named = || File::new("é \"1\".png", "PNG").with_content_type("image/png");
    let upload = types::Upload::new("x").file(named()).files(vec![File::from("one"), stream()]);
    let expected = [
        part("name=\"title\"", "", "x"),
        part("name=\"file\"; filename=\"é %221%22.png\"", "image/png", "PNG"),
        part("name=\"files\"; filename=\"files\"", "application/octet-stream", "one"),
        part("name=\"files\"; filename=\"two.txt\"", "text/plain", "one two"),
    ];
    assert_eq!(parts(|client| client.multipart(upload)), expected);
}

#[test]
fn multipart_with_documents() {
    let body = types::multipart_of_documents::Body::new().doc("<pet/>").table(words());
    let expected = [
        part("name=\"doc\"", "application/xml", "<pet/>"),
        part("name=\"table\"", "text/csv", "a b"),
        part("name=\"table\"", "text/csv", "c&d"),
    ];
    assert_eq!(parts(|client| client.multipart_of_documents(body)), expected);
}

#[test]
fn multipart_with_encoding() {
    let upload = types::EncodedUpload::new().picture("x").document("y").offer("z").ids(vec![1, 2]).deep(pet());
    let expected = [
        part("name=\"picture\"; filename=\"picture\"", "image/png", "x"),
        part("name=\"document\"; filename=\"document\"", "application/pdf", "y"),
        part("name=\"offer\"", "application/sdp", "z"),
        part("name=\"ids\"", "application/json", "[1,2]"),
        part("name=\"deep[name]\"", "", "Rex"),
        part("name=\"deep[tag]\"", "", "a b"),
    ];
    assert_eq!(parts(|client| client.encoded_multipart(upload)), expected);
    let chosen = types::EncodedUpload::new().picture(File::from("x").with_content_type("image/jpeg"));
    let expected = part("name=\"picture\"; filename=\"picture\"", "image/jpeg", "x");
    assert_eq!(parts(|client| client.encoded_multipart(chosen)), [expected]);
}

#[test]
fn parts_of_another_multipart_type_than_that_of_forms() {
    let body = types::related::Body::new(pet(), "x");
    let seen = sent(|client| client.related(body));
    let head = seen.header("content-type").expect("a body has a media type");
    let (essence, boundary) = head.split_once("; boundary=").expect("parts have a boundary");
    let (boundary, rest) = boundary.split_once(';').expect("the first part has a media type");
    assert_eq!((essence, rest), ("multipart/related", " type=\"application/json\""));
    let about = "Content-Disposition: form-data; name=\"about\"\r\nContent-Type: application/json\r\n\r\n";
    assert!(seen.text().starts_with(&format!("--{boundary}\r\n{about}{{\"name\":\"Rex\"")), "{}", seen.text());
    let seen = sent(|client| client.mixed(types::Upload::new("x")));
    assert!(seen.header("content-type").is_some_and(|it| it.starts_with("multipart/mixed; boundary=")));
}

#[test]
fn multipart_with_headers_of_a_part() {
    let seen = sent(|client| {
        client.encoded_multipart(types::EncodedUpload::new().offer("z")).with_part_header("offer", "x-lang", "en")
    });
    let part = "name=\"offer\"\r\nContent-Type: application/sdp\r\nx-lang: en\r\n\r\nz\r\n";
    assert!(seen.text().contains(part), "{}", seen.text());
}

/// A file in two pieces.
fn stream() -> File {
    File::from_fn(|| Pieces(vec!["two", "one "])).with_name("two.txt")
}

struct Pieces(Vec<&'static str>);

impl futures_core::Stream for Pieces {
    type Item = Result<Bytes, Infallible>;

    fn poll_next(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        Poll::Ready(self.0.pop().map(|piece| Ok(Bytes::from_static(piece.as_bytes()))))
    }
}
