//! Parameters, bodies, responses and headers that other files define: they become components, as they are in a document of
//! one file, so that their types are made once and named by where they are defined.
//!
//! One that the document has among its components as a reference goes by its key there; any other by its name in its
//! file, as schemas do. Where it is written, a reference to the component is left, so that whatever leads there finds it.

use super::Remembered;
use super::bundle::FILES;
use super::provenance::Provenance;
use super::references::{CHAIN, Named, References, Target, component_of, is_data, is_names, keys_of, place_of};
use super::references::{part_name, reference_in, reference_to};
use crate::pointer::Pointer;
use serde_json::{Map, Value, json};
use std::collections::{BTreeMap, BTreeSet, HashSet};

/// What the sections of the components are called that hold what is shared, and the members where references to it are.
const SECTIONS: [(&str, &str); 5] = [
    ("parameters", "parameters"),
    ("responses", "responses"),
    ("headers", "headers"),
    ("requestBody", "requestBodies"),
    ("requestBodies", "requestBodies"),
];

/// Where components are written, by their references: `common.yaml#/Limit`.
#[derive(Default)]
pub(super) struct Written {
    /// Those that only other files define.
    pub(super) places: BTreeMap<String, String>,
    /// Those that the document has among its own, as references.
    pub(super) adopted: BTreeMap<String, String>,
}

/// Makes components of what `tree` has of these in other files.
pub(super) fn in_place(tree: &mut Value, remembered: Remembered<'_>, provenance: &mut Provenance) -> Written {
    let pointers = References::of_pointers(tree);
    let mut search = Search { tree, pointers, moves: BTreeMap::new(), written: Written::default() };
    search.adopt(provenance);
    search.find(remembered);
    let Search { moves, written, .. } = search;
    provenance.begin_stage();
    // What is inside of something that moves goes first.
    let mut moves: Vec<_> = moves.into_iter().collect();
    moves.sort_by_key(|(source, _)| std::cmp::Reverse(source.segments().len()));
    for (source, component) in moves {
        put(tree, &source, component, provenance);
    }
    written
}

/// What a node of another file becomes.
struct Component {
    section: &'static str,
    key: String,
    /// It is written among the components already.
    there: bool,
}

/// Writes the component, and a reference to it where it was.
fn put(tree: &mut Value, source: &Pointer, component: Component, provenance: &mut Provenance) {
    let path = section_path(tree, component.section);
    let Some(node) = tree.pointer_mut(source.as_str()) else { return };
    let target = path.key(&component.key);
    let node = std::mem::replace(node, json!({"$ref": target.to_string()}));
    if component.there {
        return;
    }
    let mut holder = tree;
    for step in path.segments() {
        let Some(members) = holder.as_object_mut() else { return };
        holder = members.entry(step).or_insert_with(|| Map::new().into());
    }
    if let Some(section) = holder.as_object_mut() {
        section.insert(component.key, node);
        provenance.record(target, source.clone());
    }
}

/// Is it in the words of 2.0, which has what is shared in the document itself?
fn is_older(tree: &Value) -> bool {
    tree.get("swagger").is_some() && tree.get("openapi").is_none()
}

fn section_path(tree: &Value, section: &str) -> Pointer {
    if is_older(tree) { Pointer::root().key(section) } else { Pointer::root().keys(&["components", section]) }
}

struct Search<'a> {
    tree: &'a Value,
    pointers: References<'a>,
    /// What is written in other files and becomes a component, by where it is.
    moves: BTreeMap<Pointer, Component>,
    written: Written,
}

impl<'a> Search<'a> {
    /// The components that are references to other files, or in a section that is.
    fn adopt(&mut self, provenance: &Provenance) {
        for &section in sections(self.tree) {
            for (key, node) in self.components(section).into_iter().flatten() {
                let own = section_path(self.tree, section).key(key);
                match node.as_object().filter(|members| members.len() == 1).and_then(reference_in) {
                    Some(text) => self.adopt_one(section, key, text),
                    None => {
                        let written = provenance.written(&own);
                        if is_in_file(&written) {
                            self.adopted(written, Component { section, key: key.clone(), there: true });
                        }
                    }
                }
            }
        }
    }

    fn adopt_one(&mut self, section: &'static str, key: &str, text: &str) {
        if let Some(end) = self.end(text).filter(|end| !self.moves.contains_key(&end.pointer)) {
            self.adopted(end.pointer, Component { section, key: key.to_owned(), there: false });
        }
    }

    fn adopted(&mut self, source: Pointer, component: Component) {
        if part_name(component.section, &source).is_some() {
            let identity = self.identity(component.section, &component.key, &source);
            self.written.adopted.insert(identity, place_of(&source));
        }
        self.moves.insert(source, component);
    }

    /// The reference to the component that the node at `source` becomes: what 2.0 has as a parameter may be a body.
    fn identity(&self, section: &str, key: &str, source: &Pointer) -> String {
        let is_body = || self.tree.pointer(source.as_str()).is_some_and(|node| node["in"] == "body");
        let is_body = is_older(self.tree) && section == "parameters" && is_body();
        reference_to(if is_body { "requestBodies" } else { section }, key)
    }

