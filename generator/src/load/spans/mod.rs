//! Where every node of a document stands: the text read a second time, for the places alone.
//!
//! The nodes are one list in the order of the text. A node knows where the list goes on behind its subtree, so a
//! pointer is followed by hopping from sibling to sibling, and no path is ever spelled out.

mod build;
mod json;
mod repair;
mod yaml;

pub(super) use yaml::double_quoted;

use crate::diagnostics::Part;
use crate::pointer::Pointer;
use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::ops::Range;
use std::sync::OnceLock;

/// What language a text is in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Notation {
    /// It could not be read.
    None,
    Json,
    /// The tree is that of the document of this index in the stream.
    Yaml {
        document: usize,
    },
}

/// Where a node stands.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Span {
    /// What to underline, in bytes of the text; empty at the very start if nothing is known.
    pub range: Range<usize>,
    /// The `*alias` by which the node is a part of the document at the pointer asked for.
    pub alias: Option<Range<usize>>,
    /// Was there no such node, so that this is the closest one above it?
    pub is_ancestor: bool,
}

/// The index of one text.
#[derive(Debug, Default)]
pub(super) struct Spans {
    nodes: Vec<Node>,
    /// The children of large nodes, see [`Spans::large`].
    large: OnceLock<HashMap<(usize, u64), Vec<usize>>>,
}

/// Children of a node that are looked through one by one.
const FEW: usize = 64;

#[derive(Debug)]
struct Node {
    key: Option<Key>,
    start: u32,
    end: u32,
    /// The first node behind this one and all that is below it.
    next: u32,
    kind: Kind,
}

#[derive(Debug)]
struct Key {
    start: u32,
    end: u32,
    /// What is written there, where it is not simply that between the quotes.
    text: Option<Box<str>>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Object,
    Array,
    Plain,
    Quoted,
    /// Stands for the node of this index; for none if there is no such anchor.
    Alias(Option<u32>),
}

/// How many aliases may stand for each other in a row.
const HOPS: usize = 64;

/// Where a pointer led.
#[derive(Clone, Copy)]
struct Found {
    node: usize,
    /// The steps of the pointer that led to a node.
    steps: usize,
    /// The first alias on the way.
    alias: Option<usize>,
}

impl Spans {
    pub(super) fn new(text: &str, notation: Notation) -> Self {
        match notation {
            Notation::None => Self::default(),
            Notation::Json => json::spans(text),
            Notation::Yaml { document } => yaml::spans(text, document),
        }
    }

    /// What to underline for a node.
    pub(super) fn span(&self, text: &str, pointer: &Pointer, part: Part) -> Span {
        let steps = pointer.segments();
        let Some(found) = self.find(text, &steps) else { return Span::default() };
        let is_ancestor = found.steps < steps.len();
        let range = match part {
            Part::Overwritten(nth) if !is_ancestor => self.overwritten(text, &steps, nth),
            Part::Value if !is_ancestor => None,
            _ => self.key(found.node),
        };
        let range = range.unwrap_or_else(|| self.visible(text, found.node));
        Span { range, alias: found.alias.map(|alias| self.value(alias)), is_ancestor }
    }

