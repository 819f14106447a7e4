//! The document itself: its top-level members in canonical form.

use super::bundle::{FILES, shown};
use super::coerce::{item_place, object};
use super::context::{Context, Field};
use super::place::Place;
use super::version::Version;
use super::{events, facts};
use crate::diagnostics::defect;
use serde_json::{Map, Value, json};

/// The version of the normalized document.
const CANONICAL: &str = "3.0.3";

/// Where 3.0 has what 3.1 calls `webhooks`, by the custom of its tools.
const EXTENSION_WEBHOOKS: &str = "x-webhooks";

impl Context<'_> {
    /// The whole document.
    pub(super) fn document(&mut self, version: &str) -> Value {
        let tree = self.references.root();
        for (second, first) in self.references.take_doubled() {
            self.report(defect::doubled_address(&second, &first));
        }
        let read = self.object(tree, &Place::ROOT, "document", Self::document_member);
        let mut out = read.unwrap_or_default();
        self.extension_webhooks(tree, &mut out);
        out.insert("openapi".to_owned(), CANONICAL.into());
        out.insert(facts::VERSION.to_owned(), version.into());
        out.entry("info").or_insert_with(|| self.info(&json!({}), &Place::ROOT.key("info")));
        if !out.contains_key("paths") {
            self.missing_paths(tree);
            out.insert("paths".to_owned(), json!({}));
        }
        self.declare_schemes(&mut out);
        self.write_hoisted(&mut out);
        self.break_cycles(&mut out);
        let mut document = out.into();
        events::type_components(&mut document);
        self.bound_compositions(&mut document);
        self.check_values(&mut document);
        document
    }

    fn document_member(&mut self, key: &str, value: &Value, here: &Place<'_>) -> Field {
        let lists = ["servers", "security", "tags"];
        let target = self.behind(value).filter(|_| lists.contains(&key));
        let value = target.as_ref().map_or(value, |target| target.node);
        match key {
            "openapi" | "swagger" | "jsonSchemaDialect" | "$id" | "$schema" | FILES => Field::Omit,
            "$self" => Field::As(facts::SELF, value.clone()),
            "info" => Field::Keep(self.info(value, here)),
            "servers" => self.servers(value, here),
            "paths" => Field::Keep(self.paths(value, here)),
            "components" => Field::Keep(self.components(value, here)),
            "security" => Field::Keep(self.security(value, here)),
            "tags" => Field::Keep(self.tags(value, here)),
            "externalDocs" => self.external_docs(value, here).into(),
            "webhooks" => {
                self.keyword_of(Version::V3_1, "`webhooks`", here);
                Field::As(facts::WEBHOOKS, self.webhooks("webhooks", value))
            }
            // What a reference there points at has become a component.
            "definitions" | "$defs" | "parameters" | "responses" => Field::Omit,
            "consumes" | "produces" => self.declared_member(key, here),
            _ => Field::Unknown,
        }
    }

    fn missing_paths(&mut self, tree: &Value) {
        if !["components", "webhooks"].iter().any(|key| tree.get(key).is_some()) || self.version < super::Version::V3_1
        {
            self.report(defect::missing_paths(&self.pointer(&Place::ROOT)));
        }
    }

    /// Documents of 3.0 have their webhooks in an extension.
    fn extension_webhooks(&mut self, tree: &Value, out: &mut Map<String, Value>) {
        let own = tree.get(EXTENSION_WEBHOOKS).filter(|own| own.is_object() && !out.contains_key(facts::WEBHOOKS));
        if let Some(own) = own {
            out.shift_remove(EXTENSION_WEBHOOKS);
            let items = self.webhooks(EXTENSION_WEBHOOKS, own);
            out.insert(facts::WEBHOOKS.to_owned(), items);
        }
    }

    fn webhooks(&mut self, key: &str, value: &Value) -> Value {
        let here = Place::ROOT.renamed(key, facts::WEBHOOKS);
        self.moved(&here);
        self.map(value, &here, "map of webhooks", |context, _, item, here| context.bare_path_item(item, here)).into()
    }

    pub(super) fn info(&mut self, value: &Value, here: &Place<'_>) -> Value {
        let read = self.object(value, here, "info", |context, key, value, here| match key {
            "title" | "version" | "description" | "termsOfService" => context.text_field(value, here),
            "summary" => context.text(value, here).map_or(Field::Omit, |text| Field::As(facts::SUMMARY, text.into())),
            "contact" => context.contact(value, here).into(),
            "license" => context.license(value, here).into(),
            _ => Field::Unknown,
        });
        let mut out = read.unwrap_or_default();
        for key in ["title", "version"] {
            if !out.contains_key(key) {
                self.report(defect::missing_text(&self.pointer(here), "info", key));
                out.insert(key.to_owned(), "".into());
            }
        }
        out.into()
    }

    fn contact(&mut self, value: &Value, here: &Place<'_>) -> Option<Value> {
        let out = self.object(value, here, "contact", |context, key, value, here| match key {
            "name" | "url" | "email" => context.text_field(value, here),
            _ => Field::Unknown,
        })?;
        Some(out.into())
    }

    fn license(&mut self, value: &Value, here: &Place<'_>) -> Option<Value> {
        if let Value::String(name) = value {
            return Some(json!({"name": name}));
        }
        let mut out = self.object(value, here, "license", |context, key, value, here| match key {
            "name" | "url" => context.text_field(value, here),
            "identifier" => Field::As(facts::IDENTIFIER, value.clone()),
            _ => Field::Unknown,
        })?;
        out.entry("name").or_insert_with(|| "".into());
        Some(out.into())
    }

    /// External documentation; without an address it is none.
    pub(super) fn external_docs(&mut self, value: &Value, here: &Place<'_>) -> Option<Value> {
        if let Value::String(url) = value {
            return Some(json!({"url": url}));
        }
        let out = self.object(value, here, "external documentation", |context, key, value, here| match key {
            "url" | "description" => context.text_field(value, here),
            _ => Field::Unknown,
        })?;
        if !out.contains_key("url") {
            self.report(defect::dropped(&self.pointer(here), "external documentation", "it has no `url`"));
            return None;
        }
        Some(out.into())
    }

    fn tags(&mut self, value: &Value, here: &Place<'_>) -> Value {
        let items = self.items(value, here).iter().enumerate();
        let tags: Vec<Value> =
            items.filter_map(|(index, tag)| self.tag(tag, &item_place(value, here, index))).collect();
        tags.into()
    }

    fn tag(&mut self, value: &Value, here: &Place<'_>) -> Option<Value> {
        if let Value::String(name) = value {
            self.report(defect::coerced(&self.pointer(here), "a tag object", name));
            return Some(json!({"name": name}));
        }
        let out = self.object(value, here, "tag", |context, key, value, here| match key {
            "name" | "description" => context.text_field(value, here),
            "externalDocs" => context.external_docs(value, here).into(),
            "summary" => Field::As(facts::SUMMARY, value.clone()),
            "parent" => Field::As(facts::PARENT, value.clone()),
            "kind" => Field::As(facts::KIND, value.clone()),
            _ => Field::Unknown,
        })?;
        if !out.contains_key("name") {
            self.report(defect::dropped(&self.pointer(here), "tag", "it has no `name`"));
            return None;
        }
        Some(out.into())
    }

    /// Adds the security schemes that requirements name and nobody declares.
    fn declare_schemes(&mut self, out: &mut Map<String, Value>) {
        for name in std::mem::take(&mut self.undeclared) {
            put(out, "securitySchemes", &name, super::security_scheme::whole_header());
        }
    }

    /// Adds the schemas that references made components, and those that these refer to in turn.
    fn write_hoisted(&mut self, out: &mut Map<String, Value>) {
        loop {
            let hoisted = self.references.take_hoisted();
            if hoisted.is_empty() {
                return;
            }
            for schema in hoisted {
                let target = crate::pointer::Pointer::root().keys(&["components", "schemas", &schema.key]);
                let source = Place::ROOT.from(&schema.target.pointer);
                let here = source.to(&target);
                self.moved(&here);
                let mut value = self.schema_here(schema.target.node, &here, None);
                self.mark_hoisted(&mut value, &source);
                put(out, "schemas", &schema.key, value);
            }
        }
    }

    fn mark_hoisted(&self, value: &mut Value, source: &Place<'_>) {
        let read = self.pointer(source);
        let origin = self.provenance.origin_of_input(&read);
        let pointer = if origin.file == 0 { origin.pointer.to_string() } else { shown(read.as_str()) };
        match value {
            Value::Object(members) if !members.contains_key("$ref") => {
                members.insert(facts::HOISTED.to_owned(), pointer.into());
            }
            reference => {
                let all = json!([reference.take()]);
                *reference = object([("allOf", all), (facts::HOISTED, pointer.into())]).into();
            }
        }
    }
}

/// Adds a component.
fn put(out: &mut Map<String, Value>, section: &str, key: &str, component: Value) {
    let components = out.entry("components").or_insert_with(|| json!({}));
    let Some(components) = components.as_object_mut() else {
        return;
    };
    if let Some(section) = components.entry(section).or_insert_with(|| json!({})).as_object_mut() {
        section.insert(key.to_owned(), component);
    }
}
