//! Which component schemas are generated: what only operations need that `codegen.toml` leaves out goes with them.
//!
//! With `include`, a client has what its operations and the webhooks need, and nothing else; with `exclude`, schemas that no
//! operation needs stay, and all that they refer to. `skip` takes nothing away but the operation: it is to come.

use std::collections::{BTreeSet, HashMap, HashSet};

use serde_json::Value;

use crate::config::{Select, Subject};
use crate::methods::METHODS;
use crate::normalize::facts;
use crate::pointer::Pointer;

/// Takes the schemas that are not needed out of a normalized tree, and gives their keys.
pub fn take_unneeded(tree: &mut Value, select: &Select) -> BTreeSet<String> {
    if select.include.is_empty() && select.exclude.is_empty() {
        return BTreeSet::new();
    }
    let unneeded = Needs::of(tree).unneeded(select);
    if let Some(schemas) = tree.pointer_mut("/components/schemas").and_then(Value::as_object_mut) {
        schemas.retain(|key, _| !unneeded.contains(key));
    }
    unneeded
}

/// How many operations a normalized tree has.
pub fn operations(tree: &Value) -> usize {
    of_paths(tree).count()
}

struct Needs<'a> {
    tree: &'a Value,
    /// The members of families, by references: whoever has the base may get any of those that extend it.
    heirs: HashMap<String, Vec<String>>,
}

impl<'a> Needs<'a> {
    fn of(tree: &'a Value) -> Self {
        let mut needs = Self { tree, heirs: HashMap::new() };
        needs.heirs = needs.families();
        needs
    }

    fn unneeded(&self, select: &Select) -> BTreeSet<String> {
        let (wanted, others): (Vec<_>, Vec<_>) =
            of_paths(self.tree).partition(|operation| select.wants(operation.subject()));
        let nodes = |operations: &[Operation<'a>]| operations.iter().flat_map(Operation::nodes).collect::<Vec<_>>();
        let mut needed = HashSet::new();
        self.reach(nodes(&wanted), &mut needed);
        self.reach(self.tree.get(facts::WEBHOOKS).into_iter().collect(), &mut needed);
        if select.include.is_empty() {
            let mut referred = needed.clone();
            self.reach(nodes(&others), &mut referred);
            let free: Vec<_> = self.schemas().filter(|(own, _)| !referred.contains(own)).collect();
            self.reach(free.iter().map(|(_, schema)| *schema).collect(), &mut needed);
            needed.extend(free.into_iter().map(|(own, _)| own));
        }
        self.keys().filter(|key| !needed.contains(&reference(key))).cloned().collect()
    }

    fn keys(&self) -> impl Iterator<Item = &'a String> {
        self.tree.pointer("/components/schemas").and_then(Value::as_object).into_iter().flat_map(|all| all.keys())
    }

    /// The component schemas, by the references to them.
    fn schemas(&self) -> impl Iterator<Item = (String, &'a Value)> {
        let schemas = self.tree.pointer("/components/schemas").and_then(Value::as_object).into_iter().flatten();
        schemas.map(|(key, schema)| (reference(key), schema))
    }

    /// Adds the references to all components that these nodes lead to.
    fn reach(&self, mut open: Vec<&'a Value>, reached: &mut HashSet<String>) {
        while let Some(node) = open.pop() {
            let mut found = Vec::new();
            references(node, &mut found);
            while let Some(text) = found.pop() {
                if !reached.contains(text) {
                    reached.insert(text.to_owned());
                    open.extend(self.tree.pointer(&text[1..]));
                    found.extend(self.heirs.get(text).into_iter().flatten().map(String::as_str));
                }
            }
        }
    }

    /// The schemas that extend each one which has a discriminator, or extends such a one itself.
    fn families(&self) -> HashMap<String, Vec<String>> {
        let mut heirs: HashMap<String, Vec<String>> = HashMap::new();
        let mut open = Vec::new();
        for (own, schema) in self.schemas() {
            let branches = schema.get("allOf").and_then(Value::as_array).into_iter().flatten();
            for base in branches.filter_map(|branch| branch.get("$ref")?.as_str()) {
                heirs.entry(base.to_owned()).or_default().push(own.clone());
            }
            open.extend(schema.get("discriminator").is_some().then_some(own));
        }
        let mut families = HashMap::new();
        while let Some(base) = open.pop() {
            if let Some(own) = heirs.remove(&base) {
                open.extend(own.iter().cloned());
                families.insert(base, own);
            }
        }
        families
    }
}

/// An operation that may be left out.
struct Operation<'a> {
    method: String,
    path: &'a str,
    node: &'a Value,
    /// The parameters of its path item.
    shared: Option<&'a Value>,
    tags: Vec<String>,
}

impl<'a> Operation<'a> {
    fn nodes(&self) -> impl Iterator<Item = &'a Value> + use<'a> {
        [Some(self.node), self.shared].into_iter().flatten()
    }

    /// What the patterns of `codegen.toml` see of it.
    fn subject(&self) -> Subject<'_> {
        let id = self.node.get("operationId").and_then(Value::as_str);
        Subject { method: &self.method, path: self.path, id, tags: &self.tags }
    }
}

