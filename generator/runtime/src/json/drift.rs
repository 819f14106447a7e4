//! What is read although the document says otherwise. Nobody asks for it, as a rule; then there is no list, and reading
//! costs nothing more.

use std::cell::RefCell;

use super::{Decode, DecodeError, Field, Reader, Tag};

/// How what a server sent differs from the document.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum DriftKind {
    /// A value that an `enum` does not list, or that is of no branch of a `oneOf` or `anyOf`.
    UnknownValue,
    /// A `required` member is not there.
    MissingMember,
    /// A value of another type or format.
    WrongType,
}

/// A difference and its place, which is a byte offset, and the name of a member that is not there; and the branch of a
/// union that the value was read as.
#[derive(Clone, Copy, Debug)]
pub(in super::super) struct Found {
    pub(in super::super) kind: DriftKind,
    pub(in super::super) offset: usize,
    pub(in super::super) member: Option<&'static str>,
    pub(in super::super) branch: Option<Tag>,
}

impl Found {
    /// The difference that is an error, or would be one.
    pub(in super::super) fn of(error: &DecodeError) -> Self {
        Self { kind: error.kind(), offset: error.offset(), member: error.member(), branch: error.branch() }
    }
}

/// The differences of a document that is being read.
#[derive(Debug)]
pub(in super::super) struct Drifts {
    found: RefCell<Vec<Found>>,
    /// Is a value that an `enum` does not list an error?
    strict: bool,
    /// May what does not fit be left out where that is possible?
    lenient: bool,
}

impl Drifts {
    /// More of a document are not kept: a small answer can have millions. Behind them, nothing is left out any more.
    const MOST: usize = 100_000;

    pub(in super::super) fn new(strict: bool, lenient: bool) -> Self {
        Self { found: RefCell::default(), strict, lenient }
    }

    fn note(&self, found: Found) {
        let mut all = self.found.borrow_mut();
        if all.len() < Self::MOST {
            all.push(found);
        }
    }

    fn note_value(&self, kind: DriftKind, offset: usize) {
        self.note(Found { kind, offset, member: None, branch: None });
    }

    pub(super) fn len(&self) -> usize {
        self.found.borrow().len()
    }

    /// Forgets what was found after a wrong guess at a union.
    pub(super) fn truncate(&self, len: usize) {
        self.found.borrow_mut().truncate(len);
    }

    pub(in super::super) fn into_found(self) -> Vec<Found> {
        self.found.into_inner()
    }
}

impl<'a> Reader<'a> {
    /// Takes note of a value of an `enum`, which has just been read: is it among those that the document lists?
    ///
    /// # Errors
    ///
    /// It is not, and reading is strict.
    #[inline]
    pub fn listed(&self, is_listed: bool) -> Result<(), DecodeError> {
        match self.drifts {
            // The last byte of the value.
            Some(drifts) if !is_listed => Self::unlisted(drifts, self.position - 1),
            _ => Ok(()),
        }
    }

    /// Takes note of a value that comes next, and is of no branch of its union.
    ///
    /// # Errors
    ///
    /// Reading is strict.
    pub(super) fn of_no_branch(&self) -> Result<(), DecodeError> {
        // White space before a value belongs to what it is in.
        self.drifts.map_or(Ok(()), |drifts| Self::unlisted(drifts, self.clone().offset()))
    }

    /// Takes note of a value that comes next, and would be of a branch of its union but for this error.
    ///
    /// # Errors
    ///
    /// The same, if reading is strict.
    #[cold]
    pub(super) fn of_failed_branch(&self, error: DecodeError) -> Result<(), DecodeError> {
        let Some(drifts) = self.drifts else { return Ok(()) };
        drifts.note(Found::of(&error));
        if drifts.strict { Err(error) } else { Ok(()) }
    }

    #[cold]
    fn unlisted(drifts: &Drifts, offset: usize) -> Result<(), DecodeError> {
        drifts.note_value(DriftKind::UnknownValue, offset);
        if drifts.strict {
            return Err(DecodeError::new(offset, "a value that the document lists").with_found("another one"));
        }
        Ok(())
    }

    /// May what is meant be read, where it is written in another way? Not while the branch of a union is guessed: another one
    /// may fit, unless this one was chosen for what is written so.
    fn tolerant(&self) -> bool {
        (!self.guessing || self.loosely) && !self.is_strict()
    }

    pub(super) fn is_strict(&self) -> bool {
        self.drifts.is_some_and(|drifts| drifts.strict)
    }

    fn note_written_otherwise(&self, offset: usize) {
        if let Some(drifts) = self.drifts {
            drifts.note_value(DriftKind::WrongType, offset);
        }
    }

