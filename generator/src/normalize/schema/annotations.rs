//! What a schema says besides which values it allows: titles, examples, access, and facts for later stages.

use super::composition::stash;
use super::conditional;
use crate::diagnostics::defect;
use crate::normalize::context::{Context, Field};
use crate::normalize::facts;
use crate::normalize::place::Place;
use crate::normalize::version::Version;
use serde_json::{Map, Value};

/// Keywords that other files of this folder read.
const READ_ELSEWHERE: [&str; 38] = [
    "$ref",
    "$dynamicRef",
    "$recursiveRef",
    "type",
    "format",
    "enum",
    "const",
    "nullable",
    "default",
    "discriminator",
    "allOf",
    "oneOf",
    "anyOf",
    "not",
    "pattern",
    "minLength",
    "maxLength",
    "contentEncoding",
    "contentMediaType",
    "contentSchema",
    "multipleOf",
    "minimum",
    "maximum",
    "exclusiveMinimum",
    "exclusiveMaximum",
    "items",
    "prefixItems",
    "minItems",
    "maxItems",
    "uniqueItems",
    "additionalItems",
    "properties",
    "required",
    "additionalProperties",
    "patternProperties",
    "minProperties",
    "maxProperties",
    "unevaluatedProperties",
];

/// Keywords that name or describe the schema for tools, and have been used where they matter.
const NAMING: [&str; 10] = [
    "$id",
    "$schema",
    "$comment",
    "$anchor",
    "$dynamicAnchor",
    "$recursiveAnchor",
    "$vocabulary",
    "$defs",
    "definitions",
    "id",
];

/// Keywords that restrict values in a way no type can express.
const CONSTRAINTS: [&str; 12] = [
    "if",
    "then",
    "else",
    "contains",
    "minContains",
    "maxContains",
    "propertyNames",
    "dependentRequired",
    "dependentSchemas",
    "dependencies",
    "unevaluatedItems",
    "extends",
];

impl Context<'_> {
    /// The annotations of a schema.
    pub(super) fn annotations(&mut self, members: &Map<String, Value>, place: &Place<'_>) -> Map<String, Value> {
        let mut out = Map::new();
        for (key, value) in members.iter().filter(|(key, _)| !READ_ELSEWHERE.contains(&key.as_str())) {
            let here = place.key(key);
            let is_read = key == "unevaluatedItems" && self.unevaluated_items(members).is_some();
            if is_read || self.extension(key, value, &here, &mut out) || is_empty(key, value) {
                continue;
            }
            if conditional::gives_properties(members, key, value) {
                self.report(defect::conditional_properties(&self.pointer(&here), key));
                stash(&mut out, key, value);
            } else {
                self.annotation(key, value, &here, &mut out);
            }
        }
        self.legacy_example(members, &mut out);
        out
    }

    fn annotation(&mut self, key: &str, value: &Value, here: &Place<'_>, out: &mut Map<String, Value>) {
        let field = match key {
            "title" | "description" => self.text_field(value, here),
            "readOnly" | "writeOnly" | "deprecated" => self.boolean_field(value, here),
            "externalDocs" => self.external_docs(value, here).into(),
            "example" => Field::Keep(value.clone()),
            "examples" => return self.examples(value, here, out),
            "xml" => Field::As(facts::XML, value.clone()),
            "optional" => {
                self.report(defect::optional_schema(&self.pointer(here)));
                Field::Omit
            }
            _ if NAMING.contains(&key) => Field::Omit,
            _ if CONSTRAINTS.contains(&key) => return self.constraint(key, value, here, out),
            _ => Field::Unknown,
        };
        self.keep(field, key, "schema", here, out);
    }

    fn constraint(&mut self, key: &str, value: &Value, here: &Place<'_>, out: &mut Map<String, Value>) {
        self.report(defect::not_expressible(&self.pointer(here), key));
        stash(out, key, value);
    }

    /// 3.1's `examples`: a list, of which the first becomes the `example`. Authors write maps, too.
    fn examples(&mut self, value: &Value, here: &Place<'_>, out: &mut Map<String, Value>) {
        let examples: Vec<Value> = match value {
            Value::Array(items) => {
                self.keyword_of(Version::V3_1, "`examples` of a schema", here);
                items.clone()
            }
            Value::Object(named) => {
                self.report(defect::map_of_examples(&self.pointer(here)));
                named.values().map(|example| example.get("value").unwrap_or(example).clone()).collect()
            }
            other => vec![other.clone()],
        };
        if let Some(first) = examples.first() {
            out.entry("example").or_insert_with(|| {
                let example = here.sibling("example");
                self.provenance.record(example.target(), here.source().index(0));
                first.clone()
            });
        }
        if examples.len() > 1 {
            self.moved(&here.sibling(facts::EXAMPLES));
            out.insert(facts::EXAMPLES.to_owned(), examples.into());
        }
    }

    fn legacy_example(&mut self, members: &Map<String, Value>, out: &mut Map<String, Value>) {
        if let Some(example) = members.get("x-example").filter(|example| !example.is_null()) {
            out.entry("example").or_insert_with(|| example.clone());
        }
    }

    /// Does the schema allow `null` by itself? `x-nullable` is how 2.0 documents say it.
    pub(super) fn nullable(&mut self, members: &Map<String, Value>, place: &Place<'_>) -> bool {
        if members.contains_key("nullable") {
            self.keyword_of(Version::V3_0, "`nullable`", &place.key("nullable"));
        }
        let flags = ["nullable", "x-nullable"].into_iter();
        let flags = flags.filter_map(|key| Some((key, members.get(key).filter(|value| !value.is_null())?)));
        flags.fold(false, |nullable, (key, value)| self.boolean(value, &place.key(key)).unwrap_or_default() || nullable)
    }
}

/// `null` is left out without a word where it can only mean that there is nothing to say.
fn is_empty(key: &str, value: &Value) -> bool {
    value.is_null() && !CONSTRAINTS.contains(&key)
}
