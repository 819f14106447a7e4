//! A call as a value: it can be stored, cloned and sent again.
//!
//! Everything generic here is a shell of a line or two around [`Request`] and `execute`, which are
//! not. All inherent methods begin with `with_` or `into_`, or are `send`: the setters of an
//! operation's parameters are inherent methods too, and no parameter may clash with them.

use std::borrow::Cow;
use std::fmt;
use std::future::IntoFuture;
use std::marker::PhantomData;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use bytes::Bytes;
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::error::Failure;
use super::execute::{Outcome, execute};
use super::secret::masked;
use super::stream::Slot;
use super::{
    BoxFuture, ByteStream, Client, Credential, DecodeError, Encode, Error, ErrorKind, EventStream, File, Operation,
    OperationInfo, Options, Received, Request, Response, Server, Streams, curl, json, media_types,
};

/// A call of the operation `O`: `.await` sends it and gives the decoded body. Where a future itself is asked for, as by
/// `join`, [`send`](Self::send) gives it.
///
/// It fails with an [`Error`] if it can't be sent, if there is no answer in time, or no whole one, if the answer has an
/// error status, or if it is not what the document says. [`Error::kind`] tells which.
#[must_use = "does nothing until awaited"]
pub struct Call<O> {
    client: Client,
    request: Request,
    operation: PhantomData<fn() -> O>,
}

impl<O> Call<O> {
    pub(super) fn with_parts(client: &Client, request: Request) -> Self {
        Self { client: client.clone(), request, operation: PhantomData }
    }

    pub(super) fn into_parts(self) -> (Client, Request) {
        (self.client, self.request)
    }

    /// Sets the parameter with this index in
    /// [`OperationInfo::parameters`](super::OperationInfo::parameters). The setters of the
    /// parameters are made of it.
    pub fn with_argument(self, index: usize, value: &dyn Encode) -> Self {
        Self { request: self.request.argument(index, value), ..self }
    }

    /// The same if there is a value.
    pub fn with_maybe_argument<T: Encode>(self, index: usize, value: Option<T>) -> Self {
        match value {
            Some(value) => self.with_argument(index, &value),
            None => self,
        }
    }

    /// Changes the request: for what has no method here.
    pub fn with_request(mut self, change: impl FnOnce(Request) -> Request) -> Self {
        self.request = change(self.request);
        self
    }

    /// A body of JSON, `application/json`, in place of what the call has: any value that serde can write.
    pub fn with_json<T: Serialize + ?Sized>(self, body: &T) -> Self {
        Self { request: self.request.serialized(json::to_writer(body)), ..self }
    }

    /// A body of bytes or text, or a [`File`], in place of what the call has.
    pub fn with_body(self, media_type: &str, body: impl Into<File>) -> Self {
        Self { request: self.request.file(media_type, body), ..self }
    }

    /// The time for this call, all attempts together; `None` for no end.
    pub fn with_timeout(self, timeout: impl Into<Option<Duration>>) -> Self {
        self.with_options(|options| options.timeout(timeout))
    }

    /// How often a failed attempt of this call is repeated; 0 for never.
    pub fn with_retries(self, retries: u32) -> Self {
        self.with_options(|options| options.retries(retries))
    }

    /// Changes the options of this call.
    pub fn with_options(mut self, change: impl FnOnce(Options) -> Options) -> Self {
        let options = self.request.options.as_deref().unwrap_or(&self.client.inner.options);
        self.request.options = Some(Box::new(change(*options)));
        self
    }

    /// A header. It goes before one of the same name that the client or the operation sets, but not
    /// before credentials. How long the body is, nobody has to say; `content-length` counts only for a stream without one.
    pub fn with_header(self, name: &str, value: &str) -> Self {
        Self { request: self.request.header(name, value), ..self }
    }

    /// A header of each part of this property, in a body of several parts that is there already.
    pub fn with_part_header(self, property: &str, name: &str, value: &str) -> Self {
        Self { request: self.request.part_header(property, name, value), ..self }
    }

    /// A further pair in the query.
    pub fn with_query(self, name: &str, value: &str) -> Self {
        Self { request: self.request.query(name, value), ..self }
    }

    /// Another base URL for this call.
    pub fn with_base_url(self, url: &str) -> Self {
        Self { request: self.request.at("with_base_url", url), ..self }
    }

    /// One of the document's servers for this call, with the values of its variables.
    pub fn with_server(self, server: impl Into<Server>) -> Self {
        Self { request: self.request.at("with_server", &server.into().url), ..self }
    }

    /// The key by which the server recognises a repetition of this call. It makes any call safe to
    /// repeat. An empty one is a mistake, as no server recognises anything by it.
    pub fn with_idempotency_key(mut self, key: &str) -> Self {
        let mistake = match key.parse() {
            Ok(_) if key.is_empty() => "is empty",
            Ok(key) => {
                self.request.idempotency_key = Some(key);
                return self;
            }
            Err(_) => "can't be a header",
        };
        self.request = self.request.wrong(format!("`with_idempotency_key` {mistake}"));
        self
    }

