//! Objects that may be written as a reference: kept as one to a component, else written out.

use super::bundle::shown;
use super::context::Context;
use super::place::Place;
use super::references::{Followed, Target, reference_in, reference_to};
use super::version::Version;
use crate::diagnostics::defect;
use serde_json::{Value, json};

/// Reads one kind of object.
pub(super) type Read<'a> = fn(&mut Context<'a>, &Value, &Place<'_>) -> Option<Value>;

/// How many references may be written out in one document; references to references multiply.
const LIMIT: usize = 20_000;

/// How deep references may be written out inside one another.
const DEPTH: usize = 8;

/// The same for references where OpenAPI has none.
const PASSING: usize = 32;

impl<'a> Context<'a> {
    /// The object, or a reference to a component of `section`.
    pub(super) fn referable(
        &mut self,
        node: &Value,
        place: &Place<'_>,
        section: &str,
        read: Read<'a>,
    ) -> Option<Value> {
        match self.follow_reference(node, place, section) {
            None => read(self, node, place),
            Some(Followed::Component(key)) => {
                self.note_said(node, place, section);
                Some(json!({"$ref": reference_to(section, &key)}))
            }
            Some(Followed::Node(target)) => self.write_out_said(&target, node, place, section, read),
            Some(Followed::Broken) => None,
        }
    }

    /// The object, written out if it is a reference, for the places where openapiv3 has none.
    pub(super) fn inlined(&mut self, node: &Value, place: &Place<'_>, section: &str, read: Read<'a>) -> Option<Value> {
        match self.follow_reference(node, place, section) {
            None => read(self, node, place),
            Some(Followed::Component(key)) => {
                let target = self.component(section, &key)?;
                self.write_out_said(&target, node, place, section, read)
            }
            Some(Followed::Node(target)) => self.write_out_said(&target, node, place, section, read),
            Some(Followed::Broken) => None,
        }
    }

    /// Writes out the target with what the reference `node` says of it.
    fn write_out_said(
        &mut self,
        target: &Target<'a>,
        node: &Value,
        place: &Place<'_>,
        section: &str,
        read: Read<'a>,
    ) -> Option<Value> {
        let said = self.said(node, section);
        let mut written = self.write_out(target, place, read)?;
        if let Some(members) = written.as_object_mut() {
            members.extend(said);
        }
        Some(written)
    }

    fn follow_reference(&mut self, node: &Value, place: &Place<'_>, section: &str) -> Option<Followed<'a>> {
        let here = place.key("$ref");
        let followed = self.follow(node, &here, section)?;
        let siblings = node.as_object().into_iter().flatten();
        let lost =
            siblings.filter(|(key, value)| !key.starts_with('$') && *key != "summary" && !self.is_said(key, value));
        let lost: Vec<String> = lost.map(|(key, _)| key.clone()).collect();
        if !lost.is_empty() && section != "pathItems" {
            let pointer = self.pointer(&here);
            self.report(match self.version >= Version::V3_1 {
                true => defect::reference_members(&pointer, &lost),
                false => defect::reference_siblings(&pointer, &[], &lost),
            });
        }
        Some(followed)
    }

    /// A component as written.
    pub(super) fn component(&self, section: &str, key: &str) -> Option<Target<'a>> {
        let node = self.references.section(section)?.get(key)?;
        let pointer = crate::pointer::Pointer::root().keys(&["components", section, key]);
        Some(Target { node, pointer })
    }

    /// Writes the target of a reference in its place.
    pub(super) fn write_out(
        &mut self,
        target: &Target<'a>,
        place: &Place<'_>,
        read: impl FnOnce(&mut Self, &Value, &Place<'_>) -> Option<Value>,
    ) -> Option<Value> {
        let address = std::ptr::from_ref(target.node);
        let too_many = self.inlining.len() >= DEPTH || self.inlined >= LIMIT;
        if self.inlining.contains(&address) || too_many {
            self.report(defect::reference_cycle(&self.pointer(place), &shown(target.pointer.as_str())));
            return None;
        }
        self.inlining.push(address);
        self.inlined += 1;
        let here = place.from(&target.pointer);
        self.moved(&here);
        let value = read(self, target.node, &here);
        self.inlining.pop();
        value
    }

    /// Reads what is [`behind`](Self::behind) a node, else the node itself. A reference that leads back into what is
    /// being read is cut.
    pub(super) fn through<T: Default>(
        &mut self,
        node: &Value,
        place: &Place<'_>,
        read: impl FnOnce(&mut Self, &Value, &Place<'_>) -> T,
    ) -> T {
        let Some(target) = self.behind(node) else { return read(self, node, place) };
        let address = std::ptr::from_ref(target.node);
        let too_many = self.passing.len() >= PASSING || self.inlined >= LIMIT;
        if self.passing.contains(&address) || too_many {
            self.report(defect::reference_cycle(&self.pointer(place), &shown(target.pointer.as_str())));
            return T::default();
        }
        self.passing.push(address);
        self.inlined += 1;
        let here = place.from(&target.pointer);
        self.moved(&here);
        let value = read(self, target.node, &here);
        self.passing.pop();
        value
    }

    /// What a node that is nothing but a reference leads to, where OpenAPI has no references: authors of several
    /// files put them everywhere.
    pub(super) fn behind(&self, node: &Value) -> Option<Target<'a>> {
        let mut found = None;
        let mut end = node;
        for _ in 0..DEPTH {
            match end.as_object().filter(|members| members.len() == 1).and_then(reference_in) {
                Some(text) => found = Some(self.references.target(end, text)?),
                None => return found,
            }
            end = found.as_ref().map(|target| target.node)?;
        }
        None
    }

    /// The object behind a node that may be a reference, without a word about it.
    pub(super) fn resolved<'v>(&self, node: &'v Value) -> &'v Value
    where
        'a: 'v,
    {
        let mut end = node;
        for _ in 0..32 {
            let target = end.as_object().and_then(reference_in).and_then(|text| self.references.target(end, text));
            match target {
                Some(target) => end = target.node,
                None => break,
            }
        }
        end
    }
}
