//! Cuts a body at delimiters, wherever its pieces end.

use bytes::{Buf, Bytes, BytesMut};

/// An item that has more bytes than are held in memory.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Oversized;

/// What stands before a delimiter.
pub(super) struct Cut {
    pub(super) text: Bytes,
    /// The delimiter.
    pub(super) end: u8,
    /// Is it the end of what was too large? Nothing is left of it.
    pub(super) dropped: bool,
}

/// Cuts at each of several delimiters. Each byte is looked at once, and what lies within one piece is not copied.
pub(super) struct Cutter {
    delimiters: &'static [u8],
    begun: BytesMut,
    /// Is what has begun too large, so that the rest of it is dropped?
    dropping: bool,
    /// The delimiter before.
    last: u8,
}

impl Cutter {
    pub(super) fn new(delimiters: &'static [u8]) -> Self {
        Self { delimiters, begun: BytesMut::new(), dropping: false, last: 0 }
    }

    /// The next text in `input`; `None` if no delimiter is left, and all of `input` is taken.
    pub(super) fn next(&mut self, input: &mut Bytes, limit: usize) -> Option<Result<Cut, Oversized>> {
        while !input.is_empty() {
            let found = input.iter().position(|byte| self.delimiters.contains(byte));
            let piece = input.split_to(found.unwrap_or(input.len()));
            if !self.dropping && self.begun.len() + piece.len() > limit {
                self.begun = BytesMut::new();
                self.dropping = true;
                return Some(Err(Oversized));
            }
            if found.is_none() {
                self.keep(&piece);
                return None;
            }
            if let Some(cut) = self.close(piece, input.get_u8()) {
                return Some(Ok(cut));
            }
        }
        None
    }

    fn keep(&mut self, piece: &[u8]) {
        if !self.dropping {
            self.begun.extend_from_slice(piece);
        }
    }

    /// The text that ends with `piece`, unless it is what stands between the two halves of a CRLF.
    fn close(&mut self, piece: Bytes, end: u8) -> Option<Cut> {
        let halves = (std::mem::replace(&mut self.last, end), end) == (b'\r', b'\n');
        if std::mem::take(&mut self.dropping) {
            return Some(Cut { text: Bytes::new(), end, dropped: true });
        }
        if self.begun.is_empty() {
            return (!halves || !piece.is_empty()).then_some(Cut { text: piece, end, dropped: false });
        }
        self.begun.extend_from_slice(&piece);
        Some(Cut { text: self.rest(), end, dropped: false })
    }

    /// What no delimiter stands behind, when the body is over.
    pub(super) fn rest(&mut self) -> Bytes {
        self.begun.split().freeze()
    }
}
