//! Keywords whose value is a list, written as its only item.

use super::object::is_flag;
use crate::diagnostics::defect;
use crate::normalize::context::Context;
use crate::normalize::place::Place;
use serde_json::{Map, Value};

impl Context<'_> {
    /// The schema with lists, if one of them is written as its only item.
    pub(super) fn with_lists(&mut self, members: &Map<String, Value>, place: &Place<'_>) -> Option<Map<String, Value>> {
        let single: Vec<_> =
            members.iter().filter(|(key, value)| is_only_item(key, value)).map(|(key, _)| key).collect();
        if single.is_empty() {
            return None;
        }
        let mut out = members.clone();
        for key in single {
            self.report(defect::not_a_list(&self.pointer(&place.key(key))));
            out.insert(key.clone(), vec![members[key].clone()].into());
        }
        Some(out)
    }

    /// Tells of a `required: true` that is about no property.
    pub(super) fn check_required(&mut self, members: &Map<String, Value>, place: &Place<'_>) {
        if members.get("required").is_some_and(is_flag) && place.parent_key() != Some("properties") {
            self.report(defect::required_without_property(&self.pointer(&place.key("required"))));
        }
    }
}

fn is_only_item(key: &str, value: &Value) -> bool {
    match key {
        "required" => value.is_string() && !is_flag(value),
        "prefixItems" => value.is_object(),
        _ => false,
    }
}
