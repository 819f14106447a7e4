//! Tokens for client credentials (RFC 6749, 4.4): how they are asked for, how long they are kept, who asks.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use http::Method;

use crate::runtime::{
    Body, BoxFuture, Client, ClientBuilder, ClientCredentials, Credential, Custom, Environment, Error, ErrorKind, File,
    OperationInfo, Request, Transport, TransportError,
};
use crate::support::{Answer, Seen, Server, World, builder, reply, stream};

static GET: OperationInfo = OperationInfo { security: Some(&[&[5]]), ..OperationInfo::new("op", "GET", "/p") };
static POST: OperationInfo = OperationInfo { security: Some(&[&[5]]), ..OperationInfo::new("op", "POST", "/p") };

fn application() -> ClientCredentials {
    ClientCredentials::new("app", "s3cret")
}

const TOKEN: &str = r#"{"access_token":"t1","token_type":"Bearer","expires_in":100}"#;
const NEXT: &str = r#"{"access_token":"t2","token_type":"Bearer","expires_in":100}"#;

async fn call(client: &Client) -> Result<(), Error> {
    Request::new(&GET).call::<Custom>(client).await.map(drop).map_err(Error::erase)
}

/// What a request is: `token` or the credential that it came with.
fn kinds(server: &Server) -> Vec<String> {
    let kind = |seen: &Seen| match seen.uri.path() {
        "/p" | "/v1/p" => seen.header("authorization").unwrap_or("nothing").to_owned(),
        _ => "token".to_owned(),
    };
    server.seen().iter().map(kind).collect()
}

fn clients(script: impl IntoIterator<Item = Answer>) -> (Server, World, Client) {
    let (server, world) = (Server::new(script), World::default());
    let client = builder(&server, &world).oauth(application()).retries(0).build().unwrap();
    (server, world, client)
}

/// The request for a token.
async fn asked(set: impl FnOnce(ClientBuilder) -> ClientBuilder) -> Seen {
    let server = Server::new([reply(200, TOKEN), reply(200, "")]);
    let client = set(builder(&server, &World::default()).header("x-key", "k3y").app_key("k3y")).build().unwrap();
    call(&client).await.unwrap();
    assert_eq!(server.seen().len(), 2);
    server.seen().remove(0)
}

#[tokio::test]
async fn the_request() {
    let seen = asked(|client| client.oauth(application())).await;
    assert_eq!((&seen.method, seen.uri.to_string().as_str()), (&Method::POST, "https://api.example.com/oauth/token"));
    assert_eq!(seen.header("content-type"), Some("application/x-www-form-urlencoded"));
    assert_eq!((seen.header("accept"), seen.header("user-agent")), (Some("application/json"), Some("pets/0.1.0")));
    assert_eq!(seen.header("authorization"), Some("Basic YXBwOnMzY3JldA=="));
    assert_eq!(seen.body, "grant_type=client_credentials");
    assert_eq!((seen.header("x-key"), seen.header("x-app-key")), (None, None), "what is for the API is not for others");
}

#[tokio::test]
async fn what_can_be_said_of_it() {
    let all = ClientCredentials::new("a p", "s:c").scopes(["read", "write"]).parameter("audience", "https://a/");
    let seen = asked(|client| client.oauth(all.clone().token_url("https://id.example.com/t?x=1"))).await;
    assert_eq!(seen.uri, "https://id.example.com/t?x=1");
    // RFC 6749, 2.3.1: name and secret are encoded as in a form before they are joined.
    assert_eq!(seen.header("authorization"), Some("Basic YSUyMHA6cyUzQWM="));
    assert_eq!(seen.body, "grant_type=client_credentials&scope=read%20write&audience=https%3A%2F%2Fa%2F");
    let seen = asked(|client| client.oauth(all.secret_in_body()).base_url("https://gateway/x")).await;
    assert_eq!((seen.uri.to_string().as_str(), seen.header("authorization")), ("https://gateway/oauth/token", None));
    let body = "grant_type=client_credentials&client_id=a%20p&client_secret=s%3Ac&scope=read%20write&audience=";
    assert!(seen.body.starts_with(body.as_bytes()), "{:?}", seen.body);
}

