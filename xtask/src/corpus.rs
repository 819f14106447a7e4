//! `cargo xtask corpus`: a folder of documents -> what the generator makes of each, as a table.

mod cargo;
pub mod check;
pub mod document;
mod examples;
mod find;
mod generate;
mod json;
mod limits;
mod outcome;
mod table;
mod version;
mod workshop;

use std::fs;
use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};
use std::thread;
use std::time::{Duration, Instant};

use generator::diagnostics::Severity;

use crate::output::{self, Exit, Failure, Finding, Options, Output, show};
use cargo::Cargo;
use find::{Document, Found};
use generate::Settings;
use outcome::Measured;
use workshop::Workshop;

/// The end of `--help`, before the format of the JSON.
const EXAMPLES: &str = "\
Examples:
  cargo xtask corpus ../documents                         generate all, in crates below target/corpus
  cargo xtask corpus ../documents --only '*stripe*'       only some; `*` stands for any text
  cargo xtask corpus ../documents --check                 compile them too; a warning is a failure
  cargo xtask corpus ../documents --check --examples      do the types read and write what the documents show?
  cargo xtask corpus ../documents --json after.json       numbers to compare with those of another run
  cargo run --release -p xtask -- corpus ../documents     times that tell something

A document is a .yaml, .yml or .json file whose root has `openapi` or `swagger`. Each is generated with tolerance, as
`codegen --tolerant` does, in a process of its own: a panic, a stack overflow, too much memory or time costs this
document, and the run goes on. `generate` is the CPU time of that process from its start to its last file.

With --check the crates are members of one Cargo workspace with one target folder, --batch of them at a time; what is
built of a batch is deleted after it. `check` is the CPU time of the compiler for the crate without its dependencies.

With --examples the types of each crate that compiles read the examples of its document (those of component schemas,
and those of bodies) and write them again. What comes back has to be the same but for the order of keys, the spelling
of numbers, and properties that the schema does not declare. An example that its own schema does not allow is counted
apart; a validator that is built for this run says which those are. `examples` is passed/valid.";

/// Generates a crate from each document in a folder, and measures how well that goes.
///
/// Before a release: does every document that people publish still generate, and as well as before?
#[derive(clap::Args, Debug)]
#[command(verbatim_doc_comment, after_help = format!("{EXAMPLES}\n\n{}\n\n{}", json::FORMAT, output::EXIT_CODES))]
pub struct Args {
    /// The folder with the documents, or one document.
    dir: PathBuf,
    /// Compile the crates (`cargo check`) and count their warnings as failures.
    #[arg(long)]
    check: bool,
    /// Have the crates read and write the examples of their documents, and count each that comes back as another value
    /// as a failure.
    #[arg(long, requires = "check")]
    examples: bool,
    /// How many crates Cargo has before it at a time; more are faster and take more space on the disk.
    #[arg(long, value_name = "N", default_value_t = 24, requires = "check")]
    batch: usize,
    /// How many documents to work on at a time [default: one a CPU].
    #[arg(long, short, value_name = "N")]
    jobs: Option<NonZeroUsize>,
    /// Write the numbers to this file too, as JSON.
    #[arg(long, value_name = "FILE")]
    json: Option<PathBuf>,
    /// The folder of the crates; it must be empty or of an earlier run [default: corpus in Cargo's target folder].
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// Only documents whose path in DIR matches; may be given more than once.
    #[arg(long, value_name = "GLOB")]
    only: Vec<String>,
    /// Not the documents whose path in DIR matches; may be given more than once.
    #[arg(long, value_name = "GLOB")]
    except: Vec<String>,
    /// The CPU time that the generator may take for one document, in seconds.
    #[arg(long, value_name = "SECONDS", default_value_t = 120)]
    timeout: u64,
    #[command(flatten)]
    output: Options,
}

impl Args {
    fn wants(&self, name: &str) -> bool {
        let any = |patterns: &[String]| patterns.iter().any(|pattern| find::matches(pattern, name));
        (self.only.is_empty() || any(&self.only)) && !any(&self.except)
    }

    /// The folder whose files a document may refer to.
    fn root(&self) -> PathBuf {
        if self.dir.is_file() { self.dir.parent().map(Path::to_owned).unwrap_or_default() } else { self.dir.clone() }
    }

    fn jobs(&self) -> usize {
        self.jobs.or_else(|| thread::available_parallelism().ok()).map_or(1, NonZeroUsize::get)
    }
}

/// Carries out the command.
pub fn run(args: &Args) -> Exit {
    let mut output = Output::new(&args.output);
    let exit = corpus(args, &mut output).unwrap_or_else(|failure| {
        output.failure(&failure);
        failure.exit
    });
    output.finish();
    exit
}

fn corpus(args: &Args, output: &mut Output) -> Result<Exit, Failure> {
    let started = Instant::now();
    let found = found(args, output)?;
    let workshop = Workshop::open(args.out.as_deref())?;
    let mut measured = generated(found.documents, args, &workshop, output);
    if args.check {
        check(&mut measured, args, &workshop, output)?;
    }
    if args.examples {
        examples(&mut measured, args, &workshop, output)?;
    }
    report(&measured, output);
    if let Some(path) = &args.json {
        let text = json::text(&measured, found.parts);
        fs::write(path, text).map_err(|error| Failure::usage(format!("`{}`: {error}", show(path))))?;
    }
    output.status("Finished", &format!("in {:.0}s; the crates are in {}", seconds(started), show(&workshop.crates())));
    Ok(if measured.iter().any(|each| each.failure().is_some()) { Exit::Findings } else { Exit::Done })
}

