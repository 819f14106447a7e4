use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use bytes::Bytes;
use futures_core::Stream;

use crate::rendered::ListPets;
use crate::runtime::{
    AttemptContext, AttemptOutcome, Body, BoxFuture, Call, Client, ConnectTimeout, Credential, Environment, ErrorKind,
    Middleware, NextAttempt, Options, Secret, Transport, TransportError,
};
use crate::support::{Answer, Server, World, builder, client, reply};

const fn secs(secs: u64) -> Duration {
    Duration::from_secs(secs)
}

async fn fail(answer: Answer, change: impl Fn(Call<ListPets>) -> Call<ListPets>) -> (String, Duration, usize) {
    let (server, world) = (Server::new([answer]), World::default());
    let error = change(client(&server, &world).list_pets()).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Timeout);
    assert!(error.is_timeout() && error.is_retryable() && error.may_have_run());
    let message = error.to_string();
    (message.strip_prefix("listPets: ").unwrap().to_owned(), world.elapsed(), error.attempts().len())
}

fn stalling() -> Answer {
    Answer::Pieces(200, Vec::new(), vec![Some(Ok(Bytes::from("["))), None])
}

#[tokio::test]
async fn every_timeout() {
    let once = |call: Call<ListPets>| call.with_retries(0);
    let headers = "no answer within the headers timeout".to_owned();
    let idle = "200 OK: the body stalled for the idle timeout".to_owned();
    let attempt = "200 OK: the attempt timeout is over".to_owned();
    let total = "the call's timeout is over".to_owned();
    assert_eq!(fail(Answer::Silence, once).await, (headers.clone(), secs(30), 1));
    assert_eq!(fail(stalling(), once).await, (idle.clone(), secs(30), 1));
    let change = |call| once(call).with_options(|options| options.headers_timeout(secs(3)));
    assert_eq!(fail(Answer::Silence, change).await, (headers, secs(3), 1));
    let change = |call| once(call).with_options(|options| options.idle_timeout(secs(4)));
    assert_eq!(fail(stalling(), change).await, (idle, secs(4), 1));
    let change = |call| once(call).with_options(|options| options.attempt_timeout(secs(5)));
    assert_eq!(fail(stalling(), change).await, (attempt, secs(5), 1));
    let change = |call| once(call).with_timeout(secs(6));
    assert_eq!(fail(stalling(), change).await, (format!("200 OK: {total}"), secs(6), 1));
    let change = |call| once(call).with_options(|options| options.headers_timeout(None));
    assert_eq!(fail(Answer::Silence, change).await, (total, secs(60), 1));
}

/// An answer that begins and never ends.
fn refusing(status: u16) -> Answer {
    Answer::Pieces(status, Vec::new(), vec![Some(Ok(Bytes::from("abc"))), None]).with("content-length", "100000")
}

/// Nobody sees the body of an answer that another attempt follows.
#[tokio::test]
async fn what_is_thrown_away_is_not_waited_for() {
    for answer in [refusing(503), refusing(302).with("x-should-retry", "true")] {
        let (server, world) = (Server::new([answer.clone(), reply(200, "[]")]), World::default());
        client(&server, &world).list_pets().await.unwrap();
        assert_eq!(world.sleeps(), [secs(1), Duration::from_millis(250)]);
        let (server, world) = (Server::new([answer]), World::default());
        let error = client(&server, &world).list_pets().with_retries(1).await.unwrap_err();
        assert_eq!((error.body().unwrap(), server.seen().len()), ("abc".into(), 2));
        assert_eq!(world.sleeps(), [secs(1), Duration::from_millis(250), secs(30)], "who gives up shows all");
    }
    let (server, world) = (Server::new([refusing(401), reply(200, "[]")]), World::default());
    let numbers = std::sync::atomic::AtomicU64::new(0);
    let token = Credential::from_fn(move |_| {
        let number = numbers.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
        async move { Ok(Secret::new(format!("t{number}"))) }
    });
    builder(&server, &world).bearer_auth(token).build().unwrap().list_pets().await.unwrap();
    assert_eq!((world.sleeps(), server.seen().len()), (vec![secs(1)], 2));
}

/// What is too large to be thrown away: it is not read to its end.
#[tokio::test]
async fn what_is_thrown_away_is_not_read_far() {
    let pieces = (0..80).map(|_| Some(Ok(Bytes::from(vec![b' '; 1024])))).chain([None]).collect();
    let (server, world) = (Server::new([Answer::Pieces(503, Vec::new(), pieces), reply(200, "[]")]), World::default());
    client(&server, &world).list_pets().await.unwrap();
    assert_eq!(world.sleeps(), [Duration::from_millis(250)]);
}

#[tokio::test]
async fn the_total_timeout_spans_all_attempts() {
    let (message, elapsed, attempts) = fail(Answer::Silence, |call| call).await;
    assert_eq!((message.as_str(), attempts), ("the call's timeout is over", 2));
    assert_eq!(elapsed, secs(60), "30 s, a wait, and what is left of 60 s");
}

#[tokio::test]
async fn without_time_nothing_is_sent() {
    let server = Server::new([reply(200, "[]")]);
    let call = client(&server, &World::default()).list_pets().with_timeout(Duration::ZERO);
    let error = call.await.unwrap_err();
    assert_eq!((error.kind(), error.may_have_run(), server.seen().len()), (ErrorKind::Timeout, false, 0));
}

