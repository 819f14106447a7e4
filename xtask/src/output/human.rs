//! Text for people.

use std::path::Path;

use annotate_snippets::{AnnotationKind, Element, Group, Level, Renderer, Snippet};
use generator::config::{self, Place};
use generator::diagnostics::Severity;

use super::{Failure, Finding, show};

/// The verb of a status line ends in this column, as in Cargo's.
const VERB_WIDTH: usize = 12;

/// A status line.
pub fn status(verb: &str, rest: &str, color: bool) -> String {
    if color {
        format!("\x1b[1;32m{verb:>VERB_WIDTH$}\x1b[0m {rest}\n")
    } else {
        format!("{verb:>VERB_WIDTH$} {rest}\n")
    }
}

/// A mistake in `codegen.toml` with the line it is in.
pub fn config_finding(path: &Path, text: &str, finding: &config::Finding, color: bool) -> Finding {
    let path = show(path);
    let annotation = AnnotationKind::Primary.span(finding.span.clone());
    let snippet = Snippet::source(text).path(path.as_str()).annotation(annotation);
    let group = level(finding.severity).primary_title(finding.message.as_str()).element(snippet);
    Finding {
        severity: finding.severity,
        code: "config".to_owned(),
        message: finding.message.clone(),
        path: Some(path.clone()),
        place: Some(Place::of(text, finding.span.start)),
        notes: finding.help.iter().cloned().collect(),
        weight: None,
        text: render(helped(group, finding.help.as_deref()), color),
    }
}

/// The reason why a command cannot go on.
pub fn failure(failure: &Failure, color: bool) -> Finding {
    let help = failure.help.as_ref().map(|help| format!("help: {help}"));
    Finding {
        severity: Severity::Error,
        code: "failure".to_owned(),
        message: failure.message.clone(),
        path: None,
        place: None,
        notes: failure.help.iter().cloned().collect(),
        weight: None,
        text: error(&failure.message, help.as_slice(), color),
    }
}

/// An error about no line in particular, with its details below it.
pub fn error(message: &str, details: &[String], color: bool) -> String {
    let (start, end) = if color { ("\x1b[1;31m", "\x1b[0m") } else { ("", "") };
    let details: String = details.iter().map(|detail| format!("  {detail}\n")).collect();
    format!("{start}error{end}: {message}\n{details}")
}

/// A warning about a file as a whole, and what to do.
pub fn warning(path: &Path, message: &str, help: &str, color: bool) -> Finding {
    let group = Group::with_title(Level::WARNING.primary_title(message));
    Finding {
        severity: Severity::Warning,
        code: "file".to_owned(),
        message: message.to_owned(),
        path: Some(show(path)),
        place: None,
        notes: vec![help.to_owned()],
        weight: None,
        text: render(helped(group, Some(help)), color),
    }
}

fn helped<'a>(group: Group<'a>, help: Option<&'a str>) -> Group<'a> {
    group.elements(help.map(|help| Element::from(Level::HELP.message(help))))
}

fn level(severity: Severity) -> Level<'static> {
    match severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Note => Level::NOTE,
    }
}

fn render(group: Group<'_>, color: bool) -> String {
    let renderer = if color { Renderer::styled() } else { Renderer::plain() };
    format!("{}\n", renderer.render(&[group]))
}
