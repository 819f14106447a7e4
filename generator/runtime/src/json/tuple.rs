//! Tuples: arrays whose first items have types of their own.

use super::{Decode, DecodeError, Encode, Reader, Writer};

/// A place for the items behind those that have each a type of their own.
pub trait ReadItems {
    /// A blank item at the end.
    fn push(&mut self) -> Option<&mut dyn Decode>;
}

/// The items behind those that have each a type of their own.
pub trait WriteItems {
    /// Are there none?
    fn is_empty(&self) -> bool;

    /// Writes them all.
    fn items(&self, writer: &mut Writer);
}

impl<T: Decode> ReadItems for Vec<T> {
    fn push(&mut self) -> Option<&mut dyn Decode> {
        Vec::push(self, T::blank());
        self.last_mut().map(|item| item as &mut dyn Decode)
    }
}

impl<T: Encode> WriteItems for Vec<T> {
    fn is_empty(&self) -> bool {
        Vec::is_empty(self)
    }

    fn items(&self, writer: &mut Writer) {
        for item in self {
            writer.item();
            item.encode(writer);
        }
    }
}

/// There are no further items; what is read of them is stepped over.
struct Nothing;

impl ReadItems for Nothing {
    fn push(&mut self) -> Option<&mut dyn Decode> {
        None
    }
}

impl WriteItems for Nothing {
    fn is_empty(&self) -> bool {
        true
    }

    fn items(&self, _writer: &mut Writer) {}
}

impl Reader<'_> {
    /// Reads an array into one slot for each of its items, of which the first `required` must be there; further items
    /// are stepped over.
    ///
    /// # Errors
    ///
    /// The next value is not an array, one of its items does not fit, or there are too few.
    pub fn tuple(&mut self, required: usize, slots: &mut [&mut dyn Decode]) -> Result<(), DecodeError> {
        self.tuple_and_rest(required, slots, &mut Nothing)
    }

    /// Reads an array as [`tuple`](Self::tuple) does, and its further items into `rest`.
    ///
    /// # Errors
    ///
    /// As [`tuple`](Self::tuple).
    pub fn tuple_and_rest(
        &mut self,
        required: usize,
        slots: &mut [&mut dyn Decode],
        rest: &mut dyn ReadItems,
    ) -> Result<(), DecodeError> {
        let start = self.offset();
        let mut more = self.array_start()?;
        let mut found = 0;
        while more {
            match slots.get_mut(found) {
                Some(slot) => slot.read(self)?,
                None => self.further(rest)?,
            }
            found += 1;
            more = self.array_next()?;
        }
        if found < required {
            return Err(DecodeError::new(start, format!("an array of at least {required} items")));
        }
        for slot in slots.iter_mut().skip(found) {
            // What was read before has to go: reading from an empty document clears an option, and fails.
            let _ = slot.read(&mut Reader::new(""));
        }
        Ok(())
    }

    fn further(&mut self, rest: &mut dyn ReadItems) -> Result<(), DecodeError> {
        match rest.push() {
            Some(item) => item.read(self),
            None => self.skip(),
        }
    }
}

impl Writer {
    /// Writes an array of these items; behind the first `required`, it ends with the last one that is there.
    pub fn tuple(&mut self, required: usize, values: &[&dyn Encode]) {
        self.tuple_and_rest(required, values, &Nothing);
    }

    /// Writes an array as [`tuple`](Self::tuple) does, and further items behind. Those have their place only behind all
    /// others: where one is left out, `null` stands for it.
    pub fn tuple_and_rest(&mut self, required: usize, values: &[&dyn Encode], rest: &dyn WriteItems) {
        let last = values.iter().rposition(|value| !value.is_absent()).map_or(0, |index| index + 1);
        let length = if rest.is_empty() { last.max(required) } else { values.len() };
        self.begin_array();
        for value in values.iter().take(length) {
            self.item();
            value.encode(self);
        }
        rest.items(self);
        self.end_array();
    }
}
