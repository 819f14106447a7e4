//! What must hold of every document and of what is made of it.

use std::any::Any;
use std::collections::{HashMap, HashSet};
use std::fmt;
use std::panic::{AssertUnwindSafe, catch_unwind};

use generator::diagnostics::codes;
use generator::diagnostics::report::Options;
use generator::{File, Outcome, Tolerance};

use crate::harness;

/// Bytes of a path's longest part. File systems take 255, archives less.
const PART: usize = 200;

/// Names that are devices on Windows, with any extension.
const DEVICES: &[&str] = &["con", "prn", "aux", "nul", "conin$", "conout$"];

/// What does not hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Broken {
    /// Which promise; a document shrinks while the same one is broken.
    pub promise: String,
    /// What is known of it.
    pub detail: String,
}

impl fmt::Display for Broken {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}: {}", self.promise, self.detail)
    }
}

pub fn broken(promise: impl Into<String>, detail: impl Into<String>) -> Broken {
    Broken { promise: promise.into(), detail: detail.into() }
}

/// Generates the crate of a document and holds it to every promise but that it compiles. `None`: it cannot be read.
pub fn judge(text: &str) -> Result<Option<Vec<File>>, Broken> {
    let outcome = outcome(text, None)?;
    reported(&outcome, text)?;
    if !outcome.loaded {
        return Ok(None);
    }
    let Some(generated) = outcome.generated else {
        return Err(broken(
            "no files",
            outcome.diagnostics.iter().map(|it| format!("{} {}\n", it.code, it.message)).collect::<String>(),
        ));
    };
    sized(&generated.files, text)?;
    placed(&generated.files)?;
    generated.files.iter().try_for_each(parsed)?;
    unique(&generated.files)?;
    repeated(&generated.files, text)?;
    Ok(Some(generated.files))
}

fn outcome(text: &str, lock: Option<&str>) -> Result<Outcome, Broken> {
    let run = || harness::outcome("fuzz", text, lock, Tolerance::Tolerant);
    catch_unwind(AssertUnwindSafe(run)).map_err(|panic| broken(format!("panic: {}", said(panic.as_ref())), ""))
}

fn said(panic: &(dyn Any + Send)) -> String {
    let text = panic.downcast_ref::<String>().cloned();
    text.or_else(|| panic.downcast_ref::<&str>().map(|text| (*text).to_owned())).unwrap_or_default()
}

/// Every finding has an explanation and can be printed; there are not many more of them than there is text.
fn reported(outcome: &Outcome, text: &str) -> Result<(), Broken> {
    let unknown = outcome.diagnostics.iter().find(|finding| codes::explain(finding.code).is_none());
    if let Some(finding) = unknown {
        return Err(broken("unknown code", finding.code));
    }
    if outcome.diagnostics.len() > 20 + text.len() / 4 {
        return Err(broken("too many findings", outcome.diagnostics.len().to_string()));
    }
    let print = || outcome.report.write(&outcome.diagnostics, &Options::default());
    catch_unwind(AssertUnwindSafe(print)).map_err(|panic| broken("panic in report", said(panic.as_ref()))).map(drop)
}

/// A document makes work in proportion to its length.
fn sized(files: &[File], text: &str) -> Result<(), Broken> {
    let bytes: usize = documents(files).map(|file| file.contents.len()).sum();
    match bytes > 200_000 + 400 * text.len() {
        true => Err(broken("too much code", format!("{bytes} bytes from {}", text.len()))),
        false => Ok(()),
    }
}

/// The files that depend on the document.
fn documents(files: &[File]) -> impl Iterator<Item = &File> {
    files.iter().filter(|file| !file.path.starts_with("src/runtime/"))
}

/// No path leaves the folder, and none is that of another file on a system that does not look at case.
fn placed(files: &[File]) -> Result<(), Broken> {
    let mut seen = HashSet::new();
    for file in files {
        if !file.path.split('/').all(is_portable) {
            return Err(broken("path", &file.path));
        }
        if !seen.insert(file.path.to_lowercase()) {
            return Err(broken("path of two files", &file.path));
        }
    }
    Ok(())
}

fn is_portable(part: &str) -> bool {
    let stem = part.split('.').next().unwrap_or_default().to_lowercase();
    let port = stem.strip_prefix("com").or_else(|| stem.strip_prefix("lpt"));
    let device = DEVICES.contains(&stem.as_str()) || port.is_some_and(|rest| rest.chars().count() == 1);
    let odd = |letter: char| letter.is_control() || "<>:\"\\|?*".contains(letter);
    !part.is_empty()
        && part.len() <= PART
        && !part.starts_with('.')
        && !part.ends_with(['.', ' '])
        && !device
        && !part.contains(odd)
}

fn parsed(file: &File) -> Result<(), Broken> {
    let outcome = match file.path.as_str() {
        path if path.starts_with("src/runtime/") => Ok(()),
        path if path.ends_with(".rs") => syn::parse_file(&file.contents).map(drop).map_err(|error| error.to_string()),
        path if path.ends_with(".toml") => {
            file.contents.parse::<toml::Table>().map(drop).map_err(|error| error.to_string())
        }
        _ => Ok(()),
    };
    outcome.map_err(|error| broken("file does not parse", format!("{}: {error}", file.path)))
}

/// Every public path is of one thing, and every thing has one line.
fn unique(files: &[File]) -> Result<(), Broken> {
    let lock = lock(files);
    let mut paths: HashMap<(&str, &str), &str> = HashMap::new();
    for line in lock.lines().skip(3) {
        let Some((kind, rest)) = line.split_once(' ') else { return Err(broken("line of the lock", line)) };
        let path = rest.trim_start().split("  ").next().unwrap_or_default();
        if kind != "pin"
            && let Some(other) = paths.insert((kind, path), line)
        {
            return Err(broken(format!("two of one name, {kind}"), format!("\n{other}\n{line}")));
        }
    }
    Ok(())
}

fn lock(files: &[File]) -> &str {
    files.iter().find(|file| file.path == "API.lock").map(|file| file.contents.as_str()).unwrap_or_default()
}

/// A second run, with the memory of the first, writes the same.
fn repeated(files: &[File], text: &str) -> Result<(), Broken> {
    let again = outcome(text, Some(lock(files)))?.generated.map(|generated| generated.files).unwrap_or_default();
    let differs = files.iter().zip(&again).find(|(one, other)| one != other);
    match differs {
        None if files.len() == again.len() => Ok(()),
        None => Err(broken("second run", format!("{} files, then {}", files.len(), again.len()))),
        Some((one, other)) => Err(broken(format!("second run, {}", folder(&one.path)), difference(one, other))),
    }
}

fn folder(path: &str) -> &str {
    path.rsplit_once('/').map_or(path, |(folder, _)| folder)
}

fn difference(one: &File, other: &File) -> String {
    let lines = one.contents.lines().zip(other.contents.lines()).find(|(one, other)| one != other);
    let (before, after) = lines.unwrap_or_default();
    format!("{}, then {}\n  {before}\n  {after}", one.path, other.path)
}
