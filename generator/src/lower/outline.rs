//! Values that the style of a parameter has no form for: OpenAPI leaves open how arrays and objects are written inside of
//! others, and has `deepObject` for objects alone (OpenAPI 3.0.4, 4.7.12.3).

use std::collections::BTreeSet;

use super::Lowering;
use crate::diagnostics::defect;
use crate::model::{Shape, Style, Type, TypeId};
use crate::pointer::Pointer;

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

impl Lowering<'_> {
    /// Says how the parameter `name`, or the property of a form, is written where OpenAPI doesn't; `as_json` is how the
    /// document would say that a list is JSON.
    pub(super) fn note_outline(
        &mut self,
        (style, explode): (Style, bool),
        name: &str,
        ty: &Type,
        (pointer, as_json): (&Pointer, &str),
    ) {
        let (is_deep, keyword) = (style == Style::DeepObject, pointer.key("style"));
        let repeats = style == Style::Form && explode && self.has_names(ty);
        let finding = match self.outline(ty, &mut BTreeSet::new()) {
            Outline::Scalar if is_deep => defect::deep_scalar(&keyword, name),
            Outline::Array if is_deep => defect::deep_array(&keyword, name),
            Outline::Nested if is_deep => defect::deeper_object(&keyword, name),
            Outline::Nested if style == Style::Form && self.is_list(ty) => {
                defect::nested_items(pointer, explode, name, as_json)
            }
            Outline::Nested => defect::nested_value(pointer, repeats),
            Outline::Unknown | Outline::Scalar | Outline::Array | Outline::Object => return,
        };
        self.diagnostics.push(finding);
    }

    fn is_list(&self, ty: &Type) -> bool {
        matches!(self.resolve(&ty.clone().without_null()), Type::Array(_))
    }

    /// How the items of a list are written that no style has a form for.
    pub(super) fn items_as_json(&self, style: Style, ty: &Type) -> Option<String> {
        let is_nested = style != Style::DeepObject && self.is_list(ty);
        let is_nested = is_nested && self.outline(ty, &mut BTreeSet::new()) == Outline::Nested;
        is_nested.then(|| "Each item: JSON, as the document does not say how it is written".to_owned())
    }

    /// Is it an object, and no list?
    fn has_names(&self, ty: &Type) -> bool {
        match self.resolve(&ty.clone().without_null()) {
            Type::Map(_) => true,
            Type::Named(id) => matches!(self.types[id.0].shape, Shape::Struct(_)),
            _ => false,
        }
    }

    fn outline(&self, ty: &Type, seen: &mut BTreeSet<TypeId>) -> Outline {
        match self.resolve(ty) {
            Type::Any => Outline::Unknown,
            Type::Nullable(inner) => self.outline(&inner, seen),
            Type::Array(inner) => self.holding([&*inner], Outline::Array),
            Type::Map(inner) => self.holding([&*inner], Outline::Object),
            Type::Named(id) if seen.insert(id) => self.outline_of(id, seen),
            Type::Named(_) => Outline::Unknown,
            Type::Boolean | Type::OnlyBoolean(_) | Type::Float | Type::Double | Type::Decimal => Outline::Scalar,
            Type::Int32 | Type::Int64 | Type::UInt32 | Type::UInt64 => Outline::Scalar,
            Type::String | Type::Format(_) | Type::Bytes | Type::File => Outline::Scalar,
        }
    }

    fn outline_of(&self, id: TypeId, seen: &mut BTreeSet<TypeId>) -> Outline {
        match &self.types[id.0].shape {
            Shape::Struct(shape) => {
                let others = shape.additional.iter().map(|additional| &additional.ty);
                self.holding(shape.fields.iter().map(|field| &field.ty).chain(others), Outline::Object)
            }
            Shape::Tuple(tuple) => {
                self.holding(tuple.items.iter().map(|item| &item.ty).chain(&tuple.rest), Outline::Array)
            }
            Shape::Union(union) => {
                let outlines = union.variants.iter().map(|variant| self.outline(&variant.ty, seen));
                outlines.reduce(either).unwrap_or(Outline::Unknown)
            }
            Shape::Enum(_) => Outline::Scalar,
            Shape::Alias(ty) | Shape::Newtype(ty) => self.outline(ty, seen),
        }
    }

    /// The outline of an array or object that holds such values.
    fn holding<'t>(&self, held: impl IntoIterator<Item = &'t Type>, outer: Outline) -> Outline {
        let nested = held.into_iter().any(|ty| self.has_members(ty, &mut BTreeSet::new()));
        if nested { Outline::Nested } else { outer }
    }

    /// Can it be an array or an object?
    fn has_members(&self, ty: &Type, seen: &mut BTreeSet<TypeId>) -> bool {
        match self.resolve(ty) {
            Type::Array(_) | Type::Map(_) => true,
            Type::Nullable(inner) => self.has_members(&inner, seen),
            Type::Named(id) => match &self.types[id.0].shape {
                Shape::Struct(_) | Shape::Tuple(_) => true,
                Shape::Union(union) => {
                    seen.insert(id) && union.variants.iter().any(|variant| self.has_members(&variant.ty, seen))
                }
                Shape::Alias(ty) | Shape::Newtype(ty) => seen.insert(id) && self.has_members(ty, seen),
                Shape::Enum(_) => false,
            },
            Type::Any | Type::Boolean | Type::OnlyBoolean(_) | Type::Float | Type::Double | Type::Decimal => false,
            Type::Int32 | Type::Int64 | Type::UInt32 | Type::UInt64 => false,
            Type::String | Type::Format(_) | Type::Bytes | Type::File => false,
        }
    }
}

fn either(one: Outline, other: Outline) -> Outline {
    match (one, other) {
        (one, other) if one == other => one,
        (Outline::Nested, _) | (_, Outline::Nested) => Outline::Nested,
        _ => Outline::Unknown,
    }
}
