//! What the server requests by itself, by a webhook or a callback. A client calls none of it, but what it carries has types,
//! so that a receiver can read it.

use openapiv3::{Operation, PathItem, ReferenceOr, RequestBody, Response};

use super::content::{Direction, preference};
use super::place::component_modules;
use super::response::statuses;
use super::{Lowering, Place, made_name};
use crate::model::{Answer, Content, Incoming, Status};
use crate::pointer::Pointer;

/// Where a request of the server is written.
pub(super) struct Origin {
    /// Its operation.
    pub pointer: Pointer,
    /// What that is called in any version of OpenAPI.
    pub identity: Pointer,
    /// The modules of its inline types.
    pub modules: Vec<String>,
}

impl<'a> Lowering<'a> {
    pub(super) fn incoming(
        &mut self,
        item: &'a PathItem,
        method: &str,
        operation: &'a Operation,
        origin: Origin,
    ) -> Incoming {
        let body = operation.request_body.as_ref();
        let answers = statuses(operation).into_iter();
        Incoming {
            method: method.to_owned(),
            docs: self.docs_of(operation, item),
            parameters: self.incoming_parameters(operation, &item.parameters),
            answers: answers.map(|(status, key, response)| self.answer(status, &key, response, &origin)).collect(),
            body: body.and_then(|body| self.carried(body, origin)),
        }
    }

    fn answer(&mut self, status: Status, key: &str, declared: &'a ReferenceOr<Response>, origin: &Origin) -> Answer {
        let name = match status {
            Status::Exact(200 | 201) => made_name("Answer"),
            Status::Default => made_name("AnswerDefault"),
            Status::Exact(_) | Status::Range(_) => made_name(&format!("Answer{}", key.to_ascii_lowercase())),
        };
        let found = self.response_item(declared, origin.pointer.keys(&["responses", key]));
        let body = found.and_then(|(response, pointer)| {
            let (media_type, media) = response.content.iter().min_by_key(|(media_type, _)| preference(media_type))?;
            let content = pointer.keys(&["content", media_type]);
            let place = match declared {
                ReferenceOr::Item(_) => Place::owned(content, origin.modules.clone(), name)
                    .identified(origin.identity.keys(&["responses", key, "content", media_type])),
                ReferenceOr::Reference { .. } => self.shared_place(content),
            };
            Some(self.content(media_type, media, place, Direction::Sent))
        });
        Answer { status, body }
    }

    /// JSON if there is JSON, else the first media type.
    fn carried(&mut self, declared: &'a ReferenceOr<RequestBody>, origin: Origin) -> Option<Content> {
        let own = origin.pointer.key("requestBody");
        let (body, pointer, component) = self.find_body(declared, own, &made_name("Body"))?;
        let (media_type, media) = body.content.iter().min_by_key(|(media_type, _)| preference(media_type))?;
        let content = pointer.keys(&["content", media_type]);
        let place = match declared {
            ReferenceOr::Item(_) => Place::owned(content, origin.modules, made_name("Body"))
                .identified(origin.identity.keys(&["requestBody", "content", media_type])),
            ReferenceOr::Reference { .. } => Place::owned(content, component, made_name("Body")),
        };
        let content = self.content(media_type, media, place, Direction::Received);
        self.note_untyped(std::slice::from_ref(&content), &body.content, &pointer);
        Some(content)
    }

    /// Where the body of a response among the components has its types, whoever gives it.
    fn shared_place(&self, content: Pointer) -> Place {
        let key = content.segments().get(2).cloned().unwrap_or_default();
        Place::owned(content, component_modules(self.memory, "responses", &key), made_name("Body"))
    }
}
