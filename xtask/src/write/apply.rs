//! Carries out plans: all of them, or none.
//!
//! Every text is first written beside its place under another name; only when all are there are they renamed, which
//! is atomic for each file. What is replaced or deleted is kept until the end, so that any failure can be undone.

use std::fmt;
use std::fs::{self, OpenOptions};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use super::plan::{Change, Plan};

/// The end of the names of files that live only as long as a run, before the number of the process.
const TEMPORARY: &str = ".codegen-";

/// A run that failed; the disk is as it was unless `not_undone` says otherwise.
#[derive(Debug)]
pub struct Broken {
    path: PathBuf,
    error: io::Error,
    not_undone: Vec<PathBuf>,
}

impl fmt::Display for Broken {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "`{}` cannot be written: {}", self.path.display(), self.error)?;
        if self.not_undone.is_empty() {
            return write!(formatter, "; nothing was changed");
        }
        let paths: Vec<_> = self.not_undone.iter().map(|path| path.display().to_string()).collect();
        write!(formatter, "; not everything could be undone: {}", paths.join(", "))
    }
}

/// Is this the name of a file that a run makes for itself?
pub fn is_leftover(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or(path);
    let number = name.starts_with('.').then(|| name.rsplit_once(TEMPORARY)).flatten();
    number.is_some_and(|(_, number)| !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_alphanumeric()))
}

/// Brings each folder into the state its plan describes.
pub fn apply(plans: &[(&Path, &Plan)]) -> Result<(), Broken> {
    let mut journal = Journal::default();
    match plans.iter().try_for_each(|(root, plan)| journal.stage(root, plan)).and_then(|()| swap(&mut journal, plans)) {
        Ok(()) => {
            journal.commit();
            plans.iter().for_each(|(root, plan)| remove_empty_folders(root, plan));
            Ok(())
        }
        Err(At { path, error }) => Err(Broken { path, error, not_undone: journal.undo() }),
    }
}

/// Where something failed.
struct At {
    path: PathBuf,
    error: io::Error,
}

trait Locate<T> {
    fn at(self, path: &Path) -> Result<T, At>;
}

impl<T> Locate<T> for io::Result<T> {
    fn at(self, path: &Path) -> Result<T, At> {
        self.map_err(|error| At { path: path.to_owned(), error })
    }
}

/// How to take back one step.
enum Undo {
    RemoveFile(PathBuf),
    RemoveFolder(PathBuf),
    Restore { kept: PathBuf, path: PathBuf },
}

/// The steps that were taken.
#[derive(Default)]
struct Journal {
    steps: Vec<Undo>,
}

/// Puts the staged files in their places. Files go before others come: where the file system ignores case, the file
/// that goes may bear the name of one that comes.
fn swap(journal: &mut Journal, plans: &[(&Path, &Plan)]) -> Result<(), At> {
    for (root, plan) in plans {
        plan.delete.iter().try_for_each(|change| journal.take_away(&root.join(&change.path)))?;
    }
    for (root, plan) in plans {
        plan.update.iter().try_for_each(|change| journal.replace(&root.join(&change.path)))?;
        plan.create.iter().try_for_each(|change| journal.put(&root.join(&change.path)))?;
    }
    Ok(())
}

impl Journal {
    fn stage(&mut self, root: &Path, plan: &Plan) -> Result<(), At> {
        for Change { path, after, .. } in plan.create.iter().chain(&plan.update) {
            let path = root.join(path);
            self.make_folders(path.parent().unwrap_or(root))?;
            let staged = beside(&path, "new");
            let mut file = OpenOptions::new().write(true).create_new(true).open(&staged).at(&path)?;
            self.steps.push(Undo::RemoveFile(staged.clone()));
            file.write_all(after.as_bytes()).at(&path)?;
            if let Ok(metadata) = fs::metadata(&path) {
                fs::set_permissions(&staged, metadata.permissions()).at(&path)?;
            }
        }
        Ok(())
    }

    fn make_folders(&mut self, folder: &Path) -> Result<(), At> {
        let missing: Vec<_> = folder.ancestors().take_while(|folder| !folder.exists()).collect();
        for folder in missing.into_iter().rev().filter(|folder| !folder.as_os_str().is_empty()) {
            fs::create_dir(folder).at(folder)?;
            self.steps.push(Undo::RemoveFolder(folder.to_owned()));
        }
        Ok(())
    }

    fn take_away(&mut self, path: &Path) -> Result<(), At> {
        let kept = beside(path, "old");
        fs::rename(path, &kept).at(path)?;
        self.steps.push(Undo::Restore { kept, path: path.to_owned() });
        Ok(())
    }

    fn replace(&mut self, path: &Path) -> Result<(), At> {
        let kept = beside(path, "old");
        // A second name for the old file keeps its text and its times; not every file system has that.
        fs::hard_link(path, &kept).or_else(|_| fs::copy(path, &kept).map(drop)).at(path)?;
        self.steps.push(Undo::Restore { kept, path: path.to_owned() });
        fs::rename(beside(path, "new"), path).at(path)
    }

    fn put(&mut self, path: &Path) -> Result<(), At> {
        // Whatever appeared here since the plan was made is not ours to replace.
        if fs::symlink_metadata(path).is_ok() {
            return Err(io::Error::from(io::ErrorKind::AlreadyExists)).at(path);
        }
        fs::rename(beside(path, "new"), path).at(path)?;
        self.steps.push(Undo::RemoveFile(path.to_owned()));
        Ok(())
    }

    /// Forgets what was kept. A file that cannot be removed does no harm: the next run takes it for a stray.
    fn commit(self) {
        for step in self.steps {
            if let Undo::Restore { kept, .. } = step {
                let _ = fs::remove_file(kept);
            }
        }
    }

    /// Takes back every step, the last first; gives what could not be taken back.
    fn undo(self) -> Vec<PathBuf> {
        self.steps.into_iter().rev().filter_map(|step| step.undo().err()).collect()
    }
}

impl Undo {
    fn undo(self) -> Result<(), PathBuf> {
        let (result, path) = match self {
            Self::RemoveFile(path) => (fs::remove_file(&path), path),
            Self::RemoveFolder(path) => (fs::remove_dir(&path), path),
            Self::Restore { kept, path } => (restore(&kept, &path), path),
        };
        match result {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(path),
            _ => Ok(()),
        }
    }
}

/// Renaming one name of a file to another name of the same file does nothing (POSIX), so the kept name goes as well.
fn restore(kept: &Path, path: &Path) -> io::Result<()> {
    fs::rename(kept, path)?;
    match fs::remove_file(kept) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

/// A name of our own in the same folder, so that renaming never crosses a file system.
fn beside(path: &Path, what: &str) -> PathBuf {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    path.with_file_name(format!(".{name}{TEMPORARY}{what}{}", std::process::id()))
}

/// Removes the folders that are empty now that their files are gone, from the inside out.
fn remove_empty_folders(root: &Path, plan: &Plan) {
    for change in &plan.delete {
        let path = root.join(&change.path);
        let folders = path.ancestors().skip(1).take_while(|folder| *folder != root);
        // A folder that is not empty stays: `remove_dir` refuses.
        let _ = folders.map(fs::remove_dir).take_while(Result::is_ok).count();
    }
}
