//! `enum`: a list of values, open to those that are added later.

use std::collections::HashSet;

use openapiv3::{BooleanType, IntegerType, NumberType, Schema, SchemaKind, StringType, Type as SchemaType};
use serde_json::Value;

use super::branches::Branch;
use super::compare::has;
use super::{Lowering, Place};
use crate::model::{Docs, Enum, EnumBase, Shape, Type, Variant};
use crate::names::{Grant, Scope, Wish, naming_title, number_spelling, variant_spelling};
use crate::normalize::facts;

impl Lowering<'_> {
    pub(super) fn string_enum(&mut self, values: &[Option<String>], schema: &Schema, place: &Place) -> Type {
        let values: Vec<Value> = values.iter().cloned().map(Value::from).collect();
        self.enumeration(EnumBase::String, &values, schema, place)
    }

    pub(super) fn integer_enum(&mut self, values: &[Value], schema: &Schema, place: &Place) -> Type {
        self.enumeration(base_of_integers(values), values, schema, place)
    }

    /// What `format` says are integers are integers.
    pub(super) fn number_enum(&mut self, values: &[Value], format: &Type, schema: &Schema, place: &Place) -> Type {
        let integers =
            matches!(format, Type::Int32 | Type::Int64) && values.iter().all(|it| it.is_i64() || it.is_null());
        let base = if integers { EnumBase::Integer } else { EnumBase::Number };
        self.enumeration(base, values, schema, place)
    }

    /// Strings of which some are listed, or numbers: an open enum says the same as a union of them.
    pub(super) fn gathered_enum(&mut self, branches: &[Branch<'_>], schema: &Schema, place: &Place) -> Option<Type> {
        let items: Option<Vec<&Schema>> = branches.iter().map(|branch| branch.schema.as_item()).collect();
        let items = items?;
        let bases: Option<Vec<EnumBase>> = items.iter().map(|item| base_of(item)).collect();
        let base = bases?.into_iter().reduce(wider)?;
        let values: Vec<Value> = items.iter().flat_map(|item| listed_values(item)).collect();
        let some = base != EnumBase::Mixed && !values.is_empty();
        let extensible = items.iter().any(|item| listed_values(item).is_empty());
        let ty = some.then(|| self.enumeration(base, &values, schema, place))?;
        if let Type::Named(id) = ty.clone().without_null()
            && let Shape::Enum(shape) = &mut self.types[id.0].shape
        {
            shape.extensible = extensible;
        }
        Some(ty)
    }

    /// The values of a schema whose `enum` has several types: `normalize` made a union of them, a branch for each type.
    pub(super) fn mixed_enum(&mut self, branches: &[Branch<'_>], schema: &Schema, place: &Place) -> Option<Type> {
        let values = written_values(schema)?;
        let listed = branches.iter().all(|branch| branch.schema.as_item().is_some_and(is_listed));
        listed.then(|| self.enumeration(EnumBase::Mixed, values, schema, place))
    }

    fn enumeration(&mut self, base: EnumBase, values: &[Value], schema: &Schema, place: &Place) -> Type {
        if values.iter().all(Value::is_null) {
            return Type::Any;
        }
        let ty = self.enumeration_of(base, values.iter().enumerate(), schema, place);
        if values.contains(&Value::Null) { ty.nullable() } else { ty }
    }

    /// Of the values that the schema lists, those that another list has too.
    pub(super) fn shared_enum(&mut self, shared: &[Value], schema: &Schema, place: &Place) -> Type {
        let values = listed_values(schema);
        let kept = values.iter().enumerate().filter(|(_, value)| has(shared, value));
        self.enumeration_of(base_of(schema).unwrap_or(EnumBase::Mixed), kept, schema, place)
    }

    /// An enum of these of the schema's values, each with its place among all of them.
    fn enumeration_of<'v>(
        &mut self,
        base: EnumBase,
        values: impl Iterator<Item = (usize, &'v Value)>,
        schema: &Schema,
        place: &Place,
    ) -> Type {
        let id = self.name_type(place);
        let variants = self.variants(base, values, schema, &place.identity.to_string());
        self.define(id, schema, Shape::Enum(Enum { base, variants, extensible: false }));
        Type::Named(id)
    }

    fn variants<'v>(
        &mut self,
        base: EnumBase,
        values: impl Iterator<Item = (usize, &'v Value)>,
        schema: &Schema,
        identity: &str,
    ) -> Vec<Variant> {
        let mut seen: HashSet<String> = HashSet::new();
        let listed = values.filter(|(_, value)| !value.is_null());
        let distinct: Vec<(usize, &Value)> = listed.filter(|(_, value)| seen.insert(key(base, value))).collect();
        let titles = titles_of_numbers(base, schema).filter(|_| self.config.inline_titles);
        let wish = |&(at, value): &(usize, &Value)| {
            let wish = self.variant_wish(base, value, at, schema, identity);
            let made = || titles.as_ref().and_then(|titles| titles.get(at).cloned()).or_else(|| spelled(value));
            Wish { memory: wish.memory.clone().or_else(made), ..wish }
        };
        let wishes: Vec<Wish> = distinct.iter().map(wish).collect();
        let grants = Scope::reserving(&["Unknown"], "Value").grant(&wishes);
        let variant = |(grant, (at, value)): (Grant, &(usize, &Value))| Variant {
            docs: value_docs(value, *at, schema),
            name: grant.name,
            value: (*value).clone(),
        };
        grants.into_iter().zip(&distinct).map(variant).collect()
    }

    /// What names and becomes of the `at`th value.
    fn variant_wish(&self, base: EnumBase, value: &Value, at: usize, schema: &Schema, identity: &str) -> Wish {
        let wire = wire(base, value);
        let pin = said_of(value, at, schema, VALUE_NAMES, "name").map(variant_spelling);
        let identity = format!("{identity}/{wire}");
        let is_plain = base != EnumBase::Mixed || value.as_str() == Some(&*wire);
        let apart = if is_plain { None } else { Some(kind_word(value).to_owned()) };
        let rank = u8::from(!is_plain && value.is_string());
        Wish { pin, memory: self.memory.name("var", &identity), apart, rank, ..Wish::new(identity, wire) }
    }

    pub(super) fn is_null_enum(&self, schema: &Schema) -> bool {
        match &schema.schema_kind {
            SchemaKind::Type(SchemaType::String(string)) => string.enumeration.contains(&None),
            SchemaKind::Type(SchemaType::Integer(integer)) => integer_values(integer, schema).contains(&Value::Null),
            SchemaKind::Type(SchemaType::Number(number)) => number.enumeration.contains(&None),
            SchemaKind::Type(SchemaType::Boolean(boolean)) => boolean.enumeration.contains(&None),
            _ => false,
        }
    }
}

/// A `bool` has no value that the document could add later, so that an enum would only be harder to use. If one value
/// alone is listed, it tells the branches of a union apart like any constant.
pub(super) fn boolean(boolean: &BooleanType) -> Type {
    let listed = |value: bool| boolean.enumeration.contains(&Some(value));
    match (listed(true), listed(false)) {
        (true, false) => Type::OnlyBoolean(true),
        (false, true) => Type::OnlyBoolean(false),
        (true, true) | (false, false) => Type::Boolean,
    }
}

/// The one type that values of a schema have in an enum. A format says more than an enum could.
fn base_of(schema: &Schema) -> Option<EnumBase> {
    match &schema.schema_kind {
        SchemaKind::Type(SchemaType::String(string)) if string.format.is_empty() => Some(EnumBase::String),
        SchemaKind::Type(SchemaType::Integer(integer)) => Some(base_of_integers(&integer_values(integer, schema))),
        SchemaKind::Type(SchemaType::Number(_)) => Some(EnumBase::Number),
        _ => None,
    }
}

/// Are all its values of one type that an enum can have?
pub(super) fn is_of_one_base(schema: &Schema) -> bool {
    base_of(schema).is_some()
}

/// The base that holds the values of two.
fn wider(one: EnumBase, other: EnumBase) -> EnumBase {
    match (one, other) {
        (EnumBase::Integer, EnumBase::Number) | (EnumBase::Number, EnumBase::Integer) => EnumBase::Number,
        (one, other) if one == other => one,
        _ => EnumBase::Mixed,
    }
}

fn listed_values(schema: &Schema) -> Vec<Value> {
    match &schema.schema_kind {
        SchemaKind::Type(SchemaType::String(string)) => string.enumeration.iter().cloned().map(Value::from).collect(),
        SchemaKind::Type(SchemaType::Integer(integer)) => integer_values(integer, schema),
        SchemaKind::Type(SchemaType::Number(number)) => number_values(number, schema),
        _ => Vec::new(),
    }
}

/// The values of an integer, those too that the integers of openapiv3 cannot hold; none if some are beyond 64 bits.
pub(super) fn integer_values(integer: &IntegerType, schema: &Schema) -> Vec<Value> {
    let held: Vec<Value> = integer.enumeration.iter().copied().map(Value::from).collect();
    let written = written_values(schema).filter(|_| held.is_empty()).unwrap_or_default();
    let fit = written.iter().all(|value| value.is_i64() || value.is_u64() || value.is_null());
    if fit && !written.is_empty() { written.to_vec() } else { held }
}

/// The narrowest base that holds all: JSON alone has both negative integers and those beyond `i64`.
fn base_of_integers(values: &[Value]) -> EnumBase {
    let all = |is: fn(&Value) -> bool| values.iter().all(|value| value.is_null() || is(value));
    match (all(Value::is_i64), all(Value::is_u64)) {
        (true, _) => EnumBase::Integer,
        (false, true) => EnumBase::Unsigned,
        (false, false) => EnumBase::Mixed,
    }
}

/// The values of a number, spelled as the document spells them, which openapiv3 does not tell.
pub(super) fn number_values(number: &NumberType, schema: &Schema) -> Vec<Value> {
    let written = written_values(schema).unwrap_or_default();
    let spelled = |value: &Option<f64>| {
        let spelling = written.iter().find(|written| written.as_f64() == *value);
        spelling.cloned().unwrap_or_else(|| value.map_or(Value::Null, shortest))
    };
    number.enumeration.iter().map(spelled).collect()
}

/// Are all values of the schema listed?
fn is_listed(schema: &Schema) -> bool {
    match &schema.schema_kind {
        SchemaKind::Type(SchemaType::String(StringType { enumeration, .. })) => !enumeration.is_empty(),
        SchemaKind::Type(SchemaType::Integer(integer)) => !integer_values(integer, schema).is_empty(),
        SchemaKind::Type(SchemaType::Number(NumberType { enumeration, .. })) => !enumeration.is_empty(),
        SchemaKind::Type(SchemaType::Boolean(BooleanType { enumeration })) => !enumeration.is_empty(),
        SchemaKind::Type(SchemaType::Array(_) | SchemaType::Object(_)) => written_values(schema).is_some(),
        _ => false,
    }
}

/// The `enum` in the document's order and spelling, where openapiv3 would not keep them.
fn written_values(schema: &Schema) -> Option<&[Value]> {
    schema.schema_data.extensions.get(facts::ENUM)?.as_array().map(Vec::as_slice)
}

/// A number as people write it: an integral one without a fraction.
fn shortest(value: f64) -> Value {
    value.to_string().parse::<i64>().map_or_else(|_| Value::from(value), Value::from)
}

/// What is the same for values that are the same: 1 and 1.0 are one number.
fn key(base: EnumBase, value: &Value) -> String {
    match base {
        EnumBase::Number => value.as_f64().map_or_else(|| value.to_string(), |number| number.to_string()),
        EnumBase::String | EnumBase::Integer | EnumBase::Unsigned | EnumBase::Mixed => value.to_string(),
    }
}

/// The content of a string, and the JSON text of anything else. Where a string stands beside others, one that looks like
/// another value has its quotes.
fn wire(base: EnumBase, value: &Value) -> String {
    let looks_like_another = |text: &str| serde_json::from_str::<Value>(text).is_ok_and(|read| !read.is_string());
    match value {
        Value::String(text) if base != EnumBase::Mixed || !looks_like_another(text) => text.clone(),
        other => other.to_string(),
    }
}

/// What the values of a list of numbers are called by their titles: a number says nothing itself. All have one of their
/// own, or none counts.
fn titles_of_numbers(base: EnumBase, schema: &Schema) -> Option<Vec<String>> {
    if matches!(base, EnumBase::String | EnumBase::Mixed) {
        return None;
    }
    let titles = schema.schema_data.extensions.get(facts::ENUM_TITLES)?.as_array()?;
    let spelled = titles.iter().map(|title| Some(variant_spelling(naming_title(title.as_str()?)?)));
    let spelled: Vec<String> = spelled.collect::<Option<_>>()?;
    let distinct: HashSet<&String> = spelled.iter().collect();
    (distinct.len() == spelled.len()).then_some(spelled)
}

/// A value in words where its symbols would say less, or the same as those of another value.
fn spelled(value: &Value) -> Option<String> {
    match value {
        // The point has a word, or 1.5 would be called like 15.
        Value::Number(number) if number.is_f64() => Some(number_spelling(&number.to_string())),
        Value::Array(items) if items.is_empty() => Some("empty array".to_owned()),
        Value::Object(members) if members.is_empty() => Some("empty object".to_owned()),
        _ => None,
    }
}

/// What sets a value apart from one of another type that is spelled alike.
fn kind_word(value: &Value) -> &'static str {
    match value {
        Value::String(_) => "text",
        Value::Bool(_) => "boolean",
        Value::Number(_) | Value::Null => "number",
        Value::Array(_) => "array",
        Value::Object(_) => "object",
    }
}

