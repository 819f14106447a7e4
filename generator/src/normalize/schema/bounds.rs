//! Numbers that restrict a schema: bounds of numbers, counts of characters, items and properties.

use super::Kind;
use super::enumeration::integral;
use crate::diagnostics::defect;
use crate::normalize::context::Context;
use crate::normalize::facts;
use crate::normalize::place::Place;
use crate::normalize::version::Version;
use serde_json::{Map, Number, Value, json};

/// One end of a range.
struct Bound {
    number: Number,
    exclusive: bool,
}

/// The two ends, and which of two bounds is tighter.
#[derive(Clone, Copy, PartialEq)]
enum End {
    Lower,
    Upper,
}

impl End {
    fn keywords(self) -> (&'static str, &'static str) {
        match self {
            Self::Lower => ("minimum", "exclusiveMinimum"),
            Self::Upper => ("maximum", "exclusiveMaximum"),
        }
    }

    fn tighter(self, left: Bound, right: Bound) -> Bound {
        let (a, b) = (as_f64(&left.number), as_f64(&right.number));
        let left_wins = if self == Self::Lower { a > b } else { a < b };
        if left_wins { left } else { right }
    }
}

const TWO_TO_64: f64 = 18_446_744_073_709_551_616.0;

impl Context<'_> {
    /// The bounds of a number.
    pub(super) fn bounds(
        &mut self,
        kind: Kind,
        members: &Map<String, Value>,
        place: &Place<'_>,
        out: &mut Map<String, Value>,
    ) {
        for end in [End::Lower, End::Upper] {
            if let Some(bound) = self.bound(end, members, place) {
                write_bound(kind, end, bound, out);
            }
        }
        if let Some(number) = self.number_member(members, "multipleOf", place).filter(|number| as_f64(number) > 0.0) {
            write_number(kind, "multipleOf", &number, out);
        }
        self.check_range(place, out);
        self.check_width(place, out);
    }

    /// 3.0 says `exclusiveMinimum: true` beside the `minimum`, 3.1 has a number of its own for it.
    fn bound(&mut self, end: End, members: &Map<String, Value>, place: &Place<'_>) -> Option<Bound> {
        let (inclusive, exclusive) = end.keywords();
        let flag = members.get(exclusive).and_then(Value::as_bool).unwrap_or_default();
        let own = self.number_member(members, inclusive, place).map(|number| Bound { number, exclusive: flag });
        let is_flag = members.get(exclusive).is_none_or(|value| value.is_boolean() || value.is_null());
        match members.get(exclusive) {
            Some(Value::Bool(_)) => {
                self.keyword_of(Version::V3_0, "an exclusive bound that is `true` or `false`", &place.key(exclusive))
            }
            Some(Value::Number(_)) => {
                self.keyword_of(Version::V3_1, "an exclusive bound that is a number", &place.key(exclusive))
            }
            Some(_) | None => {}
        }
        let other = if is_flag { None } else { self.number_member(members, exclusive, place) };
        let other = other.map(|number| Bound { number, exclusive: true });
        match (own, other) {
            (Some(own), Some(other)) => Some(end.tighter(own, other)),
            (own, other) => own.or(other),
        }
    }

    fn number_member(&mut self, members: &Map<String, Value>, key: &str, place: &Place<'_>) -> Option<Number> {
        let value = members.get(key).filter(|value| !value.is_null())?;
        self.number(value, &place.key(key))
    }

    /// A number; `"10"` is one.
    fn number(&mut self, value: &Value, here: &Place<'_>) -> Option<Number> {
        if let Value::Number(number) = value {
            return Some(number.clone());
        }
        let number = value.as_str().and_then(|text| serde_json::from_str::<Number>(text.trim()).ok());
        self.report(match &number {
            Some(number) => defect::coerced(&self.pointer(here), "a number", &number.to_string()),
            None => defect::not_a_number(&self.pointer(here)),
        });
        number
    }

    /// A count: not negative, and whole even if written `10.0`.
    pub(super) fn count(
        &mut self,
        key: &str,
        members: &Map<String, Value>,
        place: &Place<'_>,
        out: &mut Map<String, Value>,
    ) {
        let Some(number) = self.number_member(members, key, place) else {
            return;
        };
        let here = place.key(key);
        match number.as_u64().or_else(|| integral(&number).and_then(|count| u64::try_from(count).ok())) {
            Some(count) => drop(out.insert(key.to_owned(), count.into())),
            None => self.report(defect::not_a_count(&self.pointer(&here), key)),
        }
    }

    fn check_range(&mut self, place: &Place<'_>, out: &Map<String, Value>) {
        let end = |key: &str| out.get(key).and_then(Value::as_f64);
        if let (Some(lower), Some(upper)) = (end("minimum"), end("maximum"))
            && lower > upper
        {
            self.report(defect::empty_range(&self.pointer(place), "minimum", "maximum"));
        }
    }

    /// No integer of Rust's JSON is wider than 64 bits. A bound that is 2⁶³ as a float has it is meant to be that of 64 bits.
    fn check_width(&mut self, place: &Place<'_>, out: &Map<String, Value>) {
        let beyond = |key: &str| out.get(facts::BOUNDS)?.get(key)?.as_f64();
        let is_unsigned = out.get("minimum").and_then(Value::as_i64).is_some_and(|minimum| minimum >= 0);
        let most = if is_unsigned { TWO_TO_64 } else { TWO_TO_64 / 2.0 };
        let too_wide = [
            ("minimum", beyond("minimum").is_some_and(|least| least < -TWO_TO_64 / 2.0)),
            ("maximum", beyond("maximum").is_some_and(|greatest| greatest > most)),
        ];
        for (key, _) in too_wide.into_iter().filter(|(_, is_too_wide)| *is_too_wide) {
            self.report(defect::beyond_64_bits(&self.pointer(&place.key(key)), key, is_unsigned));
        }
    }

    /// The same of two counts.
    pub(super) fn check_counts(&mut self, lower: &str, upper: &str, place: &Place<'_>, out: &Map<String, Value>) {
        let count = |key: &str| out.get(key).and_then(Value::as_u64);
        if count(lower).zip(count(upper)).is_some_and(|(lower, upper)| lower > upper) {
            self.report(defect::empty_range(&self.pointer(place), lower, upper));
        }
    }
}

