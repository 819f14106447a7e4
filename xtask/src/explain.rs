//! `cargo xtask explain`: what a code of a finding stands for.

use std::io::Write as _;

use generator::diagnostics::{Severity, codes};

use crate::output::{self, Exit, Failure, Options, Output};

/// The end of `--help`.
const EXAMPLES: &str = "\
Examples:
  cargo xtask explain OAS1003         what it is, why it matters, what the generator does, how to silence it
  cargo xtask explain                 every code with its title";

/// Explains the code of a finding.
#[derive(clap::Args, Debug)]
#[command(verbatim_doc_comment, after_help = format!("{EXAMPLES}\n\n{}", output::EXIT_CODES))]
pub struct Args {
    /// The code, such as OAS1003 [default: lists all].
    code: Option<String>,
}

/// Carries out the command.
pub fn run(args: &Args) -> Exit {
    let text = match args.code.as_deref() {
        None => Ok(list()),
        Some(code) => codes::explain(code).map(ToString::to_string).ok_or_else(|| unknown(code)),
    };
    match text {
        Ok(text) => {
            // A reader that went away, such as `head`, is no failure of ours.
            let _ = std::io::stdout().write_all(text.as_bytes());
            Exit::Done
        }
        Err(failure) => {
            Output::new(&Options::default()).failure(&failure);
            failure.exit
        }
    }
}

fn list() -> String {
    codes::all().map(|code| format!("{}  {:<7}  {}\n", code.code, weight(code.severity), code.title)).collect()
}

fn weight(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Note => "note",
    }
}

/// There is no such code.
pub fn unknown(code: &str) -> Failure {
    let help = match codes::nearest(code) {
        Some(nearest) => format!("did you mean `{nearest}`?"),
        None => "`cargo xtask explain` lists all codes".to_owned(),
    };
    Failure::usage(format!("there is no code `{code}`")).help(help)
}
