//! Overrides in `codegen.toml` that meet nothing in the document: a name that was mistyped, or a thing that is gone.

use std::collections::BTreeSet;
use std::ops::Range;

use super::operation::{self, Draft};
use super::response::statuses;
use super::{pagination, scalar};
use crate::config::{Client, Finding, Operation, Pages};
use crate::model::{Api, Format, Server, Shape, Type};
use crate::parse::Parsed;
use crate::pointer::Pointer;

/// One warning for each entry without effect.
pub fn unmatched(document: &Parsed, config: &Client, api: &Api) -> Vec<Finding> {
    let mut findings = Vec::new();
    // Most have no such entries, and a large document takes long to look through.
    if !config.operations.is_empty() {
        findings.extend(operations(document, config, api));
        findings.extend(eclipsed_operations(document, config));
    }
    if !config.types.is_empty() {
        findings.extend(eclipsed_types(config));
        findings.extend(types(document, config, api));
    }
    findings.extend(formats(config, api));
    findings.extend(servers(config, api));
    findings.extend(patterns(document, config));
    findings
}

fn operations(document: &Parsed, config: &Client, api: &Api) -> Vec<Finding> {
    let drafts: Vec<Draft<'_>> = operation::all(&document.openapi, &document.methods).collect();
    let known: BTreeSet<String> = drafts
        .iter()
        .flat_map(|draft| [Some(draft.identity()), draft.operation.operation_id.clone()])
        .flatten()
        .collect();
    let unknown = config.operations.iter().filter(|(key, _)| !known.contains(*key));
    let problems = unknown.filter_map(|(key, entry)| Some((entry, problem(key, entry, &drafts, config, api)?)));
    problems.map(|(entry, problem)| finding(&entry.span, &problem)).collect()
}

/// Entries of which another one for the same thing says all that holds, and statuses that are not declared.
fn eclipsed_operations(document: &Parsed, config: &Client) -> Vec<Finding> {
    let mut findings = Vec::new();
    for draft in operation::all(&document.openapi, &document.methods) {
        let (identity, id) = (draft.identity(), draft.operation.operation_id.as_deref());
        let own = config.operations.get(&identity);
        let by_id = id.filter(|id| **id != identity).and_then(|id| Some((id, config.operations.get(id)?)));
        if let (Some(_), Some((id, entry))) = (own, by_id) {
            findings.push(finding(&entry.span, &format!("`{id}` has an entry as `{identity}` too, which holds")));
        }
        let Some((entry, wanted)) =
            own.or(by_id.map(|(_, entry)| entry)).and_then(|entry| Some((entry, entry.primary_success.as_deref()?)))
        else {
            continue;
        };
        let declared =
            statuses(draft.operation).iter().any(|(status, ..)| status.to_string().eq_ignore_ascii_case(wanted));
        if !declared && wanted != "ALL" {
            let message = format!("`{identity}` declares no answer {wanted}; `primary-success` has no effect");
            findings.push(Finding::warning(entry.span.clone(), message));
        }
    }
    findings
}

/// Entries of types that are named twice, by name and by pointer.
fn eclipsed_types(config: &Client) -> impl Iterator<Item = Finding> {
    config.types.iter().filter_map(|(key, entry)| {
        let pointer = format!("#/components/schemas/{key}");
        let message = || finding(&entry.span, &format!("`{key}` has an entry as `{pointer}` too, which holds"));
        config.types.contains_key(&pointer).then(message)
    })
}

/// Types for formats that no string has. Those that the runtime reads by itself leave no trace of where they come from.
fn formats(config: &Client, api: &Api) -> Vec<Finding> {
    let operations =
        api.operations.iter().flat_map(|operation| operation.request_types().chain(operation.response_types()));
    let mut used: BTreeSet<&str> = BTreeSet::new();
    for ty in operations.chain(api.types.iter().flat_map(|def| def.shape.members())) {
        ty.walk(&mut |inner| {
            if let Type::Format(Format::Custom(path)) = inner {
                used.insert(path);
            }
        });
    }
    let idle = config.formats.custom.iter().filter(|(_, path)| {
        matches!(scalar::custom(path), Type::Format(Format::Custom(_))) && !used.contains(path.as_str())
    });
    let span = |format: &String| config.custom_formats.get(format).cloned().unwrap_or_default();
    idle.map(|(format, _)| finding(&span(format), &format!("no string has the format `{format}`"))).collect()
}

