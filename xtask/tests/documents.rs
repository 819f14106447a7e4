//! The commands that only look at documents, as users meet them: `lint`, `explain` and `stats`.

#![allow(clippy::unwrap_used, reason = "the helpers of a test may panic as the test itself may")]

use std::fs;
use std::path::Path;
use std::process::Command;

use serde_json::Value;
use tempfile::TempDir;

/// One note or warning at each of: the operation without an id, the response without a description; an error at the
/// reference to nothing; and four places without a type.
const PETS: &str = r##"openapi: 3.0.3
info: {title: Pets, version: "1"}
paths:
  /pets:
    get:
      responses:
        "200": {content: {application/json: {schema: {$ref: "#/components/schemas/Pet"}}}}
components:
  schemas:
    Pet:
      type: object
      properties:
        name: {type: string}
        owner: {$ref: "#/components/schemas/Owner"}
        more: {}
        tags: {type: array}
        extra: {type: object}
"##;

const CLEAN: &str = "openapi: 3.0.3\ninfo: {title: Pets, version: '1'}\npaths: {}\n";

fn folder(documents: &[(&str, &str)]) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (path, text) in documents {
        let path = folder.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    folder
}

/// The exit code, stdout and stderr.
fn run(root: &Path, arguments: &[&str]) -> (i32, String, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_xtask"));
    let output = command.current_dir(root).env("CARGO_TERM_COLOR", "never").args(arguments).output().unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (output.status.code().unwrap(), text(output.stdout), text(output.stderr))
}

#[track_caller]
fn says(text: &str, parts: &[&str]) {
    for part in parts {
        assert!(text.contains(part), "{part:?} is not in:\n{text}");
    }
}

#[test]
fn lint_shows_lines_and_fails_on_errors() {
    let folder = folder(&[("pets.yaml", PETS)]);
    let (code, _, said) = run(folder.path(), &["lint", "pets.yaml"]);
    assert_eq!(code, 1, "{said}");
    says(&said, &["error[OAS1003]", "pets.yaml:14:", "warning[", "Checked pets.yaml: 1 error, "]);
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1, "nothing is written");
}

#[test]
fn lint_weighs_codes_as_asked() {
    let folder = folder(&[("pets.yaml", &PETS.replace("schemas/Owner", "schemas/Pet"))]);
    let root = folder.path();
    assert_eq!(run(root, &["lint", "pets.yaml"]).0, 0);
    assert_eq!(run(root, &["lint", "pets.yaml", "--strict"]).0, 1);
    let (code, _, said) = run(root, &["lint", "pets.yaml", "-D", "oas1001"]);
    assert_eq!(code, 1, "{said}");
    says(&said, &["error[OAS1001]"]);
    let (code, _, said) = run(root, &["lint", "pets.yaml", "-A", "OAS1001"]);
    assert!(code == 0 && !said.contains("OAS1001"), "{said}");
    let (code, _, said) = run(root, &["lint", "pets.yaml", "-A", "OAS103"]);
    assert_eq!(code, 2, "{said}");
    says(&said, &["there is no code `OAS103`", "did you mean"]);
}

#[test]
fn lint_follows_codegen_toml() {
    let client = |spec: &str, lints: &str| {
        let name = spec.split('.').next().unwrap();
        format!("[[client]]\nspec = '{spec}'\noutput = '../{name}'\npackage.name = '{name}'\n{lints}")
    };
    let document = PETS.replace("schemas/Owner", "schemas/Pet");
    let config = client("pets.yaml", "lints.OAS1001 = 'deny'\n") + &client("clean.yaml", "");
    let files = [("spec/codegen.toml", &*config), ("spec/pets.yaml", &*document), ("spec/clean.yaml", CLEAN)];
    let folder = folder(&files);
    fs::write(folder.path().join("Cargo.toml"), "[workspace]\n").unwrap();
    let (code, _, said) = run(folder.path(), &["lint"]);
    assert_eq!(code, 1, "{said}");
    says(&said, &["error[OAS1001]", "Checked spec/pets.yaml: 1 error", "Checked spec/clean.yaml: nothing to say"]);
    assert_eq!(run(folder.path(), &["lint", "--api", "clean"]).0, 0);
    let (_, out, _) = run(folder.path(), &["lint", "--format", "sarif"]);
    let log: Value = serde_json::from_str(&out).unwrap();
    assert_eq!(log["runs"].as_array().unwrap().len(), 2, "one run for each document: {log}");
}

