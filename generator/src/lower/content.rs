//! Bodies: which media types, and how each is read and written.

use indexmap::IndexSet;
use openapiv3::{MediaType, ReferenceOr, RequestBody, Schema, SchemaKind, Type as SchemaType};

use super::place::component_modules;
use super::said::Said;
use super::stream::{Framing, framing};
use super::{Lowering, Place, component_key, made_name};
use crate::diagnostics::{Diagnostic, Severity, defect};
use crate::lock::body_identity;
use crate::media_type::essence;
use crate::model::{Body, Content, Docs, Format, Payload, Type};
use crate::names::{Name, Scope, Wish, media_word};
use crate::pointer::Pointer;

/// Which way a body goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Direction {
    /// To the server.
    Sent,
    /// From the server.
    Received,
}

impl<'a> Lowering<'a> {
    /// The body, JSON first: the method of the operation sends that, and others the rest.
    pub(super) fn body(
        &mut self,
        operation: &'a openapiv3::Operation,
        identity: &str,
        pointer: &Pointer,
        name: &Name,
    ) -> Option<Body> {
        let (body, pointer, owner) =
            self.find_body(operation.request_body.as_ref()?, pointer.key("requestBody"), name)?;
        let mut contents: Vec<Content> = Vec::new();
        for (media_type, media) in self.in_order(&body.content, identity) {
            let pointer = pointer.keys(&["content", media_type]);
            let place = Place::owned(pointer, owner.clone(), body_name(&contents, media_type));
            let content = self.content(media_type, media, place, Direction::Sent);
            if !contents.iter().any(|known| is_same_json(known, &content)) {
                contents.push(content);
            }
        }
        self.note_untyped(&contents, &body.content, &pointer);
        self.name_constructors(&mut contents, body.required, name, identity);
        let examples =
            body.content.values().flat_map(|media| self.example_facts(media.example.as_ref(), &media.examples));
        let facts = examples.collect::<IndexSet<String>>().into_iter().collect();
        let said = Said::at(&operation.extensions, &["requestBody"]);
        let docs = Docs { description: said.description(body.description.as_deref()), facts, ..Docs::default() };
        (!contents.is_empty()).then_some(Body { required: body.required, contents, docs })
    }

