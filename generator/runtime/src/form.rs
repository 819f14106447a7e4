//! A form whose parts the document does not name.

use std::fmt;

use super::File;
use super::json::{Encode, Writer};
use super::secret::MASK;

/// A form of several parts, `multipart/form-data`, whose parts the caller names, as the document does not.
///
/// The parts are sent in this order; a name may stand for several of them.
///
/// ---
/// RFC 7578.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Form {
    parts: Vec<(String, Content)>,
}

#[derive(Clone, PartialEq)]
enum Content {
    Text(String),
    File(File),
}

/// Of a form that nobody describes, any text may be a secret.
impl fmt::Debug for Content {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Text(_) => f.write_str(MASK),
            Self::File(file) => file.fmt(f),
        }
    }
}

impl Form {
    /// A form without parts.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a part that is text.
    #[must_use]
    pub fn text(self, name: impl Into<String>, text: impl Into<String>) -> Self {
        self.part(name.into(), Content::Text(text.into()))
    }

    /// Adds a part that is a file, with a name and a media type of its own.
    #[must_use]
    pub fn file(self, name: impl Into<String>, file: impl Into<File>) -> Self {
        self.part(name.into(), Content::File(file.into()))
    }

    fn part(mut self, name: String, content: Content) -> Self {
        self.parts.push((name, content));
        self
    }
}

impl Encode for Form {
    fn encode(&self, writer: &mut Writer) {
        writer.begin_object();
        for (name, content) in &self.parts {
            writer.key(name);
            match content {
                Content::Text(text) => writer.string(text),
                Content::File(file) => file.encode(writer),
            }
        }
        writer.end_object();
    }
}
