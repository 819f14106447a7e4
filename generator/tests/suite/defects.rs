//! What documents get wrong most often: each document of `tests/defects/` is a list of such defects, and a comment at the
//! end of a line has the codes of the findings about that line. There are these findings and no others.
//!
//! The numbered ones are the twenty most frequent. `cargo xtask lint generator/tests/defects/18_statuses.yaml` shows what
//! a person sees of one.

use std::collections::BTreeSet;
use std::fs;

use generator::Tolerance;

use crate::harness;

/// A line and a code.
type Finding = (usize, String);

#[test]
fn every_defect_is_named_at_its_line() {
    let mut documents: Vec<_> = fs::read_dir(harness::generator_root().join("tests/defects")).unwrap().collect();
    documents.sort_by_key(|entry| entry.as_ref().unwrap().path());
    assert!(documents.len() > 20);
    let wrong: Vec<String> = documents
        .into_iter()
        .filter_map(|entry| {
            let path = entry.unwrap().path();
            let text = fs::read_to_string(&path).unwrap();
            let (marked, found) = (marked(&text), found(&text));
            let differs = |one: &BTreeSet<Finding>, other| format!("{:?}", one.difference(other).collect::<Vec<_>>());
            let (lost, more) = (differs(&marked, &found), differs(&found, &marked));
            (marked != found).then(|| format!("{}: not found {lost}, not marked {more}", path.display()))
        })
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// What no comment can stand beside.
#[test]
fn marks_tabs_and_line_ends_are_no_defects() {
    let text = "openapi: 3.0.3\ninfo: {title: Text, version: '1'}\npaths: {}\n";
    let documents = [format!("\u{feff}{text}"), text.replace('\n', "\r\n"), text.replace("3\n", "3\t\n")];
    for document in documents {
        assert_eq!(found(&document), BTreeSet::new(), "{document:?}");
    }
    let json =
        "{\"openapi\": \"3.0.3\", \"info\": {\"title\": \"t\", \"version\": \"1\"},\n\"paths\": {},\n\"paths\": {}}";
    assert_eq!(found(json), BTreeSet::from([(3, "OAS0101".to_owned())]));
}

/// The codes that stand behind the lines.
fn marked(text: &str) -> BTreeSet<Finding> {
    let lines = text.lines().enumerate();
    let marks = lines.filter_map(|(at, line)| Some((at + 1, line.split_once(" # OAS")?.1)));
    let codes = marks.flat_map(|(line, codes)| codes.split(" OAS").map(move |code| (line, format!("OAS{code}"))));
    codes.collect()
}

fn found(text: &str) -> BTreeSet<Finding> {
    let outcome = harness::outcome("defects", text, None, Tolerance::Tolerant);
    let line = |label| outcome.report.locate(label).map_or(0, |(_, place)| place.line);
    outcome.diagnostics.iter().map(|finding| (line(&finding.primary), finding.code.to_owned())).collect()
}
