//! What a schema consists of, and how the parts are put into one of the canonical forms.

use super::Kind;
use super::composition::{Branches, lists_choices};
use super::enumeration::{Enumeration, fits};
use crate::normalize::coerce::object;
use crate::normalize::context::Context;
use crate::normalize::facts;
use crate::normalize::place::Place;
use crate::normalize::references::reference_to;
use crate::normalize::version::Version;
use serde_json::{Map, Value, json};

/// The parts of one schema, read but not yet written.
pub(super) struct Plan<'v> {
    pub(super) members: &'v Map<String, Value>,
    /// What goes on the outermost node.
    pub(super) annotations: Map<String, Value>,
    pub(super) nullable: bool,
    /// The types, each with the values it is restricted to; empty if the schema has no typed part.
    pub(super) kinds: Vec<(Kind, Option<Vec<Value>>)>,
    /// The format that goes with a repaired type.
    pub(super) format: Option<&'static str>,
    pub(super) all: Option<Branches<'v>>,
    /// `oneOf` and `anyOf`.
    pub(super) unions: Vec<Branches<'v>>,
    /// A component named where a type belongs.
    pub(super) component: Option<String>,
    pub(super) not: Option<&'v Value>,
    /// What branches without a type of their own are.
    pub(super) hint: Option<Kind>,
    pub(super) discriminator: Option<Value>,
    /// The typed part is a choice of types.
    pub(super) several: bool,
    /// It is a part of `allOf` whose type is only what its keywords tell.
    pub(super) inferred: bool,
    /// The list in `items` is one of what the value itself can be.
    pub(super) lists_choices: bool,
}

