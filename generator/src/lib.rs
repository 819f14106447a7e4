//! Turns an OpenAPI document into the source of a Rust client crate: text in, files out.
//!
//! [`generate`] is the whole pipeline on one screen; each stage is a module, and takes only what the one before gives.
//!
//! | stage | takes -> gives | can fail |
//! |---|---|---|
//! | [`load`] | text -> tree, and the line of each of its nodes | yes |
//! | [`overlay`] | tree -> the same with the changes of overlays | collects findings |
//! | [`normalize`] | tree of any OpenAPI version -> tree of a clean 3.0 document | collects findings |
//! | `selection` | tree -> the same with the schemas that the operations of `codegen.toml` need | no |
//! | `parse` | tree -> `openapiv3::OpenAPI`, item by item | collects findings |
//! | `lower` | document -> [`model::Api`]: every decision | collects findings |
//! | `analyze` | model -> model: boxes, directions, features | no |
//! | `render` | model -> tokens | no |
//! | `emit` | tokens -> formatted files | only by a mistake of our own |
//!
//! Whatever is wrong with a document is one of the [`diagnostics`], never a panic.
//!
//! Beside the pipeline, [`config`] is what `codegen.toml` says, [`names`] makes every identifier, and [`lock`] writes
//! `API.lock` and remembers from it what things were called.
//!
//! # The codec
//!
//! The types of a generated crate are read and written without serde's derive. Two candidates were measured against it
//! on 500 structs and 25 enums (`cargo run --release --manifest-path generator/benches/codec/Cargo.toml`, medians of three
//! rounds, rustc 1.95, two busy cores); `slots` was kept, and the last column compares it with `derive`.
//!
//! | | derive | table | slots | times better |
//! |---|---|---|---|---|
//! | `cargo check`, CPU s | 23.1 | 5.9 | 4.0 | 5.7 |
//! | `cargo check`, peak MiB | 1109 | 477 | 370 | 3.0 |
//! | `cargo build`, CPU s | 48.4 | 19.4 | 12.2 | 4.0 |
//! | `cargo build`, peak MiB | 1880 | 864 | 631 | 3.0 |
//! | `cargo build --release`, CPU s | 163.8 | 63.2 | 33.4 | 4.9 |
//! | `cargo build --release`, peak MiB | 1803 | 795 | 593 | 3.0 |
//! | decode, MB/s | 297 | 413 | 460 | 1.6 |
//! | decode-sorted, MB/s | 293 | 382 | 423 | 1.4 |
//! | encode, MB/s | 985 | 878 | 1080 | 1.1 |
//! | decode, instructions per byte | 32.4 | 26.3 | 24.5 | 1.3 |
//! | decode-sorted, instructions per byte | 31.7 | 29.3 | 29.7 | 1.1 |
//! | encode, instructions per byte | 13.5 | 11.3 | 11.1 | 1.2 |
//! | release library, MB | 71.8 | 22.8 | 21.9 | 3.3 |
//!
//! # An example
//!
//! ```
//! use generator::{Input, config::Client, generate};
//!
//! let document = r##"
//! openapi: 3.0.3
//! info: {title: Pets, version: "1"}
//! paths:
//!   /pets/{id}:
//!     get:
//!       operationId: getPet
//!       parameters: [{name: id, in: path, required: true, schema: {type: string}}]
//!       responses:
//!         "200": {description: A pet., content: {application/json: {schema: {$ref: "#/components/schemas/Pet"}}}}
//! components:
//!   schemas:
//!     Pet: {type: object, required: [name], properties: {name: {type: string}}}
//! "##;
//! let config = Client::new("pets.yaml", "pets", "pets-client");
//! let outcome = generate(&Input::new("pets.yaml".as_ref(), document, &config));
//! let generated = outcome.generated.expect("the document has no error");
//! let pet = generated.files.iter().find(|file| file.path == "src/types/pet.rs").expect("one file a schema");
//! assert!(pet.contents.contains("pub struct Pet"));
//! ```

