//! Digests of inputs and outputs, as `API.lock` records them: `sha256:` and 64 hexadecimal digits.
//!
//! How lines end is no part of a text: git checks files out as it is told to on each machine.

use std::borrow::Cow;
use std::fmt::Write as _;

use sha2::{Digest, Sha256};

/// The digest of one text.
pub fn text(text: &str) -> String {
    let mut hasher = Sha256::new();
    hasher.update(line_feeds(text).as_bytes());
    spell(hasher)
}

/// The text with each line ended by a line feed alone.
pub fn line_feeds(text: &str) -> Cow<'_, str> {
    if text.contains("\r\n") { Cow::Owned(text.replace("\r\n", "\n")) } else { Cow::Borrowed(text) }
}

/// The digest of a set of files, given as path and contents; their order does not matter.
///
/// Each part is preceded by its length, so that no two sets of files are confused.
pub fn files<'a>(files: impl IntoIterator<Item = (&'a str, &'a str)>) -> String {
    let mut files: Vec<_> = files.into_iter().collect();
    files.sort_unstable();
    let mut hasher = Sha256::new();
    for part in files.iter().flat_map(|(path, contents)| [Cow::Borrowed(*path), line_feeds(contents)]) {
        hasher.update((part.len() as u64).to_le_bytes());
        hasher.update(part.as_bytes());
    }
    spell(hasher)
}

fn spell(hasher: Sha256) -> String {
    let mut digest = String::from("sha256:");
    for byte in hasher.finalize() {
        // Writing to a `String` cannot fail.
        let _ = write!(digest, "{byte:02x}");
    }
    digest
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_text_has_the_digest_that_sha256sum_prints() {
        let empty = "sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
        assert_eq!(super::text(""), empty);
    }

    #[test]
    fn how_lines_end_is_no_matter() {
        assert_eq!(super::text("a\r\nb\r\n"), super::text("a\nb\n"));
        assert_eq!(super::files([("a", "1\r\n2"), ("b", "3")]), super::files([("a", "1\n2"), ("b", "3")]));
        assert_ne!(super::text("a\rb"), super::text("a\nb"));
    }

    #[test]
    fn files_count_by_name_and_contents_but_not_by_order() {
        let pair = super::files([("a", "1"), ("b", "2")]);
        assert_eq!(pair, super::files([("b", "2"), ("a", "1")]));
        assert_ne!(pair, super::files([("a", "1b2")]));
        assert_ne!(pair, super::files([("a", "2"), ("b", "1")]));
    }
}
