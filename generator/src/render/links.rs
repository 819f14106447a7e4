//! Where the answers of an operation lead, as lines of its documentation.

use super::docs;
use crate::model::{Link, Operation};

/// One line each.
pub(super) fn links(operation: &Operation) -> Vec<String> {
    operation.links.iter().map(line).collect()
}

fn line(link: &Link) -> String {
    let parameters = docs::listed(link.parameters.iter().map(|(name, source)| pair(name, source)));
    let with = parameters.map(|list| format!(", with {list}"));
    let body = link.body.as_ref().map(|source| format!(", with the body {}", docs::code(source)));
    let server = link.server.as_ref().map(|url| format!(", at {}", docs::code(url)));
    let more = [with, body, server, docs::after(&link.docs)].into_iter().flatten().collect::<String>();
    format!("Link: {} leads to {}{more}", docs::code(&link.name), docs::code(&link.target))
}

fn pair(parameter: &str, source: &str) -> String {
    format!("{} = {}", docs::code(parameter), docs::code(source))
}
