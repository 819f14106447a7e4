//! Which credentials an operation needs.

use super::coerce::{item_place, object};
use super::context::Context;
use super::place::Place;
use super::references::component_of;
use crate::diagnostics::defect;
use crate::pointer::Pointer;
use serde_json::{Map, Value, json};

/// What a scheme named in a requirement is.
enum Named {
    /// A scheme of the document, by its key.
    Scheme(String),
    /// A client certificate, which no request carries.
    Transport,
    Unknown,
}

impl Context<'_> {
    /// The alternatives; each an object of all the schemes it takes.
    pub(super) fn security(&mut self, value: &Value, here: &Place<'_>) -> Value {
        let items = self.items(value, here).iter().enumerate();
        let all: Vec<Value> =
            items.filter_map(|(index, item)| self.requirement(item, &item_place(value, here, index))).collect();
        all.into()
    }

    /// One alternative. A scheme that isn't there is declared: without it the request would go out with no credential.
    fn requirement(&mut self, value: &Value, here: &Place<'_>) -> Option<Value> {
        if let Value::String(name) = value {
            self.report(defect::coerced(&self.pointer(here), "a security requirement", name));
            return self.requirement(&object([(name.as_str(), json!([]))]).into(), here);
        }
        let members = self.members(value, here, "security requirement")?;
        let mut out = Map::new();
        for (name, scopes) in members.iter().filter(|(name, _)| !name.starts_with("x-")) {
            match self.named_scheme(name) {
                Named::Scheme(key) => drop(out.insert(key, self.scopes(scopes, &here.key(name)))),
                Named::Transport => {}
                Named::Unknown => {
                    self.report(defect::undefined_scheme(&self.pointer(&here.key(name)), name));
                    self.undeclared.insert(name.clone());
                    out.insert(name.clone(), json!([]));
                }
            }
        }
        Some(out.into())
    }

    fn scopes(&mut self, scopes: &Value, here: &Place<'_>) -> Value {
        match scopes {
            Value::Null => json!([]),
            Value::Object(_) => {
                self.report(defect::not_a_list(&self.pointer(here)));
                json!([])
            }
            _ => self.texts(scopes, here).into(),
        }
    }

    /// 3.2 allows a reference in place of the name.
    fn named_scheme(&self, name: &str) -> Named {
        let written = self.references.root().get("components").and_then(|all| all.get("securitySchemes"));
        let behind = written.and_then(|written| self.behind(written)).map(|target| target.node);
        let schemes = behind.or(written).and_then(Value::as_object);
        let key = match name.strip_prefix('#').map(|text| component_of(&Pointer::parse(text))) {
            Some(Some((section, key))) if section == "securitySchemes" => key,
            _ => name.to_owned(),
        };
        match schemes.and_then(|schemes| schemes.get(&key)) {
            Some(scheme) if self.is_transport(scheme) => Named::Transport,
            Some(scheme) if self.resolved(scheme).is_object() => Named::Scheme(key),
            Some(_) | None => Named::Unknown,
        }
    }

    fn is_transport(&self, scheme: &Value) -> bool {
        self.resolved(scheme).get("type").is_some_and(|kind| kind == super::security_scheme::CERTIFICATE)
    }
}
