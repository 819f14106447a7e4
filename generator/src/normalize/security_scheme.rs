//! Security schemes: how a credential is sent, or how one is had.

use super::context::{Context, Field};
use super::facts;
use super::place::Place;
use crate::diagnostics::defect;
use serde_json::{Map, Value, json};

/// The flows of OAuth 2, and what 2.0 and authors call them.
const FLOWS: [(&str, &[&str]); 4] = [
    ("implicit", &["implicit"]),
    ("password", &["password"]),
    ("clientCredentials", &["clientcredentials", "client_credentials", "client-credentials", "application"]),
    ("authorizationCode", &["authorizationcode", "authorization_code", "authorization-code", "accesscode"]),
];

/// The type of a scheme whose credential is a certificate of the client's (OpenAPI 3.1.0, 4.8.27).
pub(super) const CERTIFICATE: &str = "mutualTLS";

/// The scheme of which nothing is known: its credential is the whole value of the `Authorization` header.
pub(super) fn whole_header() -> Value {
    json!({"type": "apiKey", "in": "header", "name": "Authorization"})
}

impl<'a> Context<'a> {
    /// The schemes that openapiv3 knows, and those that it doesn't, as written.
    pub(super) fn security_schemes(
        &mut self,
        value: &Value,
        here: &Place<'_>,
    ) -> (Map<String, Value>, Map<String, Value>) {
        let mut others = Map::new();
        let schemes = self.map(value, here, "map of security schemes", |context, key, node, here| {
            let scheme = context.inlined(node, here, "securitySchemes", Self::security_scheme);
            let written = context.resolved(node);
            if scheme.is_none() && written.get("$ref").is_none() {
                others.insert(key.to_owned(), written.clone());
            }
            scheme
        });
        (schemes, others)
    }

    fn security_scheme(&mut self, node: &Value, here: &Place<'_>) -> Option<Value> {
        let mut out = self.object(node, here, "security scheme", Self::scheme_member)?;
        self.complete_scheme(&mut out, here).then(|| out.into())
    }

    fn scheme_member(&mut self, key: &str, value: &Value, here: &Place<'_>) -> Field {
        match key {
            "type" | "in" | "name" | "scheme" | "bearerFormat" | "description" | "openIdConnectUrl" | "flow"
            | "authorizationUrl" | "tokenUrl" | "refreshUrl" => self.text_field(value, here),
            "flows" => Field::Keep(self.flows(value, here).into()),
            "scopes" => Field::Keep(self.scope_texts(value, here)),
            "deprecated" => {
                self.boolean(value, here).map_or(Field::Omit, |flag| Field::As(facts::DEPRECATED, flag.into()))
            }
            "oauth2MetadataUrl" => Field::As(facts::OAUTH2_METADATA_URL, value.clone()),
            _ => Field::Unknown,
        }
    }

    /// Makes the members fit the type; says whether it is a scheme at all.
    fn complete_scheme(&mut self, out: &mut Map<String, Value>, here: &Place<'_>) -> bool {
        let kind = self.scheme_type(out, here);
        match kind.as_str() {
            "apiKey" => self.complete_api_key(out, here),
            "http" => self.complete_http(out, here),
            "oauth2" => self.complete_oauth2(out, here),
            "openIdConnect" => self.require(out, "openIdConnectUrl", here),
            CERTIFICATE => {
                self.report(defect::client_certificate(&self.pointer(here)));
                return false;
            }
            _ => return self.unknown_type(out, &kind, here),
        }
        out.insert("type".to_owned(), kind.into());
        true
    }

    /// Somebody knows what the server wants, and can write it.
    fn unknown_type(&mut self, out: &mut Map<String, Value>, kind: &str, here: &Place<'_>) -> bool {
        self.report(defect::unknown_scheme_type(&self.pointer(here), kind));
        drop_others(out, &[]);
        if let Value::Object(members) = whole_header() {
            out.extend(members);
        }
        true
    }

    fn scheme_type(&mut self, out: &mut Map<String, Value>, here: &Place<'_>) -> String {
        let written = text(out, "type").unwrap_or_default();
        if matches!(written.to_ascii_lowercase().as_str(), "basic" | "bearer") {
            out.entry("scheme").or_insert_with(|| written.to_ascii_lowercase().into());
        }
        let has = |key: &str| out.contains_key(key);
        let kind = match type_of(&written) {
            Some(kind) => kind,
            None if !written.is_empty() => return written,
            None if has("scheme") => "http",
            None if has("flows") || has("flow") => "oauth2",
            None if has("in") => "apiKey",
            None => return written,
        };
        if kind != written {
            self.report(defect::scheme_repaired(&self.pointer(here), &format!("its type is taken as `{kind}`")));
        }
        kind.to_owned()
    }

    fn complete_api_key(&mut self, out: &mut Map<String, Value>, here: &Place<'_>) {
        let written = text(out, "in").unwrap_or_default();
        let location = match written.to_ascii_lowercase().as_str() {
            "query" => "query",
            "cookie" => "cookie",
            _ => "header",
        };
        if location != written {
            self.report(defect::scheme_repaired(&self.pointer(here), &format!("its key is sent `in: {location}`")));
        }
        out.insert("in".to_owned(), location.into());
        if !out.contains_key("name") {
            self.report(defect::scheme_repaired(&self.pointer(here), "its key is sent as `Authorization`"));
            out.insert("name".to_owned(), "Authorization".into());
        }
        drop_others(out, &["in", "name"]);
    }

