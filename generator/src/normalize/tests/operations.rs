//! Operations: their ids and methods, bodies and responses.

use super::{document, run};
use serde_json::{Value, json};

pub(super) fn paths(paths: Value) -> super::Outcome {
    run(&document("3.0.0", json!({}), paths))
}

pub(super) fn operation() -> Value {
    json!({"operationId": "a", "responses": {"200": {"description": ""}}})
}

pub(super) fn named(id: &str) -> Value {
    json!({"operationId": id, "responses": {}})
}

pub(super) fn with(member: &str, value: Value) -> super::Outcome {
    let mut own = operation();
    own[member] = value;
    paths(json!({"/a": {"get": own}}))
}

pub(super) fn string(name: &str, location: &str) -> Value {
    json!({"name": name, "in": location, "schema": {"type": "string"}})
}

#[test]
fn an_operation_id_that_is_a_digest_is_none() {
    let found = |id: &str| paths(json!({"/a": {"get": named(id)}})).findings;
    let digest = "8ab3ff6ad5a8c0a8b0a7b0c3e6f1e1f2";
    assert_eq!(found(digest), ["OAS1001 /paths/~1a/get/operationId"]);
    assert_eq!(found(&digest[1..]), [""; 0]);
    assert_eq!(found(&digest.replace('8', "x")), [""; 0]);
}

#[test]
fn of_operations_of_one_method_that_in_lower_case_is_kept() {
    let outcome = paths(json!({
        "/a": {"GET": named("a"), "get": named("b"), "Get": named("c")},
        "/b": {"POST": named("d"), "Post": named("e"), "post": null},
    }));
    assert_eq!(*outcome.at("/paths/~1a"), json!({"get": named("b")}));
    assert_eq!(*outcome.at("/paths/~1b"), json!({"post": named("d")}));
    let findings =
        ["OAS2116 /paths/~1a/GET", "OAS2116 /paths/~1a/Get", "OAS2116 /paths/~1b/Post", "OAS2116 /paths/~1b/POST"];
    let found: Vec<&String> = outcome.findings.iter().filter(|finding| finding.starts_with("OAS2116")).collect();
    assert_eq!(found, findings);
    assert_eq!((outcome.errors, outcome.document.left_out), (3, 3));
    let item = json!({"QUERY": named("a"), "query": named("b"), "additionalOperations": {"QUERY": named("c"), "COPY": named("d")}});
    let outcome = run(&document("3.2.0", json!({}), json!({"/a": item})));
    assert_eq!(*outcome.at("/paths/~1a/x-gen-methods"), json!({"QUERY": named("b"), "COPY": named("d")}));
    assert_eq!(outcome.findings, ["OAS2116 /paths/~1a/QUERY", "OAS2116 /paths/~1a/additionalOperations/QUERY"]);
    assert_eq!((outcome.errors, outcome.document.left_out), (2, 2));
}

#[test]
fn of_keys_that_mean_the_same_media_type_the_one_that_is_right_is_kept() {
    let of = |kind: &str| json!({"schema": {"type": kind}});
    let outcome = with(
        "responses",
        json!({"200": {"description": "", "content": {
            "application/json ": of("string"), "application/json": of("integer"),
            "text.plain": of("string"), "text": of("integer"),
        }}}),
    );
    let kept = json!({"application/json": of("integer"), "text/plain": of("string")});
    assert_eq!(*outcome.at("/paths/~1a/get/responses/200/content"), kept);
    let content = |key: &str| format!("OAS2131 /paths/~1a/get/responses/200/content/{key}");
    assert_eq!(outcome.findings, [content("application~1json "), content("text.plain"), content("text")]);
}

#[test]
fn operation_ids_are_checked_and_not_made_up() {
    let items = json!({"Shared": {"put": {"responses": {}}, "get": operation()}});
    let paths = json!({
        "/a": {"get": {"responses": {}}, "post": operation()},
        "/b": {"get": operation()},
        "/c": {"$ref": "#/components/pathItems/Shared"},
        "/d": {"$ref": "#/components/pathItems/Shared"},
    });
    let outcome = run(&document("3.1.0", json!({"pathItems": items}), paths));
    assert_eq!(
        outcome.findings.iter().filter(|finding| finding.starts_with("OAS1001")).collect::<Vec<_>>(),
        ["OAS1001 /paths/~1a/get", "OAS1001 /components/pathItems/Shared/put"]
    );
    assert_eq!(*outcome.at("/paths/~1a/get"), json!({"responses": {}}));
}

