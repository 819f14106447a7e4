//! `operationId`s: that each operation has one. Names are made elsewhere, and clashes reported there.

use super::METHODS;
use crate::diagnostics::defect;
use crate::normalize::context::Context;
use crate::normalize::place::Place;
use serde_json::Value;

impl Context<'_> {
    /// Reports operations of a path item without an id.
    pub(super) fn check_operation_ids(&mut self, item: &Value, here: &Place<'_>) {
        let operations = item.as_object().into_iter().flatten();
        for (method, operation) in operations.filter(|(key, _)| is_method(key)) {
            self.check_operation_id(operation, &here.key(method));
        }
        let list = here.key("additionalOperations");
        for (method, operation) in item.get("additionalOperations").and_then(Value::as_object).into_iter().flatten() {
            self.check_operation_id(operation, &list.key(method));
        }
    }

    fn check_operation_id(&mut self, operation: &Value, here: &Place<'_>) {
        let is_written_out = operation.is_object() && operation.get("$ref").is_none();
        if is_written_out && operation.get("operationId").is_none_or(|id| id.is_null() || id == "") {
            self.report(defect::missing_operation_id(&self.pointer(here)));
        }
    }
}

fn is_method(key: &str) -> bool {
    METHODS.contains(&key.to_ascii_lowercase().as_str()) || key == "query"
}
