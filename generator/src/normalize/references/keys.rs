//! What a schema that becomes a component is called among the components.
//!
//! One in the midst of a file has a key made of its pointer. One that is defined in another file has the name that it has
//! there, as long as nothing else has it: no component of the document itself, and no schema of another file. Of several
//! files, the one has it that had it before, else the first in the order of their paths, whatever refers to which.
//! Parameters, responses and their like go by the same rule.

use super::super::Known;
use super::super::bundle::{FILES, shown};
use super::{Hoisted, References, Target, reference_to};
use crate::pointer::Pointer;
use serde_json::Value;
use std::collections::{BTreeMap, HashMap, HashSet};

/// The keys of schemas, by their addresses.
pub(in super::super) type Keys = HashMap<*const Value, String>;

impl<'a> References<'a> {
    /// Makes the schema a component and gives the key of it.
    pub(in super::super) fn hoist(&mut self, target: &Target<'a>) -> String {
        let address = std::ptr::from_ref(target.node);
        if let Some(key) = self.keys.get(&address) {
            return key.clone();
        }
        let key = self.decided.get(&address).cloned().unwrap_or_else(|| self.free_key(&target.pointer));
        self.keys.insert(address, key.clone());
        self.homes.push((address, target.pointer.clone()));
        self.hoisted.push(Hoisted { key: key.clone(), target: target.clone() });
        key
    }

    /// A key made of the pointer alone, so that it stays when other schemas come and go.
    fn free_key(&self, pointer: &Pointer) -> String {
        let segments = pointer.segments();
        let taken = |key: &String| {
            self.section("schemas").is_some_and(|schemas| schemas.contains_key(key))
                || self.keys.values().any(|other| other == key)
        };
        let short = name_in_file(&segments).filter(|key| !taken(key));
        short.unwrap_or_else(|| long_key(&segments, taken))
    }

    /// The keys that all hoisted schemas should have, now that they are known; `None` if they have them.
    pub(in super::super) fn better_keys(&self, known: &dyn Fn(&str, &str) -> Option<Known>) -> Option<Keys> {
        let mut taken: HashSet<String> =
            self.section("schemas").into_iter().flat_map(|all| all.keys().cloned()).collect();
        let mut keys = Keys::new();
        let (mut addresses, mut defined) = (HashMap::new(), Vec::new());
        for (address, pointer) in &self.homes {
            let own = self.keys.get(address)?;
            match name_in_file(&pointer.segments()) {
                Some(short) => {
                    addresses.insert(pointer.clone(), *address);
                    defined.push(Named { pointer: pointer.clone(), short });
                }
                None => {
                    taken.insert(own.clone());
                    keys.insert(*address, own.clone());
                }
            }
        }
        let named = keys_of(defined, taken, known);
        keys.extend(named.into_iter().filter_map(|(pointer, key)| Some((*addresses.get(&pointer)?, key))));
        keys.iter().any(|(address, key)| self.keys.get(address) != Some(key)).then_some(keys)
    }

    /// The components that other files define, and where.
    pub(in super::super) fn places(&self) -> BTreeMap<String, String> {
        let defined = self.homes.iter().filter(|(_, pointer)| name_in_file(&pointer.segments()).is_some());
        let key = |address| Some(reference_to("schemas", self.keys.get(address)?));
        defined.filter_map(|(address, pointer)| Some((key(address)?, place_of(pointer)))).collect()
    }

    /// The components that are written as references to what other files define, and where.
    pub(in super::super) fn adopted_places(&self) -> BTreeMap<String, String> {
        let defined = self.adopted.iter().filter(|(_, pointer)| name_in_file(&pointer.segments()).is_some());
        defined.map(|(key, pointer)| (reference_to("schemas", key), place_of(pointer))).collect()
    }
}

/// Something that another file defines, and its name there.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
pub(in super::super) struct Named {
    pub(in super::super) pointer: Pointer,
    pub(in super::super) short: String,
}

/// The keys of what other files define, beside those that are taken.
pub(in super::super) fn keys_of(
    named: Vec<Named>,
    mut taken: HashSet<String>,
    known: &dyn Fn(&str, &str) -> Option<Known>,
) -> Vec<(Pointer, String)> {
    let remembered = |named: &Named| known(&place_of(&named.pointer), &long_key(&named.pointer.segments(), |_| false));
    let mut ranked: Vec<_> = named.into_iter().map(|named| (remembered(&named), named)).collect();
    ranked.sort_by(|(known, named), (other, next)| {
        (*known != Some(Known::Short), named).cmp(&(*other != Some(Known::Short), next))
    });
    let mut key = |(known, Named { pointer, short }): (Option<Known>, Named)| {
        let short = Some(short).filter(|short| known != Some(Known::Long) && !taken.contains(short));
        let key = short.unwrap_or_else(|| long_key(&pointer.segments(), |key| taken.contains(key)));
        taken.insert(key.clone());
        (pointer, key)
    };
    ranked.into_iter().map(&mut key).collect()
}

/// Where something in another file is written: `orders.yaml#/Item`, `home.json#`.
pub(in super::super) fn place_of(pointer: &Pointer) -> String {
    let place = shown(pointer.as_str());
    if pointer.segments().len() > 2 { place } else { format!("{place}#") }
}

/// What a schema in another file is called there: by its key, or else by the file.
fn name_in_file(segments: &[String]) -> Option<String> {
    let segments: Vec<&str> = segments.iter().map(String::as_str).collect();
    let name = match segments.as_slice() {
        // A part of the document itself.
        [FILES, "", ..] => None,
        [FILES, path] => {
            let file = path.rsplit('/').next().unwrap_or(path);
            Some(word(file.rsplit_once('.').map_or(file, |(stem, _)| stem)))
        }
        [FILES, _, "components", "schemas", name] | [FILES, _, "definitions" | "$defs", name] | [FILES, _, name] => {
            Some(word(name))
        }
        _ => None,
    };
    name.filter(|name| !name.is_empty())
}

/// What a part of `section` in another file is called there, unless it stands where it is only used.
pub(in super::super) fn part_name(section: &str, pointer: &Pointer) -> Option<String> {
    let segments = pointer.segments();
    let name = match segments.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
        [FILES, _, "components", group, name] if *group == section => Some(word(name)),
        [FILES, _, group, name] if *group == section || group.starts_with("x-") => Some(word(name)),
        [FILES, _] | [FILES, _, _] => name_in_file(&segments),
        _ => None,
    };
    name.filter(|name| !name.is_empty())
}

/// A key of all that leads to the schema.
fn long_key(segments: &[String], taken: impl Fn(&String) -> bool) -> String {
    let mut key = key_from(segments);
    while taken(&key) {
        key.push_str(".inline");
    }
    key
}

fn key_from(segments: &[String]) -> String {
    let segments: Vec<&str> = segments.iter().map(String::as_str).collect();
    let own = match segments.as_slice() {
        ["components", "schemas", rest @ ..] | ["components", rest @ ..] => rest,
        all => all,
    };
    let kept = own.iter().filter(|segment| !matches!(**segment, "$defs" | "definitions" | FILES));
    let words: Vec<String> = kept.map(|segment| word(segment)).filter(|word| !word.is_empty()).collect();
    words.join(".")
}

/// A segment in the alphabet that OpenAPI allows for the keys of components.
fn word(segment: &str) -> String {
    let plain = |char: char| {
        if char.is_ascii_alphanumeric() || "-_.".contains(char) { char } else { '_' }
    };
    segment.trim_start_matches("../").trim_matches('/').chars().map(plain).collect()
}
