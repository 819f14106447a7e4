//! Crates -> what the compiler says of them: all in one Cargo workspace with one target folder, some at a time.

mod timer;

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::PathBuf;

use super::cargo::{Cargo, Messages, Task};
use super::outcome::Check;
pub use timer::run_if_asked as time_rustc_if_asked;

/// How crates are checked.
#[derive(Clone, Debug)]
pub struct Settings {
    /// The workspace; the crates are in `crates` below it.
    pub cargo: Cargo,
    /// The program that runs the compiler and measures it; without one no times are known.
    pub timer: Option<PathBuf>,
    /// How many crates are in the workspace at a time: what they leave is deleted before the next ones.
    pub batch: usize,
}

/// Checks the crates of these names, and calls `done` for each that the compiler is through with.
pub fn all(packages: &[String], settings: &Settings, done: &dyn Fn(&str)) -> io::Result<BTreeMap<String, Check>> {
    let mut checks = BTreeMap::new();
    for batch in packages.chunks(settings.batch.max(1)) {
        checks.extend(together(batch, settings, done)?);
        settings.cargo.clean(batch)?;
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
    settings.cargo.root.join("times")
}

/// Has the compiler check these crates; gives what it found and what Cargo said.
fn build(packages: &[String], settings: &Settings, done: &dyn Fn(&str)) -> io::Result<(Messages, String)> {
    let times = times(settings);
    fs::create_dir_all(&times)?;
    packages.iter().try_for_each(|package| timer::forget(&times, package))?;
    let timer = settings.timer.iter().flat_map(|timer| [("RUSTC_WORKSPACE_WRAPPER", timer), (timer::FOLDER, &times)]);
    let variables: Vec<_> = timer.map(|(name, value)| (name, value.clone())).collect();
    let task = Task { arguments: &["check", "--lib"], folder: "crates", variables: &variables };
    settings.cargo.run(task, packages, done)
}

#[cfg(test)]
mod tests {
    use std::cell::RefCell;
    use std::fs;

    use super::{Cargo, Settings, all};

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
        let settings = Settings { cargo: Cargo { root, jobs: 1 }, timer: None, batch: 3 };
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
