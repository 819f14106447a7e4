//! Bodies as they come.

use std::future::poll_fn;
use std::pin::{Pin, pin};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll, Waker};
use std::time::Duration;

use bytes::Bytes;
use futures_core::Stream;

use crate::runtime::{
    Body, BoxFuture, ByteStream, Client, Custom, Environment, Error, ErrorKind, File, Middleware, NextCall,
    OperationInfo, Options, Received, Request, Transport, TransportError,
};
use crate::support::{Answer, Server, World, builder, client, reply, stream};

const fn secs(secs: u64) -> Duration {
    Duration::from_secs(secs)
}

type Script = Vec<Option<Result<Bytes, ()>>>;

fn pieces(texts: &[&'static str]) -> Script {
    texts.iter().map(|text| Some(Ok(Bytes::from(*text)))).collect()
}

/// The text of a body and how it ends: with an error, or well.
async fn read(mut stream: ByteStream) -> (String, Option<Error>) {
    let mut text = String::new();
    while let Some(piece) = stream.next().await {
        match piece {
            Ok(piece) => text.push_str(std::str::from_utf8(&piece).unwrap()),
            Err(error) => {
                assert!(stream.next().await.is_none(), "an error is the last item");
                return (text, Some(error));
            }
        }
    }
    (text, None)
}

async fn receive(answer: Answer, change: impl FnOnce(Options) -> Options) -> (String, Option<String>) {
    let call = client(&Server::new([answer]), &World::default()).list_pets();
    let (text, error) = read(call.with_options(change).into_stream().await.unwrap()).await;
    (text, error.map(|error| format!("{:?} {error}", error.kind())))
}

#[tokio::test]
async fn pieces_as_they_come() {
    let answer = Answer::Pieces(200, Vec::new(), pieces(&["ab", "", "c"])).with("content-length", "3");
    let server = Server::new([answer.with("x-request-id", "r1")]);
    let mut stream = client(&server, &World::default()).list_pets().into_stream().await.unwrap();
    assert_eq!((stream.status().as_u16(), stream.request_id(), stream.length()), (200, Some("r1"), Some(3)));
    assert_eq!(stream.next().await.unwrap().unwrap(), "ab");
    assert_eq!(read(stream).await.0, "c");
}

#[tokio::test]
async fn the_length_must_be_that_of_the_headers() {
    let with_length = |texts, length| Answer::Pieces(200, Vec::new(), pieces(texts)).with("content-length", length);
    let same = |options: Options| options;
    let error = |text: &str| Some(format!("Transport listPets: 200 OK: {text}"));
    assert_eq!(receive(with_length(&["ab"], "2"), same).await, ("ab".to_owned(), None));
    let short = error("the body has 2 bytes instead of 3");
    assert_eq!(receive(with_length(&["ab"], "3"), same).await, ("ab".to_owned(), short));
    let long = error("the body has 4 bytes instead of 3");
    assert_eq!(receive(with_length(&["ab", "cd"], "3"), same).await, ("ab".to_owned(), long));
    let mut broken = pieces(&["ab"]);
    broken.push(Some(Err(())));
    let answer = Answer::Pieces(200, Vec::new(), broken.clone());
    let lost = error("the connection was lost after 2 bytes: connection reset");
    assert_eq!(receive(answer.clone(), same).await, ("ab".to_owned(), lost));
    let lost = error("the connection was lost after 2 of 9 bytes: connection reset");
    assert_eq!(receive(answer.with("content-length", "9"), same).await, ("ab".to_owned(), lost));
}

#[tokio::test]
async fn only_a_stream_has_no_limit() {
    let answer = || Answer::Pieces(200, Vec::new(), pieces(&["ab", "cd"]));
    assert_eq!(receive(answer(), |options| options.body_limit(1)).await, ("abcd".to_owned(), None));
    let error = Some("TooLarge listPets: 200 OK: the body is larger than the limit of 3 bytes".to_owned());
    assert_eq!(receive(answer(), |options| options.stream_limit(3)).await, ("ab".to_owned(), error));
    let builder = builder(&Server::new([answer()]), &World::default()).bearer_auth("t");
    let client = builder.options(|options| options.body_limit(3)).build().unwrap();
    assert_eq!(client.list_pets().into_bytes().await.unwrap_err().kind(), ErrorKind::TooLarge);
    let call = client.list_pets().with_options(|options| options.body_limit(4));
    assert_eq!(call.into_bytes().await.unwrap(), "abcd");
}

#[tokio::test]
async fn a_body_that_stalls() {
    let mut script = pieces(&["ab"]);
    script.push(None);
    let world = World::default();
    let server = Server::new([Answer::Pieces(200, Vec::new(), script)]);
    // The call has its answer: what the body takes is not its time.
    let stream = client(&server, &world).list_pets().with_timeout(secs(5)).into_stream().await.unwrap();
    let (text, error) = read(stream).await;
    let error = error.unwrap();
    assert_eq!((text.as_str(), error.kind(), world.elapsed()), ("ab", ErrorKind::Timeout, secs(30)));
    assert_eq!(error.to_string(), "listPets: 200 OK: the body stalled for the idle timeout");
    assert!(error.is_timeout() && error.is_retryable() && error.may_have_run());
}

/// A world whose clock is set by hand.
#[derive(Clone, Default)]
struct Clock(Arc<AtomicU64>);

impl Clock {
    fn pass(&self, seconds: u64) {
        self.0.fetch_add(seconds, Ordering::Relaxed);
    }
}

impl Environment for Clock {
    fn now(&self) -> Duration {
        secs(self.0.load(Ordering::Relaxed))
    }

    fn unix_time(&self) -> Duration {
        self.now()
    }

    fn sleep(&self, duration: Duration) -> BoxFuture<'static, ()> {
        let (clock, end) = (self.clone(), self.now() + duration);
        let over = move || if clock.now() >= end { Poll::Ready(()) } else { Poll::Pending };
        Box::pin(std::future::poll_fn(move |_| over()))
    }

    fn random(&self) -> u64 {
        0
    }
}

