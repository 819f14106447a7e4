//! Responses: what a success gives and how a failure is typed.

use openapiv3::{MediaType, ReferenceOr, Response as Declared, Schema, StatusCode};

use super::content::{Direction, is_json, is_text, preference, untyped};
use super::place::component_modules;
use super::said::Said;
use super::stream::framing_of;
use super::{Lowering, Place, component_key, made_name};
use crate::diagnostics::defect;
use crate::media_type::essence;
use crate::model::{Content, Docs, OtherBody, Payload, Response, Responses, Status, Type};
use crate::names::{Name, Scope, Wish, media_word};
use crate::normalize::facts;
use crate::pointer::Pointer;

/// A response, where it is written, and the module of its inline types.
struct Found<'a> {
    declared: &'a Declared,
    /// What the reference to it says.
    said: Said<'a>,
    pointer: Pointer,
    modules: Vec<String>,
    /// Of its body.
    name: Name,
    /// Of an item, if it is a stream.
    item: Name,
}

impl Found<'_> {
    fn docs(&self) -> Docs {
        // A `summary` is of OpenAPI 3.2 (4.17).
        let summary = self.declared.extensions.get(facts::SUMMARY).and_then(|summary| summary.as_str());
        let description = self.said.description(Some(&self.declared.description));
        Docs { summary: self.said.summary(summary), description, ..Docs::default() }
    }
}

impl<'a> Lowering<'a> {
    pub(super) fn responses(
        &mut self,
        operation: &'a openapiv3::Operation,
        identity: (&str, &str),
        pointer: &Pointer,
        name: &Name,
    ) -> Responses {
        let (method, path) = identity;
        let mut responses = self.all_responses(operation, method, &pointer.key("responses"), name);
        responses.extend(beyond_the_declared(operation, method, &responses));
        let pin = self.config.operation(method, path, operation.operation_id.as_deref());
        let sorted = self.sorted(responses, method, pin.and_then(|pin| pin.primary_success.as_deref()));
        Responses { produced: produced(operation, method, &sorted.successes), ..sorted }
    }

    fn all_responses(
        &mut self,
        operation: &'a openapiv3::Operation,
        method: &str,
        pointer: &Pointer,
        name: &Name,
    ) -> Vec<Response> {
        let mut responses: Vec<Response> = Vec::new();
        let mut contents = Vec::new();
        for (status, key, response) in statuses(operation) {
            let suffix = suffix(status, &responses);
            let Some(found) = self.find_response(response, pointer.key(&key), name, &suffix) else { continue };
            let found = Found { said: Said::at(&operation.extensions, &["responses", &key]), ..found };
            // A success that carries the same as another one is of its type, though both are written out.
            let same = responses.iter().zip(&contents).find(|(other, content)| {
                other.status.is_success() && status.is_success() && **content == &found.declared.content
            });
            let response = match same.filter(|_| !has_no_body(status, method)) {
                Some((same, _)) => Response { status, docs: found.docs(), ..same.clone() },
                None => self.response(status, &found, method),
            };
            contents.push(&found.declared.content);
            responses.push(response);
        }
        responses
    }

