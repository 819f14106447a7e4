//! Which examples are valid, and which of those came back from a generated crate as they were.
//!
//! A line of input is a document: `{"document": …, "examples": [{"schema", "value", "answer"}]}`. `document` holds the
//! component schemas in `$defs` and has the `$id` `urn:document`; `answer` is `{"got": …}` or `{"error": "…"}`. A line of
//! output is a list: for each example `{"invalid": "why"}`, `{"changed": "what"}`, or `{}` if all is well.

mod compare;
mod schemas;

use std::io::{self, BufRead as _, Write as _};

use serde_json::{Value, json};

use schemas::Schemas;

fn main() -> io::Result<()> {
    let mut out = io::stdout().lock();
    for line in io::stdin().lock().lines() {
        let case: Value = serde_json::from_str(&line?)?;
        writeln!(out, "{}", verdicts(&case))?;
    }
    Ok(())
}

fn verdicts(case: &Value) -> Value {
    let examples = case["examples"].as_array().into_iter().flatten();
    match Schemas::new(&case["document"]) {
        Ok(schemas) => examples.map(|example| verdict(&schemas, example)).collect(),
        Err(error) => examples.map(|_| json!({ "invalid": format!("the schemas are none: {error}") })).collect(),
    }
}

fn verdict(schemas: &Schemas<'_>, example: &Value) -> Value {
    let (schema, value, answer) = (&example["schema"], &example["value"], &example["answer"]);
    if let Err(reason) = schemas.validate(schema, value) {
        return json!({ "invalid": reason });
    }
    let Some(got) = answer.get("got") else {
        return json!({ "changed": answer["error"].as_str().unwrap_or("nothing came back") });
    };
    compare::difference(schemas, schema, value, got).map_or_else(|| json!({}), |changed| json!({ "changed": changed }))
}

#[cfg(test)]
mod tests {
    use super::{Schemas, verdict};
    use serde_json::{Value, json};

    fn judged(schema: Value, value: Value, answer: Value) -> Value {
        let pet = json!({
            "type": "object",
            "required": ["name"],
            "properties": { "name": { "type": "string" }, "born": { "type": "string", "format": "date" } },
        });
        let document = json!({ "$id": "urn:document", "$defs": { "pet": pet } });
        verdict(&Schemas::new(&document).unwrap(), &json!({ "schema": schema, "value": value, "answer": answer }))
    }

    fn pet() -> Value {
        json!({ "$ref": "urn:document#/$defs/pet" })
    }

    #[test]
    fn what_comes_back_as_it_was_is_well() {
        let value = json!({ "name": "a", "unknown": 1 });
        assert_eq!(judged(pet(), value.clone(), json!({ "got": value })), json!({}));
        assert_eq!(
            judged(pet(), value, json!({ "got": { "name": "a" } })),
            json!({}),
            "it may lose what is not declared"
        );
        let number = json!({ "type": "number" });
        assert_eq!(judged(number, json!(1), json!({ "got": 1.0 })), json!({}));
    }

    #[test]
    fn what_comes_back_changed_is_told() {
        let value = json!({ "name": "a", "born": "2020-02-29" });
        let changed = |got: Value| judged(pet(), value.clone(), json!({ "got": got }))["changed"].clone();
        assert_eq!(changed(json!({ "name": "a" })), "`/born` is lost");
        assert_eq!(changed(json!({ "name": "b", "born": "2020-02-29" })), "`/name` is \"b\" instead of \"a\"");
        assert_eq!(changed(json!({ "name": "a", "born": "2020-02-29", "x": null })), "`/x` is new: null");
        let error = judged(pet(), value.clone(), json!({ "error": "no" }));
        assert_eq!(error, json!({ "changed": "no" }));
    }

    #[test]
    fn a_time_in_other_words_is_told_apart() {
        let judged = |value: &str, got: &str| judged(json!({ "type": "string" }), json!(value), json!({ "got": got }));
        let words = "it is the same time in other words: 2020-02-29T01:02:03Z instead of 2020-02-29 01:02:03.000+00:00";
        assert_eq!(judged("2020-02-29 01:02:03.000+00:00", "2020-02-29T01:02:03Z"), json!({ "changed": words }));
        let other = judged("2020-02-29T01:02:03.5Z", "2020-02-29T01:02:03Z")["changed"].to_string();
        assert!(other.contains("instead of"), "{other}");
        assert!(!other.contains("same time"), "{other}");
    }

    #[test]
    fn invalid_examples_have_a_reason() {
        let invalid = |value: Value| judged(pet(), value, json!({ "error": "no" }))["invalid"].to_string();
        assert!(invalid(json!({})).contains("required"), "{}", invalid(json!({})));
        assert!(invalid(json!({ "name": "a", "born": "tomorrow" })).contains("`/born`: \\\"tomorrow\\\" is not a"));
    }

    #[test]
    fn only_the_branches_of_a_union_that_hold_declare_properties() {
        let cat = json!({ "required": ["cat"], "properties": { "cat": {}, "lives": {} } });
        let dog = json!({ "required": ["dog"], "properties": { "dog": {}, "name": {} } });
        let union = json!({ "anyOf": [cat, dog] });
        let value = json!({ "cat": 1, "name": 2, "lives": 9 });
        let changed = |got: Value| judged(union.clone(), value.clone(), json!({ "got": got }));
        assert_eq!(changed(json!({ "cat": 1, "lives": 9 })), json!({}));
        assert_eq!(changed(json!({ "cat": 1 })), json!({ "changed": "`/lives` is lost" }));
    }

    #[test]
    fn a_circle_of_schemas_ends() {
        let document = json!({ "$id": "urn:document", "$defs": {
            "list": { "properties": { "next": { "$ref": "urn:document#/$defs/list" }, "n": {} } },
        } });
        let schemas = Schemas::new(&document).unwrap();
        let value = json!({ "next": { "next": { "n": 1 } } });
        let example = json!({ "schema": { "$ref": "urn:document#/$defs/list" }, "value": value, "answer": { "got": { "next": { "next": {} } } } });
        assert_eq!(verdict(&schemas, &example), json!({ "changed": "`/next/next/n` is lost" }));
    }
}
