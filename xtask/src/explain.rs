//! `cargo xtask explain`: what the code of a finding stands for, and what stands for what between document and crate.

mod question;
mod text;

use std::io::Write as _;

use generator::diagnostics::{Severity, codes, similar};
use generator::{Outcome, Tolerance};

use crate::lock::items::Items;
use crate::output::{self, Exit, Failure, Options, Output};
use crate::spec::Named;
use question::Question;

/// The end of `--help`.
const EXAMPLES: &str = "\
Examples:
  cargo xtask explain OAS1003                      what it is, why it matters, what the generator does, how to silence it
  cargo xtask explain                              every code with its title
  cargo xtask explain types::pet::Status           where a type comes from, who uses it, how to rename it
  cargo xtask explain 'GET /pets/{id}'             the method of an operation, its arguments and answers
  cargo xtask explain '#/components/schemas/Pet'   the Rust of a place in the document
  cargo xtask explain Pet.name --spec api.yaml     the end of a path is enough; any document";

/// Explains the code of a finding, or what became of a part of the document.
#[derive(clap::Args, Debug)]
#[command(verbatim_doc_comment, after_help = format!("{EXAMPLES}\n\n{}", output::EXIT_CODES))]
pub struct Args {
    /// A code, the path of something in Rust, an operation, or a place in the document [default: lists all codes].
    #[arg(value_name = "CODE | RUST_PATH | METHOD /PATH | POINTER")]
    what: Option<String>,
    #[command(flatten)]
    spec: Named,
}

/// Carries out the command.
pub fn run(args: &Args) -> Exit {
    let mut output = Output::new(&Options::default());
    let text = match args.what.as_deref() {
        None => Ok(list()),
        Some(what) if is_code(what) => codes::explain(what).map(ToString::to_string).ok_or_else(|| unknown(what)),
        Some(what) => items(what, &args.spec, &mut output),
    };
    match text {
        Ok(text) => {
            // A reader that went away, such as `head`, is no failure of ours.
            let _ = std::io::stdout().write_all(text.as_bytes());
            Exit::Done
        }
        Err(failure) => {
            output.failure(&failure);
            failure.exit
        }
    }
}

/// Every code with its title.
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

/// Does it look like a code, be there such a one or not?
fn is_code(what: &str) -> bool {
    codes::explain(what).is_some() || what.get(..3).is_some_and(|start| start.eq_ignore_ascii_case("OAS"))
}

/// There is no such code.
pub fn unknown(code: &str) -> Failure {
    let nearest: Vec<_> = codes::nearest(code).iter().map(|code| format!("`{code}`")).collect();
    let help = match nearest.is_empty() {
        false => format!("did you mean {}? `cargo xtask explain` lists all codes", nearest.join(" or ")),
        true => "`cargo xtask explain` lists all codes".to_owned(),
    };
    Failure::usage(format!("there is no code `{code}`")).help(help)
}

/// All that is meant, in all documents.
fn items(what: &str, specs: &Named, output: &mut Output) -> Result<String, Failure> {
    let question = Question::new(what);
    let mut answers = Vec::new();
    let mut known = Vec::new();
    for spec in specs.read(output)? {
        let outcome = spec.generate(Tolerance::Tolerant)?;
        let items = Items::parse(api_lock(&outcome));
        answers.push(text::text(&question, &items, &spec, &outcome));
        known.extend(items.0.into_iter().flat_map(|(key, item)| [key.path, item.identity]));
    }
    answers.retain(|answer| !answer.is_empty());
    if answers.is_empty() { Err(absent(what, &known)) } else { Ok(answers.join("\n")) }
}

/// The page that lists the public API of the crate.
fn api_lock(outcome: &Outcome) -> &str {
    let files = outcome.generated.iter().flat_map(|generated| &generated.files);
    files.into_iter().find(|file| file.path == crate::lock::FILE).map_or("", |file| &file.contents)
}

fn absent(what: &str, known: &[String]) -> Failure {
    let ends = known.iter().map(|name| name.rsplit("::").next().unwrap_or(name));
    let nearest = similar(what, known.iter().map(String::as_str).chain(ends));
    let help = match nearest {
        Some(nearest) => format!("did you mean `{nearest}`?"),
        None => "the lines of API.lock are all there is: the Rust path, then the place in the document".to_owned(),
    };
    Failure::usage(format!("nothing is called `{what}` in the crate or in the document")).help(help)
}
