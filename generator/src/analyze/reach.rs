//! Which types requests and responses hold, and which features they need.

use std::collections::BTreeSet;

use crate::model::{Api, Gate, Type, TypeId};

/// Marks every type with the directions and the features that reach it. What no operation reaches can be used for
/// anything.
pub(super) fn mark(api: &mut Api) {
    let mut gates: Vec<Option<Gate>> = vec![None; api.types.len()];
    let mut requests = BTreeSet::new();
    let mut responses = BTreeSet::new();
    for operation in &api.operations {
        let sent = closure(api, operation.request_types());
        let received = closure(api, operation.response_types());
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
    let carried = closure(api, webhook_types(api));
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
    for id in closure(api, &always) {
        api.types[id.0].gate = Gate::Always;
    }
}

/// No tag's feature gates what a webhook carries.
fn webhook_types(api: &Api) -> impl Iterator<Item = &Type> {
    api.webhooks.iter().filter_map(|webhook| webhook.body.as_ref()?.payload.ty())
}

/// All named types that these mention, directly or not.
fn closure<'a>(api: &'a Api, roots: impl IntoIterator<Item = &'a Type>) -> BTreeSet<TypeId> {
    let mut reached = BTreeSet::new();
    let mut open: Vec<&Type> = Vec::from_iter(roots);
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
