//! Overrides in `codegen.toml` that meet nothing in the document: a name that was mistyped, or a thing that is gone.

use std::collections::BTreeSet;
use std::ops::Range;

use super::operation::{self, Draft};
use crate::config::{Client, Finding};
use crate::model::{Api, Server, Shape};
use crate::parse::Parsed;

/// One warning for each entry without effect.
pub fn unmatched(document: &Parsed, config: &Client, api: &Api) -> Vec<Finding> {
    let mut findings = operations(document, config);
    findings.extend(types(config, api));
    findings.extend(servers(config, api));
    findings.extend(patterns(document, config));
    findings
}

fn operations(document: &Parsed, config: &Client) -> Vec<Finding> {
    let known: BTreeSet<String> = operation::all(&document.openapi, &document.methods)
        .flat_map(|draft| [Some(draft.identity()), draft.operation.operation_id.clone()])
        .flatten()
        .collect();
    let unknown = config.operations.iter().filter(|(key, _)| !known.contains(*key));
    unknown.map(|(key, entry)| finding(&entry.span, &format!("the document has no operation `{key}`"))).collect()
}

fn types(config: &Client, api: &Api) -> Vec<Finding> {
    let mut known: BTreeSet<&str> = BTreeSet::new();
    for def in &api.types {
        known.insert(&def.identity);
        known.extend(def.identity.strip_prefix("#/components/schemas/"));
        if let Shape::Struct(shape) = &def.shape {
            known.extend(shape.fields.iter().map(|field| field.identity.as_str()));
        }
    }
    let unknown = config.types.iter().filter(|(key, _)| !known.contains(key.as_str()));
    unknown.map(|(key, entry)| finding(&entry.span, &format!("the document has no schema `{key}`"))).collect()
}

fn servers(config: &Client, api: &Api) -> Vec<Finding> {
    let known: BTreeSet<String> = api.named_servers.iter().map(Server::template).collect();
    let unknown = config.servers.iter().filter(|(key, _)| !known.contains(*key));
    let message = |url: &str| format!("the document leaves no choice of a server `{url}`");
    unknown.map(|(url, entry)| finding(&entry.span, &message(url))).collect()
}

fn patterns(document: &Parsed, config: &Client) -> Vec<Finding> {
    let drafts: Vec<Draft<'_>> = operation::all(&document.openapi, &document.methods).collect();
    let patterns = config.select.exclude.iter().chain(&config.select.skip);
    let idle = patterns.filter(|pattern| !drafts.iter().any(|draft| pattern.matches(draft.subject())));
    idle.map(|pattern| finding(&pattern.span, &format!("no operation is `{}`", pattern.text))).collect()
}

fn finding(span: &Range<usize>, message: &str) -> Finding {
    Finding::warning(span.clone(), format!("{message}; the entry has no effect"))
}
