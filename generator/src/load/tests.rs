//! Documents as they come: hostile, broken, and merely odd.

use super::*;
use crate::diagnostics::{Severity, Tree};
use crate::pointer::Pointer;
use serde_json::json;
use std::time::{Duration, Instant};

fn read_yaml(text: &str) -> Source {
    load(Path::new("openapi.yaml"), text).unwrap()
}

fn codes(source: &Source) -> Vec<&'static str> {
    source.diagnostics().iter().map(|diagnostic| diagnostic.code).collect()
}

/// Code, line, column, message and help of what is wrong with a text.
fn refusal(name: &str, text: &str) -> String {
    let started = Instant::now();
    let mistake = load(Path::new(name), text).unwrap_err();
    assert!(started.elapsed() < Duration::from_secs(60), "{:?}", started.elapsed());
    assert_eq!(mistake.severity, Severity::Error);
    let Tree::Text(0, range) = mistake.primary.tree else { panic!("{mistake:?}") };
    let at = Source::unread(Path::new(name), text).place(range.start);
    let help = mistake.help.unwrap_or_default();
    format!("{} {}:{} {} [{}] {help}", mistake.code, at.line, at.column, mistake.message, mistake.primary.text)
}

#[test]
fn what_is_no_document_is_named() {
    let cases = [
        ("", "OAS0002 1:1 the document is empty"),
        (" \n# only a comment\n---\n---\n", "OAS0002 1:1 the document is empty"),
        ("\n<!DOCTYPE html>\n<html>", "OAS0002 2:1 the document is HTML or XML"),
        ("Not Found", "OAS0002 1:1 the document is no object [this is a text]"),
        ("[1, 2]", "OAS0002 1:1 the document is no object [this is a list]"),
        ("version https://git-lfs.github.com/spec/v1\noid sha256:1\n", "OAS0002 1:1 the document is a Git LFS pointer"),
        ("a: b\nc: \0\n", "OAS0003 2:4 the document is binary data"),
    ];
    for (text, expected) in cases {
        let found = refusal("openapi.yaml", text);
        assert!(found.starts_with(expected), "{found}");
    }
}

#[test]
fn mistakes_have_a_place_and_advice() {
    let cases = [
        ("a.yaml", "a:\n\tb: 1\n", "OAS0001 2:1", "tabs"),
        ("a.yaml", "a:\n  b: c: d\n", "OAS0001 2:7", "`: `"),
        ("a.yaml", "a: @b\n", "OAS0001 1:4", "quote"),
        ("a.yaml", "a: {{ b }}\n", "OAS0001 1:5", "template"),
        ("a.yaml", "a: *b\n", "OAS0001 1:4", "`*name`"),
        ("a.yaml", "a: \"b\nc: d\n", "OAS0001 3:1", "ends too early"),
        ("a.yaml", "a:\n<<<<<<< HEAD\n  b: 1\n", "OAS0001 3:4", "merge conflict"),
        ("a.yaml", "a:\n  b: 1\n c: 2\n", "OAS0001 3:2", "indentation"),
        ("a.yaml", "é: \"\\U00110000\"\n", "OAS0001 1:7", "escape"),
        ("a.json", "{\"a\": 1,\n \"b\" 2}", "OAS0001 2:6", ""),
        ("a.json", "{\"a\": 1", "OAS0001 1:7", ""),
        ("a.json", "{\"a\": 1} x", "OAS0001 1:10", ""),
    ];
    for (name, text, place, advice) in cases {
        let found = refusal(name, text);
        assert!(found.starts_with(place) && found.contains(advice), "{text:?}: {found}");
    }
}

#[test]
fn nesting_is_refused_before_it_can_hurt() {
    let million = 1_000_000;
    let texts = [
        ("a.json", "[".repeat(million)),
        ("a.json", "{\"a\":".repeat(million)),
        ("a.yaml", format!("a: {}", "[".repeat(million))),
        ("a.yaml", format!("a: {}", "{a: ".repeat(million))),
        ("a.yaml", "- ".repeat(million)),
        ("a.yaml", (0..2_000).map(|level| format!("{}a:\n", " ".repeat(level))).collect()),
        ("a.yaml", format!("a: {}b{}", "[".repeat(130), "]".repeat(130))),
        ("a.json", format!("{{\"a\": {}1{}}}", "[".repeat(125), "]".repeat(125))),
    ];
    for (name, text) in texts {
        let found = refusal(name, &text);
        assert!(found.starts_with("OAS0004") && found.contains("nested too deeply"), "{found}");
    }
    assert!(refusal("a.json", &"[".repeat(million)).starts_with("OAS0004 1:121"));
    assert!(refusal("a.yaml", &"? ".repeat(million)).starts_with("OAS0001 1:3"));
    assert!(refusal("a.yaml", &format!("a: 'b' '{}", "[".repeat(million))).starts_with("OAS0001 1:8"));
}

