//! The program that has the types of a crate read and write the examples of its document.
//!
//! It is made of the crate's own modules: of a program, unlike of a library, the compiler makes machine code only for
//! what is used, and the transport with all that it depends on can stay out.

use std::fs;
use std::io;
use std::path::Path;

use toml::{Table, Value};

use super::listed::Listed;

/// The features of a crate that its types need nothing of.
const TRANSPORT: [&str; 2] = ["reqwest", "rustls"];

/// What every program has: it reads a line for each example and writes one.
const MAIN: &str = include_str!("round_trip.rs");

/// Writes the program of one crate.
pub fn write(source: &Path, out: &Path, name: &str, examples: &[Listed]) -> io::Result<()> {
    fs::create_dir_all(out.join("src"))?;
    let manifest = fs::read_to_string(source.join("Cargo.toml"))?;
    fs::write(out.join("Cargo.toml"), self::manifest(&manifest, name).map_err(io::Error::other)?)?;
    let root = fs::read_to_string(source.join("src/lib.rs"))?;
    fs::write(out.join("src/main.rs"), main(&root, &source.join("src"), examples))
}

/// The manifest of the crate with another name, and without what only a client needs. What serde_json makes of numbers
/// is exact only on request.
fn manifest(text: &str, name: &str) -> Result<String, toml::de::Error> {
    let mut manifest: Table = text.parse()?;
    if let Some(package) = manifest.get_mut("package").and_then(Value::as_table_mut) {
        package.insert("name".to_owned(), name.into());
    }
    let features = manifest.get_mut("features").and_then(Value::as_table_mut);
    if let Some(default) = features.and_then(|features| features.get_mut("default")).and_then(Value::as_array_mut) {
        default.retain(|feature| !feature.as_str().is_some_and(|feature| TRANSPORT.contains(&feature)));
    }
    if let Some(dependencies) = manifest.get_mut("dependencies").and_then(Value::as_table_mut) {
        dependencies
            .insert("serde_json".to_owned(), toml::toml! { version = "1" features = ["float_roundtrip"] }.into());
    }
    Ok(manifest.to_string())
}

/// The root of the crate, whose modules are where they were, and `main`.
fn main(root: &str, source: &Path, examples: &[Listed]) -> String {
    let root: String = root.lines().map(|line| format!("{}{line}\n", path(line, source).unwrap_or_default())).collect();
    let trips: String = examples.iter().map(|example| format!("    {},\n", trip(example))).collect();
    format!("#![allow(warnings)]\n{root}\n{MAIN}\nstatic TRIPS: &[round_trip::Trip] = &[\n{trips}];\n")
}

fn trip(example: &Listed) -> String {
    let way = if example.has_serde { "by_serde" } else { "by_codec" };
    format!("round_trip::{way}::<{}>", example.ty)
}

/// Where the module is that a line declares.
fn path(line: &str, source: &Path) -> Option<String> {
    let module = line.trim_start_matches("pub ").strip_prefix("mod ")?.strip_suffix(';')?;
    let folder = source.join(module).join("mod.rs");
    let file = if folder.is_file() { folder } else { source.join(format!("{module}.rs")) };
    Some(format!("#[path = {:?}]\n", file.display().to_string()))
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::{Listed, main, manifest};

    #[test]
    fn a_program_is_the_crate_and_its_round_trips() {
        let listed = |ty: &str, has_serde| Listed { ty: ty.to_owned(), has_serde, ..Listed::default() };
        let examples = [listed("types::Pet", true), listed("Vec<types::Pet>", false)];
        let text = main("//! Docs.\npub mod types;\n", Path::new("a"), &examples);
        let start = format!("#![allow(warnings)]\n//! Docs.\n#[path = {:?}]\npub mod types;\n", "a/types.rs");
        assert!(cfg!(windows) || text.starts_with(&start), "{text}");
        let end = "    round_trip::by_serde::<types::Pet>,\n    round_trip::by_codec::<Vec<types::Pet>>,\n];\n";
        assert!(text.ends_with(end), "{text}");
    }

    #[test]
    fn a_program_needs_no_transport() {
        let crate_manifest =
            "[package]\nname = \"a\"\n[features]\ndefault = [\"reqwest\", \"rustls\", \"tag\"]\ntag = []\n";
        let manifest = manifest(crate_manifest, "b").unwrap();
        assert!(manifest.contains("name = \"b\"") && manifest.contains("default = [\"tag\"]"), "{manifest}");
    }
}
