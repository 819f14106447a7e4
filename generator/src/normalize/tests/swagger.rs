//! Documents of 2.0.

use super::{Outcome, normalize, run};
use crate::diagnostics::Diagnostics;
use serde_json::{Value, json};

pub(super) fn swagger(members: Value) -> Outcome {
    let mut tree = json!({"swagger": "2.0", "info": {"title": "t", "version": "1"}, "paths": {}});
    if let (Value::Object(tree), Value::Object(members)) = (&mut tree, members) {
        tree.extend(members);
    }
    run(&tree)
}

pub(super) fn operation(member: Value) -> Value {
    let mut own = json!({"operationId": "a", "responses": {"204": {"description": ""}}});
    if let (Value::Object(own), Value::Object(member)) = (&mut own, member) {
        own.extend(member);
    }
    json!({"/a": {"post": own}})
}

#[test]
fn servers() {
    let cases = [
        (
            json!({"host": "a.com", "basePath": "/v1/", "schemes": ["http", "https"]}),
            json!([{"url": "https://a.com/v1"}, {"url": "http://a.com/v1"}]),
        ),
        (json!({"host": "a.com"}), json!([{"url": "https://a.com"}])),
        (json!({"basePath": "v1"}), json!([{"url": "/v1"}])),
        (json!({}), json!([{"url": "/"}])),
    ];
    for (written, expected) in cases {
        assert_eq!(*swagger(written.clone()).at("/servers"), expected, "{written}");
    }
}

#[test]
fn methods_of_later_versions_are_read_as_those_of_this_one() {
    let own = json!({"operationId": "a", "parameters": [{"$ref": "#/parameters/q"}], "responses": {"204": {"description": ""}}});
    let shared = json!({"q": {"name": "q", "in": "query", "type": "string"}});
    let outcome = swagger(json!({"paths": {"/a": {"trace": own}}, "parameters": shared}));
    assert_eq!(outcome.findings, [""; 0]);
    assert_eq!(*outcome.at("/paths/~1a/trace/parameters"), json!([{"$ref": "#/components/parameters/q"}]));
}

#[test]
fn schemes_of_an_operation_replace_those_of_the_document() {
    let with = |document: Value, schemes: Value| {
        let mut tree = json!({"paths": operation(json!({"schemes": schemes}))});
        if let (Value::Object(tree), Value::Object(members)) = (&mut tree, document) {
            tree.extend(members);
        }
        swagger(tree)
    };
    let host = json!({"host": "a.com", "basePath": "/v1", "schemes": ["https"]});
    let http = json!([{"url": "http://a.com/v1"}]);
    let both = json!([{"url": "https://a.com/v1"}, {"url": "http://a.com/v1"}]);
    let cases: [(Value, Value, Value, &[&str]); 8] = [
        (host.clone(), json!(["http"]), http.clone(), &[]),
        (host.clone(), json!(["ws", "HTTP", "https"]), both, &[]),
        (host.clone(), json!("http"), http, &[]),
        (host.clone(), json!(["https"]), Value::Null, &[]),
        (host.clone(), json!([]), Value::Null, &[]),
        (host, json!(["ws", "wss"]), Value::Null, &["OAS2129 /paths/~1a/post/schemes"]),
        (json!({"host": "http://a.com/"}), json!(["https"]), json!([{"url": "https://a.com"}]), &[]),
        (json!({}), json!(["http"]), Value::Null, &[]),
    ];
    for (document, schemes, expected, findings) in cases {
        let outcome = with(document.clone(), schemes.clone());
        assert_eq!(*outcome.at("/paths/~1a/post/servers"), expected, "{document} {schemes}");
        assert_eq!(outcome.findings, findings, "{document} {schemes}");
    }
    let outcome = with(json!({"host": "a.com", "schemes": ["wss"]}), json!(null));
    assert_eq!(outcome.findings, ["OAS2129 /schemes"]);
}

