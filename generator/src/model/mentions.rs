//! Which types mention which.

use super::{Api, Type, TypeDef, TypeId};

/// The named types that each named type mentions in its own definition: gathered once, and gone through for each set of
/// types to begin with.
pub struct Mentions(Vec<Vec<TypeId>>);

impl Mentions {
    /// Gathers them.
    pub fn of(api: &Api) -> Self {
        let own = |def: &TypeDef| named(def.shape.members().into_iter());
        Self(api.types.iter().map(own).collect())
    }

    /// Which named types these mention, directly or not, by their ids.
    pub fn closure<'a>(&self, roots: impl Iterator<Item = &'a Type>) -> Vec<bool> {
        self.reached(named(roots))
    }

    /// Which these are, and which they mention, directly or not.
    pub fn reached(&self, mut open: Vec<TypeId>) -> Vec<bool> {
        let mut reached = vec![false; self.0.len()];
        while let Some(id) = open.pop() {
            if !std::mem::replace(&mut reached[id.0], true) {
                open.extend(&self.0[id.0]);
            }
        }
        reached
    }
}

fn named<'a>(types: impl Iterator<Item = &'a Type>) -> Vec<TypeId> {
    types.flat_map(Type::mentions).collect()
}
