//! What the references of a document point at.

mod follow;
mod keys;
mod lookup;
mod scan;
mod suggest;

pub(super) use follow::{Followed, shown};
pub(super) use keys::{Keys, Named, keys_of, part_name, place_of};
pub(super) use lookup::{percent_decode, pointer_in};
pub(super) use scan::{CHAIN, is_data, is_names, is_schema, reference_in};

use crate::pointer::Pointer;
use serde_json::Value;
use std::cell::Cell;
use std::collections::{BTreeMap, HashMap};

/// A node of the document and where it is.
#[derive(Clone)]
pub(super) struct Target<'a> {
    pub(super) node: &'a Value,
    pub(super) pointer: Pointer,
}

/// An inline schema that a reference points at: it becomes a component, and is referred to where it stands.
pub(super) struct Hoisted<'a> {
    pub(super) key: String,
    pub(super) target: Target<'a>,
}

/// The references of one document, found in one pass before the walk.
///
/// Nodes are known by their address: the tree is borrowed for as long as the table lives.
pub(super) struct References<'a> {
    root: &'a Value,
    /// The addresses that `$id` and `$self` give, and what `$anchor` and `$dynamicAnchor` name: by itself, and behind
    /// the address.
    ids: Vec<(String, Target<'a>)>,
    anchors: HashMap<String, Target<'a>>,
    /// The anchors and addresses that something else had before, and where.
    doubled: Vec<(Pointer, Pointer)>,
    /// The address of a node in which `#` means that node, if it or one around it has any.
    addresses: HashMap<*const Value, String>,
    /// What a node with a `$ref` that is not a plain `#/components/<section>/<key>` points at.
    links: HashMap<*const Value, Target<'a>>,
    /// Key of the component that each hoisted schema becomes.
    keys: HashMap<*const Value, String>,
    hoisted: Vec<Hoisted<'a>>,
    /// Where each hoisted schema is.
    homes: Vec<(*const Value, Pointer)>,
    /// The components that are written as references to schemas elsewhere, and where those are.
    adopted: BTreeMap<String, Pointer>,
    /// The keys that hoisted schemas are to have, as far as somebody has decided.
    decided: Keys,
    /// How many names can still be compared with what references that lead nowhere say.
    comparisons: Cell<usize>,
}

/// A document whose components are all gone has a reference to nothing in each line.
const COMPARISONS: usize = 1_000_000;

impl<'a> References<'a> {
    /// Finds all references in the document.
    pub(super) fn new(root: &'a Value) -> Self {
        Self::with_keys(root, Keys::default())
    }

    /// The same, with the keys of the schemas that become components.
    pub(super) fn with_keys(root: &'a Value, decided: Keys) -> Self {
        let mut references = Self { decided, ..Self::of_pointers(root) };
        references.scan();
        references
    }

    /// Knows pointers alone, and nothing of what has a name.
    pub(super) fn of_pointers(root: &'a Value) -> Self {
        Self {
            root,
            ids: Vec::new(),
            anchors: HashMap::new(),
            doubled: Vec::new(),
            addresses: HashMap::new(),
            links: HashMap::new(),
            keys: HashMap::new(),
            hoisted: Vec::new(),
            homes: Vec::new(),
            adopted: BTreeMap::new(),
            decided: Keys::default(),
            comparisons: Cell::new(COMPARISONS),
        }
    }

    /// The anchors and addresses that something else had before, and where that is.
    pub(super) fn take_doubled(&mut self) -> Vec<(Pointer, Pointer)> {
        std::mem::take(&mut self.doubled)
    }

    /// The document.
    pub(super) fn root(&self) -> &'a Value {
        self.root
    }

    /// The schemas that become components, in the order they are first referred to.
    pub(super) fn take_hoisted(&mut self) -> Vec<Hoisted<'a>> {
        std::mem::take(&mut self.hoisted)
    }

    /// The component that the schema `node` becomes, if a reference points at it where it stands.
    pub(super) fn hoisted_key(&self, node: &Value) -> Option<&str> {
        self.keys.get(&std::ptr::from_ref(node)).map(String::as_str)
    }

    /// The key that a reference to nothing may have meant, as long as there are not too many of both.
    pub(super) fn nearest(&self, reference: &str, keys: &serde_json::Map<String, Value>) -> Option<String> {
        self.comparisons.set(self.comparisons.get().checked_sub(keys.len())?);
        suggest::nearest(reference, keys)
    }

    /// The members of a section of the components, as written.
    pub(super) fn section(&self, section: &str) -> Option<&'a serde_json::Map<String, Value>> {
        self.root.get("components")?.get(section)?.as_object()
    }
}

/// Is it a key of the components, and of which section: `#/components/schemas/Pet`.
pub(super) fn component_of(pointer: &Pointer) -> Option<(String, String)> {
    let segments = pointer.segments();
    match segments.as_slice() {
        // An extension holds what its author likes.
        [components, section, key] if components == "components" && !section.starts_with("x-") => {
            Some((section.clone(), key.clone()))
        }
        _ => None,
    }
}

/// The text of a reference to a component.
pub(super) fn reference_to(section: &str, key: &str) -> String {
    Pointer::root().keys(&["components", section, key]).to_string()
}
