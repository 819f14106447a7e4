//! Why a place has no type: a finding says so, or else the schema itself says nothing.

use std::collections::BTreeMap;
use std::path::PathBuf;

use generator::census::{Holder, Untyped};
use generator::config;
use generator::diagnostics::{Diagnostic, Label, Part, codes};
use generator::pointer::Pointer;
use generator::{Generated, Outcome};

use crate::output::show;

/// The findings that cost a schema its type.
const COSTLY: [&str; 14] = [
    "OAS0201", "OAS0202", "OAS0203", "OAS1003", "OAS1004", "OAS1005", "OAS1006", "OAS2104", "OAS2112", "OAS2113",
    "OAS3001", "OAS3002", "OAS3003", "OAS3006",
];

/// The places that have no type for the same reason.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Group {
    /// The reason.
    pub reason: String,
    /// The places, in the model's order.
    pub places: Vec<Place>,
}

/// A place without a type.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// Who has it.
    pub owner: String,
    /// The file and the place of the schema.
    pub located: Option<(PathBuf, config::Place)>,
    /// Why.
    pub reason: String,
}

impl Place {
    /// `types::Event.payload  spec/api.yaml:5120`
    pub fn text(&self) -> String {
        let place = self.located.as_ref().map(|(path, place)| format!("  {}:{}", show(path), place.line));
        format!("{}{}", self.owner, place.unwrap_or_default())
    }
}

/// The places without a type, the most frequent reason first.
pub fn groups(outcome: &Outcome, generated: &Generated) -> Vec<Group> {
    let mut places: BTreeMap<String, Vec<Place>> = BTreeMap::new();
    let causes = causes(outcome);
    for untyped in &generated.untyped {
        let place = place(untyped, &causes, outcome);
        places.entry(place.reason.clone()).or_default().push(place);
    }
    let mut groups: Vec<_> = places.into_iter().map(|(reason, places)| Group { reason, places }).collect();
    groups.sort_by_key(|group| std::cmp::Reverse(group.places.len()));
    groups
}

/// A node of the author's files and the finding about it.
type Cause<'a> = ((usize, Pointer), &'a Diagnostic);

fn causes(outcome: &Outcome) -> Vec<Cause<'_>> {
    let costly = outcome.diagnostics.iter().filter(|diagnostic| COSTLY.contains(&diagnostic.code));
    costly.filter_map(|diagnostic| Some((outcome.report.origin(&diagnostic.primary)?, diagnostic))).collect()
}

fn place(untyped: &Untyped, causes: &[Cause<'_>], outcome: &Outcome) -> Place {
    let label = Label::new(&untyped.pointer, Part::Value, "");
    let located = outcome.report.locate(&label).map(|(path, place)| (path.to_owned(), place));
    let origin = outcome.report.origin(&label);
    let cause = origin.and_then(|origin| causes.iter().find(|(cause, _)| is_within(cause, &origin)));
    let reason = cause.map_or_else(|| silence(untyped.holder).to_owned(), |(_, diagnostic)| words(diagnostic));
    Place { owner: untyped.owner.clone(), located, reason }
}

/// Is the first node the second one, or in it? What has no type has none inside either, so one finding is enough.
fn is_within(node: &(usize, Pointer), other: &(usize, Pointer)) -> bool {
    let rest = node.1.as_str().strip_prefix(other.1.as_str());
    node.0 == other.0 && rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

/// What a schema says that no finding is about.
fn silence(holder: Holder) -> &'static str {
    match holder {
        Holder::Value => "schema is `{}`",
        Holder::Item => "array of any items",
        Holder::Entry => "object of any properties",
    }
}

/// The reason in words that are the same for every place.
fn words(diagnostic: &Diagnostic) -> String {
    if diagnostic.code == "OAS3001" {
        let why = diagnostic.message.split_once(", as ").map_or(diagnostic.message.as_str(), |(_, why)| why);
        return format!("{why} [{}]", diagnostic.code);
    }
    let title = codes::explain(diagnostic.code).map_or(diagnostic.message.as_str(), |code| code.title);
    format!("{title} [{}]", diagnostic.code)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_leaves_something_untyped_by_its_own_words_is_costly() {
        let untyped =
            |code: &codes::Code| code.recovery.contains("untyped") || code.recovery.contains("`serde_json::Value`");
        let missing: Vec<_> =
            codes::all().filter(|code| untyped(code) && !COSTLY.contains(&code.code)).map(|code| code.code).collect();
        assert!(missing.is_empty(), "{missing:?}");
        let unknown: Vec<_> = COSTLY.iter().filter(|code| codes::explain(code).is_none()).collect();
        assert!(unknown.is_empty(), "{unknown:?}");
    }
}
