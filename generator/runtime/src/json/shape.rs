//! What types look like from outside, and how well a value fits.

use std::borrow::Cow;
use std::cmp::Reverse;

use super::number::number_in;
use super::{DecodeError, Kind, Reader, Tag};

/// A set of JSON types, as JSON Schema counts them: integers are numbers too.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Kinds(u8);

impl Kinds {
    /// `null`
    pub const NULL: Self = Self(1);
    /// `true` and `false`
    pub const BOOLEAN: Self = Self(2);
    /// Numbers without a fraction.
    pub const INTEGER: Self = Self(4);
    /// All numbers.
    pub const NUMBER: Self = Self(4 | 8);
    /// Strings.
    pub const STRING: Self = Self(16);
    /// Arrays.
    pub const ARRAY: Self = Self(32);
    /// Objects.
    pub const OBJECT: Self = Self(64);
    /// Everything.
    pub const ANY: Self = Self(127);
    const FRACTION: Self = Self(8);

    /// Both sets together.
    #[must_use]
    pub const fn or(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    const fn has(self, other: Self) -> bool {
        self.0 & other.0 == other.0
    }
}

/// What can be told about the values of a type without reading them: how a union without a discriminator is told apart.
#[derive(Clone, Copy, Debug)]
pub struct Shape {
    kinds: Kinds,
    values: &'static [&'static str],
    accepts: Option<fn(&str) -> bool>,
    members: &'static [Member],
    closed: bool,
    /// Are members kept that are not among `members`?
    rest: bool,
    items: Option<&'static Shape>,
}

/// What can be told about a member of an object.
#[derive(Clone, Copy, Debug)]
pub struct Member {
    name: &'static str,
    required: bool,
    kinds: Kinds,
    values: &'static [&'static str],
    within: &'static [Member],
}

impl Shape {
    /// All values of some JSON types; objects with all their members.
    pub const fn new(kinds: Kinds) -> Self {
        Self { kinds, values: &[], accepts: None, members: &[], closed: false, rest: true, items: None }
    }

    /// Objects with these members; they may have others, which are passed over.
    pub const fn object(members: &'static [Member]) -> Self {
        Self { members, rest: false, ..Self::new(Kinds::OBJECT) }
    }

    /// The same, but other members are kept (`additionalProperties`).
    #[must_use]
    pub const fn and_rest(self) -> Self {
        Self { rest: true, ..self }
    }

    /// Arrays of such items.
    pub const fn array(items: &'static Self) -> Self {
        Self { items: Some(items), ..Self::new(Kinds::ARRAY) }
    }

    /// Only these scalars (`enum`, `const`): the content of strings, the JSON text of others.
    #[must_use]
    pub const fn values(self, values: &'static [&'static str]) -> Self {
        Self { values, ..self }
    }

    /// Only strings that a function accepts: a `format`.
    #[must_use]
    pub const fn accepts(self, accepts: fn(&str) -> bool) -> Self {
        Self { accepts: Some(accepts), ..self }
    }

    /// Only objects without other members (`additionalProperties: false`).
    #[must_use]
    pub const fn closed(self) -> Self {
        Self { closed: true, ..self }
    }

    /// How far one has to look into a value: an object and the scalars in it, or also those of its members.
    pub(super) fn depth(&self) -> usize {
        1 + usize::from(self.members.iter().any(|member| !member.within.is_empty()))
    }

    fn knows(&self, name: &str) -> bool {
        self.members.iter().any(|member| member.name == name)
    }
}

impl Member {
    /// A member that is always there.
    pub const fn required(name: &'static str, kinds: Kinds) -> Self {
        Self { name, required: true, kinds, values: &[], within: &[] }
    }

    /// A member that can be left out.
    pub const fn optional(name: &'static str, kinds: Kinds) -> Self {
        Self { name, required: false, kinds, values: &[], within: &[] }
    }

