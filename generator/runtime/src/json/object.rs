//! Objects: from members to fields and back.

use std::collections::BTreeMap;

use super::{Decode, DecodeError, Encode, Reader, Tag, Writer};

/// A member of an object type: its name on the wire, and whether it can be left out.
#[derive(Clone, Copy, Debug)]
pub struct Field {
    pub(super) name: &'static str,
    required: bool,
    /// Is it always there in an answer?
    answered: bool,
    pub(super) secret: bool,
}

impl Field {
    /// A member that is always there.
    pub const fn required(name: &'static str) -> Self {
        Self { name, required: true, answered: false, secret: false }
    }

    /// A member that can be left out; it is, where its value says [`is_absent`](Encode::is_absent).
    pub const fn optional(name: &'static str) -> Self {
        Self { name, required: false, answered: false, secret: false }
    }

    /// Whether an object with this value has the member.
    fn is_there(&self, value: &dyn Encode) -> bool {
        self.required || !value.is_absent()
    }

    /// The same member, which an answer always has, and a request never (`readOnly`): that it is not read is a difference,
    /// and no error.
    #[must_use]
    pub const fn answered(self) -> Self {
        Self { answered: true, ..self }
    }

    /// The same member, whose value is not to be shown (`format: password`).
    #[must_use]
    pub const fn secret(self) -> Self {
        Self { secret: true, ..self }
    }
}

/// A place for all members that an object type does not name: its `additionalProperties`.
pub trait ReadRest {
    /// Reads the value of such a member.
    ///
    /// # Errors
    ///
    /// The value does not fit.
    fn insert(&mut self, name: &str, reader: &mut Reader<'_>) -> Result<(), DecodeError>;
}

/// The members that an object type does not name, to be written behind those it does.
pub trait WriteRest {
    /// Writes them, but for those whose names are `taken` by a field that was written: no object has a name twice.
    fn members(&self, taken: &dyn Fn(&str) -> bool, writer: &mut Writer);
}

impl<T: Decode> ReadRest for BTreeMap<String, T> {
    fn insert(&mut self, name: &str, reader: &mut Reader<'_>) -> Result<(), DecodeError> {
        let value = T::decode(reader)?;
        BTreeMap::insert(self, name.to_owned(), value);
        Ok(())
    }
}

impl<T: Encode> WriteRest for BTreeMap<String, T> {
    fn members(&self, taken: &dyn Fn(&str) -> bool, writer: &mut Writer) {
        for (name, value) in self.iter().filter(|(name, _)| !taken(name)) {
            writer.key(name);
            value.encode(writer);
        }
    }
}

/// Steps over every member.
struct Ignore;

impl ReadRest for Ignore {
    fn insert(&mut self, _name: &str, reader: &mut Reader<'_>) -> Result<(), DecodeError> {
        if let Some(members) = reader.members {
            members.pass(reader);
        }
        reader.skip()
    }
}

impl Reader<'_> {
    /// Reads an object into the slots of its fields, which are in the same order; other members are stepped over. The
    /// last one wins if a member is there twice.
    ///
    /// # Errors
    ///
    /// The next value is not an object, one of its members does not fit, or a required one is missing.
    pub fn object(&mut self, fields: &[Field], slots: &mut [&mut dyn Decode]) -> Result<(), DecodeError> {
        self.object_and_rest(fields, slots, &mut Ignore)
    }

    /// Reads an object as [`object`](Self::object) does, and its other members into `rest`.
    ///
    /// # Errors
    ///
    /// As [`object`](Self::object).
    pub fn object_and_rest(
        &mut self,
        fields: &[Field],
        slots: &mut [&mut dyn Decode],
        rest: &mut dyn ReadRest,
    ) -> Result<(), DecodeError> {
        let start = self.offset();
        let branch = if self.tagged.0 == start { self.tagged.1 } else { None };
        self.read_members(fields, slots, rest, (start, branch)).map_err(|error| error.hiding(fields).of_branch(branch))
    }

    fn read_members(
        &mut self,
        fields: &[Field],
        slots: &mut [&mut dyn Decode],
        rest: &mut dyn ReadRest,
        (start, branch): (usize, Option<Tag>),
    ) -> Result<(), DecodeError> {
        let mut seen = Seen::default();
        let mut more = self.object_start()?;
        let mut next = 0;
        let depth = self.depth;
        let compared = self.members.filter(|members| members.compared);
        while more {
            let index = self.field(fields, next, rest)?;
            if let Some(slot) = slots.get_mut(index) {
                let position = self.position;
                if let Some(members) = compared {
                    members.know(self);
                }
                if seen.insert(index) {
                    self.read_again(*slot)?;
                } else if let Err(error) = slot.read(self) {
                    self.leave_out(*slot, (position, depth), error.of_branch(branch))?;
                }
                next = index + 1;
            }
            more = self.object_next()?;
        }
        seen.absent(fields, |index| {
            if fields[index].required {
                let field = &fields[index];
                let error = field.missing(start).of_branch(branch);
                return self.do_without(slots.get_mut(index), error);
            }
            if self.stale {
                clear(slots, index);
            }
            if fields[index].answered { self.unanswered(&fields[index], start) } else { Ok(()) }
        })
    }

