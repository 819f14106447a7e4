//! `cargo xtask codegen` as users meet it: the built program, its exit codes and what it leaves on disk.

#![allow(clippy::unwrap_used, reason = "the helpers of a test may panic as the test itself may")]

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use tempfile::TempDir;

const DOCUMENT: &str = r##"openapi: 3.0.3
info: {title: Pets, version: "1"}
paths:
  /pets:
    get:
      operationId: listPets
      responses:
        "200":
          description: All pets.
          content:
            application/json:
              schema:
                type: array
                items: {$ref: "#/components/schemas/Pet"}
components:
  schemas:
    Pet:
      type: object
      required: [name]
      properties:
        name: {type: string}
"##;

const CONFIG: &str = "spec = 'pets.yaml'\noutput = '../client'\n[package]\nname = 'pets'\n";

/// A workspace with one document and one client that is not generated yet.
fn workspace() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path();
    fs::create_dir(root.join("spec")).unwrap();
    fs::write(root.join("Cargo.toml"), "[workspace]\nmembers = ['client']\n").unwrap();
    fs::write(root.join("spec/pets.yaml"), DOCUMENT).unwrap();
    fs::write(root.join("spec/codegen.toml"), CONFIG).unwrap();
    folder
}

fn codegen(folder: &Path, arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_xtask"));
    command.current_dir(folder).env("CARGO_TERM_COLOR", "never").arg("codegen").args(arguments);
    command.output().unwrap()
}

/// Runs and gives the exit code and everything that was said.
fn run(folder: &Path, arguments: &[&str]) -> (i32, String) {
    let output = codegen(folder, arguments);
    let said = [output.stderr, output.stdout].concat();
    (output.status.code().unwrap(), String::from_utf8(said).unwrap())
}

#[track_caller]
fn succeeds(folder: &Path, arguments: &[&str]) -> String {
    let (code, said) = run(folder, arguments);
    assert_eq!(code, 0, "{said}");
    said
}

#[track_caller]
fn fails(code: i32, folder: &Path, arguments: &[&str], reasons: &[&str]) {
    let (actual, said) = run(folder, arguments);
    assert_eq!(actual, code, "{said}");
    for reason in reasons {
        assert!(said.contains(reason), "{reason:?} is not in:\n{said}");
    }
}

fn replace(path: &Path, from: &str, to: &str) {
    let text = fs::read_to_string(path).unwrap();
    assert!(text.contains(from), "{from:?} is not in:\n{text}");
    fs::write(path, text.replace(from, to)).unwrap();
}

#[test]
fn a_generated_crate_is_fresh_and_a_second_run_changes_nothing() {
    let folder = workspace();
    let said = succeeds(folder.path(), &[]);
    assert!(said.contains("Generating client") && said.contains("Finished"), "{said}");
    assert!(!said.contains("Hint"), "the workspace knows the crate: {said}");
    succeeds(folder.path(), &["--check"]);
    let again = succeeds(&folder.path().join("spec"), &["--locked"]);
    assert!(again.contains("Wrote 0 files"), "{again}");
}

