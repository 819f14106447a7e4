//! Values that are text on the wire.

use std::cmp::Ordering;
use std::fmt::{self, Write};
use std::ops::Deref;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::super::{self as json, Decode, DecodeError, Encode, Reader, Writer};
use super::spelling::Spelling;

/// A type whose values are strings in JSON.
pub trait Format: Sized {
    /// What the string is, for error messages.
    const EXPECTED: &'static str;
    /// Does a number mean a value, too? It stands in a string, and servers leave the quotes out.
    const IS_NUMBER: bool = false;

    /// A value to read over, which nobody sees.
    fn blank() -> Self;

    /// The value that a text means.
    fn parse(text: &str) -> Option<Self>;

    /// Writes the text of the value to `out`.
    ///
    /// # Errors
    /// Those of `out`.
    fn print(&self, out: &mut dyn Write) -> fmt::Result;
}

/// A value that is text on the wire, and goes back there as it came.
///
/// One value has many spellings: `12:00Z` and `12:00:00.000Z` are the same time. What was read is written again letter
/// by letter, because servers compare and sign such texts. A value that is made here has the spelling of its
/// [`Format`]; two values are equal if they mean the same.
///
/// It is a pointer to the value: `*text` and the value's own methods work.
#[derive(Clone)]
pub struct Text<T> {
    value: T,
    /// The text that was read, if it is not the one that would be written.
    spelling: Option<Spelling>,
}

impl<T> Text<T> {
    /// A value, to be written as its [`Format`] does.
    pub const fn new(value: T) -> Self {
        Self { value, spelling: None }
    }

    /// The value.
    pub fn into_inner(self) -> T {
        self.value
    }
}

impl<T: Format> Text<T> {
    /// The value that a text means, and the text; `None` if it means none.
    pub fn parse(text: &str) -> Option<Self> {
        let value = T::parse(text)?;
        let spelling = (!is_printed_as(&value, text)).then(|| text.into());
        Some(Self { value, spelling })
    }
}

/// Compares without putting the text together: most are as they would be written, and there may be many.
fn is_printed_as(value: &impl Format, text: &str) -> bool {
    let mut rest = Rest(text);
    value.print(&mut rest).is_ok() && rest.0.is_empty()
}

/// What is still to be written of a text; writing anything else is an error.
struct Rest<'t>(&'t str);

impl Write for Rest<'_> {
    fn write_str(&mut self, piece: &str) -> fmt::Result {
        self.0 = self.0.strip_prefix(piece).ok_or(fmt::Error)?;
        Ok(())
    }
}

impl<T> From<T> for Text<T> {
    fn from(value: T) -> Self {
        Self::new(value)
    }
}

impl<T> Deref for Text<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.value
    }
}

/// The text that is written.
impl<T: Format> fmt::Display for Text<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.spelling {
            Some(spelling) => f.write_str(spelling.as_str()),
            None => self.value.print(f),
        }
    }
}

impl<T: fmt::Debug> fmt::Debug for Text<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.value.fmt(f)
    }
}

impl<T: PartialEq> PartialEq for Text<T> {
    fn eq(&self, other: &Self) -> bool {
        self.value == other.value
    }
}

impl<T: PartialEq> PartialEq<T> for Text<T> {
    fn eq(&self, other: &T) -> bool {
        self.value == *other
    }
}

impl<T: PartialOrd> PartialOrd for Text<T> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        self.value.partial_cmp(&other.value)
    }
}

impl<T: Format> Encode for Text<T> {
    fn encode(&self, writer: &mut Writer) {
        match &self.spelling {
            Some(spelling) => writer.string(spelling.as_str()),
            None => writer.string(&self.to_string()),
        }
    }
}

impl<T: Format> Decode for Text<T> {
    fn blank() -> Self {
        Self::new(T::blank())
    }

    fn read(&mut self, reader: &mut Reader<'_>) -> Result<(), DecodeError> {
        *self = match reader.token() {
            b'-' | b'0'..=b'9' if T::IS_NUMBER => {
                let offset = reader.offset();
                let text = reader.unquoted()?;
                Self::parse(text).ok_or_else(|| reader.unexpected_at(offset, T::EXPECTED))?
            }
            _ => reader.parse(T::EXPECTED, Self::parse)?,
        };
        Ok(())
    }
}

/// For types of the application's own that hold one.
impl<T: Format> Serialize for Text<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de, T: Format> Deserialize<'de> for Text<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        json::deserialize(deserializer)
    }
}