    /// What else references in the document lead to, wherever they are.
    fn find(&mut self, remembered: Remembered<'_>) {
        let mut wanted = Wanted::new();
        self.visit(self.tree, false, &mut wanted);
        for &section in sections(self.tree) {
            let Some(taken) = self.taken(section) else { continue };
            let own = wanted.iter().filter(|(_, sections)| sections.iter().eq([&section])).map(|(pointer, _)| pointer);
            let named = own.filter_map(|pointer| self.named(section, pointer)).collect();
            for (pointer, key) in keys_of(named, taken, remembered) {
                self.written.places.insert(self.identity(section, &key, &pointer), place_of(&pointer));
                self.moves.insert(pointer, Component { section, key, there: false });
            }
        }
    }

    fn named(&self, section: &str, pointer: &Pointer) -> Option<Named> {
        let short = part_name(section, pointer)?;
        let holder = self.tree.pointer(pointer.parent()?.as_str())?;
        let node = self.tree.pointer(pointer.as_str())?;
        (holder.is_object() && is_of(section, node)).then(|| Named { pointer: pointer.clone(), short })
    }

    /// The keys in the section, which may not be there; `None` if it is nothing that components can be in.
    fn taken(&self, section: &str) -> Option<HashSet<String>> {
        // In 2.0, the media types of a response are those of the operation.
        if is_older(self.tree) && section == "responses" {
            return None;
        }
        let components = self.tree.get("components").is_none_or(Value::is_object);
        let there = self.tree.pointer(section_path(self.tree, section).as_str());
        let possible = components && there.is_none_or(Value::is_object);
        possible.then(|| there.and_then(Value::as_object).into_iter().flat_map(Map::keys).cloned().collect())
    }

    fn components(&self, section: &str) -> Option<&'a Map<String, Value>> {
        self.tree.pointer(section_path(self.tree, section).as_str())?.as_object()
    }

    /// Looks at all references in a node where something shared can be; `names` says that its keys are names.
    fn visit(&self, node: &'a Value, names: bool, wanted: &mut Wanted) {
        match node {
            Value::Array(items) => items.iter().for_each(|item| self.visit(item, false, wanted)),
            Value::Object(members) => {
                for (key, value) in members.iter().filter(|(key, _)| names || !is_data(key) || key.starts_with("x-")) {
                    let section = SECTIONS.iter().find(|(own, _)| own == key).filter(|_| !names);
                    if let Some((member, section)) = section {
                        self.note(value, *member == "requestBody", section, wanted);
                    }
                    self.visit(value, !names && is_names(key), wanted);
                }
            }
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
        }
    }

    /// Notes what the references in a member lead to, which is one itself or has several.
    fn note(&self, value: &'a Value, sole: bool, section: &'static str, wanted: &mut Wanted) {
        let holder = match value.as_object().filter(|_| !sole).and_then(reference_in) {
            Some(text) => self.end(text).map_or(value, |end| end.node),
            None => value,
        };
        let items: Vec<&Value> = match holder {
            own if sole => vec![own],
            Value::Array(items) => items.iter().collect(),
            Value::Object(members) => members.values().collect(),
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => Vec::new(),
        };
        for text in items.into_iter().filter_map(|item| reference_in(item.as_object()?)) {
            if let Some(end) = self.end(text).filter(|end| !self.moves.contains_key(&end.pointer)) {
                wanted.entry(end.pointer).or_default().insert(section);
            }
        }
    }

    /// The node of another file that a reference leads to in the end, if it comes past no component.
    fn end(&self, text: &str) -> Option<Target<'a>> {
        let mut end = self.pointers.lookup(text, None)?;
        for _ in 0..CHAIN {
            let is_component = component_of(&end.pointer).is_some() || !is_in_file(&end.pointer);
            match end.node.as_object().and_then(reference_in) {
                _ if is_component => return None,
                Some(next) => end = self.pointers.lookup(next, None)?,
                None => return Some(end),
            }
        }
        None
    }
}

/// What references lead to, and as what.
type Wanted = BTreeMap<Pointer, BTreeSet<&'static str>>;

fn sections(tree: &Value) -> &'static [&'static str] {
    match is_older(tree) {
        true => &["parameters", "responses"],
        false => &["parameters", "responses", "headers", "requestBodies"],
    }
}

/// Can a node be what this section holds, and not a schema? What has no types can stay where it is.
fn is_of(section: &str, node: &Value) -> bool {
    let has = |key: &&str| node.get(key).is_some();
    match section {
        "parameters" => ["name", "in"].iter().all(|key| node.get(key).is_some_and(Value::is_string)),
        "responses" => ["content", "schema", "headers"].iter().any(has),
        _ => ["content", "schema"].iter().any(has),
    }
}

/// Is it in another file of the document?
fn is_in_file(pointer: &Pointer) -> bool {
    pointer.segments().first().is_some_and(|first| first == FILES)
}
