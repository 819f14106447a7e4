//! How much a document may stand for. A few lines that are referred to from many places, or from each other, are written
//! out once for each; so what comes of them is bounded, as the text itself is.

use super::context::Context;
use super::cycles::{Graph, graph};
use super::place::Place;
use super::references::component_of;
use super::step::{self, Step};
use crate::diagnostics::defect;
use crate::load::entries;
use crate::pointer::Pointer;
use serde_json::{Map, Value, json};
use std::collections::{HashMap, HashSet};

/// The schemas, properties and listed values that one schema is composed of, by `allOf`, `oneOf` and `anyOf`. The largest
/// published schemas have some two thousand.
const PARTS: usize = 20_000;

/// The same of all schemas together.
const ALL_PARTS: usize = 4_000_000;

/// Levels of composition, or of references to references. Published documents have at most ten.
const LEVELS: usize = 100;

/// The parameters, media types, responses and headers of all operations. The largest published document has 250,000.
const OPERATION_PARTS: usize = 500_000;

/// The keywords of composition.
const COMPOSITION: [&str; 3] = ["allOf", "oneOf", "anyOf"];

/// Members whose values are no schemas.
const DATA: [&str; 5] = ["example", "examples", "default", "enum", "const"];

impl<'a> Context<'a> {
    /// Is there room for one more operation, with all that it shares with others?
    pub(super) fn has_room(&mut self, operation: &Value, common: &Value, here: &Place<'_>) -> bool {
        let before = self.operation_parts;
        self.operation_parts += self.operation_parts(operation) + count(Some(common));
        if before <= OPERATION_PARTS && self.operation_parts > OPERATION_PARTS {
            self.report(defect::too_many_operation_parts(&self.pointer(here), OPERATION_PARTS));
        }
        self.operation_parts <= OPERATION_PARTS
    }

    fn operation_parts(&self, operation: &Value) -> usize {
        let content = |node: &Value| count(node.get("content"));
        let body = operation.get("requestBody").map_or(0, |body| content(self.resolved(body)));
        let responses = operation.get("responses").and_then(Value::as_object).into_iter().flat_map(Map::values);
        let responses = responses.map(|response| {
            let response = self.resolved(response);
            1 + content(response) + count(response.get("headers"))
        });
        1 + count(operation.get("parameters")) + body + responses.sum::<usize>()
    }

    /// Names the schemas that are composed of too much, and cuts them, so that nothing further on takes too long.
    pub(super) fn bound_compositions(&mut self, document: &mut Value) {
        let Measured { parts, oversized } = measured(document);
        for (size, pointer) in oversized {
            let origin = self.provenance.origin(&pointer);
            let mistake = match size.levels > LEVELS {
                true => defect::too_many_levels(&origin.pointer, LEVELS),
                false => defect::too_composed(&origin.pointer, PARTS),
            };
            self.report(mistake.in_file(origin.file));
            if let Some(schema) = document.pointer_mut(pointer.as_str()) {
                *schema = json!({});
            }
        }
        if parts > ALL_PARTS {
            self.report(defect::too_many_parts(&Pointer::root(), ALL_PARTS));
            ["paths", "components"].iter().for_each(|key| document[*key] = json!({}));
        }
    }
}

/// What the schemas of a document are composed of.
struct Measured {
    /// All of them together.
    parts: usize,
    /// Those that are composed of too much.
    oversized: Vec<(Size, Pointer)>,
}

fn measured(document: &Value) -> Measured {
    let none = Map::new();
    let schemas = document.pointer("/components/schemas").and_then(Value::as_object).unwrap_or(&none);
    let (mut sizes, mut oversized) = (Sizes::default(), Vec::new());
    let graph = graph(schemas);
    let others = schemas.keys().filter(|key| !graph.contains_key(*key)).map(String::as_str);
    for key in others.chain(children_first(&graph)) {
        let schema = &schemas[key];
        let mut size = sizes.of(schema);
        // A component that is another one is a level too.
        size.levels += usize::from(schema.get("$ref").is_some());
        if size.is_too_much() {
            // It counts no more where it is a part of others, or each of those would be told of.
            oversized.push((size, Pointer::root().keys(&["components", "schemas", key])));
            size = Size::ONE;
        }
        sizes.known.insert(key, size);
    }
    let mut inline = Inline { sizes: &sizes, path: Vec::new(), parts: 0, oversized };
    inline.node(document);
    let Inline { parts, oversized, .. } = inline;
    Measured { parts: sizes.known.values().fold(parts, |sum, size| sum.saturating_add(size.parts)), oversized }
}

