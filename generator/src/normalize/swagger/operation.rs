//! Path items and operations: their parameters are told apart into parameters, a body, and form fields.

use super::body::FormField;
use super::{Converter, later, servers};
use crate::diagnostics::defect;
use crate::methods::METHODS;
use crate::normalize::coerce::object;
use crate::normalize::declared::MediaTypes;
use crate::normalize::place::Place;
use crate::normalize::references::reference_to;
use crate::pointer::Pointer;
use serde_json::{Map, Value};

/// A parameter as written, where, and the shared one behind it if it is a reference.
struct Written<'v> {
    node: &'v Value,
    source: Pointer,
    shared: Option<String>,
    resolved: &'v Value,
}

impl Written<'_> {
    fn is_in(&self, location: &str) -> bool {
        self.resolved.get("in").is_some_and(|own| own == location)
    }

    fn name(&self) -> Option<&Value> {
        self.resolved.get("name")
    }
}

/// Is it a method of 2.0, or one that later versions have beside those? A document may have words of both.
fn is_method(key: &str) -> bool {
    METHODS.contains(&key) || key == "query"
}

impl<'a> Converter<'a> {
    pub(super) fn paths(&mut self, value: &'a Value, here: &Place<'_>, global: &MediaTypes) -> Value {
        let Some(members) = value.as_object() else {
            return value.clone();
        };
        let convert = |(key, item): (&String, &'a Value)| {
            let item = if key.starts_with("x-") { item.clone() } else { self.path_item(item, &here.key(key), global) };
            (key.clone(), item)
        };
        Value::Object(members.iter().map(convert).collect())
    }

    fn path_item(&mut self, item: &'a Value, here: &Place<'_>, global: &MediaTypes) -> Value {
        let Some(target) = self.behind(item) else { return self.own_path_item(item, here, global) };
        let place = here.from(&target.pointer);
        self.moved(&place);
        let mut out = self.own_path_item(target.node, &place, global);
        // What stands beside the reference counts before what is behind it.
        if let (Value::Object(out), Value::Object(beside)) = (&mut out, self.own_path_item(item, here, global)) {
            for (key, value) in beside.into_iter().filter(|(key, _)| key != "$ref") {
                self.moved(&here.key(&key));
                out.insert(key, value);
            }
        }
        out
    }

    fn own_path_item(&mut self, item: &'a Value, here: &Place<'_>, global: &MediaTypes) -> Value {
        let Some(members) = item.as_object() else {
            return item.clone();
        };
        let shared = self.written(item.get("parameters"), &here.key("parameters"));
        let mut out = Map::new();
        for (key, value) in members {
            let place = here.key(key);
            let value = match key.as_str() {
                "parameters" => self.parameters(&shared, &place),
                "$ref" => value.as_str().map_or_else(|| value.clone(), super::reference),
                _ if is_method(&key.to_ascii_lowercase()) => self.operation(value, &place, &shared, global),
                _ => value.clone(),
            };
            out.insert(key.clone(), value);
        }
        out.into()
    }

    fn operation(&mut self, node: &'a Value, here: &Place<'_>, shared: &[Written<'a>], global: &MediaTypes) -> Value {
        let Some(members) = node.as_object() else {
            return node.clone();
        };
        let media_types = self.media_types(node, here, global);
        let own = self.written(node.get("parameters"), &here.key("parameters"));
        let mut out = Map::new();
        for (key, value) in members {
            let place = here.key(key);
            let value = match key.as_str() {
                "consumes" | "schemes" => continue,
                "parameters" => self.parameters(&own, &place),
                "responses" => self.responses(value, &place, &media_types),
                "requestBody" | "callbacks" => later::member(key, value),
                _ => value.clone(),
            };
            out.insert(key.clone(), value);
        }
        if let Some(body) = self.request_body(&own, shared, here, &media_types) {
            out.insert("requestBody".to_owned(), body);
        }
        if !out.contains_key("servers") {
            out.extend(self.own_servers(node, here).map(|servers| ("servers".to_owned(), servers)));
        }
        out.into()
    }

    /// The servers of an operation whose schemes are others than those of the document, which they replace.
    fn own_servers(&mut self, node: &Value, here: &Place<'_>) -> Option<Value> {
        let schemes = servers::written(node);
        if schemes.is_empty() {
            return None;
        }
        let Some(own) = servers::of_operation(self.root, node) else {
            // Without a host, whoever gives the client its address chooses the scheme.
            if servers::of_http(&schemes).is_empty() {
                self.report(defect::schemes_without_servers(&here.key("schemes").source(), &schemes));
            }
            return None;
        };
        if own == servers::servers(self.root) {
            return None;
        }
        self.moved(&here.renamed("schemes", "servers"));
        Some(own)
    }

    fn written(&mut self, list: Option<&'a Value>, here: &Place<'_>) -> Vec<Written<'a>> {
        let items = list.and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
        items.iter().enumerate().map(|(index, node)| self.written_one(node, here.index(index).source())).collect()
    }

