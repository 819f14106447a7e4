//! The values that a document shows, against the types of their schemas: an example is shown whatever it is, a default
//! only counts if it fits.
//!
//! This is the last step, when each schema is in canonical form and each reference leads somewhere.

mod fit;

use super::context::Context;
use super::facts;
use super::step::{self, Step};
use crate::diagnostics::defect;
use crate::media_type::essence;
use crate::pointer::Pointer;
use fit::{Judge, Misfit};
use serde_json::{Map, Value};

/// How many schemas one value is compared with: a union of unions has it compared again and again.
const STEPS: usize = 10_000;

/// The same of all values of a document. One of 13 MB with thousands of examples needs 60,000.
const ALL_STEPS: usize = 2_000_000;

/// Members of anything but a schema that map names to objects.
const MAPS: [&str; 10] = [
    "callbacks",
    "content",
    "encoding",
    "headers",
    "parameters",
    "paths",
    "requestBodies",
    "responses",
    facts::METHODS,
    facts::WEBHOOKS,
];

impl Context<'_> {
    /// Names the examples and defaults that are of another type than their schemas; such a default is no more than a
    /// fact.
    pub(super) fn check_values(&mut self, document: &mut Value) {
        let mut survey = Survey::new(document);
        survey.node(document);
        let Survey { examples, defaults, .. } = survey;
        for (pointer, misfit) in examples {
            let origin = self.provenance.origin(&pointer);
            let finding = defect::example_of_another_type(&origin.pointer, misfit.found, misfit.wanted);
            self.diagnostics.push(finding.in_file(origin.file));
        }
        for pointer in defaults {
            let origin = self.provenance.origin(&pointer.key("default"));
            self.diagnostics.push(defect::default_not_allowed(&origin.pointer).in_file(origin.file));
            set_aside(document, &pointer);
        }
    }
}

/// Makes a fact of the default of a schema.
fn set_aside(document: &mut Value, schema: &Pointer) {
    let schema = document.pointer_mut(schema.as_str()).and_then(Value::as_object_mut);
    if let Some(schema) = schema
        && let Some(default) = schema.shift_remove("default")
    {
        schema.insert(facts::DEFAULT.to_owned(), default);
    }
}

/// The walk over a document in canonical form.
struct Survey<'d> {
    document: &'d Value,
    /// Where the walk stands.
    path: Vec<Step<'d>>,
    /// The values that are no examples of their schemas, and why.
    examples: Vec<(Pointer, Misfit)>,
    /// The schemas whose defaults they are not.
    defaults: Vec<Pointer>,
    /// How many comparisons are left.
    steps: usize,
}

impl<'d> Survey<'d> {
    fn new(document: &'d Value) -> Self {
        Self { document, path: Vec::new(), examples: Vec::new(), defaults: Vec::new(), steps: ALL_STEPS }
    }

    /// Anything but a schema.
    fn node(&mut self, node: &'d Value) {
        match node {
            Value::Object(members) => {
                if let Some(schema) = members.get("schema") {
                    self.shown(members, schema);
                }
                members.iter().for_each(|(key, value)| self.at(Step::Key(key), |survey| survey.member(key, value)));
            }
            Value::Array(items) => {
                let numbered = items.iter().enumerate();
                numbered.for_each(|(index, item)| self.at(Step::Index(index), |survey| survey.node(item)));
            }
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
        }
    }

    fn member(&mut self, key: &str, value: &'d Value) {
        match (key, value) {
            ("schema", schema) => self.schema(schema),
            ("schemas", Value::Object(schemas)) => self.each(schemas, Self::schema),
            (key, Value::Object(named)) if MAPS.contains(&key) => self.each(named, Self::node),
            ("example" | "examples", _) => {}
            (key, _) if key.starts_with("x-") => {}
            _ => self.node(value),
        }
    }

    fn schema(&mut self, schema: &'d Value) {
        let Some(members) = schema.as_object() else { return };
        if let Some(example) = members.get("example") {
            self.at(Step::Key("example"), |survey| survey.example(schema, example));
        }
        if let Some(Value::Array(examples)) = members.get(facts::EXAMPLES) {
            self.at(Step::Key(facts::EXAMPLES), |survey| {
                let numbered = examples.iter().enumerate().skip(1);
                numbered.for_each(|(at, example)| survey.at(Step::Index(at), |survey| survey.example(schema, example)));
            });
        }
        if members.get("default").is_some_and(|default| self.misfit(schema, default).is_some()) {
            self.defaults.push(self.pointer());
        }
        for (key, value) in members {
            self.at(Step::Key(key), |survey| survey.inner(key, value));
        }
    }

