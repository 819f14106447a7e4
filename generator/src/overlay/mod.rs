//! Overlays (OpenAPI Overlay Specification 1.0 and 1.1): changes to a document that somebody else publishes.
//!
//! They are made on the tree as it was read, before anything looks at it. A node that an overlay brought in comes from
//! there: findings about it point at the line of the overlay.

mod action;
mod apply;
mod origins;
#[cfg(test)]
mod tests;

use std::path::PathBuf;

use crate::diagnostics::Diagnostic;
use crate::load::{self, Source};
use serde_json::Value;

pub use origins::Origins;

/// An overlay, as it was read from a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Overlay {
    /// Where it was read; for messages.
    pub path: PathBuf,
    /// How `codegen.toml` calls it; by this name `API.lock` records its digest.
    pub name: String,
    /// The text.
    pub text: String,
}

/// A document that overlays have changed.
pub(crate) struct Overlaid {
    /// The document.
    pub tree: Value,
    /// The overlays, in their order: the files 1, 2 … beside the document, which is 0.
    pub files: Vec<Source>,
    /// Which nodes are not where the author of the document put them.
    pub origins: Origins,
    /// What is wrong with the overlays.
    pub findings: Vec<Diagnostic>,
}

/// Makes the changes of all overlays, in their order.
pub(crate) fn overlay(tree: Value, overlays: &[Overlay]) -> Overlaid {
    let mut overlaid = Overlaid { tree, files: Vec::new(), origins: Origins::default(), findings: Vec::new() };
    for (index, overlay) in overlays.iter().enumerate() {
        let file = index + 1;
        let source = match load::load(&overlay.path, &overlay.text) {
            Ok(source) => source,
            Err(mistake) => {
                overlaid.findings.push(mistake.moved_to_file(file));
                Source::unread(&overlay.path, &overlay.text)
            }
        };
        apply::apply(&mut overlaid, file, source.value());
        overlaid.files.push(source);
    }
    overlaid
}
