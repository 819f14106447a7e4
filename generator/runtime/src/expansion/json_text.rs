//! A look at the top level of a JSON text. The text is our own encoder's, so what is not JSON can
//! only be a bug; it is then taken as it stands.

use std::borrow::Cow;

/// The top level of a JSON text; what lies deeper stays text.
#[derive(Debug)]
pub(in super::super) enum Json<'a> {
    Null,
    /// A string without quotes and escapes; a number or boolean as it is spelled.
    Scalar(Cow<'a, str>),
    Array(Vec<&'a str>),
    Object(Vec<(Cow<'a, str>, &'a str)>),
}

impl<'a> Json<'a> {
    pub(in super::super) fn parse(text: &'a str) -> Self {
        let text = text.trim_ascii();
        let inside = text.get(1..text.len().saturating_sub(1)).unwrap_or_default();
        match text.as_bytes().first() {
            Some(b'[') => Self::Array(items(inside)),
            Some(b'{') => Self::Object(items(inside).into_iter().filter_map(member).collect()),
            _ if text == "null" => Self::Null,
            _ => Self::Scalar(scalar(text)),
        }
    }
}

/// Is it a value, and not `null`, which no style has a spelling for?
///
/// ---
/// RFC 6570, section 2.3: what is undefined in a list is left out.
pub(super) fn is_defined(text: &str) -> bool {
    text.trim_ascii() != "null"
}

/// The text of an element of an array or object: a scalar, or JSON where no style has a spelling
/// for what is inside.
pub(super) fn element(text: &str) -> Cow<'_, str> {
    match Json::parse(text) {
        Json::Scalar(scalar) => scalar,
        Json::Null => Cow::Borrowed("null"),
        Json::Array(_) | Json::Object(_) => Cow::Borrowed(text.trim_ascii()),
    }
}

fn scalar(text: &str) -> Cow<'_, str> {
    let Some(inside) = text.strip_prefix('"').and_then(|text| text.strip_suffix('"')) else {
        return Cow::Borrowed(text);
    };
    if !inside.contains('\\') {
        return Cow::Borrowed(inside);
    }
    serde_json::from_str(text).map_or(Cow::Borrowed(inside), Cow::Owned)
}

/// Splits at the commas of the top level.
fn items(inside: &str) -> Vec<&str> {
    let mut items = Vec::new();
    let mut rest = inside;
    while let Some(comma) = top_level(rest, b',') {
        items.push(&rest[..comma]);
        rest = &rest[comma + 1..];
    }
    if !rest.trim_ascii().is_empty() {
        items.push(rest);
    }
    items
}

fn member(text: &str) -> Option<(Cow<'_, str>, &str)> {
    let colon = top_level(text, b':')?;
    Some((scalar(text[..colon].trim_ascii()), &text[colon + 1..]))
}

/// Where `wanted` stands first, outside of strings, arrays and objects.
fn top_level(text: &str, wanted: u8) -> Option<usize> {
    let mut depth = 0_usize;
    position_outside_strings(text, |byte| {
        match byte {
            b'[' | b'{' => depth += 1,
            b']' | b'}' => depth = depth.saturating_sub(1),
            _ => {}
        }
        depth == 0 && byte == wanted
    })
}

/// Where `wanted` stands first, outside of strings.
pub(in super::super) fn outside_strings(text: &str, wanted: char) -> Option<usize> {
    position_outside_strings(text, |byte| char::from(byte) == wanted)
}

fn position_outside_strings(text: &str, mut is_wanted: impl FnMut(u8) -> bool) -> Option<usize> {
    let mut quoted = false;
    let mut escaped = false;
    text.bytes().position(|byte| {
        if quoted {
            quoted = escaped || byte != b'"';
            escaped = !escaped && byte == b'\\';
            return false;
        }
        quoted = byte == b'"';
        is_wanted(byte)
    })
}
