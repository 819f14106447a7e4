//! Paths, path items and operations.

mod ids;
mod key;
mod operation;
mod parameters;
mod repeated;

use super::Context;
use super::context::Field;
use super::facts;
use super::place::Place;
use super::references::Followed;
use super::repeated::exact_first;
use crate::diagnostics::defect;
use crate::methods::METHODS;
use crate::token::is_token;
use key::PathKey;
use repeated::{Paths, Taken, kept_keys, written_methods};
use serde_json::{Map, Value, json};
use std::collections::HashMap;

/// An operation of whatever method, as exports of API Gateway have it.
const ANY_METHOD: &str = "x-amazon-apigateway-any-method";

/// What the operations of a path item share.
pub(super) struct Item<'v> {
    /// The path whose placeholders the parameters fill in; none for webhooks and callbacks.
    pub(super) path: Option<String>,
    /// The path item's parameters, as written.
    pub(super) parameters: &'v Value,
    /// What the query string in the key leaves open: names and placeholders.
    open: &'v [(String, String)],
    /// The placeholders whose values may have slashes inside.
    spanning: &'v [String],
    /// The keys of operations that are left out, as there is another one of their methods.
    repeated: Vec<String>,
    /// The operations that the additional ones can't be.
    taken: Taken,
}

/// What is known of a path item before it is read.
#[derive(Clone, Copy)]
struct Known<'k> {
    /// Its path; none for webhooks and callbacks.
    path: Option<&'k str>,
    /// What the query string in its key leaves open.
    open: &'k [(String, String)],
    /// The placeholders of its path whose values may have slashes inside.
    spanning: &'k [String],
    /// The operations that its path has already.
    taken: &'k Taken,
}

impl<'a> Context<'a> {
    /// All paths.
    pub(super) fn paths(&mut self, value: &Value, here: &Place<'_>) -> Value {
        self.through(value, here, Self::own_paths)
    }

    fn own_paths(&mut self, value: &Value, here: &Place<'_>) -> Value {
        let mut out = Paths::default();
        let Some(members) = self.members(value, here, "map of paths") else {
            return out.items.into();
        };
        for (written, node) in exact_first(members, |written| PathKey::parse(written).key) {
            let place = here.key(written);
            if !self.extension(written, node, &place, &mut out.items) && self.is_present(written, node, &place) {
                self.path(written, node, here, &mut out);
            }
        }
        self.check_shapes(members, here);
        out.items.into()
    }

    fn path(&mut self, written: &str, node: &Value, here: &Place<'_>, out: &mut Paths) {
        let mut parsed = PathKey::parse(written);
        let declared = self.path_parameter_names(node);
        let is_declared = |name: &str| declared.iter().any(|own| own == name);
        let elsewhere = self.declared_names(node, |_| true);
        parsed.read_colons(&is_declared, &|name| elsewhere.iter().any(|own| own == name));
        parsed.drop_converters(&is_declared);
        parsed.name_placeholders(&declared);
        let place = here.renamed(written, &parsed.key);
        if parsed.key != written && !out.items.contains_key(&parsed.key) {
            self.moved(&place);
        }
        if parsed.key != written || parsed.path != parsed.key {
            self.report(defect::path_repaired(&self.pointer(&place), written, &parsed.path, &parsed.query));
        }
        let taken = out.taken(&parsed.key);
        let known = Known { path: Some(&parsed.path), open: &parsed.open, spanning: &parsed.spanning, taken: &taken };
        let Some(mut item) = self.path_item(node, &place, known) else {
            return;
        };
        self.add_path_facts(&parsed, node, &mut item);
        self.add_item(parsed.key.clone(), item, node, &place, out);
    }

    fn add_path_facts(&mut self, parsed: &PathKey, node: &Value, item: &mut Map<String, Value>) {
        if parsed.path != parsed.key {
            item.insert(facts::PATH.to_owned(), parsed.path.as_str().into());
        }
        let fixed: Vec<Value> = parsed
            .query
            .iter()
            .filter(|(name, _)| !self.declares_query(node, name))
            .map(|(name, value)| json!([name, value]))
            .collect();
        if !fixed.is_empty() {
            item.insert(facts::QUERY.to_owned(), fixed.into());
        }
    }

