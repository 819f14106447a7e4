//! Strings: their escapes, read and skipped.
//!
//! ---
//! RFC 8259, section 7.

use std::borrow::Cow;

use super::{DecodeError, Reader};

const ONES: u64 = 0x0101_0101_0101_0101;
const HIGHS: u64 = 0x8080_8080_8080_8080;

impl<'a> Reader<'a> {
    /// Reads a string, borrowed from the document unless it has escapes.
    ///
    /// # Errors
    ///
    /// The next value is not a string, or is malformed (RFC 8259 section 7), or has half of a surrogate pair.
    #[inline]
    pub fn string(&mut self) -> Result<Cow<'a, str>, DecodeError> {
        if self.token() != b'"' {
            return Err(self.unexpected("a string"));
        }
        self.string_body()
    }

    /// Reads a string that means something else, such as a date; `expected` names it.
    ///
    /// # Errors
    ///
    /// The next value is not a string, or `parse` makes nothing of it.
    pub fn parse<T>(&mut self, expected: &'static str, parse: fn(&str) -> Option<T>) -> Result<T, DecodeError> {
        let start = self.offset();
        if self.byte() != b'"' {
            return Err(self.unexpected(expected));
        }
        let text = self.string()?;
        parse(&text).ok_or_else(|| DecodeError::new(start, expected).with_found("another string"))
    }

    /// Reads the name of a member and the colon behind it.
    ///
    /// # Errors
    ///
    /// The next token is not a string, or no colon follows it.
    #[inline]
    pub fn key(&mut self) -> Result<Cow<'a, str>, DecodeError> {
        if self.token() != b'"' {
            return Err(self.unexpected("a member name"));
        }
        let key = self.string_body()?;
        self.colon()?;
        Ok(key)
    }

    #[inline]
    pub(super) fn colon(&mut self) -> Result<(), DecodeError> {
        if self.token() != b':' {
            return Err(self.unexpected("`:`"));
        }
        self.position += 1;
        Ok(())
    }

    pub(super) fn skip_key(&mut self) -> Result<(), DecodeError> {
        if self.token() != b'"' {
            return Err(self.unexpected("a member name"));
        }
        self.skip_string()?;
        self.colon()
    }

    /// Checks the escapes of a string, but not that its surrogates are paired: nobody looks at it.
    pub(super) fn skip_string(&mut self) -> Result<(), DecodeError> {
        self.position += 1;
        loop {
            self.position = plain_end(self.text.as_bytes(), self.position);
            match self.byte() {
                b'"' => break,
                b'\\' => self.skip_escape()?,
                _ => return Err(self.unterminated()),
            }
        }
        self.position += 1;
        Ok(())
    }

    fn skip_escape(&mut self) -> Result<(), DecodeError> {
        self.position += 1;
        match self.byte() {
            b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't' => self.position += 1,
            b'u' => {
                self.position += 1;
                self.hex4()?;
            }
            _ => return Err(DecodeError::new(self.position, "an escape")),
        }
        Ok(())
    }

    #[inline]
    fn string_body(&mut self) -> Result<Cow<'a, str>, DecodeError> {
        let start = self.position + 1;
        let end = plain_end(self.text.as_bytes(), start);
        self.position = end;
        if self.byte() != b'"' {
            return self.escaped_body(start).map(Cow::Owned);
        }
        self.position = end + 1;
        Ok(Cow::Borrowed(&self.text[start..end]))
    }

    /// The rest of a string from its first escape on; the cursor is there, the string began at `start`.
    #[cold]
    fn escaped_body(&mut self, start: usize) -> Result<String, DecodeError> {
        let mut string = String::from(&self.text[start..self.position]);
        loop {
            match self.byte() {
                b'"' => break,
                b'\\' => string.push(self.escape()?),
                _ => return Err(self.unterminated()),
            }
            let plain = self.position;
            self.position = plain_end(self.text.as_bytes(), plain);
            string.push_str(&self.text[plain..self.position]);
        }
        self.position += 1;
        Ok(string)
    }

    fn escape(&mut self) -> Result<char, DecodeError> {
        self.position += 1;
        let c = match self.byte() {
            b'"' => '"',
            b'\\' => '\\',
            b'/' => '/',
            b'b' => '\u{8}',
            b'f' => '\u{c}',
            b'n' => '\n',
            b'r' => '\r',
            b't' => '\t',
            b'u' => return self.unicode_escape(),
            _ => return Err(DecodeError::new(self.position, "an escape")),
        };
        self.position += 1;
        Ok(c)
    }

    fn unicode_escape(&mut self) -> Result<char, DecodeError> {
        let start = self.position - 1;
        self.position += 1;
        let first = self.hex4()?;
        let mut code = first;
        if (0xd800..0xdc00).contains(&first) && self.text[self.position..].starts_with("\\u") {
            self.position += 2;
            let second = self.hex4()?;
            if !(0xdc00..0xe000).contains(&second) {
                return Err(DecodeError::new(start, "a surrogate pair"));
            }
            code = 0x10000 + ((first - 0xd800) << 10) + (second - 0xdc00);
        }
        char::from_u32(code).ok_or_else(|| DecodeError::new(start, "a surrogate pair"))
    }

    fn hex4(&mut self) -> Result<u32, DecodeError> {
        let mut code = 0;
        for _ in 0..4 {
            let Some(digit) = char::from(self.byte()).to_digit(16) else {
                return Err(DecodeError::new(self.position, "four hexadecimal digits"));
            };
            code = code * 16 + digit;
            self.position += 1;
        }
        Ok(code)
    }

    #[cold]
    fn unterminated(&self) -> DecodeError {
        if self.position < self.text.len() {
            return DecodeError::new(self.position, "an escape instead of a control character");
        }
        self.unexpected_at(self.position, "the end of the string")
    }
}

/// Where the next quote, backslash or control character is, or the end; eight bytes at a time.
#[inline]
pub(super) fn plain_end(bytes: &[u8], start: usize) -> usize {
    let mut position = start;
    while let Some(chunk) = bytes.get(position..).and_then(|rest| rest.first_chunk::<8>()) {
        let hits = special(u64::from_le_bytes(*chunk));
        if hits != 0 {
            return position + (hits.trailing_zeros() / 8) as usize;
        }
        position += 8;
    }
    while bytes.get(position).is_some_and(|&byte| byte >= 0x20 && byte != b'"' && byte != b'\\') {
        position += 1;
    }
    position
}

/// Sets the high bit of the first byte that ends a plain run. Borrows can mark bytes after it, so only the first counts.
#[inline]
fn special(word: u64) -> u64 {
    let quote = word ^ (ONES * b'"' as u64);
    let backslash = word ^ (ONES * b'\\' as u64);
    let below = word.wrapping_sub(ONES * 0x20) & !word;
    let zero = (quote.wrapping_sub(ONES) & !quote) | (backslash.wrapping_sub(ONES) & !backslash);
    (below | zero) & HIGHS
}
