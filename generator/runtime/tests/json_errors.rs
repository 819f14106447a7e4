//! What is said about JSON that does not fit.
#![allow(clippy::unwrap_used, reason = "helpers of tests may")]

use std::collections::BTreeMap;

use generator_runtime::json::{Decode, DecodeError, Field, Reader, from_slice};

type Nested = BTreeMap<String, Vec<BTreeMap<String, i32>>>;

fn fail<T: Decode + std::fmt::Debug>(text: &str) -> DecodeError {
    from_slice::<T>(text.as_bytes()).unwrap_err()
}

#[test]
fn the_path_leads_to_the_value() {
    for (text, path, offset) in [
        ("1", "$", 0),
        (" []", "$", 1),
        (r#"{"items":[{"id":1},{"id":2},{},{"id":"x"}]}"#, "$.items[3].id", 37),
        (r#"{"a b":[{"é":1,"":null}]}"#, r#"$["a b"][0][""]"#, 19),
        (r#"{"a\"\n":[{"0":true}]}"#, r#"$["a\"\n"][0]["0"]"#, 15),
        (r#"{"a":[{"b":1},2]}"#, "$.a[1]", 14),
        (r#"{"a":[{"b":1}"#, "$.a", 13),
        (r#"{"a":[{"b":1}]"#, "$", 14),
        (r#"{"a":[{"b":1.}]}"#, "$.a[0].b", 13),
        (r#"{"a":[{"b":1x}]}"#, "$.a[0]", 12),
        (r#"{"a":[{b:1}]}"#, "$.a[0]", 7),
        (r#"{"a":[{"b"}]}"#, "$.a[0]", 10),
        (r#"{"a":[{"b":}]}"#, "$.a[0].b", 11),
        (r#"{"a":[,]}"#, "$.a[0]", 6),
        (r#"{"a":[]} x"#, "$", 9),
        (r#"{"a":"#, "$.a", 5),
        ("", "$", 0),
    ] {
        let error = fail::<Nested>(text);
        assert_eq!((error.path(), error.offset()), (path, offset), "{text}: {error}");
    }
}

#[test]
fn the_message_is_one_line() {
    let error = fail::<Vec<i32>>("[\n1,\n\"two\"]");
    assert_eq!(error.to_string(), "$[1]: expected a 32-bit integer, found a string at byte 5 near `[ 1, \"two\"]`");
    assert_eq!((error.expected(), error.found()), ("a 32-bit integer", Some("a string")));
    let error = fail::<Vec<i32>>("[1");
    assert_eq!(error.to_string(), "$: expected `,` or `]`, found the end of the document at byte 2 near `[1`");
    assert_eq!(fail::<()>("1").expected(), "null");
    for (text, found) in [("true ", "a boolean"), ("nojson", "something else"), ("falsehood", "something else")] {
        assert_eq!(fail::<Nested>(text).found(), Some(found), "{text}");
    }
    assert_eq!(fail::<bool>("truth").expected(), "true");
    assert_eq!(fail::<i32>("1.5").found(), Some("a number out of range or with a fraction"));
}

#[test]
fn the_snippet_is_short_and_whole_characters() {
    let text = format!("[{}{}1]", "\"é\",".repeat(500), "null,".repeat(500));
    let error = fail::<Vec<String>>(&text);
    assert_eq!(error.path(), "$[500]");
    assert_eq!(error.snippet().chars().count(), 256);
    assert!(text.contains(error.snippet()));
    let error = fail::<Vec<i32>>(&format!("[\"{}\"]", "😀".repeat(1000)));
    assert_eq!(error.snippet().chars().count(), 129);
}

/// `format: password` of `value`.
#[derive(Debug, Default)]
struct Vault {
    value: String,
    pin: i32,
}

impl Decode for Vault {
    fn blank() -> Self {
        Self::default()
    }

    fn read(&mut self, reader: &mut Reader<'_>) -> Result<(), DecodeError> {
        const FIELDS: [Field; 2] = [Field::required("value").secret(), Field::required("pin")];
        reader.object(&FIELDS, &mut [&mut self.value, &mut self.pin])
    }
}

#[test]
fn secrets_stay_out_of_messages() {
    let table = [
        (r#"[{"value":"hunter2","pin":"x"}]"#, r#"[{"value":***,"pin":"x"}]"#),
        (r#"[{"pin":"x", "value" : "hunter2 \" hunter2"}]"#, r#"[{"pin":"x", "value" : ***}]"#),
        (r#"[{"value":["hunter2",{"a":"hunter2"}],"pin":1}]"#, r#"[{"value":***,"pin":1}]"#),
        (
            r#"[{"value":"a","pin":{"api_key":7777,"b":{"clientSecret":"hunter2"}}}]"#,
            r#"[{"value":***,"pin":{"api_key":***,"b":{"clientSecret":***}}}]"#,
        ),
        (
            r#"[{"value":7,"tokens":"hunter2","token":7,"input_tokens":12,"usage":{"outputTokens":-3}}]"#,
            r#"[{"value":***,"tokens":***,"token":***,"input_tokens":12,"usage":{"outputTokens":-3}}]"#,
        ),
        (r#"[{"value":"hunter2"#, r#"[{"value":***"#),
        (r#"[{"pin":null,"password":{"a":["hunter2"#, r#"[{"pin":null,"password":***"#),
    ];
    for (document, shown) in table {
        let error = fail::<Vec<Vault>>(document);
        assert_eq!(error.snippet(), shown);
        assert!(!format!("{error} {error:?} {error:#?}").contains("hunter2"));
    }
    let long = format!(r#"[{{"value":"{}","pin":"x"}}]"#, "hunter2".repeat(100));
    assert_eq!(fail::<Vec<Vault>>(&long).snippet(), r#"***,"pin":"x"}]"#);
}

#[test]
fn hostile_names_do_not_fill_the_path() {
    let error = fail::<BTreeMap<String, i32>>(&format!("{{\"{}\":null}}", "a".repeat(100_000)));
    assert!(error.path().len() < 100, "{}", error.path().len());
    assert_eq!(std::mem::size_of::<DecodeError>(), std::mem::size_of::<usize>());
}

#[test]
fn nesting_has_an_end_wherever_it_is() {
    let deep = format!("{{\"skipped\":{}}}", "[".repeat(1_000_000));
    let error = fail::<Vec<i32>>(&"[".repeat(1_000_000));
    assert_eq!(error.path(), "$[0]");
    let error = fail::<Nested>(&deep);
    assert!(error.path().starts_with("$.skipped[0]"));
    assert_eq!(fail::<serde_json::Value>(&deep).expected(), "at most 127 nested arrays and objects");
}
