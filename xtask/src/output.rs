//! How a command speaks: status lines as Cargo prints them, findings in the format that was asked for, exit codes.

mod human;
mod machine;
mod progress;

use std::io::{IsTerminal, Write as _};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::ValueEnum;
use generator::Outcome;
use generator::config::{self, Place};
use generator::diagnostics::{Severity, report};
pub use human::{error, warning};
use serde_json::Value;

/// How many findings people are shown unless they ask for more.
const MAX_FOR_PEOPLE: usize = 50;

/// The part of `--help` that is the same for every command.
pub const EXIT_CODES: &str = "\
Exit codes:
  0  done; with --check, everything is up to date
  1  findings: an error in a document, a warning with --strict, or a stale crate with --check
  2  the command line, codegen.toml or the output folder is not usable
  3  a document cannot be loaded";

/// How a command ends; the greater of two is the one to report.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Exit {
    /// All is well.
    Done = 0,
    /// Something was found.
    Findings = 1,
    /// The command cannot be carried out as it was given.
    Usage = 2,
    /// A document cannot be read or is no OpenAPI document.
    Unloadable = 3,
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(exit as u8)
    }
}

/// The options that every command has.
#[derive(clap::Args, Debug)]
#[command(next_help_heading = "Output")]
pub struct Options {
    /// How findings are printed. Human text goes to stderr, all else to stdout.
    #[arg(long, value_enum, default_value_t = Format::Human)]
    pub format: Format,
    /// When to use colors.
    #[arg(long, value_enum, default_value_t = Color::Auto)]
    pub color: Color,
    /// Print at most this many findings of each document, errors first; 0 prints all [default: 50 for people, all for
    /// programs].
    #[arg(long, value_name = "N")]
    pub max_diagnostics: Option<usize>,
    /// Print findings only, no status lines.
    #[arg(long, short)]
    pub quiet: bool,
}

impl Default for Options {
    /// As without any option on the command line.
    fn default() -> Self {
        Self { format: Format::Human, color: Color::Auto, max_diagnostics: None, quiet: false }
    }
}

/// How findings are printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// For people, with the lines they are about.
    Human,
    /// One JSON object: `{"version": 1, "findings": […]}`; with `stats`, also the numbers of each document.
    Json,
    /// Workflow commands of GitHub Actions, which show up beside the lines of a pull request.
    Github,
    /// SARIF 2.1.0, for code scanning.
    Sarif,
}

/// When to use colors.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Color {
    /// On a terminal, unless `NO_COLOR` is set; `CARGO_TERM_COLOR` decides if it is set.
    Auto,
    /// Always.
    Always,
    /// Never.
    Never,
}

/// Something that was found, ready to be printed in any format.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// How much it weighs.
    pub severity: Severity,
    /// Its stable code.
    pub code: String,
    /// One sentence.
    pub message: String,
    /// The file it is about, with `/`.
    pub path: Option<String>,
    /// The place in the file.
    pub place: Option<Place>,
    /// Facts and advice, one sentence each.
    pub notes: Vec<String>,
    /// What it means for those who use the crate, if it is a change of its API.
    pub weight: Option<&'static str>,
    /// All of it for people, ending in a newline; empty if another finding says it already.
    pub text: String,
}

/// Why a command cannot go on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failure {
    /// How the command ends.
    pub exit: Exit,
    /// One sentence.
    pub message: String,
    /// What to do about it.
    pub help: Option<String>,
}

impl Failure {
    /// The command cannot be carried out as it was given.
    pub fn usage(message: impl Into<String>) -> Self {
        Self { exit: Exit::Usage, message: message.into(), help: None }
    }

    /// Says what to do.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }
}

/// The voice of a command.
pub struct Output {
    format: Format,
    max: usize,
    quiet: bool,
    color: bool,
    findings: Vec<Finding>,
    failures: Vec<Finding>,
    /// What is to be printed at the end for programs, each a whole text of the format.
    reports: Vec<String>,
    /// The numbers of each document.
    numbers: Vec<Value>,
}

impl Output {
    /// Speaks as `options` say.
    pub fn new(options: &Options) -> Self {
        let color = has_color(options.color);
        let max = match (options.max_diagnostics, options.format) {
            (Some(0), _) => usize::MAX,
            (Some(max), _) => max,
            (None, Format::Human) => MAX_FOR_PEOPLE,
            (None, _) => usize::MAX,
        };
        Self {
            format: options.format,
            max,
            quiet: options.quiet,
            color,
            findings: Vec::new(),
            failures: Vec::new(),
            reports: Vec::new(),
            numbers: Vec::new(),
        }
    }

    /// Is text for people in color?
    pub fn color(&self) -> bool {
        self.color
    }

    /// A line of progress: a right-aligned verb and what it is about.
    pub fn status(&self, verb: &str, rest: &str) {
        if !self.quiet {
            self.say(&human::status(verb, rest, self.color));
        }
    }

