//! `format: int64` and `uint64` of a string: JSON numbers of other languages are floats and would round them.

use std::fmt::{self, Write};

use super::Format;

/// Implements [`Format`] for an integer.
macro_rules! integers {
    ($($type:ty: $expected:literal;)*) => {$(
        impl Format for $type {
            const EXPECTED: &'static str = $expected;
            const IS_NUMBER: bool = true;

            fn blank() -> Self {
                0
            }

            fn parse(text: &str) -> Option<Self> {
                text.parse().ok()
            }

            fn print(&self, out: &mut dyn Write) -> fmt::Result {
                write!(out, "{self}")
            }
        }
    )*};
}

integers! {
    i64: "a string with a 64-bit integer";
    u64: "a string with an unsigned 64-bit integer";
}
