//! What a call fails with.

mod failure;
mod message;

use std::fmt;
use std::marker::PhantomData;
use std::time::Duration;

use bytes::Bytes;
use http::{HeaderMap, StatusCode};

use super::header::DeclaredHeaders;
use super::{Attempt, BoxError};

pub(super) use self::failure::Failure;
pub(super) use self::message::{causes, one_line};

/// What went wrong, in one word.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorKind {
    /// The client or the request can't be built: a bad URL, header or argument. Nothing was sent, but for the beginning
    /// of a body that is a stream of another length than it was said to have.
    Build,
    /// A credential is missing, can't be had, or may not go over this connection. Nothing was sent, or a provider failed when
    /// it was asked for another one after a 401; a 401 to a credential that never changes is a `Status`.
    Auth,
    /// No connection. The request never left, but to the server that has redirected it, if one did.
    Connect,
    /// A timeout is over.
    Timeout,
    /// The connection was lost on the way.
    Transport,
    /// The server answered with an error.
    Status,
    /// The server's answer is not what the document says.
    Decode,
    /// The answer is larger than the limit.
    TooLarge,
}

/// The declared error of an operation that declares none, and of the crate's common error.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Undeclared;

/// Why a call failed. As large as a pointer.
///
/// `E` is what the operation declares for errors. `?` turns each into the common `Error`.
pub struct Error<E = Undeclared> {
    failure: Box<Failure>,
    declared: PhantomData<fn() -> E>,
}

/// On every target it goes into what an application keeps any error in.
const _: fn() = || {
    fn any<T: std::error::Error + Send + Sync + 'static>() {}
    any::<Error>();
};

impl<E> Error<E> {
    pub(super) fn new(failure: Box<Failure>) -> Self {
        Self { failure, declared: PhantomData }
    }

    pub(super) fn into_failure(self) -> Box<Failure> {
        self.failure
    }

    /// What went wrong, in one word.
    pub fn kind(&self) -> ErrorKind {
        self.failure.kind
    }

    /// The status of the answer, if there was one. Also there if the answer could not be read or decoded. If the call
    /// needed a token first and got none, this and all about the answer is that of the server of tokens.
    pub fn status(&self) -> Option<StatusCode> {
        self.failure.answer().map(|response| response.status_code())
    }

    /// The headers of the answer.
    pub fn headers(&self) -> Option<&HeaderMap> {
        self.failure.answer().map(|response| response.headers())
    }

    /// The body of the answer, as it came; of a success that could not be read to its end, nothing; of an answer without
    /// a token, what is no secret. Of an answer that another attempt was to follow which could not be made, it is what came
    /// within a second, and no more than 64 KiB.
    pub fn body(&self) -> Option<Bytes> {
        self.failure.answer().map(|response| response.body())
    }

    /// The server's name for the request: the first of `x-request-id`, `request-id`,
    /// `x-amzn-requestid`, `x-ms-request-id`, `x-goog-request-id`, `x-correlation-id`,
    /// `cf-ray`.
    pub fn request_id(&self) -> Option<&str> {
        self.failure.answer()?.request_id()
    }

    /// The message in the body of the answer, if it is JSON with a message in one of the usual
    /// places, or `text/plain`.
    pub fn message(&self) -> Option<String> {
        self.failure.server_message()
    }

    /// How long the server wants to wait until it is asked again, counted from its answer: `retry-after-ms`, else
    /// `Retry-After`, in seconds or as a date. It may be longer than any wait that the client would take upon itself, but
    /// no longer than a year.
    ///
    /// ---
    /// RFC 9110, section 10.2.3.
    pub fn retry_after(&self) -> Option<Duration> {
        self.failure.retry_after
    }

    /// The attempts, with what became of each. The last one is what the error is about: it has the status of a success if
    /// that could not be read, was a stream that broke off, or was not to the liking of a middleware.
    pub fn attempts(&self) -> &[Attempt] {
        &self.failure.attempts
    }

    /// The `operationId`; `request` if the operation is none of the document, of which the message has method and path;
    /// empty if the client itself can't be built.
    pub fn operation(&self) -> &'static str {
        self.failure.operation
    }

    /// Did a timeout end the call, or the server say 408 or 504?
    pub fn is_timeout(&self) -> bool {
        self.failure.is_timeout()
    }

    /// Can the same call succeed later, without a change? If the server says so itself, with `x-should-retry`, that counts.
    pub fn is_retryable(&self) -> bool {
        self.failure.is_transient()
    }

    /// Can the server have acted on the request? `false` is certain: no attempt left this machine,
    /// or the server refused each. `true` is a doubt.
    pub fn may_have_run(&self) -> bool {
        self.failure.may_have_run
    }

    /// The same error without the type of what is declared. [`declared_as`](Self::declared_as)
    /// still finds it.
    pub fn erase(self) -> Error {
        Error::new(self.failure)
    }

    /// The declared error as a `T`, for errors whose type was lost on the way through `?`.
    pub fn declared_as<T: 'static>(&self) -> Option<&T> {
        self.failure.declared.as_ref()?.downcast_ref()
    }
}

impl Error {
    /// An error of the application's own, for [`Middleware`](super::Middleware). It is
    /// [retryable](Self::is_retryable) if `kind` is `Connect`, `Timeout` or `Transport`; the client itself does not try
    /// again. The call adds its [attempts](Self::attempts), if there were any before, and whether it
    /// [may have run](Self::may_have_run).
    pub fn custom(kind: ErrorKind, source: impl Into<BoxError>) -> Self {
        Self::new(Failure::new(kind, "the application stopped the call").because(source))
    }
}

impl<E: 'static> Error<E> {
    /// What the document declares for this answer, with `***` where the server repeats a credential of the call of eight or
    /// more bytes. `None` if there was no answer with an error status.
    pub fn declared(&self) -> Option<&E> {
        self.declared_as()
    }

    /// The same, by value.
    ///
    /// # Errors
    /// This error, unchanged, if there is none.
    pub fn into_declared(mut self) -> Result<E, Self> {
        match self.failure.declared.take().map(|declared| declared.downcast()) {
            Some(Ok(declared)) => Ok(*declared),
            Some(Err(other)) => {
                self.failure.declared = Some(other);
                Err(self)
            }
            None => Err(self),
        }
    }
}

impl<E: DeclaredHeaders> Error<E> {
    /// The headers that the document declares, as values of their types, if there was an answer.
    pub fn declared_headers(&self) -> Option<E::Headers> {
        self.failure.response.as_ref().map(|response| response.headers().into())
    }
}

impl<E> fmt::Display for Error<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.failure.fmt(f)
    }
}

impl<E> fmt::Debug for Error<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut debug = f.debug_struct("Error");
        debug.field("kind", &self.kind()).field("operation", &self.operation());
        debug.field("message", &format_args!("{self}")).field("attempts", &self.attempts());
        debug.field("may_have_run", &self.may_have_run()).finish_non_exhaustive()
    }
}

impl<E> std::error::Error for Error<E> {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.failure.source.as_deref().map(|source| source as _)
    }
}
