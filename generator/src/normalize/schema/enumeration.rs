//! `enum` and `const`: the values, each of the type that the schema has.

use super::Kind;
use super::plan::Plan;
use crate::diagnostics::defect;
use crate::load::ENTRIES;
use crate::normalize::coerce::item_place;
use crate::normalize::context::Context;
use crate::normalize::facts;
use crate::normalize::place::Place;
use crate::normalize::version::Version;
use serde_json::{Number, Value};

/// The values a schema is restricted to.
#[derive(Default)]
pub(super) struct Enumeration {
    /// The values of each type.
    pub(super) values: Vec<(Kind, Vec<Value>)>,
    /// `null` is one of them.
    pub(super) null: bool,
    /// All of them as they are written.
    pub(super) written: Vec<Value>,
}

impl Enumeration {
    /// Is `null` the only value?
    pub(super) fn only_null(&self) -> bool {
        self.null && self.values.is_empty()
    }

    /// Are all values arrays, or all objects? What these are made of says more than an enum could.
    fn is_of_containers(&self) -> bool {
        matches!(self.values.as_slice(), [(Kind::Array | Kind::Object, _)])
    }

    /// Is there more to tell than the values of each type?
    pub(super) fn is_fact(&self) -> bool {
        let is_more = |(kind, values): &(Kind, Vec<Value>)| *kind == Kind::Number || !fits(*kind, values);
        self.values.len() > 1 || self.values.iter().any(is_more)
    }

    fn push(&mut self, kind: Kind, value: Value) -> bool {
        match self.values.iter_mut().find(|(own, _)| *own == kind) {
            Some((_, values)) if values.contains(&value) => return false,
            Some((_, values)) => values.push(value.clone()),
            None => self.values.push((kind, vec![value.clone()])),
        }
        self.written.push(value);
        true
    }
}

impl Context<'_> {
    /// Reads `enum`, or `const` as an `enum` of one. Fills in the types if the schema doesn't say them.
    pub(super) fn enumeration(&mut self, plan: &mut Plan<'_>, kinds: &mut Vec<Kind>, place: &Place<'_>) -> Enumeration {
        let (key, values) = match (plan.members.get("const"), plan.members.get("enum")) {
            (Some(constant), _) => ("const", std::slice::from_ref(constant)),
            (None, Some(list)) if !list.is_null() => ("enum", self.items(list, &place.key("enum"))),
            (None, Some(_)) => return self.empty_enum(place),
            (None, None) => return Enumeration::default(),
        };
        if values.is_empty() {
            return self.empty_enum(place);
        }
        if values.len() > ENTRIES {
            return self.no_enum(values, plan, kinds, place);
        }
        retype(kinds, values).into_iter().for_each(|kind| self.retyped(kinds, kind, place));
        if key == "const" {
            self.keyword_of(Version::V3_1, "`const`", &place.key(key));
        }
        let enumeration = self.sort_values(key, values, kinds, plan, place);
        if enumeration.is_of_containers() {
            self.report(defect::not_expressible(&self.pointer(&place.key(key)), key));
        }
        if let Some(constant) = plan.members.get("const").filter(|constant| !constant.is_null()) {
            plan.annotations.insert(facts::CONST.to_owned(), enumeration.first().unwrap_or(constant).clone());
        }
        enumeration
    }

    fn empty_enum(&mut self, place: &Place<'_>) -> Enumeration {
        self.report(defect::empty_member(&self.pointer(&place.key("enum")), "enum"));
        Enumeration::default()
    }

    /// An `enum` that would be too much code: what its values have in common is all that is left.
    fn no_enum(
        &mut self,
        values: &[Value],
        plan: &mut Plan<'_>,
        kinds: &mut Vec<Kind>,
        place: &Place<'_>,
    ) -> Enumeration {
        self.report(defect::long_enum(&self.pointer(&place.key("enum")), ENTRIES));
        plan.nullable |= values.contains(&Value::Null);
        if kinds.is_empty() {
            *kinds = kinds_of(values);
        }
        Enumeration::default()
    }

    fn retyped(&mut self, kinds: &mut Vec<Kind>, kind: Kind, place: &Place<'_>) {
        let declared: Vec<_> = kinds.iter().map(|kind| kind.name()).collect();
        self.report(defect::enum_of_another_type(
            &self.pointer(&place.key("enum")),
            &declared.join(" or "),
            kind.name(),
        ));
        *kinds = vec![kind];
    }

    fn sort_values(
        &mut self,
        key: &str,
        values: &[Value],
        kinds: &mut Vec<Kind>,
        plan: &Plan<'_>,
        place: &Place<'_>,
    ) -> Enumeration {
        let mut out = Enumeration::default();
        let declared = !kinds.is_empty();
        if !declared {
            *kinds = kinds_of(values);
        }
        let keyword = place.key(key);
        for (index, value) in values.iter().enumerate() {
            let here = if key == "enum" { item_place(&plan.members["enum"], &keyword, index) } else { place.key(key) };
            self.sort_value(value, kinds, &here, &mut out);
        }
        let some = !out.only_null();
        if out.null && some && declared && !plan.nullable && key == "enum" {
            self.report(defect::null_in_enum(&self.pointer(&keyword)));
        }
        out
    }

    fn sort_value(&mut self, value: &Value, kinds: &[Kind], here: &Place<'_>, out: &mut Enumeration) {
        if value.is_null() {
            out.null = true;
            return;
        }
        match self.fitting(value, kinds, here) {
            Some((kind, value)) => {
                if !out.push(kind, value) {
                    self.report(defect::repeated_enum_value(&self.pointer(here)));
                }
            }
            None => self.report(defect::enum_value_of_another_type(&self.pointer(here), &value.to_string())),
        }
    }

    /// The value as one of the types, and which.
    fn fitting(&mut self, value: &Value, kinds: &[Kind], here: &Place<'_>) -> Option<(Kind, Value)> {
        let own = Kind::of(value)?;
        let exact = kinds.iter().find(|kind| **kind == own).or_else(|| kinds.iter().find(|kind| kind.holds(own)));
        match (exact, kinds) {
            (Some(kind), _) => Some((*kind, value.clone())),
            (None, [kind]) => self.converted(value, *kind, here).map(|value| (*kind, value)),
            (None, _) => None,
        }
    }

    /// The value of another type as written, read as one of `kind`.
    pub(super) fn converted(&mut self, value: &Value, kind: Kind, here: &Place<'_>) -> Option<Value> {
        let converted = match (kind, value) {
            (Kind::String, Value::Bool(_) | Value::Number(_)) => {
                return Some(self.text(value, here)?.into());
            }
            (Kind::Integer, Value::Number(number)) => return integral(number).map(Value::from),
            (Kind::Integer, Value::String(text)) => text.trim().parse::<i64>().ok().map(Value::from),
            (Kind::Number, Value::String(text)) => {
                text.trim().parse::<f64>().ok().and_then(Number::from_f64).map(Value::Number)
            }
            (Kind::Boolean, Value::String(text)) => {
                text.trim().to_ascii_lowercase().parse::<bool>().ok().map(Value::Bool)
            }
            _ => None,
        }?;
        self.report(defect::coerced(&self.pointer(here), kind.name(), &converted.to_string()));
        Some(converted)
    }
}

