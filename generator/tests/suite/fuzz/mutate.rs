//! Breaks documents, as typos, bad tools and enemies do.

use serde_json::{Map, Value, json};

use super::words;
use crate::random::Random;

/// Stands behind a key that is written twice; the text is written without it.
pub const AGAIN: char = '\u{f8ff}';

/// The way to a node: the keys and indices, as a JSON pointer has them.
pub type Way = Vec<String>;

/// Breaks the document in a few places.
pub fn damage(document: &mut Value, random: &mut Random) {
    for _ in 0..=random.below(5) {
        let ways = ways(document);
        if ways.is_empty() {
            return;
        }
        let way = &ways[random.below(ways.len())];
        let other = &ways[random.below(ways.len())];
        match random.below(12) {
            0 | 1 => set(document, way, |_| junk(random)),
            2 | 3 => drop(take(document, way)),
            4 => rename(document, way, random),
            5 => repeat(document, way, random),
            6 => copy(document, other, way),
            7 | 8 => refer(document, way, other, random),
            9 => set(document, way, |old| deepen(old, random)),
            10 => set(document, way, |old| json!([old])),
            _ => add(document, way, random),
        }
    }
}

/// The text of a document; some keys of it stand there twice.
pub fn text(document: &Value, yaml: bool) -> String {
    let text = match yaml {
        true => serde_yaml::to_string(document).unwrap(),
        false => document.to_string(),
    };
    text.replace(AGAIN, "")
}

/// The way to each node, the document itself left out.
pub fn ways(document: &Value) -> Vec<Way> {
    let mut found = vec![];
    collect(document, &mut Vec::new(), &mut found);
    found
}

fn collect(node: &Value, way: &mut Way, found: &mut Vec<Way>) {
    let members: Vec<(String, &Value)> = match node {
        Value::Object(map) => map.iter().map(|(key, value)| (key.clone(), value)).collect(),
        Value::Array(list) => list.iter().enumerate().map(|(index, value)| (index.to_string(), value)).collect(),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => return,
    };
    for (key, value) in members {
        way.push(key);
        found.push(way.clone());
        collect(value, way, found);
        way.pop();
    }
}

/// The node at the end of a way, if an earlier change has left it there.
pub fn find<'a>(document: &'a mut Value, way: &[String]) -> Option<&'a mut Value> {
    way.iter().try_fold(document, |node, key| match node {
        Value::Object(map) => map.get_mut(key),
        Value::Array(list) => list.get_mut(key.parse::<usize>().ok()?),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => None,
    })
}

/// Removes a node.
pub fn take(document: &mut Value, way: &[String]) -> Option<Value> {
    let (key, owner) = way.split_last()?;
    match find(document, owner)? {
        Value::Object(map) => map.shift_remove(key),
        Value::Array(list) => {
            let index = key.parse().ok().filter(|index| *index < list.len())?;
            Some(list.remove(index))
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => None,
    }
}

fn set(document: &mut Value, way: &[String], new: impl FnOnce(Value) -> Value) {
    if let Some(node) = find(document, way) {
        *node = new(node.take());
    }
}

fn owner<'a>(document: &'a mut Value, way: &[String]) -> Option<(String, &'a mut Map<String, Value>)> {
    let (key, owner) = way.split_last()?;
    Some((key.clone(), find(document, owner)?.as_object_mut()?))
}

fn rename(document: &mut Value, way: &[String], random: &mut Random) {
    if let Some((key, map)) = owner(document, way)
        && let Some(value) = map.shift_remove(&key)
    {
        map.insert(random.pick(words::NASTY).to_owned(), value);
    }
}

/// Writes a key a second time, with another value.
fn repeat(document: &mut Value, way: &[String], random: &mut Random) {
    if let Some((key, map)) = owner(document, way) {
        let value = if random.chance(50) { map[&key].clone() } else { junk(random) };
        map.insert(format!("{key}{AGAIN}"), value);
    }
}

fn copy(document: &mut Value, from: &[String], to: &[String]) {
    if let Some(value) = find(document, from).cloned() {
        set(document, to, |_| value);
    }
}

/// A reference to nothing, to itself, to something of another kind.
fn refer(document: &mut Value, way: &[String], other: &[String], random: &mut Random) {
    let target = match random.below(9) {
        0 => "#/components/schemas/Missing".to_owned(),
        1 => "#".to_owned(),
        2 => fragment(way),
        3 => fragment(&way[..way.len() - 1]),
        4 => random
            .pick(&["other.yaml#/x", "https://x.y/z.json", "#anchor", "", "#/%zz", "#/a/../b", "/etc/passwd"])
            .to_owned(),
        _ => fragment(other),
    };
    set(document, way, |_| json!({"$ref": target}));
}

fn fragment(way: &[String]) -> String {
    let keys = way.iter().map(|key| format!("/{}", super::author::pointer(key, false)));
    format!("#{}", keys.collect::<String>())
}

/// Wraps a node again and again, around the depth at which parsers give up and far beyond.
fn deepen(old: Value, random: &mut Random) -> Value {
    let levels = [3, 30, 60, 130, 300][random.below(5)];
    let kind = random.below(4);
    (0..levels).fold(old, |inner, _| match kind {
        0 => json!({"type": "array", "items": inner}),
        1 => json!({"type": "object", "properties": {"a": inner}}),
        2 => json!({"allOf": [inner]}),
        _ => json!({"oneOf": [inner, {"type": "string"}]}),
    })
}

/// Puts something where it does not belong.
fn add(document: &mut Value, way: &[String], random: &mut Random) {
    const KEYS: &[&str] = &[
        "type",
        "format",
        "enum",
        "nullable",
        "properties",
        "required",
        "items",
        "allOf",
        "oneOf",
        "anyOf",
        "not",
        "discriminator",
        "additionalProperties",
        "$ref",
        "const",
        "default",
        "schema",
        "content",
        "in",
        "name",
        "parameters",
        "responses",
        "operationId",
        "$defs",
        "prefixItems",
        "style",
        "explode",
        "$id",
        "$anchor",
    ];
    let (key, value) = (random.pick(KEYS), junk(random));
    if let Some(Value::Object(map)) = find(document, way) {
        map.insert(key.to_owned(), value);
    }
}

fn junk(random: &mut Random) -> Value {
    match random.below(16) {
        0 => Value::Null,
        1 => json!(random.chance(50)),
        2 => json!(random.below(3)),
        3 => json!(u64::MAX),
        4 => json!(1e300),
        5 => json!(-0.5),
        6 => json!([]),
        7 => json!({}),
        8 => json!([null, 1, "x", {}]),
        9 => json!({"": null}),
        10 => json!({"type": "string"}),
        11 => json!(random.pick(&["object", "array", "string", "null", "path", "query", "form", "true", "200"])),
        12 => json!([random.pick(words::NASTY), random.pick(words::NASTY)]),
        13 => json!({random.pick(words::NASTY): {"type": "integer"}}),
        14 => json!(random.pick(words::PROSE)),
        _ => json!(random.pick(words::NASTY)),
    }
}
