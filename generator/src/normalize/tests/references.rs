//! References of all spellings, to all places.

use super::{check_schemas, document, run};
use serde_json::{Value, json};

#[test]
fn siblings_of_a_reference() {
    let pet = json!({"$ref": "#/components/schemas/Pet"});
    check_schemas(
        "3.0.0",
        &[
            (
                json!({"$ref": "#/components/schemas/Pet", "description": "d", "nullable": true}),
                json!({"allOf": [pet], "description": "d", "nullable": true}),
                &["OAS2110"],
            ),
            (json!({"$ref": "#/components/schemas/Pet", "minProperties": 1}), pet.clone(), &["OAS2110"]),
            (json!({"$ref": "#/components/schemas/Pet", "description": null}), pet.clone(), &[]),
            (json!({"$ref": "#/components/schemas/Pet", "required": true}), pet.clone(), &[]),
        ],
    );
    check_schemas(
        "3.1.0",
        &[
            (
                json!({"$ref": "#/components/schemas/Pet", "description": "d"}),
                json!({"allOf": [pet], "description": "d"}),
                &[],
            ),
            (
                json!({"$ref": "#/components/schemas/Pet", "properties": {"a": {"type": "string"}}}),
                json!({"allOf": [pet, {"type": "object", "properties": {"a": {"type": "string"}}}]}),
                &["OAS2121"],
            ),
            (json!({"$ref": "#/components/schemas/Pet", "type": "object"}), pet.clone(), &[]),
            (json!({"$ref": "#/components/schemas/Pet", "maxLength": 80}), pet.clone(), &["OAS2120"]),
            (
                json!({"$ref": "#/components/schemas/Pet", "minLength": 1, "description": "d"}),
                json!({"allOf": [pet], "description": "d"}),
                &["OAS2120"],
            ),
            (
                json!({"$ref": "#/components/schemas/Pet", "type": ["object", "null"]}),
                json!({"allOf": [pet, {"type": "object"}], "nullable": true}),
                &[],
            ),
        ],
    );
}

/// Objects that are referred to, and a description beside every reference.
fn described(version: &str) -> super::Outcome {
    let at = |section: &str, key: &str, text: &str| json!({"$ref": format!("#/components/{section}/{key}"), "description": text, "summary": "s"});
    let parameter = json!({"name": "a", "in": "query", "description": "own", "schema": {"type": "string"}});
    let components = json!({
        "parameters": {"A": parameter, "B": at("parameters", "A", "of B"), "C": {"$ref": "#/components/parameters/B"}},
        "requestBodies": {"A": {"content": {}}},
        "responses": {
            "A": {"description": "own", "headers": {"X-B": at("headers", "A", "of X-B")}},
        },
        "headers": {"A": {"schema": {"type": "string"}}},
        "links": {"A": {"operationId": "a"}},
        "examples": {"A": {"value": 1}},
        "callbacks": {"A": {}},
        "securitySchemes": {"A": {"type": "http", "scheme": "basic", "description": "own"}, "B": at("securitySchemes", "A", "of B")},
    });
    let media_type = json!({"schema": {"type": "integer"}, "examples": {"a": at("examples", "A", "of a")}});
    let answer = json!({
        "description": "", "headers": {"X-A": at("headers", "A", "of X-A")}, "links": {"a": at("links", "A", "of a")},
        "content": {"application/json": media_type},
    });
    let elsewhere = json!({"$ref": "#/paths/~1b/post/responses/400", "description": "elsewhere", "summary": "s"});
    let operation = json!({
        "operationId": "a", "parameters": [{"$ref": "#/components/parameters/C"}],
        "requestBody": at("requestBodies", "A", "of the body"), "callbacks": {"a": at("callbacks", "A", "of a")},
        "responses": {"200": answer, "4xx ": at("responses", "A", "of 4XX"), "500": elsewhere},
    });
    let responses = json!({"400": {"description": "own"}});
    let other = json!({"operationId": "b", "parameters": [at("parameters", "B", "of b")], "responses": responses});
    run(&document(version, components, json!({"/a": {"post": operation}, "/b": {"post": other}})))
}

