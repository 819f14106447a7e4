//! Operations that are lost because a later key of the same name replaces what they are in, as after a merge that went wrong.

use crate::methods::METHODS;
use crate::pointer::unescape;
use serde_json::Value;

/// Members whose operations are none of the client.
const OTHERS: [&str; 3] = ["webhooks", "x-webhooks", "callbacks"];

/// The operations in the value at `pointer`: `GET /pets`.
pub(super) fn operations(pointer: &str, value: &Value) -> Vec<String> {
    let segments: Vec<String> = pointer.split('/').skip(1).map(unescape).collect();
    let segments: Vec<&str> = segments.iter().map(String::as_str).collect();
    match segments.as_slice() {
        steps if steps.iter().any(|step| OTHERS.contains(step)) => Vec::new(),
        [.., path, method] if METHODS.contains(method) && is_operation(value) => vec![shown(method, path)],
        [method] if METHODS.contains(method) && is_operation(value) => vec![shown(method, "")],
        [.., path] if path.starts_with('/') => of_item(path, value),
        ["paths" | "x-ms-paths"] => {
            value.as_object().into_iter().flatten().flat_map(|(path, item)| of_item(path, item)).collect()
        }
        _ => Vec::new(),
    }
}

fn of_item(path: &str, item: &Value) -> Vec<String> {
    let members = item.as_object().into_iter().flatten();
    let own = members.filter(|(key, value)| METHODS.contains(&key.as_str()) && is_operation(value));
    own.map(|(method, _)| shown(method, path)).collect()
}

/// A property of a schema may be called like a method.
fn is_operation(value: &Value) -> bool {
    ["responses", "operationId", "parameters", "requestBody", "$ref"].iter().any(|key| value.get(key).is_some())
}

fn shown(method: &str, path: &str) -> String {
    let path = if path.starts_with('/') { path } else { "" };
    format!("{} {path}", method.to_uppercase()).trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::operations;
    use serde_json::json;

    #[test]
    fn they_are_found_in_what_is_replaced() {
        let operation = json!({"responses": {}});
        let item = json!({"get": operation, "post": {"properties": {}}, "parameters": []});
        assert_eq!(operations("/paths", &json!({"/a": item, "/b": item})), ["GET /a", "GET /b"]);
        assert_eq!(operations("/paths/~1a", &item), ["GET /a"]);
        assert_eq!(operations("/paths/~1a/put", &operation), ["PUT /a"]);
        assert_eq!(operations("/get", &operation), ["GET"]);
        for (pointer, value) in
            [("/paths/~1a/get/callbacks/x/~1y", &item), ("/webhooks", &item), ("/components", &item)]
        {
            assert_eq!(operations(pointer, value), [""; 0], "{pointer}");
        }
    }
}
