//! Forms, and how their properties are written (OpenAPI 3.0.3, 4.7.14.2 and 4.7.15).

use std::collections::BTreeSet;

use openapiv3::{Encoding as Declared, MediaType, QueryStyle};

use super::content::is_json;
use super::{Lowering, Place};
use crate::diagnostics::{Diagnostic, Severity};
use crate::media_type::essence;
use crate::model::{Encoding, Field, Manner, Payload, Shape, Style, Type, TypeId};
use crate::normalize::facts;
use crate::pointer::Pointer;

impl<'a> Lowering<'a> {
    /// `application/x-www-form-urlencoded`.
    pub(super) fn form(&mut self, media: &'a MediaType, place: Place) -> Payload {
        let pointer = place.pointer.clone();
        let ty = self.content_type(media, place);
        if self.is_no_form(&ty) {
            let message = "a form is made of named values, and this is none; it is text as it is on the wire";
            let help = "give the body the type `object`";
            self.note_parts(message.to_owned(), "becomes `String`", help, &pointer.key("schema"));
            return Payload::Text;
        }
        let (ty, encodings) = self.form_of(ty, media, &pointer);
        Payload::Form(self.without_octets(ty, &pointer.key("schema")), encodings)
    }

    /// The type of a form, and how its properties are written; `pointer` is the media type's.
    pub(super) fn form_of(&mut self, ty: Type, media: &'a MediaType, pointer: &Pointer) -> (Type, Vec<Encoding>) {
        let ty = if self.resolve(&ty.clone().without_null()) == Type::Any {
            let message = "the schema does not say which values the form has; the caller names them".to_owned();
            let help = "a schema with a property for each value gives the form a type";
            self.note_parts(message, "becomes `BTreeMap<String, serde_json::Value>`", help, pointer);
            Type::Map(Box::new(Type::Any))
        } else {
            ty
        };
        let encodings = self.form_encodings(media, &ty, &pointer.key("encoding"));
        (ty, encodings)
    }

    /// How the properties are written that `encoding` tells of.
    pub(super) fn form_encodings(&mut self, media: &'a MediaType, ty: &Type, pointer: &Pointer) -> Vec<Encoding> {
        let mut encodings = Vec::new();
        for (property, declared) in &media.encoding {
            if !self.may_have(ty, property) {
                self.note_encoding(&pointer.key(property), "the schema has no such property");
                continue;
            }
            match (styled(declared), &declared.content_type) {
                (Some(manner), _) => encodings.push(Encoding { property: property.clone(), manner }),
                (None, Some(media_type)) if is_json(media_type) => encodings.push(of_media_type(property, media_type)),
                (None, Some(media_type)) if !essence(media_type).starts_with("text/") => {
                    self.note_encoding(&pointer.keys(&[property, "contentType"]), media_type);
                }
                (None, _) => {}
            }
        }
        self.note_outlines(&encodings, ty, pointer);
        encodings
    }

    /// A property with a style is written as a parameter of the query is, and so is what is inside of it.
    fn note_outlines(&mut self, encodings: &[Encoding], ty: &Type, pointer: &Pointer) {
        let styled = encodings.iter().filter_map(|encoding| match encoding.manner {
            Manner::Styled { style, explode, .. } => Some((encoding.property.as_str(), (style, explode))),
            Manner::MediaType(_) => None,
        });
        let mut styled = styled.peekable();
        let fields = if styled.peek().is_some() { self.fields_of(&ty.clone().without_null()) } else { Vec::new() };
        let as_json = "give the list the `contentType` `application/json` and no style";
        for (property, how) in styled {
            if let Some(field) = fields.iter().find(|field| field.name.wire() == property) {
                self.note_outline(how, property, &field.ty, (&pointer.key(property), as_json));
            }
        }
    }

