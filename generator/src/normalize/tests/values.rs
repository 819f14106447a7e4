//! Examples and defaults against the types of their schemas.

use super::{document, run};
use serde_json::{Value, json};

/// The findings about a component `X` in a document that has the components `Pet` and `Id` too.
fn found(schema: Value) -> Vec<String> {
    let pet = json!({"type": "object", "properties": {"id": {"type": "integer"}, "tags": {"type": "array", "items": {"type": "string"}}}});
    let id = json!({"type": "string"});
    let outcome = run(&document("3.0.3", json!({"schemas": {"Pet": pet, "Id": id, "X": schema}}), json!({})));
    outcome.findings.iter().map(|finding| finding.replace("/components/schemas/X", "")).collect()
}

#[test]
fn examples_are_of_the_type_of_their_schema() {
    let pet = json!({"$ref": "#/components/schemas/Pet"});
    let either = json!([{"type": "integer"}, pet]);
    let fits = [
        json!({"type": "integer", "example": 1.0}),
        json!({"type": "number", "example": 1}),
        json!({"type": "string", "nullable": true, "example": null}),
        json!({"type": "string", "example": "anything", "enum": ["a"]}),
        json!({"allOf": [pet], "example": {"id": 1, "more": true}}),
        json!({"allOf": [pet], "example": "{\"id\": 1}"}),
        json!({"oneOf": either, "example": {"id": 1}}),
        json!({"example": ["of", 1, "kind or another"]}),
        json!({"type": "array", "items": {}, "example": [1, null]}),
    ];
    for schema in fits {
        assert_eq!(found(schema.clone()), Vec::<String>::new(), "{schema}");
    }
    let misfits = [
        (json!({"type": "integer", "example": "one"}), "/example"),
        (json!({"type": "integer", "example": 1.5}), "/example"),
        (json!({"type": "string", "example": 12}), "/example"),
        (json!({"type": "boolean", "example": "true"}), "/example"),
        (json!({"type": "array", "items": {"type": "string"}, "example": ["a", 1]}), "/example/1"),
        (json!({"allOf": [pet], "example": {"id": 1, "tags": ["a", null]}}), "/example/tags/1"),
        (json!({"allOf": [pet], "example": "{\"id\": \"1\"}"}), "/example"),
        (json!({"oneOf": either, "example": "a"}), "/example"),
        (
            json!({"type": "object", "additionalProperties": {"type": "integer"}, "example": {"a/b": "c"}}),
            "/example/a~1b",
        ),
        (json!({"type": "object", "properties": {"in": {"type": "integer", "example": []}}}), "/properties/in/example"),
    ];
    for (schema, place) in misfits {
        assert_eq!(found(schema.clone()), [format!("OAS2141 {place}")], "{schema}");
    }
}

#[test]
fn each_of_several_examples_is_looked_at() {
    let schema = json!({"type": "string", "examples": ["a", 1, "b", true]});
    let outcome = run(&document("3.1.0", json!({"schemas": {"X": schema}}), json!({})));
    let examples = ["OAS2141 /components/schemas/X/examples/1", "OAS2141 /components/schemas/X/examples/3"];
    assert_eq!(outcome.findings, examples);
    let schema = json!({"type": "string", "examples": [1]});
    let outcome = run(&document("3.1.0", json!({"schemas": {"X": schema}}), json!({})));
    assert_eq!(outcome.findings, ["OAS2141 /components/schemas/X/examples/0"]);
}

#[test]
fn examples_of_bodies_and_parameters_are_looked_at() {
    let integer = json!({"type": "integer"});
    let list = json!({"type": "array", "items": integer});
    let parameters = json!([
        {"name": "text", "in": "query", "schema": integer, "example": "12"},
        {"name": "list", "in": "query", "schema": list, "example": "1,2"},
        {"name": "word", "in": "query", "schema": integer, "example": "twelve"},
        {"name": "named", "in": "query", "schema": integer, "examples": {"one": {"value": 1}, "two": {"value": [2]}}},
    ]);
    let content = json!({
        "application/json": {"schema": list, "example": [1, "2"]},
        "application/xml": {"schema": list, "example": "<list/>"},
        "application/problem+json": {"schema": list, "examples": {"shared": {"$ref": "#/components/examples/List"}}},
    });
    let responses = json!({"200": {"description": "", "content": content}});
    let get = json!({"operationId": "a", "parameters": parameters, "responses": responses});
    let outcome = run(&document("3.0.3", json!({"examples": {"List": {"value": {}}}}), json!({"/a": {"get": get}})));
    let expected = [
        "OAS2141 /paths/~1a/get/responses/200/content/application~1json/example/1",
        "OAS2141 /components/examples/List/value",
        "OAS2141 /paths/~1a/get/parameters/2/example",
        "OAS2141 /paths/~1a/get/parameters/3/examples/two/value",
    ];
    assert_eq!(outcome.findings, expected);
}

#[test]
fn a_default_that_does_not_fit_is_no_more_than_a_fact() {
    let schema = json!({"type": "array", "items": {"type": "integer"}, "default": [1, "a"]});
    let reference = json!({"allOf": [{"$ref": "#/components/schemas/List"}], "default": {}});
    let schemas =
        json!({"List": schema, "Other": reference, "Fine": {"type": "array", "items": {}, "default": [1, "a"]}});
    let outcome = run(&document("3.0.3", json!({"schemas": schemas}), json!({})));
    let expected = ["OAS2124 /components/schemas/List/default", "OAS2124 /components/schemas/Other/default"];
    assert_eq!(outcome.findings, expected);
    assert_eq!(*outcome.at("/components/schemas/List/x-gen-default"), json!([1, "a"]));
    assert_eq!(*outcome.at("/components/schemas/List/default"), Value::Null);
    assert_eq!(*outcome.at("/components/schemas/Fine/default"), json!([1, "a"]));
}

#[test]
fn a_union_of_unions_is_not_compared_for_ever() {
    let next = json!({"$ref": "#/components/schemas/X"});
    let nested = json!({"type": "object", "properties": {"a": {"anyOf": vec![next; 8]}}});
    let example = (0..60).fold(json!({"a": 1}), |inner, _| json!({"a": inner}));
    let schema = json!({"anyOf": [nested.clone(), nested], "example": example});
    assert!(found(schema).iter().all(|finding| finding.starts_with("OAS2141")));
}
