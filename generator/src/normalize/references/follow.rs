//! From a node with a `$ref` to what is written in its place.

use super::super::bundle;
use super::super::context::Context;
use super::super::place::Place;
use super::scan::{CHAIN, own_address, reference_in};
use super::{References, Target, component_of, suggest};
use crate::diagnostics::reference::missing_file;
use crate::diagnostics::{Diagnostic, defect};
use crate::pointer::Pointer;
use serde_json::Value;

/// What a reference leads to.
pub(in super::super) enum Followed<'a> {
    /// A component of the section that was asked for.
    Component(String),
    /// A node elsewhere, to be written out in place of the reference.
    Node(Target<'a>),
    /// Nothing; it has been reported.
    Broken,
}

impl<'a> Context<'a> {
    /// Follows the reference in `node` to an object of the kind that `section` of the components holds, if there is
    /// a reference in it.
    pub(in super::super) fn follow(&mut self, node: &Value, place: &Place<'_>, section: &str) -> Option<Followed<'a>> {
        let reference = reference_in(node.as_object()?)?;
        Some(self.follow_text(reference, node, place, section))
    }

    /// Follows a reference that is written in `node`, which need not be a reference object: a mapping is a string.
    pub(in super::super) fn follow_text(
        &mut self,
        reference: &str,
        node: &Value,
        place: &Place<'_>,
        section: &str,
    ) -> Followed<'a> {
        let first = self.references.target(node, reference);
        let settled = first.map(|first| self.references.settle(first, section));
        let pointer = self.pointer(place);
        match settled {
            Some(Settled::Component(key)) => {
                self.note_whole_document(reference, node, &key, &pointer);
                Followed::Component(key)
            }
            Some(Settled::Node(target)) => Followed::Node(target),
            Some(Settled::Cycle) => self.broken(defect::reference_cycle(&pointer, &shown(reference))),
            Some(Settled::Related(target, found)) => {
                self.report(defect::reference_to_related(&pointer, &shown(reference), &found, section));
                Followed::Node(target)
            }
            Some(Settled::Elsewhere(found)) => {
                self.broken(defect::reference_to_wrong_section(&pointer, &shown(reference), &found, section))
            }
            None => self.guess(reference, place, section),
        }
    }

    /// What is behind the references in `node`, be it only guessed, without a finding.
    pub(in super::super) fn meant<'v>(&self, node: &'v Value, section: &str) -> &'v Value
    where
        'a: 'v,
    {
        let end = self.resolved(node);
        let guessed = end.as_object().and_then(reference_in).and_then(|text| {
            let keys = self.references.section(section)?;
            keys.get(&suggest::obvious(text, keys)?)
        });
        guessed.map_or(end, |component| self.resolved(component))
    }

    /// `#` is the document unless the schema around it has an address; authors mean that schema all the same.
    fn note_whole_document(&mut self, reference: &str, node: &Value, key: &str, pointer: &Pointer) {
        let whole = ["", "#"].contains(&reference) && node.get("$ref").is_some();
        let schema = self.references.section("schemas").and_then(|all| all.get(key));
        if whole && schema.is_some_and(|own| !has_address(own)) {
            self.report(defect::reference_to_all(pointer, reference, key));
        }
    }

    /// A reference that leads nowhere: tries what the author obviously meant.
    fn guess(&mut self, reference: &str, place: &Place<'_>, section: &str) -> Followed<'a> {
        let pointer = self.pointer(place);
        if suggest::is_external(reference) {
            let missing = self.missing(reference, place);
            return self.broken(missing);
        }
        let written = shown(reference);
        let keys = self.references.section(section);
        if let Some(key) = keys.and_then(|keys| suggest::obvious(reference, keys)) {
            self.report(defect::misspelt_reference(&pointer, &written, &super::reference_to(section, &key)));
            return Followed::Component(key);
        }
        let nearest = self.references.sibling(reference).or_else(|| {
            let key = self.references.nearest(reference, keys?)?;
            Some(super::reference_to(section, &key))
        });
        self.broken(defect::dangling_reference(&pointer, &written, section, nearest.as_deref()))
    }

    /// Why a reference to another file leads nowhere.
    fn missing(&self, reference: &str, place: &Place<'_>) -> Diagnostic {
        let pointer = self.pointer(place);
        let origin = self.provenance.origin_of_input(&pointer);
        match self.author.missing(origin.file, reference) {
            Some(missing) => missing_file(&origin.pointer, reference, &missing).in_file(origin.file),
            None => defect::external_reference(&pointer, reference),
        }
    }

    /// Reports the reference at `place`, which stands where OpenAPI has none and leads nowhere.
    pub(in super::super) fn report_broken(&mut self, reference: &str, place: &Place<'_>) {
        let finding = match suggest::is_external(reference) {
            true => self.missing(reference, place),
            false => {
                let nearest = self.references.sibling(reference);
                defect::dangling_reference(&self.pointer(place), &shown(reference), "", nearest.as_deref())
            }
        };
        self.report(finding);
    }

    fn broken(&mut self, diagnostic: Diagnostic) -> Followed<'a> {
        self.report(diagnostic);
        Followed::Broken
    }
}

