//! What a document of 2.0 has in the words of 3.x: the same but for schemas and references, which may be in those of 2.0.

use super::{reference, schema};
use crate::normalize::references::{is_data, is_names};
use serde_json::{Map, Value};

/// An object of 3.x that is no schema.
pub(super) fn object(node: &Value) -> Value {
    match node {
        Value::Object(members) => each(members, member),
        Value::Array(items) => items.iter().map(object).collect(),
        other => other.clone(),
    }
}

/// A member of such an object.
pub(super) fn member(key: &str, value: &Value) -> Value {
    match (key, value) {
        ("$ref", Value::String(text)) => reference(text),
        ("schema", _) => schema::schema(value),
        ("schemas", Value::Object(schemas)) => each(schemas, |_, node| schema::schema(node)),
        ("examples", _) => value.clone(),
        _ if is_data(key) => value.clone(),
        (_, Value::Object(named)) if is_names(key) => each(named, |_, node| object(node)),
        _ => object(value),
    }
}

fn each(members: &Map<String, Value>, convert: impl Fn(&str, &Value) -> Value) -> Value {
    Value::Object(members.iter().map(|(key, node)| (key.clone(), convert(key, node))).collect())
}
