//! Headers of an answer as typed values.
//!
//! ---
//! OpenAPI 3.0.4, section 4.7.21: style `simple`.

use http::HeaderMap;

use super::json::{self, Decode, Encode};

/// The text of a header; `None` if it is not there or is no text.
pub fn text(headers: &HeaderMap, name: &str) -> Option<String> {
    Some(raw(headers, name)?.to_owned())
}

/// The value of a header; `None` if it is not there or is of another type.
pub fn value<T: Decode>(headers: &HeaderMap, name: &str) -> Option<T> {
    read(raw(headers, name)?)
}

/// The items of a header, which commas separate; `None` if it is not there or one of them is of another type.
pub fn list<T: Decode>(headers: &HeaderMap, name: &str) -> Option<Vec<T>> {
    let text = raw(headers, name)?.trim();
    let items = text.split(',').filter(|item| !item.trim().is_empty());
    items.map(|item| read(item.trim())).collect()
}

fn raw<'h>(headers: &'h HeaderMap, name: &str) -> Option<&'h str> {
    headers.get(name)?.to_str().ok()
}

/// What is no JSON by itself, a date or a word, is the content of a string.
fn read<T: Decode>(text: &str) -> Option<T> {
    json::from_slice(text.as_bytes()).or_else(|_| json::from_slice(&json::to_vec(&text as &dyn Encode))).ok()
}
