//! Components in other files, and files that lean on those of the entry document.

use super::files::{diagnosed, entry, run};
use serde_json::{Value, json};

#[test]
fn what_a_file_lacks_is_that_of_the_entry_document() {
    let schema = json!({"$ref": "#/components/schemas/S"});
    let body = json!({"content": {"application/json": {"schema": schema}}});
    let response = json!({"description": "d", "content": {"application/json": {"schema": {"type": "string"}}}});
    let mut main = entry(
        json!({
            "schemas": {"S": {"type": "object", "properties": {"x": {"type": "integer"}}}},
            "responses": {"E": response}, "requestBodies": {"B": body}, "headers": {"H": {"schema": {"type": "string"}}},
            "parameters": {"P": {"name": "p", "in": "query", "schema": {"type": "string"}}},
            "examples": {"X": {"value": 1}}, "links": {"L": {"operationId": "a"}},
            "pathItems": {"I": {"get": {"operationId": "i", "responses": {"204": {"description": ""}}}}},
        }),
        json!({"/a": {"$ref": "part.json#/a"}, "/i": {"$ref": "part.json#/i"}}),
    );
    main["openapi"] = "3.1.0".into();
    let own = |section: &str, key: &str| json!({"$ref": format!("#/components/{section}/{key}")});
    let get = json!({"operationId": "a", "parameters": [own("parameters", "P")], "requestBody": own("requestBodies", "B"), "responses": {
        "200": {"description": "", "headers": {"h": own("headers", "H")}, "links": {"l": own("links", "L")}, "content": {
            "application/json": {"schema": {"$ref": "#/components/schemas/S/properties/x"}, "examples": {"x": own("examples", "X")}},
        }},
        "404": {"$ref": "#/near"},
    }});
    let part = json!({"a": {"post": get}, "i": own("pathItems", "I"), "near": own("responses", "E")});
    let (document, diagnostics) = diagnosed(&[("api.json", main), ("part.json", part)]);
    let tree = &document.tree;
    let post = &tree["paths"]["/a"]["post"];
    assert_eq!(post["parameters"][0], own("parameters", "P"));
    assert_eq!(post["requestBody"], own("requestBodies", "B"));
    assert_eq!(post["responses"]["404"], own("responses", "E"));
    let ok = &post["responses"]["200"];
    assert_eq!((&ok["headers"]["h"], &ok["links"]["l"]), (&own("headers", "H"), &own("links", "L")));
    let content = &ok["content"]["application/json"];
    assert_eq!(
        (&content["schema"], &content["examples"]["x"]),
        (&own("schemas", "S.properties.x"), &own("examples", "X"))
    );
    assert_eq!(tree["paths"]["/i"]["get"]["operationId"], "i");
    let found = diagnostics.iter().map(|finding| (finding.code, &finding.primary.tree));
    assert_eq!(found.collect::<Vec<_>>(), [("OAS1003", &crate::diagnostics::Tree::Source(1)); 8]);
    let message = "`part.json#/components/parameters/P` points at nothing; it is read as `#/components/parameters/P`";
    assert!(diagnostics.iter().any(|finding| finding.message == message));
}

