//! What no type describes, as `Debug` shows it: without the members whose names tell of secrets.

use std::fmt;

use serde_json::Value;

use super::secret::{MASK, is_told_by};
use super::{Encode, json};

/// Any value, or a map of them, as JSON.
pub struct Masked<'a>(pub &'a dyn Encode);

impl fmt::Debug for Masked<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = json::to_vec(self.0);
        match masked(&text) {
            Some(masked) => write_json(&masked, f),
            // What is nested too deeply to look through.
            None if text.starts_with(b"{") || text.starts_with(b"[") => f.write_str(MASK),
            None => f.write_str(&String::from_utf8_lossy(&text)),
        }
    }
}

/// Octets that may be JSON.
struct Octets<'a>(&'a bytes::Bytes);

impl fmt::Debug for Octets<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match masked(self.0) {
            Some(masked) => write_json(&masked, f),
            None => self.0.fmt(f),
        }
    }
}

/// A text that may be JSON.
pub(super) struct MaskedText<'a>(pub(super) &'a str);

impl fmt::Debug for MaskedText<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match masked(self.0.as_bytes()) {
            Some(masked) => masked.fmt(f),
            None => self.0.fmt(f),
        }
    }
}

/// A variant and its value, which knows its own secrets.
///
/// # Errors
/// Those of the formatter.
pub fn variant(f: &mut fmt::Formatter<'_>, name: &str, value: &dyn fmt::Debug) -> fmt::Result {
    f.debug_tuple(name).field(value).finish()
}

/// A variant of any value.
///
/// # Errors
/// Those of the formatter.
pub fn masked_variant(f: &mut fmt::Formatter<'_>, name: &str, value: &dyn Encode) -> fmt::Result {
    variant(f, name, &Masked(value))
}

/// A variant of octets, which may be JSON.
///
/// # Errors
/// Those of the formatter.
pub fn octets(f: &mut fmt::Formatter<'_>, name: &str, octets: &bytes::Bytes) -> fmt::Result {
    variant(f, name, &Octets(octets))
}

/// On one line, or on several where that is asked for.
fn write_json(text: &str, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    let value = if f.alternate() { json::from_slice::<Value>(text.as_bytes()).ok() } else { None };
    match value {
        Some(value) => write!(f, "{value:#}"),
        None => f.write_str(text),
    }
}

/// The same without secrets, if it is an object or array of JSON, or several.
fn masked(text: &[u8]) -> Option<String> {
    let text = str::from_utf8(text).ok().filter(|text| text.trim_start().starts_with(['{', '[']))?;
    json::without_secrets(text, &is_told_by)
}