    pub(super) fn find_body(
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
                let modules = component_modules(self.memory, "requestBodies", &key);
                Some((body, Pointer::root().keys(&["components", "requestBodies", &key]), modules))
            }
        }
    }

    /// What the operation's own method sent before, then JSON, then all others as the document has them.
    fn in_order(&self, content: &'a openapiv3::Content, operation: &str) -> Vec<(&'a String, &'a MediaType)> {
        let mut ordered: Vec<_> = content.iter().collect();
        ordered.sort_by_key(|(media_type, _)| (!self.was_first(operation, media_type), preference(media_type)));
        ordered
    }

    /// Was this the body of the operation's own method, and not of one more?
    fn was_first(&self, operation: &str, media_type: &str) -> bool {
        let identity = body_identity(operation, media_type);
        let argument = self.memory.name("arg", &identity);
        argument.as_deref() == Some("body") && self.memory.name("op", &identity).is_none()
    }

    /// How a body of this media type is read and written; `place` is the media type's.
    pub(super) fn content(
        &mut self,
        media_type: &str,
        media: &'a MediaType,
        place: Place,
        direction: Direction,
    ) -> Content {
        let pointer = place.pointer.clone();
        let payload = match (kind(media_type), direction) {
            (Kind::Json, _) => self.json(media_type, media, place),
            (Kind::Form, Direction::Sent) => self.form(media, place),
            (Kind::Multipart, Direction::Sent) => self.multipart(media_type, media, place),
            (Kind::Bytes, Direction::Sent) if framing(media_type) == Some(Framing::JsonLines) => {
                self.sent_lines(media, place)
            }
            (Kind::Text, _) if self.is_octets_of_text(media) => Payload::Bytes,
            (Kind::Text, _) | (Kind::Form, Direction::Received) => Payload::Text,
            (Kind::Multipart, Direction::Received) => self.received_parts(media_type, media, &place),
            (Kind::Bytes, _) => Payload::Bytes,
        };
        if untyped(media_type) == Some(payload.clone()) {
            self.note_base64(media_type, media, &payload, &pointer);
        }
        Content { media_type: media_type.to_owned(), payload, constructor: None }
    }

    /// Does the schema say that the body is a file, so that its octets are wanted, whatever they spell?
    fn is_octets_of_text(&self, media: &'a MediaType) -> bool {
        matches!(self.unnamed_body(media), Some(Type::Bytes | Type::File))
    }

    /// The type of a body whose schema, followed to where it is, needs no name.
    pub(super) fn unnamed_body(&self, media: &'a MediaType) -> Option<Type> {
        let schema = media.schema.as_ref().and_then(|schema| self.item(schema, 0))?;
        self.unnamed(schema)
    }

    /// Says that base64 is left as it is outside of JSON: by the letter the body is text of it, and most who write
    /// `format: byte` there send the octets (OpenAPI 3.0.4, 4.4 and 4.7.14.4).
    fn note_base64(&mut self, media_type: &str, media: &'a MediaType, payload: &Payload, pointer: &Pointer) {
        if self.unnamed_body(media).is_some_and(|ty| is_base64(&ty)) {
            let becomes = if *payload == Payload::Text { "text as it is" } else { "octets as they are" };
            self.diagnostics.push(defect::base64_outside_json(&pointer.key("schema"), media_type, becomes));
        }
    }

    /// JSON, but for octets, which have no place in it, and for what only may be JSON: `*/*`.
    fn json(&mut self, media_type: &str, media: &'a MediaType, place: Place) -> Payload {
        let range = media_type.contains('*');
        if range && media.schema.is_none() {
            return Payload::Bytes;
        }
        let pointer = place.pointer.clone();
        let ty = self.content_type(media, place);
        match self.resolve(&ty.clone().without_null()) {
            Type::Bytes => {
                if !range {
                    self.diagnostics.push(defect::octets_as_json(&pointer.key("schema"), media_type));
                }
                Payload::Bytes
            }
            Type::String if range => Payload::Text,
            _ => Payload::Json(self.without_octets(ty, &pointer.key("schema"))),
        }
    }

    pub(super) fn content_type(&mut self, media: &'a MediaType, place: Place) -> Type {
        match &media.schema {
            Some(schema) => {
                let place = place.at(place.pointer.key("schema"));
                self.shared(schema, place)
            }
            None => Type::Any,
        }
    }

    /// Says of which schemas no type was made, unless the same body can be had in a form that has one.
    pub(super) fn note_untyped(&mut self, contents: &[Content], declared: &openapiv3::Content, pointer: &Pointer) {
        if contents.iter().any(|content| content.payload.ty().is_some()) {
            return;
        }
        for content in contents {
            let Some(media) = declared.get(&content.media_type) else { continue };
            if kind(&content.media_type) != Kind::Multipart && self.is_structured(media.schema.as_ref()) {
                self.note_schema(content, &pointer.keys(&["content", &content.media_type, "schema"]));
            }
        }
    }

    /// Does a schema say more than that there are octets or text?
    pub(super) fn is_structured(&self, schema: Option<&'a ReferenceOr<Schema>>) -> bool {
        let Some(schema) = schema.and_then(|schema| self.item(schema, 0)) else { return false };
        match &schema.schema_kind {
            SchemaKind::Type(SchemaType::String(string)) => {
                string.enumeration.iter().flatten().count() > 0 || self.unnamed(schema).is_some_and(|ty| is_parsed(&ty))
            }
            SchemaKind::Any(any) => !any.properties.is_empty(),
            SchemaKind::Type(_) | SchemaKind::Not { .. } => true,
            SchemaKind::OneOf { .. } | SchemaKind::AllOf { .. } | SchemaKind::AnyOf { .. } => true,
        }
    }

    pub(super) fn note_schema(&mut self, content: &Content, pointer: &Pointer) {
        let media_type = &content.media_type;
        let becomes = if content.payload == Payload::Text { "String" } else { "bytes::Bytes" };
        self.note_no_type("body", media_type, becomes, pointer);
    }

    /// Says that a schema is not looked at, as nothing here writes or reads its media type.
    pub(super) fn note_no_type(&mut self, what: &str, media_type: &str, becomes: &str, pointer: &Pointer) {
        let message = format!("a {what} of `{media_type}` has no type");
        let note = Diagnostic::new(Severity::Note, "OAS3011", pointer, message);
        self.diagnostics.push(note.label(format!("becomes `{becomes}`")));
    }

    /// The methods that send all but the first of several bodies. They yield to every operation's own name.
    fn name_constructors(&mut self, contents: &mut [Content], required: bool, name: &Name, operation: &str) {
        // What every call has is not made of a media type without a word.
        let mut setters = Scope::reserving(&["with_body"], "content");
        for content in contents.iter_mut().skip(1) {
            let identity = body_identity(operation, &content.media_type);
            let word = media_word(&content.media_type);
            let (kind, wire) = if required {
                ("op", format!("{}_{word}", name.snake()))
            } else {
                ("arg", format!("with_{word}_body"))
            };
            let memory = self.memory.name(kind, &identity).filter(|known| known != "body");
            let apart = content.media_type.split('/').next().map(str::to_owned);
            let wish = Wish { memory, apart, ..Wish::new(identity, wire) };
            let scope = if required { &mut self.methods } else { &mut setters };
            content.constructor = scope.grant(std::slice::from_ref(&wish)).pop().map(|grant| grant.name);
        }
    }
}

