//! Documents of several files.

use super::summary;
use crate::diagnostics::Diagnostics;
use crate::load::{Files, Sources};
use crate::normalize::{Document, normalize_files};
use crate::overlay::Origins;
use crate::pointer::Pointer;
use serde_json::{Value, json};
use std::io;
use std::path::Path;

/// Normalizes the first of the files, which refers to the others.
pub(super) fn run(files: &[(&str, Value)]) -> (Document, Vec<String>) {
    let (document, diagnostics) = diagnosed(files);
    (document, summary(&diagnostics).0)
}

pub(super) fn diagnosed(files: &[(&str, Value)]) -> (Document, Diagnostics) {
    let read = |path: &Path| {
        let found = files.iter().find(|(name, _)| Path::new(name) == path);
        found.map(|(_, tree)| tree.to_string().into_bytes()).ok_or_else(|| io::Error::from(io::ErrorKind::NotFound))
    };
    let (entry, tree) = &files[0];
    let sources = Sources::load(Path::new(entry), &tree.to_string(), &Files::new(&read)).unwrap();
    let mut diagnostics = Diagnostics::default();
    let document = normalize_files(&sources, Origins::default(), &|_, _| None, &mut diagnostics);
    (document, diagnostics)
}

pub(super) fn entry(components: Value, paths: Value) -> Value {
    super::document("3.0.0", components, paths)
}

#[test]
fn schemas_in_other_files_become_components() {
    let components = json!({"schemas": {"Cat": {"$ref": "schemas/cat.json"}, "Dog": {"type": "object", "properties": {
        "owner": {"$ref": "common.json#/components/schemas/Owner"}, "cat": {"$ref": "schemas/cat.json"},
    }}}});
    let (document, findings) = run(&[
        ("api.json", entry(components, json!({}))),
        (
            "schemas/cat.json",
            json!({"type": "object", "properties": {"owner": {"$ref": "../common.json#/components/schemas/Owner"}}}),
        ),
        (
            "common.json",
            json!({"components": {"schemas": {
                "Owner": {"type": "object", "properties": {"friend": {"$ref": "#/components/schemas/Owner"}, "home": {"$ref": "home.json"}}},
            }}}),
        ),
        ("home.json", json!({"type": "string"})),
    ]);
    let schemas = &document.tree["components"]["schemas"];
    let owner = json!({"$ref": "#/components/schemas/Owner"});
    assert_eq!(schemas["Cat"], json!({"type": "object", "properties": {"owner": owner}}));
    assert_eq!(schemas["Dog"]["properties"]["cat"], json!({"$ref": "#/components/schemas/Cat"}));
    assert_eq!(
        schemas["Owner"],
        json!({
            "type": "object", "properties": {"friend": owner, "home": {"$ref": "#/components/schemas/home"}},
            "x-gen-hoisted": "common.json#/components/schemas/Owner",
        })
    );
    assert_eq!(schemas["home"], json!({"type": "string", "x-gen-hoisted": "home.json"}));
    assert_eq!(findings, Vec::<String>::new());
}

#[test]
fn files_have_the_addresses_that_they_say() {
    let schemas = json!({
        "A": {"$ref": "b.json#/B"}, "C": {"$ref": "https://example.com/lib/b.json#/C"},
        "D": {"$ref": "https://example.com/lib/c.json"},
    });
    let mut tree = entry(json!({"schemas": schemas}), json!({}));
    tree["x"] = json!({"$ref": "c.json"});
    let (document, findings) = run(&[
        ("api.json", tree),
        (
            "b.json",
            json!({"$self": "https://example.com/lib/b.json", "B": {"$ref": "c.json#/properties/e"}, "C": {"type": "integer"}}),
        ),
        (
            "c.json",
            json!({"$id": "https://example.com/lib/c.json", "type": "object", "properties": {"e": {"type": "boolean"}}}),
        ),
    ]);
    let schemas = &document.tree["components"]["schemas"];
    assert_eq!((&schemas["A"]["type"], &schemas["C"]["type"]), (&json!("boolean"), &json!("integer")));
    assert_eq!(schemas["D"]["properties"]["e"], json!({"$ref": "#/components/schemas/A"}));
    assert!(findings.iter().all(|finding| !finding.contains("OAS02") && !finding.contains("OAS1")), "{findings:?}");
}

#[test]
fn the_nearest_name_of_another_file_is_suggested() {
    let (_, diagnostics) = diagnosed(&[
        ("api.json", entry(json!({"schemas": {"Peas": {"$ref": "more.json#/definitions/Pear"}}}), json!({}))),
        ("more.json", json!({"definitions": {"Peer": {"$ref": "#/x/Pete"}}, "x": {"Peter": {}}})),
        ("other.json", json!({})),
    ]);
    let helps: Vec<_> = diagnostics.iter().filter_map(|finding| finding.help.as_deref()).collect();
    assert_eq!(helps, ["did you mean `more.json#/definitions/Peer`?"]);
}

