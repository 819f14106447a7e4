//! Responses: what a success gives and how a failure is typed.

use openapiv3::{ReferenceOr, Response as Declared, StatusCode};

use super::content::{Direction, is_json, is_stream, preference};
use super::{Lowering, Place, component_key, made_name};
use crate::model::{Content, Docs, Payload, Response, Responses, Status};
use crate::names::Name;
use crate::pointer::Pointer;

/// A response, where it is written, and the module of its inline types.
struct Found<'a> {
    declared: &'a Declared,
    pointer: Pointer,
    modules: Vec<String>,
    name: Name,
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
        let responses = self.all_responses(operation, method, &pointer.key("responses"), name);
        let pin = self.config.operation(method, path, operation.operation_id.as_deref());
        self.sorted(responses, pin.and_then(|pin| pin.primary_success.as_deref()))
    }

    fn all_responses(
        &mut self,
        operation: &'a openapiv3::Operation,
        method: &str,
        pointer: &Pointer,
        name: &Name,
    ) -> Vec<Response> {
        let exact =
            operation.responses.responses.iter().map(|(code, response)| (status(code), code.to_string(), response));
        let default =
            operation.responses.default.iter().map(|response| (Status::Default, "default".to_owned(), response));
        let keyed: Vec<_> = exact.chain(default).collect();
        let mut responses = Vec::new();
        for (status, key, response) in keyed {
            let Some(found) = self.find_response(response, pointer.key(&key), name, status) else { continue };
            responses.push(self.response(status, &found, method));
        }
        responses
    }

    fn find_response(
        &self,
        response: &'a ReferenceOr<Declared>,
        pointer: Pointer,
        operation: &Name,
        status: Status,
    ) -> Option<Found<'a>> {
        let (declared, pointer) = self.response_item(response, pointer)?;
        let (modules, name) = match response {
            ReferenceOr::Item(_) => (vec![operation.snake().to_owned()], own_name(status)),
            ReferenceOr::Reference { .. } => {
                let component = Name::new(&pointer.last()?);
                (vec!["responses".to_owned(), component.snake().to_owned()], made_name("Body"))
            }
        };
        Some(Found { declared, pointer, modules, name })
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
        let docs = Docs { description: found.declared.description.clone(), ..Docs::default() };
        if has_no_body(status, method) {
            return Response { status, content: None, alternatives: Vec::new(), docs };
        }
        let content = self.response_content(found);
        let alternatives = content.as_ref().map(|content| self.other_media_types(content, found)).unwrap_or_default();
        Response { status, content, alternatives, docs }
    }

    /// JSON if there is JSON, else the first media type.
    fn response_content(&mut self, found: &Found<'a>) -> Option<Content> {
        let contents = &found.declared.content;
        let (media_type, media) = contents.iter().min_by_key(|(media_type, _)| preference(media_type))?;
        let pointer = found.pointer.keys(&["content", media_type]);
        let place = Place::owned(pointer, found.modules.clone(), found.name.clone());
        let content = self.content(media_type, media, place, Direction::Received);
        self.note_untyped(std::slice::from_ref(&content), contents, &found.pointer);
        Some(content)
    }

    /// The other media types, but for other names of the same. What a stream is made of is not given in another way, so
    /// its schema is missed.
    fn other_media_types(&mut self, given: &Content, found: &Found<'a>) -> Vec<String> {
        let others = found.declared.content.iter().filter(|(media_type, _)| {
            **media_type != given.media_type && !(is_json(media_type) && is_json(&given.media_type))
        });
        let others: Vec<_> = others.collect();
        for (media_type, media) in &others {
            if is_stream(media_type) && self.is_structured(media.schema.as_ref()) {
                let content = Content { media_type: (*media_type).clone(), payload: Payload::Bytes, constructor: None };
                self.note_schema(&content, &found.pointer.keys(&["content", media_type, "schema"]));
            }
        }
        others.into_iter().map(|(media_type, _)| media_type.clone()).collect()
    }
}

/// `types::get_pet::Response` for a success, `Response404` for what has a status of its own.
fn own_name(status: Status) -> Name {
    match status {
        Status::Exact(200 | 201) => made_name("Response"),
        Status::Exact(code) => made_name(&format!("Response{code}")),
        Status::Range(hundred) => made_name(&format!("Response{hundred}xx")),
        Status::Default => made_name("ResponseDefault"),
    }
}

pub(super) fn status(code: &StatusCode) -> Status {
    match code {
        StatusCode::Code(code) => Status::Exact(*code),
        StatusCode::Range(hundred) => Status::Range(*hundred),
    }
}

/// These never have a body, whatever the document says (RFC 9110, 6.4.1).
fn has_no_body(status: Status, method: &str) -> bool {
    method == "HEAD" || matches!(status, Status::Exact(204 | 205 | 304))
}
