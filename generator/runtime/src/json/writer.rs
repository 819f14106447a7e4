//! The text of a document as it is written.

use std::any::Any;
use std::fmt;
use std::rc::Rc;

use super::string::plain_end;
use super::{Encode, Reader};

/// A JSON document that is being written, without insignificant whitespace.
///
/// Commas are put where they belong by looking at the last byte: a member or an item needs one unless its container has
/// just been opened, and no value ends with an opening bracket.
#[derive(Clone, Default)]
pub struct Writer {
    bytes: Vec<u8>,
    /// What is not part of the text, if that is wanted.
    attached: Option<Vec<Rc<dyn Any>>>,
    /// The names of members that were written and must not be shown.
    pub(in super::super) secrets: Vec<&'static str>,
    /// What there was that JSON has no words for.
    pub(in super::super) unspeakable: Option<&'static str>,
}

/// What stands before the index of something that is not part of the text; JSON has no such character outside of
/// strings.
pub const MARK: char = '@';

impl Writer {
    /// A writer of an empty document.
    pub fn new() -> Self {
        Self { bytes: Vec::with_capacity(128), attached: None, secrets: Vec::new(), unspeakable: None }
    }

    /// A writer that takes what JSON has no words for, such as files: a mark stands in its place, [`MARK`] and the index
    /// in the list of [`into_parts`](Self::into_parts).
    pub(in super::super) fn attaching() -> Self {
        Self { attached: Some(Vec::new()), ..Self::new() }
    }

    /// The writer of a document that is written already.
    pub(super) fn of(bytes: Vec<u8>) -> Self {
        Self { bytes, ..Self::default() }
    }

    /// The document, and what is not part of its text.
    pub(in super::super) fn into_parts(self) -> (Vec<u8>, Vec<Rc<dyn Any>>) {
        (self.bytes, self.attached.unwrap_or_default())
    }

