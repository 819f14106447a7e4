//! Forms of several parts: which of them are files, and how each is written (OpenAPI 3.0.3, 4.7.14.3 and 4.7.15).

use std::collections::BTreeSet;

use openapiv3::{Encoding as Declared, MediaType, ReferenceOr, SchemaKind, Type as SchemaType};

use super::content::{is_base64, is_json, is_octets, is_text};
use super::docs::in_one_line;
use super::form::{of_media_type, styled};
use super::{Lowering, Place};
use crate::diagnostics::{Diagnostic, Severity};
use crate::media_type::essence;
use crate::model::{Encoding, Field, Manner, Payload, Shape, Style, Type, TypeId};
use crate::normalize::facts;
use crate::pointer::Pointer;

impl<'a> Lowering<'a> {
    /// `multipart/form-data`, and other multipart types of an object. Where the schema does not say which parts there are,
    /// the caller of a form does; what else is multipart is octets then, delimiters and all.
    pub(super) fn multipart(&mut self, media_type: &str, media: &'a MediaType, place: Place) -> Payload {
        let pointer = place.pointer.clone();
        self.note_positions(media, &pointer);
        let is_form = matches!(essence(media_type).as_str(), "multipart/form-data" | "multipart/*");
        let is_read = media.schema.is_some() && (is_form || self.is_schema_of_object(media));
        let declared = if is_read { self.content_type(media, place) } else { Type::Any };
        let typed = self.parts_of(&declared);
        if typed.is_none() && !is_form {
            let message = format!("a body of `{media_type}` has no type; it is the octets as they are on the wire");
            let help = "give the file that is sent a content type with the boundary";
            self.note_parts(message, "becomes `File`", help, &pointer);
            return Payload::Bytes;
        }
        match typed {
            Some(ty) => {
                self.hold_untyped_files(media, &ty, &pointer.key("encoding"));
                let encodings = self.part_encodings(media, &ty, &pointer.key("encoding"));
                Payload::Multipart(ty, encodings)
            }
            None => {
                let message = "the schema does not say which parts the form has; the caller names them".to_owned();
                let help = "a schema with a property for each part gives the body a type";
                self.note_parts(message, "becomes `Form`", help, &pointer);
                Payload::Parts
            }
        }
    }

    fn is_schema_of_object(&self, media: &'a MediaType) -> bool {
        let schema = media.schema.as_ref().and_then(|schema| self.item(schema, 0));
        schema.is_some_and(|schema| match schema.schema_kind {
            SchemaKind::Type(SchemaType::Object(_)) | SchemaKind::Any(_) => true,
            SchemaKind::OneOf { .. } | SchemaKind::AllOf { .. } | SchemaKind::AnyOf { .. } => true,
            SchemaKind::Type(_) | SchemaKind::Not { .. } => false,
        })
    }

    /// Parts are sent, and not read.
    pub(super) fn received_parts(&mut self, media_type: &str, media: &MediaType, place: &Place) -> Payload {
        if media.schema.is_some() {
            let message = format!("a response of `{media_type}` has no type; it is the octets as they are on the wire");
            let help = "the header `content-type` of the response has the boundary between its parts";
            self.note_parts(message, "becomes `bytes::Bytes`", help, &place.pointer);
        }
        Payload::Bytes
    }

    /// The type of an object whose members are parts, with files in place of octets; `None` if it is no object.
    fn parts_of(&mut self, ty: &Type) -> Option<Type> {
        match self.resolve(&ty.clone().without_null()) {
            // Any of them may be a file.
            Type::Map(value) if *value == Type::Any => None,
            Type::Map(value) => Some(Type::Map(Box::new(self.with_files(&value, &mut BTreeSet::new())))),
            Type::Named(id) => self.hold_files(id, &mut BTreeSet::new()).then(|| ty.clone().without_null()),
            _ => None,
        }
    }

