//! Cargo over some crates: they are the members of a workspace of their own, with one target folder for all runs.

mod messages;

use std::fs::{self, File};
use std::io::{self, BufRead as _, BufReader};
use std::path::PathBuf;
use std::process::{Command, Stdio};

pub use messages::Messages;

/// What Cargo does, and with which crates.
#[derive(Clone, Copy, Debug)]
pub struct Task<'a> {
    /// The arguments of Cargo: the subcommand and which targets.
    pub arguments: &'a [&'a str],
    /// The folder of the crates, below that of the workspace.
    pub folder: &'a str,
    /// More variables of the environment.
    pub variables: &'a [(&'a str, PathBuf)],
}

/// The folder of the workspace and how it is worked on.
#[derive(Clone, Debug)]
pub struct Cargo {
    /// The folder.
    pub root: PathBuf,
    /// How many compilers run at a time.
    pub jobs: usize,
}

impl Cargo {
    /// Runs Cargo on these crates, and calls `done` for each that the compiler is through with; gives what the compiler
    /// found and what Cargo said.
    pub fn run(&self, task: Task<'_>, packages: &[String], done: &dyn Fn(&str)) -> io::Result<(Messages, String)> {
        self.write_workspace(task.folder, packages)?;
        let log = self.root.join("logs").join("cargo.log");
        let mut command = self.command();
        command.args(task.arguments).args(["--workspace", "--keep-going", "--message-format", "json"]);
        command.args(["--jobs", &self.jobs.max(1).to_string()]);
        command.envs(task.variables.iter().map(|(name, value)| (name, value)));
        let mut child = command.stdout(Stdio::piped()).stderr(File::create(&log)?).spawn()?;
        let mut messages = Messages::default();
        for line in child.stdout.take().map(BufReader::new).into_iter().flat_map(BufReader::lines) {
            messages.read(&line?).into_iter().for_each(|package| done(&package));
        }
        child.wait()?;
        Ok((messages, fs::read_to_string(log)?))
    }

    fn command(&self) -> Command {
        let mut command = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
        command.current_dir(&self.root).stdin(Stdio::null());
        // What is left for the next run over the same crate is never used: the crate is deleted first.
        command.env("CARGO_TARGET_DIR", self.target()).env("CARGO_INCREMENTAL", "0");
        command.env("CARGO_TERM_COLOR", "never").env("CARGO_TERM_PROGRESS_WHEN", "never");
        command
    }

    fn target(&self) -> PathBuf {
        self.root.join("target")
    }

    /// The program that was built of a crate.
    pub fn program(&self, package: &str) -> PathBuf {
        self.target().join("debug").join(format!("{package}{}", std::env::consts::EXE_SUFFIX))
    }

    /// A workspace of these crates alone, with a folder for logs.
    fn write_workspace(&self, folder: &str, packages: &[String]) -> io::Result<()> {
        fs::create_dir_all(self.root.join("logs"))?;
        let members: String = packages.iter().map(|package| format!("    \"{folder}/{package}\",\n")).collect();
        let manifest =
            format!("[workspace]\nresolver = \"3\"\nmembers = [\n{members}]\n\n[profile.dev]\ndebug = false\n");
        fs::write(self.root.join("Cargo.toml"), manifest)
    }

    /// Deletes what the compiler made of these crates; what it made of their dependencies stays.
    pub fn clean(&self, packages: &[String]) -> io::Result<()> {
        let mut command = self.command();
        command.arg("clean").args(packages.iter().flat_map(|package| ["--package", package]));
        // A workspace that Cargo cannot read has left nothing either.
        command.stdout(Stdio::null()).stderr(Stdio::null()).status().map(drop)
    }
}
