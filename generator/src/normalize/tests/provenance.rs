//! Nodes of the normalized tree lead back to what the author wrote.

use super::{Outcome, document, run};
use crate::pointer::Pointer;
use serde_json::json;

fn origin(outcome: &Outcome, pointer: &str) -> String {
    assert!(outcome.document.tree.pointer(pointer).is_some(), "{pointer} is not in the tree");
    outcome.document.provenance.origin(&Pointer::parse(pointer)).pointer.as_str().to_owned()
}

#[test]
fn branches_that_were_made_lead_to_the_schema_they_are_of() {
    let schema = json!({
        "oneOf": [{"type": "null"}, {"type": "object", "properties": {"a": {"type": "string"}}}, {"type": "object"}],
        "properties": {"own": {"type": ["string", "integer"]}},
    });
    let outcome = run(&document("3.1.0", json!({"schemas": {"X": schema}}), json!({})));
    let cases = [
        ("/components/schemas/X/allOf/0/properties/own", "/components/schemas/X/properties/own"),
        ("/components/schemas/X/allOf/0/properties/own/anyOf/1", "/components/schemas/X/properties/own"),
        ("/components/schemas/X/allOf/1/oneOf/0/properties/a", "/components/schemas/X/oneOf/1/properties/a"),
        ("/components/schemas/X/allOf/1/oneOf/1", "/components/schemas/X/oneOf/2"),
        ("/components/schemas/X", "/components/schemas/X"),
    ];
    for (normalized, written) in cases {
        assert_eq!(origin(&outcome, normalized), written, "{normalized}");
    }
}

#[test]
fn what_was_hoisted_or_written_out_leads_to_where_it_stands() {
    let schemas = json!({
        "A": {"type": "object", "properties": {"x": {"type": "object", "properties": {"y": {"type": "string"}}}}},
        "B": {"type": "array", "items": {"$ref": "#/components/schemas/A/properties/x"}},
    });
    let components = json!({"schemas": schemas, "pathItems": {"P": {"get": {"operationId": "a", "responses": {"200": {"description": "d"}}}}}});
    let outcome = run(&document("3.1.0", components, json!({"/a": {"$ref": "#/components/pathItems/P"}})));
    let y = origin(&outcome, "/components/schemas/A.properties.x/properties/y");
    assert_eq!(y, "/components/schemas/A/properties/x/properties/y");
    assert_eq!(origin(&outcome, "/paths/~1a/get/responses/200"), "/components/pathItems/P/get/responses/200");
}

#[test]
fn nodes_of_2_0_lead_back_through_both_stages() {
    let body =
        json!({"name": "b", "in": "body", "schema": {"type": "object", "properties": {"a": {"type": "string"}}}});
    let query = json!({"name": "q", "in": "query", "type": "string", "enum": ["x"]});
    let responses = json!({"200 ": {"description": "", "schema": {"type": "array", "items": {"type": "string"}}}});
    let tree = json!({
        "swagger": "2.0", "info": {"title": "", "version": ""}, "consumes": ["text/json"], "produces": ["text/json"],
        "definitions": {"Pet": {"anyOf": [{"type": "null"}, {"type": "object", "properties": {"n": {"type": "string"}}}]}},
        "paths": {"/a": {"post": {"operationId": "a", "parameters": [body, query], "responses": responses}}},
    });
    let outcome = run(&tree);
    let cases = [
        ("/components/schemas/Pet/properties/n", "/definitions/Pet/anyOf/1/properties/n"),
        ("/paths/~1a/post/parameters/0", "/paths/~1a/post/parameters/1"),
        ("/paths/~1a/post/parameters/0/schema/enum", "/paths/~1a/post/parameters/1/enum"),
        (
            "/paths/~1a/post/requestBody/content/text~1json/schema/properties/a",
            "/paths/~1a/post/parameters/0/schema/properties/a",
        ),
        (
            "/paths/~1a/post/responses/200/content/text~1json/schema/items",
            "/paths/~1a/post/responses/200 /schema/items",
        ),
    ];
    for (normalized, written) in cases {
        assert_eq!(origin(&outcome, normalized), written, "{normalized}");
    }
}

#[test]
fn findings_about_2_0_name_the_authors_nodes() {
    let query = json!({"name": "q", "in": "query", "type": "gibberish"});
    let body = json!({"name": "b", "in": "body", "schema": {"type": "array"}});
    let operation = json!({"operationId": "a", "parameters": [body, query], "responses": {"204": {"description": ""}}});
    let outcome = run(&json!({
        "swagger": "2.0", "info": {"title": "", "version": ""}, "consumes": ["text/json"],
        "definitions": {"Pet": {"type": "int"}}, "paths": {"/a": {"post": operation}},
    }));
    assert_eq!(
        outcome.findings,
        [
            "OAS2112 /paths/~1a/post/parameters/0/schema",
            "OAS2113 /paths/~1a/post/parameters/1/type",
            "OAS2113 /definitions/Pet/type",
        ]
    );
}
