//! Where the walk stands: in the tree it reads and in the tree it writes.

use crate::pointer::Pointer;

/// One step of a path through a tree.
#[derive(Clone, Copy)]
enum Step<'a> {
    Key(&'a str),
    Index(usize),
    /// Still the same node: a schema that gets a branch of its own has none in the source.
    Stay,
    /// Somewhere else altogether: behind a reference, or below `components`.
    Jump(&'a Pointer),
}

/// A node, as the path to it in the source and the path to it in the result.
///
/// Places are links of a list on the call stack. A pointer is only spelled out where something is said about a node
/// or where it has moved, so that walking costs no strings.
pub(super) struct Place<'a> {
    parent: Option<&'a Place<'a>>,
    source: Step<'a>,
    target: Step<'a>,
    depth: usize,
}

impl<'a> Place<'a> {
    /// The root of both trees.
    pub(super) const ROOT: Place<'static> = Place { parent: None, source: Step::Stay, target: Step::Stay, depth: 0 };

    fn step(&'a self, source: Step<'a>, target: Step<'a>) -> Place<'a> {
        Place { parent: Some(self), source, target, depth: self.depth + 1 }
    }

    /// The member `key`, in both trees.
    pub(super) fn key(&'a self, key: &'a str) -> Place<'a> {
        self.step(Step::Key(key), Step::Key(key))
    }

    /// The item at `index`, in both trees.
    pub(super) fn index(&'a self, index: usize) -> Place<'a> {
        self.step(Step::Index(index), Step::Index(index))
    }

    /// The member `source`, which is called `target` in the result.
    pub(super) fn renamed(&'a self, source: &'a str, target: &'a str) -> Place<'a> {
        self.step(Step::Key(source), Step::Key(target))
    }

    /// The item at `source`, which is at `target` in the result.
    pub(super) fn reindexed(&'a self, source: usize, target: usize) -> Place<'a> {
        self.step(Step::Index(source), Step::Index(target))
    }

    /// The same member, under another name in the result.
    pub(super) fn sibling(&self, target: &'a str) -> Place<'a> {
        Place { target: Step::Key(target), ..*self }
    }

    /// The same node, one member deeper in the result.
    pub(super) fn under_key(&'a self, key: &'a str) -> Place<'a> {
        self.step(Step::Stay, Step::Key(key))
    }

    /// The same node, one item deeper in the result.
    pub(super) fn under_index(&'a self, index: usize) -> Place<'a> {
        self.step(Step::Stay, Step::Index(index))
    }

    /// The member `key` of the source, which takes the place of its parent in the result.
    pub(super) fn lifted_key(&'a self, key: &'a str) -> Place<'a> {
        self.step(Step::Key(key), Step::Stay)
    }

    /// The item at `index` of the source, which takes the place of its parent in the result.
    pub(super) fn lifted_index(&'a self, index: usize) -> Place<'a> {
        self.step(Step::Index(index), Step::Stay)
    }

    /// Another node of the source, which is written where this place stands.
    pub(super) fn from(&'a self, source: &'a Pointer) -> Place<'a> {
        self.step(Step::Jump(source), Step::Stay)
    }

    /// The same node of the source, written somewhere else.
    pub(super) fn to(&'a self, target: &'a Pointer) -> Place<'a> {
        self.step(Step::Stay, Step::Jump(target))
    }

    /// How many steps led here.
    pub(super) fn depth(&self) -> usize {
        self.depth
    }

    /// The key in the source of the node that holds this one.
    pub(super) fn parent_key(&self) -> Option<&str> {
        match self.parent?.source {
            Step::Key(key) => Some(key),
            _ => None,
        }
    }

    /// The node in the tree that is read.
    pub(super) fn source(&self) -> Pointer {
        self.spell(true)
    }

    /// The node in the tree that is written.
    pub(super) fn target(&self) -> Pointer {
        self.spell(false)
    }

    fn spell(&self, source: bool) -> Pointer {
        let parent = || self.parent.map(|parent| parent.spell(source)).unwrap_or_default();
        match if source { self.source } else { self.target } {
            Step::Key(key) => parent().key(key),
            Step::Index(index) => parent().index(index),
            Step::Stay => parent(),
            Step::Jump(pointer) => pointer.clone(),
        }
    }
}
