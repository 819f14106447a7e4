//! Tests of the whole stage: small documents, one rule each, and the corpus if it is at hand.

mod corpus;
mod dialects;
mod documents;
mod files;
mod hostile;
mod keywords;
mod operations;
mod parameters;
mod paths;
mod provenance;
mod references;
mod schemas;
mod sections;
mod swagger;
mod unions;
mod values;

use super::{Document, normalize};
use crate::diagnostics::{Diagnostic, Diagnostics, Severity, Tree};
use serde_json::{Value, json};

/// A normalized document and the findings: `OAS2102 /info/version`.
pub(super) struct Outcome {
    pub(super) document: Document,
    pub(super) findings: Vec<String>,
    pub(super) errors: usize,
}

impl Outcome {
    /// The node at a pointer of the normalized tree.
    pub(super) fn at(&self, pointer: &str) -> &Value {
        self.document.tree.pointer(pointer).unwrap_or(&Value::Null)
    }

    /// The codes of the findings, each once, in order.
    pub(super) fn codes(&self) -> Vec<&str> {
        let mut codes: Vec<&str> = self.findings.iter().filter_map(|finding| finding.split(' ').next()).collect();
        codes.sort_unstable();
        codes.dedup();
        codes
    }
}

pub(super) fn run(tree: &Value) -> Outcome {
    run_with_source(tree, &|_| None)
}

pub(super) fn run_with_source(tree: &Value, raw: super::Raw<'_>) -> Outcome {
    let mut diagnostics = Diagnostics::default();
    let document = normalize(tree, raw, &mut diagnostics);
    let (findings, errors) = summary(&diagnostics);
    Outcome { document, findings, errors }
}

/// The findings, and how many of them are errors.
pub(super) fn summary(diagnostics: &Diagnostics) -> (Vec<String>, usize) {
    let line = |finding: &Diagnostic| {
        let pointer = finding.primary.pointer.as_str();
        match finding.primary.tree {
            Tree::Source(0) => format!("{} {pointer}", finding.code),
            ref other => format!("{} {pointer} {other:?}", finding.code),
        }
    };
    let errors = diagnostics.iter().filter(|finding| finding.severity == Severity::Error).count();
    (diagnostics.iter().map(line).collect(), errors)
}

/// A document of a version with these components and paths.
pub(super) fn document(version: &str, components: Value, paths: Value) -> Value {
    json!({"openapi": version, "info": {"title": "t", "version": "1"}, "paths": paths, "components": components})
}

/// What becomes of one schema, in a document of `version` that has the components `Pet` (an object), `Color` (an
/// enum), and the codes of the findings.
pub(super) fn schema(version: &str, schema: Value) -> (Value, Vec<String>) {
    let pet = json!({"type": "object", "properties": {"name": {"type": "string"}}});
    let color = json!({"type": "string", "enum": ["red", "blue"]});
    let schemas = json!({"Pet": pet, "Color": color, "Cat": {"type": "object"}, "X": schema});
    let outcome = run(&document(version, json!({"schemas": schemas}), json!({})));
    let codes = outcome.codes().into_iter().map(str::to_owned).collect();
    (outcome.at("/components/schemas/X").clone(), codes)
}

/// One case of a table: what is written, what comes out, which codes are reported.
pub(super) type Case<'a> = (Value, Value, &'a [&'a str]);

/// Checks a table of schemas.
pub(super) fn check_schemas(version: &str, cases: &[Case<'_>]) {
    for (written, expected, codes) in cases {
        let (actual, found) = schema(version, written.clone());
        assert_eq!(actual, *expected, "{version}: {written}");
        assert_eq!(found, *codes, "{version}: {written}");
    }
}
