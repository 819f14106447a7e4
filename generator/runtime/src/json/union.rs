//! Unions: which branch a value is read as.

use std::borrow::Cow;

use super::shape::{Observed, Rank};
use super::{DecodeError, Drifts, Kind, Members, Reader, Shape};

/// What says of which branch of a union a value is: a member, and its value.
pub(in super::super) type Tag = (&'static str, &'static str);

/// Reads the branch of a union with this index; the index after the last is the branch for anything else.
type Branch<'b> = dyn FnMut(usize, &mut Reader<'_>) -> Result<(), DecodeError> + 'b;

impl<'a> Reader<'a> {
    /// The member that tells the branches of a union apart, without moving: the content of a string, or the text of a
    /// number or boolean. `None` if it is missing or something else. The first counts if it is there twice.
    ///
    /// # Errors
    ///
    /// The next value is not an object, or is malformed before that member.
    pub fn discriminator(&self, name: &str) -> Result<Option<Cow<'a, str>>, DecodeError> {
        let mut ahead = self.clone();
        let mut more = ahead.object_start()?;
        while more {
            if ahead.key()? == name {
                return ahead.scalar_text();
            }
            ahead.skip()?;
            more = ahead.object_next()?;
        }
        Ok(None)
    }

    /// The place of the [`discriminator`](Self::discriminator)'s value in a list; out of range if it is not there.
    ///
    /// # Errors
    ///
    /// As [`discriminator`](Self::discriminator), and no value of the list if reading is strict.
    pub fn variant(&mut self, name: &'static str, values: &[&'static str]) -> Result<usize, DecodeError> {
        let index = self.tag(name, values)?;
        if index >= values.len() {
            self.of_no_branch()?;
        }
        Ok(index)
    }

    /// The place of the [`discriminator`](Self::discriminator)'s value in a list; `default` if it is not there.
    ///
    /// # Errors
    ///
    /// As [`discriminator`](Self::discriminator).
    pub fn variant_or(
        &mut self,
        name: &'static str,
        values: &[&'static str],
        default: usize,
    ) -> Result<usize, DecodeError> {
        let index = self.tag(name, values)?;
        Ok(if index < values.len() { index } else { default })
    }

    /// The place of the discriminator's value in a list, which errors inside of the object then name.
    fn tag(&mut self, name: &'static str, values: &[&'static str]) -> Result<usize, DecodeError> {
        let value = self.discriminator(name)?;
        let index = value.map_or(usize::MAX, |value| super::position(values, &value));
        self.tagged = (self.offset(), values.get(index).map(|value| (name, *value)));
        Ok(index)
    }

    /// Reads the branch whose shape fits best: by JSON type, then by the members that are required or of the wrong
    /// type, then by how many members it knows, has to have and passes over, then by fixed values; never the first that
    /// happens to fit. If that branch passes over what another one that fits knows inside of a member, it is the best that
    /// does not. A value that fits none goes to the branch behind the last, which keeps it as it is.
    ///
    /// # Errors
    ///
    /// The best branch's, if no other branch that fits can read the object or array either.
    pub fn union(&mut self, shapes: &[Shape], read: &mut Branch<'_>) -> Result<(), DecodeError> {
        self.best_branch(shapes, false, read)
    }

    /// Reads a union as [`union`](Self::union) does, but a value that is of several branches at once (`anyOf`) and would
    /// lose members of one as another goes to the branch behind the last, which keeps it as it is.
    ///
    /// # Errors
    ///
    /// As [`union`](Self::union).
    pub fn any_of(&mut self, shapes: &[Shape], read: &mut Branch<'_>) -> Result<(), DecodeError> {
        self.best_branch(shapes, true, read)
    }

    /// Reads the best of the branches that fit. A scalar that none of them can read, such as a word where a date belongs,
    /// is of none of them.
    fn best_branch(&mut self, shapes: &[Shape], overlapping: bool, read: &mut Branch<'_>) -> Result<(), DecodeError> {
        let observed = self.observed(shapes)?;
        let ranks = ranked(&observed, shapes);
        let shape = |(_, index): &(Rank, usize)| &shapes[*index];
        let read = &mut observed.naming(shapes, read);
        match &ranks[..ranks.iter().filter(|(rank, _)| rank.fits()).count()] {
            [] => {
                let tagged = ranks.iter().find(|rank| observed.tag(shape(rank)).is_some());
                self.anything_else(tagged, shapes.len(), read)
            }
            [best, others @ ..] if overlapping && observed.loses(shape(best), others.iter().map(shape)) => {
                read(shapes.len(), self)
            }
            fitting => match self.without_loss(fitting, overlapping.then_some(shapes.len()), read) {
                Err(_) if observed.is_scalar() => self.anything_else(None, shapes.len(), read),
                outcome => outcome,
            },
        }
    }

    /// The next value, without moving, as far as the shapes look into it.
    fn observed(&self, shapes: &[Shape]) -> Result<Observed<'a>, DecodeError> {
        let depth = shapes.iter().map(Shape::depth).max().unwrap_or_default();
        Observed::next(&mut self.clone(), depth)
    }

    /// A value that is of none of the branches goes to the one behind the last. If it has the tag of a branch, it is told what
    /// that one misses.
    fn anything_else(
        &mut self,
        tagged: Option<&(Rank, usize)>,
        any: usize,
        read: &mut Branch<'_>,
    ) -> Result<(), DecodeError> {
        let tagged = tagged.filter(|_| self.drifts.is_some());
        match tagged.and_then(|(_, index)| self.failure(*index, read)) {
            Some(error) => self.of_failed_branch(error)?,
            None => self.of_no_branch()?,
        }
        read(any, self)
    }

    /// Why the next value, which stays where it is, can't be read as a branch.
    fn failure(&mut self, index: usize, read: &mut Branch<'_>) -> Option<DecodeError> {
        let noted = self.drifts.map_or(0, Drifts::len);
        let mut ahead = Reader { guessing: true, ..self.clone() };
        let error = read(index, &mut ahead).err();
        self.budget = ahead.budget;
        if let Some(drifts) = self.drifts {
            drifts.truncate(noted);
        }
        error
    }

    /// Reads the best branch, and if that passes over what another one knows inside of a member, the best that does not.
    /// `any` keeps a value of which each would pass over something.
    fn without_loss(
        &mut self,
        ranks: &[(Rank, usize)],
        any: Option<usize>,
        read: &mut Branch<'_>,
    ) -> Result<(), DecodeError> {
        // A branch that is compared is the best one, so that unions inside of unions are not compared again and again.
        if ranks.len() < 2 || self.members.is_some_and(|members| members.compared) {
            return self.first_readable(ranks, read);
        }
        let start = self.clone();
        let noted = self.drifts.map_or(0, Drifts::len);
        let mut members = Members::default();
        self.noting(&members, |reader| reader.first_readable(ranks, read))?;
        let left = self.comparisons.checked_sub((self.position - start.position).saturating_mul(ranks.len()));
        // What is a member of the value itself has been weighed with the shapes.
        if let Some(mut left) = left.filter(|_| members.passes_below(start.depth + 1)) {
            let lossless = start.lossless(ranks, &mut left, read);
            *self = Self { budget: self.budget, comparisons: left, ..start };
            if let Some(drifts) = self.drifts {
                drifts.truncate(noted);
            }
            members = Members::default();
            self.noting(&members, |reader| match (lossless, any) {
                (Some(index), _) => reader.first_readable(&ranks[index..=index], read),
                (None, Some(any)) => read(any, reader),
                (None, None) => reader.first_readable(ranks, read),
            })?;
        }
        if let Some(outer) = self.members {
            outer.add(members);
        }
        Ok(())
    }

    /// The first of the branches that can be read and passes over nothing that another one knows; `left` is what wrong
    /// guesses may cost on the way.
    fn lossless(&self, ranks: &[(Rank, usize)], left: &mut usize, read: &mut Branch<'_>) -> Option<usize> {
        let mut members_of = |rank: &Rank, index: usize| {
            let members = Members::compared();
            let mut reader = Reader { members: Some(&members), budget: *left, ..self.clone() };
            (reader.guessing, reader.loosely) = (true, rank.is_loose());
            let outcome = read(index, &mut reader);
            *left = reader.budget;
            outcome.is_ok().then_some(members)
        };
        let all: Vec<Option<Members>> = ranks.iter().map(|(rank, index)| members_of(rank, *index)).collect();
        let loses = |members: &Members| all.iter().flatten().any(|other| members.loses_to(other));
        all.iter().position(|members| members.as_ref().is_some_and(|members| !loses(members)))
    }

    /// Reads on with another place to note members.
    fn noting<T>(&mut self, members: &Members, read: impl FnOnce(&mut Reader<'_>) -> T) -> T {
        let mut inside = Reader { members: Some(members), ..self.clone() };
        let outcome = read(&mut inside);
        let Reader { position, depth, budget, comparisons, .. } = inside;
        (self.position, self.depth) = (position, depth);
        (self.budget, self.comparisons) = (budget, comparisons);
        outcome
    }

    fn first_readable(&mut self, ranks: &[(Rank, usize)], read: &mut Branch<'_>) -> Result<(), DecodeError> {
        let start = self.clone();
        let noted = self.drifts.map_or(0, Drifts::len);
        let members = self.members.map_or([0; 2], Members::len);
        let mut best = None;
        for &(rank, index) in ranks {
            (self.guessing, self.loosely) = (true, rank.is_loose());
            let outcome = read(index, self);
            (self.guessing, self.loosely) = (start.guessing, start.loosely);
            let Err(error) = outcome else {
                return Ok(());
            };
            let again = self.rewind(&start);
            if let Some(drifts) = self.drifts {
                drifts.truncate(noted);
            }
            if let Some(noted) = self.members {
                noted.truncate(members);
            }
            best = best.or(Some(error));
            // To read on as another branch would pass over the number that may not be in quotes.
            if !again || rank.is_loose() && self.is_strict() {
                break;
            }
        }
        Err(best.unwrap_or_else(|| self.unexpected("a value")))
    }

    /// Goes back after a wrong guess, and says whether another is allowed. Unions inside unions would take exponential
    /// time to fail, so what is read again is limited for the whole document.
    fn rewind(&mut self, start: &Self) -> bool {
        let wasted = self.position - start.position;
        let left = self.budget.checked_sub(wasted);
        *self = Self { budget: left.unwrap_or(0), comparisons: self.comparisons, ..start.clone() };
        left.is_some()
    }

    /// Reads a scalar as text, and steps over anything else.
    pub(super) fn scalar_text(&mut self) -> Result<Option<Cow<'a, str>>, DecodeError> {
        match self.kind() {
            Some(Kind::String) => self.string().map(Some),
            Some(Kind::Number | Kind::Bool) => self.raw().map(|text| Some(text.into())),
            _ => self.skip().map(|()| None),
        }
    }
}

impl Observed<'_> {
    /// The same reading, whose errors name the branch that the value has the tag of.
    fn naming<'r>(
        &'r self,
        shapes: &'r [Shape],
        read: &'r mut Branch<'_>,
    ) -> impl FnMut(usize, &mut Reader<'_>) -> Result<(), DecodeError> + 'r {
        move |index, reader| {
            let tag = || shapes.get(index).and_then(|shape| self.tag(shape));
            read(index, reader).map_err(|error| error.of_branch(tag()))
        }
    }
}

/// The shapes, best first.
fn ranked(observed: &Observed<'_>, shapes: &[Shape]) -> Vec<(Rank, usize)> {
    let ranks = shapes.iter().enumerate().map(|(index, shape)| (observed.rank(shape), index));
    let mut ranks: Vec<_> = ranks.collect();
    ranks.sort_by(|(a, _), (b, _)| b.cmp(a));
    ranks
}
