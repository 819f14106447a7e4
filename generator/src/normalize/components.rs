//! The components, section by section.

use super::coerce::object;
use super::context::{Context, Field};
use super::facts;
use super::inline::Read;
use super::place::Place;
use super::version::Version;
use crate::diagnostics::defect;
use serde_json::{Map, Value, json};

impl<'a> Context<'a> {
    /// All components.
    pub(super) fn components(&mut self, value: &Value, here: &Place<'_>) -> Value {
        self.check_keys(value, here);
        let mut unsupported = None;
        let read = self.object(value, here, "components", |context, key, value, here| match key {
            "schemas" => Field::Keep(context.schemas(value, here)),
            "responses" => context.section(key, value, here, Self::response),
            "parameters" => context.section(key, value, here, Self::parameter),
            "examples" => context.section(key, value, here, Self::example),
            "requestBodies" => context.section(key, value, here, Self::request_body),
            "headers" => context.section(key, value, here, Self::header),
            "links" => context.section(key, value, here, Self::link),
            "callbacks" => context.section(key, value, here, Self::callback),
            "securitySchemes" => {
                let (schemes, others) = context.security_schemes(value, here);
                unsupported = Some(others).filter(|others| !others.is_empty());
                Field::Keep(schemes.into())
            }
            // Written out wherever they are referred to.
            "pathItems" | "mediaTypes" => Field::Omit,
            _ => Field::Unknown,
        });
        // What one component says of another counts where that one is referred to.
        self.said.clear();
        let mut out = read.unwrap_or_default();
        out.extend(unsupported.map(|schemes| (facts::SECURITY_SCHEMES.to_owned(), schemes.into())));
        out.into()
    }

    /// Names keys of characters that OpenAPI 3 doesn't allow; 2.0 allows any.
    fn check_keys(&mut self, value: &Value, here: &Place<'_>) {
        let sections = value.as_object().filter(|_| self.version > Version::V2).into_iter().flatten();
        for (section, components) in sections.filter(|(section, _)| !section.starts_with("x-")) {
            let keys = components.as_object().into_iter().flat_map(Map::keys);
            for key in keys.filter(|key| !is_plain(key) && *key != "$ref") {
                self.report(defect::component_key(&self.pointer(&here.key(section).key(key)), key));
            }
        }
    }

    fn schemas(&mut self, value: &Value, here: &Place<'_>) -> Value {
        let read = |context: &mut Self, key: &str, schema: &Value, here: &Place<'_>| {
            Some(match context.references.adopted(key, schema) {
                Some(target) => {
                    let place = here.from(&target.pointer);
                    context.moved(&place);
                    context.schema_here(target.node, &place, None)
                }
                None => context.schema_here(schema, here, None),
            })
        };
        self.map(value, here, "map of schemas", read).into()
    }

    fn section(&mut self, section: &str, value: &Value, here: &Place<'_>, read: Read<'a>) -> Field {
        let read = |context: &mut Self, key: &str, node: &Value, here: &Place<'_>| {
            if !context.is_component(section, key, node, here) {
                return None;
            }
            let written = context.referable(node, here, section, read);
            // A component that refers to itself is none.
            let own = json!({"$ref": super::references::reference_to(section, key)});
            written.filter(|written| *written != own).or_else(|| stand_in(section))
        };
        Field::Keep(self.map(value, here, "map of components", read).into())
    }

    /// A parameter without a name can't be one; it matters only where it is referred to.
    fn is_component(&mut self, section: &str, key: &str, node: &Value, here: &Place<'_>) -> bool {
        let nameless = section == "parameters" && self.resolved(node).get("name").is_none();
        if node.is_null() {
            self.report(defect::empty_member(&self.pointer(here), key));
        } else if nameless {
            self.report(defect::component_left_out(&self.pointer(here), "it has no `name`"));
        }
        // Bodies and whole query strings are written out wherever they are referred to.
        let location = self.resolved(node).get("in").and_then(Value::as_str).unwrap_or_default();
        let elsewhere = ["body", "formData", "querystring"].contains(&location) && section == "parameters";
        !node.is_null() && !nameless && !elsewhere
    }
}

fn is_plain(key: &str) -> bool {
    let plain = |letter: char| letter.is_ascii_alphanumeric() || ['.', '-', '_'].contains(&letter);
    !key.is_empty() && key.chars().all(plain)
}

/// What stands for a component that can't be read, so that references to it still lead somewhere.
fn stand_in(section: &str) -> Option<Value> {
    match section {
        "responses" => Some(json!({"description": ""})),
        "requestBodies" => Some(json!({"content": {}})),
        "headers" => Some(json!({"schema": string_schema()})),
        "links" => Some(json!({"operationId": ""})),
        "examples" | "callbacks" => Some(json!({})),
        _ => None,
    }
}

/// A schema of any string.
pub(super) fn string_schema() -> Value {
    object([("type", "string".into())]).into()
}
