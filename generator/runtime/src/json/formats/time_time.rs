//! `format: time` of RFC 3339, with time. An offset is kept in the text alone.

use std::fmt::{self, Write};

use time::Time;

use super::{Format, rfc3339};

impl Format for Time {
    const EXPECTED: &'static str = "a time (HH:MM:SS)";

    fn blank() -> Self {
        Self::MIDNIGHT
    }

    fn parse(text: &str) -> Option<Self> {
        let (hour, minute, second, nanosecond) = rfc3339::time(text)?;
        Self::from_hms_nano(hour, minute, second, nanosecond).ok()
    }

    /// The library itself leaves out the zero of a small hour.
    fn print(&self, out: &mut dyn Write) -> fmt::Result {
        let (hour, minute, second, nanosecond) = self.as_hms_nano();
        write!(out, "{hour:02}:{minute:02}:{second:02}")?;
        if nanosecond == 0 { Ok(()) } else { out.write_str(format!(".{nanosecond:09}").trim_end_matches('0')) }
    }
}
