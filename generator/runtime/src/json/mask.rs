//! A text without the values of members whose names tell of secrets.

use std::borrow::Cow;
use std::cell::Cell;

use super::super::secret::MASK;
use super::snippet::{IsSecret, masked_part};
use super::{DecodeError, Kind, Reader, Writer};

/// Any text without them, which is another one only if it has some: JSON, or a text with members of JSON in it, such as the
/// beginning of a document.
pub(in super::super) fn masked<'t>(text: &'t str, is_secret: &IsSecret<'_>) -> Cow<'t, str> {
    let has_secrets = Cell::new(false);
    let is_secret = |name: &str, is_number| {
        let is_secret = is_secret(name, is_number);
        has_secrets.set(has_secrets.get() || is_secret);
        is_secret
    };
    let masked = without_secrets(text, &is_secret).unwrap_or_else(|| masked_part(text, 0..text.len(), &is_secret));
    if has_secrets.get() { Cow::Owned(masked) } else { Cow::Borrowed(text) }
}

/// One document, or several like JSON Lines, without insignificant whitespace in them; `None` of anything else, and of what
/// is nested too deeply.
pub(in super::super) fn without_secrets(text: &str, is_secret: &IsSecret<'_>) -> Option<String> {
    let text = text.trim_start_matches('\u{feff}');
    let mut reader = Reader::new(text);
    let mut masked = String::new();
    let mut end = 0;
    while reader.kind().is_some() {
        masked.push_str(&text[end..reader.offset()]);
        let mut writer = Writer::new();
        copy(&mut reader, &mut writer, is_secret).ok()?;
        masked.push_str(str::from_utf8(&writer.into_bytes()).ok()?);
        end = reader.position;
    }
    reader.end().ok()?;
    Some(masked + &text[end..])
}

/// Copies the next value, but for the members that are secrets.
fn copy(reader: &mut Reader<'_>, writer: &mut Writer, is_secret: &IsSecret<'_>) -> Result<(), DecodeError> {
    match reader.kind() {
        Some(Kind::Object) => copy_object(reader, writer, is_secret)?,
        Some(Kind::Array) => copy_array(reader, writer, is_secret)?,
        Some(Kind::String) => copy_string(reader.raw()?, writer, is_secret),
        _ => writer.raw(reader.raw()?),
    }
    Ok(())
}

fn copy_object(reader: &mut Reader<'_>, writer: &mut Writer, is_secret: &IsSecret<'_>) -> Result<(), DecodeError> {
    writer.begin_object();
    let mut more = reader.object_start()?;
    while more {
        let name = reader.key()?;
        writer.key(&name);
        if is_secret(&name, reader.kind() == Some(Kind::Number)) {
            reader.skip()?;
            writer.string(MASK);
        } else {
            copy(reader, writer, is_secret)?;
        }
        more = reader.object_next()?;
    }
    writer.end_object();
    Ok(())
}

fn copy_array(reader: &mut Reader<'_>, writer: &mut Writer, is_secret: &IsSecret<'_>) -> Result<(), DecodeError> {
    writer.begin_array();
    let mut more = reader.array_start()?;
    while more {
        writer.item();
        copy(reader, writer, is_secret)?;
        more = reader.array_next()?;
    }
    writer.end_array();
    Ok(())
}

/// Copies a string as it is spelled, unless there is JSON in it that has secrets.
fn copy_string(raw: &str, writer: &mut Writer, is_secret: &IsSecret<'_>) {
    let text = Reader::new(raw).string().unwrap_or_default();
    match masked(&text, is_secret) {
        Cow::Owned(masked) => writer.string(&masked),
        Cow::Borrowed(_) => writer.raw(raw),
    }
}
