//! YAML that libyaml accepts and saphyr-parser doesn't, rewritten without moving a character.

use crate::load::surrogates::masked;

/// The text in which the scanner should get past the byte `at`; `None` if there is nothing to try.
pub(super) fn repaired(text: &str, at: usize) -> Option<String> {
    masked(text)
        .or_else(|| without_tabs(text))
        .or_else(|| with_brackets_joined(text))
        .or_else(|| with_line_joined(text, at))
}

/// A tab behind a colon.
fn without_tabs(text: &str) -> Option<String> {
    text.contains('\t').then(|| text.replace('\t', " "))
}

/// A closing bracket that is not indented more than the key of its value, as in `example: {` … `}`.
fn with_brackets_joined(text: &str) -> Option<String> {
    let breaks = text.match_indices('\n').map(|(at, _)| at);
    let joined: Vec<_> = breaks.filter(|at| closes(&text[at + 1..]) && takes_more(line_before(text, *at))).collect();
    (!joined.is_empty()).then(|| join(text, &joined))
}

fn closes(line: &str) -> bool {
    line.trim_start_matches(' ').starts_with(['}', ']'])
}

/// A text in quotes that goes on in a line that is not indented enough, or any other line that is not.
fn with_line_joined(text: &str, at: usize) -> Option<String> {
    if text[at..].starts_with(['"', '\'']) {
        return text[at..].find('\n').map(|end| join(text, &[at + end]));
    }
    let end = text[..at].rfind('\n')?;
    takes_more(line_before(text, end)).then(|| join(text, &[end]))
}

fn line_before(text: &str, end: usize) -> &str {
    let start = text[..end].rfind('\n').map_or(0, |at| at + 1);
    &text[start..end]
}

/// Can the next line be a part of this one? Not of a comment, nor of what opens a block of text.
fn takes_more(line: &str) -> bool {
    let line = line.trim_end();
    let is_header = line.trim_end_matches(|last: char| last == '-' || last == '+' || last.is_ascii_digit());
    !line.is_empty() && !line.contains('#') && !is_header.ends_with(['|', '>'])
}

/// Puts a space in the place of each of these breaks.
fn join(text: &str, breaks: &[usize]) -> String {
    let mut joined = String::with_capacity(text.len());
    let mut start = 0;
    for end in breaks {
        joined.push_str(&text[start..*end]);
        joined.push(' ');
        start = end + 1;
    }
    joined + &text[start..]
}
