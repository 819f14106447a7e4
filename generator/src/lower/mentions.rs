//! What has no Rust, and the documentation says all the same: where to read on, which callbacks there are, where answers
//! lead.

use std::collections::BTreeSet;

use openapiv3::{Callback, Link, LinkOperation, Operation, ReferenceOr};

use super::operation::methods;
use super::{Lowering, component_key, docs};
use crate::pointer::Pointer;

impl<'a> Lowering<'a> {
    /// One line each, in an order that is not the document's: it means nothing there.
    pub(super) fn mentions(&self, operation: &'a Operation) -> Vec<String> {
        let mut facts: Vec<String> = docs::see_also(operation.external_docs.as_ref()).into_iter().collect();
        let silent = operation.callbacks.iter().filter(|(_, callback)| requests(callback) == 0);
        facts.extend(silent.map(|(name, _)| format!("Callback: `{}`", plain(name))).collect::<BTreeSet<String>>());
        facts.extend(self.links(operation));
        facts
    }

    /// The links of all answers, one that several answers have only once.
    fn links(&self, operation: &'a Operation) -> BTreeSet<String> {
        let responses = operation.responses.responses.values().chain(&operation.responses.default);
        let found = responses.filter_map(|response| self.response_item(response, Pointer::root()));
        let links = found.flat_map(|(response, _)| &response.links);
        links.map(|(name, link)| of_link(name, self.link(link))).collect()
    }

    fn link(&self, link: &'a ReferenceOr<Link>) -> Option<&'a Link> {
        match link {
            ReferenceOr::Item(link) => Some(link),
            ReferenceOr::Reference { reference } => {
                let key = component_key(reference, "links")?;
                self.document.components.as_ref()?.links.get(&key)?.as_item()
            }
        }
    }
}

/// How many requests a callback has, each of which is told with what it carries.
fn requests(callback: &Callback) -> usize {
    callback.values().map(|item| methods(item).count()).sum()
}

fn of_link(name: &str, link: Option<&Link>) -> String {
    let target = link.map(|link| match &link.operation {
        LinkOperation::OperationRef(target) | LinkOperation::OperationId(target) => target,
    });
    match target {
        Some(target) => format!("Link: `{}` leads to `{}`", plain(name), plain(target)),
        None => format!("Link: `{}`", plain(name)),
    }
}

/// A name that can stand between backticks.
pub(super) fn plain(name: &str) -> String {
    name.chars().filter(|letter| !letter.is_control() && *letter != '`').collect()
}
