//! Parameters and headers.

use super::components::string_schema;
use super::context::{Context, Field};
use super::facts;
use super::form;
use super::place::Place;
use super::vendor::is_of_values;
use super::version::Version;
use crate::diagnostics::defect;
use crate::pointer::Pointer;
use crate::token::is_token;
use serde_json::{Map, Value, json};

/// Members of a parameter of 2.0 that are keywords of its schema in 3.0.
const SCHEMA_KEYWORDS: [&str; 18] = [
    "type",
    "format",
    "items",
    "enum",
    "default",
    "minimum",
    "maximum",
    "exclusiveMinimum",
    "exclusiveMaximum",
    "minLength",
    "maxLength",
    "pattern",
    "minItems",
    "maxItems",
    "uniqueItems",
    "multipleOf",
    "nullable",
    "properties",
];

/// Does the pattern tell of a name of several segments, `projects/[^/]+`? They stand in the path as they are
/// (google.api.http, "Path template syntax").
fn is_resource_name(pattern: &str) -> bool {
    let pattern = pattern.trim_start_matches(['^', '(']);
    let word = |char: char| char.is_ascii_alphanumeric() || "-_".contains(char);
    let rest = pattern.trim_start_matches(word).replace("\\/", "/");
    rest.len() < pattern.len() && rest.starts_with('/')
}

/// Headers that OpenAPI says are not described as parameters (section "Parameter Object").
const IGNORED_HEADERS: [&str; 3] = ["accept", "content-type", "authorization"];

/// Headers that whoever sends a request makes of its body and its address (RFC 9110, 7.2, 7.6.1 and 8.6; RFC 9112, 6.1).
const HEADERS_OF_TRANSPORT: [&str; 4] = ["connection", "content-length", "host", "transfer-encoding"];

/// Is an operation nothing without the parameter?
fn is_required(parameter: &Map<String, Value>) -> bool {
    parameter.get("required").and_then(Value::as_bool).unwrap_or(false)
}

