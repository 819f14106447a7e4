//! Code of the application around each call and each attempt: logging, metrics, signatures, caches.

use std::fmt;
use std::future::ready;
use std::sync::Arc;

use http::Uri;
use http::header::{AUTHORIZATION, CONTENT_LENGTH};

use super::authorization::{Resolved, is_carried};
use super::base_url::is_private;
use super::execute::{Ran, run_attempts};
use super::redirect::strip;
use super::{Body, BoxFuture, Client, Error, MaybeSend, MaybeSync, OperationInfo, Received, Request, TransportError};

/// Wraps calls and attempts. Both methods pass on by default; those added first are the outermost.
///
/// A middleware sees no credentials: they are added after it, just before the request leaves. A header that
/// [`attempt`](Self::attempt) sets stands in the place of the credential that would be this header, which need not be
/// given then: so are requests signed. What an attempt is redirected to at another origin has none of it: there, only
/// headers leave that are in nobody's secret.
pub trait Middleware: MaybeSend + MaybeSync + 'static {
    /// Around a whole call, with all its attempts. The request can be changed, and another answer or error given:
    /// [`Received::new`] and [`Error::custom`] make them. An answer with an error status is an error here already.
    fn call<'a>(&'a self, request: Request, next: NextCall<'a>) -> BoxFuture<'a, Result<Received, Error>> {
        next.run(request)
    }

    /// Around one request of a call: each attempt, and each redirect that an attempt follows. Its answer may have any
    /// status, and its body is still to come.
    ///
    /// An error is handled as one of the transport, by its constructor. After `connect` and `connect_timeout` nothing was
    /// sent, and any call is tried again; after `untrusted` and `invalid` nothing was sent, and none is. After `interrupted`
    /// and `timeout` the server may have acted, and only a call is tried again that has no second effect. So one of these two
    /// is the error of an attempt that had an answer; an answer that is to be refused for good is refused in
    /// [`call`](Self::call), or by an error of its body, which never says that nothing was sent.
    fn attempt<'a>(
        &'a self,
        context: AttemptContext,
        request: http::Request<Body>,
        next: NextAttempt<'a>,
    ) -> BoxFuture<'a, Result<http::Response<Body>, TransportError>> {
        let _ = context;
        next.run(request)
    }
}

impl<M: Middleware + ?Sized> Middleware for Arc<M> {
    fn call<'a>(&'a self, request: Request, next: NextCall<'a>) -> BoxFuture<'a, Result<Received, Error>> {
        (**self).call(request, next)
    }

    fn attempt<'a>(
        &'a self,
        context: AttemptContext,
        request: http::Request<Body>,
        next: NextAttempt<'a>,
    ) -> BoxFuture<'a, Result<http::Response<Body>, TransportError>> {
        (**self).attempt(context, request, next)
    }
}

/// Which attempt of which operation this is.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct AttemptContext {
    /// The operation's facts.
    pub operation: &'static OperationInfo,
    /// The number of the attempt, from 1.
    pub number: u32,
}

/// The rest of the way of a call.
pub struct NextCall<'a> {
    pub(super) client: &'a Client,
    pub(super) index: usize,
    pub(super) ran: &'a Ran,
}

impl<'a> NextCall<'a> {
    /// Where `request` goes as it is: base URL, path and query, without credentials.
    ///
    /// # Errors
    /// If it can't be sent, as an argument is missing or wrong.
    pub fn uri(&self, request: &Request) -> Result<Uri, Error> {
        self.client.inner.target(request).map_err(|failure| Error::new(failure.of(request.operation.id)))
    }

    /// Goes on with `request`: through the middleware behind this one, and then through all attempts. Gives the answer, or
    /// the error that the call ends with if nobody changes it.
    pub fn run(self, request: Request) -> BoxFuture<'a, Result<Received, Error>> {
        let Self { client, index, ran } = self;
        match client.inner.middleware.get(index) {
            Some(middleware) => middleware.call(request, NextCall { index: index + 1, ..self }),
            None => Box::pin(async move { ran.keep(run_attempts(client, &request)).await.map_err(Error::new) }),
        }
    }
}

impl fmt::Debug for NextCall<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("NextCall").field("client", self.client).field("index", &self.index).finish_non_exhaustive()
    }
}

/// The rest of the way of an attempt.
pub struct NextAttempt<'a> {
    pub(super) client: &'a Client,
    pub(super) index: usize,
    pub(super) context: AttemptContext,
    pub(super) credentials: &'a Resolved<'a>,
    /// May it have what could be a credential? Not if a redirect has led to another origin.
    pub(super) trusted: bool,
}

impl<'a> NextAttempt<'a> {
    /// Goes on with `request`: through the middleware behind this one, and then to the server, with its credentials. Gives
    /// the answer, whatever its status is, or why there is none.
    pub fn run(self, request: http::Request<Body>) -> BoxFuture<'a, Result<http::Response<Body>, TransportError>> {
        match self.client.inner.middleware.get(self.index) {
            Some(middleware) => {
                middleware.attempt(self.context, request, NextAttempt { index: self.index + 1, ..self })
            }
            None => leave(&self, request),
        }
    }
}

/// The last step: the length, the credentials, then the transport.
fn leave<'a>(
    next: &NextAttempt<'a>,
    mut request: http::Request<Body>,
) -> BoxFuture<'a, Result<http::Response<Body>, TransportError>> {
    let NextAttempt { client, credentials, .. } = *next;
    if !next.trusted {
        strip(request.headers_mut());
    }
    let open = !is_private(request.uri()) && !client.inner.credentials_over_http;
    if open && (!credentials.is_empty() || carries_a_credential(client, &request)) {
        let error = "credentials are not sent over plain http (allow it with `credentials_over_http`)";
        return Box::pin(ready(Err(TransportError::unauthorized(error))));
    }
    if let Err(error) = credentials.check(request.headers()) {
        return Box::pin(ready(Err(error)));
    }
    tell_length(&mut request);
    match credentials.apply(&mut request, !client.inner.middleware.is_empty()) {
        Ok(()) => client.inner.shared.transport.send(request),
        Err(error) => Box::pin(ready(Err(TransportError::invalid(error)))),
    }
}

/// Has the caller or a middleware set what would be one?
fn carries_a_credential(client: &Client, request: &http::Request<Body>) -> bool {
    let schemes = client.inner.document.schemes;
    request.headers().contains_key(AUTHORIZATION) || schemes.iter().any(|scheme| is_carried(scheme.kind, request))
}

/// Leaves the length to the body, which alone knows it: of a body that is longer than a header says, the server would take
/// a part for the whole, and wait for the rest of one that is shorter. Only what a stream does not know can be said.
fn tell_length(request: &mut http::Request<Body>) {
    let said = request.headers_mut().remove(CONTENT_LENGTH);
    if let Some(length) = said.and_then(|length| length.to_str().ok()?.parse().ok()) {
        let body = std::mem::take(request.body_mut());
        *request.body_mut() = body.of_length(length);
    }
}

impl fmt::Debug for NextAttempt<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("NextAttempt").field("context", &self.context).finish_non_exhaustive()
    }
}