    /// A bar for a run of `length` steps; on a terminal, and only for people.
    pub fn progress(&self, verb: &str, length: usize) -> indicatif::ProgressBar {
        progress::bar(verb, length, !self.quiet && self.format == Format::Human)
    }

    /// What people ran the command for, on stdout; programs get findings there.
    pub fn result(&self, text: &str) {
        if self.format == Format::Human {
            let _ = std::io::stdout().write_all(text.as_bytes());
        }
    }

    /// What was measured of one document, for programs that read JSON; people get it as a [`Output::result`].
    pub fn numbers(&mut self, numbers: Value) {
        self.numbers.push(numbers);
    }

    /// Reports a finding, however much was said before.
    pub fn finding(&mut self, finding: Finding) {
        if self.format == Format::Human {
            self.say(&finding.text);
        }
        self.findings.push(finding);
    }

    /// Reports what there is to say of one document, at most [`Options::max_diagnostics`] of it: errors first, and nothing
    /// of another document takes their room.
    pub fn list(&mut self, document: &str, mut findings: Vec<Finding>) {
        // Where another finding has said it already, nothing is left out.
        let told = |finding: &Finding| self.format == Format::Human && finding.text.is_empty();
        if findings.iter().filter(|finding| !told(finding)).count() <= self.max {
            return findings.into_iter().for_each(|finding| self.finding(finding));
        }
        findings.sort_by_key(|finding| std::cmp::Reverse(finding.severity));
        let rest = findings.split_off(self.max);
        findings.into_iter().for_each(|finding| self.finding(finding));
        let errors = rest.iter().filter(|finding| finding.severity == Severity::Error).count();
        let errors = if errors > 0 { format!(" ({errors} of them errors)") } else { String::new() };
        self.say(&format!("… {} more of {document}{errors}; `--max-diagnostics 0` prints all\n", rest.len()));
    }

    /// Reports all that the generator has to say of a document, at most [`Options::max_diagnostics`] of it.
    pub fn report(&mut self, outcome: &Outcome) {
        let format = match self.format {
            Format::Human => report::Format::Human,
            Format::Json => report::Format::Json,
            Format::Github => report::Format::Github,
            Format::Sarif => report::Format::Sarif,
        };
        let max = if self.max == usize::MAX { 0 } else { self.max };
        let options = report::Options { format, color: self.color, max, ..report::Options::default() };
        let text = outcome.report.write(&outcome.diagnostics, &options);
        match self.format {
            Format::Human => self.say(&text),
            Format::Json | Format::Github | Format::Sarif => self.reports.push(text),
        }
    }

    /// Mistakes in `codegen.toml`, to be reported.
    pub fn of_config(&self, path: &Path, text: &str, findings: &[config::Finding]) -> Vec<Finding> {
        findings.iter().map(|finding| human::config_finding(path, text, finding, self.color)).collect()
    }

    /// Reports why the command cannot go on, however much was said before.
    pub fn failure(&mut self, failure: &Failure) {
        let finding = human::failure(failure, self.color);
        if self.format == Format::Human {
            self.say(&finding.text);
        }
        self.failures.push(finding);
    }

    /// Prints what the format prints at the end.
    pub fn finish(&self) {
        let shown: Vec<_> = self.findings.iter().chain(&self.failures).cloned().collect();
        let text = match self.format {
            Format::Human => String::new(),
            Format::Json => machine::joined_json(&self.reports, &shown, &self.numbers),
            Format::Github => format!("{}{}", self.reports.concat(), machine::github(&shown)),
            Format::Sarif => machine::joined_sarif(&self.reports, &shown),
        };
        // A reader that went away, such as `head`, is no failure of ours.
        let _ = std::io::stdout().write_all(text.as_bytes());
    }

    fn say(&self, text: &str) {
        let _ = std::io::stderr().write_all(text.as_bytes());
    }
}

fn has_color(color: Color) -> bool {
    let variable = |name| std::env::var(name).unwrap_or_default();
    match color {
        Color::Always => true,
        Color::Never => false,
        Color::Auto => match variable("CARGO_TERM_COLOR").as_str() {
            "always" => true,
            "never" => false,
            _ => variable("NO_COLOR").is_empty() && std::io::stderr().is_terminal(),
        },
    }
}

/// A path from the current folder if it lies there.
pub fn nearby(path: &Path) -> PathBuf {
    let current = std::env::current_dir().unwrap_or_default();
    path.strip_prefix(&current).unwrap_or(path).to_owned()
}

/// A path as messages show it: [`nearby`], with `/`.
pub fn show(path: &Path) -> String {
    let text = nearby(path).display().to_string();
    if text.is_empty() { ".".to_owned() } else { text.replace('\\', "/") }
}
