//! What a security scheme says for people: where credentials are had, and for what (OpenAPI 3.0.3, 4.7.27 to 4.7.29).

use indexmap::IndexMap;
use openapiv3::{OAuth2Flows, SecurityScheme};
use serde_json::{Map, Value};

use super::docs::link_to;
use super::mentions::plain;
use crate::model::Docs;
use crate::normalize::facts;

/// The flows by their keys, in the order in which they are told.
const FLOWS: [(&str, &str); 5] = [
    ("authorizationCode", "Authorization code"),
    ("clientCredentials", "Client credentials"),
    (facts::DEVICE_AUTHORIZATION, "Device authorization"),
    ("implicit", "Implicit"),
    ("password", "Password"),
];

/// What each address of a flow is for.
const ADDRESSES: [(&str, &str); 4] = [
    ("authorizationUrl", "authorization at"),
    ("deviceAuthorizationUrl", "authorization at"),
    ("tokenUrl", "tokens from"),
    ("refreshUrl", "refreshed at"),
];

pub(super) fn of(scheme: &SecurityScheme) -> Docs {
    let (description, extensions, mut facts) = match scheme {
        SecurityScheme::APIKey { description, extensions, .. } => (description, extensions, Vec::new()),
        SecurityScheme::HTTP { description, extensions, bearer_format, .. } => (
            description,
            extensions,
            bearer_format.iter().map(|format| format!("Format: `{}`", plain(format))).collect(),
        ),
        SecurityScheme::OAuth2 { description, extensions, flows, .. } => (description, extensions, flow_facts(flows)),
        SecurityScheme::OpenIDConnect { description, extensions, open_id_connect_url } => {
            (description, extensions, vec![format!("Discovery: {}", address(open_id_connect_url))])
        }
    };
    let metadata = extensions.get(facts::OAUTH2_METADATA_URL).and_then(Value::as_str);
    facts.extend(metadata.map(|url| format!("Metadata: {}", address(url))));
    if extensions.get(facts::DEPRECATED) == Some(&Value::Bool(true)) {
        facts.insert(0, "Deprecated".to_owned());
    }
    Docs { summary: String::new(), description: description.clone().unwrap_or_default(), facts }
}

/// A line for each flow, and one for each scope of any.
fn flow_facts(flows: &OAuth2Flows) -> Vec<String> {
    let flows = serde_json::to_value(flows).unwrap_or_default();
    let declared = FLOWS.iter().filter_map(|(key, name)| Some((*name, flows.get(key)?.as_object()?)));
    let declared: Vec<(&str, &Map<String, Value>)> = declared.collect();
    let mut scopes: IndexMap<&str, &str> = IndexMap::new();
    for (_, flow) in &declared {
        for (scope, meaning) in flow.get("scopes").and_then(Value::as_object).into_iter().flatten() {
            scopes.entry(scope).or_insert(meaning.as_str().unwrap_or_default());
        }
    }
    let scopes = scopes.iter().map(|(scope, meaning)| match plain(meaning).trim() {
        "" => format!("Scope: `{}`", plain(scope)),
        meaning => format!("Scope: `{}`, `{meaning}`", plain(scope)),
    });
    declared.iter().map(|(name, flow)| flow_fact(name, flow)).chain(scopes).collect()
}

fn flow_fact(name: &str, flow: &Map<String, Value>) -> String {
    let urls = ADDRESSES.iter().filter_map(|(key, what)| Some((*what, flow.get(*key)?.as_str()?)));
    let urls: Vec<String> = urls.map(|(what, url)| format!("{what} {}", address(url))).collect();
    format!("{name}: {}", urls.join(", "))
}

/// A link, if it is one: it may be relative to the base URL.
fn address(url: &str) -> String {
    link_to(url).unwrap_or_else(|| format!("`{}`", plain(url)))
}
