//! One API in the words of three versions of OpenAPI, and in one file or several, in `tests/equivalent`: the same crate.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use generator::{Outcome, Tolerance};

use crate::harness;

fn folder() -> PathBuf {
    harness::generator_root().join("tests/equivalent")
}

/// The files of the crate of a document, all but the digests of what it is made from.
fn files(document: &str) -> BTreeMap<String, String> {
    let text = fs::read_to_string(folder().join(document)).unwrap();
    files_of(harness::outcome("equivalent", &text, None, Tolerance::Strict), document)
}

/// The same of a document that refers to others.
fn files_of_several(document: &str) -> BTreeMap<String, String> {
    let text = fs::read_to_string(folder().join("split").join(document)).unwrap();
    let read = |path: &Path| fs::read(folder().join("split").join(path));
    files_of(harness::outcome_of_files("equivalent", &text, &read, Tolerance::Strict), document)
}

fn files_of(outcome: Outcome, document: &str) -> BTreeMap<String, String> {
    let findings: Vec<_> = outcome.diagnostics.iter().map(|finding| &finding.message).collect();
    let generated = outcome.generated.unwrap_or_else(|| panic!("{document}: {findings:?}"));
    let undigested =
        |text: String| text.lines().filter(|line| !line.starts_with("in ")).map(|line| format!("{line}\n")).collect();
    generated.files.into_iter().map(|file| (file.path, undigested(file.contents))).collect()
}

#[track_caller]
fn expect_same(files: &BTreeMap<String, String>, other: &BTreeMap<String, String>, name: &str) {
    assert_eq!(other.keys().collect::<Vec<_>>(), files.keys().collect::<Vec<_>>(), "{name}");
    for (path, text) in files {
        assert!(other[path] == *text, "{path} is another by the document {name}:\n{}\n{text}", other[path]);
    }
}

/// The lock without where each item is in the document.
fn without_places(mut files: BTreeMap<String, String>) -> BTreeMap<String, String> {
    let lock = files.get_mut("API.lock").unwrap();
    let mut lines: Vec<_> = lock.lines().map(|line| line.rsplit_once("  ").map_or(line, |(item, _)| item)).collect();
    lines.sort_unstable();
    *lock = lines.join("\n");
    files
}

#[test]
fn three_versions_say_the_same() {
    let [swagger, three, three_one] = ["swagger_20.yaml", "openapi_30.yaml", "openapi_31.yaml"].map(files);
    expect_same(&three, &swagger, "of 2.0");
    expect_same(&three, &three_one, "of 3.1");
}

#[test]
fn one_file_and_several_say_the_same() {
    let one = files("one_file.yaml");
    for document in ["listed.yaml", "whole.yaml"] {
        expect_same(&one, &files_of_several(document), document);
    }
    // What no component says the name of goes by that of its file.
    expect_same(&without_places(one), &without_places(files_of_several("bare.yaml")), "bare.yaml");
}
