//! Reading and writing JSON (RFC 8259).
//!
//! The types of an API know how to write and read themselves as JSON, through [`Encode`] and [`Decode`]. Both are
//! JSON-specific and streaming: a type is read in one pass over the bytes, without a tree in between. Generic code and
//! derive macros are avoided on purpose, because a large API has thousands of types and its users compile them all.

mod bridge;
mod drift;
mod error;
mod foreign;
pub mod formats;
mod impls;
mod mask;
mod members;
mod number;
mod object;
mod path;
mod pointer;
mod reader;
mod shape;
mod snippet;
mod string;
mod tuple;
mod union;
mod value;
mod writer;

pub use bridge::{deserialize, serialize};
pub use drift::DriftKind;
pub(super) use drift::{Drifts, Found};
pub use error::DecodeError;
pub(super) use foreign::{from_body, to_writer};
pub(super) use mask::{masked, without_secrets};
use members::Members;
pub use object::{Field, ReadRest, WriteRest};
pub use pointer::{items, scalar_at, text_at};
pub(super) use pointer::{read_at, with_member};
pub(super) use reader::read_document as read;
pub use reader::{Kind, Reader};
pub use shape::{Kinds, Member, Shape};
pub use tuple::{ReadItems, WriteItems};
pub(super) use union::Tag;
pub use writer::{MARK, Writer};

/// A value that can be written as JSON.
pub trait Encode {
    /// Writes this value at the end of the document.
    fn encode(&self, writer: &mut Writer);

    /// Whether an optional member with this value is left out of its object.
    fn is_absent(&self) -> bool {
        false
    }
}

/// A value that can be read from JSON.
///
/// A value is read in place, over a blank one: whatever owns it makes room once, nothing is moved, and an error has
/// nothing to undo. That keeps the code of each type small, and so its compile time.
pub trait Decode {
    /// A value to read over. Nobody sees it: reading replaces it or fails. It must be cheap, so its strings, arrays and
    /// options are empty.
    fn blank() -> Self
    where
        Self: Sized;

    /// Reads one value over this one, which is blank, and leaves the reader behind it.
    ///
    /// In an empty document there is no value: what can be absent is so afterwards, as an option is `None`, and anything else
    /// is an error. So a member that is not there is read.
    ///
    /// # Errors
    ///
    /// The JSON is malformed, or of another type than expected. This value may then be half replaced.
    fn read(&mut self, reader: &mut Reader<'_>) -> Result<(), DecodeError>;

    /// Whether `null` is a value of this type, so that an option of it is `Some` for `null`.
    fn takes_null() -> bool
    where
        Self: Sized,
    {
        false
    }

    /// Reads one value and leaves the reader behind it.
    ///
    /// # Errors
    ///
    /// As [`read`](Self::read).
    fn decode(reader: &mut Reader<'_>) -> Result<Self, DecodeError>
    where
        Self: Sized,
    {
        let mut value = Self::blank();
        value.read(reader)?;
        Ok(value)
    }
}

/// Writes a value as JSON without insignificant whitespace.
#[inline(never)]
pub fn to_vec(value: &dyn Encode) -> Vec<u8> {
    let mut writer = Writer::new();
    value.encode(&mut writer);
    writer.into_bytes()
}

/// The place of a string in a list, such as the values of a string enum; out of range if it is not there.
pub fn position(values: &[&str], value: &str) -> usize {
    values.iter().position(|&known| known == value).unwrap_or(usize::MAX)
}

/// Reads a value from a JSON document; a byte order mark before it is ignored, as RFC 8259 section 8.1 permits.
///
/// # Errors
///
/// The bytes are not JSON, go on after the value, or do not fit `T`.
pub fn from_slice<T: Decode>(bytes: &[u8]) -> Result<T, DecodeError> {
    let mut value = T::blank();
    read(bytes, &mut value, None)?;
    Ok(value)
}

/// The value whose JSON is this string, as of an `enum` that lists it; `None` if `T` has no such value.
pub fn of_text<T: Decode>(text: &str) -> Option<T> {
    from_slice(&to_vec(&text)).ok()
}

/// The value that is written so in JSON; `null` if that is no JSON.
pub fn constant(text: &str) -> serde_json::Value {
    from_slice(text.as_bytes()).unwrap_or_default()
}

/// Is it one value of JSON, whatever its type is?
pub(super) fn is_json(text: &str) -> bool {
    let mut reader = Reader::new(text.trim_start_matches('\u{feff}'));
    reader.skip().and_then(|()| reader.end()).is_ok()
}

/// The JSON path of each value that was found, or of the member that it does not have.
pub(super) fn paths_to(document: &str, found: &[Found]) -> Vec<String> {
    let offsets: Vec<usize> = found.iter().map(|found| found.offset).collect();
    let members = found.iter().map(|found| found.member.map(path::segment).unwrap_or_default());
    path::paths_to(document, &offsets).into_iter().zip(members).map(|(path, member)| path + &member).collect()
}
