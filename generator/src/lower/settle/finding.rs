//! What is said of properties that are declared more than once.

use crate::diagnostics::{Diagnostic, Part, Severity};
use crate::pointer::Pointer;

/// The keyword that stands for all properties without a name.
pub(super) const OTHERS: &str = "additionalProperties";

/// What is said of a property whose earlier declaration has no effect.
pub(super) struct Finding {
    severity: Severity,
    code: &'static str,
    message: String,
}

impl Finding {
    /// The finding about the declaration that is taken, and the one that is not.
    pub(super) fn at(self, earlier: Option<Pointer>, later: &Pointer) -> Diagnostic {
        let diagnostic = Diagnostic::new(self.severity, self.code, later, self.message)
            .label("its type is this one")
            .help("let one declaration be narrower than the other, or remove one");
        match earlier {
            Some(earlier) => diagnostic.related(&earlier, Part::Value, "this one has no effect"),
            None => diagnostic,
        }
    }
}

pub(super) fn disagreement(wire: &str) -> Finding {
    let message = format!("`allOf` declares `{wire}` twice, and neither type contains the other");
    Finding { severity: Severity::Warning, code: "OAS3007", message }
}

/// No value is right: an empty type would help nobody.
pub(super) fn disjoint(wire: &str) -> Finding {
    let message = format!("`allOf` lists the values of `{wire}` twice, none of them in both; the later list is taken");
    Finding { severity: Severity::Warning, code: "OAS3007", message }
}

/// The type is right, and more lenient than the document.
pub(super) fn loose(wire: &str) -> Finding {
    let message = format!("`allOf` demands members of `{wire}`, which its type leaves optional");
    Finding { severity: Severity::Note, code: "OAS3008", message }
}

/// Unions, arrays and maps may well agree, so that this is no more than a note.
pub(super) fn uncompared(wire: &str) -> Finding {
    let message = format!("`allOf` declares `{wire}` twice, and the two are not compared");
    Finding { severity: Severity::Note, code: "OAS3008", message }
}

/// Either type would refuse what the other one allows.
pub(super) fn varying(wire: &str, [earlier, later]: &[Pointer; 2]) -> Diagnostic {
    let message = format!("`{wire}` is of another type under each condition; it is untyped");
    Diagnostic::new(Severity::Warning, "OAS3007", later, message)
        .related(earlier, Part::Value, "the other one")
        .help("declare the property where it holds without a condition too")
}
