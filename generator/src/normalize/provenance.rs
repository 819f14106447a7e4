//! Which node of the author's document a node of the normalized tree came from.

use crate::diagnostics::{Diagnostic, Tree};
use crate::overlay::Origins;
use crate::pointer::Pointer;
use std::collections::HashMap;

/// A node of one of the author's files.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Origin {
    /// Which file, counted from the entry document, which is 0.
    pub file: usize,
    /// The node in that file.
    pub pointer: Pointer,
}

/// The way back from the normalized tree to the author's files.
///
/// Only subtrees that moved are recorded; a node below one is found by its longest recorded prefix, and a node below
/// none is where it always was. There is one table for each stage that moves nodes, the first stage first.
#[derive(Clone, Debug, Default)]
pub struct Provenance {
    stages: Vec<HashMap<Pointer, Origin>>,
}

impl Provenance {
    /// The way back from a document that overlays have changed.
    pub(super) fn of(origins: Origins) -> Self {
        Self { stages: vec![origins.into_nodes().collect()] }
    }

    /// Where the author wrote the node that is at `pointer` in the normalized tree.
    pub fn origin(&self, pointer: &Pointer) -> Origin {
        let start = Origin { file: 0, pointer: pointer.clone() };
        self.stages.iter().rev().fold(start, |node, stage| step_back(stage, node))
    }

    /// The same finding about the author's nodes; its pointers are into the tree that the current stage reads.
    #[must_use]
    pub(super) fn of_input(&self, mut diagnostic: Diagnostic) -> Diagnostic {
        for label in std::iter::once(&mut diagnostic.primary).chain(&mut diagnostic.related) {
            if label.tree == Tree::Normalized {
                let origin = self.origin_of_input(&label.pointer);
                label.pointer = origin.pointer;
                label.tree = Tree::Source(origin.file);
            }
        }
        diagnostic
    }

    /// Opens the table of the next stage.
    pub(super) fn begin_stage(&mut self) {
        self.stages.push(HashMap::new());
    }

    /// Notes that the node at `target` was at `source` before this stage.
    pub(super) fn record(&mut self, target: Pointer, source: Pointer) {
        if let Some(stage) = self.stages.last_mut() {
            stage.insert(target, Origin { file: 0, pointer: source });
        }
    }

    /// Notes that the node at `target` is a file of its own.
    pub(super) fn record_file(&mut self, target: Pointer, file: usize) {
        if let Some(stage) = self.stages.last_mut() {
            stage.insert(target, Origin { file, pointer: Pointer::root() });
        }
    }

    /// Where the node at `target` was before the current stage.
    pub(super) fn written(&self, target: &Pointer) -> Pointer {
        let start = Origin { file: 0, pointer: target.clone() };
        self.stages.iter().rev().take(1).fold(start, |node, stage| step_back(stage, node)).pointer
    }

    /// Did the stage before the current one say of this node that it is where it was?
    pub(super) fn stayed(&self, pointer: &Pointer) -> bool {
        let before = self.stages.iter().rev().nth(1);
        before.and_then(|stage| stage.get(pointer)).is_some_and(|origin| origin.file == 0 && origin.pointer == *pointer)
    }

    /// Where the author wrote the node that is at `pointer` in the tree the current stage reads.
    pub(super) fn origin_of_input(&self, pointer: &Pointer) -> Origin {
        let start = Origin { file: 0, pointer: pointer.clone() };
        self.stages.iter().rev().skip(1).fold(start, |node, stage| step_back(stage, node))
    }
}

fn step_back(stage: &HashMap<Pointer, Origin>, node: Origin) -> Origin {
    if node.file != 0 || stage.is_empty() {
        return node;
    }
    let mut prefix = node.pointer.clone();
    loop {
        if let Some(origin) = stage.get(&prefix) {
            return below(origin, &node.pointer.as_str()[prefix.as_str().len()..]);
        }
        match prefix.parent() {
            Some(parent) => prefix = parent,
            None => return node,
        }
    }
}

fn below(origin: &Origin, rest: &str) -> Origin {
    let pointer = Pointer::parse(&format!("{}{rest}", origin.pointer.as_str()));
    Origin { file: origin.file, pointer }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table(moves: &[(&str, &str)]) -> Provenance {
        let mut provenance = Provenance::default();
        for (target, source) in moves {
            provenance.begin_stage();
            provenance.record(Pointer::parse(target), Pointer::parse(source));
        }
        provenance
    }

    #[test]
    fn the_longest_prefix_decides_and_stages_chain() {
        let provenance = table(&[("/components/schemas", "/definitions"), ("/x/allOf/1", "/components/schemas/A")]);
        let origin = |pointer| provenance.origin(&Pointer::parse(pointer)).pointer.as_str().to_owned();
        assert_eq!(origin("/x/allOf/1/properties/a"), "/definitions/A/properties/a");
        assert_eq!(origin("/x/allOf/10"), "/x/allOf/10");
        assert_eq!(origin("/components/schemas/B"), "/definitions/B");
    }
}
