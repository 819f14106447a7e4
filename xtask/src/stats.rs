//! `cargo xtask stats`: how large a client is, how long its generation takes, and where it has no types.

mod reasons;
mod stages;

use std::fmt::Write as _;

use generator::diagnostics::Severity;
use generator::{File, Generated, Outcome, Summary, Tolerance};
use serde_json::{Value, json};

use crate::output::{self, Exit, Failure, Finding, Options, Output, show};
use crate::spec::{Choice, Spec};
use reasons::{Group, Place};

/// The end of `--help`.
const EXAMPLES: &str = "\
Examples:
  cargo xtask stats                          the documents that spec/codegen.toml lists
  cargo xtask stats --spec api.yaml          any document
  cargo xtask stats --untyped                each place without a type, and its line in the document
  cargo xtask stats --untyped --format json  the same for programs: numbers, and findings with the code `untyped`

The document is generated as `codegen --tolerant` does, in memory. Files of src/runtime are not counted: they are
the same in every crate. Times are wall-clock times of this run; `cargo run --release -p xtask -- stats` for real ones.
For numbers that programs can compare: `cargo xtask corpus FILE --json numbers.json`.";

/// Measures clients: operations, types, lines, times, and the places that became `serde_json::Value`.
#[derive(clap::Args, Debug)]
#[command(verbatim_doc_comment, after_help = format!("{EXAMPLES}\n\n{}", output::EXIT_CODES))]
pub struct Args {
    #[command(flatten)]
    spec: Choice,
    /// List every place without a type instead of an example for each reason.
    #[arg(long)]
    untyped: bool,
    #[command(flatten)]
    output: Options,
}

/// Carries out the command.
pub fn run(args: &Args) -> Exit {
    let mut output = Output::new(&args.output);
    let exit = stats(args, &mut output).unwrap_or_else(|failure| {
        output.failure(&failure);
        failure.exit
    });
    output.finish();
    exit
}

fn stats(args: &Args, output: &mut Output) -> Result<Exit, Failure> {
    for spec in args.spec.read(output)? {
        one(&spec, args.untyped, output)?;
    }
    Ok(Exit::Done)
}

fn one(spec: &Spec, list_all: bool, output: &mut Output) -> Result<(), Failure> {
    let outcome = spec.generate(Tolerance::Tolerant)?;
    let generated = outcome.generated.as_ref().ok_or_else(|| {
        let message = format!("`{}` cannot be generated; `cargo xtask lint` says why", spec.name());
        Failure { exit: Exit::Findings, message, help: None }
    })?;
    let groups = reasons::groups(&outcome, generated);
    let size = Size::of(&outcome, generated);
    output.result(&format!("{}\n{}", size.text(&spec.name()), stages::text(spec)));
    output.numbers(size.json(&spec.name(), groups.iter().map(|group| group.places.len()).sum()));
    output.result(&surface(&groups, list_all));
    if list_all {
        let places = groups.iter().flat_map(|group| &group.places);
        output.list(&spec.name(), places.map(finding).collect());
    }
    Ok(())
}

/// What the document and the crate hold.
struct Size {
    /// Files that the document consists of.
    read: usize,
    summary: Summary,
    lines: usize,
    files: usize,
    findings: usize,
}

impl Size {
    fn of(outcome: &Outcome, generated: &Generated) -> Self {
        let own = |file: &&File| !file.path.starts_with("src/runtime/");
        Self {
            read: outcome.report.sources().iter().count(),
            summary: generated.summary,
            lines: generated.files.iter().filter(own).map(|file| file.contents.lines().count()).sum(),
            files: generated.files.iter().filter(own).count(),
            findings: outcome.diagnostics.len(),
        }
    }

    fn text(&self, name: &str) -> String {
        let Self { read, summary, lines, files, findings } = self;
        let mut text = format!("{name}{}\n", if *read > 1 { format!(" ({read} files)") } else { String::new() });
        let Summary { operations, types, skipped } = summary;
        let _ = write!(text, "  {operations} operations · {types} types · {lines} lines in {files} files");
        let counts = [(skipped, "skipped"), (findings, "findings")];
        let counts = counts.iter().filter(|(number, _)| **number > 0);
        counts.fold(text, |text, (number, of)| format!("{text} · {number} {of}"))
    }

    fn json(&self, name: &str, untyped: usize) -> Value {
        let Summary { operations, types, skipped } = self.summary;
        json!({
            "document": name,
            "operations": operations,
            "types": types,
            "skipped": skipped,
            "lines": self.lines,
            "files": self.files,
            "findings": self.findings,
            "untyped": untyped,
        })
    }
}

/// The places without a type, by reason.
fn surface(groups: &[Group], list_all: bool) -> String {
    let number: usize = groups.iter().map(|group| group.places.len()).sum();
    if number == 0 {
        return "  untyped: nothing\n".to_owned();
    }
    let mut text = format!("  untyped: {number} places hold serde_json::Value\n");
    let width = groups.iter().map(|group| group.reason.chars().count()).max().unwrap_or_default();
    for Group { reason, places } in groups {
        let example = places.first().filter(|_| !list_all).map(|place| format!("e.g. {}", place.text()));
        let line = format!("  {:>6}  {reason:<width$}  {}", places.len(), example.unwrap_or_default());
        text += &format!("{}\n", line.trim_end());
        let all = places.iter().filter(|_| list_all);
        all.for_each(|place| text += &format!("            {}\n", place.text()));
    }
    text
}

/// The place for programs; people have read the list.
fn finding(place: &Place) -> Finding {
    Finding {
        severity: Severity::Note,
        code: "untyped".to_owned(),
        message: format!("`{}` is any JSON value: {}", place.owner, place.reason),
        path: place.located.as_ref().map(|(path, _)| show(path)),
        place: place.located.as_ref().map(|(_, place)| *place),
        notes: Vec::new(),
        weight: None,
        text: String::new(),
    }
}
