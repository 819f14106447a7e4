//! What of a request is a secret, and the same without it.

use super::super::content::FORM;
use super::super::expansion::{encoded, name_of};
use super::super::json::without_secrets;
use super::super::secret::{MASK, is_number, is_told_by};
use super::super::{Request, media_types};

/// `name=***`, the name encoded.
pub(super) fn masked_pair(name: &str) -> String {
    encoded(name) + "=" + MASK
}

/// `name=value` pairs without the values that are secrets.
pub(super) fn masked_pairs(request: &Request, pairs: &str) -> String {
    let masked = pairs.split('&').map(|pair| {
        let (name, value) = (name_of(pair), pair.split_once('=').map_or("", |(_, value)| value));
        if is_secret(request, name, is_number(value)) { format!("{name}={MASK}") } else { pair.to_owned() }
    });
    masked.collect::<Vec<_>>().join("&")
}

/// Does the document or the name itself say that the value is a secret? In URLs and forms the name is encoded, and names of
/// headers have no case.
pub(super) fn is_secret(request: &Request, name: &str, is_number: bool) -> bool {
    let is_named = |secret: &&str| secret.eq_ignore_ascii_case(name) || encoded(secret) == name.replace('+', "%20");
    request.secrets.iter().any(is_named) || is_told_by(name, is_number)
}

/// A body that is text, if it is known which of it is a secret.
pub(super) fn masked_body(request: &Request, media_type: &str, text: &str) -> Option<String> {
    let essence = media_types::essence(media_type);
    if essence.contains("json") {
        return without_secrets(text, &|name, is_number| is_secret(request, name, is_number));
    }
    match essence {
        FORM => Some(masked_pairs(request, text)),
        _ => essence.starts_with("text/").then(|| text.to_owned()),
    }
}
