//! Schemas that consist of themselves: a value of `A` that is a value of `B` that is a value of `A`, with no property
//! or item in between. No type can be that.

use super::Origin;
use super::context::Context;
use super::references::component_of;
use crate::diagnostics::defect;
use crate::pointer::Pointer;
use indexmap::IndexMap;
use serde_json::{Map, Value, json};
use std::collections::{HashMap, HashSet};

/// A branch of a schema that is another component.
pub(super) struct Edge {
    /// The steps to the branch inside its schema.
    path: Vec<String>,
    pub(super) to: String,
    union: bool,
}

/// A schema, and the steps inside it to a branch that leads back to it.
type Cut = (String, Vec<String>);

/// More circles than this are hostile: their unions are not taken apart.
const MOST_FLATTENED: usize = 100;

/// The branches of each schema, in the order of the schemas.
pub(super) type Graph = IndexMap<String, Vec<Edge>>;

impl Context<'_> {
    /// Cuts the references that make a schema a part of itself.
    pub(super) fn break_cycles(&mut self, out: &mut Map<String, Value>) {
        let schemas = out.get_mut("components").and_then(|components| components.get_mut("schemas"));
        let Some(Value::Object(schemas)) = schemas else {
            return;
        };
        self.detach_children(schemas);
        let graph = graph(schemas);
        let found = back_edges(schemas, &graph);
        let few = found.len() <= MOST_FLATTENED;
        let others_of = |(key, path): &Cut| if few { others(schemas, &graph, key, path) } else { Vec::new() };
        let others: Vec<Vec<Value>> = found.iter().map(others_of).collect();
        for ((key, path), others) in found.into_iter().zip(others) {
            let origin = self.written_at(&key, &path);
            self.report(defect::schema_cycle(&origin.pointer, &key, !others.is_empty()).in_file(origin.file));
            if let Some(schema) = schemas.get_mut(&key) {
                cut(schema, &path, others);
            }
        }
    }

    /// A union whose branches inherit from it (`Pet: oneOf [Cat]`, `Cat: allOf [Pet]`): they inherit what it has
    /// besides the union.
    fn detach_children(&mut self, schemas: &mut Map<String, Value>) {
        let graph = graph(schemas);
        let has = |from: &str, to: &str| {
            graph.get(from).is_some_and(|edges| edges.iter().any(|edge| edge.union && edge.to == to))
        };
        let mut detached: HashMap<&str, HashSet<&str>> = HashMap::new();
        for (child, edges) in &graph {
            for edge in edges.iter().filter(|edge| !edge.union && edge.to != *child && has(&edge.to, child)) {
                detached.entry(&edge.to).or_default().insert(child);
                let origin = self.written_at(child, &edge.path);
                self.report(defect::union_as_base(&origin.pointer, &edge.to).in_file(origin.file));
                let base = schemas.get(&edge.to).map(own_part).unwrap_or_default();
                if let Some(branch) = schemas.get_mut(child).and_then(|schema| at(schema, &edge.path)) {
                    *branch = base;
                }
            }
        }
        for (union, children) in detached {
            if let Some(schema) = schemas.get_mut(union) {
                leave_to_children(schema, &children);
            }
        }
    }

    fn written_at(&self, key: &str, path: &[String]) -> Origin {
        let root = Pointer::root().keys(&["components", "schemas", key]);
        let pointer = path.iter().fold(root, |pointer, step| pointer.key(step));
        self.provenance.origin(&pointer)
    }
}

/// Where all branches of a union have taken what it is besides, it is nothing but the union: a branch is then the type that
/// it is anywhere else.
fn leave_to_children(schema: &mut Value, children: &HashSet<&str>) {
    let is_child = |branch: &Value| target_of(branch).is_some_and(|target| children.contains(target.as_str()));
    let is_left = |part: &&Value| branches(part).is_some_and(|branches| branches.iter().all(is_child));
    let parts = schema.get("allOf").and_then(Value::as_array);
    let unions = parts.into_iter().flatten().filter(|part| branches(part).is_some()).count();
    let union = parts.into_iter().flatten().find(is_left).and_then(Value::as_object).cloned();
    if let (1, Some(union), Some(members)) = (unions, union, schema.as_object_mut()) {
        members.shift_remove("allOf");
        members.extend(union);
    }
}

/// What a schema is besides a union.
fn own_part(schema: &Value) -> Value {
    let branches = schema.get("allOf").and_then(Value::as_array).into_iter().flatten();
    let own: Vec<Value> =
        branches.filter(|branch| branch.get("oneOf").is_none() && branch.get("anyOf").is_none()).cloned().collect();
    match own.as_slice() {
        [] => json!({}),
        [only] => only.clone(),
        _ => json!({"allOf": own}),
    }
}

pub(super) fn graph(schemas: &Map<String, Value>) -> Graph {
    let edges = |schema: &Value| {
        let mut edges = Vec::new();
        collect(schema, &mut Vec::new(), false, &mut edges);
        edges
    };
    schemas.iter().map(|(key, schema)| (key.clone(), edges(schema))).filter(|(_, edges)| !edges.is_empty()).collect()
}

