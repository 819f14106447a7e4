//! Real documents, if there are some: `CORPUS=folder cargo test --release -p generator corpus -- --ignored --nocapture`.

use super::*;
use crate::diagnostics::report::{Options, Report};
use crate::diagnostics::{Part, Severity};
use crate::pointer::Pointer;
use serde_json::Value;
use std::path::PathBuf;
use std::time::{Duration, Instant};

fn documents() -> Vec<PathBuf> {
    let mut folders = vec![PathBuf::from(std::env::var("CORPUS").expect("CORPUS names a folder"))];
    let mut found = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            match path.extension().and_then(|extension| extension.to_str()) {
                _ if path.is_dir() => folders.push(path),
                Some("json" | "yaml" | "yml") => found.push(path),
                _ => {}
            }
        }
    }
    found.sort();
    found
}

/// Counts the nodes whose place is unknown, and those whose text says something else than the tree.
fn compare(source: &Source, value: &Value, pointer: &Pointer, counts: &mut [usize; 3]) {
    let span = source.span(pointer, Part::Value);
    counts[0] += 1;
    if span.is_ancestor {
        counts[1] += 1;
        if counts[1] < 3 {
            println!("  no place: {} {pointer}", source.path().display());
        }
    }
    if !value.is_string() && !value.is_array() && !value.is_object() {
        let raw = source.raw_scalar(pointer);
        let again = serde_yaml::from_str::<Value>(raw.unwrap_or("\"\""));
        let same = again.ok().as_ref() == Some(value) || value.is_f64();
        counts[2] += usize::from(!same);
        if !same && counts[2] < 12 {
            println!("  other text: {} {pointer} {raw:?} {value}", source.path().display());
        }
    }
    match value {
        Value::Object(members) => {
            members.iter().for_each(|(key, value)| compare(source, value, &pointer.key(key), counts))
        }
        Value::Array(items) => {
            items.iter().enumerate().for_each(|(index, value)| compare(source, value, &pointer.index(index), counts));
        }
        _ => {}
    }
}

/// Looking up every single node takes a while where there are a hundred thousand.
const COMPARED: usize = 400_000;

#[test]
#[ignore = "needs the folder CORPUS"]
fn corpus_is_read_and_every_node_has_its_place() {
    let (mut slowest, mut failed, mut total) = (Duration::ZERO, 0, [0; 3]);
    for path in documents() {
        let bytes = std::fs::read(&path).unwrap();
        let started = Instant::now();
        let outcome = decode::text(&bytes).and_then(|text| read(&path, &text));
        let loaded = started.elapsed();
        let Ok(source) =
            outcome.map_err(|mistake| println!("{}: {} {}", path.display(), mistake.code, mistake.message))
        else {
            failed += 1;
            continue;
        };
        let started = Instant::now();
        source.span(&Pointer::root(), Part::Value);
        let indexed = started.elapsed();
        slowest = slowest.max(loaded + indexed);
        if bytes.len() > 2_000_000 || !source.diagnostics().is_empty() {
            let codes: Vec<_> = source.diagnostics().iter().map(|diagnostic| diagnostic.code).take(5).collect();
            println!("{} {} bytes: read {loaded:?}, places {indexed:?} {codes:?}", path.display(), bytes.len());
        }
        if bytes.len() < COMPARED {
            let mut counts = [0; 3];
            compare(&source, source.value(), &Pointer::root(), &mut counts);
            (0..3).for_each(|index| total[index] += counts[index]);
        }
    }
    println!(
        "slowest {slowest:?}, {failed} not read, nodes {}, without place {}, other text {}",
        total[0], total[1], total[2]
    );
    assert_eq!((total[1], total[2]), (0, 0));
}

/// The last leaf of a tree: the place that takes longest to find.
fn last(value: &Value, pointer: Pointer) -> Pointer {
    match value {
        Value::Object(members) => match members.iter().next_back() {
            Some((key, value)) => last(value, pointer.key(key)),
            None => pointer,
        },
        Value::Array(items) if !items.is_empty() => last(&items[items.len() - 1], pointer.index(items.len() - 1)),
        _ => pointer,
    }
}

