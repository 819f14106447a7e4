//! From the text of a `$ref` to a node: JSON pointers, anchors, `$id`s.

use super::scan::own_address;
use super::{References, Target, reference_in};
use crate::load::join;
use crate::pointer::{Pointer, unescape};
use serde_json::Value;
use std::borrow::Cow;

/// How many references one pointer may lead across.
const DETOURS: usize = 8;

impl<'a> References<'a> {
    /// The node that `reference` means inside the schema resource (the nearest `$id`, or component) `resource`.
    pub(in crate::normalize) fn lookup(&self, reference: &str, resource: Option<&Target<'a>>) -> Option<Target<'a>> {
        self.lookup_through(reference, resource, DETOURS)
    }

    fn lookup_through(&self, reference: &str, resource: Option<&Target<'a>>, detours: usize) -> Option<Target<'a>> {
        let local = self.without_self(reference);
        let Some((id, fragment)) = local.split_once('#') else {
            return if local.is_empty() { resource.cloned() } else { self.by_id(local, resource) };
        };
        let fragment = &*pointer_in(fragment);
        if !id.is_empty() {
            let base = self.by_id(id, resource)?;
            return self.by_fragment(fragment, Some(&base), detours);
        }
        self.by_fragment(fragment, resource, detours)
    }

    /// The address that those in this resource are relative to; empty if it has none.
    pub(super) fn address(&self, resource: Option<&Target<'a>>) -> &str {
        let own = resource.and_then(|resource| self.addresses.get(&std::ptr::from_ref(resource.node)));
        own.map_or("", String::as_str)
    }

    /// The reference without the address of the document itself (3.2 `$self`, or a root `$id`).
    fn without_self<'r>(&self, reference: &'r str) -> &'r str {
        let own = ["$self", "$id"].into_iter().filter_map(|key| self.root.get(key)?.as_str());
        own.filter_map(|own| reference.strip_prefix(own)).find(|rest| rest.starts_with('#')).unwrap_or(reference)
    }

