//! Operations that are there twice: in one path item, or in two whose paths are the same. One is kept, the others are
//! named.

use crate::diagnostics::defect;
use crate::methods::METHODS;
use crate::normalize::context::Context;
use crate::normalize::facts;
use crate::normalize::place::Place;
use crate::pointer::Pointer;
use serde_json::{Map, Value};
use std::collections::HashMap;

/// Where the operations are that a path has already, by method.
pub(super) type Taken = HashMap<String, Pointer>;

/// The path items so far.
#[derive(Default)]
pub(super) struct Paths {
    pub(super) items: Map<String, Value>,
    /// Of each of them, where the author wrote its operations.
    first: HashMap<String, Taken>,
}

impl Paths {
    /// The operations that the path `key` has already.
    pub(super) fn taken(&self, key: &str) -> Taken {
        self.first.get(key).cloned().unwrap_or_default()
    }
}

impl Context<'_> {
    /// Reports the operations of a path item whose methods it has already, or that are `taken`; these are their keys.
    pub(super) fn repeated_methods(
        &mut self,
        node: &Value,
        kept: &HashMap<String, &String>,
        here: &Place<'_>,
        taken: &Taken,
    ) -> Vec<String> {
        let mut repeated = Vec::new();
        for (key, value) in node.as_object().into_iter().flatten() {
            let Some(method) = method_of(key).filter(|_| !value.is_null()) else { continue };
            let own = kept.get(&method).filter(|own| **own != key).map(|own| self.pointer(&here.key(own)));
            if let Some(first) = taken.get(&method).cloned().or(own) {
                self.leave_out(&here.key(key), &method, &first, &here.target());
                repeated.push(key.clone());
            }
        }
        repeated
    }

    /// Reports an operation that is not the first of its method in the path item `item` of the result.
    pub(super) fn leave_out(&mut self, second: &Place<'_>, method: &str, first: &Pointer, item: &Pointer) {
        let path = item.last().unwrap_or_default();
        self.report(defect::repeated_path(&self.pointer(second), &path, method, first));
        self.left_out += 1;
    }

    /// Two keys that come out the same share their operations, none of which is of a method of the other.
    pub(super) fn add_item(
        &mut self,
        key: String,
        mut item: Map<String, Value>,
        node: &Value,
        place: &Place<'_>,
        out: &mut Paths,
    ) {
        let source = self.pointer(place);
        let known = out.first.entry(key.clone()).or_default();
        known.extend(written_methods(&item, node, &source));
        let Some(Value::Object(first)) = out.items.get_mut(&key) else {
            out.items.insert(key, item.into());
            return;
        };
        if first.get("servers") != item.get("servers") {
            let written = self.provenance.written(&place.target().key("servers"));
            self.give_servers(first, place, &written);
            self.give_servers(&mut item, place, &source.key("servers"));
        }
        for (member, value) in item {
            match (first.get_mut(&member), value) {
                (Some(Value::Object(known)), Value::Object(more)) if member == facts::METHODS => known.extend(more),
                (Some(_), _) => {}
                (None, value) => {
                    if node.get(&member).is_some() {
                        self.moved(&place.key(&member));
                    }
                    first.insert(member, value);
                }
            }
        }
    }

    /// The servers of a path item on each of its operations, where those of another one join them.
    fn give_servers(&mut self, item: &mut Map<String, Value>, place: &Place<'_>, written: &Pointer) {
        let Some(servers) = item.shift_remove("servers") else { return };
        let mut give = |operation: &mut Value, target: Pointer| {
            if let Value::Object(own) = operation
                && !own.contains_key("servers")
            {
                own.insert("servers".to_owned(), servers.clone());
                self.provenance.record(target.key("servers"), written.clone());
            }
        };
        let target = place.target();
        for (method, operation) in item.iter_mut().filter(|(key, _)| METHODS.contains(&key.as_str())) {
            give(operation, target.key(method));
        }
        let others = target.key(facts::METHODS);
        for (method, operation) in item.get_mut(facts::METHODS).and_then(Value::as_object_mut).into_iter().flatten() {
            give(operation, others.key(method));
        }
    }
}

/// The method of a member of a path item as it is called where it is written; `None` if it is no operation.
fn method_of(key: &str) -> Option<String> {
    let method = key.trim().to_ascii_lowercase();
    match method.as_str() {
        "query" => Some("QUERY".to_owned()),
        _ => METHODS.contains(&method.as_str()).then_some(method),
    }
}

/// By method, the key of the operation that is kept: one in lower case, else the first; what is none at all only if
/// there is no other.
pub(super) fn kept_keys(node: &Value) -> HashMap<String, &String> {
    let mut kept: HashMap<String, (bool, bool, &String)> = HashMap::new();
    for (key, value) in node.as_object().into_iter().flatten() {
        let Some(method) = method_of(key).filter(|_| !value.is_null()) else { continue };
        let rank = (!value.is_object(), !method.eq_ignore_ascii_case(key) || key.chars().any(char::is_uppercase), key);
        let best = kept.entry(method).or_insert(rank);
        if (rank.0, rank.1) < (best.0, best.1) {
            *best = rank;
        }
    }
    kept.into_iter().map(|(method, (_, _, key))| (method, key)).collect()
}

/// Where the operations of an item are written that was read from `node`.
pub(super) fn written_methods(item: &Map<String, Value>, node: &Value, source: &Pointer) -> Taken {
    let kept = kept_keys(node);
    let own = item.keys().filter(|key| METHODS.contains(&key.as_str()));
    let others = item.get(facts::METHODS).and_then(Value::as_object).into_iter().flatten().map(|(key, _)| key);
    let place = |method: &String| match kept.get(method) {
        Some(key) => source.key(key),
        None if METHODS.contains(&method.as_str()) => source.key(method),
        None => source.keys(&["additionalOperations", method]),
    };
    own.chain(others).map(|method| (method.clone(), place(method))).collect()
}