#[test]
fn a_reference_describes_what_it_leads_to() {
    for version in ["3.1.0", "3.2.0"] {
        let outcome = described(version);
        let said = json!({
            "/parameters/0": {"description": "of B"},
            "/requestBody": {"description": "of the body"},
            "/responses/4XX": {"description": "of 4XX", "x-gen-summary": "s"},
        });
        assert_eq!(*outcome.at("/paths/~1a/post/x-gen-said"), said);
        assert_eq!(*outcome.at("/paths/~1a/post/requestBody"), json!({"$ref": "#/components/requestBodies/A"}));
        assert_eq!(*outcome.at("/paths/~1b/post/x-gen-said"), json!({"/parameters/0": {"description": "of b"}}));
        let said = json!({"/headers/X-A": {"description": "of X-A"}, "/links/a": {"description": "of a"}});
        assert_eq!(*outcome.at("/paths/~1a/post/responses/200/x-gen-said"), said);
        let said = json!({"/headers/X-B": {"description": "of X-B"}});
        assert_eq!(*outcome.at("/components/responses/A/x-gen-said"), said);
        // What is written out says it itself.
        let written = json!({"description": "elsewhere", "x-gen-summary": "s"});
        assert_eq!(*outcome.at("/paths/~1a/post/responses/500"), written);
        assert_eq!(outcome.at("/components/securitySchemes/B/description"), "of B");
        assert_eq!(outcome.at("/components/parameters/A/description"), "own");
        assert_eq!(outcome.codes(), ["OAS2117"], "{version}");
    }
}

#[test]
fn before_3_1_a_reference_describes_nothing() {
    let outcome = described("3.0.3");
    assert_eq!(*outcome.at("/paths/~1a/post/x-gen-said"), Value::Null);
    assert_eq!(*outcome.at("/paths/~1a/post/responses/500"), json!({"description": "own"}));
    assert_eq!(outcome.at("/components/securitySchemes/B/description"), "own");
    assert_eq!(outcome.codes(), ["OAS2110", "OAS2117"]);
}

#[test]
fn nothing_else_counts_beside_a_reference() {
    let reference = json!({"$ref": "#/components/responses/A", "description": "d", "headers": {}, "x-own": 1});
    let components = json!({"responses": {"A": {"description": ""}}});
    let operation = json!({"operationId": "a", "responses": {"200": reference}});
    let tree = document("3.1.0", components, json!({"/a": {"get": operation}}));
    let mut diagnostics = crate::diagnostics::Diagnostics::default();
    let outcome = crate::normalize::normalize(&tree, &|_| None, &mut diagnostics);
    let said = json!({"/responses/200": {"description": "d"}});
    assert_eq!(outcome.tree["paths"]["/a"]["get"]["x-gen-said"], said);
    let messages: Vec<_> = diagnostics.iter().map(|finding| (finding.code, finding.message.as_str())).collect();
    let expected =
        "beside this `$ref` nothing counts but `summary` and `description`; `headers` and `x-own` are ignored";
    assert_eq!(messages, [("OAS2110", expected)]);
}

#[test]
fn obvious_spellings_are_read_as_what_they_mean() {
    let pet = json!({"$ref": "#/components/schemas/Pet"});
    for written in ["#/definitions/Pet", "Pet", "#/components/schema/Pet", "components/schemas/Pet", "#/Pet"] {
        check_schemas("3.0.0", &[(json!({"$ref": written}), pet.clone(), &["OAS1003"])]);
    }
    check_schemas("3.0.0", &[(json!({"$ref": "#/components/schemas/%50et"}), pet.clone(), &[])]);
}

#[test]
fn what_points_at_nothing_is_untyped_and_an_error() {
    for (written, code) in
        [("#/components/schemas/pet", "OAS1003"), ("#/nowhere", "OAS1003"), ("other.yaml#/Pet", "OAS1004")]
    {
        let outcome =
            run(&document("3.0.0", json!({"schemas": {"Pet": {"type": "object"}, "X": {"$ref": written}}}), json!({})));
        assert_eq!(*outcome.at("/components/schemas/X"), json!({}), "{written}");
        assert_eq!((outcome.codes(), outcome.errors), (vec![code], 1), "{written}");
    }
}

