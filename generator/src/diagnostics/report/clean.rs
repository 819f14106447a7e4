//! Documents are not trusted with the terminal: what would move its cursor or turn its text around is replaced.

use std::borrow::Cow;

/// The longest text of a message, a note or a label, in characters.
const LENGTH: usize = 1_000;

/// A character of private use that no text has once it is cleaned.
pub(super) const STAND_IN: char = '\u{f8ff}';

/// Text of several lines.
pub(super) fn clean(text: &str) -> String {
    shortened(text).chars().map(|character| if character == '\n' { character } else { harmless(character) }).collect()
}

/// Text of one line.
pub(super) fn clean_line(text: &str) -> String {
    shortened(text).chars().map(|character| if character == '\n' { ' ' } else { harmless(character) }).collect()
}

fn shortened(text: &str) -> Cow<'_, str> {
    match text.char_indices().nth(LENGTH) {
        Some((end, _)) => Cow::Owned(format!("{}…", &text[..end])),
        None => Cow::Borrowed(text),
    }
}

/// The character, or one that can be seen in its place. Tabs become a space, for columns are counted in characters.
pub(super) fn harmless(character: char) -> char {
    match character {
        '\t' => ' ',
        // A picture for each of the control characters of ASCII.
        '\0'..='\x1f' => char::from_u32(0x2400 + character as u32).unwrap_or('\u{fffd}'),
        '\x7f' => '\u{2421}',
        _ if character.is_control() || is_invisible(character) => '\u{fffd}',
        _ => character,
    }
}

/// Characters that order, join or hide others: marks of direction (Unicode, UAX #9), separators of lines, zero-width
/// characters, tags; and the one that stands in for a place, see [`super::human`].
fn is_invisible(character: char) -> bool {
    matches!(character,
        '\u{061c}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}'
        | STAND_IN | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_moves_the_cursor_or_turns_text_around() {
        assert_eq!(clean_line("a\x1b[31mb\u{9b}c\u{202e}d\r\ne\tf\u{2066}\u{7f}"), "a␛[31mb�c�d␍ e f�␡");
        assert_eq!(clean("one\ntwo\u{2028}"), "one\ntwo�");
        assert_eq!(clean_line("naïve 😀 日本"), "naïve 😀 日本");
        assert_eq!(clean_line(&"x".repeat(60_000)).chars().count(), 1_001);
    }
}
