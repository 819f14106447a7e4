//! Files that lean on the components of the entry document.

use super::files::{diagnosed, entry};
use serde_json::json;

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