/// Has the stream something to say now?
fn peek(stream: &mut ByteStream) -> Poll<Option<Result<Bytes, ErrorKind>>> {
    let next = pin!(stream.next()).poll(&mut Context::from_waker(Waker::noop()));
    next.map(|item| item.map(|piece| piece.map_err(|error| error.kind())))
}

/// Waits so many seconds, woken at the end of each.
fn wait<T>(clock: &Clock, seconds: u64, mut work: Pin<&mut impl Future<Output = T>>) -> Poll<T> {
    let mut poll = || work.as_mut().poll(&mut Context::from_waker(Waker::noop()));
    let mut outcome = poll();
    for _ in 0..seconds {
        if outcome.is_pending() {
            clock.pass(1);
            outcome = poll();
        }
    }
    outcome
}

#[tokio::test]
async fn only_waiting_counts_as_idle() {
    let clock = Clock::default();
    let script = [pieces(&["a"]), vec![None; 99]].concat();
    let server = Server::new([Answer::Pieces(200, Vec::new(), script)]);
    let client = Client::builder().transport(server).environment(clock.clone()).bearer_auth("t").build().unwrap();
    let mut stream = client.list_pets().into_stream().await.unwrap();
    clock.pass(40);
    assert_eq!(peek(&mut stream), Poll::Ready(Some(Ok("a".into()))));
    // Nobody asks for the next piece meanwhile.
    clock.pass(40);
    for _ in 0..2 {
        let mut next = pin!(stream.next());
        assert!(wait(&clock, 14, next.as_mut()).is_pending(), "14 and 28 of 30 seconds");
    }
    clock.pass(40);
    let mut next = pin!(stream.next());
    let Poll::Ready(Some(Err(error))) = wait(&clock, 2, next.as_mut()) else { panic!("30 s are over") };
    assert_eq!(error.kind(), ErrorKind::Timeout);
}

/// A `select!` polls a stream, and works for a while if something else was ready first.
#[tokio::test]
async fn who_polls_a_stream_and_is_away_does_not_wait() {
    let clock = Clock::default();
    let server = Server::new([Answer::Pieces(200, Vec::new(), vec![None; 99])]);
    let client = Client::builder().transport(server).environment(clock.clone()).bearer_auth("t").build().unwrap();
    let mut stream = client.list_pets().into_stream().await.unwrap();
    let mut next = pin!(poll_fn(|context| Pin::new(&mut stream).poll_next(context)));
    for _ in 0..3 {
        assert!(wait(&clock, 0, next.as_mut()).is_pending());
        clock.pass(40);
    }
    assert!(wait(&clock, 29, next.as_mut()).is_pending());
    let Poll::Ready(Some(Err(error))) = wait(&clock, 1, next.as_mut()) else { panic!("30 s are over") };
    assert_eq!(error.kind(), ErrorKind::Timeout);
}

/// A body that never ends, and tells when it is dropped.
struct Endless(Arc<AtomicBool>);

impl Stream for Endless {
    type Item = Result<Bytes, TransportError>;

    fn poll_next(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        Poll::Ready(Some(Ok(Bytes::from_static(b"data: 1\n\ndata: [DONE]\n\n"))))
    }
}

