//! `cargo xtask diff` as users meet it: two states of an API, and the weight of what lies between them.

#![allow(clippy::unwrap_used, reason = "the helpers of a test may panic as the test itself may")]

use std::fs;
use std::path::Path;
use std::process::Command;

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
    Pet: {type: object, properties: {name: {type: string}}}
"##;

const CONFIG: &str = "spec = 'pets.yaml'\noutput = '../client'\n[package]\nname = 'pets'\n";

/// A workspace whose client is generated.
fn workspace() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path();
    fs::create_dir(root.join("spec")).unwrap();
    fs::write(root.join("Cargo.toml"), "[workspace]\nmembers = ['client']\n").unwrap();
    fs::write(root.join("spec/pets.yaml"), PETS).unwrap();
    fs::write(root.join("spec/codegen.toml"), CONFIG).unwrap();
    assert_eq!(run(root, &["codegen"]).0, 0);
    folder
}

/// The exit code and everything that was said.
fn run(root: &Path, arguments: &[&str]) -> (i32, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_xtask"));
    let output = command.current_dir(root).env("CARGO_TERM_COLOR", "never").args(arguments).output().unwrap();
    let said = String::from_utf8([output.stdout, output.stderr].concat()).unwrap();
    (output.status.code().unwrap(), said)
}

fn edit(root: &Path, from: &str, to: &str) {
    let path = root.join("spec/pets.yaml");
    let text = fs::read_to_string(&path).unwrap();
    assert!(text.contains(from), "{from:?} is not in:\n{text}");
    fs::write(path, text.replace(from, to)).unwrap();
}

#[track_caller]
fn says(text: &str, parts: &[&str]) {
    for part in parts {
        assert!(text.contains(part), "{part:?} is not in:\n{text}");
    }
}

#[test]
fn a_document_is_weighed_against_the_lock_on_disk() {
    let folder = workspace();
    let root = folder.path();
    assert_eq!(run(root, &["diff"]), (0, "client: the Rust API is the same (0 major, 0 minor)\n".to_owned()));
    edit(root, "name: {type: string}", "name: {type: string}, age: {type: integer}");
    let (code, said) = run(root, &["diff", "--fail-on", "major"]);
    assert_eq!(code, 0, "{said}");
    says(
        &said,
        &["client: needs a minor release (0 major, 1 minor)\n  minor  R201  optional field added  types::Pet.age"],
    );
    assert_eq!(run(root, &["diff", "--fail-on", "minor"]).0, 1);
    edit(root, "name: {type: string}", "name: {type: boolean}");
    let (code, said) = run(root, &["diff", "--fail-on", "major"]);
    assert_eq!(code, 1, "{said}");
    says(
        &said,
        &["needs a major release (1 major, 1 minor)", "major  R204", "Option<String> optional → Option<bool> optional"],
    );
}

#[test]
fn any_two_locks_can_be_compared() {
    let folder = workspace();
    let root = folder.path();
    fs::create_dir(root.join("old")).unwrap();
    fs::copy(root.join("client/API.lock"), root.join("old/API.lock")).unwrap();
    edit(root, "/pets:\n    get:\n      operationId: listPets", "/animals:\n    get:\n      operationId: allPets");
    assert_eq!(run(root, &["codegen"]).0, 0);
    let (code, said) = run(root, &["diff", "old", "client/API.lock", "--format", "json"]);
    let json: Value = serde_json::from_str(&said).unwrap();
    let codes: Vec<_> =
        json["findings"].as_array().unwrap().iter().map(|finding| finding["code"].as_str().unwrap()).collect();
    assert_eq!((code, codes), (0, vec!["R302", "R301"]), "{json}");
    assert_eq!([0, 1].map(|index| &json["findings"][index]["weight"]), ["major", "minor"]);
    says(&run(root, &["diff", "old"]).1, &["Client::list_pets", "Client::all_pets"]);
    assert_eq!(run(root, &["diff", "nowhere", "old"]).0, 2);
}

