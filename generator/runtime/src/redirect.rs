//! Where a redirect leads, if it is followed.

use http::header::{ACCEPT, ACCEPT_ENCODING, ACCEPT_LANGUAGE, HeaderMap, HeaderName, LOCATION, RANGE, USER_AGENT};
use http::{Method, StatusCode, Uri};

/// All that goes to another origin. Anything else could be a credential under a name of the API's
/// choice.
const HARMLESS: [HeaderName; 5] = [ACCEPT, ACCEPT_ENCODING, ACCEPT_LANGUAGE, RANGE, USER_AGENT];

/// Where the answer to a GET sends the caller. `None` if it is no redirect, or one that is not followed: of another method
/// (it would repeat or change a request that may have had an effect, and who sends HEAD wants to know of this very URL),
/// from https to http, or to something that is no http URL.
pub(super) fn target(method: &Method, from: &Uri, status: StatusCode, headers: &HeaderMap) -> Option<Uri> {
    if *method != Method::GET || !matches!(status.as_u16(), 301 | 302 | 303 | 307 | 308) {
        return None;
    }
    let to = resolve(from, headers.get(LOCATION)?.to_str().ok()?)?;
    let downgrade = from.scheme_str() == Some("https") && to.scheme_str() == Some("http");
    let http = matches!(to.scheme_str(), Some("http" | "https"));
    (http && !downgrade).then_some(to)
}

/// Keeps of `headers` what may go to another origin.
pub(super) fn strip(headers: &mut HeaderMap) {
    let names = HARMLESS.into_iter();
    *headers = names.filter_map(|name| headers.get(&name).cloned().map(|value| (name, value))).collect();
}

/// The target of a reference in what came from `base`.
///
/// ---
/// RFC 3986, section 5.2.
pub(super) fn resolve(base: &Uri, reference: &str) -> Option<Uri> {
    let reference = reference.split('#').next().unwrap_or_default();
    let scheme = base.scheme_str()?;
    let authority = base.authority()?;
    if reference.contains("://") && !reference.starts_with(['/', '?', '.']) {
        return reference.parse().ok();
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
    let query = query.map(|query| format!("?{query}")).unwrap_or_default();
    format!("{scheme}://{authority}{path}{query}").parse().ok()
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