fn of_paths(tree: &Value) -> impl Iterator<Item = Operation<'_>> {
    let paths = tree.get("paths").and_then(Value::as_object).into_iter().flatten();
    paths.flat_map(|(path, item)| of_item(path, item))
}

fn of_item<'a>(path: &'a str, item: &'a Value) -> impl Iterator<Item = Operation<'a>> {
    let known = METHODS.iter().filter_map(|method| Some((method.to_ascii_uppercase(), item.get(method)?)));
    let others = item.get(facts::METHODS).and_then(Value::as_object).into_iter().flatten();
    known.chain(others.map(|(method, node)| (method.clone(), node))).map(move |(method, node)| {
        let tags = node.get("tags").and_then(Value::as_array).into_iter().flatten();
        let tags = tags.filter_map(|tag| Some(tag.as_str()?.to_owned())).collect();
        Operation { method, path, node, shared: item.get("parameters"), tags }
    })
}

/// The references in a node, those of a discriminator among them, which are plain texts.
fn references<'a>(node: &'a Value, found: &mut Vec<&'a str>) {
    match node {
        Value::String(text) if text.starts_with("#/components/") => found.push(text),
        Value::Array(items) => items.iter().for_each(|item| references(item, found)),
        Value::Object(members) => members.values().for_each(|member| references(member, found)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

fn reference(key: &str) -> String {
    Pointer::root().keys(&["components", "schemas", key]).to_string()
}

#[cfg(test)]
mod tests {
    use super::take_unneeded;
    use crate::config::{Pattern, Select};
    use serde_json::{Value, json};

    fn left(schemas: &Value, include: &[&str], exclude: &[&str], skip: &[&str]) -> Vec<String> {
        let answer = |schema: &str| json!({"responses": {"200": {"content": {"application/json": {"schema": {"$ref": format!("#/components/schemas/{schema}")}}}}}});
        let by_parameter = json!([{"$ref": "#/components/parameters/P"}]);
        let mut tree = json!({
            "paths": {"/a": {"get": answer("A"), "x-gen-methods": {"QUERY": answer("Q")}}, "/b": {"get": answer("B"), "parameters": by_parameter}},
            "x-gen-webhooks": {"w": {"post": answer("W")}},
            "components": {"schemas": schemas, "parameters": {"P": {"schema": {"$ref": "#/components/schemas/P"}}}},
        });
        let patterns = |texts: &[&str]| {
            texts.iter().map(|text| Pattern { text: (*text).to_owned(), reason: None, span: 0..0 }).collect()
        };
        let select = Select { include: patterns(include), exclude: patterns(exclude), skip: patterns(skip) };
        let gone = take_unneeded(&mut tree, &select);
        let left = tree["components"]["schemas"].as_object().unwrap();
        assert_eq!(gone.len() + left.len(), schemas.as_object().unwrap().len());
        left.keys().cloned().collect()
    }

    #[test]
    fn what_only_operations_need_that_are_left_out_goes_with_them() {
        let of = |key: &str| json!({"properties": {"x": {"$ref": format!("#/components/schemas/{key}")}}});
        let schemas = json!({
            "A": of("Both"), "B": of("OnlyB"), "Both": {}, "OnlyB": of("Shared"), "Q": {}, "P": {}, "W": {},
            "Free": of("Shared"), "Shared": {},
        });
        let all: Vec<String> = schemas.as_object().unwrap().keys().cloned().collect();
        let left = |include: &[&str], exclude: &[&str], skip: &[&str]| left(&schemas, include, exclude, skip);
        assert_eq!(left(&[], &[], &[]), all);
        assert_eq!(left(&[], &[], &["/b"]), all);
        assert_eq!(left(&["GET /a"], &[], &[]), ["A", "Both", "W"]);
        assert_eq!(left(&["GET /a"], &[], &["GET /a"]), ["A", "Both", "W"]);
        assert_eq!(left(&["/b"], &[], &[]), ["B", "OnlyB", "P", "W", "Shared"]);
        assert_eq!(left(&[], &["/b"], &[]), ["A", "Both", "Q", "W", "Free", "Shared"]);
        assert_eq!(left(&["/a"], &["QUERY /a"], &[]), ["A", "Both", "W"]);
    }

    #[test]
    fn a_family_stays_together() {
        let extending = |key: &str| json!({"allOf": [{"$ref": format!("#/components/schemas/{key}")}]});
        let mapping = json!({"propertyName": "k", "mapping": {"m": "#/components/schemas/Mapped"}});
        let schemas = json!({
            "A": {"discriminator": mapping}, "Mapped": {}, "Child": extending("A"), "Grandchild": extending("Child"),
            "B": {}, "Other": extending("B"), "Q": {}, "P": {}, "W": {},
        });
        assert_eq!(left(&schemas, &["/a"], &["QUERY /a"], &[]), ["A", "Mapped", "Child", "Grandchild", "W"]);
        assert_eq!(left(&schemas, &["/b"], &[], &[]), ["B", "P", "W"]);
    }
}
