//! Findings for people and for programs: where each is in the author's files, and what stands there.

mod clean;
mod excerpt;
mod human;
mod machine;
mod selection;

use super::codes::explain;
use super::{Diagnostic, Diagnostics, Label, Part, Severity, Tree};
use crate::config::Place;
use crate::load::{Source, Sources};
use crate::pointer::Pointer;
use clean::{clean, clean_line};
use std::fmt;
use std::ops::Range;
use std::path::Path;

/// What is said of an alias.
const BROUGHT_IN: &str = "brought in here";

/// How findings are written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Format {
    /// For people, with the lines they are about.
    #[default]
    Human,
    /// One JSON object, see [`Report::write`].
    Json,
    /// Workflow commands of GitHub Actions, which show up beside the lines of a pull request.
    Github,
    /// SARIF 2.1.0, for code scanning.
    Sarif,
}

/// How a report is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Options {
    /// The format.
    pub format: Format,
    /// Is text for people in color?
    pub color: bool,
    /// At most this many findings; 0 for all of them, and then none are summed up either.
    pub max: usize,
    /// The columns of the terminal.
    pub width: usize,
}

impl Default for Options {
    /// Plain text for people: 50 findings, 140 columns.
    fn default() -> Self {
        Self { format: Format::Human, color: false, max: 50, width: 140 }
    }
}

/// The way from a node of the normalized document to the file and the node its author wrote.
pub type Provenance = dyn Fn(&Pointer) -> (usize, Pointer) + Send + Sync;

/// What it takes to say where a finding is.
pub struct Report {
    sources: Sources,
    provenance: Box<Provenance>,
}

/// A finding in the words and places of the author's files.
///
/// No text has control characters or such that change the direction of what follows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Located {
    /// How much it weighs.
    pub severity: Severity,
    /// The stable code.
    pub code: &'static str,
    /// One sentence.
    pub message: String,
    /// The place it is about.
    pub primary: Spot,
    /// Other places it needs.
    pub related: Vec<Spot>,
    /// Facts, one sentence each.
    pub notes: Vec<String>,
    /// What to do about it.
    pub help: Option<String>,
}

/// A place in one of the author's files.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Spot {
    /// The index of the file.
    pub file: usize,
    /// The path of the file, with `/`.
    pub path: String,
    /// The bytes, within one line.
    pub range: Range<usize>,
    /// The first character.
    pub start: Place,
    /// The character behind the last one.
    pub end: Place,
    /// A few words about it; may be empty.
    pub label: String,
}

impl Report {
    /// A report about these files.
    ///
    /// `provenance` is asked for labels of [`Tree::Normalized`] only.
    pub fn new(sources: Sources, provenance: impl Fn(&Pointer) -> (usize, Pointer) + Send + Sync + 'static) -> Self {
        Self { sources, provenance: Box::new(provenance) }
    }

    /// The files.
    pub fn sources(&self) -> &Sources {
        &self.sources
    }

    /// The file and the place of a label; `None` if there is no such file.
    pub fn locate(&self, label: &Label) -> Option<(&Path, Place)> {
        let (spot, _) = self.spots(label)?;
        let source = self.sources.get(spot.file)?;
        Some((source.path(), spot.start))
    }

    /// The file and the node of its author that a label is about; `None` if it is about no node.
    pub fn origin(&self, label: &Label) -> Option<(usize, Pointer)> {
        match &label.tree {
            Tree::Normalized => Some((self.provenance)(&label.pointer)),
            Tree::Source(file) => Some((*file, label.pointer.clone())),
            Tree::Text(..) => None,
        }
    }

    /// A finding for people, ending in a newline.
    pub fn render(&self, diagnostic: &Diagnostic, color: bool) -> String {
        let options = Options { color, ..Options::default() };
        human::text(&self.sources, &self.resolve(diagnostic), &options)
    }

