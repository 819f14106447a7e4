//! The part of a document that an error shows, and what of any text is a secret.

use std::ops::Range;

use super::super::secret::MASK;
use super::Reader;

/// How many characters of the document are shown on either side of a place.
const CONTEXT: usize = 128;

/// Says of the name of a member whether its value is a secret; it is told whether that is a number.
pub(super) type IsSecret<'s> = dyn Fn(&str, bool) -> bool + 's;

/// The document around an offset, on one line, without the values of members whose names tell of secrets.
pub(super) fn snippet(document: &str, offset: usize, is_secret: &IsSecret<'_>) -> String {
    masked_part(document, around(document, offset), is_secret).chars().map(one_line).collect()
}

/// A part of a document without them. The document need not be JSON throughout.
pub(super) fn masked_part(document: &str, shown: Range<usize>, is_secret: &IsSecret<'_>) -> String {
    let mut masked = String::new();
    let mut from = shown.start;
    for secret in secrets(document, shown.end, is_secret) {
        if secret.end > from {
            masked.push_str(document.get(from..secret.start).unwrap_or_default());
            masked.push_str(MASK);
            from = secret.end.min(shown.end);
        }
    }
    masked.push_str(&document[from..shown.end]);
    masked
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

/// The values of secret members that begin before `end`, in their order.
fn secrets(document: &str, end: usize, is_secret: &IsSecret<'_>) -> Vec<Range<usize>> {
    let mut found: Vec<Range<usize>> = Vec::new();
    let mut at = 0;
    while at < end {
        // Any quote may be the first of a name: in what is no JSON, there may be one too many before it.
        match secret_at(document, at, is_secret) {
            Some(value) => {
                at = value.end;
                found.push(value);
            }
            None => at += 1,
        }
    }
    found
}

/// The value of the member whose name begins at `at`, if it is a secret.
fn secret_at(document: &str, at: usize, is_secret: &IsSecret<'_>) -> Option<Range<usize>> {
    let bytes = document.as_bytes();
    if bytes[at] != b'"' || bytes[..at].ends_with(b"\\") {
        return None;
    }
    let behind = behind_string(bytes, at);
    let start = value_of_member(bytes, behind)?;
    let quoted = &document[at..behind];
    let name = Reader::new(quoted).string().unwrap_or_else(|_| quoted.trim_matches('"').into());
    let is_number = bytes.get(start).is_some_and(|byte| matches!(byte, b'-' | b'0'..=b'9'));
    let value = is_secret(&name, is_number).then(|| start..behind_value(bytes, start))?;
    // What is masked already keeps its quotes.
    (document.get(value.clone()).map(|text| text.trim_matches('"')) != Some(MASK)).then_some(value)
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
