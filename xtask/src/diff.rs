//! `cargo xtask diff`: two states of an API -> what changed for those who use the crate, and the version that it needs.

mod rules;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use clap::ValueEnum;
use generator::Tolerance;
use generator::diagnostics::Severity;

use crate::files;
use crate::lock;
use crate::lock::items::Items;
use crate::output::{self, Exit, Failure, Finding, Options, Output, show};
use crate::spec::{Listed, Spec};
use rules::{Change, Weight};

/// The end of `--help`.
const EXAMPLES: &str = "\
Examples:
  cargo xtask diff                                 what `codegen` would change, against the API.lock on disk
  cargo xtask diff --against main                  the same, against the API.lock of a branch, tag or commit
  cargo xtask diff --against main --fail-on major  for CI
  cargo xtask diff old/API.lock new/API.lock       any two states; the folder of a crate will do
  cargo xtask diff old.yaml new.yaml               two documents, each by itself, without codegen.toml

Weights: major, code that used the crate may not compile any more; minor, it does; none, the Rust API is the same.
The lock knows names and types: changed descriptions and most of what only the server notices are not told.";

/// Tells how the Rust API changes, and what that means for semver.
#[derive(clap::Args, Debug)]
#[command(verbatim_doc_comment, after_help = format!("{EXAMPLES}\n\n{}", output::EXIT_CODES))]
pub struct Args {
    /// The state before: an API.lock, a folder with one, or a document [default: that of each crate in codegen.toml].
    #[arg(conflicts_with = "against")]
    old: Option<PathBuf>,
    /// The state after: an API.lock, a folder with one, or a document [default: what the document gives now].
    new: Option<PathBuf>,
    /// The state before is the API.lock of this commit.
    #[arg(long, value_name = "REF")]
    against: Option<String>,
    #[command(flatten)]
    listed: Listed,
    /// The lightest weight that fails the run.
    #[arg(long, value_enum, default_value_t = FailOn::None)]
    fail_on: FailOn,
    #[command(flatten)]
    output: Options,
}

/// The lightest weight that fails the run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum FailOn {
    /// A major change.
    Major,
    /// A major or minor change.
    Minor,
    /// Nothing does.
    None,
}

impl FailOn {
    fn fails(self, weight: Weight) -> bool {
        match self {
            Self::Major => weight == Weight::Major,
            Self::Minor => weight >= Weight::Minor,
            Self::None => false,
        }
    }
}

/// Two states of an API.
struct States {
    name: String,
    /// `None` of a crate that was not there.
    old: Option<String>,
    new: String,
}

/// Carries out the command.
pub fn run(args: &Args) -> Exit {
    let mut output = Output::new(&args.output);
    let exit = diff(args, &mut output).unwrap_or_else(|failure| {
        output.failure(&failure);
        failure.exit
    });
    output.finish();
    exit
}

fn diff(args: &Args, output: &mut Output) -> Result<Exit, Failure> {
    let mut exit = Exit::Done;
    for states in states(args, output)? {
        let Some(old) = &states.old else {
            output.result(&format!("{}: the crate is new\n", states.name));
            continue;
        };
        let changes = rules::changes(&Items::parse(old), &Items::parse(&states.new));
        output.result(&text(&states.name, &changes));
        let findings: Vec<_> = changes.iter().map(|change| finding(&states.name, change, args.fail_on)).collect();
        if findings.iter().any(|finding| finding.severity == Severity::Error) {
            exit = Exit::Findings;
        }
        output.list(&states.name, findings);
    }
    Ok(exit)
}

fn states(args: &Args, output: &mut Output) -> Result<Vec<States>, Failure> {
    if let (Some(old), Some(new)) = (&args.old, &args.new) {
        let old = named(old, |document| Spec::alone(document, None))?;
        let after = named(new, |document| Spec::alone(document, Some(&old)))?;
        return Ok(vec![States { name: show(new), old: Some(old), new: after }]);
    }
    let specs = args.listed.read(output)?;
    if let (Some(_), [_, _, ..]) = (&args.old, specs.as_slice()) {
        return Err(Failure::usage("codegen.toml lists several crates; give OLD and NEW")
            .help("or one crate with `--api`, or use `--against`"));
    }
    specs.iter().map(|spec| of_document(spec, args)).collect()
}

/// The state that the document gives, and the one before it.
fn of_document(spec: &Spec, args: &Args) -> Result<States, Failure> {
    let path = spec.target.output.join(lock::FILE);
    let old = match (&args.old, &args.against) {
        (Some(old), _) => Some(named(old, |document| spec.instead(document))?),
        (None, Some(commit)) => committed(&path, commit)?,
        (None, None) => Some(on_disk(&path)?),
    };
    Ok(States { name: show(&spec.target.output), old, new: given_by(spec)? })
}

