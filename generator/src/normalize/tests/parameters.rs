//! Parameters.

use super::operations::{operation, paths, string, with};
use super::{document, run};
use serde_json::{Value, json};

#[test]
fn parameters_of_the_path_item_go_to_its_operations() {
    let mut own = operation();
    own["parameters"] = json!([{"name": "a", "in": "query", "schema": {"type": "integer"}}]);
    let item = json!({"get": own, "parameters": [string("a", "query"), string("b", "query")]});
    let outcome = paths(json!({"/a": item}));
    let merged = json!([{"name": "a", "in": "query", "schema": {"type": "integer"}}, string("b", "query")]);
    assert_eq!(*outcome.at("/paths/~1a/get/parameters"), merged);
    assert_eq!(*outcome.at("/paths/~1a/parameters"), Value::Null);
    assert_eq!(outcome.codes(), Vec::<&str>::new());
    let origin = |index: usize| {
        let pointer = crate::pointer::Pointer::parse(&format!("/paths/~1a/get/parameters/{index}/schema"));
        outcome.document.provenance.origin(&pointer).pointer.as_str().to_owned()
    };
    assert_eq!(origin(0), "/paths/~1a/get/parameters/0/schema");
    assert_eq!(origin(1), "/paths/~1a/parameters/1/schema");
}

#[test]
fn parameters_of_any_shape_get_a_schema() {
    let cases: [(Value, Value, &[&str]); 14] = [
        (json!({"name": "a", "in": "query"}), json!([string("a", "query")]), &["OAS2105"]),
        (json!({"name": "a", "in": "query", "type": "string"}), json!([string("a", "query")]), &["OAS2106"]),
        (
            json!({"name": "a", "in": "query", "type": "array", "items": {"type": "string"}, "collectionFormat": "csv"}),
            json!([{"name": "a", "in": "query", "schema": {"type": "array", "items": {"type": "string"}}, "style": "form", "explode": false}]),
            &["OAS2106"],
        ),
        (
            json!({"name": "a", "in": "Query", "schema": {"type": "string"}}),
            json!([string("a", "query")]),
            &["OAS2130"],
        ),
        (
            json!({"name": "a", "in": "header", "style": "form", "schema": {"type": "string"}}),
            json!([{"name": "a", "in": "header", "schema": {"type": "string"}, "x-gen-style": "form"}]),
            &["OAS2132"],
        ),
        (
            json!({"name": "a", "in": "query", "schema": {"type": "string"}, "content": {"text/plain": {}}}),
            json!([string("a", "query")]),
            &["OAS2131"],
        ),
        (
            json!({"name": "Authorization", "in": "header", "schema": {"type": "string"}}),
            json!([{"name": "Authorization", "in": "header", "schema": {"type": "string"}, "x-gen-ignored-header": true}]),
            &["OAS2125"],
        ),
        (
            json!({"name": "content-length", "in": "header", "schema": {"type": "string"}}),
            json!([{"name": "content-length", "in": "header", "schema": {"type": "string"}, "x-gen-ignored-header": true}]),
            &["OAS2125"],
        ),
        (string("Host", "query"), json!([string("Host", "query")]), &[]),
        (json!({"in": "query"}), Value::Null, &["OAS2149"]),
        (json!({"in": "query", "required": true}), Value::Null, &["OAS1007"]),
        (string("X Bad", "header"), Value::Null, &["OAS2149"]),
        (string("X-\u{dc}n\u{ef}", "header"), Value::Null, &["OAS2149"]),
        (string("a b", "query"), json!([string("a b", "query")]), &[]),
    ];
    for (written, expected, codes) in cases {
        let outcome = with("parameters", json!([written]));
        assert_eq!(*outcome.at("/paths/~1a/get/parameters"), expected, "{written}");
        assert_eq!(outcome.codes(), codes, "{written}");
    }
}

#[test]
fn a_parameter_is_declared_once() {
    let outcome = with("parameters", json!([string("a", "query"), string("a", "query"), string("a", "header")]));
    assert_eq!(*outcome.at("/paths/~1a/get/parameters"), json!([string("a", "query"), string("a", "header")]));
    assert_eq!(outcome.findings, ["OAS2126 /paths/~1a/get/parameters/1"]);
}

