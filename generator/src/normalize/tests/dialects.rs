//! Documents of 2.0 with words of 3.x, and the other way round.

use super::swagger::{operation, swagger};
use super::{normalize, run};
use crate::diagnostics::Diagnostics;
use serde_json::{Value, json};

#[test]
fn parameters_in_the_words_of_3_are_read_as_there() {
    let strings = json!({"type": "array", "items": {"type": "string"}});
    let kinds = json!({"type": "array", "items": {"$ref": "#/definitions/Kind"}});
    let read_kinds = json!({"type": "array", "items": {"$ref": "#/components/schemas/Kind"}});
    let content = |schema: &Value| json!({"application/json": {"schema": schema}});
    let cases = [
        (json!({"schema": kinds}), json!({"schema": read_kinds})),
        (
            json!({"style": "form", "explode": false, "schema": strings, "example": ["a"]}),
            json!({"style": "form", "explode": false, "schema": strings, "example": ["a"]}),
        ),
        (
            json!({"style": "pipeDelimited", "allowReserved": true, "schema": strings}),
            json!({"style": "pipeDelimited", "allowReserved": true, "schema": strings}),
        ),
        (json!({"content": content(&kinds)}), json!({"content": content(&read_kinds)})),
        (
            json!({"schema": strings, "collectionFormat": "csv"}),
            json!({"style": "form", "explode": false, "schema": strings}),
        ),
        (
            json!({"type": "array", "items": {"type": "string"}, "explode": true}),
            json!({"explode": true, "schema": strings}),
        ),
        (
            json!({"type": "array", "items": {"type": "string"}, "collectionFormat": "pipes", "explode": true}),
            json!({"style": "pipeDelimited", "explode": false, "schema": strings}),
        ),
    ];
    for (written, expected) in cases {
        let of = |members: &Value| {
            let mut own = json!({"name": "a", "in": "query"});
            own.as_object_mut().unwrap().extend(members.as_object().unwrap().clone());
            own
        };
        let outcome = swagger(json!({
            "definitions": {"Kind": {"type": "string"}}, "paths": operation(json!({"parameters": [of(&written)]})),
        }));
        assert_eq!(*outcome.at("/paths/~1a/post/parameters/0"), of(&expected), "{written}");
        let is_later = |key: &str| ["schema", "content", "style", "explode", "allowReserved"].contains(&key);
        let own = written.as_object().unwrap().keys().filter(|key| is_later(key));
        let mut told: Vec<_> = own.map(|key| format!("OAS2115 /paths/~1a/post/parameters/0/{key}")).collect();
        let mut findings = outcome.findings.clone();
        told.sort();
        findings.sort();
        assert_eq!(findings, told, "{written}");
    }
}

#[test]
fn headers_fields_and_bodies_in_the_words_of_3_are_read_as_there() {
    let kind = |section: &str| json!({"application/json": {"schema": {"$ref": format!("#/{section}/Kind")}}});
    let with = |section: &str| {
        let response =
            json!({"description": "", "content": kind(section), "headers": {"X": {"content": kind(section)}}});
        json!({"requestBody": {"content": kind(section)}, "responses": {"200": response}})
    };
    let outcome = swagger(json!({
        "definitions": {"Kind": {"type": "string"}}, "paths": operation(with("definitions")),
    }));
    let read = with("components/schemas");
    assert_eq!(*outcome.at("/paths/~1a/post/requestBody"), read["requestBody"]);
    assert_eq!(*outcome.at("/paths/~1a/post/responses"), read["responses"]);
    assert_eq!(outcome.codes(), ["OAS2115"]);

    let field = json!({"name": "f", "in": "formData", "type": "array", "items": {"type": "string"}, "explode": true});
    let outcome = swagger(json!({"paths": operation(json!({"parameters": [field]}))}));
    let encoding = "/paths/~1a/post/requestBody/content/application~1x-www-form-urlencoded/encoding/f";
    assert_eq!(outcome.at(&format!("{encoding}/explode")), true);
}