#[test]
fn one_crate_of_several_can_be_compared() {
    let folder = workspace();
    let root = folder.path();
    let client =
        |name: &str| format!("[[client]]\nspec = 'pets.yaml'\noutput = '../{name}'\npackage.name = '{name}'\n");
    fs::write(root.join("spec/codegen.toml"), client("client") + &client("other")).unwrap();
    let (code, said) = run(root, &["diff"]);
    assert_eq!(code, 2, "{said}");
    says(&said, &["`other/API.lock` cannot be read"]);
    assert_eq!(run(root, &["diff", "--api", "client"]).0, 0);
    assert_eq!(run(root, &["diff", "client", "--api", "client"]).0, 0);
    says(&run(root, &["diff", "--api", "none"]).1, &["describes no crate `none`"]);
}

#[test]
fn any_two_documents_can_be_compared() {
    let folder = workspace();
    let root = folder.path();
    fs::write(root.join("new.yaml"), PETS.replace("{type: string}", "{type: boolean}")).unwrap();
    let (code, said) = run(root, &["diff", "spec/pets.yaml", "new.yaml", "--fail-on", "major"]);
    assert_eq!(code, 1, "{said}");
    says(&said, &["new.yaml: needs a major release (1 major, 0 minor)", "R204", "types::Pet.name"]);
    says(&run(root, &["diff", "client/API.lock", "new.yaml"]).1, &["needs a major release"]);
    says(
        &run(root, &["diff", "new.yaml"]).1,
        &["client: needs a major release", "Option<bool> optional → Option<String>"],
    );
    says(&run(root, &["diff", "spec/pets.yaml", "client"]).1, &["the Rust API is the same"]);
}

#[test]
fn what_is_no_lock_and_no_document_is_not_compared() {
    let folder = workspace();
    let root = folder.path();
    fs::write(root.join("passwd"), "root:x:0:0:root:/root:/bin/sh\n").unwrap();
    for arguments in [["diff", "passwd", "client"], ["diff", "client", "passwd"]] {
        let (code, said) = run(root, &arguments);
        assert_eq!(code, 2, "{said}");
        says(&said, &["this is no API.lock, and `passwd` cannot be loaded", "or an OpenAPI document"]);
    }
    fs::write(root.join("client/API.lock"), "").unwrap();
    let (code, said) = run(root, &["diff"]);
    assert_eq!(code, 2, "{said}");
    says(&said, &["`client/API.lock` is no API.lock", "`cargo xtask codegen` makes one"]);
}

#[test]
fn a_commit_can_be_the_state_before() {
    let folder = workspace();
    let root = folder.path();
    let git = |arguments: &[&str]| {
        let identity = ["-c", "user.name=a", "-c", "user.email=a@b", "-c", "commit.gpgsign=false"];
        let output = Command::new("git").current_dir(root).args(identity).args(arguments).output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    };
    git(&["init", "--quiet"]);
    git(&["add", "client"]);
    git(&["commit", "--quiet", "--no-verify", "--message", "first"]);
    edit(root, "name: {type: string}", "name: {type: string}, age: {type: integer}");
    assert_eq!(run(root, &["codegen"]).0, 0);
    says(&run(root, &["diff"]).1, &["the Rust API is the same"]);
    says(&run(root, &["diff", "--against", "HEAD"]).1, &["needs a minor release", "types::Pet.age"]);
    let (code, said) = run(root, &["diff", "--against", "nowhere"]);
    assert_eq!(code, 2, "{said}");
    says(&said, &["`nowhere` has no `client/API.lock`"]);
    // A variable of CI that is not set.
    let (code, said) = run(root, &["diff", "--against", ""]);
    assert_eq!(code, 2, "{said}");
    // A crate that is new has nothing to break, and keeps no other one from being compared.
    let client =
        |name: &str| format!("[[client]]\nspec = 'pets.yaml'\noutput = '../{name}'\npackage.name = '{name}'\n");
    fs::write(root.join("spec/codegen.toml"), client("other") + &client("client")).unwrap();
    assert_eq!(run(root, &["codegen"]).0, 0);
    let (code, said) = run(root, &["diff", "--against", "HEAD", "--fail-on", "major"]);
    assert_eq!(code, 0, "{said}");
    says(&said, &["other: the crate is new", "client: needs a minor release"]);
}
