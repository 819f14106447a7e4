//! Documents that want to hang or crash whoever reads them.

use super::{Outcome, document, run};
use serde_json::{Value, json};

fn nested(depth: usize, wrap: impl Fn(Value) -> Value) -> Value {
    (0..depth).fold(json!({"type": "string"}), |schema, _| wrap(schema))
}

#[test]
fn nesting_beyond_reading_is_an_error_and_not_a_crash() {
    let wraps: [fn(Value) -> Value; 3] = [
        |schema| json!({"type": "array", "items": schema}),
        |schema| json!({"type": "object", "properties": {"a": schema}}),
        |schema| json!({"anyOf": [schema, {"type": "integer"}], "properties": {}}),
    ];
    for wrap in wraps {
        let outcome = run(&document("3.1.0", json!({"schemas": {"X": nested(100, wrap)}}), json!({})));
        assert!(outcome.findings.iter().all(|finding| finding.starts_with("OAS1005") || !finding.contains("OAS10")));
    }
    let outcome = run(&document("3.1.0", json!({"schemas": {"X": nested(400, wraps[1])}}), json!({})));
    assert_eq!(outcome.codes(), ["OAS1005"]);
}

#[test]
fn references_that_multiply_are_cut() {
    let mut items = json!({});
    for level in 0..40 {
        let next = json!({"$ref": format!("#/components/pathItems/P{}", level + 1)});
        let callbacks = json!({"a": {"{$url}": next}, "b": {"{$url}": next}});
        items[format!("P{level}")] = json!({"post": {"operationId": "p", "callbacks": callbacks, "responses": {}}});
    }
    let outcome =
        run(&document("3.1.0", json!({"pathItems": items}), json!({"/a": {"$ref": "#/components/pathItems/P0"}})));
    assert!(outcome.errors > 0);
}

#[test]
fn path_items_and_pointers_that_lead_to_themselves() {
    let paths = json!({
        "/a": {"$ref": "#/paths/~1a"},
        "/b": {"$ref": "#/paths/~1c"},
        "/c": {"$ref": "#/paths/~1b"},
        "/d": {"get": {"$ref": "#/paths/~1d/get"}},
        "/e": {"$ref": "#/paths/~1e/get/x"},
        "/f": {"post": {"operationId": "f", "responses": {}, "callbacks": {"c": {"{$url}": {"$ref": "#/paths/~1f"}}}}},
    });
    let schemas =
        json!({"X": {"$ref": "#/components/schemas/X/properties/a"}, "Y": {"$ref": "#/components/schemas/Y"}});
    let outcome = run(&document("3.1.0", json!({"schemas": schemas}), paths));
    assert!(outcome.errors > 0);
    assert_eq!(*outcome.at("/components/schemas/Y"), json!({}));
}

#[test]
fn every_member_of_the_wrong_kind_is_survived() {
    let junk =
        [json!(null), json!(true), json!(1.5), json!("text"), json!([]), json!([null]), json!({}), json!({"": null})];
    let keys = [
        "/info",
        "/servers",
        "/paths",
        "/components",
        "/security",
        "/tags",
        "/webhooks",
        "/paths/~1a",
        "/paths/~1a/get",
        "/paths/~1a/parameters",
        "/paths/~1a/get/parameters",
        "/paths/~1a/get/parameters/0",
        "/paths/~1a/get/requestBody",
        "/paths/~1a/get/responses",
        "/paths/~1a/get/responses/200",
        "/paths/~1a/get/responses/200/content",
        "/paths/~1a/get/responses/200/content/x",
        "/paths/~1a/get/responses/200/headers",
        "/paths/~1a/get/callbacks",
        "/components/schemas",
        "/components/schemas/X",
        "/components/schemas/X/properties",
        "/components/schemas/X/allOf",
        "/components/schemas/X/enum",
        "/components/schemas/X/type",
        "/components/schemas/X/discriminator",
        "/components/securitySchemes",
        "/components/securitySchemes/s",
        "/components/securitySchemes/s/flows",
    ];
    for version in ["openapi", "swagger"] {
        for key in keys {
            for value in &junk {
                let mut tree = whole();
                tree[version] = "2.0".into();
                if let Some(node) = tree.pointer_mut(key) {
                    *node = value.clone();
                }
                assert!(
                    serde_json::from_value::<openapiv3::OpenAPI>(run(&tree).document.tree).is_ok(),
                    "{key} {value}"
                );
            }
        }
    }
}

fn whole() -> Value {
    let response = json!({"description": "", "content": {"x": {}}, "headers": {}});
    let get = json!({"operationId": "a", "parameters": [{}], "requestBody": {}, "responses": {"200": response}, "callbacks": {}});
    let schema = json!({"properties": {}, "allOf": [], "enum": [], "type": "object", "discriminator": {}});
    let scheme = json!({"type": "oauth2", "flows": {}});
    json!({
        "info": {}, "servers": [], "paths": {"/a": {"get": get, "parameters": []}}, "security": [], "tags": [], "webhooks": {},
        "components": {"schemas": {"X": schema}, "securitySchemes": {"s": scheme}},
    })
}

