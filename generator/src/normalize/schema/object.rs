//! Keywords of objects.

use super::composition::is_never;
use crate::diagnostics::defect;
use crate::normalize::context::Context;
use crate::normalize::place::Place;
use crate::normalize::references::{is_schema, shown};
use serde_json::{Map, Value};

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
            Some(properties) if self.is_schema_behind(properties) => {
                let reference = properties.get("$ref").and_then(Value::as_str).unwrap_or_default();
                self.report(defect::schema_for_properties(&self.pointer(&here.key("$ref")), &shown(reference)));
                self.through(properties, &here, |context, schema, here| match schema.get("properties") {
                    Some(own) => context.own_properties(own, &here.key("properties"), members),
                    None => Map::new(),
                })
            }
            Some(properties) => self.own_properties(properties, &here, members),
        }
    }

    /// Does a reference stand for a map of properties that leads to a schema, which has one?
    fn is_schema_behind(&self, properties: &Value) -> bool {
        self.behind(properties)
            .is_some_and(|target| is_schema(&target.pointer) && target.node.get("properties").is_some())
    }

    fn own_properties(
        &mut self,
        properties: &Value,
        place: &Place<'_>,
        members: &Map<String, Value>,
    ) -> Map<String, Value> {
        self.map(properties, place, "map of properties", |context, name, schema, here| {
            if is_never(schema) && !is_required(members, name) {
                context.report(defect::property_without_value(&context.pointer(here), name));
                return None;
            }
            Some(context.schema(schema, here))
        })
    }

    /// The names of required properties, with those that say so themselves.
    fn required(&mut self, members: &Map<String, Value>, place: &Place<'_>) -> Vec<String> {
        let here = place.key("required");
        let mut names = match members.get("required") {
            Some(required @ Value::Array(_)) => self.texts(required, &here),
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
            let flag = schema.get("required").filter(|flag| is_flag(flag));
            let Some(flag) = flag else { continue };
            let required = *flag == Value::Bool(true) || flag == "true";
            let (list, property) = (place.key("properties"), name.as_str());
            let (owner, key) = (list.key(property), "required");
            self.report(defect::required_on_property(&self.pointer(&owner.key(key)), name, required));
            names.extend(required.then(|| name.clone()));
        }
    }
}

/// Is it `true` or `false`, or the text of it?
pub(super) fn is_flag(value: &Value) -> bool {
    value.is_boolean() || value == "true" || value == "false"
}

/// Does the object demand a property of the name?
fn is_required(members: &Map<String, Value>, name: &str) -> bool {
    members.get("required").and_then(Value::as_array).is_some_and(|required| required.iter().any(|own| own == name))
}
