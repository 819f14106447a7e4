//! Makes CommonMark of unknown origin safe for rustdoc: no code that is run, no broken link, no stray HTML.

/// The text, block by block: code stays as it is but is never Rust, everything else is escaped.
pub(super) fn markdown(text: &str) -> String {
    let mut lines = Vec::new();
    let mut fence: Option<String> = None;
    for line in visible(text).lines() {
        match &fence {
            Some(open) if closes(line, open) => {
                lines.push(open.clone());
                fence = None;
            }
            Some(_) => lines.push(line.trim_end().to_owned()),
            None => match opened(line) {
                Some(open) => {
                    lines.push(format!("{open}text"));
                    fence = Some(open);
                }
                None => lines.push(prose(line)),
            },
        }
    }
    lines.extend(fence);
    lines.join("\n").trim().to_owned()
}

/// Without what changes the text around it unseen, or ends a line where none ends.
pub(super) fn visible(text: &str) -> String {
    let kept = |letter: &char| *letter == '\n' || *letter == '\t' || !(letter.is_control() || is_invisible(*letter));
    text.replace("\r\n", "\n").replace('\r', "\n").chars().filter(kept).collect()
}

fn is_invisible(letter: char) -> bool {
    matches!(letter, '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
}

/// The fence that a line opens (CommonMark 0.31, 4.5), without its indentation.
fn opened(line: &str) -> Option<String> {
    let trimmed = line.trim_start();
    let mark = trimmed.chars().next().filter(|mark| ['`', '~'].contains(mark))?;
    let length = trimmed.chars().take_while(|letter| *letter == mark).count();
    let info = &trimmed[length..];
    (length >= 3 && !(mark == '`' && info.contains('`'))).then(|| mark.to_string().repeat(length))
}

fn closes(line: &str, fence: &str) -> bool {
    let trimmed = line.trim();
    let mark = fence.chars().next().unwrap_or('`');
    trimmed.len() >= fence.len() && !trimmed.is_empty() && trimmed.chars().all(|letter| letter == mark)
}

/// A line that is no code: four blanks in front would make it code, so a line outside a list has none.
fn prose(line: &str) -> String {
    let trimmed = line.trim_start();
    let indent = line.len() - trimmed.len();
    let kept = if is_list_item(trimmed) { indent.min(3) } else { indent.min(2) };
    let safe = inline(trimmed.trim_end());
    if safe.is_empty() { String::new() } else { format!("{}{safe}", " ".repeat(kept)) }
}

fn is_list_item(line: &str) -> bool {
    let bullet = ["- ", "* ", "+ "].iter().any(|mark| line.starts_with(mark));
    let digits = line.chars().take_while(char::is_ascii_digit).count();
    bullet || (digits > 0 && (line[digits..].starts_with(". ") || line[digits..].starts_with(") ")))
}

/// Escapes all that is not inside a code span.
fn inline(line: &str) -> String {
    let mut safe = String::with_capacity(line.len() + 8);
    let mut rest = line;
    while let Some(letter) = rest.chars().next() {
        let taken = match letter {
            '`' => code_span(rest, &mut safe),
            '[' => link(rest, &mut safe),
            '<' => auto_link(rest, &mut safe),
            '\\' => escaped(rest, &mut safe),
            'h' if rest.starts_with("http://") || rest.starts_with("https://") => bare_url(rest, &mut safe),
            _ => {
                push_escaped(letter, &mut safe);
                letter.len_utf8()
            }
        };
        rest = &rest[taken..];
    }
    safe
}

fn push_escaped(letter: char, safe: &mut String) {
    if matches!(letter, '[' | ']' | '<' | '>' | '`') {
        safe.push('\\');
    }
    safe.push(letter);
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
            safe.push_str(&format!("[{}]({target})", inline(text)));
            end
        }
        Some((text, _, end)) => {
            safe.push_str(&inline(text));
            end
        }
        None => {
            safe.push_str("\\[");
            1
        }
    }
}

fn split_link(rest: &str) -> Option<(&str, &str, usize)> {
    let close = rest.find(']')?;
    let behind = rest[close + 1..].strip_prefix('(')?;
    let length = behind.find(')')?;
    let text = &rest[1..close];
    (!text.contains('[') && !text.is_empty()).then(|| (text, behind[..length].trim(), close + 2 + length + 1))
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
fn escaped(rest: &str, safe: &mut String) -> usize {
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

/// A URL in the text becomes a link, as rustdoc wants it.
fn bare_url(rest: &str, safe: &mut String) -> usize {
    let end = rest.find(|letter: char| letter.is_whitespace() || "<>\"`\\[](){}|^".contains(letter));
    let url = rest[..end.unwrap_or(rest.len())].trim_end_matches(['.', ',', ';', ':', '!', '?', '\'', '*', '_']);
    safe.push_str(&format!("<{url}>"));
    url.len()
}

#[cfg(test)]
mod tests {
    use super::markdown;

    #[test]
    fn code_is_never_rust() {
        assert_eq!(markdown("```\nlet x;\n```"), "```text\nlet x;\n```");
        assert_eq!(markdown("a\n\n    let x;"), "a\n\n  let x;");
        assert_eq!(markdown("~~~rust\nfn"), "~~~text\nfn\n~~~");
    }

    #[test]
    fn links_and_html_are_text_unless_they_lead_somewhere() {
        assert_eq!(
            markdown("see [a](https://a.example/x) or [b](#b) or [c]"),
            "see [a](https://a.example/x) or b or \\[c\\]"
        );
        assert_eq!(markdown("<b>x</b> `<b>`"), "\\<b\\>x\\</b\\> `<b>`");
        assert_eq!(markdown("at https://a.example/x."), "at <https://a.example/x>.");
        assert_eq!(markdown("a ` b"), "a \\` b");
    }

    #[test]
    fn invisible_letters_are_gone() {
        assert_eq!(markdown("a\u{202e}b\u{0}c\rd"), "abc\nd");
    }
}
