//! The smallest document that still shows what a larger one did.

use serde_json::Value;

use super::mutate::{Way, find, take, ways};

/// Takes out of the document all that is not needed for `shows`. Large parts first; again, until nothing goes.
pub fn shrink(document: &Value, shows: &mut dyn FnMut(&Value) -> bool) -> Value {
    let mut smallest = document.clone();
    loop {
        let before = smallest.clone();
        for way in by_size(&before) {
            attempt(&mut smallest, shows, |tree| take(tree, &way).is_some());
        }
        for way in by_size(&smallest.clone()) {
            attempt(&mut smallest, shows, |tree| lift(tree, &way));
        }
        if smallest == before {
            return smallest;
        }
    }
}

fn attempt(smallest: &mut Value, shows: &mut dyn FnMut(&Value) -> bool, change: impl FnOnce(&mut Value) -> bool) {
    let mut candidate = smallest.clone();
    if change(&mut candidate) && candidate != *smallest && shows(&candidate) {
        *smallest = candidate;
    }
}

/// Puts a value in the place of its owner's owner: `{allOf: [X]}` becomes `X`, and so does `{properties: {a: X}}`.
fn lift(tree: &mut Value, way: &[String]) -> bool {
    let Some(depth) = way.len().checked_sub(2).filter(|depth| *depth > 2) else { return false };
    let Some(value) = find(tree, way).cloned() else { return false };
    let Some(owner) = find(tree, &way[..depth]) else { return false };
    *owner = value;
    true
}

/// The ways to all nodes, those first that lead to much. Items of a list from behind, so that those before stay.
fn by_size(document: &Value) -> Vec<Way> {
    let mut ways: Vec<(usize, Way)> = Vec::new();
    for way in self::ways(document) {
        let size = find(&mut document.clone(), &way).map_or(0, |node| node.to_string().len());
        ways.push((size, way));
    }
    ways.reverse();
    ways.sort_by_key(|(size, _)| std::cmp::Reverse(*size));
    ways.into_iter().map(|(_, way)| way).collect()
}
