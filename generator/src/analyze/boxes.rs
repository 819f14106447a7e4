//! Which fields are behind a `Box`: as few as make every type finite and none too large, and those that were boxed before.

use super::circles::components;
use super::sizes::{self, LARGE, Sizes};
use crate::lock::Memory;
use crate::model::{Api, Shape, Type, TypeId};

/// A field or a variant that holds another type in itself.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Edge {
    /// `false` for those that an earlier run left without a box: they stay so, and the newcomer is boxed.
    new: bool,
    owner: TypeId,
    member: usize,
    target: TypeId,
}

impl Edge {
    fn ends(&self) -> (TypeId, TypeId) {
        (self.owner, self.target)
    }
}

/// More edges in circles than this are not looked at one by one: each is taken for one that closes a circle. The largest
/// published document has some thousand.
const MOST: usize = 50_000;

/// Boxes one edge of every circle of types that hold each other.
pub(super) fn place(api: &mut Api, memory: &Memory) {
    let edges = edges(api, memory);
    let (remembered, open): (Vec<Edge>, Vec<Edge>) =
        edges.into_iter().partition(|edge| memory.is_boxed(member_kind(api, edge), &identity(api, edge)) == Some(true));
    let circles = components(api.types.len(), open.iter().map(Edge::ends));
    let mut within: Vec<Edge> =
        open.into_iter().filter(|edge| circles[edge.owner.0] == circles[edge.target.0]).collect();
    within.sort_by_cached_key(|edge| (edge.new, api.type_def(edge.owner).identity.clone(), edge.member));
    for edge in remembered.iter().chain(&feedback(api.types.len(), &within)) {
        set_boxed(api, edge);
    }
    box_the_large(api, memory);
    free_the_endless(api, memory);
}

/// Boxes what would make a type larger than a caller's stack bears: types hold types that hold types, and a value of all
/// of them would be moved whole. What an earlier run left without a box stays so.
fn box_the_large(api: &mut Api, memory: &Memory) {
    let mut sizes = Sizes::new(api.types.len());
    for id in inner_first(api) {
        let large = edges_of(api, memory, id)
            .into_iter()
            .filter(|edge| edge.new && !is_boxed(api, edge) && sizes.known(edge.target) > LARGE);
        for edge in large.collect::<Vec<_>>() {
            set_boxed(api, &edge);
        }
        sizes.learn(api, id);
    }
}

/// All types, those that another holds in itself before that one: by now there is no circle of them.
fn inner_first(api: &Api) -> Vec<TypeId> {
    let mut order = Vec::with_capacity(api.types.len());
    let mut seen = vec![false; api.types.len()];
    let mut open: Vec<(TypeId, bool)> = (0..api.types.len()).rev().map(|id| (TypeId(id), false)).collect();
    while let Some((id, is_done)) = open.pop() {
        if is_done {
            order.push(id);
        } else if !std::mem::replace(&mut seen[id.0], true) {
            open.push((id, true));
            open.extend(sizes::within(api, id).map(|inner| (inner, false)));
        }
    }
    order
}

/// Objects that must hold each other without end cannot exist: the schemas are wrong, or the property is optional in
/// truth. One field of each such circle becomes optional.
fn free_the_endless(api: &mut Api, memory: &Memory) {
    let mandatory: Vec<Edge> = edges(api, memory).into_iter().filter(|edge| is_mandatory(api, edge)).collect();
    let circles = components(api.types.len(), mandatory.iter().map(Edge::ends));
    let mut within: Vec<Edge> =
        mandatory.into_iter().filter(|edge| circles[edge.owner.0] == circles[edge.target.0]).collect();
    within.sort_by_cached_key(|edge| (!is_boxed(api, edge), api.type_def(edge.owner).identity.clone(), edge.member));
    within.reverse();
    for edge in feedback(api.types.len(), &within) {
        if let Shape::Struct(shape) = &mut api.types[edge.owner.0].shape {
            let field = &mut shape.fields[edge.member];
            field.required = false;
            field.docs.facts.push("Required by the document, but then no value could ever end".to_owned());
        }
    }
}

fn is_mandatory(api: &Api, edge: &Edge) -> bool {
    match &api.type_def(edge.owner).shape {
        Shape::Struct(shape) => {
            let field = &shape.fields[edge.member];
            field.required && !matches!(field.ty, Type::Nullable(_))
        }
        Shape::Union(_) | Shape::Enum(_) | Shape::Tuple(_) | Shape::Alias(_) | Shape::Newtype(_) => false,
    }
}

