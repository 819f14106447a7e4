//! Which branch of a union a value is of (OpenAPI 3.0.3, 4.7.25), and that it is written again as it was read.

use wire_unions as client;

use client::types;

/// Reads a value and writes it again, which must change nothing.
fn read<T: serde::Serialize + serde::de::DeserializeOwned>(text: &str) -> T {
    let value: T = serde_json::from_str(text).unwrap();
    assert_eq!(serde_json::to_string(&value).unwrap(), text);
    value
}

#[test]
fn each_value_that_a_branch_lists_means_it() {
    for kind in ["search", "search_2025"] {
        let tool = read::<types::Tool>(&format!(r#"{{"type":"{kind}","query":"rust"}}"#));
        assert!(matches!(tool, types::Tool::Search(_)), "{tool:?}");
    }
    for kind in ["shell", "shell_2025"] {
        let tool = read::<types::Tool>(&format!(r#"{{"type":"{kind}","command":"ls"}}"#));
        assert!(matches!(tool, types::Tool::Shell(_)), "{tool:?}");
    }
}

#[test]
fn where_any_string_will_do_the_name_means_the_branch() {
    assert!(matches!(read(r#"{"type":"Custom","name":"mine"}"#), types::Tool::Custom(_)));
    assert!(matches!(read(r#"{"query":"rust","type":"Search"}"#), types::Tool::Unknown(_)));
}

#[test]
fn members_of_a_family_list_their_values_themselves() {
    assert!(matches!(read(r#"{"kind":"opened","at":"now"}"#), types::Event::Opened(_)));
    assert!(matches!(read(r#"{"kind":"reopened","at":"now"}"#), types::Event::Opened(_)));
    assert!(matches!(read(r#"{"kind":"Closed","at":"now","reason":"done"}"#), types::Event::Closed(_)));
    assert!(matches!(read(r#"{"kind":"Opened"}"#), types::Event::Unknown(_)));
}

#[test]
fn a_constant_inside_a_member_means_the_branch() {
    assert!(matches!(read(r#"{"setup":{"type":"count","seconds":1}}"#), types::Variable::Count(_)));
    assert!(matches!(read(r#"{"setup":{"type":"recent","source":"a"}}"#), types::Variable::Recent(_)));
    assert!(matches!(read(r#"{"setup":{"list":[{"a":1},2],"type":"new"}}"#), types::Variable::Unknown(_)));
}

#[test]
fn values_that_mean_no_branch_are_of_the_default_one() {
    assert!(matches!(read(r#"{"shape":"Circle","radius":1}"#), types::Outline::Circle(_)));
    for text in [r#"{"shape":"square","size":2}"#, r#"{"size":2}"#, r#"{"shape":"Blob"}"#] {
        assert!(matches!(read(text), types::Outline::Blob(_)), "{text}");
    }
}
