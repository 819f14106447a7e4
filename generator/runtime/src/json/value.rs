//! Values of any type: serde_json's `Value`.

use serde_json::{Map, Number, Value};

use super::number::Scalar;
use super::{Decode, DecodeError, Encode, Kind, Reader, Writer};

impl Encode for Value {
    fn encode(&self, writer: &mut Writer) {
        match self {
            Self::Null => writer.null(),
            Self::Bool(value) => writer.boolean(*value),
            Self::Number(number) => writer.raw(&number.to_string()),
            Self::String(text) => writer.string(text),
            Self::Array(items) => items.encode(writer),
            Self::Object(members) => members.encode(writer),
        }
    }
}

impl Decode for Value {
    fn blank() -> Self {
        Self::Null
    }

    fn takes_null() -> bool {
        true
    }

    fn read(&mut self, reader: &mut Reader<'_>) -> Result<(), DecodeError> {
        *self = match reader.kind() {
            Some(Kind::Null) => <()>::decode(reader).map(|()| Self::Null)?,
            Some(Kind::Bool) => Self::Bool(reader.boolean()?),
            Some(Kind::Number) => Self::Number(number(reader)?),
            Some(Kind::String) => Self::String(String::decode(reader)?),
            Some(Kind::Array) => Self::Array(Vec::decode(reader)?),
            Some(Kind::Object) => Self::Object(Map::decode(reader)?),
            None => return Err(reader.unexpected("a value")),
        };
        Ok(())
    }
}

impl Encode for Map<String, Value> {
    fn encode(&self, writer: &mut Writer) {
        writer.begin_object();
        for (name, value) in self {
            writer.key(name);
            value.encode(writer);
        }
        writer.end_object();
    }
}

impl Decode for Map<String, Value> {
    fn blank() -> Self {
        Self::new()
    }

    fn read(&mut self, reader: &mut Reader<'_>) -> Result<(), DecodeError> {
        self.clear();
        let mut more = reader.object_start()?;
        while more {
            let name = reader.key()?.into_owned();
            self.insert(name, Value::decode(reader)?);
            more = reader.object_next()?;
        }
        Ok(())
    }
}

/// No number of JSON is NaN or infinite, so that every float has a `Number`.
fn number(reader: &mut Reader<'_>) -> Result<Number, DecodeError> {
    let offset = reader.offset();
    match reader.scalar()? {
        Scalar::Unsigned(value) => Ok(value.into()),
        Scalar::Signed(value) => Ok(value.into()),
        Scalar::Float(value) => Number::from_f64(value).ok_or_else(|| reader.unexpected_at(offset, "a finite number")),
    }
}