    /// All findings in the format that was asked for.
    ///
    /// **Human**: warnings before errors, so that the end of a long list is what matters most, and each in the order
    /// of the document. Of more than [`Options::max`] the errors are kept; of a warning that is made very often, three.
    ///
    /// **JSON**: one object, `{"version": 1, "findings": […]}`; the version grows when a reader would have to change.
    ///
    /// | member of a finding | is |
    /// |---|---|
    /// | `severity` | `"error"`, `"warning"` or `"note"` |
    /// | `code`, `title` | `"OAS1003"` and what it stands for |
    /// | `message` | one sentence |
    /// | `path` | the file, with `/` |
    /// | `line`, `column`, `endLine`, `endColumn` | from 1, in characters; the end is behind the last one |
    /// | `label` | a few words about the place, or `null` |
    /// | `related` | other places: `path`, `line`, `column`, `endLine`, `endColumn`, `label` |
    /// | `notes` | facts, one sentence each |
    /// | `help` | what to do |
    pub fn write(&self, diagnostics: &Diagnostics, options: &Options) -> String {
        let located = self.located(diagnostics);
        match options.format {
            Format::Human => human::list(&self.sources, located, options),
            Format::Json => machine::json(&selection::first(located, options.max)),
            Format::Github => machine::github(&selection::first(located, options.max)),
            Format::Sarif => machine::sarif(&selection::first(located, options.max)),
        }
    }

    /// All findings with their places, each once, however many aliases bring in what it is about.
    pub fn located(&self, diagnostics: &Diagnostics) -> Vec<Located> {
        selection::told_once(diagnostics.iter().map(|diagnostic| self.resolve(diagnostic)))
    }

    /// A finding with its places found and its texts made harmless.
    pub fn resolve(&self, diagnostic: &Diagnostic) -> Located {
        let (primary, mut related) = self.spots(&diagnostic.primary).unwrap_or_else(|| (self.nowhere(), Vec::new()));
        for label in &diagnostic.related {
            related.extend(self.spots(label).map(|(spot, _)| spot));
        }
        Located {
            severity: diagnostic.severity,
            code: diagnostic.code,
            message: clean_line(&diagnostic.message),
            primary,
            related,
            notes: diagnostic.notes.iter().map(|note| clean(note)).collect(),
            help: diagnostic.help.as_deref().or_else(|| Some(explain(diagnostic.code)?.fix)).map(clean),
        }
    }

    /// The place of a label, and the alias by which the document has what is there.
    fn spots(&self, label: &Label) -> Option<(Spot, Vec<Spot>)> {
        if let Tree::Text(file, range) = &label.tree {
            return Some((spot(&self.sources, *file, range.clone(), &label.text)?, Vec::new()));
        }
        let (file, pointer) = self.origin(label)?;
        let span = self.sources.get(file)?.span(&pointer, label.part);
        let alias = span.alias.filter(|_| matches!(label.part, Part::Key | Part::Value));
        let alias = alias.and_then(|range| spot(&self.sources, file, range, BROUGHT_IN));
        Some((spot(&self.sources, file, span.range, &label.text)?, alias.into_iter().collect()))
    }

    /// The start of the entry document.
    fn nowhere(&self) -> Spot {
        located(self.sources.entry(), 0, 0..0, "")
    }
}

fn spot(sources: &Sources, file: usize, range: Range<usize>, label: &str) -> Option<Spot> {
    Some(located(sources.get(file)?, file, range, label))
}

/// A place, cut off at the end of its first line, in whole characters.
fn located(source: &Source, file: usize, range: Range<usize>, label: &str) -> Spot {
    let text = source.text();
    let whole =
        |offset: usize| (0..=offset.min(text.len())).rev().find(|at| text.is_char_boundary(*at)).unwrap_or_default();
    let start = source.place(whole(range.start));
    let line = source.line(start.line);
    let begin = whole(range.start).min(line.end);
    let range = begin..whole(range.end).clamp(begin, line.end);
    let (start, end) = (source.place(range.start), source.place(range.end));
    let path = clean_line(&source.path().display().to_string().replace('\\', "/"));
    Spot { file, path, range, start, end, label: clean_line(label) }
}

impl fmt::Debug for Report {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Report").field("sources", &self.sources).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests;