    /// A credential for this call, instead of the client's. It is for the first scheme of the
    /// operation that it fits. [`ClientCredentials`](super::ClientCredentials) are made a credential once, and that cloned:
    /// the clones share their token, where each made anew asks for its own.
    pub fn with_credential(mut self, credential: impl Into<Credential>) -> Self {
        self.request.credential = Some(credential.into());
        self
    }
}

impl<O: Operation> Call<O> {
    /// Sends the call and decodes the body. The same as awaiting it.
    pub fn send(self) -> Sending<O> {
        let (request, slot) = opening(self.request, O::OPEN.map(|_| O::INFO.accept));
        Sending { outcome: execute(self.client, request), slot, operation: PhantomData }
    }

    /// Sends the call and gives status and headers beside the decoded body.
    ///
    /// # Errors
    /// As awaiting the call itself; this holds for all ways to receive.
    pub async fn into_response(self) -> Result<Response<O::Output, O>, Error<O::Error>> {
        let (request, slot) = opening(self.request, O::OPEN.map(|_| O::INFO.accept));
        output::<O>(execute(self.client, request).await, slot.as_ref())
    }

    /// Sends the call and gives the body as it is.
    ///
    /// # Errors
    /// As awaiting the call itself, but for decoding.
    pub async fn into_bytes(self) -> Result<Bytes, Error<O::Error>> {
        settle::<O, _>(execute(self.client, self.request).await, Received::bytes).map(Response::into_body)
    }

    /// Sends the call and gives the body as text.
    ///
    /// # Errors
    /// As awaiting the call itself; of decoding only that the body is in an unknown encoding.
    pub async fn into_text(self) -> Result<String, Error<O::Error>> {
        settle::<O, _>(execute(self.client, self.request).await, Received::text).map(Response::into_body)
    }

    /// Sends the call and reads the body as JSON of any type that serde can read; no body is `null`. What the document
    /// says of the body does not matter, so no drift is told of.
    ///
    /// # Errors
    /// As awaiting the call itself.
    pub async fn into_json<T: DeserializeOwned>(self) -> Result<T, Error<O::Error>> {
        let read = |received: &Received| json::from_body(&received.body());
        settle::<O, _>(execute(self.client, self.request).await, read).map(Response::into_body)
    }

    /// Sends the call and gives the body as it comes. The call is over when the headers are there: what goes wrong then
    /// is not tried again, and the timeouts are those of [`ByteStream`].
    ///
    /// # Errors
    /// As awaiting the call itself, but for all about the body.
    pub async fn into_stream(self) -> Result<ByteStream, Error<O::Error>> {
        let (request, slot) = opening(self.request, Some(""));
        settle_open::<O, _>(execute(self.client, request).await, slot.as_ref(), Ok).map(Response::into_body)
    }
}

impl<O: Streams> Call<O> {
    /// Sends the call, asks for the stream of items that it can be answered with, and gives them as they come. The call
    /// is over when the headers are there: what goes wrong then is not tried again, and the timeouts are those of
    /// [`EventStream`].
    ///
    /// # Errors
    /// As awaiting the call itself. If the answer is no such stream.
    pub async fn into_events(self) -> Result<EventStream<O::Item>, Error<O::Error>> {
        let (request, slot) = opening(self.request.accepting(O::MEDIA_TYPE), Some(O::MEDIA_TYPE));
        settle_open::<O, _>(execute(self.client, request).await, slot.as_ref(), O::events).map(Response::into_body)
    }
}

/// The request with room for the body of its answer, if that is to be read as it comes. `accept` is what it is read as.
fn opening(mut request: Request, accept: Option<&str>) -> (Request, Option<Slot>) {
    let slot = accept.map(|accept| Slot::new(ByteStream::useful(successes(accept))));
    request.stream.clone_from(&slot);
    (request, slot)
}

/// What awaiting a call gives, with status and headers.
fn output<O: Operation>(outcome: Outcome, slot: Option<&Slot>) -> Result<Response<O::Output, O>, Error<O::Error>> {
    match O::OPEN {
        Some(open) => settle_open::<O, _>(outcome, slot, open),
        None => settle::<O, _>(outcome, O::output),
    }
}

/// Gives an open body its types.
fn settle_open<O: Operation, T>(
    outcome: Outcome,
    slot: Option<&Slot>,
    open: impl FnOnce(ByteStream) -> Result<T, Error>,
) -> Result<Response<T, O>, Error<O::Error>> {
    let received = outcome.map_err(declare::<O>)?;
    // What a middleware answers is in memory.
    let stream = slot.and_then(Slot::take).unwrap_or_else(|| ByteStream::whole(&received));
    match open(stream) {
        Ok(body) => Ok(received.with_body(body)),
        Err(error) => {
            received.note(error.kind());
            Err(Error::new(error.into_failure().of(O::INFO.id)))
        }
    }
}