/// Extensions that name values.
const VALUE_NAMES: &[&str] = &["x-enum-varnames", "x-enumNames", "x-enum-names", "x-speakeasy-enums"];

/// Extensions that describe values.
const VALUE_DESCRIPTIONS: &[&str] = &["x-enum-descriptions", "x-enumDescriptions", facts::ENUM_DESCRIPTIONS];

/// What extensions say of the `at`th value: maps by value, or lists in the order of the values; else `member` of the
/// object that `x-enum-elements` or AutoRest's `x-ms-enum` has for it.
fn said_of<'s>(value: &Value, at: usize, schema: &'s Schema, keys: &[&str], member: &str) -> Option<&'s str> {
    let extensions = &schema.schema_data.extensions;
    let key = wire(EnumBase::String, value);
    let texts = keys.iter().find_map(|key| extensions.get(*key));
    let text = texts.and_then(|texts| texts.get(at).or_else(|| texts.get(&key))?.as_str());
    let elements = || extensions.get("x-enum-elements")?.get(at);
    let values = || {
        let values = extensions.get("x-ms-enum")?.get("values")?.as_array()?;
        values.iter().find(|described| described.get("value").is_some_and(|of| wire(EnumBase::String, of) == key))
    };
    text.or_else(|| elements().or_else(values)?.get(member)?.as_str())
}

/// The prose of a value.
fn value_docs(value: &Value, at: usize, schema: &Schema) -> Docs {
    let extensions = &schema.schema_data.extensions;
    let described = said_of(value, at, schema, VALUE_DESCRIPTIONS, "description");
    let title = extensions.get(facts::ENUM_TITLES).and_then(|titles| titles.get(at)?.as_str());
    let deprecated = extensions.get(facts::ENUM_DEPRECATED).and_then(Value::as_array);
    let deprecated = deprecated.is_some_and(|deprecated| deprecated.contains(value));
    Docs {
        summary: title.unwrap_or_default().to_owned(),
        description: described.unwrap_or_default().to_owned(),
        facts: Vec::from_iter(deprecated.then(|| "Deprecated".to_owned())),
    }
}
