//! Where the nodes of a changed document come from.

use std::collections::BTreeMap;
use std::ops::Bound;

use crate::normalize::Origin;
use crate::pointer::Pointer;

/// The nodes that are not where the author of the document put them, and where each was written.
///
/// A node below one of these is below its origin, and any other is where it always was.
#[derive(Clone, Debug, Default)]
pub struct Origins(BTreeMap<String, Origin>);

impl Origins {
    /// Where the node at `pointer` was written.
    pub fn origin(&self, pointer: &Pointer) -> Origin {
        let mut prefix = pointer.clone();
        loop {
            if let Some(origin) = self.0.get(prefix.as_str()) {
                let rest = &pointer.as_str()[prefix.as_str().len()..];
                return below(origin, rest);
            }
            match prefix.parent() {
                Some(parent) => prefix = parent,
                None => return Origin { file: 0, pointer: pointer.clone() },
            }
        }
    }

    /// Every node that has an origin of its own.
    pub(crate) fn into_nodes(self) -> impl Iterator<Item = (Pointer, Origin)> {
        self.0.into_iter().map(|(pointer, origin)| (Pointer::parse(&pointer), origin))
    }

    /// Notes that the node at `pointer` was written elsewhere, with all that is below it.
    pub(super) fn set(&mut self, pointer: &Pointer, origin: Origin) {
        self.take(pointer);
        self.0.insert(pointer.as_str().to_owned(), origin);
    }

    /// Notes that the node at `to` is a copy of the one that was at `from` when these were the origins.
    pub(super) fn copy(&mut self, before: &Self, from: &Pointer, to: &Pointer) {
        self.set(to, before.origin(from));
        self.put(to, before.within(from));
    }

    /// Forgets a node that is gone, and all that is below it.
    pub(super) fn forget(&mut self, pointer: &Pointer) {
        self.take(pointer);
    }

    /// Forgets an item that is gone; the items behind it, up to `length` before it was gone, move up.
    pub(super) fn remove_item(&mut self, array: &Pointer, index: usize, length: usize) {
        self.take(&array.index(index));
        for next in index + 1..length {
            let (from, to) = (array.index(next), array.index(next - 1));
            let origin = self.origin(&from);
            let moved = self.take(&from);
            self.0.insert(to.as_str().to_owned(), origin);
            self.put(&to, moved);
        }
    }

    /// The nodes at and below `pointer` that have an origin of their own, by what follows `pointer`.
    fn within(&self, pointer: &Pointer) -> Vec<(String, Origin)> {
        let start = pointer.as_str();
        let from = (Bound::Included(start), Bound::Unbounded);
        let all = self.0.range::<str, _>(from).map_while(|(key, origin)| Some((key.strip_prefix(start)?, origin)));
        let below = all.filter(|(rest, _)| rest.is_empty() || rest.starts_with('/'));
        below.map(|(rest, origin)| (rest.to_owned(), origin.clone())).collect()
    }

    fn take(&mut self, pointer: &Pointer) -> Vec<(String, Origin)> {
        let taken = self.within(pointer);
        for (rest, _) in &taken {
            self.0.remove(&format!("{}{rest}", pointer.as_str()));
        }
        taken
    }

    fn put(&mut self, pointer: &Pointer, nodes: Vec<(String, Origin)>) {
        self.0.extend(nodes.into_iter().map(|(rest, origin)| (format!("{}{rest}", pointer.as_str()), origin)));
    }
}

fn below(origin: &Origin, rest: &str) -> Origin {
    Origin { file: origin.file, pointer: Pointer::parse(&format!("{}{rest}", origin.pointer.as_str())) }
}
