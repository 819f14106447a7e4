//! Documents of other kinds: what they seem to be, and what to do about it.

use super::Source;
use crate::diagnostics::{Diagnostic, Part, load as mistake};
use crate::pointer::Pointer;
use serde_json::Value;

/// What a document is instead of OpenAPI.
pub(super) struct Kind {
    /// With its article.
    pub(super) name: &'static str,
    pub(super) help: &'static str,
}

/// What an OpenAPI document of any version has; one that lacks `openapi` but has something to generate is one too.
const OWN: [&str; 8] =
    ["openapi", "swagger", "paths", "x-ms-paths", "webhooks", "x-webhooks", "components", "definitions"];

/// Turns away what is no OpenAPI document. `tree` is that of `source`, with what overlays have added.
pub(crate) fn check(source: &Source, tree: &Value) -> Result<(), Box<Diagnostic>> {
    let has = |key: &&str| tree.get(*key).is_some();
    let (own, messages) = (OWN.iter().find(|key| has(key)), has(&"asyncapi"));
    // AsyncAPI has components too.
    if own.is_some_and(|key| !(messages && *key == "components")) || tree.get("$ref").is_some_and(Value::is_string) {
        return Ok(());
    }
    let (key, kind) = kind(tree).map_or(("", None), |(key, kind)| (key, Some(kind)));
    let at = Pointer::root().keys(&key.split_terminator('/').collect::<Vec<_>>());
    let at = source.span(&at, Part::Key).range;
    Err(Box::new(match kind {
        Some(kind) => mistake::foreign(at, kind.name, kind.help),
        None => mistake::no_openapi(at),
    }))
}

const SCHEMA: Kind = Kind {
    name: "a JSON Schema",
    help: "refer to it from an OpenAPI document, with `components: {schemas: {Name: {$ref: schema.json}}}`",
};

const COLLECTION: Kind =
    Kind { name: "a Postman collection", help: "convert it to OpenAPI first, with `postman-to-openapi` for example" };

const PATHS: Kind = Kind {
    name: "the paths of an OpenAPI document",
    help: "give the document that refers to this file, or write them under `paths` of one",
};

/// What the document seems to be, and the member that says so, with slashes.
fn kind(tree: &Value) -> Option<(&'static str, Kind)> {
    let text = |key: &str| tree.get(key).and_then(Value::as_str).unwrap_or_default();
    let has = |key: &str| tree.get(key).is_some();
    let info = |key: &str| tree.get("info").and_then(|info| info.get(key)?.as_str()).unwrap_or_default();
    let named = MEMBERS.iter().find(|(key, _, _)| has(key)).map(|(key, name, help)| (*key, Kind { name, help }));
    named.or_else(|| {
        Some(match () {
            () if text("kind").starts_with("discovery#") => ("kind", DISCOVERY),
            () if info("schema").contains("getpostman.com") => ("info/schema", COLLECTION),
            () if !info("_postman_id").is_empty() => ("info/_postman_id", COLLECTION),
            () if text("$schema").contains("json-schema.org") => ("$schema", SCHEMA),
            () if SCHEMAS.iter().any(|key| has(key)) => ("", SCHEMA),
            () if tree.as_object()?.keys().next()?.starts_with('/') => ("", PATHS),
            () => return None,
        })
    })
}

const DISCOVERY: Kind = Kind {
    name: "a Google API discovery document",
    help: "convert it to OpenAPI first, with `api-spec-converter --from google --to openapi_3` for example",
};

/// Members that only documents of one kind have.
const MEMBERS: [(&str, &str, &str); 8] = [
    (
        "asyncapi",
        "an AsyncAPI document",
        "AsyncAPI describes messages; give the OpenAPI document of the HTTP API, if there is one",
    ),
    (
        "swaggerVersion",
        "a document of Swagger 1.x",
        "convert it to OpenAPI first, with `api-spec-converter --from swagger_1 --to openapi_3` for example",
    ),
    ("arazzo", "an Arazzo description of workflows", "give the OpenAPI document that its `sourceDescriptions` name"),
    (
        "overlay",
        "an overlay",
        "give the OpenAPI document that it changes, and list the overlay under `overlays` in codegen.toml",
    ),
    (
        "openrpc",
        "an OpenRPC document",
        "OpenRPC describes JSON-RPC; give the OpenAPI document of the API, if there is one",
    ),
    (
        "__export_format",
        "an export of Insomnia",
        "export the document itself: in Insomnia, the spec of the design document",
    ),
    ("__schema", GRAPHQL, GRAPHQL_HELP),
    ("$defs", SCHEMA.name, SCHEMA.help),
];

const GRAPHQL: &str = "a GraphQL schema";
const GRAPHQL_HELP: &str = "GraphQL has clients of its own; give the OpenAPI document of the HTTP API, if there is one";
const RAML_HELP: &str = "convert it to OpenAPI first, with `api-spec-converter --from raml --to openapi_3` for example";

