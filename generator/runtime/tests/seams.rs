//! What comes from outside stands in the files that are a seam, so that anything else works in a browser too.

#![allow(clippy::unwrap_used, reason = "a test may panic, its helpers too")]

use std::fs;
use std::path::{Path, PathBuf};

/// What a browser has no part of, or what only one file may know, and the files where it may stand.
const OUTSIDE: [(&str, &[&str]); 11] = [
    ("Instant", &["environment.rs"]),
    ("SystemTime", &["environment.rs"]),
    ("fastrand", &["environment.rs"]),
    ("tokio::", &["environment.rs", "blocking.rs", "local_file.rs"]),
    ("thread::sleep", &[]),
    ("thread::spawn", &[]),
    ("std::fs", &[]),
    ("std::env", &["variables.rs"]),
    ("TcpStream", &[]),
    ("reqwest::", &["reqwest.rs", "builder.rs"]),
    ("http_body", &["upload.rs"]),
];

/// What keeps a seam out of a browser.
const NOT_IN_A_BROWSER: &str = "not(target_arch = \"wasm32\")";

fn sources(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        match path.is_dir() {
            true => sources(&path, found),
            false => found.push(path),
        }
    }
}

/// The code of a file, without what is said about it.
fn code(path: &Path) -> String {
    let text = fs::read_to_string(path).unwrap();
    text.lines().filter(|line| !line.trim_start().starts_with("//")).map(|line| format!("{line}\n")).collect()
}

#[test]
fn the_outside_is_behind_seams() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = Vec::new();
    sources(&root, &mut files);
    assert!(files.len() > 90, "{}", files.len());
    for (outside, seams) in OUTSIDE {
        let with = files.iter().filter(|path| code(path).contains(outside));
        let with = with.map(|path| path.strip_prefix(&root).unwrap().to_string_lossy().into_owned());
        let mut with: Vec<String> = with.collect();
        with.sort_unstable();
        let mut seams = seams.to_vec();
        seams.sort_unstable();
        assert_eq!(with, seams, "where `{outside}` stands");
    }
}

/// Each use of such a file, or each item of it that is not of every target, says so.
#[test]
fn no_seam_is_in_a_browser() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let declared = code(&root.join("mod.rs"));
    for seam in ["pub mod blocking;", "mod local_file;", "mod reqwest;", "mod upload;"] {
        let (before, _) = declared.split_once(seam).unwrap();
        assert!(before.lines().last().unwrap().contains(NOT_IN_A_BROWSER), "{seam}");
    }
    let environment = code(&root.join("environment.rs"));
    let system = environment.split("\n\n").filter(|item| item.contains("System"));
    assert_eq!(system.filter(|item| item.contains(NOT_IN_A_BROWSER)).count(), 2);
}
