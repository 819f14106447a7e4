//! Wraps CommonMark without changing what it says.

use super::blocks::closes;

/// The lines of `text`, none longer than `width` where it can be broken. Code and tables stay as they are.
pub(super) fn lines(text: &str, width: usize) -> Vec<String> {
    let mut wrapped = Vec::new();
    let mut fence: Option<&str> = None;
    let mut in_table = false;
    let mut lines = text.lines().peekable();
    while let Some(line) = lines.next() {
        let marks = line.trim_start();
        let was_open = fence.is_some();
        fence = match fence {
            Some(open) => (!closes(line, open)).then_some(open),
            None => opened(marks),
        };
        in_table = !marks.is_empty() && (in_table || lines.peek().is_some_and(|next| is_delimiter(next)));
        if was_open || fence.is_some() || in_table || marks.starts_with(['|', '#']) {
            wrapped.push(line.to_owned());
        } else {
            wrap(line, width, &mut wrapped);
        }
    }
    collapse_blank(wrapped)
}

/// Is it the row that makes a table of the lines around it (GFM 0.29, 4.10)?
fn is_delimiter(line: &str) -> bool {
    let marks = line.chars().all(|letter| matches!(letter, '|' | '-' | ':' | ' '));
    marks && line.contains('|') && line.contains('-')
}

/// The fence that a line begins with.
fn opened(line: &str) -> Option<&str> {
    let mark = line.chars().next().filter(|mark| ['`', '~'].contains(mark))?;
    let length = line.len() - line.trim_start_matches(mark).len();
    (length >= 3 && !line[length..].contains('`')).then(|| &line[..length])
}

fn wrap(line: &str, width: usize, wrapped: &mut Vec<String>) {
    let text = line.trim_start();
    let (mark, text) = text.split_at(marker(text));
    let hanging = " ".repeat(line.len() - text.len());
    let mut current = format!("{}{mark}", &line[..line.len() - text.len() - mark.len()]);
    for word in words(text) {
        let empty = current.len() == hanging.len();
        if !empty && current.chars().count() + 1 + word.chars().count() > width && !starts_a_block(word) {
            wrapped.push(std::mem::replace(&mut current, hanging.clone()));
        } else if !empty {
            current.push(' ');
        }
        current.push_str(word);
    }
    wrapped.push(current.trim_end().to_owned());
}

/// The words between blanks; what is in a code span or a link stays one word.
fn words(text: &str) -> Vec<&str> {
    let mut words = Vec::new();
    let mut start = 0;
    let mut code_ends = 0;
    for (at, letter) in text.char_indices().filter(|(_, letter)| *letter == ' ' || *letter == '`') {
        match letter {
            _ if at < code_ends => {}
            '`' => code_ends = at + span(&text[at..]),
            _ => {
                words.push(&text[start..at]);
                start = at + 1;
            }
        }
    }
    words.push(&text[start..]);
    words.retain(|word| !word.is_empty());
    words
}

/// How long a code span is that the text begins with: it ends at as many backticks as it begins with, or the text does.
fn span(text: &str) -> usize {
    let fence = text.len() - text.trim_start_matches('`').len();
    let mut at = fence;
    while let Some(found) = text[at..].find('`') {
        let begin = at + found;
        let run = text[begin..].len() - text[begin..].trim_start_matches('`').len();
        at = begin + run;
        if run == fence {
            return at;
        }
    }
    text.len()
}

/// Would this word mean something else at the beginning of a line: a list, a heading, a quotation?
fn starts_a_block(word: &str) -> bool {
    let mark = ["-", "*", "+", "=", "---", "***"].contains(&word) || word.starts_with(['#', '>', '|', '=', '-']);
    let digits = word.chars().take_while(char::is_ascii_digit).count();
    mark || (digits > 0 && [".", ")"].contains(&&word[digits..])) || word.starts_with("```") || word.starts_with("~~~")
}

/// How far the text of a list item is behind its mark.
fn marker(text: &str) -> usize {
    let digits = text.chars().take_while(char::is_ascii_digit).count();
    match text.as_bytes().get(digits) {
        Some(b'-' | b'*' | b'+') if digits == 0 && text[1..].starts_with(' ') => 2,
        Some(b'.' | b')') if digits > 0 && text[digits + 1..].starts_with(' ') => digits + 2,
        _ => 0,
    }
}

/// Not more than one empty line in a row, none at the end.
fn collapse_blank(lines: Vec<String>) -> Vec<String> {
    let mut kept: Vec<String> = Vec::new();
    for line in lines {
        if !(line.is_empty() && kept.last().is_none_or(String::is_empty)) {
            kept.push(line);
        }
    }
    while kept.last().is_some_and(String::is_empty) {
        kept.pop();
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::lines;

    #[test]
    fn paragraphs_and_lists_wrap_and_code_does_not() {
        let text = "one two three four\n- five six seven\n```text\na very long line\n```";
        let expected = ["one two", "three four", "- five six", "  seven", "```text", "a very long line", "```"];
        assert_eq!(lines(text, 10), expected);
        let longer = "````text\n```\na very long line\n````\nof code and text";
        let expected = ["````text", "```", "a very long line", "````", "of code", "and text"];
        assert_eq!(lines(longer, 10), expected);
        let table = "a | b\n--|--\nsome long text | c\n\nand more text";
        let expected = ["a | b", "--|--", "some long text | c", "", "and more", "text"];
        assert_eq!(lines(table, 10), expected);
    }

    #[test]
    fn code_stays_on_its_line_whatever_it_begins_with() {
        assert_eq!(lines("one `a b c` two", 6), ["one", "`a b c`", "two"]);
        assert_eq!(lines("one `` a ` b ``, two", 6), ["one", "`` a ` b ``,", "two"]);
        assert_eq!(lines("an `open end of it", 6), ["an", "`open end of it"]);
    }

    #[test]
    fn a_mark_never_stands_alone() {
        assert_eq!(lines("- averylongword a", 10), ["- averylongword", "  a"]);
    }

    #[test]
    fn a_wrapped_line_never_begins_a_block() {
        assert_eq!(lines("aaaa bbbb - cc", 9), ["aaaa bbbb -", "cc"]);
        assert_eq!(lines("aaaa bbbb 1. c", 9), ["aaaa bbbb 1.", "c"]);
    }
}
