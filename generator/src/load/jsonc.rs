//! JSON with what JSON does not have, comments and commas behind the last entry, or with halves of surrogate pairs: the
//! same text without them, in which every place is where it was.

use super::surrogates::{Escape, REPLACEMENT, string};
use std::ops::Range;

/// What was taken out of a text.
#[derive(Debug, Default)]
pub(super) struct Repaired {
    /// As long as it was.
    pub(super) text: String,
    /// `// …` and `/* … */`.
    pub(super) comments: Vec<Range<usize>>,
    /// Commas before a closing bracket.
    pub(super) commas: Vec<Range<usize>>,
    /// Escapes of a half of a surrogate pair, which are U+FFFD now.
    pub(super) surrogates: Vec<Range<usize>>,
}

/// The text without these; `None` if it has none of them.
pub(super) fn repaired(text: &str) -> Option<Repaired> {
    let bytes = text.as_bytes();
    let mut out = Repaired::default();
    let mut comma = None;
    let mut at = 0;
    while let Some(byte) = bytes.get(at) {
        let end = match byte {
            b'"' => string(bytes, at + 1, &mut |escape| out.note(escape)),
            b'/' => comment(bytes, at, &mut out.comments),
            b'}' | b']' => {
                out.commas.extend(comma.map(|at| at..at + 1));
                at + 1
            }
            _ => at + 1,
        };
        comma = match byte {
            b',' => Some(at),
            b'/' | b' ' | b'\t' | b'\r' | b'\n' => comma,
            _ => None,
        };
        at = end;
    }
    out.is_any().then(|| out.applied(text)).flatten()
}

impl Repaired {
    fn note(&mut self, escape: Escape) {
        if let Escape::Half(range) = escape {
            self.surrogates.push(range);
        }
    }

    fn is_any(&self) -> bool {
        !(self.comments.is_empty() && self.commas.is_empty() && self.surrogates.is_empty())
    }

    fn applied(self, text: &str) -> Option<Self> {
        let mut bytes = text.as_bytes().to_vec();
        for range in self.comments.iter().chain(&self.commas) {
            let inner = &mut bytes[range.clone()];
            inner.iter_mut().filter(|byte| !matches!(byte, b'\n' | b'\r')).for_each(|byte| *byte = b' ');
        }
        for range in &self.surrogates {
            bytes[range.clone()].copy_from_slice(REPLACEMENT);
        }
        Some(Self { text: String::from_utf8(bytes).ok()?, ..self })
    }
}

/// Behind the comment that begins at `at`; `http://…` without quotes has none.
fn comment(bytes: &[u8], at: usize, comments: &mut Vec<Range<usize>>) -> usize {
    let find = |end: &[u8]| bytes[at + 2..].windows(end.len()).position(|window| window == end);
    let end = match bytes.get(at + 1) {
        Some(b'/') if at == 0 || bytes[at - 1] != b':' => find(b"\n").map_or(bytes.len(), |length| at + 2 + length),
        Some(b'*') => find(b"*/").map_or(bytes.len(), |length| at + 4 + length),
        _ => return at + 1,
    };
    comments.push(at..end);
    end
}

#[cfg(test)]
mod tests {
    use super::repaired;

    #[test]
    fn what_json_lacks_is_taken_out_in_its_place() {
        let cases = [
            ("{\"a\": 1, // é\n\"b\": [1,]}", "{\"a\": 1,      \n\"b\": [1 ]}"),
            ("/* a\r\nb */{\"a\": 1, /**/ }", "    \r\n    {\"a\": 1       }"),
            ("{\"//\": \"/* \\\" */\", \"a\":\"\\\\\"}//", "{\"//\": \"/* \\\" */\", \"a\":\"\\\\\"}  "),
            (r#"["\ud800", "\uDC00\ud83d\ude00", "\\ud800"]"#, r#"["\uFFFD", "\uFFFD\ud83d\ude00", "\\ud800"]"#),
            ("[1,,]", "[1, ]"),
            ("[1] /* no end", "[1]          "),
        ];
        for (text, expected) in cases {
            let out = repaired(text).unwrap();
            assert_eq!((out.text.as_str(), out.text.len()), (expected, text.len()));
        }
        for text in ["{\"a\": \"//\", \"b\": [1, 2]}", "", "\"", "\"\\", "\"\\u", "[/", "1/2", "{a: http://b}"] {
            assert!(repaired(text).is_none(), "{text}");
        }
    }
}
