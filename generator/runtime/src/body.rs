//! The body of a request or an answer: bytes in memory, or a stream.

use std::fmt;
use std::future::poll_fn;
use std::task::{Context, Poll};

use bytes::{Bytes, BytesMut};
use futures_core::Stream;

use super::measured::measured;
use super::progress::Progress;
use super::{BoxStream, MaybeSend, TransportError};

/// A body, whole or as a stream.
#[derive(Default)]
pub struct Body(Inner);

enum Inner {
    Bytes(Bytes),
    Stream(BoxStream<Result<Bytes, TransportError>>, Option<u64>),
    /// Somebody wants to know that it is being sent. Boxed, because few bodies need the room.
    Watched(Box<Inner>, Progress),
}

impl Default for Inner {
    fn default() -> Self {
        Self::Bytes(Bytes::new())
    }
}

impl Body {
    /// What is in memory, and taken piece by piece, comes in pieces of so many bytes.
    const PIECE: usize = 256 * 1024;

    /// No bytes.
    pub fn empty() -> Self {
        Self::default()
    }

    /// A body that comes in pieces. Behind an error nothing more is taken of it.
    pub fn from_stream(stream: impl Stream<Item = Result<Bytes, TransportError>> + MaybeSend + 'static) -> Self {
        Self::of_pieces(stream, None)
    }

    /// The same body, if it is a stream, with the number of bytes that it will have. A body in memory knows its length, and
    /// stays as it is.
    ///
    /// It is for what is sent; of an answer, the headers say it. If the stream gives another number of bytes, it breaks off,
    /// and the call fails with [`ErrorKind::Build`](super::ErrorKind::Build).
    #[must_use]
    pub fn with_length(self, bytes: Option<u64>) -> Self {
        Self(self.0.with_length(bytes))
    }

    /// A body that comes in pieces which are known to have this length together.
    pub(super) fn of_pieces(
        stream: impl Stream<Item = Result<Bytes, TransportError>> + MaybeSend + 'static,
        length: Option<u64>,
    ) -> Self {
        Self(Inner::Stream(Box::pin(stream), length))
    }

    /// The same body, which notes when a piece of it is taken.
    pub(super) fn watched(self, progress: Progress) -> Self {
        Self(Inner::Watched(Box::new(self.0), progress))
    }

    /// The same body; if nobody knows its length yet, it is this one, or the body breaks off.
    pub(super) fn of_length(self, bytes: u64) -> Self {
        if self.length().is_some() { self } else { self.with_length(Some(bytes)) }
    }

    /// How many bytes it has, if that is known.
    pub fn length(&self) -> Option<u64> {
        match self.0.unwatched() {
            Inner::Bytes(bytes) => Some(bytes.len() as u64),
            Inner::Stream(_, length) => *length,
            Inner::Watched(..) => None,
        }
    }

    /// The bytes, if they are all in memory.
    pub fn as_bytes(&self) -> Option<&Bytes> {
        match self.0.unwatched() {
            Inner::Bytes(bytes) => Some(bytes),
            Inner::Stream(..) | Inner::Watched(..) => None,
        }
    }

    /// Is it in memory, and no more than one piece?
    pub(super) fn is_small(&self) -> bool {
        self.as_bytes().is_some_and(|bytes| bytes.len() <= Self::PIECE)
    }

    /// The next piece, `None` at the end; as [`next`](Self::next), for code that polls.
    pub fn poll_next(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<Bytes, TransportError>>> {
        self.0.poll_next(context)
    }

    /// The next piece, `None` at the end.
    ///
    /// # Errors
    /// If the connection is lost.
    pub async fn next(&mut self) -> Option<Result<Bytes, TransportError>> {
        poll_fn(|context| self.poll_next(context)).await
    }
}

/// The beginning of what is in memory. It is not copied.
pub(super) fn next_piece(bytes: &mut Bytes) -> Bytes {
    bytes.split_to(bytes.len().min(Body::PIECE))
}

impl From<Bytes> for Body {
    fn from(bytes: Bytes) -> Self {
        Self(Inner::Bytes(bytes))
    }
}

impl Inner {
    fn with_length(self, bytes: Option<u64>) -> Self {
        match self {
            Self::Bytes(_) => self,
            Self::Stream(stream, _) => Self::Stream(measured(stream, bytes), bytes),
            Self::Watched(inner, progress) => Self::Watched(Box::new(inner.with_length(bytes)), progress),
        }
    }

    /// What is watched.
    fn unwatched(&self) -> &Self {
        match self {
            Self::Watched(inner, _) => inner.unwatched(),
            other => other,
        }
    }

    fn poll_next(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<Bytes, TransportError>>> {
        match self {
            Self::Bytes(bytes) if bytes.is_empty() => Poll::Ready(None),
            Self::Bytes(bytes) => Poll::Ready(Some(Ok(next_piece(bytes)))),
            Self::Stream(stream, _) => stream.as_mut().poll_next(context),
            Self::Watched(inner, progress) => {
                let piece = inner.poll_next(context);
                if piece.is_ready() {
                    progress.note();
                }
                piece
            }
        }
    }
}

impl fmt::Debug for Body {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0.unwatched() {
            Inner::Bytes(bytes) => write!(f, "Body({} bytes)", bytes.len()),
            Inner::Stream(..) | Inner::Watched(..) => f.write_str("Body(stream)"),
        }
    }
}

/// More room than this is not made for what was only announced.
const MOST_ROOM: u64 = 1024 * 1024;

/// Puts pieces together. A body that comes in one piece, as most do, is not copied.
#[derive(Debug, Default)]
pub(super) struct Pieces {
    first: Bytes,
    rest: BytesMut,
    /// How many bytes there shall be room for from the beginning.
    room: usize,
}

impl Pieces {
    /// Pieces of a body that has this length by its headers.
    pub(super) fn of_length(length: Option<u64>) -> Self {
        let room = length.map_or(0, |length| length.min(MOST_ROOM));
        Self { room: usize::try_from(room).unwrap_or(0), ..Self::default() }
    }

    pub(super) fn len(&self) -> usize {
        self.first.len().max(self.rest.len())
    }

    pub(super) fn push(&mut self, piece: Bytes) {
        if self.len() == 0 {
            self.first = piece;
            return;
        }
        if self.rest.is_empty() {
            self.rest.reserve(self.room);
            self.rest.extend_from_slice(&self.first);
        }
        self.rest.extend_from_slice(&piece);
    }

    pub(super) fn finish(self) -> Bytes {
        if self.rest.is_empty() { self.first } else { self.rest.freeze() }
    }
}