    /// Is it anything but an object, or a union that may be one?
    pub(super) fn is_no_form(&self, ty: &Type) -> bool {
        match self.resolve(&ty.clone().without_null()) {
            Type::Named(id) => match &self.types[id.0].shape {
                Shape::Enum(_) | Shape::Tuple(_) => true,
                Shape::Struct(_) | Shape::Union(_) | Shape::Alias(_) | Shape::Newtype(_) => false,
            },
            Type::Any | Type::Map(_) | Type::Nullable(_) => false,
            Type::Array(_) | Type::Boolean | Type::OnlyBoolean(_) | Type::Float | Type::Double | Type::Decimal => true,
            Type::Int32 | Type::Int64 | Type::UInt32 | Type::UInt64 => true,
            Type::String | Type::Format(_) | Type::Bytes | Type::File => true,
        }
    }

    pub(super) fn note_parts(&mut self, message: String, becomes: &str, help: &str, pointer: &Pointer) {
        let finding = Diagnostic::new(Severity::Warning, "OAS3010", pointer, message);
        self.diagnostics.push(finding.at_key().label(becomes).help(help));
    }

    /// Is it written as JSON, or a list of what is?
    pub(super) fn is_object(&self, ty: &Type) -> bool {
        self.holds_object(ty, &mut BTreeSet::new())
    }

    fn holds_object(&self, ty: &Type, seen: &mut BTreeSet<TypeId>) -> bool {
        match self.in_lists(ty) {
            Some(Type::Map(_)) => true,
            Some(Type::Named(id)) if seen.insert(*id) => match &self.types[id.0].shape {
                Shape::Struct(_) | Shape::Tuple(_) => true,
                Shape::Union(union) => union.variants.iter().any(|variant| self.holds_object(&variant.ty, seen)),
                Shape::Alias(_) | Shape::Enum(_) | Shape::Newtype(_) => false,
            },
            _ => false,
        }
    }

    /// The type itself, or what a list, or a list of lists, is made of; nothing if that is a list of itself.
    pub(super) fn in_lists<'t>(&'t self, mut ty: &'t Type) -> Option<&'t Type> {
        let mut seen = BTreeSet::new();
        loop {
            ty = match ty {
                Type::Array(inner) | Type::Nullable(inner) => inner,
                Type::Named(id) => match &self.types[id.0].shape {
                    Shape::Alias(next) if seen.insert(*id) => next,
                    Shape::Alias(_) => return None,
                    Shape::Struct(_) | Shape::Enum(_) | Shape::Union(_) => return Some(ty),
                    Shape::Tuple(_) | Shape::Newtype(_) => return Some(ty),
                },
                _ => return Some(ty),
            };
        }
    }

    /// Can a form of this type have a property of the name?
    pub(super) fn may_have(&self, ty: &Type, property: &str) -> bool {
        let Type::Named(id) = self.resolve(ty) else { return true };
        let is_one = |field: &Field| field.name.wire() == property;
        self.struct_shape(id).is_none_or(|shape| shape.additional.is_some() || shape.fields.iter().any(is_one))
    }

    pub(super) fn note_encoding(&mut self, pointer: &Pointer, what: &str) {
        let message = format!("`encoding` has no effect here: {what}");
        self.diagnostics.push(
            Diagnostic::new(Severity::Note, "OAS3012", pointer, message)
                .at_key()
                .label("is written by its value alone"),
        );
    }
}

pub(super) fn of_media_type(property: &str, media_type: &str) -> Encoding {
    Encoding { property: property.to_owned(), manner: Manner::MediaType(media_type.to_owned()) }
}

/// A property follows the rules of parameters as soon as one of their keywords is there.
pub(super) fn styled(declared: &Declared) -> Option<Manner> {
    let explode = declared.extensions.get(facts::EXPLODE).and_then(serde_json::Value::as_bool);
    if declared.style.is_none() && explode.is_none() && !declared.allow_reserved {
        return None;
    }
    let style = match &declared.style {
        None | Some(QueryStyle::Form) => Style::Form,
        Some(QueryStyle::SpaceDelimited) => Style::SpaceDelimited,
        Some(QueryStyle::PipeDelimited) => Style::PipeDelimited,
        Some(QueryStyle::DeepObject) => Style::DeepObject,
    };
    let explode = explode.unwrap_or(matches!(style, Style::Form | Style::DeepObject));
    Some(Manner::Styled { style, explode, allow_reserved: declared.allow_reserved })
}
