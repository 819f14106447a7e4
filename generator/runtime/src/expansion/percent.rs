//! Percent-encoding.

/// Which characters stay as they are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in super::super) enum Keep {
    /// Letters, digits and `-._~`.
    ///
    /// ---
    /// RFC 3986, section 2.3.
    Unreserved,
    /// These and the reserved ones that can't end a value in a query. `&`, `+`, `#`, `[` and `]`
    /// can, or are misread.
    Reserved,
    /// The same in a path, where `?` ends the path.
    ReservedInPath,
    /// All but what would end the value of a cookie.
    ///
    /// ---
    /// RFC 6265, section 4.1.1 (`cookie-octet`).
    InCookie,
    /// All.
    All,
}

impl Keep {
    pub(super) fn keeps(self, byte: u8) -> bool {
        let unreserved = byte.is_ascii_alphanumeric() || b"-._~".contains(&byte);
        match self {
            Self::Unreserved => unreserved,
            Self::Reserved => unreserved || b":/?@!$'()*,;=".contains(&byte),
            Self::ReservedInPath => unreserved || b":/@!$&'()*+,;=".contains(&byte),
            Self::InCookie => byte.is_ascii_graphic() && !b"\",;\\".contains(&byte),
            Self::All => true,
        }
    }

    /// With reserved characters allowed, what is percent-encoded already stays so.
    ///
    /// ---
    /// RFC 6570, section 3.2.1.
    fn keeps_triplets(self) -> bool {
        matches!(self, Self::Reserved | Self::ReservedInPath)
    }
}

/// Appends `text`, encoding all that `keep` does not name.
pub(in super::super) fn encode(text: &str, keep: Keep, out: &mut String) {
    encode_unless(text, out, |index, character| match u8::try_from(character) {
        Ok(b'%') if keep.keeps_triplets() => is_triplet(&text.as_bytes()[index..]),
        Ok(byte) if byte.is_ascii() => keep.keeps(byte),
        _ => keep == Keep::All,
    });
}

/// `text` with all but unreserved characters encoded.
pub(in super::super) fn encoded(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    encode(text, Keep::Unreserved, &mut out);
    out
}

/// `name=value`, both encoded.
pub(in super::super) fn encoded_pair(name: &str, value: &str) -> String {
    let mut out = encoded(name);
    out.push('=');
    encode(value, Keep::Unreserved, &mut out);
    out
}

/// What a name or a value of a query stands for, where a plus sign is a space.
///
/// ---
/// RFC 3986, section 2.1; WHATWG URL, "application/x-www-form-urlencoded parsing".
pub(in super::super) fn decoded(text: &str) -> Vec<u8> {
    let mut rest = text.as_bytes();
    let mut out = Vec::with_capacity(rest.len());
    while let [first, after @ ..] = rest {
        let (byte, behind) = match (first, after) {
            (b'%', [high, low, behind @ ..]) if is_triplet(rest) => (digit(*high) << 4 | digit(*low), behind),
            (b'+', _) => (b' ', after),
            _ => (*first, after),
        };
        out.push(byte);
        rest = behind;
    }
    out
}

/// The value of a hexadecimal digit.
fn digit(byte: u8) -> u8 {
    char::from(byte).to_digit(16).and_then(|digit| u8::try_from(digit).ok()).unwrap_or(0)
}

/// Appends `text`, encoding each character for which `keeps` says no; it is told where in the text that is.
pub(super) fn encode_unless(text: &str, out: &mut String, keeps: impl Fn(usize, char) -> bool) {
    let mut start = 0;
    for (index, character) in text.char_indices() {
        if !keeps(index, character) {
            out.push_str(&text[start..index]);
            start = index + character.len_utf8();
            push(&text[index..start], out);
        }
    }
    out.push_str(&text[start..]);
}

/// Appends the UTF-8 bytes of a character, percent-encoded.
fn push(character: &str, out: &mut String) {
    const DIGITS: &[u8; 16] = b"0123456789ABCDEF";
    for byte in character.bytes() {
        out.push('%');
        out.push(char::from(DIGITS[usize::from(byte >> 4)]));
        out.push(char::from(DIGITS[usize::from(byte & 15)]));
    }
}

/// Does `bytes` begin with a percent-encoded byte?
pub(super) fn is_triplet(bytes: &[u8]) -> bool {
    matches!(bytes, [b'%', high, low, ..] if high.is_ascii_hexdigit() && low.is_ascii_hexdigit())
}
