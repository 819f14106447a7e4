//! A document of 2.0 -> the same in the shape of 3.0, defects and all: those are repaired behind this stage.

mod body;
mod far;
mod later;
mod mixed;
mod operation;
mod parameter;
mod response;
mod schema;
mod security;
mod servers;
mod words;

use super::bundle::FILES;
use super::coerce::object;
use super::declared::{JSON, MediaTypes};
use super::place::Place;
use super::provenance::Provenance;
use super::references::{References, pointer_in};
use crate::diagnostics::{Diagnostic, Diagnostics, defect};
use crate::pointer::Pointer;
use serde_json::{Map, Value, json};
use std::collections::BTreeSet;

pub(super) use mixed::lifted;

/// The state of the conversion.
struct Converter<'a> {
    root: &'a Value,
    pointers: References<'a>,
    provenance: &'a mut Provenance,
    diagnostics: &'a mut Diagnostics,
    /// How many values can still be written in place of references.
    room: usize,
    /// What was read as JSON for want of a word in the document.
    assumed: BTreeSet<&'static str>,
}

/// Turns the 2.0 document `root` into the shape of 3.0 and records where its nodes went.
pub(super) fn convert(root: &Value, provenance: &mut Provenance, diagnostics: &mut Diagnostics) -> Value {
    provenance.begin_stage();
    let pointers = References::of_pointers(root);
    let assumed = BTreeSet::new();
    Converter { root, pointers, provenance, diagnostics, room: far::ROOM, assumed }.document()
}

impl<'a> Converter<'a> {
    fn moved(&mut self, place: &Place<'_>) {
        self.provenance.record(place.target(), place.source());
    }

    fn report(&mut self, diagnostic: Diagnostic) {
        self.diagnostics.push(self.provenance.of_input(diagnostic));
    }

    fn document(&mut self) -> Value {
        self.note_later();
        let members = self.root.as_object();
        let global = self.media_types(self.root, &Place::ROOT, &MediaTypes::default());
        let mut out = object([("openapi", "3.0.3".into())]);
        let mut components = Components::default();
        for (key, value) in members.into_iter().flatten() {
            let here = Place::ROOT.key(key);
            match key.as_str() {
                "swagger" | "openapi" | "host" | "basePath" | "schemes" | "consumes" | FILES => {}
                "paths" => drop(out.insert("paths".to_owned(), self.paths(value, &here, &global))),
                "definitions" => {
                    self.components(("schemas", key), entries(value), &mut components, |_, node, _| {
                        schema::schema(node)
                    });
                }
                "responses" => {
                    self.components((key, key), entries(value), &mut components, |converter, node, here| {
                        converter.response(node, here, &global)
                    });
                }
                "securityDefinitions" => {
                    self.components(
                        ("securitySchemes", key),
                        entries(value),
                        &mut components,
                        |converter, node, here| {
                            if let Some(flow) = security::flow(node) {
                                converter.moved(&here.under_key("flows").under_key(flow));
                            }
                            security::scheme(node)
                        },
                    );
                }
                "parameters" => self.global_parameters(value, &global, &mut components),
                "components" => self.later_components(value, &here, &mut components),
                _ => drop(out.insert(key.clone(), value.clone())),
            }
        }
        if !out.contains_key("servers") || self.root.get("host").is_some() {
            out.insert("servers".to_owned(), servers::servers(self.root));
            if let Some(written) = servers::ADDRESS.iter().find(|key| self.root.get(**key).is_some()) {
                self.moved(&Place::ROOT.renamed(written, "servers"));
            }
            if let Some(scheme) = servers::assumption(self.root) {
                self.report(defect::scheme_assumed(&Pointer::root().key("host"), scheme));
            }
            let schemes = servers::written(self.root);
            if !schemes.is_empty() && servers::of_http(&schemes).is_empty() {
                let at = Pointer::root().key("schemes");
                self.report(defect::schemes_without_servers(&at, &schemes));
            }
        }
        out.insert("components".to_owned(), components.0.into());
        out.extend(self.files().map(|files| (FILES.to_owned(), files)));
        out.into()
    }

    /// Converts components of the section `source` and puts them where 3.0 has them.
    fn components(
        &mut self,
        (section, source): (&str, &str),
        entries: Vec<Entry<'a>>,
        components: &mut Components,
        mut convert: impl FnMut(&mut Self, &'a Value, &Place<'_>) -> Value,
    ) {
        let target = Place::ROOT;
        let target = target.under_key("components");
        let list = target.renamed(source, section);
        self.moved(&list);
        components.add_section(section, json!({}));
        for Entry { key, node, pointer } in entries {
            let own = list.key(key);
            if self.is_taken((section, key), node, &own, components) {
                continue;
            }
            let place = match &pointer {
                Some(pointer) => own.from(pointer),
                None => own,
            };
            if pointer.is_some() {
                self.moved(&place);
            }
            let converted = convert(self, node, &place);
            components.add(section, key, converted);
        }
    }

