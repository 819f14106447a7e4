//! Bounds, objects, arrays, strings and annotations.

use super::check_schemas;
use serde_json::{Value, json};

#[test]
fn bounds_are_numbers_of_the_type() {
    check_schemas(
        "3.1.0",
        &[
            (
                json!({"type": "integer", "exclusiveMinimum": 3}),
                json!({"type": "integer", "minimum": 3, "exclusiveMinimum": true}),
                &[],
            ),
            (
                json!({"type": "number", "minimum": 5, "exclusiveMinimum": 3}),
                json!({"type": "number", "minimum": 5}),
                &[],
            ),
            (
                json!({"type": "number", "maximum": 5, "exclusiveMaximum": 5}),
                json!({"type": "number", "maximum": 5, "exclusiveMaximum": true}),
                &[],
            ),
            (
                json!({"type": "integer", "minimum": 1.0, "maximum": 9.5}),
                json!({"type": "integer", "minimum": 1, "maximum": 9}),
                &[],
            ),
            (json!({"type": "integer", "minimum": "10"}), json!({"type": "integer", "minimum": 10}), &["OAS2118"]),
            (json!({"type": "integer", "minimum": "x"}), json!({"type": "integer"}), &["OAS2118"]),
            (
                json!({"type": "integer", "maximum": 18446744073709551615_u64}),
                json!({"type": "integer", "x-gen-bounds": {"maximum": 18446744073709551615_u64}}),
                &["OAS2136"],
            ),
            (
                json!({"type": "integer", "minimum": 0, "maximum": 18446744073709551615_u64}),
                json!({"type": "integer", "minimum": 0, "x-gen-bounds": {"maximum": 18446744073709551615_u64}}),
                &[],
            ),
            (
                json!({"type": "integer", "multipleOf": 0.01}),
                json!({"type": "integer", "x-gen-bounds": {"multipleOf": 0.01}}),
                &[],
            ),
            (
                json!({"type": "integer", "minimum": 5, "maximum": 1}),
                json!({"type": "integer", "minimum": 5, "maximum": 1}),
                &["OAS2123"],
            ),
            (json!({"type": "string", "maxLength": 10.0}), json!({"type": "string", "maxLength": 10}), &[]),
            (json!({"type": "string", "maxLength": "10"}), json!({"type": "string", "maxLength": 10}), &["OAS2118"]),
            (json!({"type": "string", "maxLength": -1}), json!({"type": "string"}), &["OAS2123"]),
            (json!({"type": "string", "maxLength": 1e9}), json!({"type": "string", "maxLength": 1_000_000_000}), &[]),
        ],
    );
}

