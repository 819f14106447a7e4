//! `operationId`s: that each operation has one that names it. Names are made elsewhere, and clashes reported there.

use crate::diagnostics::defect;
use crate::methods::METHODS;
use crate::names::is_digest;
use crate::normalize::context::Context;
use crate::normalize::place::Place;
use serde_json::Value;

impl Context<'_> {
    /// Reports operations of a path item without an id, or with one that says nothing.
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
        match operation.get("operationId").unwrap_or(&Value::Null) {
            _ if !is_written_out => {}
            Value::Null => self.report(defect::missing_operation_id(&self.pointer(here))),
            Value::String(id) if id.is_empty() => self.report(defect::missing_operation_id(&self.pointer(here))),
            Value::String(id) if is_digest(id) => {
                self.report(defect::digest_for_operation_id(&self.pointer(&here.key("operationId"))));
            }
            _ => {}
        }
    }
}

fn is_method(key: &str) -> bool {
    METHODS.contains(&key.to_ascii_lowercase().as_str()) || key == "query"
}