    /// Only these values; see [`Shape::values`].
    #[must_use]
    pub const fn values(self, values: &'static [&'static str]) -> Self {
        Self { values, ..self }
    }

    /// An object with these members among others; only their values count.
    #[must_use]
    pub const fn within(self, within: &'static [Self]) -> Self {
        Self { within, ..self }
    }
}

/// How well a value fits a shape; the greatest is the best. Nothing depends on the order of the shapes but a tie.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub(super) struct Rank {
    kind: bool,
    /// Required members that are missing, members of the wrong type or value, and those that a closed object lacks.
    violations: Reverse<usize>,
    /// A shape that takes anything is the last resort.
    specific: bool,
    known: usize,
    /// Of those, the numbers in quotes, which are read as what they mean.
    loose: Reverse<usize>,
    /// Members that are there and have to be.
    required: usize,
    /// Members that would be passed over.
    lost: Reverse<usize>,
    /// Scalars that are among the few values a shape has.
    fixed: usize,
    /// An integer is better read as one than as a number.
    narrow: Reverse<u32>,
}

impl Rank {
    /// Are there numbers in quotes among the members?
    pub(super) fn is_loose(self) -> bool {
        self.loose.0 > 0
    }

    pub(super) fn fits(self) -> bool {
        self.kind && self.violations.0 == 0
    }
}

/// What is compared with shapes: one value, as far as the shapes look into it.
pub(super) struct Observed<'a> {
    kinds: Kinds,
    scalar: Option<Cow<'a, str>>,
    members: Vec<(Cow<'a, str>, Observed<'a>)>,
    first: Option<Box<Observed<'a>>>,
}

impl<'a> Observed<'a> {
    /// Looks at the next value of a reader; `depth` is how far to look into it.
    pub(super) fn next(reader: &mut Reader<'a>, depth: usize) -> Result<Self, DecodeError> {
        let kind = reader.kind().ok_or_else(|| reader.unexpected("a value"))?;
        let mut observed = Self { kinds: kinds(kind), scalar: None, members: Vec::new(), first: None };
        match kind {
            Kind::Object if depth > 0 => observed.members = members(reader, depth)?,
            Kind::Array if depth > 0 => observed.first = first(reader, depth)?,
            Kind::Number => {
                let (text, integral) = reader.number_text()?;
                observed.kinds = if integral { Kinds::INTEGER } else { Kinds::FRACTION };
                observed.scalar = Some(text.into());
            }
            _ => observed.scalar = reader.scalar_text()?,
        }
        Ok(observed)
    }

    pub(super) fn rank(&self, shape: &Shape) -> Rank {
        let mut rank = Rank {
            kind: shape.kinds.has(self.kinds),
            violations: Reverse(0),
            specific: shape.kinds != Kinds::ANY,
            known: 0,
            loose: Reverse(0),
            required: 0,
            lost: Reverse(0),
            fixed: 0,
            narrow: Reverse(shape.kinds.0.count_ones()),
        };
        self.rank_scalar(shape.values, &mut rank);
        if let (Some(accepts), Some(text), true) = (shape.accepts, &self.scalar, self.kinds == Kinds::STRING) {
            rank.violations.0 += usize::from(!accepts(text));
            rank.fixed += usize::from(accepts(text));
        }
        if self.kinds == Kinds::OBJECT {
            self.rank_members(shape, &mut rank);
        }
        if let (Some(first), Some(items)) = (&self.first, shape.items) {
            let inner = first.rank(items);
            rank.violations.0 += inner.violations.0 + usize::from(!inner.kind);
            rank.known += inner.known;
            rank.loose.0 += inner.loose.0;
            rank.required += inner.required;
            rank.lost.0 += inner.lost.0;
            rank.fixed += inner.fixed;
        }
        rank
    }

