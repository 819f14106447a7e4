//! The long run, and how its finds become small.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};
use std::{env, fs, panic, thread};

use generator::File;
use serde_json::Value;

use super::Case;
use super::judge::{Broken, broken, judge};
use super::shrink::shrink;
use crate::random::Random;
use crate::workspace::{Member, Workspace};
use crate::{compile, harness};

/// Larger documents of a corpus say the same more slowly.
const CORPUS_BYTES: usize = 200_000;

/// How long a document may take before it is called a hang.
const HANG: Duration = Duration::from_secs(300);

/// The same for those that are shrunk.
const SHORT: Duration = Duration::from_secs(10);

/// How many finds of one kind are shrunk: that takes long, and the first tell enough.
const SHOWN: usize = 3;

/// Runs [`batch`] in a process of its own, again when one came to a bad end: a stack that overflows takes all with it.
#[test]
#[ignore = "takes as long as FUZZ_SECONDS says"]
fn long() {
    let (started, seconds) = (Instant::now(), number("FUZZ_SECONDS", 60));
    let (mut seed, mut whole) = (number("FUZZ_SEED", 1_000_000), true);
    while let Some(left) = seconds.checked_sub(started.elapsed().as_secs()).filter(|left| *left > 0) {
        let end = apart("batch", &[("FUZZ_SEED", seed.to_string()), ("FUZZ_SECONDS", left.to_string())], HANG);
        whole &= end == End::Well;
        let running: u64 = fs::read_to_string(scratch("running.seed")).unwrap().parse().unwrap();
        seed = running + 1;
        match end {
            End::Badly(how) => {
                let text = fs::read_to_string(scratch("running.json")).unwrap();
                println!("seed {running}: {how}\n{}\n", smallest_apart(&text));
            }
            // It goes on until the time is over, unless it is the fuzzer itself that panicked.
            End::Told if started.elapsed().as_secs() < seconds => println!("seed {running}: the fuzzer panicked\n"),
            End::Well | End::Told => break,
        }
    }
    assert!(whole, "the finds are above");
}

/// As many documents as the time allows.
#[test]
#[ignore = "is a part of `long`"]
fn batch() {
    panic::set_hook(Box::new(|_| {}));
    let (started, seconds) = (Instant::now(), Duration::from_secs(number("FUZZ_SECONDS", 60)));
    let (corpus, batch) = (corpus(), number("FUZZ_COMPILE", 0));
    let mut run = Run::default();
    for seed in number("FUZZ_SEED", 1_000_000).. {
        if started.elapsed() > seconds {
            break;
        }
        fs::write(scratch("running.seed"), seed.to_string()).unwrap();
        run.look_at(seed, &case(seed, &corpus));
        match batch {
            0 => run.crates.clear(),
            _ if run.crates.len() as u64 >= batch => run.compile(),
            _ => {}
        }
    }
    println!("{} documents, {} not read, {} compiled, {} finds", run.documents, run.unread, run.compiled, run.finds);
    assert_eq!(run.finds, 0);
}

/// How a process ended.
#[derive(Debug, PartialEq, Eq)]
enum End {
    Well,
    /// With finds, which it has told.
    Told,
    Badly(String),
}

/// Runs one of these tests in a process of its own. One that begins no document for so long is ended.
fn apart(test: &str, variables: &[(&str, String)], patience: Duration) -> End {
    fs::write(scratch("running.json"), "").unwrap();
    let mut command = Command::new(env::current_exe().unwrap());
    command.args([&format!("fuzz::long::{test}"), "--exact", "--ignored", "--nocapture"]).stderr(Stdio::null());
    let mut child = command.envs(variables.iter().map(|(key, value)| (key, value))).spawn().unwrap();
    loop {
        match child.try_wait().unwrap() {
            Some(status) if status.success() => return End::Well,
            Some(status) if status.code().is_some() => return End::Told,
            Some(status) => return End::Badly(status.to_string()),
            None if idle() > patience => {
                child.kill().unwrap();
                child.wait().unwrap();
                return End::Badly("hang".to_owned());
            }
            None => thread::sleep(Duration::from_millis(20)),
        }
    }
}

/// Since when the last document is being looked at; not at all while crates are compiled, which takes as long as it takes.
fn idle() -> Duration {
    let running = fs::metadata(scratch("running.json")).ok().filter(|found| found.len() > 0);
    let began = running.and_then(|found| found.modified().ok());
    began.and_then(|at| at.elapsed().ok()).unwrap_or_default()
}

/// The smallest document that still ends its process.
fn smallest_apart(text: &str) -> String {
    let path = scratch("candidate.json");
    let mut shows = |tree: &Value| {
        fs::write(&path, tree.to_string()).unwrap();
        let variables = [("FUZZ_DOCUMENT", path.display().to_string()), ("FUZZ_SHRINK", "0".to_owned())];
        matches!(apart("one", &variables, SHORT), End::Badly(_))
    };
    let tree = harness::tree(text);
    shrink(&tree, &mut shows).to_string()
}

