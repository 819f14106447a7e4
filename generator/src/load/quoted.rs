//! Quoted texts `<<` in YAML, which are names, where the plain one merges: the parser tells neither from the other, so they
//! are marked before it reads them.

use std::borrow::Cow;

/// A character that no text has, as long as what it stands for, so that all places stay.
const MARK: &str = "\u{7ff}";

const QUOTED: [(&str, &str); 2] = [("\"<<\"", "\"\u{7ff}\""), ("'<<'", "'\u{7ff}'")];

/// The text with its marks, if there is anything to mark.
pub(super) fn marked(text: &str) -> Cow<'_, str> {
    match QUOTED.iter().any(|(quoted, _)| text.contains(quoted)) && !text.contains(MARK) {
        true => Cow::Owned(QUOTED.iter().fold(text.to_owned(), |text, (quoted, mark)| text.replace(quoted, mark))),
        false => Cow::Borrowed(text),
    }
}

/// A text of a marked document as its author wrote it.
pub(super) fn unmarked(text: &str) -> Cow<'_, str> {
    if text.contains(MARK) { Cow::Owned(text.replace(MARK, "<<")) } else { Cow::Borrowed(text) }
}
