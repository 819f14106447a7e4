//! The places in YAML, from the events of saphyr-parser.
//!
//! It refuses some texts that libyaml accepts. Those are read again in a form it accepts, in which every character
//! keeps its place; if there is none, the index ends where it gave up, and what lies behind is reported at the closest
//! node above it.

use super::build::Builder;
use super::repair::repaired;
use super::{Kind, Spans};
use saphyr_parser::{Event, Parser, ScalarStyle, Span, StrInput};
use std::borrow::Cow;
use std::collections::HashMap;
use std::ops::Range;

/// How much is read in all for the places in one text.
const READ: usize = 96 << 20;

pub(super) fn spans(text: &str, document: usize) -> Spans {
    let mut input = Cow::Borrowed(text);
    for _ in 0..=READ / text.len().max(READ / 64) {
        match scan(text, &input, document) {
            (spans, None) => return spans,
            (partial, Some(at)) => match repaired(&input, at) {
                Some(next) => input = Cow::Owned(next),
                None => return partial,
            },
        }
    }
    scan(text, &input, document).0
}

/// Where the scalars in double quotes stand, as far as the scanner gets.
pub(in crate::load) fn double_quoted(text: &str) -> Vec<Range<usize>> {
    let mut offsets = Offsets::new(text);
    let mut parser = Parser::new_from_str(text);
    let mut found = Vec::new();
    while let Some(Ok((event, span))) = parser.next_event() {
        if matches!(event, Event::Scalar(_, ScalarStyle::DoubleQuoted, ..)) {
            found.push(offsets.range(&span));
        }
    }
    found
}

/// Reads `input`, in which every character of `text` has its place; says at which byte the scanner gave up.
fn scan(text: &str, input: &str, document: usize) -> (Spans, Option<usize>) {
    let mut parser = Parser::new_from_str(input);
    let mut scan = Scan { text, offsets: Offsets::new(text), builder: Builder::default(), anchors: HashMap::new() };
    let stopped = scan.document(&mut parser, document).err();
    (scan.builder.finish(), stopped)
}

struct Scan<'t> {
    text: &'t str,
    offsets: Offsets<'t>,
    builder: Builder,
    /// The nodes by the number of their anchor.
    anchors: HashMap<usize, u32>,
}

impl Scan<'_> {
    /// Reads the document of this index. The error is the byte at which the scanner gives up.
    fn document(&mut self, parser: &mut Parser<'_, StrInput<'_>>, document: usize) -> Result<(), usize> {
        let mut started = 0;
        while let Some(event) = parser.next_event() {
            let (event, span) = event.map_err(|error| self.offsets.byte(error.marker().index()))?;
            match event {
                Event::DocumentStart(_) => started += 1,
                Event::DocumentEnd if started == document + 1 => return Ok(()),
                event if started == document + 1 => self.event(&event, &span),
                _ => {}
            }
        }
        Ok(())
    }

    fn event(&mut self, event: &Event<'_>, span: &Span) {
        let range = self.offsets.range(span);
        match event {
            Event::Scalar(text, ..) if self.builder.expects_key() => self.key(text, &range),
            Event::Scalar(text, style, anchor, _) => self.leaf(text, *style, &range, *anchor),
            Event::Alias(_) if self.builder.expects_key() => self.builder.key(&range, Some(Box::default())),
            Event::Alias(anchor) => drop(self.builder.leaf(&range, Kind::Alias(self.anchors.get(anchor).copied()))),
            Event::MappingStart(anchor, _) => self.open(Kind::Object, &range, *anchor),
            Event::SequenceStart(anchor, _) => self.open(Kind::Array, &range, *anchor),
            Event::MappingEnd | Event::SequenceEnd => self.close(&range),
            _ => {}
        }
    }

    fn key(&mut self, text: &str, range: &Range<usize>) {
        let written = &self.text[range.clone()];
        let simple = written.trim_matches(['"', '\'']) == text;
        self.builder.key(range, (!simple).then(|| text.into()));
    }

    fn leaf(&mut self, text: &str, style: ScalarStyle, range: &Range<usize>, anchor: usize) {
        let plain = style == ScalarStyle::Plain;
        // The scanner gives what isn't there the place of the next token.
        let range = if plain && text.is_empty() { range.start..range.start } else { range.clone() };
        let node = self.builder.leaf(&range, if plain { Kind::Plain } else { Kind::Quoted });
        self.anchors.insert(anchor, node);
    }

    fn open(&mut self, kind: Kind, range: &Range<usize>, anchor: usize) {
        let node = self.builder.open(range, kind);
        self.anchors.insert(anchor, node);
    }

    /// Flow style ends with a bracket; block style ends nowhere, so with its last child.
    fn close(&mut self, range: &Range<usize>) {
        match self.text[range.clone()].ends_with(['}', ']']) {
            true => self.builder.close(range),
            false => self.builder.close_here(),
        }
    }
}

/// Characters, which the scanner counts, to bytes. Its places hardly ever go back, so a cursor is enough.
struct Offsets<'t> {
    text: &'t str,
    ascii: bool,
    character: usize,
    byte: usize,
}

impl<'t> Offsets<'t> {
    fn new(text: &'t str) -> Self {
        Self { text, ascii: text.is_ascii(), character: 0, byte: 0 }
    }

    fn range(&mut self, span: &Span) -> Range<usize> {
        let start = self.byte(span.start.index());
        let end = self.byte(span.end.index());
        start..end.max(start)
    }

    fn byte(&mut self, character: usize) -> usize {
        if self.ascii {
            return character.min(self.text.len());
        }
        match character.checked_sub(self.character) {
            Some(steps) => self.byte += self.forward(steps),
            None => self.byte -= self.back(self.character - character),
        }
        self.character = character;
        self.byte
    }

    fn forward(&self, steps: usize) -> usize {
        self.text[self.byte..].chars().take(steps).map(char::len_utf8).sum()
    }

    fn back(&self, steps: usize) -> usize {
        self.text[..self.byte].chars().rev().take(steps).map(char::len_utf8).sum()
    }
}
