//! A document of 2.0 -> the same in the shape of 3.0, defects and all: those are repaired behind this stage.

mod body;
mod operation;
mod parameter;
mod response;
mod schema;
mod security;
mod servers;

use super::coerce::object;
use super::place::Place;
use super::provenance::Provenance;
use crate::diagnostics::{Diagnostic, Diagnostics, defect};
use serde_json::{Map, Value, json};
use std::collections::BTreeSet;

/// The state of the conversion.
struct Converter<'a> {
    root: &'a Value,
    provenance: &'a mut Provenance,
    diagnostics: &'a mut Diagnostics,
    /// What was read as JSON for want of a word in the document.
    assumed: BTreeSet<&'static str>,
}

/// Turns the 2.0 document `root` into the shape of 3.0 and records where its nodes went.
pub(super) fn convert(root: &Value, provenance: &mut Provenance, diagnostics: &mut Diagnostics) -> Value {
    provenance.begin_stage();
    let mut converter = Converter { root, provenance, diagnostics, assumed: BTreeSet::new() };
    converter.document()
}

/// The media types of bodies and responses, as the operation or the document says.
struct MediaTypes {
    consumes: Vec<String>,
    produces: Vec<String>,
}

const JSON: &str = "application/json";

impl Converter<'_> {
    fn moved(&mut self, place: &Place<'_>) {
        self.provenance.record(place.target(), place.source());
    }

    fn report(&mut self, diagnostic: Diagnostic) {
        self.diagnostics.push(self.provenance.of_input(diagnostic));
    }

    fn document(&mut self) -> Value {
        let members = self.root.as_object();
        let global = self.media_types(self.root, &Place::ROOT, None);
        let mut out = object([("openapi", "3.0.3".into())]);
        let mut components = Map::new();
        for (key, value) in members.into_iter().flatten() {
            let here = Place::ROOT.key(key);
            match key.as_str() {
                "swagger" | "openapi" | "host" | "basePath" | "schemes" | "consumes" | "produces" => {}
                "paths" => drop(out.insert("paths".to_owned(), self.paths(value, &here, &global))),
                "definitions" => {
                    self.component("schemas", key, value, &mut components, |_, node, _| schema::schema(node))
                }
                "responses" => self.component(key, key, value, &mut components, |converter, node, here| {
                    converter.response(node, here, &global)
                }),
                "securityDefinitions" => {
                    self.component("securitySchemes", key, value, &mut components, |_, node, _| security::scheme(node));
                }
                "parameters" => self.global_parameters(value, &global, &mut components),
                "components" => components.extend(value.as_object().cloned().unwrap_or_default()),
                _ => drop(out.insert(key.clone(), value.clone())),
            }
        }
        out.insert("servers".to_owned(), servers::servers(self.root));
        out.insert("components".to_owned(), components.into());
        out.into()
    }

    /// Converts a map of components and puts it where 3.0 has it.
    fn component(
        &mut self,
        section: &str,
        source: &str,
        value: &Value,
        components: &mut Map<String, Value>,
        mut convert: impl FnMut(&mut Self, &Value, &Place<'_>) -> Value,
    ) {
        let target = Place::ROOT;
        let target = target.under_key("components");
        let list = target.renamed(source, section);
        self.moved(&list);
        let converted = match value {
            Value::Object(members) => {
                let members = members.iter().map(|(key, node)| (key.clone(), convert(self, node, &list.key(key))));
                Value::Object(members.collect())
            }
            other => other.clone(),
        };
        components.insert(section.to_owned(), converted);
    }

    /// Shared parameters: a body is a request body in 3.0, and a form field only means something with the others.
    fn global_parameters(&mut self, value: &Value, global: &MediaTypes, components: &mut Map<String, Value>) {
        let is = |node: &Value, location: &str| node.get("in").is_some_and(|own| own == location);
        let pick = |keep: &dyn Fn(&Value) -> bool| -> Value {
            let members = value.as_object().into_iter().flatten().filter(|(_, node)| keep(node));
            Value::Object(members.map(|(key, node)| (key.clone(), node.clone())).collect())
        };
        let bodies = pick(&|node| is(node, "body"));
        let others = pick(&|node| !is(node, "body") && !is(node, "formData"));
        self.component("requestBodies", "parameters", &bodies, components, |converter, node, here| {
            converter.body(node, here, global)
        });
        self.component("parameters", "parameters", &others, components, Self::parameter);
    }

    /// The media types of an operation, which replace those of the document even if there are none.
    fn media_types(&mut self, node: &Value, here: &Place<'_>, global: Option<&MediaTypes>) -> MediaTypes {
        let mut list = |key: &str, global: Option<&Vec<String>>| match node.get(key) {
            Some(Value::Array(items)) => items.iter().filter_map(Value::as_str).map(str::to_owned).collect(),
            Some(Value::String(one)) => {
                self.report(defect::not_a_list(&here.key(key).source()));
                vec![one.clone()]
            }
            _ => global.cloned().unwrap_or_default(),
        };
        let consumes = list("consumes", global.map(|global| &global.consumes));
        let produces = list("produces", global.map(|global| &global.produces));
        MediaTypes { consumes, produces }
    }

    /// The media types as they are, or JSON if the document doesn't say: that is told of the first of its bodies and
    /// the first of its responses.
    fn or_json(&mut self, media_types: &[String], here: &Place<'_>, what: &'static str) -> Vec<String> {
        if media_types.is_empty() {
            if self.assumed.insert(what) {
                self.report(defect::assumed_json(&here.source(), what));
            }
            return vec![JSON.to_owned()];
        }
        media_types.to_vec()
    }

    /// The shared parameter or response that a reference means.
    fn shared(&self, section: &str, node: &Value) -> Option<(String, &Value)> {
        let reference = node.get("$ref")?.as_str()?;
        let key = reference.strip_prefix("#/")?.strip_prefix(section)?.strip_prefix('/')?;
        let key = key.replace("~1", "/").replace("~0", "~");
        let found = self.root.get(section)?.get(&key)?;
        Some((key, found))
    }
}

/// Copies the members that are called the same in both versions.
fn copy(node: &Value, keys: &[&str], out: &mut Map<String, Value>) {
    for key in keys {
        out.extend(node.get(key).map(|value| ((*key).to_owned(), value.clone())));
    }
}

/// Copies the extensions.
fn copy_extensions(node: &Value, out: &mut Map<String, Value>) {
    let members = node.as_object().into_iter().flatten().filter(|(key, _)| key.starts_with("x-"));
    out.extend(members.map(|(key, value)| (key.clone(), value.clone())));
}

/// A reference in the words of 3.0.
fn reference(text: &str) -> Value {
    let moved = [
        ("#/definitions/", "#/components/schemas/"),
        ("#/parameters/", "#/components/parameters/"),
        ("#/responses/", "#/components/responses/"),
        ("#/securityDefinitions/", "#/components/securitySchemes/"),
    ];
    let found = moved.iter().find_map(|(from, to)| Some(format!("{to}{}", text.strip_prefix(from)?)));
    json!(found.unwrap_or_else(|| text.to_owned()))
}
