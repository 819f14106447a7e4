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

#[test]
fn strict_takes_only_what_is_listed() {
    let error = lamps(Client::builder().options(|options| options.strict(true))).unwrap_err();
    assert!(error.contains("$[0].state: expected a value that the document lists"), "{error}");
}
