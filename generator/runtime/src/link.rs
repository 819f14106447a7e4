//! The `Link` header of an answer.

use http::HeaderMap;
use http::header::LINK;

/// The target of the first link with this relation from where `is_here`: a link with an `anchor` may be one between
/// other pages. What of it is no UTF-8 is `U+FFFD`.
///
/// ---
/// RFC 8288, section 3, and 3.2 for `anchor`.
pub(super) fn target(headers: &HeaderMap, relation: &str, is_here: impl Fn(&str) -> bool) -> Option<String> {
    let is_it =
        |parameters: &str| has_relation(parameters, relation) && parameter(parameters, "anchor").is_none_or(&is_here);
    headers.get_all(LINK).iter().find_map(|value| {
        let text = String::from_utf8_lossy(value.as_bytes());
        links(&text).find(|(_, parameters)| is_it(parameters)).map(|(target, _)| target.to_owned())
    })
}

/// Each link of a header's value: its target, and the text of its parameters.
fn links(value: &str) -> impl Iterator<Item = (&str, &str)> {
    let mut rest = value;
    std::iter::from_fn(move || {
        let (target, behind) = rest.split_once('<')?.1.split_once('>')?;
        let (parameters, others) = behind.split_at(end(behind, ','));
        rest = others;
        Some((target.trim(), parameters))
    })
}

/// Where `text` has its first `delimiter` outside of quotes, or ends.
fn end(text: &str, delimiter: char) -> usize {
    let (mut quoted, mut escaped) = (false, false);
    let found = text.char_indices().find(|(_, letter)| {
        let ends = *letter == delimiter && !quoted;
        quoted ^= *letter == '"' && !escaped;
        escaped = *letter == '\\' && quoted && !escaped;
        ends
    });
    found.map_or(text.len(), |(at, _)| at)
}

/// A relation is one word of several, in any case (RFC 8288, 3.3).
fn has_relation(parameters: &str, wanted: &str) -> bool {
    let mut words = parameter(parameters, "rel").unwrap_or_default().split_ascii_whitespace();
    words.any(|word| word.eq_ignore_ascii_case(wanted))
}

/// The value of the first parameter of this name; others of the name don't count.
fn parameter<'p>(parameters: &'p str, wanted: &str) -> Option<&'p str> {
    let mut rest = parameters;
    while let Some((_, behind)) = rest.split_once(';') {
        let (parameter, others) = behind.split_at(end(behind, ';'));
        if let Some((name, value)) = parameter.split_once('=')
            && name.trim().eq_ignore_ascii_case(wanted)
        {
            return Some(value.trim().trim_matches('"').trim());
        }
        rest = others;
    }
    None
}
