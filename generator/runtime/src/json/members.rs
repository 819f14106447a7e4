//! What a branch of a union knows of a value, and what it passes over: found by reading the value as that branch.

use std::cell::RefCell;

use super::Reader;

/// Where the values of members begin, in their order, with the number of arrays and objects that each is in.
#[derive(Debug, Default)]
pub(super) struct Members {
    /// Those that have a field; they are only asked for where branches are compared.
    known: RefCell<Vec<usize>>,
    /// Those that are stepped over, but for `null`.
    passed: RefCell<Vec<(usize, u8)>>,
    /// Is it one of several branches that are compared?
    pub(super) compared: bool,
}

impl Members {
    /// Members of a branch that is compared with others.
    pub(super) fn compared() -> Self {
        Self { compared: true, ..Self::default() }
    }

    #[cold]
    pub(super) fn know(&self, reader: &mut Reader<'_>) {
        self.known.borrow_mut().push(reader.offset());
    }

    #[cold]
    pub(super) fn pass(&self, reader: &mut Reader<'_>) {
        if reader.token() != b'n' {
            self.passed.borrow_mut().push((reader.offset(), reader.depth));
        }
    }

    /// Is anything passed over that is inside of more arrays and objects than this?
    pub(super) fn passes_below(&self, depth: u8) -> bool {
        self.passed.borrow().iter().any(|(_, of)| *of > depth)
    }

    /// Is a member passed over that another branch knows?
    pub(super) fn loses_to(&self, other: &Self) -> bool {
        let known = other.known.borrow();
        self.passed.borrow().iter().any(|(offset, _)| known.binary_search(offset).is_ok())
    }

    /// Passes over what the branch of an inner union does.
    pub(super) fn add(&self, inner: Self) {
        self.passed.borrow_mut().extend(inner.passed.into_inner());
    }

    pub(super) fn len(&self) -> [usize; 2] {
        [self.known.borrow().len(), self.passed.borrow().len()]
    }

    /// Forgets what was noted after a wrong guess.
    pub(super) fn truncate(&self, [known, passed]: [usize; 2]) {
        self.known.borrow_mut().truncate(known);
        self.passed.borrow_mut().truncate(passed);
    }
}
