//! `allOf`, `oneOf`, `anyOf` and `not`: which branches there are, and what `null` among them means.

use super::Kind;
use super::plan::Plan;
use crate::diagnostics::defect;
use crate::normalize::coerce::{item_place, object};
use crate::normalize::context::Context;
use crate::normalize::facts;
use crate::normalize::place::Place;
use crate::normalize::references::reference_in;
use serde_json::{Map, Value, json};

/// The branches of one composition keyword.
pub(super) struct Branches<'v> {
    /// The keyword, as written.
    pub(super) keyword: &'static str,
    /// The keyword that they are written under.
    pub(super) canonical: &'static str,
    /// The value of the keyword, as written.
    pub(super) written: &'v Value,
    /// The branches that are left, each with its index as written.
    pub(super) list: Vec<(usize, &'v Value)>,
}

impl Context<'_> {
    /// Reads the composition keywords.
    pub(super) fn read_composition<'v>(&mut self, plan: &mut Plan<'v>, place: &Place<'_>) {
        plan.all = self.branches("allOf", plan, place);
        for keyword in ["oneOf", "anyOf"] {
            let Some(union) = self.branches(keyword, plan, place) else {
                continue;
            };
            if says_only_object(plan.members, &union) {
                continue;
            }
            if constrains_only(plan.members, &union) {
                self.stash_constraint(plan, keyword, union.written, place);
            } else {
                plan.unions.push(union);
            }
        }
        if plan.lists_choices {
            self.report(defect::listed_choices(&self.pointer(&place.key("items"))));
            let union = self.branches("items", plan, place);
            plan.unions.extend(union.map(|union| Branches { canonical: "anyOf", ..union }));
        }
    }

    fn branches<'v>(&mut self, keyword: &'static str, plan: &mut Plan<'v>, place: &Place<'_>) -> Option<Branches<'v>> {
        let here = place.key(keyword);
        let written = plan.members.get(keyword)?;
        if written.is_null() || written.as_array().is_some_and(Vec::is_empty) {
            self.report(defect::empty_member(&self.pointer(&here), keyword));
            return None;
        }
        let mut list: Vec<_> = self.items(written, &here).iter().enumerate().collect();
        if keyword != "allOf" && list.iter().any(|(_, branch)| !is_never(branch)) {
            list.retain(|(_, branch)| !is_never(branch));
        }
        let count = list.len();
        list.retain(|(_, branch)| !is_null(branch, keyword != "allOf"));
        if keyword != "allOf" {
            self.drop_meant_nulls(&mut list, &here);
        }
        plan.nullable |= list.len() < count;
        if list.is_empty() {
            plan.annotations.insert(facts::NULL.to_owned(), true.into());
        }
        (!list.is_empty()).then_some(Branches { keyword, canonical: keyword, written, list })
    }

    /// Drops the branches that are meant as `null`: references to it, and of two the one that OData writes beside a
    /// reference, which by the letter is any object.
    fn drop_meant_nulls(&mut self, list: &mut Vec<(usize, &Value)>, here: &Place<'_>) {
        list.retain(|(_, branch)| !self.refers_to_null(branch));
        let any_or_null = json!({"type": "object", "nullable": true});
        let is_reference = |branch: &Value| branch.as_object().is_some_and(|members| reference_in(members).is_some());
        if let [(_, first), (index, second)] = list.as_slice()
            && is_reference(first)
            && **second == any_or_null
        {
            self.report(defect::any_object_for_null(&self.pointer(&here.index(*index))));
            list.pop();
        }
    }

    fn refers_to_null(&self, branch: &Value) -> bool {
        let reference = branch.as_object().and_then(reference_in);
        let target = reference.and_then(|reference| self.references.target(branch, reference));
        target.is_some_and(|target| is_null(target.node, true))
    }

    /// Keeps a constraint that no type can express.
    pub(super) fn stash_constraint(&mut self, plan: &mut Plan<'_>, keyword: &str, value: &Value, place: &Place<'_>) {
        self.report(defect::not_expressible(&self.pointer(&place.key(keyword)), keyword));
        stash(&mut plan.annotations, keyword, value);
    }

    /// `not` beside anything else restricts values and has no part in the type.
    pub(super) fn settle_not(&mut self, plan: &mut Plan<'_>, place: &Place<'_>) {
        let others = !plan.kinds.is_empty() || plan.is_composed();
        if let Some(not) = plan.not.filter(|_| others) {
            plan.not = None;
            self.stash_constraint(plan, "not", not, place);
        }
    }

    /// What a part of `allOf` excludes restricts what the other parts say.
    pub(super) fn note_not_in_part(&mut self, place: &Place<'_>) {
        if place.parent_key() == Some("allOf") {
            self.report(defect::not_expressible(&self.pointer(&place.key("not")), "not"));
        }
    }

    /// A union that `null` has left with one inline branch is that branch.
    pub(super) fn only_branch(&mut self, plan: &Plan<'_>, place: &Place<'_>) -> Option<Map<String, Value>> {
        let [union] = plan.unions.as_slice() else {
            return None;
        };
        let [(index, branch)] = union.list.as_slice() else {
            return None;
        };
        let alone = plan.kinds.is_empty() && plan.all.is_none() && plan.component.is_none();
        if !alone || !plan.nullable {
            return None;
        }
        let keyword = place.lifted_key(union.keyword);
        let here = keyword.lifted_index(*index);
        self.moved(&here);
        let body = self.branch(branch, &here, plan.hint);
        Some(match body {
            Value::Object(body) if !body.contains_key("$ref") => body,
            reference => object([("allOf", json!([reference]))]),
        })
    }

    /// A union in canonical form.
    pub(super) fn union(&mut self, union: &Branches<'_>, plan: &mut Plan<'_>, place: &Place<'_>) -> Map<String, Value> {
        let mut out = match self.constants(union, plan.hint, place) {
            Some(constants) => return constants,
            None => Map::new(),
        };
        let mut branches = Vec::new();
        self.write_branches(union, plan.hint, place, &mut branches);
        out.insert(union.canonical.to_owned(), branches.into());
        if let Some(discriminator) = plan.discriminator.take() {
            out.insert("discriminator".to_owned(), discriminator);
        }
        out
    }

    pub(super) fn write_branches(
        &mut self,
        branches: &Branches<'_>,
        hint: Option<Kind>,
        place: &Place<'_>,
        out: &mut Vec<Value>,
    ) {
        let keyword = place.renamed(branches.keyword, branches.canonical);
        for (index, branch) in &branches.list {
            let here = match *index == out.len() {
                true => item_place(branches.written, &keyword, *index),
                false => keyword.reindexed(*index, out.len()),
            };
            if *index != out.len() || !branches.written.is_array() || branches.keyword != branches.canonical {
                self.moved(&here);
            }
            out.push(self.branch(branch, &here, hint));
        }
    }
}