#[test]
fn objects_that_are_a_reference_to_what_they_stand_in() {
    let (object, media_type) = ("#/paths/~1a/get/requestBody/content/x~1y", "#/paths/~1b/get/requestBody/content/x~1y");
    let body = |encoding: Value| json!({"get": {"requestBody": {"content": {"x/y": {"encoding": encoding}}}}});
    let doubling = json!({"one": {"$ref": media_type}, "two": {"$ref": media_type}});
    let outcome =
        run(&document("3.0.3", json!({}), json!({"/a": body(json!({"$ref": object})), "/b": body(doubling)})));
    assert!(outcome.codes().contains(&"OAS1006"), "{:?}", outcome.findings);
}

/// Components of which each is composed of the next one, twice if `twice`.
fn composed(levels: usize, keyword: &str, twice: bool) -> Value {
    let schema = |level: usize| {
        let next = json!({"$ref": format!("#/components/schemas/X{}", level + 1)});
        let other = if twice { next.clone() } else { json!({"type": "object", "properties": {"a": {}}}) };
        (format!("X{level}"), json!({keyword: [next, other]}))
    };
    let last = (format!("X{levels}"), json!({"type": "object", "properties": {"b": {"type": "string"}}}));
    Value::Object((0..levels).map(schema).chain([last]).collect())
}

fn refused(outcome: &Outcome) -> Vec<&String> {
    outcome.findings.iter().filter(|finding| finding.starts_with("OAS0004")).collect()
}

#[test]
fn schemas_that_are_composed_of_too_much_are_refused() {
    for keyword in ["allOf", "oneOf", "anyOf"] {
        for (levels, twice, expected) in [(60, true, 4), (12, true, 0), (99, false, 0), (2_000, false, 20)] {
            let outcome = run(&document("3.0.3", json!({"schemas": composed(levels, keyword, twice)}), json!({})));
            assert_eq!(refused(&outcome).len(), expected, "{keyword} {levels} {twice}");
        }
    }
}

#[test]
fn compositions_inside_of_other_schemas_count_too() {
    let mut schemas = composed(12, "anyOf", true);
    schemas["Y"] = json!({"type": "object", "properties": {"default": {"allOf": [
        {"$ref": "#/components/schemas/X0"}, {"$ref": "#/components/schemas/X0"}, {"properties": {"a": {}}},
    ]}}});
    let outcome = run(&document("3.0.3", json!({"schemas": schemas}), json!({})));
    let found = refused(&outcome);
    assert!(found.len() == 1 && found[0].contains("/components/schemas/Y/properties/default"), "{found:?}");
    assert_eq!(*outcome.at("/components/schemas/Y/properties/default"), json!({}));
}

#[test]
fn what_operations_share_counts_for_each_of_them() {
    let headers: Value = Value::Object((0..900).map(|at| (format!("X-{at}"), json!({"schema": {}}))).collect());
    let responses = json!({"Shared": {"description": "", "headers": headers}});
    let item = json!({"get": {"responses": {"200": {"$ref": "#/components/responses/Shared"}}}});
    let paths = |count: usize| Value::Object((0..count).map(|at| (format!("/{at}"), item.clone())).collect());
    let outcome = |count| run(&document("3.1.0", json!({"responses": responses}), paths(count)));
    assert_eq!((refused(&outcome(550)).len(), refused(&outcome(600)).len()), (0, 1));
}

#[test]
fn an_enum_of_very_many_values_costs_no_more_than_itself() {
    let values: Vec<Value> = (0..=crate::load::ENTRIES).map(|value| format!("v{value}").into()).collect();
    let with_null: Vec<Value> = values.iter().cloned().chain([Value::Null]).collect();
    let cases = [
        (json!({"type": "string", "enum": values}), json!({"type": "string"})),
        (
            json!({"enum": with_null, "description": "d"}),
            json!({"type": "string", "nullable": true, "description": "d"}),
        ),
    ];
    for (written, expected) in cases {
        let outcome = run(&document("3.0.3", json!({"schemas": {"X": written}}), json!({})));
        assert_eq!(*outcome.at("/components/schemas/X"), expected);
        assert_eq!((outcome.codes(), outcome.errors), (vec!["OAS2145"], 0));
    }
    let servers = json!([{"url": "/{a}", "variables": {"a": {"default": "v1", "enum": values}}}]);
    let outcome =
        run(&json!({"openapi": "3.0.0", "info": {"title": "", "version": ""}, "servers": servers, "paths": {}}));
    assert_eq!(*outcome.at("/servers/0/variables/a"), json!({"default": "v1"}));
    assert_eq!(outcome.codes(), ["OAS2145"]);
}
