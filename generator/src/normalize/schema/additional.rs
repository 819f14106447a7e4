//! What members of an object may be that it doesn't name: `additionalProperties`, and what 3.1 has beside it.

use super::composition::{is_never, stash};
use super::object::is_flag;
use crate::diagnostics::defect;
use crate::normalize::context::Context;
use crate::normalize::facts;
use crate::normalize::place::Place;
use serde_json::{Map, Value, json};

/// Keywords that may choose other members for each value.
const UNIONS: [&str; 2] = ["oneOf", "anyOf"];

/// Keywords that may tell of members that no pattern matches.
const OTHERS: [&str; 5] = ["properties", "allOf", "oneOf", "anyOf", "$ref"];

/// Keywords whose schemas tell of members under a condition.
const CONDITIONS: [&str; 5] = ["if", "then", "else", "dependentSchemas", "dependencies"];

impl Context<'_> {
    /// What other properties may be: `additionalProperties`, or what 3.1 says in other words.
    pub(super) fn additional(&mut self, members: &Map<String, Value>, place: &Place<'_>, out: &mut Map<String, Value>) {
        let present = |key: &str| members.get(key).filter(|value| !value.is_null());
        match (present("additionalProperties"), present("unevaluatedProperties")) {
            (Some(own), _) => {
                let own = self.additional_schema("additionalProperties", own, place);
                out.extend(own.map(|own| ("additionalProperties".to_owned(), own)));
            }
            (None, Some(own)) => self.unevaluated(own, members, place, out),
            (None, None) => {}
        }
        if let Some(Value::Object(patterns)) =
            members.get("patternProperties").filter(|patterns| **patterns != json!({}))
        {
            self.patterns(patterns, members, place, out);
        }
    }

    /// What members are that neither the object names nor a part of its `allOf`, or what the `$ref` beside it leads to.
    fn unevaluated(
        &mut self,
        own: &Value,
        members: &Map<String, Value>,
        place: &Place<'_>,
        out: &mut Map<String, Value>,
    ) {
        let (key, at) = ("unevaluatedProperties", place.key("unevaluatedProperties"));
        if has_any(members, &UNIONS) {
            if own.is_object() {
                self.report(defect::members_not_kept(&self.pointer(&at), key));
            }
            stash(out, key, own);
            return;
        }
        if own.is_object() && has_any(members, &CONDITIONS) {
            self.report(defect::others_beside_conditions(&self.pointer(&at)));
            out.insert("additionalProperties".to_owned(), json!({}));
            return;
        }
        let others = match self.additional_schema(key, own, place) {
            None => return,
            Some(Value::Bool(false)) if has_any(members, &["allOf"]) => {
                // Of this part alone it would say that the others have no members.
                stash(out, key, own);
                out.insert(facts::UNEVALUATED.to_owned(), true.into());
                return;
            }
            Some(Value::Bool(true)) => json!({}),
            Some(others) => others,
        };
        if others.as_object().is_some_and(|others| !others.is_empty()) {
            out.insert(facts::UNEVALUATED.to_owned(), true.into());
        }
        out.insert("additionalProperties".to_owned(), others);
    }

    fn additional_schema(&mut self, key: &str, own: &Value, place: &Place<'_>) -> Option<Value> {
        let here = place.renamed(key, "additionalProperties");
        if key != "additionalProperties" {
            self.moved(&here);
        }
        if is_flag(own) {
            return self.boolean(own, &here).map(Value::Bool);
        }
        if is_never(own) {
            return Some(Value::Bool(false));
        }
        let schema = self.schema(own, &here);
        Some(if schema == json!({}) { Value::Bool(true) } else { schema })
    }

    /// Properties by pattern: a map of one schema, if no other member can be of another.
    fn patterns(
        &mut self,
        patterns: &Map<String, Value>,
        members: &Map<String, Value>,
        place: &Place<'_>,
        out: &mut Map<String, Value>,
    ) {
        let list = place.renamed("patternProperties", "additionalProperties");
        stash(out, "patternProperties", &Value::Object(patterns.clone()));
        let allowed: Vec<(&String, &Value)> = patterns.iter().filter(|(_, schema)| !is_never(schema)).collect();
        let every = allowed.iter().find(|(pattern, _)| is_every_name(pattern));
        let Some((pattern, schema)) = every.or(allowed.first()).copied() else {
            // They only say which names there are not.
            self.report(defect::not_expressible(&self.pointer(&list), "patternProperties"));
            return;
        };
        let uniform = allowed.iter().all(|(_, other)| *other == schema);
        let rest = if every.is_some() { Rest::None } else { rest(members, out, schema) };
        let schema = if every.is_some() || (uniform && rest != Rest::Other) {
            let here = list.lifted_key(pattern);
            self.moved(&here);
            self.schema(schema, &here)
        } else {
            // Not `true`: a part of `allOf` that has a schema for other members holds them.
            json!({})
        };
        out.insert("additionalProperties".to_owned(), schema);
        if rest == Rest::Other && allowed.iter().any(|(_, schema)| !says_nothing(schema)) {
            self.report(defect::patterns_beside_others(&self.pointer(&list)));
        } else if rest != Rest::Other && !uniform {
            self.report(defect::not_expressible(&self.pointer(&list), "patternProperties"));
        }
    }
}

/// The members that no pattern matches.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Rest {
    /// There are none.
    None,
    /// They are of the pattern's schema, too.
    Same,
    Other,
}

/// What is said of them beside patterns of this schema.
fn rest(members: &Map<String, Value>, out: &Map<String, Value>, schema: &Value) -> Rest {
    let written = ["additionalProperties", "unevaluatedProperties"].into_iter();
    let written = written.filter_map(|key| members.get(key)).find(|value| !value.is_null());
    match out.get("additionalProperties") {
        Some(Value::Bool(false)) => Rest::None,
        // An object of nothing else is meant to be a map of it, though other names are allowed by the letter.
        None if written.is_none() && !has_any(members, &OTHERS) => Rest::None,
        None if written == Some(&Value::Bool(false)) && !has_any(members, &UNIONS) => Rest::None,
        Some(_) if written == Some(schema) => Rest::Same,
        Some(_) | None => Rest::Other,
    }
}

/// Does a keyword beside `allOf` keep members that no part names?
pub(super) fn keeps_others(members: &Map<String, Value>) -> bool {
    let is = |key: &str, expected: bool| members.get(key) == Some(&Value::Bool(expected));
    let unevaluated = is("unevaluatedProperties", true) && !has_any(members, &["additionalProperties"]);
    let all = unevaluated || is("additionalProperties", true);
    all && has_any(members, &["allOf"]) && !has_any(members, &UNIONS)
}

fn has_any(members: &Map<String, Value>, keys: &[&str]) -> bool {
    keys.iter().any(|key| members.get(*key).is_some_and(|value| !value.is_null()))
}

fn says_nothing(schema: &Value) -> bool {
    *schema == Value::Bool(true) || *schema == json!({})
}

/// Does the pattern match every name, but perhaps the empty one? A pattern that is not anchored matches anywhere.
fn is_every_name(pattern: &str) -> bool {
    let inner = pattern.strip_prefix('^').unwrap_or(pattern);
    let inner = inner.strip_suffix('$').unwrap_or(inner);
    let anchored = inner.len() + 2 == pattern.len();
    let inner = inner.strip_prefix('(').and_then(|inner| inner.strip_suffix(')')).unwrap_or(inner);
    match inner {
        "" | "." => !anchored,
        ".*" | ".+" | ".*?" | ".+?" | r"[\s\S]*" | r"[\s\S]+" => true,
        _ => false,
    }
}
