//! Forms of several parts.
//!
//! The body is encoded as JSON first, like everything else, with a mark in place of each file; each member of that
//! object becomes a part, or several.
//!
//! ---
//! RFC 7578; RFC 2046, section 5.1; OpenAPI 3.0.4, section 4.7.15.

use std::any::Any;
use std::rc::Rc;

use bytes::Bytes;
use http::header::CONTENT_DISPOSITION;
use http::{HeaderName, HeaderValue};

use super::expansion::{self, Json};
use super::file::Source;
use super::json::{self, Encode, Writer};
use super::media_types::{essence, is_json};
use super::{Environment, File, Parameter};

/// How a property becomes a part, where that is not told by its value alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Part {
    name: &'static str,
    content_type: &'static str,
    pub(super) style: Option<Parameter>,
}

impl Part {
    /// A part of this media type.
    pub const fn new(name: &'static str, content_type: &'static str) -> Self {
        Self { name, content_type, style: None }
    }

    /// A value that is spelled as a parameter in a query would be, but for percent-encoding.
    pub const fn styled(parameter: Parameter) -> Self {
        Self { name: parameter.name, content_type: "", style: Some(parameter) }
    }
}

/// A part as it is sent: the property that it is of, its headers, its content.
#[derive(Clone)]
pub(super) struct FormPart {
    property: String,
    head: String,
    source: Source,
}

impl FormPart {
    /// The property that it is of.
    pub(super) fn property(&self) -> &str {
        &self.property
    }

    /// The value of one of its headers; `name` is in lower case.
    pub(super) fn header(&self, name: &str) -> Option<&str> {
        let mut headers = self.head.lines().filter_map(|line| line.split_once(": "));
        headers.find(|(known, _)| known.eq_ignore_ascii_case(name)).map(|(_, value)| value)
    }

    /// `name` or `filename`, as they were written.
    pub(super) fn parameter(&self, name: &str) -> Option<&str> {
        let (_, rest) = self.header("content-disposition")?.split_once(&format!("; {name}=\""))?;
        rest.split('"').next()
    }

    /// Its content, if that is in memory.
    pub(super) fn bytes(&self) -> Option<&Bytes> {
        self.source.as_bytes()
    }

    /// Its media type; text, if it doesn't say.
    fn media_type(&self) -> &str {
        essence(self.header("content-type").unwrap_or("text/plain"))
    }
}

/// Gives each part of a property a header, in place of one that it has; `false` if there is no such part.
pub(super) fn set_header(parts: &mut [FormPart], property: &str, name: &HeaderName, value: &str) -> bool {
    let is_other = |line: &&str| !line.split(':').next().is_some_and(|known| known.eq_ignore_ascii_case(name.as_str()));
    let mut is_there = false;
    for part in parts.iter_mut().filter(|part| part.property == property) {
        is_there = true;
        part.head = part.head.split_inclusive("\r\n").filter(is_other).collect();
        part.head.extend([name.as_str(), ": ", value, "\r\n"]);
    }
    is_there
}

/// The parts of an object that was written with its files attached, or what is wrong with the body.
pub(super) fn parts(written: Writer, encoding: &[Part]) -> Result<Vec<FormPart>, String> {
    let (text, attached) = written.into_parts();
    let text = String::from_utf8_lossy(&text);
    let Json::Object(members) = Json::parse(&text) else {
        return Err("the body is no object, so it has no parts".to_owned());
    };
    let mut form = Form { attached, property: String::new(), parts: Vec::new(), mistake: None };
    for (name, value) in members {
        form.property = name.clone().into_owned();
        form.member(&name, value.trim_ascii(), encoding.iter().find(|part| part.name == name));
    }
    match form.mistake {
        Some(mistake) => Err(mistake),
        None => Ok(form.parts),
    }
}

/// A boundary that no content has by chance.
pub(super) fn boundary(environment: &dyn Environment) -> String {
    format!("{:016x}{:016x}", environment.random(), environment.random())
}

/// The media type with the boundary; that of documents that belong together says of which type the first of them is.
///
/// ---
/// RFC 2046, section 5.1.1; RFC 2387, section 3.1.
pub(super) fn media_type(essence: &str, parts: &[FormPart], boundary: &str) -> String {
    let root = parts.first().filter(|_| essence.eq_ignore_ascii_case("multipart/related")).map(FormPart::media_type);
    let root = root.map(|root| format!("; type=\"{}\"", escaped(root))).unwrap_or_default();
    format!("{essence}; boundary={boundary}{root}")
}

/// The body, piece by piece.
pub(super) fn pieces(parts: &[FormPart], boundary: &str) -> Vec<Source> {
    let mut pieces = Vec::with_capacity(2 * parts.len() + 1);
    let mut before = format!("--{boundary}");
    for part in parts {
        pieces.push(text(format!("{before}\r\n{}\r\n", part.head)));
        pieces.push(part.source.clone());
        before = format!("\r\n--{boundary}");
    }
    pieces.push(text(format!("{before}--\r\n")));
    pieces
}

fn text(text: String) -> Source {
    Source::Bytes(text.into())
}

/// The form so far.
struct Form {
    attached: Vec<Rc<dyn Any>>,
    /// The one whose parts are being written.
    property: String,
    parts: Vec<FormPart>,
    /// The first mistake in a part.
    mistake: Option<String>,
}

