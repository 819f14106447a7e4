//! The URL that every path is appended to.

use std::sync::Arc;

use bytes::Bytes;
use http::Uri;
use http::uri::{Authority, PathAndQuery, Scheme};

/// An absolute `http` or `https` URL without query. A path prefix in it is kept.
#[derive(Clone, Debug)]
pub(super) struct BaseUrl(Arc<Parts>);

/// The URL, and what it consists of, so that no call has to take it apart.
#[derive(Debug)]
struct Parts {
    /// Without a slash at the end, like `path`.
    text: Box<str>,
    scheme: Scheme,
    authority: Authority,
    path: Box<str>,
}

impl BaseUrl {
    /// Checks `text`. The message of the error completes "the base URL …".
    pub(super) fn parse(text: &str) -> Result<Self, &'static str> {
        let uri: Uri = text.parse().map_err(|_| "is not a URL")?;
        let (Some(scheme), Some(authority)) = (uri.scheme(), uri.authority()) else {
            return Err("is not absolute");
        };
        if !matches!(scheme.as_str(), "http" | "https") {
            return Err("is neither http nor https");
        }
        if authority.as_str().contains('@') {
            return Err("has a user in it; credentials have setters of their own");
        }
        let port = authority.as_str().strip_prefix(authority.host()).and_then(|port| port.strip_prefix(':'));
        if port.is_some_and(|port| !port.is_empty() && port.parse::<u16>().is_err()) {
            return Err("has no number of a port behind its host");
        }
        if text.contains(['?', '#']) {
            return Err("has a query or a fragment");
        }
        if uri.path().split('/').any(is_dots) {
            return Err("has `.` or `..` in its path");
        }
        Ok(Self(Arc::new(Parts {
            text: text.trim_end_matches('/').into(),
            scheme: scheme.clone(),
            authority: authority.clone(),
            path: uri.path().trim_end_matches('/').into(),
        })))
    }

    /// The base URL with this path on the same host, in place of the path that is here, whether it begins with slashes or
    /// not; `None` if it has a host itself, or can't be that of a base URL. An operation's server may be said like that.
    ///
    /// ---
    /// OpenAPI 3.0.4, section 4.7.5.1. It is less than RFC 3986, section 5.2: nothing is relative to a path.
    pub(super) fn resolve(&self, path: &str) -> Option<Self> {
        if path.contains("://") {
            return None;
        }
        let (scheme, host) = (&self.0.scheme, &self.0.authority);
        Self::parse(&format!("{scheme}://{host}/{}", path.trim_start_matches('/'))).ok()
    }

    /// Without a slash at the end.
    pub(super) fn as_str(&self) -> &str {
        &self.0.text
    }

    /// The path prefix, without a slash at the end: nothing, or `/v1`.
    pub(super) fn path(&self) -> &str {
        &self.0.path
    }

    /// Is this where `origin` is: scheme, host and port, without a user?
    pub(super) fn is_at(&self, origin: &str) -> bool {
        let own = self.0.text.parse::<Uri>();
        let other = origin.to_ascii_lowercase().parse::<Uri>();
        !origin.contains('@') && own.is_ok_and(|own| other.is_ok_and(|other| same_origin(&own, &other)))
    }

    /// The URL of a path and query on this host; the path has the prefix already.
    pub(super) fn with_target(&self, target: String) -> Result<Uri, http::Error> {
        let mut parts = http::uri::Parts::default();
        parts.scheme = Some(self.0.scheme.clone());
        parts.authority = Some(self.0.authority.clone());
        parts.path_and_query = Some(PathAndQuery::from_maybe_shared(Bytes::from(target))?);
        Ok(Uri::from_parts(parts)?)
    }
}

/// The origin of an absolute URL, and what is behind it. A path begins with a slash.
///
/// ---
/// RFC 3986, sections 3.1 and 3.2.
pub(super) fn split_origin(url: &str) -> Option<(&str, &str)> {
    let (scheme, behind) = url.split_once("://")?;
    let belongs = |byte: u8| byte.is_ascii_alphanumeric() || b"+-.".contains(&byte);
    let is_scheme = !scheme.is_empty() && scheme.bytes().all(belongs);
    let host = behind.find(['/', '\\', '?', '#']).unwrap_or(behind.len());
    is_scheme.then(|| url.split_at(scheme.len() + "://".len() + host))
}

/// Is `segment` one that URL parsers collapse, `.` or `..`, plain or percent-encoded?
///
/// ---
/// RFC 3986, section 5.2.4; WHATWG URL, "single-dot URL path segment".
pub(super) fn is_dots(segment: &str) -> bool {
    let mut rest = segment;
    let mut dots = 0;
    while let Some(after) = strip_dot(rest) {
        rest = after;
        dots += 1;
    }
    rest.is_empty() && matches!(dots, 1 | 2)
}

fn strip_dot(text: &str) -> Option<&str> {
    let spellings = [".", "%2e", "%2E"];
    spellings.into_iter().find_map(|dot| text.strip_prefix(dot))
}

/// Is the request safe from listeners: TLS, or a host that is this machine?
pub(super) fn is_private(uri: &Uri) -> bool {
    uri.scheme_str() == Some("https") || uri.host().is_some_and(is_loopback)
}

/// Is the host this machine?
///
/// ---
/// RFC 6761, section 6.3: `localhost` and all below it are loopback.
pub(super) fn is_loopback(host: &str) -> bool {
    let host = host.trim_start_matches('[').trim_end_matches(']');
    match host.parse::<std::net::IpAddr>() {
        Ok(address) => address.is_loopback(),
        Err(_) => is_localhost(host.trim_end_matches('.')),
    }
}

fn is_localhost(host: &str) -> bool {
    let last = host.rsplit('.').next().unwrap_or_default();
    last.eq_ignore_ascii_case("localhost")
}

/// Same scheme, host and port?
///
/// ---
/// RFC 6454, section 5.
pub(super) fn same_origin(one: &Uri, other: &Uri) -> bool {
    let host = |uri: &Uri| uri.host().map(str::to_ascii_lowercase);
    one.scheme_str() == other.scheme_str() && host(one) == host(other) && port(one) == port(other)
}

/// The port that the URL names or its scheme implies.
pub(super) fn port(uri: &Uri) -> Option<u16> {
    uri.port_u16().or_else(|| match uri.scheme_str() {
        Some("http") => Some(80),
        Some("https") => Some(443),
        _ => None,
    })
}
