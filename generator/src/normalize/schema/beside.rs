//! Keywords beside `oneOf` and `anyOf`: what they say of the branches.
//!
//! A keyword of one type says nothing of values of another (JSON Schema, validation, 6): `pattern` beside a choice of a
//! string and an integer leaves the integer alone.

use super::Kind;
use super::composition::{Branches, stash};
use super::foreign::without_effect;
use super::plan::Plan;
use crate::normalize::context::Context;
use crate::normalize::place::Place;
use crate::normalize::references::reference_in;
use serde_json::{Map, Value};

/// Keywords that tell of what is inside of a value. Who writes them beside `allOf` means values that have it.
const INNER: [&str; 5] = ["properties", "patternProperties", "additionalProperties", "items", "prefixItems"];

/// How many schemas are looked at for what a branch is.
const LOOKS: u32 = 200;

/// How many demands of branches are looked for: more are none that anybody wrote.
const COMPARED: usize = 4096;

impl Context<'_> {
    /// Keeps the keywords of a type that only some branches are of, or that a part of `allOf` isn't: no value is to be of
    /// that type for them. Says whether it is so.
    pub(super) fn speaks_of_some(&mut self, plan: &mut Plan<'_>, kind: Kind, place: &Place<'_>) -> bool {
        if plan.component.is_some() {
            return false;
        }
        let fits = |own: &Kind| kind.holds(*own) || own.holds(kind);
        let told = |lists: &[&Branches<'_>]| -> Vec<Vec<Kind>> {
            let schemas = lists.iter().flat_map(|list| &list.list);
            schemas.map(|(_, schema)| self.kinds_of(schema, &mut { LOOKS })).collect()
        };
        let of_parts = told(&Vec::from_iter(&plan.all));
        let inner = INNER.iter().any(|key| plan.members.get(*key).is_some_and(|own| own.is_object() || own.is_array()));
        if let Some(kinds) = of_parts.iter().find(|kinds| !inner && !kinds.is_empty() && !kinds.iter().any(fits)) {
            for key in plan.members.keys().filter(|key| kind.keywords().contains(&key.as_str())) {
                self.report(without_effect(&self.pointer(&place.key(key)), key, kinds));
            }
            return true;
        }
        let of_branches = told(&Vec::from_iter(&plan.unions));
        let mut all = of_parts.iter().filter(|_| !inner).chain(&of_branches);
        let some = all.any(|kinds| !kinds.iter().all(fits));
        if some {
            self.keep_keywords(plan, kind, place);
        }
        some
    }

    fn keep_keywords(&mut self, plan: &mut Plan<'_>, kind: Kind, place: &Place<'_>) {
        let members = plan.members;
        for key in kind.keywords() {
            match members.get(*key).filter(|value| !value.is_null()) {
                Some(value) if *key == "required" && !value.is_array() => {}
                Some(value) if *key == "required" || INNER.contains(key) => {
                    self.stash_constraint(plan, key, value, place);
                }
                Some(value) => stash(&mut plan.annotations, key, value),
                None => {}
            }
        }
    }

    /// Does each branch of a union demand the properties that are demanded beside it?
    pub(super) fn is_required_anyway(&self, plan: &Plan<'_>) -> bool {
        let names: Vec<_> = plan.members.get("required").and_then(Value::as_array).into_iter().flatten().collect();
        plan.unions.iter().filter(|union| names.len() * union.list.len() <= COMPARED).any(|union| {
            names.iter().all(|name| union.list.iter().all(|(_, branch)| self.requires(branch, name, &mut { LOOKS })))
        })
    }

    fn requires(&self, node: &Value, name: &Value, looks: &mut u32) -> bool {
        let Some(members) = self.members_of(node, looks) else { return false };
        let own = members.get("required").and_then(Value::as_array).is_some_and(|required| required.contains(name));
        own || list(members, "allOf").iter().any(|part| self.requires(part, name, looks))
    }

    /// The types of a schema's values, as far as it is written; none if it doesn't say.
    fn kinds_of(&self, node: &Value, looks: &mut u32) -> Vec<Kind> {
        let Some(members) = self.members_of(node, looks) else { return Vec::new() };
        let own = own_kinds(members);
        if !own.is_empty() {
            return own;
        }
        for part in list(members, "allOf") {
            let kinds = self.kinds_of(part, looks);
            if !kinds.is_empty() {
                return kinds;
            }
        }
        let branches = ["oneOf", "anyOf"].into_iter().flat_map(|keyword| list(members, keyword));
        let kinds: Vec<_> = branches.map(|branch| self.kinds_of(branch, looks)).collect();
        match kinds.iter().any(Vec::is_empty) {
            _ if kinds.is_empty() => Kind::inferred(members).into_iter().collect(),
            true => Vec::new(),
            false => kinds.concat(),
        }
    }

    /// The members of a schema, or of the one that it refers to.
    fn members_of<'n>(&'n self, mut node: &'n Value, looks: &mut u32) -> Option<&'n Map<String, Value>> {
        loop {
            *looks = looks.checked_sub(1)?;
            let members = node.as_object()?;
            match reference_in(members) {
                Some(reference) => node = self.references.target(node, reference)?.node,
                None => return Some(members),
            }
        }
    }
}

/// The types that `type` names, or else those of the only values.
fn own_kinds(members: &Map<String, Value>) -> Vec<Kind> {
    let named = |name: &Value| name.as_str().and_then(Kind::parse);
    match members.get("type") {
        Some(Value::Array(names)) => names.iter().filter_map(named).collect(),
        Some(name) => named(name).into_iter().collect(),
        None => members.get("const").into_iter().chain(list(members, "enum")).filter_map(Kind::of).collect(),
    }
}

fn list<'n>(members: &'n Map<String, Value>, key: &str) -> &'n [Value] {
    members.get(key).and_then(Value::as_array).map_or(&[], Vec::as_slice)
}