fn seconds(started: Instant) -> f64 {
    started.elapsed().as_secs_f64()
}

fn found(args: &Args, output: &Output) -> Result<Found, Failure> {
    let unreadable = |error| Failure::usage(format!("`{}` cannot be read: {error}", show(&args.dir)));
    let found = find::documents(&args.dir, &|name| args.wants(name)).map_err(unreadable)?;
    let Found { documents, parts, others } = &found;
    if documents.is_empty() {
        let message = format!("`{}` has no document to generate from", show(&args.dir));
        let help = format!("{parts} files have no `openapi` or `swagger`, {others} documents are not asked for");
        return Err(Failure::usage(message).help(help));
    }
    let text = format!("{} documents; {parts} files are parts of them, {others} are not asked for", documents.len());
    output.status("Found", &text);
    Ok(found)
}

fn generated(documents: Vec<Document>, args: &Args, workshop: &Workshop, output: &Output) -> Vec<Measured> {
    let settings = Settings {
        program: workshop.program(),
        root: args.root(),
        crates: workshop.crates(),
        logs: workshop.logs(),
        examples: args.examples,
        limit: Duration::from_secs(args.timeout.max(1)),
        jobs: args.jobs(),
    };
    let bar = output.progress("Generating", documents.len());
    let generations = generate::in_order(&documents, &settings, &|document| {
        bar.set_message(document.name.clone());
        bar.inc(1);
    });
    bar.finish_and_clear();
    let all = documents.into_iter().zip(generations);
    all.map(|(document, generation)| Measured { document, generation, check: None, examples: None }).collect()
}

/// Has the compiler judge every crate there is.
fn check(measured: &mut [Measured], args: &Args, workshop: &Workshop, output: &Output) -> Result<(), Failure> {
    let generated = measured.iter().filter(|each| each.generation.is_ok());
    let packages: Vec<_> = generated.map(|each| each.document.package.clone()).collect();
    let (cargo, timer) = (cargo(args, workshop), Some(workshop.program()));
    let settings = check::Settings { cargo, timer, batch: args.batch };
    let bar = output.progress("Checking", packages.len());
    bar.set_message("dependencies");
    let checks = check::all(&packages, &settings, &|package| {
        // Cargo speaks of dependencies too.
        if packages.iter().any(|member| member == package) {
            bar.set_message(package.to_owned());
            bar.inc(1);
        }
    });
    bar.finish_and_clear();
    let checks = checks.map_err(|error| Failure::usage(format!("`cargo check` cannot be run: {error}")))?;
    for each in measured.iter_mut().filter(|each| each.generation.is_ok()) {
        each.check = checks.get(&each.document.package).cloned();
    }
    Ok(())
}

fn cargo(args: &Args, workshop: &Workshop) -> Cargo {
    Cargo { root: workshop.root(), jobs: args.jobs() }
}

/// Has every crate that compiles read and write the examples of its document.
fn examples(measured: &mut [Measured], args: &Args, workshop: &Workshop, output: &Output) -> Result<(), Failure> {
    let compiled = |each: &&Measured| each.check.as_ref().is_some_and(|check| check.errors == 0);
    let packages: Vec<_> = measured.iter().filter(compiled).map(|each| each.document.package.clone()).collect();
    let settings = examples::Settings { cargo: cargo(args, workshop), batch: args.batch };
    let bar = output.progress("Trying", packages.len());
    let outcomes = examples::all(&packages, &settings, &|package| {
        bar.set_message(package.to_owned());
        bar.inc(1);
    });
    bar.finish_and_clear();
    let mut outcomes = outcomes.map_err(|error| Failure::usage(format!("examples cannot be tried: {error}")))?;
    for each in measured.iter_mut() {
        each.examples = outcomes.remove(&each.document.package);
    }
    Ok(())
}

/// The table and the rates for people, and each failure for everyone.
fn report(measured: &[Measured], output: &mut Output) {
    output.result(&format!("{}\n", table::table(measured)));
    for each in measured {
        let failures = each.failure().into_iter().filter(|(step, _)| *step != "examples");
        let changed = each.changed().into_iter().map(|reason| ("examples", reason));
        failures.chain(changed).for_each(|(step, reason)| output.finding(finding(each, step, &reason, output.color())));
    }
    table::summary(measured).iter().for_each(|line| output.result(&format!("{line}\n")));
    if cfg!(debug_assertions) {
        output.result(
            "note: this generator is a debug build; for its real times `cargo run --release -p xtask -- corpus …`\n",
        );
    }
}

fn finding(measured: &Measured, step: &str, reason: &str, color: bool) -> Finding {
    let path = show(&measured.document.path);
    Finding {
        severity: Severity::Error,
        code: format!("corpus-{step}"),
        message: reason.to_owned(),
        path: Some(path.clone()),
        place: None,
        notes: Vec::new(),
        weight: None,
        text: output::error(&format!("{path}: {reason}"), &[], color),
    }
}
