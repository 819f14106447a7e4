//! The bytes of a body as they come.

use std::fmt;
use std::future::poll_fn;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};

use bytes::Bytes;
use futures_core::Stream;
use http::{HeaderMap, StatusCode};

use super::super::attempt::{Attempts, lost, too_large, wrong_length};
use super::super::client::Shared;
use super::super::deadline::Limit;
use super::super::drift::Watch;
use super::super::error::Failure;
use super::super::secret::masked;
use super::super::{
    AttemptOutcome, Body, Decode, Error, ErrorKind, Event, EventStream, Options, Received, Secret, TransportError,
    media_types,
};
use super::idle::{Idle, Pause, Reader};

const EVENTS: &str = "text/event-stream";
const LINES: &str = "application/jsonl";
const SEQUENCE: &str = "application/json-seq";

/// The body of an answer as it comes, never whole in memory. [`next`](Self::next) gives the next piece; it is a
/// [`Stream`] too.
///
/// An error is the last item: a connection that was lost, a body that is shorter or longer than its headers say, or
/// nothing at all for the idle timeout ([`Options::idle_timeout`]), which counts only while somebody waits: exactly so for
/// [`next`](Self::next); of who polls the [`Stream`] and turns to something else, up to a tenth of it is counted. There is no
/// limit to its size but [`Options::stream_limit`]. Dropping it ends the request.
#[must_use = "a body that nobody reads is lost"]
pub struct ByteStream {
    body: Body,
    /// Status and headers.
    head: Received,
    operation: &'static str,
    /// Clock and sleeper; a body in memory needs none.
    shared: Option<Arc<Shared>>,
    options: Options,
    idle: Idle,
    length: Option<u64>,
    read: u64,
    over: bool,
}

impl ByteStream {
    /// The body of an answer that came over the network. `length` is that of its headers.
    pub(in super::super) fn new(
        head: Received,
        body: Body,
        length: Option<u64>,
        operation: &'static str,
        options: Options,
        shared: Arc<Shared>,
    ) -> Self {
        let idle = Idle::new(options.idle_timeout);
        Self { body, head, operation, shared: Some(shared), options, idle, length, read: 0, over: false }
    }

    /// The body of an answer that is in memory.
    pub(in super::super) fn whole(answer: &Received) -> Self {
        let (head, body) = (answer.with_other_body(Bytes::new()), Body::from(answer.body()));
        let options = Options::default();
        let (operation, idle) = ("", Idle::new(None));
        Self { body, head, operation, shared: None, options, idle, length: None, read: 0, over: false }
    }

    /// The next piece, `None` at the end.
    ///
    /// # Errors
    /// If the body ends before it is whole. `None` follows.
    pub async fn next(&mut self) -> Option<Result<Bytes, Error>> {
        let reader = Reader(self);
        poll_fn(|context| reader.0.poll_piece(context)).await.map(|piece| piece.map_err(Error::new))
    }

    /// The status.
    pub fn status(&self) -> StatusCode {
        self.head.status_code()
    }

    /// The headers.
    pub fn headers(&self) -> &HeaderMap {
        self.head.headers()
    }

    /// The server's name for the request.
    pub fn request_id(&self) -> Option<&str> {
        self.head.request_id()
    }

    /// How many bytes the whole body has, if its headers say so.
    pub fn length(&self) -> Option<u64> {
        self.length
    }

    /// The body as events as they are.
    ///
    /// # Errors
    /// If it is of another media type than `text/event-stream`. So it is for all that makes events of it.
    pub fn into_events(self) -> Result<EventStream<Event>, Error> {
        self.checked(Self::is_events, EVENTS).map(EventStream::events)
    }

    /// The body as events whose data is the JSON of a `T`.
    ///
    /// # Errors
    /// As [`into_events`](Self::into_events).
    pub fn into_event_data<T: Decode>(self) -> Result<EventStream<T>, Error> {
        self.checked(Self::is_events, EVENTS).map(EventStream::event_data)
    }

    /// The body as events, each a `T`: an object with the members `event`, `data`, `id` and `retry`, as far as it has
    /// them, whose data is JSON.
    ///
    /// # Errors
    /// As [`into_events`](Self::into_events).
    pub fn into_event_objects<T: Decode>(self) -> Result<EventStream<T>, Error> {
        self.into_mixed_events(&[])
    }

