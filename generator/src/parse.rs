//! Clean 3.0 tree -> `openapiv3::OpenAPI`, item by item, so that a bad one costs itself and nothing else.

use std::collections::BTreeSet;

use indexmap::IndexMap;
use openapiv3::{Components, OpenAPI, Operation, PathItem, Paths, ReferenceOr};
use serde::Deserialize;
use serde_json::{Map, Value};

use crate::diagnostics::{Diagnostic, Diagnostics, Severity};
use crate::normalize::facts;
use crate::pointer::Pointer;
use crate::room::both;

/// Reads a normalized tree. What openapiv3 refuses is reported and left out.
pub fn parse(tree: &Value, diagnostics: &mut Diagnostics) -> Parsed {
    // Each is about a half of a large document.
    let paths = || {
        let mut diagnostics = Diagnostics::default();
        (Parser { tree, diagnostics: &mut diagnostics }.paths(), diagnostics)
    };
    let (openapi, (paths, found)) = both(&paths, || Parser { tree, diagnostics }.all_but_paths());
    let openapi = OpenAPI { paths, ..openapi };
    diagnostics.extend(found.iter().cloned());
    let mut parser = Parser { tree, diagnostics };
    let methods = parser.methods(&openapi);
    let webhooks = parser.section(&[facts::WEBHOOKS]);
    Parsed { openapi, methods, webhooks, unneeded: BTreeSet::new() }
}

/// A document as openapiv3 has it, and what that has no place for.
pub struct Parsed {
    /// The document.
    pub openapi: OpenAPI,
    /// By path, the operations of methods that OpenAPI 3.0 does not know: `QUERY` (OpenAPI 3.2, 4.9.1) and others.
    pub methods: IndexMap<String, IndexMap<String, Operation>>,
    /// By name, what the server sends by itself (OpenAPI 3.1, 4.8.1).
    pub webhooks: IndexMap<String, PathItem>,
    /// The schemas that nothing needs which `codegen.toml` selects.
    pub unneeded: BTreeSet<String>,
}

struct Parser<'a> {
    tree: &'a Value,
    diagnostics: &'a mut Diagnostics,
}

impl<'a> Parser<'a> {
    fn all_but_paths(&mut self) -> OpenAPI {
        let parser = self;
        OpenAPI {
            openapi: "3.0.3".to_owned(),
            info: parser.member(&["info"]),
            servers: parser.member(&["servers"]),
            paths: Paths::default(),
            components: Some(parser.components()),
            security: parser.member(&["security"]),
            tags: parser.member(&["tags"]),
            external_docs: parser.member(&["externalDocs"]),
            extensions: parser.extensions(),
        }
    }

    fn methods(&mut self, openapi: &OpenAPI) -> IndexMap<String, IndexMap<String, Operation>> {
        let paths: Vec<String> = openapi.paths.paths.keys().cloned().collect();
        let found = paths.into_iter().map(|path| {
            let operations = self.section(&["paths", &path, facts::METHODS]);
            (path, operations)
        });
        found.filter(|(_, operations)| !operations.is_empty()).collect()
    }

    fn paths(&mut self) -> Paths {
        let items: IndexMap<String, ReferenceOr<PathItem>> = self.section(&["paths"]);
        Paths { paths: items, extensions: IndexMap::new() }
    }

    fn components(&mut self) -> Components {
        Components {
            schemas: self.section(&["components", "schemas"]),
            responses: self.section(&["components", "responses"]),
            parameters: self.section(&["components", "parameters"]),
            examples: self.section(&["components", "examples"]),
            request_bodies: self.section(&["components", "requestBodies"]),
            headers: self.section(&["components", "headers"]),
            security_schemes: self.section(&["components", "securitySchemes"]),
            links: self.section(&["components", "links"]),
            callbacks: IndexMap::new(),
            extensions: IndexMap::new(),
        }
    }

    /// The `x-` members of the document.
    fn extensions(&self) -> IndexMap<String, Value> {
        let members = self.tree.as_object().into_iter().flatten();
        members.filter(|(key, _)| key.starts_with("x-")).map(|(key, value)| (key.clone(), value.clone())).collect()
    }

    /// The items of a map, each read by itself.
    fn section<T: Deserialize<'a>>(&mut self, keys: &[&str]) -> IndexMap<String, T> {
        let pointer = Pointer::root().keys(keys);
        let items = self.find(keys).and_then(Value::as_object).map_or_else(Vec::new, named_items);
        items.into_iter().filter_map(|(key, item)| Some((key.clone(), self.read(item, &pointer.key(key))?))).collect()
    }

    /// A member of the document; its default where it is absent or unreadable.
    fn member<T: Deserialize<'a> + Default>(&mut self, keys: &[&str]) -> T {
        let found = self.find(keys);
        found.and_then(|node| self.read(node, &Pointer::root().keys(keys))).unwrap_or_default()
    }

    fn find(&self, keys: &[&str]) -> Option<&'a Value> {
        keys.iter().try_fold(self.tree, |node, key| node.get(key))
    }

    fn read<T: Deserialize<'a>>(&mut self, node: &'a Value, pointer: &Pointer) -> Option<T> {
        match T::deserialize(node) {
            Ok(item) => Some(item),
            Err(error) => {
                self.diagnostics.push(unreadable(pointer, &error));
                None
            }
        }
    }
}

/// The items of a map that are no extensions: of the paths `x-…` is none, of the components it may be a name.
fn named_items(items: &Map<String, Value>) -> Vec<(&String, &Value)> {
    items.iter().filter(|(key, value)| !key.starts_with("x-") || value.is_object()).collect()
}

fn unreadable(pointer: &Pointer, error: &serde_json::Error) -> Diagnostic {
    Diagnostic::new(
        Severity::Error,
        "OAS1004",
        pointer,
        format!("this is not what OpenAPI 3.0 says it must be: {error}"),
    )
    .at_key()
    .note("the item is left out, and what refers to it is untyped")
    .help("correct the document, or leave the operation out with `[select]` in codegen.toml")
}
