//! Which of two declarations of a property is the narrower one.

use openapiv3::{ReferenceOr, Schema, SchemaKind, Type as SchemaType};
use serde_json::Value;

use super::super::compare::{Told, Verdict, compare, extends, narrower};
use super::super::enums::{self, integer_values};
use super::super::fields::{Other, Property};
use super::super::object::{Nature, demands, is_constraint};
use super::super::{Lowering, component_key, tuple};
use super::{DEEPEST, written_here};
use crate::model::{Field, Shape, Struct, Type};
use crate::normalize::facts;

impl<'a> Lowering<'a> {
    pub(super) fn verdict_on_others(&self, earlier: &Other<'a>, later: &Other<'a>) -> Verdict {
        match (earlier, later) {
            (Other::Schema(one, _), Other::Schema(other, _)) if one == other => Verdict::Later,
            (Other::Inherited(one), Other::Inherited(other)) if one == other => Verdict::Later,
            _ => compare(&self.told_of_others(earlier), &self.told_of_others(later)),
        }
    }

    fn told_of_others(&self, other: &Other<'a>) -> Told {
        match other {
            Other::Anything => Told::Else,
            Other::Inherited(ty) => self.told_by_type(ty),
            Other::Schema(schema, _) => self.item(schema, 0).map_or(Told::Else, |item| self.told_by_schema(item)),
        }
    }

    pub(super) fn verdict(&self, earlier: &Property<'a>, later: &Property<'a>, depth: usize) -> Verdict {
        if self.is_same(earlier, later) {
            return Verdict::Later;
        }
        match (is_conditional(earlier), is_conditional(later)) {
            (true, false) => return Verdict::Later,
            (false, true) => return Verdict::Earlier,
            (true, true) => return self.wider(earlier, later, depth),
            (false, false) => {}
        }
        self.verdict_on_types(earlier, later, depth)
    }

    /// Each of two conditions allows what it says, so that the type has to hold the values of both.
    fn wider(&self, earlier: &Property<'a>, later: &Property<'a>, depth: usize) -> Verdict {
        match self.verdict_on_types(earlier, later, depth) {
            Verdict::Later => Verdict::Earlier,
            Verdict::Earlier => Verdict::Later,
            Verdict::Joined | Verdict::JoinedItems | Verdict::Shared | Verdict::Conflict => Verdict::Varying,
            Verdict::EarlierLoose | Verdict::LaterLoose | Verdict::Disjoint | Verdict::Uncompared => Verdict::Varying,
            Verdict::Varying => Verdict::Varying,
        }
    }

    fn verdict_on_types(&self, earlier: &Property<'a>, later: &Property<'a>, depth: usize) -> Verdict {
        match (demands_only(earlier), demands_only(later)) {
            (true, false) => return self.verdict_on_demands(later, Verdict::LaterLoose),
            (false, true) => return self.verdict_on_demands(earlier, Verdict::EarlierLoose),
            (true, true) | (false, false) => {}
        }
        match (self.told(earlier), self.told(later)) {
            (Told::Object, Told::Object) => self.verdict_on_objects(earlier, later),
            (Told::Object, map) | (map, Told::Object) if is_typed_map(&map) => self.verdict_on_map(earlier, later),
            (one, other) => match self.items_of(earlier).zip(self.items_of(later)) {
                Some(_) if depth == DEEPEST => Verdict::Uncompared,
                Some((one, other)) => self.verdict_on_items(&one, &other, depth + 1),
                None => compare(&one, &other),
            },
        }
    }

    /// Every item of an array is what each declaration says of it.
    fn verdict_on_items(&self, earlier: &Property<'a>, later: &Property<'a>, depth: usize) -> Verdict {
        match self.verdict(earlier, later, depth) {
            Verdict::Joined => Verdict::JoinedItems,
            Verdict::JoinedItems => Verdict::Uncompared,
            Verdict::Shared => Verdict::Conflict,
            other => other,
        }
    }

