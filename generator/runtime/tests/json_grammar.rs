//! The grammar of JSON: the same documents are accepted, with the same values, as by serde_json.
#![allow(clippy::unwrap_used, reason = "helpers of tests may")]

use generator_runtime::json::{from_slice, to_vec};
use serde_json::Value;

/// Documents on the edge of the grammar, good and bad; which is which is for serde_json to say.
#[rustfmt::skip]
const TABLE: &[&str] = &[
    "", " ", "null", "nul", "nulll", "nullnull", "Null", "true", "tru", "false", "falsey", "t", "\u{feff}1",
    " \t\r\n1 \t\r\n", "\u{a0}1", "\u{b}1", "1 2", "1,", "[1],", "{} x", "/* */1", "1//", "'a'", "NaN",
    "Infinity", "-Infinity",
    // Numbers.
    "0", "-0", "-", "+1", "01", "-01", "00", "1.", ".1", "1.e1", "1e", "1e+", "1e-", "1e1", "1E+1", "1e-1",
    "-1e1", "0e0", "0.0", "-0.0", "1.5", "-1.5", "0x10", "1_000", "1a", "1.5.5", "1e5e5", "--1", "1-",
    "9223372036854775807", "9223372036854775808", "-9223372036854775808", "-9223372036854775809",
    "18446744073709551615", "18446744073709551616", "-18446744073709551616", "99999999999999999999999999",
    "1e308", "1.7976931348623157e308", "1.7976931348623159e308", "1e309", "1e400", "-1e400", "1e-400", "-1e-400",
    "5e-324", "2e-324", "2.2250738585072014e-308", "1e99999999999999999999", "1e-99999999999999999999",
    "0e99999999999999999999", "0.00000000000000000000000000000000000001", "123456789012345678901234567890.5",
    "1e2147483648", "1e-2147483648", "9007199254740993", "0.1e-2147483648",
    "1.00000000000000000000000000000000000000000000", "0.3", "4.35", "1e23", "8.5e-45",
    // Strings.
    r#""""#, r#""a"#, r#"""#, r#""a""b""#, r#""\""#, r#""\\""#, r#""\/\b\f\n\r\t\"""#, r#""\a""#, r#""\u""#,
    r#""\u12""#, r#""\u12g4""#, r#""\u0000""#, r#""\u00e9\u20AC""#, r#""\ud83d\ude00""#, r#""\ud83d""#,
    r#""\ude00""#, r#""\ud83d\ud83d""#, r#""\ud83dx""#, r#""\ud83d\n""#, r#""\ude00\ud83d""#, r#""\ud83d\u0041""#,
    r#""\uD83D\u""#, r#""\U0041""#, r#""\x41""#, "\"\t\"", "\"\n\"", "\"\0\"", "\"\u{1f}\"", "\"\u{7f}\"",
    "\"\u{80}\u{2028}\u{ffff}\u{10ffff}\"", "\"12345678\"", "\"1234567\\n9\"", "\"12345678\u{1}\"",
    "\"éééééééé\\u0041é\"", "\"aaaaaaa", "\"aaaaaaaa", "\"aaaaaaa\\", "\"aaaaaaa\\u00", "\"!!!!!!!!\"",
    "\"  ##\"", "\"\u{1f}!!!!!!!\"", "\"[][][]]]]\\\\\"",
    // Arrays and objects.
    "[", "]", "[]", "[ ]", "[,]", "[1", "[1,", "[1,]", "[,1]", "[1 2]", "[1,,2]", "[[]", "[]]", "[1}",
    "[\"a\",1.5,null,true,{}]", "{", "}", "{}", "{ }", "{,}", "{\"a\"}", "{\"a\":}", "{\"a\":1", "{\"a\":1,}",
    "{\"a\":1,,\"b\":2}", "{,\"a\":1}", "{a:1}", "{1:1}", "{\"a\" : 1 , \"b\" : [ ] }", "{\"a\":1 \"b\":2}",
    "{\"a\" 1}", "{\"a\"::1}", "{\"a\":1]", "{\"a\":1,\"a\":2}", "{\"\\u0061\":1,\"a\":2}", "{\"\":0}",
    "{\"a\\\"b\":1}", "{null:1}", "{\"a\":1,\"b\":2,\"a\":3}",
];

