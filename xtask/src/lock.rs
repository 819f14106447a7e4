//! What a command needs to know of `API.lock`: the digests in its head and which items differ.

pub mod items;

use std::collections::BTreeMap;
use std::path::Path;
use std::{fs, io};

use generator::config::NAMING;
use generator::lock::FORMAT;

use crate::output::{Failure, show};

/// The name of the file in a generated crate.
pub const FILE: &str = "API.lock";

/// What stands before the name of an overlay at the head of `API.lock`.
pub const OVERLAY: &str = "overlay:";

/// The digests and versions at the head of `API.lock`: `spec`, `config`, `out`, `generator` …
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Head(BTreeMap<String, String>);

impl Head {
    /// Reads the head of the text of an `API.lock`.
    pub fn parse(text: &str) -> Self {
        let lines = text.lines().filter(|line| is_head(line));
        Self(lines.flat_map(entries).collect())
    }

    /// The names of the overlays.
    pub fn overlays(&self) -> impl Iterator<Item = &str> {
        self.0.keys().filter_map(|key| key.strip_prefix(OVERLAY))
    }

    /// The value of an entry.
    pub fn get(&self, key: &str) -> Option<&str> {
        self.0.get(key).map(String::as_str)
    }
}

/// The pairs of words at the head.
const PAIRS: [&str; 3] = ["lock", "naming", "generator"];

/// `key=value` words, and pairs of words such as `generator 0.5.0`.
fn entries(line: &str) -> Vec<(String, String)> {
    let words: Vec<_> = line.split_whitespace().collect();
    let assignments = words.iter().filter_map(|word| word.split_once('='));
    let pairs = words.windows(2).filter(|pair| PAIRS.contains(&pair[0])).map(|pair| (pair[0], pair[1]));
    assignments.chain(pairs).map(|(key, value)| (key.to_owned(), value.to_owned())).collect()
}

fn is_head(line: &str) -> bool {
    ["lock ", "in "].iter().any(|prefix| line.starts_with(prefix))
}

/// Is this an `API.lock`, whatever a merge did to it? Each has a line that tells its format.
pub fn is_lock(text: &str) -> bool {
    Head::parse(text).get("lock").is_some_and(|format| format.parse::<u32>().is_ok())
}

/// Reads the lock of a crate, if it has one.
pub fn read(folder: &Path) -> Result<Option<String>, Failure> {
    let path = folder.join(FILE);
    match fs::read_to_string(&path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(Failure::usage(format!("`{}` cannot be read: {error}", show(&path)))),
        Ok(text) => known(&show(&path), &text).map(|()| Some(text)),
    }
}

/// Is all that this lock says understood here? Of one that a newer generator has written, names might be lost.
pub fn known(name: &str, text: &str) -> Result<(), Failure> {
    for head in text.lines().filter(|line| is_head(line)).map(Head::parse) {
        for (key, what, newest) in [("lock", "format", FORMAT), ("naming", "naming rules", NAMING)] {
            let Some(number) = head.get(key).and_then(|number| number.parse::<u32>().ok()) else { continue };
            if number > newest {
                let writer = head.get("generator").map(|version| format!(" ({version})")).unwrap_or_default();
                let message = format!("`{name}` was written by a newer generator{writer}: {what} {number}");
                return Err(Failure::usage(format!("{message}, and this one knows {newest} at most")).help(NEWER));
            }
        }
    }
    Ok(())
}

/// What to do about a lock of a newer generator.
const NEWER: &str = "use that generator here too; or take the API.lock of a commit before it, or delete it, and with it \
                     the names that it remembers";

/// Is nothing left of a lock?
pub fn is_lost(text: Option<&str>) -> bool {
    text.is_none_or(|text| text.trim().is_empty())
}

/// Did a merge leave its markers behind?
pub fn has_merge_markers(text: &str) -> bool {
    text.lines().any(|line| line.starts_with("<<<<<<< ") || line.starts_with(">>>>>>> "))
}

/// Does a merge leave such a line?
fn is_marker(line: &str) -> bool {
    ["<<<<<<<", "|||||||", "=======", ">>>>>>>"].iter().any(|marker| line.starts_with(marker))
}

/// Do two texts say and remember the same of an API? What it was made from may differ.
pub fn is_same_api(one: &str, other: &str) -> bool {
    let [one, other] = [one, other].map(|text| text.lines().filter(|line| !line.starts_with('#') && !is_head(line)));
    one.eq(other)
}

/// A difference between two versions of the API.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// `added`, `changed` or `removed`.
    pub verb: &'static str,
    /// The item: its line in `API.lock`, with single spaces.
    pub item: String,
}

