//! Keys that come out the same once they are mended.

use serde_json::{Map, Value};
use std::collections::HashSet;

/// The members in their order, but for one thing: of keys that are read as the same, the one that needs no mending is
/// where the first of them is, so that it is the first.
pub(super) fn exact_first(members: &Map<String, Value>, mended: impl Fn(&str) -> String) -> Vec<(&String, &Value)> {
    let mut out = Vec::with_capacity(members.len());
    let mut early: HashSet<&String> = HashSet::new();
    for (written, node) in members {
        if early.contains(written) {
            continue;
        }
        let exact = members.get_key_value(&mended(written)).filter(|(key, _)| *key != written);
        out.extend(exact.filter(|(key, _)| early.insert(*key)));
        early.insert(written);
        out.push((written, node));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn what_needs_no_mending_is_first() {
        let Value::Object(members) = json!({"b": 0, "a ": 1, "c": 2, " a": 3, "a": 4, "d ": 5, "d": 6}) else { return };
        let keys: Vec<&str> =
            exact_first(&members, |key| key.trim().to_owned()).into_iter().map(|(key, _)| key.as_str()).collect();
        assert_eq!(keys, ["b", "a", "a ", "c", " a", "d", "d "]);
    }
}
