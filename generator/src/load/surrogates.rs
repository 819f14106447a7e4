//! Escapes of the halves of surrogate pairs: `\ud83d\ude00` is one character in JSON, and nothing that YAML knows. A half
//! without the other one is no character at all.

use super::spans::double_quoted;
use std::ops::Range;

/// The escape of U+FFFD, as long as that of a half.
pub(super) const REPLACEMENT: &[u8; 6] = br"\uFFFD";

/// YAML in which pairs are characters.
#[derive(Debug)]
pub(super) struct Repaired {
    /// What was a pair is shorter now.
    pub(super) text: String,
    /// Escapes of a half, which are U+FFFD now, in the text as it was.
    pub(super) halves: Vec<Range<usize>>,
}

/// The YAML without such escapes in double quotes; `None` if it has none of them.
pub(super) fn repaired(text: &str) -> Option<Repaired> {
    let masked = masked(text)?;
    let mut found = Vec::new();
    for range in double_quoted(&masked) {
        string(text.as_bytes(), range.start + 1, &mut |escape| found.push(escape));
    }
    let mut repaired = Repaired { text: String::with_capacity(text.len()), halves: Vec::new() };
    let mut start = 0;
    for escape in found {
        let (range, character) = match escape {
            Escape::Half(range) => (range, char::REPLACEMENT_CHARACTER),
            Escape::Pair(range, character) => (range, character),
        };
        repaired.text.push_str(&text[start..range.start]);
        repaired.text.push(character);
        start = range.end;
        repaired.halves.extend((character == char::REPLACEMENT_CHARACTER).then_some(range));
    }
    repaired.text.push_str(&text[start..]);
    (start > 0).then_some(repaired)
}

/// The text with U+FFFD for all that looks like a half, wherever it stands, so that every character keeps its place.
pub(super) fn masked(text: &str) -> Option<String> {
    let mut bytes = text.as_bytes().to_vec();
    for (at, _) in text.match_indices("\\u").filter(|(at, _)| half(text.as_bytes(), *at).is_some()) {
        bytes[at..at + 6].copy_from_slice(REPLACEMENT);
    }
    (bytes != text.as_bytes()).then(|| String::from_utf8(bytes).ok()).flatten()
}

/// An escape that is no character by itself.
pub(super) enum Escape {
    Half(Range<usize>),
    /// Two that are one character.
    Pair(Range<usize>, char),
}

/// Behind the quote that closes the string whose content begins at `at`.
pub(super) fn string(bytes: &[u8], mut at: usize, found: &mut dyn FnMut(Escape)) -> usize {
    while let Some(byte) = bytes.get(at) {
        match byte {
            b'"' => return at + 1,
            b'\\' => at = escape(bytes, at, found),
            _ => at += 1,
        }
    }
    at
}

/// Behind the escape that begins at `at`, or the pair of them that is one character.
fn escape(bytes: &[u8], at: usize, found: &mut dyn FnMut(Escape)) -> usize {
    let Some(first) = half(bytes, at) else { return at + 2 };
    let pair = half(bytes, at + 6).and_then(|second| char::decode_utf16([first, second]).next()?.ok());
    let (escape, end) = match pair {
        Some(character) => (Escape::Pair(at..at + 12, character), at + 12),
        None => (Escape::Half(at..at + 6), at + 6),
    };
    found(escape);
    end
}

/// The half of a pair that `\uXXXX` stands for.
fn half(bytes: &[u8], at: usize) -> Option<u16> {
    let digits = bytes.get(at..at + 6)?.strip_prefix(br"\u")?;
    let unit = u16::from_str_radix(std::str::from_utf8(digits).ok()?, 16).ok()?;
    (0xD800..0xE000).contains(&unit).then_some(unit)
}

#[cfg(test)]
mod tests {
    use super::repaired;

    #[test]
    fn halves_are_replaced_and_pairs_joined_in_double_quotes_alone() {
        let text = "é: \"\\ud83d\\ude00 \\\\ud800 \\udc00\"\nb: '\\ud800'\nc: \\ud800 \"\\ud800\"\n\"\\uD800\": 1\n";
        let found = repaired(text).unwrap();
        assert_eq!(found.text, "é: \"😀 \\\\ud800 \u{fffd}\"\nb: '\\ud800'\nc: \\ud800 \"\\ud800\"\n\"\u{fffd}\": 1\n");
        let halves: Vec<_> = found.halves.into_iter().map(|range| &text[range]).collect();
        assert_eq!(halves, ["\\udc00", "\\uD800"]);
    }

    #[test]
    fn yaml_without_such_escapes_stays() {
        for text in ["a: 'b'", "a: \"\\u00e9 \\\\ud800\"", "a: '\\ud800'", "\"\\", "\"\\ud8"] {
            assert!(repaired(text).is_none(), "{text}");
        }
    }
}
