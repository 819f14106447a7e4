//! What has only one value is sent by itself.

use std::collections::BTreeMap;

use crate::lock::{Memory, argument_identity};
use crate::model::{Api, Constant, Field, Operation, Parameter, Shape, Type, TypeId, Union};

/// Marks every property, item and parameter that must be there and has only one value.
///
/// One that had only one when it got its name keeps it by itself: a value that comes to an `enum` must not become an
/// argument that every caller lacks.
pub(super) fn mark(api: &mut Api, memory: &Memory) {
    let tags = tags(api);
    for index in 0..api.types.len() {
        let fields = api.types[index].shape.fields().iter();
        let tag = |field: &Field| match &tags.get(&(TypeId(index), field.name.wire().to_owned()))?[..] {
            [only] => Some(only.as_str()),
            _ => None,
        };
        let constant =
            |field: &Field| of_field(api, field, memory).or_else(|| of_discriminator(api, field, tag(field)?, memory));
        let constants: Vec<_> = fields.map(constant).collect();
        for (field, constant) in api.types[index].shape.fields_mut().iter_mut().zip(constants) {
            field.constant = constant;
        }
    }
    for index in 0..api.operations.len() {
        let operation = &api.operations[index];
        let parameters = operation.parameters.iter();
        let constants: Vec<_> = parameters.map(|parameter| of_parameter(api, operation, parameter, memory)).collect();
        for (parameter, constant) in api.operations[index].parameters.iter_mut().zip(constants) {
            parameter.constant = constant;
        }
    }
}

fn of_field(api: &Api, field: &Field, memory: &Memory) -> Option<Constant> {
    let remembered = memory.constant("field", &field.identity);
    let constant = literal(api, field.constant.clone(), &field.ty).or_else(|| variant(api, &field.ty, remembered));
    constant.filter(|_| field.required)
}

fn of_parameter(api: &Api, operation: &Operation, parameter: &Parameter, memory: &Memory) -> Option<Constant> {
    let identity = argument_identity(&operation.identity(), parameter.location, parameter.name.wire());
    let remembered = memory.constant("arg", &identity);
    let constant =
        literal(api, parameter.constant.clone(), &parameter.ty).or_else(|| variant(api, &parameter.ty, remembered));
    constant.filter(|_| parameter.required)
}

/// The values that say in all of its unions which branch each struct is, by the struct and the property. A default branch
/// has none: any does that means no other.
type Tags = BTreeMap<(TypeId, String), Vec<String>>;

fn tags(api: &Api) -> Tags {
    let mut tags = Tags::new();
    for def in &api.types {
        if let Shape::Union(union) = &def.shape {
            add_tags(api, union, &mut tags);
        }
    }
    tags
}

fn add_tags(api: &Api, union: &Union, tags: &mut Tags) {
    let Some(discriminator) = &union.discriminator else { return };
    for variant in &union.variants {
        let Some(id) = api.behind(&variant.ty) else { continue };
        let is_default = discriminator.default.as_ref() == Some(&variant.name);
        let own: &[String] = if is_default { &[] } else { &variant.tags };
        let known = tags.entry((id, discriminator.property.clone())).or_insert_with(|| own.to_vec());
        known.retain(|tag| own.contains(tag));
    }
}

/// The discriminator of a branch has the value that means this branch. One that a constructor has asked for so far is
/// asked for still.
fn of_discriminator(api: &Api, field: &Field, tag: &str, memory: &Memory) -> Option<Constant> {
    let is_known = memory.name("field", &field.identity).is_some();
    if field.required && is_known && memory.constant("field", &field.identity).is_none() {
        return None;
    }
    match &field.ty {
        Type::String => Some(Constant::Text(tag.to_owned())),
        ty => {
            let variants = &api.enumeration(ty)?.variants;
            variants.iter().position(|variant| variant.name.wire() == tag).map(Constant::Variant)
        }
    }
}

/// The only value of a type that is no enum.
fn literal(api: &Api, constant: Option<Constant>, ty: &Type) -> Option<Constant> {
    match api.resolved(ty) {
        Type::OnlyBoolean(value) => Some(Constant::Boolean(*value)),
        Type::String => constant.filter(|constant| matches!(constant, Constant::Text(_))),
        _ => constant.filter(|constant| matches!(constant, Constant::Null | Constant::Json(_)) && *ty == Type::Any),
    }
}

/// The only value of an enum, or the one that was its only one.
fn variant(api: &Api, ty: &Type, remembered: Option<&str>) -> Option<Constant> {
    let variants = &api.enumeration(ty)?.variants;
    let remembered = || variants.iter().position(|variant| Some(variant.name.wire()) == remembered);
    let index = if variants.len() == 1 { Some(0) } else { remembered() };
    index.map(Constant::Variant)
}
