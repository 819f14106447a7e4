//! Each kind of type once, as the generator renders it.
#![allow(clippy::unwrap_used, reason = "helpers of tests may")]

use generator_runtime::json::{
    self, Decode, DecodeError, Encode, Field, Kind, Kinds, Member, Reader, Shape, Writer, from_slice, to_vec,
};
use serde_json::{Value, json};

/// The impls for serde, which are the same for every type.
macro_rules! serde_impls {
    ($($name:ty)*) => {$(
        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                json::serialize(self, serializer)
            }
        }
        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                json::deserialize(deserializer)
            }
        }
    )*};
}

serde_impls!(Empty Tags Priority Event Id);

/// An object without properties.
#[derive(Clone, Debug, PartialEq)]
struct Empty {}

impl Encode for Empty {
    fn encode(&self, writer: &mut Writer) {
        writer.object(&[], &[]);
    }
}

impl Decode for Empty {
    fn blank() -> Self {
        Self {}
    }

    fn read(&mut self, reader: &mut Reader<'_>) -> Result<(), DecodeError> {
        reader.object(&[], &mut [])
    }
}

/// An array, or anything else that has a name of its own.
#[derive(Clone, Debug, PartialEq)]
struct Tags(Option<Vec<String>>);

impl Encode for Tags {
    fn encode(&self, writer: &mut Writer) {
        self.0.encode(writer);
    }
}

impl Decode for Tags {
    fn blank() -> Self {
        Self(Decode::blank())
    }

    fn read(&mut self, reader: &mut Reader<'_>) -> Result<(), DecodeError> {
        self.0.read(reader)
    }

    /// Only where the type inside is nullable.
    fn takes_null() -> bool {
        true
    }
}

/// An enum of integers.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Priority {
    Low,
    High,
    Unknown(i64),
}

impl From<i64> for Priority {
    fn from(value: i64) -> Self {
        match value {
            1 => Self::Low,
            9 => Self::High,
            _ => Self::Unknown(value),
        }
    }
}

impl Priority {
    fn value(self) -> i64 {
        match self {
            Self::Low => 1,
            Self::High => 9,
            Self::Unknown(value) => value,
        }
    }
}

impl Encode for Priority {
    fn encode(&self, writer: &mut Writer) {
        writer.i64(self.value());
    }
}

impl Decode for Priority {
    fn blank() -> Self {
        Self::Unknown(0)
    }

    fn read(&mut self, reader: &mut Reader<'_>) -> Result<(), DecodeError> {
        *self = reader.i64()?.into();
        Ok(())
    }
}

#[derive(Clone, Debug, PartialEq)]
struct Created {
    kind: String,
    id: i32,
}

static CREATED: [Field; 2] = [Field::required("kind"), Field::required("id")];

impl Encode for Created {
    fn encode(&self, writer: &mut Writer) {
        writer.object(&CREATED, &[&self.kind, &self.id]);
    }
}

impl Decode for Created {
    fn blank() -> Self {
        Self { kind: Decode::blank(), id: Decode::blank() }
    }

    fn read(&mut self, reader: &mut Reader<'_>) -> Result<(), DecodeError> {
        reader.object(&CREATED, &mut [&mut self.kind, &mut self.id])
    }
}

/// A union with a discriminator: `Created` has it as a property, `Empty` does not, so that the union writes it.
#[derive(Clone, Debug, PartialEq)]
enum Event {
    Created(Box<Created>),
    Deleted(Empty),
    Unknown(Value),
}

static EVENT: [&str; 3] = ["created", "recreated", "deleted"];

impl Encode for Event {
    fn encode(&self, writer: &mut Writer) {
        match self {
            Self::Created(value) => value.encode(writer),
            Self::Deleted(value) => writer.tagged("kind", "deleted", value),
            Self::Unknown(value) => value.encode(writer),
        }
    }
}

impl Decode for Event {
    fn blank() -> Self {
        Self::Unknown(Value::Null)
    }

    fn read(&mut self, reader: &mut Reader<'_>) -> Result<(), DecodeError> {
        *self = match reader.variant("kind", &EVENT)? {
            0 | 1 => Self::Created(Decode::decode(reader)?),
            2 => Self::Deleted(Decode::decode(reader)?),
            _ => Self::Unknown(Decode::decode(reader)?),
        };
        Ok(())
    }
}

/// A union of different JSON types needs no shapes.
#[derive(Clone, Debug, PartialEq)]
enum Id {
    Name(String),
    Number(i64),
    Unknown(Value),
}

impl Encode for Id {
    fn encode(&self, writer: &mut Writer) {
        match self {
            Self::Name(value) => value.encode(writer),
            Self::Number(value) => value.encode(writer),
            Self::Unknown(value) => value.encode(writer),
        }
    }
}

impl Decode for Id {
    fn blank() -> Self {
        Self::Unknown(Value::Null)
    }

    fn read(&mut self, reader: &mut Reader<'_>) -> Result<(), DecodeError> {
        *self = match reader.kind() {
            Some(Kind::String) => Self::Name(Decode::decode(reader)?),
            Some(Kind::Number) => Self::Number(Decode::decode(reader)?),
            _ => Self::Unknown(Decode::decode(reader)?),
        };
        Ok(())
    }
}

/// An object with properties beside a union: both read the same object, and write into the same.
#[derive(Clone, Debug, PartialEq)]
struct Envelope {
    at: i64,
    body: Body,
}

static ENVELOPE: [Field; 1] = [Field::required("at")];

