//! The examples of one document, as the process that generates it hands them on.

use std::fs;
use std::path::Path;

use generator::examples::Examples;
use serde_json::{Value, json};

use super::schema::Components;

/// An example.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Listed {
    /// Where it is, in the normalized document.
    pub pointer: String,
    /// Its type, as the root module of the crate writes it.
    pub ty: String,
    /// Does the crate implement serde's traits for the type?
    pub has_serde: bool,
    /// Its schema, in JSON Schema.
    pub schema: Value,
    /// The value.
    pub value: Value,
}

/// All examples of a document, as [`read`] reads them.
pub fn json(examples: &Examples) -> Value {
    let components = Components::new(&examples.schemas);
    let list = examples.list.iter().map(|example| {
        let schema = components.convert(&example.schema);
        let pointer = example.pointer.to_string();
        json!({ "pointer": pointer, "type": example.ty, "serde": example.has_serde, "schema": schema, "value": example.value })
    });
    json!({ "document": components.document(), "examples": list.collect::<Vec<_>>() })
}

/// The document that the schemas refer to, and the examples.
pub fn read(path: &Path) -> Result<(Value, Vec<Listed>), String> {
    let text = fs::read_to_string(path).map_err(|error| format!("there is no list of examples: {error}"))?;
    let mut report: Value = serde_json::from_str(&text).map_err(|error| format!("the list is damaged: {error}"))?;
    let document = report["document"].take();
    let list = report["examples"].as_array_mut().map(std::mem::take).unwrap_or_default();
    Ok((document, list.into_iter().map(listed).collect()))
}

fn listed(mut example: Value) -> Listed {
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    Listed {
        pointer: text(&example["pointer"]),
        ty: text(&example["type"]),
        has_serde: example["serde"] == true,
        schema: example["schema"].take(),
        value: example["value"].take(),
    }
}
