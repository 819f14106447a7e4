//! Everything that is snapshotted compiles, and no tool has a word to say: each fixture is a crate of one workspace.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::Command;

use serde_json::Value;

use crate::fixtures::{self, Fixture};
use crate::fuzz;
use crate::workspace::{Member, Workspace, cargo};

/// Crates that do not compile yet, though they should: each a mistake of the generator. One that compiles must leave
/// this list.
const BROKEN: &[&str] = &[];

/// Subjects of which the documentation has no form that those of `docs`, `names`, `operations` and `responses` have not.
const SAME_DOCS: &[&str] = &[
    "all_of",
    "arrays",
    "bodies",
    "dialects",
    "enums",
    "maps",
    "nullable",
    "objects",
    "one_of",
    "parameters",
    "recursion",
    "repairs",
    "scalars",
];

#[test]
fn everything_compiles() {
    let complaints = complaints(workspace(fuzz::sample()).cargo(compiler()));
    let unexpected = complaints.iter().filter(|(package, _)| !BROKEN.contains(&package.as_str()));
    let unexpected: Vec<String> = unexpected.map(|(package, text)| format!("== {package}\n{text}")).collect();
    assert!(unexpected.is_empty(), "{}", unexpected.join("\n"));
    let mended: Vec<_> = BROKEN.iter().filter(|package| !complaints.contains_key(**package)).collect();
    assert!(mended.is_empty(), "these compile now and need no exception: {mended:?}");
}

#[test]
#[ignore = "takes minutes; .ci/run has it"]
fn rustdoc_is_content() {
    let documented = fixtures::all().into_iter().filter(|fixture| !SAME_DOCS.contains(&fixture.subject.as_str()));
    let crates: Vec<Member> = documented.flat_map(|fixture| variants(&fixture)).collect();
    let mut doc = Workspace::write("fixtures", &crates).cargo("doc");
    // Without pages, which take ten times as long as to look for mistakes; that option is not stable yet.
    doc.arg("--no-deps").env("RUSTDOCFLAGS", "-Zunstable-options --check").env("RUSTC_BOOTSTRAP", "1");
    let complaints = complaints(doc);
    let complaints: Vec<String> = complaints.iter().map(|(package, text)| format!("== {package}\n{text}")).collect();
    assert!(complaints.is_empty(), "{}", complaints.join("\n"));
}

/// Clippy, which has the words of the compiler and more of its own; the compiler alone where a toolchain is without it.
fn compiler() -> &'static str {
    let clippy = cargo().args(["clippy", "--version"]).output();
    if clippy.is_ok_and(|output| output.status.success()) { "clippy" } else { "check" }
}

/// The fixtures, and more beside them.
fn workspace(more: Vec<Member>) -> Workspace {
    let crates: Vec<Member> = fixtures::all().iter().flat_map(variants).chain(more).collect();
    Workspace::write("fixtures", &crates)
}

/// The crate with all of its tags; of the fixture about features also with none, and with each alone.
fn variants(fixture: &Fixture) -> Vec<Member> {
    let all = member(fixture.package(), fixture, |_| true);
    let single =
        |feature: &String| member(format!("{}-with-{feature}", fixture.package()), fixture, |other| other == feature);
    let mut variants = Vec::new();
    if fixture.package() == "tags-features" {
        variants.push(member(format!("{}-without", fixture.package()), fixture, |_| false));
        variants.extend(all.features.iter().filter(|feature| *feature != "mock").map(single));
    }
    variants.push(all);
    variants
}

/// With what is for tests, which is most of the code; the crates of the wire tests go without.
fn member(package: String, fixture: &Fixture, wanted: impl Fn(&str) -> bool) -> Member {
    let mut member = Member::new(&fixture.config(&package), &fixture.text, wanted);
    member.features.push("mock".to_owned());
    member
}

/// What the tool has to say, by package.
pub fn complaints(mut tool: Command) -> BTreeMap<String, String> {
    let output = tool.args(["--keep-going", "--message-format=json"]).output().unwrap();
    let mut complaints = BTreeMap::new();
    for message in String::from_utf8(output.stdout).unwrap().lines().filter_map(complaint) {
        complaints.entry(message.0).or_insert_with(String::new).push_str(&message.1);
    }
    let stderr = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success() || !complaints.is_empty(), "it did not begin: {stderr}");
    complaints
}

/// The package and the text of a warning or an error.
fn complaint(line: &str) -> Option<(String, String)> {
    let message: Value = serde_json::from_str(line).ok()?;
    let rendered = message.get("message")?.get("rendered")?.as_str()?.to_owned();
    let manifest = Path::new(message.get("manifest_path")?.as_str()?);
    Some((manifest.parent()?.file_name()?.to_string_lossy().into_owned(), rendered))
}