    fn check_shapes(&mut self, members: &Map<String, Value>, here: &Place<'_>) {
        let mut seen: HashMap<String, &str> = HashMap::new();
        for key in members.keys().filter(|key| !key.starts_with("x-") && !key.contains(['#', '?'])) {
            if let Some(first) = seen.insert(key::shape(key), key) {
                let first = self.pointer(&here.key(first));
                self.report(defect::paths_of_one_shape(&self.pointer(&here.key(key)), key, &first));
            }
        }
    }

    /// A path item without a path of its own: a webhook, or of a callback.
    pub(super) fn bare_path_item(&mut self, node: &Value, here: &Place<'_>) -> Option<Value> {
        self.path_item(node, here, Known { path: None, open: &[], spanning: &[], taken: &Taken::new() })
            .map(Value::Object)
    }

    /// One path item. openapiv3 drops what stands beside a reference, so that one is written out; what stands beside it
    /// counts before what is behind it.
    fn path_item(&mut self, node: &Value, here: &Place<'_>, known: Known<'_>) -> Option<Map<String, Value>> {
        let followed = self.follow(node, &here.key("$ref"), "pathItems");
        if followed.is_none() || node.as_object().is_none_or(|members| members.len() < 2) {
            return self.followed_item(followed, node, here, known);
        }
        let own = self.own_path_item(node, here, known)?;
        let mut taken = written_methods(&own, node, &self.pointer(here));
        taken.extend(known.taken.clone());
        let mut out = self.followed_item(followed, node, here, Known { taken: &taken, ..known })?;
        for (member, value) in own {
            if node.get(&member).is_some() {
                self.moved(&here.key(&member));
            }
            match (out.get_mut(&member), value) {
                (Some(Value::Object(far)), Value::Object(more)) if member == facts::METHODS => far.extend(more),
                (_, value) => drop(out.insert(member, value)),
            }
        }
        Some(out)
    }

