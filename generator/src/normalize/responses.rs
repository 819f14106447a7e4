//! Request bodies and responses.

use super::context::{Context, Field};
use super::declared::Body;
use super::facts;
use super::place::Place;
use super::version::Version;
use crate::diagnostics::defect;
use serde_json::{Map, Value, json};

impl Context<'_> {
    /// One request body.
    pub(super) fn request_body(&mut self, node: &Value, here: &Place<'_>) -> Option<Value> {
        let mut out = self.object(node, here, "request body", |context, key, value, here| match key {
            "description" => context.text_field(value, here),
            "required" => context.boolean_field(value, here),
            "content" => Field::Keep(context.content(value, here).into()),
            "schema" => Field::Omit,
            _ => Field::Unknown,
        })?;
        if !out.contains_key("content") {
            let content = self.lifted_content(node, here, Body::Request);
            out.insert("content".to_owned(), content.into());
        }
        Some(out.into())
    }

    /// A `schema` where `content` belongs is of JSON, or of what the document declares for all bodies.
    fn lifted_content(&mut self, node: &Value, here: &Place<'_>, body: Body) -> Map<String, Value> {
        let Some(schema) = node.get("schema").filter(|schema| !schema.is_null()) else {
            return Map::new();
        };
        let media_types = self.declared.of(body);
        self.report(defect::schema_without_content(&self.pointer(&here.key("schema")), &media_types));
        self.content_of(schema, here, &media_types)
    }

    /// The content that a member `schema` stands for.
    pub(super) fn content_of(
        &mut self,
        schema: &Value,
        here: &Place<'_>,
        media_types: &[String],
    ) -> Map<String, Value> {
        let content = here.under_key("content");
        let read = |media_type: &String| {
            let media = content.under_key(media_type);
            let place = media.key("schema");
            self.moved(&place);
            (media_type.clone(), json!({"schema": self.schema(schema, &place)}))
        };
        media_types.iter().map(read).collect()
    }

    /// The responses of an operation, by status.
    pub(super) fn responses(&mut self, value: &Value, here: &Place<'_>) -> Value {
        self.through(value, here, Self::own_responses)
    }

    fn own_responses(&mut self, value: &Value, here: &Place<'_>) -> Value {
        let mut out = Map::new();
        let Some(members) = self.members(value, here, "map of responses") else {
            return out.into();
        };
        for (key, node) in members {
            let place = here.key(key);
            if self.extension(key, node, &place, &mut out) {
                continue;
            }
            match status(key) {
                Some(status) if out.contains_key(&status) || is_said_elsewhere(key, &status, members) => {
                    self.report(defect::repeated_status(&self.pointer(&place), key, &status));
                }
                Some(status) => {
                    let response = self.response_at(key, &status, node, here);
                    out.insert(status, response);
                }
                None => self.report(defect::not_a_status(&self.pointer(&place), key)),
            }
        }
        out.into()
    }

    fn response_at(&mut self, key: &str, status: &str, node: &Value, here: &Place<'_>) -> Value {
        let place = here.renamed(key, status);
        if key != status {
            self.report(defect::status_repaired(&self.pointer(&place), key, status));
            self.moved(&place);
        }
        if status.starts_with(['6', '7', '8', '9']) {
            self.report(defect::status_beyond_http(&self.pointer(&place), status));
        }
        let response = self.referable(node, &place, "responses", Self::response);
        let mut response = response.unwrap_or_else(|| json!({"description": ""}));
        let has_content =
            response.get("content").is_some_and(|content| content.as_object().is_some_and(|map| !map.is_empty()));
        if matches!(status, "204" | "304")
            && has_content
            && let Some(members) = response.as_object_mut()
        {
            self.report(defect::content_of_empty_response(&self.pointer(&place), status));
            members.shift_remove("content");
        }
        response
    }

    /// One response.
    pub(super) fn response(&mut self, node: &Value, here: &Place<'_>) -> Option<Value> {
        if let Value::String(description) = node {
            self.report(defect::coerced(&self.pointer(here), "a response object", description));
            return Some(json!({"description": description}));
        }
        if node.is_null() {
            self.report(defect::missing_text(&self.pointer(here), "response", "description"));
            return Some(json!({"description": ""}));
        }
        let mut out = self.object(node, here, "response", |context, key, value, here| match key {
            "description" => context.text_field(value, here),
            "headers" => context.headers(value, here),
            "content" => Field::Keep(context.content(value, here).into()),
            "links" => context.links(value, here),
            "summary" => Field::As(facts::SUMMARY, value.clone()),
            "schema" => Field::Omit,
            _ => Field::Unknown,
        })?;
        if !out.contains_key("description") {
            // It is optional since 3.2 (OpenAPI 3.2.0, 4.17.1).
            if !out.contains_key(facts::SUMMARY) && self.version < Version::V3_2 {
                self.report(defect::missing_text(&self.pointer(here), "response", "description"));
            }
            out.insert("description".to_owned(), "".into());
        }
        if !out.contains_key("content") && node.get("schema").is_some() {
            let content = self.lifted_content(node, here, Body::Response);
            out.insert("content".to_owned(), content.into());
        }
        self.add_said(here, &mut out);
        Some(out.into())
    }
}

/// The status that a key means: `default`, `404`, `4XX`. A range covers all that begins with one digit (OpenAPI 3.0.3,
/// 4.7.16), so that `40X` can only be `4XX`.
fn status(key: &str) -> Option<String> {
    let key = key.trim();
    let upper = key.to_ascii_uppercase();
    let end = |rest: Option<&u8>| rest.is_none_or(|next| !next.is_ascii_alphanumeric());
    match upper.as_bytes() {
        b"DEFAULT" => Some("default".to_owned()),
        [b'1'..=b'9', b'X' | b'0'..=b'9', b'X', rest @ ..] if end(rest.first()) => Some(format!("{}XX", &upper[..1])),
        [b'1'..=b'9', b'0'..=b'9', b'0'..=b'9', rest @ ..] if end(rest.first()) => Some(key[..3].to_owned()),
        _ => None,
    }
}

/// Is the status that a key only means written in full beside it? That one counts, wherever it stands.
fn is_said_elsewhere(key: &str, status: &str, members: &Map<String, Value>) -> bool {
    key != status && members.contains_key(status)
}

#[cfg(test)]
mod tests {
    use super::status;

    #[test]
    fn keys_are_read_as_statuses() {
        let cases = [
            ("200", Some("200")),
            ("2xx ", Some("2XX")),
            ("200 OK", Some("200")),
            ("Default", Some("default")),
            ("401, 403", Some("401")),
            ("20X", Some("2XX")),
            ("4X4", None),
            ("600", Some("600")),
            ("99", None),
            ("success", None),
            ("error", None),
            ("2000", None),
            ("000", None),
            ("20ä", None),
        ];
        for (key, expected) in cases {
            assert_eq!(status(key).as_deref(), expected, "{key}");
        }
    }
}