#[test]
fn objects() {
    check_schemas(
        "3.0.0",
        &[
            (
                json!({"type": "object", "properties": {"a": {"type": "string", "required": true}, "b": {"type": "string", "required": false}}}),
                json!({"type": "object", "properties": {"a": {"type": "string"}, "b": {"type": "string"}}, "required": ["a"]}),
                &["OAS2114"],
            ),
            (json!({"type": "object", "required": "a"}), json!({"type": "object", "required": ["a"]}), &["OAS2118"]),
            (
                json!({"type": "object", "required": "a", "allOf": [{"type": "object", "properties": {"a": {}}}]}),
                json!({"allOf": [{"type": "object", "properties": {"a": {}}}, {"type": "object", "required": ["a"]}]}),
                &["OAS2118"],
            ),
            (
                json!({"type": "array", "items": {"type": "string", "required": true}}),
                json!({"type": "array", "items": {"type": "string"}}),
                &["OAS2114"],
            ),
            (
                json!({"type": "object", "additionalProperties": {"type": "string", "required": "true"}}),
                json!({"type": "object", "additionalProperties": {"type": "string"}}),
                &["OAS2114"],
            ),
            (
                json!({"type": "array", "prefixItems": {"type": "string"}, "minItems": 1}),
                json!({"type": "array", "items": {"anyOf": [{"type": "string"}]}, "minItems": 1, "x-gen-prefix-items": 1}),
                &["OAS2115", "OAS2118"],
            ),
            (
                json!({"type": "object", "required": ["a", "a", 1]}),
                json!({"type": "object", "required": ["a", "1"]}),
                &["OAS2102"],
            ),
            (json!({"type": "object", "properties": null}), json!({"type": "object"}), &["OAS2104"]),
            (
                json!({"type": "object", "properties": {"a": null}}),
                json!({"type": "object", "properties": {"a": {}}}),
                &["OAS2104"],
            ),
            (
                json!({"type": "object", "properties": {"a": "Pet"}}),
                json!({"type": "object", "properties": {"a": {"$ref": "#/components/schemas/Pet"}}}),
                &["OAS1003", "OAS2113"],
            ),
            (
                json!({"type": "object", "additionalProperties": "false"}),
                json!({"type": "object", "additionalProperties": false}),
                &["OAS2118"],
            ),
            (
                json!({"type": "object", "additionalProperties": {}}),
                json!({"type": "object", "additionalProperties": true}),
                &[],
            ),
            (
                json!({"type": "object", "properties": {"$ref": {"type": "string"}, "type": {"type": "string"}}}),
                json!({"type": "object", "properties": {"$ref": {"type": "string"}, "type": {"type": "string"}}}),
                &[],
            ),
        ],
    );
    check_schemas(
        "3.1.0",
        &[
            (
                json!({"type": "object", "unevaluatedProperties": false}),
                json!({"type": "object", "additionalProperties": false}),
                &[],
            ),
            (
                json!({"type": "object", "propertyNames": {"maxLength": 3}}),
                json!({"type": "object", "x-gen-constraints": {"propertyNames": {"maxLength": 3}}}),
                &["OAS2136"],
            ),
            (
                json!({"type": "object", "properties": {"a": true, "b": false}}),
                json!({"type": "object", "properties": {"a": {}}}),
                &["OAS2136"],
            ),
            (
                json!({"type": "object", "properties": {"b": false}, "required": ["b"]}),
                json!({"type": "object", "properties": {"b": {"not": {}}}, "required": ["b"]}),
                &[],
            ),
        ],
    );
}

#[test]
fn properties_that_no_part_evaluates() {
    let (all, own) = (json!([{"$ref": "#/components/schemas/Pet"}]), json!({"a": {"type": "string"}}));
    let joined = |own: Value| json!({"allOf": [all[0], own]});
    let typed = json!({"type": "integer"});
    let others = json!({"type": "object", "additionalProperties": typed, "x-gen-unevaluated": true});
    let of_object = json!({
        "type": "object", "properties": own, "additionalProperties": typed, "x-gen-unevaluated": true,
    });
    check_schemas(
        "3.1.0",
        &[
            (json!({"allOf": all, "unevaluatedProperties": typed}), joined(others.clone()), &[]),
            (json!({"allOf": all, "properties": own, "unevaluatedProperties": typed}), joined(of_object.clone()), &[]),
            (
                json!({"allOf": all, "unevaluatedProperties": true}),
                joined(json!({"type": "object", "additionalProperties": {}})),
                &[],
            ),
            (json!({"type": "object", "properties": own, "unevaluatedProperties": typed}), of_object, &[]),
            (
                json!({"type": "object", "if": {}, "unevaluatedProperties": typed}),
                json!({
                    "type": "object", "additionalProperties": {},
                    "x-gen-constraints": {"if": {}},
                }),
                &["OAS2136"],
            ),
        ],
    );
}

