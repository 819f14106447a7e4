//! What the server sends: webhooks as a list in the documentation of the crate, callbacks in that of their operation.

use super::structs::plain;
use super::{docs, rust_text};
use crate::model::{Api, Callback, Content, Operation, Payload, Webhook};

/// The section, or nothing.
pub(super) fn section(api: &Api) -> Vec<String> {
    if api.webhooks.is_empty() {
        return Vec::new();
    }
    let about = "What the server sends to a receiver of yours, and the type that reads what it carries:";
    let items: Vec<String> = api.webhooks.iter().map(|webhook| item(api, webhook)).collect();
    vec!["# Webhooks".to_owned(), about.to_owned(), items.join("\n")]
}

/// The requests that the server makes in the course of an operation, one line each.
pub(super) fn callbacks(api: &Api, operation: &Operation) -> Vec<String> {
    let line = |callback: &Callback| {
        let body = callback.body.as_ref().map(|content| format!(", carries `{}`", body_type(api, content)));
        let (name, address) = (plain(&callback.name), plain(&callback.address));
        format!("Callback: `{name}`, `{}` to `{address}`{}", callback.method, body.unwrap_or_default())
    };
    operation.callbacks.iter().map(line).collect()
}

fn item(api: &Api, webhook: &Webhook) -> String {
    let body = webhook.body.as_ref().map(|content| format!(", `{}`", body_type(api, content))).unwrap_or_default();
    let said = docs::first_line(&webhook.docs.summary).or_else(|| docs::first_line(&webhook.docs.description));
    let said = said.map(|said| format!(": {said}")).unwrap_or_default();
    format!("- `{}` (`{}`){body}{said}", plain(&webhook.name), webhook.method)
}

fn body_type(api: &Api, content: &Content) -> String {
    match &content.payload {
        Payload::Json(ty) | Payload::Form(ty, _) | Payload::Multipart(ty, _) | Payload::Lines(ty) => {
            rust_text(api, ty, false)
        }
        Payload::Parts => "Form".to_owned(),
        Payload::Text => "String".to_owned(),
        Payload::Bytes | Payload::Stream(_) => "bytes::Bytes".to_owned(),
    }
}
