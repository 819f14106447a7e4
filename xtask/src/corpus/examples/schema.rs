//! A schema in canonical form -> one of JSON Schema 2020-12, for a validator that knows nothing of OpenAPI.

use std::collections::BTreeMap;

use generator::normalize::facts;
use serde_json::{Map, Value, json};

/// The address of the document that holds the component schemas.
const DOCUMENT: &str = "urn:document";

/// Keywords that mean the same in both, and hold no schema.
const SAME: [&str; 15] = [
    "type",
    "format",
    "enum",
    "required",
    "minLength",
    "maxLength",
    "pattern",
    "minimum",
    "maximum",
    "multipleOf",
    "minItems",
    "maxItems",
    "uniqueItems",
    "minProperties",
    "maxProperties",
];

/// What the formats of OpenAPI allow that no validator of JSON Schema knows.
const FORMATS: [(&str, i128, i128); 4] = [
    ("int32", i32::MIN as i128, i32::MAX as i128),
    ("int64", i64::MIN as i128, i64::MAX as i128),
    ("uint32", 0, u32::MAX as i128),
    ("uint64", 0, u64::MAX as i128),
];

/// The component schemas of a document, by the names that references have after conversion.
pub struct Components<'a> {
    names: BTreeMap<&'a str, usize>,
    schemas: &'a Map<String, Value>,
}

impl<'a> Components<'a> {
    /// Takes the schemas of a normalized document.
    pub fn new(schemas: &'a Map<String, Value>) -> Self {
        Self { names: schemas.keys().map(String::as_str).zip(0..).collect(), schemas }
    }

    /// The document that the schemas refer to, at the address `urn:document`.
    pub fn document(&self) -> Value {
        let schemas = self.schemas.values().enumerate();
        let schemas: Map<_, _> = schemas.map(|(index, schema)| (name(index), self.convert(schema))).collect();
        json!({ "$id": DOCUMENT, "$defs": schemas })
    }

    /// One schema.
    pub fn convert(&self, schema: &Value) -> Value {
        let Some(members) = schema.as_object() else { return schema.clone() };
        if let Some(reference) = members.get("$ref").and_then(Value::as_str) {
            return self.reference(reference);
        }
        let mut out = Map::new();
        members.iter().for_each(|(key, value)| self.member(key, value, &mut out));
        tuple(members, &mut out);
        exclusive(members, &mut out);
        format(members, &mut out);
        if members.get("nullable") == Some(&Value::Bool(true)) {
            return json!({ "anyOf": [out, { "type": "null" }] });
        }
        out.into()
    }

    /// A reference; one that leads nowhere allows everything, as its type does.
    fn reference(&self, reference: &str) -> Value {
        let key = reference.strip_prefix("#/components/schemas/").unwrap_or_default();
        let key = key.replace("~1", "/").replace("~0", "~");
        let found = self.names.get(key.as_str());
        found.map_or_else(|| json!({}), |index| json!({ "$ref": format!("{DOCUMENT}#/$defs/{}", name(*index)) }))
    }

    fn member(&self, key: &str, value: &Value, out: &mut Map<String, Value>) {
        let mut keep = |key: &str, value: Value| drop(out.insert(key.to_owned(), value));
        match (key, value) {
            ("items" | "not" | "additionalProperties", _) => keep(key, self.convert(value)),
            ("allOf" | "oneOf" | "anyOf", Value::Array(branches)) => keep(key, self.list(branches)),
            ("properties", Value::Object(properties)) => {
                let properties = properties.iter().map(|(name, schema)| (name.clone(), self.convert(schema)));
                keep(key, Value::Object(properties.collect()));
            }
            (facts::NULL, Value::Bool(true)) => keep("type", "null".into()),
            (facts::CONST, _) => keep("const", value.clone()),
            (facts::ENUM, _) => keep("enum", value.clone()),
            (facts::CONSTRAINTS | facts::BOUNDS, Value::Object(stashed)) => out.extend(self_contained(stashed)),
            _ if SAME.contains(&key) => keep(key, value.clone()),
            _ => {}
        }
    }

    fn list(&self, schemas: &[Value]) -> Value {
        schemas.iter().map(|schema| self.convert(schema)).collect()
    }
}

/// The items that have each a schema of their own, taken apart from that of all further ones.
fn tuple(members: &Map<String, Value>, out: &mut Map<String, Value>) {
    let Some(length) = members.get(facts::PREFIX_ITEMS).and_then(Value::as_u64) else { return };
    let Some(Value::Object(mut items)) = out.shift_remove("items") else { return };
    let Some(Value::Array(mut schemas)) = items.shift_remove("anyOf") else { return };
    let rest = schemas.split_off(schemas.len().min(usize::try_from(length).unwrap_or(usize::MAX)));
    out.insert("prefixItems".to_owned(), schemas.into());
    out.extend(rest.into_iter().next().map(|rest| ("items".to_owned(), rest)));
}

fn name(index: usize) -> String {
    format!("s{index}")
}

/// 3.0 says whether a bound is exclusive, JSON Schema has a keyword for each.
fn exclusive(members: &Map<String, Value>, out: &mut Map<String, Value>) {
    for (flag, bound) in [("exclusiveMinimum", "minimum"), ("exclusiveMaximum", "maximum")] {
        if members.get(flag) == Some(&Value::Bool(true))
            && let Some(bound) = out.shift_remove(bound)
        {
            out.insert(flag.to_owned(), bound);
        }
    }
}

/// The range of a format; it comes on top of the bounds that the schema has.
fn format(members: &Map<String, Value>, out: &mut Map<String, Value>) {
    let format = members.get("format").and_then(Value::as_str).unwrap_or_default();
    let numeric = matches!(members.get("type").and_then(Value::as_str), Some("integer" | "number"));
    let Some((_, least, most)) = FORMATS.into_iter().find(|(name, ..)| *name == format).filter(|_| numeric) else {
        return;
    };
    let range = [("minimum", least), ("maximum", most)];
    let range: Map<_, _> =
        range.into_iter().filter_map(|(key, bound)| Some((key.to_owned(), number(bound)?))).collect();
    let mut all = out.shift_remove("allOf").and_then(|all| all.as_array().cloned()).unwrap_or_default();
    all.push(range.into());
    out.insert("allOf".to_owned(), all.into());
}

fn number(bound: i128) -> Option<Value> {
    i64::try_from(bound).map(Value::from).or_else(|_| u64::try_from(bound).map(Value::from)).ok()
}

/// Constraints stand as they were written, so that what they refer to cannot be found any more.
fn self_contained(stashed: &Map<String, Value>) -> impl Iterator<Item = (String, Value)> {
    let whole = stashed.iter().filter(|(_, value)| !value.to_string().contains("\"$ref\""));
    whole.map(|(key, value)| (key.clone(), value.clone()))
}
