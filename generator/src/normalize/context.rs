//! What every step of the walk shares: the source, the findings, the way back.

use super::declared::MediaTypes;
use super::place::Place;
use super::provenance::Provenance;
use super::references::References;
use super::swagger::in_its_words;
use super::vendor::OwnTags;
use super::version::Version;
use super::{Author, facts};
use crate::diagnostics::{Diagnostic, Diagnostics, defect};
use crate::pointer::Pointer;
use serde_json::{Map, Value};
use std::collections::BTreeSet;

/// The state of one walk over the document.
pub(super) struct Context<'a> {
    pub(super) references: References<'a>,
    pub(super) version: Version,
    pub(super) provenance: Provenance,
    pub(super) diagnostics: &'a mut Diagnostics,
    pub(super) author: &'a dyn Author,
    /// The nodes that are being written out in place of references to them.
    pub(super) inlining: Vec<*const Value>,
    /// The nodes that are being read because something that is nothing but a reference leads to them.
    pub(super) passing: Vec<*const Value>,
    /// What references say beside themselves, by where they are written.
    pub(super) said: Vec<(Pointer, Map<String, Value>)>,
    /// How many nodes were written out in place of references.
    pub(super) inlined: usize,
    /// How much the operations are made of so far.
    pub(super) operation_parts: usize,
    /// How many operations can't be kept.
    pub(super) left_out: usize,
    /// The media types of bodies that name none, in the operation that is being read.
    pub(super) declared: MediaTypes,
    /// The security schemes that requirements name and nobody declares.
    pub(super) undeclared: BTreeSet<String>,
    /// The keywords of another version that have been reported: a document has one of them a thousand times.
    pub(super) foreign: BTreeSet<&'static str>,
    /// The values of discriminators that schemas say of themselves.
    pub(super) own_tags: OwnTags,
}

/// What becomes of one member of an object.
pub(super) enum Field {
    /// It stays under its name.
    Keep(Value),
    /// It is written under another name.
    As(&'static str, Value),
    /// It has been dealt with.
    Omit,
    /// OpenAPI doesn't know it.
    Unknown,
}

impl From<Option<Value>> for Field {
    fn from(value: Option<Value>) -> Self {
        value.map_or(Self::Omit, Self::Keep)
    }
}

/// Members in which `null` is a value and not an omission.
const NULL_IS_A_VALUE: [&str; 3] = ["value", "dataValue", "example"];

impl<'a> Context<'a> {
    /// The node at `place` in the tree that is read.
    pub(super) fn pointer(&self, place: &Place<'_>) -> Pointer {
        place.source()
    }

    /// Adds a finding about a node of the tree that is read, or about one of a file.
    pub(super) fn report(&mut self, diagnostic: Diagnostic) {
        let diagnostic = match self.version {
            Version::V2 => in_its_words(diagnostic, &self.provenance),
            _ => diagnostic,
        };
        self.diagnostics.push(self.provenance.of_input(diagnostic));
    }

    /// Says that documents of this version have no such keyword, the first time that one has it.
    pub(super) fn keyword_of(&mut self, added: Version, keyword: &'static str, here: &Place<'_>) {
        let foreign = match added {
            Version::V3_1 | Version::V3_2 => self.version < added,
            Version::V2 | Version::V3_0 => self.version > added,
        };
        if foreign && self.foreign.insert(keyword) {
            self.report(defect::keyword_of_another_version(&self.pointer(here), keyword, added.name()));
        }
    }

    /// Notes that the node at `place` is somewhere else than it was.
    pub(super) fn moved(&mut self, place: &Place<'_>) {
        self.provenance.record(place.target(), place.source());
    }

    /// Reads an object member by member: extensions are copied, empty members count as absent, and what `read` does
    /// not know is named and dropped.
    pub(super) fn object(
        &mut self,
        node: &Value,
        place: &Place<'_>,
        what: &'static str,
        mut read: impl FnMut(&mut Self, &str, &Value, &Place<'_>) -> Field,
    ) -> Option<Map<String, Value>> {
        self.through(node, place, |context, node, place| context.own_object(node, place, what, &mut read))
    }

    fn own_object(
        &mut self,
        node: &Value,
        place: &Place<'_>,
        what: &'static str,
        read: &mut dyn FnMut(&mut Self, &str, &Value, &Place<'_>) -> Field,
    ) -> Option<Map<String, Value>> {
        let members = self.members(node, place, what)?;
        let mut out = Map::new();
        for (key, value) in members {
            let here = place.key(key);
            if !self.extension(key, value, &here, &mut out) && self.is_present(key, value, &here) {
                let field = read(self, key, value, &here);
                match (&field, value) {
                    // Where OpenAPI has no references, nobody else says that this one leads nowhere.
                    (Field::Unknown, Value::String(text)) if key == "$ref" => self.report_broken(text, &here),
                    (Field::Unknown | Field::Omit, _) if key == "$ref" && !value.is_string() => {
                        self.report_broken(&value.to_string(), &here);
                    }
                    _ => self.keep(field, key, what, &here, &mut out),
                }
            }
        }
        Some(out)
    }

    /// The members of a node that has to be an object.
    pub(super) fn members<'v>(
        &mut self,
        node: &'v Value,
        place: &Place<'_>,
        what: &'static str,
    ) -> Option<&'v Map<String, Value>> {
        if !node.is_object() {
            self.report(defect::not_an_object(&self.pointer(place), what));
        }
        node.as_object()
    }

    /// Copies an extension; those of the author that look like facts are dropped. Says whether it was one.
    pub(super) fn extension(
        &mut self,
        key: &str,
        value: &Value,
        here: &Place<'_>,
        out: &mut Map<String, Value>,
    ) -> bool {
        if key.starts_with(facts::PREFIX) {
            self.report(defect::reserved_extension(&self.pointer(here), key));
        } else if key.starts_with("x-") {
            out.insert(key.to_owned(), value.clone());
        }
        key.starts_with("x-")
    }

    /// Is there a value behind the key? An empty one is reported.
    pub(super) fn is_present(&mut self, key: &str, value: &Value, here: &Place<'_>) -> bool {
        let empty = value.is_null() && !NULL_IS_A_VALUE.contains(&key);
        if empty {
            self.report(defect::empty_member(&self.pointer(here), key));
        }
        !empty
    }

    /// Writes a member that was read.
    pub(super) fn keep(&mut self, field: Field, key: &str, what: &str, here: &Place<'_>, out: &mut Map<String, Value>) {
        match field {
            Field::Keep(value) => drop(out.insert(key.to_owned(), value)),
            Field::As(name, value) => drop(out.insert(name.to_owned(), value)),
            Field::Omit => {}
            Field::Unknown => self.report(defect::unknown_member(&self.pointer(here), key, what)),
        }
    }
}
