//! References that lead to no file.

use super::{Diagnostic, Severity};
use crate::load::Missing;
use crate::pointer::Pointer;

/// The `$ref` at `pointer` names a file that is not there; nothing is assumed about what it would have said.
pub fn missing_file(pointer: &Pointer, reference: &str, missing: &Missing) -> Diagnostic {
    let file = reference.split('#').next().unwrap_or_default();
    match missing {
        Missing::Remote => remote(pointer),
        Missing::Outside(path) => outside(pointer, &path.display().to_string()),
        Missing::NotRead(path, reason) => not_read(pointer, &path.display().to_string(), reason),
        Missing::Broken(_, mistake) => broken(pointer, file, mistake),
        Missing::TooMany => too_many(pointer),
    }
}

fn error(code: &'static str, pointer: &Pointer, message: impl Into<String>) -> Diagnostic {
    Diagnostic::new(Severity::Error, code, pointer, message)
}

fn remote(pointer: &Pointer) -> Diagnostic {
    error("OAS0203", pointer, "`$ref` to an address on the network is not followed")
}

fn outside(pointer: &Pointer, path: &str) -> Diagnostic {
    error("OAS0202", pointer, format!("`$ref` leads out of the folder of the document, to `{path}`"))
}

fn not_read(pointer: &Pointer, path: &str, reason: &str) -> Diagnostic {
    error("OAS0201", pointer, format!("the file `{path}` can't be read: {reason}"))
}

/// The mistake in the file itself is shown beside the reference to it.
fn broken(pointer: &Pointer, file: &str, mistake: &Diagnostic) -> Diagnostic {
    let mut diagnostic = error("OAS0201", pointer, format!("the file `{file}` can't be read"));
    let mut place = mistake.primary.clone();
    place.text.clone_from(&mistake.message);
    diagnostic.related.push(place);
    diagnostic.help(mistake.help.clone().unwrap_or_else(|| "mend that file".to_owned()))
}

fn too_many(pointer: &Pointer) -> Diagnostic {
    error("OAS0201", pointer, "the document has too many files")
}
