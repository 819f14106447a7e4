//! `Api` -> `Api`: what only shows when the whole is known. Cannot fail.

mod arguments;
mod boxes;
mod circles;
mod constants;
mod cycles;
mod example;
mod reach;
mod sizes;

use std::collections::HashSet;

use crate::lock::Memory;
use crate::model::{Api, Field, Shape, Struct, TypeId};

/// Breaks recursive types, finds which types requests, responses and features need, and lets go of what a direction
/// cannot carry; what has one value only is no longer asked for, and all else in the order in
/// which it was.
pub fn analyze(mut api: Api, memory: &Memory) -> Api {
    cycles::break_aliases(&mut api);
    boxes::place(&mut api, memory);
    reach::mark(&mut api);
    relax_directions(&mut api);
    constants::mark(&mut api, memory);
    arguments::order(&mut api, memory);
    api.example = example::choose(&api, memory);
    api
}

/// What the type of such a property does not say.
fn direction(field: &Field) -> &'static str {
    match (field.read_only, field.required) {
        (true, true) => "Only in responses, and always there",
        (true, false) => "Only in responses",
        (false, true) => "Only in requests, which must have it",
        (false, false) => "Only in requests",
    }
}

/// A `readOnly` property is no part of a request and a `writeOnly` one no part of a response (OpenAPI 3.0.3,
/// 4.7.24.2): where one type serves both, it cannot demand them. A name that `required` alone speaks of is mostly one that
/// was forgotten there: no answer fails for it, unless it tells the branches of a union apart.
fn relax_directions(api: &mut Api) {
    let branches = branches(api);
    for (index, def) in api.types.iter_mut().enumerate() {
        let (request, response) = (def.in_request, def.in_response);
        if let Shape::Struct(Struct { fields, .. }) = &mut def.shape {
            for field in fields {
                let absent = (field.read_only && request) || (field.write_only && response);
                field.docs.facts.extend(absent.then(|| direction(field).to_owned()));
                let absent = absent || field.undeclared && response && !branches.contains(&TypeId(index));
                let relaxed = field.required && absent;
                field.asked = relaxed && request && !field.read_only;
                field.answered = relaxed && response && field.read_only && !field.write_only;
                field.required &= !relaxed;
            }
        }
    }
}

/// The types that are branches of unions.
fn branches(api: &Api) -> HashSet<TypeId> {
    let unions = api.types.iter().filter_map(|def| match &def.shape {
        Shape::Union(union) => Some(union),
        Shape::Struct(_) | Shape::Enum(_) | Shape::Tuple(_) | Shape::Alias(_) | Shape::Newtype(_) => None,
    });
    unions.flat_map(|union| &union.variants).filter_map(|variant| api.behind(&variant.ty)).collect()
}
