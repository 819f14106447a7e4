//! A request as a curl command, for logs and bug reports. It shows what the document knows and nothing that may be a
//! secret: credentials, headers that are not in a list, pairs that the caller added to the query, and arguments, and members
//! of arguments and bodies at any depth, whose name or whose `format: password` says so.

mod mask;
mod parts;

use std::borrow::Cow;
use std::fmt;

use http::header::{COOKIE, HeaderMap, HeaderName, HeaderValue};

use self::mask::{is_secret, masked_body, masked_request, masked_text, with_plain_masks};
use super::authorization::Chosen;
use super::base_url::{BaseUrl, split_origin};
use super::content::Content;
use super::error::Failure;
use super::execute::own_slot;
use super::expansion::name_of;
use super::file::Source;
use super::idempotency::{IdempotencyKey, set_key};
use super::secret::{MASK, is_number};
use super::{Client, Location, Request, Scheme, SchemeKind};

/// More of a body than this is not shown, in characters.
const SHOWN: usize = 1024;

/// Headers that are no secret in any API.
const HARMLESS: [&str; 14] = [
    "accept",
    "accept-encoding",
    "accept-language",
    "cache-control",
    "content-language",
    "content-type",
    "if-match",
    "if-modified-since",
    "if-none-match",
    "if-unmodified-since",
    "prefer",
    "range",
    "traceparent",
    "user-agent",
];

/// Writes the request as `client` would send it, its credentials masked. `{:#?}` has a line for each option.
pub(super) fn write_call(client: &Client, request: &Request, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    let own = own_slot(client, request).ok().flatten();
    let own = own.as_ref().map(|(scheme, slot)| (*scheme, slot));
    let chosen = Chosen::new(client.inner.document, request.operation, &client.inner.credentials, own, true);
    let schemes: Vec<&Scheme> = chosen.iter().flat_map(Chosen::iter).map(|(scheme, _)| scheme).collect();
    let shown = masked_request(request, &schemes);
    let text = client.inner.base_url(request).and_then(|base| {
        let url = url(&shown, &base)?;
        let key = set_key(request, client.inner.document.idempotency_header);
        Ok(command(&shown, quoted(&url), &client.inner.headers, &schemes, key, f.alternate()))
    });
    write(request, text, f)
}

/// Writes the request as far as it is known without a client: the base URL is left to the shell, credentials and the header
/// of an idempotency key are not there.
pub(super) fn write_request(request: &Request, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    // The path has to stand behind something.
    const BASE: &str = "http://base";
    let origin = request.custom.as_ref().and_then(|custom| split_origin(&custom.path)).map(|(origin, _)| origin);
    let base = BaseUrl::parse(origin.unwrap_or(BASE)).map_err(Failure::build);
    let shown = masked_request(request, &[]);
    let text = base.and_then(|base| url(&shown, &base)).map(|url| {
        let url = match origin {
            Some(_) => quoted(&url),
            None => format!("\"$BASE_URL\"{}", quoted(url.trim_start_matches(BASE))),
        };
        command(&shown, url, &HeaderMap::new(), &[], None, f.alternate())
    });
    write(request, text, f)
}

fn write(request: &Request, text: Result<String, Box<Failure>>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    match text {
        Ok(text) => f.write_str(&text),
        Err(failure) => write!(f, "{}: no request, because {}", request.operation.id, failure.message),
    }
}

fn url(shown: &Request, base: &BaseUrl) -> Result<String, Box<Failure>> {
    Ok(with_plain_masks(&shown.uri(base)?.to_string()))
}

/// The whole command, all its options behind the URL.
fn command(
    request: &Request,
    url: String,
    defaults: &HeaderMap,
    schemes: &[&Scheme],
    key: Option<IdempotencyKey>,
    lines: bool,
) -> String {
    let separator = if lines { " \\\n  " } else { " " };
    // Brackets and braces are letters here, and no patterns of curl's.
    let literal = url.contains(['[', ']', '{', '}']).then(|| "--globoff".to_owned());
    let method = request.method();
    let method = match (method.as_str(), &request.body) {
        ("GET", None) => None,
        ("HEAD", _) => Some("--head".to_owned()),
        (method, _) => Some(format!("-X {}", quoted(method))),
    };
    let form = parts::options(request);
    let headers = headers(request, defaults, schemes, key.as_ref(), form.is_some());
    let body = form.unwrap_or_else(|| body(request).into_iter().collect());
    let words = method.into_iter().chain(literal).chain([url]).chain(headers).chain(body);
    format!("curl {}", words.collect::<Vec<_>>().join(separator))
}

