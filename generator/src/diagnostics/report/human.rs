//! Findings as rustc prints its own.

use super::clean::STAND_IN;
use super::excerpt::{Excerpt, excerpts};
use super::selection::for_people;
use super::{Located, Options, Severity, Spot};
use crate::load::Sources;
use annotate_snippets::{Annotation, AnnotationKind, Element, Group, Level, Origin, Renderer, Snippet};

/// What the gutter and the frame take from the width.
const FRAME: usize = 12;

/// All findings, with a blank line behind each, and how many are not shown.
pub(super) fn list(sources: &Sources, findings: Vec<Located>, options: &Options) -> String {
    let selection = for_people(findings, options.max);
    let mut out = String::new();
    for finding in &selection.shown {
        out += &text(sources, finding, options);
        out.push('\n');
    }
    if selection.hidden > 0 {
        out += &format!("… {} more, `--max-diagnostics 0` shows all\n", selection.hidden);
    }
    out
}

/// One finding.
pub(super) fn text(sources: &Sources, finding: &Located, options: &Options) -> String {
    let spots: Vec<_> = std::iter::once(&finding.primary).chain(&finding.related).collect();
    let width = options.width.saturating_sub(FRAME);
    let excerpts = excerpts(|spot| sources.get(spot.file), &spots, width);
    let paths: Vec<_> = excerpts.iter().enumerate().map(|(index, excerpt)| path(index, excerpt, finding)).collect();
    let title = level(finding.severity).primary_title(&finding.message).id(finding.code);
    let group = Group::with_title(title);
    let group = excerpts.iter().zip(&paths).fold(group, |group, (excerpt, path)| shown(group, excerpt, path, finding));
    let renderer = if options.color { Renderer::styled() } else { Renderer::plain() };
    let text = renderer.term_width(options.width).render(&[remarked(group, finding)]);
    format!("{}\n", with_places(text, &excerpts, finding))
}

/// The path over an excerpt. The renderer adds the place, but counts columns in what is left of a line that was cut;
/// then something stands in for the path by which the place is found and replaced.
fn path(index: usize, excerpt: &Excerpt<'_>, finding: &Located) -> String {
    match excerpt.cut {
        true => format!("{STAND_IN}{index}"),
        false => leading(excerpt, finding).path.clone(),
    }
}

/// The place that is named over an excerpt.
fn leading<'a>(excerpt: &Excerpt<'a>, finding: &'a Located) -> &'a Spot {
    let mut spots = excerpt.spots.iter().map(|(spot, _)| *spot);
    let first = spots.clone().min_by_key(|spot| spot.range.start);
    spots.find(|spot| std::ptr::eq(*spot, &finding.primary)).or(first).unwrap_or(&finding.primary)
}

fn with_places(mut text: String, excerpts: &[Excerpt<'_>], finding: &Located) -> String {
    for (index, excerpt) in excerpts.iter().enumerate().filter(|(_, excerpt)| excerpt.cut) {
        let stand_in = format!("{STAND_IN}{index}:");
        let Some(start) = text.find(&stand_in) else { continue };
        let digits = text[start + stand_in.len()..].find(|next: char| !next.is_ascii_digit() && next != ':');
        let end = digits.map_or(text.len(), |length| start + stand_in.len() + length);
        let Spot { path, start: place, .. } = leading(excerpt, finding);
        text.replace_range(start..end, &format!("{path}:{}:{}", place.line, place.column));
    }
    text
}

/// The lines of an excerpt; only the place of a document that is empty.
fn shown<'a>(group: Group<'a>, excerpt: &'a Excerpt<'a>, path: &'a str, finding: &Located) -> Group<'a> {
    if excerpt.text.trim().is_empty() {
        let Spot { start, .. } = leading(excerpt, finding);
        return group.element(Origin::path(path).line(start.line).char_column(start.column));
    }
    let annotations =
        excerpt.spots.iter().map(|(spot, range)| annotation(spot, range, std::ptr::eq(*spot, &finding.primary)));
    group.element(Snippet::source(excerpt.text.as_str()).path(path).line_start(excerpt.line).annotations(annotations))
}

fn annotation<'a>(spot: &'a Spot, range: &std::ops::Range<usize>, primary: bool) -> Annotation<'a> {
    let kind = if primary { AnnotationKind::Primary } else { AnnotationKind::Context };
    let annotation = kind.span(range.clone());
    match spot.label.as_str() {
        "" => annotation,
        label => annotation.label(label),
    }
}

fn remarked<'a>(group: Group<'a>, finding: &'a Located) -> Group<'a> {
    let notes = finding.notes.iter().map(|note| Element::from(Level::NOTE.message(note)));
    let help = finding.help.iter().map(|help| Element::from(Level::HELP.message(help)));
    group.elements(notes.chain(help))
}

fn level(severity: Severity) -> Level<'static> {
    match severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Note => Level::NOTE,
    }
}