fn has_address(schema: &Value) -> bool {
    schema.as_object().is_some_and(|members| own_address(members).is_some())
}

enum Settled<'a> {
    Component(String),
    Node(Target<'a>),
    /// A component of another section that holds what was asked for.
    Related(Target<'a>, String),
    Elsewhere(String),
    Cycle,
}

impl<'a> References<'a> {
    /// The node that the reference in `node` means.
    pub(in super::super) fn target(&self, node: &Value, reference: &str) -> Option<Target<'a>> {
        if let Some((section, key)) = self.plain_component(reference) {
            let node = self.section(section)?.get(key)?;
            let pointer = crate::pointer::Pointer::root().keys(&["components", section, key]);
            return Some(Target { node, pointer });
        }
        self.links.get(&std::ptr::from_ref(node)).cloned().or_else(|| self.lookup(reference, None))
    }

    /// What stands where the reference leads to if steps of it that are not there are taken for what is spelt nearly the
    /// same, in whatever file.
    fn sibling(&self, reference: &str) -> Option<String> {
        let steps = reference.trim().trim_end_matches('/').strip_prefix("#/")?.split('/');
        let mut target = Target { node: self.root(), pointer: Pointer::root() };
        for step in steps {
            target = match self.step(&target, step) {
                Some(found) => found,
                None => {
                    let key = self.nearest(step, target.node.as_object()?)?;
                    Target { node: target.node.get(&key)?, pointer: target.pointer.key(&key) }
                }
            };
        }
        Some(shown(&target.pointer.to_string()))
    }

    /// Goes on from a target that is a reference itself. A schema component is an end of its own: its name means
    /// something even if it is only an alias.
    fn settle(&self, first: Target<'a>, section: &str) -> Settled<'a> {
        let mut target = first;
        for _ in 0..CHAIN {
            let next = target.node.as_object().and_then(reference_in).filter(|_| section != "schemas");
            match next.and_then(|next| self.target(target.node, next)) {
                Some(next) => target = next,
                None => return self.arrive(target, section),
            }
        }
        Settled::Cycle
    }

    fn arrive(&self, target: Target<'a>, section: &str) -> Settled<'a> {
        match component_of(&target.pointer) {
            Some((own, key)) if own == section => Settled::Component(key),
            Some((own, _)) => match related(&target, &own, section) {
                Some(related) => Settled::Related(related, own),
                None => Settled::Elsewhere(own),
            },
            None => match self.hoisted_key(target.node).filter(|_| section == "schemas") {
                Some(key) => Settled::Component(key.to_owned()),
                None => Settled::Node(target),
            },
        }
    }
}

/// What of a component of section `found` is of the kind that section `wanted` holds: most have a schema, and a
/// parameter says all that a header does.
fn related<'a>(target: &Target<'a>, found: &str, wanted: &str) -> Option<Target<'a>> {
    match (found, wanted) {
        ("parameters" | "headers", "schemas") => member(target, "schema"),
        ("responses" | "requestBodies", "schemas") => {
            let content = member(target, "content")?;
            let first = content.node.as_object()?.keys().next()?;
            member(&member(&content, first)?, "schema")
        }
        ("parameters", "headers") | ("requestBodies", "responses") | ("responses", "requestBodies") => {
            Some(target.clone())
        }
        _ => None,
    }
}

fn member<'a>(target: &Target<'a>, key: &str) -> Option<Target<'a>> {
    let node = target.node.get(key)?;
    Some(Target { node, pointer: target.pointer.key(key) })
}

/// The reference as the author wrote it, as far as that can be told.
pub(in super::super) fn shown(reference: &str) -> String {
    match reference.strip_prefix('#') {
        Some(pointer) if pointer.starts_with('/') => bundle::shown(pointer),
        _ => reference.to_owned(),
    }
}
