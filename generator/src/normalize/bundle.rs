//! Several files -> one tree: the entry document, with the others in it and references that lead there.
//!
//! A file becomes the member of [`FILES`] that has its path, relative to the entry document. References to files and
//! references inside them are rewritten to pointers through that member; what they point at is then found, made a
//! component or written out like any other node of a document.

use super::borrowed;
use super::provenance::Provenance;
use super::references::{is_data, is_names, pointer_in};
use crate::diagnostics::Diagnostics;
use crate::load::{Source, Sources};
use crate::pointer::Pointer;
use serde_json::{Map, Value};
use std::path::Path;

/// The member of the bundled document that holds the other files.
pub(super) const FILES: &str = "$files";

/// All files in one tree, with the way back to each.
pub(super) fn bundle(sources: &Sources, provenance: &mut Provenance, diagnostics: &mut Diagnostics) -> Value {
    provenance.begin_stage();
    let bundle = Bundle { sources, labels: labels(sources) };
    let mut tree = bundle.rewritten(sources.entry().value(), 0, false);
    let mut files = Map::new();
    for (index, source) in sources.documents().skip(1) {
        let label = &bundle.labels[index];
        provenance.record_file(Pointer::root().keys(&[FILES, label]), index);
        files.insert(label.clone(), bundle.rewritten(source.value(), index, false));
    }
    if let Value::Object(members) = &mut tree {
        members.insert(FILES.to_owned(), files.into());
    }
    let parts = sources.documents().skip(1).map(|(index, _)| (index, bundle.labels[index].as_str()));
    borrowed::from_entry(&mut tree, parts, diagnostics);
    tree
}

/// The paths of the files, relative to the folder of the entry document: wherever the project is, and whoever works in it,
/// they are the same.
fn labels(sources: &Sources) -> Vec<String> {
    let folder = sources.entry().path().parent().unwrap_or(Path::new("")).to_owned();
    sources.iter().map(|source: &Source| label(source.path(), &folder)).collect()
}

fn label(path: &Path, folder: &Path) -> String {
    let (mut path, mut folder) = (path.components().peekable(), folder.components().peekable());
    while path.peek().is_some() && path.peek() == folder.peek() {
        path.next();
        folder.next();
    }
    let up = folder.map(|_| "..".to_owned());
    let steps: Vec<_> = up.chain(path.map(|step| step.as_os_str().to_string_lossy().into_owned())).collect();
    steps.join("/")
}

struct Bundle<'a> {
    sources: &'a Sources,
    labels: Vec<String>,
}

impl Bundle<'_> {
    /// The node of the file `from` with its references rewritten; `names` says that its keys are names.
    fn rewritten(&self, node: &Value, from: usize, names: bool) -> Value {
        match node {
            Value::Array(items) => items.iter().map(|item| self.rewritten(item, from, false)).collect(),
            Value::Object(members) => {
                let member = |(key, value): (&String, &Value)| (key.clone(), self.member(key, value, from, names));
                Value::Object(members.iter().map(member).collect())
            }
            other => other.clone(),
        }
    }

    fn member(&self, key: &str, value: &Value, from: usize, names: bool) -> Value {
        match (key, value) {
            ("$ref" | "operationRef", Value::String(text)) => self.reference(text, from).into(),
            ("mapping", Value::Object(mapping)) if !names => {
                let entry = |(name, value): (&String, &Value)| (name.clone(), self.mapped(value, from));
                Value::Object(mapping.iter().map(entry).collect())
            }
            // Extensions are where authors keep what they share and OpenAPI has no place for.
            _ if !names && is_data(key) && !key.starts_with("x-") => value.clone(),
            _ => self.rewritten(value, from, !names && is_names(key)),
        }
    }

    /// A value of a mapping: a reference, or the bare name of a component of the same file.
    fn mapped(&self, value: &Value, from: usize) -> Value {
        let Some(text) = value.as_str() else { return value.clone() };
        let schemas = Pointer::root().keys(&["components", "schemas"]);
        let own = schemas.key(text);
        let named =
            from != 0 && self.sources.get(from).is_some_and(|file| file.value().pointer(own.as_str()).is_some());
        match (named, text.contains(['#', '.'])) {
            (true, _) => self.reference(&own.to_string(), from).into(),
            (false, true) => self.reference(text, from).into(),
            (false, false) => value.clone(),
        }
    }

    /// The reference as a pointer into the bundle; one to a file that is not there stays as it is.
    fn reference(&self, text: &str, from: usize) -> String {
        let fragment = &*pointer_in(text.split_once('#').map_or("", |(_, fragment)| fragment));
        let anchor = !fragment.is_empty() && !fragment.starts_with('/');
        match self.sources.resolve(from, text) {
            Ok(0) => format!("#{fragment}"),
            Ok(_) if anchor => format!("#{fragment}"),
            Ok(file) => {
                let root = Pointer::root().keys(&[FILES, &self.labels[file]]);
                format!("{}{fragment}", reference_to(&root))
            }
            Err(_) => text.to_owned(),
        }
    }
}

/// The node at `pointer` in another file, as findings name it: `file` is its path, relative to the entry document.
pub fn in_file(file: &str, pointer: &Pointer) -> Pointer {
    Pointer::parse(&format!("{}{}", Pointer::root().keys(&[FILES, file]).as_str(), pointer.as_str()))
}

/// The reference that a pointer is.
pub(super) fn reference_to(pointer: &Pointer) -> String {
    pointer.to_string().replace('%', "%25")
}

/// A pointer into the bundle as the author would write it: `common.yaml#/Pet`.
pub(super) fn shown(pointer: &str) -> String {
    let segments = Pointer::parse(pointer).segments();
    match segments.as_slice() {
        [files, path, rest @ ..] if files == FILES => {
            let rest: Vec<&str> = rest.iter().map(String::as_str).collect();
            let rest = Pointer::root().keys(&rest);
            match (rest == Pointer::root(), path.as_str()) {
                (true, _) => path.clone(),
                // A part of the document itself, see `swagger`.
                (false, "") => format!("#{rest}"),
                (false, _) => format!("{path}{rest}"),
            }
        }
        _ => format!("#{pointer}"),
    }
}

#[cfg(test)]
mod tests {
    use super::label;
    use std::path::Path;

    #[test]
    fn files_are_called_by_the_way_from_the_document() {
        let label = |path: &str, folder: &str| label(Path::new(path), Path::new(folder));
        assert_eq!(label("spec/schemas/pet.yaml", "spec"), "schemas/pet.yaml");
        assert_eq!(label("common/pet.yaml", "spec"), "../common/pet.yaml");
        assert_eq!(label("/home/me/common/pet.yaml", "/home/me/spec/v1"), "../../common/pet.yaml");
        assert_eq!(label("../common/pet.yaml", ""), "../common/pet.yaml");
    }
}
