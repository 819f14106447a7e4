//! YAML, through a visitor of our own: plain serde_yaml loses keys, tags and large numbers.

use super::tree::Reading;
use super::{Source, explain, limits, quoted, refuse, surrogates};
use crate::diagnostics::{Diagnostic, load as mistake};
use serde_json::Value;
use std::borrow::Cow;
use std::ops::Range;
use std::path::Path;

/// Reads the first document of a YAML stream that isn't empty.
pub(super) fn read(path: &Path, text: &str) -> Result<Source, Box<Diagnostic>> {
    refuse::slow_yaml(text)?;
    let as_it_is = first(text).or_else(|error| repaired(text).ok_or(error));
    let (found, halves) = as_it_is.map(|found| (found, Vec::new())).or_else(|error| joined(text).ok_or(error))?;
    let (document, ignored) = found;
    let source = Source::yaml(path, text, document.index, document.value, document.reading);
    let halves = halves.into_iter().take(limits::FINDINGS).map(mistake::half_character);
    Ok(ignored.map(mistake::several_documents).into_iter().chain(halves).fold(source, Source::remark))
}

/// The first document, and where the next one begins.
type Found = (Document, Option<Range<usize>>);

/// One document of a stream.
struct Document {
    index: usize,
    value: Value,
    reading: Reading,
}

/// The first document with something in it, and where the next such one begins.
fn first(text: &str) -> Result<Found, Box<Diagnostic>> {
    let marked = quoted::marked(text);
    let is_marked = matches!(marked, Cow::Owned(_));
    let mut stream = serde_yaml::Deserializer::from_str(&marked).enumerate();
    let empty = || Box::new(mistake::empty());
    let document = loop {
        let (index, deserializer) = stream.next().ok_or_else(empty)?;
        let document = parse(text, is_marked, index, deserializer)?;
        if !document.value.is_null() {
            break document;
        }
    };
    for (index, rest) in stream {
        let rest = parse(text, is_marked, index, rest);
        if rest.as_ref().is_ok_and(|rest| rest.value.is_null()) {
            continue;
        }
        return match (rest, opening(text, index)) {
            (_, Some(at)) => Ok((document, Some(at))),
            // Nothing opens another document here: it is the same one, broken.
            (Err(error), None) => Err(error),
            (Ok(_), None) => Ok((document, Some(text.len()..text.len()))),
        };
    }
    Ok((document, None))
}

fn parse(
    text: &str,
    is_marked: bool,
    index: usize,
    deserializer: serde_yaml::Deserializer<'_>,
) -> Result<Document, Box<Diagnostic>> {
    let mut reading = Reading::of_yaml(text, is_marked);
    match reading.tree(deserializer) {
        Ok(value) => Ok(Document { index, value, reading }),
        Err(error) => Err(Box::new(explain::yaml(text, &error, &reading))),
    }
}

/// Another try without the tabs that YAML forbids and no reader can see: in empty lines and at the end of others.
fn repaired(text: &str) -> Option<Found> {
    let spaced: String = text.split_inclusive('\n').map(without_invisible_tabs).collect();
    (spaced != text).then(|| first(&spaced).ok()).flatten()
}

/// Another try with characters for the escapes that JSON writes in pairs, and where there is only one of two.
fn joined(text: &str) -> Option<(Found, Vec<Range<usize>>)> {
    let joined = surrogates::repaired(text)?;
    let (document, ignored) = first(&joined.text).ok().or_else(|| repaired(&joined.text))?;
    let ignored = ignored.and_then(|_| opening(text, document.index + 1));
    Some(((document, ignored), joined.halves))
}

/// As long as the line was, so that every place stays where it is.
fn without_invisible_tabs(line: &str) -> Cow<'_, str> {
    let visible = line.trim_end().len();
    match line[visible..].contains('\t') {
        true => Cow::Owned(format!("{}{}", &line[..visible], line[visible..].replace('\t', " "))),
        false => Cow::Borrowed(line),
    }
}

/// The line `---` that opens the document of this index.
fn opening(text: &str, index: usize) -> Option<Range<usize>> {
    let implicit = usize::from(!begins_with_marker(text));
    markers(text).nth(index - implicit)
}

/// Is there nothing but comments and directives before the first `---`?
fn begins_with_marker(text: &str) -> bool {
    let mut lines = text.lines().filter(|line| !line.trim().is_empty() && !line.starts_with(['#', '%']));
    lines.next().is_some_and(|line| line.starts_with("---"))
}

fn markers(text: &str) -> impl Iterator<Item = Range<usize>> {
    let mut start = 0;
    text.split_inclusive('\n').filter_map(move |line| {
        let at = start;
        start += line.len();
        let is_marker =
            line.strip_prefix("---").is_some_and(|rest| rest.is_empty() || rest.starts_with(char::is_whitespace));
        is_marker.then(|| at..at + line.trim_end().len())
    })
}
