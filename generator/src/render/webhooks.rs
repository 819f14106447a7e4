//! What the server sends: webhooks as a list in the documentation of the crate, callbacks in that of their operation.

use super::{docs, rust_text};
use crate::model::{Api, Callback, Content, Incoming, Location, Operation, Payload, Webhook};

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
        let (name, address) = (docs::code(&callback.name), docs::code(&callback.address));
        let request = &callback.request;
        format!("Callback: {name}, `{}` to {address}{}", request.method, said(api, request))
    };
    operation.callbacks.iter().map(line).collect()
}

fn item(api: &Api, webhook: &Webhook) -> String {
    format!("- {} (`{}`){}", docs::code(&webhook.name), webhook.request.method, said(api, &webhook.request))
}

/// What a receiver gets, and what it has to answer.
fn said(api: &Api, request: &Incoming) -> String {
    let body = request.body.as_ref().map(|content| format!(", carries `{}`", body_type(api, content)));
    let with = docs::listed(request.parameters.iter().map(parameter)).map(|list| format!(", with {list}"));
    let answers = docs::listed(request.answers.iter().map(|answer| match &answer.body {
        Some(content) => format!("`{}` with `{}`", answer.status, body_type(api, content)),
        None => format!("`{}`", answer.status),
    }));
    let answers = answers.map(|list| format!(", expects {list}"));
    [body, with, answers, docs::after(&request.docs)].into_iter().flatten().collect()
}

fn parameter((location, name): &(Location, String)) -> String {
    format!("{} in the {}", docs::code(name), location.as_str())
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
