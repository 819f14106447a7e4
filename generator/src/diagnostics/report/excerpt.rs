//! The lines to show: few, and cut to what a terminal holds, whatever the length of the document's lines.

use super::Spot;
use super::clean::harmless;
use crate::load::Source;
use std::ops::Range;

/// Lines between two places that are shown together.
const APART: usize = 20;

/// Characters that are kept before a place in a long line.
const BEFORE: usize = 60;

/// Lines that places are in, ready to be printed.
pub(super) struct Excerpt<'a> {
    /// The harmless text of the lines.
    pub(super) text: String,
    /// The number of the first line, from 1.
    pub(super) line: usize,
    /// The places, with their bytes in [`Excerpt::text`].
    pub(super) spots: Vec<(&'a Spot, Range<usize>)>,
    /// Does a line with places begin later than in the document?
    pub(super) cut: bool,
}

/// Excerpts of all places, that of the first one first.
pub(super) fn excerpts<'a>(
    source_of: impl Fn(&Spot) -> Option<&'a Source>,
    spots: &[&'a Spot],
    width: usize,
) -> Vec<Excerpt<'a>> {
    groups(spots).into_iter().filter_map(|group| Some(Excerpt::new(source_of(group[0])?, group, width))).collect()
}

/// Places of one file that are close to each other.
fn groups<'a>(spots: &[&'a Spot]) -> Vec<Vec<&'a Spot>> {
    let mut groups: Vec<Vec<&'a Spot>> = Vec::new();
    for spot in spots {
        let near = |other: &&Spot| other.file == spot.file && other.start.line.abs_diff(spot.start.line) <= APART;
        match groups.iter_mut().find(|group| group.iter().all(near)) {
            Some(group) => group.push(spot),
            None => groups.push(vec![spot]),
        }
    }
    groups
}

impl<'a> Excerpt<'a> {
    fn new(source: &Source, spots: Vec<&'a Spot>, width: usize) -> Self {
        let lines = spots.iter().map(|spot| spot.start.line);
        let (first, last) = (lines.clone().min().unwrap_or(1), lines.max().unwrap_or(1));
        let mut excerpt = Self { text: String::new(), line: first, spots: Vec::new(), cut: false };
        for number in first..=last {
            excerpt.line(source, number, spots.iter().copied().filter(|spot| spot.start.line == number), width);
        }
        excerpt
    }

    /// Adds a line; one with places begins a little before the first of them if it is long.
    fn line(&mut self, source: &Source, number: usize, spots: impl Iterator<Item = &'a Spot>, width: usize) {
        let spots: Vec<_> = spots.collect();
        let kept = window(source.text(), source.line(number), spots.iter().map(|spot| &spot.range), width);
        self.cut |= !spots.is_empty() && kept.start > source.line(number).start;
        let places = self.copy(source.text(), &kept, source.line(number), &spots);
        self.spots.extend(places);
        self.text.push('\n');
    }

    /// Copies a part of a line, replacing what is not harmless; gives the places in the copy.
    fn copy(
        &mut self,
        text: &str,
        kept: &Range<usize>,
        line: Range<usize>,
        spots: &[&'a Spot],
    ) -> Vec<(&'a Spot, Range<usize>)> {
        let mut places: Vec<_> = spots.iter().map(|spot| (*spot, 0..0)).collect();
        self.text.push_str(if kept.start > line.start { "…" } else { "" });
        for (at, character) in text[kept.clone()].char_indices() {
            self.mark(kept.start + at, &mut places);
            self.text.push(harmless(character));
        }
        self.mark(kept.end, &mut places);
        self.text.push_str(if kept.end < line.end { "…" } else { "" });
        places
    }

    /// Notes where the copy of the byte at `offset` is. What lies outside is moved to the closest end.
    fn mark(&self, offset: usize, places: &mut [(&'a Spot, Range<usize>)]) {
        for (spot, place) in places {
            if offset <= spot.range.start {
                *place = self.text.len()..self.text.len();
            } else if offset <= spot.range.end {
                place.end = self.text.len();
            }
        }
    }
}

/// The part of a line to show: all of it, or as much from the first place on as `width` allows.
fn window<'r>(
    text: &str,
    line: Range<usize>,
    places: impl Iterator<Item = &'r Range<usize>>,
    width: usize,
) -> Range<usize> {
    let limit = width.max(2 * BEFORE);
    if text[line.clone()].chars().nth(limit).is_none() {
        return line;
    }
    let first = places.map(|place| place.start).min().unwrap_or(line.start);
    let before = text[line.start..first].char_indices().rev().take(BEFORE).last();
    let start = before.map_or(first, |(at, _)| line.start + at);
    let end = text[start..line.end].char_indices().nth(limit).map_or(line.end, |(at, _)| start + at);
    start..end
}
