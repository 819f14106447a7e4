//! What a parser says, said to the author.

use super::limits;
use super::lines::{character_at, line_start, offset_of};
use super::tree::{Reading, Refusal};
use crate::diagnostics::{Diagnostic, load as mistake};
use std::ops::Range;

/// Why JSON could not be read.
pub(super) fn json(text: &str, error: &serde_json::Error, reading: &Reading) -> Diagnostic {
    let start = line_start(text, error.line());
    let at = character(text, start + error.column().saturating_sub(1));
    refused(text, reading, at.clone()).unwrap_or_else(|| mistake::syntax("JSON", &reason(&error.to_string()), at, None))
}

/// Why YAML could not be read.
pub(super) fn yaml(text: &str, error: &serde_yaml::Error, reading: &Reading) -> Diagnostic {
    let offset = error
        .location()
        .map_or(text.len(), |location| offset_of(text, location.line(), location.column().saturating_sub(1)));
    let at = character(text, offset);
    if let Some(refusal) = refused(text, reading, at.clone()) {
        return refusal;
    }
    match error.to_string() {
        reason if reason.starts_with("recursion limit") => too_deep(text, at),
        reason if reason.starts_with("repetition limit") => too_much(text, at),
        message => mistake::syntax("YAML", &reason(&message), at.clone(), hint(text, &message, at.start)),
    }
}

/// In YAML an alias can stand inside what it names, and then there is no end.
fn too_deep(text: &str, at: Range<usize>) -> Diagnostic {
    let rest = &text[at.start..];
    let mut words = rest.lines().next().unwrap_or_default().split([' ', '[', ']', '{', '}', ',']);
    let name = words.find_map(|word| word.strip_prefix(['*', '&'])).filter(|name| !name.is_empty());
    let alias = name.map(|name| format!("*{name}")).filter(|alias| rest.contains(alias));
    let mistake = mistake::too_deep(at, limits::DEPTH);
    match alias {
        Some(alias) => {
            mistake.help(format!("`{alias}` may stand inside what it names; let a schema mention itself by `$ref`"))
        }
        None => mistake,
    }
}

/// Aliases that expand to too much: the last one is shown, as the parser gives up inside of what they name, or behind the
/// end of the text.
fn too_much(text: &str, at: Range<usize>) -> Diagnostic {
    mistake::expansion(last_alias(text).unwrap_or(at))
}

fn last_alias(text: &str) -> Option<Range<usize>> {
    let begins = |at: usize| text[..at].ends_with([' ', '\t', '\n', '[', '{', ',']);
    let is_name = |letter: char| letter.is_alphanumeric() || "-_.".contains(letter);
    text.rmatch_indices('*').find_map(|(start, _)| {
        let name = text[start + 1..].split(|letter| !is_name(letter)).next().filter(|name| !name.is_empty())?;
        begins(start).then(|| start..start + 1 + name.len())
    })
}

fn refused(text: &str, reading: &Reading, at: Range<usize>) -> Option<Diagnostic> {
    match reading.refusal? {
        Refusal::Depth => Some(too_deep(text, at)),
        Refusal::Expansion => Some(too_much(text, at)),
        Refusal::Nodes => Some(mistake::too_many_nodes(at, limits::NODES)),
    }
}

/// The bytes of the character at `offset`; nothing at the end of the text.
fn character(text: &str, offset: usize) -> Range<usize> {
    let start = character_at(text, offset);
    start..start + text[start..].chars().next().map_or(0, char::len_utf8)
}

/// The message without the place, which the report shows in its own way.
fn reason(message: &str) -> String {
    let end = message.find(" at line ").unwrap_or(message.len());
    message[..end].to_owned()
}

/// What usually stands behind an error of YAML.
fn hint(text: &str, message: &str, offset: usize) -> Option<&'static str> {
    let line = &text[text[..offset].rfind('\n').map_or(0, |at| at + 1)..];
    let line = line.lines().next().unwrap_or_default();
    let conflict = || text.lines().any(|line| line.starts_with("<<<<<<< ") || line.starts_with(">>>>>>> "));
    Some(match message {
        _ if conflict() => "the file has merge conflict markers (`<<<<<<<`); resolve the conflict",
        _ if line.contains("{{") => "this looks like a template; render it first, or quote the value if `{{` is meant",
        _ if indented_with_tab(line) => "YAML can't be indented with tabs; use spaces",
        _ if message.contains("mapping values are not allowed") => "quote a value that has `: ` in it",
        _ if message.contains("unexpected ':'") => "put a space behind the colon",
        _ if message.contains("cannot start any token") => "quote a value that begins with this character",
        _ if message.contains("did not find expected key") => {
            "check the indentation of this line and of the one before, and whether all quotes are closed"
        }
        _ if message.contains("simple key") || message.contains("expected ':'") => {
            "a line of a mapping is `key: value`; check the indentation, and whether all quotes are closed"
        }
        _ if message.contains("end of stream") => "the file ends too early; is it complete?",
        _ if message.contains("escape") => {
            "in double quotes `\\` begins an escape; use single quotes for a literal `\\`"
        }
        _ if message.contains("unknown anchor") => {
            "`*name` needs an `&name` before it; quote the value if `*` is meant"
        }
        _ if message.contains("expected a key") => "the key of a mapping must be a plain word; quote it",
        _ => return None,
    })
}

fn indented_with_tab(line: &str) -> bool {
    line.len() > line.trim_start_matches(' ').len() && line.trim_start_matches(' ').starts_with('\t')
        || line.starts_with('\t')
}
