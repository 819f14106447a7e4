//! Aliases that mention themselves: `type Tree = Vec<Tree>` is no Rust.

use std::collections::BTreeSet;

use super::circles::components;
use crate::model::{Api, Shape, Type, TypeId};

/// Turns each alias that mentions itself into a type of its own, and each that is nothing but itself into any value.
pub(super) fn break_aliases(api: &mut Api) {
    let aliases: Vec<TypeId> = (0..api.types.len()).map(TypeId).filter(|id| is_alias(api, *id)).collect();
    let empty: BTreeSet<TypeId> = aliases.iter().copied().filter(|id| is_nothing_but_itself(api, *id)).collect();
    for id in &empty {
        api.types[id.0].shape = Shape::Alias(Type::Any);
    }
    for id in recursive(api, &aliases) {
        if let Shape::Alias(inner) = &api.types[id.0].shape {
            api.types[id.0].shape = Shape::Newtype(inner.clone());
        }
    }
}

fn is_alias(api: &Api, id: TypeId) -> bool {
    alias_of(api, id).is_some()
}

fn alias_of(api: &Api, id: TypeId) -> Option<&Type> {
    match &api.type_def(id).shape {
        Shape::Alias(ty) => Some(ty),
        Shape::Struct(_) | Shape::Enum(_) | Shape::Union(_) | Shape::Tuple(_) | Shape::Newtype(_) => None,
    }
}

fn is_nothing_but_itself(api: &Api, start: TypeId) -> bool {
    let mut seen = BTreeSet::new();
    let mut current = start;
    while let Some(next) = alias_of(api, current).and_then(Type::held) {
        if next == start {
            return true;
        }
        if !seen.insert(next) {
            return false;
        }
        current = next;
    }
    false
}

/// The aliases that can be reached from their own definitions through aliases alone.
fn recursive(api: &Api, aliases: &[TypeId]) -> Vec<TypeId> {
    let mut edges = Vec::new();
    for id in aliases {
        if let Some(ty) = alias_of(api, *id) {
            edges.extend(ty.mentions().into_iter().map(|to| (*id, to)));
        }
    }
    let circles = components(api.types.len(), edges.iter().copied());
    let in_circle = |(from, to): &(TypeId, TypeId)| circles[from.0] == circles[to.0];
    let within: BTreeSet<TypeId> = edges.iter().filter(|edge| in_circle(edge)).map(|(from, _)| *from).collect();
    within.into_iter().collect()
}
