//! `type`, in all the ways it is written.

use super::Kind;
use crate::diagnostics::defect;
use crate::normalize::coerce::item_place;
use crate::normalize::context::Context;
use crate::normalize::place::Place;
use crate::normalize::version::Version;
use serde_json::{Map, Value, json};

/// What `type` says.
#[derive(Default)]
pub(super) struct Types {
    /// The types, each once, in the order written.
    pub(super) kinds: Vec<Kind>,
    /// `null` is among them.
    pub(super) null: bool,
    /// The format that a name such as `date` or `long` implies.
    pub(super) format: Option<&'static str>,
    /// The component that stands where a type belongs.
    pub(super) component: Option<String>,
}

enum Word {
    Type(Kind, Option<&'static str>),
    Null,
    Any,
}

impl Context<'_> {
    /// Reads `type` of a schema.
    pub(super) fn types(&mut self, members: &Map<String, Value>, place: &Place<'_>) -> Types {
        let mut types = Types::default();
        let here = place.key("type");
        match members.get("type") {
            None => {}
            Some(Value::Null) => self.report(defect::empty_member(&self.pointer(&here), "type")),
            Some(Value::Array(names)) if names.is_empty() => {
                self.report(defect::empty_member(&self.pointer(&here), "type"));
            }
            Some(Value::Array(names)) => {
                self.keyword_of(Version::V3_1, "a list of types", &here);
                for (index, name) in names.iter().enumerate() {
                    self.add_type(name, &item_place(&members["type"], &here, index), &mut types);
                }
            }
            Some(name) => self.add_type(name, &here, &mut types),
        }
        if is_int_or_string(members) && matches!(types.kinds.as_slice(), [] | [Kind::String]) {
            types.kinds = vec![Kind::Integer, Kind::String];
        }
        // Every integer is a number.
        if types.kinds.contains(&Kind::Number) {
            types.kinds.retain(|kind| *kind != Kind::Integer);
        }
        types
    }

    fn add_type(&mut self, name: &Value, place: &Place<'_>, types: &mut Types) {
        if name.is_null() {
            types.null = true;
            return;
        }
        let Some(text) = self.text(name, place) else {
            return;
        };
        match Kind::parse(&text).map(|kind| Word::Type(kind, None)).or_else(|| self.repaired_type(&text, place)) {
            Some(Word::Type(kind, format)) => {
                types.format = types.format.or(format);
                if !types.kinds.contains(&kind) {
                    types.kinds.push(kind);
                }
            }
            Some(Word::Null) => types.null = true,
            Some(Word::Any) => {}
            None => types.component = Some(text),
        }
    }

    /// A name that is not one of the six; `None` if it is the key of a component.
    fn repaired_type(&mut self, text: &str, place: &Place<'_>) -> Option<Word> {
        if text == "null" {
            self.keyword_of(Version::V3_1, "the type `null`", place);
            return Some(Word::Null);
        }
        if self.references.section("schemas").is_some_and(|schemas| schemas.contains_key(text)) {
            self.report(defect::component_for_type(&self.pointer(place), text));
            return None;
        }
        let word = alias(text);
        self.report(match &word {
            Some(Word::Type(kind, format)) => defect::type_alias(&self.pointer(place), text, kind.name(), *format),
            _ => defect::unknown_type(&self.pointer(place), text),
        });
        Some(word.unwrap_or(Word::Any))
    }
}

/// Names of types from elsewhere.
fn alias(text: &str) -> Option<Word> {
    use Kind::{Array, Boolean, Integer, Number, Object, String};
    let (kind, format) = match text.trim().to_ascii_lowercase().as_str() {
        "string" | "str" | "text" | "varchar" | "char" => (String, None),
        "number" | "num" | "numeric" => (Number, None),
        "decimal" => (Number, Some("decimal")),
        "float" | "float32" => (Number, Some("float")),
        "double" | "float64" => (Number, Some("double")),
        "integer" | "int" | "bigint" => (Integer, None),
        "int32" => (Integer, Some("int32")),
        "int64" | "long" => (Integer, Some("int64")),
        "boolean" | "bool" => (Boolean, None),
        "object" | "dict" | "map" | "hash" | "struct" | "json" | "dictionary" => (Object, None),
        "array" | "list" | "set" | "tuple" => (Array, None),
        "file" | "binary" | "stream" => (String, Some("binary")),
        "date" => (String, Some("date")),
        "datetime" | "date-time" | "timestamp" => (String, Some("date-time")),
        "time" => (String, Some("time")),
        "uuid" | "guid" => (String, Some("uuid")),
        "uri" | "url" => (String, Some("uri")),
        "email" => (String, Some("email")),
        "password" => (String, Some("password")),
        "byte" | "base64" => (String, Some("byte")),
        "null" | "nil" | "none" => return Some(Word::Null),
        "any" | "mixed" | "" => return None,
        _ => return None,
    };
    Some(Word::Type(kind, format))
}

/// Is it what Kubernetes writes as an integer or as a string?
pub(super) fn is_int_or_string(members: &Map<String, Value>) -> bool {
    let plain = !["oneOf", "anyOf", "allOf", "$ref"].iter().any(|key| members.contains_key(*key));
    let format = members.get("format").is_some_and(|format| format == "int-or-string");
    let marked = members.get("x-kubernetes-int-or-string") == Some(&Value::Bool(true));
    plain && (format || marked)
}

/// Strings of which some are listed, and others may come (Zalando's guidelines, 112), as a union says it.
pub(super) fn extensible_enum(members: &Map<String, Value>) -> Option<Value> {
    let known = members.get("x-extensible-enum")?.as_array().filter(|known| known.iter().all(Value::is_string))?;
    let plain = ["enum", "const", "oneOf", "anyOf", "allOf"].iter().all(|key| !members.contains_key(*key));
    if known.is_empty() || !plain || members.get("type")?.as_str() != Some("string") {
        return None;
    }
    let mut out = members.clone();
    out.retain(|key, _| {
        key != "type" && key != "x-extensible-enum" && !Kind::String.keywords().contains(&key.as_str())
    });
    out.insert("anyOf".to_owned(), json!([{"type": "string", "enum": known}, {"type": "string"}]));
    Some(out.into())
}
