//! Which types requests and responses hold, and which features they need.

use std::collections::BTreeSet;

use crate::model::{Api, Content, Gate, Operation, Outcome, Payload, Response, Shape, Type, TypeId};

/// Marks every type with the directions and the features that reach it. What no operation reaches can be used for
/// anything.
pub(super) fn mark(api: &mut Api) {
    let mut gates: Vec<Option<Gate>> = vec![None; api.types.len()];
    let mut requests = BTreeSet::new();
    let mut responses = BTreeSet::new();
    for operation in &api.operations {
        let sent = closure(api, &request_types(operation));
        let received = closure(api, &response_types(operation));
        for id in sent.union(&received) {
            gates[id.0] = Some(join(gates[id.0].take(), &operation.gate));
        }
        requests.extend(sent);
        responses.extend(received);
    }
    for (index, gate) in gates.into_iter().enumerate() {
        let id = TypeId(index);
        let unreached = gate.is_none();
        let def = &mut api.types[index];
        def.in_request = unreached || requests.contains(&id);
        def.in_response = unreached || responses.contains(&id);
        def.gate = gate.unwrap_or(Gate::Always);
    }
    open_gates_of_the_unreached(api);
}

/// A type that always exists needs all it mentions.
fn open_gates_of_the_unreached(api: &mut Api) {
    let always: Vec<Type> = (0..api.types.len())
        .filter(|index| api.types[*index].gate == Gate::Always)
        .map(|index| Type::Named(TypeId(index)))
        .collect();
    for id in closure(api, &always.iter().collect::<Vec<_>>()) {
        api.types[id.0].gate = Gate::Always;
    }
}

fn join(known: Option<Gate>, other: &Gate) -> Gate {
    match (known, other) {
        (None, gate) => gate.clone(),
        (Some(Gate::Always), _) | (_, Gate::Always) => Gate::Always,
        (Some(Gate::Any(mut features)), Gate::Any(more)) => {
            features.extend(more.iter().cloned());
            Gate::Any(features)
        }
    }
}

fn request_types(operation: &Operation) -> Vec<&Type> {
    let parameters = operation.parameters.iter().map(|parameter| &parameter.ty);
    let contents = operation.body.iter().flat_map(|body| &body.contents);
    parameters.chain(contents.filter_map(payload_type)).collect()
}

fn response_types(operation: &Operation) -> Vec<&Type> {
    let successes: Vec<&Response> = match &operation.responses.output {
        Outcome::Nothing => Vec::new(),
        Outcome::One(response) | Outcome::Optional(response) => vec![response],
        Outcome::Several(responses) => responses.iter().collect(),
    };
    let all = successes.into_iter().chain(&operation.responses.errors);
    let bodies = all.filter_map(|response| response.content.as_ref().and_then(payload_type));
    bodies.chain(operation.headers.iter().map(|header| &header.ty)).collect()
}

fn payload_type(content: &Content) -> Option<&Type> {
    match &content.payload {
        Payload::Json(ty) | Payload::Form(ty) => Some(ty),
        Payload::Text | Payload::Bytes => None,
    }
}

/// All named types that these mention, directly or not.
fn closure(api: &Api, roots: &[&Type]) -> BTreeSet<TypeId> {
    let mut reached = BTreeSet::new();
    let mut open: Vec<&Type> = roots.to_vec();
    while let Some(ty) = open.pop() {
        let mut found = Vec::new();
        ty.walk(&mut |inner| {
            if let Type::Named(id) = inner {
                found.push(*id);
            }
        });
        for id in found {
            if reached.insert(id) {
                open.extend(mentioned(api, id));
            }
        }
    }
    reached
}

/// The types that a definition mentions.
pub(super) fn mentioned(api: &Api, id: TypeId) -> Vec<&Type> {
    match &api.type_def(id).shape {
        Shape::Struct(shape) => {
            let fields = shape.fields.iter().map(|field| &field.ty);
            fields.chain(shape.additional.iter().map(|additional| &additional.ty)).collect()
        }
        Shape::Union(union) => union.variants.iter().map(|variant| &variant.ty).collect(),
        Shape::Alias(ty) | Shape::Newtype(ty) => vec![ty],
        Shape::Enum(_) => Vec::new(),
    }
}
