//! Which texts are OpenAPI documents: those whose root has `openapi` or `swagger`.
//!
//! The text is only scanned: a document that cannot be parsed is one to measure, not one to leave out.

/// The version that the root of a text declares; `None` if it declares none and so is no document by itself.
pub fn declared(text: &str) -> Option<String> {
    let text = text.trim_start_matches('\u{feff}');
    let start = content_lines(text).next()?;
    let found = if start.trim_start().starts_with('{') { in_braces(text) } else { in_lines(text) };
    found.map(|version| version.chars().filter(|letter| !letter.is_control()).take(12).collect())
}

fn is_root_key(key: &str) -> bool {
    key == "openapi" || key == "swagger"
}

/// The lines of a YAML text but comments, directives and markers.
fn content_lines(text: &str) -> impl Iterator<Item = &str> {
    let content = |line: &&str| !line.trim().is_empty() && !line.trim_start().starts_with('#');
    text.lines().filter(content).filter(|line| !line.starts_with("---") && !line.starts_with('%'))
}

/// Block style: keys of the root are as far from the margin as the first line.
fn in_lines(text: &str) -> Option<String> {
    let indent = |line: &str| line.len() - line.trim_start().len();
    let root = content_lines(text).next().map(indent)?;
    let members = content_lines(text).filter(|line| indent(line) == root).filter_map(|line| line.split_once(':'));
    let mut versions = members.filter(|(key, _)| is_root_key(unquoted(key))).map(|(_, value)| value);
    versions.next().map(|value| unquoted(value.split(" #").next().unwrap_or_default()).to_owned())
}

fn unquoted(text: &str) -> &str {
    text.trim().trim_matches(['"', '\''])
}

/// JSON, and YAML's flow style: keys of the root are in one pair of braces.
fn in_braces(text: &str) -> Option<String> {
    let (mut depth, mut rest) = (0_usize, text);
    let (mut word, mut key) = (None, None);
    while let Some(next) = rest.chars().next() {
        match next {
            '{' | '[' => depth += 1,
            '}' | ']' => depth = depth.saturating_sub(1),
            ':' if depth == 1 => key = word.take(),
            ',' if depth == 1 => key = None,
            _ => {}
        }
        let (token, behind) = token(rest, next);
        if depth == 1 && !token.is_empty() {
            if key.is_some_and(is_root_key) {
                return Some(token.to_owned());
            }
            word = Some(token);
        }
        rest = behind;
    }
    None
}

/// The string or bare word at the start of `text`, empty if there is none, and what is behind it.
fn token(text: &str, first: char) -> (&str, &str) {
    match first {
        '"' | '\'' => {
            let end = string_end(text, first);
            (&text[1..end], text.get(end + 1..).unwrap_or_default())
        }
        '{' | '}' | '[' | ']' | ':' | ',' => ("", &text[1..]),
        _ if first.is_whitespace() => ("", &text[first.len_utf8()..]),
        _ => {
            let ends = |letter: char| letter.is_whitespace() || "{}[]:,\"'".contains(letter);
            text.split_at(text.find(ends).unwrap_or(text.len()))
        }
    }
}

/// Where the closing quote is, or the end of a text that has none.
fn string_end(text: &str, quote: char) -> usize {
    let mut escaped = false;
    let closes = |(_, letter): &(usize, char)| {
        let closes = *letter == quote && !escaped;
        escaped = *letter == '\\' && !escaped;
        closes
    };
    text.char_indices().skip(1).find(closes).map_or(text.len(), |(at, _)| at)
}

#[cfg(test)]
mod tests {
    use super::declared;

    #[test]
    fn the_root_declares_the_version() {
        let documents = [
            ("openapi: 3.0.3\npaths: {}\n", "3.0.3"),
            ("# comment\n---\ninfo:\n  title: x\nswagger: \"2.0\" # old\n", "2.0"),
            ("  'openapi' : 3.1.0\n  info: {}\n", "3.1.0"),
            ("\u{feff}{\"info\": {\"title\": \"a \\\" { b\"}, \"openapi\" : \"3.2.0\"}", "3.2.0"),
            ("{paths: {}, swagger: 2.0}", "2.0"),
            ("# flow\n{openapi: '3.0.0'}", "3.0.0"),
            ("{\"openapi\": \"3.0.1\", \"paths\": {\"/broken", "3.0.1"),
        ];
        for (text, version) in documents {
            assert_eq!(declared(text).as_deref(), Some(version), "{text}");
        }
    }

    #[test]
    fn parts_of_documents_declare_none() {
        let parts = [
            "",
            "# nothing",
            "type: object\nproperties:\n  openapi: {type: string}\n",
            "{\"properties\": {\"openapi\": \"3.0.3\"}}",
            "{\"title\": \"openapi\", \"x\": \"3.0.3\"}",
            "- openapi: 3.0.3\n",
            "{\"unclosed",
        ];
        for text in parts {
            assert_eq!(declared(text), None, "{text}");
        }
    }
}
