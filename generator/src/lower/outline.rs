//! Values that the style of a parameter has no form for: OpenAPI leaves open how arrays and objects are written inside of
//! others, and has `deepObject` for objects alone (OpenAPI 3.0.4, 4.7.12.3).

use std::collections::BTreeSet;

use super::Lowering;
use crate::diagnostics::defect;
use crate::model::{Shape, Style, Type, TypeId};
use crate::pointer::Pointer;

impl Lowering<'_> {
    /// Says how the parameter `name` is written where OpenAPI doesn't.
    pub(super) fn note_outline(&mut self, style: Style, name: &str, ty: &Type, pointer: &Pointer) {
        let finding = match (style, self.outline(ty, &mut BTreeSet::new())) {
            (_, Outline::Unknown) => return,
            (Style::DeepObject, Outline::Scalar) => defect::deep_scalar(&pointer.key("style"), name),
            (Style::DeepObject, Outline::Array) => defect::deep_array(&pointer.key("style"), name),
            (Style::DeepObject, Outline::Nested) => defect::deeper_object(&pointer.key("style"), name),
            (_, Outline::Nested) => defect::nested_value(pointer),
            (_, Outline::Scalar | Outline::Array | Outline::Object) => return,
        };
        self.diagnostics.push(finding);
    }

    fn outline(&self, ty: &Type, seen: &mut BTreeSet<TypeId>) -> Outline {
        match self.resolve(ty) {
            Type::Any => Outline::Unknown,
            Type::Nullable(inner) => self.outline(&inner, seen),
            Type::Array(inner) => self.outline(&inner, seen).inside(Outline::Array),
            Type::Map(inner) => self.outline(&inner, seen).inside(Outline::Object),
            Type::Named(id) if seen.insert(id) => self.outline_of(id, seen),
            // What contains itself is an object in an object.
            Type::Named(_) => Outline::Nested,
            Type::Boolean | Type::OnlyBoolean(_) | Type::Float | Type::Double | Type::Decimal => Outline::Scalar,
            Type::Int32 | Type::Int64 | Type::UInt32 | Type::UInt64 => Outline::Scalar,
            Type::String | Type::Format(_) | Type::Bytes | Type::File => Outline::Scalar,
        }
    }

    fn outline_of(&self, id: TypeId, seen: &mut BTreeSet<TypeId>) -> Outline {
        let outline = match &self.types[id.0].shape {
            Shape::Struct(shape) => {
                let others = shape.additional.iter().map(|additional| &additional.ty);
                let held = shape.fields.iter().map(|field| &field.ty).chain(others);
                held.fold(Outline::Object, |outline, ty| outline.and(self.outline(ty, seen).inside(Outline::Object)))
            }
            Shape::Tuple(tuple) => {
                let held = tuple.items.iter().map(|item| &item.ty).chain(&tuple.rest);
                held.fold(Outline::Array, |outline, ty| outline.and(self.outline(ty, seen).inside(Outline::Array)))
            }
            Shape::Union(union) => {
                let outlines = union.variants.iter().map(|variant| self.outline(&variant.ty, seen));
                outlines
                    .reduce(|one, other| if one == other { one } else { one.either(other) })
                    .unwrap_or(Outline::Unknown)
            }
            Shape::Enum(_) => Outline::Scalar,
            Shape::Alias(ty) | Shape::Newtype(ty) => self.outline(ty, seen),
        };
        seen.remove(&id);
        outline
    }
}

/// What a value looks like to a style.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Outline {
    /// It can be anything, or one of several.
    Unknown,
    Scalar,
    Array,
    Object,
    /// An array or object with another one in it.
    Nested,
}

impl Outline {
    /// The form of an array or object that holds such values.
    fn inside(self, outer: Self) -> Self {
        match self {
            Self::Array | Self::Object | Self::Nested => Self::Nested,
            Self::Scalar | Self::Unknown => outer,
        }
    }

    /// The same value, of which more is known.
    fn and(self, other: Self) -> Self {
        if other == Self::Nested { other } else { self }
    }

    /// A value of either form.
    fn either(self, other: Self) -> Self {
        if self == Self::Nested || other == Self::Nested { Self::Nested } else { Self::Unknown }
    }
}
