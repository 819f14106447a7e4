//! Which operation the documentation of the crate shows: the one it showed before, so that no addition moves it.

use crate::lock::{EXAMPLE, Memory};
use crate::model::{Api, Operation, Outcome, Type};

/// More arguments than this are no example.
const MOST_ARGUMENTS: usize = 3;

/// An operation whose required arguments are a few strings: one that has any and gives something is the most telling,
/// and of several such ones the first by name.
pub(super) fn choose(api: &Api, memory: &Memory) -> Option<usize> {
    let simple = api.operations.iter().enumerate().filter(|(_, operation)| is_simple(operation));
    let rank = |(_, operation): &(usize, &Operation)| {
        let shown = memory.name(EXAMPLE, &operation.identity()).is_some();
        let gives = operation.responses.output != Outcome::Nothing;
        (!shown, !gives, operation.parameters.is_empty(), operation.name.snake().to_owned())
    };
    simple.min_by_key(rank).map(|(index, _)| index)
}

fn is_simple(operation: &Operation) -> bool {
    let required: Vec<_> = operation.parameters.iter().filter(|parameter| parameter.is_argument()).collect();
    let strings = required.iter().all(|parameter| parameter.ty == Type::String);
    let body = operation.body.as_ref().is_some_and(|body| body.required);
    strings && required.len() <= MOST_ARGUMENTS && !body && !operation.deprecated && operation.method == "GET"
}
