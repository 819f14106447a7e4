//! Mistakes in the text itself: what can't be read, and what was read with a remark.

use super::{Diagnostic, Part, Severity};
use crate::pointer::Pointer;
use serde_json::Value;
use std::ops::Range;

/// How many operations a finding names.
const SHOWN: usize = 5;

/// Help for everything that isn't a document at all.
const EXPECTED: &str = "give the OpenAPI document itself, as JSON or YAML";

fn error(code: &'static str, at: Range<usize>, message: impl Into<String>) -> Diagnostic {
    Diagnostic::new(Severity::Error, code, &Pointer::root(), message).at_text(0, at)
}

fn remark(severity: Severity, code: &'static str, pointer: &Pointer, message: impl Into<String>) -> Diagnostic {
    Diagnostic::new(severity, code, pointer, message).in_file(0)
}

/// The text breaks a rule of its language.
pub fn syntax(language: &str, reason: &str, at: Range<usize>, help: Option<&str>) -> Diagnostic {
    let diagnostic = error("OAS0001", at, format!("the {language} can't be read: {reason}")).label("here");
    match help {
        Some(help) => diagnostic.help(help),
        None => diagnostic,
    }
}

/// There is nothing but blanks and comments.
pub fn empty() -> Diagnostic {
    error("OAS0002", 0..0, "the document is empty").help(EXPECTED)
}

/// The root is a scalar or a list.
pub fn not_an_object(value: &Value, text: &str) -> Diagnostic {
    let start = text.len() - text.trim_start().len();
    let end = start + text[start..].lines().next().unwrap_or_default().trim_end().len();
    error("OAS0002", start..end, "the document is no object").label(format!("this is {}", kind(value))).help(EXPECTED)
}

fn kind(value: &Value) -> &'static str {
    match value {
        Value::Null => "`null`",
        Value::Bool(_) => "a boolean",
        Value::Number(_) => "a number",
        Value::String(_) => "a text",
        Value::Array(_) => "a list",
        Value::Object(_) => "an object",
    }
}

/// HTML or XML, which is what a server answers when the address is wrong.
pub fn markup(at: Range<usize>) -> Diagnostic {
    error("OAS0002", at, "the document is HTML or XML")
        .label("a web page, not an OpenAPI document")
        .help("use the address of the raw file; a page that shows or documents it is something else")
}

/// OAS0005: a document of another kind.
pub fn foreign(at: Range<usize>, kind: &str, help: &str) -> Diagnostic {
    error("OAS0005", at, format!("the document is no OpenAPI document; it seems to be {kind}")).help(help)
}

/// OAS0005: a document of nobody knows what kind.
pub fn no_openapi(at: Range<usize>) -> Diagnostic {
    error("OAS0005", at, "the document is no OpenAPI document")
        .label("neither `openapi` nor `swagger` is here, nor anything to generate")
        .help(EXPECTED)
}

/// The stand-in that Git LFS leaves for a large file.
pub fn lfs_pointer(at: Range<usize>) -> Diagnostic {
    error("OAS0002", at, "the document is a Git LFS pointer").help("fetch the file itself with `git lfs pull`")
}

/// A byte that stands in no text.
pub fn binary(at: Range<usize>) -> Diagnostic {
    error("OAS0003", at, "the document is binary data").label("a NUL byte").help(EXPECTED)
}

/// The bytes begin like an archive.
pub fn compressed(format: &str, tool: &str) -> Diagnostic {
    error("OAS0003", 0..0, format!("the document is {format} data")).help(format!("unpack it first, with `{tool}`"))
}

/// A byte that begins no character.
pub fn not_utf8(byte: u8, offset: usize) -> Diagnostic {
    error("OAS0003", offset..offset + 1, "the document is not UTF-8")
        .label(format!("the byte 0x{byte:02X} begins no character"))
        .help("save it as UTF-8; `iconv -f latin1 -t utf-8` converts the most common other encoding")
}

/// A byte order mark promised UTF-16.
pub fn broken_utf16() -> Diagnostic {
    error("OAS0003", 0..0, "the document begins like UTF-16 and isn't").help("save it as UTF-8")
}

/// More text than is read.
pub fn too_large(length: usize, limit: usize) -> Diagnostic {
    let (length, limit) = (length >> 20, limit >> 20);
    error("OAS0004", 0..0, format!("the document is too large: {length} MiB, the limit is {limit} MiB"))
}

/// More levels than are read.
pub fn too_deep(at: Range<usize>, limit: usize) -> Diagnostic {
    error("OAS0004", at, "the document is nested too deeply").label(format!("more than {limit} levels"))
}

/// OAS0004: more operations than code is made of.
pub fn too_many_operations(limit: usize) -> Diagnostic {
    error("OAS0004", 0..0, format!("the document is too large: more than {limit} operations"))
        .help("split it into documents of their own")
}

