//! Types and enums.

use super::check_schemas;
use serde_json::json;

#[test]
fn clean_schemas_stay_as_they_are() {
    let clean = [
        json!({}),
        json!({"type": "string", "format": "uuid", "minLength": 1, "maxLength": 9, "pattern": "^a", "nullable": true}),
        json!({"type": "integer", "format": "int64", "minimum": 1, "exclusiveMinimum": true, "maximum": 5, "default": 2}),
        json!({"type": "number", "minimum": 0.5, "multipleOf": 0.1}),
        json!({"type": "boolean", "default": false, "description": "d", "deprecated": true, "x-own": 1}),
        json!({"type": "array", "items": {"type": "string"}, "minItems": 1, "uniqueItems": true}),
        json!({"type": "object", "properties": {"a": {"type": "string"}}, "required": ["a"], "additionalProperties": false}),
        json!({"type": "string", "enum": ["a", "b"], "default": "a"}),
        json!({"$ref": "#/components/schemas/Pet"}),
        json!({"allOf": [{"$ref": "#/components/schemas/Pet"}], "title": "t"}),
        json!({"oneOf": [{"$ref": "#/components/schemas/Pet"}, {"type": "string"}]}),
        json!({"not": {"type": "string"}}),
    ];
    for schema in clean {
        check_schemas("3.0.3", &[(schema.clone(), schema, &[])]);
    }
}

