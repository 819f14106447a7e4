//! The same promise for documents and additions that nobody thought of.

use serde_json::{Map, Value, json};

use super::Items;
use crate::harness;
use crate::random::Random;

/// How many documents are grown, each in several steps.
const SEEDS: u64 = 120;
const STEPS: usize = 4;

/// Spellings that only case and symbols tell apart, and those that inline types and the generated code have.
const CLASHING: &[&str] = &[
    "pet",
    "Pet",
    "PET",
    "pet_status",
    "PetStatus",
    "pet-status",
    "status",
    "Status",
    "item",
    "Item",
    "value",
    "body",
    "Body",
    "response",
    "Unknown",
    "new",
    "type",
    "self",
    "foo.bar",
    "foo_bar",
    "fooBar",
    "x",
    "X",
];

/// Spellings that cannot meet.
const DISTINCT: &[&str] = &[
    "alpha", "bravo", "charlie", "delta", "echo", "foxtrot", "golf", "hotel", "india", "juliett", "kilo", "lima",
    "mike", "november", "oscar", "papa", "quebec", "romeo", "sierra", "tango", "uniform", "victor", "whiskey",
];

#[test]
fn what_is_remembered_stays_whatever_is_added() {
    for seed in 0..SEEDS {
        let mut author = Author { random: Random(seed), words: CLASHING };
        let mut tree = author.document();
        let mut lock = harness::lock_items(&tree.to_string(), None);
        for _ in 0..STEPS {
            let before = tree.clone();
            author.add(&mut tree);
            let grown = harness::lock_items(&tree.to_string(), Some(&lock.join("\n")));
            expect(seed, &lock, &grown, &before, &tree, true);
            lock = grown;
        }
    }
}

#[test]
fn names_that_cannot_meet_need_no_memory() {
    for seed in 0..SEEDS {
        let mut author = Author { random: Random(seed), words: DISTINCT };
        let before = author.document();
        let mut after = before.clone();
        (0..STEPS).for_each(|_| author.add(&mut after));
        let [old, new] = [&before, &after].map(|tree| harness::lock_items(&tree.to_string(), None));
        expect(seed, &old, &new, &before, &after, false);
    }
}

fn expect(seed: u64, old: &[String], new: &[String], before: &Value, after: &Value, types_stay: bool) {
    let broken = Items::parse(old).broken_in(&Items::parse(new), types_stay);
    assert!(broken.is_empty(), "seed {seed}:\n{}\nbefore: {before}\nafter: {after}", broken.join("\n"));
}

/// Writes documents and additions to them.
struct Author {
    random: Random,
    words: &'static [&'static str],
}

impl Author {
    fn document(&mut self) -> Value {
        let mut tree = json!({
            "openapi": "3.0.3",
            "info": {"title": "Random", "version": "1"},
            "paths": {},
            "components": {"schemas": {}}
        });
        (0..3).for_each(|_| self.add_component(&mut tree));
        (0..2).for_each(|_| self.add_operation(&mut tree));
        tree
    }

    /// One addition; components and paths are also ordered otherwise, which is none.
    fn add(&mut self, tree: &mut Value) {
        match self.random.below(8) {
            0 => self.add_component(tree),
            1 => self.add_operation(tree),
            2 => self.add_member(tree, "properties", |author, tree| author.schema(tree, 1)),
            3 => self.add_to_list(tree, "enum", |author, _| json!(author.word())),
            4 => self.add_to_list(tree, "oneOf", |author, tree| author.branch(tree)),
            5 => self.add_to_list(tree, "parameters", |author, tree| author.parameter(tree)),
            6 => self.add_member(tree, "responses", |author, tree| author.response(tree)),
            _ => self.reorder(tree),
        }
    }

    fn add_component(&mut self, tree: &mut Value) {
        let (key, schema) = (self.word(), self.schema(tree, 0));
        self.insert(tree["components"]["schemas"].as_object_mut().unwrap(), key, schema);
    }

    fn add_operation(&mut self, tree: &mut Value) {
        let path = format!("/{}/{}", self.word(), self.word());
        let method = ["get", "post", "put"][self.random.below(3)];
        let operation = json!({
            "operationId": format!("{} {}", method, self.word()),
            "parameters": [self.parameter(tree)],
            "responses": {"200": self.response(tree)}
        });
        let id = operation["operationId"].clone();
        let taken = tree["paths"].as_object().unwrap().values().any(|item| item.to_string().contains(&id.to_string()));
        if !taken {
            self.insert(tree["paths"].as_object_mut().unwrap(), &path, json!({method: operation}));
        }
    }

