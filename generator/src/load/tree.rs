//! The visitor that both parsers feed: it sees every key, so nothing is lost unnoticed.

use super::{limits, quoted, replaced};
use crate::pointer::{Pointer, escape, unescape};
use serde::de::{DeserializeSeed, Deserializer, EnumAccess, Error, MapAccess, SeqAccess, VariantAccess, Visitor};
use serde_json::{Map, Number, Value};
use std::borrow::Cow;
use std::collections::{HashMap, HashSet};
use std::fmt::{self, Write};

/// The key whose value has further members; quoted, it is a key like any other.
const MERGE: &str = "<<";

/// Something odd that could be read nevertheless.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Finding {
    /// The member was there before; this is the `nth` that was replaced, from 0, and with it these operations.
    DuplicateKey { pointer: Pointer, nth: usize, operations: Vec<String> },
    /// An integer that fits into no 64 bits, if it is written as one: `1e300` isn't.
    LargeNumber { pointer: Pointer, certain: bool },
    /// `.inf` or `.nan`, which JSON has no word for.
    NotFinite { pointer: Pointer },
    /// A YAML tag like `!Ref`.
    Tag { pointer: Pointer, tag: String },
    /// A merge key `<<` whose value is no mapping.
    Merge { pointer: Pointer },
}

impl Finding {
    /// Is it about the value at the pointer, or what is in it, and not that it was replaced?
    fn is_within(&self, outer: &Pointer) -> bool {
        let (pointer, is_of_value) = match self {
            Self::DuplicateKey { pointer, .. } => (pointer, false),
            Self::LargeNumber { pointer, .. } | Self::NotFinite { pointer } => (pointer, true),
            Self::Tag { pointer, .. } | Self::Merge { pointer } => (pointer, true),
        };
        is_of_value && pointer == outer || pointer.below(outer).is_some()
    }
}

/// Why reading was given up by us, not by the parser.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Refusal {
    /// More levels than [`limits::DEPTH`].
    Depth,
    /// The aliases expand to more than [`limits::budget`].
    Expansion,
    /// More values than [`limits::NODES`].
    Nodes,
}

/// The state of one reading.
#[derive(Debug)]
pub(super) struct Reading {
    /// YAML has merge keys, JSON has not.
    yaml: bool,
    /// The text has quoted texts `<<`, which are marked.
    marked: bool,
    pointer: String,
    depth: usize,
    nodes: usize,
    budget: usize,
    pub(super) refusal: Option<Refusal>,
    pub(super) findings: Vec<Finding>,
    /// How many findings there were beyond those that are kept.
    pub(super) more: usize,
    /// How many operations others have replaced.
    pub(super) lost: usize,
}

impl Reading {
    pub(super) fn of_json(text: &str) -> Self {
        Self::new(text, false, false)
    }

    /// Of a text in which quoted `<<` are [marked](quoted::marked), if there are any.
    pub(super) fn of_yaml(text: &str, marked: bool) -> Self {
        Self::new(text, true, marked)
    }

    fn new(text: &str, yaml: bool, marked: bool) -> Self {
        let budget = limits::budget(text);
        Self {
            yaml,
            marked,
            pointer: String::new(),
            depth: 0,
            nodes: 0,
            budget,
            refusal: None,
            findings: Vec::new(),
            more: 0,
            lost: 0,
        }
    }

    /// The tree of the document that `deserializer` is about to read.
    pub(super) fn tree<'de, D: Deserializer<'de>>(&mut self, deserializer: D) -> Result<Value, D::Error> {
        Node(self).deserialize(deserializer)
    }

