//! Parameters with `content`: documents of a media type (OpenAPI 3.0.4, 4.7.12.2.3).

use openapiv3::{MediaType, ReferenceOr, Schema};

use super::content::{is_form, is_json, is_text};
use super::kinds::Kinds;
use super::{Lowering, Place};
use crate::model::{Encoding, Location, Notation, Type};

impl<'a> Lowering<'a> {
    /// JSON, a form, or else a text that the caller writes, as nothing here can; `place` is the schema's.
    pub(super) fn document_type(
        &mut self,
        location: Location,
        media_type: &str,
        media: &'a MediaType,
        place: Place,
    ) -> (Type, Notation) {
        let (json, form) = (is_json(media_type), is_form(media_type));
        match &media.schema {
            _ if form && location == Location::QueryString => {
                let (ty, encodings) = self.query_string(media, place);
                (ty, Notation::Form(encodings))
            }
            None if json => (Type::Any, Notation::Json),
            None if form => (Type::Any, Notation::Form(self.encodings(media, &Type::Any, &place))),
            None => (Type::String, Notation::Styled),
            Some(schema) if json => (self.shared(schema, place), Notation::Json),
            Some(schema) if form && self.kinds(schema) != Kinds::STRING => {
                let ty = self.shared(schema, place.clone());
                let encodings = self.encodings(media, &ty, &place);
                (ty, Notation::Form(encodings))
            }
            Some(schema) if self.is_plain(media_type, schema) => (self.shared(schema, place), Notation::Styled),
            Some(_) => {
                self.note_no_type("parameter", media_type, "String", &place.pointer);
                (Type::String, Notation::Styled)
            }
        }
    }

    /// A whole query string is a form as a body is, and never its text: that would be encoded once more.
    fn query_string(&mut self, media: &'a MediaType, place: Place) -> (Type, Vec<Encoding>) {
        let pointer = place.pointer.parent().unwrap_or_default();
        let ty = media.schema.as_ref().map_or(Type::Any, |schema| self.shared(schema, place));
        let ty = if self.is_no_form(&ty) { Type::Any } else { ty };
        self.form_of(ty, media, &pointer)
    }

    fn encodings(&mut self, media: &'a MediaType, ty: &Type, place: &Place) -> Vec<Encoding> {
        let pointer = place.pointer.parent().unwrap_or_default();
        self.form_encodings(media, ty, &pointer.key("encoding"))
    }

    /// Is the value its own text?
    fn is_plain(&self, media_type: &str, schema: &'a ReferenceOr<Schema>) -> bool {
        let scalar = self.kinds(schema).is_scalar();
        !self.is_structured(Some(schema)) || scalar && is_text(media_type)
    }
}
