//! The only calls into the library: an entry point that changes changes here.

use std::io;
use std::path::Path;

use generator::config::Client;
use generator::diagnostics::{Diagnostic, Severity};
use generator::load::Files;
use generator::model::Api;
use generator::{File, Input, Outcome, Tolerance};

/// What `codegen.toml` says without effect.
pub fn idle_overrides(config: &Client, text: &str) -> Vec<String> {
    let idle = generator::generate(&input(config, text, None)).config;
    idle.into_iter().map(|finding| finding.message).collect()
}

/// The files of the crate `name` made from the document `text`, errors or not.
pub fn generate(name: &str, text: &str) -> Vec<File> {
    generate_beside(&unpublished(name), text, None)
}

/// The same with all of its configuration, and with the `API.lock` of an earlier run.
pub fn generate_beside(config: &Client, text: &str, lock: Option<&str>) -> Vec<File> {
    let outcome = generator::generate(&Input { tolerance: Tolerance::Tolerant, ..input(config, text, lock) });
    outcome.generated.unwrap().files
}

/// The model of the document, with all of its configuration and with the `API.lock` of an earlier run.
pub fn model_beside(config: &Client, text: &str, lock: Option<&str>) -> Api {
    generator::model(&input(config, text, lock)).unwrap().0
}

/// All that comes of a document, and of one that cannot be read.
pub fn outcome(name: &str, text: &str, lock: Option<&str>, tolerance: Tolerance) -> Outcome {
    generator::generate(&Input { tolerance, ..input(&unpublished(name), text, lock) })
}

/// The same of a document that refers to the files that `read` gives.
pub fn outcome_of_files(
    name: &str,
    text: &str,
    read: &(dyn Fn(&Path) -> io::Result<Vec<u8>> + Sync),
    tolerance: Tolerance,
) -> Outcome {
    let config = unpublished(name);
    let files = Files::new(read);
    generator::generate(&Input { tolerance, files: Some(&files), ..input(&config, text, None) })
}

/// What the generator has to say: `warning OAS2102 /info: …`.
pub fn findings(config: &Client, text: &str) -> Vec<String> {
    generator::generate(&input(config, text, None)).diagnostics.iter().map(finding).collect()
}

fn finding(finding: &Diagnostic) -> String {
    let severity = match finding.severity {
        Severity::Note => "note",
        Severity::Warning => "warning",
        Severity::Error => "error",
    };
    format!("{severity} {} {}: {}", finding.code, finding.primary.pointer.as_str(), finding.message)
}

/// The items of the `API.lock` of a document, without the crate around them.
pub fn lock_items(text: &str, lock: Option<&str>) -> Vec<String> {
    generator::lock::items(&model_beside(&unpublished("fixture"), text, lock))
}

/// The same of a document of several files, the first of which refers to the others.
pub fn lock_items_of_files(files: &[(&str, &str)], settings: &str, lock: Option<&str>) -> Vec<String> {
    let read = |path: &Path| {
        let found = files.iter().find(|(name, _)| Path::new(name) == path);
        found.map(|(_, text)| text.as_bytes().to_vec()).ok_or_else(|| io::Error::from(io::ErrorKind::NotFound))
    };
    let config = configured("fixture", settings);
    let files_to_read = Files::new(&read);
    let entry = Input { files: Some(&files_to_read), lock, ..Input::new(Path::new(files[0].0), files[0].1, &config) };
    let outcome = generator::generate(&entry);
    assert_eq!(outcome.config.into_iter().map(|finding| finding.message).collect::<Vec<_>>(), Vec::<String>::new());
    generator::lock::items(&generator::model(&entry).unwrap().0)
}

/// The configuration of a crate that is generated only to be looked at, with what a `codegen.toml` says beside that.
pub fn configured(name: &str, settings: &str) -> Client {
    let text =
        format!("spec = 'openapi.yaml'\noutput = '.'\n{settings}\n[package]\nname = '{name}'\npublish = false\n");
    let parsed = generator::config::parse(&text);
    assert_eq!(parsed.findings, [], "{text}");
    parsed.config.clients.into_iter().next().unwrap()
}

/// The document as a tree, in its own order.
pub fn tree(text: &str) -> serde_json::Value {
    generator::load::load(Path::new("openapi.yaml"), text).unwrap().value().clone()
}

/// Where the crate of this folder is.
pub fn generator_root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn input<'a>(config: &'a Client, text: &'a str, lock: Option<&'a str>) -> Input<'a> {
    Input { lock, ..Input::new(Path::new("openapi.yaml"), text, config) }
}

fn unpublished(name: &str) -> Client {
    let mut config = Client::new("openapi.yaml", ".", name);
    config.package.publish = false;
    config
}