#[test]
fn everything_else_is_written_out_or_a_component() {
    let get = json!({"operationId": "a", "parameters": {"$ref": "parameters.json"}, "responses": {"404": {"$ref": "common.json#/responses/Gone"}}});
    let mut tree = entry(json!({"responses": {"$ref": "common.json#/responses"}}), json!({"/a": {"$ref": "a.json"}}));
    tree["tags"] = json!({"$ref": "tags.json"});
    let (document, findings) = run(&[
        ("api.json", tree),
        ("a.json", json!({"get": get})),
        ("parameters.json", json!([{"name": "q", "in": "query", "schema": {"type": "string"}}])),
        ("common.json", json!({"responses": {"Gone": {"description": "gone"}}})),
        ("tags.json", json!([{"name": "t"}])),
    ]);
    let tree = &document.tree;
    assert_eq!(tree["paths"]["/a"]["get"]["parameters"][0]["name"], "q");
    assert_eq!(tree["paths"]["/a"]["get"]["responses"], json!({"404": {"$ref": "#/components/responses/Gone"}}));
    assert_eq!(tree["components"]["responses"]["Gone"]["description"], "gone");
    assert_eq!(tree["tags"], json!([{"name": "t"}]));
    assert_eq!(findings, Vec::<String>::new());
}

#[test]
fn findings_and_nodes_lead_to_the_file() {
    let (document, findings) = run(&[
        ("api.json", entry(json!({"schemas": {"A": {"$ref": "a.json#/A"}}}), json!({}))),
        ("a.json", json!({"A": {"type": "object", "properties": {"x": {"type": "int"}}}})),
    ]);
    assert_eq!(findings, ["OAS2113 /A/properties/x/type Source(1)"]);
    let origin = document.provenance.origin(&Pointer::parse("/components/schemas/A/properties/x"));
    assert_eq!((origin.file, origin.pointer.as_str()), (1, "/A/properties/x"));
}

#[test]
fn files_and_nodes_that_are_not_there_are_errors() {
    let schemas = json!({"A": {"$ref": "gone.json"}, "B": {"$ref": "b.json#/Nowhere"}, "C": {"$ref": "https://example.com/c.json"}});
    let (document, findings) =
        run(&[("api.json", entry(json!({"schemas": schemas}), json!({}))), ("b.json", json!({"B": {}}))]);
    assert_eq!(document.tree["components"]["schemas"], json!({"A": {}, "B": {}, "C": {}}));
    let pointers = [
        "OAS0201 /components/schemas/A/$ref",
        "OAS1003 /components/schemas/B/$ref",
        "OAS0203 /components/schemas/C/$ref",
    ];
    assert_eq!(findings, pointers);
}

#[test]
fn a_mapping_names_components_of_its_own_file() {
    let union = json!({"oneOf": [{"$ref": "#/components/schemas/X"}], "discriminator": {"propertyName": "k", "mapping": {"x": "X"}}});
    let (document, findings) = run(&[
        ("api.json", entry(json!({"schemas": {"U": {"$ref": "u.json#/components/schemas/U"}}}), json!({}))),
        ("u.json", json!({"components": {"schemas": {"U": union, "X": {"type": "object"}}}})),
    ]);
    let schema = &document.tree["components"]["schemas"]["U"];
    assert_eq!(schema["discriminator"]["mapping"], json!({"x": "#/components/schemas/X"}));
    assert_eq!(findings, Vec::<String>::new());
}

#[test]
fn files_that_refer_to_each_other_are_read_once() {
    let (document, findings) = run(&[
        ("api.json", entry(json!({"schemas": {"A": {"$ref": "a.json"}}}), json!({}))),
        ("a.json", json!({"type": "object", "properties": {"b": {"$ref": "b.json"}}})),
        (
            "b.json",
            json!({"type": "object", "properties": {"a": {"$ref": "a.json"}, "api": {"$ref": "api.json#/components/schemas/A"}}}),
        ),
    ]);
    let schemas = &document.tree["components"]["schemas"];
    let a = json!({"$ref": "#/components/schemas/A"});
    assert_eq!(schemas["A"]["properties"]["b"], json!({"$ref": "#/components/schemas/b"}));
    assert_eq!(schemas["b"]["properties"], json!({"a": a, "api": a}));
    assert_eq!(findings, Vec::<String>::new());
}

