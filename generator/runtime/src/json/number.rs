//! Numbers: their grammar, and which integer or float they are.
//!
//! ---
//! RFC 8259, section 6.

use super::{DecodeError, Reader};

/// The powers of ten that an `f64` holds exactly.
const POWERS: [f64; 23] = [
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20,
    1e21, 1e22,
];

/// The integers up to this one are exact in an `f64`.
const MAX_EXACT: u64 = 1 << 53;

/// A number as it is written: `digits · 10^exponent`.
pub(super) struct Number<'a> {
    text: &'a str,
    offset: usize,
    negative: bool,
    /// All digits as one integer; `None` if they do not fit.
    digits: Option<u64>,
    exponent: i32,
    /// Has no fraction and no exponent.
    plain: bool,
}

/// A number of the smallest kind that holds it.
pub(super) enum Scalar {
    Unsigned(u64),
    Signed(i64),
    Float(f64),
}

/// Whether a text that is a number of JSON (RFC 8259, 6), and nothing else, is an integer; `None` for any other text.
pub(super) fn number_in(text: &str) -> Option<bool> {
    let (number, integral) = Reader::new(text).number_text().ok()?;
    (number.len() == text.len()).then_some(integral)
}

impl<'a> Reader<'a> {
    /// Reads an integer; `1.0` and `1e2` are integers too, as in JSON Schema, and some servers write them.
    ///
    /// # Errors
    ///
    /// The next value is not a number, has a fraction, or does not fit.
    pub fn i64(&mut self) -> Result<i64, DecodeError> {
        const EXPECTED: &str = "a 64-bit integer";
        let number = self.number(EXPECTED)?;
        number.to_i64().ok_or_else(|| number.unfit(EXPECTED))
    }

    /// Reads an integer of 32 bits; see [`i64`](Self::i64).
    ///
    /// # Errors
    ///
    /// As [`i64`](Self::i64).
    pub fn i32(&mut self) -> Result<i32, DecodeError> {
        const EXPECTED: &str = "a 32-bit integer";
        let number = self.number(EXPECTED)?;
        number.to_i64().and_then(|value| value.try_into().ok()).ok_or_else(|| number.unfit(EXPECTED))
    }

    /// Reads an integer that is not negative; see [`i64`](Self::i64).
    ///
    /// # Errors
    ///
    /// As [`i64`](Self::i64).
    pub fn u64(&mut self) -> Result<u64, DecodeError> {
        const EXPECTED: &str = "an unsigned 64-bit integer";
        let number = self.number(EXPECTED)?;
        number.to_u64().ok_or_else(|| number.unfit(EXPECTED))
    }

    /// Reads an integer of 32 bits that is not negative; see [`i64`](Self::i64).
    ///
    /// # Errors
    ///
    /// As [`i64`](Self::i64).
    pub fn u32(&mut self) -> Result<u32, DecodeError> {
        const EXPECTED: &str = "an unsigned 32-bit integer";
        let number = self.number(EXPECTED)?;
        number.to_u64().and_then(|value| value.try_into().ok()).ok_or_else(|| number.unfit(EXPECTED))
    }

    /// Reads a number, rounded to the nearest that fits.
    ///
    /// # Errors
    ///
    /// The next value is not a number, or too large.
    pub fn f64(&mut self) -> Result<f64, DecodeError> {
        const EXPECTED: &str = "a 64-bit number";
        let number = self.number(EXPECTED)?;
        number.to_f64().ok_or_else(|| number.unfit(EXPECTED))
    }

    /// Reads a number, rounded to the nearest that fits.
    ///
    /// # Errors
    ///
    /// The next value is not a number, or too large.
    pub fn f32(&mut self) -> Result<f32, DecodeError> {
        const EXPECTED: &str = "a 32-bit number";
        let number = self.number(EXPECTED)?;
        let value = number.text.parse().ok().filter(|value: &f32| value.is_finite());
        value.ok_or_else(|| number.unfit(EXPECTED))
    }

    /// Reads a number as what it is written as: an integer where it fits one, else a float, as serde_json decides.
    /// `-0` is a float, or its sign would be lost.
    pub(super) fn scalar(&mut self) -> Result<Scalar, DecodeError> {
        let number = self.number("a number")?;
        let integer = if number.plain && number.text != "-0" { number.to_integer() } else { None };
        let scalar = integer.or_else(|| number.to_f64().map(Scalar::Float));
        scalar.ok_or_else(|| number.unfit("a 64-bit number"))
    }

    /// Steps over a number; says how it is written, and whether it is an integer.
    pub(super) fn number_text(&mut self) -> Result<(&'a str, bool), DecodeError> {
        let number = self.number("a number")?;
        Ok((number.text, number.plain || number.magnitude().is_some()))
    }

