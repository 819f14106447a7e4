//! Media types: what they are without parameters, and what the ending of a file's name says about its contents.

/// The media type itself, without its parameters.
///
/// ---
/// RFC 9110, section 8.3.1.
pub(super) fn essence(media_type: &str) -> &str {
    media_type.split(';').next().unwrap_or_default().trim()
}

/// Is it JSON, by its name?
///
/// ---
/// RFC 8259, section 11; RFC 6839, section 3.1.
pub(super) fn is_json(media_type: &str) -> bool {
    let essence = essence(media_type).to_ascii_lowercase();
    essence == "application/json" || essence.ends_with("+json")
}

/// Is it JSON Lines or a JSON text sequence, by its name?
pub(super) fn is_json_items(media_type: &str) -> bool {
    const NAMES: [&str; 6] = ["jsonl", "ndjson", "jsonlines", "json-lines", "json-stream", "json-seq"];
    let essence = essence(media_type).to_ascii_lowercase();
    NAMES.iter().any(|name| essence.ends_with(name))
}

/// Can there be JSON in it? Servers call that by many names, but not by those of pages, XML, pictures and sounds.
pub(super) fn may_be_json(media_type: &str) -> bool {
    let essence = essence(media_type).to_ascii_lowercase();
    let is_xml = essence.ends_with("/xml") || essence.ends_with("+xml");
    let is_media = ["image/", "audio/", "video/", "font/"].iter().any(|family| essence.starts_with(family));
    essence != "text/html" && !is_xml && !is_media
}

/// How much a declared media type or range says of the one that was given; 0 if it is another one.
///
/// ---
/// RFC 9110, section 12.5.1.
pub(super) fn fit(given: &str, declared: &str) -> usize {
    let (media_type, range) = (essence(given), essence(declared));
    let is_of = |family: &str| media_type.get(..family.len()).is_some_and(|own| own.eq_ignore_ascii_case(family));
    match range.strip_suffix('*') {
        Some("*/") => 1,
        Some(family) => 2 * usize::from(is_of(family)),
        None if media_type.eq_ignore_ascii_case(range) => 3 + common_parameters(given, declared),
        None => 0,
    }
}

/// How many parameters both have, and one for that the given one has all of the declared one.
fn common_parameters(given: &str, declared: &str) -> usize {
    let parameters = |media_type| str::split(media_type, ';').skip(1).map(str::trim);
    let is_given = |wanted: &&str| parameters(given).any(|own| own.eq_ignore_ascii_case(wanted));
    let common = parameters(declared).filter(is_given).count();
    common + usize::from(common == parameters(declared).count())
}

/// The media type of a file of this name, for the endings that are common in requests.
///
/// ---
/// IANA, Media Types registry.
pub(super) fn of_name(name: &str) -> Option<&'static str> {
    let (_, ending) = name.rsplit_once('.')?;
    let known = TABLE.iter().find(|(known, _)| ending.eq_ignore_ascii_case(known));
    known.map(|(_, media_type)| *media_type)
}

const TABLE: &[(&str, &str)] = &[
    ("avif", "image/avif"),
    ("bmp", "image/bmp"),
    ("css", "text/css"),
    ("csv", "text/csv"),
    ("docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    ("gif", "image/gif"),
    ("gz", "application/gzip"),
    ("htm", "text/html"),
    ("html", "text/html"),
    ("jpeg", "image/jpeg"),
    ("jpg", "image/jpeg"),
    ("js", "text/javascript"),
    ("json", "application/json"),
    ("jsonl", "application/jsonl"),
    ("md", "text/markdown"),
    ("mp3", "audio/mpeg"),
    ("mp4", "video/mp4"),
    ("ogg", "audio/ogg"),
    ("pdf", "application/pdf"),
    ("png", "image/png"),
    ("pptx", "application/vnd.openxmlformats-officedocument.presentationml.presentation"),
    ("svg", "image/svg+xml"),
    ("tif", "image/tiff"),
    ("tiff", "image/tiff"),
    ("txt", "text/plain"),
    ("wav", "audio/wav"),
    ("webm", "video/webm"),
    ("webp", "image/webp"),
    ("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    ("xml", "application/xml"),
    ("yaml", "application/yaml"),
    ("yml", "application/yaml"),
    ("zip", "application/zip"),
];

/// The character set that a media type names.
///
/// ---
/// RFC 9110, section 8.3.2.
pub(super) fn charset(media_type: &str) -> Option<&str> {
    media_type.split(';').skip(1).find_map(|parameter| {
        let (name, value) = parameter.split_once('=')?;
        name.trim().eq_ignore_ascii_case("charset").then(|| value.trim().trim_matches('"'))
    })
}

/// How a character set writes letters.
///
/// ---
/// IANA, "Character Sets".
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Charset {
    /// UTF-8, of which `US-ASCII` is a part.
    Utf8,
    /// The first 256 code points of Unicode.
    Latin1,
    Other,
}

impl Charset {
    /// By its name; none is UTF-8.
    pub(super) fn named(name: Option<&str>) -> Self {
        match name.unwrap_or_default().to_ascii_lowercase().as_str() {
            "" | "utf-8" | "utf8" | "us-ascii" | "ascii" => Self::Utf8,
            "iso-8859-1" | "latin1" | "l1" => Self::Latin1,
            _ => Self::Other,
        }
    }
}
