//! Several single values at once: the type of the one that says most.

use std::cmp::Reverse;

use openapiv3::{Schema, SchemaKind, Type as SchemaType, VariantOrUnknownOrEmpty};
use serde_json::Value;

use super::branches::Branch;
use super::{Lowering, Place};
use crate::diagnostics::{Diagnostic, Part, Severity};
use crate::model::Type;

/// How much a schema says about a value; the greatest says most.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Precision {
    /// A short list of values says more than a long one, and that more than none.
    values: Reverse<usize>,
    kinds: Reverse<u32>,
    /// A format, items, or properties.
    detailed: bool,
}

impl<'a> Lowering<'a> {
    /// The type of the part that says most, the last of equals. Lists of values become what they share.
    pub(super) fn narrowest_type(&mut self, parts: &[Branch<'a>], schema: &'a Schema, place: &Place) -> Type {
        let Some(at) = self.narrowest(parts) else { return Type::Any };
        let chosen = &parts[at];
        if let Some(ty) = self.shared_values(parts, chosen, schema, place) {
            return ty;
        }
        if let Some(other) = parts.iter().find(|part| self.excludes(part, chosen)) {
            let message = "no value is in all the lists that this `allOf` joins; the type is that of this one";
            let finding = Diagnostic::new(Severity::Warning, "OAS3002", &chosen.pointer, message);
            let finding =
                finding.label("its type is this one").related(&other.pointer, Part::Value, "this one has no effect");
            self.diagnostics.push(finding.help("let the lists share a value, or remove one"));
        } else if parts.iter().any(|part| self.says_more(part, chosen)) {
            self.diagnostics.push(
                Diagnostic::new(
                    Severity::Warning,
                    "OAS3002",
                    &place.pointer,
                    "`allOf` joins values that are no objects",
                )
                .note(format!("the type is that of `{}`, which says most", chosen.pointer)),
            );
        }
        self.type_of(chosen.schema, &place.at(chosen.pointer.clone()))
    }

    pub(super) fn narrowest(&self, parts: &[Branch<'a>]) -> Option<usize> {
        (0..parts.len()).max_by_key(|&at| self.precision(&parts[at]))
    }

    fn precision(&self, part: &Branch<'a>) -> Precision {
        let item = self.item(part.schema, 0);
        Precision {
            values: Reverse(item.map_or(usize::MAX, length)),
            kinds: Reverse(self.kinds(part.schema).count()),
            detailed: item.is_some_and(is_detailed),
        }
    }

    /// Do both list values, and not one that is in both?
    fn excludes(&self, part: &Branch<'a>, chosen: &Branch<'a>) -> bool {
        let items = self.item(part.schema, 0).zip(self.item(chosen.schema, 0));
        items.is_some_and(|(one, other)| is_listed(one) && is_listed(other) && shares_nothing(one, other))
    }

    /// Is something of a part lost if another is chosen? Beside a list of values a format has nothing left to tell.
    fn says_more(&self, part: &Branch<'a>, chosen: &Branch<'a>) -> bool {
        let (one, other) = (self.item(part.schema, 0), self.item(chosen.schema, 0));
        let (Some(one), Some(other)) = (one, other) else { return false };
        match (is_listed(one), is_listed(other)) {
            (true, true) => false,
            (true, false) => true,
            (false, true) => false,
            (false, false) => is_detailed(one) && !self.is_same_type(one, other),
        }
    }

    /// Are they one type in Rust, whatever else they constrain?
    fn is_same_type(&self, one: &Schema, other: &Schema) -> bool {
        let same = self.unnamed(one).zip(self.unnamed(other)).is_some_and(|(one, other)| one == other);
        same || one.schema_kind == other.schema_kind
    }

    /// The type of the values that all lists have, if those are fewer than `chosen` has.
    fn shared_values(
        &mut self,
        parts: &[Branch<'a>],
        chosen: &Branch<'a>,
        schema: &'a Schema,
        place: &Place,
    ) -> Option<Type> {
        let lists: Vec<&Schema> = parts.iter().filter_map(|part| self.item(part.schema, 0)).collect();
        let item = self.item(chosen.schema, 0)?;
        match &item.schema_kind {
            SchemaKind::Type(SchemaType::String(own)) => {
                let values = shared(&own.enumeration, lists.into_iter().filter_map(strings))?;
                Some(self.string_enum(&values, schema, place))
            }
            SchemaKind::Type(SchemaType::Integer(own)) => {
                let values = shared(&own.enumeration, lists.into_iter().filter_map(integers))?;
                let values: Vec<Value> = values.into_iter().map(Value::from).collect();
                Some(self.integer_enum(&values, schema, place))
            }
            SchemaKind::Type(SchemaType::Number(own)) => {
                let common = shared(&own.enumeration, lists.into_iter().filter_map(numbers))?;
                let mut values = super::enums::number_values(own, item);
                values.retain(|value| common.contains(&value.as_f64()));
                Some(self.number_enum(&values, &Type::Double, schema, place))
            }
            _ => None,
        }
    }
}

/// The values that several lists have in common; `None` if nothing is left, or everything.
fn shared<'l, T: Clone + PartialEq + 'l>(own: &[T], lists: impl Iterator<Item = &'l [T]> + Clone) -> Option<Vec<T>> {
    let in_all = |value: &&T| lists.clone().all(|list| list.contains(value));
    let common: Vec<T> = own.iter().filter(in_all).cloned().collect();
    (!common.is_empty() && common.len() < own.len()).then_some(common)
}

fn strings(schema: &Schema) -> Option<&[Option<String>]> {
    match &schema.schema_kind {
        SchemaKind::Type(SchemaType::String(string)) => listed(&string.enumeration),
        _ => None,
    }
}

fn integers(schema: &Schema) -> Option<&[Option<i64>]> {
    match &schema.schema_kind {
        SchemaKind::Type(SchemaType::Integer(integer)) => listed(&integer.enumeration),
        _ => None,
    }
}

fn numbers(schema: &Schema) -> Option<&[Option<f64>]> {
    match &schema.schema_kind {
        SchemaKind::Type(SchemaType::Number(number)) => listed(&number.enumeration),
        _ => None,
    }
}

fn listed<T>(values: &[T]) -> Option<&[T]> {
    Some(values).filter(|values| !values.is_empty())
}

fn is_listed(schema: &Schema) -> bool {
    length(schema) < usize::MAX
}

/// Have two lists no value in common?
fn shares_nothing(one: &Schema, other: &Schema) -> bool {
    let strings = strings(one).zip(strings(other)).is_some_and(|(one, other)| overlap(one, other));
    let integers = integers(one).zip(integers(other)).is_some_and(|(one, other)| overlap(one, other));
    let numbers = numbers(one).zip(numbers(other)).is_some_and(|(one, other)| overlap(one, other));
    !strings && !integers && !numbers
}

fn overlap<T: PartialEq>(one: &[T], other: &[T]) -> bool {
    one.iter().any(|value| other.contains(value))
}

/// The length of the list of values; no list allows the most.
fn length(schema: &Schema) -> usize {
    let strings = strings(schema).map(<[_]>::len);
    let length = strings.or_else(|| integers(schema).map(<[_]>::len)).or_else(|| numbers(schema).map(<[_]>::len));
    length.unwrap_or(usize::MAX)
}

fn is_detailed(schema: &Schema) -> bool {
    match &schema.schema_kind {
        SchemaKind::Type(SchemaType::String(string)) => string.format != VariantOrUnknownOrEmpty::Empty,
        SchemaKind::Type(SchemaType::Integer(integer)) => integer.format != VariantOrUnknownOrEmpty::Empty,
        SchemaKind::Type(SchemaType::Number(number)) => number.format != VariantOrUnknownOrEmpty::Empty,
        SchemaKind::Type(SchemaType::Boolean(_)) => false,
        SchemaKind::Type(SchemaType::Array(array)) => array.items.as_ref().is_some_and(tells),
        SchemaKind::Type(SchemaType::Object(object)) => !object.properties.is_empty(),
        SchemaKind::OneOf { .. } | SchemaKind::AnyOf { .. } | SchemaKind::AllOf { .. } => true,
        SchemaKind::Not { .. } | SchemaKind::Any(_) => false,
    }
}

fn tells(items: &openapiv3::ReferenceOr<Box<Schema>>) -> bool {
    match items.as_item().map(|item| &item.schema_kind) {
        Some(SchemaKind::Any(any)) => !any.properties.is_empty(),
        Some(SchemaKind::Not { .. }) => false,
        Some(SchemaKind::Type(_) | SchemaKind::OneOf { .. } | SchemaKind::AnyOf { .. } | SchemaKind::AllOf { .. }) => {
            true
        }
        None => true,
    }
}
