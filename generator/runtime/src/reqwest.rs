//! The transport that is used if the application brings none. No other file names reqwest.

use std::future::Future;
use std::pin::{Pin, pin};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll};
use std::time::Duration;

use ::reqwest::{Client, ClientBuilder, Error, Response, Url};
use bytes::Bytes;
use futures_core::Stream;
use http::header::CONTENT_LENGTH;
use http::uri::{Authority, Scheme};
use http::{HeaderValue, Method, Uri};

use super::base_url::is_loopback;
use super::error::Failure;
use super::upload::{Stop, Upload};
use super::{Body, BoxFuture, ConnectTimeout, Transport, TransportError, gzip};

pub(super) fn default_transport(
    connect_timeout: Option<Duration>,
    idle_timeout: Option<Duration>,
    system_proxies: bool,
) -> Result<Box<dyn Transport>, Box<Failure>> {
    let pools = Pools { connect_timeout, idle_timeout, system_proxies, clients: Mutex::default() };
    let first = pools.client(Purpose { connect_timeout, loopback: false });
    first.map_err(|error| Failure::build("reqwest can't be set up").because(error))?;
    Ok(Box::new(Reqwest::new(Clients::Own(pools))))
}

impl super::ClientBuilder {
    /// Sends with this client, with its connections, proxies and certificates.
    ///
    /// It must follow no redirects (`redirect::Policy::none()`): they are followed here, and credentials stay behind. A call
    /// for which it has followed one fails, lest that goes unnoticed. What is sent to this very machine goes to its proxies
    /// too, if it has any. It keeps its own connect timeout, and its connections even after a failure of the server:
    /// reqwest has no way to take one out of its pool but to make another client, which takes the settings of this one.
    pub fn reqwest_client(self, client: Client) -> Self {
        self.transport(Reqwest::new(Clients::Given(client)))
    }
}

/// What a call fails with that was redirected below, where nobody knows what is a credential.
const FOLLOWED: &str =
    "`reqwest_client` has followed a redirect, maybe with credentials: build it with `redirect::Policy::none()`";

struct Reqwest {
    clients: Clients,
    /// That of the last request.
    origin: Mutex<Option<Origin>>,
}

enum Clients {
    /// The application's, whose settings are not known.
    Given(Client),
    Own(Pools),
}

/// Clients that are made when they are needed, one for each purpose, and with it a pool of connections.
struct Pools {
    /// That of a request that does not say another one.
    connect_timeout: Option<Duration>,
    idle_timeout: Option<Duration>,
    /// May the proxies be used that the environment names?
    system_proxies: bool,
    clients: Mutex<Vec<(Purpose, Client)>>,
}

/// What requests have in common that go over the same connections.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Purpose {
    connect_timeout: Option<Duration>,
    /// Does it stay on this machine? Then no proxy may see it: it can have a credential without TLS.
    loopback: bool,
}

impl Pools {
    /// No more clients than this are kept.
    const MOST: usize = 8;

    fn client(&self, purpose: Purpose) -> Result<Client, TransportError> {
        if let Some(client) = known(&self.clients(), purpose) {
            return Ok(client);
        }
        // To make one takes a while, in which nobody else shall wait for the others.
        let client = self.settings(purpose).build().map_err(Error::without_url);
        let client = client.map_err(TransportError::invalid)?;
        let mut clients = self.clients();
        if let Some(first) = known(&clients, purpose) {
            return Ok(first);
        }
        if clients.len() >= Self::MOST {
            let rare = clients.iter().position(|(other, _)| other.connect_timeout != self.connect_timeout);
            rare.map(|oldest| clients.remove(oldest));
        }
        clients.push((purpose, client.clone()));
        Ok(client)
    }

    fn settings(&self, purpose: Purpose) -> ClientBuilder {
        // Redirects are followed above, where it is known what is a credential. What is left to reqwest is to send again,
        // twice at most, what an HTTP/2 server says it has not looked at (RFC 9113, section 8.7): that is no attempt.
        let builder = ClientBuilder::new().redirect(::reqwest::redirect::Policy::none());
        let builder = builder.pool_idle_timeout(self.idle_timeout).no_gzip();
        let proxies = self.system_proxies && !purpose.loopback;
        let builder = if proxies { builder } else { builder.no_proxy() };
        match purpose.connect_timeout {
            Some(timeout) => builder.connect_timeout(timeout),
            None => builder,
        }
    }

