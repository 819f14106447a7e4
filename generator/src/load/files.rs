//! A document of several files: the entry document and what its references lead to.

use super::{Source, decode, join, limits, load, read, reference};
use crate::diagnostics::Diagnostic;
use crate::digest;
use serde_json::Value;
use std::collections::HashMap;
use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

/// Reads a file.
pub type Reader<'a> = dyn Fn(&Path) -> io::Result<Vec<u8>> + Sync + 'a;

/// How the files behind relative references are read, and which of them may be.
pub struct Files<'a> {
    read: &'a Reader<'a>,
    folders: Vec<PathBuf>,
}

impl<'a> Files<'a> {
    /// Files of the folder of the entry document and the folders below it.
    ///
    /// Paths are compared as they are written: a `read` that follows symbolic links answers for where they lead.
    pub fn new(read: &'a Reader<'a>) -> Self {
        Self { read, folders: Vec::new() }
    }

    /// Files of this folder too.
    #[must_use]
    pub fn allow(mut self, folder: &Path) -> Self {
        self.folders.push(reference::normal(folder));
        self
    }
}

impl Files<'static> {
    /// No files but the entry document.
    pub fn none() -> Self {
        Self::new(&|_| Err(io::Error::new(io::ErrorKind::NotFound, "only one file was given")))
    }
}

impl fmt::Debug for Files<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Files").field("folders", &self.folders).finish_non_exhaustive()
    }
}

/// Why the file of a reference is not there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Missing {
    /// An address on the network; those are never followed.
    Remote,
    /// The path leads out of the folders that may be read.
    Outside(PathBuf),
    /// There is no such file, or the system doesn't give it, in the system's words.
    NotRead(PathBuf, String),
    /// The file of this index is no JSON or YAML.
    Broken(usize, Box<Diagnostic>),
    /// The document has too many files, or they are too large together.
    TooMany,
}

/// All files of a document. The entry document is the first one, with index 0.
#[derive(Debug)]
pub struct Sources {
    files: Vec<Source>,
    /// How many files behind the entry document are its overlays, and no part of it.
    overlays: usize,
    /// What became of each path that was asked for.
    known: HashMap<PathBuf, Result<usize, Missing>>,
    /// The files that say their own address, by that.
    addresses: HashMap<String, usize>,
    folders: Vec<PathBuf>,
    bytes: usize,
}

/// As many bytes are read again in some milliseconds, so that another thread is worth it.
const LARGE: usize = 1 << 20;

/// How many paths are tried at most.
const FILES: usize = 10_000;

impl Sources {
    /// Reads the document `text` of the file `path`, and every file that a reference in it or in one of those names.
    ///
    /// A file that can't be read is no error here, because not all that looks like a reference is one:
    /// [`Sources::resolve`] tells whoever needs it.
    ///
    /// # Errors
    ///
    /// That of [`load`], with the sources to report it with.
    pub fn load(path: &Path, text: &str, files: &Files<'_>) -> Result<Self, (Box<Self>, Box<Diagnostic>)> {
        match load(path, text) {
            Ok(entry) => Ok(Self::with_entry(entry, files)),
            Err(mistake) => Err((Box::new(Self::from(Source::unread(path, text))), mistake)),
        }
    }

    fn with_entry(entry: Source, files: &Files<'_>) -> Self {
        Self::overlaid(entry, Vec::new(), files)
    }

    /// The entry document as its overlays have left it, the overlays as the files 1, 2 …, and every file that a
    /// reference in the document names.
    pub fn overlaid(entry: Source, overlays: Vec<Source>, files: &Files<'_>) -> Self {
        let mut sources = Self::from(entry);
        sources.overlays = overlays.len();
        sources.files.extend(overlays.into_iter().enumerate().map(|(index, overlay)| overlay.in_file(index + 1)));
        sources.folders.extend(files.folders.iter().cloned());
        let mut next = 0;
        while let Some(source) = sources.files.get(next) {
            let wanted = if sources.is_overlay(next) { Vec::new() } else { sources.wanted(source) };
            for path in wanted {
                sources.fetch(path, files);
            }
            next += 1;
        }
        sources
    }

    /// How many operations others of the same key have replaced, in all files.
    pub fn lost_operations(&self) -> usize {
        self.documents().map(|(_, source)| source.lost()).sum()
    }

    fn is_overlay(&self, file: usize) -> bool {
        (1..=self.overlays).contains(&file)
    }

    /// The paths that the references of a file lead to.
    fn wanted(&self, source: &Source) -> Vec<PathBuf> {
        let mut found = Vec::new();
        references(source.value(), &mut |text| found.extend(self.target(source, text).ok()));
        found
    }

    fn fetch(&mut self, path: PathBuf, files: &Files<'_>) {
        if !self.known.contains_key(&path) {
            let outcome = self.open(&path, files);
            self.known.insert(path, outcome);
        }
    }

