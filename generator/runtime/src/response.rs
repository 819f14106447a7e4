//! What came back: raw, and with the body decoded.

use std::borrow::Cow;
use std::fmt;
use std::marker::PhantomData;
use std::sync::Arc;

use bytes::Bytes;
use http::header::CONTENT_ENCODING;
use http::{HeaderMap, StatusCode, Uri};

use super::attempt::Attempts;
use super::drift::Watch;
use super::header::{DeclaredHeaders, readable};
use super::masked::MaskedDebug;
use super::media_types::{Charset, charset};
use super::operation::Open;
use super::secret::masked;
use super::trace::Span;
use super::{ByteStream, Custom, Decode, DecodeError, ErrorKind, Secret, json, media_types};

/// Headers in which servers name a request, the first that is there counts.
const REQUEST_ID: [&str; 7] = [
    "x-request-id",
    "request-id",
    "x-amzn-requestid",
    "x-ms-request-id",
    "x-goog-request-id",
    "x-correlation-id",
    "cf-ray",
];

/// What may stand at the beginning of a text to say that it is UTF-8, and is no part of it.
///
/// ---
/// RFC 3629, section 6.
pub(super) const BOM: &[u8] = b"\xef\xbb\xbf";

/// A secret of so many bytes is no part of another word.
const CERTAIN: usize = 8;

/// An answer, its body not decoded yet. Rendered code makes types of it. The body is whole, unless the call reads it as it
/// comes ([`Request::is_streamed`](super::Request::is_streamed)): then it is empty here, or the beginning of what is no such
/// stream.
#[derive(Clone)]
pub struct Received {
    status: StatusCode,
    headers: HeaderMap,
    body: Bytes,
    /// Whether somebody wants to know how the body differs from the document.
    watch: Option<Watch>,
    /// Where redirects have led, if there were any.
    moved_to: Option<Arc<Uri>>,
    /// What it took to get it.
    pub(super) attempts: Attempts,
    /// The span of the call, until the body is decoded.
    span: Option<Span>,
}

impl Received {
    /// An answer of the application's own, for [`Middleware`](super::Middleware).
    pub fn new(status: StatusCode, headers: HeaderMap, body: Bytes) -> Self {
        Self { status, headers, body, watch: None, moved_to: None, attempts: Attempts::default(), span: None }
    }

    /// The same answer with this body.
    pub(super) fn holding(self, body: Bytes) -> Self {
        Self { body, ..self }
    }

    pub(super) fn watched(self, watch: Option<Watch>) -> Self {
        Self { watch, ..self }
    }

    pub(super) fn moved_to(self, moved_to: Option<Arc<Uri>>) -> Self {
        Self { moved_to, ..self }
    }

    /// Where it came from, if not from where the request went first.
    pub(super) fn came_from(&self) -> Option<&Uri> {
        self.moved_to.as_deref()
    }

    pub(super) fn after(self, attempts: Attempts) -> Self {
        Self { attempts, ..self }
    }

    /// The answer to the call that `span` is of.
    pub(super) fn within(self, span: Span) -> Self {
        Self { span: Some(span), ..self }
    }

    /// The same when nothing is left to be done for its call.
    pub(super) fn over(self) -> Self {
        Self { span: None, ..self }
    }

    /// Notes that the call failed in spite of this answer.
    pub(super) fn note(&self, kind: ErrorKind) {
        if let Some(span) = &self.span {
            span.failed(kind);
        }
    }

    /// The status as a number, to match on.
    pub fn status(&self) -> u16 {
        self.status.as_u16()
    }

    /// The status.
    pub fn status_code(&self) -> StatusCode {
        self.status
    }

    /// The headers.
    pub fn headers(&self) -> &HeaderMap {
        &self.headers
    }

    /// The text of a header, if it is there and is text: ASCII, or UTF-8.
    pub fn header(&self, name: &str) -> Option<&str> {
        readable(self.headers.get(name)?)
    }

    /// The bytes of the body. They are shared, not copied.
    pub fn body(&self) -> Bytes {
        self.body.clone()
    }

    /// The server's name for the request.
    pub fn request_id(&self) -> Option<&str> {
        REQUEST_ID.into_iter().find_map(|name| self.header(name))
    }