impl Context<'_> {
    /// Reads what the schema consists of.
    pub(super) fn plan<'v>(
        &mut self,
        members: &'v Map<String, Value>,
        place: &Place<'_>,
        hint: Option<Kind>,
    ) -> Plan<'v> {
        let types = self.types(members, place);
        let mut plan = Plan {
            members,
            annotations: Map::new(),
            nullable: self.nullable(members, place) || types.null,
            kinds: Vec::new(),
            format: types.format,
            all: None,
            unions: Vec::new(),
            component: types.component,
            not: members.get("not").filter(|not| !not.is_null()),
            hint: None,
            discriminator: self.discriminator(members, place),
            several: false,
            inferred: false,
            lists_choices: self.version < Version::V3_1 && hint.is_none() && lists_choices(members),
        };
        self.read_composition(&mut plan, place);
        let only_null = types.null && types.kinds.is_empty();
        self.read_types(&mut plan, types.kinds, place, hint, only_null);
        plan
    }

    fn read_types(
        &mut self,
        plan: &mut Plan<'_>,
        declared: Vec<Kind>,
        place: &Place<'_>,
        hint: Option<Kind>,
        only_null: bool,
    ) {
        let mut kinds = if declared.is_empty() && !only_null { Vec::from_iter(hint) } else { declared };
        let enumeration = self.enumeration(plan, &mut kinds, place);
        if kinds.is_empty() && !only_null && plan.component.is_none() {
            kinds.extend(self.infer(plan, place));
        }
        self.drop_foreign(plan, &kinds, place);
        if let [kind] = kinds.as_slice() {
            plan.hint = Some(*kind);
        }
        let bare = plan.is_composed() && self.says_nothing_more(plan, &kinds, &enumeration, place);
        self.settle_enumeration(plan, kinds, enumeration, bare);
        if only_null && plan.kinds.is_empty() && !plan.is_composed() {
            plan.annotations.insert(facts::NULL.to_owned(), true.into());
        }
    }

    fn settle_enumeration(&mut self, plan: &mut Plan<'_>, kinds: Vec<Kind>, enumeration: Enumeration, bare: bool) {
        plan.nullable |= enumeration.null;
        if enumeration.only_null() && !plan.is_composed() {
            plan.annotations.insert(facts::NULL.to_owned(), true.into());
            return;
        }
        if enumeration.is_fact() {
            plan.annotations.insert(facts::ENUM.to_owned(), enumeration.written.into());
        }
        if !bare {
            plan.kinds = kinds.into_iter().map(|kind| (kind, None)).collect();
        }
        if !enumeration.values.is_empty() {
            plan.kinds = enumeration.values.into_iter().map(|(kind, values)| (kind, Some(values))).collect();
        }
    }

    /// Writes the parts: one of them as it is, several as the branches of an `allOf`.
    pub(super) fn render(&mut self, mut plan: Plan<'_>, place: &Place<'_>) -> Value {
        if let Some(alone) = self.only_branch(&plan, place) {
            return self.annotate(alone, plan, place);
        }
        self.settle_not(&mut plan, place);
        let body = match plan.parts() {
            0 => Map::new(),
            1 => self.only_part(&mut plan, place),
            _ => self.conjunction(&mut plan, place),
        };
        self.annotate(body, plan, place)
    }

    fn only_part(&mut self, plan: &mut Plan<'_>, place: &Place<'_>) -> Map<String, Value> {
        if plan.all.is_some() || plan.component.is_some() {
            return self.conjunction(plan, place);
        }
        if let Some(not) = plan.not.take() {
            self.note_not_in_part(place);
            return object([("not", self.schema(not, &place.key("not")))]);
        }
        match plan.unions.pop() {
            Some(union) => self.union(&union, plan, place),
            None => self.typed(plan, place),
        }
    }

    fn conjunction(&mut self, plan: &mut Plan<'_>, place: &Place<'_>) -> Map<String, Value> {
        let all = place.under_key("allOf");
        let mut branches = Vec::new();
        if let Some(own) = plan.all.take() {
            self.write_branches(&own, plan.hint, place, &mut branches);
        }
        if let Some(key) = plan.component.take() {
            branches.push(json!({"$ref": reference_to("schemas", &key)}));
        }
        if !plan.kinds.is_empty() {
            let here = all.under_index(branches.len());
            self.moved(&here);
            branches.push(self.typed(plan, &here).into());
        }
        for union in std::mem::take(&mut plan.unions) {
            let here = all.under_index(branches.len());
            self.moved(&here);
            branches.push(self.union(&union, plan, &here).into());
        }
        object([("allOf", branches.into())])
    }

    /// The typed part: one type, or a choice of several.
    fn typed(&mut self, plan: &mut Plan<'_>, place: &Place<'_>) -> Map<String, Value> {
        let kinds = std::mem::take(&mut plan.kinds);
        if let [(kind, values)] = kinds.as_slice() {
            return self.one_type(*kind, values.as_deref(), plan, place);
        }
        plan.several = true;
        let any = place.under_key("anyOf");
        let mut branches = Vec::new();
        for (kind, values) in &kinds {
            let here = any.under_index(branches.len());
            self.moved(&here);
            branches.push(Value::from(self.one_type(*kind, values.as_deref(), plan, &here)));
        }
        object([("anyOf", branches.into())])
    }

    fn one_type(
        &mut self,
        kind: Kind,
        values: Option<&[Value]>,
        plan: &mut Plan<'_>,
        place: &Place<'_>,
    ) -> Map<String, Value> {
        let mut out = object([("type", kind.name().into())]);
        // Of an object without a type authors mean that it is there.
        if plan.inferred && kind != Kind::Object {
            out.insert(facts::TYPE_INFERRED.to_owned(), true.into());
        }
        self.format(kind, plan, place, &mut out);
        if let Some(values) = values {
            let key = if fits(kind, values) { "enum" } else { facts::ENUM };
            out.insert(key.to_owned(), values.into());
        }
        match kind {
            Kind::String => self.string(plan.members, place, &mut out),
            Kind::Number | Kind::Integer => self.bounds(kind, plan.members, place, &mut out),
            Kind::Boolean => {}
            Kind::Array => self.array(plan.members, place, &mut out),
            Kind::Object => {
                self.object_schema(plan.members, place, &mut out);
                self.place_discriminator(plan, &mut out);
            }
        }
        out
    }

    fn place_discriminator(&mut self, plan: &mut Plan<'_>, out: &mut Map<String, Value>) {
        if plan.unions.is_empty()
            && let Some(discriminator) = plan.discriminator.take()
        {
            out.insert("discriminator".to_owned(), discriminator);
        }
    }

    fn annotate(&mut self, mut body: Map<String, Value>, plan: Plan<'_>, place: &Place<'_>) -> Value {
        if let Some(discriminator) = plan.discriminator {
            body.entry("discriminator").or_insert(discriminator);
        }
        let default = plan.members.get("default");
        body.extend(plan.annotations);
        if plan.nullable {
            body.insert("nullable".to_owned(), true.into());
        }
        if let Some(default) = default {
            self.default(default, &place.key("default"), &mut body);
        }
        Value::Object(body)
    }
}

impl Plan<'_> {
    /// Is it made of other schemas?
    pub(super) fn is_composed(&self) -> bool {
        self.all.is_some() || !self.unions.is_empty() || self.component.is_some()
    }

    fn parts(&self) -> usize {
        let typed = usize::from(!self.kinds.is_empty());
        let named = usize::from(self.component.is_some());
        typed + named + usize::from(self.all.is_some()) + self.unions.len() + usize::from(self.not.is_some())
    }
}
