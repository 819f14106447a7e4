//! A server on loopback that answers by a script, and a world in which a client waits for nothing between attempts.

use std::future::{pending, ready};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use generated_client::runtime::{BoxFuture, Environment};
use generated_client::{Client, ClientBuilder};
use serde_json::Value;
use wiremock::matchers::any;
use wiremock::{Mock, MockServer, Request, Respond, ResponseTemplate};

/// The token of every client here; it must show nowhere but in the header.
pub const TOKEN: &str = "t0k3n-0f-4d4";

/// An answer with this status and nothing else.
pub fn status(status: u16) -> ResponseTemplate {
    ResponseTemplate::new(status)
}

/// An answer of JSON.
pub fn json(code: u16, body: impl Into<Value>) -> ResponseTemplate {
    status(code).set_body_json(body.into())
}

/// The answer with this body, or 204 and nothing.
pub fn reply(code: u16, body: Option<Value>) -> ResponseTemplate {
    body.map_or_else(|| status(code), |body| json(code, body))
}

/// Answers by the script, its last line over and over.
pub async fn answering(script: impl IntoIterator<Item = ResponseTemplate>) -> MockServer {
    let server = MockServer::start().await;
    let script = Script { answers: script.into_iter().collect(), next: AtomicUsize::new(0) };
    Mock::given(any()).respond_with(script).mount(&server).await;
    server
}

struct Script {
    answers: Vec<ResponseTemplate>,
    next: AtomicUsize,
}

impl Respond for Script {
    fn respond(&self, _: &Request) -> ResponseTemplate {
        let next = self.next.fetch_add(1, Ordering::Relaxed);
        self.answers[next.min(self.answers.len() - 1)].clone()
    }
}

/// A builder whose client talks to `server` and has a token.
pub fn builder(server: &MockServer) -> ClientBuilder {
    Client::builder().base_url(server.uri()).bearer_auth(TOKEN)
}

/// A client of `server` with a token, and the defaults.
pub fn client(server: &MockServer) -> Client {
    builder(server).build().unwrap()
}

/// All requests that arrived.
pub async fn requests(server: &MockServer) -> Vec<Request> {
    server.received_requests().await.unwrap()
}

/// The one request that arrived.
pub async fn request(server: &MockServer) -> Request {
    let mut requests = requests(server).await;
    assert_eq!(requests.len(), 1, "{requests:?}");
    requests.remove(0)
}

/// The value of a header of a request.
pub fn header<'a>(request: &'a Request, name: &str) -> Option<&'a str> {
    request.headers.get(name).map(|value| value.to_str().unwrap())
}

/// An environment that notes the waits between attempts and skips them. Timeouts never run out in it.
#[derive(Clone, Default)]
pub struct Hurry(Arc<Mutex<Vec<Duration>>>);

/// Longer than any wait between attempts, shorter than any default timeout.
const LONGEST_WAIT: Duration = Duration::from_secs(10);

impl Hurry {
    pub fn waits(&self) -> Vec<Duration> {
        self.0.lock().unwrap().clone()
    }
}

impl Environment for Hurry {
    fn now(&self) -> Duration {
        self.waits().iter().sum()
    }

    fn unix_time(&self) -> Duration {
        self.now()
    }

    fn sleep(&self, duration: Duration) -> BoxFuture<'static, ()> {
        if duration > LONGEST_WAIT {
            return Box::pin(pending());
        }
        self.0.lock().unwrap().push(duration);
        Box::pin(ready(()))
    }

    fn random(&self) -> u64 {
        0
    }
}