#[test]
fn parameters_say_how_lists_are_written() {
    let list = |location: &str, format: Value| {
        let mut own = json!({"name": "a", "in": location, "type": "array", "items": {"type": "string"}});
        if !format.is_null() {
            own["collectionFormat"] = format;
        }
        swagger(json!({"paths": operation(json!({"parameters": [own]}))}))
    };
    let cases = [
        ("query", json!(null), json!("form"), false),
        ("query", json!("csv"), json!("form"), false),
        ("query", json!("multi"), json!("form"), true),
        ("query", json!("ssv"), json!("spaceDelimited"), false),
        ("query", json!("pipes"), json!("pipeDelimited"), false),
        ("header", json!("csv"), Value::Null, false),
    ];
    for (location, format, style, explode) in cases {
        let outcome = list(location, format.clone());
        let parameter = outcome.at("/paths/~1a/post/parameters/0");
        assert_eq!((&parameter["style"], &parameter["explode"]), (&style, &json!(explode)), "{location} {format}");
        assert_eq!(parameter["schema"], json!({"type": "array", "items": {"type": "string"}}));
        assert_eq!(outcome.codes(), Vec::<&str>::new(), "{location} {format}");
    }
    assert_eq!(list("query", json!("tsv")).codes(), ["OAS2202"]);
}

#[test]
fn words_of_other_tools_for_values_come_to_the_schema() {
    let words = json!({
        "type": "string", "enum": ["a", "b"], "x-enumNames": ["Al", "Be"], "x-enum-descriptions": ["First", "Second"],
        "x-ms-enum": {"name": "Letter"},
    });
    let with = |more: Value| {
        let mut own = words.clone();
        own.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        own
    };
    let parameter = with(json!({"name": "p", "in": "query", "x-other": 1}));
    let response = json!({"description": "", "headers": {"X": words}});
    let paths = operation(json!({"parameters": [parameter], "responses": {"200": response}}));
    let outcome = swagger(json!({"paths": paths.clone()}));
    assert_eq!(*outcome.at("/paths/~1a/post/parameters/0/schema"), words);
    assert_eq!(outcome.at("/paths/~1a/post/parameters/0/x-other"), 1);
    assert_eq!(*outcome.at("/paths/~1a/post/responses/200/headers/X/schema"), words);
    let later = run(&super::document("3.0.3", json!({}), paths));
    assert_eq!(*later.at("/paths/~1a/post/parameters/0/schema"), words);
}

#[test]
fn a_body_is_of_what_the_operation_consumes() {
    let body = json!([{"name": "b", "in": "body", "required": true, "description": "d", "schema": {"$ref": "#/definitions/Pet"}}]);
    let definitions = json!({"Pet": {"type": "object"}});
    let pet = json!({"schema": {"$ref": "#/components/schemas/Pet"}});
    let cases = [
        (json!({"parameters": body, "consumes": ["application/xml"]}), json!({"application/xml": pet}), vec![]),
        (json!({"parameters": body}), json!({"text/json": pet}), vec![]),
        (json!({"parameters": body, "consumes": []}), json!({"application/json": pet}), vec!["OAS2201"]),
    ];
    for (written, content, codes) in cases {
        let outcome = swagger(
            json!({"consumes": ["text/json"], "definitions": definitions, "paths": operation(written.clone())}),
        );
        let expected = json!({"required": true, "description": "d", "content": content});
        assert_eq!(*outcome.at("/paths/~1a/post/requestBody"), expected, "{written}");
        assert_eq!(outcome.codes(), codes, "{written}");
    }
}