    fn complete_http(&mut self, out: &mut Map<String, Value>, here: &Place<'_>) {
        let written = text(out, "scheme").unwrap_or_default();
        let scheme = match written.to_ascii_lowercase() {
            none if none.is_empty() => "bearer".to_owned(),
            known if known == "basic" || known == "bearer" => known,
            _ => written.clone(),
        };
        if written.is_empty() {
            self.report(defect::scheme_repaired(&self.pointer(here), "its `scheme` is taken as `bearer`"));
        }
        out.insert("scheme".to_owned(), scheme.into());
        drop_others(out, &["scheme", "bearerFormat"]);
    }

    fn complete_oauth2(&mut self, out: &mut Map<String, Value>, here: &Place<'_>) {
        if !out.contains_key("flows") {
            let flow = text(out, "flow").unwrap_or_default();
            self.report(defect::scheme_repaired(&self.pointer(here), "its `flows` are made of what stands on it"));
            let own = ["authorizationUrl", "tokenUrl", "refreshUrl", "scopes"].into_iter();
            let own: Map<String, Value> = own.filter_map(|key| Some((key.to_owned(), out.get(key)?.clone()))).collect();
            let flows = if flow.is_empty() { json!({}) } else { json!({flow: own}) };
            out.insert("flows".to_owned(), self.flows(&flows, here).into());
        }
        drop_others(out, &["flows"]);
    }

    fn flows(&mut self, value: &Value, here: &Place<'_>) -> Map<String, Value> {
        let mut out = Map::new();
        let Some(members) = self.members(value, here, "map of flows") else {
            return out;
        };
        for (key, flow) in members {
            let place = here.key(key);
            if self.extension(key, flow, &place, &mut out) {
                continue;
            }
            let lower = key.to_ascii_lowercase();
            match FLOWS.iter().find(|(_, names)| names.contains(&lower.as_str())) {
                Some((name, _)) => out.extend(self.flow(name, flow, &place).map(|flow| ((*name).to_owned(), flow))),
                None if key == "deviceAuthorization" => {
                    out.insert(facts::DEVICE_AUTHORIZATION.to_owned(), flow.clone());
                }
                None => self.report(defect::unknown_member(&self.pointer(&place), key, "map of flows")),
            }
        }
        out
    }

    fn flow(&mut self, name: &str, value: &Value, here: &Place<'_>) -> Option<Value> {
        let mut out = self.object(value, here, "flow", |context, key, value, here| match key {
            "authorizationUrl" | "tokenUrl" | "refreshUrl" => context.text_field(value, here),
            "scopes" => Field::Keep(context.scope_texts(value, here)),
            _ => Field::Unknown,
        })?;
        let required: &[&str] = match name {
            "implicit" => &["authorizationUrl"],
            "authorizationCode" => &["authorizationUrl", "tokenUrl"],
            _ => &["tokenUrl"],
        };
        for key in required {
            self.require(&mut out, key, here);
        }
        if !out.contains_key("scopes") {
            self.report(defect::scheme_repaired(&self.pointer(here), "a flow without `scopes` has none"));
            out.insert("scopes".to_owned(), json!({}));
        }
        Some(out.into())
    }

    fn require(&mut self, out: &mut Map<String, Value>, key: &str, here: &Place<'_>) {
        if !out.contains_key(key) {
            self.report(defect::missing_text(&self.pointer(here), "security scheme", key));
            out.insert(key.to_owned(), "".into());
        }
    }

    /// Scope -> what it is for; authors leave out the text, or write a list.
    fn scope_texts(&mut self, value: &Value, here: &Place<'_>) -> Value {
        if value.is_array() {
            let names = self.texts(value, here);
            self.report(defect::coerced(&self.pointer(here), "a map of scopes", &names.join(", ")));
            return names.into_iter().map(|name| (name, Value::from(""))).collect::<Map<_, _>>().into();
        }
        self.map(value, here, "map of scopes", |context, name, value, here| match value {
            _ if name.starts_with("x-") => None,
            Value::Null => {
                context.report(defect::missing_text(&context.pointer(here), &format!("scope `{name}`"), "description"));
                Some("".into())
            }
            _ => Some(context.text(value, here).unwrap_or_default().into()),
        })
        .into()
    }
}

/// The type that a name means, of those that openapiv3 knows.
pub(super) fn type_of(name: &str) -> Option<&'static str> {
    match name.to_ascii_lowercase().as_str() {
        "apikey" | "api_key" | "api-key" => Some("apiKey"),
        "http" | "basic" | "bearer" => Some("http"),
        "oauth2" | "oauth" => Some("oauth2"),
        "openidconnect" | "openid" | "oidc" => Some("openIdConnect"),
        _ => None,
    }
}

fn text(out: &Map<String, Value>, key: &str) -> Option<String> {
    out.get(key).and_then(Value::as_str).map(str::to_owned)
}

/// Members of the other types mean nothing.
fn drop_others(out: &mut Map<String, Value>, own: &[&str]) {
    out.retain(|key, _| key.starts_with("x-") || key == "type" || key == "description" || own.contains(&key.as_str()));
}
