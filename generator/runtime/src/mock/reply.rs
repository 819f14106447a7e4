//! What a mocked server answers.

use std::collections::VecDeque;
use std::fmt;
use std::future::{Future, pending};
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use bytes::Bytes;
use futures_core::Stream;
use http::header::{CONTENT_TYPE, HeaderName, HeaderValue};
use http::{HeaderMap, StatusCode};

use super::super::{Body, Encode, TransportError, json};
use super::MockedStream;
use super::clock::{Clock, Sleep};

/// An answer as it goes over the wire. A number is one with that status and no body.
#[derive(Clone, Debug)]
#[must_use = "does nothing until given to an expectation"]
pub struct Reply {
    pub(super) status: StatusCode,
    pub(super) headers: HeaderMap,
    pub(super) pieces: Vec<Piece>,
}

/// A part of a body, and what happens between the parts.
#[derive(Clone, Debug)]
pub(super) enum Piece {
    Bytes(Bytes),
    Pause(Duration),
    Break,
}

impl Reply {
    /// An answer with a status, and no body yet.
    ///
    /// # Panics
    /// If there can be no such status.
    #[track_caller]
    pub fn new(status: u16) -> Self {
        Self { status: valid(StatusCode::from_u16(status)), headers: HeaderMap::new(), pieces: Vec::new() }
    }

    /// One more header.
    ///
    /// # Panics
    /// If it can't be sent.
    #[track_caller]
    pub fn header(mut self, name: &str, value: &str) -> Self {
        self.headers.append(valid(name.parse::<HeaderName>()), valid(HeaderValue::from_str(value)));
        self
    }

    /// A body of JSON, `application/json`.
    pub fn json(self, value: &dyn Encode) -> Self {
        self.json_as("application/json", value)
    }

    /// A body of JSON under another media type.
    pub fn json_as(self, media_type: &str, value: &dyn Encode) -> Self {
        self.body(media_type, json::to_vec(value))
    }

    /// A body of bytes or text.
    ///
    /// # Panics
    /// If the media type can't be a header.
    #[track_caller]
    pub fn body(mut self, media_type: &str, body: impl Into<Bytes>) -> Self {
        self.headers.insert(CONTENT_TYPE, valid(HeaderValue::from_str(media_type)));
        self.piece(body)
    }

    /// The next piece of the body: what is set in several pieces comes so.
    pub fn piece(mut self, piece: impl Into<Bytes>) -> Self {
        self.pieces.push(Piece::Bytes(piece.into()));
        self
    }

    /// The next items of a stream of this operation, each as a piece.
    ///
    /// # Panics
    /// If the media type of the stream can't be a header, or the name or the id of an event has a line break.
    #[track_caller]
    pub fn items<O: MockedStream>(mut self, items: impl IntoIterator<Item = O::Item>) -> Self {
        self.headers.insert(CONTENT_TYPE, valid(HeaderValue::from_str(O::MEDIA_TYPE)));
        self.pieces.extend(items.into_iter().map(|item| Piece::Bytes(O::item(&item))));
        self
    }

    /// Time until the next piece of the body, on the mock's clock.
    pub fn pause(mut self, duration: Duration) -> Self {
        self.pieces.push(Piece::Pause(duration));
        self
    }

    /// The connection is lost where the next piece of the body would come.
    pub fn breaks_off(mut self) -> Self {
        self.pieces.push(Piece::Break);
        self
    }

    fn response(&self, clock: &Clock) -> http::Response<Body> {
        let mut response = http::Response::new(match &self.pieces[..] {
            [] => Body::empty(),
            [Piece::Bytes(whole)] => Body::from(whole.clone()),
            pieces => Body::from_stream(Pieces { clock: clock.clone(), left: pieces.to_vec().into(), pause: None }),
        });
        *response.status_mut() = self.status;
        *response.headers_mut() = self.headers.clone();
        response
    }
}

impl From<u16> for Reply {
    #[track_caller]
    fn from(status: u16) -> Self {
        Self::new(status)
    }
}

#[track_caller]
fn valid<T, E: fmt::Display>(parsed: Result<T, E>) -> T {
    match parsed {
        Ok(value) => value,
        Err(error) => panic!("a reply can't be so: {error}"),
    }
}

/// Why no answer comes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Fault {
    /// No connection: the request never left.
    ConnectionRefused,
    /// No connection in time: the request never left.
    ConnectTimeout,
    /// The connection was lost after the request was sent.
    ConnectionLost,
    /// Nothing comes, until one of the client's own timeouts ends it.
    Silence,
}

impl Fault {
    /// The error of the transport; `None` if there is just silence.
    pub(super) fn error(self) -> Option<TransportError> {
        match self {
            Self::ConnectionRefused => Some(TransportError::connect("connection refused")),
            Self::ConnectTimeout => Some(TransportError::connect_timeout("the server does not accept")),
            Self::ConnectionLost => Some(TransportError::interrupted("connection reset")),
            Self::Silence => None,
        }
    }
}

/// What happens to a request.
#[derive(Clone, Debug)]
pub(super) enum Act {
    Reply { reply: Reply, delay: Duration },
    Fault { fault: Fault, delay: Duration },
    Unexpected(String),
}

impl Act {
    pub(super) async fn perform(&self, clock: &Clock) -> Result<http::Response<Body>, TransportError> {
        match self {
            Self::Reply { reply, delay } => {
                clock.wait(*delay).await;
                Ok(reply.response(clock))
            }
            Self::Fault { fault, delay } => {
                clock.wait(*delay).await;
                match fault.error() {
                    Some(error) => Err(error),
                    None => {
                        clock.wait_for_ever().await;
                        pending().await
                    }
                }
            }
            Self::Unexpected(complaint) => Err(TransportError::invalid(complaint.clone())),
        }
    }
}

/// A body that comes in pieces.
struct Pieces {
    clock: Clock,
    left: VecDeque<Piece>,
    pause: Option<Sleep>,
}

impl Stream for Pieces {
    type Item = Result<Bytes, TransportError>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        loop {
            if let Some(pause) = &mut self.pause {
                if Pin::new(pause).poll(context).is_pending() {
                    return Poll::Pending;
                }
                self.pause = None;
            }
            match self.left.pop_front() {
                None => return Poll::Ready(None),
                Some(Piece::Bytes(bytes)) => return Poll::Ready(Some(Ok(bytes))),
                Some(Piece::Pause(duration)) => self.pause = Some(self.clock.wait(duration)),
                Some(Piece::Break) => {
                    self.left.clear();
                    return Poll::Ready(Some(Err(TransportError::interrupted("connection reset"))));
                }
            }
        }
    }
}
