//! Events to nodes, for both languages.

use super::{Key, Kind, Node, Spans};
use std::ops::Range;

/// Collects the nodes of one document while a scanner walks through it.
#[derive(Default)]
pub(super) struct Builder {
    nodes: Vec<Node>,
    open: Vec<Open>,
    /// Where the last event ended.
    end: u32,
}

struct Open {
    node: usize,
    /// The key that waits for its value.
    key: Option<Key>,
}

impl Builder {
    /// Is the next scalar the key of a member?
    pub(super) fn expects_key(&self) -> bool {
        self.open.last().is_some_and(|open| open.key.is_none() && self.nodes[open.node].kind == Kind::Object)
    }

    /// A key; `text` is what it says, if that is not simply what stands between the quotes.
    pub(super) fn key(&mut self, range: &Range<usize>, text: Option<Box<str>>) {
        let (start, end) = self.place(range);
        if let Some(open) = self.open.last_mut() {
            open.key = Some(Key { start, end, text });
        }
    }

    /// A node without children; gives its index.
    pub(super) fn leaf(&mut self, range: &Range<usize>, kind: Kind) -> u32 {
        let (start, end) = self.place(range);
        let key = self.open.last_mut().and_then(|open| open.key.take());
        let index = self.nodes.len();
        self.nodes.push(Node { key, start, end, next: index as u32 + 1, kind });
        index as u32
    }

    /// The start of a node with children; gives its index.
    pub(super) fn open(&mut self, range: &Range<usize>, kind: Kind) -> u32 {
        let index = self.leaf(range, kind);
        self.open.push(Open { node: index as usize, key: None });
        index
    }

    /// The end of the innermost open node.
    pub(super) fn close(&mut self, range: &Range<usize>) {
        let (_, end) = self.place(range);
        self.close_at(end);
    }

    /// The end of the innermost open node, where the language has no mark for it.
    pub(super) fn close_here(&mut self) {
        self.close_at(self.end);
    }

    fn close_at(&mut self, end: u32) {
        let next = self.nodes.len() as u32;
        if let Some(node) = self.open.pop().and_then(|open| self.nodes.get_mut(open.node)) {
            (node.next, node.end) = (next, end.max(node.start));
        }
    }

    /// The index; what is still open because the scanner gave up ends here.
    pub(super) fn finish(mut self) -> Spans {
        while !self.open.is_empty() {
            self.close_here();
        }
        Spans { nodes: self.nodes, ..Spans::default() }
    }

    /// Offsets fit: texts are at most [`super::super::limits::BYTES`] long.
    fn place(&mut self, range: &Range<usize>) -> (u32, u32) {
        self.end = range.end as u32;
        (range.start as u32, range.end as u32)
    }
}