    fn find_response(
        &self,
        response: &'a ReferenceOr<Declared>,
        pointer: Pointer,
        operation: &Name,
        suffix: &str,
    ) -> Option<Found<'a>> {
        let (declared, pointer) = self.response_item(response, pointer)?;
        let item = made_name(&format!("Event{suffix}"));
        let (modules, name, item) = match response {
            ReferenceOr::Item(_) => {
                let name = made_name(&format!("Response{suffix}"));
                (vec![operation.snake().to_owned()], name, item)
            }
            ReferenceOr::Reference { .. } => {
                let modules = component_modules(self.memory, "responses", &pointer.last()?);
                (modules, made_name("Body"), made_name("Event"))
            }
        };
        Some(Found { declared, said: Said::default(), pointer, modules, name, item })
    }

    /// A response and where it is written: here, or among the components.
    pub(super) fn response_item(
        &self,
        response: &'a ReferenceOr<Declared>,
        pointer: Pointer,
    ) -> Option<(&'a Declared, Pointer)> {
        match response {
            ReferenceOr::Item(response) => Some((response, pointer)),
            ReferenceOr::Reference { reference } => {
                let key = component_key(reference, "responses")?;
                let response = self.document.components.as_ref()?.responses.get(&key)?.as_item()?;
                Some((response, Pointer::root().keys(&["components", "responses", &key])))
            }
        }
    }

    fn response(&mut self, status: Status, found: &Found<'a>, method: &str) -> Response {
        let mut response = bare(status, found.docs());
        if !has_no_body(status, method) {
            response.stream = self.response_stream(status, found);
            response.content = self.response_content(found, response.stream.as_ref());
            response.example = response.content.as_ref().and_then(|content| self.shown(found, content));
            self.further(&mut response, found);
        }
        response
    }

    /// The media types beside the first one. A call asks for what a success is, so that only a failure has the types of
    /// several.
    fn further(&mut self, response: &mut Response, found: &Found<'a>) {
        let Some(content) = &response.content else { return };
        let known = [Some(content), response.stream.as_ref()];
        let is_known = |media_type: &str| known.iter().flatten().any(|known| known.media_type == media_type);
        let declared = found.declared.content.iter().filter(|(media_type, _)| !is_known(media_type));
        let (same, others): (Vec<_>, Vec<_>) =
            declared.partition(|(media_type, media)| is_same(response, found, media_type, media));
        let same = same.into_iter().map(|(media_type, _)| media_type);
        // What may be anything is no name of JSON to ask for.
        let is_asked_for = |media_type: &&String| untyped(media_type).is_some() || !media_type.contains('*');
        let also = same.filter(is_asked_for).cloned().collect();
        if response.status.is_success() {
            let given = content.media_type.clone();
            self.note_other_json(&others, &given, found);
            response.alternatives = others.into_iter().map(|(media_type, _)| media_type.clone()).collect();
        } else {
            response.others = self.other_bodies(others, found);
        }
        response.also = also;
    }

    fn note_other_json(&mut self, others: &[(&'a String, &'a MediaType)], given: &str, found: &Found<'a>) {
        for (media_type, media) in others {
            let is_same_text = is_text(given) && self.is_bare_string(media);
            let is_json = is_json(media_type) && framing_of(media_type, media).is_none();
            if is_json && media.schema.is_some() && !is_same_text {
                let pointer = found.pointer.keys(&["content", media_type]);
                self.diagnostics.push(defect::json_of_another_type(&pointer, given));
            }
        }
    }

    /// Text and octets are of one type each, whatever their media types; JSON has one for each.
    fn other_bodies(&mut self, others: Vec<(&'a String, &'a MediaType)>, found: &Found<'a>) -> Vec<OtherBody> {
        let mut bodies: Vec<(String, Content, Vec<String>)> = Vec::new();
        for (media_type, media) in others {
            if self.is_called_text(media_type, media, found) {
                continue;
            }
            let pointer = found.pointer.keys(&["content", media_type]);
            let word = media_word(media_type);
            let name = made_name(found.name.suffixed(&word).upper_camel());
            let place = Place::owned(pointer, found.modules.clone(), name);
            let content = self.content(media_type, media, place, Direction::Received);
            let word = match content.payload {
                Payload::Text => "text".to_owned(),
                Payload::Bytes => "bytes".to_owned(),
                _ => word,
            };
            let has_type = content.payload.ty().is_some();
            match bodies.iter_mut().find(|(_, known, _)| !has_type && known.payload == content.payload) {
                Some((_, _, also)) => also.push(media_type.clone()),
                None => bodies.push((word, content, Vec::new())),
            }
        }
        let wishes: Vec<Wish> =
            bodies.iter().map(|(word, content, _)| Wish::new(&content.media_type, word.as_str())).collect();
        let names = Scope::reserving(&[], "body").grant(&wishes).into_iter().map(|grant| grant.name);
        names.zip(bodies).map(|(name, (_, content, also))| OtherBody { name, content, also }).collect()
    }

    /// Is it the object that JSON of the same answer is? No text is one, so that servers who say `text/plain` send JSON.
    fn is_called_text(&self, media_type: &str, media: &'a MediaType, found: &Found<'a>) -> bool {
        let mut json = found.declared.content.iter().filter(|(media_type, _)| is_json(media_type));
        is_text(media_type)
            && self.is_structured(media.schema.as_ref())
            && json.any(|(_, json)| json.schema == media.schema)
    }

    /// The first example of a body, or the one of its schema (OpenAPI 3.0.3, 4.7.14).
    fn shown(&self, found: &Found<'a>, content: &Content) -> Option<String> {
        let media = found.declared.content.get(&content.media_type)?;
        let named = || media.examples.values().find_map(|example| self.example(example)?.value.as_ref());
        let value = media.example.as_ref().or_else(named).or_else(|| self.schema_example(media.schema.as_ref()?))?;
        match (&content.payload, value) {
            (Payload::Json(_), value) => Some(value.to_string()),
            (Payload::Text, serde_json::Value::String(text)) => Some(text.clone()),
            _ => None,
        }
    }

    fn schema_example(&self, schema: &'a ReferenceOr<Schema>) -> Option<&'a serde_json::Value> {
        let schema = match schema {
            ReferenceOr::Item(schema) => schema,
            ReferenceOr::Reference { reference } => {
                self.component_schema(&component_key(reference, "schemas")?)?.as_item()?
            }
        };
        schema.schema_data.example.as_ref()
    }

    /// The first of its media types that is a stream, of what may be a success.
    fn response_stream(&mut self, status: Status, found: &Found<'a>) -> Option<Content> {
        let mut contents = found.declared.content.iter();
        let (media_type, media, framing) =
            contents.find_map(|(media_type, media)| Some((media_type, media, framing_of(media_type, media)?)))?;
        if !status.is_success() && status != Status::Default {
            return None;
        }
        let pointer = found.pointer.keys(&["content", media_type]);
        let place = Place::owned(pointer, found.modules.clone(), found.item.clone());
        let payload = Payload::Stream(self.stream(framing, media, place));
        Some(Content { media_type: media_type.clone(), payload, constructor: None })
    }

    /// Does the schema say no more than that it is a string?
    fn is_bare_string(&self, media: &'a MediaType) -> bool {
        self.unnamed_body(media) == Some(Type::String)
    }

    /// JSON if there is JSON, else the first media type. A string that is text as well is taken as that: a server that can
    /// send both rarely means the one in quotes, and only `text/plain` needs no reading.
    fn response_content(&mut self, found: &Found<'a>, stream: Option<&Content>) -> Option<Content> {
        let contents = &found.declared.content;
        let (media_type, media) = contents.iter().min_by_key(|(media_type, _)| preference(media_type))?;
        let is_plain = |(media_type, media): &(&'a String, &'a MediaType)| {
            essence(media_type) == "text/plain" && self.is_bare_string(media)
        };
        let is_string = is_json(media_type) && self.is_bare_string(media);
        let (media_type, media) = contents.iter().filter(|_| is_string).find(is_plain).unwrap_or((media_type, media));
        let pointer = found.pointer.keys(&["content", media_type]);
        let place = Place::owned(pointer, found.modules.clone(), found.name.clone());
        let content = self.content(media_type, media, place, Direction::Received);
        if stream.is_none() {
            self.note_untyped(std::slice::from_ref(&content), contents, &found.pointer);
        }
        Some(content)
    }
}

