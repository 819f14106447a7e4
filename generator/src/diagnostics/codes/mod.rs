//! What each code stands for, at length: `cargo xtask explain OAS1003`.
//!
//! Codes are stable: one that is no longer used is not given to another mistake. `OAS0…` is about text and files,
//! `OAS1…` about what can't be generated as it is, `OAS2…` about what was repaired, `OAS3…` about what Rust makes of it,
//! `OAS4…` about overlays.

mod document;
mod generation;
mod overlay;
mod repairs;
mod text;

use super::Severity;
use std::fmt;

/// The long explanation of a code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Code {
    /// The code, `OAS1003`.
    pub code: &'static str,
    /// The greatest weight its findings have by themselves.
    pub severity: Severity,
    /// What it is called.
    pub title: &'static str,
    /// What was found.
    pub what: &'static str,
    /// Why it matters.
    pub why: &'static str,
    /// What the generator does about it.
    pub recovery: &'static str,
    /// What its author can do about it: the help of a finding that has none of its own.
    pub fix: &'static str,
}

/// The explanation of a code, in any case.
pub fn explain(code: &str) -> Option<&'static Code> {
    all().find(|entry| entry.code.eq_ignore_ascii_case(code))
}

/// The codes that were probably meant by one that there isn't, three at most: the closest ones of a slip or two, else
/// those of the same thousand.
pub fn nearest(code: &str) -> Vec<&'static str> {
    let wanted = code.to_ascii_uppercase();
    let slips = |own: &str| strsim::osa_distance(&wanted, own);
    let codes = || all().map(|entry| entry.code);
    let fewest = codes().map(slips).min().filter(|fewest| *fewest <= 2);
    let meant = |own: &&str| match fewest {
        Some(fewest) => slips(own) == fewest,
        None => wanted.get(..4).is_some_and(|thousand| own.starts_with(thousand)),
    };
    codes().filter(meant).take(3).collect()
}

/// Every code, in order.
pub fn all() -> impl Iterator<Item = &'static Code> {
    text::CODES
        .iter()
        .chain(document::CODES)
        .chain(repairs::CODES)
        .chain(generation::CODES)
        .chain(overlay::CODES)
        .chain(generation::OWN)
}

impl Code {
    const fn error(code: &'static str, title: &'static str) -> Self {
        Self { code, severity: Severity::Error, title, what: "", why: "", recovery: "", fix: "" }
    }

    const fn warning(code: &'static str, title: &'static str) -> Self {
        Self { severity: Severity::Warning, ..Self::error(code, title) }
    }

    const fn note(code: &'static str, title: &'static str) -> Self {
        Self { severity: Severity::Note, ..Self::error(code, title) }
    }

    const fn what(self, what: &'static str) -> Self {
        Self { what, ..self }
    }

    const fn why(self, why: &'static str) -> Self {
        Self { why, ..self }
    }

    const fn recovery(self, recovery: &'static str) -> Self {
        Self { recovery, ..self }
    }

    const fn fix(self, fix: &'static str) -> Self {
        Self { fix, ..self }
    }

    /// How to silence it.
    pub fn silence(&self) -> String {
        match self.severity {
            Severity::Error => {
                "An error can't be silenced; correct the document, or change it with an overlay.".to_owned()
            }
            _ => format!("To silence it, put `{} = \"allow\"` under `[lints]` in codegen.toml.", self.code),
        }
    }
}

impl fmt::Display for Code {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { code, title, what, why, recovery, fix, .. } = self;
        write!(formatter, "{code}: {title}\n\n{what}\n\n{why}\n\n{recovery}\n\n")?;
        write!(formatter, "What to do: {fix}.\n\n{}\n", self.silence())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;
    use std::path::{Path, PathBuf};

    /// The Rust files of this crate but the explanations and tests.
    fn files(folder: &Path) -> Vec<PathBuf> {
        let entries = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
        let wanted = entries.filter(|path| !path.ends_with("diagnostics/codes") && !path.ends_with("tests.rs"));
        wanted.flat_map(|path| if path.is_dir() { files(&path) } else { vec![path] }).collect()
    }

    /// The codes between quotes in the code of a file, which ends where its tests begin.
    fn used(path: &Path) -> Vec<String> {
        let text = std::fs::read_to_string(path).unwrap_or_default();
        let code = text.split("#[cfg(test)]\nmod tests {").next().unwrap_or_default();
        let literals = code.split('"').filter(|part| part.len() == 7 && part.starts_with("OAS"));
        literals.filter(|part| part[3..].bytes().all(|byte| byte.is_ascii_digit())).map(str::to_owned).collect()
    }

    #[test]
    fn every_code_that_is_used_is_explained_and_none_else() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
        let used: BTreeSet<_> = files(&folder).iter().flat_map(|path| used(path)).collect();
        let explained: BTreeSet<_> = all().map(|entry| entry.code.to_owned()).collect();
        let missing: Vec<_> = used.difference(&explained).collect();
        let idle: Vec<_> = explained.difference(&used).collect();
        assert!(missing.is_empty() && idle.is_empty(), "not explained: {missing:?}; not used: {idle:?}");
    }

    #[test]
    fn codes_are_in_order_and_say_everything() {
        let codes: Vec<_> = all().map(|entry| entry.code).collect();
        assert!(codes.is_sorted_by(|one, other| one < other), "{codes:?}");
        for entry in all() {
            for text in [entry.what, entry.why, entry.recovery] {
                assert!(text.ends_with('.') && text.len() > 12, "{}: {text:?}", entry.code);
            }
            let fix = entry.fix;
            assert!(
                fix.starts_with(char::is_lowercase) && !fix.ends_with('.') && fix.len() > 12,
                "{}: {fix:?}",
                entry.code
            );
        }
    }

    #[test]
    fn explanations_are_found_by_their_codes() {
        let text = explain("oas0101").unwrap().to_string();
        assert!(text.starts_with("OAS0101: a key is used twice\n\n") && text.contains("OAS0101 = \"allow\""), "{text}");
    }

    #[test]
    fn codes_that_there_are_not_lead_to_near_ones() {
        assert_eq!(explain("OAS9999"), None);
        let cases: [(&str, &[&str]); 5] = [
            ("OAS103", &["OAS0103", "OAS1003", "OAS2103"]),
            ("oas1O03", &["OAS1003"]),
            ("OAS9999", &["OAS9001"]),
            ("OAS7", &[]),
            ("", &[]),
        ];
        for (code, codes) in cases {
            assert_eq!(nearest(code), codes, "{code}");
        }
    }
}
