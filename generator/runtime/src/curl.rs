//! A request as a curl command, for logs and bug reports. It shows what the document knows and nothing that may be a
//! secret: credentials, headers that are not in a list, pairs that the caller added to the query, and arguments and members
//! whose name or whose `format: password` says so.

use std::fmt;

use http::header::{HeaderMap, HeaderName, HeaderValue};

use super::authorization::Chosen;
use super::base_url::BaseUrl;
use super::content::{Content, FORM};
use super::error::Failure;
use super::execute::own_slot;
use super::expansion::encoded;
use super::file::Source;
use super::json::{DecodeError, Kind, Reader, Writer};
use super::{Client, Location, Request, Scheme, SchemeKind, media_types};

/// What stands in the place of a secret.
const MASK: &str = "***";

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

/// A part of a name that tells of a secret, in lower case and without separators.
const TELLING: [&str; 11] = [
    "apikey",
    "accesskey",
    "authorization",
    "credential",
    "password",
    "passwd",
    "passphrase",
    "privatekey",
    "secret",
    "signature",
    "token",
];

/// Writes the request as `client` would send it, its credentials masked. `{:#?}` has a line for each option.
pub(super) fn write_call(client: &Client, request: &Request, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    let own = own_slot(client, request).ok().flatten();
    let own = own.as_ref().map(|(scheme, slot)| (*scheme, slot));
    let chosen = Chosen::new(client.inner.document, request.operation, &client.inner.credentials, own);
    let schemes: Vec<&Scheme> = chosen.iter().flat_map(Chosen::iter).map(|(scheme, _)| scheme).collect();
    let text = client.inner.base_url(request).and_then(|base| {
        let url = masked_url(request, &base, &schemes)?;
        Ok(command(request, quoted(&url), &client.inner.headers, &schemes, f.alternate()))
    });
    write(request, text, f)
}

/// Writes the request as far as it is known without a client: the base URL is left to the shell, credentials are not
/// there.
pub(super) fn write_request(request: &Request, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    // The path has to stand behind something.
    const BASE: &str = "http://base";
    let base = BaseUrl::parse(BASE).map_err(Failure::build);
    let text = base.and_then(|base| masked_url(request, &base, &[])).map(|url| {
        let url = format!("\"$BASE_URL\"{}", quoted(url.trim_start_matches(BASE)));
        command(request, url, &HeaderMap::new(), &[], f.alternate())
    });
    write(request, text, f)
}

fn write(request: &Request, text: Result<String, Box<Failure>>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    match text {
        Ok(text) => f.write_str(&text),
        Err(failure) => write!(f, "{}: no request, because {}", request.operation.id, failure.message),
    }
}

/// The URL, with masks in its path and query.
fn masked_url(request: &Request, base: &BaseUrl, schemes: &[&Scheme]) -> Result<String, Box<Failure>> {
    let mut shown = Request { query: String::new(), ..request.clone() };
    for (index, text) in &mut shown.arguments {
        let parameter = request.operation.parameters.get(*index);
        if parameter.is_some_and(|it| it.location == Location::Path && is_secret(request, it.name)) {
            *text = format!("\"{MASK}\"");
        }
    }
    // A literal mask: stars need no encoding (RFC 3986, section 3.4).
    let added = request.query.split('&').filter(|pair| !pair.is_empty());
    let added = added.map(|pair| format!("{}={MASK}", name_of(pair)));
    let keys = schemes.iter().filter_map(|scheme| match scheme.kind {
        SchemeKind::ApiKey { location: Location::Query, name } => Some(masked_pair(name)),
        _ => None,
    });
    shown.query = added.chain(keys).collect::<Vec<_>>().join("&");
    let url = shown.uri(base)?.to_string();
    let (path, query) = url.split_once('?').map_or((&*url, None), |(path, query)| (path, Some(query)));
    let path = path.replace("%2A%2A%2A", MASK);
    Ok(query.map_or_else(|| path.clone(), |query| format!("{path}?{}", masked_pairs(request, query))))
}

/// `name=***`, the name encoded.
fn masked_pair(name: &str) -> String {
    encoded(name) + "=" + MASK
}

/// `name=value` pairs without the values that are secrets.
fn masked_pairs(request: &Request, pairs: &str) -> String {
    let masked = pairs.split('&').map(|pair| match is_secret(request, name_of(pair)) {
        true => format!("{}={MASK}", name_of(pair)),
        false => pair.to_owned(),
    });
    masked.collect::<Vec<_>>().join("&")
}

fn name_of(pair: &str) -> &str {
    pair.split('=').next().unwrap_or_default()
}

/// Does the document or the name itself say that the value is a secret? In URLs and forms the name is encoded, and names of
/// headers have no case.
fn is_secret(request: &Request, name: &str) -> bool {
    let is_named = |secret: &&str| secret.eq_ignore_ascii_case(name) || encoded(secret) == name.replace('+', "%20");
    let letters = name.chars().filter(char::is_ascii_alphanumeric).map(|letter| letter.to_ascii_lowercase());
    let letters: String = letters.collect();
    request.secrets.iter().any(is_named) || TELLING.iter().any(|telling| letters.contains(telling))
}

