//! What generated types make of answers that are not as the document says, and who is told.

use std::sync::{Arc, Mutex};

use wire_drift as client;

mod support;

use client::types::lamp::{Level, State};
use client::{Client, ClientBuilder};
use support::{Answer, Server, wait};

const LAMPS: &str = r#"[{"name": "a", "state": "dim", "level": 3, "watts": 60}, {"name": "b", "watts": "60 W"}]"#;

fn lamps(builder: ClientBuilder) -> Result<Vec<client::types::Lamp>, String> {
    let client = Server::new(Answer::json(200, LAMPS)).client(builder);
    wait(client.lamps()).map_err(|error| error.to_string())
}

#[test]
fn by_default_only_enums_are_open() {
    let error = lamps(Client::builder()).unwrap_err();
    assert!(error.contains("$[1].watts: expected a 32-bit integer, found a string"), "{error}");
}

#[test]
fn a_hook_is_told_and_the_call_goes_on() {
    let told = Arc::new(Mutex::new(Vec::new()));
    let hook = told.clone();
    let builder = Client::builder().on_drift(move |drift| hook.lock().unwrap().push(drift.to_string()));
    let lamps = lamps(builder).unwrap();
    assert_eq!(lamps[0].state, Some(State::from("dim")));
    assert_eq!(lamps[0].level, Some(Level::from(3)));
    assert_eq!((lamps[0].watts, lamps[1].watts), (Some(60), None));
    let expected = [
        "lamps: $[0].state: a value that the document does not list",
        "lamps: $[0].level: a value that the document does not list",
        "lamps: $[1].watts: a value of another type than the document says",
    ];
    assert_eq!(*told.lock().unwrap(), expected);
}

/// What a hook is told of an answer, and how the call ends.
fn told<T>(body: &'static str, call: impl FnOnce(Client) -> Result<T, String>) -> (Vec<String>, Result<T, String>) {
    let told = Arc::new(Mutex::new(Vec::new()));
    let hook = told.clone();
    let builder = Client::builder().on_drift(move |drift| hook.lock().unwrap().push(drift.to_string()));
    let outcome = call(Server::new(Answer::json(200, body)).client(builder));
    (std::mem::take(&mut *told.lock().unwrap()), outcome)
}

fn entries(client: Client) -> Result<Vec<client::types::Entry>, String> {
    wait(client.entries()).map_err(|error| error.to_string())
}

fn outlines(client: Client) -> Result<Vec<client::types::Outline>, String> {
    wait(client.outlines()).map_err(|error| error.to_string())
}

#[test]
fn it_is_told_which_branch_of_a_union_a_value_does_not_fit() {
    let (drifts, entries) = told(r#"[{"source": {"type": "folder", "name": "a"}}]"#, entries);
    assert!(matches!(entries.unwrap()[0].source, Some(client::types::entry::Source::Unknown(_))));
    assert_eq!(drifts, ["entries: $[0].source.items: a required member is missing where `type` is `folder`"]);
    let (drifts, _) = told(r#"[{"source": {"type": "folder", "items": 1, "owner": {}}}]"#, self::entries);
    assert_eq!(drifts, ["entries: $[0].source.owner.id: a required member is missing where `type` is `folder`"]);
    let (drifts, _) = told(r#"[{"source": {"type": "link"}}]"#, self::entries);
    assert_eq!(drifts, ["entries: $[0].source: a value that the document does not list"]);
    let (drifts, outlines) = told(r#"[{"shape": "Circle", "radius": 1, "label": "a"}, {"shape": "Square"}]"#, outlines);
    assert_eq!(outlines.unwrap().len(), 1);
    let expected = [
        "outlines: $[0].label: a value of another type than the document says where `shape` is `Circle`",
        "outlines: $[1].side: a required member is missing where `shape` is `Square`",
    ];
    assert_eq!(drifts, expected);
}

#[test]
fn errors_name_the_branch() {
    let server = |body| Server::new(Answer::json(200, body));
    let error = outlines(server(r#"[{"shape": "Square", "side": "a"}]"#).client(Client::builder())).unwrap_err();
    assert!(error.contains("$[0].side: expected a 64-bit number where `shape` is `Square`, found a string"), "{error}");
    let text = r#"[{"source": {"type": "folder", "items": 1, "owner": {}}}]"#;
    let error = entries(server(text).client(Client::builder())).unwrap_err();
    let expected = "$[0].source.owner: expected an object with the required member `id` where `type` is `folder`";
    assert!(error.contains(expected), "{error}");
    let strict = Client::builder().options(|options| options.strict(true));
    let error = entries(server(r#"[{"source": {"type": "folder"}}]"#).client(strict)).unwrap_err();
    let expected = "$[0].source: expected an object with the required member `items` where `type` is `folder`";
    assert!(error.contains(expected), "{error}");
}

#[test]
fn strict_takes_only_what_is_listed() {
    let error = lamps(Client::builder().options(|options| options.strict(true))).unwrap_err();
    assert!(error.contains("$[0].state: expected a value that the document lists"), "{error}");
}
