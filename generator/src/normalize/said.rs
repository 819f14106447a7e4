//! What a reference says of what it leads to: since 3.1 a `summary` and a `description` beside it go before those of the
//! object there (OpenAPI 3.1.1, 4.8.23), which openapiv3 has no place for.

use super::context::Context;
use super::facts;
use super::place::Place;
use super::references::{CHAIN, reference_in};
use super::version::Version;
use serde_json::{Map, Value};

/// What each kind of object calls the texts. Elsewhere they have no effect, or show nowhere, as those of examples.
fn texts(section: &str) -> &'static [(&'static str, &'static str)] {
    match section {
        "responses" => &[("summary", facts::SUMMARY), ("description", "description")],
        "parameters" | "requestBodies" | "headers" | "links" | "securitySchemes" => &[("description", "description")],
        _ => &[],
    }
}

impl Context<'_> {
    /// Is it a text that a reference may have beside it?
    pub(super) fn is_said(&self, key: &str, value: &Value) -> bool {
        self.version >= Version::V3_1 && key == "description" && value.is_string()
    }

    /// What the reference `node` to an object of `section` says of it, or else one that it leads on to.
    pub(super) fn said(&self, node: &Value, section: &str) -> Map<String, Value> {
        let mut said = Map::new();
        let mut end = node;
        for _ in 0..CHAIN {
            let reference = end.as_object().and_then(reference_in).filter(|_| self.version >= Version::V3_1);
            let Some(reference) = reference else { break };
            for (key, name) in texts(section) {
                let text = end.get(key).filter(|text| text.as_str().is_some_and(|text| !text.trim().is_empty()));
                if let Some(text) = text.filter(|_| !said.contains_key(*name)) {
                    said.insert((*name).to_owned(), text.clone());
                }
            }
            match self.references.target(end, reference) {
                Some(target) => end = target.node,
                None => break,
            }
        }
        said
    }

    /// Remembers it until the object is written that the reference is in.
    pub(super) fn note_said(&mut self, node: &Value, place: &Place<'_>, section: &str) {
        let said = self.said(node, section);
        if !said.is_empty() {
            self.said.push((place.target(), said));
        }
    }

    /// Writes what the references in an operation or a response say.
    pub(super) fn add_said(&mut self, here: &Place<'_>, out: &mut Map<String, Value>) {
        if self.said.is_empty() {
            return;
        }
        let owner = here.target();
        let (own, others): (Vec<_>, Vec<_>) =
            std::mem::take(&mut self.said).into_iter().partition(|(place, _)| place.below(&owner).is_some());
        self.said = others;
        let own = own.into_iter().filter_map(|(place, said)| Some((place.below(&owner)?.to_owned(), said.into())));
        let said: Map<String, Value> = own.collect();
        if !said.is_empty() {
            out.insert(facts::SAID.to_owned(), said.into());
        }
    }
}
