//! Short documents with more ways through their schemas than anybody can go.

use std::fmt::Write as _;
use std::time::{Duration, Instant};

use generator::Tolerance;

use crate::harness;

/// Each level leads to the next one twice.
const LEVELS: usize = 28;

#[test]
fn schemas_that_many_ways_lead_to_are_looked_at_once() {
    let structs = |at, next| format!("A{at}: {{type: object, properties: {{x: {0}, y: {0}}}}}", reference('A', next));
    let unions = |at, next| {
        let branches = format!("oneOf: [{}, {}]", reference('A', next), reference('B', next));
        format!("A{at}: &u {{{branches}, discriminator: {{propertyName: k}}}}\n    B{at}: *u")
    };
    let parts = |at, next| {
        let inner = format!("{}, {}", reference('A', next), reference('B', next));
        let own = format!("{{type: object, properties: {{p{at}: {{}}}}, additionalProperties: false}}");
        format!("A{at}: {{allOf: [{inner}, {own}]}}\n    B{at}: {{allOf: [{inner}]}}")
    };
    let kinds: [&dyn Fn(usize, usize) -> String; 3] = [&structs, &unions, &parts];
    for level in kinds {
        let started = Instant::now();
        let outcome = harness::outcome("hostile", &document(level), None, Tolerance::Tolerant);
        assert!(outcome.generated.is_some());
        assert!(started.elapsed() < Duration::from_secs(30), "{}", level(0, 1));
    }
}

fn reference(name: char, level: usize) -> String {
    format!("{{$ref: '#/components/schemas/{name}{level}'}}")
}

/// A parameter of the first schema, which leads to all others.
fn document(level: &dyn Fn(usize, usize) -> String) -> String {
    let parameter = format!("{{name: o, in: query, style: deepObject, schema: {}}}", reference('A', 0));
    let mut text = format!(
        "openapi: 3.0.3\ninfo: {{title: t, version: '1'}}\npaths:\n  /a:\n    get:\n      operationId: a\n      \
         parameters: [{parameter}]\n      responses: {{'204': {{description: ''}}}}\ncomponents:\n  schemas:\n"
    );
    for at in 0..LEVELS {
        let _ = writeln!(text, "    {}", level(at, at + 1));
    }
    let _ = writeln!(text, "    A{LEVELS}: {{type: object, properties: {{k: {{type: string}}}}}}");
    let _ = writeln!(text, "    B{LEVELS}: {{type: object, properties: {{l: {{type: string}}}}}}");
    text
}

/// An inline schema in one that is made of two combinations, in one that is made of two combinations, …
#[test]
fn schemas_that_double_with_each_level_are_cut() {
    for own in ["allOf: [{oneOf: [A, B]}, {type: object, properties: {n: N}}]", "oneOf: [A, B], properties: {n: N}"] {
        let own = own.replace('A', "{type: object, required: [a], properties: {a: {}}}");
        let own = own.replace('B', "{type: object, required: [b], properties: {b: {}}}");
        let nested = (0..20).fold("{type: string}".to_owned(), |inner, _| format!("{{{}}}", own.replace('N', &inner)));
        let head = "openapi: 3.0.3\ninfo: {title: t, version: '1'}\npaths: {}\ncomponents:\n  schemas:\n    X: ";
        let outcome = harness::outcome("hostile", &format!("{head}{nested}\n"), None, Tolerance::Normal);
        let types = outcome.generated.map_or(0, |generated| generated.summary.types);
        assert!((256..2_000).contains(&types), "{types} types: {own}");
    }
}

/// How deep a document may be nested, as the message says that turns away a deeper one.
const DEEPEST: usize = 120;

/// The thread of a test has 2 MiB of stack, which a build without optimisation uses up in some 45 levels.
#[test]
fn a_document_of_as_many_levels_as_there_may_be_fits_on_any_stack() {
    let wraps = [
        ("{type: array, items: X}", 1),
        ("{type: object, properties: {a: X}}", 2),
        ("{type: object, additionalProperties: X}", 1),
        ("{allOf: [X, {type: object}]}", 2),
        ("{oneOf: [X, {type: string}]}", 2),
        ("{type: object, properties: {a: {anyOf: [X, {type: string}]}}}", 4),
    ];
    for (wrap, levels) in wraps {
        let head = "openapi: 3.0.3\ninfo: {title: t, version: '1'}\npaths: {}\ncomponents:\n  schemas:\n    X: ";
        // The root, `components`, `schemas` and the innermost schema are levels too.
        let most = (DEEPEST - 4) / levels;
        let outcome = |count| {
            let schema = (0..count).fold("{}".to_owned(), |inner, _| wrap.replace('X', &inner));
            harness::outcome("hostile", &format!("{head}{schema}\n"), None, Tolerance::Normal)
        };
        assert!(outcome(most).loaded, "{wrap}");
        assert!(!outcome(most + 1).loaded, "{wrap}");
    }
}