#[test]
fn lint_speaks_to_programs() {
    let folder = folder(&[("pets.yaml", PETS)]);
    let (code, out, _) = run(folder.path(), &["lint", "pets.yaml", "--format", "json"]);
    let json: Value = serde_json::from_str(&out).unwrap();
    let findings = json["findings"].as_array().unwrap();
    let error = findings.iter().find(|finding| finding["severity"] == "error").unwrap();
    assert_eq!((code, &json["version"], &error["line"]), (1, &1.into(), &14.into()));
    assert_eq!(error["title"], "a reference points to nothing");
    let (_, out, _) = run(folder.path(), &["lint", "pets.yaml", "--format", "json", "--max-diagnostics", "1"]);
    let json: Value = serde_json::from_str(&out).unwrap();
    assert_eq!(json["findings"].as_array().unwrap().len(), 1);
    assert_eq!(json["findings"][0]["severity"], "error", "errors are kept");
    let (_, out, _) = run(folder.path(), &["lint", "pets.yaml", "--format", "github"]);
    says(&out, &["::error file=pets.yaml,line=14,"]);
}

#[test]
fn sarif_is_what_its_specification_says() {
    let client =
        |name: &str| format!("[[client]]\nspec = 'a b/{name}.yaml'\noutput = '../{name}'\npackage.name = '{name}'\n");
    let twice = format!("{PETS}        name: {{type: integer}}\n");
    let config = client("pets") + &client("twice") + &client("clean");
    let files = [
        ("spec/codegen.toml", &*config),
        ("spec/a b/pets.yaml", PETS),
        ("spec/a b/twice.yaml", &*twice),
        ("spec/a b/clean.yaml", CLEAN),
    ];
    let folder = folder(&files);
    fs::write(folder.path().join("Cargo.toml"), "[workspace]\n").unwrap();
    let elsewhere = folder.path().join("spec/a b/pets.yaml");
    let commands: [&[&str]; 5] = [
        &["lint"],
        &["lint", "--strict"],
        &["lint", "spec/a b/clean.yaml"],
        &["codegen", "--check"],
        &["stats", "--untyped"],
    ];
    let log = |root: &Path, arguments: &[&str]| {
        let (_, out, said) = run(root, &[arguments, &["--format", "sarif"]].concat());
        serde_json::from_str::<Value>(&out).unwrap_or_else(|reason| panic!("{reason}: {out}{said}"))
    };
    let results: Vec<usize> = commands.iter().map(|command| results_of(&log(folder.path(), command))).collect();
    assert!(
        results[0] > 5 && results[1] == results[0] && results[2] == 0 && results[3] > 0 && results[4] > 3,
        "{results:?}"
    );
    let root = tempfile::tempdir().unwrap();
    assert!(results_of(&log(root.path(), &["lint", elsewhere.to_str().unwrap()])) > 0);
}

/// How many results a log has, which has to be one of SARIF 2.1.0 in all that its readers rely on.
fn results_of(log: &Value) -> usize {
    assert_eq!(log["version"], "2.1.0", "3.13.2");
    assert!(log["$schema"].as_str().unwrap().ends_with("sarif-2.1.0.json"), "3.13.3");
    log["runs"].as_array().expect("3.13.4").iter().map(results_of_run).sum()
}

fn results_of_run(run: &Value) -> usize {
    let driver = &run["tool"]["driver"];
    assert!(!driver["name"].as_str().expect("3.19.8").is_empty());
    assert!(["utf16CodeUnits", "unicodeCodePoints"].contains(&run["columnKind"].as_str().unwrap()), "3.14.17");
    let rules: Vec<&str> =
        driver["rules"].as_array().unwrap().iter().map(|rule| rule["id"].as_str().unwrap()).collect();
    let distinct: std::collections::BTreeSet<_> = rules.iter().collect();
    assert_eq!(distinct.len(), rules.len(), "3.19.23: {rules:?}");
    let results = run["results"].as_array().expect("3.14.23");
    for result in results {
        let index = usize::try_from(result["ruleIndex"].as_u64().expect("3.27.6")).unwrap();
        assert_eq!(rules[index], result["ruleId"], "3.27.6");
        assert!(["none", "note", "warning", "error"].contains(&result["level"].as_str().unwrap()), "3.27.10");
        assert!(!result["message"]["text"].as_str().expect("3.27.11").is_empty());
        let places = [&result["locations"], &result["relatedLocations"]];
        places.iter().filter_map(|list| list.as_array()).flatten().for_each(is_location);
    }
    results.len()
}

