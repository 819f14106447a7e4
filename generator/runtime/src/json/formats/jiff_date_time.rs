//! `format: date-time`, RFC 3339, with jiff. The offset is kept in the text alone.

use std::fmt::{self, Write};

use jiff::Timestamp;

use super::{Format, rfc3339};

impl Format for Timestamp {
    const EXPECTED: &'static str = "a date-time (RFC 3339)";

    fn blank() -> Self {
        Self::UNIX_EPOCH
    }

    fn parse(text: &str) -> Option<Self> {
        rfc3339::date_time(text)?.parse().ok()
    }

    fn print(&self, out: &mut dyn Write) -> fmt::Result {
        write!(out, "{self}")
    }
}
