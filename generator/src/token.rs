//! Names that HTTP can carry.

/// Is it a token, as methods and the names of headers are (RFC 9110, 5.1, 5.6.2 and 9.1)?
pub(crate) fn is_token(text: &str) -> bool {
    let is_letter = |byte: u8| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte);
    !text.is_empty() && text.bytes().all(is_letter)
}
