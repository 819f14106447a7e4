//! Carrying out the actions of an overlay.

use serde_json::{Map, Value};
use serde_json_path::{JsonPath, PathElement};

use super::Overlaid;
use super::action::{Action, Change, Version, actions, version};
use super::origins::Origins;
use crate::diagnostics::{Diagnostic, overlay as mistake};
use crate::normalize::Origin;
use crate::pointer::Pointer;

/// Carries out all actions of the overlay in the file of this index.
pub(super) fn apply(overlaid: &mut Overlaid, file: usize, overlay: &Value) {
    if !overlay.is_object() {
        return;
    }
    let mut findings = Vec::new();
    if let Some(version) = version(overlay, &mut findings) {
        let (tree, origins) = (&mut overlaid.tree, &mut overlaid.origins);
        for action in actions(overlay, &mut findings) {
            let mut step = Step { tree, origins, findings: &mut findings, file, version };
            step.carry_out(&action);
        }
    }
    overlaid.findings.extend(findings.into_iter().map(|finding| finding.in_file(file)));
}

/// The steps from the root to a node. Of two nodes in one list, the order is theirs.
type Steps = Vec<Key>;

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Key {
    Index(usize),
    Name(String),
}

/// One action at work.
struct Step<'a> {
    tree: &'a mut Value,
    origins: &'a mut Origins,
    findings: &'a mut Vec<Diagnostic>,
    file: usize,
    version: Version,
}

impl Step<'_> {
    fn carry_out(&mut self, action: &Action<'_>) {
        let targets = located(&action.target, self.tree);
        if targets.is_empty() {
            self.report_nothing(action);
            return;
        }
        match &action.change {
            Change::Remove => targets.into_iter().rev().for_each(|target| self.remove(&target, action)),
            Change::Update(update) => self.update(&targets, update, action),
            Change::Copy(source) => self.copy(&targets, source, action),
        }
    }

    /// Says how far the path of an action leads.
    fn report_nothing(&mut self, action: &Action<'_>) {
        if !action.optional {
            let found = prefixes(action.text)
                .find(|prefix| JsonPath::parse(prefix).is_ok_and(|path| !path.query(self.tree).is_empty()));
            self.findings.push(mistake::matched_nothing(&action.at.key("target"), found));
        }
    }

    /// Takes a node out of the one that holds it.
    fn remove(&mut self, target: &Steps, action: &Action<'_>) {
        let Some((last, parent)) = target.split_last() else {
            self.findings.push(mistake::not_applicable(&action.at, "the document itself can't be removed"));
            return;
        };
        let parent = pointer(parent);
        match (self.tree.pointer_mut(parent.as_str()), last) {
            (Some(Value::Object(members)), Key::Name(name)) => {
                members.shift_remove(name);
                self.origins.forget(&parent.key(name));
            }
            (Some(Value::Array(items)), Key::Index(index)) if *index < items.len() => {
                let length = items.len();
                items.remove(*index);
                self.origins.remove_item(&parent, *index, length);
            }
            _ => {}
        }
    }

    fn update(&mut self, targets: &[Steps], update: &Value, action: &Action<'_>) {
        let from = action.at.key("update");
        if !self.is_permitted(targets, action) {
            return;
        }
        for target in targets {
            let at = pointer(target);
            let origin = Origin { file: self.file, pointer: from.clone() };
            let Some(node) = self.tree.pointer_mut(at.as_str()) else { continue };
            let mut merging = Merging { origins: &mut *self.origins, refused: None };
            match (self.version, node) {
                (Version::V1_0, Value::Array(items)) => merging.push(items, update, &at, &From::Overlay(origin)),
                (Version::V1_0 | Version::V1_1, node) => merging.merge(node, update, &at, &From::Overlay(origin)),
            }
            self.findings.extend(merging.refused.map(|why| mistake::not_applicable(&action.at, why)));
        }
    }

    /// Gives the targets what the one source has.
    fn copy(&mut self, targets: &[Steps], source: &JsonPath, action: &Action<'_>) {
        let at = action.at.key("copy");
        let sources = located(source, self.tree);
        let [source] = &sources[..] else {
            let message = format!("`copy` has to be about one node, and is about {}", sources.len());
            self.findings.push(mistake::not_applicable(&at, &message));
            return;
        };
        let source = pointer(source);
        let Some(value) = self.tree.pointer(source.as_str()).cloned() else { return };
        if !self.is_permitted(targets, action) {
            return;
        }
        let before = self.origins.clone();
        for target in targets {
            let to = pointer(target);
            let Some(node) = self.tree.pointer_mut(to.as_str()) else { continue };
            let mut merging = Merging { origins: &mut *self.origins, refused: None };
            merging.merge(node, &value, &to, &From::Document(&before, source.clone()));
            self.findings.extend(merging.refused.map(|why| mistake::not_applicable(&action.at, why)));
        }
    }

    /// Version 1.0 changes no scalars, and 1.1 demands that all targets are alike.
    fn is_permitted(&mut self, targets: &[Steps], action: &Action<'_>) -> bool {
        let kinds = targets.iter().filter_map(|target| Some(kind(self.tree.pointer(pointer(target).as_str())?)));
        let kinds: Vec<Kind> = kinds.collect();
        let why = match self.version {
            Version::V1_0 if kinds.contains(&Kind::Scalar) => "version 1.0 of overlays changes objects and lists only",
            Version::V1_1 if kinds.iter().any(|kind| *kind != kinds[0]) => {
                "`target` is about objects, lists and scalars at once"
            }
            Version::V1_0 | Version::V1_1 => return true,
        };
        self.findings.push(mistake::not_applicable(&action.at.key("target"), why));
        false
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Object,
    Array,
    Scalar,
}

