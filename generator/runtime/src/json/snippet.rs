//! The part of a document that an error shows.

use std::ops::Range;

use super::super::secret::MASK;

/// How many characters of the document are shown on either side of a place.
const CONTEXT: usize = 128;

/// Says of the name of a member whether its value is a secret; it is told whether that is a number.
pub(super) type IsSecret<'s> = dyn Fn(&str, bool) -> bool + 's;

/// The document around an offset, on one line, without the values of members whose names tell of secrets.
pub(super) fn snippet(document: &str, offset: usize, is_secret: &IsSecret<'_>) -> String {
    let shown = around(document, offset);
    let mut snippet = String::new();
    let mut from = shown.start;
    for secret in secrets(document, shown.end, is_secret) {
        if secret.end > from {
            snippet.extend(document.get(from..secret.start).into_iter().flat_map(str::chars).map(one_line));
            snippet.push_str(MASK);
            from = secret.end.min(shown.end);
        }
    }
    snippet.extend(document[from..shown.end].chars().map(one_line));
    snippet
}

fn around(document: &str, offset: usize) -> Range<usize> {
    let middle = boundary(document, offset);
    let (before, after) = document.split_at(middle);
    let start = before.char_indices().rev().take(CONTEXT).last().map_or(middle, |(index, _)| index);
    let end = after.char_indices().nth(CONTEXT).map_or(document.len(), |(index, _)| middle + index);
    start..end
}

/// The last place at or before an offset where a character begins, or the end.
fn boundary(document: &str, offset: usize) -> usize {
    let offset = offset.min(document.len());
    (0..=offset).rev().find(|&index| document.is_char_boundary(index)).unwrap_or(0)
}

fn one_line(c: char) -> char {
    if c.is_control() { ' ' } else { c }
}

/// The values of secret members that begin before `end`, in their order. The document need not be JSON throughout.
fn secrets(document: &str, end: usize, is_secret: &IsSecret<'_>) -> Vec<Range<usize>> {
    let bytes = document.as_bytes();
    let mut found = Vec::new();
    let mut at = 0;
    while at < end {
        if bytes[at] != b'"' {
            at += 1;
            continue;
        }
        let behind = behind_string(bytes, at);
        let name = document.get(at + 1..behind.saturating_sub(1)).unwrap_or_default();
        at = behind;
        let is_number = |start: usize| bytes.get(start).is_some_and(|byte| matches!(byte, b'-' | b'0'..=b'9'));
        let value = value_of_member(bytes, behind).filter(|start| is_secret(name, is_number(*start)));
        if let Some(start) = value {
            at = behind_value(bytes, start);
            found.push(start..at);
        }
    }
    found
}

/// Where the value begins, if the string before `at` is the name of a member.
fn value_of_member(bytes: &[u8], at: usize) -> Option<usize> {
    let colon = behind_space(bytes, at);
    (bytes.get(colon) == Some(&b':')).then(|| behind_space(bytes, colon + 1))
}

fn behind_space(bytes: &[u8], from: usize) -> usize {
    let rest = bytes.get(from..).unwrap_or_default();
    from + rest.iter().take_while(|byte| byte.is_ascii_whitespace()).count()
}

/// The place behind the string that begins at `from`, or the end.
fn behind_string(bytes: &[u8], from: usize) -> usize {
    let mut at = from + 1;
    while let Some(byte) = bytes.get(at) {
        match byte {
            b'"' => return at + 1,
            b'\\' => at += 2,
            _ => at += 1,
        }
    }
    bytes.len()
}

/// The place behind the value that begins at `from`, with all that is in it.
fn behind_value(bytes: &[u8], from: usize) -> usize {
    let (mut at, mut depth) = (from, 0_usize);
    while let Some(byte) = bytes.get(at) {
        match byte {
            b'"' => {
                at = behind_string(bytes, at);
                if depth == 0 {
                    return at;
                }
                continue;
            }
            b'{' | b'[' => depth += 1,
            b'}' | b']' if depth <= 1 => return at + depth,
            b'}' | b']' => depth -= 1,
            b',' if depth == 0 => return at,
            _ => {}
        }
        at += 1;
    }
    bytes.len()
}
