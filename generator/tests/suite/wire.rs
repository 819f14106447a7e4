//! What a generated client sends, and what it makes of answers.
//!
//! Beside each document of `tests/wire/` is a test that a person wrote against the public API of the crate that is
//! generated from it. Both come into one workspace, where `cargo test` runs them, and the examples of the documentation
//! with them; `support.rs` is the server.

use std::fs;
use std::path::{Path, PathBuf};

use generator::File;

use crate::harness;
use crate::workspace::{Member, Workspace};

#[test]
fn everything_speaks_as_documented() {
    let members: Vec<Member> = documents().iter().map(|document| member(document)).collect();
    let mut command = Workspace::write("wire", &members).cargo("test");
    let output =
        command.args(["--tests", "--no-fail-fast", "--quiet"]).env("RUSTFLAGS", "-D warnings").output().unwrap();
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    assert!(output.status.success(), "{}{}", text(&output.stderr), text(&output.stdout));
}

fn documents() -> Vec<PathBuf> {
    let files = fs::read_dir(folder()).unwrap().map(|entry| entry.unwrap().path());
    let mut documents: Vec<PathBuf> = files.filter(|path| path.extension().is_some_and(|it| it == "yaml")).collect();
    documents.sort();
    documents
}

fn folder() -> PathBuf {
    harness::generator_root().join("tests/wire")
}

/// The crate of a document with the test beside it.
fn member(document: &Path) -> Member {
    let subject = document.file_stem().unwrap().to_str().unwrap();
    let text = fs::read_to_string(document).unwrap();
    let config = harness::configured(&format!("wire-{}", subject.replace('_', "-")), "");
    let mut member = Member::new(&config, &text, |_| true);
    // The others do without it, so that both are compiled.
    member.features.extend((subject == "mock").then(|| "mock".to_owned()));
    member.files.push(test("tests/wire.rs", &document.with_extension("rs")));
    member.files.push(test("tests/support/mod.rs", &folder().join("support.rs")));
    member
}

fn test(path: &str, source: &Path) -> File {
    File { path: path.to_owned(), contents: fs::read_to_string(source).unwrap() }
}
