//! JSON text sequences: a record separator before each document, a line feed behind it.
//!
//! ---
//! RFC 7464.

use bytes::Bytes;

use super::super::body::Pieces;
use super::cut::{Cutter, Oversized};
use super::frame::{Frame, Framing};

const RECORD_SEPARATOR: u8 = 0x1e;

/// The document that has begun.
pub(super) struct Sequence {
    pieces: Cutter,
    text: Pieces,
    nesting: Nesting,
    /// Is the document too large, so that the rest of it is dropped?
    dropping: bool,
}

impl Sequence {
    pub(super) fn new() -> Self {
        Self { pieces: Cutter::new(b"\x1e\n"), text: Pieces::default(), nesting: Nesting::default(), dropping: false }
    }

    /// A document is whole behind the line feed that closes it, so that nobody has to wait for the next one; what is no
    /// JSON goes on to the next separator.
    fn piece(&mut self, piece: Bytes, end: u8, limit: usize) -> Option<Result<Frame, Oversized>> {
        let separated = end == RECORD_SEPARATOR;
        if self.dropping {
            self.dropping = !separated;
            return None;
        }
        if self.text.len() + piece.len() > limit {
            self.drop_text(separated);
            return Some(Err(Oversized));
        }
        self.nesting.scan(&piece);
        self.text.push(piece);
        if !separated {
            self.text.push(Bytes::from_static(b"\n"));
        }
        if separated || self.nesting.is_closed() { self.take().map(Ok) } else { None }
    }

    /// What has begun, if it is more than white space.
    fn take(&mut self) -> Option<Frame> {
        self.nesting = Nesting::default();
        let data = std::mem::take(&mut self.text).finish();
        // A number or a word shows only by what stands behind it that it is not the beginning of another.
        let cut_short = data.last().is_some_and(u8::is_ascii_alphanumeric);
        (!data.trim_ascii().is_empty()).then(|| Frame { cut_short, ..Frame::new(data) })
    }

    fn drop_text(&mut self, separated: bool) {
        self.text = Pieces::default();
        self.nesting = Nesting::default();
        self.dropping = !separated;
    }
}

impl Framing for Sequence {
    fn next(&mut self, input: &mut Bytes, limit: usize) -> Option<Result<Frame, Oversized>> {
        loop {
            let found = match self.pieces.next(input, limit)? {
                Ok(cut) => self.piece(cut.text, cut.end, limit),
                Err(_) if self.dropping => None,
                Err(oversized) => {
                    self.drop_text(false);
                    Some(Err(oversized))
                }
            };
            if found.is_some() {
                return found;
            }
        }
    }

    fn end(&mut self) -> Option<Frame> {
        let rest = self.pieces.rest();
        if self.dropping {
            return None;
        }
        self.text.push(rest);
        self.take()
    }
}

/// How deep in arrays, objects and strings a text ends.
#[derive(Default)]
struct Nesting {
    depth: usize,
    in_string: bool,
    escaped: bool,
}

impl Nesting {
    fn scan(&mut self, text: &[u8]) {
        for byte in text {
            match byte {
                _ if self.escaped => self.escaped = false,
                b'\\' if self.in_string => self.escaped = true,
                b'"' => self.in_string = !self.in_string,
                _ if self.in_string => {}
                b'[' | b'{' => self.depth += 1,
                b']' | b'}' => self.depth = self.depth.saturating_sub(1),
                _ => {}
            }
        }
    }

    fn is_closed(&self) -> bool {
        self.depth == 0 && !self.in_string
    }
}
