//! The documents that a command looks at: one that is named, or those of `codegen.toml`.

use std::path::{Path, PathBuf};

use generator::{Input, Outcome, Tolerance};

use crate::files;
use crate::lock;
use crate::output::{Exit, Failure, Output, nearby, show};
use crate::project::{self, Target};

/// Which documents are meant.
#[derive(clap::Args, Debug, Default)]
pub struct Choice {
    /// The document; the same as `--spec`.
    #[arg(value_name = "SPEC", conflicts_with_all = ["spec", "config", "api"])]
    positional: Option<PathBuf>,
    #[command(flatten)]
    named: Named,
}

/// Which documents are meant, where what has no name on the command line is something else.
#[derive(clap::Args, Debug, Default)]
pub struct Named {
    /// The document; codegen.toml is not read [default: every document that codegen.toml lists].
    #[arg(long, value_name = "FILE", conflicts_with_all = ["config", "api"])]
    spec: Option<PathBuf>,
    #[command(flatten)]
    listed: Listed,
}

/// Which documents of a codegen.toml are meant.
#[derive(clap::Args, Debug, Default)]
pub struct Listed {
    /// The codegen.toml to follow instead of the workspace's spec/codegen.toml.
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,
    /// Only the document of this crate of codegen.toml.
    #[arg(long, value_name = "CRATE")]
    api: Option<String>,
}

/// A document and what there is to know before it is generated.
#[derive(Debug)]
pub struct Spec {
    /// The crate it is for, even if that is never written.
    pub target: Target,
    text: String,
    lock: Option<String>,
}

impl Choice {
    /// Reads the documents.
    pub fn read(&self, output: &mut Output) -> Result<Vec<Spec>, Failure> {
        match &self.positional {
            Some(spec) => Ok(vec![Spec::given(spec)?]),
            None => self.named.read(output),
        }
    }
}

impl Named {
    /// Reads the documents.
    pub fn read(&self, output: &mut Output) -> Result<Vec<Spec>, Failure> {
        if let Some(spec) = &self.spec {
            return Ok(vec![Spec::given(spec)?]);
        }
        self.listed.read(output)
    }
}

impl Listed {
    /// Reads the documents.
    pub fn read(&self, output: &mut Output) -> Result<Vec<Spec>, Failure> {
        let targets = project::listed(self.config.as_deref(), self.api.as_deref(), output)?;
        targets.into_iter().map(Spec::read).collect()
    }
}

impl Spec {
    fn given(spec: &Path) -> Result<Self, Failure> {
        Self::read(project::given(spec, &spec.with_extension(""), Some("client"))?)
    }

    /// A document by itself, whose things have the names of an earlier state.
    pub fn alone(spec: &Path, lock: Option<&str>) -> Result<Self, Failure> {
        Ok(Self { lock: lock.map(str::to_owned), ..Self::given(spec)? })
    }

    /// Another document in the place of this one.
    pub fn instead(&self, spec: &Path) -> Result<Self, Failure> {
        Self::read(Target { spec: spec.to_owned(), ..self.target.clone() })
    }

    fn read(target: Target) -> Result<Self, Failure> {
        let text = files::text(&target.spec).map_err(|reason| unloadable(&target.spec, &reason))?;
        // A crate that only the command line describes has no folder, and so no memory.
        let lock = if target.config.is_some() { lock::read(&target.output)? } else { None };
        Ok(Self { target, text, lock })
    }

    /// Its path as messages show it.
    pub fn name(&self) -> String {
        show(&self.target.spec)
    }

    /// Generates the crate in memory, and calls `use_it` with what it is made from.
    pub fn with_input<T>(&self, tolerance: Tolerance, use_it: impl FnOnce(&Input<'_>) -> T) -> T {
        let (path, lock) = (nearby(&self.target.spec), self.lock.as_deref());
        let Target { client: config, overlays, references, .. } = &self.target;
        files::with(&path, references, |files| {
            use_it(&Input { path: &path, text: &self.text, overlays, config, lock, tolerance, files: Some(files) })
        })
    }

    /// Generates the crate in memory.
    pub fn generate(&self, tolerance: Tolerance) -> Result<Outcome, Failure> {
        let outcome = self.with_input(tolerance, generator::generate);
        if outcome.loaded { Ok(outcome) } else { Err(self.no_document(&outcome)) }
    }

    /// The one finding of a text that is no document.
    fn no_document(&self, outcome: &Outcome) -> Failure {
        let mistake = outcome.diagnostics.iter().next();
        let mistake = mistake.map(|mistake| outcome.report.render(mistake, false)).unwrap_or_default();
        unloadable(&self.target.spec, &format!("it is not an OpenAPI document\n{mistake}"))
    }
}

fn unloadable(path: &Path, reason: &str) -> Failure {
    let message = format!("`{}` cannot be loaded: {}", show(path), reason.trim_end());
    Failure { exit: Exit::Unloadable, message, help: None }
}
