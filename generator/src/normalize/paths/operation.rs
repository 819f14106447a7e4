//! Operations.

use super::Item;
use crate::diagnostics::defect;
use crate::normalize::coerce::{item_place, object};
use crate::normalize::content::media_types;
use crate::normalize::context::{Context, Field};
use crate::normalize::declared::Body;
use crate::normalize::facts;
use crate::normalize::place::Place;
use crate::normalize::references::Followed;
use crate::normalize::version::Version;
use serde_json::{Map, Value, json};

impl Context<'_> {
    /// One operation, with the parameters of its path item. One that is lost is counted, if it is of a path.
    pub(super) fn operation(
        &mut self,
        node: &Value,
        here: &Place<'_>,
        shared: &Place<'_>,
        item: &Item<'_>,
    ) -> Option<Value> {
        let operation = self.any_operation(node, here, shared, item);
        self.left_out += usize::from(operation.is_none() && item.path.is_some());
        operation
    }

    fn any_operation(&mut self, node: &Value, here: &Place<'_>, shared: &Place<'_>, item: &Item<'_>) -> Option<Value> {
        if here.depth() > super::super::schema::DEPTH {
            self.report(defect::nested_too_deeply(&self.pointer(here)));
            return None;
        }
        match self.follow(node, &here.key("$ref"), "operations") {
            None => self.own_operation(node, here, shared, item),
            Some(Followed::Node(target)) => {
                self.write_out(&target, here, |context, node, here| context.own_operation(node, here, shared, item))
            }
            Some(_) => None,
        }
    }

    fn own_operation(&mut self, node: &Value, here: &Place<'_>, shared: &Place<'_>, item: &Item<'_>) -> Option<Value> {
        if !self.has_room(node, item.parameters, here) {
            return None;
        }
        let declared = self.declared.within(node);
        let outer = std::mem::replace(&mut self.declared, declared);
        let out = self.members_of_operation(node, here, shared, item);
        self.declared = outer;
        out
    }

    fn members_of_operation(
        &mut self,
        node: &Value,
        here: &Place<'_>,
        shared: &Place<'_>,
        item: &Item<'_>,
    ) -> Option<Value> {
        let mut out = self.object(node, here, "operation", Self::operation_member)?;
        if !out.contains_key("responses") {
            // They are optional since 3.1 (OpenAPI 3.1.0, 4.8.10.1).
            if self.version < Version::V3_1 {
                self.report(defect::missing_responses(&self.pointer(here)));
            }
            out.insert("responses".to_owned(), json!({}));
        }
        self.add_parameters(node, here, shared, item, &mut out);
        self.check_body(here, &out);
        let produced = media_types(&self.declared.produces);
        if !produced.is_empty() {
            out.insert(facts::PRODUCES.to_owned(), produced.into());
        }
        self.add_said(here, &mut out);
        Some(out.into())
    }

    fn operation_member(&mut self, key: &str, value: &Value, here: &Place<'_>) -> Field {
        match key {
            "summary" | "description" | "operationId" => self.text_field(value, here),
            "tags" => Field::Keep(self.tag_names(value, here)),
            "externalDocs" => self.external_docs(value, here).into(),
            "deprecated" => self.boolean_field(value, here),
            "requestBody" => self.referable(value, here, "requestBodies", Self::request_body).into(),
            "responses" => Field::Keep(self.responses(value, here)),
            "callbacks" => self.callbacks(value, here),
            "security" => Field::Keep(self.security(value, here)),
            "servers" => self.servers(value, here),
            "parameters" => Field::Omit,
            "consumes" | "produces" => self.declared_member(key, here),
            _ => Field::Unknown,
        }
    }

    /// Tags are names here; authors repeat the objects.
    fn tag_names(&mut self, value: &Value, here: &Place<'_>) -> Value {
        let items = self.items(value, here).iter().enumerate();
        let names: Vec<String> = items
            .filter_map(|(index, tag)| {
                let place = item_place(value, here, index);
                match tag.get("name") {
                    Some(name) => self.text(name, &place.key("name")),
                    None => self.text(tag, &place),
                }
            })
            .collect();
        names.into()
    }

    fn check_body(&mut self, here: &Place<'_>, out: &Map<String, Value>) {
        let target = here.target().last().unwrap_or_default();
        if out.contains_key("requestBody") && matches!(target.as_str(), "get" | "head" | "delete" | "trace") {
            self.report(defect::body_without_meaning(&self.pointer(&here.key("requestBody")), &target));
        }
    }

    /// A parameter `in: body`, of 2.0, is the request body.
    pub(super) fn body_parameter(
        &mut self,
        node: &Value,
        here: &Place<'_>,
        operation: &Place<'_>,
        out: &mut Map<String, Value>,
    ) {
        if out.contains_key("requestBody") {
            return self.report(defect::second_body(&self.pointer(here), &self.pointer(operation)));
        }
        self.report(defect::body_parameter(&self.pointer(here)));
        let source = here.source();
        let body = operation.under_key("requestBody");
        let place = body.from(&source);
        self.moved(&place);
        let anything = json!({});
        let media_types = self.declared.of(Body::Request);
        let content = self.content_of(node.get("schema").unwrap_or(&anything), &place, &media_types);
        let mut own = object([("content", content.into())]);
        for key in ["description", "required"] {
            own.extend(node.get(key).map(|value| (key.to_owned(), value.clone())));
        }
        out.insert("requestBody".to_owned(), own.into());
    }
}