#[test]
fn a_document_of_2_0_with_members_of_3() {
    let outcome = swagger(json!({
        "servers": [{"url": "https://a.com"}],
        "definitions": {"Old": {"type": "string"}},
        "components": {"schemas": {"New": {"type": "integer"}}, "securitySchemes": {"k": {"type": "http", "scheme": "basic"}}},
    }));
    assert_eq!(*outcome.at("/servers"), json!([{"url": "https://a.com"}]));
    assert_eq!(outcome.at("/components/schemas"), &json!({"Old": {"type": "string"}, "New": {"type": "integer"}}));
    assert_eq!(outcome.at("/components/securitySchemes/k/scheme"), "basic");
}

#[test]
fn words_of_3_in_a_document_of_2_0_are_told_of_once() {
    let one = json!({"oneOf": [{"$ref": "#/definitions/A"}, {"type": "integer"}]});
    let outcome = swagger(json!({
        "definitions": {
            "A": {"type": "object", "properties": {"nullable": {"type": "string", "nullable": true}, "oneOf": one}},
            "B": {"type": "object", "properties": {"a": {"type": "string", "nullable": true}, "b": one}},
            "C": {"type": "object", "x-nullable": true, "example": {"nullable": true}},
        },
        "paths": operation(json!({"parameters": [{"name": "c", "in": "cookie", "type": "string"}]})),
    }));
    assert_eq!(
        outcome.findings,
        [
            "OAS2115 /paths/~1a/post/parameters/0/in",
            "OAS2115 /definitions/A/properties/nullable/nullable",
            "OAS2115 /definitions/A/properties/oneOf/oneOf",
        ]
    );
}

#[test]
fn findings_about_components_of_2_0_are_where_they_are() {
    let property = |schema: Value| json!({"type": "object", "properties": {"p": schema}});
    let outcome = swagger(json!({
        "components": {"schemas": {
            "P": property(json!({"type": "Strin"})), "R": property(json!({"$ref": "#/definitions/D"})),
            "Same": {"type": "string"}, "Other": {"type": "string"},
        }},
        "definitions": {
            "D": property(json!({"type": "Strin"})), "Same": {"type": "string"}, "Other": {"type": "integer"},
        },
    }));
    assert_eq!(
        outcome.findings,
        [
            "OAS2115 /components",
            "OAS2150 /definitions/Other",
            "OAS2113 /components/schemas/P/properties/p/type",
            "OAS2113 /definitions/D/properties/p/type",
        ]
    );
    let reference = outcome.at("/components/schemas/R/properties/p");
    assert_eq!(*reference, json!({"$ref": "#/components/schemas/D"}));
    assert_eq!(outcome.at("/components/schemas/Other/type"), "string");
}

#[test]
fn a_document_of_3_with_members_of_2_0() {
    let answer = json!({"200": {"description": "", "schema": {"type": "string"}}});
    let body = json!([{"name": "b", "in": "body", "schema": {"type": "string"}}]);
    let outcome = run(&json!({
        "openapi": "3.0.3", "info": {"title": "t", "version": "1"},
        "host": "a.com", "basePath": "/v1", "schemes": ["https"], "produces": ["text/plain"],
        "securityDefinitions": {"b": {"type": "basic"}}, "security": [{"b": []}],
        "paths": {"/a": {"post": {"operationId": "a", "consumes": ["text/csv"], "parameters": body, "responses": answer}}},
    }));
    assert_eq!(*outcome.at("/servers"), json!([{"url": "https://a.com/v1"}]));
    assert_eq!(*outcome.at("/components/securitySchemes/b"), json!({"type": "http", "scheme": "basic"}));
    let text = json!({"schema": {"type": "string"}});
    assert_eq!(*outcome.at("/paths/~1a/post/responses/200/content"), json!({"text/plain": text}));
    assert_eq!(*outcome.at("/paths/~1a/post/requestBody/content"), json!({"text/csv": text}));
    let older = ["host", "basePath", "schemes", "securityDefinitions"].map(|key| format!("OAS2115 /{key}"));
    assert_eq!(outcome.findings[..4], older);
    assert_eq!(outcome.codes(), ["OAS2115", "OAS2131", "OAS2134"]);
}

