//! What `Debug` shows of values that no type describes.

use std::fmt;

use bytes::Bytes;
use serde_json::{Value, json};

use crate::runtime::json::{Encode, Field, Writer};
use crate::runtime::{Event, Masked, masked_variant, octets};

fn shown(value: &Value) -> String {
    format!("{:?}", Masked(value))
}

#[test]
fn names_tell_of_secrets_at_any_depth() {
    let value = json!([{"count": 1, "token": "a"}, {"deep": {"password": {"old": "b"}}}]);
    assert_eq!(shown(&value), r#"[{"count":1,"token":"***"},{"deep":{"password":"***"}}]"#);
    assert_eq!(shown(&json!("text")), r#""text""#);
    assert_eq!(shown(&json!(null)), "null");
}

#[test]
fn what_cannot_be_looked_through_is_not_shown() {
    let deep = (0..200).fold(json!({"password": "a"}), |value, _| json!([value]));
    assert_eq!(shown(&deep), "***");
}

/// A type with a member whose `format` is `password`.
struct Login;

impl Encode for Login {
    fn encode(&self, writer: &mut Writer) {
        writer.object(&[Field::required("user"), Field::required("pin").secret()], &[&"rex", &"a"]);
    }
}

#[test]
fn a_type_inside_tells_of_its_passwords() {
    assert_eq!(format!("{:?}", Masked(&vec![Login])), r#"[{"user":"rex","pin":"***"}]"#);
}

/// A variant with octets, as rendered code shows it.
struct Undeclared(&'static [u8]);

impl fmt::Debug for Undeclared {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        octets(f, "Undeclared", &Bytes::from_static(self.0))
    }
}

#[test]
fn octets_may_be_json() {
    let shown = |octets| format!("{:?}", Undeclared(octets));
    assert_eq!(shown(br#"{"secret": 1, "id": 2}"#), r#"Undeclared({"secret":"***","id":2})"#);
    assert_eq!(shown(b"<html>"), r#"Undeclared(b"<html>")"#);
    assert_eq!(shown(b""), r#"Undeclared(b"")"#);
    assert_eq!(shown(b"\xff{}"), r#"Undeclared(b"\xff{}")"#);
}

#[test]
fn what_is_not_all_json_may_have_members() {
    let texts = [
        ("\u{feff}{\"password\":\"s3cr3t\"}", r#"{"password":"***"}"#),
        (r#"{"password":"s3cr3t","a":1"#, r#"{"password":***,"a":1"#),
        (r#"{"a":1,"password":"s3cr3"#, r#"{"a":1,"password":***"#),
        (r#"{"password":"s3cr3t"} trailing"#, r#"{"password":***} trailing"#),
        (r#"[{"password":["s3cr3t"]},]"#, r#"[{"password":***},]"#),
        (r#"{"pass\u0077ord":"s3cr3t","a":"\ud800"#, r#"{"pass\u0077ord":***,"a":"\ud800"#),
        (r#"{"password":"s3cr3t","\ud800":1}"#, r#"{"password":***,"\ud800":1}"#),
        ("\u{1e}{\"password\":\"s3cr3t\"}\n", "\u{1e}{\"password\":***}\n"),
        ("data: {\"password\" : \"s3cr3t\"}\n\n", "data: {\"password\" : ***}\n\n"),
        (r#"5" {"password":"s3cr3t"}"#, r#"5" {"password":***}"#),
        (r#""{\"password\":\"s3cr3t\"}""#, r#""{\"password\":\"***\"}""#),
        (r#"5" {"password":"***"}"#, r#"5" {"password":"***"}"#),
        (r#"<a href="b:c">"#, r#"<a href="b:c">"#),
    ];
    for (text, expected) in texts {
        assert_eq!(format!("{:?}", Event::new("a", text)), format!("{:?}", Event::new("a", expected)));
        let octets = format!("{:?}", Undeclared(text.as_bytes()));
        assert!(!octets.contains("s3cr3t"), "{octets}");
    }
    let deep = "[".repeat(200) + r#"{"password":"s3cr3t"}"# + &"]".repeat(200);
    assert!(!format!("{:?}", Event::new("a", deep)).contains("s3cr3t"));
}

#[test]
fn octets_that_are_no_text_may_have_members() {
    let shown = |octets| format!("{:?}", Undeclared(octets));
    assert_eq!(shown(b"\xff{\"password\":\"s3cr3t\"}"), "Undeclared(\"\u{fffd}{\\\"password\\\":***}\")");
    assert_eq!(shown(b"{\"id\":\"\xff\"}"), r#"Undeclared(b"{\"id\":\"\xff\"}")"#);
}

/// A variant with any value.
struct Unknown(Value);

impl fmt::Debug for Unknown {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        masked_variant(f, "Unknown", &self.0)
    }
}

#[test]
fn on_several_lines_if_asked() {
    let unknown = Unknown(json!({"id": 1, "pwd": "a"}));
    assert_eq!(format!("{unknown:?}"), r#"Unknown({"id":1,"pwd":"***"})"#);
    let lines = "Unknown(\n    {\n      \"id\": 1,\n      \"pwd\": \"***\"\n    },\n)";
    assert_eq!(format!("{unknown:#?}"), lines);
}
