//! `format: date-time`, RFC 3339, with time.

use std::fmt::{self, Write};

use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;

use super::{Format, rfc3339};

impl Format for OffsetDateTime {
    const EXPECTED: &'static str = "a date-time (RFC 3339)";

    fn blank() -> Self {
        Self::UNIX_EPOCH
    }

    fn parse(text: &str) -> Option<Self> {
        Self::parse(&rfc3339::date_time(text)?, &Rfc3339).ok()
    }

    /// RFC 3339 has no years before 0 and no seconds in offsets: such a value is written as the library shows it.
    fn print(&self, out: &mut dyn Write) -> fmt::Result {
        match self.format(&Rfc3339) {
            Ok(text) => out.write_str(&text),
            Err(_) => write!(out, "{self}"),
        }
    }
}
