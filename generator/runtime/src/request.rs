//! A call before it is sent, as plain data: the operation's facts, the JSON texts of the arguments,
//! the body.

use std::fmt;
use std::sync::Arc;

use bytes::Bytes;
use http::header::{ACCEPT, HeaderMap, HeaderName, HeaderValue};
use http::{Method, Uri};

use super::base_url::{BaseUrl, split_origin};
use super::content::{Content, FORM, FORM_OF_PARTS};
use super::error::one_line;
use super::expansion;
use super::file::Source;
use super::header::outgoing;
use super::json::{self, Writer};
use super::media_types::{Charset, charset};
use super::multipart;
use super::operation::is_idempotent;
use super::pagination::Position;
use super::stream::Slot;
use super::{
    Call, Client, Credential, Encode, File, Notation, Operation, OperationInfo, Options, PageArgument, Parameter, Part,
    curl,
};

/// What generated code calls a body.
const BODY: &str = "body";

/// Method and path of a request that is not in the document.
#[derive(Clone)]
pub(super) struct CustomRequest {
    method: Method,
    pub(super) path: String,
    /// Both, without the query, which may have secrets.
    name: Arc<str>,
}

impl CustomRequest {
    fn new(method: Method, path: &str) -> Self {
        let local = split_origin(path).map_or(path, |(_, path)| path);
        let local = local.split(['?', '#']).next().filter(|local| !local.is_empty()).unwrap_or("/");
        let name = format!("{method} {local}").into();
        Self { method, path: path.to_owned(), name }
    }
}

/// A request that is not yet assembled. Middleware sees it; [`Call`](super::Call) fills it.
#[derive(Clone)]
#[must_use = "does nothing until called"]
pub struct Request {
    pub(super) operation: &'static OperationInfo,
    pub(super) is_success: fn(u16) -> bool,
    pub(super) headers: HeaderMap,
    pub(super) options: Option<Box<Options>>,
    pub(super) base_url: Option<BaseUrl>,
    pub(super) credential: Option<Credential>,
    pub(super) idempotency_key: Option<HeaderValue>,
    /// What it is if it is not in the document.
    pub(super) custom: Option<Box<CustomRequest>>,
    /// Where the request goes whatever the arguments say: a page that the server named.
    pub(super) target: Option<Box<Uri>>,
    /// The index of a parameter and the JSON text of its value.
    pub(super) arguments: Vec<(usize, String)>,
    /// Further `name=value` pairs, encoded.
    pub(super) query: String,
    pub(super) body: Option<Content>,
    /// The names of members and pairs, in arguments and body, that must not be shown.
    pub(super) secrets: Vec<&'static str>,
    /// Where the body of the answer goes, if it is not read to its end.
    pub(super) stream: Option<Slot>,
    /// The first mistake; it is reported when the call is sent.
    pub(super) mistake: Option<String>,
}

impl Request {
    /// A request without arguments yet. Rendered code makes each call of it.
    pub fn new(operation: &'static OperationInfo) -> Self {
        Self {
            operation,
            is_success: |status| (200..300).contains(&status),
            headers: HeaderMap::new(),
            options: None,
            base_url: None,
            credential: None,
            idempotency_key: None,
            custom: None,
            target: None,
            arguments: Vec::with_capacity(operation.parameters.len()),
            query: String::new(),
            body: None,
            secrets: Vec::new(),
            stream: None,
            mistake: None,
        }
    }

    pub(super) fn custom(mut self, method: Method, path: &str) -> Self {
        self.custom = Some(Box::new(CustomRequest::new(method, path)));
        self
    }

