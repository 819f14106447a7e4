//! Values that say more than their type: what has only one value is sent by itself (JSON Schema 2020-12, 6.1.3), and
//! the items of a tuple have each their place (10.3.1.1).

use wire_values as client;

mod support;

use client::{Client, types};
use support::{Answer, Server, sent, wait};

#[test]
fn what_has_only_one_value_is_sent_by_itself() {
    let seen = sent(|client| client.make_thing(types::Thing::new("a")));
    assert_eq!(seen.target(), "/v1/small/things?level=3&pair=1,a%20b");
    assert_eq!(seen.header("x-debug"), Some("true"));
    let body = concat!(
        r#"{"type":"thing","version":2,"flag":false,"ratio":-1.5,"nothing":null,"#,
        r#""shape":{"kind":"box","no\"te":[1,null]},"sides":[1,2.5],"name":"a"}"#
    );
    assert_eq!(seen.text(), body);
}

#[test]
fn a_value_that_is_referred_to_is_sent_by_itself_too() {
    let seen = sent(|client| client.make_shared(types::Shared::new("a")));
    assert_eq!(seen.target(), "/v1/shared?pair=1,a%20b");
    assert_eq!(seen.header("x-debug"), Some("true"));
    let body = concat!(
        r#"{"flag":true,"nothing":null,"shape":{"box":null,"round":true},"sides":[1,"a b"],"#,
        r#""also":{"box":null,"round":true},"name":"a"}"#
    );
    assert_eq!(seen.text(), body);
}