#[test]
fn check_tells_the_cause() {
    let folder = workspace();
    let root = folder.path();
    fails(1, root, &["--check"], &["client/ is out of date", "never generated", "missing   client/API.lock"]);
    assert!(!root.join("client").exists(), "--check writes nothing");

    succeeds(root, &[]);
    fs::write(root.join("client/src/stray.rs"), "// @generated\n").unwrap();
    fails(1, root, &["--check"], &["edited by hand", "stray     client/src/stray.rs"]);

    succeeds(root, &[]);
    replace(&root.join("client/src/lib.rs"), "@generated", "@generated, and edited");
    fails(1, root, &["--check"], &["edited by hand", "modified  client/src/lib.rs   +1 −1"]);

    succeeds(root, &[]);
    replace(&root.join("spec/codegen.toml"), "name = 'pets'", "name = 'pets'\nversion = '0.2.0'");
    fails(1, root, &["--check"], &["codegen.toml changed", "client/API.lock"]);

    succeeds(root, &[]);
    replace(&root.join("spec/pets.yaml"), "Pet:", "Cat:");
    replace(&root.join("spec/pets.yaml"), "schemas/Pet", "schemas/Cat");
    fails(1, root, &["--check"], &["the document changed", "client/API.lock"]);

    succeeds(root, &[]);
    let lock = fs::read_to_string(root.join("client/API.lock")).unwrap();
    fs::write(root.join("client/API.lock"), format!("<<<<<<< HEAD\n{lock}=======\n>>>>>>> main\n")).unwrap();
    fails(1, root, &["--check"], &["merge markers"]);
    replace(&root.join("spec/pets.yaml"), "Cat:", "Dog:");
    replace(&root.join("spec/pets.yaml"), "schemas/Cat", "schemas/Dog");
    let said = succeeds(root, &[]);
    assert!(said.contains("removed type types::Cat") && said.contains("added type types::Dog"), "{said}");
    succeeds(root, &["--check"]);
}

#[test]
fn a_lock_that_is_lost_leads_to_a_new_one() {
    let folder = workspace();
    let root = folder.path();
    succeeds(root, &[]);
    let path = root.join("client/API.lock");
    let lock = fs::read_to_string(&path).unwrap();
    for lost in [None, Some("")] {
        fs::remove_file(&path).unwrap();
        lost.into_iter().for_each(|text| fs::write(&path, text).unwrap());
        fails(
            1,
            root,
            &["--check"],
            &["API.lock is gone or empty; take it back from git", "run `cargo xtask codegen`"],
        );
        let said = succeeds(root, &[]);
        assert!(said.contains("warning: `client/API.lock` is gone or empty"), "{said}");
        assert_eq!(fs::read_to_string(&path).unwrap(), lock);
        assert!(!succeeds(root, &["--check"]).contains("gone"));
    }
}

#[test]
fn a_lock_of_a_newer_generator_is_left_alone() {
    let folder = workspace();
    let root = folder.path();
    succeeds(root, &[]);
    let path = root.join("client/API.lock");
    replace(&path, "lock 1", "lock 2");
    let newer = fs::read_to_string(&path).unwrap();
    for arguments in [&["--check"][..], &[], &["--force"]] {
        fails(
            2,
            root,
            arguments,
            &["`client/API.lock` was written by a newer generator", "use that generator here too"],
        );
    }
    assert_eq!(fs::read_to_string(&path).unwrap(), newer);
}

#[test]
fn what_stands_below_the_generated_manifest_is_kept() {
    let folder = workspace();
    let root = folder.path();
    succeeds(root, &[]);
    let path = root.join("client/Cargo.toml");
    let lock = fs::read_to_string(root.join("client/API.lock")).unwrap();
    let manifest = fs::read_to_string(&path).unwrap() + "\n[dev-dependencies]\ntokio = \"1\"\n";
    fs::write(&path, &manifest).unwrap();
    succeeds(root, &["--check"]);
    assert!(succeeds(root, &[]).contains("Wrote 0 files"));
    assert_eq!(fs::read_to_string(root.join("client/API.lock")).unwrap(), lock, "the lock knows nothing of it");

    replace(&root.join("spec/codegen.toml"), "name = 'pets'", "name = 'pets'\nversion = '0.2.0'");
    fails(1, root, &["--check"], &["codegen.toml changed", "modified  client/Cargo.toml   +1 −1"]);
    succeeds(root, &[]);
    assert_eq!(fs::read_to_string(&path).unwrap(), manifest.replace("version = \"0.1.0\"", "version = \"0.2.0\""));

    replace(&path, "edition = \"2024\"", "edition = \"2021\"");
    fails(1, root, &["--check"], &["edited by hand", "modified  client/Cargo.toml   +1 −1"]);
    succeeds(root, &[]);
    assert!(fs::read_to_string(&path).unwrap().ends_with("tokio = \"1\"\n"));
}

