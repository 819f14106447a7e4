//! A server that was chosen among those of the document.

/// One of the document's servers, with the values of its variables. Each has a type of its own in the rendered code, which
/// turns into this.
///
/// ---
/// OpenAPI 3.0.4, section 4.7.5 (Server Object).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Server {
    pub(super) declared: &'static str,
    pub(super) url: String,
}

impl Server {
    /// The server that [`Document::servers`](super::Document::servers) or
    /// [`OperationInfo::servers`](super::OperationInfo::servers) has as `declared`, at `url`.
    pub fn new(declared: &'static str, url: impl Into<String>) -> Self {
        Self { declared, url: url.into() }
    }

    /// The value of a variable that is a part of the host: what would end the host is escaped, so that there is no such host
    /// and the URL is refused, instead of another host getting the credentials.
    ///
    /// ---
    /// RFC 3986, section 3.2.
    pub fn in_host(value: &str) -> String {
        let escaped = |letter: char| match letter {
            '/' | '?' | '#' | '@' | '\\' => format!("%{:02X}", u32::from(letter)),
            other => other.to_string(),
        };
        value.chars().map(escaped).collect()
    }

    /// The value of a variable right behind the host that is a path: it begins with a slash in any case, as it would be a
    /// part of the host otherwise.
    pub fn behind_host(value: &str) -> String {
        let slash = if value.is_empty() || value.starts_with('/') { "" } else { "/" };
        format!("{slash}{}", Self::in_url(value))
    }

    /// The value of a variable in any other place, which may be several segments, or a whole address: what no URL can have
    /// is percent-encoded.
    ///
    /// ---
    /// RFC 3986, section 2.1.
    pub fn in_url(value: &str) -> String {
        let can_stand = |byte: u8| byte.is_ascii_graphic() && !b"\"<>\\^`{|}".contains(&byte);
        let byte = |byte: u8| if can_stand(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") };
        value.bytes().map(byte).collect()
    }
}
