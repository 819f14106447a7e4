//! Through reqwest, over one connection of HTTP/2 (RFC 9113).

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use bytes::Bytes;
use h2::server::{Connection, SendResponse, handshake};
use h2::{Reason, RecvStream};
use http::{Method, Request, Response, StatusCode};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinSet;

use crate::runtime::{Client, ErrorKind, Options};

/// What becomes of each request.
#[derive(Clone, Copy)]
enum Act {
    /// The body comes back.
    Echo,
    /// The stream ends before the answer.
    Reset(Reason),
    /// The stream ends within the answer's body.
    ResetInBody,
    /// The connection ends, and with it all requests on it (section 6.8).
    GoAway,
}

/// A server that treats all requests alike, and counts them and their connections.
struct Peer {
    url: String,
    requests: Arc<AtomicUsize>,
    connections: Arc<AtomicUsize>,
}

impl Peer {
    async fn start(act: Act) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let peer = Self { url, requests: Arc::default(), connections: Arc::default() };
        let (requests, connections) = (Arc::clone(&peer.requests), Arc::clone(&peer.connections));
        tokio::spawn(async move {
            loop {
                let (socket, _) = listener.accept().await.unwrap();
                connections.fetch_add(1, Ordering::Relaxed);
                tokio::spawn(serve(socket, act, Arc::clone(&requests)));
            }
        });
        peer
    }

    /// A client that speaks HTTP/2 at once, as there is no TLS in which to agree on it.
    fn client(&self) -> Client {
        let own = reqwest::Client::builder().http2_prior_knowledge().redirect(reqwest::redirect::Policy::none());
        let quick = |options: Options| options.backoff(Duration::from_millis(1)).timeout(Duration::from_secs(20));
        let client = Client::builder().base_url(&self.url).bearer_auth("t0k3n").app_id("k3y").options(quick);
        client.reqwest_client(own.build().unwrap()).build().unwrap()
    }

    /// How many requests came, over how many connections.
    fn seen(&self) -> (usize, usize) {
        (self.requests.load(Ordering::Relaxed), self.connections.load(Ordering::Relaxed))
    }
}

async fn serve(socket: TcpStream, act: Act, requests: Arc<AtomicUsize>) {
    let mut connection: Connection<TcpStream, Bytes> = handshake(socket).await.unwrap();
    while let Some(Ok((request, mut respond))) = connection.accept().await {
        requests.fetch_add(1, Ordering::Relaxed);
        match act {
            Act::Echo | Act::ResetInBody => drop(tokio::spawn(answer(request, respond, act))),
            Act::Reset(reason) => respond.send_reset(reason),
            Act::GoAway => connection.abrupt_shutdown(Reason::INTERNAL_ERROR),
        }
    }
}

async fn answer(request: Request<RecvStream>, mut respond: SendResponse<Bytes>, act: Act) {
    let mut body = request.into_body();
    let mut response = Response::new(());
    *response.status_mut() = StatusCode::ACCEPTED;
    let mut sending = respond.send_response(response, false).unwrap();
    while let Some(piece) = body.data().await {
        let piece = piece.unwrap();
        body.flow_control().release_capacity(piece.len()).unwrap();
        sending.send_data(piece, false).unwrap();
    }
    match act {
        Act::ResetInBody => sending.send_reset(Reason::INTERNAL_ERROR),
        _ => sending.send_data(Bytes::new(), true).unwrap(),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn many_calls_over_one_connection() {
    let peer = Peer::start(Act::Echo).await;
    let client = peer.client();
    let mut calls = JoinSet::new();
    for number in 0..1000 {
        let call = client.request(Method::PUT, "/numbers").with_body("text/plain", number.to_string());
        calls.spawn(async move { (number.to_string(), call.into_text().await.unwrap()) });
    }
    while let Some(call) = calls.join_next().await {
        let (sent, came) = call.unwrap();
        assert_eq!(sent, came);
    }
    assert_eq!(peer.seen(), (1000, 1));
}

#[tokio::test]
async fn a_long_body_in_both_directions() {
    let peer = Peer::start(Act::Echo).await;
    let long = Bytes::from(vec![b'x'; 3_000_000]);
    let call = peer.client().request(Method::POST, "/echo").with_body("text/plain", long.clone());
    assert_eq!(call.into_bytes().await.unwrap(), long);
}

/// A server that ends a stream may have acted, so that only what may be repeated is. What it refuses it has not looked at,
/// and reqwest itself sends it again, twice.
#[tokio::test]
async fn a_stream_that_ends_early() {
    for (act, method, requests, attempts) in [
        (Act::Reset(Reason::INTERNAL_ERROR), Method::GET, 3, 3),
        (Act::Reset(Reason::INTERNAL_ERROR), Method::POST, 1, 1),
        (Act::Reset(Reason::REFUSED_STREAM), Method::POST, 3, 1),
        (Act::ResetInBody, Method::GET, 3, 3),
        (Act::ResetInBody, Method::POST, 1, 1),
        (Act::GoAway, Method::GET, 3, 3),
        (Act::GoAway, Method::POST, 1, 1),
    ] {
        let peer = Peer::start(act).await;
        let error = peer.client().request(method.clone(), "/x").with_body("text/plain", "x").into_bytes().await;
        let error = error.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Transport, "{error}");
        assert!(error.may_have_run(), "{error}");
        assert_eq!((error.attempts().len(), peer.seen().0), (attempts, requests), "{method} {error}");
    }
}