fn is_boxed(api: &Api, edge: &Edge) -> bool {
    match &api.type_def(edge.owner).shape {
        Shape::Union(union) => union.variants[edge.member].boxed,
        shape @ (Shape::Struct(_) | Shape::Tuple(_)) => shape.fields()[edge.member].boxed,
        Shape::Enum(_) | Shape::Alias(_) | Shape::Newtype(_) => false,
    }
}

/// The edges that would close a circle when all are added in order.
fn feedback(nodes: usize, edges: &[Edge]) -> Vec<Edge> {
    if edges.len() > MOST {
        return edges.to_vec();
    }
    let mut kept = Kept { next: vec![Vec::new(); nodes], seen: vec![0; nodes], search: 0 };
    let mut closing = Vec::new();
    for edge in edges {
        if kept.reaches(edge.target.0, edge.owner.0) {
            closing.push(edge.clone());
        } else {
            kept.next[edge.owner.0].push(edge.target.0);
        }
    }
    closing
}

/// The edges that close no circle, by where they begin.
struct Kept {
    next: Vec<Vec<usize>>,
    /// The last search that came by each node.
    seen: Vec<usize>,
    search: usize,
}

impl Kept {
    fn reaches(&mut self, from: usize, to: usize) -> bool {
        self.search += 1;
        let mut open = vec![from];
        while let Some(node) = open.pop() {
            if node == to {
                return true;
            }
            for &next in &self.next[node] {
                if std::mem::replace(&mut self.seen[next], self.search) != self.search {
                    open.push(next);
                }
            }
        }
        false
    }
}

fn edges(api: &Api, memory: &Memory) -> Vec<Edge> {
    (0..api.types.len()).flat_map(|owner| edges_of(api, memory, TypeId(owner))).collect()
}

fn edges_of(api: &Api, memory: &Memory, owner: TypeId) -> Vec<Edge> {
    let mut edges = Vec::new();
    for (member, ty) in members(api, owner).into_iter().enumerate() {
        if let Some(target) = held(api, ty) {
            let mut edge = Edge { new: true, owner, member, target };
            edge.new = memory.is_boxed(member_kind(api, &edge), &identity(api, &edge)).is_none();
            edges.push(edge);
        }
    }
    edges
}

/// The types of a type's fields or variants, in order.
fn members(api: &Api, id: TypeId) -> Vec<&Type> {
    match &api.type_def(id).shape {
        Shape::Union(union) => union.variants.iter().map(|variant| &variant.ty).collect(),
        shape @ (Shape::Struct(_) | Shape::Tuple(_)) => shape.fields().iter().map(|field| &field.ty).collect(),
        Shape::Enum(_) | Shape::Alias(_) | Shape::Newtype(_) => Vec::new(),
    }
}

/// The struct or union that a value holds in itself, seen through aliases.
fn held(api: &Api, ty: &Type) -> Option<TypeId> {
    let mut id = ty.held()?;
    while let Shape::Alias(next) | Shape::Newtype(next) = &api.type_def(id).shape {
        id = next.held()?;
    }
    Some(id)
}

fn member_kind(api: &Api, edge: &Edge) -> &'static str {
    match &api.type_def(edge.owner).shape {
        Shape::Union(_) => "var",
        Shape::Struct(_) | Shape::Tuple(_) | Shape::Enum(_) | Shape::Alias(_) | Shape::Newtype(_) => "field",
    }
}

fn identity(api: &Api, edge: &Edge) -> String {
    let def = api.type_def(edge.owner);
    match &def.shape {
        shape @ (Shape::Struct(_) | Shape::Tuple(_)) => shape.fields()[edge.member].identity.clone(),
        Shape::Union(union) => format!("{}/{}", def.identity, union.variants[edge.member].name.wire()),
        Shape::Enum(_) | Shape::Alias(_) | Shape::Newtype(_) => def.identity.clone(),
    }
}

fn set_boxed(api: &mut Api, edge: &Edge) {
    match &mut api.types[edge.owner.0].shape {
        Shape::Union(union) => union.variants[edge.member].boxed = true,
        shape @ (Shape::Struct(_) | Shape::Tuple(_)) => shape.fields_mut()[edge.member].boxed = true,
        Shape::Enum(_) | Shape::Alias(_) | Shape::Newtype(_) => {}
    }
}