#[tokio::test]
async fn a_token_is_kept_and_replaced_ahead_of_its_end() {
    let script = [reply(200, TOKEN), reply(200, ""), reply(200, ""), reply(200, NEXT), reply(200, "")];
    let (server, world, client) = clients(script);
    call(&client).await.unwrap();
    pass(&world, 74).await;
    // Derived clients share it.
    call(&client.with_options(|options| options.retries(1))).await.unwrap();
    pass(&world, 1).await;
    call(&client).await.unwrap();
    assert_eq!(kinds(&server), ["token", "Bearer t1", "Bearer t1", "token", "Bearer t2"]);
}

async fn pass(world: &World, seconds: u64) {
    world.sleep(Duration::from_secs(seconds)).await;
}

#[tokio::test]
async fn a_token_without_an_end_is_kept_until_it_is_rejected() {
    let endless = r#"{"access_token":"t1"}"#;
    let script = [reply(200, endless), reply(200, ""), reply(401, ""), reply(200, NEXT), reply(200, "")];
    let (server, world, client) = clients(script);
    call(&client).await.unwrap();
    pass(&world, 1_000_000).await;
    call(&client).await.unwrap();
    assert_eq!(kinds(&server), ["token", "Bearer t1", "Bearer t1", "token", "Bearer t2"]);
}

#[tokio::test]
async fn a_refused_token_goes_even_if_the_call_can_not_be_repeated() {
    let script = [reply(200, TOKEN), reply(401, ""), reply(200, NEXT), reply(200, "")];
    let (server, _, client) = clients(script);
    let upload = || File::from_stream(stream([Ok("a".into())]));
    let send = || Request::new(&POST).file("text/plain", upload()).call::<Custom>(&client);
    assert_eq!(send().await.unwrap_err().status().unwrap().as_u16(), 401);
    send().await.unwrap();
    assert_eq!(kinds(&server), ["token", "Bearer t1", "token", "Bearer t2"]);
}

#[tokio::test]
async fn a_second_401_is_the_answer() {
    let script = [reply(200, TOKEN), reply(401, ""), reply(200, NEXT), reply(401, "")];
    let (server, _, client) = clients(script);
    assert_eq!(call(&client).await.unwrap_err().status().unwrap().as_u16(), 401);
    assert_eq!(kinds(&server), ["token", "Bearer t1", "token", "Bearer t2"]);
    // The same token once more is no reason to try again.
    let (server, _, client) = clients([reply(200, TOKEN), reply(401, ""), reply(200, TOKEN)]);
    assert_eq!(call(&client).await.unwrap_err().status().unwrap().as_u16(), 401);
    assert_eq!(kinds(&server), ["token", "Bearer t1", "token"]);
}

#[tokio::test]
async fn a_server_that_wants_to_be_asked_again_is() {
    let refusal = || reply(401, "").with("x-should-retry", "true");
    let (server, _, client) = clients([reply(200, TOKEN), refusal(), reply(200, TOKEN), reply(200, "")]);
    Request::new(&GET).call::<Custom>(&client).with_retries(1).await.unwrap();
    assert_eq!(kinds(&server), ["token", "Bearer t1", "token", "Bearer t1"]);
}

#[tokio::test]
async fn a_good_token_outlives_a_refusal_of_the_next() {
    let script = [reply(200, TOKEN), reply(200, ""), reply(503, ""), reply(200, ""), reply(200, ""), reply(400, "")];
    let (server, world, client) = clients(script);
    call(&client).await.unwrap();
    pass(&world, 80).await;
    call(&client).await.unwrap();
    call(&client).await.unwrap();
    assert_eq!(kinds(&server), ["token", "Bearer t1", "token", "Bearer t1", "Bearer t1"]);
    // Nor is it kept from a call by a server that says nothing.
    let script = [reply(200, TOKEN), reply(200, ""), Answer::Silence, reply(200, ""), reply(200, "")];
    let (server, world, client) = clients(script);
    call(&client).await.unwrap();
    pass(&world, 80).await;
    let before = world.elapsed();
    Request::new(&GET).call::<Custom>(&client).with_timeout(Duration::from_secs(8)).await.unwrap();
    call(&client).await.unwrap();
    assert_eq!(world.elapsed() - before, Duration::from_secs(4), "half of the time that the call has");
    assert_eq!(kinds(&server), ["token", "Bearer t1", "token", "Bearer t1", "Bearer t1"]);
    pass(&world, 20).await;
    assert_eq!(call(&client).await.unwrap_err().kind(), ErrorKind::Auth);
}