#[test]
fn what_stands_above_the_end_of_the_manifest_is_not_dropped_in_silence() {
    let folder = workspace();
    let root = folder.path();
    succeeds(root, &[]);
    let path = root.join("client/Cargo.toml");
    let generated = fs::read_to_string(&path).unwrap();
    replace(&path, "itoa = \"1\"", "itoa = \"1\"\nmoney = \"2\"");
    let reasons =
        ["`client` cannot be written: `Cargo.toml` would lose `dependencies.money`", "below the line `# Below"];
    fails(2, root, &[], &reasons);
    fails(1, root, &["--check"], &["edited by hand", "modified  client/Cargo.toml   +0 −1"]);
    succeeds(root, &["--force"]);
    assert_eq!(fs::read_to_string(&path).unwrap(), generated);
    let marker = generated.lines().last().unwrap();
    fs::write(&path, generated.replace(marker, "[dev-dependencies]\nmoney = \"2\"")).unwrap();
    fails(2, root, &[], &["would lose `dev-dependencies.money`"]);
}

#[test]
fn files_that_git_checked_out_with_other_line_ends_are_fresh() {
    let folder = workspace();
    let root = folder.path();
    succeeds(root, &[]);
    let paths =
        ["client/API.lock", "client/Cargo.toml", "client/src/lib.rs", "client/src/types/pet.rs", "spec/pets.yaml"];
    for path in paths.map(|path| root.join(path)) {
        replace(&path, "\n", "\r\n");
    }
    succeeds(root, &["--check"]);
    assert!(succeeds(root, &[]).contains("Wrote 0 files"));
    replace(&root.join("client/src/types/pet.rs"), "pub struct Pet", "struct Pet");
    fails(1, root, &["--check"], &["edited by hand", "modified  client/src/types/pet.rs   +1 −1"]);
    replace(&root.join("spec/pets.yaml"), "name: {type: string}", "age: {type: string}");
    succeeds(root, &[]);
    assert!(!fs::read_to_string(root.join("client/src/types/pet.rs")).unwrap().contains('\r'));
}

#[test]
fn check_annotates_files_for_programs() {
    let folder = workspace();
    succeeds(folder.path(), &[]);
    replace(&folder.path().join("client/src/lib.rs"), "@generated", "@generated, and edited");
    let output = codegen(folder.path(), &["--check", "--format", "github"]);
    let text = String::from_utf8(output.stdout).unwrap();
    assert!(text.contains("::error title=stale-modified,file=client/src/lib.rs,line="), "{text}");
    let output = codegen(folder.path(), &["--check", "--format", "json", "--quiet"]);
    assert_eq!(output.stderr, b"");
    let json: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(json["findings"][1]["path"], "client/src/lib.rs");
}

#[test]
fn a_changed_api_is_printed_and_locked_refuses_it() {
    let folder = workspace();
    let root = folder.path();
    succeeds(root, &[]);
    replace(&root.join("spec/pets.yaml"), "title: Pets", "title: All pets");
    fails(1, root, &["--check"], &["the document changed", "modified  client/API.lock   +1 −1"]);
    assert!(!succeeds(root, &["--locked"]).contains("Wrote 0 files"), "a title is no part of the API");
    replace(&root.join("spec/pets.yaml"), "    Pet:", "    Owner: {type: object}\n    Pet:");
    fails(1, root, &["--locked"], &["API.lock` would change", "added"]);
    assert!(succeeds(root, &["--dry-run"]).contains("update client/API.lock"));
    fails(1, root, &["--check"], &["the document changed"]);
    let said = succeeds(root, &[]);
    assert!(said.contains("added") && said.contains("types::Owner"), "{said}");
}