#[test]
fn what_3_2_adds_to_operations_is_kept() {
    let stream = json!({"text/event-stream": {"itemSchema": {"type": ["string", "null"]}}});
    let query = json!({"operationId": "q", "responses": {"200": {"description": "", "content": stream}}});
    let filter = json!({"name": "f", "in": "querystring", "content": {"application/x-www-form-urlencoded": {"schema": {"type": "object"}}}});
    let get = json!({"operationId": "g", "responses": {}, "parameters": [filter]});
    let copy = json!({"operationId": "c", "responses": {}});
    let item = json!({"query": query, "get": get, "additionalOperations": {"COPY": copy}});
    let outcome = run(&document("3.2.0", json!({}), json!({"/a": item})));
    assert_eq!(*outcome.at("/paths/~1a/x-gen-methods/COPY"), copy);
    assert_eq!(
        *outcome.at("/paths/~1a/x-gen-methods/QUERY/responses/200/content/text~1event-stream"),
        json!({"schema": {"type": "array", "items": {"type": "string", "nullable": true}}})
    );
    let form = json!({"application/x-www-form-urlencoded": {"schema": {"type": "object"}}});
    let whole = json!({"name": "f", "in": "query", "content": form, "x-gen-query-string": true});
    assert_eq!(*outcome.at("/paths/~1a/get/parameters/0"), whole);
    assert_eq!(outcome.codes(), Vec::<&str>::new());
}

#[test]
fn an_operation_for_any_method_is_named() {
    let item = json!({"x-amazon-apigateway-any-method": {"responses": {}}});
    let outcome = run(&document("3.0.1", json!({}), json!({"/a": item})));
    assert_eq!(outcome.findings, ["OAS2148 /paths/~1a/x-amazon-apigateway-any-method"]);
}

#[test]
fn responses() {
    let outcome = with(
        "responses",
        json!({
            "200 OK": {"schema": {"type": "string"}},
            "4xx": null,
            "Default": "anything else",
            "error": {"description": "gone"},
            "204": {"description": "", "content": {"application/json": {}}},
            "x-own": 1,
        }),
    );
    assert_eq!(
        *outcome.at("/paths/~1a/get/responses"),
        json!({
            "200": {"description": "", "content": {"application/json": {"schema": {"type": "string"}}}},
            "4XX": {"description": ""},
            "default": {"description": "anything else"},
            "204": {"description": ""},
            "x-own": 1,
        })
    );
    assert_eq!(outcome.codes(), ["OAS2107", "OAS2117", "OAS2118", "OAS2131", "OAS2133"]);
}

#[test]
fn media_types() {
    let outcome = with(
        "requestBody",
        json!({"content": {
            "json": {"schema": {"type": "string"}, "examples": ["a"]},
            "application/octet-stream": {"schema": {}},
            "image/png": null,
            "multipart/form-data": {"encoding": {"a": {"contentType": ["image/png", "image/gif"]}, "b": {"style": "form", "explode": false}}},
        }}),
    );
    let content = json!({
        "application/json": {"schema": {"type": "string"}, "example": "a"},
        "application/octet-stream": {"schema": {"type": "string", "format": "binary"}},
        "image/png": {"schema": {"type": "string", "format": "binary"}},
        "multipart/form-data": {"encoding": {
            "a": {"contentType": "image/png, image/gif", "explode": true},
            "b": {"style": "form", "explode": false, "x-gen-explode": false},
        }},
    });
    assert_eq!(*outcome.at("/paths/~1a/get/requestBody/content"), content);
    assert_eq!(outcome.codes(), ["OAS2104", "OAS2118", "OAS2131", "OAS2133"]);
}

#[test]
fn callbacks_are_written_out() {
    let callback = json!({"{$request.body#/url}": {"post": {"responses": {}}}, "x-own": 1});
    let components = json!({"callbacks": {"Done": callback}});
    let mut own = operation();
    own["callbacks"] = json!({"done": {"$ref": "#/components/callbacks/Done"}});
    let outcome = run(&document("3.0.0", components, json!({"/a": {"get": own}})));
    let expected = json!({"done": {"{$request.body#/url}": {"post": {"responses": {}}}}});
    assert_eq!(*outcome.at("/paths/~1a/get/callbacks"), expected);
    assert_eq!(outcome.codes(), Vec::<&str>::new());
}

#[test]
fn lists_and_flags_in_other_shapes() {
    let outcome = paths(json!({"/a": {"get": {
        "operationId": 12, "tags": "one", "deprecated": "true", "responses": {},
        "parameters": {"name": "a", "in": "query", "schema": {"type": "string"}},
        "security": {"key": null}, "servers": "https://example.com/",
    }}}));
    assert_eq!(
        *outcome.at("/paths/~1a/get"),
        json!({
            "operationId": "12", "tags": ["one"], "deprecated": true, "responses": {},
            "parameters": [string("a", "query")], "security": [{"key": []}],
            "servers": [{"url": "https://example.com"}],
        })
    );
    assert_eq!(outcome.codes(), ["OAS2102", "OAS2118", "OAS2127", "OAS2129"]);
}

#[test]
fn what_newer_versions_leave_open_is_no_defect() {
    let codes = |version: &str| {
        let paths = json!({
            "/a": {"get": {"operationId": "a"}},
            "/b": {"get": {"operationId": "b", "responses": {"200": {}}}},
        });
        let outcome = super::run(&super::document(version, json!({}), paths));
        outcome.codes().into_iter().map(str::to_owned).collect::<Vec<_>>()
    };
    assert_eq!(codes("3.0.4"), ["OAS2103", "OAS2107"]);
    assert_eq!(codes("3.1.1"), ["OAS2107"]);
    assert_eq!(codes("3.2.0"), [""; 0]);
}
