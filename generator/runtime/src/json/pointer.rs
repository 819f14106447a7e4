//! Looking for one value in a document that is not read as a whole, and putting one into it.

use super::{Decode, DecodeError, Drifts, Encode, Kind, Reader, Writer};

/// Reads the value at a JSON pointer over `value`, as [`read`](super::read) does; says whether there is one.
///
/// ---
/// RFC 6901; its `-`, the item behind the last one, is the last one here.
///
/// # Errors
///
/// What is there does not fit, or the document is malformed before it.
pub(in super::super) fn read_at(
    document: &[u8],
    pointer: &str,
    value: &mut dyn Decode,
    drifts: Option<&Drifts>,
) -> Result<bool, DecodeError> {
    let text = super::reader::text(document)?;
    let mut reader = Reader { drifts, ..super::reader::start(text) };
    let found = seek(&mut reader, pointer).map_err(|error| error.locate(text))?;
    if found {
        value.read(&mut reader).map_err(|error| error.locate(text))?;
    }
    Ok(found)
}

/// The JSON text of the value at a JSON pointer, as `read_at` understands it; `None` if there is none, or no JSON.
pub fn text_at<'a>(document: &'a [u8], pointer: &str) -> Option<&'a str> {
    let mut reader = super::reader::start(super::reader::text(document).ok()?);
    seek(&mut reader, pointer).ok()?.then(|| reader.raw().ok())?
}

/// The value at a JSON pointer if it is a string that is not empty, or a number as it is written.
pub fn scalar_at(document: &[u8], pointer: &str) -> Option<String> {
    let text = text_at(document, pointer)?;
    match text.as_bytes().first()? {
        b'"' => super::from_slice(text.as_bytes()).ok().filter(|text: &String| !text.is_empty()),
        b'-' | b'0'..=b'9' => Some(text.to_owned()),
        _ => None,
    }
}

/// The JSON texts of the items of an array; none if it is something else.
pub fn items(text: &str) -> Vec<&str> {
    let mut reader = Reader::new(text);
    let mut items = Vec::new();
    let mut more = reader.array_start();
    while let (Ok(true), Ok(item)) = (&more, reader.raw()) {
        items.push(item);
        more = reader.array_next();
    }
    items
}

/// The document with a member set to `value`: the one at a JSON pointer, which leads through objects alone. What is missing
/// on the way, or `null`, becomes an object. `None` if something else is there, or no JSON.
pub(in super::super) fn with_member(document: &[u8], pointer: &str, value: &dyn Encode) -> Option<Vec<u8>> {
    let steps: Vec<String> = steps(pointer).map(unescaped).collect();
    let mut reader = super::reader::start(super::reader::text(document).ok()?);
    let mut writer = Writer::new();
    put(&mut reader, &mut writer, &steps, value).ok()?;
    reader.end().ok()?;
    Some(writer.into_bytes())
}

/// Copies the next value, but for the member behind the steps.
fn put(reader: &mut Reader<'_>, writer: &mut Writer, steps: &[String], value: &dyn Encode) -> Result<(), DecodeError> {
    let Some((step, rest)) = steps.split_first() else {
        value.encode(writer);
        return reader.skip();
    };
    if reader.null()? {
        return put(&mut Reader::new("{}"), writer, steps, value);
    }
    writer.begin_object();
    let mut missing = true;
    let mut more = reader.object_start()?;
    while more {
        let name = reader.key()?;
        writer.key(&name);
        if name == step.as_str() {
            missing = false;
            put(reader, writer, rest, value)?;
        } else {
            writer.raw(reader.raw()?);
        }
        more = reader.object_next()?;
    }
    if missing {
        writer.key(step);
        put(&mut Reader::new("null"), writer, rest, value)?;
    }
    writer.end_object();
    Ok(())
}

/// ---
/// RFC 6901, section 4.
fn steps(pointer: &str) -> impl Iterator<Item = &str> {
    pointer.split('/').skip(1)
}

fn unescaped(step: &str) -> String {
    step.replace("~1", "/").replace("~0", "~")
}

fn seek(reader: &mut Reader<'_>, pointer: &str) -> Result<bool, DecodeError> {
    for step in steps(pointer) {
        let found = match reader.kind() {
            Some(Kind::Object) => member(reader, &unescaped(step))?,
            Some(Kind::Array) => item(reader, step)?,
            _ => false,
        };
        if !found {
            return Ok(false);
        }
    }
    Ok(true)
}

fn member(reader: &mut Reader<'_>, name: &str) -> Result<bool, DecodeError> {
    let mut more = reader.object_start()?;
    while more {
        if reader.key()? == name {
            return Ok(true);
        }
        reader.skip()?;
        more = reader.object_next()?;
    }
    Ok(false)
}

fn item(reader: &mut Reader<'_>, step: &str) -> Result<bool, DecodeError> {
    let wanted: Option<usize> = step.parse().ok();
    let mut more = reader.array_start()?;
    for index in 0.. {
        if !more {
            break;
        }
        let here = reader.clone();
        reader.skip()?;
        more = reader.array_next()?;
        if wanted == Some(index) || step == "-" && !more {
            *reader = here;
            return Ok(true);
        }
    }
    Ok(false)
}
