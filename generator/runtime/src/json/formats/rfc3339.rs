//! The grammar of RFC 3339, section 5.6, and what servers write instead.
#![allow(dead_code, reason = "a document may have dates and no times")]

/// Year, month and day of a `full-date`.
pub(super) fn date(text: &str) -> Option<(i16, u8, u8)> {
    let mut parts = text.split('-');
    let (year, month, day) = (parts.next()?, parts.next()?, parts.next()?);
    let complete = parts.next().is_none() && year.len() == 4;
    Some((number(year).filter(|_| complete)?, two_digits(month)?, two_digits(day)?))
}

/// Hour, minute, second and nanosecond of a `partial-time`, or of a `full-time` whose offset is passed over. A leap
/// second is the one before it, as no library has a place for it.
pub(super) fn time(text: &str) -> Option<(u8, u8, u8, u32)> {
    let (clock, offset) = split_offset(text);
    self::offset(offset)?;
    let (clock, fraction) = clock.split_once('.').unwrap_or((clock, "0"));
    let mut parts = clock.split(':');
    let (hour, minute) = (two_digits(parts.next()?)?, two_digits(parts.next()?)?);
    let second = parts.next().map_or(Some(0), two_digits)?;
    parts.next().is_none().then_some((hour, minute, if second == 60 { 59 } else { second }, nanoseconds(fraction)?))
}

/// A `date-time`, made of what many servers write: a blank instead of the `T`, an offset without its colon, or none,
/// which then is UTC.
pub(super) fn date_time(text: &str) -> Option<String> {
    let day = text.get(..10)?;
    let clock = text.get(10..)?.strip_prefix(['T', 't', ' '])?;
    let (clock, offset) = split_offset(clock);
    let clock = to_nanoseconds(clock)?;
    let seconds = if clock.len() == 5 { ":00" } else { "" };
    Some(format!("{day}T{clock}{seconds}{}", self::offset(offset)?))
}

/// Without the digits behind the ninth of a fraction, which no library has a place for.
fn to_nanoseconds(clock: &str) -> Option<&str> {
    let (known, rest) = clock.split_at_checked("00:00:00.000000000".len()).unwrap_or((clock, ""));
    rest.bytes().all(|byte| byte.is_ascii_digit()).then_some(known)
}

/// Cuts the text before the offset, if there is one.
fn split_offset(clock: &str) -> (&str, &str) {
    let end = clock.find(|letter: char| !(letter.is_ascii_digit() || letter == ':' || letter == '.'));
    let (clock, offset) = clock.split_at(end.unwrap_or(clock.len()));
    (clock, offset.trim_start_matches(' '))
}

/// `+02:00`, from that or `+0200` or `+02`.
fn offset(text: &str) -> Option<String> {
    if ["", "Z", "z", "UTC", "GMT"].contains(&text) {
        return Some("Z".to_owned());
    }
    let sign = text.get(..1).filter(|sign| ["+", "-"].contains(sign))?;
    let digits = text.get(1..)?.replacen(':', "", 1);
    let (hours, minutes) = (digits.get(..2)?, digits.get(2..)?);
    let minutes = if minutes.is_empty() { "00" } else { minutes };
    two_digits(hours).and(two_digits(minutes))?;
    Some(format!("{sign}{hours}:{minutes}"))
}

fn two_digits(text: &str) -> Option<u8> {
    number(text).filter(|_| text.len() == 2)
}

/// Digits after the point; those behind the ninth are passed over.
fn nanoseconds(fraction: &str) -> Option<u32> {
    let known = fraction.get(..9).unwrap_or(fraction);
    let rest = fraction.get(9..).unwrap_or_default();
    let valid = rest.bytes().all(|byte| byte.is_ascii_digit());
    number(&format!("{known:0<9}")).filter(|_| valid && !known.is_empty())
}

/// A number of digits alone: `parse` takes a sign as well.
fn number<T: std::str::FromStr>(text: &str) -> Option<T> {
    text.bytes().all(|byte| byte.is_ascii_digit()).then(|| text.parse().ok())?
}
