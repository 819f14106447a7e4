//! A value and what came back: are they the same, as far as the schema says what is in them?

use serde_json::{Map, Value};

use crate::schemas::Schemas;

/// The first difference, in words; `None` if there is none that matters.
pub fn difference(schemas: &Schemas<'_>, schema: &Value, value: &Value, got: &Value) -> Option<String> {
    Place { schemas, pointer: String::new() }.difference(&[schema], value, got)
}

struct Place<'a, 'd> {
    schemas: &'a Schemas<'d>,
    pointer: String,
}

impl Place<'_, '_> {
    fn difference(&self, all: &[&Value], value: &Value, got: &Value) -> Option<String> {
        let parts: Vec<_> = all.iter().flat_map(|schema| self.schemas.parts(schema, value)).collect();
        match (value, got) {
            (Value::Object(value), Value::Object(got)) => self.objects(&parts, value, got),
            (Value::Array(value), Value::Array(got)) if value.len() == got.len() => {
                let mut items = value.iter().zip(got).enumerate();
                items.find_map(|(index, (value, got))| {
                    self.at(&index.to_string()).difference(&items_of(&parts, index), value, got)
                })
            }
            (Value::Number(value), Value::Number(got)) if same_number(value, got) => None,
            _ if value == got => None,
            (Value::String(value), Value::String(got)) if same_time(value, got) => {
                Some(format!("{} is the same time in other words: {got} instead of {value}", self.name()))
            }
            _ => Some(format!("{} is {} instead of {}", self.name(), short(got), short(value))),
        }
    }

    fn objects(&self, parts: &[&Value], value: &Map<String, Value>, got: &Map<String, Value>) -> Option<String> {
        let new = got.iter().find(|(key, _)| !value.contains_key(*key));
        if let Some((key, new)) = new {
            return Some(format!("{} is new: {}", self.at(key).name(), short(new)));
        }
        value.iter().find_map(|(key, value)| {
            let (place, declared) = (self.at(key), properties_of(parts, key));
            match got.get(key) {
                Some(got) => place.difference(&declared, value, got),
                None if declared.is_empty() => None,
                None => Some(format!("{} is lost", place.name())),
            }
        })
    }

    fn name(&self) -> String {
        if self.pointer.is_empty() { "it".to_owned() } else { format!("`{}`", self.pointer) }
    }

    fn at(&self, step: &str) -> Self {
        let step = step.replace('~', "~0").replace('/', "~1");
        Self { schemas: self.schemas, pointer: format!("{}/{step}", self.pointer) }
    }
}

/// The schemas of a property; none if it is not declared.
fn properties_of<'s>(parts: &[&'s Value], key: &str) -> Vec<&'s Value> {
    let declared = |part: &&'s Value| part["properties"].get(key).or_else(|| additional(part));
    parts.iter().filter_map(declared).collect()
}

/// The schema of properties without names, where it says anything.
fn additional(schema: &Value) -> Option<&Value> {
    let additional = schema.get("additionalProperties")?;
    additional.is_object().then_some(additional)
}

fn items_of<'s>(parts: &[&'s Value], index: usize) -> Vec<&'s Value> {
    parts.iter().filter_map(|part| part["prefixItems"].get(index).or_else(|| part.get("items"))).collect()
}

fn same_number(one: &serde_json::Number, other: &serde_json::Number) -> bool {
    one == other || one.as_f64() == other.as_f64() && (one.is_f64() || other.is_f64())
}

/// Are both the same date and time, but for the words that RFC 3339 (5.6) leaves to the writer?
fn same_time(one: &str, other: &str) -> bool {
    let is_time = one.contains(':') && one.starts_with(|first: char| first.is_ascii_digit());
    is_time && plain_time(one) == plain_time(other)
}

/// The time with a `T`, with `Z` for no offset, and without zeros at the end of a fraction.
fn plain_time(text: &str) -> String {
    let text = text.to_ascii_uppercase().replace(' ', "T").replace("+00:00", "Z").replace("-00:00", "Z");
    let Some((seconds, rest)) = text.split_once('.') else { return text };
    let digits = rest.len() - rest.trim_start_matches(|letter: char| letter.is_ascii_digit()).len();
    let (fraction, offset) = rest.split_at(digits);
    match fraction.trim_end_matches('0') {
        "" => format!("{seconds}{offset}"),
        fraction => format!("{seconds}.{fraction}{offset}"),
    }
}

/// A value in a few words.
fn short(value: &Value) -> String {
    let text = value.to_string();
    match text.char_indices().nth(80) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text,
    }
}