mod analyze;
pub mod census;
pub mod config;
pub mod diagnostics;
pub mod digest;
mod emit;
pub mod examples;
pub mod load;
pub mod lock;
mod lower;
pub mod manifest_tail;
mod markdown;
mod media_type;
mod methods;
pub mod model;
pub mod names;
pub mod normalize;
pub mod overlay;
mod parse;
pub mod pointer;
mod render;
mod room;
mod selection;
#[path = "../runtime/src/telling.rs"]
mod telling;
mod token;

use std::path::Path;

use diagnostics::report::Report;
use diagnostics::{Diagnostic, Diagnostics, Severity, lints};
use examples::Examples;
use load::{Files, Source, Sources};
use lock::{Inputs, Memory};
use model::Api;
use normalize::{Document, Provenance};
use overlay::{Origins, Overlay};
use parse::Parsed;
use pointer::Pointer;
use room::{meanwhile, with_room};

pub use emit::File;

/// What a client is made from.
#[derive(Clone, Copy)]
pub struct Input<'a> {
    /// Where the document was read; for messages and for documents beside it.
    pub path: &'a Path,
    /// The document.
    pub text: &'a str,
    /// The changes to make to it, in this order.
    pub overlays: &'a [Overlay],
    /// What `codegen.toml` says of this client.
    pub config: &'a config::Client,
    /// The text of the `API.lock` on disk.
    pub lock: Option<&'a str>,
    /// How much findings weigh.
    pub tolerance: Tolerance,
    /// How the files are read that the document refers to; without it, it must be whole by itself.
    pub files: Option<&'a Files<'a>>,
}

impl<'a> Input<'a> {
    /// The first run on a document.
    pub fn new(path: &'a Path, text: &'a str, config: &'a config::Client) -> Self {
        Self { path, text, overlays: &[], config, lock: None, tolerance: Tolerance::default(), files: None }
    }
}

/// How much findings weigh.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Tolerance {
    /// A warning ends the run too.
    Strict,
    /// An error ends the run.
    #[default]
    Normal,
    /// An error costs only what it is in, which is left out or untyped.
    Tolerant,
}

/// What came of it.
pub struct Outcome {
    /// What is wrong with the document, weighed as `[lints]` and the [`Tolerance`] want it.
    pub diagnostics: Diagnostics,
    /// Where the places of the diagnostics are in the sources.
    pub report: Report,
    /// Overrides in `codegen.toml` that have no effect.
    pub config: Vec<config::Finding>,
    /// Was the document read? If not, nothing else was tried.
    pub loaded: bool,
    /// How many operations are left out: those that `codegen.toml` skips, those that an error is about, where errors are
    /// tolerated, and those that others of the same path and method replace.
    pub skipped: usize,
    /// The files; `None` if an error ended the run, or nobody asked for them.
    pub generated: Option<Generated>,
}

/// A generated crate.
#[derive(Clone, Debug)]
pub struct Generated {
    /// Its files.
    pub files: Vec<File>,
    /// Its size.
    pub summary: Summary,
    /// The places that have no type.
    pub untyped: Vec<census::Untyped>,
}

/// The size of a client.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Summary {
    /// Operations that have a method.
    pub operations: usize,
    /// Named types.
    pub types: usize,
    /// Operations that are left out, see [`Outcome::skipped`].
    pub skipped: usize,
}

/// Generates a client. It does so without panic, whatever the document says, and gives the same files for the same
/// input on every machine.
///
/// It can be called on any thread: how deep a document is nested is no matter of that thread's stack.
pub fn generate(input: &Input<'_>) -> Outcome {
    with_room(&|| stages(input, write))
}

/// Finds all that [`generate`] would find in the document, and makes no file of it: in a large one, that takes longer than
/// all else.
pub fn check(input: &Input<'_>) -> Outcome {
    with_room(&|| stages(input, |_, _, _, _| None))
}

