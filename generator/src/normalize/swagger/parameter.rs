//! Parameters that stay parameters, and the keywords that become their schema.

use super::{Converter, copy, copy_extensions, later, reference, schema};
use crate::diagnostics::defect;
use crate::normalize::place::Place;
use crate::normalize::vendor::is_of_values;
use serde_json::{Map, Value};

/// Members that a parameter keeps.
const OWN: [&str; 6] = ["name", "in", "description", "required", "allowEmptyValue", "deprecated"];

/// Members that say how a list is written.
pub(super) const COLLECTION: &str = "collectionFormat";

/// Members of 3.x that say how a value is written.
const STYLE: [&str; 3] = ["style", "explode", "allowReserved"];

impl Converter<'_> {
    /// One parameter in the path, the query, a header.
    pub(super) fn parameter(&mut self, node: &Value, here: &Place<'_>) -> Value {
        let Some(members) = node.as_object() else {
            return node.clone();
        };
        if let Some(text) = members.get("$ref").and_then(Value::as_str) {
            return Value::Object(Map::from_iter([("$ref".to_owned(), reference(text))]));
        }
        let mut out = Map::new();
        copy(node, &OWN, &mut out);
        copy_extensions(node, &mut out);
        if let Some(example) = node.get("x-example") {
            out.insert("example".to_owned(), example.clone());
        }
        let query = node.get("in").is_some_and(|own| own == "query");
        self.style(node, query, here, &mut out);
        self.value(members, here, &mut out);
        out.into()
    }

    /// Its values as 3.0 has them: in the words of 2.0, or already so.
    pub(super) fn value(&mut self, members: &Map<String, Value>, here: &Place<'_>, out: &mut Map<String, Value>) {
        if members.contains_key("schema") || members.contains_key("content") {
            let written = members.iter().filter(|(key, _)| !OWN.contains(&key.as_str()) && !key.starts_with("x-"));
            for (key, value) in written {
                out.insert(key.clone(), later::member(key, value));
            }
            return;
        }
        let own = keywords(members);
        if !own.is_empty() {
            self.moved(&here.under_key("schema"));
            out.insert("schema".to_owned(), schema::schema(&own.into()));
        }
    }

    /// 2.0 separates by commas unless it says otherwise; 3.0 repeats the parameter. What is said in the words of 3.0 is
    /// meant as there.
    pub(super) fn style(&mut self, node: &Value, query: bool, here: &Place<'_>, out: &mut Map<String, Value>) {
        let collection = node.get(COLLECTION).is_some();
        let described = node.get("schema").filter(|_| collection).unwrap_or(node);
        let is_array = described.get("type").is_some_and(|kind| kind == "array");
        let is_later = !collection && ["style", "explode"].iter().any(|key| node.get(key).is_some());
        copy(node, &STYLE, out);
        if !is_array || is_later {
            return;
        }
        let (style, explode) = self.collection(node, query, here);
        if query {
            out.insert("style".to_owned(), style.into());
        }
        out.insert("explode".to_owned(), explode.into());
    }

    /// What `collectionFormat` is in 3.0.
    pub(super) fn collection(&mut self, node: &Value, query: bool, here: &Place<'_>) -> (&'static str, bool) {
        let format = node.get(COLLECTION).and_then(Value::as_str).unwrap_or("csv");
        let found = match (format, query) {
            ("csv", _) => Some(("form", false)),
            ("multi", true) => Some(("form", true)),
            ("ssv", true) => Some(("spaceDelimited", false)),
            ("pipes", true) => Some(("pipeDelimited", false)),
            _ => None,
        };
        found.unwrap_or_else(|| {
            self.report(defect::collection_format(&here.key(COLLECTION).source(), format));
            ("form", false)
        })
    }
}

/// The members of a parameter, item or header that describe its values.
pub(super) fn keywords(members: &Map<String, Value>) -> Map<String, Value> {
    let others = [COLLECTION, "schema", "$ref"];
    let is_other = |key: &str| OWN.contains(&key) || STYLE.contains(&key) || others.contains(&key);
    let is_keyword = |key: &str| !is_other(key) && !key.starts_with("x-");
    let own = members.iter().filter(|(key, _)| is_keyword(key) || is_of_values(key));
    own.map(|(key, value)| (key.clone(), value.clone())).collect()
}
