//! Mistakes in overlays, and overlays that no longer fit the document.
//!
//! `at` is a node of the overlay.

use super::{Diagnostic, Severity};
use crate::pointer::Pointer;

/// OAS4001: the document has nothing that the action is about; it has what `found` is about.
pub fn matched_nothing(at: &Pointer, found: Option<&str>) -> Diagnostic {
    let finding = Diagnostic::new(Severity::Warning, "OAS4001", at, "the action of the overlay matches nothing")
        .label("there is nothing of this kind");
    match found {
        Some(found) => finding.note(format!("`{found}` is there")),
        None => finding,
    }
}

/// OAS4001: the action has nothing to do.
pub fn does_nothing(at: &Pointer) -> Diagnostic {
    let message = "the action of the overlay changes nothing: it has no `update`, `remove: true` or `copy`";
    Diagnostic::new(Severity::Warning, "OAS4001", at, message)
}

/// OAS4002: what the action wants can't be done.
pub fn not_applicable(at: &Pointer, why: &str) -> Diagnostic {
    Diagnostic::new(Severity::Error, "OAS4002", at, format!("the action of the overlay can't be carried out: {why}"))
}

/// OAS4002: the action is none.
pub fn no_action(at: &Pointer, why: &str) -> Diagnostic {
    Diagnostic::new(Severity::Error, "OAS4002", at, why)
}

/// OAS4002: the path is none.
pub fn no_path(at: &Pointer, text: &str, why: &str) -> Diagnostic {
    let finding = Diagnostic::new(Severity::Error, "OAS4002", at, format!("this is no JSONPath (RFC 9535): {why}"));
    match text.contains('~') {
        true => finding.help("there is no `~` for the names of members; address the object that has them"),
        false => finding,
    }
}

/// OAS4003: the file is something else.
pub fn no_overlay(at: &Pointer, why: &str) -> Diagnostic {
    Diagnostic::new(Severity::Error, "OAS4003", at, format!("this is no OpenAPI Overlay: {why}"))
}

/// OAS4004: a version from the future.
pub fn unknown_version(at: &Pointer, version: &str) -> Diagnostic {
    let message = format!("version `{version}` of overlays is not known; it is read as 1.1");
    Diagnostic::new(Severity::Warning, "OAS4004", at, message)
}
