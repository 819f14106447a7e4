//! How many operations are skipped is told, however they are lost.

use generator::Tolerance;

use crate::harness;

fn skipped(paths: &str, tolerance: Tolerance) -> (usize, usize) {
    let text = format!("openapi: 3.0.3\ninfo: {{title: Skipped, version: '1'}}\npaths:\n{paths}");
    let outcome = harness::outcome("skipped", &text, None, tolerance);
    let summary = outcome.generated.unwrap().summary;
    assert_eq!(summary.skipped, outcome.skipped);
    (summary.operations, summary.skipped)
}

#[test]
fn operations_behind_a_repeated_key_are_counted() {
    let paths = "
  /a: {get: {operationId: a, responses: {'204': {description: ''}}}}
  /a: {post: {operationId: b, responses: {'204': {description: ''}}}}
  /c:
    get: {operationId: c, responses: {'204': {description: ''}}}
    get: {operationId: d, responses: {'204': {description: ''}}}
";
    assert_eq!(skipped(paths, Tolerance::Normal), (2, 2));
}

#[test]
fn operations_that_cannot_be_read_are_counted() {
    let paths = "
  /a: {get: {$ref: 'nope.yaml'}, post: 5, put: [], delete: null, patch: {operationId: x, responses: {'204': {description: ''}}}}
  /e: {get: {$ref: '#/paths/~1e/get'}}
";
    assert_eq!(skipped(paths, Tolerance::Tolerant), (1, 4));
}
