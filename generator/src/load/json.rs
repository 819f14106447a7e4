//! JSON, and what was meant to be JSON.

use super::jsonc::{self, Repaired};
use super::limits::FINDINGS;
use super::tree::Reading;
use super::{Source, explain, yaml};
use crate::diagnostics::{Diagnostic, load as mistake};
use serde_json::{Deserializer, Value};
use std::path::Path;

/// Reads JSON; text that only looks like it may still be YAML, whose flow style is JSON with fewer rules.
pub(super) fn read(path: &Path, text: &str) -> Result<Source, Box<Diagnostic>> {
    let mut reading = Reading::of_json(text);
    match parse(text, &mut reading) {
        Ok(value) => Ok(Source::json(path, text, value, reading)),
        Err(error) if reading.refusal.is_some() => Err(Box::new(explain::json(text, &error, &reading))),
        Err(error) => second_chance(path, text, &explain::json(text, &error, &reading)),
    }
}

fn parse(text: &str, reading: &mut Reading) -> serde_json::Result<Value> {
    let mut deserializer = Deserializer::from_str(text);
    let value = reading.tree(&mut deserializer)?;
    deserializer.end().map(|()| value)
}

/// In YAML, comments of this kind would be text: `{"a": 1 // one`.
fn second_chance(path: &Path, text: &str, error: &Diagnostic) -> Result<Source, Box<Diagnostic>> {
    let is_json = path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("json"));
    let repaired = jsonc::repaired(text);
    let has_comments = repaired.as_ref().is_some_and(|repaired| !repaired.comments.is_empty());
    let as_json = repaired.map(|repaired| without(path, text, repaired));
    match as_json {
        Some(Ok(source)) if is_json => return Ok(source),
        Some(Err(error)) if is_json && has_comments => return Err(error),
        _ => {}
    }
    match yaml::read(path, text) {
        Ok(source) if is_json => Ok(source.remark(mistake::sloppy_json(error))),
        Ok(source) => Ok(source),
        Err(other) => match as_json {
            Some(Ok(source)) => Ok(source),
            _ if !is_json && !text.trim_start().starts_with("{\"") => Err(other),
            _ => Err(Box::new(error.clone())),
        },
    }
}

/// Another try without what JSON does not have.
fn without(path: &Path, text: &str, repaired: Repaired) -> Result<Source, Box<Diagnostic>> {
    let mut reading = Reading::of_json(&repaired.text);
    let value = match parse(&repaired.text, &mut reading) {
        Ok(value) => value,
        Err(error) => return Err(Box::new(explain::json(text, &error, &reading))),
    };
    let (comments, commas) = (&repaired.comments, &repaired.commas);
    let firsts = [comments, commas].into_iter().filter_map(|found| found.first());
    let first = firsts.min_by_key(|range| range.start).cloned();
    let more = first.map(|first| mistake::more_than_json(first, comments.len(), commas.len()));
    let halves = repaired.surrogates.into_iter().take(FINDINGS).map(mistake::half_character);
    let source = Source::json(path, text, value, reading);
    Ok(more.into_iter().chain(halves).fold(source, Source::remark))
}
