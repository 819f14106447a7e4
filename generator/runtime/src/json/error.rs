//! Why a document could not be read, and where.

use std::borrow::Cow;
use std::fmt;

use super::DriftKind;

/// How many characters of the document an error shows on either side of its place.
const CONTEXT: usize = 128;

/// JSON that could not be read as the type that was asked for.
///
/// `Display` is one line. It and `Debug` show a part of the document, unless [`secret`](Self::secret) says otherwise.
pub struct DecodeError(Box<Inner>);

struct Inner {
    offset: usize,
    expected: Cow<'static, str>,
    found: Option<&'static str>,
    path: String,
    snippet: String,
    secret: bool,
    /// The member that is missing, if that is the error.
    member: Option<&'static str>,
}

impl DecodeError {
    /// An error at a byte offset of a document; `expected` completes the sentence "expected …".
    #[cold]
    pub fn new(offset: usize, expected: impl Into<Cow<'static, str>>) -> Self {
        Self(Box::new(Inner {
            offset,
            expected: expected.into(),
            found: None,
            path: String::from("$"),
            snippet: String::new(),
            secret: false,
            member: None,
        }))
    }

    /// Names what stood where something else was expected, for example `a string`.
    #[must_use]
    pub fn with_found(mut self, found: &'static str) -> Self {
        self.0.found = Some(found);
        self
    }

    /// Fills in the path and the snippet from the document the error is about.
    #[must_use]
    pub fn locate(mut self, document: &str) -> Self {
        self.0.path = super::path::path_to(document, self.0.offset);
        self.0.snippet = snippet(document, self.0.offset);
        self
    }

    /// Keeps the document's content out of `Display` and `Debug`, for bodies that hold secrets.
    #[must_use]
    pub fn secret(mut self) -> Self {
        self.0.secret = true;
        self
    }

    pub(super) fn of_member(mut self, member: &'static str) -> Self {
        self.0.member = Some(member);
        self
    }

    /// The member that is missing, if that is the error.
    pub(in super::super) fn member(&self) -> Option<&'static str> {
        self.0.member
    }

    pub(in super::super) fn kind(&self) -> DriftKind {
        if self.0.member.is_some() { DriftKind::MissingMember } else { DriftKind::WrongType }
    }

    /// Where in the document the error is, for example `$.items[3].id`.
    pub fn path(&self) -> &str {
        &self.0.path
    }

    /// What the type needs at this place, for example `a 32-bit integer`.
    pub fn expected(&self) -> &str {
        &self.0.expected
    }

    /// What stood there instead, for example `a string`.
    pub fn found(&self) -> Option<&str> {
        self.0.found
    }

    /// The byte offset of the error in the document.
    pub fn offset(&self) -> usize {
        self.0.offset
    }

    /// At most 256 characters of the document around the error, control characters as spaces.
    pub fn snippet(&self) -> &str {
        &self.0.snippet
    }
}

impl fmt::Display for DecodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Inner { path, expected, offset, .. } = &*self.0;
        write!(f, "{path}: expected {expected}")?;
        if let Some(found) = self.0.found {
            write!(f, ", found {found}")?;
        }
        write!(f, " at byte {offset}")?;
        if self.0.secret || self.0.snippet.is_empty() {
            return Ok(());
        }
        write!(f, " near `{}`", self.0.snippet)
    }
}

impl fmt::Debug for DecodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "DecodeError({self})")
    }
}

impl std::error::Error for DecodeError {}

/// The document around an offset, on one line.
fn snippet(document: &str, offset: usize) -> String {
    let middle = boundary(document, offset);
    let (before, after) = document.split_at(middle);
    let start = before.char_indices().rev().take(CONTEXT).last().map_or(middle, |(index, _)| index);
    before[start..].chars().chain(after.chars().take(CONTEXT)).map(one_line).collect()
}

/// The last place at or before an offset where a character begins, or the end.
fn boundary(document: &str, offset: usize) -> usize {
    let offset = offset.min(document.len());
    (0..=offset).rev().find(|&index| document.is_char_boundary(index)).unwrap_or(0)
}

fn one_line(c: char) -> char {
    if c.is_control() { ' ' } else { c }
}
