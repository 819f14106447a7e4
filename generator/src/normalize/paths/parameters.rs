//! The parameters of an operation: its own, those of its path item, and those that its path takes.

use super::Item;
use super::key::placeholders;
use crate::diagnostics::defect;
use crate::normalize::coerce::{item_place, object};
use crate::normalize::components::string_schema;
use crate::normalize::context::Context;
use crate::normalize::facts;
use crate::normalize::form;
use crate::normalize::parameter::{location_of, schema_members};
use crate::normalize::place::Place;
use crate::pointer::Pointer;
use crate::token::is_token;
use serde_json::{Map, Value};

/// A parameter as written, and what tells it from others.
struct Declared<'v> {
    node: &'v Value,
    source: Pointer,
    location: String,
    name: String,
    /// It is the operation's own.
    own: bool,
    /// The name under which the query string in the path's key takes it.
    in_query: Option<String>,
}

/// A name as it is read: that of a placeholder such as `{1}` may be a number in YAML.
pub(super) fn spelled(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(_) | Value::Bool(_) => Some(value.to_string()),
        Value::Null | Value::Array(_) | Value::Object(_) => None,
    }
}

impl Declared<'_> {
    /// Are they one parameter? Names of headers are the same in any case (RFC 9110, 5.1).
    fn is(&self, other: &Declared<'_>) -> bool {
        let same = match self.location.as_str() {
            "header" => self.name.eq_ignore_ascii_case(&other.name),
            _ => self.name == other.name,
        };
        self.location == other.location && same && !self.name.is_empty()
    }
}

impl<'a> Context<'a> {
    /// Writes the parameters of the operation `node`.
    pub(super) fn add_parameters(
        &mut self,
        node: &Value,
        here: &Place<'_>,
        shared: &Place<'_>,
        item: &Item<'_>,
        out: &mut Map<String, Value>,
    ) {
        let own = node.get("parameters").unwrap_or(&Value::Null);
        let mut declared = self.declared(item.parameters, shared, false);
        declared.extend(self.declared(own, &here.key("parameters"), true));
        let mut declared = self.distinct(declared);
        self.take_bodies(&mut declared, here, out);
        self.check_query_string(&declared);
        let open = self.fill_query(&mut declared, item, here);
        let names = self.fill_path(&mut declared, item, here);
        let list = here.key("parameters");
        let mut parameters: Vec<Value> = Vec::new();
        for parameter in &declared {
            let slot = list.under_index(parameters.len());
            parameters.extend(self.declared_parameter(parameter, &names, item, &slot));
        }
        self.synthesize("path", &names.missing, here, &mut parameters);
        let spans = |own: &&mut Value| own["in"] == "path" && item.spanning.iter().any(|name| own["name"] == **name);
        for parameter in parameters.iter_mut().filter(spans) {
            parameter[facts::ALLOW_RESERVED] = true.into();
        }
        self.synthesize("query", &open, here, &mut parameters);
        if !parameters.is_empty() {
            out.insert("parameters".to_owned(), parameters.into());
        }
    }

    fn declared<'v>(&mut self, list: &'v Value, here: &Place<'_>, own: bool) -> Vec<Declared<'v>>
    where
        'a: 'v,
    {
        if let Some(target) = self.behind(list).filter(|target| target.node.is_array()) {
            return self.declared(target.node, &here.from(&target.pointer), own);
        }
        if list.is_null() {
            return Vec::new();
        }
        let by_name =
            list.as_object().is_some_and(|members| !members.contains_key("name") && !members.contains_key("$ref"));
        if let Some(members) = list.as_object().filter(|_| by_name) {
            self.report(defect::not_a_list(&self.pointer(here)));
            return members.iter().map(|(key, node)| self.declare(node, here.key(key).source(), own)).collect();
        }
        let items = self.items(list, here).iter().enumerate();
        items.map(|(index, node)| self.declare(node, item_place(list, here, index).source(), own)).collect()
    }