    fn open(&mut self, path: &Path, files: &Files<'_>) -> Result<usize, Missing> {
        if self.known.len() >= FILES || self.bytes > limits::BYTES {
            return Err(Missing::TooMany);
        }
        let bytes = (files.read)(path).map_err(|error| Missing::NotRead(path.to_owned(), error.to_string()))?;
        self.bytes += bytes.len();
        let index = self.files.len();
        let (source, outcome) = match decode::text(&bytes).and_then(|text| read(path, &text)) {
            Ok(source) => {
                self.addresses.extend(address(&source).map(|own| (own, index)));
                (source.in_file(index), Ok(index))
            }
            Err(mistake) => (
                Source::unread(path, &decode::lossy(&bytes)),
                Err(Missing::Broken(index, Box::new(mistake.moved_to_file(index)))),
            ),
        };
        self.files.push(source);
        outcome
    }

    fn target(&self, from: &Source, text: &str) -> Result<PathBuf, Missing> {
        let path = reference::target(from.path(), text).ok_or(Missing::Remote)?;
        let inside = |folder: &PathBuf| reference::is_inside(&path, folder);
        match self.folders.iter().any(inside) {
            true => Ok(path),
            false => Err(Missing::Outside(path)),
        }
    }

    /// The index of the file that `reference` (`common.yaml#/Pet`, `#/components/…`) in the file `from` means.
    ///
    /// # Errors
    ///
    /// Why there is none; [`crate::diagnostics::reference`] says it to the author.
    pub fn resolve(&self, from: usize, reference: &str) -> Result<usize, Missing> {
        if reference.is_empty() || reference.starts_with('#') {
            return Ok(from);
        }
        // What an overlay brings in stands in the document.
        let from = if self.is_overlay(from) { 0 } else { from };
        let source = self.files.get(from).ok_or(Missing::TooMany)?;
        if let Some(file) = self.addressed(source, reference) {
            return Ok(file);
        }
        let path = self.target(source, reference)?;
        let unknown = || Err(Missing::NotRead(path.clone(), "it was not looked for".to_owned()));
        self.known.get(&path).cloned().unwrap_or_else(unknown)
    }

    /// The file that says that its address is this (OpenAPI 3.2, 4.1.2; JSON Schema 2020-12, 8.2).
    fn addressed(&self, from: &Source, reference: &str) -> Option<usize> {
        if self.addresses.is_empty() {
            return None;
        }
        self.addresses.get(&join(&address(from).unwrap_or_default(), reference)).copied()
    }

    /// What looked like a reference to a file and led to none: the path, and why.
    pub fn missing(&self) -> impl Iterator<Item = (&Path, &Missing)> {
        self.known.iter().filter_map(|(path, outcome)| Some((path.as_path(), outcome.as_ref().err()?)))
    }

    /// The entry document.
    pub fn entry(&self) -> &Source {
        &self.files[0]
    }

    /// The file of this index.
    pub fn get(&self, file: usize) -> Option<&Source> {
        self.files.get(file)
    }

    /// All files in the order of their indexes.
    pub fn iter(&self) -> impl Iterator<Item = &Source> {
        self.files.iter()
    }

    /// The files that the document consists of, with their indexes: the entry document first, and no overlay.
    pub fn documents(&self) -> impl Iterator<Item = (usize, &Source)> {
        self.files.iter().enumerate().filter(|(index, _)| !self.is_overlay(*index))
    }

    /// The digest of all that the document consists of.
    pub fn digest(&self) -> String {
        let texts: Vec<_> = self.documents().map(|(index, file)| (index.to_string(), file.text())).collect();
        match &texts[..] {
            [(_, text)] => digest::text(text),
            _ => digest::files(texts.iter().map(|(index, text)| (index.as_str(), *text))),
        }
    }

    /// Would it take a while to find out where everything stands?
    pub fn is_large(&self) -> bool {
        self.files.iter().map(|file| file.text().len()).sum::<usize>() > LARGE
    }

    /// Finds that out.
    pub fn find_places(&self) {
        self.files.iter().for_each(Source::find_places);
    }

    /// Lets go of the trees; what is left is enough to tell places and digests.
    pub fn forget_trees(&mut self) {
        for source in &mut self.files {
            source.take_value();
        }
    }

    /// What was odd about the texts.
    pub fn diagnostics(&self) -> impl Iterator<Item = &Diagnostic> {
        self.files.iter().flat_map(Source::diagnostics)
    }
}

impl From<Source> for Sources {
    fn from(entry: Source) -> Self {
        let path = reference::normal(entry.path());
        let folder = path.parent().map(Path::to_owned).unwrap_or_default();
        let bytes = entry.text().len();
        let known = HashMap::from([(path, Ok(0))]);
        let addresses = address(&entry).into_iter().map(|own| (own, 0)).collect();
        Self { files: vec![entry], overlays: 0, known, addresses, folders: vec![folder], bytes }
    }
}