    /// The same for logs. Servers repeat what they were sent there, too.
    fn shown_request_id(&self) -> Option<String> {
        self.request_id().map(|id| masked(id, &self.attempts.secrets))
    }

    /// Does the body have the media type `media`, such as `application/json`? Parameters don't
    /// count.
    pub fn is_media_type(&self, media: &str) -> bool {
        let declared = self.header("content-type").unwrap_or_default();
        media_types::essence(declared).eq_ignore_ascii_case(media)
    }

    /// Which of several media types, or ranges of them, the body has: the index of the one that says most, or 0 if none
    /// fits.
    ///
    /// ---
    /// RFC 9110, section 12.5.1.
    pub fn which_media_type(&self, declared: &[&str]) -> usize {
        let given = self.header("content-type").unwrap_or_default();
        let fits = declared.iter().map(|declared| media_types::fit(given, declared));
        // Of equals the first.
        let best = fits.enumerate().rev().max_by_key(|(_, fit)| *fit);
        best.map_or(0, |(index, fit)| if fit == 0 { 0 } else { index })
    }

    /// The body as JSON. Nothing at all is `null` to a type that has it: so servers answer 204 where
    /// the document says `null`.
    ///
    /// # Errors
    /// If it is not the JSON of a `T`.
    pub fn json<T: Decode>(&self) -> Result<T, DecodeError> {
        let mut value = T::blank();
        self.read(&mut value)?;
        Ok(value)
    }

    fn read(&self, value: &mut dyn Decode) -> Result<(), DecodeError> {
        if self.body.is_empty() {
            let strict = json::Drifts::new(true, false);
            return json::read(b"null", value, Some(&strict)).or_else(|_| json::read(b"", value, None));
        }
        Watch::around(self.watch(), &self.body, |drifts| json::read(&self.body, value, drifts))
    }

    pub(super) fn watch(&self) -> Option<&Watch> {
        self.watch.as_ref()
    }

    /// The array at a JSON pointer in the body; no items if there is none, or `null`.
    ///
    /// # Errors
    /// If the body is not JSON up to there, or that is not an array of `T`.
    pub(super) fn items<T: Decode>(&self, pointer: &str) -> Result<Vec<T>, DecodeError> {
        let mut items: Option<Vec<T>> = None;
        Watch::around(self.watch(), &self.body, |drifts| json::read_at(&self.body, pointer, &mut items, drifts))?;
        Ok(items.unwrap_or_default())
    }

    /// Nothing, whatever the body says.
    ///
    /// # Errors
    /// Never; the signature is that of its siblings.
    pub fn unit(&self) -> Result<(), DecodeError> {
        Ok(())
    }

    /// The body as text: UTF-8, of which `US-ASCII` is a part, or Latin-1 if the media type says so. What is no UTF-8
    /// becomes `U+FFFD`.
    ///
    /// # Errors
    /// If it is in an encoding that the transport does not know, such as `br`, or says that it is in another character set,
    /// and is more than ASCII.
    pub fn text(&self) -> Result<String, DecodeError> {
        if self.encoding().is_some() {
            return Err(DecodeError::new(0, "text"));
        }
        let lossy = || String::from_utf8_lossy(self.body.strip_prefix(BOM).unwrap_or(&self.body)).into_owned();
        match Charset::named(charset(self.header("content-type").unwrap_or_default())) {
            Charset::Utf8 => Ok(lossy()),
            Charset::Latin1 => Ok(self.body.iter().copied().map(char::from).collect()),
            // Most other sets have ASCII in common; one that has two octets for each letter has zeros in it.
            Charset::Other if self.body.iter().all(|octet| octet.is_ascii() && *octet != 0) => Ok(lossy()),
            Charset::Other => Err(DecodeError::new(0, "text in UTF-8 or Latin-1")),
        }
    }

    /// The encodings that the body is still in: the transport takes the header away of what it has decoded.
    pub(super) fn encoding(&self) -> Option<String> {
        let all: Vec<&str> = codings(&self.headers).collect();
        (!all.is_empty()).then(|| all.join(", "))
    }