    /// Shared parameters: a body is a request body in 3.0, and a form field only means something with the others.
    fn global_parameters(&mut self, value: &'a Value, global: &MediaTypes, components: &mut Components) {
        let resolved = entries(value).into_iter().map(|entry| match self.behind(entry.node) {
            Some(target) => Entry { node: target.node, pointer: Some(target.pointer), ..entry },
            None => entry,
        });
        let is = |entry: &Entry<'_>, location: &str| entry.node.get("in").is_some_and(|own| own == location);
        let parameters = resolved.filter(|entry| !is(entry, "formData")).collect::<Vec<_>>().into_iter();
        let (bodies, others) = parameters.partition(|entry| is(entry, "body"));
        self.components(("requestBodies", "parameters"), bodies, components, |converter, node, here| {
            converter.body(node, here, global)
        });
        self.components(("parameters", "parameters"), others, components, Self::parameter);
    }

    /// The media types of an operation, which replace those of the document even if there are none.
    fn media_types(&mut self, node: &Value, here: &Place<'_>, global: &MediaTypes) -> MediaTypes {
        for key in ["consumes", "produces"].into_iter().filter(|key| node.get(key).is_some_and(Value::is_string)) {
            self.report(defect::not_a_list(&here.key(key).source()));
        }
        global.within(node)
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

/// A shared part of the document, and where it is written if that is somewhere else.
struct Entry<'a> {
    key: &'a String,
    node: &'a Value,
    pointer: Option<Pointer>,
}

fn entries(section: &Value) -> Vec<Entry<'_>> {
    let members = section.as_object().into_iter().flatten();
    members.map(|(key, node)| Entry { key, node, pointer: None }).collect()
}

/// The components of the document in the shape of 3.0, by section.
#[derive(Default)]
struct Components(Map<String, Value>);

impl Components {
    fn get(&self, section: &str, key: &str) -> Option<&Value> {
        self.0.get(section)?.get(key)
    }

    fn add_section(&mut self, section: &str, value: Value) {
        self.0.entry(section).or_insert(value);
    }

    fn add(&mut self, section: &str, key: &str, node: Value) {
        let known = self.0.entry(section).or_insert_with(|| json!({}));
        if let Some(known) = known.as_object_mut() {
            known.insert(key.to_owned(), node);
        }
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

/// Where 3.0 has the shared parts of 2.0.
const MOVED: [(&str, &str); 4] = [
    ("#/definitions/", "#/components/schemas/"),
    ("#/parameters/", "#/components/parameters/"),
    ("#/responses/", "#/components/responses/"),
    ("#/securityDefinitions/", "#/components/securitySchemes/"),
];

/// What else a finding may call by its name in 3.0.
const RENAMED: [(&str, &str); 2] =
    [("#/parameters/", "#/components/requestBodies/"), ("securityDefinitions", "components.securitySchemes")];

/// The finding in the words of 2.0, but for what the document itself says in those of 3.0.
pub(super) fn in_its_words(mut finding: Diagnostic, provenance: &Provenance) -> Diagnostic {
    let texts = std::iter::once(&mut finding.message).chain(&mut finding.help).chain(&mut finding.notes);
    for text in texts.filter(|text| text.contains("components")) {
        // A reference stands in backticks, as any other word of the document.
        let words: Vec<String> = text.split('`').map(|word| older(word, provenance)).collect();
        *text = words.join("`");
    }
    finding
}

fn older(word: &str, provenance: &Provenance) -> String {
    let steps: Vec<&str> = word.strip_prefix('#').unwrap_or_default().split('/').take(4).collect();
    if provenance.stayed(&Pointer::parse(&steps.join("/"))) {
        return word.to_owned();
    }
    MOVED.iter().chain(&RENAMED).fold(word.to_owned(), |word, (own, later)| word.replace(later, own))
}

/// A reference in the words of 3.0.
fn reference(text: &str) -> Value {
    let text = &text.strip_prefix('#').map_or_else(|| text.to_owned(), |own| format!("#{}", pointer_in(own)));
    let plain = || MOVED.iter().find_map(|(from, to)| Some(format!("{to}{}", text.strip_prefix(from)?)));
    let found = far::inside(text).or_else(plain);
    json!(found.unwrap_or_else(|| text.to_owned()))
}
