//! `format: uuid`, RFC 9562, which says to write lower case whatever was read.

use ::uuid::Uuid;

use super::super::{Decode, DecodeError, Encode, Reader, Writer};

impl Encode for Uuid {
    fn encode(&self, writer: &mut Writer) {
        writer.string(self.hyphenated().encode_lower(&mut Self::encode_buffer()));
    }
}

impl Decode for Uuid {
    fn blank() -> Self {
        Self::nil()
    }

    fn read(&mut self, reader: &mut Reader<'_>) -> Result<(), DecodeError> {
        *self = reader.parse("a UUID", |text| Self::try_parse(text).ok())?;
        Ok(())
    }
}