    /// Steps over a number (RFC 8259 section 6) and takes it apart.
    pub(super) fn number(&mut self, expected: &'static str) -> Result<Number<'a>, DecodeError> {
        let offset = self.offset();
        let negative = self.byte() == b'-';
        if !negative && !self.byte().is_ascii_digit() {
            return Err(self.unexpected(expected));
        }
        self.position += usize::from(negative);
        let mut number = Number { text: "", offset, negative, digits: Some(0), exponent: 0, plain: true };
        self.integer_part(&mut number)?;
        if matches!(self.byte(), b'.' | b'e' | b'E') {
            self.fraction_and_exponent(&mut number)?;
        }
        number.text = &self.text[offset..self.position];
        Ok(number)
    }

    #[inline]
    fn integer_part(&mut self, number: &mut Number<'_>) -> Result<(), DecodeError> {
        if self.byte() == b'0' {
            self.position += 1;
            return Ok(());
        }
        self.digits(number)
    }

    fn fraction_and_exponent(&mut self, number: &mut Number<'_>) -> Result<(), DecodeError> {
        number.plain = false;
        if self.byte() == b'.' {
            self.position += 1;
            let start = self.position;
            self.digits(number)?;
            number.exponent = i32::try_from(self.position - start).map_or(i32::MIN, |count| -count);
        }
        if matches!(self.byte(), b'e' | b'E') {
            self.position += 1;
            number.exponent = number.exponent.saturating_add(self.exponent()?);
        }
        Ok(())
    }

    fn exponent(&mut self) -> Result<i32, DecodeError> {
        let sign = self.byte();
        self.position += usize::from(matches!(sign, b'+' | b'-'));
        let mut exponent = Number { text: "", offset: 0, negative: false, digits: Some(0), exponent: 0, plain: true };
        self.digits(&mut exponent)?;
        let size = exponent.digits.and_then(|digits| i32::try_from(digits).ok()).unwrap_or(i32::MAX);
        Ok(if sign == b'-' { -size } else { size })
    }

    /// At least one digit.
    #[inline]
    fn digits(&mut self, number: &mut Number<'_>) -> Result<(), DecodeError> {
        let start = self.position;
        while let digit @ b'0'..=b'9' = self.byte() {
            number.digits = number.digits.and_then(|digits| append(digits, digit - b'0'));
            self.position += 1;
        }
        if self.position == start {
            return Err(DecodeError::new(start, "a digit"));
        }
        Ok(())
    }
}

#[inline]
fn append(digits: u64, digit: u8) -> Option<u64> {
    digits.checked_mul(10)?.checked_add(u64::from(digit))
}

impl Number<'_> {
    #[inline]
    fn to_i64(&self) -> Option<i64> {
        let magnitude = self.magnitude()?;
        if self.negative { 0i64.checked_sub_unsigned(magnitude) } else { magnitude.try_into().ok() }
    }

    fn to_integer(&self) -> Option<Scalar> {
        self.to_u64().map(Scalar::Unsigned).or_else(|| self.to_i64().map(Scalar::Signed))
    }

    #[inline]
    fn to_u64(&self) -> Option<u64> {
        self.magnitude().filter(|&magnitude| !self.negative || magnitude == 0)
    }

    fn to_f64(&self) -> Option<f64> {
        let size = self.exact_f64().or_else(|| self.text.trim_start_matches('-').parse().ok())?;
        size.is_finite().then_some(if self.negative { -size } else { size })
    }

    /// The absolute value, if this is an integer.
    #[inline]
    fn magnitude(&self) -> Option<u64> {
        if self.plain { self.digits } else { self.scaled() }
    }

    /// The digits with the exponent applied; exact, however many there are.
    #[cold]
    fn scaled(&self) -> Option<u64> {
        let mantissa = self.text.split(['e', 'E']).next()?;
        let digits = mantissa.replace(['-', '.'], "");
        let significant = digits.trim_end_matches('0');
        let zeros = i64::try_from(digits.len() - significant.len()).ok()? + i64::from(self.exponent);
        if significant.is_empty() {
            return Some(0);
        }
        let power = 10u64.checked_pow(zeros.try_into().ok()?)?;
        significant.parse::<u64>().ok()?.checked_mul(power)
    }

    /// Both factors are exact, so that their product or quotient is rounded once (Clinger's fast path).
    #[inline]
    fn exact_f64(&self) -> Option<f64> {
        let digits = self.digits.filter(|&digits| digits <= MAX_EXACT)? as f64;
        let power = POWERS.get(self.exponent.unsigned_abs() as usize)?;
        Some(if self.exponent < 0 { digits / power } else { digits * power })
    }

    #[cold]
    fn unfit(&self, expected: &'static str) -> DecodeError {
        DecodeError::new(self.offset, expected).with_found(if self.plain {
            "an integer out of range"
        } else {
            "a number out of range or with a fraction"
        })
    }
}
