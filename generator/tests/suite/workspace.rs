//! Generated crates as one workspace under `target/tmp`, built at the versions of this repository's own `Cargo.lock`.
//!
//! The transport is left out: reqwest is the same for all of them and no part of what a document changes, and without
//! it a crate is half a second of work, most of it the runtime. Files are written only if they differ, so that a second
//! run builds only what changed.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs};

use generator::File;
use generator::config::Client;

use crate::harness;

/// Features that choose a transport.
const TRANSPORT: &[&str] = &["reqwest", "rustls", "native-tls"];

/// A crate and the features it is built with.
pub struct Member {
    pub package: String,
    pub files: Vec<File>,
    pub features: Vec<String>,
}

impl Member {
    /// The crate of the document `text`, with those features of its tags that are wanted.
    pub fn new(config: &Client, text: &str, wanted: impl Fn(&str) -> bool) -> Self {
        let package = config.package.name.clone();
        let files = harness::generate_beside(config, text, None);
        let features = tag_features(&files).into_iter().filter(|feature| wanted(feature)).collect();
        Self { package, files, features }
    }

    /// A crate with all that it has, constructors for tests too.
    pub fn whole(package: String, files: Vec<File>) -> Self {
        let mut features = tag_features(&files);
        features.push("mock".to_owned());
        Self { package, files, features }
    }
}

/// The features that are on by default and choose no transport.
fn tag_features(files: &[File]) -> Vec<String> {
    let manifest = files.iter().find(|file| file.path == "Cargo.toml").unwrap();
    let manifest: toml::Table = manifest.contents.parse().unwrap();
    let default = manifest["features"]["default"].as_array().unwrap();
    let names = default.iter().map(|name| name.as_str().unwrap().to_owned());
    names.filter(|name| !TRANSPORT.contains(&name.as_str())).collect()
}

/// The workspace on disk.
pub struct Workspace {
    root: PathBuf,
    /// Those of each crate: all in one argument would be more than some systems take.
    features: Vec<String>,
}

impl Workspace {
    /// Brings the workspace `name` up to date: what is as it was stays untouched, what is no longer generated goes.
    pub fn write(name: &str, members: &[Member]) -> Self {
        let root = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
        fs::create_dir_all(&root).unwrap();
        write_changed(&root.join("Cargo.toml"), MANIFEST);
        fs::copy(harness::generator_root().join("../Cargo.lock"), root.join("Cargo.lock")).unwrap();
        let mut wanted = BTreeSet::new();
        for (file, path) in members.iter().flat_map(|one| one.files.iter().map(|file| (file, path(&root, one, file)))) {
            write_changed(&path, &file.contents);
            wanted.insert(path);
        }
        remove_strays(&root.join("crates"), &wanted);
        Self { root, features: members.iter().map(features).collect() }
    }

    /// `cargo <subcommand>` over all of the crates.
    pub fn cargo(&self, subcommand: &str) -> Command {
        let mut command = cargo();
        command.args([subcommand, "--workspace", "--no-default-features"]);
        command.args(self.features.iter().flat_map(|features| ["--features", features]));
        command.current_dir(&self.root);
        command.env("CARGO_TARGET_DIR", self.root.join("target")).env("CARGO_INCREMENTAL", "0");
        command
    }
}

/// The cargo that runs the tests.
pub fn cargo() -> Command {
    Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
}

const MANIFEST: &str = "\
[workspace]
resolver = \"3\"
members = [\"crates/*\"]

[profile.dev]
debug = false
";

fn features(member: &Member) -> String {
    let features = member.features.iter().map(|name| format!("{}/{name}", member.package));
    features.collect::<Vec<_>>().join(",")
}

fn path(root: &Path, member: &Member, file: &File) -> PathBuf {
    root.join("crates").join(&member.package).join(&file.path)
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