    /// Leaves all connections to those that still use them.
    fn renew(&self) {
        self.clients().clear();
    }

    fn clients(&self) -> MutexGuard<'_, Vec<(Purpose, Client)>> {
        self.clients.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn known(clients: &[(Purpose, Client)], purpose: Purpose) -> Option<Client> {
    clients.iter().find(|(known, _)| *known == purpose).map(|(_, client)| client.clone())
}

/// Where a request goes, and nearly always the next one too: to parse the host anew for each would be a tenth of what
/// a call costs.
struct Origin {
    scheme: Scheme,
    authority: Authority,
    url: Url,
    /// Is it this machine?
    loopback: bool,
}

impl Reqwest {
    fn new(clients: Clients) -> Self {
        Self { clients, origin: Mutex::default() }
    }

    fn client_for(&self, request: &http::Request<Body>, loopback: bool) -> Result<Client, TransportError> {
        match &self.clients {
            Clients::Given(client) => Ok(client.clone()),
            Clients::Own(pools) => {
                let asked = request.extensions().get::<ConnectTimeout>();
                let connect_timeout = asked.map_or(pools.connect_timeout, |ConnectTimeout(timeout)| *timeout);
                pools.client(Purpose { connect_timeout, loopback })
            }
        }
    }

    /// Where a client that may follow redirects must still be when it has an answer.
    fn must_stay(&self, request: &::reqwest::Request) -> Option<Url> {
        match &self.clients {
            Clients::Given(_) => Some(request.url().clone()),
            Clients::Own(_) => None,
        }
    }

    /// The request, and what ends its body if that is a stream.
    fn outgoing(request: http::Request<Body>, url: Url) -> (::reqwest::Request, Option<Stop>) {
        let (parts, body) = request.into_parts();
        let mut outgoing = ::reqwest::Request::new(parts.method, url);
        *outgoing.headers_mut() = parts.headers;
        gzip::accept(outgoing.headers_mut());
        // What takes a while is sent piece by piece, so that it is seen to go on.
        let whole = body.as_bytes().filter(|_| body.is_small()).cloned();
        let (body, stop) = match whole {
            Some(bytes) => (Some(bytes).filter(|bytes| !bytes.is_empty()).map(::reqwest::Body::from), None),
            None => {
                let (upload, stop) = Upload::new(body);
                (Some(::reqwest::Body::wrap(upload)), Some(stop))
            }
        };
        if body.is_none() && means_its_body(outgoing.method()) {
            outgoing.headers_mut().entry(CONTENT_LENGTH).or_insert(HeaderValue::from_static("0"));
        }
        *outgoing.body_mut() = body;
        (outgoing, stop)
    }

    /// The URL, and whether it is on this machine.
    fn url(&self, uri: &Uri) -> Result<(Url, bool), TransportError> {
        let mut origin = self.origin.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = origin.as_ref().filter(|known| known.has(uri)) {
            return Ok((known.at(uri), known.loopback));
        }
        let url = Url::parse(&uri.to_string()).map_err(TransportError::invalid)?;
        let loopback = uri.host().is_some_and(is_loopback);
        *origin = Origin::of(uri, &url, loopback);
        Ok((url, loopback))
    }
}

/// Sees that a body has no bytes if it says so: nobody would ask for a piece of it.
async fn empty_if_it_says_so(body: &mut Body) -> Result<(), TransportError> {
    if body.length() == Some(0) {
        body.next().await.transpose().map_err(|error| TransportError { sent: false, ..error })?;
    }
    Ok(())
}

/// Is it a method that says something by its body? Without one, its length is told all the same (RFC 9110, 8.6).
fn means_its_body(method: &Method) -> bool {
    matches!(*method, Method::POST | Method::PUT | Method::PATCH)
}

impl Origin {
    fn of(uri: &Uri, url: &Url, loopback: bool) -> Option<Self> {
        let mut url = url.clone();
        url.set_path("");
        url.set_query(None);
        Some(Self { scheme: uri.scheme()?.clone(), authority: uri.authority()?.clone(), url, loopback })
    }

