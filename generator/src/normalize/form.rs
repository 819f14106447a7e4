//! Fields of forms that are declared as parameters, as in 2.0: they are the properties of a request body.

use super::coerce::object;
use crate::media_type;
use serde_json::{Map, Value, json};

/// What forms are written in.
pub(super) const FORM: &str = "application/x-www-form-urlencoded";
/// The same for those with files.
pub(super) const MULTIPART: &str = "multipart/form-data";

/// Is it this media type, whatever its parameters are?
pub(super) fn is_of(media_type: &str, essence: &str) -> bool {
    media_type::essence(media_type) == essence
}

/// Is a field a file?
pub(super) fn is_file(field: &Value) -> bool {
    field.get("type").is_some_and(|kind| kind == "file")
}

/// The request body of this media type that has the fields as its properties.
pub(super) fn body(
    media_type: &str,
    properties: Map<String, Value>,
    required: Vec<String>,
    encoding: Map<String, Value>,
) -> Value {
    let must = !required.is_empty();
    let mut schema = object([("type", "object".into()), ("properties", properties.into())]);
    if must {
        schema.insert("required".to_owned(), required.into());
    }
    let mut content = object([("schema", schema.into())]);
    if !encoding.is_empty() {
        content.insert("encoding".to_owned(), encoding.into());
    }
    json!({"required": must, "content": {media_type: content}})
}