#[test]
fn what_other_files_hold_of_2_0_is_converted_as_well() {
    let main = json!({
        "swagger": "2.0", "info": {"title": "t", "version": "1"}, "produces": ["text/plain"],
        "paths": {
            "/a": {"$ref": "paths.json#/a"},
            "/b": {"get": {
                "operationId": "b",
                "parameters": [{"$ref": "common.json#/parameters/Ids"}],
                "responses": {"200": {"$ref": "common.json#/responses/Ok"}, "404": {"$ref": "#/responses/No"}},
            }},
        },
        "parameters": {"Far": {"$ref": "common.json#/parameters/Ids"}},
        "responses": {"No": {"$ref": "common.json#/responses/Ok"}},
    });
    let body = json!({"name": "b", "in": "body", "schema": {"$ref": "common.json#/definitions/Pet"}});
    let paths = json!({"a": {"post": {
        "operationId": "a", "consumes": ["application/xml"], "parameters": [body], "responses": {"204": {"description": ""}},
    }}});
    let common = json!({
        "swagger": "2.0",
        "definitions": {"Pet": {"type": "object", "x-nullable": true, "discriminator": "kind", "properties": {"kind": {"type": "string"}}}},
        "parameters": {"Ids": {"name": "ids", "in": "query", "type": "array", "items": {"type": "string"}}},
        "responses": {"Ok": {"description": "ok", "schema": {"type": "string"}}},
    });
    let (document, findings) = run(&[("api.json", main), ("paths.json", paths), ("common.json", common)]);
    let at = |pointer: &str| document.tree.pointer(pointer).unwrap_or(&Value::Null).clone();
    let ids = json!({"name": "ids", "in": "query", "style": "form", "explode": false, "schema": {"type": "array", "items": {"type": "string"}}});
    let text = json!({"text/plain": {"schema": {"type": "string"}}});
    assert_eq!(at("/paths/~1b/get/parameters/0"), json!({"$ref": "#/components/parameters/Far"}));
    assert_eq!(at("/components/parameters/Far"), ids);
    assert_eq!(at("/paths/~1b/get/responses/200"), json!({"$ref": "#/components/responses/No"}));
    assert_eq!(at("/components/responses/No/content"), text);
    let pet = json!({"application/xml": {"schema": {"$ref": "#/components/schemas/Pet"}}});
    assert_eq!(at("/paths/~1a/post/requestBody/content"), pet);
    assert_eq!(at("/components/schemas/Pet/nullable"), true);
    assert_eq!(at("/components/schemas/Pet/discriminator"), json!({"propertyName": "kind"}));
    assert_eq!(findings, Vec::<String>::new());
    let origin = document.provenance.origin(&Pointer::parse("/components/parameters/Far/schema/items"));
    assert_eq!((origin.file, origin.pointer.as_str()), (2, "/parameters/Ids/items"));
}

#[test]
fn what_is_shared_in_an_extension_is_a_part_of_its_file() {
    let parameter = json!({"name": "id", "in": "query", "schema": {"$ref": "#/components/schemas/Id"}});
    let get = |reference: &str| json!({"operationId": "x", "parameters": [{"$ref": reference}], "responses": {"204": {"description": ""}}});
    let mut main = entry(
        json!({"schemas": {"Id": {"type": "integer"}}}),
        json!({"/a": {"get": get("c.json#/x-shared/p")}, "/b": {"$ref": "#/x-paths/b"}}),
    );
    main["x-paths"] = json!({"b": {"get": get("c.json#/x-shared/p")}});
    let common =
        json!({"x-shared": {"p": parameter}, "components": {"schemas": {"Id": {"type": "string", "format": "uuid"}}}});
    let (document, findings) = run(&[("api.json", main), ("c.json", common)]);
    for path in ["/paths/~1a", "/paths/~1b"] {
        let parameter = &document.tree.pointer(path).unwrap()["get"]["parameters"][0];
        assert_eq!(*parameter, json!({"$ref": "#/components/parameters/p"}), "{path}");
    }
    let schema = &document.tree["components"]["parameters"]["p"]["schema"]["$ref"];
    let schema = document.tree.pointer(schema.as_str().unwrap().trim_start_matches('#')).unwrap();
    assert_eq!(schema["format"], "uuid");
    assert_eq!(findings, Vec::<String>::new());
}

