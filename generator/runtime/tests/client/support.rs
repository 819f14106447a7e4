//! A server in memory, and a world in which waiting takes no time.

use std::future::pending;
use std::pin::Pin;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll};
use std::time::Duration;

use bytes::Bytes;
use futures_core::Stream;
use http::{HeaderMap, Method, Uri};

use crate::runtime::{Body, BoxFuture, Client, ClientBuilder, ConnectTimeout, Environment, Transport, TransportError};

/// 2026-01-01T00:00:00Z.
pub const NEW_YEAR: Duration = Duration::from_secs(1_767_225_600);

/// Whoever sleeps here moves the clock.
#[derive(Clone, Default)]
pub struct World(Arc<Mutex<Life>>);

#[derive(Default)]
struct Life {
    now: Duration,
    sleeps: Vec<Duration>,
    random: u64,
}

impl World {
    pub fn sleeps(&self) -> Vec<Duration> {
        self.0.lock().unwrap().sleeps.clone()
    }

    pub fn elapsed(&self) -> Duration {
        self.0.lock().unwrap().now
    }

    pub fn set_random(&self, random: u64) {
        self.0.lock().unwrap().random = random;
    }
}

impl Environment for World {
    fn now(&self) -> Duration {
        self.elapsed()
    }

    fn unix_time(&self) -> Duration {
        NEW_YEAR.saturating_add(self.elapsed())
    }

    fn sleep(&self, duration: Duration) -> BoxFuture<'static, ()> {
        let world = self.clone();
        Box::pin(async move {
            let mut life = world.0.lock().unwrap();
            life.sleeps.push(duration);
            life.now = life.now.saturating_add(duration);
        })
    }

    fn random(&self) -> u64 {
        self.0.lock().unwrap().random
    }
}

/// What a request looked like on arrival.
#[derive(Clone, Debug)]
pub struct Seen {
    pub method: Method,
    pub uri: Uri,
    pub headers: HeaderMap,
    pub body: Bytes,
    /// What it says of the time to connect in.
    pub connect_timeout: Option<ConnectTimeout>,
}

impl Seen {
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).map(|value| value.to_str().unwrap())
    }
}

/// What the server does next.
#[derive(Clone)]
pub enum Answer {
    Reply(u16, Vec<(&'static str, Vec<u8>)>, &'static str),
    /// The body comes in pieces; a `None` stalls, an `Err` breaks off.
    Pieces(u16, Vec<(&'static str, Vec<u8>)>, Vec<Option<Result<Bytes, ()>>>),
    Refuse,
    RefuseSlowly,
    /// Another server answers, which has no certificate for this name.
    Pretend,
    HangUp,
    Silence,
}

pub fn reply(status: u16, body: &'static str) -> Answer {
    Answer::Reply(status, Vec::new(), body)
}

impl Answer {
    pub fn with(self, name: &'static str, value: impl AsRef<[u8]>) -> Self {
        let value = value.as_ref().to_vec();
        match self {
            Self::Reply(status, mut headers, body) => {
                headers.push((name, value));
                Self::Reply(status, headers, body)
            }
            Self::Pieces(status, mut headers, pieces) => {
                headers.push((name, value));
                Self::Pieces(status, headers, pieces)
            }
            other => other,
        }
    }
}

/// Answers by the script, its last line over and over.
#[derive(Clone)]
pub struct Server {
    script: Arc<Vec<Answer>>,
    seen: Arc<Mutex<Vec<Seen>>>,
    distrusted: Arc<AtomicUsize>,
}

impl Server {
    pub fn new(script: impl IntoIterator<Item = Answer>) -> Self {
        Self { script: Arc::new(script.into_iter().collect()), seen: Arc::default(), distrusted: Arc::default() }
    }

    /// How often it heard that its connections may be the reason of a failure.
    pub fn distrusted(&self) -> usize {
        self.distrusted.load(Ordering::Relaxed)
    }

    pub fn seen(&self) -> Vec<Seen> {
        self.seen.lock().unwrap().clone()
    }

    /// Notes a request and gives the answer to it.
    fn note(&self, request: Seen) -> Answer {
        let mut seen = self.seen.lock().unwrap();
        seen.push(request);
        self.script[seen.len().min(self.script.len()) - 1].clone()
    }

    pub fn only(&self) -> Seen {
        let seen = self.seen();
        assert_eq!(seen.len(), 1, "{seen:?}");
        seen.into_iter().next().unwrap()
    }
}

impl Transport for Server {
    fn send(&self, request: http::Request<Body>) -> BoxFuture<'_, Result<http::Response<Body>, TransportError>> {
        Box::pin(async move {
            let (parts, body) = request.into_parts();
            let body = whole(body).await?;
            let connect_timeout = parts.extensions.get().copied();
            let seen = Seen { method: parts.method, uri: parts.uri, headers: parts.headers, body, connect_timeout };
            let answer = self.note(seen);
            match answer {
                Answer::Reply(status, headers, body) => Ok(response(status, headers, Bytes::from(body).into())),
                Answer::Pieces(status, headers, pieces) => {
                    Ok(response(status, headers, Body::from_stream(Script(pieces.into_iter()))))
                }
                Answer::Refuse => Err(TransportError::connect("connection refused")),
                Answer::RefuseSlowly => Err(TransportError::connect_timeout("still nothing")),
                Answer::Pretend => Err(TransportError::untrusted("the certificate is for another name")),
                Answer::HangUp => Err(TransportError::interrupted("connection reset")),
                Answer::Silence => pending().await,
            }
        })
    }

    fn distrust(&self) {
        self.distrusted.fetch_add(1, Ordering::Relaxed);
    }
}

async fn whole(mut body: Body) -> Result<Bytes, TransportError> {
    let mut whole = Vec::new();
    while let Some(piece) = body.next().await {
        whole.extend_from_slice(&piece?);
    }
    Ok(whole.into())
}

fn response(status: u16, headers: Vec<(&'static str, Vec<u8>)>, body: Body) -> http::Response<Body> {
    let builder =
        headers.into_iter().fold(http::Response::builder(), |builder, (name, value)| builder.header(name, value));
    builder.status(status).body(body).unwrap()
}

struct Script(std::vec::IntoIter<Option<Result<Bytes, ()>>>);

impl Stream for Script {
    type Item = Result<Bytes, TransportError>;

    fn poll_next(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        match self.0.next() {
            Some(Some(piece)) => Poll::Ready(Some(piece.map_err(|()| TransportError::interrupted("connection reset")))),
            Some(None) => Poll::Pending,
            None => Poll::Ready(None),
        }
    }
}

/// A builder whose client talks to `server`, in `world`.
pub fn builder(server: &Server, world: &World) -> ClientBuilder {
    Client::builder().transport(server.clone()).environment(world.clone())
}

/// A client with a token.
pub fn client(server: &Server, world: &World) -> Client {
    builder(server, world).bearer_auth("t0k3n").build().unwrap()
}

/// A stream of these pieces.
pub fn stream<const N: usize>(pieces: [Result<Bytes, ()>; N]) -> impl Stream<Item = Result<Bytes, TransportError>> {
    Script(pieces.map(Some).into_iter().collect::<Vec<_>>().into_iter())
}