/// Why an entry that names no operation has no effect, not even as a pattern of several.
fn problem(key: &str, entry: &Operation, drafts: &[Draft<'_>], config: &Client, api: &Api) -> Option<String> {
    if !key.contains('*') {
        return Some(format!("the document has no operation `{key}`"));
    }
    let own =
        |draft: &&Draft<'_>| config.operations_like(draft.subject()).is_some_and(|found| found.span == entry.span);
    let meant: BTreeSet<String> = drafts.iter().filter(own).map(Draft::identity).collect();
    if meant.is_empty() {
        return Some(format!("no operation is `{key}`, or another entry says more of each"));
    }
    match (&entry.pages, &entry.name, &entry.primary_success) {
        (Some(Pages::Some(told)), None, None) => {
            let operations = api.operations.iter().filter(|operation| meant.contains(&operation.identity()));
            let unfit = pagination::fits_none(&api.types, told, operations)?;
            Some(format!("no operation `{key}` goes on from page to page so: {unfit}"))
        }
        (Some(Pages::None), None, None) => None,
        _ => Some(format!("`{key}` stands for several operations, for which an entry has a `pagination` alone")),
    }
}

fn types(document: &Parsed, config: &Client, api: &Api) -> Vec<Finding> {
    let mut known: BTreeSet<&str> = BTreeSet::new();
    for def in &api.types {
        known.insert(&def.identity);
        known.extend(def.identity.strip_prefix("#/components/schemas/"));
        if let Shape::Struct(shape) = &def.shape {
            known.extend(shape.fields.iter().map(|field| field.identity.as_str()));
        }
    }
    let placed: BTreeSet<_> = known.iter().map(|identity| api.places.written(identity)).collect();
    known.extend(placed.iter().map(|place| &**place));
    let unknown = config.types.iter().filter(|(key, _)| !known.contains(key.as_str()));
    let message = |key: &str| match is_unneeded(key, document, api) {
        true => format!("no operation that is selected needs the schema `{key}`"),
        false => format!("the document has no schema `{key}`"),
    };
    unknown.map(|(key, entry)| finding(&entry.span, &message(key))).collect()
}

/// Is it a schema, or a part of one, that went with the operations which need it?
fn is_unneeded(key: &str, document: &Parsed, api: &Api) -> bool {
    let identity = api.places.meant(key);
    let component = match identity.strip_prefix('#') {
        Some(pointer) => Pointer::parse(pointer).segments().into_iter().nth(2),
        None => Some(identity.into_owned()),
    };
    component.is_some_and(|component| document.unneeded.contains(&component))
}

fn servers(config: &Client, api: &Api) -> Vec<Finding> {
    let known: BTreeSet<String> = api.named_servers.iter().map(Server::template).collect();
    let unknown = config.servers.iter().filter(|(key, _)| !known.contains(*key));
    let message = |url: &str| format!("the document leaves no choice of a server `{url}`");
    unknown.map(|(url, entry)| finding(&entry.span, &message(url))).collect()
}

fn patterns(document: &Parsed, config: &Client) -> Vec<Finding> {
    let drafts: Vec<Draft<'_>> = operation::all(&document.openapi, &document.methods).collect();
    let patterns = config.select.include.iter().chain(&config.select.exclude).chain(&config.select.skip);
    let idle = patterns.filter(|pattern| !drafts.iter().any(|draft| pattern.matches(draft.subject())));
    idle.map(|pattern| finding(&pattern.span, &format!("no operation is `{}`", pattern.text))).collect()
}

fn finding(span: &Range<usize>, message: &str) -> Finding {
    Finding::warning(span.clone(), format!("{message}; the entry has no effect"))
}
