//! Paths, their keys and placeholders, and path items.

use super::operations::{named, operation, paths, string};
use super::{document, run};
use serde_json::{Value, json};

#[test]
fn path_parameters_and_the_path_agree() {
    let item = |parameters: Value| {
        let mut own = operation();
        own["parameters"] = parameters;
        json!({"get": own})
    };
    let required = |name: &str| json!({"name": name, "in": "path", "required": true, "schema": {"type": "string"}});
    let cases = [
        ("/a/{id}", json!([string("id", "path")]), json!([required("id")])),
        ("/a/{id}", json!([]), json!([required("id")])),
        ("/a/{id}", json!([required("petId")]), json!([required("id")])),
        ("/a", json!([required("id")]), Value::Null),
    ];
    for (path, written, expected) in cases {
        let outcome = paths(json!({path: item(written.clone())}));
        let pointer = format!("/paths/{}/get/parameters", path.replace('/', "~1"));
        assert_eq!(*outcome.at(&pointer), expected, "{path} {written}");
        assert_eq!(outcome.codes(), ["OAS2111"], "{path} {written}");
    }
}

#[test]
fn placeholders_may_be_numbers() {
    let mut own = operation();
    own["parameters"] = json!([
        {"name": 2, "in": "path", "required": true, "schema": {"type": "integer"}},
        {"name": 1, "in": "path", "required": true, "schema": {"type": "boolean"}},
    ]);
    let outcome = paths(json!({"/a/{1}/{2}": {"get": own}}));
    let parameters = outcome.at("/paths/~1a~1{1}~1{2}/get/parameters");
    assert_eq!(parameters[0]["name"], "2");
    assert_eq!(parameters[1]["schema"], json!({"type": "boolean"}));
    assert_eq!(parameters.as_array().unwrap().len(), 2);
    assert_eq!(outcome.codes(), ["OAS2102"]);
}

#[test]
fn keys_of_paths() {
    let outcome = paths(json!({
        "pets": {"get": {"operationId": "a", "responses": {}}},
        "/pets ": {"post": {"operationId": "b", "responses": {}}},
        "/find?kind=cat": {"GET": {"operationId": "c", "responses": {}}},
        "/own/:id": {"get": {"operationId": "d", "responses": {}, "parameters": [string("id", "path")]}},
    }));
    assert_eq!(outcome.at("/paths/~1pets/get/operationId"), "a");
    assert_eq!(outcome.at("/paths/~1pets/post/operationId"), "b");
    assert_eq!(outcome.at("/paths/~1find?kind=cat/get/operationId"), "c");
    assert_eq!(outcome.at("/paths/~1find?kind=cat/x-gen-path"), "/find");
    assert_eq!(*outcome.at("/paths/~1find?kind=cat/x-gen-query"), json!([["kind", "cat"]]));
    assert_eq!(outcome.at("/paths/~1own~1:id/x-gen-path"), "/own/{id}");
    assert_eq!(outcome.codes(), ["OAS2111", "OAS2116"]);
}

#[test]
fn placeholders_with_colons() {
    let required = |name: &str| json!({"name": name, "in": "path", "required": true, "schema": {"type": "string"}});
    let read = |path: &str, parameters: Value| {
        let mut own = operation();
        own["parameters"] = parameters;
        let outcome = paths(json!({path: {"get": own}}));
        let at = |rest: &str| outcome.at(&format!("/paths/{}/{rest}", path.replace('/', "~1"))).clone();
        (at("x-gen-path"), at("get/parameters"), outcome.codes().join(" "))
    };
    let made = |path: &str, parameters: Value, codes: &str| (json!(path), parameters, codes.to_owned());
    let undeclared = read("/users/:id", json!([]));
    assert_eq!(undeclared, made("/users/{id}", json!([required("id")]), "OAS2111 OAS2116"));
    let in_query = read("/users/:id", json!([string("id", "query")]));
    assert_eq!(in_query, (Value::Null, json!([string("id", "query")]), String::new()));
    assert_eq!(read("/users/:id/{post}", json!([required("post")])).0, Value::Null);
}