#[test]
fn accepts_what_serde_json_accepts() {
    for text in TABLE {
        compare(text.as_bytes());
    }
}

#[test]
fn nesting_ends_where_serde_json_ends() {
    for depth in [1, 126, 127, 128, 129, 100_000] {
        compare(format!("{}{}", "[".repeat(depth), "]".repeat(depth)).as_bytes());
        compare(format!("{}1{}", "{\"a\":".repeat(depth), "}".repeat(depth)).as_bytes());
        compare("[".repeat(depth).as_bytes());
    }
}

#[test]
fn bytes_that_are_not_utf8_are_refused() {
    for bytes in [
        &b"\"\xff\""[..],
        b"\"\xc0\x80\"",
        b"\"\xed\xa0\x80\"",
        b"\"\xf4\x90\x80\x80\"",
        b"\xff",
        b"\"\xe2\x82\"",
        b"{\"\xff\":1}",
    ] {
        assert!(serde_json::from_slice::<Value>(bytes).is_err());
        let error = from_slice::<Value>(bytes).unwrap_err();
        assert_eq!(error.expected(), "UTF-8");
        assert!(!error.snippet().is_empty());
    }
}

#[test]
fn a_byte_order_mark_is_skipped_once() {
    assert_eq!(from_slice::<i64>("\u{feff} 1".as_bytes()).unwrap(), 1);
    assert!(from_slice::<i64>("\u{feff}\u{feff}1".as_bytes()).is_err());
    let error = from_slice::<Vec<i64>>("\u{feff}[1,null]".as_bytes()).unwrap_err();
    assert_eq!((error.path(), error.offset()), ("$[1]", 6));
}

/// Random documents, most of them damaged in one place.
#[test]
fn agrees_with_serde_json_on_random_documents() {
    let mut random = Random(0x9e37_79b9_7f4a_7c15);
    for _ in 0..20_000 {
        let mut text = Vec::new();
        random.value(4, &mut text);
        compare(&text);
        random.damage(&mut text);
        compare(&text);
    }
}

/// The standard library rounds correctly.
#[test]
fn floats_are_exact() {
    let mut random = Random(0x2545_f491_4f6c_dd1d);
    for _ in 0..50_000 {
        let mut text = Vec::new();
        random.number(&mut text);
        let expected: f64 = str::from_utf8(&text).unwrap().parse().unwrap();
        match from_slice::<f64>(&text) {
            Ok(value) => assert_eq!(value.to_bits(), expected.to_bits(), "{expected}"),
            Err(_) => assert!(expected.is_infinite(), "{expected}"),
        }
    }
}

fn compare(bytes: &[u8]) {
    let shown = String::from_utf8_lossy(&bytes[..bytes.len().min(200)]).into_owned();
    let bom = bytes.starts_with("\u{feff}".as_bytes());
    let theirs = serde_json::from_slice::<Value>(if bom { &bytes[3..] } else { bytes });
    match (from_slice::<Value>(bytes), theirs) {
        (Ok(ours), Ok(theirs)) => {
            assert!(same(&ours, &theirs), "{shown}: {ours:?} instead of {theirs:?}");
            assert_eq!(to_vec(&ours), serde_json::to_vec(&ours).unwrap(), "{shown}");
        }
        (Err(error), Err(_)) => assert!(error.offset() <= bytes.len(), "{shown}: {error}"),
        (ours, theirs) => panic!("{shown}: {ours:?} instead of {theirs:?}"),
    }
}