    /// A text without marks.
    fn written<'t>(&self, text: &'t str) -> Cow<'t, str> {
        if self.marked { quoted::unmarked(text) } else { Cow::Borrowed(text) }
    }

    fn find(&mut self, finding: impl FnOnce(Pointer) -> Finding) {
        if self.findings.len() < limits::FINDINGS {
            let finding = finding(self.pointer());
            self.findings.push(finding);
        } else {
            self.more += 1;
        }
    }

    /// Drops what was found in the value that another one of the same name replaces, of the first `before` findings: its
    /// place is that of the other now.
    fn forget(&mut self, before: usize) {
        if self.more > 0 {
            return;
        }
        let here = self.pointer();
        let mut index = 0;
        self.findings.retain(|finding| {
            index += 1;
            index > before || !finding.is_within(&here)
        });
    }

    fn pointer(&self) -> Pointer {
        let steps = self.pointer.split('/').skip(1).map(unescape);
        steps.fold(Pointer::root(), |pointer, step| pointer.key(&step))
    }

    fn charge<E: Error>(&mut self, length: usize) -> Result<(), E> {
        match self.budget.checked_sub(limits::cost(length)) {
            Some(rest) => self.budget = rest,
            None => return Err(self.refuse(Refusal::Expansion)),
        }
        Ok(())
    }

    /// Counts a value with `length` bytes of text.
    fn count<E: Error>(&mut self, length: usize) -> Result<(), E> {
        self.nodes += 1;
        match self.nodes > limits::NODES {
            true => Err(self.refuse(Refusal::Nodes)),
            false => self.charge(length),
        }
    }

    fn enter<E: Error>(&mut self) -> Result<(), E> {
        self.depth += 1;
        match self.depth > limits::DEPTH {
            true => Err(self.refuse(Refusal::Depth)),
            false => Ok(()),
        }
    }

    fn refuse<E: Error>(&mut self, refusal: Refusal) -> E {
        self.refusal = Some(refusal);
        E::custom("refused")
    }

    /// Goes one step down; gives the length of the pointer to go back to.
    fn step(&mut self, step: &dyn fmt::Display) -> usize {
        let length = self.pointer.len();
        // Writing to a `String` can't fail.
        let _ = write!(self.pointer, "/{step}");
        length
    }
}

/// One node; a seed and a visitor in one, because both only carry the state.
struct Node<'r>(&'r mut Reading);

impl<'de> DeserializeSeed<'de> for Node<'_> {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Node<'_> {
    type Value = Value;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a value")
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<Value, E> {
        self.0.count(0)?;
        Ok(Value::Bool(value))
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<Value, E> {
        self.0.count(0)?;
        Ok(value.into())
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<Value, E> {
        self.0.count(0)?;
        Ok(value.into())
    }

    fn visit_i128<E: Error>(self, value: i128) -> Result<Value, E> {
        self.0.find(|pointer| Finding::LargeNumber { pointer, certain: true });
        Ok(nearest(value as f64))
    }

    fn visit_u128<E: Error>(self, value: u128) -> Result<Value, E> {
        self.0.find(|pointer| Finding::LargeNumber { pointer, certain: true });
        Ok(nearest(value as f64))
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<Value, E> {
        self.0.count(0)?;
        if !value.is_finite() {
            self.0.find(|pointer| Finding::NotFinite { pointer });
        } else if value.abs() >= 2_f64.powi(63) {
            self.0.find(|pointer| Finding::LargeNumber { pointer, certain: false });
        }
        Ok(nearest(value))
    }

    fn visit_str<E: Error>(self, value: &str) -> Result<Value, E> {
        self.0.count(value.len())?;
        Ok(self.0.written(value).into())
    }

    fn visit_unit<E: Error>(self) -> Result<Value, E> {
        self.0.count(0)?;
        Ok(Value::Null)
    }

    fn visit_none<E: Error>(self) -> Result<Value, E> {
        self.visit_unit()
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut access: A) -> Result<Value, A::Error> {
        self.0.count(0)?;
        self.0.enter()?;
        let mut items = Vec::new();
        loop {
            let length = self.0.step(&items.len());
            let Some(item) = access.next_element_seed(Node(self.0))? else { break self.0.pointer.truncate(length) };
            self.0.pointer.truncate(length);
            items.push(item);
        }
        self.0.depth -= 1;
        Ok(Value::Array(items))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut access: A) -> Result<Value, A::Error> {
        self.0.count(0)?;
        self.0.enter()?;
        let mut members = Members::default();
        while let Some(key) = access.next_key_seed(Key(self.0))? {
            let merges = self.0.yaml && key == MERGE;
            let key = self.0.written(&key).into_owned();
            let length = self.0.step(&escape(&key));
            let before = self.0.findings.len();
            let value = access.next_value_seed(Node(self.0))?;
            members.add(self.0, (key, merges), value, before);
            self.0.pointer.truncate(length);
        }
        self.0.depth -= 1;
        Ok(Value::Object(members.all))
    }

    /// A tag of the document's own; only YAML has them.
    fn visit_enum<A: EnumAccess<'de>>(self, access: A) -> Result<Value, A::Error> {
        let (tag, content) = access.variant::<String>()?;
        self.0.find(|pointer| Finding::Tag { pointer, tag });
        content.newtype_variant_seed(Node(self.0))
    }
}

/// `null` for what is no number in JSON.
fn nearest(value: f64) -> Value {
    Number::from_f64(value).map_or(Value::Null, Value::Number)
}

/// A key as it is written: `200`, `true` and `1.10` are names like any other.
struct Key<'r>(&'r mut Reading);

impl<'de> DeserializeSeed<'de> for Key<'_> {
    type Value = String;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<String, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl Visitor<'_> for Key<'_> {
    type Value = String;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a key")
    }