#[test]
fn declarations_of_tags_are_bounded() {
    let tags: String = (0..100_000).map(|tag| format!("%TAG !t{tag}! x\n")).collect();
    assert!(refusal("a.yaml", &format!("{tags}---\na: 1\n")).starts_with("OAS0004 101:1"));
}

#[test]
fn deep_but_possible_nesting_is_read() {
    let text = format!("a: {}1{}", "[".repeat(118), "]".repeat(118));
    assert!(load(Path::new("a.yaml"), &text).is_ok());
}

#[test]
fn brackets_in_strings_are_no_nesting() {
    let text = format!("a: '{}'\n", "[".repeat(50_000));
    assert_eq!(read_yaml(&text).value()["a"].as_str().unwrap().len(), 50_000);
}

#[test]
fn alias_bombs_are_refused() {
    let doubling: String = (1..40).map(|level| format!("a{level}: &a{level} [*a{0}, *a{0}]\n", level - 1)).collect();
    let list = format!("a: &a [{}]\nb: [{}]\n", "1,".repeat(50_000), "*a,".repeat(50_000));
    let text = format!("a: &a \"{}\"\nb: [{}]\n", "x".repeat(1_000_000), "*a,".repeat(50_000));
    let merges = format!(
        "a: &a {{{}}}\nb: [{}]\n",
        (0..9_999).map(|key| format!("k{key}: 1,")).collect::<String>(),
        "{<<: *a},".repeat(9_999)
    );
    for bomb in [format!("a0: &a0 [x]\n{doubling}"), list, text, merges] {
        let found = refusal("a.yaml", &bomb);
        assert!(found.starts_with("OAS0004") && found.contains("expand to too much"), "{found}");
    }
    let found = refusal("a.yaml", &format!("a0: &a0 [x]\n{doubling}z: 'a * b'\n"));
    assert!(found.starts_with("OAS0004 40:"), "{found}");
}

#[test]
fn more_values_than_anybody_writes_are_refused() {
    let list = |values: usize| format!("{{\"a\": [0{}]}}", ",0".repeat(values - 3));
    assert!(load(Path::new("a.json"), &list(limits::NODES)).is_ok());
    let found = refusal("a.json", &list(limits::NODES + 1));
    assert!(found.starts_with("OAS0004 1:") && found.contains("more than 4000000 values"), "{found}");
}

#[test]
fn more_operations_than_any_client_has_are_refused() {
    let paths = |count: usize| {
        let items: Vec<String> = (0..count).map(|index| format!("\"/{index}\":{{\"get\":{{}}}}")).collect();
        format!("{{\"paths\": {{{}}}}}", items.join(","))
    };
    assert!(load(Path::new("a.json"), &paths(limits::OPERATIONS)).is_ok());
    let found = refusal("a.json", &paths(limits::OPERATIONS + 1));
    assert!(found.starts_with("OAS0004 1:1 the document is too large: more than 100000 operations"), "{found}");
}

#[test]
fn lists_that_would_be_one_piece_of_code_are_bounded() {
    let list = |key: &str, entries: usize| {
        let values: Vec<String> = (0..entries).map(|entry| entry.to_string()).collect();
        format!("{{\"a\": [1, {{\n\"{key}\": [{}]}}]}}", values.join(","))
    };
    assert!(load(Path::new("a.json"), &list("required", limits::ENTRIES)).is_ok());
    assert!(load(Path::new("a.json"), &list("enum", limits::ENTRIES + 1)).is_ok());
    let found = refusal("a.json", &list("required", limits::ENTRIES + 1));
    assert!(found.starts_with("OAS0004 2:1 there is too much in one list or map [more than 10000 entries]"), "{found}");
}

#[test]
fn an_alias_inside_its_own_anchor_is_refused() {
    for text in ["a: &a [*a]\n", "a: &a [*a, *a]\n", "a: &a {<<: *a}\n", "a: &a\n  b: *a\n"] {
        let found = refusal("a.yaml", text);
        assert!(found.starts_with("OAS0004") && found.contains("`*a` may stand inside"), "{text}: {found}");
    }
}

