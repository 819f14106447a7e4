//! Operations: path × method -> a method of the client.

use std::collections::HashMap;

use indexmap::IndexMap;
use openapiv3::{OpenAPI, PathItem, SecurityRequirement, Server};

use super::parameter::Owner;
use super::tags::UNTAGGED;
use super::{Lowering, server};
use crate::config::Subject;
use crate::diagnostics::{Diagnostic, Part, Severity};
use crate::methods::METHODS;
use crate::model::{Body, Docs, Gate, Location, Operation, Parameter, Payload, Scheme, Tag};
use crate::names::{CLIENT_METHODS, Grant, Name, Scope, Wish, is_digest};
use crate::normalize::facts;
use crate::pointer::Pointer;

/// An operation on its way into a method.
pub(super) struct Draft<'a> {
    pub path: &'a str,
    pub method: &'a str,
    item: &'a PathItem,
    pub operation: &'a openapiv3::Operation,
    pub pointer: Pointer,
}

/// The tags by their names.
type Tags<'t> = HashMap<&'t str, &'t Tag>;

impl<'a> Draft<'a> {
    /// Its own servers, else those of its path: they go before the document's (OpenAPI 3.0.3, 4.7.9 and 4.7.10).
    pub(super) fn servers(&self) -> &'a [Server] {
        if self.operation.servers.is_empty() { &self.item.servers } else { &self.operation.servers }
    }

    /// `GET /pets/{id}`: what the operation is, whatever it is called.
    pub(super) fn identity(&self) -> String {
        format!("{} {}", self.method, self.path)
    }

    /// Its operationId, if there is anything in it that can be a name.
    fn own_id(&self) -> Option<&'a str> {
        self.operation.operation_id.as_deref().filter(|id| !id.trim().is_empty() && !is_digest(id))
    }

    /// Where its name comes from: the operationId, or else path and method.
    fn name_pointer(&self) -> Pointer {
        if self.own_id().is_some() { self.pointer.key("operationId") } else { self.pointer.clone() }
    }

    /// What the patterns of `codegen.toml` see of it.
    pub(super) fn subject(&self) -> Subject<'_> {
        let id = self.operation.operation_id.as_deref();
        Subject { method: self.method, path: self.path, id, tags: &self.operation.tags }
    }
}

impl<'a> Lowering<'a> {
    pub(super) fn operations(&mut self, schemes: &[Scheme]) -> (Vec<Operation>, Vec<Tag>) {
        let tags = self.tag_table();
        let drafts = self.drafts();
        self.named_servers = self.named_servers(&drafts);
        self.note_relative_servers(&drafts);
        self.note_malformed_servers();
        self.note_lost_links(&drafts);
        let names = self.operation_names(&drafts);
        let by_name: Tags<'_> = tags.iter().map(|tag| (tag.name.as_str(), tag)).collect();
        let operations: Vec<Operation> =
            drafts.iter().zip(names).map(|(draft, name)| self.operation(draft, name, schemes, &by_name)).collect();
        let live = Self::live_tags(tags, &operations);
        (operations, live)
    }