    /// The text of an unquoted scalar.
    pub(super) fn plain<'t>(&self, text: &'t str, pointer: &Pointer) -> Option<&'t str> {
        let steps = pointer.segments();
        let found = self.find(text, &steps).filter(|found| found.steps == steps.len())?;
        let node = self.follow(found.node)?;
        (self.nodes[node].kind == Kind::Plain).then(|| text[self.value(node)].trim())
    }

    fn key(&self, node: usize) -> Option<Range<usize>> {
        self.nodes[node].key.as_ref().map(|key| key.start as usize..key.end as usize)
    }

    fn value(&self, node: usize) -> Range<usize> {
        self.nodes[node].start as usize..self.nodes[node].end as usize
    }

    /// The value if it is on one line, else its key; the first line of what has no key.
    fn visible(&self, text: &str, node: usize) -> Range<usize> {
        let value = self.value(node);
        let written = text[value.clone()].trim_end();
        let line = written.lines().next().unwrap_or_default();
        match self.key(node) {
            Some(key) if line.len() < written.len() || written.is_empty() => key,
            _ => value.start..value.start + line.trim_end().len(),
        }
    }

    /// Follows a pointer as far as it goes.
    fn find(&self, text: &str, steps: &[String]) -> Option<Found> {
        self.nodes.first()?;
        let mut found = Found { node: 0, steps: 0, alias: None };
        for step in steps {
            let Some((child, alias)) = self.step(text, found.node, step, HOPS) else { break };
            found = Found { node: child, steps: found.steps + 1, alias: found.alias.or(alias) };
        }
        Some(found)
    }

    /// The child of a node, and the alias that was passed on the way to it.
    fn step(&self, text: &str, node: usize, step: &str, hops: usize) -> Option<(usize, Option<usize>)> {
        let alias = matches!(self.nodes[node].kind, Kind::Alias(_)).then_some(node);
        let target = self.follow(node)?;
        let child = match self.nodes[target].kind {
            Kind::Array => self.item(text, target, step.parse().ok()?).map(|child| (child, None)),
            Kind::Object => match self.members(text, target, step).last().copied() {
                Some(child) => Some((child, None)),
                None => self.merged(text, target, step, hops.checked_sub(1)?),
            },
            _ => None,
        };
        child.map(|(child, inner)| (child, alias.or(inner)))
    }

    /// The member that a merge key brings into an object.
    fn merged(&self, text: &str, object: usize, step: &str, hops: usize) -> Option<(usize, Option<usize>)> {
        self.members(text, object, "<<").into_iter().find_map(|merge| {
            self.step(text, merge, step, hops).or_else(|| {
                let list = self.follow(merge).filter(|list| self.nodes[*list].kind == Kind::Array)?;
                self.children(list).find_map(|item| self.step(text, item, step, hops))
            })
        })
    }

    fn overwritten(&self, text: &str, steps: &[String], nth: usize) -> Option<Range<usize>> {
        let (last, parents) = steps.split_last()?;
        let parent = self.follow(self.find(text, parents)?.node)?;
        self.members(text, parent, last).get(nth).and_then(|member| self.key(*member))
    }

    /// What an alias stands for in the end.
    fn follow(&self, mut node: usize) -> Option<usize> {
        for _ in 0..HOPS {
            match self.nodes[node].kind {
                Kind::Alias(target) => node = target? as usize,
                _ => return Some(node),
            }
        }
        None
    }

    /// The members of this name, in the order of the text.
    fn members(&self, text: &str, object: usize, name: &str) -> Vec<usize> {
        let is_member = |child: &usize| self.nodes[*child].key.as_ref().is_some_and(|key| key.is(name, text));
        match self.is_large(object) {
            true => self.large(text, object, hash(name)).iter().copied().filter(is_member).collect(),
            false => self.children(object).filter(is_member).collect(),
        }
    }

    fn item(&self, text: &str, array: usize, index: usize) -> Option<usize> {
        match self.is_large(array) {
            true => self.large(text, array, index as u64).first().copied(),
            false => self.children(array).nth(index),
        }
    }

    fn is_large(&self, node: usize) -> bool {
        self.children(node).nth(FEW).is_some()
    }

    /// The children of a large node by the hash of their key, or by their index: a document can have a hundred thousand
    /// members in one object and a finding about each of them.
    fn large(&self, text: &str, node: usize, step: u64) -> &[usize] {
        let index = self.large.get_or_init(|| self.index(text));
        index.get(&(node, step)).map(Vec::as_slice).unwrap_or_default()
    }

    fn index(&self, text: &str) -> HashMap<(usize, u64), Vec<usize>> {
        let mut index: HashMap<_, Vec<usize>> = HashMap::new();
        for node in (0..self.nodes.len()).filter(|node| self.is_large(*node)) {
            for (at, child) in self.children(node).enumerate() {
                let step = self.nodes[child].key.as_ref().map_or(at as u64, |key| hash(key.text(text)));
                index.entry((node, step)).or_default().push(child);
            }
        }
        index
    }

    fn children(&self, node: usize) -> impl Iterator<Item = usize> + '_ {
        let end = self.nodes[node].next as usize;
        let first = Some(node + 1).filter(|first| *first < end);
        std::iter::successors(first, move |child| Some(self.nodes[*child].next as usize).filter(|next| *next < end))
    }
}

impl Key {
    fn is(&self, name: &str, text: &str) -> bool {
        self.text(text) == name
    }

    fn text<'a>(&'a self, text: &'a str) -> &'a str {
        let written = || text[self.start as usize..self.end as usize].trim_matches(['"', '\'']);
        self.text.as_deref().unwrap_or_else(written)
    }
}

fn hash(name: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    name.hash(&mut hasher);
    hasher.finish()
}

#[cfg(test)]
mod tests;
