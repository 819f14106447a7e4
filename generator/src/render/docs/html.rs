//! The HTML that many descriptions are written in, as CommonMark: paragraphs, lists, emphasis, code and links. Any other tag
//! stays as it is, to be escaped like all that is no CommonMark.

use std::borrow::Cow;

use super::blocks::{closes, mark_width, opened};
use crate::markdown::code_span;

/// Deeper than this nobody means it.
const MOST_NESTED: usize = 16;

/// Further than this nobody looks for the end of a tag, or the beginning of a line, in bytes.
const LOOKED_AT: usize = 1_000;

/// `<p>See <a href="https://…"><b>it</b></a>.</p>` becomes `See [**it**](https://…).`
pub(super) fn as_markdown(text: &str) -> Cow<'_, str> {
    if !text.contains('<') {
        return Cow::Borrowed(text);
    }
    let (mut all, mut prose) = (String::with_capacity(text.len()), String::new());
    let mut fence: Option<String> = None;
    for line in text.split_inclusive('\n') {
        let was_open = fence.is_some();
        fence = match fence {
            Some(open) => (!closes(line, &open)).then_some(open),
            None => opened(line.trim()).map(|(mark, _)| mark),
        };
        if was_open || fence.is_some() {
            all.push_str(&converted(&prose));
            prose.clear();
            all.push_str(line);
        } else {
            prose.push_str(line);
        }
    }
    all.push_str(&converted(&prose));
    Cow::Owned(all)
}

/// A piece of prose.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Token<'t> {
    Text(&'t str),
    /// A tag as it stands, its name in the table, and what stands behind the name.
    Open(&'t str, &'static str, &'t str),
    Close(&'t str, &'static str),
}

/// The tags that CommonMark has other words for.
const TAGS: &[&str] =
    &["p", "br", "ul", "ol", "li", "b", "strong", "i", "em", "code", "tt", "a", "div", "span", "note", "para"];

/// Those of them that need an end.
const PAIRS: &[&str] = &["b", "strong", "i", "em", "code", "tt", "a"];

fn converted(prose: &str) -> String {
    let tokens = tokens(prose);
    if tokens.iter().all(|token| matches!(token, Token::Text(_))) {
        return prose.to_owned();
    }
    let ends = ends(&tokens);
    let mut writer = Writer {
        tokens: &tokens,
        ends: &ends,
        text: String::with_capacity(prose.len()),
        lists: Vec::new(),
        begins: true,
    };
    writer.write(0..tokens.len(), 0);
    writer.text
}

fn tokens(prose: &str) -> Vec<Token<'_>> {
    let mut tokens = Vec::new();
    let (mut begin, mut at) = (0, 0);
    while let Some(found) = prose[at..].find(['<', '`']) {
        let start = at + found;
        if prose[start..].starts_with('`') {
            at = start + code_length(&prose[start..]);
            continue;
        }
        match tag(&prose[start..]) {
            Some((token, length)) => {
                tokens.extend((begin < start).then(|| Token::Text(&prose[begin..start])));
                tokens.push(token);
                at = start + length;
                begin = at;
            }
            None => at = start + 1,
        }
    }
    tokens.extend((begin < prose.len()).then(|| Token::Text(&prose[begin..])));
    tokens
}

/// How long a code span is, or the backticks that begin none.
fn code_length(text: &str) -> usize {
    let (ticks, behind) = text.split_at(text.len() - text.trim_start_matches('`').len());
    let mut runs = behind.as_bytes().windows(ticks.len()).take(LOOKED_AT);
    let close = runs.position(|run| run == ticks.as_bytes()).filter(|close| !behind[..*close].contains("\n\n"));
    close.map_or(ticks.len(), |close| 2 * ticks.len() + close)
}

/// The tag that `text` begins with, if it is one of the table, and its length.
fn tag(text: &str) -> Option<(Token<'_>, usize)> {
    let length = text.bytes().take(LOOKED_AT).position(|byte| byte == b'>')? + 1;
    let inside = text[1..length - 1].trim_end_matches('/');
    let (closes, inside) = inside.strip_prefix('/').map_or((false, inside), |inside| (true, inside));
    let name = inside.split(|letter: char| letter.is_whitespace()).next().unwrap_or_default();
    let known = TAGS.iter().find(|tag| tag.eq_ignore_ascii_case(name))?;
    let attributes = &inside[name.len()..];
    if attributes.contains('<') {
        return None;
    }
    let whole = &text[..length];
    let token = if closes { Token::Close(whole, known) } else { Token::Open(whole, known, attributes) };
    Some((token, length))
}

