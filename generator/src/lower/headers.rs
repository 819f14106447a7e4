//! Headers of responses: typed, and the same for every answer of an operation.

use std::collections::BTreeMap;

use openapiv3::{Header, ParameterSchemaOrContent, ReferenceOr, Response, Schema, SchemaKind, Type as SchemaType};

use super::content::is_json;
use super::place::component_modules;
use super::response::statuses;
use super::said::Said;
use super::{Lowering, Place, component_key, made_name};
use crate::diagnostics::{Diagnostic, Severity};
use crate::model::{Docs, ResponseHeader, Status, Type};
use crate::names::{Name, Scope, Wish};
use crate::pointer::Pointer;

/// A header, and where it is written.
struct Found<'a> {
    header: &'a Header,
    /// The answer that may have it.
    status: Status,
    pointer: Pointer,
    /// What the reference to it says.
    said: Said<'a>,
}

impl<'a> Lowering<'a> {
    /// All headers that any answer of the operation declares, by name; `Content-Type` is not one of them (OpenAPI
    /// 3.0.3, 4.7.17).
    pub(super) fn response_headers(
        &mut self,
        operation: &'a openapiv3::Operation,
        pointer: &Pointer,
        name: &Name,
    ) -> Vec<ResponseHeader> {
        let answers = statuses(operation);
        let found = self.found_headers(&answers, &pointer.key("responses"));
        let wishes: Vec<Wish> = found.keys().map(|wire| Wish::new(format!("header {wire}"), wire.clone())).collect();
        let grants = Scope::reserving(&["from"], "header").in_snake_case().grant(&wishes);
        let pairs = found.into_values().zip(grants);
        pairs.filter_map(|(found, grant)| self.response_header(&found, answers.len(), grant.name, name)).collect()
    }

