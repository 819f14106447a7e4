//! The pass that finds references before the walk: a schema that is referred to where it stands has to be known as
//! such when the walk gets to it, whichever comes first.

use super::super::bundle::FILES;
use super::super::place::Place;
use super::{References, Target, component_of};
use crate::load::join;
use crate::pointer::Pointer;
use serde_json::{Map, Value};
use std::collections::hash_map::Entry;

/// Members whose keys are names that the author chose, not keywords.
const NAMES: [&str; 20] = [
    "properties",
    "patternProperties",
    "$defs",
    "definitions",
    "dependentSchemas",
    "schemas",
    "responses",
    "headers",
    "parameters",
    "requestBodies",
    "paths",
    "pathItems",
    "webhooks",
    "callbacks",
    "content",
    "encoding",
    "links",
    "mediaTypes",
    "securitySchemes",
    "variables",
];

/// Members that hold data, in which a `$ref` is no reference.
const DATA: [&str; 5] = ["example", "default", "enum", "const", "value"];

/// Longest chain of references to references that is followed.
pub(in crate::normalize) const CHAIN: usize = 32;

/// What one pass over the document looks for.
#[derive(Clone, Copy)]
enum Pass {
    /// `$id`s and anchors, which references may use before they are defined.
    Names,
    References,
}

impl<'a> References<'a> {
    pub(super) fn scan(&mut self) {
        self.visit(self.root, &Place::ROOT, None, Pass::Names);
        self.adopt();
        self.visit(self.root, &Place::ROOT, None, Pass::References);
    }

    fn visit(&mut self, node: &'a Value, place: &Place<'_>, resource: Option<&Target<'a>>, pass: Pass) {
        match node {
            Value::Array(items) => {
                for (index, item) in items.iter().enumerate() {
                    self.visit(item, &place.index(index), resource, pass);
                }
            }
            Value::Object(members) => {
                let own = begins_resource(members, place).then(|| target(node, place));
                if let (Pass::Names, Some(own)) = (pass, &own) {
                    self.index_address(own, members, resource);
                }
                let resource = own.as_ref().or(resource);
                match pass {
                    Pass::Names => self.index_names(node, members, place, resource),
                    Pass::References => self.index_reference(node, members, resource),
                }
                self.visit_members(members, place, resource, pass);
            }
            _ => {}
        }
    }

    fn visit_members(
        &mut self,
        members: &'a Map<String, Value>,
        place: &Place<'_>,
        resource: Option<&Target<'a>>,
        pass: Pass,
    ) {
        for (key, value) in members.iter().filter(|(key, _)| !is_data(key)) {
            let here = place.key(key);
            match value.as_object().filter(|_| is_names(key)) {
                Some(named) => {
                    for (name, value) in named {
                        self.visit(value, &here.key(name), resource, pass);
                    }
                }
                None => self.visit(value, &here, resource, pass),
            }
        }
    }

    /// Notes the address of `own`, which is relative to that of what it is in.
    fn index_address(&mut self, own: &Target<'a>, members: &Map<String, Value>, outer: Option<&Target<'a>>) {
        let base = self.address(outer);
        let id = own_address(members);
        let address = id.map_or_else(|| base.to_owned(), |id| join(base, id));
        if address.is_empty() {
            return;
        }
        if members.contains_key("$id") {
            match self.anchors.entry(format!("{address}#")) {
                Entry::Occupied(first) => self.doubled.push((own.pointer.key("$id"), first.get().pointer.clone())),
                Entry::Vacant(free) => drop(free.insert(own.clone())),
            }
        }
        if id.is_some() {
            self.ids.push((address.clone(), own.clone()));
        }
        self.addresses.insert(std::ptr::from_ref(own.node), address);
    }

    fn index_names(
        &mut self,
        node: &'a Value,
        members: &Map<String, Value>,
        place: &Place<'_>,
        resource: Option<&Target<'a>>,
    ) {
        if !has_dollar(members) {
            return;
        }
        let anchors =
            ["$anchor", "$dynamicAnchor"].into_iter().filter_map(|key| Some((key, members.get(key)?.as_str()?)));
        for (key, anchor) in anchors {
            let own = || target(node, place);
            let within = format!("{}#{anchor}", self.address(resource));
            match self.anchors.entry(within) {
                Entry::Occupied(first) if key == "$anchor" => {
                    self.doubled.push((place.source().key(key), first.get().pointer.clone()));
                }
                entry => drop(entry.or_insert_with(own)),
            }
            self.anchors.entry(anchor.to_owned()).or_insert_with(own);
        }
    }

    fn index_reference(&mut self, node: &'a Value, members: &'a Map<String, Value>, resource: Option<&Target<'a>>) {
        if let Some(found) = reference_in(members).and_then(|text| self.index(text, resource)) {
            self.links.insert(std::ptr::from_ref(node), found);
        }
        let discriminator = members.get("discriminator");
        let mapping = discriminator.and_then(|own| own.get("mapping")?.as_object());
        for value in mapping.into_iter().flat_map(Map::values) {
            if let Some(found) = value.as_str().and_then(|text| self.index(text, resource)) {
                self.links.insert(std::ptr::from_ref(value), found);
            }
        }
    }

