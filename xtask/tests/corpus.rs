//! `cargo xtask corpus` as its users meet it: the built program over folders with good and bad documents.

#![allow(clippy::unwrap_used, reason = "the helpers of a test may panic as the test itself may")]

use std::fs;
use std::path::Path;
use std::process::Command;
use std::sync::{Mutex, PoisonError};

use serde_json::Value;
use tempfile::TempDir;

const PETS: &str = r##"openapi: 3.0.3
info: {title: Pets, version: "1"}
paths:
  /pets:
    get:
      operationId: listPets
      responses: {"200": {description: Pets., content: {application/json: {schema: {$ref: "#/components/schemas/Pet"}}}}}
components:
  schemas:
    Pet: {type: object, properties: {name: {type: string}, more: {}}}
"##;

/// A folder `documents` with two good documents, one of them in part, and whatever `others` are.
fn folder(others: &[(&str, &str)]) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    let good = [("pets.yaml", PETS), ("parts/pet.yaml", "type: object\n"), ("v2/cats.json", CATS)];
    for (path, text) in good.iter().chain(others) {
        let path = folder.path().join("documents").join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    folder
}

const CATS: &str = r#"{"swagger": "2.0", "info": {"title": "Cats", "version": "1"}, "paths": {}}"#;

/// Runs in `root` and gives the exit code, what people read, and the JSON file.
fn run(root: &Path, arguments: &[&str]) -> (i32, String, Value) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_xtask"));
    command.current_dir(root).env("CARGO_TERM_COLOR", "never").args(["corpus", "documents", "--json", "report.json"]);
    if !arguments.contains(&"--out") {
        command.args(["--out", "out"]);
    }
    let output = command.args(arguments).output().unwrap();
    let said = String::from_utf8([output.stdout, output.stderr].concat()).unwrap();
    let report = fs::read_to_string(root.join("report.json")).unwrap_or_default();
    (output.status.code().unwrap(), said, serde_json::from_str(&report).unwrap_or_default())
}

#[test]
fn every_document_becomes_a_crate_and_a_line() {
    let folder = folder(&[]);
    let (code, said, report) = run(folder.path(), &["--jobs", "2"]);
    assert_eq!(code, 0, "{said}");
    for part in
        ["pets.yaml     3.0.3", "v2/cats.json  2.0", "generated   2 of 2 documents (100.0 %)", "1 files are parts"]
    {
        assert!(said.contains(part), "{part:?} is not in:\n{said}");
    }
    let pets = &report["documents"][0];
    assert_eq!((&report["version"], &report["parts"], &pets["crate"]), (&1.into(), &1.into(), &"corpus-pets".into()));
    let generation = &pets["generation"];
    assert_eq!(
        (&generation["operations"], &generation["types"], &generation["untyped"]),
        (&1.into(), &1.into(), &1.into())
    );
    assert!(generation["cpuSeconds"].as_f64().unwrap() > 0.0 && generation["lines"].as_u64().unwrap() > 20);
    assert!(pets["check"].is_null() && pets["failure"].is_null());
    let manifest = fs::read_to_string(folder.path().join("out/crates/corpus-v2-cats/Cargo.toml")).unwrap();
    assert!(manifest.contains("name = \"corpus-v2-cats\""), "{manifest}");
}

#[test]
fn a_bad_document_fails_alone() {
    let folder = folder(&[("bad.yaml", "openapi: 3.0.3\npaths: [\n")]);
    let (code, said, report) = run(folder.path(), &[]);
    assert_eq!(code, 1, "{said}");
    assert!(said.contains("error: documents/bad.yaml: ") && said.contains("2 of 3 documents"), "{said}");
    let failure = &report["documents"][0]["failure"];
    assert_eq!(failure["step"], "generate");
    assert!(failure["reason"].as_str().unwrap().contains("[OAS0001]"), "{failure}");
    assert!(report["documents"][0]["generation"].is_null());
}

/// A document that takes long to generate.
fn huge() -> String {
    let schemas = (0..40_000).map(|nth| format!("\"S{nth}\":{{\"type\":\"object\",\"properties\":{{\"p\":{{}}}}}}"));
    let schemas = schemas.collect::<Vec<_>>().join(",");
    format!(
        "{{\"openapi\":\"3.0.3\",\"info\":{{\"title\":\"t\",\"version\":\"1\"}},\"paths\":{{}},\"components\":{{\"schemas\":{{{schemas}}}}}}}"
    )
}

#[cfg(unix)]
#[test]
fn a_document_that_takes_too_long_is_given_up() {
    let folder = folder(&[("huge.json", &huge())]);
    let (code, said, report) = run(folder.path(), &["--timeout", "1"]);
    assert_eq!(code, 1, "{said}");
    let documents = report["documents"].as_array().unwrap();
    let failures: Vec<_> = documents.iter().map(|document| document["failure"]["reason"].as_str()).collect();
    assert_eq!(failures, [Some("it takes more than 1 s of CPU time"), None, None]);
}

#[test]
fn only_what_is_asked_for_is_generated() {
    let folder = folder(&[]);
    let (code, said, report) = run(folder.path(), &["--only", "*.json", "--only", "pets*", "--except", "v2/*"]);
    assert_eq!((code, report["documents"].as_array().unwrap().len()), (0, 1), "{said}");
    assert!(said.contains("1 documents; 1 files are parts of them, 1 are not asked for"), "{said}");
    let (code, said, _) = run(folder.path(), &["--only", "none"]);
    assert_eq!(code, 2, "{said}");
    assert!(said.contains("has no document"), "{said}");
}