    /// A new member of one of the maps that are called `keyword`.
    fn add_member(&mut self, tree: &mut Value, keyword: &str, new: impl Fn(&mut Self, &Value) -> Value) {
        let value = new(self, tree);
        let key = if keyword == "responses" { ["400", "404", "default"][self.random.below(3)] } else { self.word() };
        let mut maps = Vec::new();
        collect(tree, keyword, &mut maps);
        if !maps.is_empty() {
            let chosen = self.random.below(maps.len());
            self.insert(maps.swap_remove(chosen).as_object_mut().unwrap(), key, value);
        }
    }

    /// A new item, at any place, of one of the lists that are called `keyword`.
    fn add_to_list(&mut self, tree: &mut Value, keyword: &str, new: impl Fn(&mut Self, &Value) -> Value) {
        let value = new(self, tree);
        let mut lists = Vec::new();
        collect(tree, keyword, &mut lists);
        if lists.is_empty() {
            return;
        }
        let chosen = self.random.below(lists.len());
        let list = lists.swap_remove(chosen).as_array_mut().unwrap();
        let known = list.iter().any(|item| *item == value || is_alike(item, &value));
        if !known {
            list.insert(self.random.below(list.len() + 1), value);
        }
    }

    fn reorder(&mut self, tree: &mut Value) {
        for pointer in ["/components/schemas", "/paths"] {
            let map = tree.pointer_mut(pointer).unwrap().as_object_mut().unwrap();
            let old = std::mem::take(map);
            old.into_iter().for_each(|(key, value)| self.insert(map, &key, value));
        }
    }

    /// Puts a new entry anywhere between the others.
    fn insert(&mut self, map: &mut Map<String, Value>, key: &str, value: Value) {
        if !map.contains_key(key) {
            map.shift_insert(self.random.below(map.len() + 1), key.to_owned(), value);
        }
    }

    fn schema(&mut self, tree: &Value, depth: usize) -> Value {
        match self.random.below(if depth > 2 { 4 } else { 8 }) {
            0 => json!({"type": "string"}),
            1 => json!({"type": "integer"}),
            2 => self.reference(tree),
            3 => json!({"type": "string", "enum": ["one", self.word()]}),
            4 => json!({"type": "array", "items": self.schema(tree, depth + 1)}),
            5 => json!({"oneOf": [{"type": "boolean"}, self.branch(tree)]}),
            _ => self.object(tree, depth),
        }
    }

    fn object(&mut self, tree: &Value, depth: usize) -> Value {
        let mut properties = Map::new();
        for _ in 0..=self.random.below(3) {
            let (key, schema) = (self.word(), self.schema(tree, depth + 1));
            self.insert(&mut properties, key, schema);
        }
        json!({"type": "object", "properties": properties})
    }

    /// A branch of a union: an object that is known by what it demands.
    fn branch(&mut self, tree: &Value) -> Value {
        let word = self.word();
        json!({"type": "object", "required": [word], "properties": {word: self.schema(tree, 2)}})
    }

    fn parameter(&mut self, tree: &Value) -> Value {
        let name = self.word();
        // A name has one place only: two parameters of one name do meet.
        let place = ["query", "header"][name.len() % 2];
        json!({"name": name, "in": place, "schema": self.schema(tree, 2)})
    }

    fn response(&mut self, tree: &Value) -> Value {
        json!({"description": "", "content": {"application/json": {"schema": self.schema(tree, 1)}}})
    }

    /// One of the components that there are.
    fn reference(&mut self, tree: &Value) -> Value {
        let keys: Vec<&String> = tree["components"]["schemas"].as_object().unwrap().keys().collect();
        match keys.len() {
            0 => json!({"type": "boolean"}),
            count => json!({"$ref": format!("#/components/schemas/{}", keys[self.random.below(count)])}),
        }
    }

    fn word(&mut self) -> &'static str {
        self.words[self.random.below(self.words.len())]
    }
}

/// Two parameters of one name in one place are one; and nothing tells two branches apart that demand the same.
fn is_alike(one: &Value, other: &Value) -> bool {
    let same = |key: &str| one.get(key).is_some() && one.get(key) == other.get(key);
    (same("in") && same("name")) || same("required")
}

/// Every value of a key that is called `keyword`; no word of ours is.
fn collect<'a>(tree: &'a mut Value, keyword: &str, found: &mut Vec<&'a mut Value>) {
    match tree {
        Value::Object(map) => {
            for (key, value) in map {
                match key == keyword {
                    true => found.push(value),
                    false => collect(value, keyword, found),
                }
            }
        }
        Value::Array(list) => list.iter_mut().for_each(|item| collect(item, keyword, found)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}