/// Is it the text of something else? Base64 is one way to write octets.
fn is_parsed(ty: &Type) -> bool {
    matches!(ty, Type::Format(_)) && !is_base64(ty)
}

pub(super) fn is_base64(ty: &Type) -> bool {
    matches!(ty, Type::Format(Format::Base64 | Format::Base64Url))
}

/// JSON by its own name, then all that is JSON too, then what may be.
pub(super) fn preference(media_type: &str) -> u8 {
    match media_type {
        _ if essence(media_type) == "application/json" => 0,
        _ if !is_json(media_type) => 3,
        _ if media_type.contains('*') => 2,
        _ => 1,
    }
}

/// `Body`; of a further media type `FormBody`.
fn body_name(known: &[Content], media_type: &str) -> Name {
    if known.is_empty() { made_name("Body") } else { made_name(&format!("{}_body", media_word(media_type))) }
}

/// Two names of JSON with one type are one body, unless a name says more than that: of patches and of versions.
fn is_same_json(known: &Content, other: &Content) -> bool {
    let Payload::Json(ty) = &known.payload else { return false };
    // A JSON patch is an array (RFC 6902, 3); frameworks declare it beside JSON for every body.
    let patch = |content: &Content| {
        essence(&content.media_type) == "application/json-patch+json" && !matches!(ty, Type::Array(_) | Type::Any)
    };
    let plain = |content: &Content| is_plain_json(&content.media_type) || patch(content);
    known.payload == other.payload && plain(known) && plain(other)
}

/// Does the media type say that it is JSON, and nothing else?
fn is_plain_json(media_type: &str) -> bool {
    let essence = essence(media_type);
    essence.contains('*') || essence.split_once('/').is_some_and(|(_, subtype)| ["json", "x-json"].contains(&subtype))
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Json,
    Form,
    Multipart,
    Text,
    Bytes,
}

fn kind(media_type: &str) -> Kind {
    let essence = essence(media_type);
    match essence.as_str() {
        _ if is_json(media_type) => Kind::Json,
        "application/x-www-form-urlencoded" => Kind::Form,
        _ if essence.starts_with("multipart/") => Kind::Multipart,
        _ if essence.starts_with("text/") && framing(media_type).is_none() => Kind::Text,
        _ => Kind::Bytes,
    }
}

/// How a body that is received is read, if its schema has no say in it.
pub(super) fn untyped(media_type: &str) -> Option<Payload> {
    match kind(media_type) {
        Kind::Json => None,
        Kind::Text | Kind::Form => Some(Payload::Text),
        Kind::Bytes | Kind::Multipart => Some(Payload::Bytes),
    }
}

/// `application/json`, anything `+json` (RFC 6839, 3.1), and the names that JSON had before.
pub(super) fn is_json(media_type: &str) -> bool {
    let essence = essence(media_type);
    let known = ["application/json", "text/json", "application/x-json", "*/*", "application/*"];
    known.contains(&essence.as_str()) || essence.ends_with("+json")
}

/// `application/x-www-form-urlencoded`.
pub(super) fn is_form(media_type: &str) -> bool {
    kind(media_type) == Kind::Form
}

/// `text/*`, but for JSON by another name.
pub(super) fn is_text(media_type: &str) -> bool {
    kind(media_type) == Kind::Text
}

/// Neither JSON nor text nor a form.
pub(super) fn is_octets(media_type: &str) -> bool {
    kind(media_type) == Kind::Bytes
}