/// The options for the headers. Those for the parts of a form say its media type, and make the boundary.
fn headers(
    request: &Request,
    defaults: &HeaderMap,
    schemes: &[&Scheme],
    key: Option<&IdempotencyKey>,
    is_form: bool,
) -> Vec<String> {
    // That a header can't be sent is told when the call is sent.
    let assembled = request.head(http::Uri::default(), defaults, None);
    let own = assembled.map(http::Request::into_parts).map(|(parts, _)| parts.headers).unwrap_or_default();
    let is_key = |name: &HeaderName| key.is_some_and(|key| key.header == *name);
    let own =
        own.iter().filter(|(name, _)| !is_key(name)).map(|(name, value)| match header_value(request, name, value) {
            // To curl, a name that ends in a colon is a header that it shall leave out.
            Cow::Borrowed("") => format!("{name};"),
            value => format!("{name}: {value}"),
        });
    let key = key.map(|key| format!("{}: {}", key.header, key.value.to_str().unwrap_or(MASK)));
    let media_type = match request.body.as_ref().filter(|_| !is_form) {
        Some(Content::Octets(media_type, _) | Content::Parts(media_type, _)) => media_type.to_str().ok(),
        None => None,
    };
    let media_type = media_type.map(|media_type| format!("content-type: {media_type}"));
    let credentials: Vec<String> = schemes.iter().filter_map(|scheme| credential(scheme)).collect();
    // A credential takes the place of a header of its name.
    let taken = |header: &String| {
        let is_same = |credential: &String| credential.split(':').next() == header.split(':').next();
        !header.starts_with("cookie:") && credentials.iter().any(is_same)
    };
    let own: Vec<String> = own.filter(|header| !taken(header)).collect();
    with_one_cookie(own.into_iter().chain(key).chain(media_type).chain(credentials))
        .iter()
        .map(|header| format!("-H {}", quoted(header)))
        .collect()
}

/// ---
/// RFC 6265, section 5.4: all cookies go in one header.
fn with_one_cookie(headers: impl Iterator<Item = String>) -> Vec<String> {
    const NAME: &str = "cookie: ";
    let mut all: Vec<String> = Vec::new();
    for header in headers {
        let before = header.strip_prefix(NAME).and_then(|_| all.iter_mut().find(|known| known.starts_with(NAME)));
        match before {
            Some(before) => before.extend(["; ", &header[NAME.len()..]]),
            None => all.push(header),
        }
    }
    all
}

/// The value of a header that is known to be harmless, because of its name or because the document declares it. Of cookies
/// only the names are.
fn header_value<'a>(request: &Request, name: &HeaderName, value: &'a HeaderValue) -> Cow<'a, str> {
    if name == COOKIE {
        let pairs = value.to_str().unwrap_or_default().split("; ").map(|pair| format!("{}={MASK}", name_of(pair)));
        return pairs.collect::<Vec<_>>().join("; ").into();
    }
    let declared = request.operation.parameters.iter().filter(|parameter| parameter.location == Location::Header);
    let mut declared = declared.filter(|parameter| parameter.name.eq_ignore_ascii_case(name.as_str()));
    let is_declared =
        declared.next().is_some() && !is_secret(request, name.as_str(), value.to_str().is_ok_and(is_number));
    let is_harmless = HARMLESS.contains(&name.as_str()) || is_declared;
    let shown = value.to_str().ok().filter(|_| is_harmless && !value.is_sensitive());
    shown.map_or(Cow::Borrowed(MASK), |shown| masked_text(request, shown))
}

/// The header that the credential of a scheme goes into; one in the query is in the URL.
fn credential(scheme: &Scheme) -> Option<String> {
    match scheme.kind {
        SchemeKind::Bearer | SchemeKind::OAuth2 { .. } => Some(format!("authorization: Bearer {MASK}")),
        SchemeKind::Basic => Some(format!("authorization: Basic {MASK}")),
        SchemeKind::ApiKey { location: Location::Query, .. } => None,
        SchemeKind::ApiKey { location: Location::Cookie, name } => Some(format!("cookie: {name}={MASK}")),
        SchemeKind::ApiKey { name, .. } => Some(format!("{}: {MASK}", name.to_ascii_lowercase())),
    }
}

/// The body if it is text and in memory; else curl shall take it from its input.
fn body(request: &Request) -> Option<String> {
    let text = match request.body.as_ref()? {
        Content::Octets(media_type, Source::Bytes(bytes)) => {
            str::from_utf8(bytes).ok().and_then(|text| masked_body(request, media_type.to_str().ok()?, text))
        }
        Content::Octets(_, Source::Stream { .. }) | Content::Parts(..) => None,
    };
    let text = text.filter(|text| is_printable(text));
    Some(match text {
        Some(text) => format!("--data-raw {}", quoted(&cut(text))),
        None => "--data-binary @-".to_owned(),
    })
}

fn is_printable(text: &str) -> bool {
    !text.chars().any(|letter| letter.is_control() && !matches!(letter, '\n' | '\r' | '\t'))
}

/// The beginning of a text that is too long, and how much there was.
fn cut(text: String) -> String {
    match text.char_indices().nth(SHOWN) {
        Some((end, _)) => format!("{}… ({} characters in all)", &text[..end], text.chars().count()),
        None => text,
    }
}

/// One word of a POSIX shell, whatever is in it.
fn quoted(text: &str) -> String {
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-_./:%".contains(&byte);
    if !text.is_empty() && text.bytes().all(is_plain) {
        text.to_owned()
    } else {
        format!("'{}'", text.replace('\'', r"'\''"))
    }
}