/// Where each tag that needs an end has it.
fn ends(tokens: &[Token<'_>]) -> Vec<Option<usize>> {
    let mut ends = vec![None; tokens.len()];
    let mut open: Vec<(usize, &str)> = Vec::new();
    for (index, token) in tokens.iter().enumerate() {
        match token {
            Token::Open(_, name, _) if PAIRS.contains(name) => open.push((index, name)),
            Token::Close(_, name) if PAIRS.contains(name) => {
                let depth = open.len().saturating_sub(MOST_NESTED);
                if let Some(begin) = open[depth..].iter().rposition(|(_, known)| known == name) {
                    ends[open[depth + begin].0] = Some(index);
                    open.truncate(depth + begin);
                }
            }
            _ => {}
        }
    }
    ends
}

struct Writer<'w, 't> {
    tokens: &'w [Token<'t>],
    ends: &'w [Option<usize>],
    text: String,
    /// The lists around what comes next: the number of the next item, if they have numbers.
    lists: Vec<Option<u32>>,
    /// Is the next item the first one of a list that no other is around?
    begins: bool,
}

impl Writer<'_, '_> {
    fn write(&mut self, range: std::ops::Range<usize>, depth: usize) {
        let mut index = range.start;
        while index < range.end {
            let end = self.ends[index].filter(|end| *end < range.end && depth < MOST_NESTED);
            match (self.tokens[index], end) {
                (Token::Text(text), _) => self.prose(text),
                (Token::Open(_, name, attributes), Some(end)) => {
                    self.pair(name, attributes, index + 1..end, depth);
                    index = end;
                }
                (Token::Open(whole, name, _), None) => self.open(whole, name),
                (Token::Close(whole, name), _) => self.close(whole, name),
            }
            index += 1;
        }
    }

    /// In a list, lines are as they come.
    fn prose(&mut self, text: &str) {
        if self.lists.is_empty() {
            return self.text.push_str(text);
        }
        let words = text.split_whitespace().collect::<Vec<_>>().join(" ");
        let is_apart = |letter: Option<char>| letter.is_some_and(char::is_whitespace);
        if is_apart(text.chars().next()) && !self.text.ends_with([' ', '\n']) {
            self.text.push(' ');
        }
        self.text.push_str(&words);
        if !words.is_empty() && is_apart(text.chars().next_back()) {
            self.text.push(' ');
        }
    }

    fn open(&mut self, whole: &str, name: &str) {
        match name {
            "p" | "br" | "div" | "note" | "para" => self.apart(),
            "ul" => self.list(None),
            "ol" => self.list(Some(1)),
            "li" => self.item(),
            "span" => {}
            _ => self.text.push_str(whole),
        }
    }

    fn close(&mut self, whole: &str, name: &str) {
        match name {
            "p" | "div" | "note" | "para" => self.apart(),
            "ul" | "ol" => {
                self.lists.pop();
                if self.lists.is_empty() {
                    self.blank();
                }
            }
            "br" | "li" | "span" => {}
            _ => self.text.push_str(whole),
        }
    }

    /// A new paragraph, but for where the line is an item or a row.
    fn apart(&mut self) {
        let end = self.text.bytes().rev().take(LOOKED_AT).position(|byte| byte == b'\n');
        let length = end.unwrap_or(if self.text.len() < LOOKED_AT { self.text.len() } else { 0 });
        let line = self.text[self.text.len() - length..].trim_start();
        let is_item = line.starts_with('|') || mark_width(line).is_some();
        match self.lists.is_empty() && !is_item {
            true => self.blank(),
            false if self.text.ends_with([' ', '\n']) => {}
            false => self.text.push(' '),
        }
    }

    fn blank(&mut self) {
        let length = self.text.trim_end().len();
        self.text.truncate(length);
        if !self.text.is_empty() {
            self.text.push_str("\n\n");
        }
    }

    fn list(&mut self, number: Option<u32>) {
        if self.lists.is_empty() {
            self.blank();
            self.begins = true;
        }
        if self.lists.len() < MOST_NESTED {
            self.lists.push(number);
        }
    }

    fn item(&mut self) {
        let length = self.text.trim_end().len();
        self.text.truncate(length);
        if !self.text.is_empty() {
            let apart = self.lists.is_empty() || std::mem::take(&mut self.begins);
            self.text.push_str(if apart { "\n\n" } else { "\n" });
        }
        let around = self.lists.len().saturating_sub(1);
        let around: usize = self.lists[..around].iter().map(|number| if number.is_some() { 3 } else { 2 }).sum();
        self.text.push_str(&" ".repeat(around));
        match self.lists.last_mut() {
            Some(Some(number)) => {
                self.text.push_str(&format!("{number}. "));
                *number += 1;
            }
            Some(None) | None => self.text.push_str("- "),
        }
    }

