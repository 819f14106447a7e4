//! The places in JSON, which may have comments. The text was accepted by a parser before, so this scanner only has to
//! keep count.

use super::build::Builder;
use super::{Kind, Spans};
use crate::load::jsonc;
use memchr::memchr2;
use std::ops::Range;

pub(super) fn spans(text: &str) -> Spans {
    let mut builder = Builder::default();
    let mut at = 0;
    while let Some(byte) = text.as_bytes().get(at) {
        at = match byte {
            b'"' => string(text, at, &mut builder),
            b'{' | b'[' => open(at, *byte, &mut builder),
            b'}' | b']' => close(at, &mut builder),
            b'/' => behind_comment(text, at),
            b',' | b':' | b' ' | b'\n' | b'\r' | b'\t' => at + 1,
            _ => scalar(text, at, &mut builder),
        };
    }
    builder.finish()
}

fn behind_comment(text: &str, at: usize) -> usize {
    let end = if text[at..].starts_with("/*") { "*/" } else { "\n" };
    let inner = at + 2;
    text.get(inner..).and_then(|rest| rest.find(end)).map_or(text.len(), |length| inner + length + end.len())
}

fn open(at: usize, byte: u8, builder: &mut Builder) -> usize {
    builder.open(&(at..at + 1), if byte == b'{' { Kind::Object } else { Kind::Array });
    at + 1
}

fn close(at: usize, builder: &mut Builder) -> usize {
    builder.close(&(at..at + 1));
    at + 1
}

fn string(text: &str, at: usize, builder: &mut Builder) -> usize {
    let range = at..end_of_string(text.as_bytes(), at + 1);
    match builder.expects_key() {
        true => builder.key(&range, unescaped(&text[range.clone()])),
        false => drop(builder.leaf(&range, Kind::Quoted)),
    }
    range.end
}

/// Behind the quote that closes the string whose content begins at `at`.
fn end_of_string(bytes: &[u8], mut at: usize) -> usize {
    while let Some(length) = bytes.get(at..).and_then(|rest| memchr2(b'"', b'\\', rest)) {
        match bytes[at + length] {
            b'"' => return at + length + 1,
            _ => at += length + 2,
        }
    }
    bytes.len()
}

fn unescaped(key: &str) -> Option<Box<str>> {
    let inner = key.strip_prefix('"')?.strip_suffix('"')?;
    let simple = !key.contains('\\') && inner.trim_matches(['"', '\'']) == inner;
    let read = |key: &str| serde_json::from_str(key).ok();
    (!simple).then(|| read(key).or_else(|| read(&jsonc::repaired(key)?.text))).flatten()
}

fn scalar(text: &str, at: usize, builder: &mut Builder) -> usize {
    let delimiter =
        |byte: &u8| matches!(byte, b',' | b':' | b']' | b'}' | b'"' | b'[' | b'{' | b'/') || byte.is_ascii_whitespace();
    let length = text.as_bytes()[at..].iter().position(delimiter);
    let range: Range<usize> = at..length.map_or(text.len(), |length| at + length.max(1));
    builder.leaf(&range, Kind::Plain);
    range.end
}
