//! Responses: what a success gives and how a failure is typed.

use openapiv3::{ReferenceOr, Response as Declared, StatusCode};

use super::content::Direction;
use super::{Lowering, Place, component_key, made_name};
use crate::model::{Content, Docs, Outcome, Payload, Response, Responses, Status};
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
        let method = identity.0;
        let mut responses = self.all_responses(operation, method, &pointer.key("responses"), name);
        responses.sort_by_key(|response| response.status);
        let (mut successes, errors): (Vec<_>, Vec<_>) =
            responses.into_iter().partition(|response| response.status.is_success());
        let (defaults, mut failures): (Vec<_>, Vec<_>) =
            errors.into_iter().partition(|response| response.status == Status::Default);
        // `default` is what a success looks like only if no success is declared.
        if successes.is_empty() {
            successes.extend(defaults)
        } else {
            failures.extend(defaults)
        }
        let primary = self.primary(operation, identity, &successes);
        if let Some(primary) = primary {
            successes.retain(|response| response.status == primary);
        }
        Responses { output: outcome(successes), primary, errors: failures }
    }

    /// The success that `codegen.toml` chose, if the document has it.
    fn primary(
        &self,
        operation: &openapiv3::Operation,
        (method, path): (&str, &str),
        successes: &[Response],
    ) -> Option<Status> {
        let pin = self.config.operation(method, path, operation.operation_id.as_deref())?;
        let wanted = pin.primary_success.as_ref()?;
        let found = successes.iter().find(|response| response.status.to_string().eq_ignore_ascii_case(wanted));
        found.filter(|_| successes.len() > 1).map(|response| response.status)
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
        let content = if has_no_body(status, method) { None } else { self.response_content(found) };
        Response { status, content, docs }
    }

    /// JSON if there is JSON, else the first media type.
    fn response_content(&mut self, found: &Found<'a>) -> Option<Content> {
        let contents = &found.declared.content;
        let json = contents.iter().find(|(media_type, _)| super::content::is_json(media_type));
        let (media_type, media) = json.or_else(|| contents.first())?;
        let pointer = found.pointer.keys(&["content", media_type]);
        let place = Place::owned(pointer, found.modules.clone(), found.name.clone());
        let content = self.content(media_type, media, place, Direction::Received);
        self.note_untyped(std::slice::from_ref(&content), contents, &found.pointer);
        Some(content)
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

/// One type for all successes where they agree.
fn outcome(successes: Vec<Response>) -> Outcome {
    let mut distinct: Vec<Response> = Vec::new();
    for response in successes {
        if !distinct.iter().any(|known| same_payload(known, &response)) {
            distinct.push(response);
        }
    }
    match distinct.len() {
        0 => Outcome::Nothing,
        1 => one(distinct.swap_remove(0)),
        2 if distinct.iter().any(|response| response.content.is_none()) => {
            distinct.retain(|response| response.content.is_some());
            Outcome::Optional(distinct.swap_remove(0))
        }
        _ => Outcome::Several(distinct),
    }
}

fn one(response: Response) -> Outcome {
    if response.content.is_some() { Outcome::One(response) } else { Outcome::Nothing }
}

fn same_payload(one: &Response, other: &Response) -> bool {
    let payload = |response: &Response| -> Option<Payload> { Some(response.content.as_ref()?.payload.clone()) };
    payload(one) == payload(other)
}
