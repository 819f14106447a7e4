//! Media types (RFC 9110, 8.3.1).

/// The media type without its parameters, in lower case.
pub(crate) fn essence(media_type: &str) -> String {
    media_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase()
}

/// Is it the media type, or one of the range: `image/png` of `image/*` (RFC 9110, 12.5.1)?
pub(crate) fn is_of_range(media_type: &str, range: &str) -> bool {
    let range_has_parameters = range.contains(';');
    let (media_type, range) = (essence(media_type), essence(range));
    match range.strip_suffix('*') {
        Some("*/") => true,
        Some(family) if family.ends_with('/') => media_type.starts_with(family),
        Some(_) | None => media_type == range && !range_has_parameters,
    }
}
