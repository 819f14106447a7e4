//! `format: time` of RFC 3339, with jiff. An offset is kept in the text alone.

use std::fmt::{self, Write};

use jiff::civil::Time;

use super::{Format, rfc3339};

impl Format for Time {
    const EXPECTED: &'static str = "a time (HH:MM:SS)";

    fn blank() -> Self {
        Self::default()
    }

    fn parse(text: &str) -> Option<Self> {
        let (hour, minute, second, nanosecond) = rfc3339::time(text)?;
        let small = |number: u8| i8::try_from(number).ok();
        Self::new(small(hour)?, small(minute)?, small(second)?, nanosecond.try_into().ok()?).ok()
    }

    fn print(&self, out: &mut dyn Write) -> fmt::Result {
        write!(out, "{self}")
    }
}
