//! `format: date`, the `full-date` of RFC 3339, with time. It has one spelling, so nothing else is kept.

use time::{Date, Month};

use super::super::{Decode, DecodeError, Encode, Reader, Writer};
use super::rfc3339;

impl Encode for Date {
    fn encode(&self, writer: &mut Writer) {
        writer.string(&self.to_string());
    }
}

impl Decode for Date {
    fn blank() -> Self {
        Self::MIN
    }

    fn read(&mut self, reader: &mut Reader<'_>) -> Result<(), DecodeError> {
        *self = reader.parse("a date (YYYY-MM-DD)", parse)?;
        Ok(())
    }
}

fn parse(text: &str) -> Option<Date> {
    let (year, month, day) = rfc3339::date(text)?;
    Date::from_calendar_date(year.into(), Month::try_from(month).ok()?, day).ok()
}
