//! Makes one line of CommonMark safe for rustdoc: no broken link, no stray HTML.

/// Without what changes the text around it unseen, or ends a line where none ends; a tab is four blanks.
pub(super) fn visible(text: &str) -> String {
    let kept = |letter: &char| *letter == '\n' || !(letter.is_control() || is_invisible(*letter));
    text.replace("\r\n", "\n").replace('\r', "\n").replace('\t', "    ").chars().filter(kept).collect()
}

/// Does it change the text around it unseen? rustc refuses comments with marks of direction.
pub(in crate::render) fn is_invisible(letter: char) -> bool {
    matches!(letter,
        '\u{061c}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
}

/// Escapes all that is not inside a code span.
pub(super) fn escaped(line: &str) -> String {
    let mut safe = String::with_capacity(line.len() + 8);
    let mut rest = line;
    while let Some(letter) = rest.chars().next() {
        let taken = match letter {
            '[' => link(rest, &mut safe),
            '<' => auto_link(rest, &mut safe),
            'h' if rest.starts_with("http://") || rest.starts_with("https://") => bare_url(rest, &mut safe),
            _ => simple(letter, rest, &mut safe),
        };
        rest = &rest[taken..];
    }
    safe
}

/// What is no link, and may stand in one.
fn simple(letter: char, rest: &str, safe: &mut String) -> usize {
    match letter {
        '`' => return code_span(rest, safe),
        '\\' => return backslash(rest, safe),
        // What these would begin never ends.
        '[' | '<' => safe.push('\\'),
        _ => {}
    }
    safe.push(letter);
    letter.len_utf8()
}

/// `` `code` `` as it is; a backtick without a partner is escaped.
fn code_span(rest: &str, safe: &mut String) -> usize {
    let ticks = rest.chars().take_while(|letter| *letter == '`').count();
    let fence = &rest[..ticks];
    match rest[ticks..].find(fence) {
        Some(length) if !rest[2 * ticks + length..].starts_with('`') => {
            let end = 2 * ticks + length;
            safe.push_str(&rest[..end]);
            end
        }
        _ => {
            safe.push_str(&"\\`".repeat(ticks));
            ticks
        }
    }
}

/// `[text](https://…)` stays a link; any other target has no meaning in the crate's documentation, so the text stays.
fn link(rest: &str, safe: &mut String) -> usize {
    match split_link(rest) {
        Some((text, target, end)) if is_url(target) => {
            safe.push_str(&format!("[{}]({target})", label(text)));
            end
        }
        Some((text, _, end)) => {
            safe.push_str(&escaped(text));
            end
        }
        None => {
            safe.push_str("\\[");
            1
        }
    }
}

/// The text of a link, which may not hold another one.
fn label(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(letter) = rest.chars().next() {
        rest = &rest[simple(letter, rest, &mut safe)..];
    }
    safe
}

/// Text and target of a link, and where it ends; a title behind the target is left out.
fn split_link(rest: &str) -> Option<(&str, &str, usize)> {
    let close = rest.find(']')?;
    let behind = rest[close + 1..].strip_prefix('(')?;
    let length = closing(behind)?;
    let text = &rest[1..close];
    let target = behind[..length].split_whitespace().next().unwrap_or_default();
    (!text.contains('[') && !text.trim().is_empty()).then_some((text, target, close + 2 + length + 1))
}

/// Where the bracket closes that is open; those of a target come in pairs (CommonMark 0.31, 6.3).
fn closing(text: &str) -> Option<usize> {
    let mut depth = 0_usize;
    for (at, letter) in text.char_indices() {
        match letter {
            '(' => depth += 1,
            ')' if depth == 0 => return Some(at),
            ')' => depth -= 1,
            _ => {}
        }
    }
    None
}

fn is_url(target: &str) -> bool {
    let known = ["https://", "http://", "mailto:"].iter().any(|scheme| target.starts_with(scheme));
    known && target.chars().all(|letter| !letter.is_whitespace() && !"<>\"`\\[]".contains(letter))
}

/// `<https://…>` stays; any other `<` is text.
fn auto_link(rest: &str, safe: &mut String) -> usize {
    match rest.find('>') {
        Some(close) if is_url(&rest[1..close]) => {
            safe.push_str(&rest[..=close]);
            close + 1
        }
        _ => {
            safe.push_str("\\<");
            1
        }
    }
}

/// A backslash keeps what it does: it escapes punctuation, and is itself otherwise.
fn backslash(rest: &str, safe: &mut String) -> usize {
    match rest[1..].chars().next() {
        Some(next) if next.is_ascii_punctuation() => {
            safe.push('\\');
            safe.push(next);
            1 + next.len_utf8()
        }
        _ => {
            safe.push_str("\\\\");
            1
        }
    }
}

/// A URL in the text becomes a link, as rustdoc wants it; a template of one becomes code.
fn bare_url(rest: &str, safe: &mut String) -> usize {
    let word = &rest
        [..rest.find(|letter: char| letter.is_whitespace() || "<>\"`\\[]()|^".contains(letter)).unwrap_or(rest.len())];
    let url = word.trim_end_matches(['.', ',', ';', ':', '!', '?', '\'', '*', '_']);
    match url.contains(['{', '}']) {
        true => safe.push_str(&format!("`{url}`")),
        false => safe.push_str(&format!("<{url}>")),
    }
    url.len()
}

#[cfg(test)]
mod tests {
    use super::{escaped, visible};

    #[test]
    fn links_and_html_are_text_unless_they_lead_somewhere() {
        let cases = [
            ("see [a](https://a.example/x) or [b](#b) or [c]", "see [a](https://a.example/x) or b or \\[c]"),
            ("[a](https://a.example/b_(c) \"title\")", "[a](https://a.example/b_(c))"),
            ("[https://a.example](https://a.example)", "[https://a.example](https://a.example)"),
            ("[a `b<c>` <d>](https://a.example)", "[a `b<c>` \\<d>](https://a.example)"),
            ("<b>x</b> `<b>`", "\\<b>x\\</b> `<b>`"),
            ("at https://a.example/x.", "at <https://a.example/x>."),
            ("at https://a.example/{id}, too", "at `https://a.example/{id}`, too"),
            ("a ` b -> c", "a \\` b -> c"),
        ];
        for (text, expected) in cases {
            assert_eq!(escaped(text), expected);
        }
    }

    #[test]
    fn invisible_letters_are_gone() {
        assert_eq!(visible("a\u{202e}b\u{0}c\rd\te"), "abc\nd    e");
    }
}
