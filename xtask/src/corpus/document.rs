//! One document, measured in a process of its own: `cargo xtask corpus-document`, which people have no use for.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::{Duration, Instant};

use generator::config::Client;
use generator::diagnostics::Severity;
use generator::{File, Generated, Input, Outcome, Tolerance};
use serde_json::json;

use super::outcome::Generation;
use super::{examples, limits};
use crate::files;
use crate::output::{nearby, show};
use crate::write::{self, Disk, Policy};

/// The folder that is the same in every crate.
const RUNTIME: &str = "src/runtime/";

/// Generates one document for `cargo xtask corpus`.
#[derive(clap::Args, Debug)]
pub struct Args {
    /// The document.
    pub spec: PathBuf,
    /// The folder whose files it may refer to.
    #[arg(long)]
    pub root: PathBuf,
    /// The folder of its crate.
    #[arg(long)]
    pub out: PathBuf,
    /// The name of its crate.
    #[arg(long)]
    pub package: String,
    /// Where to say what came of it, as JSON.
    #[arg(long)]
    pub report: PathBuf,
    /// The CPU time it may take, in seconds.
    #[arg(long)]
    pub limit: u64,
    /// Where to list its examples.
    #[arg(long)]
    pub examples: Option<PathBuf>,
}

/// Generates the document. Whatever comes of it is in the report; without one, the process ended before its time.
pub fn run(args: &Args) -> ExitCode {
    limits::confine(Duration::from_secs(args.limit));
    let report = measured(args).unwrap_or_else(|failure| json!({ "failure": failure }));
    match fs::write(&args.report, report.to_string()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("`{}` cannot be written: {error}", args.report.display());
            ExitCode::FAILURE
        }
    }
}

fn measured(args: &Args) -> Result<serde_json::Value, String> {
    let started = Instant::now();
    let text = files::text(&args.spec).map_err(|reason| format!("it cannot be read: {reason}"))?;
    let config = Client::new(show(&args.spec), show(&args.out), args.package.clone());
    let path = nearby(&args.spec);
    files::with(&path, std::slice::from_ref(&args.root), |files| {
        let input = Input { tolerance: Tolerance::Tolerant, files: Some(files), ..Input::new(&path, &text, &config) };
        let outcome = generator::generate(&input);
        let cpu = limits::cpu_time(started);
        let generated = outcome.generated.as_ref().ok_or_else(|| first_error(&outcome))?;
        write(generated, &args.out)?;
        if let Some(path) = &args.examples {
            list_examples(&input, path)?;
        }
        Ok(generation(&outcome, generated, cpu).json())
    })
}

fn list_examples(input: &Input<'_>, path: &Path) -> Result<(), String> {
    let examples = generator::examples(input).map_err(|mistake| mistake.message)?;
    fs::write(path, examples::json(&examples).to_string()).map_err(|error| format!("`{}`: {error}", show(path)))
}

fn generation(outcome: &Outcome, generated: &Generated, cpu: Duration) -> Generation {
    let mut codes = BTreeMap::new();
    for diagnostic in outcome.diagnostics.iter() {
        *codes.entry(diagnostic.code.to_owned()).or_default() += 1;
    }
    let warnings = outcome.diagnostics.iter().filter(|diagnostic| diagnostic.severity >= Severity::Warning);
    Generation {
        operations: generated.summary.operations,
        types: generated.summary.types,
        untyped: generated.untyped.len(),
        warnings: warnings.count(),
        codes,
        files: generated.files.len(),
        lines: generated.files.iter().filter(|file| !file.path.starts_with(RUNTIME)).map(lines).sum(),
        seconds: cpu.as_secs_f64(),
    }
}

fn lines(file: &File) -> usize {
    file.contents.lines().count()
}

/// Why there is nothing: the first error and its place.
fn first_error(outcome: &Outcome) -> String {
    let error = outcome.diagnostics.iter().max_by_key(|diagnostic| diagnostic.severity);
    let Some(error) = error else { return "nothing was generated, and nothing was said".to_owned() };
    let place = outcome.report.locate(&error.primary).map(|(_, place)| format!("line {}: ", place.line));
    format!("{}{} [{}]", place.unwrap_or_default(), error.message, error.code)
}

/// Brings the folder into the state that the files describe; what is as it should be keeps its time.
fn write(generated: &Generated, out: &Path) -> Result<(), String> {
    let disk = Disk::read(out, &["src"]).map_err(|error| format!("`{}` cannot be read: {error}", show(out)))?;
    let problems = |problems: Vec<write::Problem>| {
        let problems: Vec<_> = problems.iter().map(ToString::to_string).collect();
        format!("its files cannot be written: {}", problems.join("; "))
    };
    let plan = write::plan(&disk, &generated.files, Policy::Force).map_err(problems)?;
    write::apply(&[(out, &plan)]).map_err(|broken| broken.to_string())
}
