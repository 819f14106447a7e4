//! The same document gives the same crate, byte for byte, and so does one that is only ordered otherwise where order
//! means nothing.

use generator::File;
use serde_json::{Map, Value};

use crate::{fixtures, harness};

/// The maps whose order says nothing: of a document, of its components, of a path, of an operation.
const UNORDERED: &[&str] = &[
    "/paths",
    "/paths/*",
    "/paths/*/*/responses",
    "/components",
    "/components/schemas",
    "/components/parameters",
    "/components/responses",
    "/components/requestBodies",
];

/// Files that differ though they should not: each a mistake of the generator. One that is mended must leave this list.
const BROKEN: &[&str] = &[];

#[test]
fn a_second_run_gives_the_same_bytes() {
    for fixture in fixtures::all() {
        let generate = || harness::generate_beside(&fixture.config(&fixture.package()), &fixture.text, None);
        assert_eq!(generate(), generate(), "{}", fixture.package());
    }
}

#[test]
fn a_run_that_remembers_gives_the_same_bytes() {
    for fixture in fixtures::all() {
        let generate =
            |lock: Option<&str>| harness::generate_beside(&fixture.config(&fixture.package()), &fixture.text, lock);
        let first = generate(None);
        let lock = first.iter().find(|file| file.path == "API.lock").unwrap();
        let again = generate(Some(&lock.contents));
        let differing: Vec<&str> =
            first.iter().zip(&again).filter(|(one, other)| one != other).map(|(one, _)| one.path.as_str()).collect();
        assert_eq!((differing, first.len()), (Vec::new(), again.len()), "{}", fixture.package());
    }
}

#[test]
fn order_that_means_nothing_changes_nothing() {
    let differing: Vec<String> = fixtures::all().iter().filter_map(difference).collect();
    assert_eq!(differing, BROKEN, "these are not the files that are known to differ");
}

/// The first file that is not the same when the document is turned around.
fn difference(fixture: &fixtures::Fixture) -> Option<String> {
    let mut tree = harness::tree(&fixture.text);
    UNORDERED.iter().for_each(|place| turn(&mut tree, &place.split('/').skip(1).collect::<Vec<_>>()));
    let here = harness::generate_beside(&fixture.config(&fixture.package()), &fixture.text, None);
    let there = harness::generate_beside(&fixture.config(&fixture.package()), &tree.to_string(), None);
    let paths = |files: &[File]| files.iter().map(|file| file.path.clone()).collect::<Vec<_>>();
    if paths(&here) != paths(&there) {
        return Some(format!("{}: other files", fixture.package()));
    }
    let pair = here.iter().zip(&there).find(|(one, other)| text(one) != text(other));
    pair.map(|(one, _)| format!("{}: {}", fixture.package(), one.path))
}

/// A file without the digest of the document, which is another one.
fn text(file: &File) -> Vec<&str> {
    file.contents.lines().filter(|line| !line.starts_with("in   ")).collect()
}

/// Turns the maps at `place` around; `*` is any key.
fn turn(tree: &mut Value, place: &[&str]) {
    let Value::Object(map) = tree else { return };
    match place {
        [] => *map = std::mem::take(map).into_iter().rev().collect::<Map<_, _>>(),
        ["*", rest @ ..] => map.values_mut().for_each(|value| turn(value, rest)),
        [key, rest @ ..] => map.get_mut(*key).into_iter().for_each(|value| turn(value, rest)),
    }
}