#[tokio::test]
async fn refusals() {
    let invalid = r#"{"error":"invalid_client","error_description":"not\ns3cret"}"#;
    let at = "no token for `oauth`: https://api.example.com/oauth/token";
    for (status, answer, message) in [
        (200, reply(200, invalid), format!("op: {at} answers 200 OK: invalid_client: not ***")),
        (401, reply(401, invalid), format!("op: {at} answers 401 Unauthorized: invalid_client: not ***")),
        (302, reply(302, "").with("location", "https://evil/"), format!("op: {at} answers 302 Found")),
        (200, reply(200, "<html>"), format!("op: {at} gives no `access_token`")),
        (
            200,
            reply(200, r#"{"access_token":"t","token_type":"mac"}"#),
            format!("op: {at} gives tokens of a type that is not `Bearer`"),
        ),
        (
            200,
            reply(200, "{\"access_token\":\"t\\u0007\"}"),
            format!("op: {at} gives an `access_token` that has a character that no header can carry"),
        ),
    ] {
        let (server, _, client) = clients([answer]);
        let error = call(&client).await.unwrap_err();
        assert_eq!((error.kind(), error.to_string(), error.may_have_run()), (ErrorKind::Auth, message, false));
        let answered = error.status().unwrap().as_u16();
        assert_eq!((server.seen().len(), answered, error.is_retryable()), (1, status, false));
    }
}

/// Nothing of the call was sent, so that even a POST is tried again where the token's server is only busy.
#[tokio::test]
async fn a_busy_server_is_asked_again() {
    let script =
        [Answer::Refuse, reply(503, "").with("retry-after", "7"), Answer::HangUp, reply(200, TOKEN), reply(200, "")];
    let (server, world) = (Server::new(script), World::default());
    let client = builder(&server, &world).oauth(application()).retries(3).build().unwrap();
    Request::new(&POST).call::<Custom>(&client).await.unwrap();
    assert_eq!(kinds(&server), ["token", "token", "token", "token", "Bearer t1"]);
    assert_eq!(world.sleeps()[1], Duration::from_secs(7));
    let (_, _, client) = clients([Answer::Refuse]);
    let error = call(&client).await.unwrap_err();
    let message = "op: no token for `oauth`: can't connect: connection refused (https://api.example.com/oauth/token)";
    assert_eq!((error.kind(), error.to_string().as_str(), error.may_have_run()), (ErrorKind::Connect, message, false));
    let (_, world, client) = clients([Answer::Silence]);
    let error = call(&client).await.unwrap_err();
    assert_eq!(
        (error.kind(), error.may_have_run(), world.elapsed()),
        (ErrorKind::Timeout, false, Duration::from_secs(30))
    );
}

#[tokio::test]
async fn only_where_nobody_listens() {
    let server = Server::new([reply(200, TOKEN), reply(200, "")]);
    let set = |url: &str| builder(&server, &World::default()).oauth(application().token_url(url));
    let error = call(&set("http://id.example.com/t").build().unwrap()).await.unwrap_err();
    let message =
        "op: no token for `oauth`: the secret is not sent over plain http (allow it with `credentials_over_http`)";
    assert_eq!((error.kind(), error.to_string().as_str(), server.seen().len()), (ErrorKind::Auth, message, 0));
    call(&set("http://id.example.com/t").credentials_over_http(true).build().unwrap()).await.unwrap();
    let server = Server::new([reply(200, TOKEN), reply(200, "")]);
    let client = builder(&server, &World::default()).oauth(application().token_url("http://127.0.0.1:1/t"));
    call(&client.build().unwrap()).await.unwrap();
    let debug = format!("{:?} {:?}", application(), Credential::from(application()));
    assert!(!debug.contains("s3cret"), "{debug}");
}

#[tokio::test]
async fn where_it_fits() {
    let server = Server::new([reply(200, TOKEN), reply(200, "")]);
    let set = || builder(&server, &World::default());
    for (result, message) in [
        (set().app_key(application()).build(), "`app_key` takes no `ClientCredentials`: it sends no token"),
        (
            set().bearer_auth(application()).build(),
            "`bearer_auth` has no URL for tokens: the document names none, set `token_url` of its `ClientCredentials`",
        ),
        (set().oauth(ClientCredentials::new("", "x")).build(), "`oauth` has an empty client id"),
    ] {
        assert_eq!(result.unwrap_err().to_string(), message);
    }
    // A plain token will do, and so will client credentials for one call.
    let client = set().oauth("plain").build().unwrap();
    let own = Credential::from(application());
    Request::new(&GET).call::<Custom>(&client).with_credential(own.clone()).await.unwrap();
    Request::new(&GET).call::<Custom>(&client).with_credential(own).await.unwrap();
    call(&client).await.unwrap();
    assert_eq!(kinds(&server), ["token", "Bearer t1", "Bearer t1", "Bearer plain"]);
}

/// A server whose token takes a while: everybody else gets to the cache before.
struct Slow {
    tokens: Arc<AtomicUsize>,
    status: u16,
}

impl Transport for Slow {
    fn send(&self, request: http::Request<Body>) -> BoxFuture<'_, Result<http::Response<Body>, TransportError>> {
        Box::pin(async move {
            let mut answer = http::Response::new(Body::empty());
            if request.uri().path() == "/oauth/token" {
                self.tokens.fetch_add(1, Ordering::SeqCst);
                tokio::time::sleep(Duration::from_millis(30)).await;
                *answer.status_mut() = self.status.try_into().unwrap();
                *answer.body_mut() = bytes::Bytes::from(TOKEN).into();
            }
            Ok(answer)
        })
    }
}