/// Adds a constraint as written to [`facts::CONSTRAINTS`].
pub(super) fn stash(annotations: &mut Map<String, Value>, keyword: &str, value: &Value) {
    let constraints = annotations.entry(facts::CONSTRAINTS).or_insert_with(|| json!({}));
    if let Value::Object(constraints) = constraints {
        constraints.insert(keyword.to_owned(), value.clone());
    }
}

/// Has the schema no values? That is `false`, in the words of 3.0 `not: {}`.
pub(super) fn is_never(schema: &Value) -> bool {
    let not = schema.as_object().filter(|members| members.len() == 1).and_then(|members| members.get("not"));
    *schema == Value::Bool(false) || not.is_some_and(|not| *not == Value::Bool(true) || *not == json!({}))
}

/// Is it a branch for `null`? `{nullable: true}` alone is meant as one, too.
fn is_null(branch: &Value, union: bool) -> bool {
    let Some(members) = branch.as_object() else {
        return false;
    };
    let is = |key: &str, expected: &[Value]| members.get(key).is_some_and(|value| expected.contains(value));
    let may_be_null = is("nullable", &[json!(true)]);
    // Beside the parts of `allOf`, that it is an object says nothing more.
    let only_nullable =
        may_be_null && (members.len() == 1 || !union && members.len() == 2 && is("type", &[json!("object")]));
    let typed = is("type", &[json!("null"), json!(["null"])]) || is("enum", &[json!([null])]);
    let constant = members.get("const").is_some_and(Value::is_null);
    only_nullable || (union && (typed || constant) && !members.contains_key("$ref"))
}

/// Does a list of `items` say what the value itself can be? Without a type, and with nothing else that speaks of arrays,
/// the letter has it say nothing of values that are none.
pub(super) fn lists_choices(members: &Map<String, Value>) -> bool {
    let composed = ["allOf", "oneOf", "anyOf", "not", "enum", "const", "type", "additionalItems"];
    let is_list = members.get("items").and_then(Value::as_array).is_some_and(|list| list.len() > 1);
    let others = || members.iter().filter(|(key, _)| *key != "items").map(|(key, value)| (key.clone(), value.clone()));
    is_list && !composed.iter().any(|key| members.contains_key(*key)) && Kind::inferred(&others().collect()).is_none()
}

/// Do the branches say no more than that an object that says its properties is an object?
fn says_only_object(members: &Map<String, Value>, union: &Branches<'_>) -> bool {
    let object = json!({"type": "object"});
    members.contains_key("properties") && union.list.iter().all(|(_, branch)| **branch == object)
}

/// Do the branches only say which properties of this very object go together?
fn constrains_only(members: &Map<String, Value>, union: &Branches<'_>) -> bool {
    let own = members.get("properties").and_then(Value::as_object).is_some_and(|properties| !properties.is_empty());
    let allowed = ["required", "not", "title", "description", "type", "minProperties", "maxProperties"];
    let restricts = |branch: &Value| {
        branch.as_object().is_some_and(|members| {
            members.keys().all(|key| allowed.contains(&key.as_str()))
                && members.get("type").is_none_or(|kind| kind == "object")
        })
    };
    own && union.list.iter().all(|(_, branch)| restricts(branch))
}