    /// Writes a mark for a value that is no JSON, and keeps the value; `false` if nobody asked for such values.
    pub fn attach<T: Clone + 'static>(&mut self, value: &T) -> bool {
        let Some(attached) = &mut self.attached else {
            return false;
        };
        let mark = format!("{MARK}{}", attached.len());
        attached.push(Rc::new(value.clone()));
        self.bytes.extend_from_slice(mark.as_bytes());
        true
    }

    /// The document.
    pub fn into_bytes(self) -> Vec<u8> {
        self.bytes
    }

    /// How many bytes have been written.
    pub(super) fn len(&self) -> usize {
        self.bytes.len()
    }

    /// What was written behind a length.
    pub(in super::super) fn written(&self, len: usize) -> &[u8] {
        &self.bytes[len..]
    }

    /// Takes back what was written behind a length.
    pub(super) fn truncate(&mut self, len: usize) {
        self.bytes.truncate(len);
    }

    /// Writes `null`.
    pub fn null(&mut self) {
        self.bytes.extend_from_slice(b"null");
    }

    /// Writes a boolean.
    pub fn boolean(&mut self, value: bool) {
        self.bytes.extend_from_slice(if value { b"true" } else { b"false" });
    }

    /// Writes an integer.
    pub fn i64(&mut self, value: i64) {
        self.integer(value);
    }

    /// Writes an integer that is not negative.
    pub fn u64(&mut self, value: u64) {
        self.integer(value);
    }

    pub(super) fn integer(&mut self, value: impl itoa::Integer) {
        self.bytes.extend_from_slice(itoa::Buffer::new().format(value).as_bytes());
    }

    /// Writes the shortest number that reads back as the same, without a fraction if it has none: `7`, not `7.0`. JSON has
    /// no NaN and no infinities: `null` stands in their place, and no request is sent with it.
    pub fn f64(&mut self, value: f64) {
        self.note_number(value.is_finite());
        // Writing into a vector cannot fail.
        let _ = serde_json::to_writer(&mut self.bytes, &value);
        self.drop_fraction_of_zero();
    }

    /// Writes a number as [`f64`](Self::f64) does.
    pub fn f32(&mut self, value: f32) {
        self.note_number(value.is_finite());
        // Writing into a vector cannot fail.
        let _ = serde_json::to_writer(&mut self.bytes, &value);
        self.drop_fraction_of_zero();
    }

    fn note_number(&mut self, is_finite: bool) {
        if !is_finite {
            self.unspeakable = Some("a number that is NaN or infinite");
        }
    }

    fn drop_fraction_of_zero(&mut self) {
        if self.bytes.ends_with(b".0") {
            self.bytes.truncate(self.bytes.len() - 2);
        }
    }

    /// Writes a string.
    pub fn string(&mut self, value: &str) {
        self.bytes.push(b'"');
        let end = plain_end(value.as_bytes(), 0);
        self.bytes.extend_from_slice(&value.as_bytes()[..end]);
        if end < value.len() {
            self.escaped(&value.as_bytes()[end..]);
        }
        self.bytes.push(b'"');
    }

    /// Writes text that is JSON already, such as [`Reader::raw`](super::Reader::raw) returns.
    pub fn raw(&mut self, json: &str) {
        self.bytes.extend_from_slice(json.as_bytes());
    }

    /// Opens an array; each item is announced by [`item`](Self::item).
    pub fn begin_array(&mut self) {
        self.bytes.push(b'[');
    }

    /// Writes the comma before an item, where one is needed.
    pub fn item(&mut self) {
        if self.bytes.last() != Some(&b'[') {
            self.bytes.push(b',');
        }
    }

    /// Closes an array.
    pub fn end_array(&mut self) {
        self.bytes.push(b']');
    }

    /// Opens an object; each member is announced by [`key`](Self::key).
    pub fn begin_object(&mut self) {
        self.bytes.push(b'{');
    }

    /// Writes the name of a member, and the comma before it where one is needed.
    pub fn key(&mut self, name: &str) {
        if self.bytes.last() != Some(&b'{') {
            self.bytes.push(b',');
        }
        self.string(name);
        self.bytes.push(b':');
    }

    /// Closes an object.
    pub fn end_object(&mut self) {
        self.bytes.push(b'}');
    }

    /// Writes the members of an object into the one that is open; anything but an object is left out.
    pub fn flatten(&mut self, object: &dyn Encode) {
        let mut inner = Self { attached: self.attached.take(), ..Self::new() };
        object.encode(&mut inner);
        self.attached = inner.attached.take();
        self.secrets.append(&mut inner.secrets);
        self.unspeakable = self.unspeakable.or(inner.unspeakable);
        let Some(members) = inner.bytes.strip_prefix(b"{").and_then(|rest| rest.strip_suffix(b"}")) else {
            return;
        };
        if members.is_empty() {
            return;
        }
        if self.bytes.last() != Some(&b'{') {
            self.bytes.push(b',');
        }
        self.bytes.extend_from_slice(members);
    }

    /// Writes an object with a member in front that its type does not declare: the discriminator of a union. A map has kept
    /// the one that was read; the new one stands for it.
    pub fn tagged(&mut self, name: &str, value: &str, object: &dyn Encode) {
        self.begin_object();
        self.key(name);
        self.string(value);
        let start = self.bytes.len();
        self.flatten(object);
        self.end_object();
        if let Some(others) = others(&self.bytes[start..], name) {
            self.truncate(start);
            self.bytes.extend_from_slice(&others);
        }
    }

    /// Writes an object whose type declares the discriminator of a union, and can leave it out: then it is `value`.
    pub fn tagged_unless(&mut self, name: &str, value: &str, object: &dyn Encode) {
        let start = self.bytes.len();
        object.encode(self);
        if has_member(&self.bytes[start..], name) == Some(false) {
            let members = self.bytes.split_off(start + 1);
            self.key(name);
            self.string(value);
            if members != b"}" {
                self.bytes.push(b',');
            }
            self.bytes.extend_from_slice(&members);
        }
    }

    /// Writes the rest of a string from its first special character on.
    #[cold]
    fn escaped(&mut self, mut rest: &[u8]) {
        while let Some((&special, after)) = rest.split_first() {
            self.escape(special);
            let end = plain_end(after, 0);
            self.bytes.extend_from_slice(&after[..end]);
            rest = &after[end..];
        }
    }

    fn escape(&mut self, special: u8) {
        let short = match special {
            b'"' | b'\\' => special,
            0x08 => b'b',
            0x0c => b'f',
            b'\n' => b'n',
            b'\r' => b'r',
            b'\t' => b't',
            _ => {
                return self.bytes.extend_from_slice(format!("\\u{special:04x}").as_bytes());
            }
        };
        self.bytes.extend_from_slice(&[b'\\', short]);
    }
}

/// Has an object a member of this name? `None` if it is no object.
fn has_member(object: &[u8], name: &str) -> Option<bool> {
    let mut reader = Reader::new(std::str::from_utf8(object).ok()?);
    let mut more = reader.object_start().ok()?;
    while more {
        if reader.key().ok()? == name {
            return Some(true);
        }
        reader.skip().ok()?;
        more = reader.object_next().ok()?;
    }
    Some(false)
}

/// The rest of an object, from a comma on, without the members of a name; `None` if there are none.
fn others(rest: &[u8], name: &str) -> Option<Vec<u8>> {
    let mut quoted = Writer::new();
    quoted.string(name);
    let quoted = String::from_utf8(quoted.bytes).ok()?;
    let members = std::str::from_utf8(rest).ok()?.strip_prefix(',').filter(|members| members.contains(&quoted))?;
    let object = format!("{{{members}");
    let mut reader = Reader::new(&object);
    let (mut others, mut has_one) = (Writer::new(), false);
    let mut more = reader.object_start().ok()?;
    while more {
        let key = reader.key().ok()?.into_owned();
        let value = reader.raw().ok()?;
        if key == name {
            has_one = true;
        } else {
            others.bytes.push(b',');
            others.string(&key);
            others.bytes.push(b':');
            others.raw(value);
        }
        more = reader.object_next().ok()?;
    }
    others.end_object();
    has_one.then_some(others.bytes)
}

/// The document may hold secrets, so only its length is shown.
impl fmt::Debug for Writer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Writer").field("len", &self.bytes.len()).finish_non_exhaustive()
    }
}
