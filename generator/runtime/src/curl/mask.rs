//! What of a request is a secret, and the same without it.

use super::super::content::FORM;
use super::super::expansion::{encoded, name_of};
use super::super::json::{DecodeError, Kind, Reader, Writer};
use super::super::secret::{MASK, is_number, is_told_by};
use super::super::{Request, media_types};

/// `name=***`, the name encoded.
pub(super) fn masked_pair(name: &str) -> String {
    encoded(name) + "=" + MASK
}

/// `name=value` pairs without the values that are secrets.
pub(super) fn masked_pairs(request: &Request, pairs: &str) -> String {
    let masked = pairs.split('&').map(|pair| {
        let (name, value) = (name_of(pair), pair.split_once('=').map_or("", |(_, value)| value));
        if is_secret(request, name, is_number(value)) { format!("{name}={MASK}") } else { pair.to_owned() }
    });
    masked.collect::<Vec<_>>().join("&")
}

/// Does the document or the name itself say that the value is a secret? In URLs and forms the name is encoded, and names of
/// headers have no case.
pub(super) fn is_secret(request: &Request, name: &str, is_number: bool) -> bool {
    let is_named = |secret: &&str| secret.eq_ignore_ascii_case(name) || encoded(secret) == name.replace('+', "%20");
    request.secrets.iter().any(is_named) || is_told_by(name, is_number)
}

/// A body that is text, if it is known which of it is a secret.
pub(super) fn masked_body(request: &Request, media_type: &str, text: &str) -> Option<String> {
    let essence = media_types::essence(media_type);
    if essence.contains("json") {
        return masked_json(request, text);
    }
    match essence {
        FORM => Some(masked_pairs(request, text)),
        _ => essence.starts_with("text/").then(|| text.to_owned()),
    }
}

/// One document, or several as JSON Lines, of which the last one ends as the others do.
fn masked_json(request: &Request, text: &str) -> Option<String> {
    let mut reader = Reader::new(text);
    let mut lines = Vec::new();
    while reader.kind().is_some() {
        let mut writer = Writer::new();
        mask(&mut reader, &mut writer, &|name, is_number| is_secret(request, name, is_number)).ok()?;
        lines.push(String::from_utf8(writer.into_bytes()).ok()?);
    }
    reader.end().ok()?;
    let end = if text.ends_with('\n') { "\n" } else { "" };
    Some(lines.join("\n") + end)
}

/// Tells of the name of a member whether its value is a secret; it is told whether that is a number.
type IsSecret<'s> = dyn Fn(&str, bool) -> bool + 's;

/// Copies the next value, but for the members that are secrets.
fn mask(reader: &mut Reader<'_>, writer: &mut Writer, is_secret: &IsSecret<'_>) -> Result<(), DecodeError> {
    match reader.kind() {
        Some(Kind::Object) => mask_object(reader, writer, is_secret)?,
        Some(Kind::Array) => mask_array(reader, writer, is_secret)?,
        _ => writer.raw(reader.raw()?),
    }
    Ok(())
}

fn mask_object(reader: &mut Reader<'_>, writer: &mut Writer, is_secret: &IsSecret<'_>) -> Result<(), DecodeError> {
    writer.begin_object();
    let mut more = reader.object_start()?;
    while more {
        let name = reader.key()?;
        writer.key(&name);
        if is_secret(&name, reader.kind() == Some(Kind::Number)) {
            reader.skip()?;
            writer.string(MASK);
        } else {
            mask(reader, writer, is_secret)?;
        }
        more = reader.object_next()?;
    }
    writer.end_object();
    Ok(())
}

fn mask_array(reader: &mut Reader<'_>, writer: &mut Writer, is_secret: &IsSecret<'_>) -> Result<(), DecodeError> {
    writer.begin_array();
    let mut more = reader.array_start()?;
    while more {
        writer.item();
        mask(reader, writer, is_secret)?;
        more = reader.array_next()?;
    }
    writer.end_array();
    Ok(())
}
