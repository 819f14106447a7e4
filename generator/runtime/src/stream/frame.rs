//! An item of a stream before it has a type, and as an event.

use std::fmt;
use std::time::Duration;

use bytes::{Bytes, BytesMut};

use super::super::drift::Watch;
use super::super::json::{self, Decode, DecodeError, Drifts, Encode};
use super::super::masked::MaskedText;
use super::super::response::BOM;
use super::cut::Oversized;

/// What cuts a body into items.
pub(super) trait Framing: Send {
    /// The next item in `input`; `None` if there is none, and all of `input` is taken. What has more bytes than `limit`
    /// is dropped up to its end.
    fn next(&mut self, input: &mut Bytes, limit: usize) -> Option<Result<Frame, Oversized>>;

    /// The item that the end of the body ends.
    fn end(&mut self) -> Option<Frame>;

    /// The last id that an event had.
    fn last_event_id(&self) -> Option<&str> {
        None
    }

    /// How long the server asks to wait before the stream is asked for again.
    fn reconnection_time(&self) -> Option<Duration> {
        None
    }
}

/// An item: its octets, and what an event has besides.
#[derive(Debug, Default)]
pub(super) struct Frame {
    pub(super) data: Bytes,
    pub(super) event: Option<String>,
    pub(super) id: Option<String>,
    pub(super) retry: Option<Duration>,
    /// Can it be that its end is missing?
    pub(super) cut_short: bool,
    /// Is the data text, even if it could be JSON?
    pub(super) is_text: bool,
}

impl Frame {
    pub(super) fn new(data: Bytes) -> Self {
        Self { data, ..Self::default() }
    }

    /// The JSON that the data is.
    pub(super) fn decode<T: Decode>(&self, watch: Option<&Watch>) -> Result<T, DecodeError> {
        if self.cut_short {
            return Err(DecodeError::new(self.data.len(), "white space behind a value whose end may be missing"));
        }
        Watch::read(watch, &self.data)
    }

    /// The JSON object that the event is, with text for its data.
    pub(super) fn decode_with_text<T: Decode>(&self, watch: Option<&Watch>) -> Result<T, DecodeError> {
        Watch::read(watch, &self.object(&json::to_vec(&self.text())))
    }

    /// The JSON object that the event is, with JSON for its data, if it is JSON and not meant as text.
    pub(super) fn decode_with_json<T: Decode>(&self, watch: Option<&Watch>) -> Result<T, DecodeError> {
        let is_json = str::from_utf8(&self.data).is_ok_and(json::is_json);
        if self.is_text || !is_json {
            return self.decode_with_text(watch);
        }
        // Where no name says which of both it is, the type does.
        let as_json = self.object(self.data.strip_prefix(BOM).unwrap_or(&self.data));
        let exact = exactly(&as_json).or_else(|_| exactly(&self.object(&json::to_vec(&self.text()))));
        exact.or_else(|_| Watch::read(watch, &as_json))
    }

    /// The event as it is.
    pub(super) fn untyped(&self) -> Event {
        Event {
            event: self.event.clone().unwrap_or_else(|| "message".to_owned()),
            data: self.text(),
            id: self.id.clone(),
            retry: self.retry,
        }
    }

    fn text(&self) -> String {
        String::from_utf8_lossy(&self.data).into_owned()
    }

    fn object(&self, data: &[u8]) -> BytesMut {
        let retry = self.retry.map(|retry| u64::try_from(retry.as_millis()).unwrap_or(u64::MAX));
        let members: [(&[u8], Option<&dyn Encode>); 3] = [
            (b",\"event\":", self.event.as_ref().map(|event| event as _)),
            (b",\"id\":", self.id.as_ref().map(|id| id as _)),
            (b",\"retry\":", retry.as_ref().map(|retry| retry as _)),
        ];
        let mut object = BytesMut::from(&b"{\"data\":"[..]);
        object.extend_from_slice(data);
        for (key, value) in members {
            if let Some(value) = value {
                object.extend_from_slice(key);
                object.extend_from_slice(&json::to_vec(value));
            }
        }
        object.extend_from_slice(b"}");
        object
    }
}

/// A value that is what the document says, and nothing else.
fn exactly<T: Decode>(text: &[u8]) -> Result<T, DecodeError> {
    let mut value = T::blank();
    json::read(text, &mut value, Some(&Drifts::new(true, false)))?;
    Ok(value)
}

/// An event of `text/event-stream` as it is.
///
/// ---
/// WHATWG HTML, section 9.2 (Server-sent events).
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Event {
    /// What sort of event it is; `message` if it does not say.
    pub event: String,
    /// Its data, the lines of several fields joined by line feeds.
    pub data: String,
    /// The id, if it has one of its own. [`EventStream::last_event_id`](super::EventStream::last_event_id) knows the
    /// last one that any event had.
    pub id: Option<String>,
    /// How long the server asks to wait before the stream is asked for again.
    pub retry: Option<Duration>,
}

impl Event {
    /// An event with data, of the sort `event`: `message` is what one is that does not say.
    pub fn new(event: impl Into<String>, data: impl Into<String>) -> Self {
        Self { event: event.into(), data: data.into(), id: None, retry: None }
    }
}

impl Default for Event {
    fn default() -> Self {
        Self::new("message", "")
    }
}

/// Of data that is JSON without what may be a secret.
impl fmt::Debug for Event {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut debug = f.debug_struct("Event");
        debug.field("event", &self.event).field("data", &MaskedText(&self.data));
        debug.field("id", &self.id).field("retry", &self.retry).finish()
    }
}
