//! Is a value of the type that a schema in canonical form says? Bounds, patterns and lists of values are not looked at.

use super::super::references::component_of;
use super::super::schema::{Kind, integral};
use crate::normalize::facts;
use crate::pointer::Pointer;
use serde_json::{Map, Value};

/// How many schemas deep; what lies deeper fits.
const DEPTH: usize = 200;

/// The part of a value that is of another type than its schema.
#[derive(Clone, Debug)]
pub(super) struct Misfit {
    /// The way to it inside of the value.
    pub(super) path: Vec<String>,
    /// What it is.
    pub(super) found: &'static str,
    /// The type it should have; empty if there are several.
    pub(super) wanted: &'static str,
}

/// One comparison.
pub(super) struct Judge<'d> {
    schemas: Option<&'d Map<String, Value>>,
    /// How many comparisons are left; with none left, everything fits.
    pub(super) steps: usize,
    depth: usize,
}

impl<'d> Judge<'d> {
    /// With the components that schemas refer to.
    pub(super) fn new(schemas: Option<&'d Map<String, Value>>, steps: usize) -> Self {
        Self { schemas, steps, depth: 0 }
    }

    /// The first part of a value that is not of the type that the schema says.
    pub(super) fn misfit(&mut self, schema: &'d Value, value: &Value) -> Option<Misfit> {
        if self.steps == 0 || self.depth > DEPTH {
            return None;
        }
        self.steps -= 1;
        self.depth += 1;
        let misfit = schema.as_object().and_then(|members| self.misfit_of(members, value));
        self.depth -= 1;
        misfit
    }

    fn misfit_of(&mut self, members: &'d Map<String, Value>, value: &Value) -> Option<Misfit> {
        if let Some(reference) = members.get("$ref").and_then(Value::as_str) {
            let (_, key) = component_of(&Pointer::parse(reference.strip_prefix('#')?))?;
            return self.misfit(self.schemas?.get(&key)?, value);
        }
        if value.is_null() && (members.get("nullable") == Some(&Value::Bool(true)) || members.contains_key(facts::NULL))
        {
            return None;
        }
        self.of_type(members, value).or_else(|| self.of_branches(members, value))
    }

    fn of_branches(&mut self, members: &'d Map<String, Value>, value: &Value) -> Option<Misfit> {
        let branches = |key: &str| members.get(key).and_then(Value::as_array).into_iter().flatten();
        if let Some(misfit) = branches("allOf").find_map(|branch| self.misfit(branch, value)) {
            return Some(misfit);
        }
        ["oneOf", "anyOf"].into_iter().find_map(|key| {
            let misfits: Option<Vec<Misfit>> = branches(key).map(|branch| self.misfit(branch, value)).collect();
            match misfits?.as_slice() {
                [] => None,
                [only] => Some(only.clone()),
                [..] => Some(here(value, "")),
            }
        })
    }

    fn of_type(&mut self, members: &'d Map<String, Value>, value: &Value) -> Option<Misfit> {
        let kind = members.get("type").and_then(Value::as_str).and_then(Kind::parse)?;
        match (kind, value) {
            (Kind::Array, Value::Array(items)) => {
                let schema = members.get("items")?;
                let numbered = items.iter().enumerate();
                numbered.map(|(index, item)| self.inside(&index.to_string(), schema, item)).find_map(|misfit| misfit)
            }
            (Kind::Object, Value::Object(own)) => {
                let properties = members.get("properties").and_then(Value::as_object);
                // Which members they are depends on what is beside this schema.
                let others = members.get("additionalProperties").filter(|_| !members.contains_key(facts::UNEVALUATED));
                own.iter().find_map(|(key, value)| {
                    let schema = properties.and_then(|properties| properties.get(key)).or(others)?;
                    self.inside(key, schema, value)
                })
            }
            (Kind::Integer, Value::Number(number)) if integral(number).is_some() || number.is_u64() => None,
            _ if Kind::of(value).is_some_and(|own| kind.holds(own)) => None,
            _ => Some(here(value, kind.name())),
        }
    }

    fn inside(&mut self, step: &str, schema: &'d Value, value: &Value) -> Option<Misfit> {
        let mut misfit = self.misfit(schema, value)?;
        misfit.path.insert(0, step.to_owned());
        Some(misfit)
    }
}

fn here(value: &Value, wanted: &'static str) -> Misfit {
    let found = match value {
        Value::Null => "`null`",
        Value::Bool(_) => "a boolean",
        Value::Number(_) => "a number",
        Value::String(_) => "a string",
        Value::Array(_) => "an array",
        Value::Object(_) => "an object",
    };
    Misfit { path: Vec::new(), found, wanted }
}