/// The items that differ between two texts of `API.lock`, in the order of its lines.
pub fn changes(old: &str, new: &str) -> Vec<Change> {
    let (old, new) = (items(old), items(new));
    let keys: std::collections::BTreeSet<_> = old.keys().chain(new.keys()).collect();
    keys.into_iter().filter_map(|key| change(key, old.get(key), new.get(key))).collect()
}

/// The kind and name of an item.
type Key = (String, String);

fn change(key: &Key, old: Option<&String>, new: Option<&String>) -> Option<Change> {
    let (kind, name) = key;
    let (verb, rest) = match (old, new) {
        (None, Some(new)) => ("added", new.clone()),
        (Some(_), None) => ("removed", String::new()),
        (Some(old), Some(new)) if old != new => ("changed", format!("{old} → {new}")),
        _ => return None,
    };
    Some(Change { verb, item: format!("{kind} {name} {rest}").trim_end().to_owned() })
}

/// Every item of the API. Names that are only remembered (`gone`) are no part of it.
fn items(text: &str) -> BTreeMap<Key, String> {
    let lines = text.lines().filter(|line| !line.starts_with('#') && !is_head(line) && !is_marker(line));
    lines.filter_map(item).filter(|((kind, _), _)| kind != "gone").collect()
}

fn item(line: &str) -> Option<(Key, String)> {
    let mut words = line.split_whitespace();
    let key = (words.next()?.to_owned(), words.next()?.to_owned());
    Some((key, words.collect::<Vec<_>>().join(" ")))
}

#[cfg(test)]
mod tests {
    use super::{Head, changes, has_merge_markers, is_lock, is_same_api, known};

    const OLD: &str = "\
# @generated
lock 1  naming 1  generator 0.5.0
in   spec=sha256:9c1e overlay:fixes.yaml=sha256:77aa   out=sha256:5d
field types::Pet.id    String   required
type  types::Old       struct
type  types::Pet       struct
";

    #[test]
    fn the_head_holds_digests_and_the_version() {
        let head = Head::parse(OLD);
        let values = ["spec", "overlay:fixes.yaml", "out", "generator", "types::Pet"].map(|key| head.get(key));
        assert_eq!(values, [Some("sha256:9c1e"), Some("sha256:77aa"), Some("sha256:5d"), Some("0.5.0"), None]);
    }

    #[test]
    fn what_does_not_tell_its_format_is_no_lock() {
        assert!(is_lock(OLD));
        assert!(is_lock(&format!("<<<<<<< HEAD\n{OLD}=======\n>>>>>>> main\n")));
        for text in ["", "# @generated\n", "openapi: 3.0.3\n", "lock it  up\n", "root:x:0:0:root:/root:/bin/sh\n"] {
            assert!(!is_lock(text), "{text}");
        }
    }

    #[test]
    fn a_lock_of_a_newer_generator_is_not_understood() {
        assert!(known("a", OLD).is_ok() && known("a", "").is_ok());
        let newer = |from: &str, to: &str| known("a", &OLD.replace(from, to)).map_err(|failure| failure.message);
        let message = |rest: &str| Err(format!("`a` was written by a newer generator (0.5.0): {rest}"));
        assert_eq!(newer("lock 1", "lock 2"), message("format 2, and this one knows 1 at most"));
        assert_eq!(newer("naming 1", "naming 9"), message("naming rules 9, and this one knows 1 at most"));
        let torn = format!("<<<<<<< HEAD\nlock 7\n=======\n{OLD}>>>>>>> main\n");
        assert!(known("a", &torn).is_err(), "of one side");
    }

    #[test]
    fn items_are_added_changed_and_removed() {
        let new = OLD
            .replace("9c1e", "41d0")
            .replace("String   required", "i64      required")
            .replace("type  types::Old       struct", "gone  types::Old  removed in 1.8.0\ntype  types::New  struct");
        let lines: Vec<_> = changes(OLD, &new).into_iter().map(|change| (change.verb, change.item)).collect();
        let expected = [
            ("changed", "field types::Pet.id String required → i64 required".to_owned()),
            ("added", "type types::New struct".to_owned()),
            ("removed", "type types::Old".to_owned()),
        ];
        assert_eq!(lines, expected);
    }

    #[test]
    fn digests_and_versions_are_not_the_api() {
        assert!(is_same_api(OLD, &OLD.replace("9c1e", "41d0").replace("0.5.0", "0.6.0")));
        assert!(!is_same_api(OLD, &OLD.replace("required", "optional")));
        assert!(!is_same_api(OLD, &OLD.replace("type  types::Old       struct\n", "")));
    }

    #[test]
    fn only_markers_of_a_merge_are_markers() {
        assert!(!has_merge_markers(OLD));
        assert!(has_merge_markers(&format!("<<<<<<< HEAD\n{OLD}=======\n>>>>>>> main\n")));
    }
}
