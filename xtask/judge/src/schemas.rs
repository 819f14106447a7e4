//! The schemas of a document, and which values they allow.

use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;

use jsonschema::{Draft, Registry, Validator};
use serde_json::Value;

/// The address of the component schemas.
const DOCUMENT: &str = "urn:document";

/// The schemas of one document.
pub struct Schemas<'a> {
    document: &'a Value,
    registry: Registry<'a>,
    /// By its text, what was made of a schema.
    validators: RefCell<HashMap<String, Rc<Result<Validator, String>>>>,
}

impl<'a> Schemas<'a> {
    /// Takes the component schemas.
    pub fn new(document: &'a Value) -> Result<Self, jsonschema::ReferencingError> {
        let registry = Registry::new().draft(Draft::Draft202012).add(DOCUMENT, document)?.prepare()?;
        Ok(Self { document, registry, validators: RefCell::default() })
    }

    /// Does the schema allow the value? If not, why?
    pub fn validate(&self, schema: &Value, value: &Value) -> Result<(), String> {
        match &*self.validator(schema) {
            Ok(validator) => validator.validate(value).map_err(|error| {
                let place = error.instance_path().to_string();
                if place.is_empty() { error.to_string() } else { format!("`{place}`: {error}") }
            }),
            Err(reason) => Err(format!("its schema is none: {reason}")),
        }
    }

    fn validator(&self, schema: &Value) -> Rc<Result<Validator, String>> {
        let key = schema.to_string();
        if let Some(known) = self.validators.borrow().get(&key) {
            return Rc::clone(known);
        }
        let options = jsonschema::options().with_draft(Draft::Draft202012).should_validate_formats(true);
        let made = options.with_registry(&self.registry).build(schema).map_err(|error| error.to_string());
        let made = Rc::new(made);
        self.validators.borrow_mut().insert(key, Rc::clone(&made));
        made
    }

    /// The schema that a reference leads to.
    fn resolve(&self, reference: &str) -> Option<&Value> {
        self.document.pointer(reference.strip_prefix(DOCUMENT)?.strip_prefix('#')?)
    }

    /// Every schema that says what is in `value`: this one, all that it consists of, and those branches of its unions
    /// that allow the value.
    pub fn parts<'s>(&'s self, schema: &'s Value, value: &Value) -> Vec<&'s Value> {
        let mut parts = Vec::new();
        self.gather(schema, value, &mut parts);
        parts
    }

    fn gather<'s>(&'s self, schema: &'s Value, value: &Value, parts: &mut Vec<&'s Value>) {
        if parts.iter().any(|known| std::ptr::eq(*known, schema)) {
            return;
        }
        parts.push(schema);
        let target = schema["$ref"].as_str().and_then(|reference| self.resolve(reference));
        let all = schema["allOf"].as_array().into_iter().flatten();
        let unions = ["oneOf", "anyOf"].into_iter().flat_map(|keyword| self.branches(&schema[keyword], value));
        target.into_iter().chain(all).chain(unions).for_each(|part| self.gather(part, value, parts));
    }

    fn branches<'s>(&'s self, union: &'s Value, value: &Value) -> Vec<&'s Value> {
        let branches = union.as_array().into_iter().flatten();
        branches.filter(|branch| self.validate(branch, value).is_ok()).collect()
    }
}
