//! `$ref` in a schema, alone and with siblings.

use super::Kind;
use super::composition::stash;
use super::foreign::{is_foreign, without_effect};
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
        let target = self.target_type(reference);
        drop_redundant_type(&mut rest, target.as_ref());
        self.drop_foreign_siblings(&mut rest, target.as_ref(), place);
        rest
    }

    fn is_kept(&self, key: &str) -> bool {
        self.version >= Version::V3_1 || key.starts_with("x-") || ANNOTATIONS.contains(&key)
    }

    /// The `type` of the component that is referred to, as written.
    fn target_type(&self, reference: &Value) -> Option<Value> {
        let key = reference.get("$ref")?.as_str()?.rsplit('/').next()?;
        self.references.section("schemas")?.get(key)?.get("type").cloned()
    }

    /// Keywords that constrain values of another type than those that are referred to: `maxLength` beside an object
    /// (JSON Schema, validation, 6) must not make a string of it.
    fn drop_foreign_siblings(&mut self, rest: &mut Map<String, Value>, target: Option<&Value>, place: &Place<'_>) {
        let kinds: Vec<Kind> = target.into_iter().flat_map(kinds).collect();
        if kinds.is_empty() || rest.contains_key("type") {
            return;
        }
        for key in rest.keys().filter(|key| is_foreign(key, &kinds)) {
            self.report(without_effect(&self.pointer(&place.key(key)), key, &kinds));
        }
        rest.retain(|key, _| !is_foreign(key, &kinds));
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
            Value::Object(mut branch) if !branch.is_empty() => {
                if !rest.contains_key("additionalProperties") {
                    leave_open(&mut branch);
                }
                Some(branch)
            }
            _ => None,
        }
    }
}

/// `unevaluatedProperties: false` beside a reference forbids nothing that is declared behind it.
fn leave_open(branch: &mut Map<String, Value>) {
    if branch.get("additionalProperties") == Some(&Value::Bool(false)) {
        branch.shift_remove("additionalProperties");
        stash(branch, "unevaluatedProperties", &Value::Bool(false));
    }
}

/// The type beside a reference to a schema of the same type says nothing.
fn drop_redundant_type(rest: &mut Map<String, Value>, target: Option<&Value>) {
    if target.is_some() && rest.get("type") == target {
        rest.shift_remove("type");
    }
}

/// The types that a `type` names.
fn kinds(written: &Value) -> Vec<Kind> {
    let names = written.as_array().map_or(std::slice::from_ref(written), Vec::as_slice);
    names.iter().filter_map(|name| Kind::parse(name.as_str()?)).collect()
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