fn write_bound(kind: Kind, end: End, bound: Bound, out: &mut Map<String, Value>) {
    let (inclusive, exclusive) = end.keywords();
    let fraction = as_f64(&bound.number).fract() != 0.0;
    let rounded = kind == Kind::Integer && fraction;
    let number = if rounded { round(end, &bound.number) } else { bound.number };
    if write_number(kind, inclusive, &number, out) && bound.exclusive && !rounded {
        out.insert(exclusive.to_owned(), true.into());
    }
}

/// The first integer inside a bound that is none.
fn round(end: End, number: &Number) -> Number {
    let float = as_f64(number);
    let rounded = if end == End::Lower { float.ceil() } else { float.floor() };
    Number::from_f64(rounded).unwrap_or_else(|| number.clone())
}

/// Writes a number where 3.0 can hold it, else as a fact. Says whether it could.
fn write_number(kind: Kind, key: &str, number: &Number, out: &mut Map<String, Value>) -> bool {
    let value = match kind {
        Kind::Integer => integral(number).map(Value::from),
        _ => Some(Value::Number(number.clone())),
    };
    let fits = value.is_some();
    match value {
        Some(value) => drop(out.insert(key.to_owned(), value)),
        None => {
            let bounds = out.entry(facts::BOUNDS).or_insert_with(|| json!({}));
            if let Value::Object(bounds) = bounds {
                bounds.insert(key.to_owned(), Value::Number(number.clone()));
            }
        }
    }
    fits
}

fn as_f64(number: &Number) -> f64 {
    number.as_f64().unwrap_or_default()
}
