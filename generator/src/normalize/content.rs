//! Media types: what a body, or a parameter, looks like in each.

use super::coerce::item_place;
use super::context::{Context, Field};
use super::events::with_typed_data;
use super::facts;
use super::place::Place;
use super::references::{component_of, reference_in};
use super::repeated::exact_first;
use super::schema::is_binary;
use super::version::Version;
use crate::diagnostics::defect;
use indexmap::IndexSet;
use serde_json::{Map, Value, json};
use std::collections::HashMap;

/// Where the schema of the items of a stream waits for the list that it becomes a part of.
const ITEMS: &str = "x-gen-items";

impl<'a> Context<'a> {
    /// A map of media types.
    pub(super) fn content(&mut self, value: &Value, here: &Place<'_>) -> Map<String, Value> {
        self.through(value, here, Self::own_content)
    }

    fn own_content(&mut self, value: &Value, here: &Place<'_>) -> Map<String, Value> {
        let mut out = Map::new();
        let Some(members) = self.members(value, here, "map of media types") else {
            return out;
        };
        let mut first: HashMap<String, &str> = HashMap::new();
        for (key, node) in exact_first(members, media_type_name) {
            let name = media_type_name(key);
            if name.starts_with("x-") && !name.contains('/') {
                continue;
            }
            if let Some(first) = first.get(&name) {
                let first = self.pointer(&here.key(first));
                self.report(defect::repeated_media_type(&self.pointer(&here.key(key)), key, &name, &first));
                continue;
            }
            if name != *key {
                self.report(defect::media_type_name(&self.pointer(&here.key(key)), key, &name));
            }
            let place = here.renamed(key, &name);
            if name != *key {
                self.moved(&place);
            }
            if let Some(media_type) = self.media_type_or_schema(node, &place) {
                let media_type = self.with_binary_schema(&name, media_type);
                out.insert(name.clone(), with_typed_data(&name, media_type));
                first.insert(name, key);
            }
        }
        out
    }

    /// A media type, or the schema that authors write in its place.
    fn media_type_or_schema(&mut self, node: &Value, here: &Place<'_>) -> Option<Value> {
        let reference = node.as_object().and_then(reference_in);
        let target = reference.and_then(|reference| self.references.target(node, reference));
        let schema = match target {
            Some(target) => component_of(&target.pointer).is_some_and(|(section, _)| section == "schemas"),
            None => node.get("type").is_some() && node.get("schema").is_none() && node.get("itemSchema").is_none(),
        };
        if !schema {
            return self.inlined(node, here, "mediaTypes", Self::media_type);
        }
        self.report(defect::schema_for_media_type(&self.pointer(here)));
        let place = here.under_key("schema");
        self.moved(&place);
        Some(json!({"schema": self.schema(node, &place)}))
    }

    fn media_type(&mut self, node: &Value, here: &Place<'_>) -> Option<Value> {
        if node.is_null() {
            self.report(defect::empty_media_type(&self.pointer(here)));
            return Some(json!({}));
        }
        let out = self.object(node, here, "media type", |context, key, value, here| match key {
            "schema" => Field::Keep(context.schema(value, here)),
            "example" | "examples" => context.example_member(key, value, here),
            "encoding" => Field::Keep(context.encodings(value, here)),
            "itemSchema" => context.items_of_stream(value, here),
            "prefixEncoding" => Field::As(facts::PREFIX_ENCODING, context.encoding_list(value, here)),
            "itemEncoding" => Field::As(facts::ITEM_ENCODING, context.encoding(value, here).unwrap_or_default()),
            _ => Field::Unknown,
        });
        let mut out = out.unwrap_or_default();
        if let Some(items) = out.shift_remove(ITEMS) {
            let list = json!({"type": "array", "items": items});
            if out.insert("schema".to_owned(), list).is_some() {
                self.report(defect::schema_and_item_schema(&self.pointer(&here.key("schema"))));
            }
        }
        Some(out.into())
    }

    /// 3.2 says what the items of a stream are; its schema is that of all of them as a list (OpenAPI 3.2, "Sequential Media Types").
    fn items_of_stream(&mut self, value: &Value, here: &Place<'_>) -> Field {
        let list = here.sibling("schema");
        let place = list.under_key("items");
        self.moved(&place);
        Field::As(ITEMS, self.schema(value, &place))
    }

    /// 3.1 leaves the schema of bytes out, or empty: the media type says it all. Of parts it is the same.
    fn with_binary_schema(&self, name: &str, mut media_type: Value) -> Value {
        let empty = media_type.get("schema").is_none_or(|schema| schema.as_object().is_some_and(Map::is_empty));
        if empty
            && is_binary(name)
            && let Value::Object(members) = &mut media_type
        {
            members.insert("schema".to_owned(), json!({"type": "string", "format": "binary"}));
        }
        if name.starts_with("multipart/")
            && self.version >= Version::V3_1
            && let Value::Object(members) = &mut media_type
        {
            members.insert(facts::OCTETS_BY_DEFAULT.to_owned(), true.into());
        }
        media_type
    }

    fn encodings(&mut self, value: &Value, here: &Place<'_>) -> Value {
        self.map(value, here, "map of encodings", |context, name, node, here| {
            if name.starts_with("x-") && !node.is_object() { None } else { context.encoding(node, here) }
        })
        .into()
    }

    fn encoding_list(&mut self, value: &Value, here: &Place<'_>) -> Value {
        let items = self.items(value, here).iter().enumerate();
        let encodings: Vec<Value> =
            items.filter_map(|(index, item)| self.encoding(item, &item_place(value, here, index))).collect();
        encodings.into()
    }

    /// One encoding. `explode` is always written, since openapiv3 can't tell an absent one from `false`.
    fn encoding(&mut self, node: &Value, here: &Place<'_>) -> Option<Value> {
        let mut out = self.object(node, here, "encoding", |context, key, value, here| match key {
            "contentType" if value.is_array() => Field::Keep(context.texts(value, here).join(", ").into()),
            "contentType" | "style" => context.text_field(value, here),
            "headers" => context.headers(value, here),
            "explode" | "allowReserved" => context.boolean_field(value, here),
            "encoding" => Field::As(facts::ENCODING, context.encodings(value, here)),
            _ => Field::Unknown,
        })?;
        self.settle_style(&mut out, "query", here);
        let form = out.get("style").is_none_or(|style| style == "form");
        if let Some(explode) = out.get("explode").cloned() {
            out.insert(facts::EXPLODE.to_owned(), explode);
        }
        out.entry("explode").or_insert_with(|| form.into());
        Some(out.into())
    }
}

/// The media types that a list means, each once. A word that is none is left out.
pub(super) fn media_types(list: &[String]) -> Vec<String> {
    let meant: IndexSet<String> = list.iter().map(|written| media_type_name(written)).collect();
    meant.into_iter().filter(|name| name.contains('/')).collect()
}

/// The media type that a key means: `json`, `application.json`.
fn media_type_name(key: &str) -> String {
    let trimmed = key.trim();
    let joined = trimmed.replace([' ', '\t'], "");
    let trimmed = if trimmed.contains(';') { trimmed } else { joined.as_str() };
    let name = match trimmed.to_ascii_lowercase().as_str() {
        "json" | "application.json" | "application\\json" | "application-json" => "application/json",
        "xml" | "application.xml" => "application/xml",
        "text" | "text.plain" | "plain" => "text/plain",
        "html" => "text/html",
        "csv" => "text/csv",
        "*" | "any" | "default" | "" => "*/*",
        _ => trimmed,
    };
    name.to_owned()
}
