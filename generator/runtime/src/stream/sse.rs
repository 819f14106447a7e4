//! `text/event-stream`: lines into events.
//!
//! ---
//! WHATWG HTML, section 9.2.6 (Interpreting an event stream).

use std::time::Duration;

use bytes::Bytes;

use super::super::body::Pieces;
use super::super::response::BOM;
use super::cut::{Cutter, Oversized};
use super::frame::{Frame, Framing};

/// The event that has begun, and what is to be remembered of those before.
pub(super) struct Events {
    lines: Cutter,
    /// Has no line come yet?
    fresh: bool,
    event: Option<String>,
    data: Option<Pieces>,
    id: Option<String>,
    retry: Option<Duration>,
    /// Is the event too large, so that the rest of it is dropped?
    dropping: bool,
    last_event_id: String,
    reconnection_time: Option<Duration>,
}

impl Events {
    pub(super) fn new() -> Self {
        Self {
            lines: Cutter::new(b"\r\n"),
            fresh: true,
            event: None,
            data: None,
            id: None,
            retry: None,
            dropping: false,
            last_event_id: String::new(),
            reconnection_time: None,
        }
    }

    fn line(&mut self, mut line: Bytes, limit: usize) -> Option<Result<Frame, Oversized>> {
        if std::mem::take(&mut self.fresh) && line.starts_with(BOM) {
            line = line.split_off(BOM.len());
        }
        if line.is_empty() {
            return self.dispatch().map(Ok);
        }
        let (name, value) = field(&line);
        match name {
            _ if self.dropping => {}
            b"data" => return self.add(line.slice_ref(value), limit).map(Err),
            b"event" => self.event = Some(text(value)),
            b"id" if !value.contains(&0) => self.id = Some(text(value)),
            b"retry" => self.set_retry(value),
            // A comment begins with a colon, so that its name is empty; of other fields nothing is known.
            _ => {}
        }
        None
    }

    /// Adds a line to the data.
    fn add(&mut self, value: Bytes, limit: usize) -> Option<Oversized> {
        let more = self.data.as_ref().map_or(0, |data| data.len() + 1);
        if more + value.len() > limit {
            return Some(self.drop_event());
        }
        match &mut self.data {
            None => self.data.insert(Pieces::default()).push(value),
            Some(data) => {
                data.push(Bytes::from_static(b"\n"));
                data.push(value);
            }
        }
        None
    }

    fn set_retry(&mut self, value: &[u8]) {
        let digits = value.iter().all(u8::is_ascii_digit);
        let parsed = std::str::from_utf8(value).ok().filter(|_| digits).and_then(|digits| digits.parse().ok());
        if let Some(milliseconds) = parsed {
            self.retry = Some(Duration::from_millis(milliseconds));
            self.reconnection_time = self.retry;
        }
    }

    /// Takes what has begun as an event. One without data is none, but its id counts.
    fn dispatch(&mut self) -> Option<Frame> {
        self.dropping = false;
        let (event, id, retry) = (self.event.take(), self.id.take(), self.retry.take());
        // An empty name is the same as none.
        let event = event.filter(|event| !event.is_empty());
        if let Some(id) = &id {
            self.last_event_id.clone_from(id);
        }
        let data = self.data.take()?.finish();
        Some(Frame { data: valid(data), event, id, retry, ..Frame::default() })
    }

    /// Forgets what has begun, and what is still to come of it.
    fn drop_event(&mut self) -> Oversized {
        (self.event, self.data, self.id, self.retry) = (None, None, None, None);
        self.dropping = true;
        Oversized
    }
}

impl Framing for Events {
    fn next(&mut self, input: &mut Bytes, limit: usize) -> Option<Result<Frame, Oversized>> {
        loop {
            let found = match self.lines.next(input, limit)? {
                Ok(cut) if cut.dropped => None,
                Ok(cut) => self.line(cut.text, limit),
                Err(_) if self.dropping => None,
                Err(_) => Some(Err(self.drop_event())),
            };
            if found.is_some() {
                return found;
            }
        }
    }

    /// An event that no empty line ends is not whole, and discarded.
    fn end(&mut self) -> Option<Frame> {
        None
    }

    fn last_event_id(&self) -> Option<&str> {
        Some(self.last_event_id.as_str()).filter(|id| !id.is_empty())
    }

    fn reconnection_time(&self) -> Option<Duration> {
        self.reconnection_time
    }
}

/// Name and value; a line without a colon is a name alone.
fn field(line: &[u8]) -> (&[u8], &[u8]) {
    let Some(colon) = line.iter().position(|byte| *byte == b':') else {
        return (line, &line[line.len()..]);
    };
    let value = &line[colon + 1..];
    (&line[..colon], value.strip_prefix(b" ").unwrap_or(value))
}

fn text(value: &[u8]) -> String {
    String::from_utf8_lossy(value).into_owned()
}

/// What is not UTF-8 becomes U+FFFD. No character goes over the end of a line, so it makes no difference when.
fn valid(data: Bytes) -> Bytes {
    if std::str::from_utf8(&data).is_ok() { data } else { text(&data).into() }
}
