//! Enums of numbers, of one boolean and of several types (OpenAPI 3.0.3, 4.7.24.1): each value is sent as the document
//! spells it, and one that the document does not list comes back as it came.

use wire_enums as client;

mod support;

use client::{Client, types};
use support::{Answer, Server, sent, wait};
use types::{Choice, Level, Mode, Ratio};

/// Reads a value and writes it again, which must change nothing.
fn read<T: serde::Serialize + serde::de::DeserializeOwned>(text: &str) -> T {
    let value: T = serde_json::from_str(text).unwrap();
    assert_eq!(serde_json::to_string(&value).unwrap(), text);
    value
}

#[test]
fn numbers_have_names_and_keep_their_spelling() {
    assert_eq!(read::<Ratio>("0.5"), Ratio::N0Dot5);
    assert_eq!(read::<Ratio>("2.0"), Ratio::N2Dot0);
    assert_eq!(read::<Ratio>("-1.5"), Ratio::Minus1Dot5);
    assert_eq!(read::<Ratio>("7"), Ratio::Unknown(7.0));
    assert_eq!(read::<Ratio>("0.25"), Ratio::Unknown(0.25));
    let other_spelling: Ratio = serde_json::from_str("1.0").unwrap();
    assert_eq!(other_spelling, Ratio::N1);
    assert_eq!(Ratio::from(1.0), Ratio::N1);
    assert_eq!(Ratio::N2Dot0.as_f64(), 2.0);
    assert_eq!(Ratio::N0Dot5.to_string(), "0.5");
    assert_eq!(Ratio::VALUES.len(), 4);
}

#[test]
fn integers_beyond_a_sign_keep_their_value() {
    assert_eq!(read::<types::Mask>("18446744073709551615"), types::Mask::from(u64::MAX));
    assert_eq!(types::Mask::from(u64::MAX).as_u64(), u64::MAX);
    assert_eq!(read::<types::Mask>("18446744073709551614"), types::Mask::Unknown(u64::MAX - 1));
    assert_eq!(read::<types::Offset>("18446744073709551615"), types::Offset::from(u64::MAX));
    assert_eq!(read::<types::Offset>("-1"), types::Offset::from(-1_i64));
    assert!(matches!(read("18446744073709551614"), types::Offset::Unknown(_)));
}

#[test]
fn values_of_several_types_stay_apart() {
    assert_eq!(read::<Mode>(r#""auto""#), Mode::Auto);
    assert_eq!(read::<Mode>("1"), Mode::from(1));
    assert_eq!(read::<Mode>(r#""1""#), Mode::from("1"));
    assert_ne!(Mode::from(1), Mode::from("1"));
    assert_eq!(read::<Mode>("0.5"), Mode::N0Dot5);
    assert_eq!(read::<Mode>("true"), Mode::True);
    for unknown in ["false", "2", r#""manual""#, r#"{"a":[1]}"#, "[]"] {
        assert!(matches!(read(unknown), Mode::Unknown(_)), "{unknown}");
    }
    assert_eq!(Mode::Auto.to_string(), "auto");
    assert_eq!(Mode::True.to_value(), serde_json::Value::Bool(true));
    assert_eq!(Mode::VALUES.iter().map(|mode| Mode::from(mode.to_value())).collect::<Vec<_>>(), Mode::VALUES);
}

#[test]
fn arrays_objects_and_large_integers_are_values_too() {
    let function = r#"{"limit":9007199254740993,"type":"function"}"#;
    assert_eq!(read::<Choice>(r#""auto""#), Choice::Auto);
    assert_eq!(read::<Choice>(function), Choice::Limit9007199254740993TypeFunction);
    assert_eq!(read::<Choice>(r#"[1,"two"]"#), Choice::N1Two);
    assert_eq!(read::<Choice>("{}"), Choice::EmptyObject);
    assert_eq!(read::<Choice>("18446744073709551615"), Choice::from(u64::MAX));
    assert_eq!(Choice::N1Two.to_string(), r#"[1,"two"]"#);
    for unknown in ["[]", r#"{"type":"function"}"#, "9007199254740993", "true"] {
        assert!(matches!(read(unknown), Choice::Unknown(_)), "{unknown}");
    }
    let report = read::<types::Report>(&format!(r#"{{"ratio":1,"choice":{function}}}"#));
    assert_eq!(report.choice, Some(Choice::Limit9007199254740993TypeFunction));
    assert_eq!(Choice::VALUES.iter().map(|choice| Choice::from(choice.to_value())).collect::<Vec<_>>(), Choice::VALUES);
}

#[test]
fn parameters_of_every_style() {
    let seen = sent(|client| {
        client
            .get_ratio(2.0, "auto", 2)
            .each([1.0, 3.0])
            .joined(vec![Mode::Auto, Mode::True, Mode::Unknown(7.into())])
            .pipes(vec![Ratio::N0Dot5, Ratio::Minus1Dot5])
            .deep([("a", 0.5)])
            .x_mode(true)
            .kept(Ratio::N2Dot0)
    });
    assert_eq!(seen.target(), "/ratios/2.0/auto/2?deep%5Ba%5D=0.5&each=1&each=3&joined=auto,true,7&pipes=0.5%7C-1.5");
    assert_eq!(seen.header("x-mode"), Some("true"));
    assert_eq!(seen.header("cookie"), Some("kept=2.0"));
    let seen = sent(|client| client.get_label(Ratio::N1, vec![Mode::Auto, Mode::N0Dot5]));
    assert_eq!(seen.target(), "/labels/.1/;modes=auto,0.5");
}

#[test]
fn members_items_and_headers_of_an_answer() {
    const REPORT: &str =
        r#"{"ratio":9,"ratios":[1,0.5],"modes":{"a":1,"b":"auto","c":[2]},"nullable":null,"either":0.5}"#;
    let report = read::<types::Report>(REPORT);
    assert_eq!(report.ratio, Ratio::Unknown(9.0));
    assert_eq!(report.ratios, Some(vec![Ratio::N1, Ratio::N0Dot5]));
    assert_eq!(report.nullable, Some(None));
    assert_eq!(report.either, Some(types::report::Either::Ratio(Ratio::N0Dot5)));
    let answer = Answer::json(200, REPORT).with("x-ratio", "0.5").with("x-mode", "auto").with("x-ratios", "1, 4");
    let server = Server::new(answer);
    let response = wait(server.client(Client::builder()).get_ratio(1.0, 1, Level::N1).into_response()).unwrap();
    let headers = response.declared_headers();
    assert_eq!(headers.x_ratio, Some(Ratio::N0Dot5));
    assert_eq!(headers.x_mode, Some(Mode::Auto));
    assert_eq!(headers.x_ratios, Some(vec![Ratio::N1, Ratio::Unknown(4.0)]));
}

#[test]
fn integers_and_booleans_tell_branches_apart() {
    assert!(matches!(read(r#"{"type":1,"label":"a"}"#), types::Part::Row(_)));
    assert!(matches!(read(r#"{"type":2,"label":"a"}"#), types::Part::Button(_)));
    assert!(matches!(read(r#"{"label":"a","type":3}"#), types::Part::Unknown(_)));
    let [yes, no] = [true, false].map(|ok| read::<types::Answer>(&format!(r#"{{"ok":{ok},"text":"a"}}"#)));
    assert_ne!(std::mem::discriminant(&yes), std::mem::discriminant(&no));
    assert!(!matches!(yes, types::Answer::Unknown(_)));
}
