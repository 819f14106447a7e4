//! Why a document could not be read, and where.

use std::borrow::Cow;
use std::fmt;

use super::super::Secret;
use super::super::secret::{is_told_by, masked, masked_part};
use super::path::MAX_NAME;
use super::snippet::snippet;
use super::{DriftKind, Field, Tag};

/// JSON that could not be read as the type that was asked for.
///
/// `Display` is one line. It and `Debug` show a part of the document, without the values of members that are secrets: as
/// their `format: password` says, or their name.
pub struct DecodeError(Box<Inner>);

struct Inner {
    offset: usize,
    expected: Cow<'static, str>,
    found: Option<&'static str>,
    path: String,
    snippet: String,
    /// The members whose values are not to be shown.
    secrets: Vec<&'static str>,
    /// The member that is missing, if that is the error.
    member: Option<&'static str>,
    /// The branch of a union that the value, or what it is in, was read as.
    branch: Option<Tag>,
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
            secrets: Vec::new(),
            member: None,
            branch: None,
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
        self.0.path = super::path::paths_to(document, &[self.0.offset]).concat();
        let secrets = &self.0.secrets;
        let is_secret = |name: &str, is_number| secrets.contains(&name) || is_told_by(name, is_number);
        self.0.snippet = snippet(document, self.0.offset, &is_secret);
        self
    }

    /// Keeps the values of those members out of the snippet that are secrets, in this object and in what is beside it.
    #[cold]
    pub(super) fn hiding(mut self, fields: &[Field]) -> Self {
        self.0.secrets.extend(fields.iter().filter(|field| field.secret).map(|field| field.name));
        self
    }

    /// The same without what a server repeats of the credentials that it was sent.
    #[cold]
    pub(in super::super) fn without(mut self, secrets: &[Secret]) -> Self {
        let in_json: Vec<Secret> = secrets.iter().map(escaped).chain(secrets.iter().cloned()).collect();
        self.0.snippet = masked_part(&self.0.snippet, &in_json);
        let in_path: Vec<Secret> = secrets.iter().map(beginning).chain(in_json).collect();
        self.0.path = masked(&self.0.path, &in_path);
        if let Cow::Owned(expected) = &mut self.0.expected {
            *expected = masked(expected, &in_path);
        }
        self
    }

    /// Names the branch of a union, unless one inside of it is named already.
    pub(super) fn of_branch(mut self, branch: Option<Tag>) -> Self {
        self.0.branch = self.0.branch.or(branch);
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

    /// The branch of a union that the value, or what it is in, was read as: the member that says so, and its value, for
    /// example `("type", "folder")`.
    pub fn branch(&self) -> Option<(&'static str, &'static str)> {
        self.0.branch
    }

    /// The byte offset of the error in the document.
    pub fn offset(&self) -> usize {
        self.0.offset
    }

    /// At most 256 characters of the document around the error, control characters as spaces, secrets as `***`.
    pub fn snippet(&self) -> &str {
        &self.0.snippet
    }
}

/// A secret as it stands in a string of JSON.
fn escaped(secret: &Secret) -> Secret {
    let json = String::from_utf8(super::to_vec(&secret.expose())).unwrap_or_default();
    json.strip_prefix('"').and_then(|json| json.strip_suffix('"')).unwrap_or_default().into()
}

/// A secret as far as a path shows it.
fn beginning(secret: &Secret) -> Secret {
    secret.expose().chars().take(MAX_NAME).collect::<String>().into()
}

impl fmt::Display for DecodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Inner { path, expected, offset, .. } = &*self.0;
        write!(f, "{path}: expected {expected}")?;
        if let Some((member, value)) = self.0.branch {
            write!(f, " where `{member}` is `{value}`")?;
        }
        if let Some(found) = self.0.found {
            write!(f, ", found {found}")?;
        }
        write!(f, " at byte {offset}")?;
        if self.0.snippet.is_empty() {
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
