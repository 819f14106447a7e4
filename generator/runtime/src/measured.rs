//! Streams that are sent with a length.

use std::pin::Pin;
use std::task::{Context, Poll, ready};

use bytes::Bytes;
use futures_core::Stream;

use super::{BoxStream, TransportError};

type Pieces = BoxStream<Result<Bytes, TransportError>>;

/// The stream, which breaks off if it has not as many bytes as it was said to have: the server would take something else
/// for the body than what was meant.
pub(super) fn measured(stream: Pieces, length: Option<u64>) -> Pieces {
    match length {
        Some(length) => Box::pin(Measured { stream, length, left: length, last: Bytes::new(), over: false }),
        None => stream,
    }
}

struct Measured {
    stream: Pieces,
    length: u64,
    left: u64,
    /// The piece that makes it whole. It waits for the end of the stream: who sends has no interest in what is behind it.
    last: Bytes,
    over: bool,
}

impl Measured {
    /// What is to be sent next; nothing until there is more, or the end.
    fn take(&mut self, piece: Bytes) -> Result<Option<Bytes>, TransportError> {
        let left = self.left.checked_sub(piece.len() as u64);
        self.left = left.ok_or_else(|| mismatch(format!("more than {} bytes, its length", self.length)))?;
        if self.left > 0 {
            return Ok(Some(piece));
        }
        if !piece.is_empty() {
            self.last = piece;
        }
        Ok(None)
    }

    /// What is left to be sent when the stream is over.
    fn end(&mut self) -> Result<Option<Bytes>, TransportError> {
        self.over = true;
        match self.left {
            0 => Ok(Some(std::mem::take(&mut self.last)).filter(|last| !last.is_empty())),
            left => Err(mismatch(format!("{} bytes instead of {}", self.length - left, self.length))),
        }
    }
}

impl Stream for Measured {
    type Item = Result<Bytes, TransportError>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        while !self.over {
            match ready!(self.stream.as_mut().poll_next(context)) {
                Some(Ok(piece)) => {
                    if let Some(next) = self.take(piece).transpose() {
                        return Poll::Ready(Some(next));
                    }
                }
                Some(Err(error)) => return Poll::Ready(Some(Err(error))),
                None => return Poll::Ready(self.end().transpose()),
            }
        }
        Poll::Ready(None)
    }
}

fn mismatch(has: String) -> TransportError {
    TransportError::unfinished(format!("the stream of the body has {has}"))
}
