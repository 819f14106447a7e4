//! References inside of a file to what only the entry document has: `#/components/schemas/Pet` in a file of paths. By the
//! letter, `#` is the file that the reference is in; that is the most frequent mistake in documents of several files.

use super::bundle::{FILES, reference_to, shown};
use super::place::Place;
use super::references::{References, is_data, is_names};
use crate::diagnostics::{Diagnostics, defect};
use crate::pointer::Pointer;
use serde_json::{Map, Value};

/// Lets these references lead to the entry document, in the tree of all `files`, which are known by their paths.
pub(super) fn from_entry<'f>(
    tree: &mut Value,
    files: impl Iterator<Item = (usize, &'f str)>,
    diagnostics: &mut Diagnostics,
) {
    for (index, path) in files {
        let file = Pointer::root().keys(&[FILES, path]);
        for Found { at, written, entrys } in found(tree, path, &file) {
            let within = Pointer::parse(at.below(&file).unwrap_or_default());
            let finding = defect::reference_to_entry(&within, &shown(&written), &shown(&entrys));
            diagnostics.push(finding.in_file(index));
            if let Some(node) = tree.pointer_mut(at.as_str()) {
                *node = format!("#{entrys}").into();
            }
        }
    }
}

struct Found {
    at: Pointer,
    /// What it says, and what it is read as: pointers, as they are behind the `#`.
    written: String,
    entrys: String,
}

fn found(tree: &Value, path: &str, file: &Pointer) -> Vec<Found> {
    let Some(node) = tree.get(FILES).and_then(|files| files.get(path)) else { return Vec::new() };
    let mut search = Search { pointers: References::of_pointers(tree), own: reference_to(file), found: Vec::new() };
    let place = Place::ROOT;
    let place = place.key(FILES);
    search.visit(node, &place.key(path), false);
    search.found
}

struct Search<'a> {
    pointers: References<'a>,
    /// The beginning of all references of the file to itself.
    own: String,
    found: Vec<Found>,
}

impl Search<'_> {
    /// Looks at all references in a node; `names` says that its keys are names.
    fn visit(&mut self, node: &Value, place: &Place<'_>, names: bool) {
        match node {
            Value::Array(items) => {
                let items = items.iter().enumerate();
                items.for_each(|(index, item)| self.visit(item, &place.index(index), false));
            }
            Value::Object(members) => self.members(members, place, names),
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
        }
    }

    fn members(&mut self, members: &Map<String, Value>, place: &Place<'_>, names: bool) {
        for (key, value) in members {
            let here = place.key(key);
            match (key.as_str(), value) {
                ("$ref" | "operationRef", Value::String(text)) => self.reference(text, &here),
                ("mapping", Value::Object(mapping)) if !names => {
                    let texts = mapping.iter().filter_map(|(name, value)| Some((name, value.as_str()?)));
                    texts.for_each(|(name, text)| self.reference(text, &here.key(name)));
                }
                (key, _) if !names && is_data(key) && !key.starts_with("x-") => {}
                (key, value) => self.visit(value, &here, !names && is_names(key)),
            }
        }
    }

    fn reference(&mut self, text: &str, place: &Place<'_>) {
        let rest = text.strip_prefix(&self.own).filter(|rest| rest.starts_with('/'));
        let leads = |text: &str| self.pointers.lookup(text, None).is_some();
        let Some(rest) = rest.filter(|rest| !leads(text) && leads(&format!("#{rest}"))) else { return };
        let written = text.trim_start_matches('#').to_owned();
        self.found.push(Found { at: place.source(), written, entrys: rest.to_owned() });
    }
}