#[test]
fn form_fields_make_one_body() {
    let fields = json!([
        {"name": "name", "in": "formData", "type": "string", "required": true, "description": "d"},
        {"name": "tags", "in": "formData", "type": "array", "items": {"type": "string"}},
    ]);
    let outcome = swagger(json!({"paths": operation(json!({"parameters": fields}))}));
    let schema = json!({
        "type": "object", "required": ["name"],
        "properties": {"name": {"type": "string", "description": "d"}, "tags": {"type": "array", "items": {"type": "string"}}},
    });
    let encoding = json!({"tags": {"style": "form", "explode": false, "x-gen-explode": false}});
    let content = json!({"application/x-www-form-urlencoded": {"schema": schema, "encoding": encoding}});
    assert_eq!(*outcome.at("/paths/~1a/post/requestBody"), json!({"required": true, "content": content}));

    let file = json!([{"name": "f", "in": "formData", "type": "file"}]);
    let outcome = swagger(json!({"paths": operation(json!({"parameters": file}))}));
    let schema = "/paths/~1a/post/requestBody/content/multipart~1form-data/schema/properties/f";
    assert_eq!(*outcome.at(schema), json!({"type": "string", "format": "binary"}));
}

#[test]
fn a_form_that_is_not_written_as_declared_is_told_of() {
    let findings = |kind: &str, consumes: Value| {
        let field = |name: &str, kind: &str| json!({"name": name, "in": "formData", "type": kind});
        let fields = json!([field("a", "string"), field("b", kind)]);
        swagger(json!({"paths": operation(json!({"consumes": consumes, "parameters": fields}))})).findings
    };
    let (json, form, parts) = ("application/json", "application/x-www-form-urlencoded", "multipart/form-data");
    let cases: [(&str, Value, &[&str]); 6] = [
        ("string", json!([json]), &["OAS2201 /paths/~1a/post/parameters/0"]),
        ("string", json!([json, form]), &[]),
        ("string", json!([]), &[]),
        ("file", json!([form]), &["OAS2201 /paths/~1a/post/parameters/1"]),
        ("file", json!([form, parts]), &[]),
        ("file", json!([]), &[]),
    ];
    for (kind, consumes, expected) in cases {
        assert_eq!(findings(kind, consumes.clone()), expected, "{kind} {consumes}");
    }
}

#[test]
fn shared_parameters_go_where_they_belong() {
    let parameters = json!({
        "Limit": {"name": "limit", "in": "query", "type": "integer"},
        "Body": {"name": "b", "in": "body", "schema": {"type": "string"}},
        "Field": {"name": "f", "in": "formData", "type": "string"},
    });
    let reference = |name: &str| json!({"$ref": format!("#/parameters/{name}")});
    let with = |names: &[&str]| {
        let list: Vec<Value> = names.iter().map(|name| reference(name)).collect();
        swagger(
            json!({"consumes": ["application/json"], "parameters": parameters, "paths": operation(json!({"parameters": list}))}),
        )
    };
    let outcome = with(&["Limit", "Body"]);
    assert_eq!(*outcome.at("/paths/~1a/post/parameters"), json!([{"$ref": "#/components/parameters/Limit"}]));
    assert_eq!(*outcome.at("/paths/~1a/post/requestBody"), json!({"$ref": "#/components/requestBodies/Body"}));
    assert_eq!(outcome.at("/components/requestBodies/Body/content/application~1json/schema/type"), "string");
    assert_eq!(outcome.at("/components/parameters/Limit/schema/type"), "integer");
    assert_eq!(outcome.codes(), Vec::<&str>::new());
    let form = with(&["Field"]);
    assert_eq!(
        form.at("/paths/~1a/post/requestBody/content/application~1x-www-form-urlencoded/schema/properties/f/type"),
        "string"
    );
    assert_eq!(with(&["Body", "Field"]).codes(), ["OAS2203"]);
}

