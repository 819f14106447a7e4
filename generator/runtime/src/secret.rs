//! A text that never shows.

use std::cmp::Reverse;
use std::fmt;
use std::sync::Arc;

use super::telling::{counts_tokens, tells_of_secret};

/// What stands in the place of a secret.
pub(super) const MASK: &str = "***";

/// So many bytes of a secret are a part of it; with fewer, many other words begin and end.
const TELLING_PART: usize = 4;

/// A text that must not be printed: `Debug` shows `***`, and there is no `Display`.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(Arc<str>);

impl Secret {
    /// Hides `text`.
    pub fn new(text: impl Into<Arc<str>>) -> Self {
        Self(text.into())
    }

    /// The text itself. The name is long so that each use can be found.
    pub fn expose(&self) -> &str {
        &self.0
    }
}

/// `text` without these secrets. One of few bytes is masked only where it is a word of its own: other words have it in
/// them, too.
pub(super) fn masked(text: &str, secrets: &[Secret]) -> String {
    let mut secrets: Vec<&str> = secrets.iter().map(Secret::expose).filter(|secret| !secret.is_empty()).collect();
    // One may be a part of another.
    secrets.sort_by_key(|secret| Reverse(secret.len()));
    secrets.into_iter().fold(text.to_owned(), |text, secret| match secret.len() {
        ..TELLING_PART => without_word(&text, secret),
        _ => text.replace(secret, MASK),
    })
}

fn without_word(text: &str, word: &str) -> String {
    let is_letter = |letter: Option<char>| letter.is_some_and(char::is_alphanumeric);
    let (mut masked, mut end) = (String::new(), 0);
    for (start, _) in text.match_indices(word) {
        let (before, behind) = (&text[..start], &text[start + word.len()..]);
        if !is_letter(before.chars().next_back()) && !is_letter(behind.chars().next()) {
            masked.extend([&text[end..start], MASK]);
            end = start + word.len();
        }
    }
    masked + &text[end..]
}

/// The same of a text that was cut out of a longer one: so may a secret have been that was at its beginning or end.
pub(super) fn masked_part(text: &str, secrets: &[Secret]) -> String {
    let whole = masked(text, secrets);
    secrets.iter().map(Secret::expose).fold(whole, |text, secret| {
        if text.len() >= TELLING_PART && secret.contains(&text) {
            return MASK.to_owned();
        }
        let ends = secret.char_indices().map(|(at, _)| at).chain([secret.len()]);
        let first =
            ends.clone().rev().take_while(|end| *end >= TELLING_PART).find(|end| text.ends_with(&secret[..*end]));
        let text = first.map_or_else(|| text.clone(), |end| format!("{}{MASK}", &text[..text.len() - end]));
        let mut starts = ends.take_while(|start| secret.len() - start >= TELLING_PART);
        let last = starts.find(|start| text.starts_with(&secret[*start..])).map(|start| secret.len() - start);
        last.map_or_else(|| text.clone(), |behind| format!("{MASK}{}", &text[behind..]))
    })
}

/// Does the name of a value say that it is a secret? How many tokens there are is none.
pub(super) fn is_told_by(name: &str, is_number: bool) -> bool {
    tells_of_secret(name) && !(is_number && counts_tokens(name))
}

/// Is a text nothing but digits?
pub(super) fn is_number(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(MASK)
    }
}

impl From<&str> for Secret {
    fn from(text: &str) -> Self {
        Self::new(text)
    }
}

impl From<String> for Secret {
    fn from(text: String) -> Self {
        Self::new(text)
    }
}
