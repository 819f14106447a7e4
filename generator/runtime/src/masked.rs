//! What no type describes, as `Debug` shows it: without the members that are secrets. The names of members decide that. A
//! `format: password` counts only where a type of the crate is inside and is being written, which tells of it; what came
//! from a server as text or octets has nothing but its names.

use std::borrow::Cow;
use std::fmt;

use serde_json::Value;

use super::json::Writer;
use super::secret::{MASK, is_told_by};
use super::{Encode, json};

/// Any value, or a map of them, as JSON.
pub struct Masked<'a>(pub &'a dyn Encode);

impl fmt::Debug for Masked<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut writer = Writer::new();
        self.0.encode(&mut writer);
        let secrets = std::mem::take(&mut writer.secrets);
        let is_secret = |name: &str, is_number| secrets.contains(&name) || is_told_by(name, is_number);
        match json::without_secrets(&String::from_utf8_lossy(&writer.into_bytes()), &is_secret) {
            Some(masked) => write_json(&masked, f),
            // It is nested too deeply to look through.
            None => f.write_str(MASK),
        }
    }
}

/// Octets that may be JSON, or text.
struct Octets<'a>(&'a bytes::Bytes);

impl fmt::Debug for Octets<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(masked) = str::from_utf8(self.0).ok().and_then(masked_json) {
            return write_json(masked.trim(), f);
        }
        match json::masked(&String::from_utf8_lossy(self.0), &is_told_by) {
            Cow::Owned(masked) => masked.fmt(f),
            Cow::Borrowed(_) => self.0.fmt(f),
        }
    }
}

/// A text that may be JSON.
pub(super) struct MaskedText<'a>(pub(super) &'a str);

impl fmt::Debug for MaskedText<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        json::masked(self.0, &is_told_by).fmt(f)
    }
}

/// A value that may hold what does not know its own secrets: what it prints is looked through for members of JSON, which
/// may be within a string.
pub(super) struct MaskedDebug<'a>(pub(super) &'a dyn fmt::Debug);

impl fmt::Debug for MaskedDebug<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = if f.alternate() { format!("{:#?}", self.0) } else { format!("{:?}", self.0) };
        if let Cow::Owned(masked) = json::masked(&text, &is_told_by) {
            return f.write_str(&masked);
        }
        match json::masked(&text.replace("\\\"", "\""), &is_told_by) {
            Cow::Owned(masked) => f.write_str(&masked),
            Cow::Borrowed(_) => f.write_str(&text),
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
fn masked_json(text: &str) -> Option<String> {
    json::without_secrets(text, &is_told_by).filter(|json| json.trim_start().starts_with(['{', '[']))
}