fn collect(schema: &Value, path: &mut Vec<String>, union: bool, edges: &mut Vec<Edge>) {
    edges.extend(target_of(schema).map(|to| Edge { path: path.clone(), to, union }));
    for keyword in ["allOf", "oneOf", "anyOf"] {
        for (index, branch) in schema.get(keyword).and_then(Value::as_array).into_iter().flatten().enumerate() {
            path.extend([keyword.to_owned(), index.to_string()]);
            collect(branch, path, union || keyword != "allOf", edges);
            path.truncate(path.len() - 2);
        }
    }
}

/// The edges that lead back to a schema on the way from the first one; the first is the first by name, so that the
/// order of a document does not matter.
fn back_edges(schemas: &Map<String, Value>, graph: &Graph) -> Vec<Cut> {
    let mut found = Vec::new();
    let mut done: HashMap<&str, bool> = HashMap::new();
    let mut starts: Vec<&String> = schemas.keys().filter(|key| graph.contains_key(*key)).collect();
    starts.sort_unstable();
    for start in starts {
        let mut stack: Vec<(&str, usize)> = vec![(start, 0)];
        if done.contains_key(start.as_str()) {
            continue;
        }
        done.insert(start, false);
        while let Some((key, next)) = stack.pop() {
            let Some(edge) = graph.get(key).and_then(|edges| edges.get(next)) else {
                done.insert(key, true);
                continue;
            };
            stack.push((key, next + 1));
            match done.get(edge.to.as_str()) {
                Some(false) => found.push((key.to_owned(), edge.path.clone())),
                Some(true) => {}
                None => {
                    done.insert(&edge.to, false);
                    stack.push((&edge.to, 0));
                }
            }
        }
    }
    // Later branches first, so that the others keep their index while they are cut.
    found.reverse();
    found
}

fn at<'v>(schema: &'v mut Value, path: &[String]) -> Option<&'v mut Value> {
    path.iter().try_fold(schema, |node, step| match node {
        Value::Array(items) => items.get_mut(step.parse::<usize>().ok()?),
        node => node.get_mut(step),
    })
}

/// What a branch of a union that leads back to it can be besides the union itself: the branches of the unions on the
/// way. What is `A` or a string, where `A` is that or a number, is a string or a number.
fn others(schemas: &Map<String, Value>, graph: &Graph, key: &str, path: &[String]) -> Vec<Value> {
    let own = schemas.get(key).and_then(branches).filter(|_| path.len() == 2);
    let index = path.last().and_then(|index| index.parse::<usize>().ok());
    let mut open: Vec<&Value> = own.zip(index).and_then(|(own, index)| own.get(index)).into_iter().collect();
    let leading = leading_to(graph, key);
    let mut seen = HashSet::from([key]);
    let mut others: Vec<Value> = Vec::new();
    while let Some(branch) = open.pop() {
        let target = target_of(branch);
        match target.as_ref().and_then(|target| leading.get(target.as_str())) {
            Some(target) => {
                let inner = schemas.get(*target).and_then(branches).filter(|_| seen.insert(target));
                open.extend(inner.into_iter().flatten().rev());
            }
            _ if own.is_some_and(|own| own.contains(branch)) || others.contains(branch) => {}
            _ => others.push(branch.clone()),
        }
    }
    others
}

/// The schemas that have this one as a branch, or as a branch of a branch, and itself.
fn leading_to<'g>(graph: &'g Graph, key: &'g str) -> HashSet<&'g str> {
    let mut owners: HashMap<&str, Vec<&str>> = HashMap::new();
    for (owner, edges) in graph {
        edges.iter().for_each(|edge| owners.entry(&edge.to).or_default().push(owner));
    }
    let (mut leading, mut open) = (HashSet::from([key]), vec![key]);
    while let Some(next) = open.pop() {
        open.extend(owners.get(next).into_iter().flatten().copied().filter(|owner| leading.insert(owner)));
    }
    leading
}

/// The branches of a schema that is nothing but a union.
fn branches(schema: &Value) -> Option<&Vec<Value>> {
    ["oneOf", "anyOf"].iter().find_map(|keyword| schema.get(keyword)).and_then(Value::as_array)
}

/// The component that a reference means.
fn target_of(schema: &Value) -> Option<String> {
    let reference = schema.get("$ref").and_then(Value::as_str)?;
    component_of(&Pointer::parse(reference.trim_start_matches('#'))).map(|(_, key)| key)
}

/// Takes the branch away, with `others` in its place.
fn cut(schema: &mut Value, path: &[String], others: Vec<Value>) {
    let [list @ .., index] = path else {
        *schema = json!({});
        return;
    };
    if let (Some(Value::Array(branches)), Ok(index)) = (at(schema, list), index.parse::<usize>()) {
        if index < branches.len() && !others.is_empty() {
            branches.splice(index..=index, others);
        } else if branches.len() > 1 && index < branches.len() {
            branches.remove(index);
        } else {
            branches.iter_mut().for_each(|branch| *branch = json!({}));
        }
    }
}
