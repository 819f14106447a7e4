//! What people and programs get to see.

use super::*;
use crate::load::{Files, Source};
use insta::assert_snapshot;
use std::time::{Duration, Instant};

fn report(name: &str, text: &str) -> Report {
    let sources = match Sources::load(Path::new(name), text, &Files::none()) {
        Ok(sources) => sources,
        Err((sources, _)) => *sources,
    };
    Report::new(sources, |pointer| (0, pointer.clone()))
}

fn at(steps: &[&str]) -> Pointer {
    Pointer::root().keys(steps)
}

const PETS: &str = "openapi: 3.0.3
paths:
  /pets/{id}:
    get:
      operationId: getPet
      responses:
        '200':
          content: {application/json: {schema: {$ref: '#/components/schemas/Pett'}}}
  /pets/{id}/photo:
    get:
      operationId: getPet
      responses:
        '204':
components:
  schemas:
    Pet: {type: object}
";

fn dangling() -> Diagnostic {
    let schema =
        at(&["paths", "/pets/{id}", "get", "responses", "200", "content", "application/json", "schema", "$ref"]);
    Diagnostic::new(Severity::Error, "OAS1003", &schema, "`$ref` points to nothing")
        .label("no such schema")
        .note("without it `GET /pets/{id}` 200 is `serde_json::Value`")
        .help("did you mean `#/components/schemas/Pet`?")
}

fn repeated() -> Diagnostic {
    let id = |path| at(&["paths", path, "get", "operationId"]);
    Diagnostic::new(Severity::Warning, "OAS1002", &id("/pets/{id}/photo"), "operationId `getPet` is used twice")
        .label("second use; generated as `get_pet_photo`")
        .related(&id("/pets/{id}"), Part::Value, "first use keeps the name `get_pet`")
}

fn no_description() -> Diagnostic {
    let response = at(&["paths", "/pets/{id}/photo", "get", "responses", "204"]);
    Diagnostic::new(Severity::Warning, "OAS2107", &response, "response has no `description`").at_key()
}

