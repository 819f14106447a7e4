//! From JSON to any other format of serde and back, by way of the JSON text: a user's format sees a type as it is on
//! the wire, and the types need no second set of code.

use std::borrow::Cow;
use std::cell::RefCell;
use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, Error as _, MapAccess, SeqAccess, Visitor};
use serde::ser::{Error as _, Serialize, SerializeMap, SerializeSeq, Serializer};

use super::foreign::note;
use super::number::{Scalar, number_in};
use super::{Decode, DecodeError, Encode, Kind, Reader, Writer};

/// Writes a value through a serializer of any format: what `Serialize` of each type does.
///
/// # Errors
///
/// The serializer's own.
pub fn serialize<S: Serializer>(value: &dyn Encode, serializer: S) -> Result<S::Ok, S::Error> {
    let mut writer = Writer::new();
    value.encode(&mut writer);
    note(&mut writer);
    let bytes = writer.into_bytes();
    let text = str::from_utf8(&bytes).map_err(S::Error::custom)?;
    Json(&RefCell::new(Reader::new(text))).serialize(serializer)
}

/// Reads a value from a deserializer of any self-describing format: what `Deserialize` of each type does.
///
/// # Errors
///
/// The deserializer's own, or the content does not fit `T`.
pub fn deserialize<'de, T: Decode, D: Deserializer<'de>>(deserializer: D) -> Result<T, D::Error> {
    let mut writer = Writer::new();
    Transcribe(&mut writer).deserialize(deserializer)?;
    super::from_slice(&writer.into_bytes()).map_err(D::Error::custom)
}

/// The next value of a reader, serialized as what it is. In a cell, because a serializer only lends what it serializes.
struct Json<'r, 'a>(&'r RefCell<Reader<'a>>);

impl<'a> Json<'_, 'a> {
    /// Moves the reader; it is never borrowed while a serializer runs.
    fn read<T, E: serde::ser::Error>(&self, read: fn(&mut Reader<'a>) -> Result<T, DecodeError>) -> Result<T, E> {
        read(&mut self.0.borrow_mut()).map_err(E::custom)
    }
}

impl Serialize for Json<'_, '_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let kind = self.0.borrow_mut().kind();
        match kind {
            Some(Kind::Null) | None => self.read(Reader::skip).and_then(|()| serializer.serialize_unit()),
            Some(Kind::Bool) => serializer.serialize_bool(self.read(Reader::boolean)?),
            Some(Kind::Number) => number(self, serializer),
            Some(Kind::String) => serializer.serialize_str(&self.read(String::decode)?),
            Some(Kind::Array) => array(self, serializer),
            Some(Kind::Object) => object(self, serializer),
        }
    }
}

fn number<S: Serializer>(json: &Json<'_, '_>, serializer: S) -> Result<S::Ok, S::Error> {
    match json.read(Reader::scalar)? {
        Scalar::Unsigned(value) => serializer.serialize_u64(value),
        Scalar::Signed(value) => serializer.serialize_i64(value),
        Scalar::Float(value) => serializer.serialize_f64(value),
    }
}

fn array<S: Serializer>(json: &Json<'_, '_>, serializer: S) -> Result<S::Ok, S::Error> {
    let mut array = serializer.serialize_seq(None)?;
    let mut more = json.read(Reader::array_start)?;
    while more {
        array.serialize_element(json)?;
        more = json.read(Reader::array_next)?;
    }
    array.end()
}

fn object<S: Serializer>(json: &Json<'_, '_>, serializer: S) -> Result<S::Ok, S::Error> {
    let mut object = serializer.serialize_map(None)?;
    let mut more = json.read(Reader::object_start)?;
    while more {
        let name = json.read(|reader| reader.key().map(Cow::into_owned))?;
        object.serialize_entry(&name, json)?;
        more = json.read(Reader::object_next)?;
    }
    object.end()
}

/// Writes down as JSON whatever a deserializer has.
struct Transcribe<'w>(&'w mut Writer);

impl<'de> DeserializeSeed<'de> for Transcribe<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

/// One method of a visitor that writes its argument with one method of `Writer`.
macro_rules! transcribe {
    ($($visit:ident($type:ty) => $write:ident;)*) => {$(
        fn $visit<E: serde::de::Error>(self, value: $type) -> Result<(), E> {
            self.0.$write(value);
            Ok(())
        }
    )*};
}

impl<'de> Visitor<'de> for Transcribe<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value that JSON has")
    }

    transcribe! {
        visit_bool(bool) => boolean;
        visit_i64(i64) => integer;
        visit_u64(u64) => integer;
        visit_i128(i128) => integer;
        visit_u128(u128) => integer;
        visit_f32(f32) => f32;
        visit_f64(f64) => f64;
        visit_str(&str) => string;
    }

    fn visit_unit<E: serde::de::Error>(self) -> Result<(), E> {
        self.0.null();
        Ok(())
    }

    fn visit_none<E: serde::de::Error>(self) -> Result<(), E> {
        self.visit_unit()
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        self.deserialize(deserializer)
    }

    fn visit_newtype_struct<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        self.deserialize(deserializer)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<(), A::Error> {
        self.0.begin_array();
        loop {
            // The comma is taken back if no item follows it.
            let end = self.0.len();
            self.0.item();
            if seq.next_element_seed(Transcribe(self.0))?.is_none() {
                self.0.truncate(end);
                break;
            }
        }
        self.0.end_array();
        Ok(())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        let start = self.0.len();
        self.0.begin_object();
        while map.next_key_seed(TranscribeKey(self.0))?.is_some() {
            map.next_value_seed(Transcribe(self.0))?;
        }
        self.0.end_object();
        unwrap_number(self.0, start);
        Ok(())
    }
}

/// With its feature `arbitrary_precision`, which any crate can turn on for all, serde_json gives a number as an object
/// with this one member.
fn unwrap_number(writer: &mut Writer, start: usize) {
    let object = writer.written(start).strip_prefix(br#"{"$serde_json::private::Number":""#);
    let number = object.and_then(|rest| str::from_utf8(rest.strip_suffix(b"\"}")?).ok());
    if let Some(number) = number.filter(|text| number_in(text).is_some()).map(str::to_owned) {
        writer.truncate(start);
        writer.raw(&number);
    }
}

/// Writes down the name of a member; formats that have other keys than strings give them as text.
struct TranscribeKey<'w>(&'w mut Writer);

impl<'de> DeserializeSeed<'de> for TranscribeKey<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl Visitor<'_> for TranscribeKey<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a key that JSON has")
    }

    fn visit_str<E: serde::de::Error>(self, name: &str) -> Result<(), E> {
        self.0.key(name);
        Ok(())
    }

    fn visit_bool<E: serde::de::Error>(self, name: bool) -> Result<(), E> {
        self.visit_str(if name { "true" } else { "false" })
    }

    fn visit_i64<E: serde::de::Error>(self, name: i64) -> Result<(), E> {
        self.visit_str(itoa::Buffer::new().format(name))
    }

    fn visit_u64<E: serde::de::Error>(self, name: u64) -> Result<(), E> {
        self.visit_str(itoa::Buffer::new().format(name))
    }
}
