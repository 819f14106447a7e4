//! The document itself: versions, info, servers, security.

use super::{document, run, run_with_source};
use crate::normalize::Version;
use serde_json::{Value, json};

#[test]
fn versions() {
    let known = [
        (json!({"openapi": "3.0.3"}), Version::V3_0, "3.0.3"),
        (json!({"openapi": "3.1.0"}), Version::V3_1, "3.1.0"),
        (json!({"openapi": "3.2.0"}), Version::V3_2, "3.2.0"),
        (json!({"swagger": "2.0"}), Version::V2, "2.0"),
        (json!({"openapi": 3.1}), Version::V3_1, "3.1"),
        (json!({"openapi": "3"}), Version::V3_0, "3"),
    ];
    let unknown = [
        (json!({"openapi": "four"}), Version::V3_0, "four"),
        (json!({"openapi": "1.2"}), Version::V2, "1.2"),
        (json!({"openapi": "2.0"}), Version::V2, "2.0"),
        (json!({"openapi": "3.3.0"}), Version::V3_2, "3.3.0"),
        (json!({"openapi": "4.0.0", "host": "h"}), Version::V2, "4.0.0"),
        (json!({"swagger": "2.1"}), Version::V2, "2.1"),
        (json!({"swagger": "3.1.0"}), Version::V3_1, "3.1.0"),
        (json!({"swagger": "2.0", "openapi": "3.1.0"}), Version::V3_1, "3.1.0"),
        (json!({"definitions": {}}), Version::V2, ""),
    ];
    let cases = known.into_iter().map(|case| (case, true)).chain(unknown.into_iter().map(|case| (case, false)));
    for ((tree, version, text), known) in cases {
        let outcome = run(&tree);
        assert_eq!((outcome.document.version, outcome.at("/x-gen-version")), (version, &json!(text)), "{tree}");
        assert_eq!(!outcome.codes().contains(&"OAS2100"), known, "{tree}");
        assert_eq!(outcome.at("/openapi"), "3.0.3");
    }
}

#[test]
fn an_empty_document_is_one_with_nothing_in_it() {
    for tree in [json!({}), json!(null), json!([1]), json!("text")] {
        let outcome = run(&tree);
        assert_eq!(*outcome.at("/paths"), json!({}), "{tree}");
        assert!(serde_json::from_value::<openapiv3::OpenAPI>(outcome.document.tree).is_ok(), "{tree}");
    }
}

#[test]
fn numbers_where_text_belongs_are_read_as_written() {
    let tree = json!({"openapi": "3.0.0", "info": {"title": "t", "version": 1.1}, "paths": {}});
    let raw = |pointer: &crate::pointer::Pointer| (pointer.as_str() == "/info/version").then(|| "1.10".to_owned());
    let outcome = run_with_source(&tree, &raw);
    assert_eq!(outcome.at("/info/version"), "1.10");
    assert_eq!(outcome.findings, ["OAS2102 /info/version"]);
}

#[test]
fn facts_of_later_versions_are_kept() {
    let tree = json!({
        "openapi": "3.2.0", "$self": "https://example.com/api", "jsonSchemaDialect": "d",
        "info": {"title": "t", "version": "1", "summary": "s", "license": {"name": "MIT", "identifier": "MIT"}},
        "tags": [{"name": "a", "parent": "b", "kind": "nav", "summary": "s"}],
        "webhooks": {"ping": {"post": {"responses": {}}}},
    });
    let outcome = run(&tree);
    assert_eq!(outcome.at("/x-gen-self"), "https://example.com/api");
    assert_eq!(outcome.at("/info/x-gen-summary"), "s");
    assert_eq!(outcome.at("/info/license/x-gen-identifier"), "MIT");
    assert_eq!(
        *outcome.at("/tags/0"),
        json!({"name": "a", "x-gen-parent": "b", "x-gen-kind": "nav", "x-gen-summary": "s"})
    );
    assert_eq!(*outcome.at("/x-gen-webhooks/ping/post"), json!({"responses": {}}));
    assert_eq!(outcome.codes(), Vec::<&str>::new());
}