#[test]
fn one_finding() {
    assert_snapshot!(report("spec/openapi.yaml", PETS).render(&dangling(), false), @r#"
    error[OAS1003]: `$ref` points to nothing
     --> spec/openapi.yaml:8:55
      |
    8 |           content: {application/json: {schema: {$ref: '#/components/schemas/Pett'}}}
      |                                                       ^^^^^^^^^^^^^^^^^^^^^^^^^^^ no such schema
      |
      = note: without it `GET /pets/{id}` 200 is `serde_json::Value`
      = help: did you mean `#/components/schemas/Pet`?
    "#);
}

#[test]
fn two_places() {
    assert_snapshot!(report("spec/openapi.yaml", PETS).render(&repeated(), false), @"
    warning[OAS1002]: operationId `getPet` is used twice
      --> spec/openapi.yaml:11:20
       |
     5 |       operationId: getPet
       |                    ------ first use keeps the name `get_pet`
    ...
    11 |       operationId: getPet
       |                    ^^^^^^ second use; generated as `get_pet_photo`
       |
       = help: give one of the two another `operationId`, or a `name` in codegen.toml
    ");
}

#[test]
fn errors_come_last() {
    let findings: Diagnostics = [dangling(), no_description(), repeated()].into_iter().collect();
    assert_snapshot!(report("openapi.yaml", PETS).write(&findings, &Options::default()), @"
    warning[OAS1002]: operationId `getPet` is used twice
      --> openapi.yaml:11:20
       |
     5 |       operationId: getPet
       |                    ------ first use keeps the name `get_pet`
    ...
    11 |       operationId: getPet
       |                    ^^^^^^ second use; generated as `get_pet_photo`
       |
       = help: give one of the two another `operationId`, or a `name` in codegen.toml

    warning[OAS2107]: response has no `description`
      --> openapi.yaml:13:9
       |
    13 |         '204':
       |         ^^^^^
       |
       = help: write the text

    error[OAS1003]: `$ref` points to nothing
     --> openapi.yaml:8:55
      |
    8 |           content: {application/json: {schema: {$ref: '#/components/schemas/Pett'}}}
      |                                                       ^^^^^^^^^^^^^^^^^^^^^^^^^^^ no such schema
      |
      = note: without it `GET /pets/{id}` 200 is `serde_json::Value`
      = help: did you mean `#/components/schemas/Pet`?
    ");
}

#[test]
fn color_is_for_terminals() {
    let colored = report("openapi.yaml", PETS).render(&dangling(), true);
    assert!(colored.contains("\u{1b}[") && colored.ends_with('\n'));
    assert!(!report("openapi.yaml", PETS).render(&dangling(), false).contains('\u{1b}'));
}

#[test]
fn places_far_apart_are_shown_by_themselves() {
    let text = format!("a: 1\n{}z: 2\n", "b:\n".repeat(100));
    let finding =
        Diagnostic::new(Severity::Warning, "OAS2118", &at(&["z"]), "wrong").related(&at(&["a"]), Part::Key, "see here");
    assert_snapshot!(report("a.yaml", &text).render(&finding, false), @"
    warning[OAS2118]: wrong
       --> a.yaml:102:4
        |
    102 | z: 2
        |    ^
        |
       ::: a.yaml:1:1
        |
      1 | a: 1
        | - see here
        |
        = help: write a value of the kind that belongs there
    ");
}

#[test]
fn mistakes_of_the_text_are_shown() {
    let text = "a:\n  b: c: d\n";
    let mistake = crate::load::load(Path::new("a.yaml"), text).unwrap_err();
    assert_snapshot!(report("a.yaml", text).render(&mistake, false), @r#"
    error[OAS0001]: the YAML can't be read: mapping values are not allowed in this context
     --> a.yaml:2:7
      |
    2 |   b: c: d
      |       ^ here
      |
      = help: quote a value that has `: ` in it
    "#);
}

#[test]
fn an_empty_document_has_no_line() {
    let mistake = crate::load::load(Path::new("a.yaml"), "").unwrap_err();
    assert_snapshot!(report("a.yaml", "").render(&mistake, false), @r#"
    error[OAS0002]: the document is empty
    --> a.yaml:1:1
     = help: give the OpenAPI document itself, as JSON or YAML
    "#);
}

#[test]
fn the_end_of_a_document_is_a_place() {
    let text = "{\"a\": [1";
    let mistake = crate::load::load(Path::new("a.json"), text).unwrap_err();
    assert_snapshot!(report("a.json", text).render(&mistake, false), @r#"
    error[OAS0001]: the JSON can't be read: EOF while parsing a list
     --> a.json:1:8
      |
    1 | {"a": [1
      |        ^ here
      |
      = help: mend the text at the place that is shown, or shortly before it
    "#);
}

#[test]
fn any_bytes_are_a_place() {
    let text = "é: ü\r\nß";
    let report = Report::new(Sources::from(Source::unread(Path::new("a"), text)), |pointer| (0, pointer.clone()));
    for start in 0..12 {
        for end in 0..12 {
            let finding = Diagnostic::new(Severity::Error, "OAS0001", &Pointer::root(), "x").at_text(0, start..end);
            assert!(report.render(&finding, false).contains(" a:"));
        }
    }
}

#[test]
fn duplicate_keys_are_shown_both() {
    let report = report("a.yaml", "a: 1\nb: 2\na: 3\n");
    let finding = report.sources().diagnostics().next().unwrap().clone();
    assert_snapshot!(report.render(&finding, false), @r#"
    warning[OAS0101]: the key `a` is used more than once
     --> a.yaml:3:1
      |
    1 | a: 1
      | - this one is ignored
    2 | b: 2
    3 | a: 3
      | ^ the last one is used
      |
      = help: delete one of them, or rename it
    "#);
}

#[test]
fn aliases_are_shown_with_what_they_stand_for() {
    let report = report("a.yaml", "x: &x\n  type: int\ny: *x\n");
    let finding = Diagnostic::new(Severity::Warning, "OAS2113", &at(&["y", "type"]), "`int` is no type");
    assert_snapshot!(report.render(&finding, false), @"
    warning[OAS2113]: `int` is no type
     --> a.yaml:2:9
      |
    2 |   type: int
      |         ^^^
    3 | y: *x
      |    -- brought in here
      |
      = help: write one of `string`, `number`, `integer`, `boolean`, `array` and `object`
    ");
}

#[test]
fn what_several_aliases_bring_in_is_told_once() {
    let report = report("a.yaml", "x: &x\n  type: int\ny: *x\nz: *x\n");
    let finding = |key| Diagnostic::new(Severity::Warning, "OAS2113", &at(&[key, "type"]), "`int` is no type");
    let all: Diagnostics = ["x", "y", "z"].map(finding).into_iter().collect();
    assert_snapshot!(report.write(&all, &Options::default()), @"
    warning[OAS2113]: `int` is no type
     --> a.yaml:2:9
      |
    2 |   type: int
      |         ^^^
      |
      = help: write one of `string`, `number`, `integer`, `boolean`, `array` and `object`
    ");
    assert_eq!(report.located(&all).len(), 1);
    let aliases: Diagnostics = ["y", "z"].map(finding).into_iter().collect();
    assert_snapshot!(report.write(&aliases, &Options::default()), @"
    warning[OAS2113]: `int` is no type
     --> a.yaml:2:9
      |
    2 |   type: int
      |         ^^^
    3 | y: *x
      |    -- brought in here
      |
      = note: another alias brings it in too
      = help: write one of `string`, `number`, `integer`, `boolean`, `array` and `object`
    ");
}

#[test]
fn long_lines_are_cut_around_the_place() {
    let members: String = (0..200_000).map(|key| format!("\"é{key}\":{{\"type\":\"string\"}},")).collect();
    let text = format!("{{{members}\"z\":{{\"type\":\"strong\"}},{members}\"q\":1}}");
    let report = report("a.json", &text);
    let finding =
        Diagnostic::new(Severity::Warning, "OAS2113", &at(&["z", "type"]), "`strong` is no type").label("here");
    assert_snapshot!(report.render(&finding, false), @r#"
    warning[OAS2113]: `strong` is no type
     --> a.json:1:5488904
      |
    1 | …":{"type":"string"},"é199999":{"type":"string"},"z":{"type":"strong"},"é0":{"type":"string"},"é1":{"type":"string"},"é2":{"type"…
      |                                                              ^^^^^^^^ here
      |
      = help: write one of `string`, `number`, `integer`, `boolean`, `array` and `object`
    "#);
    let (path, place) = report.locate(&finding.primary).unwrap();
    assert_eq!((path, place.line, place.column), (Path::new("a.json"), 1, members.chars().count() + 14));
}

#[test]
fn nothing_in_a_document_reaches_the_terminal() {
    let text = "\u{202e}a\u{1b}[31m: \"\u{9b}31m\tx\"\n";
    let source = Source::unread(Path::new("\u{1b}[2J.yaml"), text);
    let report = Report::new(Sources::from(source), |pointer| (0, pointer.clone()));
    let finding =
        Diagnostic::new(Severity::Error, "OAS1003", &Pointer::root(), "\u{1b}[31mred\nline").at_text(0, 15..20);
    let finding = finding.label("\u{202e}label").note("\u{1b}]0;title\u{7}").help("\u{2066}help");
    for format in [Format::Human, Format::Json, Format::Github, Format::Sarif] {
        let findings = Diagnostics::from_iter([finding.clone()]);
        let out = report.write(&findings, &Options { format, ..Options::default() });
        let bad = |character: &char| {
            character.is_control() && *character != '\n' || "\u{202e}\u{2066}\u{9b}".contains(*character)
        };
        assert_eq!(out.chars().find(bad), None, "{out}");
    }
    assert_snapshot!(report.render(&finding, false), @r#"
    error[OAS1003]: ␛[31mred line
     --> ␛[2J.yaml:1:13
      |
    1 | �a␛[31m: "�31m x"
      |             ^^^^^ �label
      |
      = note: ␛]0;title␇
      = help: �help
    "#);
}

fn many() -> (Report, Diagnostics) {
    let text: String = (0..200).map(|key| format!("k{key}: 1\n")).collect();
    let finding = |severity, code, key: usize| {
        Diagnostic::new(severity, code, &at(&[&format!("k{key}")]), format!("finding {key}"))
    };
    let warnings = (0..40).map(|key| finding(Severity::Warning, "OAS2107", key));
    let errors = (100..160).map(|key| finding(Severity::Error, "OAS1003", key));
    (report("a.yaml", &text), warnings.chain(errors).collect())
}

#[test]
fn many_findings_are_summed_up_and_errors_kept() {
    let (report, findings) = many();
    let few = report.write(&findings, &Options { max: 62, ..Options::default() });
    assert_eq!((few.matches("warning[OAS2107]").count(), few.matches("error[OAS1003]").count()), (2, 60));
    assert!(few.ends_with("\n… 1 more, `--max-diagnostics 0` shows all\n"), "{few}");
    let default = report.write(&findings, &Options::default());
    assert_eq!((default.matches("warning[").count(), default.matches("error[").count()), (0, 50));
    let more = report.write(&findings, &Options { max: 100, ..Options::default() });
    assert!(more.contains("37 more like this") && !more.contains("… "), "{more}");
    let all = report.write(&findings, &Options { max: 0, ..Options::default() });
    assert_eq!((all.matches("warning[").count(), all.matches("error[").count()), (40, 60));
    let json = report.write(&findings, &Options { format: Format::Json, max: 0, ..Options::default() });
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert_eq!(json["findings"].as_array().unwrap().len(), 100);
}

#[test]
fn json_has_places_and_titles() {
    let findings = Diagnostics::from_iter([repeated()]);
    let options = Options { format: Format::Json, ..Options::default() };
    assert_snapshot!(report("spec\\a b.yaml", PETS).write(&findings, &options), @r#"
    {
      "version": 1,
      "findings": [
        {
          "severity": "warning",
          "code": "OAS1002",
          "title": "two operations have one operationId",
          "message": "operationId `getPet` is used twice",
          "path": "spec/a b.yaml",
          "line": 11,
          "column": 20,
          "endLine": 11,
          "endColumn": 26,
          "label": "second use; generated as `get_pet_photo`",
          "related": [
            {
              "path": "spec/a b.yaml",
              "line": 5,
              "column": 20,
              "endLine": 5,
              "endColumn": 26,
              "label": "first use keeps the name `get_pet`"
            }
          ],
          "notes": [],
          "help": "give one of the two another `operationId`, or a `name` in codegen.toml"
        }
      ]
    }
    "#);
}

#[test]
fn github_commands_stay_on_one_line() {
    let findings = Diagnostics::from_iter([dangling().note("50%"), no_description()]);
    let options = Options { format: Format::Github, ..Options::default() };
    assert_snapshot!(report("spec/a,b.yaml", PETS).write(&findings, &options), @"
    ::error file=spec/a%2Cb.yaml,line=8,endLine=8,col=55,endColumn=82,title=OAS1003::`$ref` points to nothing (no such schema)%0Awithout it `GET /pets/{id}` 200 is `serde_json::Value`%0A50%25%0Ahelp: did you mean `#/components/schemas/Pet`?
    ::warning file=spec/a%2Cb.yaml,line=13,endLine=13,col=9,endColumn=14,title=OAS2107::response has no `description`%0Ahelp: write the text
    ");
}

#[test]
fn sarif_has_rules_and_regions() {
    let findings = Diagnostics::from_iter([repeated()]);
    let options = Options { format: Format::Sarif, ..Options::default() };
    let log: serde_json::Value = serde_json::from_str(&report("a b.yaml", PETS).write(&findings, &options)).unwrap();
    assert_eq!((&log["version"], &log["runs"][0]["columnKind"]), (&"2.1.0".into(), &"unicodeCodePoints".into()));
    let rule = &log["runs"][0]["tool"]["driver"]["rules"][0];
    assert_eq!(
        (&rule["id"], &rule["shortDescription"]["text"]),
        (&"OAS1002".into(), &"two operations have one operationId".into())
    );
    let result = &log["runs"][0]["results"][0];
    assert_eq!((&result["ruleId"], &result["level"]), (&"OAS1002".into(), &"warning".into()));
    let place = &result["locations"][0]["physicalLocation"];
    let region = serde_json::json!({"startLine": 11, "startColumn": 20, "endLine": 11, "endColumn": 26});
    assert_eq!((&place["artifactLocation"]["uri"], &place["region"]), (&"a%20b.yaml".into(), &region));
    assert_eq!(result["relatedLocations"][0]["physicalLocation"]["region"]["startLine"], 5);
}

#[test]
fn provenance_leads_to_the_file_of_the_author() {
    let source = |name, text| crate::load::load(Path::new(name), text).unwrap();
    let overlays = vec![source("b.yaml", "x: 1\ny: 2\n")];
    let sources = Sources::overlaid(source("a.yaml", "a: 1\n"), overlays, &Files::none());
    let report = Report::new(sources, move |pointer| (1, Pointer::parse(pointer.as_str().strip_prefix("/n").unwrap())));
    let label = Label::new(&at(&["n", "y"]), Part::Value, "");
    assert_eq!(report.locate(&label).map(|(path, place)| (path.to_owned(), place.line)), Some(("b.yaml".into(), 2)));
    let nowhere = Diagnostic::new(Severity::Error, "OAS1003", &at(&["y"]), "x").in_file(7);
    assert_eq!(report.locate(&nowhere.primary), None);
    assert!(report.render(&nowhere, false).contains("a.yaml:1:1"));
}

#[test]
fn many_findings_in_one_long_line_take_little_time() {
    let line: String = (0..100_000).map(|key| format!("\"é{key}\":1,")).collect();
    let report = report("a.json", &format!("{{{line}\"z\":1}}"));
    let places = (0..1_000).map(|key| at(&[&format!("é{key}")]));
    let findings: Diagnostics = places.map(|at| Diagnostic::new(Severity::Error, "OAS1003", &at, "wrong")).collect();
    let started = Instant::now();
    report.write(&findings, &Options { format: Format::Sarif, max: 0, ..Options::default() });
    report.write(&findings, &Options { max: 0, ..Options::default() });
    assert!(started.elapsed() < Duration::from_secs(20), "{:?}", started.elapsed());
}