    /// Puts files in place of octets in the members of a struct, or of each struct of a union; `false` for any other
    /// type.
    fn hold_files(&mut self, id: TypeId, seen: &mut BTreeSet<TypeId>) -> bool {
        if !seen.insert(id) {
            return true;
        }
        match self.types[id.0].shape.clone() {
            Shape::Struct(mut shape) => {
                for field in &mut shape.fields {
                    field.ty = self.with_files(&field.ty, seen);
                }
                if let Some(additional) = &mut shape.additional {
                    additional.ty = self.with_files(&additional.ty, seen);
                }
                self.types[id.0].shape = Shape::Struct(shape);
                true
            }
            Shape::Union(union) => union.variants.iter().all(|variant| match self.resolve(&variant.ty) {
                Type::Named(branch) => self.hold_files(branch, seen),
                _ => false,
            }),
            Shape::Alias(_) | Shape::Enum(_) | Shape::Tuple(_) | Shape::Newtype(_) => false,
        }
    }

    /// Puts files in place of values that only a media type describes: one that is octets, which is also the default since
    /// 3.1 (OpenAPI 3.1.1, 4.8.15.1.1); and files or text in place of objects of a media type that nothing here can write.
    /// A component may be more than a form, so it stays as it is.
    fn hold_untyped_files(&mut self, media: &MediaType, ty: &Type, encoding: &Pointer) {
        let Type::Named(id) = self.resolve(ty) else { return };
        let Shape::Struct(mut shape) = self.types[id.0].shape.clone() else { return };
        if !matches!(media.schema, Some(ReferenceOr::Item(_))) {
            return;
        }
        let by_default = media.extensions.get(facts::OCTETS_BY_DEFAULT).is_some();
        for field in &mut shape.fields {
            let declared = media.encoding.get(field.name.wire()).and_then(|encoding| encoding.content_type.as_deref());
            let is_octets = declared.map_or(by_default, |list| list.split(',').all(is_octets));
            if is_octets && field.constant.is_none() {
                field.ty = self.file_if_untyped(&field.ty);
            }
            if let Some(media_type) = declared.map(first_of).filter(|it| !is_json(it) && self.is_object(&field.ty)) {
                let is_text = is_text(media_type) || essence(media_type).ends_with("xml");
                let (written, becomes) = if is_text { (Type::String, "String") } else { (Type::File, "File") };
                let pointer = encoding.keys(&[field.name.wire(), "contentType"]);
                self.note_no_type("part", media_type, becomes, &pointer);
                field.ty = in_place_of(&field.ty, written);
            }
        }
        self.types[id.0].shape = Shape::Struct(shape);
    }

    fn file_if_untyped(&self, ty: &Type) -> Type {
        match self.resolve(ty) {
            Type::Any => Type::File,
            Type::Array(inner) if self.resolve(&inner) == Type::Any => Type::Array(Box::new(Type::File)),
            _ => ty.clone(),
        }
    }

    /// The type of a part: a file, or several, where the schema has octets.
    fn with_files(&mut self, ty: &Type, seen: &mut BTreeSet<TypeId>) -> Type {
        let alias = match ty {
            Type::Named(id) if matches!(self.types[id.0].shape, Shape::Alias(_)) => Some(*id),
            _ => None,
        };
        // A list of itself holds no file.
        if alias.is_some_and(|id| !seen.insert(id)) {
            return ty.clone();
        }
        let changed = self.with_files_behind(ty, seen);
        if let Some(id) = alias {
            seen.remove(&id);
        }
        changed
    }

    fn with_files_behind(&mut self, ty: &Type, seen: &mut BTreeSet<TypeId>) -> Type {
        match self.resolve(ty) {
            Type::Bytes => Type::File,
            Type::Array(inner) => self.around(ty, &inner, seen, Type::Array),
            Type::Map(inner) => self.around(ty, &inner, seen, Type::Map),
            Type::Nullable(inner) => self.around(ty, &inner, seen, Type::Nullable),
            Type::Named(id) => {
                self.union_with_files(id, seen);
                ty.clone()
            }
            _ => ty.clone(),
        }
    }

    /// The type as it was, under its own name, if there is no file in it.
    fn around(
        &mut self,
        ty: &Type,
        inner: &Type,
        seen: &mut BTreeSet<TypeId>,
        outer: impl FnOnce(Box<Type>) -> Type,
    ) -> Type {
        let changed = self.with_files(inner, seen);
        if changed == *inner { ty.clone() } else { outer(Box::new(changed)) }
    }

