//! Aliases that mention themselves: `type Tree = Vec<Tree>` is no Rust.

use std::collections::BTreeSet;

use crate::model::{Api, Shape, Type, TypeId};

/// Turns each alias that mentions itself into a type of its own, and each that is nothing but itself into any value.
pub(super) fn break_aliases(api: &mut Api) {
    let aliases: Vec<TypeId> = (0..api.types.len()).map(TypeId).filter(|id| is_alias(api, *id)).collect();
    let empty: BTreeSet<TypeId> = aliases.iter().copied().filter(|id| is_nothing_but_itself(api, *id)).collect();
    for id in &empty {
        api.types[id.0].shape = Shape::Alias(Type::Any);
    }
    let recursive: Vec<TypeId> = aliases.into_iter().filter(|id| mentions_itself(api, *id)).collect();
    for id in recursive {
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

/// Can `start` be reached from its own definition through aliases alone?
fn mentions_itself(api: &Api, start: TypeId) -> bool {
    let mut seen = BTreeSet::new();
    let mut open = vec![start];
    while let Some(id) = open.pop() {
        let mut mentioned = Vec::new();
        if let Some(ty) = alias_of(api, id) {
            ty.walk(&mut |inner| mentioned.extend(named(inner)));
        }
        if mentioned.contains(&start) {
            return true;
        }
        open.extend(mentioned.into_iter().filter(|next| seen.insert(*next)));
    }
    false
}

fn named(ty: &Type) -> Option<TypeId> {
    if let Type::Named(id) = ty { Some(*id) } else { None }
}
