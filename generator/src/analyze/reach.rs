//! Which types requests and responses hold, and which features they need.

use std::collections::BTreeMap;

use crate::model::{Api, Gate, Mentions, Operation, TypeId};

/// With more sets of features than this, features are of no use to anybody, and nothing is gated. The largest published
/// document has 363 tags.
const MOST_GATES: usize = 1_000;

/// Marks every type with the directions and the features that reach it. What no operation reaches can be used for
/// anything.
///
/// Operations of the same features are looked at together: thousands of them may lead to the same thousands of types.
pub(super) fn mark(api: &mut Api) {
    if by_gate(api).len() > MOST_GATES {
        api.operations.iter_mut().for_each(|operation| operation.gate = Gate::Always);
    }
    let mentions = Mentions::of(api);
    let count = api.types.len();
    let mut gates: Vec<Option<Gate>> = vec![None; count];
    let (mut requests, mut responses) = (vec![false; count], vec![false; count]);
    for (gate, operations) in by_gate(api) {
        let sent = mentions.closure(operations.iter().flat_map(|operation| operation.request_types()));
        let received = mentions.closure(operations.iter().flat_map(|operation| operation.response_types()));
        for index in (0..count).filter(|index| sent[*index] || received[*index]) {
            match &mut gates[index] {
                Some(known) => known.widen(gate),
                unknown => *unknown = Some(gate.clone()),
            }
            requests[index] |= sent[index];
            responses[index] |= received[index];
        }
    }
    // No tag's feature gates what a webhook carries.
    let carried = mentions.closure(api.webhook_types());
    for (index, gate) in gates.into_iter().enumerate() {
        let unreached = gate.is_none();
        let def = &mut api.types[index];
        def.in_request = unreached || requests[index];
        def.in_response = unreached || responses[index];
        def.gate = gate.filter(|_| !carried[index]).unwrap_or(Gate::Always);
    }
    open_gates_of_the_unreached(api, &mentions);
}

fn by_gate(api: &Api) -> BTreeMap<&Gate, Vec<&Operation>> {
    let mut groups: BTreeMap<&Gate, Vec<&Operation>> = BTreeMap::new();
    for operation in &api.operations {
        groups.entry(&operation.gate).or_default().push(operation);
    }
    groups
}

/// A type that always exists needs all it mentions.
fn open_gates_of_the_unreached(api: &mut Api, mentions: &Mentions) {
    let all = api.types.iter().enumerate();
    let always = all.filter(|(_, def)| def.gate == Gate::Always).map(|(index, _)| TypeId(index)).collect();
    let needed = mentions.reached(always);
    for (def, _) in api.types.iter_mut().zip(needed).filter(|(_, needed)| *needed) {
        def.gate = Gate::Always;
    }
}
