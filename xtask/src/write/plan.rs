//! What must happen to a folder so that it holds the generated files and no others of ours. Pure.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use generator::{File, manifest_tail};
use similar::{ChangeTag, TextDiff};

use super::disk::{Disk, Entry};
use super::{is_generated, paths};
use crate::lock;

/// The folder in which generated files that are no longer wanted are deleted.
const SOURCES: &str = "src/";

/// What the header of a manifest says that no other tool's would.
const COMMAND: &str = "`cargo xtask codegen`";

/// What must happen to a folder.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Plan {
    /// Files that are not there.
    pub create: Vec<Change>,
    /// Files whose text differs.
    pub update: Vec<Change>,
    /// Files that are as they should be; they are not touched.
    pub unchanged: Vec<String>,
    /// Files of ours that are no longer wanted.
    pub delete: Vec<Change>,
}

/// What happens to one file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// Relative to the folder, with `/`.
    pub path: String,
    /// The text that is there, empty if there is none.
    pub before: String,
    /// The text that shall be there, empty if there shall be none.
    pub after: String,
}

/// How far a plan may go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Policy {
    /// Only files with the `@generated` header are replaced, only in a folder that is ours.
    Own,
    /// Any file may be replaced in any folder.
    Force,
    /// Nothing will be written: whose the files are and whether they are write-protected is no matter.
    Compare,
}

/// Why nothing can be written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Problem {
    /// The folder holds something, but no `API.lock` of ours.
    ForeignFolder,
    /// There is a file in the way that was not generated.
    ForeignFile(String),
    /// There is a link in the way, which could lead anywhere.
    Symlink(String),
    /// There is a folder where a file shall be, a file where a folder shall be, or a file that is no text.
    InTheWay(String),
    /// People added this to the part of the manifest that is generated.
    Lost(Vec<String>),
    /// The file is write-protected.
    ReadOnly(String),
    /// The generator made a path that must not be.
    Path(String, &'static str),
    /// The generator made two paths that are one on a file system that ignores case.
    SamePath(String, String),
    /// The generator made a file without header, which it would not recognise as its own.
    NoHeader(String),
}

impl fmt::Display for Problem {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::ForeignFolder => write!(formatter, "the folder is not empty and was not generated"),
            Self::ForeignFile(path) => write!(formatter, "`{path}` is in the way: it has no `@generated` header"),
            Self::Symlink(path) => write!(formatter, "`{path}` is in the way: it is a symbolic link"),
            Self::InTheWay(path) => write!(formatter, "`{path}` is in the way: it is not a text file or not a folder"),
            Self::Lost(entries) => {
                let entries: Vec<_> = entries.iter().map(|entry| format!("`{entry}`")).collect();
                write!(
                    formatter,
                    "`{}` would lose {}, which codegen did not write",
                    manifest_tail::FILE,
                    entries.join(", ")
                )
            }
            Self::ReadOnly(path) => write!(formatter, "`{path}` is write-protected"),
            Self::Path(path, reason) => write!(formatter, "`{path}` must not be written: {reason}"),
            Self::SamePath(one, other) => write!(formatter, "`{one}` and `{other}` differ only in case"),
            Self::NoHeader(path) => write!(formatter, "`{path}` was generated without `@generated` header"),
        }
    }
}

impl Plan {
    /// Is everything as it should be?
    pub fn is_empty(&self) -> bool {
        self.changes().next().is_none()
    }

    /// Every file that something happens to.
    pub fn changes(&self) -> impl Iterator<Item = &Change> {
        self.create.iter().chain(&self.update).chain(&self.delete)
    }

    /// How many lines are added and removed in all.
    pub fn lines(&self) -> (usize, usize) {
        let sum = |sum: (usize, usize), lines: (usize, usize)| (sum.0 + lines.0, sum.1 + lines.1);
        self.changes().map(Change::lines).fold((0, 0), sum)
    }
}

impl Change {
    /// How many lines are added and removed.
    pub fn lines(&self) -> (usize, usize) {
        if self.before.is_empty() || self.after.is_empty() {
            return (self.after.lines().count(), self.before.lines().count());
        }
        let diff = TextDiff::from_lines(&self.before, &self.after);
        let count = |tag| diff.iter_all_changes().filter(|change| change.tag() == tag).count();
        (count(ChangeTag::Insert), count(ChangeTag::Delete))
    }

    /// The first line that differs, from 1.
    pub fn first_line(&self) -> usize {
        1 + self.before.lines().zip(self.after.lines()).take_while(|(before, after)| before == after).count()
    }
}

/// Compares the files with the disk.
pub fn plan(disk: &Disk, files: &[File], policy: Policy) -> Result<Plan, Vec<Problem>> {
    let mut problems = own_mistakes(files);
    if policy == Policy::Own && is_foreign(disk) {
        problems.push(Problem::ForeignFolder);
    }
    // In a folder that is refused as a whole, each file of it is no news.
    let refused = !problems.is_empty();
    let mut plan = Plan::default();
    for file in files {
        match step(disk, file, policy) {
            Ok(()) => sort(&mut plan, disk, file),
            // One folder may be in the way of many files.
            Err(problem) if !refused && !problems.contains(&problem) => problems.push(problem),
            Err(_) => {}
        }
    }
    plan.delete = strays(disk, files);
    if problems.is_empty() { Ok(plan) } else { Err(problems) }
}