#[test]
fn the_nearest_name_is_suggested() {
    let tree = document(
        "3.0.0",
        json!({"schemas": {"Pet": {"type": "object"}, "X": {"$ref": "#/components/schemas/Pett"}}}),
        json!({}),
    );
    let mut diagnostics = crate::diagnostics::Diagnostics::default();
    crate::normalize::normalize(&tree, &|_| None, &mut diagnostics);
    let helps: Vec<_> = diagnostics.iter().filter_map(|finding| finding.help.as_deref()).collect();
    assert_eq!(helps, ["did you mean `#/components/schemas/Pet`?"]);
}

/// The first step that is not there need not be the last one.
#[test]
fn the_nearest_place_is_suggested() {
    let suggested = |reference: &str| {
        let schemas = json!({
            "Owner": {"type": "object", "properties": {"name": {}, "pet": {"$ref": "#/components/schemas/Pet"}}},
            "Pet": {"type": "object", "properties": {"colour": {}}},
            "A": {"type": "array", "items": {"$ref": reference}},
        });
        let tree = document("3.0.0", json!({"schemas": schemas}), json!({}));
        let mut diagnostics = crate::diagnostics::Diagnostics::default();
        crate::normalize::normalize(&tree, &|_| None, &mut diagnostics);
        let helps: Vec<_> = diagnostics.iter().filter_map(|finding| finding.help.clone()).collect();
        helps.first().cloned().unwrap_or_default()
    };
    for (reference, meant) in [
        ("#/components/schemas/Owner/properties/nmae", "#/components/schemas/Owner/properties/name"),
        ("#/components/schemas/Ownre/propertys/name", "#/components/schemas/Owner/properties/name"),
        ("#/components/schemas/Owner/properties/pet/properties/color", "#/components/schemas/Pet/properties/colour"),
        ("#/components/schemas/Owner/properties/name/", "#/components/schemas/Owner/properties/name"),
    ] {
        assert_eq!(suggested(reference), format!("did you mean `{meant}`?"), "{reference}");
    }
    assert_eq!(suggested("#/elsewhere/schemas/Invoice"), "");
}

#[test]
fn an_inline_schema_that_is_referred_to_becomes_a_component() {
    let schemas = json!({
        "Pet": {"type": "object", "properties": {"kind": {"type": "string", "enum": ["a"]}}},
        "Other": {"type": "object", "properties": {"kind": {"$ref": "#/components/schemas/Pet/properties/kind"}}},
        "Tree": {"type": "object", "properties": {"children": {"type": "array", "items": {"$ref": "#/components/schemas/Tree/properties/children/items"}}}},
    });
    let outcome = run(&document("3.0.0", json!({"schemas": schemas}), json!({})));
    let reference = json!({"$ref": "#/components/schemas/Pet.properties.kind"});
    assert_eq!(*outcome.at("/components/schemas/Pet/properties/kind"), reference);
    assert_eq!(*outcome.at("/components/schemas/Other/properties/kind"), reference);
    assert_eq!(
        *outcome.at("/components/schemas/Pet.properties.kind"),
        json!({"type": "string", "enum": ["a"], "x-gen-hoisted": "#/components/schemas/Pet/properties/kind"})
    );
}

