//! Compositions: what stands beside them, null in them, discriminators.

use super::{check_schemas, document, run};
use serde_json::json;

#[test]
fn what_stands_beside_a_composition_becomes_a_branch() {
    let pet = json!({"$ref": "#/components/schemas/Pet"});
    let cat = json!({"$ref": "#/components/schemas/Cat"});
    check_schemas(
        "3.0.0",
        &[
            (
                json!({"allOf": [pet], "properties": {"a": {"type": "string"}}, "required": ["a"], "description": "d"}),
                json!({"allOf": [pet, {"type": "object", "properties": {"a": {"type": "string"}}, "required": ["a"]}], "description": "d"}),
                &[],
            ),
            (json!({"allOf": [pet], "type": "object"}), json!({"allOf": [pet]}), &[]),
            (
                json!({"allOf": [pet], "required": ["a"]}),
                json!({"allOf": [pet, {"type": "object", "required": ["a"]}]}),
                &[],
            ),
            (
                json!({"oneOf": [pet, cat], "type": "object", "properties": {"a": {"type": "string"}}}),
                json!({"allOf": [{"type": "object", "properties": {"a": {"type": "string"}}}, {"oneOf": [pet, cat]}]}),
                &[],
            ),
            (json!({"oneOf": [pet], "anyOf": [cat]}), json!({"allOf": [{"oneOf": [pet]}, {"anyOf": [cat]}]}), &[]),
            (
                json!({"type": "string", "anyOf": [{"format": "date"}, {"enum": ["x"]}]}),
                json!({"anyOf": [{"type": "string", "format": "date"}, {"type": "string", "enum": ["x"]}]}),
                &[],
            ),
            (
                json!({"type": "object", "properties": {"a": {}}, "anyOf": [{"required": ["a"]}, {"required": ["b"]}]}),
                json!({"type": "object", "properties": {"a": {}}, "x-gen-constraints": {"anyOf": [{"required": ["a"]}, {"required": ["b"]}]}}),
                &["OAS2136"],
            ),
            (
                json!({"type": "string", "not": {"enum": ["x"]}}),
                json!({"type": "string", "x-gen-constraints": {"not": {"enum": ["x"]}}}),
                &["OAS2136"],
            ),
            (json!({"allOf": pet}), json!({"allOf": [pet]}), &["OAS2118"]),
            (json!({"allOf": [], "type": "string"}), json!({"type": "string"}), &["OAS2104"]),
            (
                json!({"oneOf": [pet, cat], "additionalProperties": false}),
                json!({"oneOf": [pet, cat], "x-gen-constraints": {"additionalProperties": false}}),
                &[],
            ),
        ],
    );
}

#[test]
fn null_branches_make_a_schema_nullable() {
    let pet = json!({"$ref": "#/components/schemas/Pet"});
    check_schemas(
        "3.1.0",
        &[
            (json!({"anyOf": [pet, {"type": "null"}]}), json!({"allOf": [pet], "nullable": true}), &[]),
            (
                json!({"anyOf": [{"type": "string", "title": "inner", "maxLength": 3}, {"type": "null"}], "title": "outer"}),
                json!({"type": "string", "maxLength": 3, "title": "outer", "nullable": true}),
                &[],
            ),
            (
                json!({"oneOf": [pet, {"type": "string"}, {"type": "null"}]}),
                json!({"oneOf": [pet, {"type": "string"}], "nullable": true}),
                &[],
            ),
            (
                json!({"properties": {"a": {}}, "anyOf": [{"type": "object"}, {"type": "null"}]}),
                json!({"type": "object", "properties": {"a": {}}, "nullable": true}),
                &["OAS2121"],
            ),
            (json!({"oneOf": [{"type": "null"}]}), json!({"nullable": true, "x-gen-null": true}), &[]),
            (json!({"allOf": [pet, {"nullable": true}]}), json!({"allOf": [pet], "nullable": true}), &[]),
            (json!({"anyOf": [pet, {"const": null}]}), json!({"allOf": [pet], "nullable": true}), &[]),
        ],
    );
}

#[test]
fn unions_of_constants_are_enums() {
    check_schemas(
        "3.1.0",
        &[
            (
                json!({"oneOf": [{"const": "a", "title": "A"}, {"const": "b", "description": "B", "deprecated": true}]}),
                json!({
                    "type": "string", "enum": ["a", "b"], "x-gen-enum-titles": ["A", null],
                    "x-gen-enum-descriptions": [null, "B"], "x-gen-enum-deprecated": ["b"],
                }),
                &[],
            ),
            (
                json!({"type": "integer", "anyOf": [{"enum": [1]}, {"enum": [2]}]}),
                json!({"type": "integer", "enum": [1, 2]}),
                &[],
            ),
        ],
    );
}

