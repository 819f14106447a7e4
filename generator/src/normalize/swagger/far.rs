//! References that lead to no shared part of the document: into another file, or into the middle of this one.
//!
//! What is a parameter, a response or a path item there is converted where the reference stands, as what it becomes
//! depends on what the operation and the document say. What is a schema stays where it is, in the words of 3.0.

use super::{Converter, schema};
use crate::normalize::bundle::FILES;
use crate::normalize::place::Place;
use crate::normalize::references::{CHAIN, Target, reference_in};
use serde_json::{Map, Value};

/// Sections of the document that look different in 3.0, so that a pointer into them would lead elsewhere.
const CONVERTED: [&str; 3] = ["paths", "parameters", "responses"];

/// Those of them that references lead to as a rule, by the name of what is in them.
const SHARED: [&str; 2] = ["parameters", "responses"];

/// How many values are written once more in place of references, in one document.
pub(super) const ROOM: usize = 1_000_000;

impl<'a> Converter<'a> {
    /// What a node that is a reference stands for in the end, unless that is a shared parameter or response.
    pub(super) fn behind(&mut self, node: &'a Value) -> Option<Target<'a>> {
        let mut end = None;
        let mut next = far_reference(node);
        for _ in 0..CHAIN {
            let Some(text) = next else { break };
            let target = self.pointers.lookup(text, None)?;
            next = far_reference(target.node);
            end = Some(target);
        }
        end.filter(|end| next.is_none() && self.takes_room(end.node))
    }

    fn takes_room(&mut self, node: &Value) -> bool {
        let left = self.room.checked_sub(size(node));
        self.room = left.unwrap_or(self.room);
        left.is_some()
    }

    /// The other files of the document, and what references mean in the middle of this one, with schemas as in 3.0.
    pub(super) fn files(&mut self) -> Option<Value> {
        let others = self.root.get(FILES).and_then(Value::as_object).into_iter().flatten();
        let mut files: Map<String, Value> = others.map(|(path, file)| (path.clone(), schema::schema(file))).collect();
        if leads_inside(self.root) {
            files.insert(String::new(), self.own_parts());
        }
        (!files.is_empty()).then(|| files.into())
    }

    fn own_parts(&mut self) -> Value {
        let root = Place::ROOT;
        let files = root.under_key(FILES);
        let file = files.under_key("");
        let mut parts = Map::new();
        for section in CONVERTED {
            if let Some(value) = self.root.get(section) {
                self.moved(&file.key(section));
                parts.insert(section.to_owned(), schema::schema(value));
            }
        }
        parts.into()
    }
}

/// A pointer into the middle of this document, as one to what [`Converter::files`] keeps of it.
pub(super) fn inside(text: &str) -> Option<String> {
    let rest = text.strip_prefix("#/")?;
    let (section, _) = rest.split_once('/')?;
    (CONVERTED.contains(&section) && !is_shared(text)).then(|| format!("#/{FILES}//{rest}"))
}

/// Is it the pointer of a shared parameter or response?
fn is_shared(text: &str) -> bool {
    let own = text.strip_prefix("#/").and_then(|rest| rest.split_once('/'));
    own.is_some_and(|(section, key)| SHARED.contains(&section) && !key.contains('/'))
}

fn far_reference(node: &Value) -> Option<&str> {
    reference_in(node.as_object()?).filter(|text| !is_shared(text))
}

fn leads_inside(node: &Value) -> bool {
    match node {
        Value::Object(members) => {
            reference_in(members).is_some_and(|text| inside(text).is_some()) || members.values().any(leads_inside)
        }
        Value::Array(items) => items.iter().any(leads_inside),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => false,
    }
}

fn size(node: &Value) -> usize {
    match node {
        Value::Object(members) => 1 + members.values().map(size).sum::<usize>(),
        Value::Array(items) => 1 + items.iter().map(size).sum::<usize>(),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => 1,
    }
}