/// A success that an operation has without declaring it: what a redirect leads to, as octets, or that a long-running
/// operation (`x-ms-long-running-operation`) has begun.
fn beyond_the_declared(operation: &openapiv3::Operation, method: &str, declared: &[Response]) -> Option<Response> {
    let has_body = |response: &Response| response.content.is_some() || response.stream.is_some();
    let mut successes = declared.iter().filter(|response| response.status.is_success());
    let has = |status: Status| declared.iter().any(|response| response.status == status);
    if successes.any(has_body) {
        return None;
    }
    let is_long = operation.extensions.get("x-ms-long-running-operation") == Some(&serde_json::Value::Bool(true));
    if is_long && !has(Status::Exact(202)) {
        return Some(undeclared(Status::Exact(202), None, "The operation has begun."));
    }
    let leads_on = method == "GET" && declared.iter().any(|response| response.status.is_redirect());
    let octets = Content { media_type: "*/*".to_owned(), payload: Payload::Bytes, constructor: None };
    (leads_on && !has(Status::Range(2))).then(|| undeclared(Status::Range(2), Some(octets), "What it leads to."))
}

/// The media types that an operation of 2.0 says it produces, if a success may have a body and none says which.
fn produced(operation: &openapiv3::Operation, method: &str, successes: &[Response]) -> Vec<String> {
    let has_none = |response: &Response| has_no_body(response.status, method);
    let is_bodiless = method == "HEAD" || !successes.is_empty() && successes.iter().all(has_none);
    if is_bodiless || successes.iter().any(|response| response.content.is_some()) {
        return Vec::new();
    }
    let said = operation.extensions.get(facts::PRODUCES).and_then(|said| said.as_array());
    let mut said: Vec<String> = said.into_iter().flatten().filter_map(|it| it.as_str()).map(str::to_owned).collect();
    let is_certainly_json = |media_type: &str| is_json(media_type) && !media_type.contains('*');
    said.sort_by_key(|media_type| !is_certainly_json(media_type));
    said
}