    /// What the items of an array are, as if they were the property.
    pub(super) fn items_of(&self, property: &Property<'a>) -> Option<Property<'a>> {
        match property {
            Property::Own(ReferenceOr::Item(schema), pointer) => match &schema.schema_kind {
                SchemaKind::Type(SchemaType::Array(array)) if tuple::items(array, schema).is_none() => {
                    Some(Property::Own(array.items.as_ref()?, pointer.key("items")))
                }
                _ => None,
            },
            Property::Inherited(field) => match self.resolve(&field.ty.clone().without_null()) {
                Type::Array(item) => Some(Property::Inherited(Box::new(Field { ty: *item, ..(**field).clone() }))),
                _ => None,
            },
            Property::JoinedItems(parts) => {
                Some(Property::Joined(parts.iter().filter_map(|part| self.items_of(part)).collect()))
            }
            Property::Own(ReferenceOr::Reference { .. }, _) | Property::Joined(_) => None,
            Property::Shared(..) | Property::Undeclared => None,
        }
    }

    fn is_same(&self, earlier: &Property<'a>, later: &Property<'a>) -> bool {
        match (earlier, later) {
            (Property::Own(ReferenceOr::Item(one), _), Property::Own(ReferenceOr::Item(other), _)) => {
                one.schema_kind == other.schema_kind
            }
            (Property::Own(one, _), Property::Own(other, _)) => one == other,
            (Property::Inherited(one), Property::Inherited(other)) => one.ty == other.ty,
            (Property::Inherited(field), Property::Own(ReferenceOr::Reference { reference }, _))
            | (Property::Own(ReferenceOr::Reference { reference }, _), Property::Inherited(field)) => {
                let id = component_key(reference, "schemas").and_then(|key| Some(self.components.get(&key)?.id));
                id.is_some_and(|id| field.ty.clone().without_null() == Type::Named(id))
            }
            (Property::Inherited(_) | Property::Own(..), _) => false,
            (Property::Joined(_) | Property::JoinedItems(_) | Property::Shared(..) | Property::Undeclared, _) => false,
        }
    }

    /// Objects are joined if one is written at its place. A type that has a name already stays what it is.
    fn verdict_on_objects(&self, earlier: &Property<'a>, later: &Property<'a>) -> Verdict {
        if self.waits_for_either(earlier, later) {
            return Verdict::Uncompared;
        }
        if is_inline(earlier) || is_inline(later) {
            return Verdict::Joined;
        }
        match (self.struct_told(earlier), self.struct_told(later)) {
            (Some(one), Some(other)) => narrower(extends(&other, &one), extends(&one, &other)),
            (None, _) | (_, None) => Verdict::Uncompared,
        }
    }

    /// What the map says of all members holds for those that have no name.
    fn verdict_on_map(&self, earlier: &Property<'a>, later: &Property<'a>) -> Verdict {
        let joins = (is_inline(earlier) || is_inline(later)) && !self.waits_for_either(earlier, later);
        if joins { Verdict::Joined } else { Verdict::Uncompared }
    }

    /// Properties that are demanded make an object of no array and of no string: they say nothing of the type.
    fn verdict_on_demands(&self, typed: &Property<'a>, otherwise: Verdict) -> Verdict {
        let joins = matches!(self.told(typed), Told::Object) && !self.waits_for(typed);
        if joins { Verdict::Joined } else { otherwise }
    }

    fn waits_for_either(&self, earlier: &Property<'a>, later: &Property<'a>) -> bool {
        self.waits_for(earlier) || self.waits_for(later)
    }

    fn waits_for(&self, property: &Property<'a>) -> bool {
        match property {
            Property::Own(ReferenceOr::Reference { reference }, _) => {
                self.is_under_way(&ReferenceOr::Reference { reference: reference.clone() })
            }
            Property::Own(ReferenceOr::Item(item), _) => match &item.schema_kind {
                SchemaKind::AllOf { all_of } => all_of.iter().any(|part| self.is_under_way(part)),
                SchemaKind::Type(_) | SchemaKind::Any(_) | SchemaKind::Not { .. } => false,
                SchemaKind::OneOf { .. } | SchemaKind::AnyOf { .. } => false,
            },
            Property::Inherited(_) | Property::Joined(_) | Property::JoinedItems(_) => false,
            Property::Shared(..) | Property::Undeclared => false,
        }
    }

    fn struct_told(&self, property: &Property<'a>) -> Option<Struct> {
        let ty = match property {
            Property::Inherited(field) => field.ty.clone(),
            Property::Own(ReferenceOr::Reference { reference }, _) => {
                Type::Named(self.components.get(&component_key(reference, "schemas")?)?.id)
            }
            Property::Own(ReferenceOr::Item(_), _) | Property::Joined(_) => return None,
            Property::JoinedItems(_) | Property::Shared(..) | Property::Undeclared => return None,
        };
        self.struct_of_type(&ty)
    }

    pub(super) fn struct_of_type(&self, ty: &Type) -> Option<Struct> {
        match self.resolve(&ty.clone().without_null()) {
            Type::Named(id) => self.struct_shape(id),
            _ => None,
        }
    }

    pub(super) fn told(&self, property: &Property<'a>) -> Told {
        match property {
            Property::Inherited(field) => self.told_by_type(&field.ty),
            Property::Joined(_) => Told::Object,
            Property::JoinedItems(_) | Property::Undeclared => Told::Else,
            Property::Shared(values, ..) => Told::Values(values.clone()),
            Property::Own(ReferenceOr::Item(item), _) => self.told_by_schema(item),
            Property::Own(ReferenceOr::Reference { reference }, _) => {
                let key = component_key(reference, "schemas");
                let item = key.and_then(|key| self.item(self.component_schema(&key)?, 0));
                item.map_or(Told::Else, |item| self.told_by_schema(item))
            }
        }
    }

    fn told_by_schema(&self, schema: &Schema) -> Told {
        match &schema.schema_kind {
            SchemaKind::Type(SchemaType::String(string)) if !string.enumeration.is_empty() => {
                Told::Values(string.enumeration.iter().flatten().cloned().map(Value::from).collect())
            }
            SchemaKind::Type(SchemaType::Integer(integer)) if !integer_values(integer, schema).is_empty() => {
                let values = integer_values(integer, schema).into_iter();
                Told::Values(values.filter(|value| !value.is_null()).collect())
            }
            SchemaKind::Type(SchemaType::Number(number)) if !number.enumeration.is_empty() => {
                Told::Values(number.enumeration.iter().flatten().copied().map(Value::from).collect())
            }
            SchemaKind::Type(SchemaType::Boolean(boolean)) => Told::Plain(enums::boolean(boolean)),
            SchemaKind::Type(SchemaType::Object(object)) if !object.properties.is_empty() => Told::Object,
            SchemaKind::Type(SchemaType::Object(object)) if !is_constraint(object) => Told::Map,
            SchemaKind::Any(any) if !any.properties.is_empty() => Told::Object,
            SchemaKind::AllOf { all_of } if self.joined_nature(all_of, 0) == Nature::Object => Told::Object,
            SchemaKind::Type(_) | SchemaKind::Any(_) => self.unnamed(schema).map_or(Told::Else, Told::Plain),
            SchemaKind::AllOf { .. } | SchemaKind::OneOf { .. } | SchemaKind::AnyOf { .. } => Told::Else,
            SchemaKind::Not { .. } => Told::Else,
        }
    }

    fn told_by_type(&self, ty: &Type) -> Told {
        match self.resolve(&ty.clone().without_null()) {
            Type::Named(id) => match &self.types[id.0].shape {
                Shape::Struct(_) => Told::Object,
                Shape::Enum(listed) => {
                    Told::Values(listed.variants.iter().map(|variant| variant.value.clone()).collect())
                }
                Shape::Alias(_) | Shape::Union(_) | Shape::Tuple(_) | Shape::Newtype(_) => Told::Else,
            },
            // A component that is still being read.
            Type::Any => Told::Else,
            plain => Told::Plain(plain),
        }
    }
}

/// Does it say no more than that some properties must be there, its own or those of its items?
fn demands_only(property: &Property<'_>) -> bool {
    match property {
        Property::Own(ReferenceOr::Item(schema), _) => demands(schema) || demands_of_items(schema),
        Property::Own(ReferenceOr::Reference { .. }, _) => false,
        Property::Inherited(_) | Property::Joined(_) | Property::JoinedItems(_) => false,
        Property::Shared(..) | Property::Undeclared => false,
    }
}

fn demands_of_items(schema: &Schema) -> bool {
    let SchemaKind::Type(SchemaType::Array(array)) = &schema.schema_kind else { return false };
    let item = array.items.as_ref().and_then(|items| items.as_item());
    item.is_some_and(|item| demands(item) || demands_of_items(item))
}

/// Is it only there, or only like this, under a condition? What holds without one goes before.
fn is_conditional(property: &Property<'_>) -> bool {
    written_here(property).is_some_and(|(schema, _)| schema.schema_data.extensions.contains_key(facts::CONDITIONAL))
}

fn is_typed_map(told: &Told) -> bool {
    match told {
        Told::Map => true,
        Told::Plain(Type::Map(value)) => **value != Type::Any,
        Told::Plain(_) | Told::Object | Told::Values(_) | Told::Else => false,
    }
}

fn is_inline(property: &Property<'_>) -> bool {
    matches!(property, Property::Own(ReferenceOr::Item(_), _) | Property::Joined(_))
}