#[tokio::test]
async fn an_attempt_timeout_is_per_attempt() {
    let change = |call: Call<ListPets>| call.with_options(|options| options.attempt_timeout(secs(5)));
    let (message, elapsed, attempts) = fail(Answer::Silence, change).await;
    assert_eq!((message.as_str(), attempts), ("the attempt timeout is over", 3));
    assert_eq!(elapsed, secs(15) + Duration::from_millis(750));
}

#[tokio::test]
async fn defaults_of_connections() {
    let builder = format!("{:?}", Client::builder());
    assert!(
        builder.contains("connect_timeout: Some(5s)") && builder.contains("pool_idle_timeout: Some(30s)"),
        "{builder}"
    );
}

#[tokio::test]
async fn a_connect_timeout_means_that_nothing_left() {
    let (server, world) = (Server::new([Answer::RefuseSlowly]), World::default());
    let error = client(&server, &world).list_pets().with_retries(0).await.unwrap_err();
    assert_eq!(error.to_string(), "listPets: can't connect in time: still nothing");
    assert!(error.is_timeout() && !error.may_have_run());
    assert_eq!(error.attempts()[0].outcome, AttemptOutcome::Failed(ErrorKind::Timeout));
}

/// A body without an end. The next piece is always there, one second after the one before.
struct Flood(World);

impl Stream for Flood {
    type Item = Result<Bytes, TransportError>;

    fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.0.sleep(secs(1)).as_mut().poll(context).map(|()| Some(Ok(Bytes::from(" "))))
    }
}

struct Flooding(World);

impl Transport for Flooding {
    fn send(&self, _: http::Request<Body>) -> BoxFuture<'_, Result<http::Response<Body>, TransportError>> {
        let body = Body::from_stream(Flood(self.0.clone()));
        Box::pin(async { Ok(http::Response::new(body)) })
    }
}

#[tokio::test]
async fn a_body_that_keeps_coming_has_an_end_too() {
    let attempt = |options: Options| options.attempt_timeout(secs(5));
    let total = |options: Options| options.timeout(secs(7));
    let table = [
        (&attempt as &dyn Fn(Options) -> Options, "listPets: 200 OK: the attempt timeout is over", 5),
        (&total, "listPets: 200 OK: the call's timeout is over", 7),
    ];
    for (change, message, elapsed) in table {
        let world = World::default();
        let client = Client::builder().transport(Flooding(world.clone())).environment(world.clone()).bearer_auth("t");
        let call = client.retries(0).build().unwrap().list_pets().with_options(|options| options.body_limit(100));
        let error = call.with_options(change).await.unwrap_err();
        assert_eq!((error.to_string().as_str(), world.elapsed()), (message, secs(elapsed)));
    }
}

/// Lets 20 s pass before each request.
struct Slow(World);

impl Middleware for Slow {
    fn attempt<'a>(
        &'a self,
        _: AttemptContext,
        request: http::Request<Body>,
        next: NextAttempt<'a>,
    ) -> BoxFuture<'a, Result<http::Response<Body>, TransportError>> {
        Box::pin(async move {
            self.0.sleep(secs(20)).await;
            next.run(request).await
        })
    }
}

#[tokio::test]
async fn the_headers_timeout_spans_all_redirects() {
    let (server, world) = (Server::new([reply(302, "").with("location", "/x")]), World::default());
    let client = builder(&server, &world).bearer_auth("t").middleware(Slow(world.clone())).retries(0).build().unwrap();
    let error = client.list_pets().await.unwrap_err();
    assert_eq!(error.to_string(), "listPets: no answer within the headers timeout");
    assert_eq!((server.seen().len(), world.elapsed()), (2, secs(40)), "a third one is not begun");
}

#[tokio::test]
async fn an_answer_that_is_there_needs_no_timer() {
    let (server, world) = (Server::new([reply(200, "[]")]), World::default());
    client(&server, &world).list_pets().await.unwrap();
    assert!(world.sleeps().is_empty());
}

#[tokio::test]
async fn a_provider_can_time_out_too() {
    let (server, world) = (Server::new([reply(200, "[]")]), World::default());
    let never = crate::runtime::Credential::from_fn(|_| std::future::pending());
    let client = builder(&server, &world).bearer_auth(never).retries(0).build().unwrap();
    let error = client.list_pets().await.unwrap_err();
    assert_eq!((error.kind(), error.may_have_run(), world.elapsed()), (ErrorKind::Timeout, false, secs(60)));
}

#[tokio::test]
async fn a_request_tells_of_its_own_time_to_connect_in() {
    let server = Server::new([reply(200, "[]")]);
    let client = builder(&server, &World::default()).bearer_auth("t").connect_timeout(secs(2));
    let client = client.build().unwrap();
    let own = |timeout: Option<Duration>| move |options: Options| options.connect_timeout(timeout);
    client.list_pets().await.unwrap();
    client.list_pets().with_options(own(Some(secs(2)))).await.unwrap();
    client.list_pets().with_options(own(Some(secs(1)))).await.unwrap();
    client.with_options(own(None)).list_pets().await.unwrap();
    let told: Vec<_> = server.seen().iter().map(|seen| seen.connect_timeout).collect();
    assert_eq!(told, [None, None, Some(ConnectTimeout(Some(secs(1)))), Some(ConnectTimeout(None))]);
}
