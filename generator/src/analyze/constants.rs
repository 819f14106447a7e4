//! What has only one value is sent by itself.

use crate::lock::{Memory, argument_identity};
use crate::model::{Api, Constant, Field, Operation, Parameter, Type};

/// Marks every property, item and parameter that must be there and has only one value.
///
/// One that had only one when it got its name keeps it by itself: a value that comes to an `enum` must not become an
/// argument that every caller lacks.
pub(super) fn mark(api: &mut Api, memory: &Memory) {
    for index in 0..api.types.len() {
        let fields = api.types[index].shape.fields().iter();
        let constants: Vec<_> = fields.map(|field| of_field(api, field, memory)).collect();
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
    let constant = literal(field.constant, &field.ty).or_else(|| variant(api, &field.ty, remembered));
    constant.filter(|_| field.required)
}

fn of_parameter(api: &Api, operation: &Operation, parameter: &Parameter, memory: &Memory) -> Option<Constant> {
    let identity = argument_identity(&operation.identity(), parameter.location, parameter.name.wire());
    let remembered = memory.constant("arg", &identity);
    let constant = literal(parameter.constant, &parameter.ty).or_else(|| variant(api, &parameter.ty, remembered));
    constant.filter(|_| parameter.required)
}

/// The only value of a type that is no enum.
fn literal(constant: Option<Constant>, ty: &Type) -> Option<Constant> {
    match ty {
        Type::OnlyBoolean(value) => Some(Constant::Boolean(*value)),
        _ => constant.filter(|constant| *constant == Constant::Null && *ty == Type::Any),
    }
}

/// The only value of an enum, or the one that was its only one.
fn variant(api: &Api, ty: &Type, remembered: Option<&str>) -> Option<Constant> {
    let variants = &api.enumeration(ty)?.variants;
    let remembered = || variants.iter().position(|variant| Some(variant.name.wire()) == remembered);
    let index = if variants.len() == 1 { Some(0) } else { remembered() };
    index.map(Constant::Variant)
}