#[test]
fn any_document_becomes_a_crate_of_its_own() {
    let folder = workspace();
    let root = folder.path();
    let said = succeeds(root, &["--spec", "spec/pets.yaml", "--out", "other/My Pets"]);
    assert!(said.contains("workspace.members"), "the crate lies in a workspace: {said}");
    let manifest = fs::read_to_string(root.join("other/My Pets/Cargo.toml")).unwrap();
    assert!(manifest.contains("name = \"my-pets\""), "{manifest}");
    succeeds(root, &["--spec", "spec/pets.yaml", "--out", "other/named", "--name", "cats"]);
    let manifest = fs::read_to_string(root.join("other/named/Cargo.toml")).unwrap();
    assert!(manifest.contains("name = \"cats\""), "{manifest}");
}

#[test]
fn what_cannot_be_done_as_asked_is_a_usage_error() {
    let folder = workspace();
    let root = folder.path();
    fails(2, root, &["--spec", "spec/pets.yaml"], &["--out"]);
    fails(2, root, &["--nonsense"], &["--nonsense"]);
    fails(2, root, &["--api", "cats"], &["describes no crate `cats`"]);
    fails(2, root, &["--config", "nowhere.toml"], &["nowhere.toml"]);
    fails(2, root, &["--spec", "spec/pets.yaml", "--out", "x", "--name", "a b"], &["a b"]);
    fs::create_dir(root.join("client")).unwrap();
    fs::write(root.join("client/notes.txt"), "mine").unwrap();
    fails(2, root, &[], &["not empty", "--force"]);
    succeeds(root, &["--force"]);
    assert_eq!(fs::read_to_string(root.join("client/notes.txt")).unwrap(), "mine");
}

#[test]
fn mistakes_in_codegen_toml_are_shown_with_their_lines() {
    let folder = workspace();
    let root = folder.path();
    let path = root.join("spec/codegen.toml");
    fs::write(&path, format!("speck = 1\nnaming = 'new'\n{CONFIG}licence = 'MIT'\n")).unwrap();
    let reasons = ["spec/codegen.toml:1:1", "did you mean `spec`?", "spec/codegen.toml:2:10", "codegen.toml:7:1"];
    fails(2, root, &[], &reasons);
    for output in ["../../client", ".."] {
        fs::write(&path, CONFIG.replace("../client", output)).unwrap();
        fails(2, root, &["--check"], &["leads out of the workspace"]);
    }
}

#[cfg(unix)]
#[test]
fn no_link_leads_the_output_out_of_the_workspace() {
    let (folder, outside) = (workspace(), tempfile::tempdir().unwrap());
    std::os::unix::fs::symlink(outside.path(), folder.path().join("client")).unwrap();
    fails(2, folder.path(), &[], &["symbolic link"]);
    assert_eq!(fs::read_dir(outside.path()).unwrap().count(), 0);
}

#[test]
fn two_clients_may_not_share_a_folder() {
    let folder = workspace();
    let client = |output: &str, name: &str| {
        format!("[[client]]\nspec = 'pets.yaml'\noutput = '{output}'\npackage.name = '{name}'\n")
    };
    let config = |one: &str, other: &str| {
        let text = client(one, "one") + &client(other, "other");
        fs::write(folder.path().join("spec/codegen.toml"), text).unwrap();
    };
    config("../client", "../client/src");
    fails(2, folder.path(), &[], &["lies in that of `one`"]);
    config("../client", "../client2");
    succeeds(folder.path(), &["--api", "other"]);
    assert!(!folder.path().join("client").exists());
    succeeds(folder.path(), &[]);
    assert!(folder.path().join("client/API.lock").exists());
}

#[test]
fn a_document_that_is_none_cannot_be_loaded() {
    let folder = workspace();
    let root = folder.path();
    fs::write(root.join("spec/pets.yaml"), "{openapi: [").unwrap();
    fails(3, root, &[], &["pets.yaml"]);
    fs::remove_file(root.join("spec/pets.yaml")).unwrap();
    fails(3, root, &["--check"], &["pets.yaml` cannot be loaded"]);
    assert!(!root.join("client").exists());
}

