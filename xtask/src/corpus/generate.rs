//! Every document in a process of its own, a few at a time.

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::{Command, ExitStatus, Stdio};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::Duration;

use super::find::Document;
use super::limits;
use super::outcome::Generation;

/// How documents are generated.
#[derive(Clone, Debug)]
pub struct Settings {
    /// The program that generates one document.
    pub program: PathBuf,
    /// The folder whose files a document may refer to.
    pub root: PathBuf,
    /// The folder of the crates.
    pub crates: PathBuf,
    /// The folder of what the processes say.
    pub logs: PathBuf,
    /// List the examples of each document too?
    pub examples: bool,
    /// The CPU time that one document may take.
    pub limit: Duration,
    /// How many processes there are at a time.
    pub jobs: usize,
}

/// Generates all documents, and calls `done` with the index of each and what came of it.
pub fn all(documents: &[Document], settings: &Settings, done: &(dyn Fn(usize, Result<Generation, String>) + Sync)) {
    let next = AtomicUsize::new(0);
    let work = || {
        loop {
            let index = next.fetch_add(1, Ordering::Relaxed);
            let Some(document) = documents.get(index) else { break };
            done(index, one(document, settings));
        }
    };
    thread::scope(|scope| (0..settings.jobs.max(1)).for_each(|_| drop(scope.spawn(work))));
}

/// The same, in the order of the documents.
pub fn in_order(
    documents: &[Document],
    settings: &Settings,
    progress: &(dyn Fn(&Document) + Sync),
) -> Vec<Result<Generation, String>> {
    let results: Mutex<Vec<_>> = Mutex::new(vec![Err("it was not generated".to_owned()); documents.len()]);
    all(documents, settings, &|index, result| {
        progress(&documents[index]);
        if let Ok(mut results) = results.lock() {
            results[index] = result;
        }
    });
    results.into_inner().unwrap_or_default()
}

fn one(document: &Document, settings: &Settings) -> Result<Generation, String> {
    let out = settings.crates.join(&document.package);
    let log = settings.logs.join(format!("{}.log", document.package));
    let report = settings.logs.join(format!("{}.json", document.package));
    // What an earlier run left must not pass for what this one does.
    remove(&report)?;
    let status = spawn(document, &out, &report, &log, settings).map_err(|error| format!("no process: {error}"))?;
    match status {
        Some(status) if status.success() => {
            let text = fs::read_to_string(&report).map_err(|error| format!("it left no report: {error}"))?;
            Generation::parse(&text)
        }
        Some(status) => Err(crash(&fs::read_to_string(&log).unwrap_or_default(), status)),
        None => Err(format!("it takes more than {} s of CPU time", settings.limit.as_secs())),
    }
}

fn remove(path: &Path) -> Result<(), String> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(format!("`{}`: {error}", path.display())),
        _ => Ok(()),
    }
}

fn spawn(
    document: &Document,
    out: &Path,
    report: &Path,
    log: &Path,
    settings: &Settings,
) -> std::io::Result<Option<ExitStatus>> {
    let mut command = Command::new(&settings.program);
    command
        .arg("corpus-document")
        .arg(&document.path)
        .arg("--root")
        .arg(&settings.root)
        .arg("--out")
        .arg(out)
        .arg("--report")
        .arg(report);
    command.args(["--package", &document.package, "--limit", &settings.limit.as_secs().to_string()]);
    if settings.examples {
        command.arg("--examples").arg(settings.logs.join(format!("{}.examples.json", document.package)));
    }
    command.env("RUST_BACKTRACE", "0").stdin(Stdio::null()).stdout(Stdio::null()).stderr(File::create(log)?);
    limits::wait(command.spawn()?, settings.limit)
}

/// Why a process ended before its time, in one line.
fn crash(log: &str, status: ExitStatus) -> String {
    let mut lines = log.lines().skip_while(|line| !line.contains("panicked at")).map(str::trim);
    if let Some(place) = lines.next() {
        let place = place.split_once("panicked at ").map_or(place, |(_, place)| place);
        return format!("panicked at {place} {}", lines.next().unwrap_or_default());
    }
    let telling = |line: &&str| ["overflowed its stack", "memory allocation of"].iter().any(|part| line.contains(part));
    let said = log.lines().find(telling).or_else(|| log.lines().rev().find(|line| !line.trim().is_empty()));
    said.map_or_else(|| status.to_string(), |said| format!("{} ({status})", said.trim()))
}

#[cfg(test)]
mod tests {
    use std::process::Command;

    use super::crash;

    #[cfg(unix)]
    #[test]
    fn a_crash_is_told_in_one_line() {
        let status = Command::new("false").status().unwrap();
        let panic =
            "\nthread 'main' (1) panicked at generator/src/lower.rs:7:9:\nindex out of bounds\nnote: run with\n";
        let overflow = "\nthread 'main' has overflowed its stack\nfatal runtime error: stack overflow, aborting\n";
        assert_eq!(crash(panic, status), "panicked at generator/src/lower.rs:7:9: index out of bounds");
        assert_eq!(crash(overflow, status), "thread 'main' has overflowed its stack (exit status: 1)");
        assert_eq!(crash("", status), "exit status: 1");
    }
}
