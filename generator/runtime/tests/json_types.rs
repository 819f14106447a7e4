//! What generated types make of JSON: objects, enums, and the bridge to serde, on types written as the generator does.
#![allow(clippy::unwrap_used, reason = "helpers of tests may")]

use std::collections::BTreeMap;

use generator_runtime::json::{self, Decode, DecodeError, Encode, Field, Reader, Writer, from_slice, to_vec};
use serde_json::{Value, json};

#[derive(Clone, Debug, PartialEq)]
struct Pet {
    id: i64,
    name: String,
    owner: Option<String>,
    nickname: Option<String>,
    chip: Option<Option<String>>,
    parent: Option<Box<Pet>>,
    status: Status,
}

static PET: [Field; 7] = [
    Field::required("id"),
    Field::required("full name"),
    Field::required("owner"),
    Field::optional("nickname"),
    Field::optional("chip"),
    Field::optional("parent"),
    Field::required("status"),
];

impl Encode for Pet {
    fn encode(&self, writer: &mut Writer) {
        writer
            .object(&PET, &[&self.id, &self.name, &self.owner, &self.nickname, &self.chip, &self.parent, &self.status]);
    }
}

impl Decode for Pet {
    fn blank() -> Self {
        Self {
            id: Decode::blank(),
            name: Decode::blank(),
            owner: Decode::blank(),
            nickname: Decode::blank(),
            chip: Decode::blank(),
            parent: Decode::blank(),
            status: Decode::blank(),
        }
    }

    fn read(&mut self, reader: &mut Reader<'_>) -> Result<(), DecodeError> {
        reader.object(
            &PET,
            &mut [
                &mut self.id,
                &mut self.name,
                &mut self.owner,
                &mut self.nickname,
                &mut self.chip,
                &mut self.parent,
                &mut self.status,
            ],
        )
    }
}

impl serde::Serialize for Pet {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        json::serialize(self, serializer)
    }
}

impl<'de> serde::Deserialize<'de> for Pet {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        json::deserialize(deserializer)
    }
}

#[derive(Clone, Debug, PartialEq)]
enum Status {
    Available,
    Sold,
    Unknown(Box<str>),
}

impl Status {
    const VALUES: &'static [&'static str] = &["available", "sold"];

    fn as_str(&self) -> &str {
        match self {
            Self::Available => "available",
            Self::Sold => "sold",
            Self::Unknown(value) => value,
        }
    }
}

impl From<&str> for Status {
    fn from(value: &str) -> Self {
        match json::position(Self::VALUES, value) {
            0 => Self::Available,
            1 => Self::Sold,
            _ => Self::Unknown(value.into()),
        }
    }
}

impl Encode for Status {
    fn encode(&self, writer: &mut Writer) {
        writer.string(self.as_str());
    }
}

impl Decode for Status {
    fn blank() -> Self {
        Self::Unknown(Box::default())
    }

    fn read(&mut self, reader: &mut Reader<'_>) -> Result<(), DecodeError> {
        *self = Self::from(&*reader.string()?);
        Ok(())
    }
}

#[derive(Clone, Debug, PartialEq)]
struct Labelled {
    name: String,
    rest: BTreeMap<String, i32>,
}

static LABELLED: [Field; 1] = [Field::required("name")];

impl Encode for Labelled {
    fn encode(&self, writer: &mut Writer) {
        writer.object_and_rest(&LABELLED, &[&self.name], &self.rest);
    }
}

impl Decode for Labelled {
    fn blank() -> Self {
        Self { name: Decode::blank(), rest: Decode::blank() }
    }

    fn read(&mut self, reader: &mut Reader<'_>) -> Result<(), DecodeError> {
        self.rest.clear();
        reader.object_and_rest(&LABELLED, &mut [&mut self.name], &mut self.rest)
    }
}

const FULL: &str = r#"{"id":7,"full name":"Rex","owner":null,"nickname":"R","chip":null,"parent":{"id":1,"full name":"","owner":"x","status":"sold"},"status":"eaten"}"#;

fn read<T: Decode>(text: &str) -> Result<T, DecodeError> {
    from_slice(text.as_bytes())
}

fn write(value: &dyn Encode) -> String {
    String::from_utf8(to_vec(value)).unwrap()
}