#[test]
fn each_document_that_fails_is_told_of_once() {
    let folder = workspace();
    let root = folder.path();
    let client =
        |name: &str| format!("[[client]]\nspec = '{name}.yaml'\noutput = '../{name}'\npackage.name = '{name}'\n");
    replace(&root.join("spec/pets.yaml"), "#/components/schemas/Pet", "#/components/schemas/Cat");
    fs::write(root.join("spec/none.yaml"), "{openapi: [").unwrap();
    for [one, other] in [["none", "pets"], ["pets", "none"]] {
        fs::write(root.join("spec/codegen.toml"), client(one) + &client(other)).unwrap();
        let (code, said) = run(root, &[]);
        assert_eq!(code, 3, "{said}");
        for reason in ["none.yaml` cannot be loaded", "`pets` was not generated because of the errors above"] {
            assert_eq!(said.matches(reason).count(), 1, "{said}");
        }
    }
}

#[test]
fn a_list_that_is_cut_off_still_ends_with_the_reason() {
    let folder = workspace();
    let config = format!("a = 1\nb = 2\nc = 3\nnaming = 7\n{CONFIG}");
    fs::write(folder.path().join("spec/codegen.toml"), config).unwrap();
    let reasons = ["no naming rules 7", "… 3 more of spec/codegen.toml;", "is not usable"];
    fails(2, folder.path(), &["--max-diagnostics", "1"], &reasons);
    let output = codegen(folder.path(), &["--format", "json"]);
    let json: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(json["findings"].as_array().unwrap().len(), 5);
}

#[test]
fn errors_and_what_is_stale_are_told_however_much_there_is_to_say() {
    let folder = workspace();
    let root = folder.path();
    let client =
        |name: &str| format!("[[client]]\nspec = '{name}.yaml'\noutput = '../{name}'\npackage.name = '{name}'\n");
    fs::write(root.join("spec/codegen.toml"), client("many") + &client("pets")).unwrap();
    let operation = |number| format!("  /p{number}: {{get: {{responses: {{'200': {{description: Done.}}}}}}}}\n");
    let many: String = (0..5).map(operation).collect();
    fs::write(root.join("spec/many.yaml"), format!("openapi: 3.0.3\ninfo: {{title: A, version: '1'}}\npaths:\n{many}"))
        .unwrap();
    let few = ["--max-diagnostics", "2"];
    let said = succeeds(root, &few);
    assert_eq!(said.matches("warning[OAS1001]").count(), 2, "{said}");
    assert!(said.contains("… 3 more of spec/many.yaml"), "{said}");
    replace(&root.join("many/src/lib.rs"), "@generated", "@generated, and edited");
    replace(&root.join("pets/src/lib.rs"), "@generated", "@generated, and edited");
    let stale =
        ["many/ is out of date", "modified  many/src/lib.rs", "pets/ is out of date", "modified  pets/src/lib.rs"];
    fails(1, root, &[few.as_slice(), &["--check"]].concat(), &stale);
    replace(&root.join("spec/pets.yaml"), "#/components/schemas/Pet", "#/components/schemas/Cat");
    fails(
        1,
        root,
        &few,
        &["error[OAS1003]", "… 3 more of spec/many.yaml;", "`pets` was not generated because of the errors above"],
    );
}

#[test]
fn lints_and_strict_weigh_warnings() {
    let folder = workspace();
    let root = folder.path();
    // A response without description is against the specification and generated all the same.
    let document = DOCUMENT.replace("          description: All pets.\n", "");
    fs::write(root.join("spec/pets.yaml"), document).unwrap();
    let output = codegen(root, &["--dry-run", "--format", "json"]);
    let json: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    let Some(code) = json["findings"][0]["code"].as_str().map(str::to_owned) else {
        panic!("there is nothing to weigh: {json}");
    };
    fails(1, root, &["--strict"], &[&code, "was not generated"]);
    fs::write(root.join("spec/codegen.toml"), format!("{CONFIG}[lints]\n{code} = 'deny'\n")).unwrap();
    fails(1, root, &[], &[&code]);
    fs::write(root.join("spec/codegen.toml"), format!("{CONFIG}[lints]\n{code} = 'allow'\n")).unwrap();
    assert!(!succeeds(root, &["--strict"]).contains(&code));
}