    /// All operations but those that `codegen.toml` leaves out.
    fn drafts(&mut self) -> Vec<Draft<'a>> {
        let drafts: Vec<Draft<'a>> = all(self.document, self.methods_beyond).collect();
        drafts.into_iter().filter(|draft| !self.is_left_out(draft)).collect()
    }

    fn is_left_out(&mut self, draft: &Draft<'_>) -> bool {
        let subject = draft.subject();
        let skipped = self.config.select.skips(subject);
        self.skipped += usize::from(skipped);
        skipped || !self.config.select.wants(subject)
    }

    fn operation_names(&mut self, drafts: &[Draft<'_>]) -> Vec<Name> {
        let wishes: Vec<Wish> = drafts.iter().map(|draft| self.operation_wish(draft)).collect();
        let mut scope = Scope::reserving(CLIENT_METHODS, "operation").in_snake_case();
        let grants = scope.grant(&wishes);
        self.methods = scope;
        let by_identity: HashMap<String, &Draft<'_>> = drafts.iter().map(|draft| (draft.identity(), draft)).collect();
        for (draft, grant) in drafts.iter().zip(&grants) {
            self.report_name(draft, grant, &by_identity);
        }
        grants.into_iter().map(|grant| grant.name).collect()
    }

    fn operation_wish(&self, draft: &Draft<'_>) -> Wish {
        let identity = draft.identity();
        let derived = Operation::derived_id(draft.method, draft.path);
        let wire = draft.own_id().map(str::to_owned);
        let id = draft.operation.operation_id.as_deref();
        let pin = self.config.operation(draft.method, draft.path, id).and_then(|pin| pin.name.clone());
        let memory = self.memory.name("op", &identity);
        let yielded = self.memory.yielded(&identity, memory.as_deref());
        Wish { pin, memory, yielded, apart: Some(derived.clone()), ..Wish::new(identity, wire.unwrap_or(derived)) }
    }

    fn report_name(&mut self, draft: &Draft<'_>, grant: &Grant, all: &HashMap<String, &Draft<'_>>) {
        let Some(to) = &grant.yielded_to else { return };
        let pin = self.config.operation(draft.method, draft.path, draft.operation.operation_id.as_deref());
        let clash = match pin.and_then(|pin| pin.name.as_deref()) {
            Some(name) => clash_of_pin(draft, name, grant),
            None => clash(draft, grant, all.get(to)),
        };
        let finding = Diagnostic::new(Severity::Warning, "OAS1002", &draft.name_pointer(), clash)
            .label(format!("generated as `{}`", grant.name.snake()))
            .help(format!("give it a name in codegen.toml: [operations.\"{}\"] name = \"…\"", draft.identity()));
        self.diagnostics.push(match all.get(to) {
            Some(first) => finding.related(&first.name_pointer(), Part::Value, format!("`{to}` keeps the name")),
            None if grant.is_reserved() => finding,
            None => finding.note(format!("the name belongs to {to}")),
        });
        self.yielded.push(crate::model::Yielded {
            path: format!("Client::{}", grant.name.snake()),
            to: to.clone(),
            identity: draft.identity(),
        });
    }

    fn operation(&mut self, draft: &Draft<'a>, name: Name, schemes: &[Scheme], tags: &Tags<'_>) -> Operation {
        let operation = draft.operation;
        let identity = draft.identity();
        let request_path = request_path(draft.item, draft.path);
        let owner = Owner { name: &name, pointer: &draft.pointer, identity: &identity, path: &request_path };
        let parameters = self.parameters(operation, &draft.item.parameters, &owner);
        let body = self.body(operation, &identity, &draft.pointer, &name);
        let body = body.map(|body| if is_encoded(&parameters) { in_octets(body) } else { body });
        let responses = self.responses(operation, (draft.method, draft.path), &draft.pointer, &name);
        let lowered = Operation {
            method: draft.method.to_owned(),
            path: draft.path.to_owned(),
            request_path,
            fixed_query: fixed_query(draft.item),
            module: module_of(&operation.tags, tags),
            gate: gate_of(&operation.tags, tags),
            tags: operation.tags.clone(),
            docs: self.docs_of(operation, draft.item),
            deprecated: operation.deprecated,
            security: self.security(draft, schemes),
            servers: server::default_urls(draft.servers()),
            headers: self.response_headers(operation, &draft.pointer, &name),
            callbacks: self.callbacks(operation, &draft.pointer, &name),
            links: self.links(operation),
            name,
            parameters,
            body,
            responses,
            pagination: None,
        };
        Operation { pagination: self.pagination(draft, &lowered), ..lowered }
    }

    /// What it says of itself, else what its path says of all that are there (OpenAPI 3.0.3, 4.7.9).
    pub(super) fn docs_of(&self, operation: &'a openapiv3::Operation, item: &'a PathItem) -> Docs {
        let text = |own: &Option<String>, common: &Option<String>| {
            let said = own.as_ref().filter(|text| !text.trim().is_empty());
            said.or(common.as_ref()).cloned().unwrap_or_default()
        };
        Docs {
            summary: text(&operation.summary, &item.summary),
            description: text(&operation.description, &item.description),
            facts: self.mentions(operation),
        }
    }

    /// The operation's own requirements, else the document's (OpenAPI 3.0.3, 4.7.10).
    fn security(&mut self, draft: &Draft<'a>, schemes: &[Scheme]) -> Option<Vec<Vec<usize>>> {
        let (requirements, pointer) = match &draft.operation.security {
            Some(own) => (own, draft.pointer.key("security")),
            None => (self.document.security.as_ref()?, Pointer::root().key("security")),
        };
        let alternatives = requirements.iter().map(|requirement| alternative(requirement, schemes));
        let alternatives: Vec<Vec<usize>> = alternatives.collect();
        for (at, alternative) in alternatives.iter().enumerate() {
            if shares_a_place(alternative, schemes) {
                let message = "the requirement asks for several credentials in one place; the last one is sent";
                self.diagnostics.push(Diagnostic::new(Severity::Warning, "OAS3102", &pointer.index(at), message));
            }
        }
        Some(alternatives)
    }
}

/// Why an operation has not the name that `codegen.toml` gives it.
fn clash_of_pin(draft: &Draft<'_>, name: &str, grant: &Grant) -> String {
    let whose = if grant.is_reserved() { "of a method that every client has" } else { "of another operation" };
    format!("`{}` cannot be called `{name}`, as codegen.toml wants it: that is the name {whose}", draft.identity())
}