/// OAS0004: a list or map that would be one piece of code.
pub fn too_many_entries(at: Range<usize>, limit: usize) -> Diagnostic {
    error("OAS0004", at, "there is too much in one list or map").label(format!("more than {limit} entries"))
}

/// OAS0004: more values than are read.
pub fn too_many_nodes(at: Range<usize>, limit: usize) -> Diagnostic {
    error("OAS0004", at, "the document is too large")
        .label(format!("more than {limit} values"))
        .help("split it into documents of their own")
}

/// More `%TAG` directives than are read.
pub fn too_many_tags(at: Range<usize>) -> Diagnostic {
    error("OAS0004", at, "the YAML declares too many tags").help("OpenAPI has no use for tags; delete the `%TAG` lines")
}

/// Aliases that stand for more than a machine has room for.
pub fn expansion(at: Range<usize>) -> Diagnostic {
    error("OAS0004", at, "the YAML aliases of the document expand to too much")
        .label("given up here")
        .help("refer to shared parts with `$ref` instead of `*alias`")
}

/// A member that a later one of the same name replaced.
pub fn duplicate_key(pointer: &Pointer, nth: usize, operations: &[String]) -> Diagnostic {
    let key = pointer.last().unwrap_or_default();
    let finding =
        Diagnostic::new(Severity::Warning, "OAS0101", pointer, format!("the key `{key}` is used more than once"))
            .at_key()
            .label("the last one is used")
            .related(pointer, Part::Overwritten(nth), "this one is ignored")
            .help("delete one of them, or rename it")
            .in_file(0);
    match operations {
        [] => finding,
        lost => finding.note(format!("with it, these operations are skipped: {}", some(lost))),
    }
}

/// The first of them, and how many more there are.
fn some(operations: &[String]) -> String {
    let shown: Vec<_> = operations.iter().take(SHOWN).map(|own| format!("`{own}`")).collect();
    let more = operations.len() - shown.len();
    let more = if more > 0 { format!(" and {more} more") } else { String::new() };
    format!("{}{more}", shown.join(", "))
}

/// An integer that no 64-bit type holds.
pub fn large_number(pointer: &Pointer) -> Diagnostic {
    remark(Severity::Note, "OAS0102", pointer, "the integer doesn't fit into 64 bits")
        .label("read as the nearest floating-point number")
}

/// `.inf` and `.nan`.
pub fn not_finite(pointer: &Pointer) -> Diagnostic {
    remark(Severity::Warning, "OAS0102", pointer, "JSON has no word for this number").label("read as `null`")
}

/// A YAML tag nobody has declared.
pub fn unknown_tag(pointer: &Pointer, tag: &str) -> Diagnostic {
    let tag = tag.trim_start_matches('!');
    remark(Severity::Note, "OAS0103", pointer, format!("the YAML tag `!{tag}` means nothing in OpenAPI"))
        .label("the value is read without its tag")
}

/// Another document behind `---`.
pub fn several_documents(at: Range<usize>) -> Diagnostic {
    Diagnostic::new(Severity::Warning, "OAS0104", &Pointer::root(), "the file has more than one YAML document")
        .at_text(0, at)
        .label("everything from here on is ignored")
}

/// `<<: 3`.
pub fn odd_merge_key(pointer: &Pointer) -> Diagnostic {
    remark(Severity::Warning, "OAS0105", pointer, "only a mapping can be merged with `<<`")
        .at_key()
        .label("kept as an ordinary member")
}

/// A `.json` file that only a YAML parser accepts.
pub fn sloppy_json(error: &Diagnostic) -> Diagnostic {
    let mut remark = error.clone();
    (remark.severity, remark.code) = (Severity::Warning, "OAS0106");
    remark.note("read as YAML instead, which is less strict about commas, quotes and comments")
}

/// OAS2143: JSON with comments, and commas behind the last entry.
pub fn more_than_json(first: Range<usize>, comments: usize, commas: usize) -> Diagnostic {
    let count = |count: usize, one: &str, many: &str| match count {
        0 => None,
        1 => Some(format!("a {one}")),
        _ => Some(format!("{count} {many}")),
    };
    let found = [count(comments, "comment", "comments"), count(commas, "trailing comma", "trailing commas")];
    let found: Vec<String> = found.into_iter().flatten().collect();
    let message = format!("the document has {}, which JSON has not", found.join(" and "));
    Diagnostic::new(Severity::Warning, "OAS2143", &Pointer::root(), message)
        .at_text(0, first)
        .label("read as if it were not there")
}

/// OAS2144: `\ud800` without its other half.
pub fn half_character(at: Range<usize>) -> Diagnostic {
    Diagnostic::new(Severity::Warning, "OAS2144", &Pointer::root(), "the escape is one half of a character")
        .at_text(0, at)
        .label("read as U+FFFD")
}

/// The rest of very many remarks.
pub fn more_findings(count: usize) -> Diagnostic {
    let message = format!("{count} more remarks about the text of this file are not shown");
    remark(Severity::Note, "OAS0107", &Pointer::root(), message)
}