#[test]
fn a_schema_below_paths_becomes_a_component() {
    let body = |schema: Value| json!({"200": {"description": "", "content": {"application/json": {"schema": schema}}}});
    let pointer = "#/paths/~1a~1{id}/get/responses/200/content/application~1json/schema";
    let operation = |id: &str, schema: Value| json!({"get": {"operationId": id, "responses": body(schema)}});
    let parameter = json!([{"name": "id", "in": "path", "required": true, "schema": {"type": "string"}}]);
    let mut first = operation("a", json!({"type": "object"}));
    first["parameters"] = parameter;
    let paths = json!({"/b": operation("b", json!({"$ref": pointer})), "/a/{id}": first});
    let outcome = run(&document("3.0.0", json!({}), paths));
    let key = "paths.a__id_.get.responses.200.content.application_json.schema";
    let reference = json!({"$ref": format!("#/components/schemas/{key}")});
    assert_eq!(*outcome.at("/paths/~1b/get/responses/200/content/application~1json/schema"), reference);
    assert_eq!(*outcome.at("/paths/~1a~1{id}/get/responses/200/content/application~1json/schema"), reference);
    assert_eq!(*outcome.at(&format!("/components/schemas/{key}")), json!({"type": "object", "x-gen-hoisted": pointer}));
    assert_eq!(outcome.codes(), Vec::<&str>::new());
}

#[test]
fn local_definitions_and_anchors_are_found() {
    let schemas = json!({
        "A": {
            "$id": "https://example.com/a", "type": "object",
            "properties": {"x": {"$ref": "#/$defs/X"}, "y": {"$ref": "#why"}, "self": {"$ref": "#"}},
            "$defs": {"X": {"type": "string"}, "Y": {"$anchor": "why", "type": "integer"}},
        },
        "B": {"$ref": "https://example.com/a#/$defs/X"},
        "T": {"$dynamicAnchor": "node", "type": "object", "properties": {"next": {"$dynamicRef": "#node"}}},
    });
    let outcome = run(&document("3.1.0", json!({"schemas": schemas}), json!({})));
    assert_eq!(*outcome.at("/components/schemas/A/properties/x"), json!({"$ref": "#/components/schemas/B"}));
    assert_eq!(*outcome.at("/components/schemas/A/properties/y"), json!({"$ref": "#/components/schemas/A.Y"}));
    assert_eq!(*outcome.at("/components/schemas/A/properties/self"), json!({"$ref": "#/components/schemas/A"}));
    assert_eq!(outcome.at("/components/schemas/A.Y")["type"], "integer");
    // A component that is only a reference to an inline schema is that schema.
    assert_eq!(*outcome.at("/components/schemas/B"), json!({"type": "string"}));
    assert_eq!(*outcome.at("/components/schemas/T/properties/next"), json!({"$ref": "#/components/schemas/T"}));
    assert_eq!(outcome.codes(), ["OAS2139"]);
}

/// JSON Schema 2020-12, section 8.2: an `$id` is relative to the one around it, and so are references below it.
#[test]
fn addresses_are_relative_to_those_around_them() {
    let part = |kind: &str| json!({"$id": "part", "type": kind, "$defs": {"X": {"$anchor": "x", "type": kind}}});
    let whole = |id: &str, kind: &str| {
        let properties = json!({
            "part": {"$ref": "part"}, "up": {"$ref": "../other"}, "anchor": {"$ref": "part#x"},
            "inner": {"$id": "inner/", "type": "object", "properties": {"deep": {"$ref": "../part"}, "own": {"$ref": "#/$defs/X"}}, "$defs": {"X": part("boolean")}},
        });
        json!({"$id": id, "type": "object", "properties": properties, "$defs": {"P": part(kind)}})
    };
    let schemas = json!({
        "A": whole("https://example.com/a/whole", "string"), "B": whole("/b/whole", "integer"),
        "Other": {"$id": "https://example.com/other", "type": "number"},
    });
    let mut tree = document("3.2.0", json!({"schemas": schemas}), json!({}));
    tree["$self"] = json!("https://example.com/openapi.json");
    let outcome = run(&tree);
    for (whole, kind) in [("A", "string"), ("B", "integer")] {
        let behind = |path: &str| {
            let reference = outcome.at(&format!("/components/schemas/{whole}/properties/{path}/$ref"));
            let pointer = reference.as_str().unwrap_or_default().trim_start_matches('#');
            outcome.at(pointer)["type"].clone()
        };
        assert_eq!((behind("part"), behind("anchor"), behind("up")), (json!(kind), json!(kind), json!("number")));
        assert_eq!((behind("inner/properties/deep"), behind("inner/properties/own")), (json!(kind), json!("boolean")));
    }
    assert_eq!(outcome.codes(), Vec::<&str>::new());
}