#[test]
fn a_second_body_is_told_of_unless_it_is_replaced() {
    let body = |name: &str| json!({"name": name, "in": "body", "schema": {"type": "string"}});
    let findings = |own: &[&str], shared: &str| {
        let own: Vec<Value> = own.iter().map(|name| body(name)).collect();
        let mut paths = operation(json!({"parameters": own}));
        paths["/a"]["parameters"] = json!([body(shared)]);
        swagger(json!({"consumes": ["application/json"], "paths": paths})).findings
    };
    assert_eq!(findings(&["a"], "a"), Vec::<String>::new());
    assert_eq!(findings(&["a", "b"], "a"), ["OAS2203 /paths/~1a/post/parameters/1"]);
    assert_eq!(findings(&["a"], "b"), ["OAS2203 /paths/~1a/parameters/0"]);
}

#[test]
fn responses_are_of_what_the_operation_produces() {
    let ok = json!({
        "description": "d", "schema": {"$ref": "#/definitions/Pet"}, "examples": {"application/json": {"a": 1}},
        "headers": {"X-Rate": {"type": "integer", "description": "r"}},
    });
    let responses = json!({"200": ok, "400": {"$ref": "#/responses/Bad"}, "default": {"description": "", "schema": {"type": "file"}}});
    let outcome = swagger(json!({
        "produces": ["application/json"], "definitions": {"Pet": {"type": "object"}}, "responses": {"Bad": {"description": "bad"}},
        "paths": operation(json!({"responses": responses})),
    }));
    assert_eq!(
        *outcome.at("/paths/~1a/post/responses"),
        json!({
            "200": {
                "description": "d",
                "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Pet"}, "example": {"a": 1}}},
                "headers": {"X-Rate": {"description": "r", "schema": {"type": "integer"}}},
            },
            "400": {"$ref": "#/components/responses/Bad"},
            "default": {"description": "", "content": {"application/json": {"schema": {"type": "string", "format": "binary"}}}},
        })
    );
    assert_eq!(outcome.codes(), Vec::<&str>::new());
}

#[test]
fn an_operation_keeps_what_it_produces() {
    let produced = |document: Value, own: Value| {
        let mut paths = operation(json!({"responses": {"200": {"description": ""}}}));
        paths["/a"]["post"]["produces"] = own;
        let outcome = swagger(json!({"produces": document, "paths": paths}));
        outcome.at("/paths/~1a/post/x-gen-produces").clone()
    };
    assert_eq!(produced(json!(["text/csv", "json"]), Value::Null), json!(["text/csv", "application/json"]));
    assert_eq!(produced(json!(["text/csv"]), json!(["image/png", "binary"])), json!(["image/png"]));
    assert_eq!(produced(json!(["text/csv"]), json!("image/png")), json!(["image/png"]));
    assert_eq!(produced(json!(["text/csv"]), json!([])), Value::Null);
    assert_eq!(produced(Value::Null, Value::Null), Value::Null);
}

#[test]
fn schemas_and_security() {
    let outcome = swagger(json!({
        "definitions": {
            "Pet": {"type": "object", "discriminator": "kind", "properties": {"kind": {"type": "string", "x-nullable": true}}},
            "Cat": {"allOf": [{"$ref": "#/definitions/Pet"}]},
            "Any": {"x-oneOf": [{"$ref": "#/definitions/Pet"}, {"type": "string"}]},
        },
        "securityDefinitions": {
            "basic": {"type": "basic"},
            "oauth": {"type": "oauth2", "flow": "accessCode", "authorizationUrl": "a", "tokenUrl": "t", "scopes": {"s": "d"}},
        },
    }));
    assert_eq!(outcome.at("/components/schemas/Pet/discriminator/propertyName"), "kind");
    assert_eq!(outcome.at("/components/schemas/Pet/properties/kind/nullable"), true);
    assert_eq!(*outcome.at("/components/schemas/Cat/allOf/0"), json!({"$ref": "#/components/schemas/Pet"}));
    assert_eq!(*outcome.at("/components/schemas/Any/oneOf/0"), json!({"$ref": "#/components/schemas/Pet"}));
    assert_eq!(*outcome.at("/components/securitySchemes/basic"), json!({"type": "http", "scheme": "basic"}));
    let flow = json!({"authorizationUrl": "a", "tokenUrl": "t", "scopes": {"s": "d"}});
    assert_eq!(
        *outcome.at("/components/securitySchemes/oauth"),
        json!({"type": "oauth2", "flows": {"authorizationCode": flow}})
    );
    assert_eq!(outcome.codes(), Vec::<&str>::new());
}

