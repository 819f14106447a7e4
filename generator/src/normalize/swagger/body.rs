//! Parameters that become the request body: the one `in: body`, or all that are `in: formData`.

use super::parameter::keywords;
use super::{Converter, copy_extensions, schema};
use crate::diagnostics::defect;
use crate::media_type;
use crate::normalize::declared::{JSON, MediaTypes};
use crate::normalize::form;
use crate::normalize::place::Place;
use serde_json::{Map, Value};

/// A form field as written and where.
pub(super) struct FormField<'v> {
    pub(super) node: &'v Value,
    pub(super) source: crate::pointer::Pointer,
}

impl Converter<'_> {
    /// The body that a parameter `in: body` describes; `here` is the place of the request body.
    pub(super) fn body(&mut self, node: &Value, here: &Place<'_>, media_types: &MediaTypes) -> Value {
        let mut out = Map::new();
        super::copy(node, &["description", "required"], &mut out);
        copy_extensions(node, &mut out);
        let own: Vec<String> = media_types.consumes.iter().filter(|name| !is_form(name)).cloned().collect();
        let names = if own.is_empty() && !media_types.consumes.is_empty() {
            media_types.consumes.clone()
        } else {
            self.or_json(&own, here, "request body")
        };
        let schema = node.get("schema").map(schema::schema);
        let content = here.under_key("content");
        let mut members = Map::new();
        for name in names {
            let media_type = content.under_key(&name);
            self.moved(&media_type);
            let mut own = Map::new();
            own.extend(schema.clone().map(|schema| ("schema".to_owned(), schema)));
            own.extend(example(node, &name));
            members.insert(name.clone(), own.into());
        }
        out.insert("content".to_owned(), members.into());
        out.into()
    }

    /// The body that all form fields together describe.
    pub(super) fn form(&mut self, fields: &[FormField<'_>], here: &Place<'_>, media_types: &MediaTypes) -> Value {
        let name = form_media_type(fields, media_types);
        self.note_form(fields, &name, media_types);
        let (mut properties, mut encoding, mut required) = (Map::new(), Map::new(), Vec::new());
        let content = here.under_key("content");
        let media_type = content.under_key(&name);
        let schema_place = media_type.under_key("schema");
        let list = schema_place.under_key("properties");
        for field in fields {
            let Some(key) = field.node.get("name").and_then(Value::as_str) else {
                continue;
            };
            let slot = list.under_key(key);
            let place = slot.from(&field.source);
            self.moved(&place);
            encoding.extend(self.form_encoding(field.node, &place).map(|own| (key.to_owned(), own)));
            if field.node.get("required") == Some(&Value::Bool(true)) {
                required.push(key.to_owned());
            }
            properties.insert(key.to_owned(), form_property(field.node));
        }
        form::body(&name, properties, required, encoding)
    }

    fn form_encoding(&mut self, field: &Value, here: &Place<'_>) -> Option<Value> {
        let mut own = Map::new();
        self.style(field, true, here, &mut own);
        (!own.is_empty()).then(|| own.into())
    }

    /// Tells of a form that is written as `consumes` doesn't say: of the first one, and of the first with files.
    fn note_form(&mut self, fields: &[FormField<'_>], name: &str, media_types: &MediaTypes) {
        let declared = &media_types.consumes;
        let essence = media_type::essence(name);
        let suits = |own: &String| form::is_of(own, &essence) || own.contains('*');
        let Some(first) = fields.first().filter(|_| !declared.is_empty() && !declared.iter().any(suits)) else {
            return;
        };
        let file = fields.iter().find(|field| form::is_file(field.node));
        let what = if file.is_some() { "a file" } else { "a form" };
        if self.assumed.insert(what) {
            let at = &file.unwrap_or(first).source;
            self.report(defect::assumed_form(at, declared, what, name));
        }
    }
}

fn form_property(field: &Value) -> Value {
    let mut own = field.as_object().map(keywords).unwrap_or_default();
    super::copy(field, &["description"], &mut own);
    copy_extensions(field, &mut own);
    own.extend(field.get("schema").and_then(Value::as_object).cloned().unwrap_or_default());
    schema::schema(&own.into())
}

/// The media type of a form: files take `multipart/form-data`.
fn form_media_type(fields: &[FormField<'_>], media_types: &MediaTypes) -> String {
    let file = fields.iter().any(|field| form::is_file(field.node));
    let declared = media_types.consumes.iter().find(|name| is_form(name));
    match declared {
        _ if file => form::MULTIPART.to_owned(),
        Some(name) => name.clone(),
        None => form::FORM.to_owned(),
    }
}

fn is_form(name: &str) -> bool {
    form::is_of(name, form::FORM) || form::is_of(name, form::MULTIPART)
}

/// The example that vendors write beside the schema, whole or by media type.
fn example(node: &Value, media_type: &str) -> Option<(String, Value)> {
    let by_type = node.get("x-examples").and_then(|examples| examples.get(media_type));
    let whole = node.get("x-example").filter(|_| media_type == JSON);
    by_type.or(whole).map(|example| ("example".to_owned(), example.clone()))
}