    fn found_headers(
        &self,
        answers: &[(Status, String, &'a ReferenceOr<Response>)],
        pointer: &Pointer,
    ) -> BTreeMap<String, Vec<Found<'a>>> {
        let mut found: BTreeMap<String, Vec<Found<'a>>> = BTreeMap::new();
        for (status, key, response) in answers {
            let Some((response, pointer)) = self.response_item(response, pointer.key(key)) else { continue };
            for (wire, header) in &response.headers {
                if let Some(header) = self.header_item(header, *status, pointer.keys(&["headers", wire])) {
                    let said = Said::at(&response.extensions, &["headers", wire]);
                    found.entry(wire.to_ascii_lowercase()).or_default().push(Found { said, ..header });
                }
            }
        }
        found.remove("content-type");
        found
    }

    fn header_item(&self, header: &'a ReferenceOr<Header>, status: Status, pointer: Pointer) -> Option<Found<'a>> {
        match header {
            ReferenceOr::Item(header) => Some(Found { header, status, pointer, said: Said::default() }),
            ReferenceOr::Reference { reference } => {
                let key = component_key(reference, "headers")?;
                let header = self.document.components.as_ref()?.headers.get(&key)?.as_item()?;
                let pointer = Pointer::root().keys(&["components", "headers", &key]);
                Some(Found { header, status, pointer, said: Said::default() })
            }
        }
    }

    fn response_header(
        &mut self,
        all: &[Found<'a>],
        answers: usize,
        name: Name,
        operation: &Name,
    ) -> Option<ResponseHeader> {
        let found = all.first()?;
        let (ty, json) = self.common_type(found, all, &name, operation);
        let always = always_there(all, answers);
        let deprecated = all.iter().all(|found| found.header.deprecated.unwrap_or_default());
        let description = found.said.description(found.header.description.as_deref());
        let docs = Docs { description, facts: always.into_iter().collect(), ..Docs::default() };
        Some(ResponseHeader { name, ty, json, deprecated, docs })
    }

    /// The type that the header has in all answers, as it is one field for them all: the wider one of two numbers, and
    /// text where they have nothing in common.
    fn common_type(&mut self, first: &Found<'a>, all: &[Found<'a>], name: &Name, operation: &Name) -> (Type, bool) {
        let Some(other) = all.iter().find(|other| !is_same(other.header, first.header)) else {
            return self.declared_type(first, name, operation);
        };
        let types: Option<Vec<Type>> = all.iter().map(|found| self.plain_type(found, name, operation)).collect();
        let types = types.unwrap_or_default();
        let common = types.iter().cloned().map(Some).reduce(|one, other| wider(one?, other?)).flatten();
        if types.iter().any(|ty| Some(ty) != common.as_ref()) || types.is_empty() {
            self.note_other_type(other, common.as_ref());
        }
        (common.unwrap_or(Type::String), false)
    }

    fn note_other_type(&mut self, other: &Found<'a>, common: Option<&Type>) {
        let name = other.pointer.last().unwrap_or_default();
        let message = format!("the header `{name}` has another type in another answer");
        let becomes = if common.is_some() { "becomes the wider one" } else { "becomes `String`" };
        let note = Diagnostic::new(Severity::Note, "OAS3015", &other.pointer, message);
        self.diagnostics.push(note.at_key().label(becomes));
    }

    fn declared_type(&mut self, found: &Found<'a>, name: &Name, operation: &Name) -> (Type, bool) {
        match &found.header.format {
            ParameterSchemaOrContent::Schema(schema) => {
                (self.header_type(schema, found, found.pointer.key("schema"), name, operation), false)
            }
            ParameterSchemaOrContent::Content(content) => self.header_content(content, found, name, operation),
        }
    }

    /// The type of a scalar that needs no type of its own.
    fn plain_type(&mut self, found: &Found<'a>, name: &Name, operation: &Name) -> Option<Type> {
        let ParameterSchemaOrContent::Schema(schema) = &found.header.format else { return None };
        let plain = match &self.item(schema, 0)?.schema_kind {
            SchemaKind::Type(SchemaType::String(string)) => string.enumeration.is_empty(),
            SchemaKind::Type(SchemaType::Integer(integer)) => integer.enumeration.is_empty(),
            SchemaKind::Type(SchemaType::Number(number)) => number.enumeration.is_empty(),
            SchemaKind::Type(SchemaType::Boolean(_)) => true,
            SchemaKind::Type(SchemaType::Array(_) | SchemaType::Object(_)) => false,
            SchemaKind::OneOf { .. } | SchemaKind::AllOf { .. } | SchemaKind::AnyOf { .. } => false,
            SchemaKind::Not { .. } | SchemaKind::Any(_) => false,
        };
        let ty = plain.then(|| self.header_type(schema, found, found.pointer.key("schema"), name, operation))?;
        Some(self.resolve(&ty))
    }

    /// A header with `content` is a document: JSON, or else text.
    fn header_content(
        &mut self,
        content: &'a openapiv3::Content,
        found: &Found<'a>,
        name: &Name,
        operation: &Name,
    ) -> (Type, bool) {
        let first = content.first().and_then(|(media_type, media)| Some((media_type, media.schema.as_ref()?)));
        let Some((media_type, schema)) = first else { return (Type::String, false) };
        let pointer = found.pointer.keys(&["content", media_type, "schema"]);
        if !is_json(media_type) {
            if self.is_structured(Some(schema)) {
                self.note_no_type("header", media_type, "String", &pointer);
            }
            return (Type::String, false);
        }
        (self.header_type(schema, found, pointer, name, operation), true)
    }

    /// A value of any type is text to begin with, and octets have no other form here.
    fn header_type(
        &mut self,
        schema: &'a ReferenceOr<Schema>,
        found: &Found<'a>,
        pointer: Pointer,
        name: &Name,
        operation: &Name,
    ) -> Type {
        let segments = found.pointer.segments();
        let segments: Vec<&str> = segments.iter().map(String::as_str).collect();
        // What several operations share is named after none of them.
        let (modules, name) = match segments[..] {
            ["components", "headers", key] => (component_modules(self.memory, "headers", key), made_name("Value")),
            ["components", "responses", key, "headers", wire] => {
                (component_modules(self.memory, "responses", key), Name::new(wire).suffixed("header"))
            }
            _ => (vec![operation.snake().to_owned()], name.suffixed("header")),
        };
        let place = Place::owned(pointer, modules, name);
        let pointer = place.pointer.clone();
        match self.shared(schema, place).without_null() {
            Type::Any | Type::Bytes => Type::String,
            other => self.without_octets(other, &pointer),
        }
    }
}

/// Which of the answers, if any, cannot be without the header.
fn always_there(all: &[Found<'_>], answers: usize) -> Option<String> {
    let required: Vec<String> =
        all.iter().filter(|found| found.header.required).map(|found| format!("`{}`", found.status)).collect();
    match required.len() {
        0 => None,
        all if all == answers => Some("Always there".to_owned()),
        _ => Some(format!("Always there in {}", required.join(", "))),
    }
}

/// Do they say the same of the value? What a schema says of itself besides does not matter.
fn is_same(one: &Header, other: &Header) -> bool {
    match (&one.format, &other.format) {
        (
            ParameterSchemaOrContent::Schema(ReferenceOr::Item(one)),
            ParameterSchemaOrContent::Schema(ReferenceOr::Item(other)),
        ) => one.schema_kind == other.schema_kind,
        (one, other) => one == other,
    }
}

/// The type that has the values of both, if one of the two does.
fn wider(one: Type, other: Type) -> Option<Type> {
    match (one, other) {
        (one, other) if one == other => Some(one),
        (Type::Int64, Type::Int32 | Type::UInt32) | (Type::Int32 | Type::UInt32, Type::Int64) => Some(Type::Int64),
        (Type::UInt64, Type::UInt32) | (Type::UInt32, Type::UInt64) => Some(Type::UInt64),
        (Type::Double, Type::Float) | (Type::Float, Type::Double) => Some(Type::Double),
        _ => None,
    }
}
