//! Where a redirect leads, if it is followed.

use http::header::{ACCEPT, ACCEPT_ENCODING, ACCEPT_LANGUAGE, HeaderMap, HeaderName, LOCATION, RANGE, USER_AGENT};
use http::{Method, StatusCode, Uri};

use super::uri::resolve;

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
    let to = resolve(from, headers.get(LOCATION)?.as_bytes())?;
    let downgrade = from.scheme_str() == Some("https") && to.scheme_str() == Some("http");
    let http = matches!(to.scheme_str(), Some("http" | "https"));
    (http && !downgrade).then_some(to)
}

/// Keeps of `headers` what may go to another origin.
pub(super) fn strip(headers: &mut HeaderMap) {
    let names = HARMLESS.into_iter();
    *headers = names.filter_map(|name| headers.get(&name).cloned().map(|value| (name, value))).collect();
}
