//! The `[package]` table, checked as Cargo would: a manifest that Cargo refuses takes the whole workspace with it, and
//! this generator too if it is built there.

use super::finding::Finding;
use super::table::{Table, Value};
use super::{Client, Package};
use crate::names::is_keyword;

/// The keys of the table, which are Cargo's.
pub(crate) const KEYS: &[&str] = &[
    "name",
    "version",
    "description",
    "license",
    "repository",
    "homepage",
    "documentation",
    "authors",
    "keywords",
    "categories",
    "rust-version",
    "publish",
];

/// The first compiler, of Rust 1, that knows the edition of a generated crate.
const FIRST_MINOR: u64 = 85;

pub(super) fn package(table: &Table<'_, '_>, findings: &mut Vec<Finding>) -> Option<Package> {
    if table.get("package").is_none() {
        let message = "`package.name` is missing: what shall the crate be called?";
        findings.push(Finding::error(table.span.clone(), message));
    }
    table.table("package", findings, read).flatten()
}

fn read(table: &Table<'_, '_>, findings: &mut Vec<Finding>) -> Option<Package> {
    table.only(KEYS, findings);
    let name = table.required("name", findings);
    if let (Some(name), Some(value)) = (&name, table.get("name"))
        && !is_crate_name(name)
    {
        findings.push(Finding::error(value.span(), format!("`{name}` cannot be the name of a crate")));
    }
    let mut package = Package::new(name?);
    package.version = version(table, findings).unwrap_or(package.version);
    package.description = table.string("description", findings);
    package.license = table.string("license", findings);
    package.repository = table.string("repository", findings);
    package.homepage = table.string("homepage", findings);
    package.documentation = table.string("documentation", findings);
    package.authors = table.strings("authors", findings);
    package.keywords = table.strings("keywords", findings);
    package.categories = table.strings("categories", findings);
    package.rust_version = rust_version(table, findings);
    package.publish = table.boolean("publish", findings).unwrap_or(true);
    Some(package)
}

/// The crates that every crate has already.
const GIVEN: &[&str] = &["alloc", "core", "proc_macro", "std", "test"];

/// Can this be the name of a crate? As crates.io has it: ASCII letters, digits, `-` and `_`, a letter first; and no keyword,
/// nor a crate of the compiler's own, which no program could name.
pub fn is_crate_name(name: &str) -> bool {
    let word = name.replace('-', "_");
    name.starts_with(|letter: char| letter.is_ascii_alphabetic())
        && name.chars().all(|letter| letter.is_ascii_alphanumeric() || letter == '-' || letter == '_')
        && !is_keyword(&word)
        && !GIVEN.contains(&word.as_str())
}

fn version(table: &Table<'_, '_>, findings: &mut Vec<Finding>) -> Option<String> {
    let version = table.string("version", findings)?;
    if !is_version(&version) {
        let span = table.get("version").map(Value::span).unwrap_or_default();
        let finding = Finding::error(span, format!("`{version}` is not a version as Cargo has it"));
        findings.push(finding.help("three numbers, as in `1.2.0` or `1.2.0-beta.1`"));
    }
    Some(version)
}

fn rust_version(table: &Table<'_, '_>, findings: &mut Vec<Finding>) -> Option<String> {
    let version = table.string("rust-version", findings)?;
    let span = table.get("rust-version").map(Value::span).unwrap_or_default();
    let numbers: Option<Vec<u64>> = version.split('.').map(number).collect();
    match numbers.as_deref() {
        Some([major, rest @ ..]) if rest.len() < 3 => {
            if (*major, rest.first().copied().unwrap_or_default()) < (1, FIRST_MINOR) {
                let message = format!("no crate of edition 2024 can promise to build with Rust {version}");
                findings.push(Finding::error(span, message).help(format!("it takes Rust 1.{FIRST_MINOR} or newer")));
            }
        }
        _ => {
            let finding = Finding::error(span, format!("`{version}` is not the version of a compiler"));
            findings.push(finding.help("one to three numbers, as in `1.90`"));
        }
    }
    Some(version)
}

/// Semantic Versioning 2.0.0: `MAJOR.MINOR.PATCH`, and `-` and `+` with words between dots.
fn is_version(text: &str) -> bool {
    let (text, build) = text.split_once('+').map_or((text, None), |(text, build)| (text, Some(build)));
    let (text, pre) = text.split_once('-').map_or((text, None), |(text, pre)| (text, Some(pre)));
    let is_number = |word: &str| word.bytes().all(|byte| byte.is_ascii_digit());
    let word = |word: &str| !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
    let pre_word = |part: &str| word(part) && !(is_number(part) && part.len() > 1 && part.starts_with('0'));
    text.split('.').count() == 3
        && text.split('.').all(|word| number(word).is_some())
        && pre.is_none_or(|pre| pre.split('.').all(pre_word))
        && build.is_none_or(|build| build.split('.').all(word))
}

/// A number without leading zeros.
fn number(word: &str) -> Option<u64> {
    let digits = word.bytes().all(|byte| byte.is_ascii_digit());
    (digits && (word == "0" || !word.starts_with('0'))).then(|| word.parse().ok()).flatten()
}

/// Reports a crate that has the name or the folder of one before it.
pub(super) fn distinct(client: &Client, table: &Table<'_, '_>, others: &[Client], findings: &mut Vec<Finding>) {
    let name = &client.package.name;
    if others.iter().any(|other| other.package.name == *name) {
        let span = table.entries.get("package").and_then(|value| Some(value.get_ref().as_table()?.get("name")?.span()));
        let message = format!("two crates are called `{name}`");
        let finding = Finding::error(span.unwrap_or_else(|| table.span.clone()), message);
        findings.push(finding.help("Cargo refuses a workspace with two packages of one name"));
    }
    if let Some(other) = others.iter().find(|other| steps(&other.output).eq(steps(&client.output))) {
        let span = table.get("output").map(Value::span).unwrap_or_default();
        let message = format!("`{name}` has the same output as `{}`", other.package.name);
        findings.push(Finding::error(span, message).help("each crate needs a folder of its own"));
    }
}

/// The steps of a path that lead somewhere.
fn steps(path: &str) -> impl Iterator<Item = &str> {
    path.split('/').filter(|step| !step.is_empty() && *step != ".")
}
