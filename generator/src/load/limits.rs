//! What a document may cost: the bounds that keep a hostile one from taking the machine down.

use serde_json::Value;

/// Levels of nesting. Both parsers stop at 128 by themselves; real documents stay below 40.
pub(super) const DEPTH: usize = 120;

/// Bytes of text. Positions are kept as `u32`; the largest published documents are 13 MB.
pub const BYTES: usize = 256 << 20;

/// Values in a tree, those of objects and lists among them. The largest published documents have one and a half million;
/// of half a million schemas with 14 values each, what is made of a value takes 540 bytes until it is written.
pub(super) const NODES: usize = 4_000_000;

/// Operations of a document: one takes 30 kilobytes until it is written. The largest published documents have some ten
/// thousand.
pub(super) const OPERATIONS: usize = 100_000;

/// Entries of one list or map that becomes one piece of code; of an `enum` with more, none is made. The longest published
/// `enum` has 1,400 values, the largest object 530 properties.
pub const ENTRIES: usize = 10_000;

/// What one node costs besides its text: about its bytes in memory.
const NODE: usize = 64;

/// Brackets that are open at once before the text is looked at more closely, see [`super::refuse`].
pub(super) const BRACKETS: usize = 2_000;

/// Declarations of tags in YAML. Nobody needs one in an OpenAPI document.
pub(super) const TAGS: usize = 100;

/// How many remarks about one document are kept.
pub(super) const FINDINGS: usize = 1_000;

/// The cost of one node with `length` bytes of text.
pub(super) fn cost(length: usize) -> usize {
    NODE + length
}

/// What the tree of a text may cost: more than any text costs whose aliases are not used, which is a node for every
/// second byte (`[1,1,…]`), and a good deal for aliases.
pub(super) fn budget(text: &str) -> usize {
    text.len() * (NODE / 2 + 1) + (64 << 20)
}

/// How many members or items a value has.
pub(crate) fn entries(value: &Value) -> usize {
    match value {
        Value::Object(members) => members.len(),
        Value::Array(items) => items.len(),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => 0,
    }
}
