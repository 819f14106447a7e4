//! `format: date-time`, RFC 3339, with chrono.

use chrono::{DateTime, FixedOffset, SecondsFormat, Utc};

use super::{Format, Text, rfc3339};

impl Format for DateTime<FixedOffset> {
    const EXPECTED: &'static str = "a date-time (RFC 3339)";

    fn blank() -> Self {
        Self::default()
    }

    fn parse(text: &str) -> Option<Self> {
        Self::parse_from_rfc3339(&rfc3339::date_time(text)?).ok()
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