    /// The schemas that are a part of a schema.
    fn inner(&mut self, key: &str, value: &'d Value) {
        match (key, value) {
            ("properties", Value::Object(properties)) => self.each(properties, Self::schema),
            ("items" | "additionalProperties", inner) => self.schema(inner),
            ("allOf" | "oneOf" | "anyOf", Value::Array(branches)) => {
                let numbered = branches.iter().enumerate();
                numbered.for_each(|(index, branch)| self.at(Step::Index(index), |survey| survey.schema(branch)));
            }
            _ => {}
        }
    }

    fn each(&mut self, named: &'d Map<String, Value>, visit: impl Fn(&mut Self, &'d Value)) {
        named.iter().for_each(|(key, value)| self.at(Step::Key(key), |survey| visit(survey, value)));
    }

    fn at(&mut self, step: Step<'d>, visit: impl FnOnce(&mut Self)) {
        self.path.push(step);
        visit(self);
        self.path.pop();
    }

    /// `example` and `examples` of what has a schema: a body, a parameter or a header.
    fn shown(&mut self, members: &'d Map<String, Value>, schema: &'d Value) {
        let is_text = match self.path.as_slice() {
            [.., Step::Key("content"), Step::Key(media_type)] if !is_json(media_type) => return,
            [.., Step::Key("content"), Step::Key(_)] => false,
            _ => true,
        };
        if let Some(example) = members.get("example") {
            self.at(Step::Key("example"), |survey| survey.value(schema, example, is_text));
        }
        let Some(Value::Object(examples)) = members.get("examples") else { return };
        for (name, example) in examples {
            let place = match example.get("$ref").and_then(Value::as_str).and_then(|text| text.strip_prefix('#')) {
                Some(target) => Pointer::parse(target),
                None => self.pointer().keys(&["examples", name]),
            }
            .key("value");
            if let Some(value) = self.document.pointer(place.as_str()) {
                self.value_at(&place, schema, value, is_text);
            }
        }
    }

    fn example(&mut self, schema: &'d Value, example: &'d Value) {
        self.value(schema, example, false);
    }

    fn value(&mut self, schema: &'d Value, value: &'d Value, is_text: bool) {
        let place = self.pointer();
        self.value_at(&place, schema, value, is_text);
    }

    fn value_at(&mut self, place: &Pointer, schema: &'d Value, value: &'d Value, is_text: bool) {
        let Some(misfit) = self.misfit(schema, value) else { return };
        if !value.as_str().is_some_and(|text| self.fits_as_text(schema, text, &misfit, is_text)) {
            let pointer = misfit.path.iter().fold(place.clone(), |pointer, step| pointer.key(step));
            self.examples.push((pointer, misfit));
        }
    }

    /// A string may hold an example (OpenAPI 3.0.3, 4.7.24), and what is text on the wire may be shown as such.
    fn fits_as_text(&mut self, schema: &'d Value, text: &str, misfit: &Misfit, is_text: bool) -> bool {
        let held = serde_json::from_str::<Value>(text).ok();
        let held = held.filter(|held| is_text && !held.is_null() || held.is_object() || held.is_array());
        let is_list = is_text && matches!(misfit.wanted, "array" | "object");
        is_list || held.is_some_and(|held| self.misfit(schema, &held).is_none())
    }

    fn misfit(&mut self, schema: &'d Value, value: &Value) -> Option<Misfit> {
        let schemas = self.document.pointer("/components/schemas").and_then(Value::as_object);
        let given = self.steps.min(STEPS);
        let mut judge = Judge::new(schemas, given);
        let misfit = judge.misfit(schema, value);
        self.steps -= given - judge.steps;
        misfit
    }

    fn pointer(&self) -> Pointer {
        step::pointer(&self.path)
    }
}

/// Examples of all other media types are texts (OpenAPI 3.0.3, 4.7.14).
fn is_json(media_type: &str) -> bool {
    let essence = essence(media_type);
    essence == "application/json" || essence.ends_with("+json")
}