#[test]
fn a_form_sends_it_too() {
    let seen = sent(|client| client.send_form(types::send_form::Body::new("a")));
    let parts = seen.text();
    let values: Vec<&str> = parts.split("\r\n\r\n").skip(1).filter_map(|part| part.lines().next()).collect();
    assert_eq!(values, ["true", r#"{"box":null,"round":true}"#, "1", "2", "a"]);
}

#[test]
fn another_value_than_the_only_one_is_kept() {
    let text =
        r#"{"type":"other","version":3,"flag":true,"ratio":2.5,"nothing":null,"shape":{"a":1},"sides":[],"name":"a"}"#;
    let thing: types::Thing = serde_json::from_str(text).unwrap();
    assert_eq!(serde_json::to_string(&thing).unwrap(), text);
}

#[test]
fn a_tuple_in_the_query_is_a_list() {
    let seen = sent(|client| client.make_thing(types::Thing::new("a")).r#box(types::Box::new(1, 2)));
    assert_eq!(seen.target(), "/v1/small/things?box=1&box=2&level=3&pair=1,a%20b");
}

#[test]
fn items_have_their_places() {
    let read = |text| serde_json::from_str::<types::Entry>(text);
    let entry = read(r#"["a",1,"b","further"]"#).unwrap();
    assert_eq!((entry.0.as_str(), entry.1, entry.2), ("a", Some(1), Some(Some("b".to_owned()))));
    assert_eq!(read(r#"["a"]"#).unwrap(), types::Entry::new("a"));
    for wrong in ["[]", "[true]", r#"["a","b"]"#, r#"{"0":"a"}"#] {
        assert!(read(wrong).is_err(), "{wrong}");
    }
}

#[test]
fn items_of_a_header_have_their_places() {
    let read = |header| {
        let answer = Answer::json(201, r#"{"id":"1","wrapped":"1","name":"Ann"}"#).with("x-row", header);
        let client = Server::new(answer).client(Client::builder());
        let response = wait(client.make_account(types::Account::new("s3cret", "Ann")).into_response()).unwrap();
        response.declared_headers().x_row
    };
    let row = read("7, 1,2,further").unwrap();
    assert_eq!((row.0.as_str(), row.1, row.2.as_deref()), ("7", Some(1), Some("2")));
    let row = read("a").unwrap();
    assert_eq!((row.0.as_str(), row.1, row.2), ("a", None, None));
    assert!(read("a,b").is_none() && read("").is_none());
}

#[test]
fn the_end_of_a_tuple_is_left_out() {
    let written = |entry: &types::Entry| serde_json::to_string(entry).unwrap();
    let mut entry = types::Entry::new("a");
    assert_eq!(written(&entry), r#"["a"]"#);
    entry.2 = Some(Some("b".to_owned()));
    assert_eq!(written(&entry), r#"["a",null,"b"]"#);
    entry.2 = Some(None);
    assert_eq!(written(&entry), r#"["a",null,null]"#);
}

#[test]
fn further_items_come_behind() {
    let command: types::Command = serde_json::from_str(r#"["run","a",1,2]"#).unwrap();
    assert_eq!((command.1.as_deref(), &command.2[..]), (Some("a"), &[1, 2][..]));
    assert_eq!(serde_json::to_string(&command).unwrap(), r#"["run","a",1,2]"#);
    assert_eq!(serde_json::to_string(&types::Command::new()).unwrap(), r#"["run"]"#);
}

#[test]
fn a_direction_holds_wherever_the_schema_is_referred_to() {
    let seen = sent(|client| client.make_account(types::Account::new("s3cret", "Ann")));
    assert_eq!(seen.text(), r#"{"password":"s3cret","name":"Ann"}"#);
    let account: types::Account = serde_json::from_str(r#"{"id":"1","wrapped":"1","name":"Ann"}"#).unwrap();
    assert_eq!((account.id.as_deref(), account.password.as_deref()), (Some("1"), None));
}

#[test]
fn a_secret_is_one_wherever_its_schema_is_referred_to() {
    let printed = format!("{:?}", types::Account::new("s3cret", "Ann"));
    assert!(printed.contains("***") && !printed.contains("s3cret"), "{printed}");
}

/// `Debug` knows the secrets in what no type describes by the names of its members.
#[test]
fn what_no_type_describes_shows_no_secret() {
    let text = r#"{
        "any": {"list": [{"password": "s3cret-1", "port": 1}]},
        "maybe": {"max_tokens": 6, "token": 5},
        "pairs": {"api_key": "s3cret-2", "region": "eu"},
        "either": {"access_token": "s3cret-3"},
        "accounts": {"a": {"name": "Ann", "id": "1", "wrapped": null, "password": "s3cret-4"}},
        "signing": {"key": "s3cret-5", "publicKey": "for all"},
        "row": ["a", {"secret": "s3cret-7"}],
        "more": {"client_secret": "s3cret-8"},
        "passphrase": "s3cret-9"
    }"#;
    let vault: types::Vault = serde_json::from_str(text).unwrap();
    let printed = format!("{vault:?}");
    assert!(!printed.contains("s3cret"), "{printed}");
    for shown in [
        r#"any: {"list":[{"password":"***","port":1}]}"#,
        r#"maybe: Some({"max_tokens":6,"token":"***"})"#,
        r#"pairs: {"api_key":"***","region":"eu"}"#,
        r#"either: Some(Unknown({"access_token":"***"}))"#,
        r#"Signing { key: Some("***"), public_key: Some("for all") }"#,
        r#"Account { id: Some("1"), wrapped: Some(None), password: Some("***"), name: "Ann" }"#,
        r#"row: Some(Row("a", {"secret":"***"}))"#,
        r#"additional_properties: {"more":{"client_secret":"***"},"passphrase":"***"}"#,
    ] {
        assert!(printed.contains(shown), "{shown}\n{printed}");
    }
    let pretty = format!("{vault:#?}");
    assert!(pretty.contains("pairs: {\n      \"api_key\": \"***\",\n"), "{pretty}");
    assert!(!pretty.contains("s3cret"), "{pretty}");
    assert_eq!(serde_json::to_value(&vault).unwrap(), serde_json::from_str::<serde_json::Value>(text).unwrap());
}

#[test]
fn null_is_anything_too() {
    let text = r#"{"value":null,"plain":null}"#;
    let free: types::Free = serde_json::from_str(text).unwrap();
    assert!(matches!(free.value, Some(types::free::Value::Any(serde_json::Value::Null))), "{free:?}");
    assert_eq!(serde_json::to_string(&free).unwrap(), text);
    assert_eq!(serde_json::from_str::<types::Free>("{}").unwrap().value, None);
}