fn undeclared(status: Status, content: Option<Content>, said: &str) -> Response {
    Response { content, ..bare(status, Docs { description: said.to_owned(), ..Docs::default() }) }
}

/// An answer without a body.
fn bare(status: Status, docs: Docs) -> Response {
    Response {
        status,
        content: None,
        also: Vec::new(),
        others: Vec::new(),
        stream: None,
        alternatives: Vec::new(),
        example: None,
        docs,
    }
}

/// Is a body of this media type read as that of the first one: JSON of the same schema, or both text, or both octets?
fn is_same(response: &Response, found: &Found<'_>, media_type: &str, media: &MediaType) -> bool {
    let Some(first) = &response.content else { return false };
    let is_stream = response.stream.as_ref().is_some_and(|stream| stream.media_type == first.media_type);
    let schema = found.declared.content.get(&first.media_type).map(|media| &media.schema);
    let is_same_json = is_json(media_type) && is_json(&first.media_type) && schema == Some(&media.schema);
    is_same_json || !is_stream && untyped(media_type).is_some_and(|payload| payload == first.payload)
}

/// `types::get_pet::Response` for the usual success, `Response404` for what has a status of its own.
fn suffix(status: Status, before: &[Response]) -> String {
    let is_usual = |status: Status| matches!(status, Status::Exact(200 | 201));
    let is_taken = before.iter().any(|response| is_usual(response.status) && response.content.is_some());
    match status {
        _ if is_usual(status) && !is_taken => String::new(),
        Status::Exact(code) => code.to_string(),
        Status::Range(hundred) => format!("{hundred}xx"),
        Status::Default => "Default".to_owned(),
    }
}

/// The answers that an operation declares, each with its key: statuses, ranges, `default`.
pub(super) fn statuses(operation: &openapiv3::Operation) -> Vec<(Status, String, &ReferenceOr<Declared>)> {
    let responses = &operation.responses;
    let exact = responses.responses.iter().map(|(code, response)| (status(code), code.to_string(), response));
    let default = responses.default.iter().map(|response| (Status::Default, "default".to_owned(), response));
    let mut statuses: Vec<_> = exact.chain(default).collect();
    statuses.sort_by_key(|(status, ..)| *status);
    statuses
}

fn status(code: &StatusCode) -> Status {
    match code {
        StatusCode::Code(code) => Status::Exact(*code),
        StatusCode::Range(hundred) => Status::Range(*hundred),
    }
}

/// These never have a body, whatever the document says (RFC 9110, 6.4.1).
fn has_no_body(status: Status, method: &str) -> bool {
    method == "HEAD" || matches!(status, Status::Exact(204 | 205 | 304))
}