#[test]
fn a_long_document_cut_anywhere_is_an_error_or_a_document() {
    let text =
        "openapi: 3.0.0\ninfo: {title: 'é', version: \"1\\n\"}\npaths:\n  /a: &a\n    get: |\n      x\n  /b: *a\n";
    for (cut, _) in text.char_indices() {
        let _ = load(Path::new("a.yaml"), &text[..cut])
            .map(|source| source.span(&Pointer::root().keys(&["paths", "/a"]), crate::diagnostics::Part::Value));
    }
}

#[test]
fn nothing_panics_on_noise() {
    let pieces = [
        "a", ":", " ", "\n", "- ", "? ", "[", "]", "{", "}", "&a ", "*a", "!t ", "|", ">", "'", "\"", "#", "%", "---",
        "é", "\t", "<<", ",", "\r\n", "\u{feff}", "\\",
    ];
    let mut state = 1_u64;
    for _ in 0..20_000 {
        let mut text = String::new();
        for _ in 0..12 {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            text.push_str(pieces[(state >> 33) as usize % pieces.len()]);
        }
        if let Ok(source) = load(Path::new("a.yaml"), &text) {
            source.span(&Pointer::root().key("a").index(0), crate::diagnostics::Part::Key);
        }
    }
}

#[test]
fn odd_but_readable_text_is_read() {
    assert_eq!(read_yaml("\u{feff}a: 1\r\nb:\r\n  - c\r\n").value(), &json!({"a": 1, "b": ["c"]}));
    assert_eq!(read_yaml("a:\t1\t\n\t\nb: 2\n").value(), &json!({"a": 1, "b": 2}));
    assert_eq!(read_yaml("%YAML 1.2\n--- # first\na: 1\n...\n").value(), &json!({"a": 1}));
    let json = load(Path::new("a.json"), "\u{feff}{\"a\": \"\\ud83d\\ude00\"}").unwrap();
    assert_eq!(json.value(), &json!({"a": "😀"}));
}

#[test]
fn json_with_fewer_rules_is_yaml() {
    let text = "{\"a\": 1, # why\n \"b\": [1,2,],}";
    let source = load(Path::new("a.json"), text).unwrap();
    assert_eq!((source.value(), codes(&source)), (&json!({"a": 1, "b": [1, 2]}), vec!["OAS0106"]));
    assert_eq!(codes(&load(Path::new("a.yaml"), text).unwrap()), Vec::<&str>::new());
}

#[test]
fn comments_and_halves_of_characters_are_no_end_of_json() {
    let text = "{\"a\": 1 /* one */, // é\n \"b\": [1, \"//\",],\n \"c\\ud800\": \"\\udc00x\"}";
    for name in ["a.json", "a.yaml"] {
        let source = load(Path::new(name), text).unwrap();
        assert_eq!(source.value(), &json!({"a": 1, "b": [1, "//"], "c\u{fffd}": "\u{fffd}x"}));
        assert_eq!(codes(&source), ["OAS2143", "OAS2144", "OAS2144"]);
        let message = &source.diagnostics()[0].message;
        assert_eq!(message, "the document has 2 comments and a trailing comma, which JSON has not");
        let places = source.diagnostics().iter().map(|finding| match &finding.primary.tree {
            Tree::Text(0, range) => (source.place(range.start).line, source.place(range.start).column),
            _ => (0, 0),
        });
        assert_eq!(places.collect::<Vec<_>>(), [(1, 9), (3, 4), (3, 14)]);
        let line = |pointer: &str| {
            let place =
                source.place(source.span(&Pointer::parse(pointer), crate::diagnostics::Part::Value).range.start);
            (place.line, place.column)
        };
        assert_eq!((line("/a"), line("/b/0"), line("/b/1")), ((1, 7), (2, 8), (2, 11)));
    }
    assert_eq!(load(Path::new("a.json"), "{\"a\": 1 // one\n}").unwrap().raw_scalar(&Pointer::parse("/a")), Some("1"));
    let found = refusal("a.json", "{\"a\": 1, // one\n \"b\" 2}");
    assert!(found.starts_with("OAS0001 2:6"), "{found}");
}

#[test]
fn the_first_real_document_of_several_is_read() {
    let source = read_yaml("# nothing\n---\n---\na: 1\n---\nb: [\n");
    assert_eq!((source.value(), codes(&source)), (&json!({"a": 1}), vec!["OAS0104"]));
    let Tree::Text(0, range) = source.diagnostics()[0].primary.tree.clone() else { panic!() };
    assert_eq!(source.place(range.start).line, 5);
    assert_eq!(source.raw_scalar(&Pointer::root().key("a")), Some("1"));
    assert_eq!(codes(&read_yaml("a: 1\n---\n")), Vec::<&str>::new());
}

