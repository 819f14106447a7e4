//! Findings for programs.

use super::super::codes;
use super::{Located, Severity, Spot};
use serde_json::{Value, json};
use std::collections::BTreeSet;

/// The version of the JSON format.
const VERSION: u32 = 1;

/// One JSON object.
pub(super) fn json(findings: &[Located]) -> String {
    let findings: Vec<_> = findings.iter().map(json_finding).collect();
    format!("{:#}\n", json!({ "version": VERSION, "findings": findings }))
}

fn json_finding(finding: &Located) -> Value {
    let mut value = json!({
        "severity": severity(finding.severity),
        "code": finding.code,
        "title": codes::explain(finding.code).map(|code| code.title),
        "message": finding.message,
    });
    let place = json_spot(&finding.primary);
    let rest = json!({
        "related": finding.related.iter().map(json_spot).collect::<Vec<_>>(),
        "notes": finding.notes,
        "help": finding.help,
    });
    for part in [place, rest] {
        if let (Value::Object(all), Value::Object(part)) = (&mut value, part) {
            all.extend(part);
        }
    }
    value
}

fn json_spot(spot: &Spot) -> Value {
    json!({
        "path": spot.path,
        "line": spot.start.line,
        "column": spot.start.column,
        "endLine": spot.end.line,
        "endColumn": spot.end.column,
        "label": Some(&spot.label).filter(|label| !label.is_empty()),
    })
}

/// Workflow commands of GitHub Actions, one a line.
pub(super) fn github(findings: &[Located]) -> String {
    findings.iter().map(workflow_command).collect()
}

fn workflow_command(finding: &Located) -> String {
    let command = match finding.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Note => "notice",
    };
    let Spot { path, start, end, .. } = &finding.primary;
    let place = format!("line={},endLine={},col={},endColumn={}", start.line, end.line, start.column, end.column);
    let (path, code, message) = (property(path), finding.code, data(&sentences(finding)));
    format!("::{command} file={path},{place},title={code}::{message}\n")
}

/// The message and what belongs to it, one a line.
fn sentences(finding: &Located) -> String {
    let label = Some(&finding.primary.label).filter(|label| !label.is_empty());
    let message = label.map_or(finding.message.clone(), |label| format!("{} ({label})", finding.message));
    let help = finding.help.iter().map(|help| format!("help: {help}"));
    std::iter::once(message).chain(finding.notes.iter().cloned()).chain(help).collect::<Vec<_>>().join("\n")
}

/// Text behind the `::` of a workflow command.
fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// The value of a property of a workflow command.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

/// A log of SARIF 2.1.0 with one run.
pub(super) fn sarif(findings: &[Located]) -> String {
    let used: BTreeSet<_> = findings.iter().map(|finding| finding.code).collect();
    let used: Vec<_> = used.into_iter().collect();
    let rules: Vec<_> = used.iter().map(|code| sarif_rule(code)).collect();
    let results: Vec<_> = findings.iter().map(|finding| sarif_result(finding, &used)).collect();
    let driver = json!({ "name": env!("CARGO_PKG_NAME"), "version": env!("CARGO_PKG_VERSION"), "rules": rules });
    let log = json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{ "tool": { "driver": driver }, "columnKind": "unicodeCodePoints", "results": results }],
    });
    format!("{log:#}\n")
}

fn sarif_rule(code: &'static str) -> Value {
    match codes::explain(code) {
        Some(entry) => json!({
            "id": code,
            "shortDescription": { "text": entry.title },
            "fullDescription": { "text": format!("{} {}", entry.what, entry.why) },
            "help": { "text": format!("{} What to do: {}. {}", entry.recovery, entry.fix, entry.silence()) },
        }),
        None => json!({ "id": code }),
    }
}

/// `codes` are those of the rules, in their order.
fn sarif_result(finding: &Located, codes: &[&str]) -> Value {
    json!({
        "ruleId": finding.code,
        "ruleIndex": codes.iter().position(|code| *code == finding.code),
        "level": severity(finding.severity),
        "message": { "text": sentences(finding) },
        "locations": [sarif_location(&finding.primary)],
        "relatedLocations": finding.related.iter().map(sarif_location).collect::<Vec<_>>(),
    })
}

fn sarif_location(spot: &Spot) -> Value {
    let mut location = json!({ "physicalLocation": {
        "artifactLocation": { "uri": uri(&spot.path) },
        "region": {
            "startLine": spot.start.line,
            "startColumn": spot.start.column,
            "endLine": spot.end.line,
            "endColumn": spot.end.column,
        },
    }});
    if !spot.label.is_empty() {
        location["message"] = json!({ "text": spot.label });
    }
    location
}

/// A path as a URI reference: all but unreserved characters (RFC 3986, 2.3) and `/` is escaped. One that begins at the root
/// needs a scheme (SARIF 2.1.0, 3.4.3).
fn uri(path: &str) -> String {
    let scheme = if path.starts_with('/') { "file://" } else { "" };
    let byte = |byte: u8| match byte {
        b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => char::from(byte).to_string(),
        _ => format!("%{byte:02X}"),
    };
    std::iter::once(scheme.to_owned()).chain(path.bytes().map(byte)).collect()
}

fn severity(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Note => "note",
    }
}
