//! Writes documents as people do: whole, though with names nobody would choose.

use serde_json::{Map, Value, json};

use super::words;
use crate::random::Random;

/// The language of a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Dialect {
    Swagger,
    Three0,
    Three1,
}

/// Writes one document.
pub struct Author {
    pub random: Random,
    pub dialect: Dialect,
    /// How many of a hundred names are nasty.
    wildness: usize,
    /// How many schemas may still be written.
    budget: usize,
    /// The keys of the component schemas.
    pub schemas: Vec<String>,
}

impl Author {
    pub fn new(seed: u64) -> Self {
        let mut random = Random(seed);
        let dialect = match random.below(10) {
            0 | 1 => Dialect::Swagger,
            2 | 3 => Dialect::Three1,
            _ => Dialect::Three0,
        };
        let wildness = [0, 30, 90][random.below(3)];
        let budget = 20 + random.below(60);
        Self { random, dialect, wildness, budget, schemas: Vec::new() }
    }

    /// A word of any kind, in any case.
    pub fn name(&mut self) -> String {
        if self.random.chance(self.wildness) {
            return self.nasty();
        }
        let word = self.random.pick(words::PLAIN);
        match self.random.below(6) {
            0 => format!("{word}_{}", self.random.pick(words::PLAIN)),
            1 => word.to_uppercase(),
            2 => word[..1].to_uppercase() + &word[1..],
            _ => word.to_owned(),
        }
    }

    pub fn nasty(&mut self) -> String {
        match self.random.below(60) {
            0 => "long name ".repeat(30),
            1 => "x".repeat(5_000),
            2 => format!("{}{}", self.random.pick(words::NASTY), self.random.pick(words::NASTY)),
            _ => self.random.pick(words::NASTY).to_owned(),
        }
    }

    pub fn prose(&mut self) -> &'static str {
        match self.random.chance(self.wildness) {
            true => self.random.pick(words::PROSE),
            false => "Plain words.",
        }
    }

    /// Is there room for one more schema with children?
    pub fn spend(&mut self) -> bool {
        self.budget = self.budget.saturating_sub(1);
        self.budget > 0
    }

    /// At least `least` and fewer than `least + spread` things.
    pub fn list<T>(&mut self, least: usize, spread: usize, mut one: impl FnMut(&mut Self) -> T) -> Vec<T> {
        let count = least + self.random.below(spread);
        (0..count).map(|_| one(self)).collect()
    }

    /// A map of so many entries, fewer if two have one key.
    pub fn map(&mut self, least: usize, spread: usize, mut one: impl FnMut(&mut Self) -> (String, Value)) -> Value {
        let entries = self.list(least, spread, &mut one);
        Value::Object(entries.into_iter().collect::<Map<_, _>>())
    }

    /// Sets `key` in so many of a hundred cases.
    pub fn maybe(&mut self, percent: usize, map: &mut Value, key: &str, value: impl FnOnce(&mut Self) -> Value) {
        if self.random.chance(percent)
            && let Some(map) = map.as_object_mut()
        {
            let value = value(self);
            map.insert(key.to_owned(), value);
        }
    }

    /// Where the schemas of this dialect are.
    pub fn section(&self) -> &'static str {
        match self.dialect {
            Dialect::Swagger => "#/definitions/",
            Dialect::Three0 | Dialect::Three1 => "#/components/schemas/",
        }
    }

    /// One of the components that there are.
    pub fn reference(&mut self) -> Value {
        let chosen = self.random.below(self.schemas.len());
        let key = pointer(&self.schemas[chosen], self.random.chance(50));
        json!({"$ref": format!("{}{key}", self.section())})
    }

    /// Any JSON value, of the kind that examples and defaults are.
    pub fn anything(&mut self) -> Value {
        match self.random.below(9) {
            0 => Value::Null,
            1 => json!(true),
            2 => json!(self.random.below(100)),
            3 => json!(1.5),
            4 => json!(self.name()),
            5 => json!([self.name(), 1]),
            6 => json!({"a": self.name()}),
            7 => json!(-9_223_372_036_854_775_808_i64),
            _ => json!("2020-01-01T00:00:00Z"),
        }
    }
}

/// The key as a part of a JSON pointer in a fragment, all of it encoded or only what must be.
pub fn pointer(key: &str, all: bool) -> String {
    let escaped = key.replace('~', "~0").replace('/', "~1");
    let plain = |byte: &u8| byte.is_ascii_alphanumeric() || b"-._~".contains(byte) || (!all && *byte != b'%');
    match escaped.bytes().all(|byte| plain(&byte)) {
        true => escaped,
        false if all => escaped.bytes().map(|byte| encode(byte, plain(&byte))).collect(),
        false => escaped.replace('%', "%25"),
    }
}

fn encode(byte: u8, plain: bool) -> String {
    if plain { char::from(byte).to_string() } else { format!("%{byte:02X}") }
}
