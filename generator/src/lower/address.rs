//! Addresses of servers: what can be one.

/// `text` as it stands in a URL behind `before`. What no URL can have is percent-encoded, but for the host, where it can't
/// be, and for braces, which are around what nobody has chosen (RFC 3986, 2.1 and 3.2.2).
pub(super) fn encoded(before: &str, text: &str) -> String {
    let path = path_of(&format!("{before}{text}"));
    let (host, path) = text.split_at(path.saturating_sub(before.len()).min(text.len()));
    let can_stand = |byte: u8| byte.is_ascii_graphic() && !b"\"<>\\^`|".contains(&byte);
    let byte = |byte: u8| if can_stand(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") };
    path.bytes().map(byte).fold(host.to_owned(), |url, byte| url + &byte)
}

/// Where the path begins.
fn path_of(url: &str) -> usize {
    let Some(scheme) = url.find("://") else { return 0 };
    let host = scheme + "://".len();
    url[host..].find('/').map_or(url.len(), |length| host + length)
}

/// The URL that a client talks to which is told nothing else: the first that can be used as it is. The runtime finds the
/// same one in `Inner::base_url`.
pub(super) fn base_url(servers: &[String]) -> Option<String> {
    servers.iter().find(|url| is_base_url(url)).cloned()
}

/// Is the host of a URL this machine, which nobody listens to?
pub(super) fn is_this_machine(url: &str) -> bool {
    let (host, _) = host_and_port(url.split("://").nth(1).unwrap_or_default());
    matches!(host, "localhost" | "[::1]") || host.ends_with(".localhost") || host.starts_with("127.")
}

/// Is there either no port behind the host, or a number of one?
fn has_no_wrong_port(rest: &str) -> bool {
    let (_, port) = host_and_port(rest);
    port.is_empty() || port.parse::<u16>().is_ok()
}

/// Of what is behind the scheme of a URL; an address of version 6 is in brackets.
fn host_and_port(rest: &str) -> (&str, &str) {
    let authority = rest.split('/').next().unwrap_or_default();
    authority.rsplit_once(':').filter(|(_, port)| !port.ends_with(']')).unwrap_or((authority, ""))
}

/// Does `BaseUrl::parse` of the runtime take it?
pub(super) fn is_base_url(url: &str) -> bool {
    let rest = url.strip_prefix("https://").or_else(|| url.strip_prefix("http://"));
    let is_letter = |letter: char| letter.is_ascii_graphic() && !"\"<>\\^`{|}?#@".contains(letter);
    rest.is_some_and(|rest| {
        !rest.starts_with(['/', ':'])
            && !rest.is_empty()
            && has_no_wrong_port(rest)
            && !host_and_port(rest).0.contains('%')
            && rest.chars().all(is_letter)
            && !rest.split('/').any(|segment| matches!(segment, "." | ".."))
    })
}

#[cfg(test)]
mod tests {
    use super::{encoded, is_base_url};

    #[test]
    fn what_no_url_can_have_is_encoded_behind_the_host() {
        let cases = [
            ("", "https://example.com/t 1/é/{a}?%20", "https://example.com/t%201/%C3%A9/{a}?%20"),
            ("", "https://é.com/é", "https://é.com/%C3%A9"),
            ("", "/a\\b|\u{1}", "/a%5Cb%7C%01"),
            ("", "{base}/a b", "{base}/a%20b"),
            ("https://", "é", "é"),
            ("https://a", "é/é", "é/%C3%A9"),
            ("https://a/", "é:8", "%C3%A9:8"),
        ];
        for (before, text, expected) in cases {
            assert_eq!(encoded(before, text), expected, "{text}");
        }
    }

    #[test]
    fn a_base_url_is_absolute() {
        for url in ["https://example.com", "http://localhost:1/a-b/c", "https://[::1]:8080"] {
            assert!(is_base_url(url), "{url}");
        }
        for url in [
            "",
            "/v1",
            "https://a/../b",
            "https://",
            "https:///v1",
            "ftp://a",
            "https://{a}",
            "https://a b",
            "https://é",
            "https://%C3%A9",
            "https://a?b",
            "https://a:99999",
            "https://[::1]:99999",
        ] {
            assert!(!is_base_url(url), "{url}");
        }
    }
}