#[test]
fn objects_are_written_as_they_were_read() {
    let pet: Pet = read(FULL).unwrap();
    assert_eq!((pet.id, pet.owner.as_deref(), pet.nickname.as_deref()), (7, None, Some("R")));
    assert_eq!(pet.status, Status::Unknown("eaten".into()));
    assert_eq!(pet.parent.as_ref().unwrap().status, Status::Sold);
    assert_eq!(write(&pet), FULL);
}

#[test]
fn absent_null_and_present_are_told_apart() {
    let chip = |text: &str| {
        let pet: Pet = read(&format!(r#"{{"id":1,"full name":"","owner":null,"status":"sold"{text}}}"#)).unwrap();
        assert!(write(&pet).ends_with(&format!("{text}}}")) || text.is_empty() || write(&pet).contains(text));
        pet.chip
    };
    assert_eq!(chip(""), None);
    assert_eq!(chip(r#","chip":null"#), Some(None));
    assert_eq!(chip(r#","chip":"a""#), Some(Some("a".into())));
}

#[test]
fn members_come_in_any_order_and_spelling() {
    let pet: Pet =
        read(r#"{ "status":"sold" , "x":[{}], "\u0069d" : 1.0, "owner":"o" ,"full\u0020name":"n","y":null}"#).unwrap();
    assert_eq!((pet.id, pet.name.as_str(), pet.owner.as_deref()), (1, "n", Some("o")));
}

#[test]
fn null_for_an_optional_member_is_as_if_it_were_absent() {
    let pet: Pet =
        read(r#"{"id":1,"full name":"","owner":null,"status":"sold","nickname":null,"parent":null}"#).unwrap();
    assert_eq!((pet.nickname, pet.parent), (None, None));
}

#[test]
fn null_is_kept_where_a_type_has_it() {
    assert_eq!(read::<Option<Value>>("null").unwrap(), Some(Value::Null));
    assert_eq!(read::<Option<Option<i32>>>("null").unwrap(), Some(None));
    assert_eq!(read::<Option<Box<Option<i32>>>>("null").unwrap(), Some(Box::new(None)));
    assert_eq!(read::<Option<i32>>("null").unwrap(), None);
    assert_eq!(read::<Vec<Option<i32>>>("[null,1]").unwrap(), [None, Some(1)]);
    for text in ["", " ", "\u{feff}", "nul"] {
        assert!(read::<Option<i32>>(text).is_err() && read::<Option<Value>>(text).is_err(), "{text:?}");
    }
}

#[test]
fn the_last_of_two_members_wins_and_nothing_of_the_first_stays() {
    let parent = r#""parent":{"id":1,"full name":"","owner":null,"status":"sold","nickname":"old","chip":null}"#;
    let text = |second: &str| {
        format!(r#"{{"id":1,"id":2,"full name":"","owner":"a","owner":null,"status":"sold",{parent},{second}}}"#)
    };
    let pet: Pet = read(&text(&parent.replace(r#","nickname":"old","chip":null"#, ""))).unwrap();
    let parent = pet.parent.unwrap();
    assert_eq!((pet.id, pet.owner, parent.nickname, parent.chip), (2, None, None, None));
    assert_eq!(read::<Pet>(&text(r#""parent":null"#)).unwrap().parent, None);
    assert_eq!(read::<Vec<i32>>("[1]").unwrap(), [1]);
    assert_eq!(read::<BTreeMap<String, Vec<i32>>>(r#"{"a":[1,2],"a":[3]}"#).unwrap()["a"], [3]);
}

#[test]
fn a_missing_member_is_named() {
    for (text, name) in [
        ("{}", "id"),
        (r#"{"id":1,"full name":"","status":"sold"}"#, "owner"),
        (r#"{"owner":null,"status":"sold","id":1}"#, "full name"),
    ] {
        let error = read::<Pet>(text).unwrap_err();
        assert_eq!(error.expected(), format!("an object with the required member `{name}`"));
    }
    let error = read::<Vec<Pet>>(&format!(r#"[{FULL}, {{"id":1}}]"#)).unwrap_err();
    assert_eq!((error.path(), error.offset()), ("$[1]", FULL.len() + 3));
}

#[test]
fn a_required_member_of_many_is_missed() {
    const NAMES: [&str; 200] = {
        let mut names = ["x"; 200];
        names[70] = "y";
        names[199] = "z";
        names
    };
    let fields = NAMES.map(Field::optional);
    let mut required = fields;
    required[199] = Field::required("z");
    let read = |fields: &[Field], text: &str| {
        let mut values = vec![None::<i64>; 200];
        let mut slots: Vec<&mut dyn Decode> = values.iter_mut().map(|value| value as &mut dyn Decode).collect();
        Reader::new(text).object(fields, &mut slots).map(|()| (values[70], values[199]))
    };
    assert_eq!(read(&fields, r#"{"y":1}"#).unwrap(), (Some(1), None));
    assert_eq!(read(&required, r#"{"z":1,"y":2,"z":3}"#).unwrap(), (Some(2), Some(3)));
    let error = read(&required, r#"{"y":2}"#).unwrap_err();
    assert_eq!(error.expected(), "an object with the required member `z`");
}

#[test]
fn other_members_go_to_the_map() {
    let labelled: Labelled = read(r#"{"b":2,"name":"n","a":1,"b":3}"#).unwrap();
    assert_eq!(labelled.rest, BTreeMap::from([("a".into(), 1), ("b".into(), 3)]));
    assert_eq!(write(&labelled), r#"{"name":"n","a":1,"b":3}"#);
    assert_eq!(read::<Labelled>(r#"{"name":"n","a":"x"}"#).unwrap_err().path(), "$.a");
}

#[test]
fn no_member_is_written_twice() {
    let rest = BTreeMap::from([("name".to_owned(), 1), ("a".to_owned(), 2)]);
    assert_eq!(write(&Labelled { name: "n".into(), rest }), r#"{"name":"n","a":2}"#);
}

#[test]
fn integers_may_be_written_as_other_numbers() {
    for (text, value) in
        [("1.0", 1), ("1e2", 100), ("1.5e1", 15), ("-2E+0", -2), ("-0", 0), ("0e9", 0), ("100e-2", 1), ("1.000", 1)]
    {
        assert_eq!(read::<i64>(text).unwrap(), value, "{text}");
        assert_eq!(read::<i32>(text).unwrap(), i32::try_from(value).unwrap(), "{text}");
    }
    assert_eq!(read::<i64>("9223372036854775807.0").unwrap(), i64::MAX);
    assert_eq!(read::<i64>("-9223372036854775808").unwrap(), i64::MIN);
    assert_eq!(read::<u64>("1.8446744073709551615e19").unwrap(), u64::MAX);
    assert_eq!(read::<i64>("1.0000000000000000000000000").unwrap(), 1);
    assert_eq!(read::<i64>("0.0000000000000000000000001e25").unwrap(), 1);
}

#[test]
fn numbers_that_do_not_fit_are_refused() {
    for text in [
        "1.5",
        "1e-1",
        "9223372036854775808",
        "-9223372036854775809",
        "1e19",
        "1e400",
        "1e99999999999",
        "\"x\"",
        "true",
        "null",
        "[]",
    ] {
        assert!(read::<i64>(text).is_err(), "{text}");
    }
    for text in ["2147483648", "-2147483649", "3e9"] {
        let error = read::<Vec<i32>>(&format!("[0,{text}]")).unwrap_err();
        assert_eq!((error.path(), error.expected()), ("$[1]", "a 32-bit integer"), "{text}");
    }
    assert!(read::<u64>("-1").is_err() && read::<u32>("4294967296").is_err());
    assert_eq!((read::<u64>("-0").unwrap(), read::<u32>("4294967295").unwrap()), (0, u32::MAX));
    assert!(read::<f64>("1e400").is_err() && read::<f32>("1e39").is_err());
    assert_eq!(read::<f32>("0.1").unwrap(), 0.1f32);
    assert!(read::<f64>("-0").unwrap().is_sign_negative());
}

#[test]
fn numbers_without_a_fraction_are_written_without_one() {
    let cases = [
        (5.0_f64, "5"),
        (-3.0, "-3"),
        (0.0, "0"),
        (-0.0, "-0"),
        (100.5, "100.5"),
        (9_007_199_254_740_993.0, "9007199254740992"),
        (1e15, "1000000000000000"),
        (1e16, "1e+16"),
        (1e300, "1e+300"),
    ];
    for (value, text) in cases {
        assert_eq!(write(&value), text);
        assert_eq!(read::<f64>(text).unwrap().to_bits(), value.to_bits(), "{text}");
    }
    assert_eq!(write(&16_777_216.0_f32), "16777216");
}

#[test]
fn scalars_are_written_as_serde_json_writes_them() {
    let floats =
        [0.0, -0.0, 1.0, 0.1, 1e21, 1e-7, f64::MAX, f64::MIN_POSITIVE, 5e-324, f64::NAN, f64::INFINITY, 123_456.789];
    for value in floats {
        let plain = |text: String| text.strip_suffix(".0").map_or(text.clone(), str::to_owned);
        assert_eq!(write(&value), plain(serde_json::to_string(&value).unwrap()));
        let small = value as f32;
        assert_eq!(write(&small), plain(serde_json::to_string(&small).unwrap()));
    }
    assert_eq!(write(&vec![i64::MIN, i64::MAX]), "[-9223372036854775808,9223372036854775807]");
    assert_eq!(
        (write(&u64::MAX), write(&true), write(&())),
        ("18446744073709551615".into(), "true".into(), "null".into())
    );
    for code in 0..0x300 {
        let text = format!("plain {} text", char::from_u32(code).unwrap());
        assert_eq!(write(&text), serde_json::to_string(&text).unwrap());
        assert_eq!(read::<String>(&write(&text)).unwrap(), text);
    }
}

#[test]
fn containers_are_written_without_stray_commas() {
    assert_eq!(write(&Vec::<i32>::new()), "[]");
    assert_eq!(write(&vec![Vec::<i32>::new(), vec![1, 2], vec![]]), "[[],[1,2],[]]");
    assert_eq!(write(&vec!["[".to_owned(), "{".to_owned()]), r#"["[","{"]"#);
    assert_eq!(
        write(&vec![BTreeMap::<String, i32>::new(), BTreeMap::from([("{".into(), 1), ("[".into(), 2)])]),
        r#"[{},{"[":2,"{":1}]"#
    );
    assert_eq!(write(&vec![None, Some(1)]), "[null,1]");
    assert_eq!(write(&json!({"a": [{}, []], "b": {"c": null}})), r#"{"a":[{},[]],"b":{"c":null}}"#);
}

#[test]
fn other_formats_see_the_wire_format() {
    let pet: Pet = read(FULL).unwrap();
    let tree = serde_json::to_value(&pet).unwrap();
    assert_eq!(tree, serde_json::from_str::<Value>(FULL).unwrap());
    assert_eq!(serde_json::from_value::<Pet>(tree).unwrap(), pet);
    assert_eq!(serde_json::from_str::<Pet>(FULL).unwrap(), pet);
    assert_eq!(serde_json::to_string(&vec![&pet, &pet]).unwrap(), format!("[{FULL},{FULL}]"));
    assert_eq!(serde_json::from_str::<Vec<Pet>>(&format!(" [ {FULL} , {FULL} ] ")).unwrap().len(), 2);
    assert!(serde_json::to_string_pretty(&pet).unwrap().contains("\n  \"full name\": \"Rex\""));
    let error = serde_json::from_str::<Pet>(r#"{"id":"x"}"#).unwrap_err();
    assert!(error.to_string().contains("$.id: expected a 64-bit integer, found a string"), "{error}");
}

/// What arrays and maps of any deserializer become, and keys that are not strings.
#[test]
fn other_formats_are_read_as_json() {
    struct Any(Value);
    impl<'de> serde::Deserialize<'de> for Any {
        fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
            json::deserialize(deserializer).map(Self)
        }
    }
    for text in ["[]", "[1]", "[[],[1,[2]],{}]", r#"{"a":[],"b":{"c":[null,true,-1,1.5,"x",18446744073709551615]}}"#] {
        let tree: Value = serde_json::from_str(text).unwrap();
        assert_eq!(serde_json::from_str::<Any>(text).unwrap().0, tree);
        assert_eq!(serde_json::from_value::<Any>(tree.clone()).unwrap().0, tree);
    }
    use serde::de::IntoDeserializer as _;
    use serde::de::value::{Error, MapDeserializer};
    let map = MapDeserializer::<_, Error>::new([(1u64, 'a'), (2, 'b')].into_iter());
    assert_eq!(json::deserialize::<Value, _>(map).unwrap(), json!({"1": "a", "2": "b"}));
    let number = |text| MapDeserializer::<_, Error>::new([("$serde_json::private::Number", text)].into_iter());
    assert_eq!(json::deserialize::<i64, _>(number("12")).unwrap(), 12);
    assert_eq!(json::deserialize::<f64, _>(number("-1.5e3")).unwrap(), -1500.0);
    assert_eq!(json::deserialize::<Value, _>(number("1,2")).unwrap(), json!({"$serde_json::private::Number": "1,2"}));
    let none: serde::de::value::UnitDeserializer<Error> = ().into_deserializer();
    assert_eq!(json::deserialize::<Option<i32>, _>(none).unwrap(), None);
}
