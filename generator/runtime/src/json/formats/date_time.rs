//! `format: date-time`, RFC 3339.

use chrono::{DateTime, FixedOffset, NaiveDateTime, SecondsFormat};

use super::super::{Decode, DecodeError, Encode, Reader, Writer};

impl Encode for DateTime<FixedOffset> {
    fn encode(&self, writer: &mut Writer) {
        writer.string(&self.to_rfc3339_opts(SecondsFormat::AutoSi, true));
    }
}

impl Decode for DateTime<FixedOffset> {
    fn blank() -> Self {
        Self::default()
    }

    fn read(&mut self, reader: &mut Reader<'_>) -> Result<(), DecodeError> {
        *self = reader.parse("a date-time (RFC 3339)", parse)?;
        Ok(())
    }
}

/// Many servers leave out the offset, which then is UTC, or its colon.
fn parse(text: &str) -> Option<DateTime<FixedOffset>> {
    let local = |text: &str| NaiveDateTime::parse_from_str(text, "%Y-%m-%dT%H:%M:%S%.f");
    DateTime::parse_from_rfc3339(text)
        .or_else(|_| DateTime::parse_from_str(text, "%Y-%m-%dT%H:%M:%S%.f%z"))
        .or_else(|_| local(&text.replacen(' ', "T", 1)).map(|local| local.and_utc().fixed_offset()))
        .ok()
}
