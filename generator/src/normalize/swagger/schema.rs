//! Schemas of 2.0: the same but for references, discriminators, files, and what vendors wrote in extensions.

use super::reference;
use serde_json::{Map, Value, json};

/// Members whose keys are names.
const NAMES: [&str; 3] = ["properties", "patternProperties", "definitions"];

/// Members that hold data.
const DATA: [&str; 3] = ["example", "default", "enum"];

/// Extensions that were taken up as keywords.
const ADOPTED: [(&str, &str); 4] =
    [("x-oneOf", "oneOf"), ("x-anyOf", "anyOf"), ("x-nullable", "nullable"), ("x-deprecated", "deprecated")];

/// The schema in the words of 3.0.
pub(super) fn schema(node: &Value) -> Value {
    match node {
        Value::Object(members) => members_of(members),
        Value::Array(items) => items.iter().map(schema).collect(),
        other => other.clone(),
    }
}

fn members_of(members: &Map<String, Value>) -> Value {
    let mut out = Map::new();
    for (key, value) in members {
        let adopted = ADOPTED.iter().find(|(own, native)| own == key && !members.contains_key(*native));
        let name = adopted.map_or(key.as_str(), |(_, native)| native);
        if name != "collectionFormat" {
            out.insert(name.to_owned(), member(name, value));
        }
    }
    if out.get("type").is_some_and(|kind| kind == "file") {
        out.insert("type".to_owned(), "string".into());
        out.insert("format".to_owned(), "binary".into());
    }
    out.into()
}

fn member(key: &str, value: &Value) -> Value {
    match (key, value) {
        ("$ref", Value::String(text)) => reference(text),
        ("discriminator", Value::String(name)) => json!({"propertyName": name}),
        ("mapping", Value::Object(members)) => Value::Object(
            members.iter().map(|(tag, to)| (tag.clone(), to.as_str().map_or_else(|| to.clone(), reference))).collect(),
        ),
        (_, Value::Object(members)) if NAMES.contains(&key) => {
            Value::Object(members.iter().map(|(name, node)| (name.clone(), schema(node))).collect())
        }
        _ if DATA.contains(&key) || key.starts_with("x-") => value.clone(),
        _ => schema(value),
    }
}
