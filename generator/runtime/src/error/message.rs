//! The server's own words in the body of an error.

use std::error::Error;

use super::super::json::{self, Reader};
use super::super::secret::masked;
use super::super::{Received, Secret};

/// A message of a server that is longer than this is cut, in characters.
const LIMIT: usize = 256;

/// The same of an error: one of the decoder has a path, and so many characters of the document around the place.
const ERROR_LIMIT: usize = 1024;

/// Behind so many bytes of a body nobody looks for a message: an error is printed often, and its body may be large.
const LOOKED_AT: usize = 64 * 1024;

/// Where messages stand, as JSON pointers, the most telling place first.
const PLACES: [&str; 9] = [
    "/error/message",
    "/error/detail",
    "/message",
    "/error_description",
    "/error_message",
    "/errorMessage",
    "/detail",
    "/Message",
    "/Detail",
];

/// Where else, if there is a list of errors: it is the first one of it.
const LISTS: [&str; 3] = ["/errors/0", "/errorMessages/0", "/messages/0"];

/// What an error of a list, or of a member, says of itself: where it stands in it, or that it is all that there is.
const IN_ITEMS: [&str; 6] = ["/message", "/detail", "/msg", "/title", "/description", ""];

/// Where else, if not in a list either.
const OTHER_PLACES: [&str; 5] = ["/detail/0/msg", "/error", "/msg", "/reason", "/description"];

/// What only names the kind of error (RFC 9457, section 3.1.3), or is all that there is.
const LAST_PLACES: [&str; 3] = ["/title", "/Title", ""];

/// The first text in one of the usual places of JSON, or plain text as a whole, on one line. Servers repeat what they were
/// sent, so the secrets of the request are masked, and before the text is cut.
pub(super) fn server_message(response: &Received, secrets: &[Secret]) -> Option<String> {
    let line = |text: String| Some(one_line(&masked(&text, secrets))).filter(|line| !line.is_empty());
    let whole = response.body();
    let body = whole.slice(..beginning(&whole));
    match str::from_utf8(&body) {
        Ok(text) if is_json(text, body.len() == whole.len()) => in_json(&body, line),
        _ => line(response.with_other_body(body).text().ok().filter(|_| response.is_media_type("text/plain"))?),
    }
}

/// How much of a body is looked at. A character is not cut.
fn beginning(body: &[u8]) -> usize {
    let is_inside = |at: usize| body.get(at).is_some_and(|byte| byte & 0b1100_0000 == 0b1000_0000);
    let end = body.len().min(LOOKED_AT);
    (0..4).map(|back| end.saturating_sub(back)).find(|at| !is_inside(*at)).unwrap_or(end)
}

/// Of a part it is enough that it begins so.
fn is_json(text: &str, whole: bool) -> bool {
    if whole { json::is_json(text) } else { text.trim_start().starts_with(['{', '[']) }
}

/// The first line that the usual places give.
fn in_json(body: &[u8], line: impl Fn(String) -> Option<String>) -> Option<String> {
    let at = |place: &str| line(string_at(body, place)?);
    let in_list = |list: &str| IN_ITEMS.iter().find_map(|place| at(&format!("{list}{place}")));
    let first = PLACES.into_iter().find_map(at).or_else(|| LISTS.into_iter().find_map(in_list));
    let next = first.or_else(|| OTHER_PLACES.into_iter().find_map(at)).or_else(|| line(of_members(body)?));
    next.or_else(|| LAST_PLACES.into_iter().find_map(at))
}

/// The first of the errors that are told member by member: `{"errors": {"name": ["is too short"]}}`.
fn of_members(body: &[u8]) -> Option<String> {
    let mut reader = Reader::new(json::text_at(body, "/errors")?);
    let mut more = reader.object_start().ok()?;
    while more {
        let name = reader.key().ok()?;
        let error = reader.raw().ok()?.as_bytes();
        let said = |within: &str| IN_ITEMS.iter().find_map(|place| string_at(error, &format!("{within}{place}")));
        if let Some(said) = said("").or_else(|| said("/0")) {
            return Some(if name.is_empty() { said } else { format!("{name}: {said}") });
        }
        more = reader.object_next().ok()?;
    }
    None
}

/// The string at a place, which is looked for in the text itself: as values, a body can be many times larger.
fn string_at(document: &[u8], pointer: &str) -> Option<String> {
    let text = json::text_at(document, pointer).filter(|text| text.starts_with('"'))?;
    json::from_slice(text.as_bytes()).ok()
}

/// An error and what it comes from without these secrets, each on one line, with colons between them.
pub(in super::super) fn causes(error: &(dyn Error + 'static), secrets: &[Secret]) -> String {
    let all = std::iter::successors(Some(error), |error| (*error).source());
    all.map(|error| line_of(&masked(&error.to_string(), secrets), ERROR_LIMIT)).collect::<Vec<_>>().join(": ")
}

/// `text` with its white space and control characters as single spaces, cut to [`LIMIT`].
pub(in super::super) fn one_line(text: &str) -> String {
    line_of(text, LIMIT)
}

fn line_of(text: &str, limit: usize) -> String {
    let is_between = |letter: char| letter.is_whitespace() || letter.is_control() || turns_direction(letter);
    let words = text.split(is_between);
    let words: Vec<_> = words.filter(|word| !word.is_empty()).collect();
    let line = words.join(" ");
    match line.char_indices().nth(limit) {
        Some((end, _)) => format!("{}…", &line[..end]),
        None => line,
    }
}

/// Does it turn the direction of what stands around it? A line could read as another one then.
///
/// ---
/// Unicode Standard Annex 9, section 2.
fn turns_direction(letter: char) -> bool {
    matches!(letter, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}
