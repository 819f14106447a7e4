//! Findings for programs.

use std::collections::BTreeSet;

use generator::diagnostics::Severity;
use serde_json::{Value, json};

use super::Finding;

/// The version of the JSON format; it grows when a reader would have to change.
const JSON_VERSION: u32 = 1;

/// What a SARIF log says it is.
const SARIF_SCHEMA: &str = "https://json.schemastore.org/sarif-2.1.0.json";

/// The reports of documents, further findings, and what was measured, as one JSON object.
pub fn joined_json(reports: &[String], findings: &[Finding], numbers: &[Value]) -> String {
    let own = json(findings);
    let findings: Vec<Value> = reports.iter().chain([&own]).flat_map(|text| members(text, "findings")).collect();
    let mut object = json!({ "version": JSON_VERSION, "findings": findings });
    if !numbers.is_empty() {
        object["stats"] = numbers.into();
    }
    format!("{object:#}\n")
}

/// The reports of documents and further findings as one SARIF log, with a run for each.
pub fn joined_sarif(reports: &[String], findings: &[Finding]) -> String {
    let own = sarif(findings);
    let own = Some(&own).filter(|_| reports.is_empty() || !findings.is_empty());
    let runs: Vec<Value> = reports.iter().chain(own).flat_map(|text| members(text, "runs")).collect();
    format!("{:#}\n", json!({ "$schema": SARIF_SCHEMA, "version": "2.1.0", "runs": runs }))
}

/// The items of a list of a JSON object.
fn members(text: &str, key: &str) -> Vec<Value> {
    let object: Value = serde_json::from_str(text).unwrap_or_default();
    object[key].as_array().cloned().unwrap_or_default()
}

/// One JSON object.
pub fn json(findings: &[Finding]) -> String {
    let findings: Vec<_> = findings.iter().map(json_finding).collect();
    format!("{:#}\n", json!({ "version": JSON_VERSION, "findings": findings }))
}

fn json_finding(finding: &Finding) -> Value {
    let mut object = json!({
        "severity": severity(finding.severity),
        "code": finding.code,
        "message": finding.message,
        "path": finding.path,
        "line": finding.place.map(|place| place.line),
        "column": finding.place.map(|place| place.column),
        "notes": finding.notes,
    });
    if let Some(weight) = finding.weight {
        object["weight"] = weight.into();
    }
    object
}

/// Workflow commands of GitHub Actions, one a line.
pub fn github(findings: &[Finding]) -> String {
    findings.iter().map(workflow_command).collect()
}

fn workflow_command(finding: &Finding) -> String {
    let command = match finding.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Note => "notice",
    };
    let mut properties = vec![format!("title={}", property(&finding.code))];
    properties.extend(finding.path.iter().map(|path| format!("file={}", property(path))));
    properties.extend(finding.place.iter().map(|place| format!("line={},col={}", place.line, place.column)));
    let message = [std::slice::from_ref(&finding.message), &finding.notes].concat().join("\n");
    format!("::{command} {}::{}\n", properties.join(","), escape(&message))
}

/// Text behind the `::` of a workflow command.
fn escape(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// The value of a property of a workflow command.
fn property(text: &str) -> String {
    escape(text).replace(':', "%3A").replace(',', "%2C")
}

/// A SARIF 2.1.0 log.
pub fn sarif(findings: &[Finding]) -> String {
    let codes: BTreeSet<_> = findings.iter().map(|finding| finding.code.as_str()).collect();
    let codes: Vec<_> = codes.into_iter().collect();
    let rules: Vec<_> = codes.iter().map(|code| json!({ "id": code })).collect();
    let results: Vec<_> = findings.iter().map(|finding| sarif_result(finding, &codes)).collect();
    let driver = json!({ "name": "cargo xtask", "version": env!("CARGO_PKG_VERSION"), "rules": rules });
    let log = json!({
        "$schema": SARIF_SCHEMA,
        "version": "2.1.0",
        "runs": [{ "tool": { "driver": driver }, "columnKind": "unicodeCodePoints", "results": results }],
    });
    format!("{log:#}\n")
}

/// `codes` are those of the rules, in their order.
fn sarif_result(finding: &Finding, codes: &[&str]) -> Value {
    let message = [std::slice::from_ref(&finding.message), &finding.notes].concat().join("\n");
    let region = finding.place.map(|place| json!({ "startLine": place.line, "startColumn": place.column }));
    let location = finding.path.as_ref().map(|path| {
        let mut location = json!({ "artifactLocation": { "uri": uri(path) } });
        if let Some(region) = region {
            location["region"] = region;
        }
        json!({ "physicalLocation": location })
    });
    json!({
        "ruleId": finding.code,
        "ruleIndex": codes.iter().position(|code| *code == finding.code),
        "level": severity(finding.severity),
        "message": { "text": message },
        "locations": location.into_iter().collect::<Vec<_>>(),
    })
}

/// A path as a URI reference (RFC 3986, 3.3): all but unreserved characters and `/` are escaped. One that begins at the root
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

#[cfg(test)]
mod tests {
    use generator::config::Place;
    use generator::diagnostics::Severity;

    use super::Finding;

    fn finding() -> Finding {
        Finding {
            severity: Severity::Warning,
            code: "OAS2107".to_owned(),
            message: "50% of it\nis missing".to_owned(),
            path: Some("spec/a, b.yaml".to_owned()),
            place: Some(Place { line: 3, column: 7 }),
            notes: vec!["why".to_owned()],
            weight: None,
            text: String::new(),
        }
    }

    #[test]
    fn a_workflow_command_stays_on_one_line() {
        let expected = "::warning title=OAS2107,file=spec/a%2C b.yaml,line=3,col=7::50%25 of it%0Ais missing%0Awhy\n";
        assert_eq!(super::github(&[finding()]), expected);
    }

    #[test]
    fn sarif_names_rule_and_region() {
        let log: serde_json::Value = serde_json::from_str(&super::sarif(&[finding()])).unwrap();
        assert_eq!(log["runs"][0]["tool"]["driver"]["rules"][0]["id"], "OAS2107");
        let location = &log["runs"][0]["results"][0]["locations"][0]["physicalLocation"];
        assert_eq!(location["artifactLocation"]["uri"], "spec/a%2C%20b.yaml");
        assert_eq!(location["region"]["startLine"], 3);
    }

    #[test]
    fn json_keeps_absent_places_null() {
        let nowhere = Finding { path: None, place: None, ..finding() };
        let value: serde_json::Value = serde_json::from_str(&super::json(&[nowhere])).unwrap();
        assert_eq!(value["version"], 1);
        assert!(value["findings"][0]["line"].is_null());
        assert_eq!(value["findings"][0]["severity"], "warning");
    }
}