/// Members of schemas by which a document without any of its own is known as one.
const SCHEMAS: [&str; 7] = ["properties", "oneOf", "anyOf", "allOf", "items", "additionalProperties", "enum"];

/// What a text seems to be that is neither JSON nor YAML, or is YAML by chance.
pub(super) fn text(start: &str) -> Option<Kind> {
    let head: String = start.chars().take(4000).collect();
    let is_markup = head.starts_with('<');
    let known = |(in_markup, mark, name, help): &(bool, &str, &'static str, &'static str)| {
        let found = if *in_markup { is_markup && head.contains(mark) } else { head.starts_with(mark) };
        found.then_some(Kind { name, help })
    };
    TEXTS.iter().find_map(known)
}

/// By what texts are known: whether as something in markup or as their beginning.
const TEXTS: [(bool, &str, &str, &str); 10] = [
    (false, "#%RAML", "a RAML document", RAML_HELP),
    (
        false,
        "FORMAT: 1A",
        "an API Blueprint",
        "convert it to OpenAPI first, with `api-spec-converter --from api_blueprint --to openapi_3` for example",
    ),
    (false, "syntax = \"proto", "a file of protocol buffers", PROTO_HELP),
    (false, "type Query", GRAPHQL, GRAPHQL_HELP),
    (false, "schema {", GRAPHQL, GRAPHQL_HELP),
    (true, "schemas.xmlsoap.org/wsdl", WSDL, WSDL_HELP),
    (true, "www.w3.org/ns/wsdl", WSDL, WSDL_HELP),
    (
        true,
        "wadl.dev.java.net",
        "a WADL document",
        "convert it to OpenAPI first, with `api-spec-converter --from wadl --to openapi_3` for example",
    ),
    (
        true,
        "docs.oasis-open.org/odata",
        "the metadata of an OData service",
        "convert it to OpenAPI first, with `odata-openapi3` for example",
    ),
    (
        true,
        "http://www.w3.org/2001/XMLSchema",
        "an XML schema",
        "give the OpenAPI document of the API, if there is one",
    ),
];

const WSDL: &str = "a WSDL document";
const WSDL_HELP: &str = "WSDL describes SOAP; give the OpenAPI document of the HTTP API, if there is one";
const PROTO_HELP: &str = "convert it to OpenAPI first, with `protoc-gen-openapi` for example";

#[cfg(test)]
mod tests {
    use super::check;
    use crate::load::load;
    use std::path::Path;

    /// The code, the place and the message of what is wrong with a text.
    fn found(text: &str) -> Option<String> {
        let source = load(Path::new("a.yaml"), text);
        let mistake = source.and_then(|source| check(&source, source.value())).err()?;
        Some(format!("{} {:?} {}", mistake.code, mistake.primary.tree, mistake.message))
    }

    #[test]
    fn documents_of_other_kinds_are_named() {
        let cases = [
            ("info: {}\nasyncapi: 3.0.0\ncomponents: {}\n", "9..17", "an AsyncAPI document"),
            ("swaggerVersion: '1.2'\napis: []\n", "0..14", "a document of Swagger 1.x"),
            ("kind: discovery#restDescription\nschemas: {}\n", "0..4", "a Google API discovery document"),
            (
                "info: {schema: 'https://schema.getpostman.com/json/collection/v2.1.0/collection.json'}\n",
                "7..13",
                "a Postman collection",
            ),
            ("$schema: http://json-schema.org/draft-07/schema#\ntype: object\n", "0..7", "a JSON Schema"),
            ("{type: object, properties: {}}", "0..30", "a JSON Schema"),
            ("/a: {get: {}}\n", "0..13", "the paths of an OpenAPI document"),
            ("#%RAML 1.0\ntitle: x\n", "0..10", "a RAML document"),
            ("FORMAT: 1A\n# X\n", "0..10", "an API Blueprint"),
            ("<?xml?>\n<definitions xmlns='http://schemas.xmlsoap.org/wsdl/'/>", "0..7", "a WSDL document"),
            ("type Query {\n  a: Int\n}\n", "0..12", "a GraphQL schema"),
        ];
        for (text, place, name) in cases {
            let expected =
                format!("OAS0005 Text(0, {place}) the document is no OpenAPI document; it seems to be {name}");
            assert_eq!(found(text), Some(expected), "{text}");
        }
        assert_eq!(found("a: 1\n").unwrap(), "OAS0005 Text(0, 0..4) the document is no OpenAPI document");
        assert!(found("<html>").unwrap().starts_with("OAS0002 "));
    }

    #[test]
    fn what_only_lacks_its_version_is_read() {
        for member in
            ["openapi: 3.0.0", "paths: {}", "components: {}", "webhooks: {}", "definitions: {}", "$ref: a.yaml"]
        {
            assert_eq!(found(&format!("type: object\n{member}\n")), None, "{member}");
        }
    }
}