    /// A component that is nothing but a reference to an inline schema, or to one in another file, is that schema.
    fn adopt(&mut self) {
        for (key, node) in self.section("schemas").into_iter().flatten() {
            let own = Pointer::root().keys(&["components", "schemas", key]);
            let resource = Target { node, pointer: own };
            let text = node.as_object().filter(|members| members.len() == 1).and_then(reference_in);
            let found = text.filter(|text| self.plain_component(text).is_none());
            let found = found.and_then(|text| self.lookup(text, Some(&resource))).map(|found| self.end_of_chain(found));
            let found = found.filter(|found| component_of(&found.pointer).is_none() && found.node.is_object());
            if let Some(found) = found
                && let Entry::Vacant(free) = self.keys.entry(std::ptr::from_ref(found.node))
            {
                free.insert(key.clone());
                self.adopted.insert(key.clone(), found.pointer);
            }
        }
    }

    /// The schema that the component `key` is, if it is written as a reference to it.
    pub(in crate::normalize) fn adopted(&self, key: &str, node: &Value) -> Option<Target<'a>> {
        let text = node.as_object().filter(|members| members.len() == 1).and_then(reference_in)?;
        let target = self.target(node, text).filter(|_| self.plain_component(text).is_none())?;
        (self.hoisted_key(target.node)? == key).then_some(target)
    }

    /// Finds what a reference points at, unless that can be seen from its text; an inline schema is marked.
    fn index(&mut self, reference: &str, resource: Option<&Target<'a>>) -> Option<Target<'a>> {
        if self.plain_component(reference).is_some() {
            return None;
        }
        let found = self.end_of_chain(self.lookup(reference, resource)?);
        if component_of(&found.pointer).is_none() && is_schema(&found.pointer) {
            self.hoist(&found);
        }
        Some(found)
    }

    /// The component that a reference without escapes points at.
    pub(super) fn plain_component<'r>(&self, reference: &'r str) -> Option<(&'r str, &'r str)> {
        let (section, key) = reference.strip_prefix("#/components/")?.split_once('/')?;
        let plain = !key.contains(['/', '~', '%']);
        let exists = plain && self.section(section).is_some_and(|members| members.contains_key(key));
        exists.then_some((section, key))
    }

    /// Follows references of nodes that are nothing else, up to a component, which has a name of its own.
    fn end_of_chain(&self, start: Target<'a>) -> Target<'a> {
        let mut end = start;
        for _ in 0..CHAIN {
            let next = match component_of(&end.pointer) {
                Some(_) => None,
                None => end.node.as_object().filter(|members| members.len() == 1).and_then(reference_in),
            };
            match next.and_then(|reference| self.lookup(reference, None)) {
                Some(next) => end = next,
                None => break,
            }
        }
        end
    }
}

/// The reference in an object, if it is one.
pub(in crate::normalize) fn reference_in(members: &Map<String, Value>) -> Option<&str> {
    let named = || ["$ref", "$dynamicRef", "$recursiveRef"].iter().find_map(|key| members.get(*key)?.as_str());
    has_dollar(members).then(named).flatten()
}

/// Has the object a member that can be a reference, an `$id` or an anchor? Most have none, and a look at the first byte
/// of a key is cheaper than a search for each of them.
fn has_dollar(members: &Map<String, Value>) -> bool {
    members.keys().any(|key| key.starts_with('$'))
}

fn target<'a>(node: &'a Value, place: &Place<'_>) -> Target<'a> {
    Target { node, pointer: place.source() }
}

/// Does `#` inside this schema mean this schema? It does below an `$id`; authors mean it below a component, or next
/// to `$defs`, too.
fn begins_resource(members: &Map<String, Value>, place: &Place<'_>) -> bool {
    let component = || matches!(place.parent_key(), Some("schemas" | "definitions")) && place.depth() <= 3;
    let defines = || place.depth() > 0 && members.get("$defs").is_some_and(Value::is_object);
    let says_so = || own_address(members).is_some() || defines();
    has_dollar(members) && says_so() || component()
}

/// The address that an object gives itself: a schema by `$id`, a document by `$self` (OpenAPI 3.2).
pub(super) fn own_address(members: &Map<String, Value>) -> Option<&str> {
    ["$id", "$self"].into_iter().find_map(|key| members.get(key)?.as_str())
}

/// Does the member hold data, in which a `$ref` is no reference?
pub(in crate::normalize) fn is_data(key: &str) -> bool {
    key.starts_with("x-") || DATA.contains(&key)
}

/// Is it the place of a schema?
pub(in crate::normalize) fn is_schema(pointer: &Pointer) -> bool {
    let segments = pointer.segments();
    let mut last = segments.iter().rev().map(String::as_str);
    let (own, parent) = (last.next().unwrap_or_default(), last.next().unwrap_or_default());
    let applicators =
        ["schema", "items", "additionalProperties", "not", "if", "then", "else", "contains", "itemSchema"];
    let holders = ["properties", "patternProperties", "$defs", "definitions", "allOf", "oneOf", "anyOf", "prefixItems"];
    match component_of(pointer) {
        Some((section, _)) => section == "schemas",
        None => applicators.contains(&own) || holders.contains(&parent),
    }
}

/// Are the keys of the member names that the author chose?
pub(in crate::normalize) fn is_names(key: &str) -> bool {
    NAMES.contains(&key) || key == FILES
}
