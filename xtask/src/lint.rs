//! `cargo xtask lint`: what the generator has to say about a document, without writing anything.

use generator::Tolerance;
use generator::config::{Level, Lint};
use generator::diagnostics::{Severity, codes};

use crate::output::{self, Exit, Failure, Options, Output, show};
use crate::spec::{Choice, Spec};

/// The end of `--help`.
const EXAMPLES: &str = "\
Examples:
  cargo xtask lint                           every document that spec/codegen.toml lists
  cargo xtask lint api.yaml --strict         a document that is not generated yet; warnings fail
  cargo xtask lint -D OAS1001 -A OAS2107     weigh some codes in another way, for this run
  cargo xtask lint --format sarif > a.sarif  for code scanning; `github` annotates pull requests
  cargo xtask explain OAS1003                what a code stands for";

/// Checks documents: says everything that `codegen` would, and writes nothing.
///
/// `[lints]` of codegen.toml weigh the findings of the documents it lists. A document that is named on the command
/// line is judged by itself.
#[derive(clap::Args, Debug)]
#[command(verbatim_doc_comment, after_help = format!("{EXAMPLES}\n\n{}", output::EXIT_CODES))]
pub struct Args {
    #[command(flatten)]
    spec: Choice,
    /// Let warnings fail the run.
    #[arg(long, visible_alias = "deny-warnings")]
    strict: bool,
    /// Don't report this code; an error is reported all the same.
    #[arg(long, short = 'A', value_name = "CODE")]
    allow: Vec<String>,
    /// Make this code a warning, where it is a note.
    #[arg(long, short = 'W', value_name = "CODE")]
    warn: Vec<String>,
    /// Make this code an error.
    #[arg(long, short = 'D', value_name = "CODE")]
    deny: Vec<String>,
    #[command(flatten)]
    output: Options,
}

/// Carries out the command.
pub fn run(args: &Args) -> Exit {
    let mut output = Output::new(&args.output);
    let exit = lint(args, &mut output).unwrap_or_else(|failure| {
        output.failure(&failure);
        failure.exit
    });
    output.finish();
    exit
}

fn lint(args: &Args, output: &mut Output) -> Result<Exit, Failure> {
    let lints = args.lints()?;
    let mut exit = Exit::Done;
    for mut spec in args.spec.read(output)? {
        spec.target.client.lints.extend(lints.iter().cloned());
        exit = exit.max(one(&spec, args, output));
    }
    Ok(exit)
}

/// Reports all there is to say of one document.
fn one(spec: &Spec, args: &Args, output: &mut Output) -> Exit {
    let tolerance = if args.strict { Tolerance::Strict } else { Tolerance::Normal };
    let outcome = spec.with_input(tolerance, generator::check);
    output.report(&outcome);
    if let Some((path, text)) = &spec.target.config {
        output.list(&show(path), output.of_config(path, text, &outcome.config));
    }
    let told = outcome.report.located(&outcome.diagnostics);
    let count = |severity| told.iter().filter(|each| each.severity == severity).count();
    let counts = [Severity::Error, Severity::Warning, Severity::Note].map(count);
    let skipped = outcome.skipped;
    output.status("Checked", &format!("{}: {}; operations skipped: {skipped}", spec.name(), summary(counts)));
    match (outcome.loaded, outcome.diagnostics.has_errors()) {
        (false, _) => Exit::Unloadable,
        (true, true) => Exit::Findings,
        (true, false) => Exit::Done,
    }
}

fn summary([errors, warnings, notes]: [usize; 3]) -> String {
    if errors + warnings + notes == 0 {
        return "nothing to say".to_owned();
    }
    let plural = |number: usize| if number == 1 { "" } else { "s" };
    let counts = [(errors, "error"), (warnings, "warning"), (notes, "note")];
    let counts = counts.iter().filter(|(number, _)| *number > 0);
    let counts: Vec<_> = counts.map(|(number, word)| format!("{number} {word}{}", plural(*number))).collect();
    format!("{} (`cargo xtask explain CODE` says more)", counts.join(", "))
}

impl Args {
    /// What the command line says of codes; the heaviest holds.
    fn lints(&self) -> Result<Vec<(String, Lint)>, Failure> {
        let all = [(&self.allow, Level::Allow), (&self.warn, Level::Warn), (&self.deny, Level::Deny)];
        all.into_iter().flat_map(|(given, level)| given.iter().map(move |code| entry(code, level))).collect()
    }
}

fn entry(given: &str, level: Level) -> Result<(String, Lint), Failure> {
    let code = codes::explain(given).ok_or_else(|| crate::explain::unknown(given))?;
    Ok((code.code.to_owned(), Lint { level, reason: None, span: 0..0 }))
}