#[test]
fn keys_that_need_escapes() {
    let schemas = json!({"a/b ~c": {"type": "string"}, "X": {"$ref": "#/components/schemas/a~1b%20~0c"}});
    let outcome = run(&document("3.0.0", json!({"schemas": schemas}), json!({})));
    assert_eq!(*outcome.at("/components/schemas/X"), json!({"$ref": "#/components/schemas/a~1b ~0c"}));
    assert_eq!(outcome.codes(), ["OAS2142"]);
}

#[test]
fn chains_end_at_a_component_and_cycles_are_cut() {
    let components = json!({
        "parameters": {
            "A": {"$ref": "#/components/parameters/B"}, "B": {"name": "b", "in": "query", "schema": {"type": "string"}},
            "C": {"$ref": "#/components/parameters/C"},
        },
        "responses": {"Gone": {"$ref": "#/components/responses/Nowhere"}},
    });
    let responses = json!({"200": {"$ref": "#/components/responses/Gone"}});
    let operation =
        json!({"operationId": "a", "parameters": [{"$ref": "#/components/parameters/A"}], "responses": responses});
    let outcome = run(&document("3.0.0", components, json!({"/a": {"get": operation}})));
    assert_eq!(*outcome.at("/paths/~1a/get/parameters"), json!([{"$ref": "#/components/parameters/B"}]));
    assert_eq!(*outcome.at("/components/responses/Gone"), json!({"description": ""}));
    assert_eq!(*outcome.at("/components/parameters/C"), Value::Null);
    assert_eq!(outcome.codes(), ["OAS1003", "OAS1008"]);
}

#[test]
fn a_component_of_another_kind_is_taken_for_what_it_holds() {
    let components = json!({
        "parameters": {"Id": {"name": "id", "in": "query", "schema": {"type": "string"}}},
        "schemas": {"X": {"type": "object", "properties": {"id": {"$ref": "#/components/parameters/Id"}}}},
        "responses": {"R": {"description": "", "headers": {"id": {"$ref": "#/components/parameters/Id"}}}},
    });
    let outcome = run(&document("3.0.0", components, json!({})));
    assert_eq!(
        *outcome.at("/components/schemas/X/properties/id"),
        json!({"$ref": "#/components/schemas/parameters.Id.schema"})
    );
    assert_eq!(outcome.at("/components/schemas/parameters.Id.schema")["type"], "string");
    let header = json!({"schema": {"$ref": "#/components/schemas/parameters.Id.schema"}});
    assert_eq!(*outcome.at("/components/responses/R/headers/id"), header);
    assert_eq!((outcome.codes(), outcome.errors), (vec!["OAS1003"], 0));
}

#[test]
fn what_is_not_clear_is_told() {
    let properties = |reference: &str| json!({"type": "object", "properties": {"own": {"$ref": reference}}});
    let mut addressed = properties("#");
    addressed["$id"] = "https://example.com/c".into();
    let schemas = json!({
        "A": properties("#"), "B": properties(""), "C": addressed,
        "D": {"type": "string", "$anchor": "x"}, "E": {"type": "integer", "$anchor": "x"}, "F": {"$ref": "#x"},
        "G": {"$id": "https://example.com/g", "$anchor": "x"}, "H": {"$id": "https://example.com/c"},
    });
    let outcome = run(&document("3.1.0", json!({"schemas": schemas}), json!({})));
    for key in ["A", "B", "C"] {
        let own = outcome.at(&format!("/components/schemas/{key}/properties/own"));
        assert_eq!(*own, json!({"$ref": format!("#/components/schemas/{key}")}));
    }
    assert_eq!(*outcome.at("/components/schemas/F"), json!({"$ref": "#/components/schemas/D"}));
    let places = ["E/$anchor", "H/$id", "A/properties/own/$ref", "B/properties/own/$ref"];
    assert_eq!(outcome.findings, places.map(|place| format!("OAS2150 /components/schemas/{place}")));
}
