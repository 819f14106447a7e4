//! `format: date`, the `full-date` of RFC 3339.

use chrono::NaiveDate;

use super::super::{Decode, DecodeError, Encode, Reader, Writer};

impl Encode for NaiveDate {
    fn encode(&self, writer: &mut Writer) {
        writer.string(&self.format("%Y-%m-%d").to_string());
    }
}

impl Decode for NaiveDate {
    fn blank() -> Self {
        Self::default()
    }

    fn read(&mut self, reader: &mut Reader<'_>) -> Result<(), DecodeError> {
        *self = reader.parse("a date (YYYY-MM-DD)", |text| Self::parse_from_str(text, "%Y-%m-%d").ok())?;
        Ok(())
    }
}
