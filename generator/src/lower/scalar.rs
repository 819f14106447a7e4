//! `type` × `format` of single values (OpenAPI 3.0.3, 4.4).

use openapiv3::{
    AdditionalProperties, IntegerFormat, IntegerType, NumberFormat, NumberType, Schema, SchemaKind, StringFormat,
    StringType, Type as SchemaType,
    VariantOrUnknownOrEmpty::{Empty, Item, Unknown},
};

use super::object::is_constraint;
use super::{Lowering, Place};
use crate::config::Library;
use crate::model::Type;

impl Lowering<'_> {
    /// The type of a schema that needs no name and tells no more than its JSON type and format.
    pub(super) fn unnamed(&self, schema: &Schema) -> Option<Type> {
        match &schema.schema_kind {
            SchemaKind::Type(SchemaType::String(string)) if string.enumeration.is_empty() => {
                Some(self.string_format(string))
            }
            SchemaKind::Type(SchemaType::Integer(integer)) if integer.enumeration.is_empty() => {
                Some(integer_format(integer))
            }
            SchemaKind::Type(SchemaType::Number(number)) => Some(number_format(number)),
            SchemaKind::Type(SchemaType::Boolean(_)) => Some(Type::Boolean),
            SchemaKind::Type(SchemaType::Object(object)) if is_constraint(object) => {
                Some(Type::Map(Box::new(Type::Any)))
                    .filter(|_| object.additional_properties != Some(AdditionalProperties::Any(false)))
            }
            SchemaKind::Any(any) if any.properties.is_empty() => Some(Type::Any),
            SchemaKind::Type(_) | SchemaKind::Any(_) | SchemaKind::Not { .. } => None,
            SchemaKind::OneOf { .. } | SchemaKind::AnyOf { .. } | SchemaKind::AllOf { .. } => None,
        }
    }

    pub(super) fn string(&mut self, string: &StringType, schema: &Schema, place: &Place) -> Type {
        if string.enumeration.is_empty() {
            return self.string_format(string);
        }
        self.string_enum(&string.enumeration, schema, place)
    }

    pub(super) fn integer(&mut self, integer: &IntegerType, schema: &Schema, place: &Place) -> Type {
        if integer.enumeration.is_empty() {
            return integer_format(integer);
        }
        self.integer_enum(&integer.enumeration, schema, place)
    }

    /// The type of a `format`, as far as `codegen.toml` has a library for it.
    fn string_format(&self, string: &StringType) -> Type {
        let formats = &self.config.formats;
        match &string.format {
            Item(StringFormat::DateTime) => typed(formats.date_time, Type::DateTime),
            Item(StringFormat::Date) => typed(formats.date, Type::Date),
            Item(StringFormat::Byte) => Type::Base64,
            Item(StringFormat::Binary) => Type::Bytes,
            Item(StringFormat::Password) | Empty => Type::String,
            Unknown(format) => match format.as_str() {
                "uuid" => typed(formats.uuid, Type::Uuid),
                "time" => typed(formats.time, Type::Time),
                _ => Type::String,
            },
        }
    }

    /// A number's `enum` is only documented: floating point values are no good keys.
    pub(super) fn number(&mut self, number: &NumberType) -> Type {
        number_format(number)
    }
}

fn number_format(number: &NumberType) -> Type {
    match &number.format {
        Item(NumberFormat::Float) => Type::Float,
        Item(NumberFormat::Double) | Empty => Type::Double,
        Unknown(format) => number_of_integer_format(format),
    }
}

fn typed(library: Library, ty: Type) -> Type {
    if library == Library::String { Type::String } else { ty }
}

fn integer_format(integer: &IntegerType) -> Type {
    match &integer.format {
        Item(IntegerFormat::Int32) => Type::Int32,
        Item(IntegerFormat::Int64) | Empty => Type::Int64,
        Unknown(format) => match format.as_str() {
            "uint32" => Type::UInt32,
            "uint64" => Type::UInt64,
            "int8" | "int16" | "uint8" | "uint16" => Type::Int32,
            _ => Type::Int64,
        },
    }
}

/// `number` with an integer's format is what JavaScript servers write for an integer.
fn number_of_integer_format(format: &str) -> Type {
    match format {
        "int32" => Type::Int32,
        "int64" | "integer" => Type::Int64,
        _ => Type::Double,
    }
}
