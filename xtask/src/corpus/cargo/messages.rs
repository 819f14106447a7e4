//! What Cargo prints with `--message-format json` -> what the compiler found in each crate.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use crate::corpus::outcome::Check;

/// What the compiler found.
#[derive(Clone, Debug, Default)]
pub struct Messages {
    checks: BTreeMap<String, Check>,
    /// The crates that were compiled to the end.
    finished: BTreeSet<String>,
}

impl Messages {
    /// Reads one line; gives the crate that the compiler is through with, if it says so.
    pub fn read(&mut self, line: &str) -> Option<String> {
        let message: Value = serde_json::from_str(line).ok()?;
        let package = package(&message)?;
        match message["reason"].as_str()? {
            "compiler-message" => {
                let first_error = self.add(package.clone(), &message["message"]);
                first_error.then_some(package)
            }
            "compiler-artifact" => {
                self.finished.insert(package.clone());
                Some(package)
            }
            _ => None,
        }
    }

    /// Counts a message; is it the first error of its crate?
    fn add(&mut self, package: String, message: &Value) -> bool {
        let check = self.checks.entry(package).or_default();
        let level = message["level"].as_str().unwrap_or_default();
        if is_summary(message) {
            return false;
        }
        if level.starts_with("error") {
            check.errors += 1;
        } else if level == "warning" {
            check.warnings += 1;
        } else {
            return false;
        }
        let first_error = level.starts_with("error") && check.errors == 1;
        if check.first.is_none() || first_error {
            check.first = Some(one_line(level, message));
        }
        first_error
    }

    /// What was found in a crate; `None` if it was neither compiled nor refused.
    pub fn check(&self, package: &str) -> Option<Check> {
        let check = self.checks.get(package).cloned().unwrap_or_default();
        (check.errors > 0 || self.finished.contains(package)).then_some(check)
    }
}

/// The crate that a message is about: the folder of its manifest.
fn package(message: &Value) -> Option<String> {
    let manifest = message["manifest_path"].as_str()?;
    manifest.rsplit(['/', '\\']).nth(1).map(str::to_owned)
}

/// `aborting due to 2 previous errors`, `1 warning emitted`: what rustc says of its own messages.
fn is_summary(message: &Value) -> bool {
    let text = message["message"].as_str().unwrap_or_default();
    let about_messages = text.starts_with("aborting due to") || text.ends_with("emitted");
    about_messages && message["code"].is_null() && message["spans"].as_array().is_none_or(Vec::is_empty)
}

/// `src/lib.rs:3:5: error[E0425]: cannot find type`
fn one_line(level: &str, message: &Value) -> String {
    let spans = message["spans"].as_array().into_iter().flatten();
    let place = spans.filter(|span| span["is_primary"] == true).map(place).next().unwrap_or_default();
    let code = message["code"]["code"].as_str().map(|code| format!("[{code}]")).unwrap_or_default();
    let text = message["message"].as_str().unwrap_or_default();
    format!("{place}{level}{code}: {}", text.lines().next().unwrap_or_default())
}

fn place(span: &Value) -> String {
    let file = span["file_name"].as_str().unwrap_or_default();
    format!("{file}:{}:{}: ", span["line_start"], span["column_start"])
}

#[cfg(test)]
mod tests {
    use super::Messages;

    fn message(package: &str, level: &str, text: &str, placed: bool) -> String {
        let span = serde_json::json!({"file_name": "src/a.rs", "line_start": 3, "column_start": 5, "is_primary": true});
        let spans = if placed { vec![span] } else { Vec::new() };
        let message = serde_json::json!({"level": level, "message": text, "code": null, "spans": spans});
        let manifest = format!("/out/crates/{package}/Cargo.toml");
        serde_json::json!({"reason": "compiler-message", "manifest_path": manifest, "message": message}).to_string()
    }

    #[test]
    fn errors_come_before_warnings_and_summaries_do_not_count() {
        let mut messages = Messages::default();
        assert_eq!(messages.read(&message("a", "warning", "odd", true)), None);
        assert_eq!(messages.read(&message("a", "error", "bad", true)), Some("a".to_owned()));
        assert_eq!(messages.read(&message("a", "error", "worse", true)), None);
        assert_eq!(messages.read(&message("a", "error", "aborting due to 2 previous errors", false)), None);
        assert_eq!(messages.read(&message("a", "warning", "1 warning emitted", false)), None);
        assert_eq!(messages.read(&message("a", "failure-note", "For more information", false)), None);
        let check = messages.check("a").unwrap();
        assert_eq!((check.errors, check.warnings, check.first.as_deref()), (2, 1, Some("src/a.rs:3:5: error: bad")));
    }

    #[test]
    fn a_crate_without_a_verdict_has_none() {
        let mut messages = Messages::default();
        assert_eq!(messages.read("not JSON"), None);
        messages.read(&message("warned", "warning", "odd", true));
        assert_eq!(messages.check("warned"), None, "the compiler has not come to the end");
        let artifact = r#"{"reason": "compiler-artifact", "manifest_path": "C:\\out\\crates\\warned\\Cargo.toml"}"#;
        assert_eq!(messages.read(artifact), Some("warned".to_owned()));
        assert_eq!(messages.check("warned").map(|check| check.warnings), Some(1));
    }
}