/// What a call consists of. It is no method, which a parameter's setter could have the name of.
#[cfg(feature = "mock")]
pub(super) fn parts<O>(call: &Call<O>) -> (&Client, &Request) {
    (&call.client, &call.request)
}

/// Gives an answer its types.
pub(super) fn settle<O: Operation, T>(
    outcome: Outcome,
    decode: impl FnOnce(&Received) -> Result<T, DecodeError>,
) -> Result<Response<T, O>, Error<O::Error>> {
    let received = outcome.map_err(declare::<O>)?;
    match decode(&received) {
        Ok(body) => Ok(received.with_body(body)),
        Err(error) => Err(Error::new(undecodable(O::INFO, received, error))),
    }
}

fn declare<O: Operation>(mut failure: Box<Failure>) -> Error<O::Error> {
    if failure.kind == ErrorKind::Status {
        let answer = failure.response.as_ref().map(|response| response.without(&failure.secrets));
        failure.declared = answer.map(|answer| Box::new(O::error(&answer)) as _);
    }
    Error::new(failure)
}

fn undecodable(operation: &'static OperationInfo, received: Received, error: DecodeError) -> Box<Failure> {
    let message = mismatch(operation, &received);
    received.note(ErrorKind::Decode);
    let error = error.without(&received.attempts.secrets);
    let failure = Failure::new(ErrorKind::Decode, message).of(operation.id).because(error).after(&received.attempts);
    failure.answered(received).may_have_run(true)
}

/// What is not as the document says: that there is a body, its encoding, its media type, or what it holds.
fn mismatch(operation: &OperationInfo, received: &Received) -> Cow<'static, str> {
    let what = mismatch_itself(operation, received);
    match received.came_from() {
        Some(uri) => {
            let path = masked(uri.path(), &received.attempts.secrets);
            format!("behind a redirect to {path}, {what}").into()
        }
        None => what,
    }
}

fn mismatch_itself(operation: &OperationInfo, received: &Received) -> Cow<'static, str> {
    if received.body().is_empty() {
        return "the answer has no body, and the document says that it has one".into();
    }
    if let Some(encoding) = received.encoding() {
        let encoding = masked(&encoding, &received.attempts.secrets);
        return format!("the body is in the encoding `{}`, which is not known", encoding.escape_debug()).into();
    }
    let is_read = |given| successes(operation.accept).any(|read| media_types::fit(given, read) > 0);
    match received.header("content-type").map(media_types::essence) {
        Some(given) if !operation.accept.is_empty() && !is_read(given) => {
            let given = masked(given, &received.attempts.secrets);
            let given = given.escape_debug();
            let how = "`.into_bytes()` and `.into_text()` give it as it is";
            format!("the body is `{given}`, which the call does not read; {how}").into()
        }
        _ => "the body is not what the document says".into(),
    }
}

/// The media types and ranges of an `Accept` header that a success is read as.
fn successes(accept: &str) -> impl Iterator<Item = &str> + Clone {
    accept.split(',').filter(|read| !read.ends_with(OperationInfo::OF_FAILURES))
}

/// A call on its way. Dropping it ends the request.
#[must_use = "does nothing until awaited"]
pub struct Sending<O> {
    outcome: BoxFuture<'static, Outcome>,
    slot: Option<Slot>,
    operation: PhantomData<fn() -> O>,
}

impl<O: Operation> Future for Sending<O> {
    type Output = Result<O::Output, Error<O::Error>>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let outcome = self.outcome.as_mut().poll(context);
        outcome.map(|outcome| output::<O>(outcome, self.slot.as_ref()).map(Response::into_body))
    }
}

impl<O: Operation> IntoFuture for Call<O> {
    type Output = Result<O::Output, Error<O::Error>>;
    type IntoFuture = Sending<O>;

    fn into_future(self) -> Sending<O> {
        self.send()
    }
}

impl<O> Clone for Call<O> {
    fn clone(&self) -> Self {
        Self { client: self.client.clone(), request: self.request.clone(), operation: PhantomData }
    }
}

/// A curl command; `{:#?}` has a line for each of its options. What may be a secret is shown as `***`: credentials,
/// headers that neither the document nor everybody knows, what was added with [`with_query`](Self::with_query), and
/// arguments and members of the body whose `format` is `password` or whose name says so.
impl<O> fmt::Debug for Call<O> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        curl::write_call(&self.client, &self.request, f)
    }
}

impl<O> fmt::Debug for Sending<O> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Sending")
    }
}
