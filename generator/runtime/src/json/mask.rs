//! A document without the values of members whose names tell of secrets.

use super::super::secret::MASK;
use super::snippet::IsSecret;
use super::{DecodeError, Kind, Reader, Writer};

/// One document, or several as JSON Lines, of which the last one ends as the others do.
pub(in super::super) fn without_secrets(text: &str, is_secret: &IsSecret<'_>) -> Option<String> {
    let mut reader = Reader::new(text);
    let mut lines = Vec::new();
    while reader.kind().is_some() {
        let mut writer = Writer::new();
        copy(&mut reader, &mut writer, is_secret).ok()?;
        lines.push(String::from_utf8(writer.into_bytes()).ok()?);
    }
    reader.end().ok()?;
    let end = if text.ends_with('\n') { "\n" } else { "" };
    Some(lines.join("\n") + end)
}

/// Copies the next value, but for the members that are secrets.
fn copy(reader: &mut Reader<'_>, writer: &mut Writer, is_secret: &IsSecret<'_>) -> Result<(), DecodeError> {
    match reader.kind() {
        Some(Kind::Object) => copy_object(reader, writer, is_secret)?,
        Some(Kind::Array) => copy_array(reader, writer, is_secret)?,
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