fn slow(status: u16) -> (Arc<AtomicUsize>, Client) {
    let tokens = Arc::new(AtomicUsize::new(0));
    let transport = Slow { tokens: tokens.clone(), status };
    let world = World::default();
    let client = Client::builder().transport(transport).environment(world).oauth(application()).retries(0);
    // The world's clock runs when somebody sleeps, so there are no timeouts.
    let client = client.options(|options| options.timeout(None).headers_timeout(None).idle_timeout(None));
    (tokens, client.build().unwrap())
}

async fn at_once(client: &Client) -> Vec<bool> {
    let calls: Vec<_> = (0..50)
        .map(|_| {
            tokio::spawn({
                let client = client.clone();
                async move { call(&client).await.is_ok() }
            })
        })
        .collect();
    let mut results = Vec::new();
    for call in calls {
        results.push(call.await.unwrap());
    }
    results
}

#[tokio::test]
async fn one_of_many_asks() {
    let (tokens, client) = slow(200);
    assert_eq!((at_once(&client).await, tokens.load(Ordering::SeqCst)), (vec![true; 50], 1));
    let (tokens, client) = slow(400);
    assert_eq!((at_once(&client).await, tokens.load(Ordering::SeqCst)), (vec![false; 50], 1));
}

#[tokio::test]
async fn who_asks_may_go_away() {
    let (tokens, client) = slow(200);
    let first = tokio::spawn({
        let client = client.clone();
        async move { call(&client).await }
    });
    while tokens.load(Ordering::SeqCst) == 0 {
        tokio::task::yield_now().await;
    }
    let second = tokio::spawn({
        let client = client.clone();
        async move { call(&client).await }
    });
    tokio::task::yield_now().await;
    first.abort();
    second.await.unwrap().unwrap();
    assert_eq!(tokens.load(Ordering::SeqCst), 2);
}

