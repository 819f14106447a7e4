//! Bytes to text.

use crate::diagnostics::{Diagnostic, load as mistake};
use std::borrow::Cow;

/// The text in `bytes`: UTF-8, or UTF-16 if it says so with a byte order mark.
///
/// # Errors
///
/// The bytes are no text.
pub fn text(bytes: &[u8]) -> Result<Cow<'_, str>, Box<Diagnostic>> {
    match bytes {
        [0xff, 0xfe, rest @ ..] => utf16(rest, u16::from_le_bytes),
        [0xfe, 0xff, rest @ ..] => utf16(rest, u16::from_be_bytes),
        [0x1f, 0x8b, ..] => Err(Box::new(mistake::compressed("gzip", "gunzip"))),
        [b'P', b'K', 3, 4, ..] => Err(Box::new(mistake::compressed("ZIP", "unzip"))),
        _ => utf8(bytes).map(Cow::Borrowed),
    }
}

/// The text for a report about bytes that are none.
pub(super) fn lossy(bytes: &[u8]) -> Cow<'_, str> {
    String::from_utf8_lossy(bytes)
}

fn utf8(bytes: &[u8]) -> Result<&str, Box<Diagnostic>> {
    std::str::from_utf8(bytes).map_err(|error| {
        let valid = error.valid_up_to();
        Box::new(mistake::not_utf8(bytes[valid], valid))
    })
}

fn utf16(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> Result<Cow<'_, str>, Box<Diagnostic>> {
    let (pairs, rest) = bytes.as_chunks::<2>();
    let decoded: Result<String, _> = char::decode_utf16(pairs.iter().map(|pair| unit(*pair))).collect();
    match decoded {
        Ok(text) if rest.is_empty() => Ok(Cow::Owned(text)),
        _ => Err(Box::new(mistake::broken_utf16())),
    }
}
