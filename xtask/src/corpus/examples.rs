//! Examples of documents -> do the types of the generated crates read them, and write the same again?
//!
//! Which examples are valid is for a validator to say. `jsonschema` has 77 dependencies and takes 51 s of CPU to build
//! (measured), for which no other subcommand should wait; so the judge is a crate of its own, `xtask/judge`, outside the
//! workspace, and built when examples are asked for.

mod judge;
mod listed;
mod program;
mod schema;
mod trip;

use std::collections::BTreeMap;
use std::io;
use std::path::PathBuf;

use super::cargo::{Cargo, Messages, Task};
use super::outcome::RoundTrips;
pub use listed::json;
use trip::Trip;

/// How examples are tried.
#[derive(Clone, Debug)]
pub struct Settings {
    /// The workspace; the crates are in `crates` below it.
    pub cargo: Cargo,
    /// How many programs are built at a time: what they leave is deleted before the next ones.
    pub batch: usize,
}

/// What came of one document, or why nothing did.
type Result<T> = std::result::Result<T, String>;

/// The same for some documents, by their crates.
type Results<T> = Vec<(String, Result<T>)>;

impl Settings {
    fn log(&self, package: &str, kind: &str) -> PathBuf {
        self.cargo.root.join("logs").join(format!("{package}.{kind}"))
    }
}

/// Tries the examples of the documents behind these crates, and calls `done` for each.
pub fn all(
    packages: &[String],
    settings: &Settings,
    done: &dyn Fn(&str),
) -> io::Result<BTreeMap<String, Result<RoundTrips>>> {
    let mut outcomes = BTreeMap::new();
    for batch in packages.chunks(settings.batch.max(1)) {
        outcomes.extend(judge::all(together(batch, settings)?, settings)?);
        batch.iter().for_each(|package| done(package));
    }
    Ok(outcomes)
}

/// Has the types of some crates read and write the examples.
fn together(packages: &[String], settings: &Settings) -> io::Result<Results<Trip>> {
    let trips = packages.iter().map(|package| (package.clone(), Trip::prepare(package, settings)));
    let trips: Results<Trip> = trips.collect();
    let programs: Vec<_> = trips.iter().filter_map(|(_, trip)| trip.as_ref().ok()?.program()).collect();
    let messages = build(&programs, settings)?;
    let run = |trip: Result<Trip>| trip.and_then(|trip| trip.run(&messages, settings));
    let trips = trips.into_iter().map(|(package, trip)| (package, run(trip))).collect();
    settings.cargo.clean(&programs)?;
    Ok(trips)
}

fn build(programs: &[String], settings: &Settings) -> io::Result<Messages> {
    if programs.is_empty() {
        return Ok(Messages::default());
    }
    let task = Task { arguments: &["build", "--bins"], folder: trip::FOLDER, variables: &[] };
    Ok(settings.cargo.run(task, programs, &|_| {})?.0)
}
