//! The server's own words in the body of an error.

use std::error::Error;

use serde_json::Value;

use super::super::secret::masked;
use super::super::{Received, Secret};

/// A message longer than this is cut, in characters.
const LIMIT: usize = 256;

/// Where messages stand, as JSON pointers, the most telling place first.
const PLACES: [&str; 14] = [
    "/error/message",
    "/message",
    "/error_description",
    "/detail",
    "/errors/0/message",
    "/errors/0/detail",
    "/errors/0",
    "/detail/0/msg",
    "/error",
    "/title",
    "/msg",
    "/reason",
    "/description",
    "",
];

/// The first text in one of the usual places of JSON, or plain text as a whole, on one line. Servers repeat what they were
/// sent, so the secrets of the request are masked, and before the text is cut.
pub(super) fn server_message(response: &Received, secrets: &[Secret]) -> Option<String> {
    let line = |text: &str| Some(one_line(&masked(text, secrets))).filter(|line| !line.is_empty());
    match serde_json::from_slice::<Value>(&response.body()) {
        Ok(body) => PLACES.into_iter().find_map(|place| line(body.pointer(place)?.as_str()?)),
        Err(_) => line(&response.text().ok().filter(|_| response.is_media_type("text/plain"))?),
    }
}

/// An error and what it comes from, each on one line, with colons between them.
pub(in super::super) fn causes(error: &(dyn Error + 'static)) -> String {
    let all = std::iter::successors(Some(error), |error| (*error).source());
    all.map(|error| one_line(&error.to_string())).collect::<Vec<_>>().join(": ")
}

/// `text` with its white space and control characters as single spaces, cut to [`LIMIT`].
pub(in super::super) fn one_line(text: &str) -> String {
    let words = text.split(|character: char| character.is_whitespace() || character.is_control());
    let words: Vec<_> = words.filter(|word| !word.is_empty()).collect();
    let line = words.join(" ");
    match line.char_indices().nth(LIMIT) {
        Some((end, _)) => format!("{}…", &line[..end]),
        None => line,
    }
}
