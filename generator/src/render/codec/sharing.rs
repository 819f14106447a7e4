//! Values that are of several branches of a union at once (`anyOf`).

use std::collections::BTreeSet;

use crate::model::{Api, Shape, Struct, Type, TypeId, Union};

/// How deep types are looked into, and how many pairs of them are compared; what is beyond may share members.
const DEEPEST: u8 = 32;
const MOST: usize = 10_000;

/// Can a value be of several branches at once, and have members of one, or of a value inside of it, that another does not
/// know?
pub(in super::super) fn may_share(api: &Api, union: &Union) -> bool {
    let mut comparison = Comparison { api, seen: BTreeSet::new(), left: MOST };
    let pairs = union.variants.iter().flat_map(|one| union.variants.iter().map(move |other| (&one.ty, &other.ty)));
    let mut pairs = pairs.filter(|_| union.overlapping && union.discriminator.is_none());
    pairs.any(|(one, other)| comparison.lacks(one, other, DEEPEST))
}

/// A comparison of types under way.
struct Comparison<'a> {
    api: &'a Api,
    /// The types that have been compared.
    seen: BTreeSet<(TypeId, TypeId)>,
    left: usize,
}

impl<'a> Comparison<'a> {
    /// Does the first type pass over a member that the second one has?
    fn lacks(&mut self, one: &'a Type, other: &'a Type, depth: u8) -> bool {
        let (Some(depth), Some(left)) = (depth.checked_sub(1), self.left.checked_sub(1)) else { return true };
        self.left = left;
        match (self.api.resolved(one), self.api.resolved(other)) {
            (Type::Nullable(one), other) => self.lacks(one, other, depth),
            (one, Type::Nullable(other)) => self.lacks(one, other, depth),
            (Type::Named(one), Type::Named(other)) if one == other || !self.seen.insert((*one, *other)) => false,
            (Type::Named(id), other) if self.union_of(*id).is_some() => {
                self.union_of(*id).into_iter().flatten().any(|variant| self.lacks(variant, other, depth))
            }
            (one, Type::Named(id)) if self.union_of(*id).is_some() => {
                self.union_of(*id).into_iter().flatten().any(|variant| self.lacks(one, variant, depth))
            }
            (Type::Array(one), Type::Array(other)) | (Type::Map(one), Type::Map(other)) => {
                self.lacks(one, other, depth)
            }
            (Type::Named(one), Type::Named(other)) => match (self.struct_of(*one), self.struct_of(*other)) {
                (Some(one), Some(other)) => self.lacks_member(one, other, depth),
                _ => false,
            },
            (Type::Map(value), Type::Named(id)) => self.fields_of(*id).any(|field| self.lacks(value, field, depth)),
            (Type::Named(id), Type::Map(value)) => self.fields_of(*id).any(|field| self.lacks(field, value, depth)),
            _ => false,
        }
    }

    fn lacks_member(&mut self, one: &'a Struct, other: &'a Struct, depth: u8) -> bool {
        other.fields.iter().any(|field| match one.fields.iter().find(|own| own.name.wire() == field.name.wire()) {
            Some(own) => self.lacks(&own.ty, &field.ty, depth),
            None => one.additional.as_ref().is_none_or(|rest| self.lacks(&rest.ty, &field.ty, depth)),
        })
    }

    /// The branches of a union.
    fn union_of(&self, id: TypeId) -> Option<Vec<&'a Type>> {
        match &self.api.type_def(id).shape {
            Shape::Union(union) => Some(union.variants.iter().map(|variant| &variant.ty).collect()),
            Shape::Struct(_) | Shape::Enum(_) | Shape::Tuple(_) | Shape::Alias(_) | Shape::Newtype(_) => None,
        }
    }

    fn struct_of(&self, id: TypeId) -> Option<&'a Struct> {
        match &self.api.type_def(id).shape {
            Shape::Struct(shape) => Some(shape),
            Shape::Enum(_) | Shape::Union(_) | Shape::Tuple(_) | Shape::Alias(_) | Shape::Newtype(_) => None,
        }
    }

    fn fields_of(&self, id: TypeId) -> impl Iterator<Item = &'a Type> + use<'a> {
        self.struct_of(id).into_iter().flat_map(|shape| shape.fields.iter().map(|field| &field.ty))
    }
}
