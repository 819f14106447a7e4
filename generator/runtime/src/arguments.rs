//! What setters and calls make of the arrays and maps that they take.
//!
//! Here once, so that each setter is a call and not a chain of iterators that has to be compiled again.

use std::collections::BTreeMap;

/// An array of whatever goes through what turns into its items: a `Vec`, a literal, an iterator.
pub fn list<T>(items: impl IntoIterator<Item = impl Into<T>>) -> Vec<T> {
    items.into_iter().map(Into::into).collect()
}

/// A map of whatever goes through pairs of names and values: a `HashMap`, a literal, an iterator. The last of several
/// values of one name is kept.
pub fn map<T>(members: impl IntoIterator<Item = (impl Into<String>, impl Into<T>)>) -> BTreeMap<String, T> {
    members.into_iter().map(|(name, value)| (name.into(), value.into())).collect()
}
