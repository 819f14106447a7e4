//! The prose of a schema, and the facts that its Rust type does not say.

use indexmap::{IndexMap, IndexSet};
use openapiv3::{
    AdditionalProperties, ArrayType, BooleanType, Example, ExternalDocumentation, IntegerType, NumberType, ObjectType,
    ReferenceOr, Schema, SchemaData, SchemaKind, StringType, Type as SchemaType, VariantOrUnknownOrEmpty,
};
use serde_json::Value;

use super::content::is_octets;
use super::enums::integer_values;
use super::{Lowering, component_key};
use crate::markdown::code_span;
use crate::model::{Docs, Type};
use crate::normalize::facts;

/// The longest JSON text of a default or an example that is worth a line.
const LONGEST_VALUE: usize = 120;

impl<'a> Lowering<'a> {
    /// One line for each example of a parameter or a media type that is short enough, `example` first.
    pub(super) fn example_facts(
        &self,
        own: Option<&'a Value>,
        named: &'a IndexMap<String, ReferenceOr<Example>>,
    ) -> IndexSet<String> {
        let named = named.values().filter_map(|example| self.example(example)?.value.as_ref());
        own.into_iter().chain(named).filter_map(|value| value_fact("Example", value)).collect()
    }

    pub(super) fn example(&self, example: &'a ReferenceOr<Example>) -> Option<&'a Example> {
        match example {
            ReferenceOr::Item(example) => Some(example),
            ReferenceOr::Reference { reference } => {
                let key = component_key(reference, "examples")?;
                self.document.components.as_ref()?.examples.get(&key)?.as_item()
            }
        }
    }
}

/// What a schema says of itself.
pub(super) fn of_schema(schema: &Schema) -> Docs {
    let data = &schema.schema_data;
    Docs { summary: data.title.clone().unwrap_or_default(), description: description(schema), facts: facts(schema) }
}

/// Its own description, and what is said of its items or values, which have no type that could say it.
pub(super) fn description(schema: &Schema) -> String {
    let own = schema.schema_data.description.clone().or_else(|| of_parts(schema));
    let of_content = plain_content(schema).and_then(|(each, content)| {
        let text = Some(description(content)).filter(|text| !text.trim().is_empty());
        text.or_else(|| content.schema_data.title.clone()).map(|text| {
            let apart = if text.trim().contains('\n') { "\n\n" } else { " " };
            format!("{each}:{apart}{text}")
        })
    });
    own.into_iter().chain(of_content).collect::<Vec<_>>().join("\n\n")
}

/// What the parts of `allOf` say that are written in place: of a reference, nothing could be said beside it for long.
fn of_parts(schema: &Schema) -> Option<String> {
    let SchemaKind::AllOf { all_of } = &schema.schema_kind else { return None };
    let parts = all_of.iter().filter_map(ReferenceOr::as_item);
    let said: Vec<&str> = parts.filter_map(|part| part.schema_data.description.as_deref()).collect();
    (!said.is_empty()).then(|| said.join("\n\n"))
}

/// The items of an array or the values of a map, if they are scalars without a type of their own, or again such arrays
/// and maps; and what one of them is called.
fn plain_content(schema: &Schema) -> Option<(&'static str, &Schema)> {
    let (each, content) = match &schema.schema_kind {
        SchemaKind::Type(SchemaType::Array(array)) => ("Each item", &**array.items.as_ref()?.as_item()?),
        SchemaKind::Type(SchemaType::Object(object)) if object.properties.is_empty() => {
            let Some(AdditionalProperties::Schema(value)) = &object.additional_properties else { return None };
            ("Each value", value.as_item()?)
        }
        SchemaKind::Type(_) | SchemaKind::Any(_) | SchemaKind::Not { .. } => return None,
        SchemaKind::OneOf { .. } | SchemaKind::AllOf { .. } | SchemaKind::AnyOf { .. } => return None,
    };
    let is_plain = match &content.schema_kind {
        SchemaKind::Type(SchemaType::String(string)) => string.enumeration.is_empty(),
        SchemaKind::Type(SchemaType::Integer(integer)) => integer_values(integer, content).is_empty(),
        SchemaKind::Type(SchemaType::Number(number)) => number.enumeration.is_empty(),
        SchemaKind::Type(SchemaType::Boolean(_) | SchemaType::Array(_)) => true,
        SchemaKind::Type(SchemaType::Object(object)) => object.properties.is_empty(),
        SchemaKind::Any(any) => any.properties.is_empty(),
        SchemaKind::OneOf { .. } | SchemaKind::AllOf { .. } | SchemaKind::AnyOf { .. } => false,
        SchemaKind::Not { .. } => true,
    };
    is_plain.then_some((each, content))
}

fn facts(schema: &Schema) -> Vec<String> {
    let data = &schema.schema_data;
    let mut facts = limits(&schema.schema_kind);
    facts.extend(beyond(schema));
    facts.extend(listed(schema));
    let of_content = plain_content(schema).into_iter();
    facts.extend(
        of_content
            .flat_map(|(each, content)| self::facts(content).into_iter().map(move |fact| format!("{each}: {fact}"))),
    );
    facts.extend(content(data));
    facts.extend(default_of(data).and_then(|value| value_fact("Default", value)));
    facts.extend(data.example.as_ref().and_then(|value| value_fact("Example", value)));
    facts.extend(see_also(data.external_docs.as_ref()));
    facts
}

/// What a text is the text of (JSON Schema of 2020-12, validation, 8.4). That octets are octets is no news.
fn content(data: &SchemaData) -> Option<String> {
    let media_type = data.extensions.get(facts::CONTENT_MEDIA_TYPE)?.as_str().filter(|text| !is_octets(text))?;
    Some(format!("Content: `{}`", super::mentions::plain(media_type)))
}

/// Is it the fact of a default?
pub(super) fn is_default(fact: &str) -> bool {
    fact.starts_with("Default: ")
}

/// `null` is a default too.
fn default_of(data: &SchemaData) -> Option<&Value> {
    let null = || data.extensions.contains_key(facts::DEFAULT_NULL).then_some(&Value::Null);
    data.default.as_ref().or_else(null)
}

/// Where to read on, if that is an address, and what is there.
pub(super) fn see_also(external: Option<&ExternalDocumentation>) -> Option<String> {
    let external = external?;
    let link = link_to(&external.url)?;
    let about = external.description.as_deref().map(super::mentions::plain).filter(|text| !text.trim().is_empty());
    let about = about.map(|text| format!(" (`{}`)", text.trim())).unwrap_or_default();
    Some(format!("See also: {link}{about}"))
}

/// A link to it, if it is an address.
pub(super) fn link_to(url: &str) -> Option<String> {
    is_web_address(url).then(|| format!("<{url}>"))
}

fn is_web_address(url: &str) -> bool {
    url.starts_with("http") && url.chars().all(|letter| letter.is_ascii_graphic() && !"<>`\\".contains(letter))
}

fn value_fact(label: &str, value: &Value) -> Option<String> {
    let text = value.to_string();
    (text.chars().count() <= LONGEST_VALUE).then(|| format!("{label}: {}", code_span(&text)))
}

fn limits(kind: &SchemaKind) -> Vec<String> {
    match kind {
        SchemaKind::Type(SchemaType::String(string)) => string_limits(string),
        SchemaKind::Type(SchemaType::Integer(integer)) => integer_limits(integer),
        SchemaKind::Type(SchemaType::Number(number)) => number_limits(number),
        SchemaKind::Type(SchemaType::Array(array)) => array_limits(array),
        SchemaKind::Type(SchemaType::Object(object)) => object_limits(object),
        SchemaKind::Type(SchemaType::Boolean(boolean)) => only_value(boolean).into_iter().collect(),
        SchemaKind::OneOf { .. } | SchemaKind::AllOf { .. } | SchemaKind::AnyOf { .. } => Vec::new(),
        SchemaKind::Not { .. } | SchemaKind::Any(_) => Vec::new(),
    }
}

fn string_limits(string: &StringType) -> Vec<String> {
    let mut facts = range("Length", string.min_length, string.max_length);
    let pattern = string.pattern.as_ref().filter(|pattern| pattern.len() <= LONGEST_VALUE);
    facts.extend(pattern.map(|pattern| format!("Pattern: {}", code_span(&in_one_line(pattern)))));
    facts.extend(other_format(&string.format));
    facts
}

/// A backslash means itself between backticks, as it does in the document.
pub(super) fn in_one_line(pattern: &str) -> String {
    let escaped =
        |letter: char| if letter.is_control() { letter.escape_debug().to_string() } else { letter.to_string() };
    pattern.chars().map(escaped).collect()
}

/// A `format` that OpenAPI does not know, if it can stand between backticks.
fn other_format<T>(format: &VariantOrUnknownOrEmpty<T>) -> Option<String> {
    let VariantOrUnknownOrEmpty::Unknown(format) = format else { return None };
    let plain = format.chars().all(|letter| letter.is_ascii_alphanumeric() || "-_.+/ ".contains(letter));
    plain.then(|| format!("Format: `{format}`"))
}

/// The same for a number, unless its type says it.
fn format_of_number<T>(format: &VariantOrUnknownOrEmpty<T>) -> Option<String> {
    let is_type = |format: &str| ["int32", "int64", "integer", "uint32", "uint64", "decimal"].contains(&format);
    other_format(format).filter(|_| !matches!(format, VariantOrUnknownOrEmpty::Unknown(format) if is_type(format)))
}

fn object_limits(object: &ObjectType) -> Vec<String> {
    let mut facts = range("Members", object.min_properties, object.max_properties);
    let is_closed = object.additional_properties == Some(AdditionalProperties::Any(false));
    facts.extend((is_closed && !object.properties.is_empty()).then(|| "Members: no others".to_owned()));
    facts
}

fn array_limits(array: &ArrayType) -> Vec<String> {
    let mut facts = range("Items", array.min_items, array.max_items);
    facts.extend(array.unique_items.then(|| "Items: no two alike".to_owned()));
    facts
}

fn integer_limits(integer: &IntegerType) -> Vec<String> {
    let minimum = Bound::new(integer.minimum, integer.exclusive_minimum);
    let maximum = Bound::new(integer.maximum, integer.exclusive_maximum);
    let mut facts = bounds("Range", minimum, maximum);
    facts.extend(multiple(integer.multiple_of));
    facts.extend(format_of_number(&integer.format));
    facts
}

/// The bounds that are beyond 64 bits.
fn beyond(schema: &Schema) -> Option<String> {
    let bounds = schema.schema_data.extensions.get(facts::BOUNDS)?;
    let words = [
        ("minimum", "at least"),
        ("exclusiveMinimum", "more than"),
        ("maximum", "at most"),
        ("exclusiveMaximum", "less than"),
    ];
    let said =
        words.iter().filter_map(|(keyword, word)| Some(format!("{word} {}", bounds.get(*keyword)?.as_number()?)));
    let said: Vec<String> = said.collect();
    (!said.is_empty()).then(|| format!("Range: {}", said.join(", ")))
}

fn number_limits(number: &NumberType) -> Vec<String> {
    let minimum = Bound::new(number.minimum, number.exclusive_minimum);
    let maximum = Bound::new(number.maximum, number.exclusive_maximum);
    let mut facts = bounds("Range", minimum, maximum);
    facts.extend(multiple(number.multiple_of));
    facts.extend(format_of_number(&number.format));
    facts
}

fn only_value(boolean: &BooleanType) -> Option<String> {
    match super::enums::boolean(boolean) {
        Type::OnlyBoolean(value) => Some(format!("Only value: `{value}`")),
        _ => None,
    }
}

/// The values of an `enum` that has no type of its own: of objects, arrays or integers beyond 64 bits.
fn listed(schema: &Schema) -> Option<String> {
    let values = schema.schema_data.extensions.get(facts::ENUM)?.as_array()?;
    let has_type = match &schema.schema_kind {
        SchemaKind::Type(SchemaType::Object(_) | SchemaType::Array(_)) => false,
        SchemaKind::Type(SchemaType::Integer(integer)) => !integer_values(integer, schema).is_empty(),
        SchemaKind::Type(SchemaType::String(_) | SchemaType::Number(_) | SchemaType::Boolean(_)) => true,
        SchemaKind::OneOf { .. } | SchemaKind::AnyOf { .. } | SchemaKind::AllOf { .. } => true,
        SchemaKind::Not { .. } | SchemaKind::Any(_) => false,
    };
    let text = values.iter().map(|value| code_span(&value.to_string())).collect::<Vec<_>>().join(", ");
    (!has_type && text.chars().count() <= LONGEST_VALUE).then(|| format!("One of: {text}"))
}

/// A bound of a value, and whether the value may be the bound itself (`exclusiveMinimum`, `exclusiveMaximum`).
struct Bound<T> {
    value: T,
    exclusive: bool,
}

impl<T> Bound<T> {
    fn new(value: Option<T>, exclusive: bool) -> Option<Self> {
        value.map(|value| Self { value, exclusive })
    }
}

/// `Length: 1 to 10`, with the bounds that there are.
fn range<T: std::fmt::Display>(label: &str, minimum: Option<T>, maximum: Option<T>) -> Vec<String> {
    bounds(label, Bound::new(minimum, false), Bound::new(maximum, false))
}

/// `Range: 1 to 10`, `Range: more than 0, at most 1`.
fn bounds<T: std::fmt::Display>(label: &str, minimum: Option<Bound<T>>, maximum: Option<Bound<T>>) -> Vec<String> {
    if let (Some(Bound { value: low, exclusive: false }), Some(Bound { value: high, exclusive: false })) =
        (&minimum, &maximum)
    {
        return vec![format!("{label}: {low} to {high}")];
    }
    let low = minimum.map(|low| format!("{} {}", if low.exclusive { "more than" } else { "at least" }, low.value));
    let high = maximum.map(|high| format!("{} {}", if high.exclusive { "less than" } else { "at most" }, high.value));
    let said: Vec<String> = low.into_iter().chain(high).collect();
    if said.is_empty() { Vec::new() } else { vec![format!("{label}: {}", said.join(", "))] }
}

fn multiple<T: std::fmt::Display>(of: Option<T>) -> Option<String> {
    of.map(|value| format!("Multiple of: {value}"))
}
