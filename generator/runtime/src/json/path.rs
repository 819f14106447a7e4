//! Where in a document something is, for people: `$.items[3].id`.

use std::fmt::Write as _;

use super::{DecodeError, Reader};

/// Names longer than this are cut in a path, so that a hostile document cannot fill a log.
pub(super) const MAX_NAME: usize = 80;

/// The JSON path of the value at each of these byte offsets. Walks the document again, so that reading keeps no account of
/// paths; once for all of them, as a document may differ from what was expected at thousands of places.
pub(super) fn paths_to(document: &str, offsets: &[usize]) -> Vec<String> {
    let mut sought: Vec<(usize, usize)> = offsets.iter().copied().zip(0..).collect();
    sought.sort_unstable();
    let mut search = Search { sought: &sought, path: String::from("$"), found: vec![String::new(); offsets.len()] };
    search.value(&mut super::reader::start(document), usize::MAX);
    search.found
}

/// A walk through a document that stops where something is sought.
struct Search<'s> {
    /// The offsets that are still sought, in order, each with its place in what is found.
    sought: &'s [(usize, usize)],
    /// Where the walk is.
    path: String,
    found: Vec<String>,
}

impl Search<'_> {
    /// Finds all that is sought before `end`, where the next value ends.
    fn value(&mut self, reader: &mut Reader<'_>, end: usize) {
        match reader.token() {
            b'{' => drop(self.members(reader, end)),
            b'[' => drop(self.items(reader, end)),
            _ => {}
        }
        self.here(end);
    }

    fn members(&mut self, reader: &mut Reader<'_>, end: usize) -> Result<(), DecodeError> {
        let mut more = reader.object_start()?;
        while more && self.seeks_before(end) {
            let key = reader.key()?;
            self.step(reader, || segment(&key))?;
            more = reader.object_next()?;
        }
        Ok(())
    }

    fn items(&mut self, reader: &mut Reader<'_>, end: usize) -> Result<(), DecodeError> {
        let mut more = reader.array_start()?;
        for index in 0.. {
            if !more || !self.seeks_before(end) {
                break;
            }
            self.step(reader, || format!("[{index}]"))?;
            more = reader.array_next()?;
        }
        Ok(())
    }

    /// Goes past a member or item, and into it if something is sought there. One that is malformed has all that follows.
    fn step(&mut self, reader: &mut Reader<'_>, segment: impl FnOnce() -> String) -> Result<(), DecodeError> {
        self.here(reader.offset());
        let mut behind = reader.clone();
        let skipped = behind.skip();
        let end = if skipped.is_ok() { behind.position } else { usize::MAX };
        if self.seeks_before(end) {
            let length = self.path.len();
            self.path.push_str(&segment());
            self.value(reader, end);
            self.path.truncate(length);
        }
        *reader = behind;
        skipped
    }

    fn seeks_before(&self, end: usize) -> bool {
        self.sought.first().is_some_and(|(offset, _)| *offset < end)
    }

    /// What is sought before `end` is the value where the walk is.
    fn here(&mut self, end: usize) {
        while let Some(((offset, index), rest)) = self.sought.split_first()
            && *offset < end
        {
            self.found[*index].clone_from(&self.path);
            self.sought = rest;
        }
    }
}

/// A step into an object.
pub(super) fn segment(key: &str) -> String {
    let short: String = key.chars().take(MAX_NAME).collect();
    let mut segment = String::new();
    // Writing into a string cannot fail.
    let _ = match is_identifier(&short) {
        true => write!(segment, ".{short}"),
        false => write!(segment, "[{short:?}]"),
    };
    segment
}

fn is_identifier(name: &str) -> bool {
    !name.is_empty() && !name.starts_with(|c: char| c.is_ascii_digit()) && name.chars().all(is_word)
}

fn is_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}
