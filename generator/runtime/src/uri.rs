//! References to other places, and queries without some of their pairs.

use std::fmt::Write as _;

use http::Uri;

use super::expansion::decoded;

/// `uri` without the pairs of its query for which `is_key` says yes. It is told name and value, decoded.
pub(super) fn without_pairs(uri: Uri, is_key: impl Fn(&[u8], &[u8]) -> bool) -> Uri {
    let Some(query) = uri.query() else { return uri };
    let is_kept = |pair: &&str| {
        let (name, value) = decoded_pair(pair);
        !is_key(&name, &value)
    };
    let kept: Vec<&str> = query.split('&').filter(is_kept).collect();
    let separator = if kept.is_empty() { "" } else { "?" };
    let target = format!("{}{separator}{}", uri.path(), kept.join("&"));
    let mut parts = uri.clone().into_parts();
    parts.path_and_query = target.parse().ok();
    Uri::from_parts(parts).unwrap_or(uri)
}

/// Name and value of a pair of a query.
pub(super) fn decoded_pair(pair: &str) -> (Vec<u8>, Vec<u8>) {
    let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
    (decoded(name), decoded(value))
}

/// The target of a reference in what came from `base`. What no URL may have is encoded: many servers leave that to
/// browsers.
///
/// ---
/// RFC 3986, section 5.2.
pub(super) fn resolve(base: &Uri, reference: impl AsRef<[u8]>) -> Option<Uri> {
    let reference = encoded(reference.as_ref());
    let reference = reference.split('#').next().unwrap_or_default();
    let scheme = base.scheme_str()?;
    let authority = base.authority()?;
    if has_scheme(reference) {
        return reference.parse().ok().filter(|uri: &Uri| uri.scheme().is_some());
    }
    if reference.starts_with("//") {
        return format!("{scheme}:{reference}").parse().ok();
    }
    let (path, query) = reference.split_once('?').map_or((reference, None), |(path, query)| (path, Some(query)));
    let path = match path {
        "" => base.path().to_owned(),
        _ if path.starts_with('/') => remove_dots(path),
        _ => remove_dots(&format!("{}/{path}", base.path().rsplit_once('/').map_or("", |(parent, _)| parent))),
    };
    let query = query.or_else(|| base.query().filter(|_| reference.is_empty()));
    let query = query.map(|query| format!("?{query}")).unwrap_or_default();
    format!("{scheme}://{authority}{path}{query}").parse().ok()
}

/// A reference as browsers take it: without white space around it and without line breaks, and spaces, quotes and letters
/// that are not ASCII in their percent-encoding. What is encoded already stays as it is.
///
/// ---
/// WHATWG URL, "basic URL parser" and "query percent-encode set".
fn encoded(reference: &[u8]) -> String {
    let mut encoded = String::with_capacity(reference.len());
    for &byte in reference.trim_ascii() {
        match byte {
            b'\t' | b'\n' | b'\r' => {}
            b'"' | b'<' | b'>' | b'`' | ..=b' ' | 0x7f.. => {
                // Writing into a string cannot fail.
                let _ = write!(encoded, "%{byte:02X}");
            }
            _ => encoded.push(char::from(byte)),
        }
    }
    encoded
}

/// Only what is before the first colon can be a scheme: a URL may also stand in a query.
///
/// ---
/// RFC 3986, sections 3.1 and 4.2.
fn has_scheme(reference: &str) -> bool {
    let Some((scheme, _)) = reference.split_once(':') else { return false };
    let belongs = |byte: u8| byte.is_ascii_alphanumeric() || b"+-.".contains(&byte);
    scheme.starts_with(|first: char| first.is_ascii_alphabetic()) && scheme.bytes().all(belongs)
}

/// ---
/// RFC 3986, section 5.2.4.
fn remove_dots(path: &str) -> String {
    let mut segments: Vec<&str> = Vec::new();
    for segment in path.split('/').skip(1) {
        match segment {
            "." => {}
            ".." => drop(segments.pop()),
            _ => segments.push(segment),
        }
    }
    let folder = path.ends_with("/.") || path.ends_with("/..");
    format!("/{}{}", segments.join("/"), if folder && !segments.is_empty() { "/" } else { "" })
}
