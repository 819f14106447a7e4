//! `format: date`, the `full-date` of RFC 3339, with chrono. It has one spelling, so nothing else is kept.

use chrono::NaiveDate;

use super::super::{Decode, DecodeError, Encode, Reader, Writer};
use super::rfc3339;

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
        *self = reader.parse("a date (YYYY-MM-DD)", parse)?;
        Ok(())
    }
}

fn parse(text: &str) -> Option<NaiveDate> {
    let (year, month, day) = rfc3339::date(text)?;
    NaiveDate::from_ymd_opt(year.into(), month.into(), day.into())
}
