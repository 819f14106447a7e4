//! Security definitions.

use crate::normalize::coerce::object;
use serde_json::{Map, Value, json};

/// One security definition as a scheme of 3.0.
pub(super) fn scheme(node: &Value) -> Value {
    let Some(members) = node.as_object() else {
        return node.clone();
    };
    match members.get("type").and_then(Value::as_str) {
        Some("basic") => replaced(members, &[("type", "http".into()), ("scheme", "basic".into())], &[]),
        Some("oauth2") if members.contains_key("flow") => {
            let own = ["authorizationUrl", "tokenUrl", "refreshUrl", "scopes"];
            let flow: Map<String, Value> =
                own.iter().filter_map(|key| Some(((*key).to_owned(), members.get(*key)?.clone()))).collect();
            let name = flow_name(members.get("flow").and_then(Value::as_str).unwrap_or_default());
            let flows = object([(name, flow.into())]);
            let gone = ["flow", "authorizationUrl", "tokenUrl", "refreshUrl", "scopes"];
            replaced(members, &[("flows", flows.into())], &gone)
        }
        _ => json!(members),
    }
}

/// The flow of a definition that has one, as 3.0 calls it.
pub(super) fn flow(node: &Value) -> Option<&str> {
    let is_oauth2 = node.get("type").is_some_and(|own| own == "oauth2");
    node.get("flow").filter(|_| is_oauth2).map(|flow| flow_name(flow.as_str().unwrap_or_default()))
}

fn replaced(members: &Map<String, Value>, set: &[(&str, Value)], gone: &[&str]) -> Value {
    let mut out = members.clone();
    out.retain(|key, _| !gone.contains(&key.as_str()));
    out.extend(set.iter().map(|(key, value)| ((*key).to_owned(), value.clone())));
    out.into()
}

fn flow_name(flow: &str) -> &str {
    match flow {
        "application" => "clientCredentials",
        "accessCode" => "authorizationCode",
        other => other,
    }
}
