//! A document of any OpenAPI version -> one clean document of 3.0.
//!
//! The tree is read once, object by object, and written anew. Each kind of object has a file that says what becomes
//! of its members; whatever is repaired on the way is reported with a code and a place. Four things come first:
//!
//! 1. `bundle` puts the files of a document into one tree, and `sections` the components of others where they belong.
//! 2. `version` finds out which version the author wrote.
//! 3. `swagger` turns a 2.0 document into the shape of 3.0, and what a later one has of it.
//! 4. `references` finds out what each `$ref` points at, and which inline schemas become components.
//!
//! Last, `cycles` cuts schemas that consist of themselves, `limits` refuses what stands for too much, and `values` compares
//! examples and defaults with theirs.
//!
//! Keywords are converted by what they are, not by the version, since documents mix dialects. What 3.0 cannot say is
//! kept in the extensions that [`facts`] lists.

mod borrowed;
mod bundle;
mod coerce;
mod components;
mod content;
mod context;
mod cycles;
mod declared;
mod document;
mod events;
mod example;
pub mod facts;
mod form;
mod inline;
mod limits;
mod parameter;
mod paths;
mod place;
mod provenance;
mod references;
mod repeated;
mod responses;
mod said;
mod schema;
mod sections;
mod security;
mod security_scheme;
mod servers;
mod step;
mod swagger;
#[cfg(test)]
mod tests;
mod values;
mod vendor;
mod version;

pub use provenance::{Origin, Provenance};
pub use version::Version;

use crate::diagnostics::Diagnostics;
use crate::load::{Missing, Sources};
use crate::overlay::Origins;
use crate::pointer::Pointer;
use context::Context;
use declared::MediaTypes;
use references::References;
use serde_json::Value;
use std::collections::BTreeSet;
use vendor::OwnTags;

/// Gives the text of a scalar as the author wrote it, `1.10` where the tree has `1.1`.
pub type Raw<'a> = &'a dyn Fn(&Pointer) -> Option<String>;

/// What only the files of the author can tell.
trait Author {
    /// The text of the scalar there.
    fn raw(&self, origin: &Origin) -> Option<String>;
    /// Why a reference in the file `from` leads to no file.
    fn missing(&self, from: usize, reference: &str) -> Option<Missing>;
}

/// One tree, and the texts of its scalars.
struct Single<'a>(Raw<'a>);

impl Author for Single<'_> {
    fn raw(&self, origin: &Origin) -> Option<String> {
        (self.0)(&origin.pointer)
    }

    fn missing(&self, _from: usize, _reference: &str) -> Option<Missing> {
        None
    }
}

impl Author for Sources {
    fn raw(&self, origin: &Origin) -> Option<String> {
        self.get(origin.file)?.raw_scalar(&origin.pointer).map(str::to_owned)
    }

    fn missing(&self, from: usize, reference: &str) -> Option<Missing> {
        self.resolve(from, reference).err()
    }
}

/// A document in canonical form.
#[derive(Clone, Debug)]
pub struct Document {
    /// The tree: OpenAPI 3.0, with facts.
    pub tree: Value,
    /// Which version the author wrote.
    pub version: Version,
    /// Where each node of the tree came from.
    pub provenance: Provenance,
    /// How many operations can't be kept; of each, an error says why.
    pub left_out: usize,
}

/// Brings a document of one file into canonical form.
///
/// `tree` is the document as read, `raw` gives the source text of its scalars by their pointer in it. Findings are
/// about the author's nodes, [`Tree::Source`](crate::diagnostics::Tree::Source).
pub fn normalize(tree: &Value, raw: Raw<'_>, diagnostics: &mut Diagnostics) -> Document {
    convert(tree, &Single(raw), Provenance::default(), diagnostics)
}

/// Brings a document of one or several files into canonical form.
///
/// Findings are about the author's nodes, [`Tree::Source`](crate::diagnostics::Tree::Source).
///
/// `origins` says which nodes of the entry document overlays brought in.
pub fn normalize_files(sources: &Sources, origins: Origins, diagnostics: &mut Diagnostics) -> Document {
    let mut provenance = Provenance::of(origins);
    if sources.documents().count() == 1 {
        return convert(sources.entry().value(), sources, provenance, diagnostics);
    }
    let tree = bundle::bundle(sources, &mut provenance, diagnostics);
    convert(&tree, sources, provenance, diagnostics)
}

fn convert(tree: &Value, author: &dyn Author, mut provenance: Provenance, diagnostics: &mut Diagnostics) -> Document {
    match sections::in_place(tree, &mut provenance) {
        Some(tree) => convert_sections(&tree, author, provenance, diagnostics),
        None => convert_sections(tree, author, provenance, diagnostics),
    }
}

fn convert_sections(
    tree: &Value,
    author: &dyn Author,
    mut provenance: Provenance,
    diagnostics: &mut Diagnostics,
) -> Document {
    match vendor::with_all_paths(tree, &mut provenance) {
        Some(tree) => convert_paths(&tree, author, provenance, diagnostics),
        None => convert_paths(tree, author, provenance, diagnostics),
    }
}

fn convert_paths(
    tree: &Value,
    author: &dyn Author,
    mut provenance: Provenance,
    diagnostics: &mut Diagnostics,
) -> Document {
    let (version, text) = version::detect(tree, author, diagnostics);
    if version == Version::V2 {
        let converted = swagger::convert(tree, &mut provenance, diagnostics);
        return walk(&converted, (version, &text), author, provenance, diagnostics);
    }
    if let Some(lifted) = swagger::lifted(tree, &mut provenance, diagnostics) {
        return walk(&lifted, (version, &text), author, provenance, diagnostics);
    }
    walk(tree, (version, &text), author, provenance, diagnostics)
}

fn walk(
    tree: &Value,
    (version, text): (Version, &str),
    author: &dyn Author,
    mut provenance: Provenance,
    diagnostics: &mut Diagnostics,
) -> Document {
    provenance.begin_stage();
    let references = References::new(tree);
    let own_tags = OwnTags::of(&references);
    let (inlining, passing) = (Vec::new(), Vec::new());
    let (undeclared, foreign) = (BTreeSet::new(), BTreeSet::new());
    let mut context = Context {
        references,
        version,
        provenance,
        diagnostics,
        author,
        inlining,
        passing,
        said: Vec::new(),
        inlined: 0,
        operation_parts: 0,
        left_out: 0,
        declared: MediaTypes::default().within(tree),
        undeclared,
        foreign,
        own_tags,
    };
    let tree = context.document(text);
    Document { tree, version, provenance: context.provenance, left_out: context.left_out }
}
