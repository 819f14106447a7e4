//! Keywords of objects.

use super::composition::stash;
use crate::diagnostics::defect;
use crate::normalize::context::Context;
use crate::normalize::place::Place;
use serde_json::{Map, Value, json};

impl Context<'_> {
    /// Writes the keywords of an object.
    pub(super) fn object_schema(
        &mut self,
        members: &Map<String, Value>,
        place: &Place<'_>,
        out: &mut Map<String, Value>,
    ) {
        let mut properties = self.properties(members, place);
        self.conditional_properties(members, place, &mut properties);
        let required = self.required(members, place);
        if !properties.is_empty() {
            out.insert("properties".to_owned(), properties.into());
        }
        if !required.is_empty() {
            out.insert("required".to_owned(), required.into());
        }
        for key in ["minProperties", "maxProperties"] {
            self.count(key, members, place, out);
        }
        self.check_counts("minProperties", "maxProperties", place, out);
        self.additional(members, place, out);
    }

    fn properties(&mut self, members: &Map<String, Value>, place: &Place<'_>) -> Map<String, Value> {
        let here = place.key("properties");
        match members.get("properties") {
            None => Map::new(),
            Some(Value::Null) => {
                self.report(defect::empty_member(&self.pointer(&here), "properties"));
                Map::new()
            }
            Some(properties) => self.map(properties, &here, "map of properties", |context, _, schema, here| {
                Some(context.schema(schema, here))
            }),
        }
    }

    /// The names of required properties, with those that say so themselves.
    fn required(&mut self, members: &Map<String, Value>, place: &Place<'_>) -> Vec<String> {
        let here = place.key("required");
        let mut names = match members.get("required") {
            Some(required @ (Value::Array(_) | Value::String(_))) if !is_bool_text(required) => {
                self.texts(required, &here)
            }
            Some(Value::Bool(_) | Value::String(_)) if place.parent_key() != Some("properties") => {
                self.report(defect::required_without_property(&self.pointer(&here)));
                Vec::new()
            }
            Some(Value::Null) => {
                self.report(defect::empty_member(&self.pointer(&here), "required"));
                Vec::new()
            }
            _ => Vec::new(),
        };
        self.lift_required(members, place, &mut names);
        let mut seen = std::collections::HashSet::new();
        names.retain(|name| seen.insert(name.clone()));
        names
    }

    fn lift_required(&mut self, members: &Map<String, Value>, place: &Place<'_>, names: &mut Vec<String>) {
        let properties = members.get("properties").and_then(Value::as_object);
        for (name, schema) in properties.into_iter().flatten() {
            let flag = schema.get("required").filter(|flag| flag.is_boolean() || is_bool_text(flag));
            let Some(flag) = flag else { continue };
            let required = *flag == Value::Bool(true) || flag == "true";
            let (list, property) = (place.key("properties"), name.as_str());
            let (owner, key) = (list.key(property), "required");
            self.report(defect::required_on_property(&self.pointer(&owner.key(key)), name, required));
            names.extend(required.then(|| name.clone()));
        }
    }

    /// What other properties may be: `additionalProperties`, or what 3.1 says in other words.
    fn additional(&mut self, members: &Map<String, Value>, place: &Place<'_>, out: &mut Map<String, Value>) {
        let present = |key: &str| members.get(key).filter(|value| !value.is_null());
        let composed = ["allOf", "oneOf", "anyOf", "$ref"].iter().any(|key| members.contains_key(*key));
        let own = match (present("additionalProperties"), present("unevaluatedProperties")) {
            (Some(own), _) => Some(("additionalProperties", own)),
            (None, Some(own)) if !composed => Some(("unevaluatedProperties", own)),
            (None, Some(own)) => {
                if own.is_object() {
                    let here = place.key("unevaluatedProperties");
                    self.report(defect::not_expressible(&self.pointer(&here), "unevaluatedProperties"));
                }
                stash(out, "unevaluatedProperties", own);
                None
            }
            (None, None) => None,
        };
        if let Some((key, own)) = own {
            let own = self.additional_schema(key, own, place);
            out.extend(own.map(|own| ("additionalProperties".to_owned(), own)));
        }
        if let Some(Value::Object(patterns)) = members.get("patternProperties") {
            self.patterns(patterns, place, out);
        }
    }

    fn additional_schema(&mut self, key: &str, own: &Value, place: &Place<'_>) -> Option<Value> {
        let here = place.renamed(key, "additionalProperties");
        if key != "additionalProperties" {
            self.moved(&here);
        }
        if own.is_boolean() || is_bool_text(own) {
            return self.boolean(own, &here).map(Value::Bool);
        }
        let schema = self.schema(own, &here);
        Some(if schema == json!({}) { Value::Bool(true) } else { schema })
    }

    /// Properties by pattern: a map of one schema, if they and all others are of the same.
    fn patterns(&mut self, patterns: &Map<String, Value>, place: &Place<'_>, out: &mut Map<String, Value>) {
        let Some((pattern, first)) = patterns.iter().next() else {
            return;
        };
        let list = place.renamed("patternProperties", "additionalProperties");
        stash(out, "patternProperties", &Value::Object(patterns.clone()));
        let open = out.get("additionalProperties").is_some_and(|own| *own != Value::Bool(false));
        let uniform = patterns.values().all(|schema| schema == first) && !open;
        if uniform {
            let here = list.lifted_key(pattern);
            self.moved(&here);
            let schema = self.schema(first, &here);
            out.insert("additionalProperties".to_owned(), schema);
        } else {
            self.report(defect::not_expressible(&self.pointer(&list), "patternProperties"));
            out.insert("additionalProperties".to_owned(), true.into());
        }
    }
}

fn is_bool_text(value: &Value) -> bool {
    value == "true" || value == "false"
}
