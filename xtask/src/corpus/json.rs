//! What programs are told of a run; the format is described in `--help`.

use serde_json::{Value, json};

use super::outcome::{Check, Example, Measured, RoundTrips};

/// The version of the format; it grows when a reader would have to change.
const VERSION: u32 = 1;

/// The format, as `--help` describes it.
pub const FORMAT: &str = "\
JSON (--json FILE): one object
  version    1; grows when a reader would have to change
  generator  the version of the generator
  profile    \"debug\" or \"release\": how the generator that was measured is built
  parts      files that are only parts of documents
  documents  one object for each:
    name, version, bytes     the path in DIR, the OpenAPI version, the size
    crate                    the name of the crate, and of its folder in OUT/crates
    generation               null if it failed, else operations, types, untyped, warnings, codes
                             (how often each code was found), files, lines (but those of
                             src/runtime), cpuSeconds
    check                    null without --check, else errors, warnings, cpuSeconds (null if unknown)
    examples                 null without --examples or if they could not be tried, else found, valid, passed, and
                             kept (passed, with a value of no variant of its enum or union), changed and invalid:
                             lists of {pointer, type, reason, expected, got}, values as JSON text that is cut
                             where it is long
    failure                  null, or {\"step\": \"generate\", \"check\" or \"examples\", \"reason\": \"…\"}";

/// The longest text of a value, in characters.
const VALUE_LENGTH: usize = 2_000;

/// The whole file.
pub fn text(all: &[Measured], parts: usize) -> String {
    let report = json!({
        "version": VERSION,
        "generator": env!("CARGO_PKG_VERSION"),
        "profile": if cfg!(debug_assertions) { "debug" } else { "release" },
        "parts": parts,
        "documents": all.iter().map(document).collect::<Vec<_>>(),
    });
    format!("{report:#}\n")
}

fn document(measured: &Measured) -> Value {
    let document = &measured.document;
    json!({
        "name": document.name,
        "version": document.version,
        "bytes": document.bytes,
        "crate": document.package,
        "generation": measured.generation.as_ref().ok().map(super::outcome::Generation::json),
        "check": measured.check.as_ref().map(check),
        "examples": measured.examples.as_ref().and_then(|trips| trips.as_ref().ok()).map(examples),
        "failure": measured.failure().map(|(step, reason)| json!({ "step": step, "reason": reason })),
    })
}

fn check(check: &Check) -> Value {
    json!({ "errors": check.errors, "warnings": check.warnings, "cpuSeconds": check.seconds })
}

fn examples(trips: &RoundTrips) -> Value {
    let list = |examples: &[Example]| examples.iter().map(example).collect::<Vec<_>>();
    json!({
        "found": trips.examples,
        "valid": trips.valid(),
        "passed": trips.passed,
        "kept": list(&trips.kept),
        "changed": list(&trips.changed),
        "invalid": list(&trips.invalid),
    })
}

fn example(example: &Example) -> Value {
    json!({
        "pointer": example.pointer,
        "type": example.ty,
        "reason": example.reason,
        "expected": cut(&example.expected),
        "got": cut(&example.got),
    })
}

fn cut(value: &Value) -> String {
    let text = value.to_string();
    let end = text.char_indices().nth(VALUE_LENGTH).map(|(end, _)| end);
    end.map_or_else(|| text.clone(), |end| format!("{}…", &text[..end]))
}
