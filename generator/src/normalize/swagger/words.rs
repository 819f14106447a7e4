//! Which words of 3.x a document of 2.0 has.

use crate::normalize::place::Place;
use crate::normalize::references::{is_data, is_names};
use crate::pointer::Pointer;
use serde_json::{Map, Value};
use std::collections::BTreeSet;

/// Members that hold no words of OpenAPI.
const OTHERS: [&str; 4] = ["examples", "security", "mapping", "scopes"];

/// Where each word is first, and the components that references call by their names in 3.x.
#[derive(Default)]
pub(super) struct Later {
    pub(super) words: Vec<(&'static str, Pointer)>,
    pub(super) components: BTreeSet<Pointer>,
}

impl Later {
    pub(super) fn of(root: &Value) -> Self {
        let mut later = Self::default();
        later.visit(root, &Place::ROOT, false, root);
        later
    }

    /// `within` something that is of 3.x as a whole its words are no surprise.
    fn visit(&mut self, node: &Value, place: &Place<'_>, within: bool, root: &Value) {
        match node {
            Value::Array(items) => {
                for (index, item) in items.iter().enumerate() {
                    self.visit(item, &place.index(index), within, root);
                }
            }
            Value::Object(members) => self.visit_members(members, place, within, root),
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
        }
    }

    fn visit_members(&mut self, members: &Map<String, Value>, place: &Place<'_>, within: bool, root: &Value) {
        for (key, value) in members.iter().filter(|(key, _)| !is_data(key) && !OTHERS.contains(&key.as_str())) {
            let here = place.key(key);
            let word = if place.depth() == 0 { of_document(key, value) } else { word(key, value, members) };
            let word = word.filter(|_| !within);
            if let Some(word) = word {
                self.note(word, &here);
            }
            if let Some(text) = value.as_str().filter(|_| key == "$ref") {
                self.reference(text, &here, within, root);
            }
            let within = within || word.is_some_and(|_| value.is_object() && key != "schema");
            match value.as_object().filter(|_| is_names(key)) {
                Some(named) => {
                    named.iter().for_each(|(name, value)| self.visit(value, &here.key(name), within, root));
                }
                None => self.visit(value, &here, within, root),
            }
        }
    }

    fn note(&mut self, word: &'static str, here: &Place<'_>) {
        if self.words.iter().all(|(known, _)| *known != word) {
            self.words.push((word, here.source()));
        }
    }

    fn reference(&mut self, text: &str, here: &Place<'_>, within: bool, root: &Value) {
        let Some(rest) = text.strip_prefix("#/components/") else { return };
        let mut steps = rest.split('/');
        let (Some(section), Some(step)) = (steps.next(), steps.next()) else { return };
        let pointer = Pointer::parse(&format!("/components/{section}/{step}"));
        let older = super::MOVED.iter().find_map(|(own, later)| {
            (later.strip_prefix("#/components/")?.strip_suffix('/')? == section).then_some(own.trim_matches(['#', '/']))
        });
        let is_there = |list: Option<&Value>| {
            list.and_then(Value::as_object).zip(pointer.last()).is_some_and(|(list, key)| list.contains_key(&key))
        };
        if !is_there(older.and_then(|own| root.get(own))) {
            self.components.insert(pointer);
        } else if !within && !is_there(root.get("components").and_then(|all| all.get(section))) {
            self.note("a reference to `#/components`", here);
        }
    }
}

/// Words of the document itself.
fn of_document(key: &str, value: &Value) -> Option<&'static str> {
    match (key, value) {
        ("components", Value::Object(_)) => Some("`components`"),
        ("servers", Value::Array(_)) => Some("`servers`"),
        _ => None,
    }
}

/// Words of what is in it. Names may look like them where a file is nothing but a map of schemas.
fn word(key: &str, value: &Value, members: &Map<String, Value>) -> Option<&'static str> {
    let located = || members.get("in").and_then(Value::as_str).filter(|_| members.contains_key("name"));
    let has = |wanted: &dyn Fn(&String) -> bool| value.as_object().is_some_and(|own| own.keys().any(wanted));
    match (key, value) {
        ("servers", Value::Array(_)) => Some("`servers`"),
        ("requestBody", _) if has(&|key| key == "content" || key == "$ref") => Some("`requestBody`"),
        ("content", _) if has(&|key| key.contains('/')) => Some("`content`"),
        ("in", Value::String(place)) if place == "cookie" && located().is_some() => Some("`in: cookie`"),
        ("schema", _) if located().is_some_and(|place| place != "body") => Some("`schema` of a parameter"),
        ("style", Value::String(_)) if located().is_some() => Some("`style`"),
        ("explode", Value::Bool(_)) if located().is_some() => Some("`explode`"),
        ("allowReserved", Value::Bool(_)) if located().is_some() => Some("`allowReserved`"),
        ("nullable", Value::Bool(_)) => Some("`nullable`"),
        ("writeOnly", Value::Bool(_)) => Some("`writeOnly`"),
        ("oneOf", Value::Array(_)) => Some("`oneOf`"),
        ("anyOf", Value::Array(_)) => Some("`anyOf`"),
        ("not", Value::Object(_)) => Some("`not`"),
        _ => None,
    }
}
