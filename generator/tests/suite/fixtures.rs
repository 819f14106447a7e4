//! Every document of `tests/fixtures/<subject>/`, one behaviour each, has two snapshots: `model`, what was decided, and
//! `code`, what was written. So a wrong decision and a wrong rendering show apart. A file of the same name that ends in
//! `.toml` is its `codegen.toml`.

use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;

use generator::File;
use generator::config::Client;
use insta::{Settings, assert_snapshot};

use crate::{harness, print};

/// A document of one behaviour.
pub struct Fixture {
    pub subject: String,
    pub behaviour: String,
    pub text: String,
    /// What `codegen.toml` says besides the package: the file of the same name that ends in `.toml`.
    pub settings: String,
}

impl Fixture {
    /// The package its crate has.
    pub fn package(&self) -> String {
        format!("{}-{}", self.subject, self.behaviour).replace('_', "-")
    }

    /// The configuration of its crate.
    pub fn config(&self, package: &str) -> Client {
        harness::configured(package, &self.settings)
    }
}

/// All of them, by subject and behaviour.
pub fn all() -> Vec<Fixture> {
    let subjects = entries(&harness::generator_root().join("tests/fixtures"));
    let documents = subjects.iter().flat_map(|subject| entries(subject));
    let fixture = |path: PathBuf| Fixture {
        subject: stem(path.parent().unwrap()),
        behaviour: stem(&path),
        text: fs::read_to_string(&path).unwrap(),
        settings: fs::read_to_string(path.with_extension("toml")).unwrap_or_default(),
    };
    documents.filter(|path| path.extension().is_some_and(|ending| ending == "yaml")).map(fixture).collect()
}

fn entries(folder: &std::path::Path) -> Vec<PathBuf> {
    let mut entries: Vec<PathBuf> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    entries.sort();
    entries
}

fn stem(path: &std::path::Path) -> String {
    path.file_stem().unwrap().to_string_lossy().into_owned()
}

#[test]
fn models() {
    check("model", |fixture| {
        let config = fixture.config("fixture");
        let findings = harness::findings(&config, &fixture.text).into_iter().map(|finding| finding + "\n");
        print::api(&harness::model_beside(&config, &fixture.text, None)) + &findings.collect::<String>()
    });
}

#[test]
fn code() {
    check("code", |fixture| {
        let files = harness::generate_beside(&fixture.config(&fixture.package()), &fixture.text, None);
        sources(&files, |path| shows(fixture, path))
    });
}

/// Compares every fixture before the first difference fails the test, so that one run shows them all.
fn check(kind: &str, text: impl Fn(&Fixture) -> String) {
    let differ = |fixture: &Fixture| {
        let name = format!("{}.{kind}", fixture.behaviour);
        let mut settings = Settings::clone_current();
        settings.set_snapshot_path(harness::generator_root().join("tests/snapshots").join(&fixture.subject));
        settings.set_prepend_module_to_snapshot(false);
        settings.set_omit_expression(true);
        let compare = || settings.bind(|| assert_snapshot!(name, text(fixture)));
        catch_unwind(AssertUnwindSafe(compare)).is_err()
    };
    let differing: Vec<String> = all().iter().filter(|it| differ(it)).map(Fixture::package).collect();
    assert!(differing.is_empty(), "`cargo insta review` shows what changed in: {}", differing.join(", "));
}

/// What depends on the document: lists of modules, the client and the manifest only where they are the subject.
fn shows(fixture: &Fixture, path: &str) -> bool {
    let about = |subjects: &[&str]| subjects.contains(&fixture.subject.as_str());
    match path {
        "Cargo.toml" => about(&["tags"]) || !fixture.settings.is_empty(),
        "src/formats.rs" | "src/servers.rs" => true,
        "src/client.rs" => about(&["security", "servers"]),
        _ if path.starts_with("src/mock/") => about(&["responses"]) && !path.ends_with("/mod.rs"),
        _ if path.ends_with("/mod.rs") && !path.starts_with("src/runtime/") => about(&["tags", "names"]),
        _ => ["src/types/", "src/codec/", "src/api/"].iter().any(|folder| path.starts_with(folder)),
    }
}

/// The files that `wanted` names, each under a line with its path, without the parts that all have.
pub fn sources(files: &[File], wanted: impl Fn(&str) -> bool) -> String {
    let shown = files.iter().filter(|file| wanted(&file.path));
    shown.map(|file| format!("// ---- {} ----\n{}\n", file.path, without_constants(&file.contents))).collect()
}

/// A file without its header and without the bridge to serde, which is the same for every type: what differs from that
/// in any way is left.
fn without_constants(contents: &str) -> String {
    let body = contents.find(HEADER_END).map_or(contents, |at| &contents[at + HEADER_END.len()..]);
    let types = body.lines().filter_map(|line| line.strip_prefix("impl Encode for ")?.strip_suffix(" {"));
    let bare = types.fold(body.to_owned(), |text, ty| text.replace(&BRIDGE.replace("TYPE", ty), ""));
    bare.trim_end().to_owned()
}

const HEADER_END: &str = "rustfmt_skip)]\n\n";

const BRIDGE: &str = "
impl serde::Serialize for TYPE {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        json::serialize(self, serializer)
    }
}

impl<'de> serde::Deserialize<'de> for TYPE {
    fn deserialize<D: serde::Deserializer<'de>>(
        deserializer: D,
    ) -> Result<Self, D::Error> {
        json::deserialize(deserializer)
    }
}
";
