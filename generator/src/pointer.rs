//! JSON pointers: how every stage says which node of the document it means.

use std::borrow::Cow;
use std::fmt;

/// A JSON pointer (RFC 6901) into a document, `#/paths/~1pets/get` without the `#`.
///
/// Pointers name nodes of the normalized tree; the report translates them to the line the author wrote.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Pointer(String);

impl Pointer {
    /// The root of the document.
    pub fn root() -> Self {
        Self::default()
    }

    /// Takes a pointer as written in a `$ref` behind the `#`, already percent-decoded.
    pub fn parse(text: &str) -> Self {
        Self(text.trim_end_matches('/').to_owned())
    }

    /// The place that an identity is, `#/components/schemas/Pet`.
    pub fn of_identity(identity: &str) -> Self {
        Self::parse(identity.trim_start_matches('#'))
    }

    /// The member `key` of this object.
    #[must_use]
    pub fn key(&self, key: &str) -> Self {
        self.step(&escape(key))
    }

    /// The member at `keys`, one step each.
    #[must_use]
    pub fn keys(&self, keys: &[&str]) -> Self {
        keys.iter().fold(self.clone(), |pointer, key| pointer.key(key))
    }

    /// Item `index` of this array.
    #[must_use]
    pub fn index(&self, index: usize) -> Self {
        self.step(&index.to_string())
    }

    fn step(&self, step: &str) -> Self {
        Self([self.0.as_str(), "/", step].concat())
    }

    /// The node that holds this one, `None` at the root.
    pub fn parent(&self) -> Option<Self> {
        let slash = self.0.rfind('/')?;
        Some(Self(self.0[..slash].to_owned()))
    }

    /// The steps from `outer` to this node, as a pointer writes them, if it is inside of that one.
    pub fn below(&self, outer: &Self) -> Option<&str> {
        self.as_str().strip_prefix(outer.as_str()).filter(|rest| rest.starts_with('/'))
    }

    /// The last step, unescaped; `None` at the root.
    pub fn last(&self) -> Option<String> {
        self.0.rsplit_once('/').map(|(_, last)| unescape(last))
    }

    /// Every step from the root, unescaped.
    pub fn segments(&self) -> Vec<String> {
        self.0.split('/').skip(1).map(unescape).collect()
    }

    /// The pointer as RFC 6901 writes it: `/paths/~1pets/get`, empty at the root.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Pointer {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "#{}", self.0)
    }
}

/// A member's name as a step of a pointer (RFC 6901, section 3); most have nothing to escape.
pub(crate) fn escape(key: &str) -> Cow<'_, str> {
    match key.bytes().any(|byte| matches!(byte, b'~' | b'/')) {
        true => Cow::Owned(key.replace('~', "~0").replace('/', "~1")),
        false => Cow::Borrowed(key),
    }
}

/// The name that a step of a pointer stands for (RFC 6901, section 4).
pub(crate) fn unescape(step: &str) -> String {
    match step.contains('~') {
        true => step.replace("~1", "/").replace("~0", "~"),
        false => step.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::Pointer;

    #[test]
    fn steps_with_slashes_and_tildes_survive() {
        let pointer = Pointer::root().key("paths").key("/a~b/{id}").index(0);
        assert_eq!(pointer.as_str(), "/paths/~1a~0b~1{id}/0");
        assert_eq!(pointer.segments(), ["paths", "/a~b/{id}", "0"]);
        assert_eq!(pointer.parent().and_then(|parent| parent.last()), Some("/a~b/{id}".to_owned()));
    }
}