    fn pair(&mut self, name: &str, attributes: &str, inside: std::ops::Range<usize>, depth: usize) {
        if matches!(name, "code" | "tt") {
            let code = self.plain(inside);
            let code = code.trim();
            return self.text.push_str(&if code.is_empty() { String::new() } else { code_span(code) });
        }
        let begin = self.text.len();
        self.write(inside, depth + 1);
        let written = self.text.split_off(begin.min(self.text.len()));
        let (before, after) = match name {
            "b" | "strong" => ("**".to_owned(), "**".to_owned()),
            "i" | "em" => ("*".to_owned(), "*".to_owned()),
            _ => match target(attributes).filter(|_| !written.contains(['[', ']'])) {
                Some(target) => ("[".to_owned(), format!("]({target})")),
                None => (String::new(), String::new()),
            },
        };
        let words = written.trim();
        if words.is_empty() || words.contains('\n') && before != "[" || words.contains("\n\n") || words.starts_with('*')
        {
            return self.text.push_str(&written);
        }
        let start = written.len() - written.trim_start().len();
        self.text.push_str(&written[..start]);
        self.text.push_str(&format!("{before}{words}{after}"));
        self.text.push_str(&written[start + words.len()..]);
    }

    /// The text without its tags, as code shows it.
    fn plain(&self, range: std::ops::Range<usize>) -> String {
        let texts = self.tokens[range].iter().filter_map(|token| match token {
            Token::Text(text) => Some(*text),
            Token::Open(..) | Token::Close(..) => None,
        });
        let text = texts.collect::<String>().split_whitespace().collect::<Vec<_>>().join(" ");
        let text = text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&#39;", "'");
        text.replace("&amp;", "&")
    }
}

/// The address in the attributes of a link.
fn target(attributes: &str) -> Option<&str> {
    let value = attributes.split_once("href=")?.1;
    let quote = value.chars().next().filter(|letter| matches!(letter, '"' | '\''))?;
    let target = value[1..].split(quote).next()?.trim();
    let is_plain = !target.contains(|letter: char| letter.is_whitespace() || "()<>[]`\\".contains(letter));
    (is_plain && (target.starts_with("https://") || target.starts_with("http://"))).then_some(target)
}

#[cfg(test)]
mod tests {
    use super::as_markdown;

    #[test]
    fn what_markdown_has_words_for_is_written_in_them() {
        for (html, markdown) in [
            ("<p>One.</p> <p>Two <b>bold</b>.</p>", "One.\n\nTwo **bold**.\n\n"),
            (
                "See <a href=\"https://example.com/a?b=1\">the <i>guide</i></a>.",
                "See [the *guide*](https://example.com/a?b=1).",
            ),
            ("<a>NoTarget</a> and <a href='javascript:x'>bad</a>", "NoTarget and bad"),
            ("the <code>&lt;key&gt; `x`</code>", "the `` <key> `x` ``"),
            (
                "Kinds:<ul><li>a</li> <li> b\nc <ol><li>d</li><li>e</li></ol></li></ul>end",
                "Kinds:\n\n- a\n- b c\n  1. d\n  2. e\n\nend",
            ),
            ("A:<br>B<br/>\nC", "A:\n\nB\n\n\nC"),
            ("- item<br>goes on", "- item goes on"),
            ("a<b> b </b>c", "a **b** c"),
            ("<B>x</B><STRONG></STRONG>", "**x**"),
        ] {
            assert_eq!(as_markdown(html), markdown, "{html}");
        }
    }

    #[test]
    fn what_is_no_html_stays() {
        for text in [
            "a < b > c",
            "Vec<T> and <script>x</script>",
            "`<b>code</b>` and ``<p>``",
            "```\n<p>code</p>\n```\n",
            "a <b>without an end",
            "an end</i> alone",
            "<",
            "`<b>",
            "| a | b |\n|---|---|\n| <unknown> | 2 |",
        ] {
            assert_eq!(as_markdown(text), text);
        }
    }

    #[test]
    fn depth_and_length_are_no_matter() {
        let deep = format!("{}x{}", "<b>".repeat(50_000), "</b>".repeat(50_000));
        assert!(as_markdown(&deep).contains('x'));
        assert!(as_markdown(&"<ul><li>".repeat(50_000)).len() > 50_000);
        assert!(as_markdown(&"<a href=\"".repeat(50_000)).contains("href"));
        assert!(as_markdown(&"`<b>".repeat(50_000)).contains("<b>"));
    }
}