impl Context<'_> {
    /// One parameter; `None` if nobody could send it.
    pub(super) fn parameter(&mut self, node: &Value, here: &Place<'_>) -> Option<Value> {
        let mut out = self.object(node, here, "parameter", Self::parameter_member)?;
        if !out.get("name").is_some_and(Value::is_string) {
            self.report(defect::parameter_without_name(&self.pointer(here), is_required(&out)));
            return None;
        }
        let location = self.location(&mut out, here);
        let name = out.get("name").and_then(Value::as_str).unwrap_or_default();
        if location == "header" && !is_token(name) {
            self.report(defect::parameter_of_no_header(&self.pointer(here), name, is_required(&out)));
            return None;
        }
        self.settle_value(node, &mut out, here);
        self.settle_style(&mut out, location, here);
        self.settle_location(location, &mut out, here);
        if location == "querystring" {
            self.settle_query_string(node, &mut out, here);
        }
        Some(out.into())
    }

    fn parameter_member(&mut self, key: &str, value: &Value, here: &Place<'_>) -> Field {
        match key {
            "name" | "in" | "description" | "style" => self.text_field(value, here),
            "required" | "deprecated" | "explode" | "allowReserved" | "allowEmptyValue" => {
                self.boolean_field(value, here)
            }
            "schema" => Field::Keep(self.schema(value, here)),
            "content" => Field::Keep(self.content(value, here).into()),
            "example" | "examples" => self.example_member(key, value, here),
            "collectionFormat" => Field::Omit,
            _ if SCHEMA_KEYWORDS.contains(&key) => Field::Omit,
            _ => Field::Unknown,
        }
    }

    fn location(&mut self, out: &mut Map<String, Value>, here: &Place<'_>) -> &'static str {
        let written = out.get("in").and_then(Value::as_str).unwrap_or_default().to_owned();
        let location = location_of(&written);
        if location != written {
            self.report(defect::parameter_location(&self.pointer(here), &written, location));
        }
        out.insert("in".to_owned(), location.into());
        location
    }

    /// A value is described by a schema or by one media type; 2.0 has the keywords on the parameter itself.
    fn settle_value(&mut self, node: &Value, out: &mut Map<String, Value>, here: &Place<'_>) {
        if out.get("content").is_some_and(|content| content.as_object().is_none_or(Map::is_empty)) {
            out.shift_remove("content");
        }
        if out.contains_key("schema") || out.contains_key("content") {
            let mut own = node.as_object().into_iter().flatten().map(|(key, _)| key.as_str());
            if let Some(key) = own.find(|key| SCHEMA_KEYWORDS.contains(key)) {
                self.report(defect::keyword_beside_schema(&self.pointer(&here.key(key)), key));
            }
        }
        match (out.contains_key("schema"), out.contains_key("content")) {
            (true, true) => {
                self.report(defect::schema_and_content(&self.pointer(here)));
                out.shift_remove("content");
            }
            (true, false) => {}
            (false, true) => self.keep_one_media_type(out, here),
            (false, false) => {
                let schema = self.schema_of_members(node, here);
                out.insert("schema".to_owned(), schema);
                self.collection_format(node, out);
            }
        }
    }

    fn keep_one_media_type(&mut self, out: &mut Map<String, Value>, here: &Place<'_>) {
        let Some(content) = out.get_mut("content").and_then(Value::as_object_mut) else {
            return;
        };
        let Some(first) = content.keys().next().cloned() else {
            return;
        };
        if content.len() > 1 {
            content.retain(|key, _| *key == first);
            self.report(defect::several_media_types(&self.pointer(here), &first));
        }
    }

    fn schema_of_members(&mut self, node: &Value, here: &Place<'_>) -> Value {
        let own = schema_members(node);
        if own.is_empty() {
            self.report(defect::parameter_without_schema(&self.pointer(here)));
            return string_schema();
        }
        self.report(defect::schema_on_parameter(&self.pointer(here)));
        let place = here.under_key("schema");
        self.moved(&place);
        self.schema(&Value::Object(own), &place)
    }

    /// 2.0's way to say `style` and `explode`; there, no word means comma-separated.
    fn collection_format(&self, node: &Value, out: &mut Map<String, Value>) {
        let array = node.get("type").is_some_and(|kind| kind == "array");
        let query = matches!(out.get("in").and_then(Value::as_str), Some("query" | "cookie"));
        let format = node.get("collectionFormat").and_then(Value::as_str);
        if !array || !query {
            return;
        }
        let (style, explode) = match format {
            Some("multi") => ("form", true),
            Some("ssv") => ("spaceDelimited", false),
            Some("pipes") => ("pipeDelimited", false),
            Some("csv") => ("form", false),
            _ => return,
        };
        out.entry("style").or_insert_with(|| style.into());
        out.entry("explode").or_insert_with(|| explode.into());
    }

    /// Drops a style that the location doesn't have.
    pub(super) fn settle_style(&mut self, out: &mut Map<String, Value>, location: &str, here: &Place<'_>) {
        let Some(style) = out.get("style").and_then(Value::as_str).map(str::to_owned) else {
            return;
        };
        let allowed: &[&str] = match location {
            "path" => &["matrix", "label", "simple"],
            "header" => &["simple"],
            "cookie" => &["form"],
            _ => &["form", "spaceDelimited", "pipeDelimited", "deepObject"],
        };
        if allowed.contains(&style.as_str()) {
            return;
        }
        out.shift_remove("style");
        out.insert(facts::STYLE.to_owned(), style.as_str().into());
        if (location, style.as_str()) != ("cookie", "cookie") {
            self.report(defect::style_not_allowed(&self.pointer(&here.key("style")), &style, location));
        }
    }

    fn settle_location(&mut self, location: &str, out: &mut Map<String, Value>, here: &Place<'_>) {
        if location == "path" && out.get("required") != Some(&Value::Bool(true)) {
            self.report(defect::path_parameter_not_required(&self.pointer(here)));
            out.insert("required".to_owned(), true.into());
        }
        if out.get("x-ms-skip-url-encoding") == Some(&Value::Bool(true)) {
            out.entry("allowReserved").or_insert(true.into());
        }
        let schema = out.get("schema").filter(|_| location == "path");
        let pattern = schema.and_then(|schema| schema.get("pattern")?.as_str());
        if pattern.is_some_and(is_resource_name) && !out.contains_key("allowReserved") {
            self.report(defect::resource_name(&self.pointer(here)));
            out.insert("allowReserved".to_owned(), true.into());
        }
        let reserved = out.get("allowReserved").cloned();
        if let Some(flag) = reserved.filter(|_| location != "query") {
            out.shift_remove("allowReserved");
            out.insert(facts::ALLOW_RESERVED.to_owned(), flag);
        }
        if location == "header" {
            self.settle_header(out, here);
        }
    }

    fn settle_header(&mut self, out: &mut Map<String, Value>, here: &Place<'_>) {
        let name = out.get("name").and_then(Value::as_str).unwrap_or_default();
        let is_one_of = |names: &[&str]| names.iter().any(|ignored| ignored.eq_ignore_ascii_case(name));
        // 2.0 has no such rule; what its media types say is not said by parameters all the same.
        let own = self.version == Version::V2 && name.eq_ignore_ascii_case("authorization");
        let finding = if is_one_of(&HEADERS_OF_TRANSPORT) {
            defect::header_of_transport(&self.pointer(here), name)
        } else if is_one_of(&IGNORED_HEADERS) && !own {
            defect::ignored_header(&self.pointer(here), name)
        } else {
            return;
        };
        self.report(finding);
        out.insert(facts::IGNORED_HEADER.to_owned(), true.into());
    }

    /// 3.2's whole query string is a document of its media type (OpenAPI 3.2, 4.12); a `schema` alone is that of a form.
    fn settle_query_string(&mut self, node: &Value, out: &mut Map<String, Value>, here: &Place<'_>) {
        out.insert("in".to_owned(), "query".into());
        out.insert(facts::QUERY_STRING.to_owned(), true.into());
        let Some(schema) = out.shift_remove("schema") else { return };
        let content = here.under_key("content");
        let media_type = content.under_key(form::FORM);
        let is_written = node.get("schema").is_some();
        let place = if is_written { media_type.key("schema") } else { media_type.under_key("schema") };
        if is_written {
            self.report(defect::schema_without_content(&self.pointer(&place), &[form::FORM.to_owned()]));
        }
        self.moved(&place);
        out.insert("content".to_owned(), json!({form::FORM: {"schema": schema}}));
    }

    /// One header of a response or part.
    pub(super) fn header(&mut self, node: &Value, here: &Place<'_>) -> Option<Value> {
        let mut out = self.object(node, here, "header", |context, key, value, here| match key {
            "name" | "in" => Field::Omit,
            _ => context.parameter_member(key, value, here),
        })?;
        self.settle_value(node, &mut out, here);
        self.settle_style(&mut out, "header", here);
        if let Some(explode) = out.shift_remove("explode") {
            out.insert(facts::EXPLODE.to_owned(), explode);
        }
        out.shift_remove("allowEmptyValue");
        out.shift_remove("allowReserved");
        Some(out.into())
    }

    /// A map of headers. Names that differ in case alone are one header (RFC 9110, 5.1).
    pub(super) fn headers(&mut self, value: &Value, here: &Place<'_>) -> Field {
        let mut seen: Vec<(String, Pointer)> = Vec::new();
        let read = |context: &mut Self, name: &str, node: &Value, here: &Place<'_>| {
            let known = name.to_ascii_lowercase();
            if let Some((_, first)) = seen.iter().find(|(earlier, _)| *earlier == known) {
                context.report(defect::repeated_header(&context.pointer(here), name, first));
                return None;
            }
            seen.push((known, context.pointer(here)));
            context.header_of_map(name, node, here)
        };
        Field::Keep(self.map(value, here, "map of headers", read).into())
    }

    fn header_of_map(&mut self, name: &str, node: &Value, here: &Place<'_>) -> Option<Value> {
        match node {
            Value::Null => Some(json!({"schema": string_schema()})),
            _ if name.starts_with("x-") && !node.is_object() => None,
            _ => self.referable(node, here, "headers", Self::header),
        }
    }
}

/// The keywords of a schema that stand on a parameter.
pub(super) fn schema_members(node: &Value) -> Map<String, Value> {
    let members = node.as_object().into_iter().flatten();
    let own = members.filter(|(key, _)| SCHEMA_KEYWORDS.contains(&key.as_str()) || is_of_values(key));
    own.map(|(key, value)| (key.clone(), value.clone())).collect()
}

/// Where a parameter is sent that says this, or nothing, of its place.
pub(super) fn location_of(written: &str) -> &'static str {
    match written.trim().to_ascii_lowercase().as_str() {
        "path" => "path",
        "header" | "headers" => "header",
        "cookie" | "cookies" => "cookie",
        "querystring" => "querystring",
        _ => "query",
    }
}
