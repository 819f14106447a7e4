//! What has no Rust, and the documentation says all the same: where to read on, which callbacks there are.

use std::collections::BTreeSet;

use openapiv3::{Callback, Operation};

use super::operation::methods;
use super::{Lowering, docs};

impl<'a> Lowering<'a> {
    /// One line each, in an order that is not the document's: it means nothing there.
    pub(super) fn mentions(&self, operation: &'a Operation) -> Vec<String> {
        let mut facts: Vec<String> = docs::see_also(operation.external_docs.as_ref()).into_iter().collect();
        let silent = operation.callbacks.iter().filter(|(_, callback)| requests(callback) == 0);
        facts.extend(silent.map(|(name, _)| format!("Callback: `{}`", plain(name))).collect::<BTreeSet<String>>());
        facts
    }
}

/// How many requests a callback has, each of which is told with what it carries.
fn requests(callback: &Callback) -> usize {
    callback.values().map(|item| methods(item).count()).sum()
}

/// A name that can stand between backticks.
pub(super) fn plain(name: &str) -> String {
    name.chars().filter(|letter| !letter.is_control() && *letter != '`').collect()
}