    /// The member whose value is one of the few that the shape has there.
    pub(super) fn tag(&self, shape: &Shape) -> Option<Tag> {
        shape.members.iter().find_map(|member| {
            let (_, value) = self.members.iter().find(|(name, _)| name == member.name)?;
            let text = value.scalar.as_deref()?;
            member.values.iter().find(|value| **value == text).map(|value| (member.name, *value))
        })
    }

    pub(super) fn is_scalar(&self) -> bool {
        self.kinds != Kinds::OBJECT && self.kinds != Kinds::ARRAY
    }

    /// Has the value a member, not `null`, that others of the shapes it fits know, and this one would pass over?
    pub(super) fn loses<'s>(&self, best: &Shape, others: impl Iterator<Item = &'s Shape> + Clone) -> bool {
        let lost = |name: &str| !best.rest && !best.knows(name) && others.clone().any(|shape| shape.knows(name));
        self.members.iter().any(|(name, value)| value.kinds != Kinds::NULL && lost(name))
    }

    /// Is it a number in quotes where a number belongs?
    fn means(&self, kinds: Kinds) -> bool {
        let text = self.scalar.as_deref().filter(|_| self.kinds == Kinds::STRING && kinds.has(Kinds::INTEGER));
        let integral = text.and_then(number_in);
        integral.is_some_and(|integral| integral || kinds.has(Kinds::FRACTION))
    }

    fn rank_scalar(&self, values: &[&str], rank: &mut Rank) {
        let Some(text) = self.scalar.as_deref().filter(|_| !values.is_empty()) else {
            return;
        };
        let among = values.contains(&text);
        rank.violations.0 += usize::from(!among);
        rank.fixed += usize::from(among);
    }

    fn rank_within(&self, within: &[Member], rank: &mut Rank) {
        for (name, value) in &self.members {
            if let Some(member) = within.iter().find(|member| member.name == name) {
                value.rank_scalar(member.values, rank);
            }
        }
    }

    fn rank_members(&self, shape: &Shape, rank: &mut Rank) {
        for (name, value) in &self.members {
            match shape.members.iter().find(|member| member.name == name) {
                Some(member) => {
                    rank.known += 1;
                    rank.required += usize::from(member.required);
                    match member.kinds.has(value.kinds) {
                        true => {}
                        false if value.means(member.kinds) => rank.loose.0 += 1,
                        false => rank.violations.0 += 1,
                    }
                    value.rank_scalar(member.values, rank);
                    value.rank_within(member.within, rank);
                }
                None => {
                    rank.violations.0 += usize::from(shape.closed);
                    rank.lost.0 += usize::from(!shape.rest);
                }
            }
        }
        let has = |name: &str| self.members.iter().any(|(known, _)| known == name);
        let missing = shape.members.iter().filter(|member| member.required && !has(member.name));
        rank.violations.0 += missing.count();
    }
}

fn kinds(kind: Kind) -> Kinds {
    match kind {
        Kind::Null => Kinds::NULL,
        Kind::Bool => Kinds::BOOLEAN,
        Kind::Number => Kinds::NUMBER,
        Kind::String => Kinds::STRING,
        Kind::Array => Kinds::ARRAY,
        Kind::Object => Kinds::OBJECT,
    }
}

fn members<'a>(reader: &mut Reader<'a>, depth: usize) -> Result<Vec<(Cow<'a, str>, Observed<'a>)>, DecodeError> {
    let mut members = Vec::new();
    let mut more = reader.object_start()?;
    while more {
        let name = reader.key()?;
        // Of an array in an object nothing is looked at.
        let depth = if reader.kind() == Some(Kind::Array) { 0 } else { depth - 1 };
        members.push((name, Observed::next(reader, depth)?));
        more = reader.object_next()?;
    }
    Ok(members)
}

/// One item stands for all.
fn first<'a>(reader: &mut Reader<'a>, depth: usize) -> Result<Option<Box<Observed<'a>>>, DecodeError> {
    if !reader.array_start()? {
        return Ok(None);
    }
    Observed::next(reader, depth).map(|item| Some(Box::new(item)))
}