#[test]
fn whole_maps_can_be_in_other_files() {
    let mut root = entry(json!({"securitySchemes": {"$ref": "misc.json#/schemes"}}), json!({"$ref": "paths.json"}));
    root["security"] = json!([{"key": []}]);
    let (document, findings) = run(&[
        ("api.json", root),
        ("paths.json", json!({"/a": {"get": {"operationId": "a", "responses": {"$ref": "misc.json#/responses"}}}})),
        (
            "misc.json",
            json!({
                "schemes": {"key": {"type": "apiKey", "in": "header", "name": "K"}},
                "responses": {"200": {"description": "d", "content": {"$ref": "#/content"}}},
                "content": {"application/json": {"schema": {"type": "string"}}},
            }),
        ),
    ]);
    let response = &document.tree["paths"]["/a"]["get"]["responses"]["200"];
    assert_eq!(response["content"]["application/json"]["schema"], json!({"type": "string"}));
    assert_eq!(document.tree["components"]["securitySchemes"]["key"]["name"], "K");
    assert_eq!(findings, Vec::<String>::new());
}

#[test]
fn what_operations_share_is_a_component_by_its_name_there() {
    let parameter = |name: &str| json!({"name": name, "in": "query", "schema": {"type": "string", "enum": ["a"]}});
    let body = json!({"content": {"application/json": {"schema": {"type": "object"}}}});
    let get = |parameters: &[&str], response: &str| {
        let parameters: Vec<_> = parameters.iter().map(|text| json!({"$ref": text})).collect();
        json!({"operationId": "x", "parameters": parameters, "responses": {"200": {"$ref": response}}})
    };
    let all = ["a/Sort.json", "b/Sort.json", "c.json#/parameters/Page", "c.json#/shared/deep/Far"];
    let paths = json!({
        "/a": {"get": get(&all, "c.json#/components/responses/Ok")},
        "/b": {"get": get(&["api.json#/components/parameters/Mine", "a/Sort.json"], "one.json")},
        // Only one of them is used as what it is.
        "/c": {"get": get(&["other.json#/get/parameters/0"], "model.json")},
    });
    let components = json!({"parameters": {"Mine": {"$ref": "mine.json"}, "Page": parameter("own")}});
    let (document, findings) = run(&[
        ("api.json", entry(components, paths)),
        ("a/Sort.json", parameter("sort")),
        ("b/Sort.json", parameter("order")),
        (
            "c.json",
            json!({
                "parameters": {"Page": parameter("page")}, "shared": {"deep": {"Far": parameter("far")}},
                "components": {"responses": {"Ok": {"description": "", "content": body["content"]}}},
            }),
        ),
        ("mine.json", parameter("mine")),
        ("one.json", json!({"$ref": "two.json"})),
        ("two.json", json!({"description": "", "headers": {"H": {"$ref": "h.json"}}})),
        ("h.json", json!({"schema": {"type": "integer"}})),
        ("other.json", json!({"get": {"parameters": [parameter("q")]}})),
        ("model.json", json!({"description": ""})),
    ]);
    let at = |pointer: &str| document.tree.pointer(pointer).unwrap_or(&Value::Null).clone();
    let keys = ["Sort", "b_Sort.json", "c.json.parameters.Page"]
        .map(|key| json!({"$ref": format!("#/components/parameters/{key}")}));
    let written = at("/paths/~1a/get/parameters");
    assert_eq!(written.as_array().unwrap()[..3], keys);
    assert_eq!(written[3]["name"], "far");
    assert_eq!(at("/paths/~1a/get/responses/200"), json!({"$ref": "#/components/responses/Ok"}));
    assert_eq!(at("/paths/~1b/get/parameters/0"), json!({"$ref": "#/components/parameters/Mine"}));
    assert_eq!(at("/components/parameters/Mine/name"), "mine");
    assert_eq!(at("/paths/~1b/get/responses/200"), json!({"$ref": "#/components/responses/two"}));
    assert_eq!(at("/components/responses/two/headers/H"), json!({"$ref": "#/components/headers/h"}));
    assert_eq!(at("/paths/~1c/get/parameters/0/name"), "q");
    assert_eq!(at("/paths/~1c/get/responses/200"), json!({"description": ""}));
    let origin = document.provenance.origin(&Pointer::parse("/components/parameters/Sort/schema/enum"));
    assert_eq!((origin.file, origin.pointer.as_str()), (1, "/schema/enum"));
    assert!(findings.iter().all(|finding| finding.starts_with("OAS1001")), "{findings:?}");
}

#[test]
fn a_circle_over_files_is_called_as_its_author_does() {
    let paths = json!({"/a": {"$ref": "c1.json#/a"}});
    let (_, diagnostics) = diagnosed(&[
        ("api.json", entry(json!({}), paths)),
        ("c1.json", json!({"a": {"$ref": "c2.json#/b"}})),
        ("c2.json", json!({"b": {"$ref": "c1.json#/a"}})),
    ]);
    let said: String = diagnostics.iter().map(|finding| format!("{} ", finding.message)).collect();
    assert!(!said.contains("$files"), "{said}");
}
