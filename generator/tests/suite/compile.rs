//! Everything that is snapshotted compiles, without a warning.
//!
//! Each fixture is a crate of one workspace under `target/tmp`, checked by one `cargo check` at the versions of this
//! repository's own `Cargo.lock`. The transport is left out: reqwest is the same for all of them and no part of what a
//! document changes, and without it a crate is half a second of work, most of it the runtime. Files are written only
//! if they differ, so that a second run checks only what changed.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs};

use generator::File;
use serde_json::Value;

use crate::fixtures::{self, Fixture};
use crate::harness;

/// Features that choose a transport.
const TRANSPORT: &[&str] = &["reqwest", "rustls", "native-tls"];

/// Crates that do not compile yet, though they should: each a mistake of the generator. One that compiles must leave
/// this list.
const BROKEN: &[&str] = &[];

/// A crate and the features it is checked with.
struct Checked {
    package: String,
    files: Vec<File>,
    features: Vec<String>,
}

#[test]
fn everything_compiles() {
    let crates: Vec<Checked> = fixtures::all().iter().flat_map(variants).collect();
    let workspace = Path::new(env!("CARGO_TARGET_TMPDIR")).join("fixtures");
    write(&workspace, &crates);
    let complaints = check(&workspace, &crates);
    let unexpected = complaints.iter().filter(|(package, _)| !BROKEN.contains(&package.as_str()));
    let unexpected: Vec<String> = unexpected.map(|(package, text)| format!("== {package}\n{text}")).collect();
    assert!(unexpected.is_empty(), "{}", unexpected.join("\n"));
    let mended: Vec<_> = BROKEN.iter().filter(|package| !complaints.contains_key(**package)).collect();
    assert!(mended.is_empty(), "these compile now and need no exception: {mended:?}");
}

/// The crate with all of its tags; of the fixture about features also with none, and with each alone.
fn variants(fixture: &Fixture) -> Vec<Checked> {
    let all = checked(fixture.package(), fixture, |_| true);
    let single =
        |feature: &String| checked(format!("{}-with-{feature}", fixture.package()), fixture, |other| other == feature);
    let mut variants = Vec::new();
    if fixture.package() == "tags-features" {
        variants.push(checked(format!("{}-without", fixture.package()), fixture, |_| false));
        variants.extend(all.features.iter().map(single));
    }
    variants.push(all);
    variants
}

fn checked(package: String, fixture: &Fixture, wanted: impl Fn(&str) -> bool) -> Checked {
    let files = harness::generate(&package, &fixture.text);
    let features = tag_features(&files).into_iter().filter(|feature| wanted(feature)).collect();
    Checked { package, files, features }
}

/// The features that are on by default and choose no transport.
fn tag_features(files: &[File]) -> Vec<String> {
    let manifest = files.iter().find(|file| file.path == "Cargo.toml").unwrap();
    let manifest: toml::Table = manifest.contents.parse().unwrap();
    let default = manifest["features"]["default"].as_array().unwrap();
    let names = default.iter().map(|name| name.as_str().unwrap().to_owned());
    names.filter(|name| !TRANSPORT.contains(&name.as_str())).collect()
}

/// Brings the workspace up to date: what is as it was stays untouched, what is no longer generated goes.
fn write(workspace: &Path, crates: &[Checked]) {
    fs::create_dir_all(workspace).unwrap();
    let members = "[workspace]\nresolver = \"3\"\nmembers = [\"crates/*\"]\n\n[profile.dev]\ndebug = false\n";
    write_changed(&workspace.join("Cargo.toml"), members);
    fs::copy(harness::generator_root().join("../Cargo.lock"), workspace.join("Cargo.lock")).unwrap();
    let mut wanted = BTreeSet::new();
    for (file, path) in crates.iter().flat_map(|one| one.files.iter().map(|file| (file, path(workspace, one, file)))) {
        write_changed(&path, &file.contents);
        wanted.insert(path);
    }
    remove_strays(&workspace.join("crates"), &wanted);
}

fn path(workspace: &Path, one: &Checked, file: &File) -> PathBuf {
    workspace.join("crates").join(&one.package).join(&file.path)
}

fn write_changed(path: &Path, contents: &str) {
    if fs::read_to_string(path).is_ok_and(|known| known == contents) {
        return;
    }
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, contents).unwrap();
}

/// Removes every file that is not wanted and every folder that has none left.
fn remove_strays(folder: &Path, wanted: &BTreeSet<PathBuf>) {
    for path in fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
        match path.is_dir() {
            true => remove_strays(&path, wanted),
            false if !wanted.contains(&path) => fs::remove_file(&path).unwrap(),
            false => {}
        }
    }
    let _ = fs::remove_dir(folder);
}

/// What the compiler has to say, by package.
fn check(workspace: &Path, crates: &[Checked]) -> BTreeMap<String, String> {
    let features = crates.iter().flat_map(|one| one.features.iter().map(|name| format!("{}/{name}", one.package)));
    let output = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
        .args(["check", "--workspace", "--keep-going", "--message-format=json", "--no-default-features", "--features"])
        .arg(features.collect::<Vec<_>>().join(","))
        .current_dir(workspace)
        .env("CARGO_TARGET_DIR", workspace.join("target"))
        .env("CARGO_INCREMENTAL", "0")
        .output()
        .unwrap();
    let mut complaints = BTreeMap::new();
    for message in String::from_utf8(output.stdout).unwrap().lines().filter_map(complaint) {
        complaints.entry(message.0).or_insert_with(String::new).push_str(&message.1);
    }
    let stderr = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success() || !complaints.is_empty(), "cargo check did not begin: {stderr}");
    complaints
}

/// The package and the text of a warning or an error.
fn complaint(line: &str) -> Option<(String, String)> {
    let message: Value = serde_json::from_str(line).ok()?;
    let rendered = message.get("message")?.get("rendered")?.as_str()?.to_owned();
    let manifest = Path::new(message.get("manifest_path")?.as_str()?);
    Some((manifest.parent()?.file_name()?.to_string_lossy().into_owned(), rendered))
}
