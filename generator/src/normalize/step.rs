//! The way from the root of a tree to a node: spelled out as a pointer only where something is said about the node.

use crate::pointer::Pointer;

/// A step from a node to one below it.
#[derive(Clone, Copy)]
pub(super) enum Step<'v> {
    Key(&'v str),
    Index(usize),
}

/// The node that these steps lead to.
pub(super) fn pointer(path: &[Step<'_>]) -> Pointer {
    path.iter().fold(Pointer::root(), |pointer, step| match step {
        Step::Key(key) => pointer.key(key),
        Step::Index(index) => pointer.index(*index),
    })
}
