//! Paths, parameters, bodies, responses.

use super::{document, run};
use serde_json::{Value, json};

fn paths(paths: Value) -> super::Outcome {
    run(&document("3.0.0", json!({}), paths))
}

fn operation() -> Value {
    json!({"operationId": "a", "responses": {"200": {"description": ""}}})
}

fn with(member: &str, value: Value) -> super::Outcome {
    let mut own = operation();
    own[member] = value;
    paths(json!({"/a": {"get": own}}))
}

fn string(name: &str, location: &str) -> Value {
    json!({"name": name, "in": location, "schema": {"type": "string"}})
}

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
fn an_operation_id_that_is_a_digest_is_none() {
    let found = |id: &str| paths(json!({"/a": {"get": named(id)}})).findings;
    let digest = "8ab3ff6ad5a8c0a8b0a7b0c3e6f1e1f2";
    assert_eq!(found(digest), ["OAS1001 /paths/~1a/get/operationId"]);
    assert_eq!(found(&digest[1..]), [""; 0]);
    assert_eq!(found(&digest.replace('8', "x")), [""; 0]);
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

fn named(id: &str) -> Value {
    json!({"operationId": id, "responses": {}})
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
    assert_eq!(outcome.codes(), ["OAS2118", "OAS2131", "OAS2133"]);
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
fn path_items_are_written_out() {
    let components = json!({"pathItems": {"Shared": {"get": operation(), "summary": "s"}}});
    let item = json!({"$ref": "#/components/pathItems/Shared", "post": {"operationId": "p", "responses": {}}});
    let outcome = run(&document("3.1.0", components, json!({"/a": item})));
    let expected = json!({"get": operation(), "summary": "s", "post": {"operationId": "p", "responses": {}}});
    assert_eq!(*outcome.at("/paths/~1a"), expected);
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
