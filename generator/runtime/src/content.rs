//! The body of a request before it is sent: octets of a media type, or a form of several parts.

use std::collections::VecDeque;
use std::pin::Pin;
use std::task::{Context, Poll};

use bytes::Bytes;
use futures_core::Stream;
use http::HeaderValue;

use super::body::next_piece;
use super::error::Failure;
use super::file::{Opened, Source};
use super::multipart::{self, FormPart};
use super::{Body, Environment, TransportError, media_types};

/// The media type of forms whose values are text alone.
pub(super) const FORM: &str = "application/x-www-form-urlencoded";

/// The media type of forms of several parts.
pub(super) const FORM_OF_PARTS: &str = "multipart/form-data";

/// What a call sends.
#[derive(Clone)]
pub(super) enum Content {
    Octets(HeaderValue, Source),
    /// Parts, and the multipart type that they are of, without its boundary.
    Parts(HeaderValue, Vec<FormPart>),
}

impl Content {
    /// The bytes, if there is nothing else to it.
    pub(super) fn as_bytes(&self) -> Option<&Bytes> {
        match self {
            Self::Octets(_, source) => source.as_bytes(),
            Self::Parts(..) => None,
        }
    }

    /// The text of a form whose values are text alone.
    pub(super) fn as_form(&self) -> Option<&str> {
        match self {
            Self::Octets(media_type, source) => {
                let is_form = media_types::essence(media_type.to_str().ok()?).eq_ignore_ascii_case(FORM);
                str::from_utf8(source.as_bytes()?).ok().filter(|_| is_form)
            }
            Self::Parts(..) => None,
        }
    }

    /// The body as all attempts of a call send it.
    pub(super) fn seal(&self, environment: &dyn Environment) -> Sealed {
        match self {
            Self::Octets(media_type, source) => {
                Sealed { media_type: media_type.clone(), pieces: Pieces::One(source.clone()) }
            }
            Self::Parts(media_type, parts) => {
                let boundary = multipart::boundary(environment);
                let whole = media_type.to_str().map(|it| multipart::media_type(it, parts, &boundary));
                let media_type = whole.ok().and_then(|it| it.try_into().ok()).unwrap_or_else(|| media_type.clone());
                Sealed { media_type, pieces: Pieces::Several(joined(multipart::pieces(parts, &boundary))) }
            }
        }
    }
}

/// A body that is ready to be sent.
pub(super) struct Sealed {
    pub(super) media_type: HeaderValue,
    pieces: Pieces,
}

enum Pieces {
    One(Source),
    Several(Vec<Source>),
}

impl Pieces {
    fn as_slice(&self) -> &[Source] {
        match self {
            Self::One(piece) => std::slice::from_ref(piece),
            Self::Several(pieces) => pieces,
        }
    }
}

impl Sealed {
    /// The bytes, if all are in memory.
    #[cfg(feature = "mock")]
    pub(super) fn as_bytes(&self) -> Option<&Bytes> {
        match self.pieces.as_slice() {
            [whole] => whole.as_bytes(),
            _ => None,
        }
    }

    /// Can it be sent a second time?
    pub(super) fn is_repeatable(&self) -> bool {
        self.pieces.as_slice().iter().all(Source::is_repeatable)
    }

    /// The body for one attempt.
    pub(super) async fn open(&self) -> Result<Body, Box<Failure>> {
        match self.pieces.as_slice() {
            [] => Ok(Body::empty()),
            [Source::Bytes(bytes)] => Ok(Body::from(bytes.clone())),
            pieces => {
                let mut opened = VecDeque::with_capacity(pieces.len());
                let mut length = Some(0);
                for piece in pieces {
                    let (more, piece) = piece.open().await?;
                    length = length.zip(more).and_then(|(length, more): (u64, u64)| length.checked_add(more));
                    opened.push_back(piece);
                }
                Ok(Body::of_pieces(Chain(opened), length))
            }
        }
    }
}

/// Neighbours that are in memory become one piece.
fn joined(pieces: Vec<Source>) -> Vec<Source> {
    let mut joined = Vec::new();
    let mut run: Vec<u8> = Vec::with_capacity(pieces.iter().filter_map(Source::as_bytes).map(Bytes::len).sum());
    for piece in pieces {
        match piece.as_bytes() {
            Some(bytes) => run.extend_from_slice(bytes),
            None => {
                joined.push(Source::Bytes(std::mem::take(&mut run).into()));
                joined.push(piece);
            }
        }
    }
    joined.push(Source::Bytes(run.into()));
    joined
}

/// One piece after the other.
struct Chain(VecDeque<Opened>);

impl Stream for Chain {
    type Item = Result<Bytes, TransportError>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        loop {
            match self.0.front_mut() {
                None => return Poll::Ready(None),
                Some(Opened::Bytes(bytes)) if bytes.is_empty() => drop(self.0.pop_front()),
                Some(Opened::Bytes(bytes)) => return Poll::Ready(Some(Ok(next_piece(bytes)))),
                Some(Opened::Stream(stream)) => match stream.as_mut().poll_next(context) {
                    Poll::Ready(None) => drop(self.0.pop_front()),
                    other => return other,
                },
            }
        }
    }
}
