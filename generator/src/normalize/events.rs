//! Events of `text/event-stream`: 3.1 says with `contentSchema` what the text in their data is; that is the schema of the
//! data.

use super::facts;
use super::references::component_of;
use crate::pointer::Pointer;
use serde_json::{Map, Value};
use std::collections::{HashMap, HashSet};

/// How deep in unions of events their data is looked for.
const DEPTH: usize = 16;

/// The keywords of composition.
const COMPOSITION: [&str; 3] = ["allOf", "oneOf", "anyOf"];

/// Members whose values are no part of the description.
const DATA: [&str; 4] = ["example", "examples", "default", "enum"];

/// The media type with the schema of the data of events that are described in it.
pub(super) fn with_typed_data(media_type: &str, mut media: Value) -> Value {
    if let Some(schema) = media.get_mut("schema").filter(|_| is_stream(media_type)) {
        type_data(schema, 0);
    }
    media
}

/// The same of events that are components, as far as these describe nothing but events: elsewhere the data is a string.
pub(super) fn type_components(document: &mut Value) {
    let only_events: Vec<String> = {
        let Some(schemas) = document.pointer("/components/schemas").and_then(Value::as_object) else { return };
        let typed: Vec<&String> =
            schemas.iter().filter(|(_, schema)| has_typed_data(schema, 0)).map(|(key, _)| key).collect();
        if typed.is_empty() {
            return;
        }
        let mut uses = Uses::default();
        uses.collect(document);
        let events = uses.only_events(schemas);
        typed.into_iter().filter(|key| events.contains(key.as_str())).cloned().collect()
    };
    let schemas = document.pointer_mut("/components/schemas").and_then(Value::as_object_mut);
    for (_, schema) in schemas.into_iter().flatten().filter(|(key, _)| only_events.contains(key)) {
        type_data(schema, 0);
    }
}

fn is_stream(media_type: &str) -> bool {
    media_type.trim().to_ascii_lowercase().starts_with("text/event-stream")
}

fn type_data(schema: &mut Value, depth: usize) {
    share_data(schema);
    if let Some(data) = schema.pointer_mut("/properties/data")
        && let Some(content) = data.get_mut(facts::CONTENT_SCHEMA)
    {
        *data = content.take();
    }
    if depth == DEPTH {
        return;
    }
    if let Some(items) = schema.get_mut("items") {
        type_data(items, depth + 1);
    }
    for key in COMPOSITION {
        let branches = schema.get_mut(key).and_then(Value::as_array_mut);
        branches.into_iter().flatten().for_each(|branch| type_data(branch, depth + 1));
    }
}

/// What an event says of its data beside branches that say what the text in it is, as 3.2 has it (4.14.4.2), holds in the
/// branches that say nothing of their own. Both have been made parts of an `allOf`.
fn share_data(schema: &mut Value) {
    let Some(parts) = schema.get_mut("allOf").and_then(Value::as_array_mut) else { return };
    let of_all =
        |part: &Value| part.pointer("/properties/data").is_some_and(|data| data.get(facts::CONTENT_SCHEMA).is_none());
    let Some(at) = parts.iter().position(of_all) else { return };
    let Some(branched) = parts.iter().position(|part| typed_branches(part).is_some()) else { return };
    let Some(data) =
        parts[at].pointer_mut("/properties").and_then(Value::as_object_mut).and_then(|own| own.shift_remove("data"))
    else {
        return;
    };
    let branches = typed_branches(&parts[branched]).and_then(|key| parts[branched].get_mut(key)?.as_array_mut());
    for branch in branches.into_iter().flatten().filter_map(Value::as_object_mut) {
        let properties = branch.entry("properties").or_insert_with(|| Map::new().into());
        if let Some(properties) = properties.as_object_mut() {
            properties.entry("data").or_insert_with(|| data.clone());
        }
    }
}

/// The keyword of branches that are all written here, one of which says what the text of its data is.
fn typed_branches(schema: &Value) -> Option<&'static str> {
    let branches = |key: &str| schema.get(key).and_then(Value::as_array);
    ["oneOf", "anyOf"].into_iter().find(|key| {
        let branches = branches(key).into_iter().flatten();
        branches.clone().any(|branch| has_typed_data(branch, DEPTH))
            && branches.clone().all(|branch| branch.get("$ref").is_none())
    })
}

fn has_typed_data(schema: &Value, depth: usize) -> bool {
    let data = schema.pointer("/properties/data");
    data.is_some_and(|data| data.get(facts::CONTENT_SCHEMA).is_some())
        || depth < DEPTH && parts(schema).any(|part| has_typed_data(part, depth + 1))
}

/// The schemas that say of the same events what they are.
fn parts(schema: &Value) -> impl Iterator<Item = &Value> {
    let branches = COMPOSITION.into_iter().filter_map(|key| schema.get(key)?.as_array()).flatten();
    schema.get("items").into_iter().chain(branches)
}

/// Which schemas are used where.
#[derive(Default)]
struct Uses<'d> {
    /// How often a component is referred to.
    references: HashMap<String, usize>,
    /// The schemas of streams of events.
    streams: Vec<&'d Value>,
}

impl<'d> Uses<'d> {
    fn collect(&mut self, node: &'d Value) {
        if let Some(key) = component(node) {
            *self.references.entry(key).or_default() += 1;
        }
        match node {
            Value::Object(members) => {
                for (key, value) in members.iter().filter(|(key, _)| !DATA.contains(&key.as_str())) {
                    self.streams.extend(value.get("schema").filter(|_| is_stream(key)));
                    self.collect(value);
                }
            }
            Value::Array(items) => items.iter().for_each(|item| self.collect(item)),
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
        }
    }

    /// The components that only streams, and other such components, refer to; none if they hang together in longer chains
    /// than events do.
    fn only_events(&self, schemas: &'d Map<String, Value>) -> HashSet<String> {
        let mut only: HashSet<String> = schemas.keys().cloned().collect();
        for _ in 0..DEPTH {
            let seen = self.seen_in_streams(schemas, &only).into_iter();
            let of_all = seen.filter(|(key, count)| self.references.get(key) == Some(count));
            let fewer: HashSet<String> = of_all.map(|(key, _)| key).collect();
            if fewer.len() == only.len() {
                return fewer;
            }
            only = fewer;
        }
        HashSet::new()
    }

    /// How often streams refer to a component, by themselves or in one of `through`.
    fn seen_in_streams(&self, schemas: &'d Map<String, Value>, through: &HashSet<String>) -> HashMap<String, usize> {
        let mut seen: HashMap<String, usize> = HashMap::new();
        let mut open = self.streams.clone();
        while let Some(schema) = open.pop() {
            open.extend(parts(schema));
            let Some(key) = component(schema) else { continue };
            let first = !seen.contains_key(&key);
            open.extend(schemas.get(&key).filter(|_| first && through.contains(&key)));
            *seen.entry(key).or_default() += 1;
        }
        seen
    }
}

/// The component that a reference leads to.
fn component(node: &Value) -> Option<String> {
    let reference = node.get("$ref")?.as_str()?;
    let (section, key) = component_of(&Pointer::parse(reference.strip_prefix('#')?))?;
    (section == "schemas").then_some(key)
}