    /// Reads a member that is there twice over what was read first, which has to go.
    #[cold]
    fn read_again(&mut self, slot: &mut dyn Decode) -> Result<(), DecodeError> {
        let before = std::mem::replace(&mut self.stale, true);
        let result = slot.read(self);
        self.stale = before;
        result
    }

    /// Reads the name of a member and finds its field, beginning at `next`: servers mostly keep to one order.
    /// A member without a field goes to `rest` with its value, and the index is out of range.
    #[inline]
    fn field(&mut self, fields: &[Field], next: usize, rest: &mut dyn ReadRest) -> Result<usize, DecodeError> {
        if fields.get(next).is_some_and(|field| self.key_is(field.name)) {
            return Ok(next);
        }
        let key = self.key()?;
        if let Some(index) = fields.iter().position(|field| field.name == key) {
            return Ok(index);
        }
        let (position, depth) = (self.position, self.depth);
        if let Err(error) = rest.insert(&key, self) {
            self.step_over((position, depth), error)?;
        }
        Ok(usize::MAX)
    }

    /// Steps over the name of a member and its colon if it is this one, written without escapes.
    #[inline]
    fn key_is(&mut self, name: &str) -> bool {
        if self.token() != b'"' {
            return false;
        }
        let start = self.position + 1;
        let end = start + name.len();
        let bytes = self.text.as_bytes();
        if bytes.get(end..end + 2) != Some(b"\":") || &bytes[start..end] != name.as_bytes() {
            return false;
        }
        self.position = end + 2;
        true
    }
}

/// Which fields of an object have been read. Almost no type has more than 64.
#[derive(Default)]
struct Seen {
    low: u64,
    high: Vec<u64>,
}

impl Seen {
    /// Says whether the field was there before.
    #[inline]
    fn insert(&mut self, index: usize) -> bool {
        let bit = 1 << (index % 64);
        let word = if index < 64 { &mut self.low } else { self.high(index / 64) };
        let before = *word & bit != 0;
        *word |= bit;
        before
    }

    #[cold]
    fn high(&mut self, word: usize) -> &mut u64 {
        if self.high.len() <= word {
            self.high.resize(word + 1, 0);
        }
        &mut self.high[word]
    }

    /// Visits the fields that were not there.
    #[inline]
    fn absent(
        &self,
        fields: &[Field],
        mut visit: impl FnMut(usize) -> Result<(), DecodeError>,
    ) -> Result<(), DecodeError> {
        for (word, fields) in fields.chunks(64).enumerate() {
            let seen = if word == 0 { self.low } else { self.high.get(word).copied().unwrap_or(0) };
            let mut absent = !seen & (u64::MAX >> (64 - fields.len()));
            while absent != 0 {
                visit(word * 64 + absent.trailing_zeros() as usize)?;
                absent &= absent - 1;
            }
        }
        Ok(())
    }
}

/// Takes away what an optional member was before: reading from an empty document clears its option, and fails.
#[cold]
fn clear(slots: &mut [&mut dyn Decode], index: usize) {
    if let Some(slot) = slots.get_mut(index) {
        let _ = slot.read(&mut Reader::new(""));
    }
}

impl Writer {
    /// Writes an object; the values are in the order of the fields.
    pub fn object(&mut self, fields: &[Field], values: &[&dyn Encode]) {
        self.begin_object();
        self.members(fields, values);
        self.end_object();
    }

    /// Writes an object as [`object`](Self::object) does, and its other members behind.
    pub fn object_and_rest(&mut self, fields: &[Field], values: &[&dyn Encode], rest: &dyn WriteRest) {
        self.begin_object();
        self.members(fields, values);
        let taken =
            |name: &str| fields.iter().zip(values).any(|(field, value)| field.name == name && field.is_there(*value));
        rest.members(&taken, self);
        self.end_object();
    }

    fn members(&mut self, fields: &[Field], values: &[&dyn Encode]) {
        for (field, value) in fields.iter().zip(values) {
            if field.is_there(*value) {
                self.key(field.name);
                value.encode(self);
                if field.secret {
                    self.secrets.push(field.name);
                }
            }
        }
    }
}