impl Form {
    fn member(&mut self, name: &str, value: &str, encoding: Option<&Part>) {
        if let Some(parameter) = encoding.and_then(|encoding| encoding.style) {
            let pairs = expansion::pairs(&parameter, value);
            return pairs.into_iter().for_each(|(name, value)| self.push(&name, "", text(value)));
        }
        let content_type = encoding.map_or("", |encoding| encoding.content_type);
        match Json::parse(value) {
            Json::Array(items) if !is_json(content_type) || items.iter().any(|item| self.file(item).is_some()) => {
                items.into_iter().for_each(|item| self.value(name, item.trim_ascii(), content_type));
            }
            Json::Null | Json::Scalar(_) | Json::Array(_) | Json::Object(_) => self.value(name, value, content_type),
        }
    }

    fn value(&mut self, name: &str, value: &str, content_type: &str) {
        // A file is its own document, of JSON too.
        if let Some(file) = self.file(value) {
            return self.push_file(name, &file, content_type);
        }
        match Json::parse(value) {
            Json::Null => {}
            _ if is_json(content_type) => self.json(name, value, content_type),
            Json::Scalar(scalar) => self.push(name, content_type, text(scalar.into_owned())),
            Json::Array(_) | Json::Object(_) if content_type.is_empty() => self.json(name, value, "application/json"),
            Json::Array(_) | Json::Object(_) => self.json(name, value, content_type),
        }
    }

    fn json(&mut self, name: &str, value: &str, content_type: &str) {
        let value = self.without_marks(value);
        self.push(name, content_type, text(value));
    }

    fn push_file(&mut self, name: &str, file: &File, content_type: &str) {
        let own = file.media_type(content_type);
        if HeaderValue::from_str(own).is_err() {
            self.wrong("`with_content_type`: the media type of a file can't be a header".to_owned());
        }
        let mut more = String::new();
        for (header, value) in file.headers() {
            match (HeaderName::from_bytes(header.as_bytes()), HeaderValue::from_str(value)) {
                (Ok(CONTENT_DISPOSITION), _) => {
                    self.wrong(format!("`with_header`: `{header}` of a file is told by the form itself"));
                }
                (Ok(_), Ok(_)) => more.extend([header, ": ", value, "\r\n"]),
                _ => {
                    let header = header.escape_debug();
                    self.wrong(format!("`with_header`: `{header}` of a file, or its value, can't be a header"));
                }
            }
        }
        let head = head(name, Some(file.name().unwrap_or(name)), own, &more);
        self.add(head, file.source.clone());
    }

    fn wrong(&mut self, mistake: String) {
        self.mistake.get_or_insert(mistake);
    }

    fn push(&mut self, name: &str, content_type: &str, source: Source) {
        self.add(head(name, None, content_type, ""), source);
    }

    fn add(&mut self, head: String, source: Source) {
        self.parts.push(FormPart { property: self.property.clone(), head, source });
    }

    /// The file that a mark stands for.
    fn file(&self, value: &str) -> Option<Rc<File>> {
        let index: usize = value.trim_ascii().strip_prefix(json::MARK)?.parse().ok()?;
        Rc::clone(self.attached.get(index)?).downcast().ok()
    }

    /// JSON in which files are text again, for those that are deeper than a part.
    fn without_marks(&mut self, value: &str) -> String {
        let mut rest = value;
        let mut whole = String::with_capacity(value.len());
        while let Some(at) = expansion::outside_strings(rest, json::MARK) {
            let end = rest[at + 1..].find(|digit: char| !digit.is_ascii_digit()).map_or(rest.len(), |end| at + 1 + end);
            whole.push_str(&rest[..at]);
            let file = self.file(&rest[at..end]);
            whole.push_str(&file.map_or_else(|| "null".to_owned(), |file| self.text_of(&file)));
            rest = &rest[end..];
        }
        whole + rest
    }

    fn text_of(&mut self, file: &File) -> String {
        let mut writer = Writer::new();
        file.encode(&mut writer);
        if let Some(what) = writer.unspeakable {
            self.wrong(format!("the body has {what}: it can't be sent"));
        }
        String::from_utf8_lossy(&writer.into_bytes()).into_owned()
    }
}

/// The headers of a part, each with the end of its line.
fn head(name: &str, file_name: Option<&str>, content_type: &str, more: &str) -> String {
    let mut head = format!("Content-Disposition: form-data; name=\"{}\"", escaped(name));
    if let Some(file_name) = file_name {
        head.extend(["; filename=\"", &escaped(file_name), "\""]);
    }
    head.push_str("\r\n");
    if !content_type.is_empty() {
        head.extend(["Content-Type: ", &without_controls(content_type), "\r\n"]);
    }
    head + more
}

/// A name between quotes: what would end it is percent-encoded, all else stays UTF-8, as browsers do it.
///
/// ---
/// RFC 7578, section 4.2; WHATWG HTML, "multipart/form-data encoding algorithm".
fn escaped(name: &str) -> String {
    name.replace('"', "%22").replace('\r', "%0D").replace('\n', "%0A")
}

fn without_controls(text: &str) -> String {
    text.chars().filter(|character| !character.is_control()).collect()
}