#[test]
fn pointers_into_the_document_mean_what_its_author_wrote() {
    let answer = json!({"200": {"description": "", "schema": {"type": "object", "x-nullable": true, "properties": {"in": {"type": "integer"}}}}});
    let other = |schema: &str, parameter: &str| {
        let reference = json!({"schema": {"$ref": schema}, "description": ""});
        json!({"get": {"operationId": parameter, "parameters": [{"$ref": parameter}], "responses": {"200": reference}}})
    };
    let outcome = swagger(json!({
        "produces": ["application/json"], "consumes": ["application/json"],
        "paths": {
            "/b": {"post": {"operationId": "b", "responses": answer, "parameters": [
                {"name": "body", "in": "body", "schema": {"type": "object", "properties": {"z": {"type": "string"}}}},
                {"name": "l", "in": "query", "type": "array", "items": {"type": "string"}},
            ]}},
            "/c": other("#/paths/~1b/post/parameters/0/schema", "#/paths/~1b/post/parameters/1"),
            "/d": other("#/paths/~1b/post/responses/200/schema", "#/parameters/P"),
            "/e": other("#/responses/R/schema", "#/parameters/P"),
        },
        "parameters": {"P": {"name": "p", "in": "query", "type": "string"}},
        "responses": {"R": {"description": "", "schema": {"type": "array", "items": {"type": "integer"}}}},
    }));
    assert_eq!(outcome.findings, Vec::<String>::new());
    let schema_of = |path: &str| {
        let schema = outcome.at(&format!("/paths/~1{path}/get/responses/200/content/application~1json/schema"));
        outcome.at(schema["$ref"].as_str().unwrap().trim_start_matches('#')).clone()
    };
    assert_eq!(schema_of("c")["properties"], json!({"z": {"type": "string"}}));
    assert_eq!(
        (&schema_of("d")["nullable"], &schema_of("d")["properties"]["in"]["type"]),
        (&json!(true), &json!("integer"))
    );
    assert_eq!(schema_of("e")["type"], "array");
    let parameter = outcome.at("/paths/~1c/get/parameters/0");
    assert_eq!((&parameter["name"], &parameter["explode"]), (&json!("l"), &json!(false)));
    assert_eq!(outcome.at("/paths/~1d/get/parameters/0")["$ref"], "#/components/parameters/P");
}

#[test]
fn findings_are_in_the_words_of_the_document() {
    let schema = json!({"$ref": "#/definitions/Ownr"});
    let security = json!([{"nobody": []}]);
    let parameters = json!([{"$ref": "#/parameters/Nothing"}, {"in": "body", "name": "b", "schema": schema}]);
    let tree = json!({
        "swagger": "2.0", "info": {"title": "t", "version": "1"}, "definitions": {"Owner": {"type": "object"}},
        "consumes": ["application/json"],
        "paths": operation(json!({"parameters": parameters, "security": security})),
    });
    let mut diagnostics = Diagnostics::default();
    normalize(&tree, &|_| None, &mut diagnostics);
    let said: Vec<_> = diagnostics.iter().map(|finding| (finding.message.as_str(), finding.help.as_deref())).collect();
    let expected = [
        ("there is no security scheme `nobody`", Some("declare it under `securityDefinitions`")),
        (
            "`#/definitions/Ownr` points at nothing; what it stands for is untyped",
            Some("did you mean `#/definitions/Owner`?"),
        ),
        ("`#/parameters/Nothing` points at nothing; what it stands for is left out", None),
    ];
    assert_eq!(said, expected);
}
