//! A folder -> the documents in it, each with a crate name of its own.

use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::version;

/// The longest name of a crate, in bytes, before it is told apart from others.
const NAME_LENGTH: usize = 80;

/// A document to measure.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Document {
    /// Where it is.
    pub path: PathBuf,
    /// Its path in the folder, with `/`.
    pub name: String,
    /// The OpenAPI version it declares.
    pub version: String,
    /// The name of its crate, which no other document's crate has.
    pub package: String,
    /// Its size in bytes, without the files it refers to.
    pub bytes: usize,
}

/// What is in a folder.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Found {
    /// The documents that were asked for, by name.
    pub documents: Vec<Document>,
    /// How many files declare no OpenAPI version and so are only parts of documents.
    pub parts: usize,
    /// How many documents were not asked for.
    pub others: usize,
}

/// Finds every document in `folder`, or the one that `folder` is, whose name `wanted` accepts.
pub fn documents(folder: &Path, wanted: &dyn Fn(&str) -> bool) -> io::Result<Found> {
    let mut paths = Vec::new();
    list(folder, &mut paths)?;
    paths.sort();
    let (mut found, mut names) = (Found::default(), BTreeSet::new());
    for path in paths {
        let text = String::from_utf8_lossy(&fs::read(&path)?).into_owned();
        let Some(version) = version::declared(&text) else {
            found.parts += 1;
            continue;
        };
        let name = name(folder, &path);
        // Every document takes its name, wanted or not, so that it has the same in each run.
        let package = package(&name, &mut names);
        if wanted(&name) {
            found.documents.push(Document { path, name, version, package, bytes: text.len() });
        } else {
            found.others += 1;
        }
    }
    Ok(found)
}

/// The files that may be documents. Links to folders are not followed, for they can lead back.
fn list(path: &Path, paths: &mut Vec<PathBuf>) -> io::Result<()> {
    if path.is_file() {
        paths.push(path.to_owned());
        return Ok(());
    }
    for entry in fs::read_dir(path)? {
        let entry = entry?;
        let hidden = entry.file_name().to_string_lossy().starts_with('.');
        if entry.file_type()?.is_dir() && !hidden {
            list(&entry.path(), paths)?;
        } else if may_be_document(&entry.path()) && !hidden {
            paths.push(entry.path());
        }
    }
    Ok(())
}

fn may_be_document(path: &Path) -> bool {
    let extension = path.extension().unwrap_or_default().to_string_lossy().to_lowercase();
    ["yaml", "yml", "json"].contains(&extension.as_str()) && path.is_file()
}

fn name(folder: &Path, path: &Path) -> String {
    let inside = path.strip_prefix(folder).ok().filter(|inside| *inside != Path::new(""));
    let name = inside.unwrap_or(path.file_name().map_or(path, Path::new));
    name.display().to_string().replace('\\', "/")
}

/// A name that no dependency has and no document before: Cargo keeps what it knows of crates by their names, and a
/// broken one would pass in place of its namesake.
fn package(name: &str, taken: &mut BTreeSet<String>) -> String {
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem).to_lowercase();
    let words: Vec<_> =
        stem.split(|letter: char| !letter.is_ascii_alphanumeric()).filter(|word| !word.is_empty()).collect();
    let mut package = format!("corpus-{}", if words.is_empty() { "x".to_owned() } else { words.join("-") });
    package.truncate(NAME_LENGTH);
    let package = package.trim_end_matches('-');
    let mut all = (1..).map(|nth| if nth == 1 { package.to_owned() } else { format!("{package}-{nth}") });
    let free = all.find(|name| !taken.contains(name)).unwrap_or_default();
    taken.insert(free.clone());
    free
}

/// Does `name` match `pattern`, in which `*` stands for any text and `?` for any character?
pub fn matches(pattern: &str, name: &str) -> bool {
    match pattern.chars().next() {
        None => name.is_empty(),
        Some('*') => {
            let rest = &pattern[1..];
            let mut ends = name.char_indices().map(|(at, _)| at).chain([name.len()]);
            ends.any(|at| matches(rest, &name[at..]))
        }
        Some(first) => {
            let mut letters = name.chars();
            let same = letters.next().is_some_and(|letter| first == '?' || first == letter);
            same && matches(&pattern[first.len_utf8()..], letters.as_str())
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::fs;

    use super::{documents, matches, package};

    #[test]
    fn documents_are_found_and_parts_counted() {
        let folder = tempfile::tempdir().unwrap();
        let write = |path: &str, text: &str| {
            let path = folder.path().join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        };
        write("b/api.yaml", "openapi: 3.0.3\n");
        write("a.JSON", "{\"swagger\": \"2.0\"}");
        write("b/parts/pet.yaml", "type: object\n");
        write("b/notes.md", "openapi: 3.0.3\n");
        write(".git/api.yaml", "openapi: 3.0.3\n");
        let found = documents(folder.path(), &|name| name != "a.JSON").unwrap();
        let names: Vec<_> = found.documents.iter().map(|document| (&*document.name, &*document.package)).collect();
        assert_eq!((names, found.parts, found.others), (vec![("b/api.yaml", "corpus-b-api")], 1, 1));
        let one = documents(&folder.path().join("b/api.yaml"), &|_| true).unwrap();
        assert_eq!((one.documents.len(), one.documents[0].name.as_str()), (1, "api.yaml"));
    }

    #[test]
    fn crates_have_names_of_their_own() {
        let mut taken = BTreeSet::new();
        let names = ["real/Foo__bar.yaml", "real/foo-bar.json", "ä.yaml", "ö.yaml"];
        let packages = names.map(|name| package(name, &mut taken));
        assert_eq!(packages, ["corpus-real-foo-bar", "corpus-real-foo-bar-2", "corpus-x", "corpus-x-2"]);
    }

    #[test]
    fn patterns_match_whole_names() {
        for pattern in ["*", "real/*", "*git*.json", "real/gith?b__*", "real/github__api.json"] {
            assert!(matches(pattern, "real/github__api.json"), "{pattern}");
        }
        for pattern in ["", "github", "real/?", "*.yaml", "real"] {
            assert!(!matches(pattern, "real/github__api.json"), "{pattern}");
        }
    }
}
