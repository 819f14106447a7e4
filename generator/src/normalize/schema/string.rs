//! Keywords of strings.

use crate::diagnostics::defect;
use crate::media_type::essence;
use crate::normalize::context::Context;
use crate::normalize::facts;
use crate::normalize::place::Place;
use serde_json::{Map, Value};

/// Encodings that are decoded, and those of RFC 2045, 6.1 that change nothing.
const READABLE: [&str; 5] = ["base64", "base64url", "7bit", "8bit", "binary"];

impl Context<'_> {
    /// Writes the keywords of a string.
    pub(super) fn string(&mut self, members: &Map<String, Value>, place: &Place<'_>, out: &mut Map<String, Value>) {
        for key in ["minLength", "maxLength"] {
            self.count(key, members, place, out);
        }
        self.check_counts("minLength", "maxLength", place, out);
        if let Some(pattern) = present(members, "pattern").and_then(|value| self.text(value, &place.key("pattern"))) {
            out.insert("pattern".to_owned(), pattern.into());
        }
        self.string_content(members, place, out);
    }

    /// 3.1 says with `contentEncoding` and `contentMediaType` what 3.0 says with the formats `byte` and `binary`.
    fn string_content(&mut self, members: &Map<String, Value>, place: &Place<'_>, out: &mut Map<String, Value>) {
        let encoding = self.text_member(members, "contentEncoding", place);
        let media_type = self.text_member(members, "contentMediaType", place);
        let format = match (encoding.as_deref(), media_type.as_deref()) {
            (Some("base64"), _) => Some("byte"),
            (Some("base64url"), _) => Some("base64url"),
            (Some("binary"), _) => Some("binary"),
            (None, Some(media_type)) if is_binary(media_type) => Some("binary"),
            _ => None,
        };
        if let Some(format) = format {
            out.entry("format").or_insert_with(|| format.into());
        }
        if encoding.as_deref().is_some_and(|encoding| !READABLE.contains(&encoding)) {
            self.report(defect::not_expressible(&self.pointer(&place.key("contentEncoding")), "contentEncoding"));
        }
        for (fact, text) in [(facts::CONTENT_ENCODING, encoding), (facts::CONTENT_MEDIA_TYPE, media_type)] {
            out.extend(text.map(|text| (fact.to_owned(), Value::from(text))));
        }
        if let Some(schema) = present(members, "contentSchema") {
            let here = place.renamed("contentSchema", facts::CONTENT_SCHEMA);
            self.moved(&here);
            let schema = self.schema(schema, &here);
            out.insert(facts::CONTENT_SCHEMA.to_owned(), schema);
        }
    }

    fn text_member(&mut self, members: &Map<String, Value>, key: &str, place: &Place<'_>) -> Option<String> {
        present(members, key).and_then(|value| self.text(value, &place.key(key)))
    }
}

fn present<'v>(members: &'v Map<String, Value>, key: &str) -> Option<&'v Value> {
    members.get(key).filter(|value| !value.is_null())
}

/// Are values of the media type bytes rather than text?
pub(in crate::normalize) fn is_binary(media_type: &str) -> bool {
    let essence = essence(media_type);
    let text = ["image/svg+xml"];
    let binary = [
        "application/octet-stream",
        "application/pdf",
        "application/zip",
        "application/gzip",
        "application/x-gzip",
        "application/x-tar",
    ];
    let family = ["image/", "audio/", "video/", "font/"].iter().any(|family| essence.starts_with(family));
    binary.contains(&essence.as_str()) || (family && !text.contains(&essence.as_str()))
}