#[tokio::test]
async fn who_waits_longer_than_the_one_who_asks_asks_again() {
    // The first call gets no answer in time, which is nothing to the others.
    let silent = Arc::new(Never { tokens: AtomicUsize::new(0), stop: AtomicUsize::new(0) });
    let world = Paused::default();
    let builder = Client::builder().transport(Shared(silent.clone())).environment(world.clone()).oauth(application());
    let client = builder.retries(0).build().unwrap();
    let hasty = client.with_options(|options| options.headers_timeout(Duration::from_secs(1)));
    let hasty = tokio::spawn(async move { call(&hasty).await });
    while silent.tokens.load(Ordering::SeqCst) == 0 {
        tokio::task::yield_now().await;
    }
    let patient = tokio::spawn(async move { call(&client).await });
    tokio::task::yield_now().await;
    silent.stop.store(1, Ordering::SeqCst);
    world.pass(Duration::from_secs(2));
    assert_eq!(hasty.await.unwrap().unwrap_err().kind(), ErrorKind::Timeout);
    patient.await.unwrap().unwrap();
    assert_eq!(silent.tokens.load(Ordering::SeqCst), 2);
}

/// A server that gives no token until it is told to stop that.
struct Never {
    tokens: AtomicUsize,
    stop: AtomicUsize,
}

struct Shared(Arc<Never>);

impl Transport for Shared {
    fn send(&self, request: http::Request<Body>) -> BoxFuture<'_, Result<http::Response<Body>, TransportError>> {
        Box::pin(async move {
            if request.uri().path() != "/oauth/token" {
                return Ok(http::Response::new(Body::empty()));
            }
            self.0.tokens.fetch_add(1, Ordering::SeqCst);
            if self.0.stop.load(Ordering::SeqCst) == 0 {
                std::future::pending::<()>().await;
            }
            Ok(http::Response::new(bytes::Bytes::from(TOKEN).into()))
        })
    }
}

/// A world whose clock is moved by the test alone.
#[derive(Clone, Default)]
struct Paused(Arc<std::sync::Mutex<Duration>>);

impl Paused {
    fn pass(&self, time: Duration) {
        *self.0.lock().unwrap() += time;
    }
}

impl Environment for Paused {
    fn now(&self) -> Duration {
        *self.0.lock().unwrap()
    }

    fn unix_time(&self) -> Duration {
        self.now()
    }

    fn sleep(&self, duration: Duration) -> BoxFuture<'static, ()> {
        let (world, end) = (self.clone(), self.now() + duration);
        Box::pin(async move {
            while world.now() < end {
                tokio::task::yield_now().await;
            }
        })
    }

    fn random(&self) -> u64 {
        0
    }
}

#[tokio::test]
async fn a_refusal_is_for_those_who_waited_for_it() {
    // The refusal of an earlier token is not that of a later one whose asker went away.
    let (tokens, client) = slow(400);
    call(&client).await.unwrap_err();
    let first = tokio::spawn({
        let client = client.clone();
        async move { call(&client).await }
    });
    while tokens.load(Ordering::SeqCst) == 1 {
        tokio::task::yield_now().await;
    }
    let second = tokio::spawn({
        let client = client.clone();
        async move { call(&client).await }
    });
    tokio::task::yield_now().await;
    first.abort();
    second.await.unwrap().unwrap_err();
    assert_eq!(tokens.load(Ordering::SeqCst), 3, "the second one asked itself");
}

#[tokio::test]
async fn an_answer_that_is_no_token_is_not_read_to_its_end() {
    const PIECE: usize = 1 << 18;
    let pieces = |count| Answer::Pieces(200, Vec::new(), vec![Some(Ok(vec![b' '; PIECE].into())); count]);
    let answer = |count, end: &'static str| match pieces(count) {
        Answer::Pieces(status, headers, mut pieces) => {
            pieces.push(Some(Ok(end.into())));
            Answer::Pieces(status, headers, pieces)
        }
        other => other,
    };
    // A little less than 1 MiB in all.
    let (_, _, client) = clients([answer(3, TOKEN), reply(200, "")]);
    call(&client).await.unwrap();
    let (server, _, client) = clients([answer(4, TOKEN), reply(200, "")]);
    let error = call(&client).await.unwrap_err();
    assert_eq!((error.kind(), server.seen().len()), (ErrorKind::Auth, 1));
    assert!(error.to_string().contains("the answer is larger than any token"), "{error}");
}