#[test]
fn servers() {
    let cases = [
        (json!({"url": "https://example.com/v1/"}), json!({"url": "https://example.com/v1"})),
        (json!({"url": " https://example.com "}), json!({"url": "https://example.com"})),
        (json!({"url": "api.example.com/v1"}), json!({"url": "https://api.example.com/v1"})),
        (json!({"url": "/"}), json!({"url": "/"})),
        (json!({"url": "/v1"}), json!({"url": "/v1"})),
        (json!("https://example.com"), json!({"url": "https://example.com"})),
        (
            json!({"url": "https://{r}.example.com", "variables": {"r": {"enum": ["eu"]}}}),
            json!({"url": "https://{r}.example.com", "variables": {"r": {"enum": ["eu"], "default": "eu"}}}),
        ),
        (
            json!({"url": "https://{r}.example.com"}),
            json!({"url": "https://{r}.example.com", "variables": {"r": {"default": "", "x-gen-open": true}}}),
        ),
        (
            json!({"url": "https://a/{v}", "variables": {"v": {"description": "d"}}}),
            json!({"url": "https://a/{v}", "variables": {"v": {"description": "d", "default": "", "x-gen-open": true}}}),
        ),
        (
            json!({"url": "https://a:{p}", "variables": {"p": {"default": 443}}}),
            json!({"url": "https://a:{p}", "variables": {"p": {"default": "443"}}}),
        ),
    ];
    for (written, expected) in cases {
        let outcome =
            run(&json!({"openapi": "3.0.0", "info": {"title": "", "version": ""}, "servers": [written], "paths": {}}));
        assert_eq!(*outcome.at("/servers"), json!([expected]), "{written}");
    }
    let outcome = run(&json!({"openapi": "3.0.0", "info": {"title": "", "version": ""}, "servers": [], "paths": {}}));
    assert_eq!(*outcome.at("/servers"), Value::Null);
}

#[test]
fn security_schemes() {
    let cases = [
        (json!({"type": "http", "scheme": "Bearer"}), json!({"type": "http", "scheme": "bearer"})),
        (json!({"type": "basic"}), json!({"type": "http", "scheme": "basic"})),
        (
            json!({"type": "apiKey", "in": "Header", "name": "k"}),
            json!({"type": "apiKey", "in": "header", "name": "k"}),
        ),
        (
            json!({"type": "oauth2", "flows": {"clientCredentials": {"tokenUrl": "t", "scopes": {"a": null}}}}),
            json!({"type": "oauth2", "flows": {"clientCredentials": {"tokenUrl": "t", "scopes": {"a": ""}}}}),
        ),
        (
            json!({"type": "oauth2", "flows": {"accessCode": {"tokenUrl": "t", "authorizationUrl": "a"}}}),
            json!({"type": "oauth2", "flows": {"authorizationCode": {"tokenUrl": "t", "authorizationUrl": "a", "scopes": {}}}}),
        ),
        (
            json!({"type": "oauth2", "flow": "implicit", "authorizationUrl": "a", "scopes": {"s": "d"}}),
            json!({"type": "oauth2", "flows": {"implicit": {"authorizationUrl": "a", "scopes": {"s": "d"}}}}),
        ),
    ];
    for (written, expected) in cases {
        let outcome = run(&document("3.0.0", json!({"securitySchemes": {"s": written}}), json!({})));
        assert_eq!(*outcome.at("/components/securitySchemes/s"), expected, "{written}");
        assert!(serde_json::from_value::<openapiv3::SecurityScheme>(expected).is_ok(), "{written}");
    }
}

#[test]
fn certificates_are_kept_aside_and_what_is_named_is_declared() {
    let mut tree = document("3.1.0", json!({"securitySchemes": {"tls": {"type": "mutualTLS"}}}), json!({}));
    tree["security"] = json!([{"tls": []}, {"nowhere": []}]);
    let outcome = run(&tree);
    assert_eq!(*outcome.at("/components/x-gen-security-schemes"), json!({"tls": {"type": "mutualTLS"}}));
    let whole = json!({"type": "apiKey", "in": "header", "name": "Authorization"});
    assert_eq!(*outcome.at("/components/securitySchemes"), json!({"nowhere": whole}));
    assert_eq!(*outcome.at("/security"), json!([{}, {"nowhere": []}]));
    assert_eq!(outcome.codes(), ["OAS2127", "OAS2128"]);
}
