//! The formats that have types of their own.
#![allow(clippy::unwrap_used, reason = "helpers of tests may")]

use chrono::{DateTime, FixedOffset, NaiveDate, NaiveTime};
use generator_runtime::json::formats::Base64;
use generator_runtime::json::{Decode, Encode, from_slice, to_vec};
use uuid::Uuid;

/// What a text is written as after it was read; `None` if it is refused.
fn round_trip<T: Decode + Encode>(text: &str) -> Option<String> {
    let value: T = from_slice(&to_vec(&text)).ok()?;
    from_slice(&to_vec(&value)).ok()
}

fn check<T: Decode + Encode>(cases: &[(&str, Option<&str>)]) {
    for (text, expected) in cases {
        assert_eq!(round_trip::<T>(text).as_deref(), *expected, "{text}");
    }
    let error = from_slice::<T>(b"1").err().unwrap();
    assert_eq!(error.found(), Some("a number"));
}

#[test]
fn date_times() {
    check::<DateTime<FixedOffset>>(&[
        ("2024-02-29T23:59:59Z", Some("2024-02-29T23:59:59Z")),
        ("2024-02-29t23:59:59.25+02:00", Some("2024-02-29T23:59:59.250+02:00")),
        ("2024-02-29T23:59:59.123456789-00:30", Some("2024-02-29T23:59:59.123456789-00:30")),
        ("2024-02-29T23:59:59", Some("2024-02-29T23:59:59Z")),
        ("2024-02-29 23:59:59.5", Some("2024-02-29T23:59:59.500Z")),
        ("2024-02-29T23:59:59+0200", Some("2024-02-29T23:59:59+02:00")),
        ("2023-02-29T23:59:59Z", None),
        ("2024-02-29", None),
        ("yesterday", None),
        ("", None),
    ]);
}

#[test]
fn dates() {
    check::<NaiveDate>(&[("2024-02-29", Some("2024-02-29")), ("2023-02-29", None), ("2024-02-29T00:00:00Z", None)]);
}

#[test]
fn times() {
    check::<NaiveTime>(&[
        ("23:59:59", Some("23:59:59")),
        ("23:59:59.5Z", Some("23:59:59.500")),
        ("08:30", Some("08:30:00")),
        ("23:59:59+02:00", None),
        ("24:00:00", None),
    ]);
}

#[test]
fn uuids() {
    check::<Uuid>(&[
        ("F47AC10B-58CC-4372-A567-0E02B2C3D479", Some("f47ac10b-58cc-4372-a567-0e02b2c3d479")),
        ("f47ac10b58cc4372a5670e02b2c3d479", Some("f47ac10b-58cc-4372-a567-0e02b2c3d479")),
        ("f47ac10b", None),
    ]);
}

#[test]
fn bytes() {
    check::<Base64>(&[("", Some("")), ("+/8=", Some("+/8=")), ("+/8", Some("+/8=")), ("-_8=", None), ("a", None)]);
    assert_eq!(from_slice::<Base64>(b"\"aGk=\"").unwrap().0, b"hi");
}

#[test]
fn the_error_names_the_format() {
    let error = from_slice::<Vec<NaiveDate>>(br#"["2024-02-29","no"]"#).unwrap_err();
    assert_eq!((error.path(), error.expected(), error.offset()), ("$[1]", "a date (YYYY-MM-DD)", 14));
}
