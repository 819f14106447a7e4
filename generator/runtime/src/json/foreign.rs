//! Types of the application's own, which serde writes and reads.

use std::borrow::Cow;
use std::cell::Cell;

use serde::Serialize;
use serde::de::DeserializeOwned;

use super::super::error::one_line;
use super::super::response::BOM;
use super::reader::END;
use super::{DecodeError, Writer};

/// What is to be known about the crate's own types inside of a value that serde writes.
#[derive(Default)]
struct Noted {
    secrets: Vec<&'static str>,
    unspeakable: Option<&'static str>,
}

thread_local! {
    /// Where that is noted, as long as a value is written that somebody wants to know it of: between a value and what is
    /// in it, there is only a serializer.
    static NOTED: Cell<Option<Noted>> = const { Cell::new(None) };
}

/// Notes what a part of the value has come to.
pub(super) fn note(part: &mut Writer) {
    if let Some(mut noted) = NOTED.take() {
        noted.secrets.append(&mut part.secrets);
        noted.unspeakable = noted.unspeakable.or(part.unspeakable);
        NOTED.set(Some(noted));
    }
}

/// What is noted of the value around this one, if there is one. It goes on with it in any case: what is the application's
/// own may panic.
struct Before(Option<Noted>);

impl Drop for Before {
    fn drop(&mut self) {
        NOTED.set(self.0.take());
    }
}

/// Writes a value as JSON.
///
/// # Errors
///
/// The value's own, or a map has keys that are no strings.
pub(in super::super) fn to_writer<T: Serialize + ?Sized>(value: &T) -> Result<Writer, serde_json::Error> {
    let _before = Before(NOTED.replace(Some(Noted::default())));
    let mut writer = Writer::of(serde_json::to_vec(value)?);
    let Noted { secrets, unspeakable } = NOTED.take().unwrap_or_default();
    writer.secrets = secrets;
    writer.unspeakable = unspeakable;
    Ok(writer)
}

/// Reads a value from a JSON document; nothing at all is `null`.
///
/// # Errors
///
/// The bytes are not JSON, or do not fit `T`.
pub(in super::super) fn from_body<T: DeserializeOwned>(body: &[u8]) -> Result<T, DecodeError> {
    if body.is_empty() {
        let nothing = |error: serde_json::Error| DecodeError::new(0, expected(&error.to_string())).with_found(END);
        return serde_json::from_slice(b"null").map_err(nothing);
    }
    let body = body.strip_prefix(BOM).unwrap_or(body);
    serde_json::from_slice(body).map_err(|error| told(&error, body))
}

/// The same error as the crate's own types have it.
#[cold]
fn told(error: &serde_json::Error, body: &[u8]) -> DecodeError {
    if let Err(malformed) = super::from_slice::<serde_json::Value>(body) {
        return malformed;
    }
    // serde_json tells where it stopped: behind what does not fit.
    let offset = offset(body, error.line(), error.column()).saturating_sub(1);
    let error = DecodeError::new(offset, expected(&error.to_string()));
    error.locate(&String::from_utf8_lossy(body))
}

/// The byte offset of a line and a column, both counted from 1.
fn offset(body: &[u8], line: usize, column: usize) -> usize {
    let lines = body.split_inclusive(|byte| *byte == b'\n');
    lines.take(line.saturating_sub(1)).map(<[u8]>::len).sum::<usize>() + column
}

/// What completes the sentence "expected …". What was found may be a secret, and is in the snippet if it is none.
fn expected(message: &str) -> Cow<'static, str> {
    let message = message.rsplit_once(" at line ").map_or(message, |(message, _)| message);
    match (message.rsplit_once(", expected "), message.strip_prefix("missing field ")) {
        (Some((_, expected)), _) => expected.to_owned().into(),
        (None, Some(name)) => format!("an object with the required member {name}").into(),
        (None, None) => format!("what it is read as: {}", one_line(message)).into(),
    }
}
