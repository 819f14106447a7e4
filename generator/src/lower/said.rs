//! What a reference says of the component that it leads to, in place of what that says of itself.

use indexmap::IndexMap;
use serde_json::Value;

use crate::normalize::facts;
use crate::pointer::Pointer;

/// The texts beside a reference.
#[derive(Clone, Copy, Default)]
pub(super) struct Said<'a> {
    summary: Option<&'a str>,
    description: Option<&'a str>,
}

impl<'a> Said<'a> {
    /// Those of the reference at a place in an operation or a response with these extensions.
    pub(super) fn at(extensions: &'a IndexMap<String, Value>, place: &[&str]) -> Self {
        let Some(all) = extensions.get(facts::SAID) else { return Self::default() };
        let said = all.get(Pointer::root().keys(place).as_str());
        let text = |name: &str| said.and_then(|said| said.get(name)?.as_str());
        Self { summary: text(facts::SUMMARY), description: text("description") }
    }

    /// The summary of an object that has this one itself.
    pub(super) fn summary(self, own: Option<&str>) -> String {
        self.summary.or(own).unwrap_or_default().to_owned()
    }

    /// The description of an object that has this one itself.
    pub(super) fn description(self, own: Option<&str>) -> String {
        self.description.or(own).unwrap_or_default().to_owned()
    }
}
