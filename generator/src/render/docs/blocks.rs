//! CommonMark of unknown origin, block by block: each line stands where rustdoc and clippy expect it, code is never
//! Rust, and everything else is escaped.

use super::html::as_markdown;
use super::inline::{escaped, visible};

/// The text, made safe.
pub(super) fn markdown(text: &str) -> String {
    let mut blocks = Blocks::default();
    for line in as_markdown(&visible(text)).lines() {
        blocks.line(line);
    }
    blocks.finish()
}

/// Languages that say nothing to rustdoc but something to the reader; any other is `text`.
const LANGUAGES: &[&str] = &[
    "bash",
    "console",
    "css",
    "csv",
    "diff",
    "go",
    "graphql",
    "html",
    "http",
    "java",
    "javascript",
    "js",
    "json",
    "php",
    "python",
    "ruby",
    "sh",
    "shell",
    "sql",
    "toml",
    "typescript",
    "xml",
    "yaml",
];

/// What is written so far, and what the next line may be a part of.
#[derive(Default)]
struct Blocks {
    lines: Vec<String>,
    /// The list items around the next line, outermost first.
    items: Vec<Item>,
    fence: Option<Fence>,
    /// Does the line before end in a paragraph? Then a line of text goes on with it, wherever it begins (CommonMark
    /// 0.31, 5.2).
    in_paragraph: bool,
}

/// A list item.
struct Item {
    /// The column of its mark in the document.
    column: usize,
    /// How far what belongs to it is indented in what is written.
    indent: usize,
}

/// A fenced block of code.
struct Fence {
    mark: String,
    /// The column of the fence in the document.
    column: usize,
}

impl Blocks {
    fn line(&mut self, line: &str) {
        match self.fence.take() {
            Some(fence) => self.code(line, fence),
            None => self.block(line.trim_start(), line.len() - line.trim_start().len()),
        }
    }

    /// A line behind an open fence.
    fn code(&mut self, line: &str, fence: Fence) {
        if closes(line, &fence.mark) {
            return self.push(&fence.mark);
        }
        let blanks = line.len() - line.trim_start().len();
        self.push(line[blanks.min(fence.column)..].trim_end());
        self.fence = Some(fence);
    }

    fn block(&mut self, text: &str, column: usize) {
        let text = text.trim_end();
        match (opened(text), mark_width(text)) {
            _ if text.is_empty() => self.blank(),
            (Some((mark, language)), _) => self.open(mark, language, column),
            (None, Some(width)) => self.item(text, width, column),
            (None, None) if stands_alone(text) => self.alone(text, column),
            (None, None) => self.text(text, column),
        }
    }

    fn blank(&mut self) {
        self.in_paragraph = false;
        self.push("");
    }

    fn open(&mut self, mark: String, language: &str, column: usize) {
        self.leave(column);
        self.push(&format!("{mark}{language}"));
        self.fence = Some(Fence { mark, column });
        self.in_paragraph = false;
    }

    /// An item belongs to the one whose mark is further left.
    fn item(&mut self, text: &str, width: usize, column: usize) {
        self.leave(column);
        let (mark, rest) = text.split_at(width);
        let behind = rest.trim_start();
        let fence = opened(behind);
        let shown = if fence.is_some() { String::new() } else { escaped(behind) };
        self.push(format!("{mark} {shown}").trim_end());
        self.items.push(Item { column, indent: self.indent() + width + 1 });
        self.in_paragraph = true;
        if let Some((mark, language)) = fence {
            self.open(mark, language, column + width + rest.len() - behind.len());
        }
    }

    /// A heading or a rule: no paragraph goes on behind it.
    fn alone(&mut self, text: &str, column: usize) {
        self.leave(column);
        self.push(&escaped(text));
        self.in_paragraph = false;
    }

    fn text(&mut self, text: &str, column: usize) {
        if !self.in_paragraph {
            self.leave(column);
        }
        // A quotation would need its mark on each line.
        let quoted = if text.starts_with('>') { "\\" } else { "" };
        self.push(&format!("{quoted}{}", escaped(text)));
        self.in_paragraph = true;
    }

    /// Leaves the items that a line at this column does not belong to.
    fn leave(&mut self, column: usize) {
        while self.items.last().is_some_and(|item| item.column >= column) {
            self.items.pop();
        }
    }

    fn indent(&self) -> usize {
        self.items.last().map_or(0, |item| item.indent)
    }

