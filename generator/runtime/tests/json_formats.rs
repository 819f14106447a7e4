//! The formats that have types of their own.
#![allow(clippy::unwrap_used, reason = "helpers of tests may")]

use std::fmt::Debug;

use chrono::{DateTime, FixedOffset, NaiveDate, NaiveTime, Utc};
use generator_runtime::json::formats::{Base64, Base64Url, Format, Text};
use generator_runtime::json::{Decode, Encode, from_slice, to_vec};
use jiff::SpanFieldwise;
use rust_decimal::Decimal;
use url::Url;
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

/// Texts that come back as they were, with the text that their value alone would be written as.
fn kept<T: Format>(cases: &[(&str, &str)]) {
    for (text, canonical) in cases {
        assert_eq!(round_trip::<Text<T>>(text).as_deref(), Some(*text));
        assert_eq!(own_text::<T>(text), *canonical, "{text}");
    }
}

/// What the value of a text is written as, however that was spelled.
fn own_text<T: Format>(text: &str) -> String {
    Text::new(Text::<T>::parse(text).unwrap().into_inner()).to_string()
}

fn refused<T: Format>(texts: &[&str]) {
    for text in texts {
        assert_eq!(round_trip::<Text<T>>(text), None, "{text}");
    }
    // What means a number is taken for one without its quotes, too.
    match from_slice::<Text<T>>(b"17") {
        Ok(number) => assert!(T::IS_NUMBER && to_vec(&number) == br#""17""#),
        Err(error) => {
            assert_eq!((error.expected(), error.found(), T::IS_NUMBER), (T::EXPECTED, Some("a number"), false));
        }
    }
    let error = from_slice::<Text<T>>(b"1e99").err().unwrap();
    assert_eq!((error.expected(), error.found()), (T::EXPECTED, Some("a number")));
}

const DATE_TIMES: &[&str] = &[
    "2011-01-26T19:01:12Z",
    "2011-01-26T19:01:12.000Z",
    "2011-01-26T19:01:12.1234567891234Z",
    "2011-01-26T19:01:12+00:00",
    "2011-01-26T19:01:12-00:00",
    "2011-01-26t19:01:12z",
    "2011-01-26 19:01:12.5+02:00",
    "2011-01-26T19:01:12",
    "2011-01-26 19:01:12 UTC",
    "2011-01-26T19:01:12+0200",
    "2011-01-26T19:01:12+02",
    "2011-01-26T19:01Z",
    "2016-12-31T23:59:60Z",
];

const NO_DATE_TIMES: &[&str] = &[
    "",
    "yesterday",
    "2011-01-26",
    "2011-01-26T",
    "2011-02-29T19:01:12Z",
    "2011-01-26T25:01:12Z",
    "2011-01-26T19:01:12+",
    "2011-01-26T19:01:12+2",
    "2011-01-26T19:01:12+02:00:00",
    "2011-01-26T19:01:12 EST",
    "2011-01-26T19:01:12ZZ",
    "2011-01-26T19:01:12.123456789.5Z",
    "２０１１-01-26T19:01:12Z",
    "2011-01-26T19:01:12é",
];

#[test]
fn date_times_are_written_as_they_came() {
    for text in DATE_TIMES {
        for written in [
            round_trip::<Text<DateTime<FixedOffset>>>(text),
            round_trip::<Text<jiff::Timestamp>>(text),
            round_trip::<Text<time::OffsetDateTime>>(text),
        ] {
            assert_eq!(written.as_deref(), Some(*text));
        }
    }
    refused::<DateTime<FixedOffset>>(NO_DATE_TIMES);
    refused::<jiff::Timestamp>(NO_DATE_TIMES);
    refused::<time::OffsetDateTime>(NO_DATE_TIMES);
}

#[test]
fn the_libraries_agree_on_date_times() {
    for text in DATE_TIMES {
        let chrono = Text::<DateTime<FixedOffset>>::parse(text).unwrap();
        let jiff = Text::<jiff::Timestamp>::parse(text).unwrap();
        let time = Text::<time::OffsetDateTime>::parse(text).unwrap();
        assert_eq!(chrono.timestamp(), time.unix_timestamp(), "{text}");
        assert_eq!(chrono.timestamp(), jiff.as_second(), "{text}");
    }
}

#[test]
fn chrono_writes_what_rfc_3339_has_words_for() {
    for (text, canonical) in [
        ("2011-01-26T19:01:12.500000+00:00", "2011-01-26T19:01:12.500Z"),
        ("2011-01-26t19:01:12.000001-05:30", "2011-01-26T19:01:12.000001-05:30"),
        ("0001-01-01T00:00:00.123456789+14:00", "0001-01-01T00:00:00.123456789+14:00"),
        ("2016-12-31T23:59:60.25Z", "2016-12-31T23:59:60.250Z"),
    ] {
        assert_eq!(own_text::<DateTime<FixedOffset>>(text), canonical);
    }
    let seconds = FixedOffset::east_opt(3208).unwrap();
    let local = DateTime::<Utc>::UNIX_EPOCH.with_timezone(&seconds);
    assert_eq!(Text::new(local).to_string(), "1970-01-01T00:53:28+00:53");
}

#[test]
fn long_and_short_spellings_are_kept() {
    for zeros in [10, 17, 18, 19, 20, 300] {
        let text = format!("{}1", "0".repeat(zeros));
        assert_eq!(round_trip::<Text<i64>>(&text), Some(text));
        let text = format!("2011-01-26T19:01:12.{}Z", "0".repeat(zeros));
        assert_eq!(round_trip::<Text<DateTime<FixedOffset>>>(&text), Some(text));
    }
}

#[test]
fn a_value_of_ones_own_has_the_usual_spelling() {
    let epoch = Text::<DateTime<FixedOffset>>::from(DateTime::<Utc>::UNIX_EPOCH);
    assert_eq!(epoch.to_string(), "1970-01-01T00:00:00Z");
    assert_eq!(Text::new(jiff::Timestamp::UNIX_EPOCH).to_string(), "1970-01-01T00:00:00Z");
    assert_eq!(Text::new(time::OffsetDateTime::UNIX_EPOCH).to_string(), "1970-01-01T00:00:00Z");
    let year = time::OffsetDateTime::UNIX_EPOCH.replace_year(-1).unwrap();
    assert_eq!(Text::new(year).to_string(), year.to_string());
}

#[test]
fn a_text_is_a_string_to_other_formats_of_serde() {
    let kept: Vec<Text<DateTime<FixedOffset>>> = serde_json::from_str(r#"["2024-02-29T10:00Z"]"#).unwrap();
    assert_eq!(serde_json::to_value(&kept).unwrap(), serde_json::json!(["2024-02-29T10:00Z"]));
    let bytes: Text<Base64> = serde_json::from_value(serde_json::json!("aGk=")).unwrap();
    assert_eq!(bytes.0, b"hi");
    let error = serde_json::from_str::<Text<Base64>>("7").unwrap_err();
    assert!(error.to_string().contains("base64"), "{error}");
}

#[test]
fn texts_are_compared_by_what_they_mean() {
    let parse = |text| Text::<DateTime<FixedOffset>>::parse(text).unwrap();
    let (short, long) = (parse("2011-01-26T19:01:12Z"), parse("2011-01-26T20:01:12.000+01:00"));
    assert_eq!(short, long);
    assert!(short < parse("2011-01-26T19:01:13Z"));
    assert_eq!(short, DateTime::parse_from_rfc3339("2011-01-26T19:01:12Z").unwrap());
    assert_eq!(format!("{short:?}"), format!("{:?}", *short));
    assert_eq!(
        (short.to_string().as_str(), long.to_string().as_str()),
        ("2011-01-26T19:01:12Z", "2011-01-26T20:01:12.000+01:00")
    );
}

fn check_dates<T: Decode + Encode + Debug + PartialEq>() {
    check::<T>(&[
        ("2024-02-29", Some("2024-02-29")),
        ("0001-01-01", Some("0001-01-01")),
        ("9999-12-31", Some("9999-12-31")),
        ("2023-02-29", None),
        ("2024-2-29", None),
        ("+024-02-29", None),
        ("2024-02-29T00:00:00Z", None),
        ("2024-02-29-01", None),
        ("20240229", None),
        ("2024-13-01", None),
        ("", None),
    ]);
}

#[test]
fn dates() {
    check_dates::<NaiveDate>();
    check_dates::<jiff::civil::Date>();
    check_dates::<time::Date>();
}

fn check_times<T: Format>() {
    kept::<T>(&[
        ("23:59:59", "23:59:59"),
        ("00:00:00", "00:00:00"),
        ("08:30", "08:30:00"),
        ("08:00:00.00Z", "08:00:00"),
        ("23:59:59+02:00", "23:59:59"),
        ("23:59:60", "23:59:59"),
        ("08:00:00.1234567891", "08:00:00.123456789"),
    ]);
    refused::<T>(&[
        "24:00:00",
        "8:00:00",
        "08:00:00.",
        "08:00:00.-1",
        "08",
        "08:00:00:00",
        "+8:00:00",
        "",
        "08:30 o'clock",
    ]);
}

#[test]
fn times() {
    check_times::<NaiveTime>();
    check_times::<jiff::civil::Time>();
    check_times::<time::Time>();
    assert_eq!(own_text::<NaiveTime>("08:00:00.25"), "08:00:00.250");
    assert_eq!(own_text::<time::Time>("08:00:00.250"), "08:00:00.25");
}

#[test]
fn durations() {
    kept::<SpanFieldwise>(&[("P1M", "P1M"), ("PT30M", "PT30M"), ("P1Y", "P1Y"), ("P1W", "P1W"), ("5s", "PT5S")]);
    refused::<SpanFieldwise>(&["", "P", "TBD", "1"]);
}

#[test]
fn uuids_are_written_in_lower_case() {
    check::<Uuid>(&[
        ("F47AC10B-58CC-4372-A567-0E02B2C3D479", Some("f47ac10b-58cc-4372-a567-0e02b2c3d479")),
        ("f47ac10b58cc4372a5670e02b2c3d479", Some("f47ac10b-58cc-4372-a567-0e02b2c3d479")),
        ("f47ac10b", None),
    ]);
}

#[test]
fn decimals_in_strings() {
    kept::<Decimal>(&[
        ("1.10", "1.10"),
        ("0.1000", "0.1000"),
        ("-0.5", "-0.5"),
        ("+1", "1"),
        (".5", "0.5"),
        ("1e3", "1000"),
        ("15E-1", "1.5"),
        ("79228162514264337593543950335", "79228162514264337593543950335"),
    ]);
    refused::<Decimal>(&[
        "",
        "1_000",
        "1,5",
        "NaN",
        "1e",
        "1e99999999999",
        "1e-29",
        "1e29",
        "79228162514264337593543950336",
        "0.12345678901234567890123456789",
    ]);
}

#[test]
fn decimals_as_numbers_go_through_no_float() {
    let written = |text: &str| {
        let value: Decimal = from_slice(text.as_bytes()).ok()?;
        String::from_utf8(to_vec(&value)).ok()
    };
    for text in ["0.1", "1.10", "-3", "12345678901234567890.123456789", "0"] {
        assert_eq!(written(text).as_deref(), Some(text));
    }
    assert_eq!(written("1.5e3").as_deref(), Some("1500"));
    assert_eq!((written("\"1.10\"").as_deref(), written("\"x\"")), (Some("1.10"), None));
    assert_eq!((written("1e400"), written("0.12345678901234567890123456789")), (None, None));
}

#[test]
fn urls_are_not_normalised() {
    kept::<Url>(&[
        ("https://example.com", "https://example.com/"),
        ("HTTPS://Example.com/a/../b?q=ä", "https://example.com/b?q=%C3%A4"),
        ("urn:isbn:1", "urn:isbn:1"),
    ]);
    refused::<Url>(&["", "/relative", "example.com", "https://[::1"]);
    assert_eq!(Text::<Url>::parse("https://example.com").unwrap().host_str(), Some("example.com"));
}

#[test]
fn integers_in_strings() {
    kept::<i64>(&[("-9223372036854775808", "-9223372036854775808"), ("007", "7"), ("+1", "1")]);
    kept::<u64>(&[("18446744073709551615", "18446744073709551615")]);
    refused::<i64>(&["", "1.0", "1e3", " 1", "9223372036854775808"]);
    refused::<u64>(&["-1", "18446744073709551616"]);
}

#[test]
fn bytes() {
    kept::<Base64>(&[
        ("", ""),
        ("+/8=", "+/8="),
        ("+/8", "+/8="),
        ("-_8=", "+/8="),
        ("aGVs\r\nbG8=\n", "aGVsbG8="),
        ("aGl=", "aGk="),
    ]);
    refused::<Base64>(&["a", "aG=k", "a Gk=", "é"]);
    kept::<Base64Url>(&[("", ""), ("-_8", "-_8"), ("-_8=", "-_8"), ("+/8", "-_8"), ("-_9=", "-_8")]);
    refused::<Base64Url>(&["a", "-_8=="]);
    assert_eq!(from_slice::<Text<Base64>>(b"\"aGk=\"").unwrap().0, b"hi");
    assert_eq!(Text::<Base64>::from(b"hi".to_vec()).to_string(), "aGk=");
}

#[test]
fn the_error_names_the_format() {
    let error = from_slice::<Vec<NaiveDate>>(br#"["2024-02-29","no"]"#).unwrap_err();
    assert_eq!((error.path(), error.expected(), error.offset()), ("$[1]", "a date (YYYY-MM-DD)", 14));
}