/// What makes files of a client, or does not.
type Write = fn(&Input<'_>, &Sources, &Api, &mut Diagnostics) -> Option<Generated>;

/// The pipeline. A tree takes about ten times as much room as its text, so each goes as soon as the next one is made of
/// it.
fn stages(input: &Input<'_>, write: Write) -> Outcome {
    let Read { mut sources, origins, mut findings } = match read(input) {
        Ok(read) => read,
        Err((sources, mistake)) => return unreadable(*sources, *mistake),
    };
    let memory = input.lock.map(Memory::parse).unwrap_or_default();
    let Document { mut tree, provenance, left_out, places, adopted, .. } =
        normalized(&sources, origins, &memory, &mut findings);
    let memory = memory.placed(places, adopted);
    sources.forget_trees();
    let parsed = parsed(&mut tree, input, &mut findings);
    let unread = selection::operations(&tree).saturating_sub(lower::operations(&parsed));
    drop(tree);
    let (mut api, config) = decide(parsed, input, &memory, &mut findings);
    api.skipped += left_out + unread + sources.lost_operations();
    let mut diagnostics = weigh(&findings, input);
    let generated = if diagnostics.has_errors() { None } else { write(input, &sources, &api, &mut diagnostics) };
    let report = Report::new(sources, move |pointer| origin(&provenance, pointer));
    Outcome { diagnostics, report, config, loaded: true, skipped: api.skipped, generated }
}

/// The one tree that all else understands. Where the nodes of a large document stand is found out meanwhile: there is nearly
/// always something to tell, and to read the text again takes as long as to normalize the tree.
fn normalized(sources: &Sources, origins: Origins, memory: &Memory, findings: &mut Diagnostics) -> Document {
    let places = || sources.find_places();
    let known = |place: &str, long: &str| memory.known_place(place, long);
    meanwhile(sources.is_large().then_some(&places), || normalize::normalize_files(sources, origins, &known, findings))
}

/// The model of a document, which [`generate`] renders, and what was found on the way, not weighed yet.
///
/// # Errors
///
/// The finding that kept the document from being read.
pub fn model(input: &Input<'_>) -> Result<(Api, Diagnostics), Box<Diagnostic>> {
    with_room(&|| understood(input))
}

fn understood(input: &Input<'_>) -> Result<(Api, Diagnostics), Box<Diagnostic>> {
    decided(input).map(|(_, api, findings)| (api, findings))
}

/// The tree of a document, its model, and what was found on the way.
fn decided(input: &Input<'_>) -> Result<(serde_json::Value, Api, Diagnostics), Box<Diagnostic>> {
    let Read { sources, origins, mut findings } = read(input).map_err(|(_, mistake)| mistake)?;
    let memory = input.lock.map(Memory::parse).unwrap_or_default();
    let known = |place: &str, long: &str| memory.known_place(place, long);
    let Document { mut tree, places, adopted, .. } =
        normalize::normalize_files(&sources, origins, &known, &mut findings);
    let memory = memory.placed(places, adopted);
    let parsed = parsed(&mut tree, input, &mut findings);
    let (api, _) = decide(parsed, input, &memory, &mut findings);
    Ok((tree, api, findings))
}

/// The examples of a document, and the types that [`generate`] makes for them.
///
/// # Errors
///
/// The finding that kept the document from being read.
pub fn examples(input: &Input<'_>) -> Result<Examples, Box<Diagnostic>> {
    with_room(&|| found_examples(input))
}

fn found_examples(input: &Input<'_>) -> Result<Examples, Box<Diagnostic>> {
    decided(input).map(|(tree, api, _)| examples::examples(&tree, &api))
}

/// A document that was read.
struct Read {
    /// The document with its overlays, and the files it refers to.
    sources: Sources,
    /// Which of its nodes overlays brought in.
    origins: Origins,
    /// What was odd about the files.
    findings: Diagnostics,
}

fn read(input: &Input<'_>) -> Result<Read, (Box<Sources>, Box<Diagnostic>)> {
    let unread = || Box::new(Sources::from(Source::unread(input.path, input.text)));
    let mut entry = load::load(input.path, input.text).map_err(|mistake| (unread(), mistake))?;
    let overlaid = overlay::overlay(entry.take_value(), input.overlays);
    load::check_kind(&entry, &overlaid.tree).map_err(|mistake| (unread(), mistake))?;
    let entry = entry.with_value(overlaid.tree);
    let sources = match input.files {
        Some(files) => Sources::overlaid(entry, overlaid.files, files),
        None => Sources::overlaid(entry, overlaid.files, &Files::none()),
    };
    let findings = sources.diagnostics().cloned().chain(overlaid.findings).collect();
    Ok(Read { sources, origins: overlaid.origins, findings })
}

/// The tree as openapiv3 has it, without what only operations need that are left out.
fn parsed(tree: &mut serde_json::Value, input: &Input<'_>, findings: &mut Diagnostics) -> Parsed {
    let unneeded = selection::take_unneeded(tree, &input.config.select);
    Parsed { unneeded, ..parse::parse(tree, findings) }
}

/// Decides what everything in a document becomes; what it does not say well is among the findings.
fn decide(
    parsed: Parsed,
    input: &Input<'_>,
    memory: &Memory,
    findings: &mut Diagnostics,
) -> (Api, Vec<config::Finding>) {
    let api = lower::lower(&parsed, input.config, memory, findings);
    let config = lower::unmatched(&parsed, input.config, &api);
    drop(parsed);
    (analyze::analyze(api, memory), config)
}

/// The files of the crate. Tokens that are no Rust are a mistake of the generator, and reported as one.
fn write(input: &Input<'_>, sources: &Sources, api: &Api, diagnostics: &mut Diagnostics) -> Option<Generated> {
    let mut files = match emit::emit(render::render(api, input.config)) {
        Ok(files) => files,
        Err(mistake) => {
            diagnostics.push(mistake.diagnostic());
            return None;
        }
    };
    let overlays = input.overlays.iter().map(|overlay| (overlay.name.clone(), digest::text(&overlay.text))).collect();
    let inputs = Inputs { spec: sources.digest(), overlays, config: input.config.digest() };
    let lock = lock::text(api, &inputs, &files);
    files.push(File { path: lock::FILE.to_owned(), contents: lock });
    let summary = Summary { operations: api.operations.len(), types: api.types.len(), skipped: api.skipped };
    Some(Generated { files, summary, untyped: census::untyped(api) })
}

fn weigh(findings: &Diagnostics, input: &Input<'_>) -> Diagnostics {
    let level = |code: &str| input.config.lints.get(code).map(|lint| lint.level);
    let weighed = lints::weigh(findings, level, input.tolerance == Tolerance::Strict);
    match input.tolerance {
        Tolerance::Strict | Tolerance::Normal => weighed,
        Tolerance::Tolerant => weighed.iter().cloned().map(tolerated).collect(),
    }
}

fn tolerated(diagnostic: Diagnostic) -> Diagnostic {
    Diagnostic { severity: diagnostic.severity.min(Severity::Warning), ..diagnostic }
}

fn unreadable(sources: Sources, mistake: Diagnostic) -> Outcome {
    let report = Report::new(sources, |pointer| (0, pointer.clone()));
    let diagnostics = [mistake.in_file(0)].into_iter().collect();
    Outcome { diagnostics, report, config: Vec::new(), loaded: false, skipped: 0, generated: None }
}

fn origin(provenance: &Provenance, pointer: &Pointer) -> (usize, Pointer) {
    let origin = provenance.origin(pointer);
    (origin.file, origin.pointer)
}