    /// The body as it is.
    ///
    /// # Errors
    /// Never; the signature is that of its siblings.
    pub fn bytes(&self) -> Result<Bytes, DecodeError> {
        Ok(self.body())
    }

    /// What is made of a body that is read as it comes, of this one, which is whole.
    ///
    /// # Errors
    /// If the body is no such stream.
    pub fn opened<T>(&self, open: Open<T>) -> Result<T, DecodeError> {
        open(ByteStream::whole(self)).map_err(|error| DecodeError::new(0, error.to_string()))
    }

    /// The same with another body.
    pub(super) fn with_other_body(&self, body: Bytes) -> Self {
        Self { body, ..self.clone().over() }
    }

    /// The same without what the server repeats of these secrets. Short ones may be in any other text, and stay.
    pub(super) fn without(&self, secrets: &[Secret]) -> Cow<'_, Self> {
        let Ok(text) = str::from_utf8(&self.body) else { return Cow::Borrowed(self) };
        let is_repeated = |secret: &&Secret| secret.expose().len() >= CERTAIN && text.contains(secret.expose());
        let repeated: Vec<Secret> = secrets.iter().filter(is_repeated).cloned().collect();
        if repeated.is_empty() {
            return Cow::Borrowed(self);
        }
        Cow::Owned(self.with_other_body(masked(text, &repeated).into()))
    }

    pub(super) fn with_body<T, O>(self, body: T) -> Response<T, O> {
        Response { received: self.over(), body, operation: PhantomData }
    }
}

impl fmt::Debug for Received {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut debug = f.debug_struct("Received");
        debug.field("status", &self.status.as_u16()).field("request_id", &self.shown_request_id());
        debug.field("body_length", &self.body.len()).finish_non_exhaustive()
    }
}

/// What was done to a body, one after the other.
///
/// ---
/// RFC 9110, section 8.4; section 12.5.3: `identity` is nothing.
pub(super) fn codings(headers: &HeaderMap) -> impl Iterator<Item = &str> {
    let values = headers.get_all(CONTENT_ENCODING).iter().filter_map(|value| value.to_str().ok());
    let codings = values.flat_map(|value| value.split(',')).map(str::trim);
    codings.filter(|coding| !coding.is_empty() && !coding.eq_ignore_ascii_case("identity"))
}

/// A success of the operation `O`: the decoded body, with status and headers.
pub struct Response<T, O = Custom> {
    received: Received,
    body: T,
    operation: PhantomData<fn() -> O>,
}

impl<T, O: DeclaredHeaders> Response<T, O> {
    /// The headers that the document declares, as values of their types.
    pub fn declared_headers(&self) -> O::Headers {
        self.headers().into()
    }
}

impl<T, O> Response<T, O> {
    /// The status.
    pub fn status(&self) -> StatusCode {
        self.received.status
    }

    /// The headers.
    pub fn headers(&self) -> &HeaderMap {
        &self.received.headers
    }

    /// The text of a header, if it is there and is text: ASCII, or UTF-8.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.received.header(name)
    }

    /// The server's name for the request: the first of `x-request-id`, `request-id`,
    /// `x-amzn-requestid`, `x-ms-request-id`, `x-goog-request-id`, `x-correlation-id`,
    /// `cf-ray`.
    pub fn request_id(&self) -> Option<&str> {
        self.received.request_id()
    }

    /// The decoded body.
    pub fn body(&self) -> &T {
        &self.body
    }

    /// The decoded body alone.
    pub fn into_body(self) -> T {
        self.body
    }

    /// The body's bytes, as they came; of a stream there are none.
    pub fn raw(&self) -> Bytes {
        self.received.body()
    }
}

impl<T: Clone, O> Clone for Response<T, O> {
    fn clone(&self) -> Self {
        self.received.clone().with_body(self.body.clone())
    }
}

/// A body that is a map, any value, text or octets does not know its own secrets; their names tell of them.
impl<T: fmt::Debug, O> fmt::Debug for Response<T, O> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut debug = f.debug_struct("Response");
        debug.field("status", &self.received.status.as_u16());
        debug.field("request_id", &self.received.shown_request_id());
        debug.field("body", &MaskedDebug(&self.body)).finish_non_exhaustive()
    }
}
