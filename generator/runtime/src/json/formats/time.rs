//! `format: time`, the `partial-time` of RFC 3339.

use chrono::NaiveTime;

use super::super::{Decode, DecodeError, Encode, Reader, Writer};

impl Encode for NaiveTime {
    fn encode(&self, writer: &mut Writer) {
        writer.string(&self.format("%H:%M:%S%.f").to_string());
    }
}

impl Decode for NaiveTime {
    fn blank() -> Self {
        Self::default()
    }

    fn read(&mut self, reader: &mut Reader<'_>) -> Result<(), DecodeError> {
        *self = reader.parse("a time (HH:MM:SS)", parse)?;
        Ok(())
    }
}

/// A `Z` behind it says nothing that the type could keep, but another offset is refused: it would be lost.
fn parse(text: &str) -> Option<NaiveTime> {
    let text = text.strip_suffix(['Z', 'z']).unwrap_or(text);
    NaiveTime::parse_from_str(text, "%H:%M:%S%.f").or_else(|_| NaiveTime::parse_from_str(text, "%H:%M")).ok()
}