    fn written_one(&mut self, node: &'a Value, source: Pointer) -> Written<'a> {
        let (node, source) = match self.behind(node) {
            Some(target) => (target.node, target.pointer),
            None => (node, source),
        };
        let found = self.root_parameter(node);
        let shared = found.as_ref().map(|(key, _)| key.clone());
        let resolved = found.map_or(node, |(_, found)| self.behind(found).map_or(found, |target| target.node));
        Written { node, source, shared, resolved }
    }

    fn root_parameter(&self, node: &Value) -> Option<(String, &'a Value)> {
        let (key, _) = self.shared("parameters", node)?;
        let found = self.root.get("parameters")?.get(&key)?;
        Some((key, found))
    }

    /// Those that are parameters in 3.0, too.
    fn parameters(&mut self, written: &[Written<'_>], here: &Place<'_>) -> Value {
        let mut out = Vec::new();
        for parameter in written.iter().filter(|own| !own.is_in("body") && !own.is_in("formData")) {
            let slot = here.under_index(out.len());
            let place = slot.from(&parameter.source);
            self.moved(&place);
            out.push(self.parameter(parameter.node, &place));
        }
        out.into()
    }

    /// The body of an operation, from its own parameters or those of the path item.
    fn request_body(
        &mut self,
        own: &[Written<'_>],
        shared: &[Written<'_>],
        here: &Place<'_>,
        media_types: &MediaTypes,
    ) -> Option<Value> {
        let slot = here.under_key("requestBody");
        let mut bodies = all_in("body", own, shared);
        let fields = form_fields(own, shared);
        if let Some(body) = bodies.next() {
            bodies.for_each(|other| self.report(defect::second_body(&other.source, &body.source)));
            if let Some(field) = all_in("formData", own, shared).next() {
                self.report(defect::body_and_form(&field.source));
            }
            return Some(self.body_of(body, &slot, media_types));
        }
        (!fields.is_empty()).then(|| self.form(&fields, &slot, media_types))
    }

    fn body_of(&mut self, body: &Written<'_>, slot: &Place<'_>, media_types: &MediaTypes) -> Value {
        let place = slot.from(&body.source);
        self.moved(&place);
        let global = self.media_types(self.root, &Place::ROOT, &MediaTypes::default());
        match &body.shared {
            Some(key) if global.consumes == media_types.consumes => {
                object([("$ref", reference_to("requestBodies", key).into())]).into()
            }
            _ => self.body(body.resolved, &place, media_types),
        }
    }
}

/// The parameters of an operation in one place; its own replace those of the path item.
fn all_in<'w, 'v>(
    location: &'static str,
    own: &'w [Written<'v>],
    shared: &'w [Written<'v>],
) -> impl Iterator<Item = &'w Written<'v>> {
    let is_there = move |parameter: &&Written<'_>| parameter.is_in(location);
    let is_replaced =
        move |parameter: &Written<'_>| own.iter().filter(is_there).any(|own| own.name() == parameter.name());
    let inherited = shared.iter().filter(is_there).filter(move |parameter| !is_replaced(parameter));
    own.iter().filter(is_there).chain(inherited)
}

fn form_fields<'v>(own: &[Written<'v>], shared: &[Written<'v>]) -> Vec<FormField<'v>> {
    let all = all_in("formData", own, shared);
    let source = |parameter: &Written<'_>| match &parameter.shared {
        Some(key) => Pointer::root().keys(&["parameters", key]),
        None => parameter.source.clone(),
    };
    all.map(|parameter| FormField { node: parameter.resolved, source: source(parameter) }).collect()
}