fn kind(value: &Value) -> Kind {
    match value {
        Value::Object(_) => Kind::Object,
        Value::Array(_) => Kind::Array,
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => Kind::Scalar,
    }
}

/// What is merged into a node comes from here.
enum From<'a> {
    Overlay(Origin),
    Document(&'a Origins, Pointer),
}

impl From<'_> {
    fn key(&self, key: &str) -> Self {
        self.step(|pointer| pointer.key(key))
    }

    fn index(&self, index: usize) -> Self {
        self.step(|pointer| pointer.index(index))
    }

    fn step(&self, step: impl FnOnce(&Pointer) -> Pointer) -> Self {
        match self {
            Self::Overlay(Origin { file, pointer }) => Self::Overlay(Origin { file: *file, pointer: step(pointer) }),
            Self::Document(origins, pointer) => Self::Document(origins, step(pointer)),
        }
    }
}

struct Merging<'a> {
    origins: &'a mut Origins,
    /// Why something could not be merged.
    refused: Option<&'static str>,
}

impl Merging<'_> {
    /// Members are merged, items are added, lists are joined, and a scalar is replaced.
    fn merge(&mut self, node: &mut Value, update: &Value, at: &Pointer, from: &From<'_>) {
        match (node, update) {
            (Value::Object(members), Value::Object(update)) => self.members(members, update, at, from),
            (Value::Array(items), Value::Array(more)) => {
                for (index, item) in more.iter().enumerate() {
                    self.push(items, item, at, &from.index(index));
                }
            }
            (Value::Array(items), item) => self.push(items, item, at, from),
            (node, update) if kind(node) == Kind::Scalar && kind(update) == Kind::Scalar => {
                *node = update.clone();
                self.note(at, from);
            }
            (Value::Object(_), _) => self.refused = Some("an object takes only members"),
            _ => self.refused = Some("a scalar takes no members or items"),
        }
    }

    fn members(
        &mut self,
        members: &mut Map<String, Value>,
        update: &Map<String, Value>,
        at: &Pointer,
        from: &From<'_>,
    ) {
        for (key, value) in update {
            let (at, from) = (at.key(key), from.key(key));
            match members.get_mut(key) {
                Some(node) => self.merge(node, value, &at, &from),
                None => {
                    members.insert(key.clone(), value.clone());
                    self.note(&at, &from);
                }
            }
        }
    }

    /// Notes where the node at `at` was written.
    fn note(&mut self, at: &Pointer, from: &From<'_>) {
        match from {
            From::Overlay(origin) => self.origins.set(at, origin.clone()),
            From::Document(before, pointer) => self.origins.copy(before, pointer, at),
        }
    }

    fn push(&mut self, items: &mut Vec<Value>, item: &Value, at: &Pointer, from: &From<'_>) {
        self.note(&at.index(items.len()), from);
        items.push(item.clone());
    }
}

/// The nodes that a path is about, each once, in the order of lists.
fn located(path: &JsonPath, tree: &Value) -> Vec<Steps> {
    let found = path.query_located(tree);
    let step = |element: &PathElement<'_>| match element {
        PathElement::Name(name) => Key::Name((*name).to_owned()),
        PathElement::Index(index) => Key::Index(*index),
    };
    let mut steps: Vec<Steps> = found.locations().map(|location| location.iter().map(step).collect()).collect();
    steps.sort();
    steps.dedup();
    steps
}

fn pointer(steps: &[Key]) -> Pointer {
    steps.iter().fold(Pointer::root(), |pointer, step| match step {
        Key::Name(name) => pointer.key(name),
        Key::Index(index) => pointer.index(*index),
    })
}

/// How a path begins, from long to short.
fn prefixes(path: &str) -> impl Iterator<Item = &str> {
    let ends = path.char_indices().rev().filter(|(_, letter)| matches!(letter, '.' | '['));
    ends.map(|(at, _)| path[..at].trim_end_matches('.')).filter(|prefix| prefix.len() > 1).take(20)
}
