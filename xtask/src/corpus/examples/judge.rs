//! What the types made of examples -> which examples are valid, and which of those came back as they were.

use std::fs::File;
use std::io::{self, BufRead as _, BufReader, BufWriter, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use serde_json::Value;

use super::listed::Listed;
use super::{Result, Results, Settings, Trip};
use crate::corpus::outcome::{Example, RoundTrips};

/// Has all examples judged.
pub fn all(trips: Results<Trip>, settings: &Settings) -> io::Result<Results<RoundTrips>> {
    let cases = settings.log("judge", "cases");
    let mut file = BufWriter::new(File::create(&cases)?);
    let mut tried = trips.iter().filter_map(|(_, trip)| trip.as_ref().ok());
    tried.try_for_each(|trip| writeln!(file, "{}", case(trip)))?;
    file.flush()?;
    let mut lines = verdicts(&cases, settings)?.into_iter();
    let mut judged = |trip: Trip| round_trips(&trip, &verdict(lines.next())?);
    Ok(trips.into_iter().map(|(package, trip)| (package, trip.and_then(&mut judged))).collect())
}

fn verdict(line: Option<String>) -> Result<Value> {
    let line = line.ok_or("the judge of examples ended before its time; its words are in logs/judge.log")?;
    serde_json::from_str(&line).map_err(|error| format!("the verdict on its examples is damaged: {error}"))
}

/// Answers stand as they were given: reading a number could change its last digit.
fn case(trip: &Trip) -> String {
    let examples = trip.examples.iter().zip(&trip.answers);
    let examples = examples.map(|(Listed { schema, value, .. }, answer)| {
        format!("{{\"schema\":{schema},\"value\":{value},\"answer\":{answer}}}")
    });
    format!("{{\"document\":{},\"examples\":[{}]}}", trip.document, examples.collect::<Vec<_>>().join(","))
}

/// One line for each document.
fn verdicts(cases: &Path, settings: &Settings) -> io::Result<Vec<String>> {
    let manifest = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("judge").join("Cargo.toml");
    let mut command = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command.args(["run", "--quiet", "--locked", "--manifest-path"]).arg(manifest);
    command.stdin(File::open(cases)?).stdout(Stdio::piped()).stderr(File::create(settings.log("judge", "log"))?);
    let mut child = command.spawn()?;
    let lines = child.stdout.take().map(BufReader::new).into_iter().flat_map(BufReader::lines).collect();
    child.wait()?;
    lines
}

fn round_trips(trip: &Trip, verdict: &Value) -> Result<RoundTrips> {
    let mut outcome = RoundTrips { examples: trip.examples.len(), ..RoundTrips::default() };
    for (index, (example, answer)) in trip.examples.iter().zip(&trip.answers).enumerate() {
        let verdict = verdict.get(index).ok_or("the verdict on its examples is not whole")?;
        match (&verdict["invalid"], &verdict["changed"]) {
            (Value::String(reason), _) => outcome.invalid.push(judged(example, answer, reason)),
            (_, Value::String(reason)) => outcome.changed.push(judged(example, answer, reason)),
            _ => {
                outcome.passed += 1;
                outcome.kept.extend(kept(example, answer));
            }
        }
    }
    Ok(outcome)
}

/// The example, if no variant is for a value in it.
fn kept(example: &Listed, answer: &str) -> Option<Example> {
    let said: Value = serde_json::from_str(answer).ok()?;
    let is_kept = said["kept"].as_bool().unwrap_or_default();
    is_kept.then(|| judged(example, answer, "a value in it is of no variant"))
}

fn judged(example: &Listed, answer: &str, reason: &str) -> Example {
    let mut answer: Value = serde_json::from_str(answer).unwrap_or_default();
    Example {
        pointer: example.pointer.clone(),
        ty: example.ty.clone(),
        reason: reason.to_owned(),
        expected: example.value.clone(),
        got: answer["got"].take(),
    }
}
