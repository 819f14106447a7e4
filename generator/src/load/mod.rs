//! Text to tree: JSON or YAML, as people write it and as nobody should.
//!
//! The tree is a [`serde_json::Value`] in the order of the document. What was odd but could be read is in
//! [`Source::diagnostics`]; what could not is one error with its place. Where a node stands in the text is found out
//! when somebody asks, see [`Source::span`].
//!
//! Nothing here trusts the text: nesting, size and what aliases expand to are bounded, and no function calls itself
//! deeper than those bounds.

mod address;
mod decode;
mod explain;
mod files;
mod foreign;
mod json;
mod jsonc;
mod limits;
mod lines;
mod quoted;
mod reference;
mod refuse;
mod replaced;
mod source;
mod spans;
mod surrogates;
mod tree;
mod yaml;

#[cfg(test)]
mod tests;

pub(crate) use address::join;
pub use decode::text;
pub use files::{Files, Missing, Sources};
pub(crate) use foreign::check as check_kind;
pub use limits::BYTES;
pub(crate) use limits::{ENTRIES, entries};
pub use source::Source;
pub use spans::Span;

use crate::diagnostics::{Diagnostic, load as mistake};
use std::path::Path;

/// Reads the document `text`, which stands in the file `path`.
///
/// # Errors
///
/// One diagnostic with the place in the text if it is neither JSON nor YAML, goes beyond what is bounded, or is not an
/// object. [`Source::unread`] makes the source that a report about it needs.
pub fn load(path: &Path, text: &str) -> Result<Source, Box<Diagnostic>> {
    let source = read(path, text)?;
    refuse::too_much(source.value())?;
    match source.value().is_object() {
        true => Ok(source),
        false => Err(Box::new(mistake::not_an_object(source.value(), source.text()))),
    }
}

/// Reads the document in `bytes`: UTF-8, or UTF-16 if it says so with a byte order mark.
///
/// # Errors
///
/// As [`load`], and if the bytes are no text.
pub fn load_bytes(path: &Path, bytes: &[u8]) -> Result<Source, Box<Diagnostic>> {
    load(path, &text(bytes)?)
}

/// Reads any JSON or YAML, whatever its root is.
fn read(path: &Path, text: &str) -> Result<Source, Box<Diagnostic>> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    refuse::check(text)?;
    let source = match looks_like_json(text) {
        true => json::read(path, text)?,
        false => yaml::read(path, text)?,
    };
    refuse::too_long(&source)?;
    Ok(source)
}

fn looks_like_json(text: &str) -> bool {
    text.trim_start().starts_with(['{', '['])
}
#[cfg(test)]
mod corpus;