    fn declare<'v>(&self, node: &'v Value, source: Pointer, own: bool) -> Declared<'v> {
        let text =
            |key: &str| self.meant(node, "parameters").get(key).and_then(spelled).unwrap_or_default().trim().to_owned();
        let written = text("in").to_ascii_lowercase();
        let is_body = ["body", "formdata"].contains(&written.as_str());
        let location = if is_body { written } else { location_of(&written).to_owned() };
        Declared { node, source, location, name: text("name"), own, in_query: None }
    }

    /// An operation's own parameter replaces that of the path item; a repeated one is dropped.
    fn distinct<'v>(&mut self, declared: Vec<Declared<'v>>) -> Vec<Declared<'v>> {
        let mut kept: Vec<Declared<'v>> = Vec::new();
        for parameter in declared {
            match kept.iter().position(|earlier| earlier.is(&parameter)) {
                Some(at) if parameter.own && !kept[at].own => kept[at] = parameter,
                Some(at) => {
                    let first = kept[at].source.clone();
                    self.report(defect::repeated_parameter(&parameter.source, &parameter.name, &first));
                }
                None => kept.push(parameter),
            }
        }
        kept
    }

    /// A whole query string leaves no place for another one, or for a part of it (OpenAPI 3.2, 4.12).
    fn check_query_string(&mut self, declared: &[Declared<'_>]) {
        let Some(at) = declared.iter().position(|own| own.location == "querystring") else { return };
        let (name, first) = (&declared[at].name, &declared[at].source);
        for (index, other) in declared.iter().enumerate() {
            if index != at && ["query", "querystring"].contains(&other.location.as_str()) {
                self.report(defect::beside_query_string(&other.source, &other.name, name, first));
            }
        }
    }

    /// Takes out what is no parameter in 3.0.
    fn take_bodies(&mut self, declared: &mut Vec<Declared<'_>>, here: &Place<'_>, out: &mut Map<String, Value>) {
        for parameter in declared.extract_if(.., |own| own.location == "body") {
            let place = Place::ROOT;
            let place = place.from(&parameter.source);
            let node = self.resolved(parameter.node).clone();
            self.body_parameter(&node, &place, here, out);
        }
        let fields: Vec<Declared<'_>> = declared.extract_if(.., |own| own.location == "formdata").collect();
        if !fields.is_empty() {
            self.form_parameters(&fields, here, out);
        }
    }

    /// Parameters `in: formData`, of 2.0, are the properties of the request body.
    fn form_parameters(&mut self, fields: &[Declared<'_>], here: &Place<'_>, out: &mut Map<String, Value>) {
        let second = out.contains_key("requestBody");
        for field in fields {
            self.report(match second {
                true => defect::body_and_form(&field.source),
                false => defect::form_parameter(&field.source, &field.name),
            });
        }
        if second {
            return;
        }
        let nodes: Vec<Value> = fields.iter().map(|field| self.resolved(field.node).clone()).collect();
        let name = if nodes.iter().any(form::is_file) { form::MULTIPART } else { form::FORM };
        let body = here.under_key("requestBody");
        let content = body.under_key("content");
        let media_type = content.under_key(name);
        let schema = media_type.under_key("schema");
        let list = schema.under_key("properties");
        let (mut properties, mut required) = (Map::new(), Vec::new());
        for (field, node) in fields.iter().zip(&nodes) {
            let slot = list.under_key(&field.name);
            let place = slot.from(&field.source);
            self.moved(&place);
            properties.insert(field.name.clone(), self.form_property(node, &place));
            required.extend(node.get("required").filter(|flag| **flag == true).map(|_| field.name.clone()));
        }
        out.insert("requestBody".to_owned(), form::body(name, properties, required, Map::new()));
    }

    fn form_property(&mut self, node: &Value, place: &Place<'_>) -> Value {
        match node.get("schema") {
            Some(schema) => {
                let here = place.lifted_key("schema");
                self.moved(&here);
                self.schema(schema, &here)
            }
            None => self.schema(&schema_members(node).into(), place),
        }
    }

    /// Makes parameters of the query of those that the query string in the path's key takes; the names of those that are
    /// not declared are returned.
    fn fill_query(&mut self, declared: &mut Vec<Declared<'_>>, item: &Item<'_>, here: &Place<'_>) -> Vec<String> {
        let wanted = placeholders(item.path.as_deref().unwrap_or_default());
        let mut missing: Vec<String> = Vec::new();
        for (name, value) in item.open {
            let placeholder = value.strip_prefix('{').and_then(|rest| rest.strip_suffix('}')).unwrap_or_default();
            let known = |own: &Declared<'_>| {
                own.location == "query" && own.in_query.is_none() && (own.name == *name || own.name == placeholder)
            };
            if declared.iter().any(known) {
                continue;
            }
            if missing.contains(name) || declared.iter().any(|own| own.in_query.as_ref() == Some(name)) {
                self.report(defect::second_in_query(&self.pointer(here), value, name));
                continue;
            }
            let own = declared.iter().position(|own| own.location == "path" && own.name == placeholder);
            let Some(at) = own else {
                self.report(defect::placeholder_in_query(&self.pointer(here), value, name, false));
                missing.push(name.clone());
                continue;
            };
            let Declared { node, source, name: own, own: is_own, .. } = &declared[at];
            self.report(defect::placeholder_in_query(source, value, name, true));
            let (location, in_query) = ("query".to_owned(), Some(name.clone()));
            let taken = Declared { node, source: source.clone(), location, name: own.clone(), own: *is_own, in_query };
            match wanted.contains(&placeholder) {
                true => declared.push(taken),
                false => declared[at] = taken,
            }
        }
        missing
    }

    /// A parameter of the path where the query string takes it: what is written there is the same.
    fn parameter_of_query(&mut self, parameter: &Declared<'_>, name: &str, place: &Place<'_>) -> Option<Value> {
        let mut value = self.inlined(parameter.node, place, "parameters", Self::parameter)?;
        let members = value.as_object_mut()?;
        members.retain(|key, _| key != "style" && key != facts::STYLE);
        members.extend(object([("name", name.into()), ("in", "query".into()), ("required", true.into())]));
        if !members.contains_key("content") {
            members.extend(object([("style", "form".into()), ("explode", false.into())]));
        }
        Some(value)
    }

    /// Matches path parameters with the placeholders of the path. What is returned is the name in the path of each
    /// that is declared under another one, or not at all.
    fn fill_path(&mut self, declared: &mut Vec<Declared<'_>>, item: &Item<'_>, here: &Place<'_>) -> Names {
        let Some(path) = &item.path else {
            return Names::default();
        };
        let wanted = placeholders(path);
        let given = |name: &str| declared.iter().any(|own| own.location == "path" && own.name == name);
        let missing: Vec<String> = wanted.iter().filter(|name| !given(name)).map(|name| (*name).to_owned()).collect();
        let extra: Vec<usize> = (0..declared.len())
            .filter(|&at| declared[at].location == "path" && !wanted.contains(&declared[at].name.as_str()))
            .collect();
        if let ([name], [at]) = (missing.as_slice(), extra.as_slice()) {
            let pointer = declared[*at].source.clone();
            self.report(defect::path_parameter_renamed(&pointer, &declared[*at].name, name));
            return Names { renamed: Some((declared[*at].name.clone(), name.clone())), missing: Vec::new() };
        }
        for &at in extra.iter().rev() {
            let parameter = declared.remove(at);
            self.report(defect::path_parameter_not_in_path(&parameter.source, &parameter.name));
        }
        // What a reference that leads nowhere declares is not known.
        let broken = declared.iter().any(|own| own.name.is_empty() && own.node.get("$ref").is_some());
        for name in missing.iter().filter(|_| !broken) {
            self.report(defect::path_parameter_undeclared(&self.pointer(here), name));
        }
        Names { renamed: None, missing }
    }

    fn declared_parameter(
        &mut self,
        parameter: &Declared<'_>,
        names: &Names,
        item: &Item<'_>,
        slot: &Place<'_>,
    ) -> Option<Value> {
        let place = slot.from(&parameter.source);
        self.moved(&place);
        let unusable = parameter.location == "header" && !is_token(&parameter.name);
        if parameter.name.is_empty() || unusable {
            // Says what is wrong with it.
            return self.inlined(parameter.node, &place, "parameters", Self::parameter);
        }
        if let Some(name) = &parameter.in_query {
            return self.parameter_of_query(parameter, name, &place);
        }
        if parameter.location == "querystring" {
            return self.inlined(parameter.node, &place, "parameters", Self::parameter);
        }
        let renamed =
            names.renamed.as_ref().filter(|(from, _)| parameter.location == "path" && parameter.name == *from);
        let Some((_, to)) = renamed else {
            if parameter.location == "path" && item.spanning.contains(&parameter.name) {
                return self.inlined(parameter.node, &place, "parameters", Self::parameter);
            }
            return self.referable(parameter.node, &place, "parameters", Self::parameter);
        };
        let mut value = self.inlined(parameter.node, &place, "parameters", Self::parameter)?;
        value["name"] = to.as_str().into();
        Some(value)
    }

    fn synthesize(&mut self, location: &str, names: &[String], here: &Place<'_>, parameters: &mut Vec<Value>) {
        let list = here.under_key("parameters");
        for name in names {
            self.moved(&list.under_index(parameters.len()));
            let members = [
                ("name", name.as_str().into()),
                ("in", location.into()),
                ("required", true.into()),
                ("schema", string_schema()),
            ];
            parameters.push(object(members).into());
        }
    }
}

/// Path parameters that aren't declared as the path has them.
#[derive(Default)]
struct Names {
    renamed: Option<(String, String)>,
    missing: Vec<String>,
}
