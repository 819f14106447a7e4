//! Responses: `schema` and `examples` become `content`, keywords of headers their schema.

use super::{Converter, copy, copy_extensions, later, reference, schema};
use crate::media_type::essence;
use crate::normalize::coerce::object;
use crate::normalize::declared::{JSON, MediaTypes};
use crate::normalize::place::Place;
use serde_json::{Map, Value};

impl<'a> Converter<'a> {
    /// All responses of an operation.
    pub(super) fn responses(&mut self, value: &'a Value, here: &Place<'_>, media_types: &MediaTypes) -> Value {
        let Some(members) = value.as_object() else {
            return value.clone();
        };
        let convert = |(key, node): (&String, &'a Value)| {
            let own = self.with_json(key, node, media_types);
            let media_types = own.as_ref().unwrap_or(media_types);
            let node =
                if key.starts_with("x-") { node.clone() } else { self.response(node, &here.key(key), media_types) };
            (key.clone(), node)
        };
        Value::Object(members.iter().map(convert).collect())
    }

    /// The media types with JSON among them, if this is an error that is an object: who produces files or text doesn't
    /// write that into them.
    fn with_json(&self, status: &str, node: &'a Value, media_types: &MediaTypes) -> Option<MediaTypes> {
        let failure = status == "default" || status.starts_with(['4', '5']);
        let written = media_types.produces.iter().any(|own| is_structured(own));
        let schema = node.get("schema").filter(|_| failure && !written && !media_types.produces.is_empty())?;
        let schema = schema.get("$ref").and_then(Value::as_str).and_then(|text| self.pointers.lookup(text, None));
        let own = schema.map_or(&node["schema"], |target| target.node);
        let object = own.get("type").is_some_and(|kind| kind == "object") || own.get("properties").is_some();
        object.then(|| {
            let mut more = media_types.clone();
            more.produces.push(JSON.to_owned());
            more
        })
    }

    /// One response.
    pub(super) fn response(&mut self, node: &'a Value, here: &Place<'_>, media_types: &MediaTypes) -> Value {
        if let Some(target) = self.behind(node) {
            let place = here.from(&target.pointer);
            self.moved(&place);
            return self.response(target.node, &place, media_types);
        }
        let Some(members) = node.as_object() else {
            return node.clone();
        };
        if let Some(text) = members.get("$ref").and_then(Value::as_str) {
            return object([("$ref", reference(text))]).into();
        }
        let mut out = members.clone();
        out.retain(|key, _| !matches!(key.as_str(), "schema" | "examples" | "headers"));
        for key in ["content", "links"] {
            out.extend(members.get(key).map(|value| (key.to_owned(), later::member(key, value))));
        }
        if let Some(headers) = members.get("headers") {
            out.insert("headers".to_owned(), self.headers(headers, &here.key("headers")));
        }
        let content = self.content(members, here, media_types);
        if !content.is_empty() {
            out.insert("content".to_owned(), content.into());
        }
        out.into()
    }

    fn content(
        &mut self,
        members: &Map<String, Value>,
        here: &Place<'_>,
        media_types: &MediaTypes,
    ) -> Map<String, Value> {
        let own = members.get("schema").filter(|schema| !schema.is_null()).map(schema::schema);
        let examples = members.get("examples").and_then(Value::as_object);
        let mut content = Map::new();
        let Some(own) = own else { return content };
        let file = members["schema"].get("type").is_some_and(|kind| kind == "file");
        let names = if file && media_types.produces.is_empty() {
            vec!["application/octet-stream".to_owned()]
        } else {
            self.or_json(&media_types.produces, here, "response")
        };
        let list = here.under_key("content");
        for name in names {
            self.moved(&list.under_key(&name));
            let mut media_type = object([("schema", own.clone())]);
            if let Some(example) = examples.and_then(|examples| examples.get(&name)) {
                media_type.insert("example".to_owned(), example.clone());
            }
            content.insert(name, media_type.into());
        }
        content
    }

    fn headers(&mut self, value: &Value, here: &Place<'_>) -> Value {
        let Some(members) = value.as_object() else {
            return value.clone();
        };
        Value::Object(members.iter().map(|(key, node)| (key.clone(), self.header(node, &here.key(key)))).collect())
    }

    fn header(&mut self, node: &Value, here: &Place<'_>) -> Value {
        let Some(members) = node.as_object().filter(|members| !members.contains_key("$ref")) else {
            return node.clone();
        };
        if node.get("type").is_some_and(|kind| kind == "array") {
            // Commas between the items, as in 3.0; of anything else it is told.
            self.collection(node, false, here);
        }
        let mut out = Map::new();
        copy(node, &["description", "required", "deprecated", "style", "explode"], &mut out);
        copy_extensions(node, &mut out);
        self.value(members, here, &mut out);
        out.into()
    }
}

/// Can an object be written in the media type?
fn is_structured(media_type: &str) -> bool {
    let essence = essence(media_type);
    ["json", "xml", "yaml", "*/*", "form", "cbor", "msgpack", "protobuf"].iter().any(|word| essence.contains(word))
}