    /// The operation's facts.
    pub fn operation(&self) -> &'static OperationInfo {
        self.operation
    }

    /// The HTTP method.
    pub fn method(&self) -> Method {
        match &self.custom {
            Some(custom) => custom.method.clone(),
            None => Method::from_bytes(self.operation.method.as_bytes()).unwrap_or_default(),
        }
    }

    /// What errors call a request that is not in the document.
    pub(super) fn custom_name(&self) -> Option<Arc<str>> {
        self.custom.as_ref().map(|custom| custom.name.clone())
    }

    /// The headers that were set on the call.
    pub fn headers(&self) -> &HeaderMap {
        &self.headers
    }

    /// The same, to be changed.
    pub fn headers_mut(&mut self) -> &mut HeaderMap {
        &mut self.headers
    }

    /// Is the body of the answer left to be read by the caller? [`Received`](super::Received) has none then.
    pub fn is_streamed(&self) -> bool {
        self.stream.is_some()
    }

    /// The bytes of the body, if there is one that is neither a stream nor a form of several parts.
    pub fn body(&self) -> Option<&Bytes> {
        self.body.as_ref()?.as_bytes()
    }

    pub(super) fn is_idempotent(&self) -> bool {
        match &self.custom {
            Some(custom) => is_idempotent(custom.method.as_str()),
            None => self.operation.is_idempotent(),
        }
    }

    /// Sets the parameter with this index in [`OperationInfo::parameters`]; a second value replaces
    /// the first. If the first one can't be sent, the call fails all the same.
    pub fn argument(mut self, index: usize, value: &dyn Encode) -> Self {
        let Some(parameter) = self.operation.parameters.get(index) else {
            return self.wrong(format!("there is no parameter {index}"));
        };
        self.secrets.extend(parameter.secret.then_some(parameter.name));
        let Ok(text) = String::from_utf8(self.written(parameter.name, value)) else {
            return self.wrong(format!("the parameter `{}` is not UTF-8", parameter.name));
        };
        if matches!(parameter.notation, Notation::Form(_)) && !text.starts_with('{') {
            return self.wrong(format!("the parameter `{}` is no object, so it is no form", parameter.name));
        }
        match self.arguments.iter_mut().find(|(known, _)| *known == index) {
            Some((_, known)) => *known = text,
            None => self.arguments.push((index, text)),
        }
        self
    }

    /// Asks for the page that `position` stands for.
    pub(super) fn page(self, argument: PageArgument, position: Position<'_>) -> Self {
        match argument {
            PageArgument::Parameter(index) => self.argument(index, &position),
            PageArgument::Member { pointer, number } => {
                self.with_member(pointer, if number { position.as_number() } else { position })
            }
            PageArgument::Field(name) => self.with_field(name, position),
        }
    }

    /// Sets a member of the body, which is an object of JSON, or is not there yet.
    fn with_member(self, pointer: &str, position: Position<'_>) -> Self {
        let before = match &self.body {
            Some(body) => body.as_bytes().cloned(),
            None => Some(Bytes::from_static(b"{}")),
        };
        match before.and_then(|before| json::with_member(&before, pointer, &position)) {
            Some(changed) => self.with_bytes("application/json", changed.into()),
            None => self.wrong(format!("the body has no place for the next page at `{pointer}`")),
        }
    }

    /// Sets a property of the body, which is a form, or is not there yet.
    fn with_field(self, name: &str, position: Position<'_>) -> Self {
        let before = match &self.body {
            Some(body) => body.as_form(),
            None => Some(""),
        };
        match before.map(|before| expansion::with_pair(before, name, position.text())) {
            Some(changed) => self.with_bytes(FORM, changed.into()),
            None => self.wrong(format!("the body is no form, so it has no place for the next page at `{name}`")),
        }
    }

    /// Other bytes of the same media type; that of a body which was not there is `media_type`.
    fn with_bytes(mut self, media_type: &'static str, bytes: Bytes) -> Self {
        let media_type = match self.body {
            Some(Content::Octets(media_type, _)) => media_type,
            Some(Content::Parts(..)) | None => HeaderValue::from_static(media_type),
        };
        self.body = Some(Content::Octets(media_type, Source::Bytes(bytes)));
        self
    }

    /// A body of JSON, `application/json`.
    pub fn json(mut self, value: &dyn Encode) -> Self {
        let media_type = HeaderValue::from_static("application/json");
        let json = self.written(BODY, value);
        self.body = Some(Content::Octets(media_type, Source::Bytes(json.into())));
        self
    }

    /// The same of what serde has written.
    pub(super) fn serialized(mut self, json: Result<Writer, serde_json::Error>) -> Self {
        match json {
            Ok(writer) => {
                let json = self.noted(BODY, writer).into_bytes();
                self.bytes("application/json", json)
            }
            Err(error) => self.wrong(format!("the body can't be written as JSON: {}", one_line(&error.to_string()))),
        }
    }

    /// A body of JSON Lines: each item on a line of its own.
    pub fn json_lines<T: Encode>(mut self, media_type: &str, items: &[T]) -> Self {
        let mut lines = Vec::new();
        for item in items {
            lines.extend_from_slice(&self.written(BODY, item));
            lines.push(b'\n');
        }
        self.bytes(media_type, lines)
    }

    /// A body of JSON under another media type, such as `application/merge-patch+json`.
    pub fn json_as(mut self, media_type: &str, value: &dyn Encode) -> Self {
        let json = self.written(BODY, value);
        self.bytes(media_type, json)
    }

    /// A form, `application/x-www-form-urlencoded`. The value is an object; `encoding` has the
    /// styles of those properties that don't follow the default.
    pub fn form(mut self, value: &dyn Encode, encoding: &[Parameter]) -> Self {
        let Ok(text) = String::from_utf8(self.written(BODY, value)) else {
            return self.wrong("the form is not UTF-8".to_owned());
        };
        let Some(form) = expansion::form(&text, encoding) else {
            return self.wrong("the body is no object, so it is no form".to_owned());
        };
        self.secrets.extend(expansion::lists(text.as_bytes(), encoding.iter().copied()));
        let media_type = HeaderValue::from_static(FORM);
        self.body = Some(Content::Octets(media_type, Source::Bytes(form.into())));
        self
    }

    /// A form of several parts, `multipart/form-data`. The value is an object; `encoding` has what is to be known about
    /// those properties that don't follow the default.
    pub fn multipart(self, value: &dyn Encode, encoding: &[Part]) -> Self {
        self.multipart_as(FORM_OF_PARTS, value, encoding)
    }

    /// The same of another multipart type, like `multipart/mixed`. The parts have the headers that they have in a form,
    /// and come in the order of the object's members.
    pub fn multipart_as(mut self, media_type: &str, value: &dyn Encode, encoding: &[Part]) -> Self {
        let written = self.noting(BODY, value, Writer::attaching());
        self.secrets.extend(expansion::lists(written.written(0), encoding.iter().filter_map(|part| part.style)));
        let parts = match multipart::parts(written, encoding) {
            Ok(parts) => parts,
            Err(mistake) => return self.wrong(mistake),
        };
        match HeaderValue::from_str(media_type) {
            Ok(media_type) => self.body = Some(Content::Parts(media_type, parts)),
            Err(_) => return self.wrong("the media type of the body can't be a header".to_owned()),
        }
        self
    }

    /// A body of bytes or text.
    pub fn bytes(self, media_type: &str, bytes: impl Into<Bytes>) -> Self {
        self.octets(media_type, Source::Bytes(bytes.into()))
    }

    /// A body of text in the character set that `media_type` names: UTF-8 or Latin-1. Text that it has no letters for is
    /// an error when the request is sent.
    pub fn text_body(self, media_type: &str, text: impl Into<String>) -> Self {
        let text: String = text.into();
        let set = charset(media_type);
        let octets = match Charset::named(set) {
            Charset::Utf8 => Some(text.into_bytes()),
            Charset::Latin1 => text.chars().map(|letter| u8::try_from(letter).ok()).collect(),
            Charset::Other => Some(text).filter(|text| text.is_ascii()).map(String::into_bytes),
        };
        match octets {
            Some(octets) => self.bytes(media_type, octets),
            None => self.wrong(format!("the body has letters that can't be written in `{}`", set.unwrap_or_default())),
        }
    }

    /// A body that is a file. Its own media type goes before `media_type`, which may be a range like `image/*`.
    pub fn file(self, media_type: &str, file: impl Into<File>) -> Self {
        let file: File = file.into();
        self.octets(file.media_type(media_type), file.source.clone())
    }

    /// The JSON of a value.
    fn written(&mut self, name: &str, value: &dyn Encode) -> Vec<u8> {
        self.noting(name, value, Writer::new()).into_bytes()
    }

    /// Writes a value, and notes what in it must not be shown, or can't be sent: JSON and all styles would have `null` for
    /// it, or nothing.
    fn noting(&mut self, name: &str, value: &dyn Encode, mut writer: Writer) -> Writer {
        value.encode(&mut writer);
        self.noted(name, writer)
    }

    fn noted(&mut self, name: &str, mut writer: Writer) -> Writer {
        self.secrets.append(&mut writer.secrets);
        if let Some(what) = writer.unspeakable {
            self.mistake.get_or_insert_with(|| format!("`{name}` has {what}: it can't be sent"));
        }
        writer
    }

    fn octets(mut self, media_type: &str, source: Source) -> Self {
        match HeaderValue::from_str(media_type) {
            Ok(media_type) => self.body = Some(Content::Octets(media_type, source)),
            Err(_) => return self.wrong("the media type of the body can't be a header".to_owned()),
        }
        self
    }

    /// The request as a call of `client`.
    pub fn call<O: Operation>(mut self, client: &Client) -> Call<O> {
        self.is_success = O::is_success;
        Call::with_parts(client, self)
    }

    /// Asks for this media type, and what failures come as, unless the caller asks for another.
    pub(super) fn accepting(mut self, media_type: &'static str) -> Self {
        let failures = self.operation.accept.split(',').map(str::trim);
        let failures = failures.filter(|read| read.ends_with(OperationInfo::OF_FAILURES));
        let accept = [media_type].into_iter().chain(failures).collect::<Vec<_>>().join(", ");
        if let Ok(accept) = HeaderValue::try_from(accept) {
            self.headers.entry(ACCEPT).or_insert(accept);
        }
        self
    }

    /// Sets the base URL; `setter` is who a mistake in it is told of.
    pub(super) fn at(mut self, setter: &str, url: &str) -> Self {
        match BaseUrl::parse(url) {
            Ok(url) => self.base_url = Some(url),
            Err(problem) => return self.wrong(format!("`{setter}` {problem}")),
        }
        self
    }

    pub(super) fn wrong(mut self, mistake: String) -> Self {
        self.mistake.get_or_insert(mistake);
        self
    }

    pub(super) fn header(mut self, name: &str, value: &str) -> Self {
        let Ok(parsed) = HeaderName::from_bytes(name.as_bytes()) else {
            return self.wrong(format!("`with_header`: `{}` is no name of a header", name.escape_debug()));
        };
        match outgoing(&parsed, value) {
            Some(value) => drop(self.headers.insert(parsed, value)),
            None => return self.wrong(format!("`with_header`: the value for `{name}` can't be sent")),
        }
        self
    }

    pub(super) fn part_header(mut self, property: &str, name: &str, value: &str) -> Self {
        let (Ok(name), Ok(_)) = (HeaderName::from_bytes(name.as_bytes()), HeaderValue::from_str(value)) else {
            let name = name.escape_debug();
            return self.wrong(format!("`with_part_header`: `{name}`, or its value, can't be a header"));
        };
        let is_set = match &mut self.body {
            Some(Content::Parts(_, parts)) => multipart::set_header(parts, property, &name, value),
            Some(Content::Octets(..)) | None => false,
        };
        match is_set {
            true => self,
            false => self.wrong(format!("`with_part_header`: the body has no part of `{}`", property.escape_debug())),
        }
    }

    /// Adds a pair to the query, percent-encoded. It does not matter to a request whose URL a server named.
    pub fn query(mut self, name: &str, value: &str) -> Self {
        if !self.query.is_empty() {
            self.query.push('&');
        }
        self.query.push_str(&expansion::encoded_pair(name, value));
        self
    }
}

/// A curl command, as far as it is known without a client. What may be a secret is shown as `***`.
impl fmt::Debug for Request {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        curl::write_request(self, f)
    }
}
