//! Which types requests and responses hold, and which features they need.

use std::collections::BTreeSet;

use crate::model::{Api, Gate, Operation, Type, TypeId};

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
            let gate = operation.gate.clone();
            gates[id.0] = Some(match gates[id.0].take() {
                Some(known) => known.or(gate),
                None => gate,
            });
        }
        requests.extend(sent);
        responses.extend(received);
    }
    let carried = closure(api, &webhook_types(api));
    for (index, gate) in gates.into_iter().enumerate() {
        let id = TypeId(index);
        let unreached = gate.is_none();
        let def = &mut api.types[index];
        def.in_request = unreached || requests.contains(&id);
        def.in_response = unreached || responses.contains(&id);
        def.gate = gate.filter(|_| !carried.contains(&id)).unwrap_or(Gate::Always);
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

/// No tag's feature gates what a webhook carries.
fn webhook_types(api: &Api) -> Vec<&Type> {
    api.webhooks.iter().filter_map(|webhook| webhook.body.as_ref()?.payload.ty()).collect()
}

fn request_types(operation: &Operation) -> Vec<&Type> {
    let parameters = operation.parameters.iter().map(|parameter| &parameter.ty);
    let contents = operation.body.iter().flat_map(|body| &body.contents);
    parameters.chain(contents.filter_map(|content| content.payload.ty())).collect()
}

fn response_types(operation: &Operation) -> Vec<&Type> {
    let bodies = operation.responses.all().filter_map(|response| response.content.as_ref()?.payload.ty());
    let carried = operation.callbacks.iter().filter_map(|callback| callback.body.as_ref()?.payload.ty());
    bodies.chain(operation.headers.iter().map(|header| &header.ty)).chain(carried).collect()
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
                open.extend(api.type_def(id).shape.members());
            }
        }
    }
    reached
}
