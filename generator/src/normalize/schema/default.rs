//! `default`: a value of the schema, or no more than a fact.

use super::Kind;
use crate::diagnostics::defect;
use crate::normalize::context::Context;
use crate::normalize::facts;
use crate::normalize::place::Place;
use serde_json::{Map, Value};

impl Context<'_> {
    /// Writes the default of the schema whose other members are in `body`.
    pub(super) fn default(&mut self, value: &Value, place: &Place<'_>, body: &mut Map<String, Value>) {
        if value.is_null() {
            body.insert(facts::DEFAULT_NULL.to_owned(), true.into());
            return;
        }
        match self.fitting_default(value, place, body) {
            Some(value) => drop(body.insert("default".to_owned(), value)),
            None => {
                self.report(defect::default_not_allowed(&self.pointer(place)));
                body.insert(facts::DEFAULT.to_owned(), value.clone());
            }
        }
    }

    fn fitting_default(&mut self, value: &Value, place: &Place<'_>, body: &Map<String, Value>) -> Option<Value> {
        let Some(kind) = body.get("type").and_then(Value::as_str).and_then(Kind::parse) else {
            return Some(value.clone());
        };
        let own = Kind::of(value)?;
        let value = if kind.holds(own) { Some(value.clone()) } else { self.converted(value, kind, place) }?;
        let allowed = body.get("enum").and_then(Value::as_array).is_none_or(|allowed| allowed.contains(&value));
        allowed.then_some(value)
    }
}
