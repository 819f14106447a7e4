//! Bodies: which media types, and how each is read and written.

use openapiv3::{MediaType, ReferenceOr, RequestBody};

use super::{Lowering, Place, component_key, made_name};
use crate::diagnostics::{Diagnostic, Severity};
use crate::model::{Body, Content, Docs, Payload, Type};
use crate::names::{Name, media_word};
use crate::pointer::Pointer;

impl<'a> Lowering<'a> {
    /// The body, JSON first: the method of the operation sends that, and others the rest.
    pub(super) fn body(&mut self, operation: &'a openapiv3::Operation, pointer: &Pointer, name: &Name) -> Option<Body> {
        let (body, pointer, owner) =
            self.find_body(operation.request_body.as_ref()?, pointer.key("requestBody"), name)?;
        let mut contents: Vec<Content> = Vec::new();
        for (media_type, media) in in_order(&body.content) {
            let pointer = pointer.keys(&["content", media_type]);
            let place = Place::owned(pointer, owner.clone(), body_name(&contents, media_type));
            let content = self.content(media_type, media, place);
            if !contents.iter().any(|known| is_same_json(known, &content)) {
                contents.push(content);
            }
        }
        let docs = Docs { description: body.description.clone().unwrap_or_default(), ..Docs::default() };
        (!contents.is_empty()).then_some(Body { required: body.required, contents, docs })
    }

    fn find_body(
        &self,
        body: &'a ReferenceOr<RequestBody>,
        pointer: Pointer,
        operation: &Name,
    ) -> Option<(&'a RequestBody, Pointer, Vec<String>)> {
        match body {
            ReferenceOr::Item(body) => Some((body, pointer, vec![operation.snake().to_owned()])),
            ReferenceOr::Reference { reference } => {
                let key = component_key(reference, "requestBodies")?;
                let body = self.document.components.as_ref()?.request_bodies.get(&key)?.as_item()?;
                let modules = vec!["request_bodies".to_owned(), Name::new(&key).snake().to_owned()];
                Some((body, Pointer::root().keys(&["components", "requestBodies", &key]), modules))
            }
        }
    }

    /// How a body of this media type is read and written; `place` is the media type's.
    pub(super) fn content(&mut self, media_type: &str, media: &'a MediaType, place: Place) -> Content {
        let payload = match kind(media_type) {
            Kind::Json => Payload::Json(self.content_type(media, place)),
            Kind::Form => Payload::Form(self.content_type(media, place)),
            Kind::Text => Payload::Text,
            Kind::Bytes => {
                self.note_raw(media_type, &place);
                Payload::Bytes
            }
        };
        Content { media_type: media_type.to_owned(), payload, constructor: None }
    }

    /// A body with parts has no type yet: it is written and read as it is on the wire.
    fn note_raw(&mut self, media_type: &str, place: &Place) {
        if media_type.to_ascii_lowercase().starts_with("multipart/") {
            let message = format!("a body of `{media_type}` has no type; it is the octets as they are on the wire");
            self.diagnostics.push(
                Diagnostic::new(Severity::Warning, "OAS3010", &place.pointer, message)
                    .at_key()
                    .label("becomes `bytes::Bytes`"),
            );
        }
    }

    fn content_type(&mut self, media: &'a MediaType, place: Place) -> Type {
        match &media.schema {
            Some(schema) => {
                let place = place.at(place.pointer.key("schema"));
                self.shared(schema, place)
            }
            None => Type::Any,
        }
    }
}

/// JSON before all others, which keep the document's order.
fn in_order(content: &openapiv3::Content) -> Vec<(&String, &MediaType)> {
    let mut ordered: Vec<(&String, &MediaType)> = content.iter().collect();
    ordered.sort_by_key(|(media_type, _)| !is_json(media_type));
    ordered
}

/// `Body`; of a further media type `FormBody`.
fn body_name(known: &[Content], media_type: &str) -> Name {
    if known.is_empty() { made_name("Body") } else { made_name(&format!("{}_body", media_word(media_type))) }
}

/// Two names of JSON with one type are one body.
fn is_same_json(known: &Content, other: &Content) -> bool {
    matches!(known.payload, Payload::Json(_)) && known.payload == other.payload
}

enum Kind {
    Json,
    Form,
    Text,
    Bytes,
}

fn kind(media_type: &str) -> Kind {
    let essence = essence(media_type);
    match essence.as_str() {
        _ if is_json(media_type) => Kind::Json,
        "application/x-www-form-urlencoded" => Kind::Form,
        _ if essence.starts_with("text/") && essence != "text/event-stream" => Kind::Text,
        _ => Kind::Bytes,
    }
}

/// `application/json`, anything `+json` (RFC 6839, 3.1), and the names that JSON had before.
pub(super) fn is_json(media_type: &str) -> bool {
    let essence = essence(media_type);
    let known = ["application/json", "text/json", "application/x-json", "*/*", "application/*"];
    known.contains(&essence.as_str()) || essence.ends_with("+json")
}

/// The media type without its parameters, in lower case (RFC 9110, 8.3.1).
fn essence(media_type: &str) -> String {
    media_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase()
}