#[test]
fn a_parameter_is_declared_once_by_references_that_are_guessed() {
    let mut own = operation();
    own["parameters"] = json!([{"$ref": "#/parameters/a"}, {"$ref": "a"}]);
    let mut tree = document("3.0.0", json!({}), json!({"/a": {"get": own}}));
    tree["components"] = json!({"parameters": {"a": string("a", "query")}});
    let outcome = run(&tree);
    assert_eq!(*outcome.at("/paths/~1a/get/parameters"), json!([{"$ref": "#/components/parameters/a"}]));
    assert_eq!(outcome.findings, ["OAS2126 /paths/~1a/get/parameters/1", "OAS1003 /paths/~1a/get/parameters/0/$ref"]);
}

#[test]
fn a_parameter_that_does_not_say_where_it_is_is_one_of_the_query() {
    let mut own = operation();
    own["parameters"] = json!([string("a", "query"), string("b", "header")]);
    let shared = json!([{"name": "a", "schema": {"type": "integer"}}, string("b", "headers")]);
    let outcome = paths(json!({"/a": {"get": own, "parameters": shared}}));
    assert_eq!(*outcome.at("/paths/~1a/get/parameters"), json!([string("a", "query"), string("b", "header")]));
}

#[test]
fn names_of_headers_are_the_same_in_any_case() {
    let written = json!([string("X-Int", "header"), string("x-int", "header"), string("X-Int", "query")]);
    let outcome = with("parameters", written);
    let kept = json!([string("X-Int", "header"), string("X-Int", "query")]);
    assert_eq!(*outcome.at("/paths/~1a/get/parameters"), kept);
    assert_eq!(outcome.findings, ["OAS2126 /paths/~1a/get/parameters/1"]);
    let text = json!({"schema": {"type": "string"}});
    let headers = json!({"X-Int": text, "x-int": {"schema": {"type": "integer"}}, "X-Other": text});
    let outcome = with("responses", json!({"200": {"description": "", "headers": headers}}));
    let kept = json!({"X-Int": text, "X-Other": text});
    assert_eq!(*outcome.at("/paths/~1a/get/responses/200/headers"), kept);
    assert_eq!(outcome.findings, ["OAS2126 /paths/~1a/get/responses/200/headers/x-int"]);
}

#[test]
fn a_whole_query_string_is_the_only_one() {
    let whole = |name: &str| json!({"name": name, "in": "querystring", "content": {"text/plain": {}}});
    let outcome = with("parameters", json!([string("a", "query"), whole("b"), string("c", "header"), whole("d")]));
    assert_eq!(outcome.findings, ["OAS2126 /paths/~1a/get/parameters/0", "OAS2126 /paths/~1a/get/parameters/3"]);
    assert_eq!(with("parameters", json!([whole("b"), string("c", "header")])).codes(), Vec::<&str>::new());
}

#[test]
fn a_whole_query_string_with_a_schema_is_a_form() {
    let form = json!({"application/x-www-form-urlencoded": {"schema": {"type": "object"}}});
    let whole = json!([{"name": "f", "in": "query", "x-gen-query-string": true, "content": form}]);
    let cases = [
        (json!({"name": "f", "in": "querystring", "schema": {"type": "object"}}), "OAS2131"),
        (json!({"name": "f", "in": "querystring", "type": "object"}), "OAS2106"),
    ];
    for (written, code) in cases {
        let outcome = with("parameters", json!([written]));
        assert_eq!(*outcome.at("/paths/~1a/get/parameters"), whole, "{written}");
        assert_eq!(outcome.codes(), [code], "{written}");
    }
}

#[test]
fn a_body_parameter_is_the_request_body() {
    let outcome =
        with("parameters", json!([{"name": "b", "in": "body", "required": true, "schema": {"type": "string"}}]));
    let body = json!({"required": true, "content": {"application/json": {"schema": {"type": "string"}}}});
    assert_eq!(*outcome.at("/paths/~1a/get/requestBody"), body);
    assert!(outcome.codes().contains(&"OAS2134"));
    let second = with("parameters", json!([{"name": "b", "in": "body"}, {"name": "c", "in": "body"}]));
    assert!(second.findings.contains(&"OAS2203 /paths/~1a/get/parameters/1".to_owned()), "{:?}", second.findings);
}
