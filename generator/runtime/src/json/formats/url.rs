//! `format: uri`, absolute URLs. The library normalises them, so the text is kept.

use std::fmt::{self, Write};

use ::url::Url;

use super::Format;

impl Format for Url {
    const EXPECTED: &'static str = "an absolute URL";

    /// There is no empty URL, and none that can be made without a parser.
    fn blank() -> Self {
        Self::parse("about:blank").unwrap_or_else(|_| Self::blank())
    }

    fn parse(text: &str) -> Option<Self> {
        Self::parse(text).ok()
    }

    fn print(&self, out: &mut dyn Write) -> fmt::Result {
        out.write_str(self.as_str())
    }
}