/// Judges one document, and shrinks it if it breaks a promise.
#[test]
#[ignore = "needs the document FUZZ_DOCUMENT"]
fn one() {
    let text = fs::read_to_string(env::var("FUZZ_DOCUMENT").unwrap()).unwrap();
    fs::write(scratch("running.json"), &text).unwrap();
    let outcome = judge(&text).and_then(|files| files.map_or(Ok(()), compiles));
    if let Err(broken) = outcome {
        let case = Case { tree: harness::tree(&text), yaml: false };
        let shrunk = number("FUZZ_SHRINK", 1) > 0;
        panic!("{broken}\n{}", if shrunk { smallest(&case, &broken).text() } else { text });
    }
}

/// What came of the documents so far.
#[derive(Default)]
struct Run {
    documents: usize,
    unread: usize,
    compiled: usize,
    finds: usize,
    /// How many there are of each kind.
    kinds: HashMap<String, usize>,
    /// Waiting to be compiled.
    crates: Vec<(u64, Case, Vec<File>)>,
}

impl Run {
    fn look_at(&mut self, seed: u64, case: &Case) {
        self.documents += 1;
        // If the process ends or hangs, this is the document that did it.
        fs::write(scratch("running.json"), case.text()).unwrap();
        match judge(&case.text()) {
            Err(broken) => self.found(seed, case, &broken),
            Ok(None) => self.unread += 1,
            Ok(Some(files)) => self.crates.push((seed, Case { tree: case.tree.clone(), yaml: case.yaml }, files)),
        }
    }

    fn found(&mut self, seed: u64, case: &Case, broken: &Broken) {
        self.finds += 1;
        let known = self.kinds.entry(broken.promise.clone()).or_default();
        *known += 1;
        match *known > SHOWN {
            true => println!("seed {seed}: {}, again\n", broken.promise),
            false => println!("seed {seed}: {broken}\n{}\n", smallest(case, broken).text()),
        }
    }

    fn compile(&mut self) {
        fs::write(scratch("running.json"), "").unwrap();
        let crates = std::mem::take(&mut self.crates);
        self.compiled += crates.len();
        let member = |seed: u64, files: &[File]| renamed(format!("fuzz-{seed}"), files.to_vec());
        let members: Vec<Member> = crates.iter().map(|(seed, _, files)| member(*seed, files)).collect();
        let complaints = compile::complaints(Workspace::write("fuzz", &members).cargo("check"));
        for (seed, case, _) in crates {
            if let Some(text) = complaints.get(&format!("fuzz-{seed}")) {
                self.found(seed, &case, &complaint(text));
            }
        }
    }
}

/// The crate under a name of its own: all are judged under one, and a workspace has each name once.
fn renamed(package: String, mut files: Vec<File>) -> Member {
    let manifests = files.iter_mut().filter(|file| file.path == "Cargo.toml");
    manifests.for_each(|file| {
        file.contents = file.contents.replacen("name = \"fuzz\"", &format!("name = \"{package}\""), 1)
    });
    Member::whole(package, files)
}

/// The smallest document that breaks the same promise.
pub fn smallest(case: &Case, broken: &Broken) -> Case {
    let yaml = case.yaml;
    let mut shows = |tree: &Value| {
        let text = Case { tree: tree.clone(), yaml }.text();
        fs::write(scratch("running.json"), &text).unwrap();
        let outcome = judge(&text).and_then(|files| match files {
            Some(files) if broken.promise.starts_with("rustc") => compiles(files),
            Some(_) | None => Ok(()),
        });
        outcome.is_err_and(|other| other.promise == broken.promise)
    };
    Case { tree: shrink(&case.tree, &mut shows), yaml }
}

fn compiles(files: Vec<File>) -> Result<(), Broken> {
    let complaints =
        compile::complaints(Workspace::write("fuzz", &[Member::whole("fuzz".to_owned(), files)]).cargo("check"));
    complaints.values().next().map_or(Ok(()), |text| Err(complaint(text)))
}

/// The first line names the kind: `error[E0428]: the name …`.
fn complaint(text: &str) -> Broken {
    let kind = text.split([':', '`']).next().unwrap_or_default();
    broken(format!("rustc {kind}"), text)
}

/// Every fourth document is one of the corpus, broken.
fn case(seed: u64, corpus: &[Value]) -> Case {
    match corpus.len() as u64 {
        count if count > 0 && seed % 4 == 3 => Case::broken(corpus[(seed / 4 % count) as usize].clone(), Random(seed)),
        _ => Case::new(seed),
    }
}

fn corpus() -> Vec<Value> {
    let Ok(folder) = env::var("FUZZ_CORPUS") else { return Vec::new() };
    let mut paths = Vec::new();
    collect(Path::new(&folder), &mut paths);
    paths.sort();
    let texts = paths.into_iter().filter_map(|path| fs::read_to_string(path).ok());
    let small = texts.filter(|text| text.len() < CORPUS_BYTES);
    small.filter_map(|text| Some(generator::load::load(Path::new("x"), &text).ok()?.value().clone())).collect()
}

fn collect(folder: &Path, found: &mut Vec<PathBuf>) {
    for path in fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
        match path.extension().and_then(|extension| extension.to_str()) {
            _ if path.is_dir() => collect(&path, found),
            Some("json" | "yaml" | "yml") => found.push(path),
            Some(_) | None => {}
        }
    }
}

fn number(variable: &str, default: u64) -> u64 {
    env::var(variable).ok().map_or(default, |text| text.parse().unwrap())
}

fn scratch(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("fuzz-documents");
    fs::create_dir_all(&folder).unwrap();
    folder.join(name)
}
