//! What documents get wrong: one constructor for each defect that `normalize` recovers from, or reports.
//!
//! `at` is the node of the author's document. The message of a warning says what was assumed.

mod document;
mod operation;
mod reference;
mod schema;

pub use document::*;
pub use operation::*;
pub use reference::*;
pub use schema::*;

use super::{Diagnostic, Severity};
use crate::pointer::Pointer;

fn note(code: &'static str, at: &Pointer, message: impl Into<String>) -> Diagnostic {
    Diagnostic::new(Severity::Note, code, at, message)
}

fn warning(code: &'static str, at: &Pointer, message: impl Into<String>) -> Diagnostic {
    Diagnostic::new(Severity::Warning, code, at, message)
}

fn error(code: &'static str, at: &Pointer, message: impl Into<String>) -> Diagnostic {
    Diagnostic::new(Severity::Error, code, at, message)
}

/// `a`, `b` and `c`.
fn listed(names: &[String]) -> String {
    let quoted: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
    match quoted.split_last() {
        Some((last, rest)) if !rest.is_empty() => format!("{} and {last}", rest.join(", ")),
        _ => quoted.concat(),
    }
}
