//! One API in the words of three versions of OpenAPI, in `tests/equivalent`: the same crate.

use std::collections::BTreeMap;
use std::fs;

use generator::Tolerance;

use crate::harness;

/// The files of the crate of a document, all but the digests of what it is made from.
fn files(document: &str) -> BTreeMap<String, String> {
    let path = harness::generator_root().join("tests/equivalent").join(document);
    let outcome = harness::outcome("equivalent", &fs::read_to_string(path).unwrap(), None, Tolerance::Strict);
    let findings: Vec<_> = outcome.diagnostics.iter().map(|finding| &finding.message).collect();
    let generated = outcome.generated.unwrap_or_else(|| panic!("{document}: {findings:?}"));
    let undigested =
        |text: String| text.lines().filter(|line| !line.starts_with("in ")).map(|line| format!("{line}\n")).collect();
    generated.files.into_iter().map(|file| (file.path, undigested(file.contents))).collect()
}

#[test]
fn three_versions_say_the_same() {
    let [swagger, three, three_one] = ["swagger_20.yaml", "openapi_30.yaml", "openapi_31.yaml"].map(files);
    for (other, name) in [(swagger, "2.0"), (three_one, "3.1")] {
        assert_eq!(other.keys().collect::<Vec<_>>(), three.keys().collect::<Vec<_>>(), "{name}");
        for (path, text) in &three {
            assert!(other[path] == *text, "{path} is another by the document of {name}:\n{}\n{text}", other[path]);
        }
    }
}