    /// A part can be one file or several, or a file or text.
    fn union_with_files(&mut self, id: TypeId, seen: &mut BTreeSet<TypeId>) {
        let Shape::Union(mut union) = self.types[id.0].shape.clone() else { return };
        if !seen.insert(id) {
            return;
        }
        for variant in &mut union.variants {
            variant.ty = self.with_files(&variant.ty, seen);
        }
        self.types[id.0].shape = Shape::Union(union);
    }

    /// How the parts are written whose values don't tell: those of `encoding`, and base64 (OpenAPI 3.0.3, 4.7.14.3).
    fn part_encodings(&mut self, media: &'a MediaType, ty: &Type, pointer: &Pointer) -> Vec<Encoding> {
        let fields = self.fields_of(ty);
        let mut encodings = Vec::new();
        for (property, declared) in &media.encoding {
            if !self.may_have(ty, property) {
                self.note_encoding(&pointer.key(property), "the schema has no such property");
                continue;
            }
            let field = fields.iter().find(|field| field.name.wire() == property);
            let is_file = field.is_some_and(|field| self.is_file(&field.ty));
            self.note_headers(declared, property, is_file, &pointer.keys(&[property, "headers"]));
            self.tell_of_part(ty, property, declared, is_file);
            if declared.extensions.contains_key(facts::ENCODING) {
                self.note_encoding(&pointer.keys(&[property, "encoding"]), "the parts of a part");
            }
            let media_type = declared.content_type.as_deref().map(first_of).filter(|it| !is_file && !is_json(it));
            match media_type.filter(|_| field.is_some_and(|field| self.is_object(&field.ty))) {
                Some(media_type) => self.note_encoding(&pointer.keys(&[property, "contentType"]), media_type),
                None => encodings.extend(part_encoding(property, declared, is_file)),
            }
        }
        let base64 = fields.iter().filter(|field| is_base64(&self.resolve(&field.ty)));
        let base64 = base64.filter(|field| !media.encoding.contains_key(field.name.wire()));
        let base64 = base64.filter(|field| self.has_content_encoding(media, field.name.wire()));
        encodings.extend(base64.map(|field| of_media_type(field.name.wire(), "application/octet-stream")));
        encodings
    }

    /// Is it said by `contentEncoding` that the property is octets? Then the part is `application/octet-stream` (OpenAPI
    /// 3.1.1, 4.8.15.1.1), while text of the format `byte` is text (3.0.4, 4.7.15.1.1).
    fn has_content_encoding(&self, media: &'a MediaType, property: &str) -> bool {
        let schema = media.schema.as_ref().and_then(|schema| self.item(schema, 0));
        let properties = schema.and_then(|schema| match &schema.schema_kind {
            SchemaKind::Type(SchemaType::Object(object)) => Some(&object.properties),
            SchemaKind::Any(any) => Some(&any.properties),
            SchemaKind::Type(_) | SchemaKind::Not { .. } => None,
            SchemaKind::OneOf { .. } | SchemaKind::AllOf { .. } | SchemaKind::AnyOf { .. } => None,
        });
        let property = properties.and_then(|properties| self.boxed_item(properties.get(property)?));
        property.is_some_and(|schema| schema.schema_data.extensions.contains_key(facts::CONTENT_ENCODING))
    }

    /// A part has the headers that the caller gives it.
    fn note_headers(&mut self, declared: &Declared, property: &str, is_file: bool, pointer: &Pointer) {
        for name in headers(declared) {
            let message = format!("the header `{name}` of the part is not sent by itself");
            let help = match is_file {
                true => "give it to the `File` by `with_header`".to_owned(),
                false => format!("give it to the call by `.with_part_header({property:?}, {name:?}, …)`"),
            };
            self.diagnostics
                .push(Diagnostic::new(Severity::Note, "OAS3012", &pointer.key(name), message).at_key().help(help));
        }
    }

