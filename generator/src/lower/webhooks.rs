//! Webhooks: what the server sends by itself. A client calls none of them, but what they carry has types, so that a
//! receiver can read it.

use openapiv3::{Operation, ReferenceOr, RequestBody};

use super::content::{Direction, preference};
use super::operation::methods;
use super::{Lowering, Place, made_name};
use crate::model::{Content, Webhook};
use crate::names::Name;
use crate::normalize::facts;
use crate::pointer::Pointer;

impl<'a> Lowering<'a> {
    /// All requests of all webhooks, in the document's order.
    pub(super) fn webhooks(&mut self) -> Vec<Webhook> {
        let items = self.webhook_items.iter();
        let requests = items.flat_map(|(name, item)| methods(item).map(move |(method, own)| (name, method, own)));
        requests.map(|(name, method, operation)| self.webhook(name, method, operation)).collect()
    }

    fn webhook(&mut self, name: &str, method: &str, operation: &'a Operation) -> Webhook {
        let body = operation.request_body.as_ref();
        Webhook {
            name: name.to_owned(),
            method: method.to_owned(),
            docs: self.docs_of(operation),
            body: body.and_then(|body| self.webhook_body(name, &method.to_ascii_lowercase(), body)),
        }
    }

    /// `types::webhooks::new_pet::Body`, unless it is a component.
    fn webhook_body(&mut self, key: &str, method: &str, declared: &'a ReferenceOr<RequestBody>) -> Option<Content> {
        let own = Pointer::root().keys(&[facts::WEBHOOKS, key, method, "requestBody"]);
        // Its identity is what 3.1 calls it, wherever a document has its webhooks.
        let identity = Pointer::root().keys(&["webhooks", key, method, "requestBody"]);
        self.carried(declared, own, &identity, vec!["webhooks".to_owned(), Name::new(key).snake().to_owned()])
    }

    /// What a request of the server carries: JSON if there is JSON, else the first media type. Its inline types are in
    /// these modules, unless it is a component.
    pub(super) fn carried(
        &mut self,
        declared: &'a ReferenceOr<RequestBody>,
        own: Pointer,
        identity: &Pointer,
        modules: Vec<String>,
    ) -> Option<Content> {
        let (body, pointer, component) = self.find_body(declared, own, &made_name("Body"))?;
        let (media_type, media) = body.content.iter().min_by_key(|(media_type, _)| preference(media_type))?;
        let content = pointer.keys(&["content", media_type]);
        let place = match declared {
            ReferenceOr::Item(_) => {
                Place::owned(content, modules, made_name("Body")).identified(identity.keys(&["content", media_type]))
            }
            ReferenceOr::Reference { .. } => Place::owned(content, component, made_name("Body")),
        };
        let content = self.content(media_type, media, place, Direction::Received);
        self.note_untyped(std::slice::from_ref(&content), &body.content, &pointer);
        Some(content)
    }
}