/// From the text to the message on the terminal.
fn one_mistake(name: &str, text: &str) -> Duration {
    let started = Instant::now();
    let sources = Sources::load(Path::new(name), text, &Files::none()).unwrap();
    let read = started.elapsed();
    let at = last(sources.entry().value(), Pointer::root());
    let finding = Diagnostic::new(Severity::Error, "OAS1003", &at, "`$ref` points to nothing").label("no such schema");
    let report = Report::new(sources, |pointer| (0, pointer.clone()));
    let options = Options::default();
    let out = report.write(&[finding].into_iter().collect(), &options);
    let elapsed = started.elapsed();
    println!("{name}: {} bytes, read {read:?}, in all {elapsed:?}\n{out}", text.len());
    elapsed
}

#[test]
#[ignore = "needs the folder CORPUS"]
fn corpus_one_mistake_in_a_large_document_is_reported_at_once() {
    let mut documents = documents();
    documents.sort_by_key(|path| std::fs::metadata(path).unwrap().len());
    let largest = documents.pop().unwrap();
    let text = std::fs::read_to_string(&largest).unwrap();
    let value: Value = serde_json::from_str(&text).unwrap();
    let pretty = one_mistake("pretty.json", &text);
    let minified = one_mistake("minified.json", &value.to_string());
    let yaml = one_mistake("block.yaml", &serde_yaml::to_string(&value).unwrap());
    let flow = one_mistake("flow.yaml", &format!("---\n{text}"));
    for elapsed in [pretty, minified, yaml, flow] {
        assert!(elapsed < Duration::from_secs(2), "{elapsed:?}");
    }
}

#[test]
#[ignore = "needs the folder CORPUS"]
fn corpus_documents_of_several_files_are_read() {
    let read = |path: &Path| std::fs::read(path);
    let (mut files, mut missing) = (0, 0);
    for path in documents() {
        let Ok(text) = std::fs::read_to_string(&path) else { continue };
        let started = Instant::now();
        let Ok(sources) = Sources::load(&path, &text, &Files::new(&read)) else { continue };
        files += sources.iter().count() - 1;
        missing += sources.missing().count();
        if sources.iter().count() > 100 {
            println!("{}: {} files in {:?}", path.display(), sources.iter().count(), started.elapsed());
        }
    }
    println!("{files} files beside their documents, {missing} references to files that are not there");
    assert!(files > 0);
}

/// A document with a mistake: cut off, with a byte changed, with a line moved.
fn damaged(bytes: &[u8], random: &mut impl FnMut() -> usize) -> Vec<u8> {
    let (at, other) = (random() % bytes.len(), random() % bytes.len());
    let mut damaged = bytes.to_vec();
    match random() % 4 {
        0 => damaged.truncate(at),
        1 => damaged[at] = b"{}[]:,-#&*!|>'\"\t\n\0\xff %@`?<"[random() % 25],
        2 => damaged.rotate_left(at.min(other)),
        _ => drop(damaged.drain(at.min(other)..at.max(other))),
    }
    damaged
}

#[test]
#[ignore = "needs the folder CORPUS"]
fn corpus_damaged_documents_are_read_or_refused() {
    let mut state = 7_u64;
    let mut random = move || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) as usize
    };
    let (mut refused, mut slowest) = (0, Duration::ZERO);
    for path in documents() {
        let bytes = std::fs::read(&path).unwrap();
        for _ in 0..if bytes.is_empty() || bytes.len() > 200_000 { 0 } else { 10 } {
            let damaged = damaged(&bytes, &mut random);
            let started = Instant::now();
            let text = String::from_utf8_lossy(&damaged);
            let (sources, mistake) = match load_bytes(&path, &damaged) {
                Ok(source) => (Sources::from(source), None),
                Err(mistake) => (Sources::from(Source::unread(&path, &text)), Some(mistake)),
            };
            refused += usize::from(mistake.is_some());
            let at = last(sources.entry().value(), Pointer::root());
            let finding = Diagnostic::new(Severity::Warning, "OAS2118", &at, "wrong");
            let findings =
                sources.diagnostics().cloned().chain(mistake.map(|mistake| *mistake)).chain([finding]).collect();
            Report::new(sources, |pointer| (0, pointer.clone())).write(&findings, &Options::default());
            slowest = slowest.max(started.elapsed());
        }
    }
    println!("{refused} refused, slowest {slowest:?}");
    assert!(slowest < Duration::from_secs(5));
}
