//! `format: duration`, ISO 8601, with jiff. Years and months have no fixed length, so the value is one of calendar units.

use std::fmt::{self, Write};

use jiff::{Span, SpanFieldwise};

use super::{Format, Text};

impl Format for SpanFieldwise {
    const EXPECTED: &'static str = "a duration (ISO 8601)";

    fn blank() -> Self {
        Self::default()
    }

    fn parse(text: &str) -> Option<Self> {
        text.parse::<Span>().ok().map(Self)
    }

    fn print(&self, out: &mut dyn Write) -> fmt::Result {
        write!(out, "{}", self.0)
    }
}

impl From<Span> for Text<SpanFieldwise> {
    fn from(value: Span) -> Self {
        Self::new(SpanFieldwise(value))
    }
}
