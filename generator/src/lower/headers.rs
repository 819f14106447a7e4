//! Headers of responses: typed, and the same for every answer of an operation.

use std::collections::BTreeMap;

use openapiv3::{Header, ParameterSchemaOrContent, ReferenceOr, Schema};

use super::{Lowering, Place, component_key, made_name};
use crate::model::{Docs, ResponseHeader, Type};
use crate::names::{Name, Scope, Wish};
use crate::pointer::Pointer;

/// A header, and where it is written.
struct Found<'a> {
    header: &'a Header,
    pointer: Pointer,
    /// Is it a component, which several operations share?
    component: Option<String>,
}

impl<'a> Lowering<'a> {
    /// All headers that any answer of the operation declares, by name; `Content-Type` is not one of them (OpenAPI
    /// 3.0.3, 4.7.17).
    pub(super) fn response_headers(
        &mut self,
        operation: &'a openapiv3::Operation,
        pointer: &Pointer,
        name: &Name,
    ) -> Vec<ResponseHeader> {
        let found = self.found_headers(operation, &pointer.key("responses"));
        let wishes: Vec<Wish> = found.keys().map(|wire| Wish::new(format!("header {wire}"), wire.clone())).collect();
        let grants = Scope::reserving(&["from"], "header").in_snake_case().grant(&wishes);
        let pairs = found.into_values().zip(grants);
        pairs.map(|(found, grant)| self.response_header(&found, grant.name, name)).collect()
    }

    fn found_headers(&self, operation: &'a openapiv3::Operation, pointer: &Pointer) -> BTreeMap<String, Found<'a>> {
        let exact = operation.responses.responses.iter().map(|(code, response)| (code.to_string(), response));
        let default = operation.responses.default.iter().map(|response| ("default".to_owned(), response));
        let mut found = BTreeMap::new();
        for (key, response) in exact.chain(default) {
            let Some((response, pointer)) = self.response_item(response, pointer.key(&key)) else { continue };
            for (wire, header) in &response.headers {
                if let Some(header) = self.header_item(header, pointer.keys(&["headers", wire])) {
                    found.entry(wire.to_ascii_lowercase()).or_insert(header);
                }
            }
        }
        found.remove("content-type");
        found
    }

    fn header_item(&self, header: &'a ReferenceOr<Header>, pointer: Pointer) -> Option<Found<'a>> {
        match header {
            ReferenceOr::Item(header) => {
                let component =
                    pointer.segments().get(2).filter(|_| pointer.as_str().starts_with("/components")).cloned();
                Some(Found { header, pointer, component })
            }
            ReferenceOr::Reference { reference } => {
                let key = component_key(reference, "headers")?;
                let header = self.document.components.as_ref()?.headers.get(&key)?.as_item()?;
                let pointer = Pointer::root().keys(&["components", "headers", &key]);
                Some(Found { header, pointer, component: Some(key) })
            }
        }
    }

    fn response_header(&mut self, found: &Found<'a>, name: Name, operation: &Name) -> ResponseHeader {
        let ty = match &found.header.format {
            ParameterSchemaOrContent::Schema(schema) => self.header_type(schema, found, &name, operation),
            ParameterSchemaOrContent::Content(_) => Type::String,
        };
        let docs = Docs { description: found.header.description.clone().unwrap_or_default(), ..Docs::default() };
        ResponseHeader { name, ty, docs }
    }

    /// Objects in headers have no reading that servers agree on: they stay text.
    fn header_type(
        &mut self,
        schema: &'a ReferenceOr<Schema>,
        found: &Found<'a>,
        name: &Name,
        operation: &Name,
    ) -> Type {
        let modules = match &found.component {
            Some(key) => vec!["headers".to_owned(), Name::new(key).snake().to_owned()],
            None => vec![operation.snake().to_owned()],
        };
        let name = if found.component.is_some() { made_name("Value") } else { name.suffixed("header") };
        let place = Place::owned(found.pointer.key("schema"), modules, name);
        match self.shared(schema, place).without_null() {
            Type::Map(_) | Type::Any | Type::Bytes => Type::String,
            other => other,
        }
    }
}