    /// What says that this is its address, relative to that of the resource (JSON Schema 2020-12, 8.2); else the first
    /// whose address ends so.
    fn by_id(&self, id: &str, resource: Option<&Target<'a>>) -> Option<Target<'a>> {
        if self.ids.is_empty() {
            return None;
        }
        let address = join(self.address(resource), id);
        let exact = self.ids.iter().find(|(own, _)| *own == address);
        let suffix = || {
            let tail = format!("/{}", id.trim_start_matches("./").trim_start_matches('/'));
            self.ids.iter().find(|(own, _)| own.ends_with(&tail))
        };
        exact.or_else(suffix).map(|(_, target)| target.clone())
    }

    fn by_fragment(&self, fragment: &str, resource: Option<&Target<'a>>, detours: usize) -> Option<Target<'a>> {
        if fragment.is_empty() {
            return resource.cloned();
        }
        if !fragment.starts_with('/') {
            let within = format!("{}#{fragment}", self.address(resource));
            return self.anchors.get(&within).or_else(|| self.anchors.get(fragment)).cloned();
        }
        let document = Target { node: self.root, pointer: Pointer::root() };
        let in_resource = || self.descend(resource?, fragment, detours);
        // A schema with an address is a document of its own; authors forget that it is.
        match resource.filter(|resource| resource.node.as_object().is_some_and(|own| own_address(own).is_some())) {
            Some(_) => in_resource().or_else(|| self.descend(&document, fragment, detours)),
            None => self.descend(&document, fragment, detours).or_else(in_resource),
        }
    }

    /// The member of a node that one step of a pointer leads to.
    pub(super) fn step(&self, from: &Target<'a>, step: &str) -> Option<Target<'a>> {
        self.descend(from, &format!("/{step}"), DETOURS)
    }

    /// Follows a JSON pointer, percent-decoded if it must be, through references if it leads across them.
    fn descend(&self, base: &Target<'a>, fragment: &str, detours: usize) -> Option<Target<'a>> {
        let mut steps = fragment.split('/').skip(1);
        steps.try_fold(base.clone(), |target, step| {
            child(&target, step).or_else(|| self.child_behind(&target, step, detours))
        })
    }

    /// The member of what a reference on the way points at.
    fn child_behind(&self, target: &Target<'a>, step: &str, detours: usize) -> Option<Target<'a>> {
        let reference = target.node.as_object().and_then(reference_in)?;
        let behind = self.lookup_through(reference, None, detours.checked_sub(1)?)?;
        child(&behind, step)
    }
}

fn child<'a>(target: &Target<'a>, step: &str) -> Option<Target<'a>> {
    let plain = unescape(step);
    match target.node {
        Value::Array(items) => {
            let index = plain.parse::<usize>().ok()?;
            Some(Target { node: items.get(index)?, pointer: target.pointer.index(index) })
        }
        Value::Object(members) => {
            let decoded = unescape(&percent_decode(step));
            let found = [plain, decoded].into_iter().find_map(|key| Some((members.get(&key)?, key)));
            found.map(|(node, key)| Target { node, pointer: target.pointer.key(&key) })
        }
        _ => None,
    }
}

/// The fragment of a reference, in which a pointer may have its slashes encoded (RFC 6901, 6).
pub(in super::super) fn pointer_in(fragment: &str) -> Cow<'_, str> {
    let encoded = ["%2F", "%2f"].iter().any(|slash| fragment.starts_with(slash));
    if encoded { Cow::Owned(percent_decode(fragment)) } else { Cow::Borrowed(fragment) }
}

/// Decodes `%20` and the like (RFC 3986 section 2.1); what is not an escape stays.
pub(in super::super) fn percent_decode(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((&first, tail)) = rest.split_first() {
        let escape = tail.get(..2).and_then(|hex| std::str::from_utf8(hex).ok()).filter(|_| first == b'%');
        match escape.and_then(|hex| u8::from_str_radix(hex, 16).ok()) {
            Some(byte) => {
                bytes.push(byte);
                rest = &tail[2..];
            }
            None => {
                bytes.push(first);
                rest = tail;
            }
        }
    }
    String::from_utf8(bytes).unwrap_or_else(|_| text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn pointer_of(root: &Value, reference: &str) -> Option<String> {
        References::new(root).lookup(reference, None).map(|target| target.pointer.as_str().to_owned())
    }

    #[test]
    fn pointers_are_unescaped_and_percent_decoded() {
        let root = json!({"paths": {"/a b/{id}": {"get": [{"x": 1}]}}, "a%20b": 1, "~": 2});
        let cases = [
            ("#/paths/~1a%20b~1{id}/get/0/x", Some("/paths/~1a b~1{id}/get/0/x")),
            ("#/paths/~1a%20b~1%7Bid%7D", Some("/paths/~1a b~1{id}")),
            ("#/a%20b", Some("/a%20b")),
            ("#%2Fpaths%2f~1a%20b~1%7Bid%7D%2Fget", Some("/paths/~1a b~1{id}/get")),
            ("#/~0", Some("/~0")),
            ("#/paths/~1a", None),
        ];
        for (reference, expected) in cases {
            assert_eq!(pointer_of(&root, reference).as_deref(), expected, "{reference}");
        }
    }

    #[test]
    fn anchors_ids_and_the_own_address_are_found() {
        let root = json!({
            "$self": "https://example.com/api",
            "components": {"schemas": {
                "A": {"$id": "https://example.com/schemas/a.json", "$defs": {"x": {"type": "string"}}},
                "B": {"$anchor": "bee"},
            }},
        });
        let a = "/components/schemas/A";
        assert_eq!(pointer_of(&root, "#bee").as_deref(), Some("/components/schemas/B"));
        assert_eq!(pointer_of(&root, "https://example.com/schemas/a.json").as_deref(), Some(a));
        assert_eq!(pointer_of(&root, "a.json#/$defs/x"), Some(format!("{a}/$defs/x")));
        assert_eq!(pointer_of(&root, "https://example.com/api#/components/schemas/A").as_deref(), Some(a));
    }
}
