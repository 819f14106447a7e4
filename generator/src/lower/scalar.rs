//! `type` × `format` of single values (OpenAPI 3.0.3, 4.4).

use openapiv3::{
    AdditionalProperties, IntegerFormat, IntegerType, NumberFormat, NumberType, Schema, SchemaKind, StringFormat,
    StringType, Type as SchemaType,
    VariantOrUnknownOrEmpty::{Empty, Item, Unknown},
};

use serde_json::Value;

use super::enums::integer_values;
use super::object::is_constraint;
use super::{Lowering, Place};
use crate::config::Library;
use crate::diagnostics::defect;
use crate::model::{Calendar, Format, Type};
use crate::normalize::facts;

impl Lowering<'_> {
    /// The type of a schema that needs no name and tells no more than its JSON type and format.
    pub(super) fn unnamed(&self, schema: &Schema) -> Option<Type> {
        match &schema.schema_kind {
            SchemaKind::Type(SchemaType::String(string)) if string.enumeration.is_empty() => {
                Some(self.string_format(string))
            }
            SchemaKind::Type(SchemaType::Integer(integer)) if integer_values(integer, schema).is_empty() => {
                Some(integer_type(integer, schema))
            }
            SchemaKind::Type(SchemaType::Number(number)) if number.enumeration.is_empty() => {
                Some(self.number_format(number))
            }
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
        if schema.schema_data.extensions.contains_key(facts::CONTENT_SCHEMA) {
            let pointer = place.pointer.key(facts::CONTENT_SCHEMA);
            self.diagnostics.push(defect::not_expressible(&pointer, "contentSchema"));
        }
        if string.enumeration.is_empty() {
            let ty = self.string_format(string);
            self.note_digits(&ty, schema, place);
            if ty == Type::Bytes {
                self.octets.insert(place.identity.to_string(), place.pointer.clone());
            }
            return ty;
        }
        self.string_enum(&string.enumeration, schema, place)
    }

    /// Says that a decimal which the document shows is more than the type holds.
    fn note_digits(&mut self, ty: &Type, schema: &Schema, place: &Place) {
        for (keyword, value) in shown(schema) {
            let text = value.as_str().unwrap_or_default();
            if *ty == Type::Format(Format::Decimal) && is_beyond_decimal(text) {
                self.diagnostics.push(defect::beyond_decimal(&place.pointer.key(keyword), text));
            }
        }
    }

    pub(super) fn integer(&mut self, integer: &IntegerType, schema: &Schema, place: &Place) -> Type {
        let values = integer_values(integer, schema);
        if !values.is_empty() {
            return self.integer_enum(&values, schema, place);
        }
        if let Some((keyword, value)) = shown_beyond_i64(integer, schema) {
            self.diagnostics.push(defect::shown_beyond_i64(&place.pointer.key(keyword), value));
        }
        integer_type(integer, schema)
    }

    /// The type of a `format`, as far as `codegen.toml` has a library for it.
    fn string_format(&self, string: &StringType) -> Type {
        let formats = &self.config.formats;
        let name = format_name(string);
        if let Some(path) = formats.custom.get(name) {
            return custom(path);
        }
        let format = match name {
            "date-time" => calendar(formats.date_time).map(Format::DateTime),
            "date" => calendar(formats.date).map(Format::Date),
            "time" => calendar(formats.time).map(Format::Time),
            "duration" => (formats.duration != Library::String).then_some(Format::Duration),
            "uuid" => (formats.uuid != Library::String).then_some(Format::Uuid),
            "decimal" => (formats.decimal != Library::String).then_some(Format::Decimal),
            "uri" | "url" => (formats.uri != Library::String).then_some(Format::Url),
            "int64" => Some(Format::Int64),
            "uint64" => Some(Format::UInt64),
            "byte" => Some(Format::Base64),
            "base64url" => Some(Format::Base64Url),
            "binary" => return Type::Bytes,
            _ => None,
        };
        format.map_or(Type::String, Type::Format)
    }

    pub(super) fn number(&mut self, number: &NumberType, schema: &Schema, place: &Place) -> Type {
        let format = self.number_format(number);
        if number.enumeration.is_empty() {
            return format;
        }
        self.number_enum(&super::enums::number_values(number, schema), &format, schema, place)
    }

    fn number_format(&self, number: &NumberType) -> Type {
        match &number.format {
            Item(NumberFormat::Float) => Type::Float,
            Item(NumberFormat::Double) | Empty => Type::Double,
            Unknown(format) if format == "decimal" && self.config.formats.decimal != Library::String => Type::Decimal,
            Unknown(format) => number_of_integer_format(format),
        }
    }
}

