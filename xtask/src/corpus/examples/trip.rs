//! The examples of one document on their way through the types of its crate.

use std::fs::{self, File};
use std::io;
use std::process::{Command, Stdio};
use std::time::Duration;

use serde_json::Value;

use super::listed::{self, Listed};
use super::{Result, Settings, program};
use crate::corpus::cargo::Messages;
use crate::corpus::limits;

/// The folder of the programs, below that of the workspace.
pub const FOLDER: &str = "round-trips";

/// The CPU time that one program may take.
const LIMIT: Duration = Duration::from_secs(60);

/// The examples of one document.
pub struct Trip {
    /// The crate.
    package: String,
    /// The document that the schemas of the examples refer to.
    pub document: Value,
    /// The examples.
    pub examples: Vec<Listed>,
    /// What the program said of each, as JSON: `{"got": …, "kept": false}` or `{"error": "…"}`.
    pub answers: Vec<String>,
}

impl Trip {
    /// Reads which examples there are, and writes the program for them.
    pub fn prepare(package: &str, settings: &Settings) -> Result<Self> {
        let (document, examples) = listed::read(&settings.log(package, "examples.json"))?;
        let trip = Self { package: package.to_owned(), document, examples, answers: Vec::new() };
        if let Some(name) = trip.program() {
            let (root, out) = (&settings.cargo.root, settings.cargo.root.join(FOLDER).join(&name));
            let written = program::write(&root.join("crates").join(package), &out, &name, &trip.examples);
            written.map_err(|error| format!("the program for its examples cannot be written: {error}"))?;
        }
        Ok(trip)
    }

    /// The name of the program, which no crate of a document has; `None` if there is nothing to try.
    pub fn program(&self) -> Option<String> {
        (!self.examples.is_empty()).then(|| format!("examples-of-{}", self.package))
    }

    /// Runs the program, if it was built.
    pub fn run(mut self, built: &Messages, settings: &Settings) -> Result<Self> {
        let Some(program) = self.program() else { return Ok(self) };
        let check = built.check(&program).ok_or("Cargo did not build the program for its examples")?;
        if check.errors > 0 {
            let first = check.first.unwrap_or_default();
            return Err(format!("the program for its examples does not compile: {first}"));
        }
        let answers = self.answers(&program, settings);
        let answers = answers.map_err(|error| format!("the program for its examples cannot be run: {error}"))?;
        self.answers = answers.lines().map(str::to_owned).collect();
        match self.examples.get(self.answers.len()) {
            Some(next) => Err(format!("the program for its examples ended before its time, at {}", next.pointer)),
            None => Ok(self),
        }
    }

    fn answers(&self, program: &str, settings: &Settings) -> io::Result<String> {
        let (values, answers) = (settings.log(&self.package, "values"), settings.log(&self.package, "answers"));
        let lines: String = self.examples.iter().map(|example| format!("{}\n", example.value)).collect();
        fs::write(&values, lines)?;
        let mut command = Command::new(settings.cargo.program(program));
        command.stdin(File::open(values)?).stdout(File::create(&answers)?).stderr(Stdio::null());
        limits::wait(command.spawn()?, LIMIT)?;
        fs::read_to_string(answers)
    }
}
