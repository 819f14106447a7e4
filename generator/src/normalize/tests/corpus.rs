//! Real documents, if there are some: `CORPUS=folder cargo test --release -p generator normalize -- --ignored`.
//!
//! The folder has a list of its entry documents beside it, `manifest.tsv`, with their paths in the first column. Every
//! document has to come out in canonical form; what doesn't is listed.

use super::summary;
use crate::diagnostics::Diagnostics;
use crate::load::{Files, Sources};
use crate::normalize::normalize_files;
use crate::overlay::Origins;
use openapiv3::{AnySchema, PathItem, ReferenceOr, Schema, SchemaKind};
use serde::de::DeserializeOwned;
use serde_json::Value;
use std::path::{Path, PathBuf};
use std::time::Instant;

#[test]
#[ignore = "needs a folder of documents"]
fn every_document_comes_out_in_canonical_form() {
    let folder = PathBuf::from(std::env::var_os("CORPUS").expect("CORPUS names a folder"));
    // What is checked recurses deeper than what is generated.
    let thread = std::thread::Builder::new().stack_size(64 << 20);
    let failures = thread.spawn(move || check_all(&folder)).unwrap().join().unwrap();
    assert!(failures.is_empty(), "{} failures:\n{}", failures.len(), failures.join("\n"));
}

fn check_all(folder: &Path) -> Vec<String> {
    let manifest = std::fs::read_to_string(folder.join("../manifest.tsv")).unwrap();
    let only = std::env::var("CORPUS_ONLY").unwrap_or_default();
    let mut failures = Vec::new();
    for line in manifest.lines().skip(1).filter(|line| line.contains(&only)) {
        let path = line.split('\t').next().unwrap_or_default();
        failures.extend(check(path, &folder.join(path)).into_iter().map(|failure| format!("{path}: {failure}")));
    }
    failures
}

fn check(name: &str, path: &Path) -> Vec<String> {
    let text = std::fs::read_to_string(path).unwrap();
    let sources = match Sources::load(path, &text, &Files::new(&|path| std::fs::read(path))) {
        Ok(sources) => sources,
        Err(refused) => {
            println!("{name}: refused: {}", refused.1.message);
            return Vec::new();
        }
    };
    let (mut diagnostics, start) = (Diagnostics::default(), Instant::now());
    let document = normalize_files(&sources, Origins::default(), &|_, _| None, &mut diagnostics);
    let took = start.elapsed().as_millis();
    let (findings, errors) = summary(&diagnostics);
    println!("{name}: {took} ms, {} findings, {errors} errors", findings.len());
    if std::env::var_os("CORPUS_FINDINGS").is_some() {
        findings.iter().for_each(|finding| println!("  {finding}"));
    }
    let mut failures = Vec::new();
    islands(&document.tree, &mut failures);
    references(&document.tree, &document.tree, &mut String::new(), &mut failures);
    failures
}

/// Deserializes each component and each path item by itself.
fn islands(tree: &Value, failures: &mut Vec<String>) {
    let section = |name: &str| tree["components"][name].as_object().into_iter().flatten();
    for (key, node) in section("schemas") {
        if island::<ReferenceOr<Schema>>("schemas", key, node, failures).is_some() {
            any_schemas(node, &format!("schemas/{key}"), failures);
        }
    }
    macro_rules! check_sections {
        ($($name:literal: $kind:ty),*) => {$(
            for (key, node) in section($name) { island::<ReferenceOr<$kind>>($name, key, node, failures); }
        )*};
    }
    check_sections!("responses": openapiv3::Response, "parameters": openapiv3::Parameter, "headers": openapiv3::Header,
        "requestBodies": openapiv3::RequestBody, "examples": openapiv3::Example, "links": openapiv3::Link,
        "callbacks": openapiv3::Callback, "securitySchemes": openapiv3::SecurityScheme);
    let webhooks = tree[crate::normalize::facts::WEBHOOKS].as_object().into_iter().flatten();
    for (key, node) in tree["paths"].as_object().into_iter().flatten().chain(webhooks) {
        if key.starts_with('x') {
            continue;
        }
        if island::<PathItem>("paths", key, node, failures).is_some() {
            any_schemas(node, key, failures);
        }
    }
    let mut rest = tree.clone();
    rest["paths"] = serde_json::json!({});
    rest["components"] = serde_json::json!({});
    island::<openapiv3::OpenAPI>("document", "", &rest, failures);
}