#[test]
fn what_the_query_of_a_path_takes_is_a_parameter() {
    let parameters = |path: &str, written: Value| {
        let mut own = operation();
        own["parameters"] = written;
        let outcome = paths(json!({path: {"get": own}}));
        let pointer = format!("/paths/{}/get/parameters", path.replace('/', "~1"));
        (outcome.at(&pointer).clone(), outcome.findings.into_iter().filter(|own| own.contains("2111")).count())
    };
    let number = json!({"name": "z", "in": "path", "required": true, "schema": {"type": "integer"}});
    let taken = json!({"name": "y", "in": "query", "required": true, "schema": {"type": "integer"}, "style": "form", "explode": false});
    let made = json!({"name": "y", "in": "query", "required": true, "schema": {"type": "string"}});
    assert_eq!(parameters("/e?x=1&y={z}", json!([number])), (json!([taken]), 1));
    assert_eq!(parameters("/e?x=1&y={z}", json!([])), (json!([made]), 1));
    assert_eq!(parameters("/e/{z}?y={z}", json!([number])), (json!([number, taken]), 1));
    assert_eq!(parameters("/e?y={z}", json!([string("y", "query")])), (json!([string("y", "query")]), 0));
    // There is one parameter of a name; what it has no room for is told.
    assert_eq!(parameters("/e?y={z}&y={b}", json!([])), (json!([made]), 2));
    assert_eq!(parameters("/e?y={z}&y={b}", json!([number])), (json!([taken]), 2));
    assert_eq!(parameters("/e?y={z}&y={b}", json!([string("y", "query")])), (json!([string("y", "query")]), 0));
}

#[test]
fn of_paths_that_are_the_same_the_one_that_needs_no_mending_is_kept() {
    let outcome = paths(json!({
        "/d ": {"get": named("a"), "put": named("b"), "servers": [{"url": "https://a.com"}]},
        "/d": {"get": named("c"), "post": named("d")},
        "d": {"PUT": named("e")},
    }));
    let mut put = named("b");
    put["servers"] = json!([{"url": "https://a.com"}]);
    assert_eq!(*outcome.at("/paths/~1d"), json!({"get": named("c"), "post": named("d"), "put": put}));
    assert_eq!(
        outcome.findings,
        ["OAS2116 /paths/~1d ", "OAS2116 /paths/~1d /get", "OAS2116 /paths/d", "OAS2116 /paths/d/PUT"]
    );
    assert_eq!((outcome.errors, outcome.document.left_out), (2, 2));
    let origin = |pointer| {
        let pointer = crate::pointer::Pointer::parse(pointer);
        outcome.document.provenance.origin(&pointer).pointer.as_str().to_owned()
    };
    assert_eq!(origin("/paths/~1d/get/operationId"), "/paths/~1d/get/operationId");
    assert_eq!(origin("/paths/~1d/put/operationId"), "/paths/~1d /put/operationId");
    assert_eq!(origin("/paths/~1d/put/servers/0/url"), "/paths/~1d /servers/0/url");
}

#[test]
fn what_stands_beside_the_reference_of_a_path_item_counts() {
    let components = json!({"pathItems": {"Shared": {"get": named("a"), "put": named("b")}}});
    let item = json!({"$ref": "#/components/pathItems/Shared", "get": named("c")});
    let outcome = run(&document("3.1.0", components, json!({"/a": item})));
    assert_eq!(*outcome.at("/paths/~1a"), json!({"put": named("b"), "get": named("c")}));
    assert_eq!(outcome.findings, ["OAS2116 /components/pathItems/Shared/get"]);
}

#[test]
fn paths_that_are_the_same_but_for_names_are_both_kept() {
    let own = |id: &str, name: &str| {
        let parameter = json!({"name": name, "in": "path", "required": true, "schema": {"type": "string"}});
        json!({"get": {"operationId": id, "responses": {}, "parameters": [parameter]}})
    };
    let outcome = paths(json!({"/a/{x}": own("a", "x"), "/a/{y}": own("b", "y")}));
    assert_eq!(outcome.at("/paths/~1a~1{x}/get/operationId"), "a");
    assert_eq!(outcome.at("/paths/~1a~1{y}/get/operationId"), "b");
    assert_eq!(outcome.findings, ["OAS2116 /paths/~1a~1{y}"]);
}

#[test]
fn path_items_are_written_out() {
    let components = json!({"pathItems": {"Shared": {"get": operation(), "summary": "s"}}});
    let item = json!({"$ref": "#/components/pathItems/Shared", "post": {"operationId": "p", "responses": {}}});
    let outcome = run(&document("3.1.0", components, json!({"/a": item})));
    let expected = json!({"get": operation(), "summary": "s", "post": {"operationId": "p", "responses": {}}});
    assert_eq!(*outcome.at("/paths/~1a"), expected);
}