/// What a schema is composed of.
#[derive(Clone, Copy)]
struct Size {
    parts: usize,
    levels: usize,
}

impl Size {
    const ONE: Self = Self { parts: 1, levels: 1 };

    fn is_too_much(self) -> bool {
        self.parts > PARTS || self.levels > LEVELS
    }
}

/// What the components are composed of.
#[derive(Default)]
struct Sizes<'v> {
    known: HashMap<&'v str, Size>,
}

impl Sizes<'_> {
    fn of(&self, schema: &Value) -> Size {
        if let Some(reference) = schema.get("$ref").and_then(Value::as_str) {
            let target = component_of(&Pointer::parse(reference.trim_start_matches('#')));
            return target.and_then(|(_, key)| self.known.get(key.as_str()).copied()).unwrap_or(Size::ONE);
        }
        let own = 1 + count(schema.get("properties")) + count(schema.get("enum"));
        let branches = COMPOSITION.iter().filter_map(|key| schema.get(*key)?.as_array()).flatten();
        branches.map(|branch| self.of(branch)).fold(Size { parts: own, levels: 1 }, |sum, branch| Size {
            parts: sum.parts.saturating_add(branch.parts),
            levels: sum.levels.max(branch.levels + 1),
        })
    }
}

/// The components that are composed of others, each behind those that it is composed of. There are no circles: they have
/// been cut.
fn children_first(graph: &Graph) -> Vec<&str> {
    let mut order = Vec::new();
    let mut seen: HashSet<&str> = HashSet::new();
    for start in graph.keys() {
        let mut stack: Vec<(&str, usize)> = Vec::new();
        if seen.insert(start) {
            stack.push((start, 0));
        }
        while let Some((key, next)) = stack.pop() {
            let Some(edge) = graph.get(key).and_then(|edges| edges.get(next)) else {
                order.push(key);
                continue;
            };
            stack.push((key, next + 1));
            if graph.contains_key(&edge.to) && seen.insert(&edge.to) {
                stack.push((&edge.to, 0));
            }
        }
    }
    order
}

/// The inline schemas of a document that are composed of others.
struct Inline<'s, 'v> {
    sizes: &'s Sizes<'v>,
    /// The way to the node that is looked at.
    path: Vec<Step<'v>>,
    /// What all of them are composed of.
    parts: usize,
    /// Those that are composed of too much.
    oversized: Vec<(Size, Pointer)>,
}

impl<'v> Inline<'_, 'v> {
    /// Looks at a node that is no branch of a composition: those are a part of it.
    fn node(&mut self, value: &'v Value) {
        match value {
            Value::Object(members) => {
                if !self.at_component() && COMPOSITION.iter().any(|key| members.contains_key(*key)) {
                    self.composed(value);
                }
                self.members(members);
            }
            Value::Array(items) => {
                for (index, item) in items.iter().enumerate() {
                    self.below(Step::Index(index), |this| this.node(item));
                }
            }
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
        }
    }

    fn members(&mut self, members: &'v Map<String, Value>) {
        let named = matches!(self.path.last(), Some(Step::Key("properties" | "schemas")));
        for (key, member) in members.iter().filter(|(key, _)| named || !DATA.contains(&key.as_str())) {
            self.below(Step::Key(key), |this| match member.as_array() {
                Some(branches) if !named && COMPOSITION.contains(&key.as_str()) => {
                    for (index, branch) in branches.iter().enumerate() {
                        this.below(Step::Index(index), |this| this.branch(branch));
                    }
                }
                _ => this.node(member),
            });
        }
    }

    fn branch(&mut self, branch: &'v Value) {
        if let Some(members) = branch.as_object() {
            self.members(members);
        }
    }

    fn below(&mut self, step: Step<'v>, look: impl FnOnce(&mut Self)) {
        self.path.push(step);
        look(self);
        self.path.pop();
    }

    fn at_component(&self) -> bool {
        matches!(self.path[..], [Step::Key("components"), Step::Key("schemas"), Step::Key(_)])
    }

    fn composed(&mut self, schema: &'v Value) {
        let size = self.sizes.of(schema);
        self.parts = self.parts.saturating_add(size.parts);
        if size.is_too_much() {
            self.oversized.push((size, step::pointer(&self.path)));
        }
    }
}

/// How many members or items there are.
fn count(value: Option<&Value>) -> usize {
    value.map_or(0, entries)
}
