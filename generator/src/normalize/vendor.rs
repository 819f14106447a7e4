//! Extensions of vendors that hold what OpenAPI has a place for.

use super::provenance::Provenance;
use super::references::{References, reference_in};
use crate::pointer::Pointer;
use serde_json::{Map, Value};
use std::collections::HashMap;

/// More paths, whose keys may be the same but for a query (AutoRest).
const PATHS: &str = "x-ms-paths";

/// The document with the paths of `x-ms-paths` among its others; `None` if it has none.
pub(super) fn with_all_paths(tree: &Value, provenance: &mut Provenance) -> Option<Value> {
    let more = tree.get(PATHS)?.as_object()?;
    let mut out = tree.as_object()?.clone();
    out.shift_remove(PATHS);
    provenance.begin_stage();
    let paths = out.entry("paths").or_insert_with(|| Map::new().into()).as_object_mut()?;
    for (key, node) in more {
        // Of two with one key the fragment, which is no part of a request, tells which is which.
        let free = if paths.contains_key(key) { format!("{key}#{PATHS}") } else { key.clone() };
        provenance.record(Pointer::root().keys(&["paths", &free]), Pointer::root().keys(&[PATHS, key]));
        paths.insert(free, node.clone());
    }
    Some(out.into())
}

/// Extensions that say something of the values of a schema, beside those that begin with `x-enum`.
const OF_VALUES: [&str; 5] =
    ["x-nullable", "x-ms-enum", "x-extensible-enum", "x-speakeasy-enums", "x-kubernetes-int-or-string"];

/// Is it an extension of a schema? Where the keywords of one stand on a parameter, this stands there, too.
pub(super) fn is_of_values(key: &str) -> bool {
    OF_VALUES.contains(&key) || key.starts_with("x-enum")
}

/// The value of the discriminator that means the schema it stands in (AutoRest, go-swagger).
const TAGS: [&str; 2] = ["x-ms-discriminator-value", "x-class"];

/// How many schemas are looked at for the ancestors of one.
const ANCESTORS: u32 = 100;

/// Of each schema that others extend through `allOf`: the values of a discriminator that these say of themselves, each
/// with the key of the component.
#[derive(Default)]
pub(super) struct OwnTags(HashMap<*const Map<String, Value>, Vec<(String, String)>>);

impl OwnTags {
    /// Finds them all.
    pub(super) fn of(references: &References<'_>) -> Self {
        let mut tags = Self::default();
        for (key, node) in references.section("schemas").into_iter().flatten() {
            if let Some(tag) = TAGS.iter().find_map(|key| node.get(*key)?.as_str()) {
                tags.add(node, &(tag.to_owned(), key.clone()), references, &mut { ANCESTORS });
            }
        }
        tags
    }

    fn add(&mut self, node: &Value, tag: &(String, String), references: &References<'_>, looks: &mut u32) {
        let Some(left) = looks.checked_sub(1) else { return };
        *looks = left;
        let target = node.as_object().and_then(reference_in).and_then(|reference| references.target(node, reference));
        if let Some(target) = target {
            return self.add(target.node, tag, references, looks);
        }
        let Some(members) = node.as_object() else { return };
        let known = self.0.entry(std::ptr::from_ref(members)).or_default();
        // Only one that is extended in two ways is met twice, and that at once.
        if known.last() != Some(tag) {
            known.push(tag.clone());
        }
        for part in members.get("allOf").and_then(Value::as_array).into_iter().flatten() {
            self.add(part, tag, references, looks);
        }
    }

    /// Those of the schemas that extend this one, and its own.
    pub(super) fn below(&self, members: &Map<String, Value>) -> &[(String, String)] {
        self.0.get(&std::ptr::from_ref(members)).map_or(&[], Vec::as_slice)
    }
}
