//! Examples and links.

use super::coerce::object;
use super::context::{Context, Field};
use super::facts;
use super::place::Place;
use crate::diagnostics::defect;
use serde_json::{Map, Value, json};

const MEMBERS: [&str; 7] = ["summary", "description", "value", "externalValue", "dataValue", "serializedValue", "$ref"];

impl Context<'_> {
    /// One example object; a bare value is one of it.
    pub(super) fn example(&mut self, node: &Value, here: &Place<'_>) -> Option<Value> {
        let known = |members: &Map<String, Value>| members.keys().any(|key| MEMBERS.contains(&key.as_str()));
        if !node.as_object().is_some_and(known) {
            self.report(defect::bare_example(&self.pointer(here)));
            return Some(object([("value", node.clone())]).into());
        }
        let out = self.object(node, here, "example", |context, key, value, here| match key {
            "summary" | "description" | "externalValue" => context.text_field(value, here),
            "value" => Field::Keep(value.clone()),
            "dataValue" => Field::As("value", value.clone()),
            "serializedValue" => Field::As(facts::SERIALIZED_VALUE, value.clone()),
            _ => Field::Unknown,
        })?;
        Some(out.into())
    }

    /// `example` and `examples` of a parameter, header or media type.
    pub(super) fn example_member(&mut self, key: &str, value: &Value, here: &Place<'_>) -> Field {
        match (key, value) {
            ("examples", Value::Array(items)) => {
                self.report(defect::list_of_examples(&self.pointer(here)));
                items.first().map_or(Field::Omit, |first| Field::As("example", first.clone()))
            }
            ("examples", Value::Object(_)) => {
                let read = |context: &mut Self, _: &str, node: &Value, here: &Place<'_>| {
                    context.referable(node, here, "examples", Self::example)
                };
                Field::Keep(self.map(value, here, "map of examples", read).into())
            }
            ("examples", _) => {
                self.report(defect::list_of_examples(&self.pointer(here)));
                Field::As("example", value.clone())
            }
            _ if value.is_null() => Field::Omit,
            _ => Field::Keep(value.clone()),
        }
    }

    /// One link; it has to say where it leads.
    pub(super) fn link(&mut self, node: &Value, here: &Place<'_>) -> Option<Value> {
        let mut out = self.object(node, here, "link", |context, key, value, here| match key {
            "operationId" | "operationRef" | "description" => context.text_field(value, here),
            "parameters" if value.is_object() => Field::Keep(value.clone()),
            "requestBody" => Field::Keep(value.clone()),
            "server" => context.server(value, here).into(),
            _ => Field::Unknown,
        })?;
        if !out.contains_key("operationId") && !out.contains_key("operationRef") {
            self.report(defect::dropped(&self.pointer(here), "link", "it names no operation"));
            return None;
        }
        if out.contains_key("operationId") {
            out.shift_remove("operationRef");
        }
        Some(out.into())
    }

    /// The links of a response.
    pub(super) fn links(&mut self, value: &Value, here: &Place<'_>) -> Field {
        let read = |context: &mut Self, name: &str, node: &Value, here: &Place<'_>| {
            let link = context.referable(node, here, "links", Self::link);
            link.filter(|_| !name.starts_with("x-"))
        };
        Field::Keep(self.map(value, here, "map of links", read).into())
    }

    /// One callback: expression -> path item. openapiv3 knows neither references nor extensions there.
    pub(super) fn callback(&mut self, node: &Value, here: &Place<'_>) -> Option<Value> {
        let items = self.map(node, here, "callback", |context, expression, item, here| {
            (!expression.starts_with("x-")).then(|| context.bare_path_item(item, here)).flatten()
        });
        Some(items.into())
    }

    /// The callbacks of an operation.
    pub(super) fn callbacks(&mut self, value: &Value, here: &Place<'_>) -> Field {
        let read = |context: &mut Self, name: &str, node: &Value, here: &Place<'_>| {
            let callback = context.inlined(node, here, "callbacks", Self::callback);
            callback.filter(|_| !name.starts_with("x-"))
        };
        let callbacks = self.map(value, here, "map of callbacks", read);
        if callbacks.is_empty() { Field::Omit } else { Field::Keep(json!(callbacks)) }
    }
}
