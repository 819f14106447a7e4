//! How the branch of a union is found.
#![allow(clippy::unwrap_used, reason = "helpers of tests may")]

use generator_runtime::json::{
    Decode, DecodeError, Encode, Field, Kinds, Member, Reader, Shape, Writer, from_slice, to_vec,
};
use serde_json::Value;

/// Which branch of shapes a document is read by; `shapes.len()` is the one for anything else.
fn branch(shapes: &[Shape], text: &str) -> usize {
    let mut chosen = usize::MAX;
    let mut reader = Reader::new(text);
    reader
        .union(shapes, &mut |index, reader| {
            chosen = index;
            reader.skip()
        })
        .unwrap();
    reader.end().unwrap();
    chosen
}

/// The same answer whatever the order of the shapes is.
fn expect(shapes: &[Shape], text: &str, expected: usize) {
    assert_eq!(branch(shapes, text), expected, "{text}");
    let reversed: Vec<Shape> = shapes.iter().rev().copied().collect();
    let mirrored = if expected == shapes.len() { expected } else { shapes.len() - 1 - expected };
    assert_eq!(branch(&reversed, text), mirrored, "{text}, reversed");
}

#[test]
fn by_json_type() {
    let shapes = [
        Shape::new(Kinds::STRING),
        Shape::new(Kinds::INTEGER),
        Shape::new(Kinds::NUMBER),
        Shape::new(Kinds::BOOLEAN),
        Shape::array(&const { Shape::new(Kinds::STRING) }),
        Shape::array(&const { Shape::new(Kinds::INTEGER) }),
        Shape::object(&[]),
    ];
    for (text, expected) in [
        ("\"1\"", 0),
        ("1", 1),
        ("1.0", 1),
        ("1.5", 2),
        ("true", 3),
        ("[\"a\"]", 4),
        ("[1]", 5),
        ("{}", 6),
        ("null", 7),
    ] {
        expect(&shapes, text, expected);
    }
    expect(&[Shape::new(Kinds::ANY), Shape::new(Kinds::STRING.or(Kinds::NULL))], "null", 1);
    expect(&[Shape::new(Kinds::ANY), Shape::new(Kinds::STRING)], "null", 0);
}