impl Enumeration {
    fn first(&self) -> Option<&Value> {
        let (_, values) = self.values.first()?;
        values.first()
    }
}

/// Can the `enum` of a type of 3.0 hold the values?
pub(super) fn fits(kind: Kind, values: &[Value]) -> bool {
    match kind {
        Kind::Array | Kind::Object => false,
        Kind::Integer => values.iter().all(Value::is_i64),
        Kind::Number | Kind::String | Kind::Boolean => true,
    }
}

/// The types of the values, in the order they come.
fn kinds_of(values: &[Value]) -> Vec<Kind> {
    let mut kinds: Vec<Kind> = Vec::new();
    for kind in values.iter().filter_map(Kind::of) {
        if !kinds.contains(&kind) {
            kinds.push(kind);
        }
    }
    if kinds.contains(&Kind::Number) {
        kinds.retain(|kind| *kind != Kind::Integer);
    }
    kinds
}

/// The type that all values have where it can't be the one declared.
fn retype(kinds: &[Kind], values: &[Value]) -> Option<Kind> {
    let [declared] = kinds else { return None };
    let strings = values.iter().all(|value| value.is_string() || value.is_null());
    let wrong = strings && values.iter().all(|value| value.as_str().is_some_and(|text| !reads_as(text, *declared)));
    (wrong && *declared != Kind::String && *declared != Kind::Array).then_some(Kind::String)
}

fn reads_as(text: &str, kind: Kind) -> bool {
    match kind {
        Kind::Integer => text.trim().parse::<i64>().is_ok(),
        Kind::Number => text.trim().parse::<f64>().is_ok(),
        Kind::Boolean => text.trim().to_ascii_lowercase().parse::<bool>().is_ok(),
        Kind::String => true,
        Kind::Array | Kind::Object => false,
    }
}

/// The number as an integer, if it is one of 64 bits: `10.0` is 10.
pub(in super::super) fn integral(number: &Number) -> Option<i64> {
    const LIMIT: f64 = 9.2e18;
    let from_float = || number.as_f64().filter(|float| float.fract() == 0.0 && float.abs() < LIMIT);
    #[expect(clippy::cast_possible_truncation, reason = "checked to be integral and in range")]
    number.as_i64().or_else(|| from_float().map(|float| float as i64))
}