impl Drop for Endless {
    fn drop(&mut self) {
        self.0.store(true, Ordering::Relaxed);
    }
}

#[derive(Clone, Default)]
struct Endlessly(Arc<AtomicBool>);

impl Transport for Endlessly {
    fn send(&self, _: http::Request<Body>) -> BoxFuture<'_, Result<http::Response<Body>, TransportError>> {
        let body = Body::from_stream(Endless(Arc::clone(&self.0)));
        Box::pin(async { Ok(http::Response::new(body)) })
    }
}

#[tokio::test]
async fn the_request_ends_with_its_reader() {
    async fn open(server: &Endlessly) -> ByteStream {
        let client = Client::builder().transport(server.clone()).environment(World::default()).bearer_auth("t");
        client
            .build()
            .unwrap()
            .list_pets()
            .with_options(|options| options.stream_limit(100))
            .into_stream()
            .await
            .unwrap()
    }
    let ended = |server: &Endlessly| server.0.swap(false, Ordering::Relaxed);
    let server = Endlessly::default();
    let mut stream = open(&server).await;
    assert!(stream.next().await.unwrap().is_ok() && !ended(&server));
    drop(stream);
    assert!(ended(&server));
    // An error ends it too, and so does what says that no more will come.
    let mut stream = open(&server).await;
    while stream.next().await.unwrap().is_ok() {}
    assert!(ended(&server));
    let mut events = open(&server).await.into_event_data::<i64>().unwrap();
    assert!(events.next().await.unwrap().is_ok() && !ended(&server));
    assert!(events.next().await.is_none() && ended(&server));
}

/// Answers by itself.
struct Cache;

impl Middleware for Cache {
    fn call<'a>(&'a self, request: Request, _: NextCall<'a>) -> BoxFuture<'a, Result<Received, Error>> {
        assert!(request.is_streamed());
        Box::pin(async { Ok(Received::new(http::StatusCode::OK, http::HeaderMap::new(), "cached".into())) })
    }
}

/// Passes on, and notes what it saw.
struct Watch(Arc<Mutex<Vec<Bytes>>>);

impl Middleware for Watch {
    fn call<'a>(&'a self, request: Request, next: NextCall<'a>) -> BoxFuture<'a, Result<Received, Error>> {
        Box::pin(async move {
            let received = next.run(request).await?;
            self.0.lock().unwrap().push(received.body());
            Ok(received)
        })
    }
}

#[tokio::test]
async fn a_stream_passes_the_middleware() {
    let (server, world) = (Server::new([reply(200, "fresh")]), World::default());
    let seen = Arc::default();
    let client = builder(&server, &world).bearer_auth("t").middleware(Watch(Arc::clone(&seen))).build().unwrap();
    assert_eq!(read(client.list_pets().into_stream().await.unwrap()).await.0, "fresh");
    client.list_pets().into_bytes().await.unwrap();
    assert_eq!(*seen.lock().unwrap(), ["", "fresh"]);
    let client = builder(&server, &world).bearer_auth("t").middleware(Cache).build().unwrap();
    assert_eq!(read(client.list_pets().into_stream().await.unwrap()).await.0, "cached");
}

#[tokio::test]
async fn an_error_status_is_no_stream() {
    let server = Server::new([reply(404, "{\"message\": \"none\"}")]);
    let error = client(&server, &World::default()).get_pet("7").into_stream().await.unwrap_err();
    assert_eq!((error.status().unwrap().as_u16(), error.declared().is_some()), (404, true));
}

#[tokio::test]
async fn a_stream_that_is_sent_must_have_its_length() {
    static PUT: OperationInfo = OperationInfo::new("put", "PUT", "/");
    let upload = |length| {
        let file = File::from_fn(|| stream([Ok(Bytes::from("ab")), Ok(Bytes::from("c"))])).with_length(length);
        let server = Server::new([reply(200, "")]);
        let call = Request::new(&PUT).file("", file).call::<Custom>(&client(&server, &World::default()));
        async move { (call.await, server.seen().len()) }
    };
    assert!(upload(3).await.0.is_ok());
    for (length, has) in
        [(2, "more than 2 bytes, its length"), (4, "3 bytes instead of 4"), (0, "more than 0 bytes, its length")]
    {
        let (result, arrived) = upload(length).await;
        let error = result.unwrap_err();
        assert_eq!(error.to_string(), format!("put: the request can't be sent: the stream of the body has {has}"));
        assert_eq!((error.kind(), error.attempts().len(), arrived), (ErrorKind::Build, 1, 0));
        assert!(error.may_have_run() && !error.is_retryable());
    }
}