#[test]
fn types_of_3_1() {
    check_schemas(
        "3.1.0",
        &[
            (json!({"type": ["string"]}), json!({"type": "string"}), &[]),
            (json!({"type": ["string", "null"]}), json!({"type": "string", "nullable": true}), &[]),
            (json!({"type": "null"}), json!({"nullable": true, "x-gen-null": true}), &[]),
            (json!({"type": "string", "enum": [null]}), json!({"nullable": true, "x-gen-null": true}), &[]),
            (json!({"enum": [null]}), json!({"nullable": true, "x-gen-null": true}), &[]),
            (json!({"const": null}), json!({"nullable": true, "x-gen-null": true}), &[]),
            (
                json!({"type": ["string", "integer", "null"], "minLength": 1, "minimum": 2, "title": "t"}),
                json!({"anyOf": [{"type": "string", "minLength": 1}, {"type": "integer", "minimum": 2}], "title": "t", "nullable": true}),
                &[],
            ),
            (
                json!({"type": ["string", "integer"], "format": "date-time"}),
                json!({"anyOf": [{"type": "string", "format": "date-time"}, {"type": "integer"}]}),
                &[],
            ),
            (
                json!({"type": ["string", "array"], "items": {"type": "string"}}),
                json!({"anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}}]}),
                &[],
            ),
        ],
    );
}

#[test]
fn types_that_are_none() {
    let cases = [
        ("String", json!({"type": "string"})),
        ("int", json!({"type": "integer"})),
        ("long", json!({"type": "integer", "format": "int64"})),
        ("float", json!({"type": "number", "format": "float"})),
        ("bool", json!({"type": "boolean"})),
        ("file", json!({"type": "string", "format": "binary"})),
        ("date", json!({"type": "string", "format": "date"})),
        ("datetime", json!({"type": "string", "format": "date-time"})),
        ("uuid", json!({"type": "string", "format": "uuid"})),
        ("dict", json!({"type": "object"})),
        ("any", json!({})),
        ("", json!({})),
        ("gibberish", json!({})),
        ("Pet", json!({"allOf": [{"$ref": "#/components/schemas/Pet"}]})),
    ];
    for (written, expected) in cases {
        check_schemas("3.0.0", &[(json!({"type": written}), expected, &["OAS2113"])]);
    }
    check_schemas("3.0.0", &[(json!({"type": "null"}), json!({"nullable": true, "x-gen-null": true}), &["OAS2115"])]);
    check_schemas("3.1.0", &[(json!({"type": []}), json!({}), &["OAS2104"])]);
}

#[test]
fn types_are_inferred_from_keywords() {
    let cases = [
        (json!({"properties": {"a": {}}}), json!({"type": "object", "properties": {"a": {}}})),
        (
            json!({"additionalProperties": {"type": "string"}}),
            json!({"type": "object", "additionalProperties": {"type": "string"}}),
        ),
        (json!({"items": {"type": "string"}}), json!({"type": "array", "items": {"type": "string"}})),
        (json!({"pattern": "a"}), json!({"type": "string", "pattern": "a"})),
        (json!({"minimum": 1}), json!({"type": "number", "minimum": 1})),
        (json!({"minimum": 1, "format": "int32"}), json!({"type": "integer", "minimum": 1, "format": "int32"})),
        (json!({"format": "date-time"}), json!({"type": "string", "format": "date-time"})),
    ];
    for (written, expected) in cases {
        check_schemas("3.0.0", &[(written, expected, &["OAS2121"])]);
    }
    check_schemas(
        "3.0.0",
        &[
            (json!({"enum": ["a"]}), json!({"type": "string", "enum": ["a"]}), &[]),
            (json!({"format": "gibberish"}), json!({"x-gen-format": "gibberish"}), &["OAS2120"]),
            (json!({"description": "d", "nullable": true}), json!({"description": "d", "nullable": true}), &[]),
        ],
    );
}

#[test]
fn keywords_of_other_types_are_dropped() {
    check_schemas(
        "3.0.0",
        &[
            (json!({"type": "string", "minimum": 1}), json!({"type": "string"}), &["OAS2120"]),
            (json!({"type": "string", "items": {}}), json!({"type": "string"}), &["OAS2120"]),
            (json!({"type": "boolean", "format": "x"}), json!({"type": "boolean", "x-gen-format": "x"}), &["OAS2120"]),
            (json!({"type": "object", "format": "x"}), json!({"type": "object", "x-gen-format": "x"}), &["OAS2120"]),
            (json!({"type": "integer", "maxLength": 3}), json!({"type": "integer"}), &["OAS2120"]),
        ],
    );
}

#[test]
fn enums_are_of_one_type() {
    check_schemas(
        "3.0.0",
        &[
            (
                json!({"type": "string", "enum": [1, true]}),
                json!({"type": "string", "enum": ["1", "true"]}),
                &["OAS2102"],
            ),
            (json!({"type": "integer", "enum": ["1", 2.0]}), json!({"type": "integer", "enum": [1, 2]}), &["OAS2118"]),
            (json!({"type": "boolean", "enum": ["true"]}), json!({"type": "boolean", "enum": [true]}), &["OAS2118"]),
            (json!({"type": "integer", "enum": ["a"]}), json!({"type": "string", "enum": ["a"]}), &["OAS2122"]),
            (
                json!({"type": "string", "enum": ["a", null]}),
                json!({"type": "string", "enum": ["a"], "nullable": true}),
                &["OAS2122"],
            ),
            (
                json!({"type": "string", "enum": ["a", null], "nullable": true}),
                json!({"type": "string", "enum": ["a"], "nullable": true}),
                &[],
            ),
            (json!({"type": "string", "enum": ["a", "a"]}), json!({"type": "string", "enum": ["a"]}), &["OAS2122"]),
            (json!({"type": "string", "enum": "a"}), json!({"type": "string", "enum": ["a"]}), &["OAS2118"]),
            (json!({"type": "string", "enum": []}), json!({"type": "string"}), &["OAS2104"]),
            (json!({"type": "integer", "enum": [1, "x"]}), json!({"type": "integer", "enum": [1]}), &["OAS2122"]),
            (json!({"enum": [1, 2.5]}), json!({"type": "number", "enum": [1, 2.5], "x-gen-enum": [1, 2.5]}), &[]),
            (
                json!({"enum": ["a", 1, true]}),
                json!({"anyOf": [{"type": "string", "enum": ["a"]}, {"type": "integer", "enum": [1]}, {"type": "boolean", "enum": [true]}], "x-gen-enum": ["a", 1, true]}),
                &[],
            ),
            (
                json!({"type": "object", "enum": [{"a": 1}]}),
                json!({"type": "object", "x-gen-enum": [{"a": 1}]}),
                &["OAS2136"],
            ),
            (
                json!({"type": "integer", "enum": [18446744073709551615_u64]}),
                json!({"type": "integer", "x-gen-enum": [18446744073709551615_u64]}),
                &[],
            ),
            (
                json!({"enum": [18446744073709551615_u64, "a"]}),
                json!({
                    "anyOf": [
                        {"type": "integer", "x-gen-enum": [18446744073709551615_u64]},
                        {"type": "string", "enum": ["a"]},
                    ],
                    "x-gen-enum": [18446744073709551615_u64, "a"],
                }),
                &[],
            ),
            (
                json!({"enum": ["a", {"b": 1}, [], {"b": 2}, []]}),
                json!({
                    "anyOf": [
                        {"type": "string", "enum": ["a"]},
                        {"type": "object", "x-gen-enum": [{"b": 1}, {"b": 2}]},
                        {"type": "array", "x-gen-enum": [[]], "items": {}},
                    ],
                    "x-gen-enum": ["a", {"b": 1}, [], {"b": 2}],
                }),
                &["OAS2122"],
            ),
        ],
    );
    check_schemas(
        "3.1.0",
        &[
            (
                json!({"type": ["string", "null"], "enum": ["a", null]}),
                json!({"type": "string", "enum": ["a"], "nullable": true}),
                &[],
            ),
            (
                json!({"type": ["string", "integer"], "enum": ["a", 1]}),
                json!({"anyOf": [{"type": "string", "enum": ["a"]}, {"type": "integer", "enum": [1]}], "x-gen-enum": ["a", 1]}),
                &[],
            ),
            (json!({"type": ["string", "integer"], "enum": ["a"]}), json!({"type": "string", "enum": ["a"]}), &[]),
            (json!({"const": "a"}), json!({"type": "string", "enum": ["a"], "x-gen-const": "a"}), &[]),
            (
                json!({"type": "string", "const": 1}),
                json!({"type": "string", "enum": ["1"], "x-gen-const": "1"}),
                &["OAS2102"],
            ),
            (
                json!({"const": {"a": 1}}),
                json!({"type": "object", "x-gen-const": {"a": 1}, "x-gen-enum": [{"a": 1}]}),
                &["OAS2136"],
            ),
        ],
    );
}
