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
        Some(length) => Box::pin(Measured { stream, length, left: length }),
        None => stream,
    }
}

struct Measured {
    stream: Pieces,
    length: u64,
    left: u64,
}

impl Stream for Measured {
    type Item = Result<Bytes, TransportError>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let length = self.length;
        Poll::Ready(match ready!(self.stream.as_mut().poll_next(context)) {
            Some(Ok(piece)) => match self.left.checked_sub(piece.len() as u64) {
                Some(left) => {
                    self.left = left;
                    Some(Ok(piece))
                }
                None => Some(Err(mismatch(format!("more than {length} bytes, its length")))),
            },
            None if self.left > 0 => Some(Err(mismatch(format!("{} bytes instead of {length}", length - self.left)))),
            other => other,
        })
    }
}

fn mismatch(has: String) -> TransportError {
    TransportError::unfinished(format!("the stream of the body has {has}"))
}