/// The whole command, all its options behind the URL.
fn command(request: &Request, url: String, defaults: &HeaderMap, schemes: &[&Scheme], lines: bool) -> String {
    let separator = if lines { " \\\n  " } else { " " };
    let method = request.method();
    let method = match (method.as_str(), &request.body) {
        ("GET", None) => None,
        ("HEAD", _) => Some("--head".to_owned()),
        (method, _) => Some(format!("-X {}", quoted(method))),
    };
    let parts = method.into_iter().chain([url]).chain(headers(request, defaults, schemes)).chain(body(request));
    format!("curl {}", parts.collect::<Vec<_>>().join(separator))
}

fn headers(request: &Request, defaults: &HeaderMap, schemes: &[&Scheme]) -> Vec<String> {
    // That a header can't be sent is told when the call is sent.
    let assembled = request.head(http::Uri::default(), defaults, None);
    let own = assembled.map(http::Request::into_parts).map(|(parts, _)| parts.headers).unwrap_or_default();
    let own = own.iter().map(|(name, value)| format!("{name}: {}", header_value(request, name, value)));
    let media_type = match &request.body {
        Some(Content::Octets(media_type, _) | Content::Parts(media_type, _)) => media_type.to_str().ok(),
        None => None,
    };
    let media_type = media_type.map(|media_type| format!("content-type: {media_type}"));
    let credentials = schemes.iter().filter_map(|scheme| credential(scheme));
    own.chain(media_type).chain(credentials).map(|header| format!("-H {}", quoted(&header))).collect()
}

/// The value of a header that is known to be harmless, because of its name or because the document declares it.
fn header_value<'a>(request: &Request, name: &HeaderName, value: &'a HeaderValue) -> &'a str {
    let declared = request.operation.parameters.iter().filter(|parameter| parameter.location == Location::Header);
    let mut declared = declared.filter(|parameter| parameter.name.eq_ignore_ascii_case(name.as_str()));
    let is_declared = declared.next().is_some() && !is_secret(request, name.as_str());
    let is_harmless = HARMLESS.contains(&name.as_str()) || is_declared;
    value.to_str().ok().filter(|_| is_harmless && !value.is_sensitive()).unwrap_or(MASK)
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
    let text = text.filter(|text| !text.chars().any(|c| c.is_control() && !matches!(c, '\n' | '\r' | '\t')));
    Some(match text {
        Some(text) => format!("--data-raw {}", quoted(&cut(text))),
        None => "--data-binary @-".to_owned(),
    })
}

fn masked_body(request: &Request, media_type: &str, text: &str) -> Option<String> {
    let essence = media_types::essence(media_type);
    if essence.contains("json") {
        return masked_json(request, text);
    }
    match essence {
        FORM => Some(masked_pairs(request, text)),
        _ => essence.starts_with("text/").then(|| text.to_owned()),
    }
}

/// One document, or several as JSON Lines.
fn masked_json(request: &Request, text: &str) -> Option<String> {
    let mut reader = Reader::new(text);
    let mut lines = Vec::new();
    while reader.kind().is_some() {
        let mut writer = Writer::new();
        mask(&mut reader, &mut writer, &|name| is_secret(request, name)).ok()?;
        lines.push(String::from_utf8(writer.into_bytes()).ok()?);
    }
    reader.end().ok()?;
    Some(lines.join("\n"))
}

/// Tells of the name of a member whether its value is a secret.
type IsSecret<'s> = dyn Fn(&str) -> bool + 's;

/// Copies the next value, but for the members that are secrets.
fn mask(reader: &mut Reader<'_>, writer: &mut Writer, is_secret: &IsSecret<'_>) -> Result<(), DecodeError> {
    match reader.kind() {
        Some(Kind::Object) => mask_object(reader, writer, is_secret)?,
        Some(Kind::Array) => mask_array(reader, writer, is_secret)?,
        _ => writer.raw(reader.raw()?),
    }
    Ok(())
}

fn mask_object(reader: &mut Reader<'_>, writer: &mut Writer, is_secret: &IsSecret<'_>) -> Result<(), DecodeError> {
    writer.begin_object();
    let mut more = reader.object_start()?;
    while more {
        let name = reader.key()?;
        writer.key(&name);
        if is_secret(&name) {
            reader.skip()?;
            writer.string(MASK);
        } else {
            mask(reader, writer, is_secret)?;
        }
        more = reader.object_next()?;
    }
    writer.end_object();
    Ok(())
}

fn mask_array(reader: &mut Reader<'_>, writer: &mut Writer, is_secret: &IsSecret<'_>) -> Result<(), DecodeError> {
    writer.begin_array();
    let mut more = reader.array_start()?;
    while more {
        writer.item();
        mask(reader, writer, is_secret)?;
        more = reader.array_next()?;
    }
    writer.end_array();
    Ok(())
}

fn cut(text: String) -> String {
    match text.char_indices().nth(SHOWN) {
        Some((end, _)) => format!("{}…", &text[..end]),
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
