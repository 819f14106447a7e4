//! `format: date-time`, RFC 3339, with chrono.

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

    fn print(&self) -> String {
        self.to_rfc3339_opts(SecondsFormat::AutoSi, true)
    }
}

impl From<DateTime<Utc>> for Text<DateTime<FixedOffset>> {
    fn from(value: DateTime<Utc>) -> Self {
        Self::new(value.fixed_offset())
    }
}
