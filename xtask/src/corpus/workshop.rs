//! The folder of a run: the crates, what the processes say, and the program that makes them.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use crate::output::{Failure, show};

/// The file that says whose the folder is, and keeps backups out (<https://bford.info/cachedir/>).
const TAG: &str = "CACHEDIR.TAG";

/// The versions of the dependencies that a workspace is built with.
const LOCK: &str = "Cargo.lock";

/// The text of the tag; the first line is the specification's.
const TAG_TEXT: &str = "Signature: 8a477f597d28d172789f06886806bc55\n# This folder was made by `cargo xtask corpus`.\n";

/// The folder of a run.
#[derive(Clone, Debug)]
pub struct Workshop {
    root: PathBuf,
}

impl Workshop {
    /// Makes the folder, or takes over that of an earlier run.
    pub fn open(out: Option<&Path>) -> Result<Self, Failure> {
        let root = out.map_or_else(default_folder, |out| Ok(out.to_owned()));
        let root = root.and_then(std::path::absolute);
        let root = root.map_err(|error| Failure::usage(format!("there is no folder to write to: {error}")))?;
        if is_foreign(&root) {
            let failure = Failure::usage(format!("`{}` is not empty and not of an earlier run", show(&root)));
            return Err(failure.help("name another folder with `--out`"));
        }
        let workshop = Self { root };
        workshop.set_up().map_err(|error| Failure::usage(format!("`{}`: {error}", show(&workshop.root))))?;
        Ok(workshop)
    }

    fn set_up(&self) -> io::Result<()> {
        fs::create_dir_all(self.crates())?;
        fs::create_dir_all(self.logs())?;
        fs::write(self.root.join(TAG), TAG_TEXT)?;
        self.adopt_lock()?;
        // A copy, so that building the workspace meanwhile cannot exchange the generator halfway through.
        let program = self.program();
        let _ = fs::remove_file(&program);
        fs::copy(std::env::current_exe()?, program).map(drop)
    }

    /// Crates are checked with the dependencies that this workspace has, where it has them.
    fn adopt_lock(&self) -> io::Result<()> {
        let (ours, theirs) = (self.root.join(LOCK), workspace_root()?.join(LOCK));
        if ours.exists() || !theirs.is_file() { Ok(()) } else { fs::copy(theirs, ours).map(drop) }
    }

    /// The folder itself; it is a Cargo workspace while crates are checked.
    pub fn root(&self) -> PathBuf {
        self.root.clone()
    }

    /// The folder of the crates, one folder each.
    pub fn crates(&self) -> PathBuf {
        self.root.join("crates")
    }

    /// The folder of what the processes say.
    pub fn logs(&self) -> PathBuf {
        self.root.join("logs")
    }

    /// The program that generates documents: this one.
    pub fn program(&self) -> PathBuf {
        self.root.join(format!("generate{}", std::env::consts::EXE_SUFFIX))
    }
}

/// Beside what Cargo builds for the workspace around the current folder.
fn default_folder() -> io::Result<PathBuf> {
    if let Some(target) = std::env::var_os("CARGO_TARGET_DIR").filter(|target| !target.is_empty()) {
        return Ok(PathBuf::from(target).join("corpus"));
    }
    Ok(workspace_root()?.join("target").join("corpus"))
}

/// The workspace around the current folder, else that folder.
fn workspace_root() -> io::Result<PathBuf> {
    let current = std::env::current_dir()?;
    let root = current.ancestors().find(|folder| crate::workspace::is_workspace(folder));
    Ok(root.map_or(current.clone(), Path::to_owned))
}

fn is_foreign(folder: &Path) -> bool {
    let ours = fs::read_to_string(folder.join(TAG)).is_ok_and(|text| text == TAG_TEXT);
    !ours && (folder.is_file() || fs::read_dir(folder).is_ok_and(|mut entries| entries.next().is_some()))
}
