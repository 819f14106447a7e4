//! Servers and their variables.

use super::coerce::{item_place, object};
use super::context::{Context, Field};
use super::facts;
use super::place::Place;
use crate::diagnostics::defect;
use crate::load::{ENTRIES, entries};
use serde_json::{Map, Value, json};

impl Context<'_> {
    /// A list of servers; an empty one is as good as none.
    pub(super) fn servers(&mut self, value: &Value, here: &Place<'_>) -> Field {
        let items = self.items(value, here).iter().enumerate();
        let servers: Vec<Value> =
            items.filter_map(|(index, server)| self.server(server, &item_place(value, here, index))).collect();
        if servers.is_empty() { Field::Omit } else { Field::Keep(servers.into()) }
    }

    /// One server.
    pub(super) fn server(&mut self, value: &Value, here: &Place<'_>) -> Option<Value> {
        if let Value::String(url) = value {
            self.report(defect::coerced(&self.pointer(here), "a server object", url));
            return self.server(&json!({"url": url}), here);
        }
        let mut out = self.object(value, here, "server", |context, key, value, here| match key {
            "url" | "description" => context.text_field(value, here),
            "variables" => Field::Keep(context.variables(value, here)),
            "name" => Field::As(facts::NAME, value.clone()),
            _ => Field::Unknown,
        })?;
        let url = out.get("url").and_then(Value::as_str).map(str::to_owned);
        if url.is_none() {
            self.report(defect::missing_text(&self.pointer(here), "server", "url"));
        }
        let url = self.address(url.as_deref().unwrap_or("/"), here);
        self.note_unused(&url, &out, here);
        self.add_variables(&url, &mut out, here);
        out.insert("url".to_owned(), url.into());
        Some(out.into())
    }

    /// The address without what it can't mean: spaces around it, a slash before the path's own, a missing scheme. One that
    /// begins with the host, `//example.com`, has the scheme of the document's own address (RFC 3986, 5.2.2), for which
    /// nobody uses anything but TLS.
    fn address(&mut self, url: &str, here: &Place<'_>) -> String {
        let mut address = url.trim().to_owned();
        while address.len() > 1 && address.ends_with('/') && !address.ends_with("://") {
            address.pop();
        }
        if address.starts_with("//") {
            address = format!("https:{address}");
        }
        let host = address.split('/').next().unwrap_or_default();
        let bare = host.contains('.') && !host.contains(['{', ':']) && !host.starts_with('.');
        if bare && !address.contains("://") {
            address = format!("https://{address}");
        }
        if address != url {
            self.report(defect::server_url(&self.pointer(&here.key("url")), &address));
        }
        address
    }

    fn variables(&mut self, value: &Value, here: &Place<'_>) -> Value {
        self.map(value, here, "map of variables", Self::variable).into()
    }

    fn variable(&mut self, name: &str, value: &Value, here: &Place<'_>) -> Option<Value> {
        if name.starts_with("x-") {
            return None;
        }
        if let Value::String(default) = value {
            return Some(json!({"default": default}));
        }
        let mut out = self.object(value, here, "server variable", |context, key, value, here| match key {
            "default" | "description" => context.text_field(value, here),
            "enum" if entries(value) > ENTRIES => {
                context.report(defect::long_enum(&context.pointer(here), ENTRIES));
                Field::Omit
            }
            "enum" => context.texts_field(value, here),
            _ => Field::Unknown,
        })?;
        if !out.contains_key("default") {
            let first = out.get("enum").and_then(|values| values.get(0)).cloned();
            let assumed = first.as_ref().map(Value::to_string);
            self.report(defect::variable_without_default(&self.pointer(here), name, assumed.as_deref()));
            match first {
                Some(first) => drop(out.insert("default".to_owned(), first)),
                None => out.extend(open()),
            }
        }
        self.list_default(name, &mut out, here);
        Some(out.into())
    }

    /// What is taken without being asked must be one of the values that there are.
    fn list_default(&mut self, name: &str, out: &mut Map<String, Value>, here: &Place<'_>) {
        let default = out.get("default").cloned().unwrap_or_default();
        let Some(Value::Array(values)) = out.get_mut("enum") else { return };
        if !values.is_empty() && !values.contains(&default) {
            values.push(default.clone());
            self.report(defect::default_not_listed(&self.pointer(&here.key("default")), name, &default.to_string()));
        }
    }

    fn note_unused(&mut self, url: &str, out: &Map<String, Value>, here: &Place<'_>) {
        let declared = out.get("variables").and_then(Value::as_object).into_iter().flat_map(Map::keys);
        for name in declared.filter(|name| !url.contains(&format!("{{{name}}}"))) {
            self.report(defect::unused_variable(&self.pointer(&here.key("variables").key(name)), name));
        }
    }

    /// Variables of the address that are not declared can be anything.
    fn add_variables(&mut self, url: &str, out: &mut Map<String, Value>, here: &Place<'_>) {
        let names: Vec<&str> =
            url.split('{').skip(1).filter_map(|rest| rest.split_once('}')).map(|(name, _)| name).collect();
        for name in names {
            if out.get("variables").is_some_and(|variables| variables.get(name).is_some()) {
                continue;
            }
            self.report(defect::undefined_variable(&self.pointer(&here.key("url")), name));
            let variables = out.entry("variables").or_insert_with(|| json!({}));
            if let Value::Object(variables) = variables {
                variables.insert(name.to_owned(), open().into());
            }
        }
    }
}

/// A variable without a default, so that there is no address unless somebody says its value.
fn open() -> Map<String, Value> {
    object([("default", "".into()), (facts::OPEN, true.into())])
}
