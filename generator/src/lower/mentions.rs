//! What a client can't call, and the documentation says all the same: where to read on, what the server calls back, where
//! answers lead.

use std::collections::BTreeSet;

use openapiv3::{Callback, Link, LinkOperation, Operation, PathItem, ReferenceOr};

use super::operation::methods;
use super::{Lowering, component_key, docs};
use crate::pointer::Pointer;

impl<'a> Lowering<'a> {
    /// One line each, in an order that is not the document's: it means nothing there.
    pub(super) fn mentions(&self, operation: &'a Operation) -> Vec<String> {
        let mut facts: Vec<String> = docs::see_also(operation.external_docs.as_ref()).into_iter().collect();
        let requests = operation.callbacks.iter().flat_map(|(name, callback)| of_callback(name, callback));
        facts.extend(requests.collect::<BTreeSet<String>>());
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

/// Each request that the server makes of a callback: what it calls, and how.
fn of_callback(name: &str, callback: &Callback) -> Vec<String> {
    let requests = callback.iter().flat_map(|(expression, item)| of_item(expression, item));
    let requests: Vec<String> = requests.map(|request| format!("Callback: `{}`, {request}", plain(name))).collect();
    if requests.is_empty() { vec![format!("Callback: `{}`", plain(name))] } else { requests }
}

fn of_item(expression: &str, item: &PathItem) -> Vec<String> {
    methods(item).map(|(method, _)| format!("`{method}` to `{}`", plain(expression))).collect()
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
