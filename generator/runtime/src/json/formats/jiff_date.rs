//! `format: date`, the `full-date` of RFC 3339, with jiff. It has one spelling, so nothing else is kept.

use jiff::civil::Date;

use super::super::{Decode, DecodeError, Encode, Reader, Writer};
use super::rfc3339;

impl Encode for Date {
    fn encode(&self, writer: &mut Writer) {
        writer.string(&self.to_string());
    }
}

impl Decode for Date {
    fn blank() -> Self {
        Self::default()
    }

    fn read(&mut self, reader: &mut Reader<'_>) -> Result<(), DecodeError> {
        *self = reader.parse("a date (YYYY-MM-DD)", parse)?;
        Ok(())
    }
}

fn parse(text: &str) -> Option<Date> {
    let (year, month, day) = rfc3339::date(text)?;
    Date::new(year, month.try_into().ok()?, day.try_into().ok()?).ok()
}