    /// Steps over a `null` where a list or map belongs, and says whether there was one: many servers write an empty one so.
    #[inline]
    pub(super) fn null_instead(&mut self) -> bool {
        self.token() == b'n' && self.tolerant() && self.took_null()
    }

    #[cold]
    fn took_null(&mut self) -> bool {
        let offset = self.offset();
        let is_null = self.null().unwrap_or_default();
        if is_null {
            self.note_written_otherwise(offset);
        }
        is_null
    }

    /// A number as it is, or in quotes.
    ///
    /// # Errors
    ///
    /// It is none, or stands in quotes and reading is strict.
    #[inline]
    pub(super) fn number_of<T>(
        &mut self,
        read: impl Fn(&mut Reader<'_>) -> Result<T, DecodeError>,
    ) -> Result<T, DecodeError> {
        if self.token() == b'"' { self.in_quotes(read) } else { read(self) }
    }

    /// The number in a string that comes next.
    ///
    /// # Errors
    ///
    /// There is another text in it, or reading is strict.
    #[cold]
    fn in_quotes<T>(&mut self, read: impl Fn(&mut Reader<'_>) -> Result<T, DecodeError>) -> Result<T, DecodeError> {
        let mut ahead = self.clone();
        let (offset, text) = (ahead.offset(), ahead.string()?);
        let mut inside = Reader::new(&text);
        let number = read(&mut inside).ok().filter(|_| inside.end().is_ok() && self.tolerant());
        let Some(number) = number else { return read(&mut self.clone()) };
        self.position = ahead.position;
        self.note_written_otherwise(offset);
        Ok(number)
    }

    /// The text of a number that comes next, where a string belongs.
    ///
    /// # Errors
    ///
    /// It is no number, or reading is strict.
    #[cold]
    pub(super) fn unquoted(&mut self) -> Result<&'a str, DecodeError> {
        if !self.tolerant() {
            return Err(self.unexpected("a string"));
        }
        let offset = self.offset();
        let (text, _) = self.number_text()?;
        self.note_written_otherwise(offset);
        Ok(text)
    }

    /// May what does not fit be left out? Not while the branch of a union is guessed: another one may fit.
    fn lenient(&self) -> Option<&'a Drifts> {
        self.drifts.filter(|drifts| drifts.lenient && !self.guessing && drifts.len() < Drifts::MOST)
    }

    /// Steps over the value of a member that does not fit, if the member can be nothing; it began at `position`.
    #[cold]
    pub(super) fn leave_out(
        &mut self,
        slot: &mut dyn Decode,
        (position, depth): (usize, u8),
        error: DecodeError,
    ) -> Result<(), DecodeError> {
        if self.lenient().is_none() || slot.read(&mut Reader::new("")).is_err() {
            return Err(error);
        }
        self.step_over((position, depth), error)
    }

    /// Steps over an item of an array, or a member of a map, that does not fit; it began at `position`.
    #[cold]
    pub(super) fn step_over(&mut self, (position, depth): (usize, u8), error: DecodeError) -> Result<(), DecodeError> {
        let Some(drifts) = self.lenient() else { return Err(error) };
        (self.position, self.depth) = (position, depth);
        match self.skip() {
            Ok(()) => drifts.note(Found::of(&error)),
            Err(_) => return Err(error),
        }
        Ok(())
    }

    /// Goes on without a member that an answer always has.
    ///
    /// # Errors
    ///
    /// Reading is strict.
    #[cold]
    pub(super) fn unanswered(&self, field: &Field, start: usize) -> Result<(), DecodeError> {
        let Some(drifts) = self.drifts else { return Ok(()) };
        let error = field.missing(start);
        drifts.note(Found::of(&error));
        if drifts.strict { Err(error) } else { Ok(()) }
    }

    /// Goes on without a required member, if it can be nothing.
    #[cold]
    pub(super) fn do_without(&self, slot: Option<&mut &mut dyn Decode>, error: DecodeError) -> Result<(), DecodeError> {
        let (Some(drifts), Some(slot)) = (self.lenient(), slot) else {
            return Err(error);
        };
        // Reading from an empty document clears an option, and fails for anything else.
        if slot.read(&mut Reader::new("")).is_err() {
            return Err(error);
        }
        drifts.note(Found::of(&error));
        Ok(())
    }
}

impl Field {
    /// The error of a member that is not there.
    #[cold]
    pub(super) fn missing(&self, start: usize) -> DecodeError {
        let expected = format!("an object with the required member `{}`", self.name);
        DecodeError::new(start, expected).of_member(self.name)
    }
}