    fn visit_str<E: Error>(self, value: &str) -> Result<String, E> {
        self.0.charge(value.len())?;
        Ok(value.to_owned())
    }
}

/// The members of one object so far.
#[derive(Default)]
struct Members {
    all: Map<String, Value>,
    /// Those that only a merge key brought: a member of that name wins without a word.
    merged: HashSet<String>,
    /// How often a name was replaced.
    replaced: HashMap<String, usize>,
}

impl Members {
    /// Adds a member; `before` is how many findings there were before its value was read.
    fn add(&mut self, reading: &mut Reading, (key, merges): (String, bool), value: Value, before: usize) {
        match merges {
            true => self.merge(reading, value),
            false => self.insert(reading, key, value, before),
        }
    }

    fn insert(&mut self, reading: &mut Reading, key: String, value: Value, before: usize) {
        if self.all.contains_key(&key) && !self.merged.remove(&key) {
            reading.forget(before);
            let count = self.replaced.entry(key.clone()).or_default();
            let nth = std::mem::replace(count, *count + 1);
            let operations = self.all.get(&key).map(|before| replaced::operations(&reading.pointer, before));
            let operations = operations.unwrap_or_default();
            reading.lost += operations.len();
            reading.find(|pointer| Finding::DuplicateKey { pointer, nth, operations });
        }
        self.all.insert(key, value);
    }

    /// Of several mappings the earlier wins, and the members of the object itself win over all of them.
    fn merge(&mut self, reading: &mut Reading, value: Value) {
        match value {
            Value::Object(object) => object.into_iter().for_each(|(key, value)| self.fill(key, value)),
            Value::Array(items) if items.iter().all(Value::is_object) => {
                items.into_iter().for_each(|item| self.merge(reading, item));
            }
            value => {
                reading.find(|pointer| Finding::Merge { pointer });
                let before = reading.findings.len();
                self.insert(reading, MERGE.to_owned(), value, before);
            }
        }
    }

