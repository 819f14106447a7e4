//! What a document of 2.0 has in the words of 3.x: the same but for schemas and references, which may be in those of 2.0.

use super::words::Later;
use super::{Components, Converter, reference, schema};
use crate::diagnostics::defect;
use crate::normalize::place::Place;
use crate::normalize::references::{is_data, is_names};
use crate::normalize::version::Version;
use crate::pointer::Pointer;
use serde_json::{Map, Value};

impl Converter<'_> {
    /// Tells of each of these words once, and notes which components are meant by their names in 3.x.
    pub(super) fn note_later(&mut self) {
        let later = Later::of(self.root);
        for (word, at) in later.words {
            self.report(defect::keyword_of_another_version(&at, word, Version::V3_0.name()));
        }
        for pointer in later.components {
            self.provenance.record(pointer.clone(), pointer);
        }
    }

    /// The components that a document of both versions has as 3.x does.
    pub(super) fn later_components(&mut self, value: &Value, here: &Place<'_>, components: &mut Components) {
        for (section, value) in value.as_object().into_iter().flatten() {
            let list = here.key(section);
            match member(section, value) {
                Value::Object(members) => {
                    for (key, node) in members {
                        let place = list.key(&key);
                        if !self.is_taken((section, &key), &node, &place, components) {
                            self.moved(&place);
                            components.add(section, &key, node);
                        }
                    }
                }
                other => components.add_section(section, other),
            }
        }
    }

    /// Is there a component of this name already? The first counts, and the other is told of if it says something else.
    pub(super) fn is_taken(
        &mut self,
        (section, key): (&str, &str),
        node: &Value,
        place: &Place<'_>,
        components: &Components,
    ) -> bool {
        let Some(known) = components.get(section, key) else { return false };
        if *known != schema::schema(node) {
            let first = self.provenance.written(&Pointer::root().keys(&["components", section, key]));
            self.report(defect::doubled_component(&place.source(), &first));
        }
        true
    }
}

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