    fn has(&self, uri: &Uri) -> bool {
        // Letter by letter: `Authority` compares without regard to case, which takes ten times as long.
        uri.scheme() == Some(&self.scheme) && uri.authority().is_some_and(|it| it.as_str() == self.authority.as_str())
    }

    fn at(&self, uri: &Uri) -> Url {
        let mut url = self.url.clone();
        url.set_path(uri.path());
        url.set_query(uri.query());
        url
    }
}

impl Transport for Reqwest {
    fn send(&self, mut request: http::Request<Body>) -> BoxFuture<'_, Result<http::Response<Body>, TransportError>> {
        Box::pin(async move {
            let (url, loopback) = self.url(request.uri())?;
            let client = self.client_for(&request, loopback)?;
            empty_if_it_says_so(request.body_mut()).await?;
            let (request, upload) = Self::outgoing(request, url);
            let url = self.must_stay(&request);
            let response = client.execute(request).await.map_err(classify)?;
            match url {
                Some(url) if url != *response.url() => Err(TransportError::unfinished(FOLLOWED)),
                _ => Ok(gzip::decompressed(incoming(response, upload))),
            }
        })
    }

    fn distrust(&self) {
        if let Clients::Own(pools) = &self.clients {
            pools.renew();
        }
    }
}

fn incoming(mut response: Response, upload: Option<Stop>) -> http::Response<Body> {
    let mut incoming = http::Response::new(Body::empty());
    *incoming.status_mut() = response.status();
    *incoming.version_mut() = response.version();
    *incoming.headers_mut() = std::mem::take(response.headers_mut());
    *incoming.body_mut() = Body::from_stream(Pieces { response, over: false, upload });
    incoming
}

/// The URL is left out of all errors: it may have a key in its query.
fn classify(error: Error) -> TransportError {
    let error = error.without_url();
    if let Some(own) = of_the_body(&error) {
        return own;
    }
    match () {
        () if error.is_builder() => TransportError::invalid(error),
        () if error.is_connect() && error.is_timeout() => TransportError::connect_timeout(error),
        () if error.is_connect() && is_about_a_certificate(&error) => TransportError::untrusted(error),
        () if error.is_connect() => TransportError::connect(error),
        () if error.is_timeout() => TransportError::timeout(error),
        () => TransportError::interrupted(error),
    }
}

/// Is it the server's certificate, or that the server wants one? What speaks TLS has no type that reqwest shows, but all of
/// them have the word in what they say.
fn is_about_a_certificate(error: &Error) -> bool {
    let mut causes = std::iter::successors(std::error::Error::source(error), |error| (*error).source());
    causes.any(|cause| cause.to_string().to_ascii_lowercase().contains("certificate"))
}

/// What the body of the request failed with, which reqwest has wrapped.
fn of_the_body(error: &Error) -> Option<TransportError> {
    let mut source = std::error::Error::source(error);
    while let Some(error) = source {
        if let Some(own) = error.downcast_ref::<TransportError>() {
            let source = own.source.to_string().into();
            return Some(TransportError { kind: own.kind, sent: true, lasting: own.lasting, body: own.body, source });
        }
        source = error.source();
    }
    None
}

/// The body of an answer, as it comes.
struct Pieces {
    response: Response,
    /// Has it come to its end?
    over: bool,
    upload: Option<Stop>,
}

impl Stream for Pieces {
    type Item = Result<Bytes, TransportError>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        // The future of `chunk` has no state of its own, so nothing is lost when it is dropped and
        // made anew.
        let chunk = pin!(self.response.chunk()).poll(context);
        self.over |= matches!(chunk, Poll::Ready(Ok(None)));
        chunk.map(|chunk| chunk.map_err(classify).transpose())
    }
}

/// Who has read a whole success may still be heard to the end; all else ends the request. There is no time for that: of a
/// server that no longer reads, hyper takes no further piece, so it would not hear of a stop either.
impl Drop for Pieces {
    fn drop(&mut self) {
        let accepted = self.over && self.response.status().is_success();
        if let Some(upload) = self.upload.as_ref().filter(|_| !accepted) {
            upload.stop();
        }
    }
}