    fn followed_item(
        &mut self,
        followed: Option<Followed<'a>>,
        node: &Value,
        here: &Place<'_>,
        known: Known<'_>,
    ) -> Option<Map<String, Value>> {
        let target = match followed {
            None => return self.own_path_item(node, here, known),
            Some(Followed::Broken) => return Some(Map::new()),
            Some(Followed::Component(key)) => self.component("pathItems", &key)?,
            Some(Followed::Node(target)) => target,
        };
        let read = |context: &mut Self, node: &Value, here: &Place<'_>| match known.path {
            Some(_) => context.own_path_item(node, here, known).map(Value::Object),
            None => context.path_item(node, here, known).map(Value::Object),
        };
        match self.write_out(&target, here, read) {
            Some(Value::Object(item)) => Some(item),
            _ => Some(Map::new()),
        }
    }

    fn own_path_item(&mut self, node: &Value, here: &Place<'_>, known: Known<'_>) -> Option<Map<String, Value>> {
        if known.path.is_some() {
            self.check_operation_ids(node, here);
        }
        if node.get(ANY_METHOD).is_some_and(Value::is_object) {
            self.report(defect::any_method(&self.pointer(&here.key(ANY_METHOD))));
        }
        let kept = kept_keys(node);
        let repeated = self.repeated_methods(node, &kept, here, known.taken);
        let mut taken = known.taken.clone();
        if let Some(key) = kept.get("QUERY").filter(|_| !taken.contains_key("QUERY")) {
            taken.insert("QUERY".to_owned(), self.pointer(&here.key(key)));
        }
        let shared = node.get("parameters").unwrap_or(&Value::Null);
        let Known { path, open, spanning, .. } = known;
        let item = Item { path: path.map(str::to_owned), parameters: shared, open, spanning, repeated, taken };
        let mut methods = Map::new();
        let parameters = here.key("parameters");
        let read = self.object(node, here, "path item", |context, key, value, place| {
            context.item_member(key, value, place, &parameters, &item, &mut methods)
        });
        let mut out = read?;
        self.take_fixed_methods(&mut methods, &mut out, here, known.taken);
        if !methods.is_empty() {
            out.insert(facts::METHODS.to_owned(), methods.into());
        }
        Some(out)
    }

    /// The methods that have a member of their own are no additional ones (OpenAPI 3.2, "Path Item Object").
    fn take_fixed_methods(
        &mut self,
        methods: &mut Map<String, Value>,
        out: &mut Map<String, Value>,
        here: &Place<'_>,
        taken: &Taken,
    ) {
        for name in METHODS {
            let Some((method, operation)) = methods.shift_remove_entry(&name.to_ascii_uppercase()) else { continue };
            let list = here.key("additionalOperations");
            let place = list.key(&method);
            let own = out.contains_key(name).then(|| self.pointer(&here.key(name)));
            if let Some(first) = taken.get(name).cloned().or(own) {
                self.leave_out(&place, name, &first, &here.target());
                continue;
            }
            let pointer = self.pointer(&place);
            self.report(defect::method_case(&pointer, &method, name));
            self.provenance.record(here.target().key(name), pointer);
            out.insert(name.to_owned(), operation);
        }
    }

    fn item_member(
        &mut self,
        key: &str,
        value: &Value,
        here: &Place<'_>,
        parameters: &Place<'_>,
        item: &Item<'_>,
        methods: &mut Map<String, Value>,
    ) -> Field {
        let method = key.trim().to_ascii_lowercase();
        match key {
            _ if item.repeated.iter().any(|own| own == key) => Field::Omit,
            "summary" | "description" => self.text_field(value, here),
            "servers" => self.servers(value, here),
            "parameters" | "$ref" => Field::Omit,
            "additionalOperations" => self.additional_operations(value, here, parameters, item, methods),
            _ if METHODS.contains(&method.as_str()) => self.method(key, &method, value, here, parameters, item),
            _ if method == "query" => {
                let methods_place = here.sibling(facts::METHODS);
                let place = methods_place.under_key("QUERY");
                self.moved(&place);
                methods.extend(self.operation(value, &place, parameters, item).map(|own| ("QUERY".to_owned(), own)));
                Field::Omit
            }
            _ => Field::Unknown,
        }
    }

    fn method(
        &mut self,
        key: &str,
        method: &str,
        value: &Value,
        here: &Place<'_>,
        parameters: &Place<'_>,
        item: &Item<'_>,
    ) -> Field {
        let Some(name) = METHODS.into_iter().find(|name| *name == method) else {
            return Field::Unknown;
        };
        if name == key {
            return self.operation(value, here, parameters, item).into();
        }
        self.report(defect::method_case(&self.pointer(here), key, name));
        let place = here.sibling(name);
        self.moved(&place);
        self.operation(value, &place, parameters, item).map_or(Field::Omit, |own| Field::As(name, own))
    }

    fn additional_operations(
        &mut self,
        value: &Value,
        here: &Place<'_>,
        parameters: &Place<'_>,
        item: &Item<'_>,
        methods: &mut Map<String, Value>,
    ) -> Field {
        let list = here.sibling(facts::METHODS);
        self.moved(&list);
        let own = self.map(value, &list, "map of operations", |context, method, node, here| {
            if !is_token(method) {
                context.report(defect::method_name(&context.pointer(here), method));
                context.left_out += 1;
                return None;
            }
            if let Some(first) = item.taken.get(method) {
                context.leave_out(here, method, first, &list.target().parent().unwrap_or_default());
                return None;
            }
            context.operation(node, here, parameters, item)
        });
        methods.extend(own);
        Field::Omit
    }

    fn declares_query(&self, node: &Value, name: &str) -> bool {
        self.declared_names(node, |location| location == "query").iter().any(|own| own == name)
    }

    fn path_parameter_names(&self, node: &Value) -> Vec<String> {
        self.declared_names(node, |location| location == "path")
    }

    /// The names of all parameters in such a location, of a path item and of its operations.
    fn declared_names(&self, node: &Value, wanted: impl Fn(&str) -> bool) -> Vec<String> {
        let item = self.resolved(node);
        let operations = METHODS.iter().filter_map(|method| item.get(*method));
        let lists = operations.chain([item]).filter_map(|owner| owner.get("parameters")?.as_array());
        let parameters = lists.flatten().map(|parameter| self.resolved(parameter));
        let there = parameters.filter(|it| it.get("in").and_then(Value::as_str).is_some_and(&wanted));
        there.filter_map(|parameter| parameters::spelled(parameter.get("name")?)).collect()
    }
}
