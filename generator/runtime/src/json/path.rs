//! Where in a document something is, for people: `$.items[3].id`.

use std::fmt::Write as _;

use super::Reader;

/// Names longer than this are cut in a path, so that a hostile document cannot fill a log.
pub(super) const MAX_NAME: usize = 80;

/// The JSON path of the value at a byte offset. Walks the document again, so that reading keeps no account of paths.
pub(super) fn path_to(document: &str, offset: usize) -> String {
    let mut path = String::from("$");
    let mut reader = super::reader::start(document);
    while let Some(step) = step(&mut reader, offset) {
        path.push_str(&step);
    }
    path
}

/// Moves into the member or item of the next value that holds the offset; `None` if it is the value itself.
fn step(reader: &mut Reader<'_>, offset: usize) -> Option<String> {
    match reader.token() {
        b'{' => member(reader, offset),
        b'[' => item(reader, offset),
        _ => None,
    }
}

fn member(reader: &mut Reader<'_>, offset: usize) -> Option<String> {
    let mut more = reader.object_start().ok()?;
    while more {
        let key = reader.key().ok()?;
        if offset < reader.offset() {
            return None;
        }
        if holds(reader, offset) {
            return Some(segment(&key));
        }
        reader.skip().ok()?;
        more = reader.object_next().ok()?;
    }
    None
}

fn item(reader: &mut Reader<'_>, offset: usize) -> Option<String> {
    let mut more = reader.array_start().ok()?;
    for index in 0.. {
        if !more || offset < reader.offset() {
            return None;
        }
        if holds(reader, offset) {
            return Some(format!("[{index}]"));
        }
        reader.skip().ok()?;
        more = reader.array_next().ok()?;
    }
    None
}

/// Whether the next value is malformed, so that nothing after it was read, or ends behind the offset.
fn holds(reader: &Reader<'_>, offset: usize) -> bool {
    let mut ahead = reader.clone();
    ahead.skip().is_err() || offset < ahead.position
}

/// A step into an object.
pub(super) fn segment(key: &str) -> String {
    let short: String = key.chars().take(MAX_NAME).collect();
    let mut segment = String::new();
    // Writing into a string cannot fail.
    let _ = match is_identifier(&short) {
        true => write!(segment, ".{short}"),
        false => write!(segment, "[{short:?}]"),
    };
    segment
}

fn is_identifier(name: &str) -> bool {
    !name.is_empty() && !name.starts_with(|c: char| c.is_ascii_digit()) && name.chars().all(is_word)
}

fn is_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}