#[test]
fn the_folder_of_someone_else_is_left_alone() {
    let folder = folder(&[]);
    fs::create_dir(folder.path().join("out")).unwrap();
    fs::write(folder.path().join("out/thesis.txt"), "mine").unwrap();
    let (code, said, _) = run(folder.path(), &[]);
    assert_eq!(code, 2, "{said}");
    assert!(said.contains("`out` is not empty"), "{said}");
    assert_eq!(fs::read_dir(folder.path().join("out")).unwrap().count(), 1);
}

#[test]
fn a_second_run_replaces_the_first() {
    let folder = folder(&[]);
    assert_eq!(run(folder.path(), &[]).0, 0);
    let pets = folder.path().join("documents/pets.yaml");
    fs::write(&pets, PETS.replace("Pet", "Dog")).unwrap();
    assert_eq!(run(folder.path(), &[]).0, 0);
    let types = folder.path().join("out/crates/corpus-pets/src/types");
    assert!(types.join("dog.rs").exists() && !types.join("pet.rs").exists());
    fs::write(&pets, "openapi: 3.0.3\npaths: [\n").unwrap();
    let (code, said, _) = run(folder.path(), &[]);
    assert_eq!(code, 1, "a report of an earlier run is not one of this: {said}");
}

#[test]
fn failures_are_findings_for_programs() {
    let folder = folder(&[("bad.yaml", "openapi: 3.0.3\npaths: [\n")]);
    let (code, said, _) = run(folder.path(), &["--format", "github", "--quiet"]);
    assert_eq!(code, 1);
    assert!(said.starts_with("::error title=corpus-generate,file=documents/bad.yaml::"), "{said}");
}

/// The dependencies of a client are compiled here once for all runs of this test.
const CHECKED: &str = concat!(env!("CARGO_TARGET_TMPDIR"), "/corpus");

/// A run needs that folder for itself.
static CHECKING: Mutex<()> = Mutex::new(());

fn check(folder: &TempDir, arguments: &[&str]) -> (i32, String, Value) {
    let _turn = CHECKING.lock().unwrap_or_else(PoisonError::into_inner);
    run(folder.path(), &[&["--check", "--out", CHECKED], arguments].concat())
}

#[test]
fn crates_are_compiled_in_one_workspace() {
    let folder = folder(&[]);
    let (code, said, report) = check(&folder, &[]);
    assert_eq!(code, 0, "{said}");
    assert!(said.contains("compiled    2 of 2 crates (100.0 %), 2 without a warning"), "{said}");
    for document in report["documents"].as_array().unwrap() {
        let check = &document["check"];
        assert_eq!((&check["errors"], &check["warnings"]), (&0.into(), &0.into()));
        assert!(cfg!(not(target_os = "linux")) || check["cpuSeconds"].as_f64().unwrap() > 0.0, "{check}");
    }
}

const EXAMPLES: &str = r##"openapi: 3.0.3
info: {title: Examples, version: "1"}
paths: {}
components:
  schemas:
    Pet:
      type: object
      required: [name]
      properties: {name: {type: string}, born: {type: string, format: date}, next: {$ref: "#/components/schemas/Pet"}}
      example: {born: "2020-02-29", name: a, next: {name: b}, unknown: 1}
    Count: {type: integer, example: many}
    Ratio: {type: number, format: float, example: 0.123456789}
    Both:
      anyOf: [{type: object, required: [a], properties: {a: {}}}, {type: object, required: [b], properties: {b: {}}}]
      example: {a: 1, b: 2}
"##;

#[test]
fn examples_are_read_and_written_by_the_types_of_their_schemas() {
    let folder = folder(&[("examples.yaml", EXAMPLES)]);
    let (code, said, report) = check(&folder, &["--examples"]);
    assert_eq!(code, 1, "{said}");
    let lost = "types::Ratio of #/components/schemas/Ratio/example: it is 0.12345679 instead of 0.123456789";
    let rate = "examples    2 of 3 valid ones (66.7 %) come back as they were, 1 with a value of no variant; 1 of 4";
    assert!(said.contains(lost) && said.contains(rate), "{said}");
    let document = &report["documents"][0];
    assert_eq!(document["failure"]["step"], "examples");
    let examples = &document["examples"];
    assert_eq!(["found", "valid", "passed"].map(|count| examples[count].as_u64()), [Some(4), Some(3), Some(2)]);
    assert_eq!(examples["kept"][0]["type"], "types::Both");
    assert_eq!(examples["invalid"][0]["pointer"], "#/components/schemas/Count/example");
    assert_eq!(
        (&examples["changed"][0]["expected"], &examples["changed"][0]["type"]),
        (&"0.123456789".into(), &"types::Ratio".into())
    );
    let others = report["documents"].as_array().unwrap()[1..].iter();
    assert!(
        others.clone().all(|document| document["examples"]["found"] == 0 && document["failure"].is_null()),
        "{said}"
    );
}

#[test]
fn help_teaches_examples_and_the_json() {
    let output = Command::new(env!("CARGO_BIN_EXE_xtask")).args(["corpus", "--help"]).output().unwrap();
    let help = String::from_utf8(output.stdout).unwrap();
    for part in ["Examples:", "cpuSeconds", "Exit codes:", "--only"] {
        assert!(help.contains(part), "{part:?} is not in:\n{help}");
    }
    assert!(!help.contains("corpus-document"));
}
