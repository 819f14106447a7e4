//! Keys by which a server recognises a request that it has seen.

use http::{HeaderName, HeaderValue};

use super::{Environment, Request};

/// The header of the IETF draft, for documents that name none.
const DEFAULT_HEADER: &str = "idempotency-key";

/// The header and key that all attempts of a call carry.
#[derive(Clone, Debug)]
pub(super) struct IdempotencyKey {
    pub(super) header: HeaderName,
    pub(super) value: HeaderValue,
}

/// The caller's key, or a new one if the document names the header and the method needs it.
pub(super) fn key_of(
    request: &Request,
    header: Option<&'static str>,
    environment: &dyn Environment,
) -> Option<IdempotencyKey> {
    let name = HeaderName::from_static(DEFAULT_HEADER);
    let name = header.and_then(|header| header.parse().ok()).unwrap_or(name);
    let given = request.idempotency_key.clone().or_else(|| request.headers.get(&name).cloned());
    let value = match given {
        Some(value) => value,
        None if header.is_some() && !request.is_idempotent() => random_uuid(environment)?,
        None => return None,
    };
    Some(IdempotencyKey { header: name, value })
}

/// ---
/// RFC 9562, section 5.4 (version 4).
fn random_uuid(environment: &dyn Environment) -> Option<HeaderValue> {
    let bits = u128::from(environment.random()) << 64 | u128::from(environment.random());
    let bits = bits & !(0xf000 << 64) & !(0xc000 << 48) | 0x4000 << 64 | 0x8000 << 48;
    let hex = format!("{bits:032x}");
    let parts = [&hex[..8], &hex[8..12], &hex[12..16], &hex[16..20], &hex[20..]];
    HeaderValue::try_from(parts.join("-")).ok()
}