/// The folder must be empty or hold an `API.lock` of ours; one that a merge tore apart still has its header. Where nothing
/// is left of it, all else must be ours.
fn is_foreign(disk: &Disk) -> bool {
    let lock = disk.text(lock::FILE);
    let lost = lock::is_lost(lock);
    let ours = if lost { is_generated_throughout(disk) } else { lock.is_some_and(|text| is_ours(lock::FILE, text)) };
    let empty = disk.entries.keys().all(|path| path == ".git" || path == lock::FILE && lost);
    !ours && !empty
}

/// Was the manifest generated here, and each source?
fn is_generated_throughout(disk: &Disk) -> bool {
    let mut sources = disk.entries.iter().filter(|(path, _)| path.starts_with(SOURCES));
    disk.text(manifest_tail::FILE).is_some_and(|text| is_generated(text) && text.contains(COMMAND))
        && sources.all(|(_, entry)| match entry {
            Entry::Text { contents, .. } => is_generated(contents),
            Entry::Folder => true,
            Entry::Symlink | Entry::Other => false,
        })
}

/// Mistakes of the generator, caught before they reach the disk.
fn own_mistakes(files: &[File]) -> Vec<Problem> {
    let mut problems = Vec::new();
    let mut seen: BTreeMap<String, &str> = BTreeMap::new();
    for File { path, contents } in files {
        problems.extend(paths::objection(path).map(|reason| Problem::Path(path.clone(), reason)));
        if !is_generated(contents) {
            problems.push(Problem::NoHeader(path.clone()));
        }
        if let Some(other) = seen.insert(path.to_lowercase(), path) {
            problems.push(Problem::SamePath(other.to_owned(), path.clone()));
        }
    }
    problems.extend(files_as_folders(&seen));
    problems
}

/// A path that is a file and the folder of another file at once.
fn files_as_folders(paths: &BTreeMap<String, &str>) -> Vec<Problem> {
    let clash = |(folded, path): (&String, &&str)| {
        let file = ancestors(folded).find_map(|folder| paths.get(folder))?;
        Some(Problem::SamePath((*file).to_owned(), (*path).to_owned()))
    };
    paths.iter().filter_map(clash).collect()
}

/// May this file be written?
fn step(disk: &Disk, file: &File, policy: Policy) -> Result<(), Problem> {
    for folder in ancestors(&file.path) {
        match disk.entries.get(folder) {
            None | Some(Entry::Folder) => {}
            Some(Entry::Symlink) => return Err(Problem::Symlink(folder.to_owned())),
            Some(Entry::Text { .. } | Entry::Other) => return Err(Problem::InTheWay(folder.to_owned())),
        }
    }
    let path = file.path.clone();
    match disk.entries.get(&path) {
        None => Ok(()),
        Some(Entry::Symlink) => Err(Problem::Symlink(path)),
        Some(Entry::Folder | Entry::Other) => Err(Problem::InTheWay(path)),
        Some(Entry::Text { contents, .. }) if *contents == file.contents => Ok(()),
        Some(Entry::Text { read_only: true, .. }) if policy != Policy::Compare => Err(Problem::ReadOnly(path)),
        Some(Entry::Text { contents, .. }) if policy == Policy::Own && !is_ours(&path, contents) => {
            Err(Problem::ForeignFile(path))
        }
        Some(Entry::Text { .. }) => Ok(()),
    }
}

fn is_ours(path: &str, contents: &str) -> bool {
    is_generated(contents) || path == lock::FILE && (lock::has_merge_markers(contents) || lock::is_lost(Some(contents)))
}

fn sort(plan: &mut Plan, disk: &Disk, file: &File) {
    let change =
        |before: &str| Change { path: file.path.clone(), before: before.to_owned(), after: file.contents.clone() };
    match disk.text(&file.path) {
        None => plan.create.push(change("")),
        Some(text) if text == file.contents => plan.unchanged.push(file.path.clone()),
        Some(text) => plan.update.push(change(text)),
    }
}

/// Files under `src/` that were generated once and are no longer; and what a run that was killed left behind.
fn strays(disk: &Disk, files: &[File]) -> Vec<Change> {
    let wanted: BTreeSet<_> = files.iter().map(|file| file.path.as_str()).collect();
    let owned = |path: &str| path.starts_with(SOURCES) || super::apply::is_leftover(path);
    let strays = disk.generated().filter(|(path, _)| owned(path) && !wanted.contains(path));
    strays.map(|(path, text)| Change { path: path.to_owned(), before: text.to_owned(), after: String::new() }).collect()
}

/// Every folder of a path, the outermost first.
fn ancestors(path: &str) -> impl Iterator<Item = &str> {
    path.match_indices('/').map(|(slash, _)| &path[..slash])
}
