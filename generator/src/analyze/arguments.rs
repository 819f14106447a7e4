//! What constructors ask for, in an order that stays: code that calls one must not give a value to another field once the
//! document lists its properties otherwise.

use std::collections::HashMap;

use crate::lock::Memory;
use crate::model::{Api, Shape, Struct};

/// Puts the arguments of every constructor into the order that they had, newcomers behind them in the document's order.
/// One that could be called without the feature `mock` still can.
pub(super) fn order(api: &mut Api, memory: &Memory) {
    api.credential = credential(api, memory);
    for def in &mut api.types {
        let known = memory.constructor(&def.identity);
        def.open = def.in_request || known.as_ref().is_some_and(|known| known.open);
        if let Shape::Struct(shape) = &mut def.shape {
            shape.arguments = arguments(shape, known.map(|known| known.arguments).unwrap_or_default());
        }
    }
}

/// The constructor of the client takes the credential of the only scheme, unless it did not or took another one before:
/// a scheme that comes is no reason for it to change.
fn credential(api: &Api, memory: &Memory) -> Option<usize> {
    let before = api.schemes.iter().position(|scheme| memory.client_takes(Some(&scheme.identity())));
    before.or_else(|| (api.schemes.len() == 1 && !memory.client_takes(None)).then_some(0))
}

fn arguments(shape: &Struct, known: Vec<String>) -> Vec<usize> {
    let ranks: HashMap<String, usize> = known.into_iter().zip(0..).collect();
    let asked = shape.fields.iter().enumerate().filter(|(_, field)| field.is_argument());
    let mut arguments: Vec<usize> = asked.map(|(index, _)| index).collect();
    arguments.sort_by_key(|index| ranks.get(shape.fields[*index].name.snake()).copied().unwrap_or(usize::MAX));
    arguments
}