#[test]
fn properties_by_pattern() {
    let text = json!({"type": "string"});
    let written = |patterns: Value| json!({"type": "object", "patternProperties": patterns});
    let beside = |mut schema: Value, key: &str, value: Value| {
        schema[key] = value;
        schema
    };
    let read = |patterns: &Value, others: Value| json!({"type": "object", "additionalProperties": others, "x-gen-constraints": {"patternProperties": patterns}});
    let (some, two) = (json!({"^x": text}), json!({"^x": text, "^y": {"type": "integer"}}));
    let mut cases = vec![
        (written(some.clone()), read(&some, text.clone()), &[][..]),
        (written(two.clone()), read(&two, json!({})), &["OAS2136"]),
        (beside(written(some.clone()), "additionalProperties", true.into()), read(&some, json!({})), &["OAS2136"]),
        (
            beside(written(some.clone()), "additionalProperties", json!({"type": "integer"})),
            read(&some, json!({})),
            &["OAS2136"],
        ),
        (beside(written(some.clone()), "additionalProperties", text.clone()), read(&some, text.clone()), &[]),
        (beside(written(some.clone()), "additionalProperties", false.into()), read(&some, text.clone()), &[]),
        (beside(written(some.clone()), "unevaluatedProperties", false.into()), read(&some, text.clone()), &[]),
        (beside(written(two.clone()), "additionalProperties", false.into()), read(&two, json!({})), &["OAS2136"]),
    ];
    for every in ["", ".*", "^.*$", "^.+$", "^(.*)$", "^", ".", r"[\s\S]*"] {
        let patterns = json!({every: text});
        cases.push((written(patterns.clone()), read(&patterns, text.clone()), &[]));
    }
    for some in ["^$", "^.$", "x.*", r".*\$"] {
        let patterns = json!({some: text});
        let open = beside(written(patterns.clone()), "additionalProperties", true.into());
        cases.push((open, read(&patterns, json!({})), &["OAS2136"]));
    }
    let (nothing, none) = (json!({"^x": {}}), json!({"^x": false}));
    cases.push((written(nothing.clone()), read(&nothing, json!({})), &[]));
    let without = json!({"type": "object", "x-gen-constraints": {"patternProperties": none}});
    cases.push((written(none), without, &["OAS2136"]));
    check_schemas("3.1.0", &cases);
}

#[test]
fn arrays() {
    check_schemas(
        "3.0.0",
        &[
            (json!({"type": "array"}), json!({"type": "array", "items": {}}), &["OAS2112"]),
            (json!({"type": "array", "items": []}), json!({"type": "array", "items": {}}), &["OAS2118"]),
            (
                json!({"type": "array", "items": [{"type": "string"}, {"type": "integer"}]}),
                json!({"type": "array", "items": {"anyOf": [{"type": "string"}, {"type": "integer"}]}}),
                &["OAS2118"],
            ),
        ],
    );
    check_schemas(
        "3.1.0",
        &[
            (json!({"type": "array"}), json!({"type": "array", "items": {}}), &[]),
            (
                json!({"type": "array", "prefixItems": [{"type": "string"}, {"type": "integer"}], "items": false}),
                json!({
                    "type": "array", "minItems": 2, "maxItems": 2, "x-gen-prefix-items": 2,
                    "items": {"anyOf": [{"type": "string"}, {"type": "integer"}]},
                }),
                &["OAS2140"],
            ),
            (
                json!({"type": "array", "prefixItems": [{"type": "string"}], "unevaluatedItems": {"type": "integer"}}),
                json!({
                    "type": "array", "minItems": 1, "x-gen-prefix-items": 1,
                    "items": {"anyOf": [{"type": "string"}, {"type": "integer"}]},
                }),
                &["OAS2140"],
            ),
            (
                json!({"type": "array", "prefixItems": [{"type": "string"}], "unevaluatedItems": false}),
                json!({
                    "type": "array", "minItems": 1, "maxItems": 1, "x-gen-prefix-items": 1,
                    "items": {"anyOf": [{"type": "string"}]},
                }),
                &["OAS2140"],
            ),
            (
                json!({"type": "array", "unevaluatedItems": {"type": "integer"}}),
                json!({"type": "array", "items": {"type": "integer"}}),
                &[],
            ),
            (
                json!({"type": "array", "contains": {"type": "string"}, "unevaluatedItems": {"type": "integer"}}),
                json!({
                    "type": "array", "items": {},
                    "x-gen-constraints": {"contains": {"type": "string"}, "unevaluatedItems": {"type": "integer"}},
                }),
                &["OAS2136"],
            ),
            (
                json!({
                    "type": "array", "prefixItems": [{"type": "string"}, {"type": "string"}],
                    "minItems": 1, "maxItems": 2,
                }),
                json!({
                    "type": "array", "minItems": 1, "maxItems": 2, "x-gen-prefix-items": 2,
                    "items": {"anyOf": [{"type": "string"}, {"type": "string"}]},
                }),
                &[],
            ),
            (
                json!({"type": "array", "prefixItems": [{"type": "string"}], "items": {"type": "integer"}}),
                json!({
                    "type": "array", "minItems": 1, "x-gen-prefix-items": 1,
                    "items": {"anyOf": [{"type": "string"}, {"type": "integer"}]},
                }),
                &["OAS2140"],
            ),
            (
                json!({"type": "array", "prefixItems": [{"type": "string"}], "minItems": 0}),
                json!({
                    "type": "array", "minItems": 0, "x-gen-prefix-items": 1, "items": {"anyOf": [{"type": "string"}]},
                }),
                &[],
            ),
        ],
    );
}

