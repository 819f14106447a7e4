//! A server in memory: it keeps what arrives, and answers what it was told to. Nothing here waits.

#![allow(dead_code, reason = "each test uses its part")]
#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use std::future::{IntoFuture, ready};
use std::pin::pin;
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll, Waker};
use std::time::Duration;

use bytes::Bytes;
use http::HeaderMap;

use crate::client::runtime::{Body, BoxFuture, Environment, Operation, Transport, TransportError};
use crate::client::{Call, Client, ClientBuilder, Error};

/// A request as it arrived.
#[derive(Clone, Debug)]
pub struct Seen {
    pub method: String,
    pub url: String,
    pub headers: HeaderMap,
    pub body: Bytes,
}

impl Seen {
    /// Path and query.
    pub fn target(&self) -> &str {
        let behind = self.url.find("://").map_or(0, |at| at + 3);
        self.url[behind..].find('/').map_or("", |at| &self.url[behind + at..])
    }

    /// What stands behind the question mark.
    pub fn query(&self) -> Option<&str> {
        self.url.split_once('?').map(|(_, query)| query)
    }

    /// The value of a header that is there once.
    pub fn header(&self, name: &str) -> Option<&str> {
        let mut values = self.headers.get_all(name).iter();
        let value = values.next().map(|value| value.to_str().unwrap());
        assert!(values.next().is_none(), "`{name}` is there twice");
        value
    }

    /// The body, which is text.
    pub fn text(&self) -> &str {
        std::str::from_utf8(&self.body).unwrap()
    }
}

/// What the server says.
#[derive(Clone, Debug)]
pub struct Answer {
    status: u16,
    headers: Vec<(&'static str, &'static str)>,
    body: &'static [u8],
}

impl Answer {
    /// A status without a body.
    pub fn status(status: u16) -> Self {
        Self { status, headers: Vec::new(), body: b"" }
    }

    /// A body of a media type.
    pub fn body(status: u16, media_type: &'static str, body: &'static [u8]) -> Self {
        Self { status, headers: vec![("content-type", media_type)], body }
    }

    /// A body of JSON.
    pub fn json(status: u16, body: &'static str) -> Self {
        Self::body(status, "application/json", body.as_bytes())
    }

    /// One more header.
    pub fn with(mut self, name: &'static str, value: &'static str) -> Self {
        self.headers.push((name, value));
        self
    }
}

/// What a call sends to a server that answers 204, whether that is a success of it or not.
pub fn sent<O: Operation>(call: impl FnOnce(&Client) -> Call<O>) -> Seen {
    sent_by(Client::builder(), call)
}

/// The same with a client of one's own.
pub fn sent_by<O: Operation>(builder: ClientBuilder, call: impl FnOnce(&Client) -> Call<O>) -> Seen {
    let server = Server::new(Answer::status(204));
    drop(wait(call(&server.client(builder)).into_bytes()));
    server.only()
}

/// Why a call is not sent.
pub fn refused<O: Operation>(call: impl FnOnce(&Client) -> Call<O>) -> String {
    refused_by(Client::builder(), call)
}

/// The same with a client of one's own.
pub fn refused_by<O: Operation>(builder: ClientBuilder, call: impl FnOnce(&Client) -> Call<O>) -> String {
    let server = Server::new(Answer::status(204));
    let error = wait(call(&server.client(builder)).into_bytes()).unwrap_err();
    assert!(server.seen().is_empty(), "it was sent: {:?}", server.seen());
    error.to_string()
}

/// What a call makes of an answer.
pub fn answered<O: Operation>(
    answer: Answer,
    call: impl FnOnce(&Client) -> Call<O>,
) -> Result<O::Output, Error<O::Error>> {
    wait(call(&Server::new(answer).client(Client::builder())))
}

/// A server that says one thing after the other, and then the last one again and again.
#[derive(Clone)]
pub struct Server {
    answers: Vec<Answer>,
    seen: Arc<Mutex<Vec<Seen>>>,
}

impl Server {
    /// It will answer this.
    pub fn new(answer: Answer) -> Self {
        Self::script(&[answer])
    }

    /// It will answer these.
    pub fn script(answers: &[Answer]) -> Self {
        Self { answers: answers.to_vec(), seen: Arc::default() }
    }

    /// A client that talks to it.
    pub fn client(&self, builder: ClientBuilder) -> Client {
        builder.transport(self.clone()).environment(Timeless).build().unwrap()
    }

    /// All that arrived.
    pub fn seen(&self) -> Vec<Seen> {
        self.seen.lock().unwrap().clone()
    }

    /// Keeps a request, and says what the answer to it is.
    fn note(&self, request: Seen) -> Answer {
        let mut seen = self.seen.lock().unwrap();
        seen.push(request);
        self.answers[seen.len().min(self.answers.len()) - 1].clone()
    }

    /// The only request that arrived.
    pub fn only(&self) -> Seen {
        let seen = self.seen();
        assert_eq!(seen.len(), 1, "{seen:?}");
        seen.into_iter().next().unwrap()
    }
}

impl Transport for Server {
    fn send(&self, request: http::Request<Body>) -> BoxFuture<'_, Result<http::Response<Body>, TransportError>> {
        let (parts, body) = request.into_parts();
        let seen = Seen {
            method: parts.method.to_string(),
            url: parts.uri.to_string(),
            headers: parts.headers,
            body: wait(whole(body)),
        };
        let said = self.note(seen);
        let headers = said.headers.iter();
        let answer = headers.fold(http::Response::builder(), |answer, (name, value)| answer.header(*name, *value));
        let body = Body::from(Bytes::from_static(said.body));
        let answer = answer.status(said.status).body(body);
        Box::pin(ready(answer.map_err(TransportError::invalid)))
    }
}

async fn whole(mut body: Body) -> Bytes {
    let mut whole = Vec::new();
    while let Some(piece) = body.next().await {
        whole.extend_from_slice(&piece.unwrap());
    }
    whole.into()
}

/// A world in which no time passes.
pub struct Timeless;

impl Environment for Timeless {
    fn now(&self) -> Duration {
        Duration::ZERO
    }

    fn unix_time(&self) -> Duration {
        Duration::ZERO
    }

    fn sleep(&self, _: Duration) -> BoxFuture<'static, ()> {
        Box::pin(ready(()))
    }

    fn random(&self) -> u64 {
        0
    }
}

/// What a future gives that never has to wait.
pub fn wait<F: IntoFuture>(future: F) -> F::Output {
    match pin!(future.into_future()).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(output) => output,
        Poll::Pending => panic!("it waits, and nothing will wake it"),
    }
}
