//! What carries a request: the seam between this runtime and an HTTP library.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use super::{Body, BoxError, BoxFuture, ErrorKind, MaybeSend, MaybeSync};

/// Sends one request and gives its answer. Authentication, retries, redirects and timeouts are
/// above it.
///
/// The answer's body should be read as it comes. A transport that decompresses removes `content-encoding` and
/// `content-length`. One that connects should heed [`ConnectTimeout`].
pub trait Transport: MaybeSend + MaybeSync + 'static {
    /// Sends `request`; done when the answer's headers are there, whatever its status is. Dropping the future, or the body
    /// of the answer, ends the request. An error says with its constructor whether the request may have been sent.
    fn send(&self, request: http::Request<Body>) -> BoxFuture<'_, Result<http::Response<Body>, TransportError>>;

    /// Hears of an attempt that was sent and failed, at the server (500, 502, 503, 504) or on the way, before another one is
    /// made; of no more than 8 at once, and then of one per second. A connection stays with one of the servers behind a load balancer,
    /// so what is sent from now on should not go over the connections that are open. Does nothing by default.
    fn distrust(&self) {}
}

impl<T: Transport + ?Sized> Transport for Arc<T> {
    fn send(&self, request: http::Request<Body>) -> BoxFuture<'_, Result<http::Response<Body>, TransportError>> {
        (**self).send(request)
    }

    fn distrust(&self) {
        (**self).distrust();
    }
}

/// Stands in the extensions of a request that has another time to connect in than the client was built with; `None` for no
/// end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ConnectTimeout(pub Option<Duration>);

/// Why there is no answer, or no whole body.
#[derive(Debug)]
pub struct TransportError {
    pub(super) kind: ErrorKind,
    pub(super) sent: bool,
    /// Would another attempt end the same way?
    pub(super) lasting: bool,
    /// Is it the stream of the request's body that broke off?
    pub(super) body: bool,
    pub(super) source: BoxError,
}

impl TransportError {
    /// No connection: the request never left.
    pub fn connect(source: impl Into<BoxError>) -> Self {
        Self { kind: ErrorKind::Connect, sent: false, lasting: false, body: false, source: source.into() }
    }

    /// No connection, as the server does not prove to be the one that was meant: its certificate is not valid for it. The
    /// request never left, and another attempt would end the same way.
    pub fn untrusted(source: impl Into<BoxError>) -> Self {
        Self { lasting: true, ..Self::connect(source) }
    }

    /// No connection in time: the request never left.
    pub fn connect_timeout(source: impl Into<BoxError>) -> Self {
        Self { kind: ErrorKind::Timeout, sent: false, lasting: false, body: false, source: source.into() }
    }

    /// The connection was lost, or what came over it is not HTTP.
    pub fn interrupted(source: impl Into<BoxError>) -> Self {
        Self { kind: ErrorKind::Transport, sent: true, lasting: false, body: false, source: source.into() }
    }

    /// The stream that the application gave for the body broke off.
    pub(super) fn of_body(source: impl Into<BoxError>) -> Self {
        Self { body: true, ..Self::interrupted(source) }
    }

    /// Nothing came in time.
    pub fn timeout(source: impl Into<BoxError>) -> Self {
        Self { kind: ErrorKind::Timeout, sent: true, lasting: false, body: false, source: source.into() }
    }

    /// The body came, and is not in the encoding that it is said to be in.
    #[cfg(all(feature = "reqwest", not(target_arch = "wasm32")))]
    pub(super) fn undecodable(source: impl Into<BoxError>) -> Self {
        Self { kind: ErrorKind::Decode, sent: true, lasting: true, body: false, source: source.into() }
    }

    pub(super) fn unauthorized(source: impl Into<BoxError>) -> Self {
        Self { kind: ErrorKind::Auth, sent: false, lasting: false, body: false, source: source.into() }
    }

    /// The request went wrong on the way, as its body or the client is not what it was said to be; another attempt would
    /// end the same way.
    pub(super) fn unfinished(source: impl Into<BoxError>) -> Self {
        Self { kind: ErrorKind::Build, sent: true, lasting: true, body: false, source: source.into() }
    }

    /// The request can't be sent as it is; another attempt would end the same way.
    pub fn invalid(source: impl Into<BoxError>) -> Self {
        Self { kind: ErrorKind::Build, sent: false, lasting: true, body: false, source: source.into() }
    }
}

impl fmt::Display for TransportError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match (self.kind, self.sent) {
            (ErrorKind::Connect, _) => "can't connect",
            (ErrorKind::Timeout, false) => "can't connect in time",
            (ErrorKind::Timeout, true) => "no answer in time",
            (ErrorKind::Decode, _) => "the body is not the gzip that it says it is",
            (ErrorKind::Build | ErrorKind::Auth, _) => "the request can't be sent",
            _ if self.body => "the stream of the body broke off",
            _ => "the connection was lost",
        })
    }
}

impl std::error::Error for TransportError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        Some(&*self.source)
    }
}