#[test]
fn by_required_members_then_by_known_ones() {
    static SHAPES: [Shape; 4] = [
        Shape::object(&[Member::required("id", Kinds::INTEGER)]),
        Shape::object(&[Member::required("id", Kinds::INTEGER), Member::optional("bark", Kinds::BOOLEAN)]),
        Shape::object(&[Member::required("id", Kinds::INTEGER), Member::required("meow", Kinds::BOOLEAN)]),
        Shape::object(&[Member::required("id", Kinds::STRING)]),
    ];
    expect(&SHAPES, r#"{"id":1,"bark":true}"#, 1);
    expect(&SHAPES, r#"{"id":1,"meow":true}"#, 2);
    expect(&SHAPES, r#"{"x":0,"id":"1"}"#, 3);
    expect(&SHAPES, r#"{"meow":true}"#, 4);
    expect(&SHAPES, "{}", 4);
    assert_eq!(branch(&SHAPES, r#"{"id":1,"other":true}"#), 0);
}

/// A number in quotes is read as one, so that it is no reason to read a branch that does not know the member.
#[test]
fn by_numbers_in_quotes() {
    static SHAPES: [Shape; 3] = [
        Shape::object(&[Member::optional("name", Kinds::STRING)]),
        Shape::object(&[Member::optional("name", Kinds::STRING), Member::optional("size", Kinds::INTEGER)]),
        Shape::object(&[Member::optional("name", Kinds::STRING), Member::required("ratio", Kinds::NUMBER)]),
    ];
    expect(&SHAPES, r#"{"name":"n","size":10}"#, 1);
    expect(&SHAPES, r#"{"name":"n","size":"10"}"#, 1);
    expect(&SHAPES, r#"{"name":7,"size":"10"}"#, 3);
    expect(&SHAPES, r#"{"name":"n","ratio":"-0.5"}"#, 2);
    for unread in [r#""0.5""#, r#""ten""#, r#"" 10""#, r#""10 ""#, r#""""#, "true"] {
        expect(&SHAPES, &format!(r#"{{"name":"n","size":{unread}}}"#), 0);
    }
    // What is of the type itself comes first.
    static EXACT: [Shape; 2] = [
        Shape::object(&[Member::required("id", Kinds::INTEGER)]),
        Shape::object(&[Member::optional("id", Kinds::STRING)]),
    ];
    expect(&EXACT, r#"{"id":"1"}"#, 1);
    expect(&EXACT, r#"{"id":1}"#, 0);
}

/// The same with types that read themselves: the branch that was chosen for the number takes it.
#[test]
fn numbers_in_quotes_are_read_by_the_branch_that_knows_them() {
    const SIZE: Member = Member::optional("size", Kinds::INTEGER.or(Kinds::NULL));
    static SHAPES: [Shape; 2] = [
        Shape::object(&[Member::optional("name", Kinds::STRING)]),
        Shape::object(&[Member::optional("name", Kinds::STRING), SIZE]),
    ];
    let sized = |text: &str, overlapping: bool| {
        let (mut name, mut size) = (None::<String>, None::<i64>);
        let mut reader = Reader::new(text);
        let read = &mut |index: usize, reader: &mut Reader<'_>| match index {
            0 => reader.object(&[Field::optional("name")], &mut [&mut name]),
            1 => reader.object(&[Field::optional("name"), Field::optional("size")], &mut [&mut name, &mut size]),
            _ => reader.skip(),
        };
        if overlapping { reader.any_of(&SHAPES, read) } else { reader.union(&SHAPES, read) }.unwrap();
        size
    };
    for overlapping in [false, true] {
        assert_eq!(sized(r#"{"name":"n","size":"10000"}"#, overlapping), Some(10_000));
        assert_eq!(sized(r#"{"name":"n","size":7}"#, overlapping), Some(7));
        assert_eq!(sized(r#"{"name":"n","size":"ten"}"#, overlapping), None, "which is of the other one");
    }
}

#[test]
fn by_fixed_values() {
    static SHAPES: [Shape; 4] = [
        Shape::object(&[Member::required("kind", Kinds::STRING).values(&["a"]), Member::optional("x", Kinds::ANY)]),
        Shape::object(&[Member::required("kind", Kinds::STRING).values(&["b", "c"])]),
        Shape::object(&[Member::required("kind", Kinds::STRING)]),
        Shape::object(&[Member::required("kind", Kinds::INTEGER).values(&["1"])]),
    ];
    expect(&SHAPES, r#"{"kind":"a"}"#, 0);
    expect(&SHAPES, r#"{"kind":"c","y":1}"#, 1);
    expect(&SHAPES, r#"{"x":1,"kind":"\u0062"}"#, 1);
    expect(&SHAPES, r#"{"kind":"d","x":1}"#, 2);
    expect(&SHAPES, r#"{"kind":1}"#, 3);
    expect(&SHAPES, r#"{"kind":2}"#, 4);
}

#[test]
fn by_fixed_values_within_members() {
    static SHAPES: [Shape; 2] = [
        Shape::object(&[
            Member::optional("name", Kinds::STRING),
            Member::required("setup", Kinds::OBJECT).within(&[Member::required("type", Kinds::STRING).values(&["a"])]),
        ]),
        Shape::object(&[
            Member::optional("name", Kinds::STRING),
            Member::required("setup", Kinds::OBJECT).within(&[Member::required("type", Kinds::STRING).values(&["b"])]),
        ]),
    ];
    expect(&SHAPES, r#"{"name":"n","setup":{"type":"a"}}"#, 0);
    expect(&SHAPES, r#"{"setup":{"deep":{"type":"a"},"type":"b"}}"#, 1);
    expect(&SHAPES, r#"{"setup":{"type":"c"}}"#, 2);
    expect(&SHAPES, r#"{"setup":[{"type":"a"}]}"#, 2);
    assert_eq!(branch(&SHAPES, r#"{"setup":{}}"#), 0);
}

#[test]
fn by_values_and_formats_of_strings() {
    let shapes = [
        Shape::new(Kinds::STRING),
        Shape::new(Kinds::STRING).values(&["auto", "none"]),
        Shape::new(Kinds::STRING).accepts(|text| text.len() == 10 && text.as_bytes()[4] == b'-'),
    ];
    expect(&shapes, "\"auto\"", 1);
    expect(&shapes, "\"2024-01-01\"", 2);
    expect(&shapes, "\"other\"", 0);
}

#[test]
fn closed_objects_take_no_other_members() {
    static SHAPES: [Shape; 2] = [
        Shape::object(&[Member::optional("a", Kinds::ANY), Member::optional("b", Kinds::ANY)]).closed(),
        Shape::object(&[Member::optional("a", Kinds::ANY)]),
    ];
    expect(&SHAPES, r#"{"a":1,"b":2}"#, 0);
    expect(&SHAPES, r#"{"a":1,"b":2,"c":3}"#, 1);
}

#[test]
fn of_equals_the_one_that_demands_more() {
    static SHAPES: [Shape; 3] = [
        Shape::object(&[Member::required("id", Kinds::STRING), Member::optional("size", Kinds::INTEGER)]),
        Shape::object(&[Member::required("id", Kinds::STRING), Member::required("size", Kinds::INTEGER)]),
        Shape::object(&[Member::optional("id", Kinds::STRING), Member::optional("size", Kinds::INTEGER)]),
    ];
    expect(&SHAPES, r#"{"size":1,"id":"a"}"#, 1);
    expect(&SHAPES, r#"{"size":1}"#, 2);
}

#[test]
fn of_equals_the_one_that_loses_least() {
    static SHAPES: [Shape; 3] = [
        Shape::object(&[Member::optional("a", Kinds::ANY), Member::optional("b", Kinds::ANY)]),
        Shape::object(&[Member::optional("a", Kinds::ANY)]).and_rest(),
        Shape::new(Kinds::OBJECT),
    ];
    expect(&SHAPES, r#"{"a":1,"b":2}"#, 0);
    expect(&SHAPES, r#"{"a":1,"c":2}"#, 1);
    assert_ne!(branch(&SHAPES, r#"{"c":2}"#), 0);
    expect(&SHAPES[..1], r#"{"c":2}"#, 0);
}

/// An object that has all that two branches demand is of the one that knows more of it.
#[test]
fn by_all_members_that_are_known() {
    static SHAPES: [Shape; 2] = [
        Shape::object(&[
            Member::required("id", Kinds::STRING),
            Member::optional("name", Kinds::STRING),
            Member::optional("color", Kinds::STRING),
        ]),
        Shape::object(&[Member::required("id", Kinds::STRING), Member::required("size", Kinds::INTEGER)]),
    ];
    expect(&SHAPES, r#"{"id":"a","size":1,"name":"b","color":"c"}"#, 0);
    expect(&SHAPES, r#"{"id":"a","size":1,"weight":2}"#, 1);
    expect(&SHAPES, r#"{"id":"a","size":"large"}"#, 0);
}

#[test]
fn null_and_scalars_of_one_kind() {
    let shapes = [
        Shape::new(Kinds::STRING).values(&["1", "2"]),
        Shape::new(Kinds::INTEGER).values(&["1", "2"]),
        Shape::new(Kinds::INTEGER),
        Shape::new(Kinds::NULL),
        Shape::new(Kinds::BOOLEAN).values(&["false"]),
    ];
    for (text, expected) in [("\"1\"", 0), ("1", 1), ("3", 2), ("null", 3), ("false", 4), ("true", 5), ("\"3\"", 5)] {
        expect(&shapes, text, expected);
    }
    expect(&shapes, "1.5", 5);
    expect(&shapes, "{}", 5);
}

#[test]
fn arrays_by_their_first_item() {
    const CAT: Shape = Shape::object(&[Member::required("meow", Kinds::ANY)]);
    const DOG: Shape = Shape::object(&[Member::required("bark", Kinds::ANY)]);
    let shapes = [Shape::array(&CAT), Shape::array(&DOG), Shape::array(&const { Shape::array(&DOG) })];
    expect(&shapes, r#"[{"bark":1}]"#, 1);
    expect(&shapes, r#"[[{"bark":1}]]"#, 2);
    expect(&shapes, "[1]", 3);
    assert_ne!(branch(&shapes, "[]"), 3);
}

#[derive(Debug, PartialEq)]
enum Shaped {
    Number(f64),
    Circle(Circle),
    Square(Square),
    Unknown(Value),
}

#[derive(Debug, PartialEq)]
struct Circle {
    radius: i32,
    tags: Vec<String>,
}

#[derive(Debug, PartialEq)]
struct Square {
    side: i32,
}

static CIRCLE: [Field; 2] = [Field::required("radius"), Field::required("tags")];
static SQUARE: [Field; 1] = [Field::required("side")];
static SHAPED: [Shape; 3] = [
    Shape::new(Kinds::NUMBER),
    Shape::object(&[Member::required("radius", Kinds::INTEGER), Member::required("tags", Kinds::ARRAY)]),
    Shape::object(&[Member::required("side", Kinds::INTEGER)]),
];

impl Encode for Circle {
    fn encode(&self, writer: &mut Writer) {
        writer.object(&CIRCLE, &[&self.radius, &self.tags]);
    }
}

impl Decode for Circle {
    fn blank() -> Self {
        Self { radius: Decode::blank(), tags: Decode::blank() }
    }

    fn read(&mut self, reader: &mut Reader<'_>) -> Result<(), DecodeError> {
        reader.object(&CIRCLE, &mut [&mut self.radius, &mut self.tags])
    }
}

impl Encode for Square {
    fn encode(&self, writer: &mut Writer) {
        writer.object(&SQUARE, &[&self.side]);
    }
}

impl Decode for Square {
    fn blank() -> Self {
        Self { side: Decode::blank() }
    }

    fn read(&mut self, reader: &mut Reader<'_>) -> Result<(), DecodeError> {
        reader.object(&SQUARE, &mut [&mut self.side])
    }
}

impl Encode for Shaped {
    fn encode(&self, writer: &mut Writer) {
        match self {
            Self::Number(value) => value.encode(writer),
            Self::Circle(value) => writer.tagged("kind", "circle", value),
            Self::Square(value) => value.encode(writer),
            Self::Unknown(value) => value.encode(writer),
        }
    }
}

impl Decode for Shaped {
    fn blank() -> Self {
        Self::Unknown(Value::Null)
    }

    fn read(&mut self, reader: &mut Reader<'_>) -> Result<(), DecodeError> {
        reader.union(&SHAPED, &mut |index, reader| {
            *self = match index {
                0 => Self::Number(Decode::decode(reader)?),
                1 => Self::Circle(Decode::decode(reader)?),
                2 => Self::Square(Decode::decode(reader)?),
                _ => Self::Unknown(Decode::decode(reader)?),
            };
            Ok(())
        })
    }
}

#[test]
fn a_union_keeps_what_it_does_not_know() {
    let text = r#"[1.5,{"radius":1,"tags":[]},{"side":2},{"edges":[3]},null,[1]]"#;
    let shapes: Vec<Shaped> = from_slice(text.as_bytes()).unwrap();
    assert_eq!(shapes[1], Shaped::Circle(Circle { radius: 1, tags: vec![] }));
    assert_eq!(shapes[3], Shaped::Unknown(serde_json::json!({"edges": [3]})));
    let written = String::from_utf8(to_vec(&shapes)).unwrap();
    assert_eq!(written, r#"[1.5,{"kind":"circle","radius":1,"tags":[]},{"side":2},{"edges":[3]},null,[1]]"#);
}

#[test]
fn the_best_branch_tells_why_it_failed() {
    let error = from_slice::<Vec<Shaped>>(br#"[{"side":1},{"radius":1,"tags":["a",2]}]"#).unwrap_err();
    assert_eq!((error.path(), error.expected()), ("$[1].tags[1]", "a string"));
}

#[test]
fn another_branch_that_fits_is_tried() {
    let shapes = [Shape::new(Kinds::ARRAY), Shape::new(Kinds::ARRAY)];
    let mut tried = Vec::new();
    let mut read = |index: usize, reader: &mut Reader<'_>| {
        tried.push(index);
        if index == 0 { <Vec<i32>>::decode(reader).map(drop) } else { <Vec<Value>>::decode(reader).map(drop) }
    };
    let mut reader = Reader::new("[1,[\"a\"]]");
    reader.union(&shapes, &mut read).unwrap();
    reader.end().unwrap();
    assert_eq!(tried, [0, 1]);
}

/// Each level has two branches that fit equally, and the document fails at the bottom.
#[test]
fn failing_unions_do_not_take_exponential_time() {
    fn read(reader: &mut Reader<'_>, calls: &mut usize) -> Result<(), DecodeError> {
        *calls += 1;
        let shapes = [Shape::new(Kinds::ARRAY), Shape::new(Kinds::ARRAY), Shape::new(Kinds::NUMBER)];
        reader.union(&shapes, &mut |index, reader| {
            if index == 3 {
                return Err(reader.unexpected("a number"));
            }
            let mut more = index < 2 && reader.array_start()?;
            while more {
                read(reader, calls)?;
                more = reader.array_next()?;
            }
            Ok(())
        })
    }
    let text = format!("{}null{}", "[".repeat(100), "]".repeat(100));
    let mut calls = 0;
    let error = read(&mut Reader::new(&text), &mut calls).unwrap_err();
    assert_eq!(error.expected(), "a number");
    assert!(calls < 10_000, "{calls}");
}

#[test]
fn the_discriminator_is_found_without_moving() {
    let mut reader = Reader::new(r#"{"a":{"kind":"inner"},"kind":"out\u0065r","kind":"later"}"#);
    assert_eq!(reader.discriminator("kind").unwrap().as_deref(), Some("outer"));
    assert_eq!(reader.variant("kind", &["inner", "outer"]).unwrap(), 1);
    assert_eq!(reader.variant("kind", &["inner"]).unwrap(), usize::MAX);
    assert_eq!(reader.discriminator("none").unwrap(), None);
    assert_eq!(reader.discriminator("a").unwrap(), None);
    assert_eq!(reader.variant_or("kind", &["inner", "outer"], 0).unwrap(), 1);
    assert_eq!(reader.variant_or("kind", &["inner", "other"], 1).unwrap(), 1);
    assert_eq!(Reader::new("{}").variant_or("kind", &["inner", "other"], 1).unwrap(), 1);
    assert_eq!(Reader::new(r#"{"v":2}"#).variant("v", &["1", "2"]).unwrap(), 1);
    assert_eq!(Reader::new(r#"{"v":true}"#).discriminator("v").unwrap().as_deref(), Some("true"));
    assert!(Reader::new("[]").discriminator("v").is_err());
    assert_eq!(reader.clone().raw().unwrap().len(), 57);
}

#[test]
fn a_tag_is_written_in_front() {
    let tagged = |value: &dyn Encode| {
        let mut writer = Writer::new();
        writer.tagged("kind", "x\"", value);
        String::from_utf8(writer.into_bytes()).unwrap()
    };
    assert_eq!(tagged(&serde_json::json!({})), r#"{"kind":"x\""}"#);
    assert_eq!(tagged(&serde_json::json!({"a": {"b": 1}})), r#"{"kind":"x\"","a":{"b":1}}"#);
}

#[test]
fn values_of_several_branches_stay_as_they_came() {
    static SHAPES: [Shape; 3] = [
        Shape::object(&[Member::optional("id", Kinds::STRING), Member::optional("phone", Kinds::STRING)]),
        Shape::object(&[Member::optional("id", Kinds::STRING), Member::optional("street", Kinds::STRING)]),
        Shape::object(&[Member::required("lat", Kinds::NUMBER)]),
    ];
    let branch = |text: &str| {
        let mut chosen = usize::MAX;
        let mut reader = Reader::new(text);
        let read = &mut |index: usize, reader: &mut Reader<'_>| {
            chosen = index;
            reader.skip()
        };
        reader.any_of(&SHAPES, read).unwrap();
        reader.end().unwrap();
        chosen
    };
    let expected = [
        (r#"{"id":"1","phone":"2"}"#, 0),
        (r#"{"street":"2","other":1}"#, 1),
        (r#"{"phone":"1","street":"2"}"#, 3),
        (r#"{"phone":"1","street":null}"#, 0),
        (r#"{"phone":"1","lat":"no number"}"#, 0),
        (r#"{"phone":"1","lat":2}"#, 3),
        ("[]", 3),
    ];
    for (text, index) in expected {
        assert_eq!(branch(text), index, "{text}");
    }
}

/// An object with a member `inner`, of which it knows these members.
struct Outer<const N: usize>(Inner<N>);

struct Inner<const N: usize>(&'static [Field; N], [Option<i64>; N]);

impl<const N: usize> Decode for Outer<N> {
    fn blank() -> Self {
        unreachable!()
    }

    fn read(&mut self, reader: &mut Reader<'_>) -> Result<(), DecodeError> {
        const OUTER: [Field; 1] = [Field::optional("inner")];
        reader.object(&OUTER, &mut [&mut self.0])
    }
}

impl<const N: usize> Decode for Inner<N> {
    fn blank() -> Self {
        unreachable!()
    }

    fn read(&mut self, reader: &mut Reader<'_>) -> Result<(), DecodeError> {
        let mut slots = self.1.each_mut().map(|slot| slot as &mut dyn Decode);
        reader.object(self.0, &mut slots)
    }
}

/// Reads a value as one of three objects that differ inside of `inner`, and says which it was; 3 is none of them.
fn branch_by_inner(text: &str, overlapping: bool) -> usize {
    static MEMBERS: [Member; 1] = [Member::optional("inner", Kinds::OBJECT)];
    static SHAPES: [Shape; 3] = [Shape::object(&MEMBERS); 3];
    const A: [Field; 1] = [Field::optional("a")];
    const AB: [Field; 2] = [Field::optional("a"), Field::optional("b")];
    const C: [Field; 1] = [Field::optional("c")];
    let mut chosen = usize::MAX;
    let mut reader = Reader::new(text);
    let read = &mut |index: usize, reader: &mut Reader<'_>| {
        chosen = index;
        match index {
            0 => Outer(Inner(&A, [None])).read(reader),
            1 => Outer(Inner(&AB, [None; 2])).read(reader),
            2 => Outer(Inner(&C, [None])).read(reader),
            _ => reader.skip(),
        }
    };
    if overlapping { reader.any_of(&SHAPES, read) } else { reader.union(&SHAPES, read) }.unwrap();
    reader.end().unwrap();
    chosen
}

#[test]
fn what_another_branch_knows_inside_of_a_member_counts_too() {
    let expected = [
        (r#"{"inner":{"a":1}}"#, 0, 0),
        (r#"{"inner":{"a":1, "b": 2}}"#, 1, 1),
        (r#"{"inner":{"c":1,"x":[]}}"#, 2, 2),
        (r#"{"inner":{"a":1,"x":2}}"#, 0, 0),
        (r#"{"inner":{"a":1,"b":null}}"#, 0, 0),
        (r#"{"inner":{"c":1,"a":2}}"#, 3, 0),
        (r#"{"inner":{"b":"no number"}}"#, 0, 0),
        (r#"{"inner":{}}"#, 0, 0),
    ];
    for (text, any_of, one_of) in expected {
        assert_eq!((branch_by_inner(text, true), branch_by_inner(text, false)), (any_of, one_of), "{text}");
    }
}

#[test]
fn errors_name_the_branch() {
    const FIELDS: [Field; 2] = [Field::required("kind"), Field::required("size")];
    let object = |reader: &mut Reader<'_>| reader.object(&FIELDS, &mut [&mut String::new(), &mut 0_i32]);
    let mut reader = Reader::new(r#" {"kind":"b"}"#);
    assert_eq!(reader.variant("kind", &["a", "b"]).unwrap(), 1);
    let error = object(&mut reader).unwrap_err();
    assert_eq!(error.branch(), Some(("kind", "b")));
    let text = "$: expected an object with the required member `size` where `kind` is `b` at byte 1";
    assert_eq!(error.to_string(), text);
    static SHAPES: [Shape; 2] = [
        Shape::object(&[Member::required("kind", Kinds::STRING).values(&["a"])]),
        Shape::object(&[Member::required("kind", Kinds::STRING).values(&["b", "c"])]),
    ];
    let read = |text: &str| Reader::new(text).union(&SHAPES, &mut |_, reader| object(reader));
    assert_eq!(read(r#"{"kind":"c","size":"a"}"#).unwrap_err().branch(), Some(("kind", "c")));
    assert_eq!(object(&mut Reader::new("{}")).unwrap_err().branch(), None);
}

#[test]
fn scalars_that_no_branch_reads_stay_as_they_came() {
    static SHAPES: [Shape; 2] = [Shape::new(Kinds::STRING), Shape::array(&const { Shape::new(Kinds::STRING) })];
    let read = |text: &str| {
        let mut chosen = usize::MAX;
        let mut reader = Reader::new(text);
        let outcome = reader.union(&SHAPES, &mut |index, reader| {
            chosen = index;
            if index == SHAPES.len() { reader.skip() } else { Err(reader.unexpected("a date")) }
        });
        outcome.map(|()| chosen)
    };
    assert_eq!(read("\"sometimes\"").unwrap(), 2);
    assert!(read("[\"sometimes\"]").is_err(), "an error leads to what is wrong inside");
}