impl Encode for Envelope {
    fn encode(&self, writer: &mut Writer) {
        writer.begin_object();
        writer.flatten(&self.body);
        writer.key("at");
        self.at.encode(writer);
        writer.end_object();
    }
}

impl Decode for Envelope {
    fn blank() -> Self {
        Self { at: Decode::blank(), body: Decode::blank() }
    }

    fn read(&mut self, reader: &mut Reader<'_>) -> Result<(), DecodeError> {
        self.body.read(&mut reader.clone())?;
        reader.object(&ENVELOPE, &mut [&mut self.at])
    }
}

/// A union without a discriminator.
#[derive(Clone, Debug, PartialEq)]
enum Body {
    Created(Created),
    Empty(Empty),
    Unknown(Value),
}

static BODY: [Shape; 2] = [
    Shape::object(&[Member::required("kind", Kinds::STRING), Member::required("id", Kinds::INTEGER)]),
    Shape::object(&[]),
];

impl Encode for Body {
    fn encode(&self, writer: &mut Writer) {
        match self {
            Self::Created(value) => value.encode(writer),
            Self::Empty(value) => value.encode(writer),
            Self::Unknown(value) => value.encode(writer),
        }
    }
}

impl Decode for Body {
    fn blank() -> Self {
        Self::Unknown(Value::Null)
    }

    fn read(&mut self, reader: &mut Reader<'_>) -> Result<(), DecodeError> {
        reader.union(&BODY, &mut |index, reader| {
            *self = match index {
                0 => Self::Created(Decode::decode(reader)?),
                1 => Self::Empty(Decode::decode(reader)?),
                _ => Self::Unknown(Decode::decode(reader)?),
            };
            Ok(())
        })
    }
}

/// Reads a text, checks that it is written again, and that serde sees the same.
fn round_trip<T>(text: &str) -> T
where
    T: Decode + Encode + PartialEq + std::fmt::Debug,
{
    let value: T = from_slice(text.as_bytes()).unwrap();
    assert_eq!(String::from_utf8(to_vec(&value)).unwrap(), text);
    value
}

#[test]
fn empty_objects() {
    assert_eq!(round_trip::<Vec<Empty>>("[{},{}]"), [Empty {}, Empty {}]);
    assert_eq!(from_slice::<Empty>(br#"{"a":[{}]}"#).unwrap(), Empty {});
    assert!(from_slice::<Empty>(b"[]").is_err());
}

#[test]
fn newtypes() {
    assert_eq!(round_trip::<Option<Tags>>("null"), Some(Tags(None)));
    assert_eq!(round_trip::<Tags>(r#"["a"]"#), Tags(Some(vec!["a".into()])));
}

#[test]
fn integer_enums() {
    let values = round_trip::<Vec<Priority>>("[1,9,-5]");
    assert_eq!(values, [Priority::Low, Priority::High, Priority::Unknown(-5)]);
    assert_eq!(from_slice::<Priority>(b"9.0").unwrap(), Priority::High);
    assert!(from_slice::<Priority>(b"\"1\"").is_err());
}

#[test]
fn discriminated_unions() {
    let created = |kind: &str| Event::Created(Box::new(Created { kind: kind.into(), id: 1 }));
    assert_eq!(round_trip::<Event>(r#"{"kind":"created","id":1}"#), created("created"));
    assert_eq!(from_slice::<Event>(br#"{"id":1,"kind":"recreated"}"#).unwrap(), created("recreated"));
    assert_eq!(round_trip::<Event>(r#"{"kind":"deleted"}"#), Event::Deleted(Empty {}));
    for text in [r#"{"kind":"new","id":[1]}"#, r#"{"id":1}"#, r#"{"kind":null}"#] {
        assert_eq!(round_trip::<Event>(text), Event::Unknown(serde_json::from_str(text).unwrap()));
    }
    let error = from_slice::<Vec<Event>>(br#"[{"kind":"created","id":"x"}]"#).unwrap_err();
    assert_eq!(error.path(), "$[0].id");
    assert_eq!(from_slice::<Event>(b"3").unwrap_err().expected(), "an object");
}

#[test]
fn unions_of_json_types() {
    let ids = round_trip::<Vec<Id>>(r#"["a",1,true]"#);
    assert_eq!(ids, [Id::Name("a".into()), Id::Number(1), Id::Unknown(json!(true))]);
}

#[test]
fn objects_beside_unions() {
    let envelope = round_trip::<Envelope>(r#"{"kind":"k","id":1,"at":7}"#);
    assert_eq!((envelope.at, envelope.body), (7, Body::Created(Created { kind: "k".into(), id: 1 })));
    assert_eq!(round_trip::<Envelope>(r#"{"at":7}"#).body, Body::Empty(Empty {}));
    assert_eq!(from_slice::<Envelope>(br#"{"kind":"k","id":1}"#).unwrap_err().path(), "$");
}

#[test]
fn serde_sees_the_same() {
    let tree = json!({"kind": "created", "id": 1});
    let event: Event = serde_json::from_value(tree.clone()).unwrap();
    assert_eq!(serde_json::to_value(&event).unwrap(), tree);
    assert_eq!(serde_json::to_string(&Tags(None)).unwrap(), "null");
    assert_eq!(serde_json::from_str::<Priority>("9").unwrap(), Priority::High);
    assert_eq!(serde_json::from_str::<Id>("9").unwrap(), Id::Number(9));
    assert_eq!(serde_json::from_str::<Empty>("{}").unwrap(), Empty {});
}
