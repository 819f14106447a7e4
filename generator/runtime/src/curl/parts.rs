//! The parts of a form as options of curl's.

use super::super::Request;
use super::super::content::{Content, FORM_OF_PARTS};
use super::super::multipart::FormPart;
use super::super::secret::{MASK, is_number};
use super::mask::{is_secret, masked_body};
use super::{cut, is_printable, quoted};

/// An option for each part, if the body is a form of which curl can make them all.
pub(super) fn options(request: &Request) -> Option<Vec<String>> {
    match request.body.as_ref()? {
        Content::Parts(media_type, parts) if media_type == FORM_OF_PARTS && !parts.is_empty() => {
            parts.iter().map(|part| option(request, part)).collect()
        }
        Content::Parts(..) | Content::Octets(..) => None,
    }
}

/// `-F 'name="value";type=text/csv'`. A file is read from where its name says.
fn option(request: &Request, part: &FormPart) -> Option<String> {
    let name = part.parameter("name").filter(|name| !name.contains('='))?;
    let value = match part.parameter("filename") {
        Some(_) if is_secret(request, part.property(), false) => in_quotes(MASK),
        Some(file) => format!("@{}", in_quotes(file)),
        None => in_quotes(&cut(text(request, part)?)),
    };
    let media_type = part.header("content-type").map(|media_type| format!(";type={media_type}")).unwrap_or_default();
    Some(format!("-F {}", quoted(&format!("{name}={value}{media_type}"))))
}

/// The text of a part, without what is a secret.
fn text(request: &Request, part: &FormPart) -> Option<String> {
    let bytes = part.bytes();
    let text = bytes.and_then(|bytes| str::from_utf8(bytes).ok());
    let mut names = [Some(part.property()), part.parameter("name")].into_iter().flatten();
    if names.any(|name| is_secret(request, name, text.is_some_and(is_number))) {
        return Some(MASK.to_owned());
    }
    let text = text.filter(|text| is_printable(text))?;
    masked_body(request, part.header("content-type").unwrap_or("text/plain"), text)
}

/// A word of curl's own, whatever is in it.
fn in_quotes(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', r"\\").replace('"', r#"\""#))
}