#[test]
fn strings_that_hold_something_else() {
    check_schemas(
        "3.1.0",
        &[
            (
                json!({"type": "string", "contentEncoding": "base64"}),
                json!({"type": "string", "format": "byte", "x-gen-content-encoding": "base64"}),
                &[],
            ),
            (
                json!({"type": "string", "contentMediaType": "application/octet-stream"}),
                json!({"type": "string", "format": "binary", "x-gen-content-media-type": "application/octet-stream"}),
                &[],
            ),
            (
                json!({"type": "string", "contentMediaType": "application/json", "contentSchema": {"type": ["integer", "null"]}}),
                json!({
                    "type": "string", "x-gen-content-media-type": "application/json",
                    "x-gen-content-schema": {"type": "integer", "nullable": true},
                }),
                &[],
            ),
        ],
    );
}

#[test]
fn annotations() {
    check_schemas(
        "3.1.0",
        &[
            (
                json!({"type": "string", "examples": ["a", "b"]}),
                json!({"type": "string", "example": "a", "x-gen-examples": ["a", "b"]}),
                &[],
            ),
            (
                json!({"type": "string", "examples": {"one": {"value": "a"}}}),
                json!({"type": "string", "example": "a"}),
                &["OAS2115"],
            ),
            (json!({"type": "string", "default": null}), json!({"type": "string", "x-gen-default-null": true}), &[]),
            (json!({"type": "string", "default": 5}), json!({"type": "string", "default": "5"}), &["OAS2102"]),
            (json!({"type": "integer", "default": "5"}), json!({"type": "integer", "default": 5}), &["OAS2118"]),
            (
                json!({"type": "integer", "default": "x"}),
                json!({"type": "integer", "x-gen-default": "x"}),
                &["OAS2124"],
            ),
            (
                json!({"type": "string", "enum": ["a"], "default": "b"}),
                json!({"type": "string", "enum": ["a"], "x-gen-default": "b"}),
                &["OAS2124"],
            ),
            (json!({"type": "string", "description": 5}), json!({"type": "string", "description": "5"}), &["OAS2102"]),
            (json!({"type": "string", "readOnly": "true"}), json!({"type": "string", "readOnly": true}), &["OAS2118"]),
            (
                json!({"type": "string", "xml": {"name": "n"}}),
                json!({"type": "string", "x-gen-xml": {"name": "n"}}),
                &[],
            ),
            (json!({"type": "string", "$comment": "c", "$schema": "s"}), json!({"type": "string"}), &[]),
            (json!({"type": "string", "descripton": "typo"}), json!({"type": "string"}), &["OAS2119"]),
            (json!({"type": "string", "x-gen-const": 1}), json!({"type": "string"}), &["OAS2119"]),
            (json!({"type": "string", "externalDocs": {"description": "d"}}), json!({"type": "string"}), &["OAS2137"]),
            (
                json!({"type": "string", "if": {"minLength": 1}}),
                json!({"type": "string", "x-gen-constraints": {"if": {"minLength": 1}}}),
                &["OAS2136"],
            ),
        ],
    );
}
