//! Paths, path items and operations.

mod ids;
mod key;
mod operation;
mod parameters;

use super::Context;
use super::context::Field;
use super::facts;
use super::place::Place;
use super::references::Followed;
use crate::diagnostics::defect;
use crate::pointer::Pointer;
use crate::token::is_token;
use key::PathKey;
use serde_json::{Map, Value, json};
use std::collections::HashMap;

/// The methods that 3.0 has a member for.
const METHODS: [&str; 8] = ["get", "put", "post", "delete", "options", "head", "patch", "trace"];

/// What the operations of a path item share.
pub(super) struct Item<'v> {
    /// The path whose placeholders the parameters fill in; none for webhooks and callbacks.
    pub(super) path: Option<String>,
    /// The path item's parameters, as written.
    pub(super) parameters: &'v Value,
}

/// The path items so far.
#[derive(Default)]
struct Paths {
    items: Map<String, Value>,
    /// Where the author wrote each of them, the first time.
    first: HashMap<String, Pointer>,
}

impl<'a> Context<'a> {
    /// All paths.
    pub(super) fn paths(&mut self, value: &Value, here: &Place<'_>) -> Value {
        let mut out = Paths::default();
        let Some(members) = self.members(value, here, "map of paths") else {
            return out.items.into();
        };
        for (written, node) in members {
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
        parsed.read_colons(&|name| declared.iter().any(|own| own == name));
        parsed.name_placeholders(&declared);
        let place = here.renamed(written, &parsed.key);
        if parsed.key != written && !out.items.contains_key(&parsed.key) {
            self.moved(&place);
        }
        if parsed.key != written || parsed.path != parsed.key {
            self.report(defect::path_repaired(&self.pointer(&place), written, &parsed.path, &parsed.query));
        }
        let Some(mut item) = self.path_item(node, &place, Some(&parsed.path)) else {
            return;
        };
        self.add_path_facts(&parsed, node, &mut item);
        self.add_item(parsed.key.clone(), item, &place, out);
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

    /// Two keys that come out the same share their operations, as far as they are not the same, too.
    fn add_item(&mut self, key: String, item: Map<String, Value>, place: &Place<'_>, out: &mut Paths) {
        let Some(Value::Object(first)) = out.items.get_mut(&key) else {
            out.first.insert(key.clone(), self.pointer(place));
            out.items.insert(key, item.into());
            return;
        };
        let written = out.first.get(&key).cloned().unwrap_or_default();
        for (member, value) in item {
            if first.contains_key(&member) && METHODS.contains(&member.as_str()) {
                let second = self.pointer(&place.key(&member));
                self.report(defect::repeated_path(&second, &key, &member, &written.key(&member)));
                self.left_out += 1;
            } else {
                self.moved(&place.key(&member));
                first.entry(member).or_insert(value);
            }
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
        self.path_item(node, here, None).map(Value::Object)
    }

    /// One path item. openapiv3 drops what stands beside a reference, so that one is written out.
    fn path_item(&mut self, node: &Value, here: &Place<'_>, path: Option<&str>) -> Option<Map<String, Value>> {
        let mut out = match self.follow(node, &here.key("$ref"), "pathItems") {
            None => return self.own_path_item(node, here, path),
            Some(Followed::Broken) => Map::new(),
            Some(Followed::Component(key)) => {
                let target = self.component("pathItems", &key)?;
                self.referred_item(&target, here, path)
            }
            Some(Followed::Node(target)) => self.referred_item(&target, here, path),
        };
        if node.as_object().is_some_and(|members| members.len() > 1) {
            out.extend(self.own_path_item(node, here, path)?);
        }
        Some(out)
    }

    fn referred_item(
        &mut self,
        target: &super::references::Target<'a>,
        here: &Place<'_>,
        path: Option<&str>,
    ) -> Map<String, Value> {
        let read = |context: &mut Self, node: &Value, here: &Place<'_>| match path {
            Some(path) => context.own_path_item(node, here, Some(path)).map(Value::Object),
            None => context.bare_path_item(node, here),
        };
        match self.write_out(target, here, read) {
            Some(Value::Object(item)) => item,
            _ => Map::new(),
        }
    }

    fn own_path_item(&mut self, node: &Value, here: &Place<'_>, path: Option<&str>) -> Option<Map<String, Value>> {
        if path.is_some() {
            self.check_operation_ids(node, here);
        }
        let shared = node.get("parameters").unwrap_or(&Value::Null);
        let item = Item { path: path.map(str::to_owned), parameters: shared };
        let mut methods = Map::new();
        let parameters = here.key("parameters");
        let read = self.object(node, here, "path item", |context, key, value, place| {
            context.item_member(key, value, place, &parameters, &item, &mut methods)
        });
        let mut out = read?;
        self.take_fixed_methods(&mut methods, &mut out, here);
        if !methods.is_empty() {
            out.insert(facts::METHODS.to_owned(), methods.into());
        }
        Some(out)
    }

    /// The methods that have a member of their own are no additional ones (OpenAPI 3.2, "Path Item Object").
    fn take_fixed_methods(&mut self, methods: &mut Map<String, Value>, out: &mut Map<String, Value>, here: &Place<'_>) {
        for name in METHODS {
            let Some((method, operation)) = methods.shift_remove_entry(&name.to_ascii_uppercase()) else { continue };
            let list = here.key("additionalOperations");
            let place = list.key(&method);
            let pointer = self.pointer(&place);
            if out.contains_key(name) {
                let first = self.pointer(&here.key(name));
                let path = here.target().last().unwrap_or_default();
                self.report(defect::repeated_path(&pointer, &path, name, &first));
                self.left_out += 1;
                continue;
            }
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
            context.operation(node, here, parameters, item)
        });
        methods.extend(own);
        Field::Omit
    }

    fn declares_query(&self, node: &Value, name: &str) -> bool {
        self.declared_names(node, "query").iter().any(|own| own == name)
    }

    fn path_parameter_names(&self, node: &Value) -> Vec<String> {
        self.declared_names(node, "path")
    }

    /// The names of all parameters in `location`, of a path item and of its operations.
    fn declared_names(&self, node: &Value, location: &str) -> Vec<String> {
        let item = self.resolved(node);
        let operations = METHODS.iter().filter_map(|method| item.get(*method));
        let lists = operations.chain([item]).filter_map(|owner| owner.get("parameters")?.as_array());
        let parameters = lists.flatten().map(|parameter| self.resolved(parameter));
        let there = parameters.filter(|parameter| parameter.get("in").is_some_and(|own| own == location));
        there.filter_map(|parameter| Some(parameter.get("name")?.as_str()?.to_owned())).collect()
    }
}