/// The lock that comes of a document.
fn given_by(spec: &Spec) -> Result<String, Failure> {
    let outcome = spec.generate(Tolerance::Tolerant)?;
    let files = outcome.generated.into_iter().flat_map(|generated| generated.files);
    let lock = files.into_iter().find(|file| file.path == lock::FILE).map(|file| file.contents);
    let message = format!("`{}` cannot be generated; `cargo xtask lint` says why", spec.name());
    lock.ok_or(Failure { exit: Exit::Findings, message, help: None })
}

/// A state that the command line names: a lock, or the one of a document.
fn named(path: &Path, document: impl FnOnce(&Path) -> Result<Spec, Failure>) -> Result<String, Failure> {
    let path = if path.is_dir() { path.join(lock::FILE) } else { path.to_owned() };
    let text = files::text(&path).map_err(|reason| unreadable(&path, &reason))?;
    if lock::is_lock(&text) {
        return lock::known(&show(&path), &text).map(|()| text);
    }
    document(&path).and_then(|spec| given_by(&spec)).map_err(|failure| match failure.exit {
        Exit::Unloadable => Failure::usage(format!("this is no {}, and {}", lock::FILE, failure.message))
            .help("give the API.lock of a crate, its folder, or an OpenAPI document"),
        _ => failure,
    })
}

/// The lock of a crate.
fn on_disk(path: &Path) -> Result<String, Failure> {
    let text = fs::read_to_string(path).map_err(|error| unreadable(path, &error.to_string()).help(GENERATE))?;
    if lock::is_lock(&text) { Ok(text) } else { Err(no_lock(&show(path)).help(GENERATE)) }
}

/// What to do about a crate without a lock.
const GENERATE: &str = "`cargo xtask codegen` makes one; `--against REF` compares with that of a commit";

fn unreadable(path: &Path, reason: &str) -> Failure {
    Failure::usage(format!("`{}` cannot be read: {reason}", show(path)))
}

fn no_lock(name: &str) -> Failure {
    Failure::usage(format!("`{name}` is no {}: it does not say so in a line `lock 1`", lock::FILE))
}

/// The text of a file as a commit has it; `None` if that has no such file.
fn committed(path: &Path, commit: &str) -> Result<Option<String>, Failure> {
    let (folder, name) = (path.parent().unwrap_or(Path::new(".")), lock::FILE);
    // To git, nothing before the colon is what is staged.
    if commit.trim().is_empty() || commit.starts_with('-') {
        return Err(Failure::usage(format!("`{commit}` is no commit")));
    }
    let shown = git(folder, &["show", &format!("{commit}:./{name}")])?;
    if !shown.status.success() {
        let known = git(folder, &["rev-parse", "--verify", "--quiet", &format!("{commit}^{{commit}}")])?;
        let said = String::from_utf8_lossy(&shown.stderr).trim().to_owned();
        let unknown = Failure::usage(format!("`{commit}` has no `{}`: {said}", show(path)));
        return if known.status.success() { Ok(None) } else { Err(unknown) };
    }
    let text = String::from_utf8_lossy(&shown.stdout).into_owned();
    let name = format!("{} of {commit}", show(path));
    if lock::is_lock(&text) { lock::known(&name, &text).map(|()| Some(text)) } else { Err(no_lock(&name)) }
}

fn git(folder: &Path, arguments: &[&str]) -> Result<std::process::Output, Failure> {
    let output = Command::new("git").arg("-C").arg(folder).args(arguments).output();
    output.map_err(|error| Failure::usage(format!("git cannot be run: {error}")))
}

/// The changes for people, and the bump they need.
fn text(name: &str, changes: &[Change]) -> String {
    let width = changes.iter().map(|change| change.title.chars().count()).max().unwrap_or_default();
    let line = |change: &Change| {
        format!("  {:<5}  {}  {:<width$}  {}\n", word(change.weight), change.rule, change.title, change.item)
    };
    let lines: String = changes.iter().map(line).collect();
    let heaviest = changes.iter().map(|change| change.weight).max().unwrap_or(Weight::None);
    let count = |weight| changes.iter().filter(|change| change.weight == weight).count();
    let (major, minor) = (count(Weight::Major), count(Weight::Minor));
    format!("{name}: {} ({major} major, {minor} minor)\n{lines}", needed(heaviest))
}

fn word(weight: Weight) -> &'static str {
    match weight {
        Weight::None => "none",
        Weight::Minor => "minor",
        Weight::Major => "major",
    }
}

fn needed(weight: Weight) -> &'static str {
    match weight {
        Weight::None => "the Rust API is the same",
        Weight::Minor => "needs a minor release",
        Weight::Major => "needs a major release",
    }
}

/// The change for programs; people have read the list.
fn finding(name: &str, change: &Change, fail_on: FailOn) -> Finding {
    Finding {
        severity: if fail_on.fails(change.weight) { Severity::Error } else { Severity::Note },
        code: change.rule.to_owned(),
        message: format!("{} ({}): {}", change.title, word(change.weight), change.item),
        path: Some(name.to_owned()),
        place: None,
        notes: Vec::new(),
        weight: Some(word(change.weight)),
        text: String::new(),
    }
}