#[test]
fn help_teaches_examples_and_exit_codes() {
    let folder = workspace();
    let help = succeeds(folder.path(), &["--help"]);
    assert!(help.contains("Examples:") && help.contains("Exit codes:"), "{help}");
}

#[test]
fn overlays_change_the_document_and_are_remembered() {
    let folder = workspace();
    let (root, overlay) = (folder.path(), folder.path().join("spec/fixes.yaml"));
    let action = |target: &str| {
        format!("overlay: 1.0.0\nactions:\n- target: {target}\n  update: {{properties: {{age: {{type: integer}}}}}}\n")
    };
    fs::write(root.join("spec/codegen.toml"), format!("overlays = ['fixes.yaml']\n{CONFIG}")).unwrap();
    fails(2, root, &[], &["the overlay `spec/fixes.yaml` cannot be read"]);
    fs::write(&overlay, action("$.components.schemas.Pet")).unwrap();
    succeeds(root, &[]);
    assert!(fs::read_to_string(root.join("client/API.lock")).unwrap().contains("types::Pet.age"));
    succeeds(root, &["--check"]);
    replace(&overlay, "integer", "number");
    fails(1, root, &["--check"], &["the overlay `fixes.yaml` changed since the last codegen"]);
    fs::write(&overlay, action("$.components.schemas.Dog")).unwrap();
    fails(1, root, &["--strict"], &["OAS4001", "spec/fixes.yaml:3:11", "`$.components.schemas` is there"]);
    fs::write(&overlay, action("$.components.schemas[")).unwrap();
    fails(1, root, &[], &["OAS4002", "spec/fixes.yaml:3:11", "this is no JSONPath"]);
}

#[test]
fn files_are_read_only_from_folders_that_are_allowed() {
    let folder = workspace();
    let root = folder.path();
    fs::create_dir(root.join("common")).unwrap();
    fs::write(root.join("common/names.yaml"), "Name: {type: string, enum: [a]}\n").unwrap();
    replace(&root.join("spec/pets.yaml"), "name: {type: string}", "name: {$ref: '../common/names.yaml#/Name'}");
    fails(1, root, &[], &["OAS0202", "to `common/names.yaml`", "`references`"]);
    fs::write(root.join("spec/codegen.toml"), format!("references = ['../common']\n{CONFIG}")).unwrap();
    succeeds(root, &[]);
    replace(&root.join("common/names.yaml"), "[a]", "[a, b]");
    fails(1, root, &["--check"], &["the document changed since the last codegen"]);
    fs::write(root.join("spec/codegen.toml"), format!("references = ['../..']\n{CONFIG}")).unwrap();
    fails(2, root, &[], &["leads out of the workspace"]);
    fs::write(root.join("spec/codegen.toml"), format!("references = ['../comon']\n{CONFIG}")).unwrap();
    fails(2, root, &[], &["`references = [\"../comon\"]`: there is no folder `comon`"]);
}

#[cfg(unix)]
#[test]
fn no_link_leads_out_of_the_folder_of_the_document() {
    let folder = workspace();
    let root = folder.path();
    fs::write(root.join("secret.yaml"), "Name: {type: string}\n").unwrap();
    std::os::unix::fs::symlink("../secret.yaml", root.join("spec/names.yaml")).unwrap();
    replace(&root.join("spec/pets.yaml"), "name: {type: string}", "name: {$ref: 'names.yaml#/Name'}");
    fails(1, root, &[], &["OAS0201", "a symbolic link leads out of the folder of the document"]);
}
