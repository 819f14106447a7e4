//! What of a request is a secret, and the same without it.

use std::borrow::Cow;

use super::super::content::FORM;
use super::super::expansion::{decoded, encoded, name_of};
use super::super::json;
use super::super::secret::{MASK, is_number, is_told_by};
use super::super::{Location, Request, Scheme, SchemeKind, media_types};

/// The request without the secrets of its arguments, and of its query no more than the document has and the names of the
/// rest; keys of the schemes that go there are added.
pub(super) fn masked_request(request: &Request, schemes: &[&Scheme]) -> Request {
    let mut masked = request.clone();
    for (index, text) in &mut masked.arguments {
        if let Some(parameter) = request.operation.parameters.get(*index) {
            *text = masked_argument(request, parameter.name, text);
        }
    }
    if let Some(custom) = &mut masked.custom {
        mask_query(&mut custom.path);
    }
    let added = request.query.split('&').filter(|pair| !pair.is_empty());
    let added = added.map(|pair| format!("{}={MASK}", name_of(pair)));
    let keys = schemes.iter().filter_map(|scheme| match scheme.kind {
        SchemeKind::ApiKey { location: Location::Query, name } => Some(format!("{}={MASK}", encoded(name))),
        _ => None,
    });
    masked.query = added.chain(keys).collect::<Vec<_>>().join("&");
    masked
}

/// An argument is JSON until its style spells it, which may leave no names in it.
fn masked_argument(request: &Request, name: &str, text: &str) -> String {
    // Nothing is sent for it.
    if text == "null" {
        return text.to_owned();
    }
    let inside = match is_secret(request, name, is_number(text)) {
        true => None,
        false => json::without_secrets(text, &|name, is_number| is_secret(request, name, is_number)),
    };
    inside.unwrap_or_else(|| format!("\"{MASK}\""))
}

/// What is in the query of a link may be a signature, whatever its name, and what a caller adds a key.
fn mask_query(path: &mut String) {
    if let Some((before, query)) = path.split_once('?') {
        let query = query.split('#').next().unwrap_or_default();
        let pairs = query.split('&').map(|pair| match pair.split_once('=') {
            Some((name, _)) => format!("{name}={MASK}"),
            None => MASK.to_owned(),
        });
        *path = format!("{before}?{}", pairs.collect::<Vec<_>>().join("&"));
    }
}

/// The same with masks as they are: stars need no encoding (RFC 3986, section 3.4).
pub(super) fn with_plain_masks(encoded: &str) -> String {
    encoded.replace("%2A%2A%2A", MASK)
}

/// Does the document or the name itself say that the value is a secret, or a part of the name: `user[password]`? Names of
/// headers have no case.
pub(super) fn is_secret(request: &Request, name: &str, is_number: bool) -> bool {
    let is_told = |part: &str| {
        request.secrets.iter().any(|secret| secret.eq_ignore_ascii_case(part)) || is_told_by(part, is_number)
    };
    is_told(name) || name.split(['[', ']']).any(is_told)
}

/// A body that is text, if it is known which of it is a secret.
pub(super) fn masked_body(request: &Request, media_type: &str, text: &str) -> Option<String> {
    let essence = media_types::essence(media_type);
    if essence.contains("json") {
        return json::without_secrets(text, &|name, is_number| is_secret(request, name, is_number));
    }
    match essence {
        FORM => Some(masked_form(request, text)),
        _ => essence.starts_with("text/").then(|| masked_text(request, text).into_owned()),
    }
}

/// A text without the secrets of the JSON in it.
pub(super) fn masked_text<'t>(request: &Request, text: &'t str) -> Cow<'t, str> {
    json::masked(text, &|name, is_number| is_secret(request, name, is_number))
}

fn masked_form(request: &Request, form: &str) -> String {
    // It is none, whatever its media type is.
    if form.trim_start().starts_with(['{', '[']) {
        return masked_text(request, form).into_owned();
    }
    form.split('&').map(|pair| masked_pair(request, pair)).collect::<Vec<_>>().join("&")
}

/// `name=value`, or a value without a name.
fn masked_pair(request: &Request, pair: &str) -> String {
    let (name, value) = pair.split_once('=').unwrap_or(("", pair));
    let before = &pair[..pair.len() - value.len()];
    if is_secret(request, &plain(name), is_number(value)) {
        return format!("{before}{MASK}");
    }
    match masked_text(request, &plain(value)) {
        Cow::Owned(masked) => format!("{before}{}", with_plain_masks(&encoded(&masked))),
        Cow::Borrowed(_) => pair.to_owned(),
    }
}

fn plain(encoded: &str) -> String {
    String::from_utf8_lossy(&decoded(encoded)).into_owned()
}