#[cfg(feature = "reqwest")]
#[tokio::test]
async fn clients_that_share_a_token_agree_when_it_ends() {
    let brief = r#"{"access_token":"t1","expires_in":0.06}"#;
    let server = Server::new([reply(200, brief), reply(200, ""), reply(200, NEXT), reply(200, "")]);
    let application: Credential = application().into();
    let client = || Client::builder().transport(server.clone()).oauth(application.clone()).build().unwrap();
    let old = client();
    tokio::time::sleep(Duration::from_millis(100)).await;
    call(&old).await.unwrap();
    let young = client();
    tokio::time::sleep(Duration::from_millis(80)).await;
    call(&young).await.unwrap();
    assert_eq!(kinds(&server), ["token", "Bearer t1", "token", "Bearer t2"]);
}

#[tokio::test]
async fn a_refusal_shows_no_secret_however_long_it_is() {
    for (secret, said, shown) in [
        ("", "invalid_client".to_owned(), "invalid_client".to_owned()),
        ("hunter2", format!("{}hunter2", "x".repeat(250)), format!("{}***", "x".repeat(250))),
        ("h nter2", "no h%20nter2, h nter2".to_owned(), "no ***, ***".to_owned()),
    ] {
        let body: &'static str = Box::leak(format!(r#"{{"error":"{said}"}}"#).into_boxed_str());
        let (server, world) = (Server::new([reply(400, body)]), World::default());
        let client = builder(&server, &world).oauth(ClientCredentials::new("app", secret)).build().unwrap();
        let text = call(&client).await.unwrap_err().to_string();
        assert!(text.ends_with(&format!("answers 400 Bad Request: {shown}")), "{text}");
    }
}

#[tokio::test]
async fn a_refusal_that_repeats_the_request_shows_no_secret() {
    let further =
        || application().parameter("assertion", "ey/JA").parameter("pin", "123").parameter("password", "hunter22");
    for (application, said, shown) in [
        (application(), "Basic YXBwOnMzY3JldA==", "Basic ***"),
        (ClientCredentials::new("a p", "s:c"), "Basic YSUyMHA6cyUzQWM= s:c s%3Ac", "Basic *** *** ***"),
        (further(), "assertion=ey%2FJA&pin=123, ey/JA of hunter22", "assertion=***&pin=123, *** of ***"),
    ] {
        let body: &'static str = Box::leak(format!(r#"{{"error":"{said}"}}"#).into_boxed_str());
        let (server, world) = (Server::new([reply(400, body)]), World::default());
        let client = builder(&server, &world).oauth(application).build().unwrap();
        let error = call(&client).await.unwrap_err();
        assert!(error.to_string().ends_with(&format!("answers 400 Bad Request: {shown}")), "{error}");
    }
}

#[tokio::test]
async fn a_token_that_can_not_be_sent_is_not_kept() {
    for bad in ["{\"access_token\":\"a\\nb\"}", r#"{"access_token":""}"#] {
        let (server, _, client) = clients([reply(200, bad), reply(200, TOKEN), reply(200, "")]);
        assert_eq!(call(&client).await.unwrap_err().kind(), ErrorKind::Auth);
        call(&client).await.unwrap();
        assert_eq!(kinds(&server), ["token", "token", "Bearer t1"]);
    }
}

#[tokio::test]
async fn the_answer_without_a_token() {
    for (status, came, kept) in [
        (400, r#"{ "error": "invalid_client" }"#, r#"{ "error": "invalid_client" }"#),
        (200, r#"{"error":"x","hint":["no s3cret"]}"#, r#"{"error":"x","hint":["no ***"]}"#),
        (200, r#"{"access_token":"t","token_type":"mac"}"#, r#"{"access_token":"***","token_type":"***"}"#),
        (200, "access_token=t", ""),
        (400, "<p>Basic YXBwOnMzY3JldA==</p>", "<p>Basic ***</p>"),
        // However it is escaped.
        (401, r#"{"got":"s\u0033cret","at":"a/b"}"#, r#"{"got":"***","at":"a/b"}"#),
    ] {
        let (_, _, client) = clients([reply(status, came).with("x-request-id", "r1")]);
        let error = call(&client).await.unwrap_err();
        assert_eq!((error.status().unwrap().as_u16(), error.request_id()), (status, Some("r1")));
        assert_eq!((error.body().unwrap(), error.attempts().len()), (kept.into(), 1));
    }
}
