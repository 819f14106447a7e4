//! Parameters that stay parameters, and the keywords that become their schema.

use super::{Converter, copy, copy_extensions, reference, schema};
use crate::diagnostics::defect;
use crate::normalize::place::Place;
use serde_json::{Map, Value};

/// Members that a parameter keeps.
const OWN: [&str; 6] = ["name", "in", "description", "required", "allowEmptyValue", "deprecated"];

/// Members that say how a list is written.
pub(super) const COLLECTION: &str = "collectionFormat";

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
        self.style(node, here, &mut out);
        self.value(members, here, &mut out);
        out.into()
    }

    fn value(&mut self, members: &Map<String, Value>, here: &Place<'_>, out: &mut Map<String, Value>) {
        let own = keywords(members);
        match members.get("schema") {
            Some(own) => drop(out.insert("schema".to_owned(), schema::schema(own))),
            None if own.is_empty() => {}
            None => {
                self.moved(&here.under_key("schema"));
                out.insert("schema".to_owned(), schema::schema(&own.into()));
            }
        }
    }

    /// 2.0 separates by commas unless it says otherwise; 3.0 repeats the parameter.
    fn style(&mut self, node: &Value, here: &Place<'_>, out: &mut Map<String, Value>) {
        if node.get("type").is_none_or(|kind| kind != "array") {
            return;
        }
        let query = node.get("in").is_some_and(|own| own == "query");
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
    let is_keyword = |key: &str| !OWN.contains(&key) && !others.contains(&key) && !key.starts_with("x-");
    let own = members.iter().filter(|(key, _)| is_keyword(key) || *key == "x-nullable");
    own.map(|(key, value)| (key.clone(), value.clone())).collect()
}
