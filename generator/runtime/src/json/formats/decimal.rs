//! `format: decimal`, in a string or as a number, without a float in between; but `Serialize` and `Deserialize` make one of a
//! number, as serde has nothing else for it.

use std::fmt::{self, Write};

use rust_decimal::Decimal;

use super::super::{Decode, DecodeError, Encode, Reader, Writer};
use super::Format;

const EXPECTED: &str = "a decimal number of at most 28 digits";

impl Format for Decimal {
    const EXPECTED: &'static str = EXPECTED;
    const IS_NUMBER: bool = true;

    fn blank() -> Self {
        Self::ZERO
    }

    fn parse(text: &str) -> Option<Self> {
        parse(text)
    }

    fn print(&self, out: &mut dyn Write) -> fmt::Result {
        write!(out, "{self}")
    }
}

impl Encode for Decimal {
    fn encode(&self, writer: &mut Writer) {
        writer.raw(&self.to_string());
    }
}

impl Decode for Decimal {
    fn blank() -> Self {
        Self::ZERO
    }

    fn read(&mut self, reader: &mut Reader<'_>) -> Result<(), DecodeError> {
        *self = reader.number_of(|reader| {
            let offset = reader.offset();
            let (text, _) = reader.number_text()?;
            parse(text).ok_or_else(|| reader.unexpected_at(offset, EXPECTED))
        })?;
        Ok(())
    }
}

/// Digits that do not fit are an error: they would be rounded away. So would those of an exponent.
fn parse(text: &str) -> Option<Decimal> {
    let (digits, exponent) = text.split_once(['e', 'E']).unwrap_or((text, "0"));
    let value = Decimal::from_str_exact(digits).ok().filter(|_| !digits.contains('_'))?;
    shift(value, exponent.parse().ok()?)
}

/// The value with its point moved to the right.
fn shift(value: Decimal, places: i32) -> Option<Decimal> {
    let scale = i32::try_from(value.scale()).ok()?.checked_sub(places)?;
    let mut digits = value;
    digits.set_scale(u32::try_from(scale.max(0)).ok()?).ok()?;
    let power = 10_i128.checked_pow(u32::try_from(scale.min(0).checked_neg()?).ok()?)?;
    digits.checked_mul(Decimal::try_from_i128_with_scale(power, 0).ok()?)
}