fn is_location(location: &Value) {
    let place = &location["physicalLocation"];
    let uri = place["artifactLocation"]["uri"].as_str().expect("3.29.3");
    let path = uri.strip_prefix("file:///").unwrap_or(uri);
    assert!(!path.starts_with('/') && !path.contains([' ', '\\', ':']), "3.4.3: {uri}");
    let Some(region) = place.get("region") else { return };
    let number = |key: &str| region.get(key).map(|number| number.as_u64().unwrap());
    let (line, column) = (number("startLine").expect("3.30.5"), number("startColumn").unwrap());
    assert!(line >= 1 && column >= 1, "3.30.5, 3.30.6: {region}");
    let end = (number("endLine").unwrap_or(line), number("endColumn").unwrap_or(column));
    assert!(end >= (line, column), "3.30.7, 3.30.8: {region}");
}

#[test]
fn what_is_no_document_cannot_be_loaded() {
    let folder = folder(&[("bad.yaml", "openapi: [\n")]);
    let (code, _, said) = run(folder.path(), &["lint", "bad.yaml"]);
    assert_eq!(code, 3, "{said}");
    says(&said, &["error[OAS0001]", "bad.yaml:"]);
    fs::write(folder.path().join("latin.yaml"), b"openapi: 3.0.3\ninfo: {title: '\xe9'}\n").unwrap();
    let (code, _, said) = run(folder.path(), &["lint", "latin.yaml"]);
    assert_eq!(code, 3, "{said}");
    says(&said, &["error[OAS0003]", "latin.yaml:2:16", "save it as UTF-8"]);
    for arguments in [["stats", "bad.yaml"], ["lint", "nowhere.yaml"], ["stats", "nowhere.yaml"]] {
        let (code, _, said) = run(folder.path(), &arguments);
        assert_eq!(code, 3, "{said}");
        says(&said, &["cannot be loaded"]);
    }
}

#[test]
fn explain_tells_what_a_code_stands_for() {
    let folder = folder(&[]);
    let (code, out, _) = run(folder.path(), &["explain", "oas1003"]);
    assert_eq!(code, 0);
    assert!(out.starts_with("OAS1003: a reference points to nothing\n"), "{out}");
    let (code, out, _) = run(folder.path(), &["explain"]);
    assert_eq!(code, 0);
    says(&out, &["OAS1003  error    a reference points to nothing\n", "OAS3001  warning  a value is untyped\n"]);
    let (code, _, said) = run(folder.path(), &["explain", "OAS1O03"]);
    assert_eq!(code, 2);
    says(&said, &["there is no code `OAS1O03`", "did you mean `OAS1003`?"]);
    let (code, _, said) = run(folder.path(), &["lint", "--deny", "OAS103"]);
    assert_eq!(code, 2);
    says(&said, &["did you mean `OAS0103` or `OAS1003` or `OAS2103`? `cargo xtask explain` lists all codes"]);
}

#[test]
fn explain_leads_from_the_document_to_the_crate_and_back() {
    let config = "spec = \"pets.yaml\"\noutput = \"../client\"\n[package]\nname = \"client\"\n";
    let folder = folder(&[("spec/codegen.toml", config), ("spec/pets.yaml", PETS)]);
    fs::write(folder.path().join("Cargo.toml"), "[workspace]\n").unwrap();
    let (code, out, said) = run(folder.path(), &["explain", "GET /pets"]);
    assert_eq!(code, 0, "{said}");
    says(&out, &["Client::get_pets  -> types::Pet\n", "  from     GET /pets  spec/pets.yaml:5\n"]);
    says(&out, &["in spec/codegen.toml: [operations.\"GET /pets\"] name = "]);
    let (_, out, _) = run(folder.path(), &["explain", "types::Pet"]);
    let expected = "\
types::Pet  struct  mock new()
  from     #/components/schemas/Pet  spec/pets.yaml:10
  has      types::Pet.extra  Option<std::collections::BTreeMap<String, serde_json::Value>>  optional
           types::Pet.more  Option<serde_json::Value>  optional
           types::Pet.name  Option<String>  optional
           types::Pet.owner  Option<serde_json::Value>  optional
           types::Pet.tags  Option<Vec<serde_json::Value>>  optional
  used by  Client::get_pets  -> types::Pet
  rename   in spec/codegen.toml: [types.Pet] name = \"…\"
";
    assert_eq!(out, expected);
    let pointer = "/components/schemas/Pet/properties/name";
    let (_, out, _) = run(folder.path(), &["explain", pointer, "--spec", "spec/pets.yaml"]);
    says(&out, &["types::Pet.name  Option<String>  optional\n", "spec/pets.yaml:13\n"]);
    let (code, _, said) = run(folder.path(), &["explain", "Pett"]);
    assert_eq!(code, 2);
    says(&said, &["nothing is called `Pett`", "did you mean `Pet`?"]);
}

