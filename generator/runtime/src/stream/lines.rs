//! JSON Lines, also called NDJSON: a JSON document on each line.
//!
//! ---
//! jsonlines.org; github.com/ndjson/ndjson-spec.

use bytes::Bytes;

use super::cut::{Cutter, Oversized};
use super::frame::{Frame, Framing};

/// Lines, but for empty ones.
pub(super) struct Lines(Cutter);

impl Lines {
    pub(super) fn new() -> Self {
        Self(Cutter::new(b"\n"))
    }
}

impl Framing for Lines {
    fn next(&mut self, input: &mut Bytes, limit: usize) -> Option<Result<Frame, Oversized>> {
        loop {
            match self.0.next(input, limit)? {
                Ok(cut) if cut.text.trim_ascii().is_empty() => {}
                Ok(cut) => return Some(Ok(Frame::new(cut.text))),
                Err(oversized) => return Some(Err(oversized)),
            }
        }
    }

    /// The last line may end with the body.
    fn end(&mut self) -> Option<Frame> {
        Some(self.0.rest()).filter(|line| !line.trim_ascii().is_empty()).map(Frame::new)
    }
}
