//! The six types of OpenAPI 3.0, and which keywords belong to which.

use serde_json::{Map, Value};

/// A value of `type`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in super::super) enum Kind {
    String,
    Number,
    Integer,
    Boolean,
    Array,
    Object,
}

const STRING: [&str; 6] = ["pattern", "minLength", "maxLength", "contentEncoding", "contentMediaType", "contentSchema"];
const NUMBER: [&str; 5] = ["multipleOf", "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum"];
const ARRAY: [&str; 9] = [
    "items",
    "prefixItems",
    "minItems",
    "maxItems",
    "uniqueItems",
    "contains",
    "minContains",
    "maxContains",
    "additionalItems",
];
const OBJECT: [&str; 11] = [
    "properties",
    "required",
    "additionalProperties",
    "patternProperties",
    "minProperties",
    "maxProperties",
    "propertyNames",
    "dependentRequired",
    "dependentSchemas",
    "dependencies",
    "unevaluatedProperties",
];

impl Kind {
    const ALL: [Self; 6] = [Self::Object, Self::Array, Self::String, Self::Number, Self::Integer, Self::Boolean];

    /// The type's name in a schema.
    pub(in super::super) fn name(self) -> &'static str {
        match self {
            Self::String => "string",
            Self::Number => "number",
            Self::Integer => "integer",
            Self::Boolean => "boolean",
            Self::Array => "array",
            Self::Object => "object",
        }
    }

    /// The type of that name.
    pub(in super::super) fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }

    /// The keywords that only mean something for this type, besides `format` and `enum`.
    pub(super) fn keywords(self) -> &'static [&'static str] {
        match self {
            Self::String => &STRING,
            Self::Number | Self::Integer => &NUMBER,
            Self::Boolean => &[],
            Self::Array => &ARRAY,
            Self::Object => &OBJECT,
        }
    }

    /// The type of a JSON value; `null` has none.
    pub(in super::super) fn of(value: &Value) -> Option<Self> {
        match value {
            Value::Null => None,
            Value::Bool(_) => Some(Self::Boolean),
            Value::Number(number) if number.is_f64() => Some(Self::Number),
            Value::Number(_) => Some(Self::Integer),
            Value::String(_) => Some(Self::String),
            Value::Array(_) => Some(Self::Array),
            Value::Object(_) => Some(Self::Object),
        }
    }

    /// Is a value of `other` a value of this type?
    pub(in super::super) fn holds(self, other: Self) -> bool {
        self == other || (self == Self::Number && other == Self::Integer)
    }

    /// The type that the keywords of a schema without `type` speak of.
    pub(super) fn inferred(members: &Map<String, Value>) -> Option<Self> {
        let by_keyword = [Self::Object, Self::Array, Self::String, Self::Number].into_iter();
        let mut by_keyword = by_keyword.filter(|kind| kind.keywords().iter().any(|key| speaks(members, key)));
        let format = members.get("format").and_then(Value::as_str).and_then(Self::of_format);
        match (by_keyword.next(), format) {
            (Some(Self::Number), Some(Self::Integer)) => Some(Self::Integer),
            (kind, format) => kind.or(format),
        }
    }

    /// The type that a well-known `format` belongs to.
    pub(super) fn of_format(format: &str) -> Option<Self> {
        match format {
            "int32" | "int64" | "uint32" | "uint64" | "int8" | "int16" | "uint8" | "uint16" => Some(Self::Integer),
            "float" | "double" | "decimal" => Some(Self::Number),
            "date" | "date-time" | "time" | "duration" | "uuid" | "uri" | "url" | "uri-reference" | "email"
            | "byte" | "binary" | "password" | "hostname" | "ipv4" | "ipv6" | "base64" | "base64url" | "regex" => {
                Some(Self::String)
            }
            _ => None,
        }
    }
}

/// Does the keyword say something? A `required: true` is about the property that holds it.
fn speaks(members: &Map<String, Value>, key: &str) -> bool {
    members.get(key).is_some_and(|value| match key {
        "required" => value.is_array(),
        _ => !value.is_null(),
    })
}
