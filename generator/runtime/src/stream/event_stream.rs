//! The items of a body as they come: events, or JSON documents.

use std::fmt;
use std::future::poll_fn;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use bytes::Bytes;
use futures_core::Stream;
use http::{HeaderMap, StatusCode};

use super::super::attempt::too_large;
use super::super::drift::Watch;
use super::super::error::Failure;
use super::super::{ByteStream, Decode, DecodeError, Error, ErrorKind, Event};
use super::frame::{Frame, Framing};
use super::idle::{Pause, Reader};
use super::lines::Lines;
use super::sequence::Sequence;
use super::sse::Events;

/// The data of an event by which many servers say that no more will come. It is not JSON.
const SENTINEL: &[u8] = b"[DONE]";

/// The items of an answer as they come. [`next`](Self::next) gives the next one; it is a [`Stream`] too.
///
/// An item that is not what the document says is an error, whose `Error::body` has its bytes, and so is one that is larger
/// than [`Options::event_limit`], whose bytes are not kept; the stream goes on behind both. If the connection is lost, or nothing at all comes for
/// [`Options::event_idle_timeout`], which counts only while somebody waits, as with a [`ByteStream`], that error is the
/// last item. Events whose data has a type end with the data `[DONE]` too. Dropping it ends the request.
///
/// Nothing is asked for a second time. Whoever wants to go on where an interrupted stream of events ended repeats the
/// call `.with_header("last-event-id", …)`, with [`last_event_id`](Self::last_event_id), after
/// [`reconnection_time`](Self::reconnection_time).
///
/// [`Options::event_limit`]: super::super::Options::event_limit
/// [`Options::event_idle_timeout`]: super::super::Options::event_idle_timeout
#[must_use = "a body that nobody reads is lost"]
pub struct EventStream<T> {
    frames: Frames,
    decode: fn(&Frame, Option<&Watch>) -> Result<T, DecodeError>,
}

impl<T> EventStream<T> {
    /// The next item, `None` at the end.
    ///
    /// # Errors
    /// If the item can't be read; others can follow. If the body ends before it is whole; `None` follows.
    pub async fn next(&mut self) -> Option<Result<T, Error>> {
        let reader = Reader(self);
        poll_fn(|context| reader.0.poll_item(context)).await
    }

    /// The status.
    pub fn status(&self) -> StatusCode {
        self.frames.bytes.status()
    }

    /// The headers.
    pub fn headers(&self) -> &HeaderMap {
        self.frames.bytes.headers()
    }

    /// The server's name for the request.
    pub fn request_id(&self) -> Option<&str> {
        self.frames.bytes.request_id()
    }

    /// The last id that an event had, that of its reader's place in the stream.
    pub fn last_event_id(&self) -> Option<&str> {
        self.frames.framing.last_event_id()
    }

    /// How long the server asks to wait before the stream is asked for again.
    pub fn reconnection_time(&self) -> Option<Duration> {
        self.frames.framing.reconnection_time()
    }

    fn poll_item(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<T, Error>>> {
        let item = match ready!(self.frames.poll(context)) {
            None => return Poll::Ready(None),
            Some(Err(failure)) => Err(failure),
            Some(Ok(frame)) => {
                (self.decode)(&frame, self.frames.bytes.watch()).map_err(|error| self.frames.undecodable(frame, error))
            }
        };
        Poll::Ready(Some(item.map_err(Error::new)))
    }
}

impl EventStream<Event> {
    pub(super) fn events(bytes: ByteStream) -> Self {
        Self { frames: Frames::new(bytes, Box::new(Events::new())), decode: |frame, _| Ok(frame.untyped()) }
    }
}

impl<T: Decode> EventStream<T> {
    /// The JSON in the data of each event.
    pub(in super::super) fn event_data(bytes: ByteStream) -> Self {
        Self { frames: Frames::until_sentinel(bytes), decode: Frame::decode }
    }

    /// Each event as an object with the members `event`, `data`, `id` and `retry`, the data being text.
    pub(in super::super) fn event_texts(bytes: ByteStream) -> Self {
        Self { frames: Frames::until_sentinel(bytes), decode: Frame::decode_with_text }
    }

    /// The same, the data being JSON but for events of these names, whose data is text.
    pub(in super::super) fn event_objects(bytes: ByteStream, texts: &'static [&'static str]) -> Self {
        Self { frames: Frames { texts, ..Frames::until_sentinel(bytes) }, decode: Frame::decode_with_json }
    }

    pub(super) fn json_lines(bytes: ByteStream) -> Self {
        Self { frames: Frames::new(bytes, Box::new(Lines::new())), decode: Frame::decode }
    }

    pub(super) fn json_sequence(bytes: ByteStream) -> Self {
        Self { frames: Frames::new(bytes, Box::new(Sequence::new())), decode: Frame::decode }
    }
}

impl<T> Pause for EventStream<T> {
    fn pause(&mut self) {
        self.frames.bytes.pause();
    }
}

impl<T> Stream for EventStream<T> {
    type Item = Result<T, Error>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.poll_item(context)
    }
}

impl<T> fmt::Debug for EventStream<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("EventStream").field(&self.frames.bytes).finish()
    }
}

/// The items of a body before they have a type.
struct Frames {
    bytes: ByteStream,
    /// What of the last piece is not read yet.
    input: Bytes,
    framing: Box<dyn Framing>,
    /// Does the data `[DONE]` end it?
    has_sentinel: bool,
    /// The names of the events whose data is text.
    texts: &'static [&'static str],
    over: bool,
}

impl Frames {
    fn new(mut bytes: ByteStream, framing: Box<dyn Framing>) -> Self {
        bytes.expect_events();
        Self { bytes, input: Bytes::new(), framing, has_sentinel: false, texts: &[], over: false }
    }

    fn until_sentinel(bytes: ByteStream) -> Self {
        Self { has_sentinel: true, ..Self::new(bytes, Box::new(Events::new())) }
    }

    fn poll(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<Frame, Box<Failure>>>> {
        while !self.over {
            let limit = self.bytes.options().event_limit;
            let most = usize::try_from(limit).unwrap_or(usize::MAX);
            match self.framing.next(&mut self.input, most) {
                Some(Ok(frame)) if self.has_sentinel && frame.data.trim_ascii() == SENTINEL => self.end(),
                Some(Ok(mut frame)) => {
                    frame.is_text = frame.event.as_deref().is_some_and(|event| self.texts.contains(&event));
                    return Poll::Ready(Some(Ok(frame)));
                }
                Some(Err(_)) => {
                    let failure = too_large("an item of the stream", limit);
                    return Poll::Ready(Some(Err(self.bytes.failed(failure, Bytes::new()))));
                }
                None => match ready!(self.bytes.poll_piece(context)) {
                    Some(Ok(piece)) => self.input = piece,
                    Some(Err(failure)) => {
                        // What has begun is not whole.
                        self.end();
                        return Poll::Ready(Some(Err(failure)));
                    }
                    None => {
                        self.end();
                        return Poll::Ready(self.framing.end().map(Ok));
                    }
                },
            }
        }
        Poll::Ready(None)
    }

    /// Ends the request.
    fn end(&mut self) {
        self.over = true;
        self.bytes.close();
    }

    fn undecodable(&self, frame: Frame, error: DecodeError) -> Box<Failure> {
        let failure = Failure::new(ErrorKind::Decode, "an item of the stream is not what the document says");
        self.bytes.failed(failure.because(error.without(self.bytes.secrets())), frame.data)
    }
}
