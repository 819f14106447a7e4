//! `$ref` in a schema, alone and with siblings.

use crate::diagnostics::defect;
use crate::normalize::context::Context;
use crate::normalize::place::Place;
use crate::normalize::references::{Followed, reference_to};
use crate::normalize::version::Version;
use serde_json::{Map, Value, json};

/// What may stand beside a `$ref` without being a constraint.
const ANNOTATIONS: [&str; 14] = [
    "title",
    "description",
    "nullable",
    "default",
    "readOnly",
    "writeOnly",
    "deprecated",
    "example",
    "examples",
    "externalDocs",
    "xml",
    "$comment",
    "$defs",
    "definitions",
];

/// Spellings of a reference.
const REFERENCES: [&str; 3] = ["$ref", "$dynamicRef", "$recursiveRef"];

impl Context<'_> {
    /// A schema with a reference in it: the reference alone, or an `allOf` of it and what stands beside it.
    pub(super) fn schema_reference(&mut self, node: &Value, members: &Map<String, Value>, place: &Place<'_>) -> Value {
        self.note_dynamic(members, place);
        let reference = self.schema_target(node, place);
        let rest = self.siblings(members, &reference, place);
        if rest.is_empty() {
            return reference;
        }
        self.with_siblings(reference, &rest, place)
    }

    fn note_dynamic(&mut self, members: &Map<String, Value>, place: &Place<'_>) {
        for key in &REFERENCES[1..] {
            if members.contains_key(*key) {
                self.report(defect::dynamic_reference(&self.pointer(&place.key(key)), key));
            }
        }
    }

    fn schema_target(&mut self, node: &Value, place: &Place<'_>) -> Value {
        let here = place.key("$ref");
        match self.follow(node, &here, "schemas") {
            Some(Followed::Component(key)) => json!({"$ref": reference_to("schemas", &key)}),
            Some(Followed::Node(target)) => {
                json!({"$ref": reference_to("schemas", &self.references.hoist(&target))})
            }
            Some(Followed::Broken) | None => json!({}),
        }
    }

    /// What stands beside the reference. Before 3.1 it is to be ignored, but authors mean the annotations.
    fn siblings(&mut self, members: &Map<String, Value>, reference: &Value, place: &Place<'_>) -> Map<String, Value> {
        let others = members.iter().filter(|(key, value)| !REFERENCES.contains(&key.as_str()) && !value.is_null());
        let others = others.filter(|(key, value)| !is_silent(key, value));
        let (kept, dropped): (Vec<_>, Vec<_>) = others.partition(|(key, _)| self.is_kept(key));
        if self.version < Version::V3_1 && !(kept.is_empty() && dropped.is_empty()) {
            let names = |list: &[(&String, &Value)]| list.iter().map(|(key, _)| key.to_string()).collect::<Vec<_>>();
            let pointer = self.pointer(&place.key("$ref"));
            self.report(defect::reference_siblings(&pointer, &names(&kept), &names(&dropped)));
        }
        let mut rest: Map<_, _> = kept.into_iter().map(|(key, value)| (key.clone(), value.clone())).collect();
        self.drop_redundant_type(&mut rest, reference);
        rest
    }

    fn is_kept(&self, key: &str) -> bool {
        self.version >= Version::V3_1 || key.starts_with("x-") || ANNOTATIONS.contains(&key)
    }

    /// The type beside a reference to a schema of the same type says nothing.
    fn drop_redundant_type(&mut self, rest: &mut Map<String, Value>, reference: &Value) {
        let target = reference.get("$ref").and_then(Value::as_str).and_then(|text| text.rsplit('/').next());
        let schemas = self.references.section("schemas");
        let target = target.and_then(|key| schemas?.get(key)).and_then(|schema| schema.get("type"));
        if target.is_some() && rest.get("type") == target {
            rest.shift_remove("type");
        }
    }

    fn with_siblings(&mut self, reference: Value, rest: &Map<String, Value>, place: &Place<'_>) -> Value {
        let all = place.under_key("allOf");
        self.moved(&all.under_index(0));
        let mut nullable = self.nullable(rest, place);
        let mut branches = vec![reference];
        branches.retain(|branch| branch.get("$ref").is_some());
        if let Some(mut own) = self.constraints_beside(rest, &all.under_index(branches.len())) {
            nullable |= own.shift_remove("nullable").is_some();
            branches.push(own.into());
        }
        let mut body = self.annotations(rest, place);
        if nullable {
            body.insert("nullable".to_owned(), true.into());
        }
        if let Some(default) = rest.get("default") {
            self.default(default, &place.key("default"), &mut body);
        }
        with_branches(branches, body)
    }

    /// Keywords beside the reference, which 3.1 allows, are one more branch.
    fn constraints_beside(&mut self, rest: &Map<String, Value>, here: &Place<'_>) -> Option<Map<String, Value>> {
        let constraint = |key: &str| !key.starts_with("x-") && !ANNOTATIONS.contains(&key);
        let own = rest.iter().filter(|(key, _)| constraint(key));
        let own: Map<String, Value> = own.map(|(key, value)| (key.clone(), value.clone())).collect();
        if own.is_empty() {
            return None;
        }
        self.moved(here);
        match self.schema_here(&Value::Object(own), here, None) {
            Value::Object(branch) if !branch.is_empty() => Some(branch),
            _ => None,
        }
    }
}

/// The shortest form of the branches and what stands beside them.
fn with_branches(mut branches: Vec<Value>, mut body: Map<String, Value>) -> Value {
    if body.is_empty() && branches.len() == 1 {
        return branches.remove(0);
    }
    if !branches.is_empty() {
        body.insert("allOf".to_owned(), branches.into());
    }
    body.into()
}

/// `required: true` is about the property and has been lifted to its object; names and dialects say nothing.
fn is_silent(key: &str, value: &Value) -> bool {
    matches!(key, "$id" | "$anchor" | "$dynamicAnchor" | "$schema" | "$comment" | "$defs" | "definitions")
        || (key == "required" && !value.is_array())
}
