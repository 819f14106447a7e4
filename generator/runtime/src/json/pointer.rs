//! Looking for one value in a document that is not read as a whole.

use super::{Decode, DecodeError, Drifts, Kind, Reader};

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

/// How many items the JSON text of an array has; none if it is something else.
pub fn count(text: &str) -> u64 {
    let mut reader = Reader::new(text);
    let mut count = 0;
    let mut more = reader.array_start();
    while matches!(more, Ok(true)) && reader.skip().is_ok() {
        count += 1;
        more = reader.array_next();
    }
    count
}

fn seek(reader: &mut Reader<'_>, pointer: &str) -> Result<bool, DecodeError> {
    for step in pointer.split('/').skip(1) {
        let found = match reader.kind() {
            Some(Kind::Object) => member(reader, &step.replace("~1", "/").replace("~0", "~"))?,
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