#[test]
fn discriminators() {
    let (pet, cat) = (json!({"$ref": "#/components/schemas/Pet"}), json!({"$ref": "#/components/schemas/Cat"}));
    let mapping = json!({"p": "#/components/schemas/Pet", "c": "#/components/schemas/Cat"});
    check_schemas(
        "3.0.0",
        &[
            (
                json!({"oneOf": [pet, cat], "discriminator": {"propertyName": "k", "mapping": {"p": "Pet", "c": "#/components/schemas/Cat"}}}),
                json!({"oneOf": [pet, cat], "discriminator": {"propertyName": "k", "mapping": mapping}}),
                &[],
            ),
            (
                json!({"oneOf": [pet, cat], "discriminator": "k"}),
                json!({"oneOf": [pet, cat], "discriminator": {"propertyName": "k"}}),
                &["OAS2135"],
            ),
            (json!({"oneOf": [pet], "discriminator": {"mapping": {}}}), json!({"oneOf": [pet]}), &["OAS2135"]),
            (
                json!({"type": "object", "properties": {"k": {"type": "string"}}, "discriminator": {"propertyName": "k"}}),
                json!({"type": "object", "properties": {"k": {"type": "string"}}, "discriminator": {"propertyName": "k"}}),
                &[],
            ),
            (
                json!({"oneOf": [pet], "discriminator": {"propertyName": "k", "mapping": {"x": "Nowhere"}}}),
                json!({"oneOf": [pet], "discriminator": {"propertyName": "k", "mapping": {}}}),
                &["OAS1003"],
            ),
        ],
    );
    check_schemas(
        "3.2.0",
        &[(
            json!({"oneOf": [pet], "discriminator": {"propertyName": "k", "defaultMapping": "Cat"}}),
            json!({"oneOf": [pet], "discriminator": {"propertyName": "k", "x-gen-default-mapping": "#/components/schemas/Cat"}}),
            &[],
        )],
    );
}

#[test]
fn a_schema_cannot_consist_of_itself() {
    let schemas = json!({
        "A": {"$ref": "#/components/schemas/B"},
        "B": {"$ref": "#/components/schemas/A"},
        "C": {"allOf": [{"$ref": "#/components/schemas/C"}, {"type": "object", "properties": {"c": {"$ref": "#/components/schemas/C"}}}]},
        "D": {"oneOf": [{"$ref": "#/components/schemas/D"}, {"type": "string"}]},
    });
    let outcome = run(&document("3.0.0", json!({"schemas": schemas}), json!({})));
    assert_eq!(outcome.codes(), ["OAS1006"]);
    assert_eq!(*outcome.at("/components/schemas/A"), json!({"$ref": "#/components/schemas/B"}));
    assert_eq!(*outcome.at("/components/schemas/B"), json!({}));
    assert_eq!(
        *outcome.at("/components/schemas/C"),
        json!({"allOf": [{"type": "object", "properties": {"c": {"$ref": "#/components/schemas/C"}}}]})
    );
    assert_eq!(*outcome.at("/components/schemas/D"), json!({"oneOf": [{"type": "string"}]}));
}

#[test]
fn unions_that_are_branches_of_each_other_are_of_the_same_types() {
    let schemas = json!({
        "A": {"oneOf": [{"type": "string"}, {"$ref": "#/components/schemas/B"}]},
        "B": {"anyOf": [{"type": "integer"}, {"$ref": "#/components/schemas/C"}, {"type": "boolean"}]},
        "C": {"oneOf": [{"$ref": "#/components/schemas/D"}, {"type": "object"}, {"type": "boolean"}]},
        "D": {"oneOf": [{"$ref": "#/components/schemas/A"}, {"$ref": "#/components/schemas/E"}]},
        "E": {"oneOf": [{"type": "number"}, {"type": "boolean"}]},
    });
    let outcome = run(&document("3.0.0", json!({"schemas": schemas}), json!({})));
    assert_eq!(outcome.findings, ["OAS1006 /components/schemas/D/oneOf/0"]);
    assert_eq!(
        *outcome.at("/components/schemas/D"),
        json!({"oneOf": [
            {"type": "string"}, {"type": "integer"}, {"type": "object"}, {"type": "boolean"},
            {"$ref": "#/components/schemas/E"},
        ]})
    );
}

#[test]
fn a_branch_that_inherits_from_its_union_takes_what_is_shared() {
    let schemas = json!({
        "Shape": {"properties": {"id": {"type": "string"}}, "type": "object", "oneOf": [{"$ref": "#/components/schemas/Circle"}]},
        "Circle": {"allOf": [{"$ref": "#/components/schemas/Shape"}, {"type": "object", "properties": {"r": {"type": "number"}}}]},
    });
    let outcome = run(&document("3.0.0", json!({"schemas": schemas}), json!({})));
    assert_eq!(outcome.findings, ["OAS1006 /components/schemas/Circle/allOf/0"]);
    assert_eq!(
        *outcome.at("/components/schemas/Circle/allOf/0"),
        json!({"type": "object", "properties": {"id": {"type": "string"}}})
    );
    assert_eq!(*outcome.at("/components/schemas/Shape/oneOf/0"), json!({"$ref": "#/components/schemas/Circle"}));
}

#[test]
fn a_union_whose_branches_all_inherit_from_it_shares_nothing_besides() {
    let own = json!({"type": "object", "required": ["kind"], "properties": {"kind": {"type": "string"}}});
    let union = json!({"oneOf": [{"$ref": "#/components/schemas/Cat"}, {"$ref": "#/components/schemas/Dog"}], "discriminator": {"propertyName": "kind"}});
    let member = |name: &str| json!({"allOf": [{"$ref": "#/components/schemas/Pet"}, {"type": "object", "properties": {name: {"type": "number"}}}]});
    let mut pet = own.clone();
    let members = union.as_object().unwrap().clone();
    pet.as_object_mut().unwrap().extend(members.into_iter().chain([("title".to_owned(), "Any".into())]));
    let schemas = json!({"Pet": pet, "Cat": member("lives"), "Dog": member("tricks")});
    let outcome = run(&document("3.0.0", json!({"schemas": schemas}), json!({})));
    let mut expected = union;
    expected["title"] = "Any".into();
    assert_eq!(*outcome.at("/components/schemas/Pet"), expected);
    assert_eq!(*outcome.at("/components/schemas/Dog/allOf/0"), own);
}