/// Why an operation has not the name that it would have by itself.
fn clash(draft: &Draft<'_>, grant: &Grant, first: Option<&&Draft<'_>>) -> String {
    let identity = draft.identity();
    let Some(id) = draft.own_id() else {
        let id = if draft.operation.operation_id.as_deref().is_some_and(is_digest) { "a digest for an" } else { "no" };
        return format!("`{identity}` has {id} operationId, and the name made of method and path is taken");
    };
    match first.and_then(|first| first.own_id()) {
        _ if grant.is_reserved() => {
            format!("the operationId of `{identity}` is the name of a method that every client has")
        }
        Some(other) if other != id => {
            format!("the operationId of `{identity}` and that of another operation are one name in Rust")
        }
        Some(_) => format!("the operationId of `{identity}` is used by another operation"),
        None => format!("the operationId of `{identity}` is the name of another operation"),
    }
}

/// Do two of these schemes write the same header, parameter or cookie?
fn shares_a_place(alternative: &[usize], schemes: &[Scheme]) -> bool {
    let mut seen = std::collections::BTreeSet::new();
    !alternative.iter().map(|scheme| schemes[*scheme].kind.place()).all(|place| seen.insert(place))
}

/// The schemes that a request needs all of; normalization sees to it that there are no others.
fn alternative(requirement: &SecurityRequirement, schemes: &[Scheme]) -> Vec<usize> {
    let index = |key: &String| schemes.iter().position(|scheme| scheme.name.wire() == key);
    requirement.keys().filter_map(index).collect()
}

/// Every operation of the document. Methods that OpenAPI 3.0 does not know come last.
pub(super) fn all<'d>(
    document: &'d OpenAPI,
    beyond: &'d IndexMap<String, IndexMap<String, openapiv3::Operation>>,
) -> impl Iterator<Item = Draft<'d>> {
    let items = document.paths.paths.iter().filter_map(|(path, item)| Some((path, item.as_item()?)));
    items.flat_map(move |(path, item)| {
        let others = beyond.get(path).into_iter().flatten().map(|(method, operation)| (method.as_str(), operation));
        methods(item).chain(others).map(move |(method, operation)| Draft {
            path,
            method,
            item,
            operation,
            pointer: operation_pointer(path, method),
        })
    })
}

/// Does the caller say how the body is encoded (RFC 9110, 8.4)?
fn is_encoded(parameters: &[Parameter]) -> bool {
    let is_coding = |wire: &str| wire.eq_ignore_ascii_case("content-encoding");
    parameters.iter().any(|it| it.location == Location::Header && it.constant.is_none() && is_coding(it.name.wire()))
}

/// A text that may be compressed is octets.
fn in_octets(mut body: Body) -> Body {
    for content in body.contents.iter_mut().filter(|content| content.payload == Payload::Text) {
        content.payload = Payload::Bytes;
    }
    body
}

/// Where an operation is in the normalized tree.
fn operation_pointer(path: &str, method: &str) -> Pointer {
    let item = Pointer::root().keys(&["paths", path]);
    match METHODS.iter().any(|known| known.to_ascii_uppercase() == method) {
        true => item.key(&method.to_ascii_lowercase()),
        false => item.keys(&[facts::METHODS, method]),
    }
}

pub(super) fn methods(item: &PathItem) -> impl Iterator<Item = (&str, &openapiv3::Operation)> {
    let slots = [
        ("GET", &item.get),
        ("PUT", &item.put),
        ("POST", &item.post),
        ("DELETE", &item.delete),
        ("OPTIONS", &item.options),
        ("HEAD", &item.head),
        ("PATCH", &item.patch),
        ("TRACE", &item.trace),
    ];
    slots.into_iter().filter_map(|(method, slot)| Some((method, slot.as_ref()?)))
}

/// The path to request: what a key that is no template, or holds more than one, was read as.
fn request_path(item: &PathItem, path: &str) -> String {
    item.extensions.get(facts::PATH).and_then(|path| path.as_str()).unwrap_or(path).to_owned()
}

/// The pairs of the query string in a path's key that no parameter declares.
fn fixed_query(item: &PathItem) -> Vec<(String, String)> {
    let pairs = item.extensions.get(facts::QUERY).and_then(|pairs| pairs.as_array()).into_iter().flatten();
    let pair = |pair: &serde_json::Value| Some((pair.get(0)?.as_str()?.to_owned(), pair.get(1)?.as_str()?.to_owned()));
    pairs.filter_map(pair).collect()
}

fn module_of(own: &[String], tags: &Tags<'_>) -> String {
    let first = own.first().and_then(|name| tags.get(name.as_str()));
    first.map_or_else(|| UNTAGGED.to_owned(), |tag| tag.module.clone())
}

/// Any of its tags' features lets an operation exist; without a tag it always does.
fn gate_of(own: &[String], tags: &Tags<'_>) -> Gate {
    let features = own.iter().filter_map(|name| tags.get(name.as_str()));
    let features: std::collections::BTreeSet<String> = features.map(|tag| tag.feature.clone()).collect();
    if features.is_empty() { Gate::Always } else { Gate::Any(features) }
}
