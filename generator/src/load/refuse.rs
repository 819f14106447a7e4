//! What is turned away before any parser sees it.

use super::limits::{self, entries};
use super::{Source, foreign};
use crate::diagnostics::{Diagnostic, Part, load as mistake};
use crate::pointer::Pointer;
use serde_json::{Map, Value};

/// Turns away texts that are no documents, and those that a parser would choke on.
pub(super) fn check(text: &str) -> Result<(), Box<Diagnostic>> {
    let found = size(text).or_else(|| kind(text)).or_else(|| control(text));
    found.map_or(Ok(()), |mistake| Err(Box::new(mistake)))
}

/// Turns away what would be more code than a machine has room for.
pub(super) fn too_much(tree: &Value) -> Result<(), Box<Diagnostic>> {
    let items = tree.get("paths").and_then(Value::as_object).into_iter().flat_map(Map::values);
    let operations: usize =
        items.filter_map(|item| Some(item.as_object()?.values().filter(|it| it.is_object()).count())).sum();
    match operations > limits::OPERATIONS {
        true => Err(Box::new(mistake::too_many_operations(limits::OPERATIONS))),
        false => Ok(()),
    }
}

/// The lists and maps that become one piece of code: a type, a call, the client.
const TOGETHER: [&str; 22] = [
    "properties",
    "patternProperties",
    "required",
    "oneOf",
    "anyOf",
    "allOf",
    "prefixItems",
    "mapping",
    "tags",
    "parameters",
    "responses",
    "content",
    "encoding",
    "headers",
    "callbacks",
    "links",
    "servers",
    "variables",
    "security",
    "securitySchemes",
    "securityDefinitions",
    "scopes",
];

/// Turns away a list or map that would be one piece of code of more than anybody could read.
pub(super) fn too_long(source: &Source) -> Result<(), Box<Diagnostic>> {
    let Some(mut steps) = longest(source.value(), true) else { return Ok(()) };
    steps.reverse();
    let pointer = steps.iter().fold(Pointer::root(), |pointer, step| pointer.key(step));
    let at = source.span(&pointer, Part::Key).range;
    Err(Box::new(mistake::too_many_entries(at, limits::ENTRIES)))
}

/// Those of them that are lists of components, each a piece of code by itself, in `components` or the root of Swagger 2.0.
const SHARED: [&str; 6] = ["parameters", "responses", "headers", "callbacks", "links", "content"];

/// The way up from the first list or map that is too long; `shared` says that the members of the node are components.
fn longest(node: &Value, shared: bool) -> Option<Vec<String>> {
    let with = |step: &dyn ToString, mut steps: Vec<String>| {
        steps.push(step.to_string());
        steps
    };
    match node {
        Value::Object(members) => members.iter().find_map(|(key, value)| match key.as_str() {
            key if entries(value) > limits::ENTRIES
                && TOGETHER.contains(&key)
                && !(shared && SHARED.contains(&key)) =>
            {
                Some(with(&key, Vec::new()))
            }
            key => Some(with(&key, longest(value, key == "components")?)),
        }),
        Value::Array(items) => {
            items.iter().enumerate().find_map(|(index, item)| Some(with(&index, longest(item, false)?)))
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => None,
    }
}

fn size(text: &str) -> Option<Diagnostic> {
    (text.len() > limits::BYTES).then(|| mistake::too_large(text.len(), limits::BYTES))
}

fn kind(text: &str) -> Option<Diagnostic> {
    let start = text.trim_start();
    let range = || text.len() - start.len()..text.len() - start.len() + first_line(start).len();
    if let Some(kind) = foreign::text(start) {
        return Some(mistake::foreign(range(), kind.name, kind.help));
    }
    match start {
        "" => Some(mistake::empty()),
        _ if start.starts_with('<') && !start.starts_with("<<") => Some(mistake::markup(range())),
        _ if start.starts_with("version https://git-lfs") => Some(mistake::lfs_pointer(range())),
        _ => None,
    }
}

fn first_line(text: &str) -> &str {
    text.lines().next().unwrap_or_default()
}

/// A NUL byte stands in no document: it is the mark of a binary file.
fn control(text: &str) -> Option<Diagnostic> {
    text.find('\0').map(|at| mistake::binary(at..at + 1))
}

/// Turns away YAML over which libyaml takes quadratic time: declarations of tags, and open brackets.
pub(super) fn slow_yaml(text: &str) -> Result<(), Box<Diagnostic>> {
    tags(text).or_else(|| nesting(text)).map_or(Ok(()), |mistake| Err(Box::new(mistake)))
}

fn tags(text: &str) -> Option<Diagnostic> {
    let tags = text.match_indices("%TAG").filter(|(at, _)| *at == 0 || text[..*at].ends_with('\n'));
    tags.map(|(at, _)| mistake::too_many_tags(at..at + 4)).nth(limits::TAGS)
}

/// A text with very many brackets is given to a scanner that stops early. Brackets in strings count here too; then the
/// closer look finds nothing wrong.
fn nesting(text: &str) -> Option<Diagnostic> {
    let most = open_brackets(text);
    (most > limits::BRACKETS).then(|| deepest_flow(text, most)).flatten()
}

fn open_brackets(text: &str) -> usize {
    let (mut open, mut most) = (0_usize, 0);
    for byte in text.bytes() {
        match byte {
            b'[' | b'{' => open += 1,
            b']' | b'}' => open = open.saturating_sub(1),
            _ => {}
        }
        most = most.max(open);
    }
    most
}

/// Where the text opens more levels than are allowed: the scanner that looks for it stops at 255 levels by itself.
fn deepest_flow(text: &str, brackets: usize) -> Option<Diagnostic> {
    use saphyr_parser::Event::{MappingEnd, MappingStart, SequenceEnd, SequenceStart};
    let mut parser = saphyr_parser::Parser::new_from_str(text);
    let (mut level, mut last) = (0_usize, 0);
    while let Some(event) = parser.next_event() {
        match event {
            Ok((MappingStart(..) | SequenceStart(..), span)) => (level, last) = (level + 1, span.start.index()),
            Ok((MappingEnd | SequenceEnd, _)) => level = level.saturating_sub(1),
            Ok(_) => {}
            Err(error) => return refused(text, &error, brackets),
        }
        if level > limits::DEPTH {
            return Some(too_deep(text, last));
        }
    }
    None
}

/// What the scanner's error means: that the text is too deep, or that nobody has counted how deep it is.
fn refused(text: &str, error: &saphyr_parser::ScanError, brackets: usize) -> Option<Diagnostic> {
    let character = error.marker().index();
    let syntax = || {
        let at = byte_at(text, character);
        mistake::syntax("YAML", error.info(), at..at, None)
    };
    match error.info().contains("recursion limit") {
        true => Some(too_deep(text, character)),
        false => (brackets > 10 * limits::BRACKETS).then(syntax),
    }
}

fn too_deep(text: &str, character: usize) -> Diagnostic {
    let at = byte_at(text, character);
    mistake::too_deep(at..at + 1, limits::DEPTH)
}

fn byte_at(text: &str, character: usize) -> usize {
    text.char_indices().nth(character).map_or(text.len().saturating_sub(1), |(at, _)| at)
}
