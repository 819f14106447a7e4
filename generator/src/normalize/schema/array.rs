//! Keywords of arrays; tuples of 3.1 and of older drafts.

use crate::diagnostics::defect;
use crate::normalize::context::Context;
use crate::normalize::facts;
use crate::normalize::place::Place;
use crate::normalize::version::Version;
use serde_json::{Map, Value, json};

/// A keyword with the schemas of the first items, and the one of all others.
type Listed<'v> = (&'static str, &'v [Value], Option<(&'static str, &'v Value)>);

/// Keywords that may say something about items as well.
const APPLICATORS: [&str; 8] = ["allOf", "oneOf", "anyOf", "$ref", "if", "then", "else", "contains"];

impl Context<'_> {
    /// Writes the keywords of an array.
    pub(super) fn array(&mut self, members: &Map<String, Value>, place: &Place<'_>, out: &mut Map<String, Value>) {
        for key in ["minItems", "maxItems"] {
            self.count(key, members, place, out);
        }
        self.check_counts("minItems", "maxItems", place, out);
        if let Some(unique) = members.get("uniqueItems").filter(|value| !value.is_null()) {
            out.extend(
                self.boolean(unique, &place.key("uniqueItems")).map(|flag| ("uniqueItems".to_owned(), flag.into())),
            );
        }
        match (self.tuple_of(members), members.get("items")) {
            (Some(("items", schemas, None)), _) if self.version < Version::V3_1 && !has_length(schemas, members) => {
                self.listed_items(schemas, place, out)
            }
            (Some((key, schemas, rest)), _) => self.tuple(key, schemas, rest, members, place, out),
            (None, Some(Value::Null) | None) => self.any_items(members, place, out),
            (None, Some(items)) => {
                let items = self.schema(items, &place.key("items"));
                out.insert("items".to_owned(), items);
            }
        }
    }

    fn any_items(&mut self, members: &Map<String, Value>, place: &Place<'_>, out: &mut Map<String, Value>) {
        if let Some(items) = self.unevaluated_items(members) {
            let here = place.renamed("unevaluatedItems", "items");
            self.moved(&here);
            let items = self.schema(items, &here);
            out.insert("items".to_owned(), items);
            return;
        }
        // Without a type it is no more than a constraint of an array that is described elsewhere.
        let is_declared = self.version < Version::V3_1 && members.contains_key("type");
        if is_declared || members.contains_key("items") {
            self.report(defect::missing_items(&self.pointer(place)));
        }
        out.insert("items".to_owned(), json!({}));
    }

    /// A list where one schema belongs. JSON Schema has it for tuples, these versions of OpenAPI don't: whoever writes it
    /// without a length means what the items can be, in any number and order.
    fn listed_items(&mut self, schemas: &[Value], place: &Place<'_>, out: &mut Map<String, Value>) {
        let items = place.key("items");
        self.report(defect::listed_items(&self.pointer(&items)));
        let branches = self.choices(schemas, &items.under_key("anyOf"));
        out.insert("items".to_owned(), json!({"anyOf": branches}));
    }

    fn choices(&mut self, schemas: &[Value], any: &Place<'_>) -> Vec<Value> {
        let mut branches = Vec::new();
        for (index, schema) in schemas.iter().enumerate() {
            let here = any.index(index);
            self.moved(&here);
            branches.push(self.schema(schema, &here));
        }
        branches
    }

    /// Items that have each a schema of their own: `items` is a choice of them by position and, last, of what all
    /// further items are.
    fn tuple(
        &mut self,
        key: &str,
        schemas: &[Value],
        rest: Option<(&str, &Value)>,
        members: &Map<String, Value>,
        place: &Place<'_>,
        out: &mut Map<String, Value>,
    ) {
        if rest.is_some_and(|(_, rest)| *rest == Value::Bool(false)) && !members.contains_key("maxItems") {
            out.insert("maxItems".to_owned(), schemas.len().into());
        }
        if !out.contains_key("minItems") {
            self.report(defect::tuple_of_any_length(&self.pointer(&place.key(key)), schemas.len()));
            out.insert("minItems".to_owned(), schemas.len().into());
        }
        if key == "prefixItems" {
            self.keyword_of(Version::V3_1, "`prefixItems`", &place.key(key));
        }
        let items = place.renamed(key, "items");
        let mut branches = self.choices(schemas, &items.under_key("anyOf"));
        let closed = out.get("maxItems").and_then(Value::as_u64).is_some_and(|most| most <= schemas.len() as u64);
        if let Some((rest_key, rest)) = rest.filter(|_| !closed) {
            let items = place.renamed(rest_key, "items");
            let any = items.under_key("anyOf");
            let here = any.under_index(schemas.len());
            self.moved(&here);
            branches.push(self.schema(rest, &here));
        }
        out.insert("items".to_owned(), json!({"anyOf": branches}));
        out.insert(facts::PREFIX_ITEMS.to_owned(), schemas.len().into());
    }

    /// A tuple: where its schemas are, which they are, and what comes after them.
    fn tuple_of<'v>(&self, members: &'v Map<String, Value>) -> Option<Listed<'v>> {
        let list = |key: &str| members.get(key).and_then(Value::as_array).filter(|list| !list.is_empty());
        let (key, schemas, rest_key) = match list("prefixItems") {
            Some(schemas) => ("prefixItems", schemas, "items"),
            None => ("items", list("items")?, "additionalItems"),
        };
        let rest = members.get(rest_key).filter(|rest| !rest.is_null()).map(|rest| (rest_key, rest));
        let rest = rest.or_else(|| Some(("unevaluatedItems", self.unevaluated_items(members)?)));
        Some((key, schemas, rest))
    }

    /// What `unevaluatedItems` says of the items that no other keyword speaks of, if only those of this schema can.
    pub(super) fn unevaluated_items<'v>(&self, members: &'v Map<String, Value>) -> Option<&'v Value> {
        let present = |key: &str| members.get(key).is_some_and(|value| !value.is_null());
        let is_array = members.get("type").is_none_or(|kind| {
            kind == "array" || kind.as_array().is_some_and(|kinds| kinds.iter().any(|kind| kind == "array"))
        });
        let listed = members.get("items").is_some_and(Value::is_array) && !present("prefixItems");
        let told = if listed { present("additionalItems") } else { present("items") };
        let exact = is_array && !told && !APPLICATORS.iter().any(|key| present(key));
        members.get("unevaluatedItems").filter(|rest| self.version >= Version::V3_1 && exact && !rest.is_null())
    }
}

/// Is an array to have as many items as there are schemas for?
fn has_length(schemas: &[Value], members: &Map<String, Value>) -> bool {
    let is = |key: &str| members.get(key).and_then(Value::as_u64) == Some(schemas.len() as u64);
    is("minItems") && is("maxItems")
}