#[test]
fn bytes_have_to_be_text() {
    let path = Path::new("a.yaml");
    let code = |bytes: &[u8]| load_bytes(path, bytes).unwrap_err().code;
    assert_eq!(code(b"a: \xe9\n"), "OAS0003");
    assert_eq!(code(&[0x1f, 0x8b, 8]), "OAS0003");
    assert_eq!(code(b"PK\x03\x04"), "OAS0003");
    assert_eq!(code(&[0xff, 0xfe, 0x00, 0xd8]), "OAS0003");
    assert_eq!(code(&[0x7f, b'E', b'L', b'F', 0, 0]), "OAS0003");
    let utf16: Vec<u8> = [0xff, 0xfe].into_iter().chain("a: é".encode_utf16().flat_map(u16::to_le_bytes)).collect();
    assert_eq!(load_bytes(path, &utf16).unwrap().value(), &json!({"a": "é"}));
}

#[test]
fn remarks_are_made_with_codes() {
    let text = "a: 1\na: 2\nb: 18446744073709551616\nc: !x 1\nd: .nan\ne: {<<: 1}\nf: 1e300\n";
    assert_eq!(codes(&read_yaml(text)), ["OAS0101", "OAS0102", "OAS0103", "OAS0102", "OAS0105"]);
    let text = r#"{"a": 18446744073709551616, "b": 1e30, "a": 9223372036854775808.0}"#;
    assert_eq!(codes(&load(Path::new("a.json"), text).unwrap()), ["OAS0101"]);
}

#[test]
fn remarks_without_end_are_counted_only() {
    let source = read_yaml(&"a: 1\n".repeat(100_000));
    assert_eq!(source.diagnostics().len(), 1_001);
    assert!(source.diagnostics()[1_000].message.starts_with("98999 more"));
}

#[test]
fn scalars_are_given_as_written() {
    let source = read_yaml("info: &i {version: 1.10, a: '1.10'}\nb: [012, True, ~, 1e3]\nc: *i\nd: {<<: *i}\n");
    let raw = |pointer: &str| source.raw_scalar(&Pointer::parse(pointer));
    assert_eq!((raw("/info/version"), raw("/info/a"), raw("/info")), (Some("1.10"), None, None));
    assert_eq!(
        (raw("/b/0"), raw("/b/1"), raw("/b/2"), raw("/b/3")),
        (Some("012"), Some("True"), Some("~"), Some("1e3"))
    );
    assert_eq!((raw("/c/version"), raw("/d/version"), raw("/d/nothing")), (Some("1.10"), Some("1.10"), None));
    let json = load(Path::new("a.json"), "{\"a\": 1.10, \"b\": {\"c\\u0041\": [ 1.0e2 ]}}").unwrap();
    assert_eq!(json.raw_scalar(&Pointer::parse("/a")), Some("1.10"));
    assert_eq!(json.raw_scalar(&Pointer::parse("/b/cA/0")), Some("1.0e2"));
}

#[test]
fn escapes_of_half_a_character_cost_only_that_character() {
    let yaml = "a: \"\\ud83d\\ude00 \\ud83d\"\nb: '\\ud800'\n\"c\\udc00\": {d: .inf}\n";
    let json = "{\"a\": \"\\ud83d\\ude00 \\ud83d\",\n\"b\": \"\\\\ud800\",\n\"c\\udc00\": {\"d\": 1, \"d\": null}}";
    for (name, text, odd) in [("a.yaml", yaml, "OAS0102"), ("a.json", json, "OAS0101")] {
        let source = load(Path::new(name), text).unwrap();
        assert_eq!(source.value(), &json!({"a": "😀 \u{fffd}", "b": "\\ud800", "c\u{fffd}": {"d": null}}), "{name}");
        let mut found = codes(&source);
        found.sort_unstable();
        assert_eq!(found, [odd, "OAS2144", "OAS2144"], "{name}");
        let halves = source.diagnostics().iter().filter_map(|finding| match &finding.primary.tree {
            Tree::Text(0, range) => Some((source.place(range.start).line, &source.text()[range.clone()])),
            _ => None,
        });
        assert_eq!(halves.collect::<Vec<_>>(), [(1, "\\ud83d"), (3, "\\udc00")], "{name}");
        let span = source.span(&Pointer::parse("/c\u{fffd}/d"), crate::diagnostics::Part::Key);
        assert_eq!((source.place(span.range.start).line, span.is_ancestor), (3, false), "{name}");
    }
}
