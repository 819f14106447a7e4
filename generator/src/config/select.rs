//! Which operations of a document are generated.

use std::ops::Range;

/// The operations that are generated, and those that are left out.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Select {
    /// All that are wanted in the client; empty for every one.
    pub include: Vec<Pattern>,
    /// Not wanted in the client.
    pub exclude: Vec<Pattern>,
    /// Wanted, but not possible yet; the summary counts them.
    pub skip: Vec<Pattern>,
}

/// A set of operations: `operationId`, `METHOD /path`, `/path` or `tag:name`, where `*` stands for any text within a
/// segment of the path and `**` for any text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pattern {
    /// As `codegen.toml` has it.
    pub text: String,
    /// Why.
    pub reason: Option<String>,
    /// Where it stands in `codegen.toml`, in bytes.
    pub span: Range<usize>,
}

/// An operation as patterns see it.
#[derive(Clone, Copy, Debug)]
pub struct Subject<'a> {
    /// The HTTP method.
    pub method: &'a str,
    /// The path template, `/pets/{id}`.
    pub path: &'a str,
    /// `operationId`, if there is one.
    pub id: Option<&'a str>,
    /// The tags.
    pub tags: &'a [String],
}

impl Select {
    /// Is this operation wanted?
    pub fn wants(&self, subject: Subject<'_>) -> bool {
        let is_in = |patterns: &[Pattern]| patterns.iter().any(|pattern| pattern.matches(subject));
        (self.include.is_empty() || is_in(&self.include)) && !is_in(&self.exclude)
    }

    /// Is it wanted, and left out as not possible yet?
    pub fn skips(&self, subject: Subject<'_>) -> bool {
        self.wants(subject) && self.skip.iter().any(|pattern| pattern.matches(subject))
    }

    /// The patterns alone, without reasons and places.
    pub(super) fn patterns(&self) -> [Vec<&str>; 3] {
        [&self.include, &self.exclude, &self.skip]
            .map(|list| list.iter().map(|pattern| pattern.text.as_str()).collect())
    }
}

impl Pattern {
    /// Is this operation meant?
    pub fn matches(&self, subject: Subject<'_>) -> bool {
        matches(&self.text, subject)
    }
}

/// Does `pattern`, the text of a [`Pattern`], mean this operation?
pub(super) fn matches(pattern: &str, subject: Subject<'_>) -> bool {
    if let Some(tag) = pattern.strip_prefix("tag:") {
        return subject.tags.iter().any(|name| glob(tag, name));
    }
    match pattern.split_once(' ') {
        Some((method, path)) => method.eq_ignore_ascii_case(subject.method) && glob(path.trim(), subject.path),
        None if pattern.starts_with('/') => glob(pattern, subject.path),
        None => subject.id.is_some_and(|id| glob(pattern, id)),
    }
}

/// Does `text` look like `pattern`?
fn glob(pattern: &str, text: &str) -> bool {
    let Some(star) = pattern.find('*') else { return pattern == text };
    let Some(rest) = text.strip_prefix(&pattern[..star]) else { return false };
    let after = &pattern[star..];
    let (after, reach) = match after.strip_prefix("**") {
        Some(after) => (after, rest.len()),
        None => (&after[1..], rest.find('/').unwrap_or(rest.len())),
    };
    // A run of many stars in a pattern is as slow as it is pointless; the patterns are the user's own.
    (0..=reach).filter(|end| rest.is_char_boundary(*end)).any(|end| glob(after, &rest[end..]))
}
