//! `schemes`, `host` and `basePath` -> servers.

use serde_json::{Value, json};

/// The members that say where the API is.
pub(super) const ADDRESS: [&str; 3] = ["host", "basePath", "schemes"];

/// One server for each scheme, TLS first; relative ones if the document doesn't say its host.
pub(super) fn servers(root: &Value) -> Value {
    let Some(host) = host(root) else {
        let base = base(root);
        return json!([{"url": if base.is_empty() { "/" } else { &base }}]);
    };
    if host.contains("://") {
        return json!([{"url": format!("{}{}", host.trim_end_matches('/'), base(root))}]);
    }
    let mut schemes = of_http(&written(root));
    if schemes.is_empty() {
        schemes.push(assumed(host));
    }
    of_schemes(host, &base(root), &schemes)
}

/// The servers of the operation `node` if it has schemes of its own, which count instead of those of the document: none
/// if there is no host that they could be of, or none of them is of HTTP.
pub(super) fn of_operation(root: &Value, node: &Value) -> Option<Value> {
    let schemes = written(node);
    let schemes = of_http(&schemes);
    let host = host(root).filter(|_| !schemes.is_empty())?;
    let host = host.split_once("://").map_or(host, |(_, host)| host);
    Some(of_schemes(host, &base(root), &schemes))
}

/// The schemes that a document or an operation says.
pub(super) fn written(node: &Value) -> Vec<String> {
    let list = match node.get("schemes") {
        Some(Value::Array(list)) => list.as_slice(),
        Some(one @ Value::String(_)) => std::slice::from_ref(one),
        _ => &[],
    };
    list.iter().filter_map(Value::as_str).map(|scheme| scheme.trim().to_ascii_lowercase()).collect()
}

/// Those that a client has, each once, TLS first.
pub(super) fn of_http(schemes: &[String]) -> Vec<&'static str> {
    ["https", "http"].into_iter().filter(|known| schemes.iter().any(|own| own == known)).collect()
}

/// The scheme that is assumed where the document says none: by the letter it is that by which the document was had (2.0,
/// "Swagger Object"). None is what the host says itself.
pub(super) fn assumption(root: &Value) -> Option<&'static str> {
    let host = host(root).filter(|host| !host.contains("://"))?;
    written(root).is_empty().then(|| assumed(host))
}

/// TLS, but for the machine that the client runs on, and the port of plain HTTP.
fn assumed(host: &str) -> &'static str {
    let local = ["localhost", "127.0.0.1", "[::1]", "0.0.0.0"];
    let (name, port) = match host.rsplit_once(':') {
        Some((name, port)) if port.bytes().all(|byte| byte.is_ascii_digit()) => (name, port),
        _ => (host, ""),
    };
    if port == "80" || (port != "443" && local.contains(&name)) { "http" } else { "https" }
}

fn host(root: &Value) -> Option<&str> {
    root.get("host").and_then(Value::as_str).map(str::trim).filter(|host| !host.is_empty())
}

fn base(root: &Value) -> String {
    let base = root.get("basePath").and_then(Value::as_str).unwrap_or_default().trim();
    let base = base.trim_end_matches('/');
    if base.is_empty() || base.starts_with('/') { base.to_owned() } else { format!("/{base}") }
}

fn of_schemes(host: &str, base: &str, schemes: &[&str]) -> Value {
    let host = host.trim_end_matches('/');
    schemes.iter().map(|scheme| json!({"url": format!("{scheme}://{host}{base}")})).collect()
}
