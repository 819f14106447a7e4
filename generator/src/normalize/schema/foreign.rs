//! Keywords and types that don't go together: types that keywords imply, keywords that mean nothing for the type.

use super::Kind;
use super::additional::keeps_others;
use super::composition::stash;
use super::enumeration::Enumeration;
use super::plan::Plan;
use super::types::is_int_or_string;
use crate::diagnostics::{Diagnostic, defect};
use crate::normalize::context::Context;
use crate::normalize::facts;
use crate::normalize::place::Place;
use crate::pointer::Pointer;
use serde_json::{Map, Value};

/// Keywords that close an object; beside a composition they say nothing about its type.
const CLOSING: [&str; 2] = ["additionalProperties", "unevaluatedProperties"];

impl Context<'_> {
    /// The type that the keywords speak of, for a schema that doesn't say.
    pub(super) fn infer(&mut self, plan: &mut Plan<'_>, place: &Place<'_>) -> Option<Kind> {
        if plan.lists_choices {
            return None;
        }
        let kind = Kind::inferred(plan.members).filter(|kind| !self.speaks_of_some(plan, *kind, place));
        plan.inferred = kind.is_some() && (plan.all.is_some() || place.parent_key() == Some("allOf"));
        match kind {
            Some(kind) if !plan.is_composed() => {
                self.report(defect::type_inferred(&self.pointer(place), kind.name()));
            }
            None => self.keep_format(plan.members, &mut plan.annotations, place),
            Some(_) => {}
        }
        kind
    }

    /// Drops keywords of types that the schema isn't of.
    pub(super) fn drop_foreign(&mut self, plan: &mut Plan<'_>, kinds: &[Kind], place: &Place<'_>) {
        if kinds.is_empty() {
            return;
        }
        for (key, value) in plan.members {
            let says = !value.is_null() && (key != "required" || value.is_array());
            if is_foreign(key, kinds) && says {
                self.report(without_effect(&self.pointer(&place.key(key)), key, kinds));
            }
        }
    }

    /// Has a schema that is made of others no more to say than their type?
    pub(super) fn says_nothing_more(
        &mut self,
        plan: &mut Plan<'_>,
        kinds: &[Kind],
        values: &Enumeration,
        place: &Place<'_>,
    ) -> bool {
        let members = plan.members;
        let demanded = self.is_required_anyway(plan);
        let says = |key: &str| {
            members.get(key).is_some_and(|value| !is_nothing(key, value) && (key != "required" || !demanded))
        };
        let speaks = kinds.iter().flat_map(|kind| kind.keywords()).any(|key| says(key));
        let bare = !speaks && !keeps_others(members) && values.values.is_empty() && !members.contains_key("format");
        if bare {
            self.note_other_type(plan, kinds, place);
        }
        for key in CLOSING.iter().filter(|_| bare) {
            if let Some(value) = members.get(*key).filter(|value| !value.is_null()) {
                stash(&mut plan.annotations, key, value);
            }
        }
        bare
    }

    /// A part of `allOf` that is of another type than the `type` beside it.
    fn note_other_type(&mut self, plan: &Plan<'_>, kinds: &[Kind], place: &Place<'_>) {
        let declared = plan.members.get("type").and_then(Value::as_str);
        let parts = plan.all.iter().flat_map(|all| &all.list);
        let mut types = parts.filter_map(|(_, part)| Kind::parse(part.get("type")?.as_str()?));
        let other = types.find(|own| !kinds.iter().any(|kind| kind == own || kind.holds(*own) || own.holds(*kind)));
        if let Some((declared, other)) = declared.zip(other).filter(|_| !kinds.is_empty()) {
            let keyword = format!("type: {declared}");
            self.report(defect::keyword_without_effect(&self.pointer(&place.key("type")), &keyword, other.name()));
        }
    }

    /// Writes `format` where the type has one.
    pub(super) fn format(&mut self, kind: Kind, plan: &mut Plan<'_>, place: &Place<'_>, out: &mut Map<String, Value>) {
        let written = plan.members.get("format").filter(|format| !format.is_null() && !is_int_or_string(plan.members));
        let written = written.and_then(|format| self.text(format, &place.key("format")));
        // A name of a type that implies a format says more than a format that nobody knows.
        let written = written.filter(|format| plan.format.is_none() || Kind::of_format(format).is_some());
        let Some(format) = written.or(plan.format.map(str::to_owned)).filter(|format| !format.trim().is_empty()) else {
            return;
        };
        let suits = !plan.several || Kind::of_format(&format).is_none_or(|own| kind.holds(own) || own.holds(kind));
        if !plan.several && is_of_another_type(&format, kind) {
            let keyword = format!("format: {format}");
            self.report(defect::keyword_without_effect(&self.pointer(&place.key("format")), &keyword, kind.name()));
        }
        match kind {
            Kind::Boolean | Kind::Array | Kind::Object => {
                self.keep_format(plan.members, out, place);
            }
            _ if suits => drop(out.insert("format".to_owned(), format.into())),
            _ => {}
        }
    }

    fn keep_format(&mut self, members: &Map<String, Value>, out: &mut Map<String, Value>, place: &Place<'_>) {
        if let Some(format) =
            members.get("format").filter(|format| format.as_str().is_some_and(|text| !text.is_empty()))
        {
            self.report(defect::format_without_effect(&self.pointer(&place.key("format"))));
            out.insert(facts::FORMAT.to_owned(), format.clone());
        }
    }
}

/// Is it a keyword of other types than these?
pub(super) fn is_foreign(key: &str, kinds: &[Kind]) -> bool {
    is_typed(key) && !kinds.iter().any(|kind| kind.keywords().contains(&key))
}

/// What there is to say of such a keyword.
pub(super) fn without_effect(at: &Pointer, key: &str, kinds: &[Kind]) -> Diagnostic {
    let names: Vec<_> = kinds.iter().map(|kind| kind.name()).collect();
    defect::keyword_without_effect(at, key, &names.join(" or "))
}

/// Does the format say something about values of another type alone? Large numbers are written as strings.
fn is_of_another_type(format: &str, kind: Kind) -> bool {
    let scalar = matches!(kind, Kind::String | Kind::Integer | Kind::Number);
    let number_in_string = kind == Kind::String && ["int64", "uint64", "decimal"].contains(&format);
    let own = Kind::of_format(format);
    scalar && !number_in_string && own.is_some_and(|own| !kind.holds(own) && !own.holds(kind))
}

fn is_typed(key: &str) -> bool {
    [Kind::String, Kind::Number, Kind::Array, Kind::Object].iter().any(|kind| kind.keywords().contains(&key))
}

fn is_nothing(key: &str, value: &Value) -> bool {
    let empty = match value {
        Value::Null => true,
        Value::Array(items) => items.is_empty(),
        Value::Object(members) => members.is_empty(),
        _ => false,
    };
    let closing = CLOSING.contains(&key) && (value.is_boolean() || value.is_string());
    empty || closing || (key == "required" && !value.is_array())
}
