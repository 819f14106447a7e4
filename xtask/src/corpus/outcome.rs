//! What came of a document.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::find::Document;

/// All that is known of a document in the end.
#[derive(Clone, Debug, PartialEq)]
pub struct Measured {
    /// The document.
    pub document: Document,
    /// The crate, or why there is none.
    pub generation: Result<Generation, String>,
    /// What the compiler says of the crate, if it was asked.
    pub check: Option<Check>,
    /// What came of the examples of the document, if they were tried, or why they could not be.
    pub examples: Option<Result<RoundTrips, String>>,
}

/// A crate that was generated.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Generation {
    /// Operations that have a method.
    pub operations: usize,
    /// Named types.
    pub types: usize,
    /// Places that have no type, see [`generator::census`].
    pub untyped: usize,
    /// Findings that are warnings, or would be errors without tolerance.
    pub warnings: usize,
    /// How many findings have each code.
    pub codes: BTreeMap<String, usize>,
    /// Files of the crate.
    pub files: usize,
    /// Lines of the crate but its runtime, which is the same in every crate.
    pub lines: usize,
    /// The CPU time of the process up to the last file, in seconds.
    pub seconds: f64,
}

/// What the compiler says of a crate.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Check {
    /// How many errors it has.
    pub errors: usize,
    /// How many warnings it has.
    pub warnings: usize,
    /// The first error, else the first warning, with its place.
    pub first: Option<String>,
    /// The CPU time of the compiler, in seconds, where it is known.
    pub seconds: Option<f64>,
}

/// What the types of a crate made of the examples of its document.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct RoundTrips {
    /// How many examples there are.
    pub examples: usize,
    /// How many of them are valid and came back as they were.
    pub passed: usize,
    /// Those of these in which a value is kept as it came, because no variant of an enum or union is for it.
    pub kept: Vec<Example>,
    /// Those that are valid and did not.
    pub changed: Vec<Example>,
    /// Those that their own schemas do not allow.
    pub invalid: Vec<Example>,
}

/// An example that did not come back as it was.
#[derive(Clone, Debug, PartialEq)]
pub struct Example {
    /// Where it is, in the normalized document.
    pub pointer: String,
    /// Its type.
    pub ty: String,
    /// Why it is invalid, or what is different and where.
    pub reason: String,
    /// The example.
    pub expected: Value,
    /// What came back; null if nothing did.
    pub got: Value,
}

impl RoundTrips {
    /// How many examples are valid.
    pub fn valid(&self) -> usize {
        self.passed + self.changed.len()
    }
}

impl Example {
    /// `types::Pet of #/components/schemas/Pet/example: /name is lost`
    pub fn text(&self) -> String {
        format!("{} of {}: {}", self.ty, self.pointer, self.reason)
    }
}

impl Generation {
    /// As [`Generation::parse`] reads it.
    pub fn json(&self) -> Value {
        json!({
            "operations": self.operations,
            "types": self.types,
            "untyped": self.untyped,
            "warnings": self.warnings,
            "codes": self.codes,
            "files": self.files,
            "lines": self.lines,
            "cpuSeconds": self.seconds,
        })
    }

    /// Reads the report of a process; the failure that it tells of, or that it is no report.
    pub fn parse(text: &str) -> Result<Self, String> {
        let report: Value = serde_json::from_str(text).map_err(|error| format!("its report is damaged: {error}"))?;
        if let Some(failure) = report["failure"].as_str() {
            return Err(failure.to_owned());
        }
        let codes = report["codes"].as_object().into_iter().flatten();
        Ok(Self {
            operations: count(&report["operations"]),
            types: count(&report["types"]),
            untyped: count(&report["untyped"]),
            warnings: count(&report["warnings"]),
            codes: codes.map(|(code, number)| (code.clone(), count(number))).collect(),
            files: count(&report["files"]),
            lines: count(&report["lines"]),
            seconds: report["cpuSeconds"].as_f64().unwrap_or_default(),
        })
    }
}

fn count(value: &Value) -> usize {
    value.as_u64().and_then(|number| usize::try_from(number).ok()).unwrap_or_default()
}

impl Check {
    /// Has the compiler nothing to say?
    pub fn is_clean(&self) -> bool {
        self.errors == 0 && self.warnings == 0
    }
}

impl Measured {
    /// The step that failed and why; `None` if all is well.
    pub fn failure(&self) -> Option<(&'static str, String)> {
        match (&self.generation, &self.check) {
            (Err(reason), _) => Some(("generate", reason.clone())),
            (Ok(_), Some(check)) if !check.is_clean() => {
                let first = check.first.as_deref().unwrap_or("the compiler gave no reason");
                Some(("check", first.to_owned()))
            }
            (Ok(_), _) => self.changed().first().map(|reason| ("examples", reason.clone())),
        }
    }

    /// Why the examples are no success: that they could not be tried, or each that came back as another value.
    pub fn changed(&self) -> Vec<String> {
        match &self.examples {
            Some(Ok(trips)) => trips.changed.iter().map(Example::text).collect(),
            Some(Err(reason)) => vec![reason.clone()],
            None => Vec::new(),
        }
    }
}