/// The format as it is written; empty if there is none.
fn format_name(string: &StringType) -> &str {
    match &string.format {
        Item(StringFormat::DateTime) => "date-time",
        Item(StringFormat::Date) => "date",
        Item(StringFormat::Byte) => "byte",
        Item(StringFormat::Binary) => "binary",
        Item(StringFormat::Password) => "password",
        Unknown(format) => format,
        Empty => "",
    }
}

fn calendar(library: Library) -> Option<Calendar> {
    match library {
        Library::Chrono => Some(Calendar::Chrono),
        Library::Jiff => Some(Calendar::Jiff),
        Library::Time => Some(Calendar::Time),
        Library::String | Library::Uuid | Library::RustDecimal | Library::Url => None,
    }
}

/// A type of `codegen.toml`; those that the runtime can read already are not taught twice.
pub(super) fn custom(path: &str) -> Type {
    Type::Format(match path {
        "String" => return Type::String,
        "i64" => Format::Int64,
        "u64" => Format::UInt64,
        "chrono::NaiveDate" => Format::Date(Calendar::Chrono),
        "chrono::NaiveTime" => Format::Time(Calendar::Chrono),
        "jiff::Timestamp" => Format::DateTime(Calendar::Jiff),
        "jiff::civil::Date" => Format::Date(Calendar::Jiff),
        "jiff::civil::Time" => Format::Time(Calendar::Jiff),
        "jiff::SpanFieldwise" => Format::Duration,
        "rust_decimal::Decimal" => Format::Decimal,
        "time::Date" => Format::Date(Calendar::Time),
        "time::OffsetDateTime" => Format::DateTime(Calendar::Time),
        "time::Time" => Format::Time(Calendar::Time),
        "url::Url" => Format::Url,
        "uuid::Uuid" => Format::Uuid,
        _ => Format::Custom(path.to_owned()),
    })
}

/// What goes beyond `i64`, and has no negative values, is a `u64`: servers that count in one say so by their bounds, or
/// show such a value.
fn integer_type(integer: &IntegerType, schema: &Schema) -> Type {
    let has_no_sign = || is_bounded_beyond_i64(integer, schema) || shown_beyond_i64(integer, schema).is_some();
    match integer_format(integer) {
        Type::Int64 if has_no_sign() => Type::UInt64,
        other => other,
    }
}

/// The value by which alone an integer has no sign.
fn shown_beyond_i64<'s>(integer: &IntegerType, schema: &'s Schema) -> Option<(&'static str, &'s Value)> {
    let may_be = integer_format(integer) == Type::Int64 && integer.minimum.is_none_or(|minimum| minimum >= 0);
    let mut shown = shown(schema).filter(|_| may_be && !is_bounded_beyond_i64(integer, schema));
    shown.find(|(_, value)| is_beyond_i64(value))
}

/// The values that a schema shows, by their keywords.
fn shown(schema: &Schema) -> impl Iterator<Item = (&'static str, &Value)> {
    let data = &schema.schema_data;
    let shown = [("default", data.default.as_ref()), ("example", data.example.as_ref())];
    shown.into_iter().filter_map(|(keyword, value)| Some((keyword, value?)))
}

fn is_bounded_beyond_i64(integer: &IntegerType, schema: &Schema) -> bool {
    let bounds = schema.schema_data.extensions.get(facts::BOUNDS);
    let maximum = bounds.and_then(|bounds| bounds.get("maximum")?.as_f64());
    integer.minimum.is_some_and(|minimum| minimum >= 0) && maximum.is_some_and(|maximum| maximum > 0.0)
}

/// Has it more digits before its point than 96 bits hold? Those behind it are rounded, and sent as they came.
fn is_beyond_decimal(text: &str) -> bool {
    const MOST: &str = "79228162514264337593543950335";
    let whole = text.split('.').next().unwrap_or_default().trim_start_matches(['-', '+']).trim_start_matches('0');
    let is_number = !whole.is_empty() && whole.chars().all(|letter| letter.is_ascii_digit());
    is_number && (whole.len(), whole) > (MOST.len(), MOST)
}

fn is_beyond_i64(value: &Value) -> bool {
    value.is_u64() && !value.is_i64()
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