    fn push(&mut self, text: &str) {
        let indent = if text.is_empty() { 0 } else { self.indent() };
        self.lines.push(format!("{}{text}", " ".repeat(indent)));
    }

    fn finish(mut self) -> String {
        if let Some(fence) = self.fence.take() {
            self.push(&fence.mark);
        }
        self.lines.join("\n").trim_matches('\n').to_owned()
    }
}

/// Is a line the first one of a list, a table, a heading or code?
pub(super) fn begins_block(line: &str) -> bool {
    opened(line).is_some() || mark_width(line).is_some() || stands_alone(line) || line.starts_with(['|', '='])
}

/// The fence that a line opens (CommonMark 0.31, 4.5), and the language that is written behind it.
pub(super) fn opened(text: &str) -> Option<(String, &'static str)> {
    let mark = text.chars().next().filter(|mark| ['`', '~'].contains(mark))?;
    let length = text.chars().take_while(|letter| *letter == mark).count();
    let info = text[length..].trim();
    let language = LANGUAGES.iter().find(|language| language.eq_ignore_ascii_case(info));
    let opens = length >= 3 && !(mark == '`' && info.contains('`'));
    opens.then(|| (mark.to_string().repeat(length), language.copied().unwrap_or("text")))
}

/// Does the line close the fence?
pub(super) fn closes(line: &str, fence: &str) -> bool {
    let trimmed = line.trim();
    let mark = fence.chars().next().unwrap_or('`');
    trimmed.len() >= fence.len() && trimmed.chars().all(|letter| letter == mark)
}

/// How long the mark of a list item is (CommonMark 0.31, 5.2).
pub(super) fn mark_width(text: &str) -> Option<usize> {
    let digits = text.chars().take_while(char::is_ascii_digit).count();
    let mark = text[digits..].chars().next()?;
    let marks: &[char] = if digits == 0 { &['-', '*', '+'] } else { &['.', ')'] };
    (marks.contains(&mark) && digits < 10 && text[digits + 1..].starts_with(' ') && !is_rule(text))
        .then_some(digits + 1)
}

/// Is it a heading (CommonMark 0.31, 4.2) or a rule?
fn stands_alone(text: &str) -> bool {
    let level = text.chars().take_while(|letter| *letter == '#').count();
    let heading = (1..=6).contains(&level) && text[level..].chars().next().is_none_or(|next| next == ' ');
    heading || is_rule(text)
}

/// `---` and the like (CommonMark 0.31, 4.1).
fn is_rule(text: &str) -> bool {
    let marks: Vec<char> = text.chars().filter(|letter| *letter != ' ').collect();
    marks.len() >= 3 && ['-', '*', '_'].iter().any(|rule| marks.iter().all(|mark| mark == rule))
}

#[cfg(test)]
mod tests {
    use super::markdown;

    #[test]
    fn code_is_never_rust() {
        assert_eq!(markdown("```\nlet x;\n```"), "```text\nlet x;\n```");
        assert_eq!(markdown("a\n\n    let x;"), "a\n\nlet x;");
        assert_eq!(markdown("~~~rust\nfn"), "~~~text\nfn\n~~~");
        assert_eq!(markdown("```JSON\n{}\n```"), "```json\n{}\n```");
        assert_eq!(markdown("  ```\n    a\n b\n  ```"), "```text\n  a\nb\n```");
    }

    #[test]
    fn what_goes_on_with_an_item_is_indented() {
        assert_eq!(markdown("- a\nb\n\nc"), "- a\n  b\n\nc");
        assert_eq!(markdown("10. a\n    b\n\n    c"), "10. a\n    b\n\n    c");
        assert_eq!(markdown("-   a\n    - b\n        - c\n- d"), "- a\n  - b\n    - c\n- d");
        assert_eq!(markdown("- a\n  ```\n  x\n  ```\nb"), "- a\n  ```text\n  x\n  ```\nb");
        assert_eq!(markdown("- ```\n  x\n  ```"), "-\n  ```text\n  x\n  ```");
    }

    #[test]
    fn headings_and_rules_end_a_list() {
        assert_eq!(markdown("- a\n# b\nc"), "- a\n# b\nc");
        assert_eq!(markdown("- a\n---\nb"), "- a\n---\nb");
        assert_eq!(markdown("* * *\na"), "* * *\na");
    }

    #[test]
    fn a_quotation_is_text() {
        assert_eq!(markdown("> a -> b"), "\\> a -> b");
    }
}