    /// Says at the field of a part what the caller may want to give it.
    fn tell_of_part(&mut self, ty: &Type, property: &str, declared: &Declared, is_file: bool) {
        let Type::Named(id) = self.resolve(ty) else { return };
        let Shape::Struct(shape) = &mut self.types[id.0].shape else { return };
        let Some(field) = shape.fields.iter_mut().find(|field| field.name.wire() == property) else { return };
        let media_types = declared.content_type.as_ref().filter(|_| is_file);
        let media_types = media_types.map(|list| format!("Media types: `{}`", in_one_line(list)));
        let names: Vec<String> = headers(declared).map(|name| format!("`{}`", in_one_line(name))).collect();
        let how = if is_file { "" } else { ", by `.with_part_header(…)` of the call" };
        let headers = (!names.is_empty()).then(|| format!("Headers: {}{how}", names.join(", ")));
        for fact in media_types.into_iter().chain(headers) {
            if !field.docs.facts.contains(&fact) {
                field.docs.facts.push(fact);
            }
        }
    }

    /// What 3.2 says of parts by their position.
    fn note_positions(&mut self, media: &MediaType, pointer: &Pointer) {
        for (fact, keyword) in [(facts::PREFIX_ENCODING, "prefixEncoding"), (facts::ITEM_ENCODING, "itemEncoding")] {
            if media.extensions.contains_key(fact) {
                self.note_encoding(&pointer.key(keyword), "parts without a name");
            }
        }
    }

    pub(super) fn fields_of(&self, ty: &Type) -> Vec<Field> {
        match self.resolve(ty) {
            Type::Named(id) => self.struct_shape(id).map(|shape| shape.fields).unwrap_or_default(),
            _ => Vec::new(),
        }
    }

    fn is_file(&self, ty: &Type) -> bool {
        match self.in_lists(ty) {
            Some(Type::File) => true,
            Some(Type::Named(id)) => match &self.types[id.0].shape {
                Shape::Union(union) => union.variants.iter().any(|variant| variant.ty == Type::File),
                Shape::Struct(_) | Shape::Enum(_) | Shape::Alias(_) => false,
                Shape::Tuple(_) | Shape::Newtype(_) => false,
            },
            _ => false,
        }
    }
}

/// The headers of a part; the one of its media type is ignored (OpenAPI 3.0.3, 4.7.15.1).
fn headers(declared: &Declared) -> impl Iterator<Item = &String> {
    declared.headers.keys().filter(|name| !name.eq_ignore_ascii_case("content-type"))
}

/// A file has no style. `style: form` alone says nothing about parts (OpenAPI 3.0.3, 4.7.15.1), but what can't be the
/// default was meant.
fn part_encoding(property: &str, declared: &Declared, is_file: bool) -> Option<Encoding> {
    if let Some(list) = &declared.content_type {
        // Of a range, the value tells which it is.
        let media_type = if is_file { list } else { listed(list)? };
        // By default, but for a parameter that is true of the text.
        let in_utf8 = media_type.to_ascii_lowercase().contains("utf-8");
        let told_by_value = !is_file && essence(media_type) == "text/plain" && !in_utf8;
        return (!told_by_value).then(|| of_media_type(property, media_type));
    }
    let manner = styled(declared).filter(|manner| !is_file && !is_default(manner))?;
    Some(Encoding { property: property.to_owned(), manner })
}

/// Of several media types the first that is one, and no range (OpenAPI 3.0.3, 4.7.15.1).
fn first_of(list: &str) -> &str {
    listed(list).unwrap_or(list)
}

fn listed(list: &str) -> Option<&str> {
    list.split(',').map(str::trim).find(|media_type| !media_type.contains('*'))
}

/// The same list or option of other values.
fn in_place_of(ty: &Type, value: Type) -> Type {
    match ty {
        Type::Array(inner) => Type::Array(Box::new(in_place_of(inner, value))),
        Type::Nullable(inner) => Type::Nullable(Box::new(in_place_of(inner, value))),
        _ => value,
    }
}

fn is_default(manner: &Manner) -> bool {
    match manner {
        Manner::Styled { style, explode, .. } => *style == Style::Form && *explode,
        Manner::MediaType(_) => false,
    }
}
