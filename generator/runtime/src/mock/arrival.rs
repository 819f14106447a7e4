//! A request that arrived at a mocked server.

use std::fmt;

use bytes::Bytes;
use http::{HeaderMap, Method, Uri};
use serde_json::Value;

use super::super::expansion::name_of;
use super::super::json;
use super::super::secret::{MASK, is_number, is_told_by};

/// More of a body than this is not shown, in characters.
const SHOWN: usize = 256;

/// A request as it arrived.
#[derive(Clone)]
pub struct Arrival {
    pub(super) operation: &'static str,
    pub(super) method: Method,
    pub(super) uri: Uri,
    pub(super) headers: HeaderMap,
    /// `None` if it is a stream that nobody has read yet.
    pub(super) body: Option<Bytes>,
}

impl Arrival {
    /// The `operationId`; `request` for what is not in the document.
    pub fn operation(&self) -> &'static str {
        self.operation
    }

    /// The HTTP method.
    pub fn method(&self) -> &Method {
        &self.method
    }

    /// The URL.
    pub fn uri(&self) -> &Uri {
        &self.uri
    }

    /// All headers. Those of [`Expectation::when`](super::Expectation::when) lack the credentials.
    pub fn headers(&self) -> &HeaderMap {
        &self.headers
    }

    /// The text of a header, if it is there and is text.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name)?.to_str().ok()
    }

    /// The bytes of the body; none if it is a stream that is not read yet.
    pub fn body(&self) -> &[u8] {
        self.body.as_deref().unwrap_or_default()
    }

    /// The body as JSON; `null` if it is none.
    pub fn json(&self) -> Value {
        serde_json::from_slice(self.body()).unwrap_or_default()
    }

    /// Path and query.
    pub(super) fn target(&self) -> &str {
        self.uri.path_and_query().map_or("/", |target| target.as_str())
    }
}

/// One line: operation, method, path and query, and the beginning of the body, without what by its name is a secret.
impl fmt::Display for Arrival {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {} {}", self.operation, self.method, masked_target(self.target()))?;
        let text = String::from_utf8_lossy(self.body());
        let text = json::masked(&text, &is_told_by);
        let shown: String = text.chars().take(SHOWN).map(|c| if c.is_control() { ' ' } else { c }).collect();
        let more = if shown.len() < text.len() { "…" } else { "" };
        if shown.is_empty() { Ok(()) } else { write!(f, " {shown}{more}") }
    }
}

impl fmt::Debug for Arrival {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Arrival({self})")
    }
}

/// Path and query without the values whose names tell of secrets.
fn masked_target(target: &str) -> String {
    let Some((path, query)) = target.split_once('?') else { return target.to_owned() };
    let masked = query.split('&').map(|pair| {
        let (name, value) = (name_of(pair), pair.split_once('=').map_or("", |(_, value)| value));
        if is_told_by(name, is_number(value)) { format!("{name}={MASK}") } else { pair.to_owned() }
    });
    format!("{path}?{}", masked.collect::<Vec<_>>().join("&"))
}