#[test]
fn definitions_of_a_document_of_3_are_components() {
    let property = json!({"type": "object", "properties": {"a": {"type": "Strin"}}});
    let base =
        json!({"type": "object", "discriminator": {"propertyName": "k"}, "properties": {"k": {"type": "string"}}});
    let outcome = run(&json!({
        "openapi": "3.0.3", "info": {"title": "t", "version": "1"},
        "definitions": {
            "Alias": {"$ref": "#/definitions/Base"}, "Base": base, "Child": {"allOf": [{"$ref": "#/definitions/Base"}]},
            "Wrong": property, "Known": {"type": "string"}, "Same": {"type": "boolean"},
        },
        "components": {"schemas": {"Known": {"type": "integer"}, "Same": {"type": "boolean"}}},
        "parameters": {"p": {"name": "p", "in": "query", "schema": {"type": "string"}}},
        "responses": {},
        "paths": {"/a": {"get": {
            "operationId": "a", "parameters": [{"$ref": "#/parameters/p"}],
            "responses": {"200": {"description": "", "content": {"application/json": {"schema": {"$ref": "#/definitions/Alias"}}}}},
        }}},
    }));
    assert_eq!(
        outcome.findings,
        ["OAS2115 /definitions", "OAS2115 /parameters", "OAS2113 /definitions/Wrong/properties/a/type"]
    );
    let keys: Vec<_> = outcome.at("/components/schemas").as_object().unwrap().keys().collect();
    assert_eq!(keys, ["Known", "Same", "Alias", "Base", "Child", "Wrong", "Known.inline"]);
    let reference = json!({"$ref": "#/components/schemas/Base"});
    assert_eq!(*outcome.at("/components/schemas/Alias"), reference);
    assert_eq!(*outcome.at("/components/schemas/Child/allOf/0"), reference);
    assert_eq!(outcome.at("/components/schemas/Known/type"), "integer");
    assert_eq!(*outcome.at("/paths/~1a/get/responses/200/content/application~1json/schema"), reference);
    assert_eq!(outcome.at("/paths/~1a/get/parameters/0/name"), "p");
}

#[test]
fn findings_name_components_as_the_document_does() {
    let said = |definitions: Value, components: Value| {
        let tree = json!({
            "swagger": "2.0", "info": {"title": "t", "version": "1"}, "paths": {}, "definitions": definitions,
            "components": components,
        });
        let mut diagnostics = Diagnostics::default();
        normalize(&tree, &|_| None, &mut diagnostics);
        let broken = diagnostics.iter().filter(|finding| finding.code == "OAS1003");
        broken.map(|finding| (finding.message.clone(), finding.help.clone())).collect::<Vec<_>>()
    };
    let to = |reference: &str| json!({"A": {"type": "array", "items": {"$ref": reference}}});
    let nothing = |reference: &str| format!("`{reference}` points at nothing; what it stands for is untyped");
    let meant = |reference: &str| Some(format!("did you mean `{reference}`?"));
    let none = json!({});
    let cases = [
        (to("#/components/schemas/Nope"), json!({"schemas": {}}), nothing("#/components/schemas/Nope"), None),
        (none, json!({"schemas": to("#/definitions/Nope")}), nothing("#/definitions/Nope"), None),
        (
            to("#/definitions/Ownr"),
            json!({"schemas": {"Owner": {"type": "string"}}}),
            nothing("#/definitions/Ownr"),
            meant("#/components/schemas/Owner"),
        ),
    ];
    for (definitions, components, message, help) in cases {
        assert_eq!(said(definitions, components), [(message, help)]);
    }
}
