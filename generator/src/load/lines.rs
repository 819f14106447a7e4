//! Offsets to lines and columns, and back.

use crate::config::Place;
use memchr::memchr_iter;
use std::ops::Range;

/// Bytes between two counts of characters.
const BLOCK: usize = 1024;

/// Where the lines of a text begin, and how many characters stand before each block of it: a minified document is one
/// line of many megabytes, too long to count anew for every finding.
#[derive(Clone, Debug)]
pub(super) struct Lines {
    starts: Vec<usize>,
    characters: Vec<usize>,
}

impl Lines {
    pub(super) fn new(text: &str) -> Self {
        let breaks = memchr_iter(b'\n', text.as_bytes());
        let starts = std::iter::once(0).chain(breaks.map(|at| at + 1)).collect();
        let blocks = text.as_bytes().chunks(BLOCK);
        let characters = blocks.scan(0, |total, block| Some(std::mem::replace(total, *total + characters(block))));
        let characters = characters.collect();
        Self { starts, characters }
    }

    /// The place of the byte at `offset`.
    pub(super) fn place(&self, text: &str, offset: usize) -> Place {
        let offset = character_at(text, offset);
        let line = self.starts.partition_point(|start| *start <= offset);
        let column = self.before(text, offset) - self.before(text, self.starts[line - 1]) + 1;
        Place { line, column }
    }

    /// The characters before `offset`.
    fn before(&self, text: &str, offset: usize) -> usize {
        let block = (offset / BLOCK).min(self.characters.len().saturating_sub(1));
        let counted = self.characters.get(block).copied().unwrap_or_default();
        counted + characters(&text.as_bytes()[block * BLOCK..offset])
    }

    /// The bytes of the line of this number (from 1) without its break; of the last one if there are fewer.
    pub(super) fn range(&self, text: &str, line: usize) -> Range<usize> {
        let index = line.clamp(1, self.starts.len()) - 1;
        let start = self.starts[index];
        let end = self.starts.get(index + 1).map_or(text.len(), |next| next - 1);
        start..start + text[start..end].trim_end_matches('\r').len()
    }
}

/// The bytes that begin a character.
fn characters(bytes: &[u8]) -> usize {
    bytes.iter().filter(|byte| **byte & 0xc0 != 0x80).count()
}

/// Where the character begins that the byte at `offset` is a part of.
pub(super) fn character_at(text: &str, offset: usize) -> usize {
    let offset = offset.min(text.len());
    (0..=offset).rev().find(|at| text.is_char_boundary(*at)).unwrap_or_default()
}

/// The offset of the character that `characters` stand before in the line of this number (from 1).
pub(super) fn offset_of(text: &str, line: usize, characters: usize) -> usize {
    let start = line_start(text, line);
    let rest = &text[start..];
    let line = &rest[..rest.find('\n').unwrap_or(rest.len())];
    start + line.char_indices().nth(characters).map_or(line.len(), |(at, _)| at)
}

/// Where the line of this number (from 1) begins; the end of the text if there is no such line.
pub(super) fn line_start(text: &str, line: usize) -> usize {
    match line {
        0 | 1 => 0,
        _ => text.match_indices('\n').nth(line - 2).map_or(text.len(), |(at, _)| at + 1),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_count_characters_and_lines_end_before_their_break() {
        let text = "é: 1\r\nb: ü!\n";
        let lines = Lines::new(text);
        assert_eq!(lines.place(text, text.find('!').unwrap()), Place { line: 2, column: 5 });
        assert_eq!(lines.place(text, text.len()), Place { line: 3, column: 1 });
        assert_eq!(&text[lines.range(text, 1)], "é: 1");
        assert_eq!(&text[lines.range(text, 99)], "");
        assert_eq!(offset_of(text, 2, 3), text.find('ü').unwrap());
        assert_eq!(offset_of(text, 99, 99), text.len());
    }

    #[test]
    fn columns_of_long_lines_are_right() {
        let text = format!("a\n{}x", "é".repeat(5_000));
        let lines = Lines::new(&text);
        assert_eq!(lines.place(&text, text.len() - 1), Place { line: 2, column: 5_001 });
        assert_eq!(Lines::new("").place("", 7), Place { line: 1, column: 1 });
        let block = "b".repeat(BLOCK);
        assert_eq!(Lines::new(&block).place(&block, BLOCK), Place { line: 1, column: BLOCK + 1 });
    }
}