#[test]
fn explain_tells_the_answers_of_several_documents_apart() {
    let client = |name: &str| {
        format!("[[client]]\nspec = \"{name}.yaml\"\noutput = \"../{name}\"\n[client.package]\nname = \"{name}\"\n")
    };
    let config = client("one") + &client("other");
    let folder = folder(&[("spec/codegen.toml", &config), ("spec/one.yaml", PETS), ("spec/other.yaml", PETS)]);
    fs::write(folder.path().join("Cargo.toml"), "[workspace]\n").unwrap();
    let (code, out, said) = run(folder.path(), &["explain", "types::Pet.name"]);
    assert_eq!(code, 0, "{said}");
    let answers: Vec<_> = out.split("\n\n").collect();
    assert_eq!(answers.len(), 2, "{out}");
    assert!(answers.iter().all(|answer| answer.starts_with("types::Pet.name  ")), "{out}");
}

#[test]
fn stats_count_and_group_what_has_no_type() {
    let folder = folder(&[("pets.yaml", PETS)]);
    let (code, out, said) = run(folder.path(), &["stats", "pets.yaml"]);
    assert_eq!(code, 0, "{said}");
    says(&out, &["pets.yaml\n  1 operations · 1 types · ", "load 0.", "in all 0.", "untyped: 4 places"]);
    says(&out, &["1  schema is `{}`            ", "e.g. types::Pet.more  pets.yaml:15\n"]);
    says(&out, &["1  object of any properties", "1  an array has no `items` [OAS2112]"]);
    says(&out, &["1  a reference points to nothing [OAS1003]"]);
    let (_, out, _) = run(folder.path(), &["stats", "--spec", "pets.yaml", "--untyped"]);
    says(&out, &["\n            types::Pet.owner  pets.yaml:14\n"]);
}

#[test]
fn stats_tell_empty_keywords_demands_and_broken_references_apart() {
    let schemas = r##"
openapi: 3.0.3
info: {title: Pets, version: "1"}
paths: {}
components:
  schemas:
    Any: {oneOf: []}
    Demanding:
      allOf:
        - {type: object, required: [known, unknown], properties: {known: {type: string}}}
        - {type: object, properties: {free: {}, gone: {$ref: "#/components/schemas/Gone"}}}
    Heir: {allOf: [{$ref: "#/components/schemas/Demanding"}, {type: object, properties: {void: {enum: [null]}}}]}
"##;
    let folder = folder(&[("a.yaml", schemas)]);
    let (_, out, said) = run(folder.path(), &["stats", "a.yaml", "--untyped"]);
    says(&out, &["1  `null` is its only value\n            types::Heir.void  a.yaml:12\n"]);
    says(&out, &["1  `oneOf` is empty [OAS2104]\n            types::Any  a.yaml:7\n"]);
    says(
        &out,
        &[
            "2  a required property is not declared [OAS3006]\n            types::Demanding.unknown  a.yaml:10\n            types::Heir.unknown  a.yaml:10\n",
        ],
    );
    says(&out, &["2  schema is `{}`\n            types::Demanding.free  a.yaml:11\n"]);
    says(&out, &["2  a reference points to nothing [OAS1003]\n            types::Demanding.gone  a.yaml:11\n"]);
    assert!(said.is_empty(), "{said}");
}

#[test]
fn stats_speak_to_programs() {
    let folder = folder(&[("pets.yaml", PETS), ("clean.yaml", CLEAN)]);
    let (_, out, _) = run(folder.path(), &["stats", "pets.yaml", "--untyped", "--format", "json"]);
    let json: Value = serde_json::from_str(&out).unwrap();
    let findings = json["findings"].as_array().unwrap();
    let lines: Vec<_> = findings.iter().map(|finding| finding["line"].as_u64().unwrap()).collect();
    assert!(findings.iter().all(|finding| finding["code"] == "untyped" && finding["severity"] == "note"), "{json}");
    assert_eq!(lines.iter().sum::<u64>(), 14 + 15 + 16 + 17, "{json}");
    let (_, out, _) = run(folder.path(), &["stats", "pets.yaml", "--format", "json"]);
    let json: Value = serde_json::from_str(&out).unwrap();
    let stats = &json["stats"][0];
    assert_eq!(
        [&stats["document"], &stats["operations"], &stats["untyped"]],
        [&"pets.yaml".into(), &1.into(), &4.into()] as [&Value; 3]
    );
    let (code, out, _) = run(folder.path(), &["stats", "clean.yaml"]);
    assert_eq!(code, 0);
    says(&out, &["  untyped: nothing\n"]);
}

#[test]
fn help_teaches_examples() {
    let folder = folder(&[]);
    for command in ["lint", "explain", "stats"] {
        let (code, out, _) = run(folder.path(), &[command, "--help"]);
        assert_eq!(code, 0);
        says(&out, &["Examples:", "Exit codes:"]);
    }
}
