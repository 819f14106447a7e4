//! JSON, and what was meant to be JSON.

use super::tree::Reading;
use super::{Source, explain, yaml};
use crate::diagnostics::{Diagnostic, load as mistake};
use serde_json::{Deserializer, Value};
use std::path::Path;

/// Reads JSON; text that only looks like it may still be YAML, whose flow style is JSON with fewer rules.
pub(super) fn read(path: &Path, text: &str) -> Result<Source, Box<Diagnostic>> {
    let mut reading = Reading::new(text, false);
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

fn second_chance(path: &Path, text: &str, error: &Diagnostic) -> Result<Source, Box<Diagnostic>> {
    let is_json = path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("json"));
    match yaml::read(path, text) {
        Ok(source) if is_json => Ok(source.remark(mistake::sloppy_json(error))),
        Err(other) if !is_json && !text.trim_start().starts_with("{\"") => Err(other),
        Err(_) => Err(Box::new(error.clone())),
        source => source,
    }
}