/// Equal, and in the same order. serde_json's floats can be off by some units in the last place; ours are
/// exact, see `floats_are_exact`.
fn same(ours: &Value, theirs: &Value) -> bool {
    match (ours, theirs) {
        (Value::Number(a), Value::Number(b)) if a.is_f64() && b.is_f64() => {
            let (a, b) = (a.as_f64().unwrap(), b.as_f64().unwrap());
            a.is_sign_negative() == b.is_sign_negative() && a.to_bits().abs_diff(b.to_bits()) <= 8
        }
        (Value::Array(a), Value::Array(b)) => a.len() == b.len() && a.iter().zip(b).all(|(a, b)| same(a, b)),
        (Value::Object(a), Value::Object(b)) => {
            a.len() == b.len() && a.iter().zip(b).all(|((i, a), (j, b))| i == j && same(a, b))
        }
        _ => ours == theirs,
    }
}

/// xorshift64: small, and the same everywhere.
struct Random(u64);

impl Random {
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % limit as u64) as usize
    }

    fn pick<'a>(&mut self, choices: &[&'a str]) -> &'a str {
        choices[self.below(choices.len())]
    }

    fn value(&mut self, depth: usize, out: &mut Vec<u8>) {
        self.space(out);
        match self.below(if depth == 0 { 5 } else { 9 }) {
            0 => out.extend_from_slice(self.pick(&["null", "true", "false"]).as_bytes()),
            1 | 2 => self.number(out),
            3 | 4 => self.string(out),
            5 | 6 => self.container(depth, out, *b"[]", |random, out| random.space(out)),
            _ => self.container(depth, out, *b"{}", |random, out| {
                random.space(out);
                random.string(out);
                random.space(out);
                out.push(b':');
            }),
        }
        self.space(out);
    }

    fn container(
        &mut self,
        depth: usize,
        out: &mut Vec<u8>,
        [open, close]: [u8; 2],
        before: fn(&mut Self, &mut Vec<u8>),
    ) {
        out.push(open);
        for index in 0..self.below(4) {
            if index > 0 {
                out.push(b',');
            }
            before(self, out);
            self.value(depth - 1, out);
        }
        out.push(close);
    }

    fn number(&mut self, out: &mut Vec<u8>) {
        let integer = self.0 >> self.below(64);
        let sign = self.pick(&["", "-"]);
        let fraction = match self.below(3) {
            0 => format!(".{:0width$}", self.0 >> self.below(64), width = self.below(24)),
            _ => String::new(),
        };
        let exponent = match self.below(3) {
            0 => format!("{}{}", self.pick(&["e", "E", "e-", "e+"]), self.below(330)),
            _ => String::new(),
        };
        out.extend_from_slice(format!("{sign}{integer}{fraction}{exponent}").as_bytes());
    }

    fn string(&mut self, out: &mut Vec<u8>) {
        const PIECES: &[&str] = &[
            "a",
            "key",
            "é",
            "€",
            "😀",
            " ",
            "plain text",
            "\\n",
            "\\\"",
            "\\\\",
            "\\/",
            "\\u0041",
            "\\ud83d\\ude00",
            "\\u001f",
            "\u{7f}",
            "{[,:]}",
        ];
        out.push(b'"');
        for _ in 0..self.below(6) {
            out.extend_from_slice(self.pick(PIECES).as_bytes());
        }
        out.push(b'"');
    }

    fn space(&mut self, out: &mut Vec<u8>) {
        if self.below(4) == 0 {
            out.extend_from_slice(self.pick(&[" ", "\n", "\t", "\r\n  "]).as_bytes());
        }
    }

    fn damage(&mut self, text: &mut Vec<u8>) {
        let place = self.below(text.len());
        match self.below(4) {
            0 => drop(text.remove(place)),
            1 => text.truncate(place),
            2 => text[place] = b"\"\\{}[],:0-.eE+u \x01\xff"[self.below(18)],
            _ => text.insert(place, b"\"\\{}[],:0-.eE+u \x01\xff"[self.below(18)]),
        }
    }
}
