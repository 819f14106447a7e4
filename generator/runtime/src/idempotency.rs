//! Keys by which a server recognises a request that it has seen.

use http::{HeaderName, HeaderValue};

use super::{Environment, Location, Request};

/// The header of the IETF draft, and what it is called elsewhere, for documents whose configuration names none.
const HEADERS: [&str; 2] = ["idempotency-key", "x-idempotency-key"];

/// The header and key that all attempts of a call carry.
#[derive(Clone, Debug)]
pub(super) struct IdempotencyKey {
    pub(super) header: HeaderName,
    pub(super) value: HeaderValue,
}

/// The caller's key, or a new one if the header is known and the method needs it.
pub(super) fn key_of(
    request: &Request,
    configured: Option<&'static str>,
    environment: &dyn Environment,
) -> Option<IdempotencyKey> {
    let known = header_of(request, configured);
    let is_known = known.is_some();
    let header = or_usual(known);
    let value = match given(request, &header) {
        Some(value) => value,
        None if is_known && needs_one(request, &header) => random_uuid(environment)?,
        None => return None,
    };
    Some(IdempotencyKey { header, value })
}

/// A new key in place of the caller's, for another page than the one that the call was made for: a server that knows the
/// key would answer with the page that it has answered with.
pub(super) fn another_key(request: &mut Request, configured: Option<&'static str>, environment: &dyn Environment) {
    let header = or_usual(header_of(request, configured));
    if given(request, &header).is_some() {
        request.idempotency_key = random_uuid(environment);
    }
}

/// The caller's key: by its setter, as a header, or as a parameter that the document declares.
fn given(request: &Request, header: &HeaderName) -> Option<HeaderValue> {
    let key = request.idempotency_key.clone().or_else(|| request.headers.get(header).cloned());
    key.or_else(|| request.header_argument(header)).filter(|key| !key.is_empty())
}

/// Is a request that comes twice done twice? An operation that declares the header says so, whatever its method is.
fn needs_one(request: &Request, header: &HeaderName) -> bool {
    let is_safe = matches!(request.operation.method, "GET" | "HEAD" | "OPTIONS" | "TRACE" | "QUERY");
    let declares = |name: &str| name.eq_ignore_ascii_case(header.as_str());
    let mut headers = request.operation.parameters.iter().filter(|parameter| parameter.location == Location::Header);
    !request.is_idempotent() || !is_safe && headers.any(|parameter| declares(parameter.name))
}

/// The key that was set on the call as such, which is no secret.
pub(super) fn set_key(request: &Request, configured: Option<&'static str>) -> Option<IdempotencyKey> {
    let value = request.idempotency_key.clone()?;
    Some(IdempotencyKey { header: or_usual(header_of(request, configured)), value })
}

/// The header that a key goes into, whether or not the document names one.
fn or_usual(known: Option<HeaderName>) -> HeaderName {
    known.unwrap_or(HeaderName::from_static(HEADERS[0]))
}

/// The header that the configuration names for all operations, or that this one declares as a parameter.
pub(super) fn header_of(request: &Request, configured: Option<&'static str>) -> Option<HeaderName> {
    let declared = request.operation.parameters.iter().filter(|parameter| parameter.location == Location::Header);
    let mut declared = declared.filter_map(|parameter| parameter.name.parse().ok());
    match configured {
        Some(header) => header.parse().ok(),
        None => declared.find(|name: &HeaderName| HEADERS.contains(&name.as_str())),
    }
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
