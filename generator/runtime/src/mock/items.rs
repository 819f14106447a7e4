//! The items of a stream as they are on the wire.

use bytes::Bytes;

use super::super::json::{self, text_at};
use super::super::{Encode, Event, Streams};

/// How an operation's stream carries its items. Rendered code says it of each.
pub trait MockedStream: Streams {
    /// The status of the answer.
    const STATUS: u16;

    /// An item, with what stands before and behind it.
    fn item(item: &Self::Item) -> Bytes;
}

/// A line of JSON Lines.
pub fn line(item: &dyn Encode) -> Bytes {
    [&json::to_vec(item), &b"\n"[..]].concat().into()
}

/// A document of a JSON text sequence (RFC 7464, 2.2).
pub fn record(item: &dyn Encode) -> Bytes {
    [b"\x1e", &json::to_vec(item)[..], b"\n"].concat().into()
}

/// An event whose data is JSON.
pub fn event_data(item: &dyn Encode) -> Bytes {
    let mut lines = String::new();
    add(&mut lines, "data", &String::from_utf8_lossy(&json::to_vec(item)));
    whole(lines)
}

/// An event of the members `event`, `id`, `retry` and `data` of an object, which is what `item` is in JSON. The data is sent
/// as JSON, or as the text that it is if the event has one of the names in `texts`.
/// [`into_mixed_events`](super::super::ByteStream::into_mixed_events) makes `item` of it again.
///
/// # Panics
/// As [`event`].
pub fn event_object(item: &dyn Encode, texts: &[&str]) -> Bytes {
    let object = json::to_vec(item);
    let event = text_of(&object, "/event");
    let is_text = event.as_deref().is_some_and(|event| texts.contains(&event));
    let data = if is_text { text_of(&object, "/data") } else { text_at(&object, "/data").map(str::to_owned) };
    of_members(&object, &data.unwrap_or_default())
}

/// The same, the data being text.
///
/// # Panics
/// As [`event`].
pub fn event_text(item: &dyn Encode) -> Bytes {
    let object = json::to_vec(item);
    of_members(&object, &text_of(&object, "/data").unwrap_or_default())
}

/// An event as it is, with line feeds for all line breaks of its data.
///
/// # Panics
/// If its name or its id has a line break, which no event can have.
pub fn event(event: &Event) -> Bytes {
    let retry = event.retry.map(|retry| retry.as_millis().to_string());
    let name = Some(event.event.as_str()).filter(|name| !["", "message"].contains(name));
    of(name, event.id.as_deref(), retry.as_deref(), &event.data)
}

fn of_members(object: &[u8], data: &str) -> Bytes {
    let member = |pointer| text_of(object, pointer);
    of(member("/event").as_deref(), member("/id").as_deref(), member("/retry").as_deref(), data)
}

fn of(event: Option<&str>, id: Option<&str>, retry: Option<&str>, data: &str) -> Bytes {
    let mut lines = String::new();
    for (field, value) in [("event", event), ("id", id), ("retry", retry)] {
        if let Some(value) = value {
            assert!(!value.contains(BREAKS), "an event can't be so: its `{field}` has a line break: {value:?}");
            add(&mut lines, field, value);
        }
    }
    add(&mut lines, "data", data);
    whole(lines)
}

/// What ends a line, as the two do together.
const BREAKS: [char; 2] = ['\r', '\n'];

/// A field, with a line of its own for each of its value's.
fn add(lines: &mut String, field: &str, value: &str) {
    value.replace("\r\n", "\n").split(BREAKS).for_each(|line| lines.extend([field, ": ", line, "\n"]));
}

/// The empty line ends an event.
fn whole(lines: String) -> Bytes {
    (lines + "\n").into()
}

/// The text of a string, or what else a member is; `null` is nothing.
fn text_of(object: &[u8], pointer: &str) -> Option<String> {
    let text = text_at(object, pointer).filter(|text| *text != "null")?;
    Some(json::from_slice(text.as_bytes()).unwrap_or_else(|_| text.to_owned()))
}