#[test]
fn components_in_another_file_have_their_names() {
    let all = json!({
        "schemas": {
            "A": {"$ref": "#/schemas/S"}, "S": {"type": "object", "properties": {"t": {"$ref": "#/schemas/T"}}},
            "T": {"$ref": "t.json"},
        },
        "responses": {"E": {"description": "e"}}, "securitySchemes": {"$ref": "#/x-k"},
    });
    let part = json!({"x-k": {"k": {"type": "apiKey", "in": "header", "name": "K"}}});
    let mut alone = all.as_object().unwrap().clone();
    alone.extend(part.as_object().unwrap().clone());
    let nested = all.to_string().replace("#/schemas", "#/components/schemas");
    let mut nested = json!({"components": serde_json::from_str::<Value>(&nested).unwrap()});
    nested["x-k"] = part["x-k"].clone();
    let sections = ["schemas", "responses", "securitySchemes"]
        .map(|key| (key.to_owned(), json!({"$ref": format!("all.json#/{key}")})));
    for (components, all, way) in [
        (json!({"$ref": "all.json"}), alone.clone().into(), "all.json#/schemas/S"),
        (json!({"$ref": "all.json#/components"}), nested, "all.json#/components/schemas/S"),
        (Value::Object(sections.into_iter().collect()), alone.into(), "all.json#/schemas/S"),
    ] {
        let content = |reference: &str| json!({"application/json": {"schema": {"$ref": reference}}});
        let mut main = entry(
            components,
            json!({"/a": {"get": {"operationId": "a", "responses": {
                "200": {"description": "", "content": content("#/components/schemas/S")},
                "201": {"description": "", "content": content(way)},
                "404": {"$ref": "#/components/responses/E"},
            }}}}),
        );
        main["security"] = json!([{"k": []}]);
        let t = json!({"type": "string", "minLength": "x"});
        let (document, findings) = run(&[("api.json", main), ("all.json", all), ("t.json", t)]);
        let components = &document.tree["components"];
        let keys: Vec<_> = components["schemas"].as_object().unwrap().keys().collect();
        assert_eq!(keys, ["A", "S", "T"]);
        assert_eq!(components["schemas"]["A"]["$ref"], "#/components/schemas/S");
        assert_eq!(components["schemas"]["S"]["properties"]["t"]["$ref"], "#/components/schemas/T");
        assert_eq!(components["schemas"]["T"]["type"], "string");
        assert_eq!(components["securitySchemes"]["k"]["name"], "K");
        let responses = &document.tree["paths"]["/a"]["get"]["responses"];
        for status in ["200", "201"] {
            assert_eq!(responses[status]["content"], content("#/components/schemas/S"), "{way}");
        }
        assert_eq!(responses["404"]["$ref"], "#/components/responses/E");
        assert!(findings.iter().all(|finding| finding.ends_with("/minLength Source(2)")), "{findings:?}");
    }
}

#[test]
fn sections_of_2_0_can_be_in_another_file() {
    let part = json!({
        "d": {"S": {"type": "object", "discriminator": "k", "properties": {"k": {"type": "string"}}}},
        "p": {"P": {"name": "p", "in": "query", "type": "array", "items": {"type": "string"}}, "B": {"name": "b", "in": "body", "schema": {"$ref": "#/d/S"}}},
        "r": {"E": {"description": "e", "schema": {"$ref": "#/d/S"}}},
        "s": {"k": {"type": "apiKey", "in": "header", "name": "X-Key"}, "b": {"type": "basic"}},
    });
    let main = json!({
        "swagger": "2.0", "info": {"title": "t", "version": "1"}, "host": "a.io", "schemes": ["https"],
        "consumes": ["application/json"], "produces": ["application/json"],
        "definitions": {"$ref": "part.json#/d"}, "parameters": {"$ref": "part.json#/p"},
        "responses": {"$ref": "part.json#/r"}, "securityDefinitions": {"$ref": "part.json#/s"}, "security": [{"k": []}],
        "paths": {"/a": {"post": {
            "operationId": "a", "parameters": [{"$ref": "#/parameters/P"}, {"$ref": "#/parameters/B"}],
            "responses": {"200": {"description": "", "schema": {"$ref": "#/definitions/S"}}, "404": {"$ref": "#/responses/E"}},
        }}},
    });
    let (document, findings) = run(&[("api.json", main), ("part.json", part)]);
    let (tree, schema) = (&document.tree, json!({"$ref": "#/components/schemas/S"}));
    let post = &tree["paths"]["/a"]["post"];
    assert_eq!(post["parameters"], json!([{"$ref": "#/components/parameters/P"}]));
    assert_eq!(post["requestBody"]["$ref"], "#/components/requestBodies/B");
    assert_eq!(post["responses"]["200"]["content"]["application/json"]["schema"], schema);
    assert_eq!(post["responses"]["404"]["$ref"], "#/components/responses/E");
    let components = &tree["components"];
    assert_eq!(components["schemas"].as_object().unwrap().keys().collect::<Vec<_>>(), ["S"]);
    assert_eq!(components["schemas"]["S"]["discriminator"], json!({"propertyName": "k"}));
    assert_eq!(components["parameters"]["P"]["schema"]["type"], "array");
    assert_eq!(components["requestBodies"]["B"]["content"]["application/json"]["schema"], schema);
    assert_eq!(components["responses"]["E"]["content"]["application/json"]["schema"], schema);
    let schemes = &components["securitySchemes"];
    assert_eq!((&schemes["k"]["name"], &schemes["b"]["scheme"]), (&json!("X-Key"), &json!("basic")));
    assert_eq!(findings, Vec::<String>::new());
}
