//! The types of Rust that stand for values of JSON by themselves.

use std::borrow::Cow;
use std::collections::BTreeMap;

use super::reader::Items;
use super::{Decode, DecodeError, Encode, Reader, Writer};

/// `Encode` by a method of `Writer`, and `Decode` by a way to read.
macro_rules! scalars {
    ($($type:ty: $write:ident, $read:expr;)*) => {$(
        impl Encode for $type {
            fn encode(&self, writer: &mut Writer) {
                writer.$write(*self);
            }
        }

        impl Decode for $type {
            #[inline]
            fn blank() -> Self {
                Self::default()
            }

            fn read(&mut self, reader: &mut Reader<'_>) -> Result<(), DecodeError> {
                *self = $read(reader)?;
                Ok(())
            }
        }
    )*};
}

scalars! {
    bool: boolean, Reader::boolean;
    i32: integer, |reader: &mut Reader<'_>| reader.number_of(|it| it.i32());
    i64: integer, |reader: &mut Reader<'_>| reader.number_of(|it| it.i64());
    u32: integer, |reader: &mut Reader<'_>| reader.number_of(|it| it.u32());
    u64: integer, |reader: &mut Reader<'_>| reader.number_of(|it| it.u64());
    f32: f32, |reader: &mut Reader<'_>| reader.number_of(|it| it.f32());
    f64: f64, |reader: &mut Reader<'_>| reader.number_of(|it| it.f64());
}

impl Encode for str {
    fn encode(&self, writer: &mut Writer) {
        writer.string(self);
    }
}

impl Encode for String {
    fn encode(&self, writer: &mut Writer) {
        writer.string(self);
    }
}

impl Decode for String {
    #[inline]
    fn blank() -> Self {
        Self::new()
    }

    fn read(&mut self, reader: &mut Reader<'_>) -> Result<(), DecodeError> {
        *self = match reader.token() {
            b'-' | b'0'..=b'9' => reader.unquoted()?.to_owned(),
            _ => reader.string()?.into_owned(),
        };
        Ok(())
    }
}

impl Decode for Box<str> {
    #[inline]
    fn blank() -> Self {
        Self::default()
    }

    fn read(&mut self, reader: &mut Reader<'_>) -> Result<(), DecodeError> {
        *self = reader.string()?.into();
        Ok(())
    }
}

/// `null`: the type that has no other value.
impl Encode for () {
    fn encode(&self, writer: &mut Writer) {
        writer.null();
    }
}

impl Decode for () {
    fn blank() -> Self {}

    fn takes_null() -> bool {
        true
    }

    fn read(&mut self, reader: &mut Reader<'_>) -> Result<(), DecodeError> {
        if reader.null()? { Ok(()) } else { Err(reader.unexpected("null")) }
    }
}

impl<T: Encode + ?Sized> Encode for &T {
    fn encode(&self, writer: &mut Writer) {
        (**self).encode(writer);
    }

    fn is_absent(&self) -> bool {
        (**self).is_absent()
    }
}

impl<T: Encode + ?Sized> Encode for Box<T> {
    fn encode(&self, writer: &mut Writer) {
        (**self).encode(writer);
    }

    fn is_absent(&self) -> bool {
        (**self).is_absent()
    }
}

impl<T: Decode> Decode for Box<T> {
    #[inline]
    fn blank() -> Self {
        Self::new(T::blank())
    }

    #[inline]
    fn read(&mut self, reader: &mut Reader<'_>) -> Result<(), DecodeError> {
        (**self).read(reader)
    }

    fn takes_null() -> bool {
        T::takes_null()
    }
}

/// `None` is `null`, and is left out where that is possible.
impl<T: Encode> Encode for Option<T> {
    fn encode(&self, writer: &mut Writer) {
        match self {
            Some(value) => value.encode(writer),
            None => writer.null(),
        }
    }

    fn is_absent(&self) -> bool {
        self.is_none()
    }
}

impl<T: Decode> Decode for Option<T> {
    #[inline]
    fn blank() -> Self {
        None
    }

    fn read(&mut self, reader: &mut Reader<'_>) -> Result<(), DecodeError> {
        if reader.none(T::takes_null())? {
            *self = None;
            return Ok(());
        }
        self.get_or_insert_with(T::blank).read(reader)
    }

    fn takes_null() -> bool {
        true
    }
}

impl<T: Encode> Encode for [T] {
    fn encode(&self, writer: &mut Writer) {
        writer.begin_array();
        for item in self {
            writer.item();
            item.encode(writer);
        }
        writer.end_array();
    }
}

impl<T: Encode> Encode for Vec<T> {
    fn encode(&self, writer: &mut Writer) {
        self.as_slice().encode(writer);
    }
}

impl<T: Decode> Decode for Vec<T> {
    #[inline]
    fn blank() -> Self {
        Self::new()
    }

    fn read(&mut self, reader: &mut Reader<'_>) -> Result<(), DecodeError> {
        self.clear();
        if reader.null_instead() { Ok(()) } else { reader.array(self) }
    }
}

impl<T: Decode> Items for Vec<T> {
    fn next(&mut self) -> Option<&mut dyn Decode> {
        self.push(T::blank());
        self.last_mut().map(|item| item as &mut dyn Decode)
    }

    fn pop(&mut self) {
        Vec::pop(self);
    }
}

impl<T: Encode> Encode for BTreeMap<String, T> {
    fn encode(&self, writer: &mut Writer) {
        writer.object_and_rest(&[], &[], self);
    }
}

impl<T: Decode> Decode for BTreeMap<String, T> {
    #[inline]
    fn blank() -> Self {
        Self::new()
    }

    fn read(&mut self, reader: &mut Reader<'_>) -> Result<(), DecodeError> {
        *self = Self::new();
        if reader.null_instead() { Ok(()) } else { reader.object_and_rest(&[], &mut [], self) }
    }
}

/// Octets have no place in JSON; as text they are what `format: binary` means there (OpenAPI 3.0.3, section 4.4). No
/// request is sent with others.
impl Encode for bytes::Bytes {
    fn encode(&self, writer: &mut Writer) {
        let text = String::from_utf8_lossy(self);
        if matches!(text, Cow::Owned(_)) {
            writer.unspeakable = Some("octets that are no text");
        }
        writer.string(&text);
    }
}

impl Decode for bytes::Bytes {
    fn blank() -> Self {
        Self::new()
    }

    fn read(&mut self, reader: &mut Reader<'_>) -> Result<(), DecodeError> {
        *self = Self::from(reader.string()?.into_owned());
        Ok(())
    }
}