    fn fill(&mut self, key: String, value: Value) {
        if !self.all.contains_key(&key) {
            self.merged.insert(key.clone());
            self.all.insert(key, value);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn yaml(text: &str) -> (Value, Vec<Finding>) {
        let marked = quoted::marked(text);
        let mut reading = Reading::of_yaml(text, matches!(marked, Cow::Owned(_)));
        let value = reading.tree(serde_yaml::Deserializer::from_str(&marked)).unwrap();
        (value, reading.findings)
    }

    fn at(pointer: &str) -> Pointer {
        Pointer::parse(pointer)
    }

    #[test]
    fn the_order_of_the_document_stays_and_the_last_of_two_wins() {
        let (value, findings) = yaml("b: 1\na: 2\nb: 3\nc: 4\nb: 5\n");
        assert_eq!(value.to_string(), r#"{"b":5,"a":2,"c":4}"#);
        let duplicate = |nth| Finding::DuplicateKey { pointer: at("/b"), nth, operations: Vec::new() };
        assert_eq!(findings, [duplicate(0), duplicate(1)]);
    }

    #[test]
    fn of_what_is_replaced_nothing_is_told_but_that() {
        let (value, findings) = yaml("a: {b: .inf, c: 1, c: 2}\na: !x {b: .nan}\nd: .inf\n");
        assert_eq!(value.to_string(), r#"{"a":{"b":null},"d":null}"#);
        let replaced = Finding::DuplicateKey { pointer: at("/a"), nth: 0, operations: Vec::new() };
        let tag = Finding::Tag { pointer: at("/a"), tag: "x".to_owned() };
        let not_finite = |pointer| Finding::NotFinite { pointer: at(pointer) };
        assert_eq!(findings, [tag, not_finite("/a/b"), replaced, not_finite("/d")]);
    }

    #[test]
    fn merge_keys_fill_in_what_is_not_there() {
        let (value, findings) = yaml("x: &x {a: 1, b: 2}\ny: &y {b: 3, c: 4}\nz:\n  b: 0\n  <<: [*x, *y]\n  c: 9\n");
        assert_eq!(value["z"].to_string(), r#"{"b":0,"a":1,"c":9}"#);
        assert_eq!(findings, []);
        let (value, findings) = yaml("<<: 3\n");
        assert_eq!(value, json!({"<<": 3}));
        assert_eq!(findings, [Finding::Merge { pointer: at("/<<") }]);
    }

    #[test]
    fn what_is_quoted_is_no_merge_key() {
        let (value, findings) = yaml("a: &a {x: 1}\nb: {\"<<\": {y: 2}, <<: *a, c: '<<', d: \"e '<<' f\", '<<g': 3}\n");
        assert_eq!(value["b"].to_string(), r#"{"<<":{"y":2},"x":1,"c":"<<","d":"e '<<' f","<<g":3}"#);
        assert_eq!(findings, []);
    }

    #[test]
    fn json_has_no_merge_keys() {
        let text = r#"{"<<": {"a": 1}, "a": 2}"#;
        let value = Reading::of_json(text).tree(&mut serde_json::Deserializer::from_str(text)).unwrap();
        assert_eq!(value.to_string(), r#"{"<<":{"a":1},"a":2}"#);
    }

    #[test]
    fn keys_are_texts_as_they_are_written() {
        let (value, _) = yaml("200: a\ntrue: b\n1.10: c\n012: d\nnull: e\n0x1F: f\n");
        let keys: Vec<_> = value.as_object().unwrap().keys().map(String::as_str).collect();
        assert_eq!(keys, ["200", "true", "1.10", "012", "null", "0x1F"]);
    }

    #[test]
    fn values_are_those_of_yaml_1_2() {
        let (value, _) = yaml("{a: no, b: on, c: 012, d: 0x1F, e: ~, f: 1.10, g: True, h: 2020-01-01, i: !!str 12}");
        let expected = r#"{"a":"no","b":"on","c":"012","d":31,"e":null,"f":1.1,"g":true,"h":"2020-01-01","i":"12"}"#;
        assert_eq!(value.to_string(), expected);
    }

    #[test]
    fn numbers_json_cannot_hold_are_found() {
        let (value, findings) = yaml("{a: 18446744073709551616, b: .inf, c: -9223372036854775809, d: 1e300}");
        assert_eq!(value.to_string(), r#"{"a":1.8446744073709552e+19,"b":null,"c":-9.223372036854776e+18,"d":1e+300}"#);
        let large = |pointer, certain| Finding::LargeNumber { pointer: at(pointer), certain };
        let infinite = Finding::NotFinite { pointer: at("/b") };
        assert_eq!(findings, [large("/a", true), infinite, large("/c", true), large("/d", false)]);
    }

    #[test]
    fn tags_are_ignored_and_found() {
        let (value, findings) = yaml("a: !Ref b\nc: !Sub [d]\ne: !If {f: 1}\n");
        assert_eq!(value, json!({"a": "b", "c": ["d"], "e": {"f": 1}}));
        assert_eq!(findings.len(), 3);
    }
}
