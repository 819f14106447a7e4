//! `schemes`, `host` and `basePath` -> servers.

use serde_json::{Value, json};

/// One server for each scheme, TLS first; relative ones if the document doesn't say its host.
pub(super) fn servers(root: &Value) -> Value {
    let base = root.get("basePath").and_then(Value::as_str).unwrap_or_default().trim();
    let base = base.trim_end_matches('/');
    let base = if base.is_empty() || base.starts_with('/') { base.to_owned() } else { format!("/{base}") };
    let Some(host) = root.get("host").and_then(Value::as_str).map(str::trim).filter(|host| !host.is_empty()) else {
        return json!([{"url": if base.is_empty() { "/" } else { &base }}]);
    };
    if host.contains("://") {
        return json!([{"url": format!("{}{base}", host.trim_end_matches('/'))}]);
    }
    let mut schemes: Vec<&str> = match root.get("schemes") {
        Some(Value::Array(list)) => list.iter().filter_map(Value::as_str).collect(),
        Some(Value::String(one)) => vec![one],
        _ => Vec::new(),
    };
    schemes.retain(|scheme| matches!(*scheme, "http" | "https"));
    schemes.sort_by_key(|scheme| *scheme != "https");
    schemes.dedup();
    if schemes.is_empty() {
        schemes.push("https");
    }
    schemes
        .into_iter()
        .map(|scheme| json!({"url": format!("{scheme}://{}{base}", host.trim_end_matches('/'))}))
        .collect()
}