    /// The same where the data of the events of these names is text.
    ///
    /// # Errors
    /// As [`into_events`](Self::into_events).
    pub fn into_mixed_events<T: Decode>(self, texts: &'static [&'static str]) -> Result<EventStream<T>, Error> {
        self.checked(Self::is_events, EVENTS).map(|bytes| EventStream::event_objects(bytes, texts))
    }

    /// The same where the data of all events is text.
    ///
    /// # Errors
    /// As [`into_events`](Self::into_events).
    pub fn into_event_texts<T: Decode>(self) -> Result<EventStream<T>, Error> {
        self.checked(Self::is_events, EVENTS).map(EventStream::event_texts)
    }

    /// The body as JSON Lines: a document on each line.
    ///
    /// # Errors
    /// If it is of a media type that has no JSON in it, such as `text/html`.
    pub fn into_json_lines<T: Decode>(self) -> Result<EventStream<T>, Error> {
        self.checked(media_types::may_be_json, LINES).map(EventStream::json_lines)
    }

    /// The body as a JSON text sequence (RFC 7464).
    ///
    /// # Errors
    /// As [`into_json_lines`](Self::into_json_lines).
    pub fn into_json_sequence<T: Decode>(self) -> Result<EventStream<T>, Error> {
        self.checked(media_types::may_be_json, SEQUENCE).map(EventStream::json_sequence)
    }

    /// What has another name than events, such as the JSON of a server that does not stream, would pass for a stream
    /// without any (WHATWG HTML, section 9.2.3); a page would be one of nothing but errors.
    fn checked(self, fits: impl Fn(&str) -> bool, wanted: &str) -> Result<Self, Error> {
        match self.head.header("content-type") {
            Some(media_type) if !fits(media_type) => {
                let media_type = masked(media_type, self.secrets());
                let message = format!("the body is `{}` instead of `{wanted}`", media_type.escape_debug());
                let part = self.body.as_bytes().cloned().unwrap_or_default();
                Err(Error::new(self.failed(Failure::new(ErrorKind::Decode, message), part)))
            }
            _ => Ok(self),
        }
    }

    /// Of which media types a body is of use to who reads it as all of these: others need not be left open.
    pub(in super::super) fn useful<'m>(read: impl Iterator<Item = &'m str> + Clone) -> fn(&str) -> bool {
        match () {
            () if read.clone().all(Self::is_events) => Self::is_events,
            () if read.clone().all(media_types::is_json_items) => media_types::may_be_json,
            () => |_| true,
        }
    }

    /// Is that the media type of a stream of events?
    fn is_events(media_type: &str) -> bool {
        media_types::essence(media_type).eq_ignore_ascii_case(EVENTS)
    }

    /// Notes what it took to get it.
    pub(super) fn after(&mut self, attempts: Attempts) {
        self.head.attempts = attempts;
    }

    /// What the request was sent with, and nobody is to see.
    pub(super) fn secrets(&self) -> &[Secret] {
        &self.head.attempts.secrets
    }

    pub(super) fn watch(&self) -> Option<&Watch> {
        self.head.watch()
    }

    pub(super) fn options(&self) -> &Options {
        &self.options
    }

    /// Events come less often than the bytes of a file.
    pub(super) fn expect_events(&mut self) {
        self.idle = Idle::new(self.options.event_idle_timeout);
    }

    pub(super) fn poll_piece(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<Bytes, Box<Failure>>>> {
        if self.over {
            return Poll::Ready(None);
        }
        let counted = match self.body.poll_next(context) {
            Poll::Ready(piece) => self.count(piece),
            Poll::Pending => {
                ready!(self.poll_idle(context));
                Err(Failure::new(ErrorKind::Timeout, Limit::Idle.describe()))
            }
        };
        self.idle.reset();
        Poll::Ready(counted.map_err(|failure| self.end(failure)).transpose())
    }

    fn poll_idle(&mut self, context: &mut Context<'_>) -> Poll<()> {
        match &self.shared {
            Some(shared) => self.idle.poll(&*shared.environment, context),
            None => Poll::Pending,
        }
    }

    /// Sees that the body has the length that it should have.
    fn count(&mut self, piece: Option<Result<Bytes, TransportError>>) -> Result<Option<Bytes>, Box<Failure>> {
        let Some(piece) = piece else {
            self.over = true;
            return match self.length {
                Some(length) if length != self.read => Err(wrong_length(length, self.read)),
                _ => Ok(None),
            };
        };
        let piece = piece.map_err(|error| self.broken_off(error))?;
        self.read += piece.len() as u64;
        match (self.length, self.options.stream_limit) {
            (Some(length), _) if self.read > length => Err(wrong_length(length, self.read)),
            (_, Some(limit)) if self.read > limit => Err(too_large("the body", limit)),
            _ => Ok(Some(piece)),
        }
    }

    fn broken_off(&self, error: TransportError) -> Box<Failure> {
        let of = self.length.map(|length| format!(" of {length}")).unwrap_or_default();
        let mut failure = lost(error);
        if failure.kind == ErrorKind::Decode {
            return failure;
        }
        failure.message = format!("{} after {}{of} bytes", failure.message, self.read).into();
        failure
    }

    fn end(&mut self, failure: Box<Failure>) -> Box<Failure> {
        if AttemptOutcome::of(&failure).distrusts_connection()
            && let Some(shared) = &self.shared
        {
            shared.distrust_connections();
        }
        self.close();
        self.failed(failure, Bytes::new())
    }

    /// Ends the request.
    pub(super) fn close(&mut self) {
        self.over = true;
        self.body = Body::empty();
    }

    /// What is to be said of a failure: the operation, what was answered, and what it took to get it. `part` is the part of
    /// the body that it is about.
    pub(super) fn failed(&self, failure: Box<Failure>, part: Bytes) -> Box<Failure> {
        let failure = failure.of(self.operation).after(&self.head.attempts).may_have_run(true);
        failure.answered(self.head.with_other_body(part))
    }
}

impl Pause for ByteStream {
    fn pause(&mut self) {
        if let Some(shared) = &self.shared {
            self.idle.pause(&*shared.environment);
        }
    }
}

impl Stream for ByteStream {
    type Item = Result<Bytes, Error>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.poll_piece(context).map(|piece| piece.map(|piece| piece.map_err(Error::new)))
    }
}

impl fmt::Debug for ByteStream {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut debug = f.debug_struct("ByteStream");
        debug.field("status", &self.status().as_u16()).field("length", &self.length);
        debug.field("read", &self.read).finish_non_exhaustive()
    }
}
