//! A document of any OpenAPI version -> one clean document of 3.0.
//!
//! The tree is read once, object by object, and written anew. Each kind of object has a file that says what becomes
//! of its members; whatever is repaired on the way is reported with a code and a place. Four things come first:
//!
//! 1. `bundle` puts the files of a document into one tree, and `sections` and `shared` the components of others where they
//!    belong.
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
mod shared;
mod step;
mod swagger;
#[cfg(test)]
mod tests;
mod values;
mod vendor;
mod version;

pub use bundle::in_file;
pub use provenance::{Origin, Provenance};
pub use version::Version;

use crate::diagnostics::Diagnostics;
use crate::load::{Missing, Sources};
use crate::overlay::Origins;
use crate::pointer::Pointer;
use context::Context;
use declared::MediaTypes;
use references::{Keys, References};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use vendor::OwnTags;

/// Gives the text of a scalar as the author wrote it, `1.10` where the tree has `1.1`.
pub type Raw<'a> = &'a dyn Fn(&Pointer) -> Option<String>;

/// By which of two keys earlier runs knew what another file defines at `place` (`orders.yaml#/Item`): by its name in that
/// file, or by the long key, which has the name of the file in it.
pub type Remembered<'a> = &'a dyn Fn(&str, &str) -> Option<Known>;

/// A key that an earlier run gave.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Known {
    /// The name that it has in its file.
    Short,
    /// That with the name of the file, because something else had the short one.
    Long,
}

/// What only the files of the author can tell, and what earlier runs made of them.
trait Author {
    /// The text of the scalar there.
    fn raw(&self, origin: &Origin) -> Option<String>;
    /// Why a reference in the file `from` leads to no file.
    fn missing(&self, from: usize, reference: &str) -> Option<Missing>;
    /// By which key the schema at `place` is known.
    fn known(&self, place: &str, long: &str) -> Option<Known>;
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

    fn known(&self, _place: &str, _long: &str) -> Option<Known> {
        None
    }
}

/// Files, and what earlier runs knew of them.
struct Several<'a>(&'a Sources, Remembered<'a>);

impl Author for Several<'_> {
    fn raw(&self, origin: &Origin) -> Option<String> {
        self.0.get(origin.file)?.raw_scalar(&origin.pointer).map(str::to_owned)
    }

    fn missing(&self, from: usize, reference: &str) -> Option<Missing> {
        self.0.resolve(from, reference).err()
    }

    fn known(&self, place: &str, long: &str) -> Option<Known> {
        (self.1)(place, long)
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
    /// The components that other files define, `#/components/schemas/Item`, and where they are written, `orders.yaml#/Item`.
    pub places: BTreeMap<String, String>,
    /// The same of those that the document has among its own components, as references: they go by their keys there.
    pub adopted: BTreeMap<String, String>,
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
pub fn normalize_files(
    sources: &Sources,
    origins: Origins,
    remembered: Remembered<'_>,
    diagnostics: &mut Diagnostics,
) -> Document {
    let author = Several(sources, remembered);
    let mut provenance = Provenance::of(origins);
    if sources.documents().count() == 1 {
        return convert(sources.entry().value(), &author, provenance, diagnostics);
    }
    let tree = bundle::bundle(sources, &mut provenance, diagnostics);
    let mut tree = sections::in_place(&tree, &mut provenance).unwrap_or(tree);
    let written = shared::in_place(&mut tree, remembered, &mut provenance);
    let mut document = convert_sections(&tree, &author, provenance, diagnostics);
    document.places.extend(written.places);
    document.adopted.extend(written.adopted);
    document
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
    if tree.get(bundle::FILES).is_none() {
        return walk_with(References::new(tree), (version, text), author, provenance, diagnostics).0;
    }
    // Which schemas of other files become components is known in the end, and only then who may have the short keys.
    let mut findings = Diagnostics::default();
    let first = References::new(tree);
    let (document, keys) = walk_with(first, (version, text), author, provenance.clone(), &mut findings);
    match keys {
        None => {
            diagnostics.extend(findings.iter().cloned());
            document
        }
        Some(keys) => walk_with(References::with_keys(tree, keys), (version, text), author, provenance, diagnostics).0,
    }
}

/// The document, and the keys that its schemas should have had if they are others.
fn walk_with(
    references: References<'_>,
    (version, text): (Version, &str),
    author: &dyn Author,
    provenance: Provenance,
    diagnostics: &mut Diagnostics,
) -> (Document, Option<Keys>) {
    let tree = references.root();
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
    let keys = context.references.better_keys(&|place, long| author.known(place, long));
    let (places, adopted) = (context.references.places(), context.references.adopted_places());
    (Document { tree, version, provenance: context.provenance, left_out: context.left_out, places, adopted }, keys)
}