/// The address that a file says it has.
fn address(source: &Source) -> Option<String> {
    let own = ["$self", "$id"].into_iter().find_map(|key| source.value().get(key)?.as_str())?;
    Some(join("", own))
}

/// Calls `found` with everything that may be a reference to a file.
///
/// The tree is no deeper than [`limits::DEPTH`].
fn references(value: &Value, found: &mut dyn FnMut(&str)) {
    match value {
        Value::Object(members) => members.iter().for_each(|(key, value)| match value {
            Value::String(text) if key == "$ref" || key == "operationRef" => found(text),
            Value::Object(mapping) if key == "mapping" => {
                mapping.values().filter_map(Value::as_str).for_each(&mut *found)
            }
            value => references(value, found),
        }),
        Value::Array(items) => items.iter().for_each(|item| references(item, found)),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::Mutex;

    /// Reads `text` as `spec/openapi.yaml`; gives the sources and the paths that were asked for.
    fn sources(text: &str, files: &[(&str, &str)], allowed: &str) -> (Sources, Vec<String>) {
        let asked = Mutex::new(Vec::new());
        let read = |path: &Path| {
            let path = path.to_string_lossy().replace('\\', "/");
            asked.lock().unwrap().push(path.clone());
            let found = files.iter().find(|(name, _)| *name == path);
            found
                .map(|(_, text)| text.as_bytes().to_vec())
                .ok_or(io::Error::new(io::ErrorKind::NotFound, "no such file"))
        };
        let files = Files::new(&read).allow(Path::new(allowed));
        let sources = Sources::load(Path::new("./spec/openapi.yaml"), text, &files).unwrap();
        let asked = asked.lock().unwrap().clone();
        (sources, asked)
    }

    #[test]
    fn files_are_read_once_and_all_the_way() {
        let text = "a: {$ref: 'a.yaml#/x'}\nb: {$ref: './a.yaml'}\nc: {$ref: '#/a'}\n";
        let files = [("spec/a.yaml", "x: {$ref: 'b/c.json#/y'}"), ("spec/b/c.json", "{\"$ref\": \"../openapi.yaml\"}")];
        let (sources, asked) = sources(text, &files, "spec");
        assert_eq!(asked, ["spec/a.yaml", "spec/b/c.json"]);
        assert_eq!((sources.resolve(0, "a.yaml#/x"), sources.resolve(1, "b/c.json#/y")), (Ok(1), Ok(2)));
        assert_eq!((sources.resolve(2, "../openapi.yaml#/a"), sources.resolve(2, "#/z")), (Ok(0), Ok(2)));
        assert_eq!(sources.get(2).map(Source::path), Some(Path::new("spec/b/c.json")));
    }

    #[test]
    fn nothing_outside_is_read() {
        let text = "a: {$ref: '../a.yaml'}\nb: {$ref: '/etc/passwd'}\nc: {$ref: 'https://x.org/a.yaml'}\nd: {$ref: '../lib/d.yaml'}\n";
        let (sources, asked) = sources(text, &[("lib/d.yaml", "{}")], "lib");
        assert_eq!(asked, ["lib/d.yaml"]);
        assert_eq!(sources.resolve(0, "../a.yaml"), Err(Missing::Outside("a.yaml".into())));
        assert_eq!(sources.resolve(0, "/etc/passwd"), Err(Missing::Outside("/etc/passwd".into())));
        assert_eq!(sources.resolve(0, "https://x.org/a.yaml"), Err(Missing::Remote));
        assert_eq!(sources.resolve(0, "../lib/d.yaml"), Ok(1));
    }

    #[test]
    fn files_that_cannot_be_read_are_told_to_who_asks() {
        let text = "a: {$ref: gone.yaml}\nb: {$ref: broken.yaml}\nc: {mapping: {x: list.yaml, y: z}}\n";
        let files = [("spec/broken.yaml", "a: [\n"), ("spec/list.yaml", "a: 1\na: 2\n")];
        let (sources, _) = sources(text, &files, "");
        let reason = "no such file".to_owned();
        assert_eq!(sources.resolve(0, "gone.yaml"), Err(Missing::NotRead("spec/gone.yaml".into(), reason)));
        let Err(Missing::Broken(1, mistake)) = sources.resolve(0, "broken.yaml") else { panic!() };
        assert_eq!(mistake.primary.tree, crate::diagnostics::Tree::Text(1, 5..5));
        assert_eq!(sources.resolve(0, "list.yaml"), Ok(2));
        let trees: Vec<_> = sources.diagnostics().map(|remark| remark.primary.tree.clone()).collect();
        assert_eq!(trees, [crate::diagnostics::Tree::Source(2)]);
    }

    #[test]
    fn a_document_that_cannot_be_read_can_still_be_reported() {
        let (sources, mistake) = Sources::load(Path::new("a.yaml"), "a: [", &Files::none()).unwrap_err();
        assert_eq!((sources.entry().text(), mistake.code), ("a: [", "OAS0001"));
    }
}
