//! One schema of any dialect -> one schema in canonical form.
//!
//! Four forms come out, which openapiv3 tells apart: a reference alone; one `type` with keywords of that type; one of
//! `allOf`, `oneOf`, `anyOf`, `not`; and the empty schema. Annotations may stand on each but the first.

mod additional;
mod annotations;
mod array;
mod beside;
mod bounds;
mod composition;
mod conditional;
mod constants;
mod default;
mod discriminator;
mod enumeration;
mod foreign;
mod kind;
mod lists;
mod object;
mod plan;
mod reference;
mod string;
mod types;

pub(super) use enumeration::integral;
pub(super) use kind::Kind;
pub(super) use string::is_binary;

use super::context::Context;
use super::place::Place;
use super::references::reference_to;
use crate::diagnostics::defect;
use serde_json::{Map, Value, json};

/// Deepest place at which a schema is still read; what lies deeper is untyped. The walk and openapiv3 both recurse.
pub(super) const DEPTH: usize = 160;

impl Context<'_> {
    /// The schema `node` in canonical form.
    pub(super) fn schema(&mut self, node: &Value, place: &Place<'_>) -> Value {
        self.branch(node, place, None)
    }

    /// The schema `node` below one of the type `hint`, which it has as well unless it says otherwise.
    fn branch(&mut self, node: &Value, place: &Place<'_>, hint: Option<Kind>) -> Value {
        match self.references.hoisted_key(node) {
            Some(key) => json!({"$ref": reference_to("schemas", key)}),
            None => self.schema_here(node, place, hint),
        }
    }

    /// The schema `node` in canonical form, even if references point at it.
    pub(super) fn schema_here(&mut self, node: &Value, place: &Place<'_>, hint: Option<Kind>) -> Value {
        if place.depth() > DEPTH {
            self.report(defect::nested_too_deeply(&self.pointer(place)));
            return json!({});
        }
        match node {
            Value::Object(members) => self.schema_object(node, members, place, hint),
            Value::Bool(true) => json!({}),
            Value::Bool(false) => json!({"not": {}}),
            Value::String(name) => self.named(name, place),
            _ => self.no_schema(node, place),
        }
    }

    /// A bare word where a schema belongs: `Pet`, or `string`.
    fn named(&mut self, name: &str, place: &Place<'_>) -> Value {
        let stand_in = match self.references.section("schemas").is_some_and(|schemas| schemas.contains_key(name)) {
            true => json!({"$ref": name}),
            false => json!({"type": name}),
        };
        self.report(defect::word_for_schema(&self.pointer(place), name));
        self.schema_here(&stand_in, place, None)
    }

    /// The schema with `$ref` for what was meant as one.
    fn misspelt_reference(&mut self, members: &Map<String, Value>, place: &Place<'_>) -> Option<Value> {
        let is_one = |key: &str, value: &Value| {
            key.trim_matches(|char: char| !char.is_alphanumeric()).eq_ignore_ascii_case("ref")
                && value.as_str().is_some_and(|text| text.starts_with("#/"))
        };
        let (key, text) = members.iter().find(|(key, value)| is_one(key, value))?;
        self.report(defect::misspelt_ref(&self.pointer(&place.key(key)), key));
        let mut members = members.clone();
        let text = text.as_str().unwrap_or_default().replacen("#/definitions/", "#/components/schemas/", 1);
        members.retain(|key, value| !is_one(key, value));
        members.insert("$ref".to_owned(), text.into());
        Some(members.into())
    }

    fn no_schema(&mut self, node: &Value, place: &Place<'_>) -> Value {
        let pointer = self.pointer(place);
        self.report(match node {
            Value::Null => defect::empty_schema(&pointer),
            _ => defect::not_an_object(&pointer, "schema"),
        });
        json!({})
    }

    fn schema_object(
        &mut self,
        node: &Value,
        members: &Map<String, Value>,
        place: &Place<'_>,
        hint: Option<Kind>,
    ) -> Value {
        if super::references::reference_in(members).is_some() {
            return self.schema_reference(node, members, place);
        }
        if let Some(written) = members.get("$ref") {
            self.report_broken(&written.to_string(), &place.key("$ref"));
        }
        if let Some(stand_in) = self.misspelt_reference(members, place) {
            return self.schema_here(&stand_in, place, hint);
        }
        if let Some(stand_in) = types::extensible_enum(members) {
            return self.schema_object(&stand_in, stand_in.as_object().unwrap_or(members), place, hint);
        }
        if let Some(stand_in) = self.with_lists(members, place) {
            return self.schema_object(node, &stand_in, place, hint);
        }
        self.check_required(members, place);
        let annotations = self.annotations(members, place);
        let mut plan = self.plan(members, place, hint);
        plan.annotations.extend(annotations);
        self.render(plan, place)
    }
}
