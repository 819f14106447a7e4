//! Why a place has no type: a finding says so, or else the schema itself says nothing.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use generator::census::{Holder, Untyped};
use generator::config;
use generator::diagnostics::{Diagnostic, Label, Part, Tree, codes};
use generator::load::{self, Source};
use generator::pointer::Pointer;
use generator::{Generated, Outcome};
use serde_json::Value;

use crate::output::show;

/// The findings that cost a schema its type.
const COSTLY: [&str; 16] = [
    "OAS0201", "OAS0202", "OAS0203", "OAS1003", "OAS1004", "OAS1005", "OAS1006", "OAS2104", "OAS2112", "OAS2113",
    "OAS2136", "OAS3001", "OAS3002", "OAS3003", "OAS3006", "OAS3007",
];

/// The finding about a property that is only demanded.
const UNDECLARED: &str = "OAS3006";

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
    let (causes, trees) = (causes(outcome), trees(outcome));
    for untyped in &generated.untyped {
        let place = place(untyped, &causes, &trees, outcome);
        places.entry(place.reason.clone()).or_default().push(place);
    }
    let mut groups: Vec<_> = places.into_iter().map(|(reason, places)| Group { reason, places }).collect();
    groups.sort_by_key(|group| std::cmp::Reverse(group.places.len()));
    groups
}

/// A node of one of the author's files.
type Node = (usize, Pointer);

/// A node and the finding about it.
type Cause<'a> = (Node, &'a Diagnostic);

fn causes(outcome: &Outcome) -> Vec<Cause<'_>> {
    let costly = outcome.diagnostics.iter().filter(|diagnostic| COSTLY.contains(&diagnostic.code));
    costly.filter_map(|diagnostic| Some((outcome.report.origin(&diagnostic.primary)?, diagnostic))).collect()
}

/// The author's files, by their index. The report only has their texts.
fn trees(outcome: &Outcome) -> Vec<Value> {
    let read = |source: &Source| load::load(source.path(), source.text()).map(|mut source| source.take_value());
    outcome.report.sources().iter().map(|source| read(source).unwrap_or_default()).collect()
}

fn place(untyped: &Untyped, causes: &[Cause<'_>], trees: &[Value], outcome: &Outcome) -> Place {
    let label = Label::new(&untyped.pointer, Part::Value, "");
    let node = outcome.report.origin(&label).map(|origin| written(origin, trees));
    let cause = node.as_ref().and_then(|node| cause(node, causes, trees));
    let label = match (cause, &node) {
        (Some(demand), _) if demand.code == UNDECLARED => demand.primary.clone(),
        (_, Some((file, pointer))) => Label { tree: Tree::Source(*file), pointer: pointer.clone(), ..label },
        (_, None) => label,
    };
    let located = outcome.report.locate(&label).map(|(path, place)| (path.to_owned(), place));
    let schema = || trees.get(node.as_ref()?.0)?.pointer(node.as_ref()?.1.as_str());
    let reason = cause.map_or_else(|| silence(untyped.holder, schema()).to_owned(), words);
    Place { owner: untyped.owner.clone(), located, reason }
}

/// The finding that a node has no type because of.
fn cause<'a>(node: &Node, causes: &[Cause<'a>], trees: &[Value]) -> Option<&'a Diagnostic> {
    let demand = causes.iter().find(|cause| is_demand(cause, node, trees));
    let cause = demand.or_else(|| causes.iter().find(|(cause, _)| is_within(cause, node)));
    cause.map(|(_, diagnostic)| *diagnostic)
}

/// Where the author wrote the schema: a property of `allOf` stands in one of its parts.
fn written((file, pointer): Node, trees: &[Value]) -> Node {
    let found = trees.get(file).filter(|document| document.pointer(pointer.as_str()).is_none()).and_then(|document| {
        let owner = pointer.parent()?.parent()?;
        let name = pointer.last()?;
        let mut declared = parts(document, owner).into_iter().map(|part| part.keys(&["properties", &name]));
        declared.find(|property| document.pointer(property.as_str()).is_some())
    });
    (file, found.unwrap_or(pointer))
}

/// A schema and the parts that `allOf` joins in it, in the same file, the last of them first.
fn parts(document: &Value, owner: Pointer) -> Vec<Pointer> {
    let (mut all, mut open, mut seen) = (Vec::new(), vec![owner], BTreeSet::new());
    while let Some(part) = open.pop() {
        let Some(node) = document.pointer(part.as_str()).filter(|_| seen.insert(part.clone())) else { continue };
        let target = node.get("$ref").and_then(Value::as_str).and_then(|target| target.strip_prefix('#'));
        open.extend(target.map(Pointer::parse));
        let count = node.get("allOf").and_then(Value::as_array).map_or(0, Vec::len);
        open.extend((0..count).map(|at| part.key("allOf").index(at)));
        all.push(part);
    }
    all
}

/// Is it the demand, in the schema that has the property or a part of it, that something of this name is there? The property itself is
/// nowhere in the document.
fn is_demand(((file, node), diagnostic): &Cause<'_>, property: &Node, trees: &[Value]) -> bool {
    if diagnostic.code != UNDECLARED {
        return false;
    }
    let name = || trees.get(*file)?.pointer(node.as_str())?.as_str();
    if *file != property.0 || name().map(str::to_owned) != property.1.last() {
        return false;
    }
    let owner = property.1.parent().and_then(|list| list.parent());
    let owners = owner.zip(trees.get(*file)).map(|(owner, document)| parts(document, owner)).unwrap_or_default();
    owners.into_iter().any(|owner| is_within(&(*file, node.clone()), &(*file, owner)))
}

/// Is the first node the second one, or in it? What has no type has none inside either, so one finding is enough.
fn is_within(node: &Node, other: &Node) -> bool {
    let rest = node.1.as_str().strip_prefix(other.1.as_str());
    node.0 == other.0 && rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

/// What a schema says that no finding is about.
fn silence(holder: Holder, schema: Option<&Value>) -> &'static str {
    let lists = schema.is_some_and(|schema| schema.get("enum").is_some() || schema.get("const").is_some());
    match holder {
        Holder::Value if lists => "`null` is its only value",
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
    if diagnostic.code == "OAS2104" {
        let what = diagnostic.message.split(';').next().unwrap_or(&diagnostic.message);
        return format!("{what} [{}]", diagnostic.code);
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
