//! Components that are written in another file as a whole, or section by section: `components: {$ref: all.yaml}`.
//!
//! What refers to them finds them by their names, so they are put where those lead to: a schema as a reference to where it
//! is written, which makes it one type by whatever way it is referred to, and anything else as it is.

use super::bundle::reference_to;
use super::provenance::Provenance;
use super::references::{CHAIN, References, Target, reference_in};
use crate::pointer::Pointer;
use serde_json::{Map, Value, json};

const COMPONENTS: &str = "components";

/// The sections that 2.0 has in the document itself.
const OLDER: [&str; 4] = ["definitions", "parameters", "responses", "securityDefinitions"];

/// The document with its components where they belong; `None` if they are there already.
pub(super) fn in_place(tree: &Value, provenance: &mut Provenance) -> Option<Value> {
    let mut sections = Sections { pointers: References::of_pointers(tree), moves: Vec::new() };
    let older = OLDER.iter().filter_map(|key| Some((*key, sections.older(key, tree.get(*key)?)?)));
    let mut found: Vec<(&str, Value)> = older.collect();
    found.extend(tree.get(COMPONENTS).and_then(|node| sections.components(node)).map(|all| (COMPONENTS, all)));
    let mut out = tree.as_object().filter(|_| !found.is_empty())?.clone();
    out.extend(found.into_iter().map(|(key, value)| (key.to_owned(), value)));
    provenance.begin_stage();
    sections.moves.into_iter().for_each(|(target, source)| provenance.record(target, source));
    Some(out.into())
}

struct Sections<'a> {
    pointers: References<'a>,
    /// Where each section is now, and where it is written.
    moves: Vec<(Pointer, Pointer)>,
}

impl<'a> Sections<'a> {
    fn older(&mut self, key: &str, node: &'a Value) -> Option<Value> {
        let target = self.behind(node)?;
        Some(self.section(&Pointer::root().key(key), key == "definitions", &target))
    }

    /// All components, if they or some of their sections are references.
    fn components(&mut self, node: &'a Value) -> Option<Value> {
        let here = Pointer::root().key(COMPONENTS);
        let whole = self.behind(node);
        let members = whole.as_ref().map_or(node, |whole| whole.node).as_object()?;
        let written = |key: &str| whole.as_ref().map(|whole| whole.pointer.key(key));
        self.moves.extend(whole.iter().map(|whole| (here.clone(), whole.pointer.clone())));
        let before = self.moves.len();
        let mut out = Map::new();
        for (key, node) in members {
            let in_whole = || Some(Target { node, pointer: written(key)? }).filter(|_| node.is_object());
            let section = match self.behind(node).or_else(in_whole) {
                Some(target) => self.section(&here.key(key), key == "schemas", &target),
                None => node.clone(),
            };
            out.insert(key.clone(), section);
        }
        (whole.is_some() || self.moves.len() > before).then(|| out.into())
    }

    /// The section that is written at `target`, for the place `here`.
    fn section(&mut self, here: &Pointer, of_schemas: bool, target: &Target<'a>) -> Value {
        self.moves.push((here.clone(), target.pointer.clone()));
        let members = target.node.as_object().filter(|_| of_schemas);
        members.map_or_else(|| target.node.clone(), |members| schemas(here, members, &target.pointer))
    }

    /// The object that a node which is nothing but a reference leads to in the end.
    fn behind(&self, node: &'a Value) -> Option<Target<'a>> {
        let mut end = None;
        let mut next = sole_reference(node);
        for _ in 0..CHAIN {
            let Some(text) = next else { break };
            let target = self.pointers.lookup(text, None)?;
            next = sole_reference(target.node);
            end = Some(target);
        }
        end.filter(|end| next.is_none() && end.node.is_object())
    }
}

/// References to the schemas that are written in the map at `source`; one that is a reference itself stays that one.
pub(super) fn schemas(here: &Pointer, members: &Map<String, Value>, source: &Pointer) -> Value {
    let own = format!("{}/", reference_to(source));
    let schema = |(key, node): (&String, &Value)| {
        let schema = match sole_reference(node) {
            Some(text) => {
                let sibling = text.strip_prefix(&own).map(|rest| format!("{}/{rest}", reference_to(here)));
                json!({"$ref": sibling.as_deref().unwrap_or(text)})
            }
            None if node.is_object() => json!({"$ref": reference_to(&source.key(key))}),
            None => node.clone(),
        };
        (key.clone(), schema)
    };
    Value::Object(members.iter().map(schema).collect())
}

fn sole_reference(node: &Value) -> Option<&str> {
    node.as_object().filter(|members| members.len() == 1).and_then(reference_in)
}
