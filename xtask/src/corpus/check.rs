//! Crates -> what the compiler says of them: all in one Cargo workspace with one target folder, some at a time.

mod messages;
mod timer;

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{self, BufRead as _, BufReader};
use std::path::PathBuf;
use std::process::{Command, Stdio};

use super::outcome::Check;
use messages::Messages;
pub use timer::run_if_asked as time_rustc_if_asked;

/// How crates are checked.
#[derive(Clone, Debug)]
pub struct Settings {
    /// The folder of the workspace; the crates are in `crates` below it.
    pub root: PathBuf,
    /// The program that runs the compiler and measures it; without one no times are known.
    pub timer: Option<PathBuf>,
    /// How many crates are in the workspace at a time: what they leave is deleted before the next ones.
    pub batch: usize,
    /// How many compilers run at a time.
    pub jobs: usize,
}

/// Checks the crates of these names, and calls `done` for each that the compiler is through with.
pub fn all(packages: &[String], settings: &Settings, done: &dyn Fn(&str)) -> io::Result<BTreeMap<String, Check>> {
    let mut checks = BTreeMap::new();
    for batch in packages.chunks(settings.batch.max(1)) {
        checks.extend(together(batch, settings, done)?);
        clean(batch, settings)?;
    }
    Ok(checks)
}

/// Checks some crates at once. Those that Cargo did not come to, because it could not read the manifest of another,
/// are checked by themselves.
fn together(packages: &[String], settings: &Settings, done: &dyn Fn(&str)) -> io::Result<BTreeMap<String, Check>> {
    let (messages, said) = build(packages, settings, done)?;
    let mut checks = BTreeMap::new();
    for package in packages {
        let check = match messages.check(package) {
            Some(check) => Check { seconds: timer::seconds(&times(settings), package), ..check },
            None if packages.len() > 1 => {
                checks.append(&mut together(std::slice::from_ref(package), settings, done)?);
                continue;
            }
            None => Check { errors: 1, first: Some(reason(&said)), ..Check::default() },
        };
        checks.insert(package.clone(), check);
    }
    Ok(checks)
}

/// Why Cargo could not check a crate at all.
fn reason(said: &str) -> String {
    let mut lines = said.lines().map(str::trim).skip_while(|line| !line.starts_with("error")).take(12);
    let first = lines.next().unwrap_or("Cargo did not check it, and did not say why");
    let cause = lines.skip_while(|line| *line != "Caused by:").nth(1).map(|cause| format!(": {cause}"));
    format!("{first}{}", cause.unwrap_or_default())
}

fn times(settings: &Settings) -> PathBuf {
    settings.root.join("times")
}

/// Runs Cargo on these crates; gives what the compiler found and what Cargo said.
fn build(packages: &[String], settings: &Settings, done: &dyn Fn(&str)) -> io::Result<(Messages, String)> {
    write_workspace(packages, settings)?;
    let log = settings.root.join("logs").join("cargo.log");
    let mut command = cargo("check", settings);
    command.args(["--workspace", "--lib", "--keep-going", "--message-format", "json"]);
    command.args(["--jobs", &settings.jobs.max(1).to_string()]);
    if let Some(timer) = &settings.timer {
        command.env("RUSTC_WORKSPACE_WRAPPER", timer).env(timer::FOLDER, times(settings));
    }
    let mut child = command.stdout(Stdio::piped()).stderr(File::create(&log)?).spawn()?;
    let mut messages = Messages::default();
    for line in child.stdout.take().map(BufReader::new).into_iter().flat_map(BufReader::lines) {
        messages.read(&line?).into_iter().for_each(|package| done(&package));
    }
    child.wait()?;
    Ok((messages, fs::read_to_string(log)?))
}

fn cargo(subcommand: &str, settings: &Settings) -> Command {
    let mut command = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command.current_dir(&settings.root).arg(subcommand).stdin(Stdio::null());
    // What a check leaves for the next one of the same crate is never used: the crate is deleted first.
    command.env("CARGO_TARGET_DIR", settings.root.join("target")).env("CARGO_INCREMENTAL", "0");
    command.env("CARGO_TERM_COLOR", "never").env("CARGO_TERM_PROGRESS_WHEN", "never");
    command
}

/// A workspace of these crates alone, with empty folders for times and logs.
fn write_workspace(packages: &[String], settings: &Settings) -> io::Result<()> {
    fs::create_dir_all(settings.root.join("logs"))?;
    fs::create_dir_all(times(settings))?;
    packages.iter().try_for_each(|package| timer::forget(&times(settings), package))?;
    let members: String = packages.iter().map(|package| format!("    \"crates/{package}\",\n")).collect();
    let manifest = format!("[workspace]\nresolver = \"3\"\nmembers = [\n{members}]\n");
    fs::write(settings.root.join("Cargo.toml"), manifest)
}

/// Deletes what the compiler made of these crates; what it made of their dependencies stays.
fn clean(packages: &[String], settings: &Settings) -> io::Result<()> {
    let mut command = cargo("clean", settings);
    command.args(packages.iter().flat_map(|package| ["--package", package]));
    // A workspace that Cargo cannot read has left nothing either.
    command.stdout(Stdio::null()).stderr(Stdio::null()).status().map(drop)
}

#[cfg(test)]
mod tests {
    use std::cell::RefCell;
    use std::fs;

    use super::{Settings, all};

    #[test]
    fn crates_are_judged_each_by_itself() {
        let folder = tempfile::tempdir().unwrap();
        let write = |package: &str, manifest: &str, code: &str| {
            let root = folder.path().join("crates").join(package);
            fs::create_dir_all(root.join("src")).unwrap();
            fs::write(root.join("Cargo.toml"), manifest).unwrap();
            fs::write(root.join("src/lib.rs"), code).unwrap();
        };
        let manifest = |name: &str| format!("[package]\nname = \"{name}\"\nversion = \"0.1.0\"\nedition = \"2024\"\n");
        write("good", &manifest("good"), "pub fn fine() {}\n");
        write("broken", &manifest("broken"), "pub fn one() -> Nothing {}\npub fn two() -> Nothing {}\n");
        write("warned", &manifest("warned"), "fn unused() {}\n");
        write("damaged", "[package\n", "");
        let (root, seen) = (folder.path().to_owned(), RefCell::new(Vec::new()));
        let settings = Settings { root, timer: None, batch: 3, jobs: 1 };
        let packages = ["good", "broken", "warned", "damaged"].map(str::to_owned);
        let done = |package: &str| seen.borrow_mut().push(package.to_owned());
        let checks = all(&packages, &settings, &done).unwrap();
        let numbers = packages.clone().map(|package| (checks[&package].errors, checks[&package].warnings));
        assert_eq!(numbers, [(0, 0), (2, 0), (0, 1), (1, 0)]);
        let first = |package: &str| checks[package].first.clone().unwrap_or_default();
        assert!(first("broken").starts_with("crates/broken/src/lib.rs:1:17: error[E0425]"), "{}", first("broken"));
        assert!(first("warned").contains("warning[dead_code]: function `unused`"), "{}", first("warned"));
        assert!(first("damaged").contains("error"), "{}", first("damaged"));
        seen.borrow_mut().sort();
        assert_eq!(*seen.borrow(), ["broken", "good", "warned"]);
        let together = Settings { batch: 4, ..settings };
        assert_eq!(all(&packages, &together, &|_| {}).unwrap(), checks, "one damaged manifest spoils no other crate");
    }
}
