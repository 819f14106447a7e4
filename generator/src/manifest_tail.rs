//! The end of a generated `Cargo.toml` that belongs to people: what their tests and examples need.
//!
//! Everything up to the marker line is generated, and digested in `API.lock`; everything below it is kept as it is.

use toml::{Table, Value};

use crate::config::PACKAGE_KEYS as KEYS;
use crate::render::is_own_dependency;

/// The last line that is generated.
pub const MARKER: &str = "# Below this line is yours: codegen keeps it.";

/// The file that has such an end, in every generated crate.
pub const FILE: &str = "Cargo.toml";

/// A manifest cut behind the first marker line: what is generated, and what is not. Without a marker all of it is
/// generated.
pub fn split(manifest: &str) -> (&str, &str) {
    let mut end = 0;
    for line in manifest.split_inclusive('\n') {
        end += line.len();
        if line.trim_end() == MARKER {
            return manifest.split_at(end);
        }
    }
    (manifest, "")
}

/// The manifest `generated`, with the end of the one that is `there` now.
pub fn join(generated: &str, there: &str) -> String {
    let (head, _) = split(generated);
    let (_, tail) = split(there);
    format!("{head}{tail}")
}

/// What people added above the end of a manifest that is theirs, and what a new one would drop: `dependencies.money`. What
/// an earlier run may have written is none of it.
pub fn added(generated: &str, there: &str) -> Vec<String> {
    let parse = |manifest: &str| split(manifest).0.parse::<Table>();
    // In a manifest that a merge tore apart nothing can be told from the rest.
    let (Ok(generated), Ok(there)) = (parse(generated), parse(there)) else { return Vec::new() };
    let mut found = Vec::new();
    collect(&there, &generated, &mut Vec::new(), &mut found);
    found
}

fn collect<'a>(there: &'a Table, generated: &Table, path: &mut Vec<&'a str>, found: &mut Vec<String>) {
    for (key, value) in there {
        path.push(key);
        match (value, generated.get(key)) {
            (Value::Table(there), Some(Value::Table(generated))) => collect(there, generated, path, found),
            (Value::Table(there), None) if path.len() == 1 => collect(there, &Table::new(), path, found),
            (_, None) if !is_own(path, value) => found.push(path.join(".")),
            _ => {}
        }
        path.pop();
    }
}

/// Does the generator write such an entry for some documents and some `codegen.toml`?
fn is_own(path: &[&str], value: &Value) -> bool {
    match path {
        ["package", key] => KEYS.contains(key),
        ["features", _] => value.as_array().is_some_and(Vec::is_empty),
        ["dependencies", name] => is_own_dependency(name, value),
        _ => false,
    }
}

/// The part of any file of a crate that the generator answers for.
pub fn generated_part<'a>(path: &str, contents: &'a str) -> &'a str {
    if path == FILE { split(contents).0 } else { contents }
}

#[cfg(test)]
mod tests {
    use super::{MARKER, added, generated_part, join, split};

    const TAIL: &str = "\n[dev-dependencies]\ntokio = \"1\"\n";

    fn manifest(version: &str) -> String {
        format!("[package]\nversion = \"{version}\"\n\n{MARKER}\n")
    }

    #[test]
    fn a_manifest_is_cut_behind_its_marker() {
        let (head, whole) = (manifest("1"), manifest("1") + TAIL);
        assert_eq!(split(&whole), (head.as_str(), TAIL));
        assert_eq!(split(&head), (head.as_str(), ""));
        assert_eq!(split("[package]\n"), ("[package]\n", ""));
        assert_eq!(split(""), ("", ""));
    }

    #[test]
    fn only_a_whole_line_is_a_marker_and_the_first_one_counts() {
        let mention = format!("description = \"{MARKER}\"\n## {MARKER}\n");
        assert_eq!(split(&mention), (mention.as_str(), ""));
        let tail = format!("{MARKER}\nmore\n");
        assert_eq!(split(&(manifest("1") + &tail)), (manifest("1").as_str(), tail.as_str()));
    }

    #[test]
    fn a_marker_is_found_whatever_ends_its_line() {
        let text = format!("a\r\n{MARKER}\r\nb\r\n");
        assert_eq!(split(&text).1, "b\r\n");
        assert_eq!(split(MARKER), (MARKER, ""));
    }

    #[test]
    fn the_end_is_carried_over_byte_for_byte() {
        let there = manifest("1") + TAIL + "# no line break at the end";
        let new = join(&manifest("2"), &there);
        assert_eq!(new, manifest("2") + TAIL + "# no line break at the end");
        assert_eq!(join(&manifest("2"), &new), new, "a second run changes nothing");
    }

    #[test]
    fn nothing_is_kept_of_a_manifest_that_is_not_there_or_has_no_marker() {
        assert_eq!(join(&manifest("2"), ""), manifest("2"));
        assert_eq!(join(&manifest("2"), "[package]\nname = \"mine\"\n"), manifest("2"));
    }

    #[test]
    fn what_people_added_above_the_marker_is_found() {
        let generated = manifest("2");
        let found = |head: &str| added(&generated, &format!("[package]\nversion = \"1\"\n{head}\n{MARKER}\n{TAIL}"));
        let uuid = "[dependencies]\nuuid = { version = \"1\", default-features = false }";
        for own in ["license = \"MIT\"", "[features]\ngone = []", uuid, "[dependencies]", "<<<<<<< HEAD\nmoney = 1"] {
            assert_eq!(found(own), [] as [&str; 0], "{own}");
        }
        assert_eq!(found("[dependencies]\nmoney = \"1\"\nuuid = \"1\""), ["dependencies.money", "dependencies.uuid"]);
        assert_eq!(found("readme = \"a.md\"\n[features]\nx = [\"y\"]"), ["features.x", "package.readme"]);
        assert_eq!(found("[[bin]]\nname = \"a\""), ["bin"]);
        let without = added(&generated, &(manifest("1").replace(MARKER, "") + TAIL));
        assert_eq!(without, ["dev-dependencies.tokio"], "the marker is gone");
    }

    #[test]
    fn only_the_manifest_is_cut() {
        let whole = manifest("1") + TAIL;
        assert_eq!(generated_part("Cargo.toml", &whole), manifest("1"));
        assert_eq!(generated_part("src/Cargo.toml", &whole), whole);
    }
}