fn island<T: DeserializeOwned>(section: &str, key: &str, node: &Value, failures: &mut Vec<String>) -> Option<T> {
    match serde_json::from_value(node.clone()) {
        Ok(value) => Some(value),
        Err(error) => {
            failures.push(format!("{section}/{key}: {error}"));
            None
        }
    }
}

/// Whatever looks like a schema must not be `Any` to openapiv3 unless it is empty.
fn any_schemas(node: &Value, at: &str, failures: &mut Vec<String>) {
    match node {
        Value::Object(members) => {
            for (key, value) in members {
                let schema = matches!(key.as_str(), "schema" | "items" | "not");
                if schema && value.is_object() {
                    classified(value, &format!("{at}/{key}"), failures);
                }
                if matches!(key.as_str(), "properties") && members.get("type").is_some_and(|kind| kind == "object") {
                    for (name, schema) in
                        value.as_object().into_iter().flatten().filter(|(_, schema)| schema.is_object())
                    {
                        classified(schema, &format!("{at}/properties/{name}"), failures);
                    }
                }
                if matches!(key.as_str(), "allOf" | "oneOf" | "anyOf") && value.is_array() {
                    for schema in value.as_array().into_iter().flatten() {
                        classified(schema, &format!("{at}/{key}"), failures);
                    }
                }
                if !matches!(key.as_str(), "example" | "examples" | "default" | "enum") && !key.starts_with("x-") {
                    any_schemas(value, &format!("{at}/{key}"), failures);
                }
            }
        }
        Value::Array(items) => items.iter().for_each(|item| any_schemas(item, at, failures)),
        _ => {}
    }
    if at.starts_with("schemas/") && at.matches('/').count() == 1 {
        classified(node, at, failures);
    }
}

fn classified(node: &Value, at: &str, failures: &mut Vec<String>) {
    match serde_json::from_value::<ReferenceOr<Schema>>(node.clone()) {
        Ok(ReferenceOr::Item(schema)) => match schema.schema_kind {
            SchemaKind::Any(any) if any != AnySchema::default() => failures.push(format!("{at}: Any: {node}")),
            _ => {}
        },
        Ok(ReferenceOr::Reference { .. }) if node.as_object().is_some_and(|members| members.len() > 1) => {
            failures.push(format!("{at}: reference with siblings: {node}"));
        }
        Ok(ReferenceOr::Reference { .. }) => {}
        Err(error) => failures.push(format!("{at}: {error}")),
    }
}

/// Every `$ref` that is left points at a component that is there.
fn references(node: &Value, root: &Value, at: &mut String, failures: &mut Vec<String>) {
    match node {
        Value::Object(members) => {
            if let Some(Value::String(reference)) = members.get("$ref")
                && root.pointer(reference.trim_start_matches('#')).is_none()
            {
                failures.push(format!("{at}: dangling {reference}"));
            }
            let data = ["example", "examples", "default", "enum", "value", "x-gen-constraints"];
            for (key, value) in members.iter().filter(|(key, _)| {
                !data.contains(&key.as_str()) && (!key.starts_with("x-") || key.starts_with("x-gen-"))
            }) {
                let length = at.len();
                at.push('/');
                at.push_str(key);
                references(value, root, at, failures);
                at.truncate(length);
            }
        }
        Value::Array(items) => items.iter().for_each(|item| references(item, root, at, failures)),
        _ => {}
    }
}
