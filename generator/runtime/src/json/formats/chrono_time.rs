//! `format: time` of RFC 3339, with chrono. An offset is kept in the text alone.

use std::fmt::{self, Write};

use chrono::NaiveTime;

use super::{Format, rfc3339};

impl Format for NaiveTime {
    const EXPECTED: &'static str = "a time (HH:MM:SS)";

    fn blank() -> Self {
        Self::default()
    }

    fn parse(text: &str) -> Option<Self> {
        let (hour, minute, second, nanosecond) = rfc3339::time(text)?;
        Self::from_hms_nano_opt(hour.into(), minute.into(), second.into(), nanosecond)
    }

    fn print(&self, out: &mut dyn Write) -> fmt::Result {
        write!(out, "{}", self.format("%H:%M:%S%.f"))
    }
}
