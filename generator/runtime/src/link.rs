//! The `Link` header of an answer.

use http::HeaderMap;
use http::header::LINK;

/// The target of the first link with this relation.
///
/// ---
/// RFC 8288, section 3.
pub(super) fn target<'a>(headers: &'a HeaderMap, relation: &str) -> Option<&'a str> {
    let values = headers.get_all(LINK).iter().filter_map(|value| value.to_str().ok());
    values.flat_map(links).find(|(_, parameters)| has_relation(parameters, relation)).map(|(target, _)| target)
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

/// A relation is one word of several, in any case. Only the first `rel` counts (RFC 8288, 3.3).
fn has_relation(parameters: &str, wanted: &str) -> bool {
    let mut rest = parameters;
    while let Some((_, behind)) = rest.split_once(';') {
        let (parameter, others) = behind.split_at(end(behind, ';'));
        if let Some((name, value)) = parameter.split_once('=')
            && name.trim().eq_ignore_ascii_case("rel")
        {
            let mut words = value.trim().trim_matches('"').split_ascii_whitespace();
            return words.any(|word| word.eq_ignore_ascii_case(wanted));
        }
        rest = others;
    }
    false
}
