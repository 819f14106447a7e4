//! A credential as it is sent: as a header, a cookie or a pair of the query.

use http::header::{AUTHORIZATION, COOKIE, HeaderName, HeaderValue};
use http::{HeaderMap, Uri};

use super::super::expansion::{Keep, encoded_pair, name_of, percent};
use super::super::header::readable;
use super::super::uri::{decoded_pair, without_pairs};
use super::super::{Body, Location, Scheme, SchemeKind, Secret};

/// A credential in the form in which it is sent.
#[derive(Clone)]
pub(in super::super) enum Placed {
    Header(HeaderName, HeaderValue),
    /// `name=value`, encoded.
    Query(Box<str>),
    /// `name=value`.
    Cookie(Box<str>),
}

impl Placed {
    pub(super) fn header(&self) -> Option<&HeaderName> {
        match self {
            Self::Header(name, _) => Some(name),
            Self::Query(_) | Self::Cookie(_) => None,
        }
    }

    /// All of it that is secret: what it was made of, and what was made of that.
    pub(super) fn secrets(&self, known: &Secret) -> Vec<Secret> {
        [known.clone()].into_iter().chain(self.secret_beside(known)).collect()
    }

    /// What of it is secret, if that is not the secret itself.
    fn secret_beside(&self, known: &Secret) -> Option<Secret> {
        let text = match self {
            Self::Header(_, value) => value.to_str().ok()?,
            Self::Query(pair) | Self::Cookie(pair) => pair.split_once('=')?.1,
        };
        let schemes = ["Bearer ", "Basic "].into_iter();
        let text = schemes.fold(text, |text, scheme| text.strip_prefix(scheme).unwrap_or(text));
        (text != known.expose()).then(|| text.into())
    }
}

/// Puts `secret` into the form of `scheme`.
///
/// ---
/// RFC 6750, section 2.1: a bearer token has one character at least. An empty one comes from a variable that is not set.
pub(in super::super) fn place(scheme: &Scheme, secret: &str) -> Result<Placed, &'static str> {
    match scheme.kind {
        _ if secret.is_empty() => Err("is empty"),
        SchemeKind::Bearer | SchemeKind::OAuth2 { .. } => header(AUTHORIZATION, &format!("Bearer {secret}")),
        SchemeKind::Basic => header(AUTHORIZATION, &format!("Basic {}", base64(secret.as_bytes()))),
        SchemeKind::ApiKey { location: Location::Cookie, name } => cookie(name, secret),
        SchemeKind::ApiKey { location: Location::Header, name } => {
            header(token(name).ok_or("is for a header that can't be named so")?, secret)
        }
        SchemeKind::ApiKey { name, .. } => Ok(Placed::Query(encoded_pair(name, secret).into())),
    }
}

fn header(name: HeaderName, text: &str) -> Result<Placed, &'static str> {
    let mut value = HeaderValue::from_str(text).map_err(|_| "has a character that no header can carry")?;
    value.set_sensitive(true);
    Ok(Placed::Header(name, value))
}

/// A key is sent letter by letter, as not every server decodes what it gets; only what would end the cookie is encoded.
///
/// ---
/// RFC 6265, section 4.1.1.
fn cookie(name: &str, secret: &str) -> Result<Placed, &'static str> {
    token(name).ok_or("is for a cookie that can't be named so")?;
    let mut pair = format!("{name}=");
    percent(secret, Keep::InCookie, &mut pair);
    Ok(Placed::Cookie(pair.into()))
}

/// ---
/// RFC 9110, section 5.6.2: names of headers are tokens, and so are those of cookies.
fn token(name: &str) -> Option<HeaderName> {
    HeaderName::from_bytes(name.as_bytes()).ok()
}

/// ---
/// RFC 4648, section 4.
pub(in super::super) fn base64(bytes: &[u8]) -> String {
    const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut text = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for chunk in bytes.chunks(3) {
        let group = chunk.iter().fold(0_u32, |group, byte| group << 8 | u32::from(*byte)) << (8 * (3 - chunk.len()));
        for index in 0..4 {
            let six = (group >> (18 - 6 * index)) as usize & 63;
            text.push(if index <= chunk.len() { char::from(ALPHABET[six]) } else { '=' });
        }
    }
    text
}

/// Does a request have what would be the credential of such a scheme, whoever has put it there?
pub(in super::super) fn is_carried(kind: SchemeKind, request: &http::Request<Body>) -> bool {
    match kind.place() {
        (Location::Header, name) => request.headers().contains_key(name),
        (Location::Cookie, name) => {
            let cookies = request.headers().get(COOKIE).and_then(readable).unwrap_or_default();
            cookies.split("; ").any(|cookie| name_of(cookie) == name)
        }
        (_, name) => {
            let mut pairs = request.uri().query().unwrap_or_default().split('&');
            pairs.any(|pair| decoded_pair(pair).0 == name.as_bytes())
        }
    }
}

/// ---
/// RFC 6265, section 5.4: all cookies go in one header.
pub(in super::super) fn add_cookie(headers: &mut HeaderMap, pair: &str) -> Result<(), http::Error> {
    let before = headers.get(COOKIE).and_then(readable);
    let all = before.map_or_else(|| pair.to_owned(), |before| format!("{before}; {pair}"));
    let mut value = HeaderValue::try_from(all)?;
    value.set_sensitive(true);
    headers.insert(COOKIE, value);
    Ok(())
}

/// A credential takes the place of an argument of its name.
pub(super) fn set_cookie(headers: &mut HeaderMap, pair: &str) -> Result<(), http::Error> {
    let before = headers.remove(COOKIE);
    let before = before.as_ref().and_then(readable).unwrap_or_default();
    let others = before.split("; ").filter(|other| !other.is_empty() && name_of(other) != name_of(pair));
    let all: Vec<&str> = others.chain([pair]).collect();
    add_cookie(headers, &all.join("; "))
}

/// As in headers, a credential takes the place of an argument of its name.
pub(super) fn with_query(uri: Uri, pair: &str) -> Result<Uri, http::Error> {
    let (key, _) = decoded_pair(pair);
    let uri = without_pairs(uri, |name, _| key == name);
    let separator = if uri.query().is_some() { '&' } else { '?' };
    Ok(format!("{uri}{separator}{pair}").parse::<Uri>()?)
}
