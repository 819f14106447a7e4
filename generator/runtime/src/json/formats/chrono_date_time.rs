//! `format: date-time`, RFC 3339, with chrono.

use std::fmt::{self, Write};

use chrono::{DateTime, FixedOffset, SecondsFormat, Utc};

use super::{Format, Text, rfc3339};

impl Format for DateTime<FixedOffset> {
    const EXPECTED: &'static str = "a date-time (RFC 3339)";

    fn blank() -> Self {
        Self::default()
    }

    fn parse(text: &str) -> Option<Self> {
        // Most servers write what needs no repair.
        Self::parse_from_rfc3339(text)
            .or_else(|error| {
                let repaired = rfc3339::date_time(text).ok_or(error)?;
                Self::parse_from_rfc3339(&repaired)
            })
            .ok()
    }

    fn print(&self, out: &mut dyn Write) -> fmt::Result {
        let offset = self.offset().local_minus_utc();
        if offset % 60 != 0 {
            // RFC 3339 has no seconds in offsets, `Debug` has.
            return out.write_str(&self.to_rfc3339_opts(SecondsFormat::AutoSi, true));
        }
        write!(out, "{:?}", self.naive_local())?;
        if offset == 0 { out.write_char('Z') } else { write!(out, "{}", self.offset()) }
    }
}

impl From<DateTime<Utc>> for Text<DateTime<FixedOffset>> {
    fn from(value: DateTime<Utc>) -> Self {
        Self::new(value.fixed_offset())
    }
}
