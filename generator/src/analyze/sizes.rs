//! How many bytes a value of a type takes by itself, near enough to tell large from small.

use crate::model::{Api, Field, Shape, Type, TypeId};

/// More bytes than this are not held in place: some twenty strings with as many numbers are less.
pub(super) const LARGE: usize = 1024;

/// A pointer, an `i64`, an `f64`, or the word that tells which variant it is.
const WORD: usize = 8;

/// A `String`, `Vec` or `BTreeMap`.
const OWNED: usize = 3 * WORD;

/// A `serde_json::Value`, which each union has a variant of.
const VALUE: usize = 4 * WORD;

/// The largest type of another crate.
const FOREIGN: usize = 11 * WORD;

/// What is known of each type so far.
pub(super) struct Sizes(Vec<usize>);

impl Sizes {
    /// Nothing is known of as many types.
    pub(super) fn new(types: usize) -> Self {
        Self(vec![0; types])
    }

    /// The bytes of a type.
    pub(super) fn known(&self, id: TypeId) -> usize {
        self.0[id.0]
    }

    /// Adds a type that holds only known ones.
    pub(super) fn learn(&mut self, api: &Api, id: TypeId) {
        self.0[id.0] = match &api.type_def(id).shape {
            Shape::Struct(shape) => {
                let fields = shape.fields.iter().map(|field| self.field(field));
                let additional = if shape.additional.is_some() { OWNED } else { 0 };
                fields.fold(additional, usize::saturating_add)
            }
            Shape::Tuple(shape) => {
                let items = shape.items.iter().map(|item| self.field(item));
                items.fold(if shape.rest.is_some() { OWNED } else { 0 }, usize::saturating_add)
            }
            Shape::Union(union) => {
                let variants = union.variants.iter().map(|variant| self.placed(&variant.ty, variant.boxed));
                variants.fold(VALUE, usize::max).saturating_add(WORD)
            }
            Shape::Enum(_) => OWNED,
            Shape::Alias(ty) | Shape::Newtype(ty) => self.ty(ty),
        };
    }

    fn field(&self, field: &Field) -> usize {
        self.placed(&field.ty, field.boxed).saturating_add(if field.required { 0 } else { WORD })
    }

    fn placed(&self, ty: &Type, boxed: bool) -> usize {
        if boxed { WORD } else { self.ty(ty) }
    }

    fn ty(&self, ty: &Type) -> usize {
        match ty {
            Type::Boolean | Type::OnlyBoolean(_) | Type::Int32 | Type::UInt32 | Type::Float => WORD / 2,
            Type::Int64 | Type::UInt64 | Type::Double => WORD,
            Type::Decimal => 2 * WORD,
            Type::String | Type::Array(_) | Type::Map(_) => OWNED,
            Type::Any | Type::Bytes => VALUE,
            Type::Format(_) | Type::File => FOREIGN,
            Type::Nullable(inner) => self.ty(inner).saturating_add(WORD),
            Type::Named(id) => self.known(*id),
        }
    }
}

/// The types that a type holds in itself, without a `Box`.
pub(super) fn within(api: &Api, id: TypeId) -> impl Iterator<Item = TypeId> {
    let placed = |ty: &Type, boxed: bool| if boxed { None } else { ty.held() };
    let held: Vec<TypeId> = match &api.type_def(id).shape {
        Shape::Union(union) => union.variants.iter().filter_map(|variant| placed(&variant.ty, variant.boxed)).collect(),
        Shape::Alias(ty) | Shape::Newtype(ty) => ty.held().into_iter().collect(),
        shape @ (Shape::Struct(_) | Shape::Tuple(_) | Shape::Enum(_)) => {
            shape.fields().iter().filter_map(|field| placed(&field.ty, field.boxed)).collect()
        }
    };
    held.into_iter()
}
