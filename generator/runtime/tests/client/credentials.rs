use std::sync::{Arc, Mutex};

use http::Method;

use crate::rendered::DOCUMENT;
use crate::runtime::{
    AttemptContext, Body, BoxFuture, ClientBuilder, Credential, Custom, Document, ErrorKind, Location, Middleware,
    NextAttempt, OperationInfo, Request, Scheme, SchemeKind, Secret, TransportError,
};
use crate::support::{Seen, Server, World, builder, client, reply};

type Security = Option<&'static [&'static [usize]]>;

fn request(security: Security) -> Request {
    Request::new(Box::leak(Box::new(OperationInfo { security, ..OperationInfo::new("op", "GET", "/p?q=1") })))
}

/// What of a request is a credential.
fn proofs(seen: &Seen) -> String {
    let headers = ["authorization", "x-app-key", "cookie"].into_iter().filter_map(|name| seen.header(name));
    let query = seen.uri.query().unwrap().strip_prefix("q=1&");
    headers.chain(query).collect::<Vec<_>>().join(" | ")
}

async fn send(security: Security, set: impl Fn(ClientBuilder) -> ClientBuilder) -> Result<String, String> {
    let server = Server::new([reply(200, "")]);
    let client = set(builder(&server, &World::default())).build().unwrap();
    let sent = request(security).call::<Custom>(&client).await;
    assert_eq!(sent.is_ok(), server.seen().len() == 1, "nothing is sent without its credential");
    match sent {
        Ok(_) => Ok(proofs(&server.only())),
        Err(error) => {
            assert_eq!((error.kind(), error.may_have_run()), (ErrorKind::Auth, false));
            Err(error.to_string())
        }
    }
}

#[tokio::test]
async fn every_scheme() {
    let table: [(Security, &str); 6] = [
        (Some(&[&[0]]), "Bearer t0k3n"),
        (Some(&[&[1]]), "Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ=="),
        (Some(&[&[2]]), "k3y"),
        (Some(&[&[3]]), "app%20id=a%26b"),
        (Some(&[&[4]]), "session=s:%20=%"),
        (Some(&[]), ""),
    ];
    for (security, proof) in table {
        let all = |builder: ClientBuilder| {
            let builder = builder.bearer_auth("t0k3n").basic_auth("Aladdin", "open sesame");
            builder.app_key("k3y").app_id("a&b").session("s: =%")
        };
        assert_eq!(send(security, all).await.unwrap(), proof);
    }
}

#[tokio::test]
async fn a_credential_takes_the_place_of_an_argument_of_its_name() {
    let server = Server::new([reply(200, "")]);
    let client = builder(&server, &World::default()).app_id("a&b").app_key("k3y").build().unwrap();
    let call = request(Some(&[&[2, 3]])).call::<Custom>(&client);
    call.with_query("app id", "mine").with_query("r", "2").with_header("x-app-key", "mine").await.unwrap();
    assert_eq!(server.only().uri.query(), Some("q=1&r=2&app%20id=a%26b"));
    assert_eq!(server.only().header("x-app-key"), Some("k3y"));
    let server = Server::new([reply(200, "")]);
    let client = builder(&server, &World::default()).session("s").build().unwrap();
    let call = request(Some(&[&[4]])).call::<Custom>(&client);
    call.with_header("cookie", "a=1; session=mine; b").await.unwrap();
    assert_eq!(server.only().header("cookie"), Some("a=1; b; session=s"));
}

/// RFC 9110, section 5.6.2; RFC 6265, section 4.1.1.
#[test]
fn a_key_under_a_name_that_can_not_be_sent_is_an_error() {
    for (location, what) in [(Location::Header, "header"), (Location::Cookie, "cookie")] {
        for name in ["", "X Key", "Schl\u{fc}ssel", "a=b", "a;b", "a:"] {
            let kind = SchemeKind::ApiKey { location, name };
            let schemes = Box::leak(Box::new([Scheme { name: "key", setter: "api_key", kind }]));
            let document = Box::leak(Box::new(Document { schemes, ..DOCUMENT }));
            let builder = ClientBuilder::new(document).transport(Server::new([])).environment(World::default());
            let error = builder.credential(0, Credential::new("k3y")).build().unwrap_err();
            assert_eq!(error.to_string(), format!("`api_key` is for a {what} that can't be named so"), "{name}");
        }
    }
}

#[tokio::test]
async fn alternatives_and_combinations() {
    let either: Security = Some(&[&[2, 3], &[0]]);
    let optional: Security = Some(&[&[], &[0]]);
    let missing = "op: missing credential: set `app_key` and `app_id`, or `bearer_auth` of the client's builder";
    assert_eq!(send(either, |b| b).await.unwrap_err(), missing);
    assert_eq!(send(either, |b| b.app_key("k")).await.unwrap_err(), missing);
    assert_eq!(send(either, |b| b.app_key("k").app_id("i")).await.unwrap(), "k | app%20id=i");
    assert_eq!(send(either, |b| b.bearer_auth("t").app_key("k")).await.unwrap(), "Bearer t");
    assert_eq!(send(optional, |b| b).await.unwrap(), "");
    assert_eq!(send(optional, |b| b.bearer_auth("t")).await.unwrap(), "Bearer t");
    assert_eq!(send(Some(&[]), |b| b.bearer_auth("t")).await.unwrap(), "");
    assert_eq!(send(None, |b| b.bearer_auth("t").session("s")).await.unwrap(), "Bearer t | session=s");
    assert_eq!(send(None, |b| b).await.unwrap(), "");
    // Two that would be one header: the one that was given last.
    assert_eq!(send(None, |b| b.bearer_auth("t").basic_auth("a", "b")).await.unwrap(), "Basic YTpi");
    assert_eq!(send(None, |b| b.basic_auth("a", "b").bearer_auth("t")).await.unwrap(), "Bearer t");
}

/// Signs each attempt, or none.
struct Signing(Option<&'static str>);

impl Middleware for Signing {
    fn attempt<'a>(
        &'a self,
        _: AttemptContext,
        mut request: http::Request<Body>,
        next: NextAttempt<'a>,
    ) -> BoxFuture<'a, Result<http::Response<Body>, TransportError>> {
        assert_eq!(request.headers().get("authorization"), None, "what is not sent is not seen");
        if let Some(signature) = self.0 {
            request.headers_mut().insert("authorization", signature.parse().unwrap());
        }
        next.run(request)
    }
}

#[tokio::test]
async fn a_signature_stands_in_the_place_of_a_credential() {
    let signed = |builder: ClientBuilder| builder.middleware(Signing(Some("AWS4 s"))).header("authorization", "mine");
    let bearer: Security = Some(&[&[0]]);
    assert_eq!(send(bearer, signed).await.unwrap(), "AWS4 s");
    assert_eq!(send(bearer, |b| signed(b).bearer_auth("dummy")).await.unwrap(), "AWS4 s");
    // Others are needed all the same.
    let both: Security = Some(&[&[0, 2]]);
    assert_eq!(send(both, |b| signed(b).app_key("k")).await.unwrap(), "AWS4 s | k");
    let missing =
        "op: the request can't be sent: missing credential: set `bearer_auth` and `app_key` of the client's builder";
    assert_eq!(send(both, signed).await.unwrap_err(), missing);
    assert_eq!(send(Some(&[&[2], &[1]]), signed).await.unwrap(), "AWS4 s");
    // Who does not sign needs the credential; one that is no header can't be signed.
    let unsigned = |builder: ClientBuilder| builder.middleware(Signing(None)).header("authorization", "mine");
    let missing = "op: the request can't be sent: missing credential: set `bearer_auth` of the client's builder";
    assert_eq!(send(bearer, unsigned).await.unwrap_err(), missing);
    assert_eq!(send(bearer, |b| unsigned(b).bearer_auth("t")).await.unwrap(), "Bearer t");
    let missing = "op: missing credential: set `app_id` of the client's builder";
    assert_eq!(send(Some(&[&[3]]), signed).await.unwrap_err(), missing);
}

/// Signs in the header of its own choice.
struct SigningTwice;

impl Middleware for SigningTwice {
    fn attempt<'a>(
        &'a self,
        _: AttemptContext,
        mut request: http::Request<Body>,
        next: NextAttempt<'a>,
    ) -> BoxFuture<'a, Result<http::Response<Body>, TransportError>> {
        for name in ["authorization", "x-signature"] {
            request.headers_mut().insert(name, "s".parse().unwrap());
        }
        next.run(request)
    }
}

#[tokio::test]
async fn a_signature_stays_at_its_origin() {
    let redirect = reply(302, "").with("location", "https://evil.example.com/");
    let server = Server::new([redirect, reply(200, "")]);
    let client = builder(&server, &World::default()).middleware(SigningTwice).build().unwrap();
    client.request(Method::GET, "/").await.unwrap();
    let seen = server.seen();
    assert_eq!((seen[0].header("authorization"), seen[0].header("x-signature")), (Some("s"), Some("s")));
    assert_eq!((seen[1].header("authorization"), seen[1].header("x-signature")), (None, None));
}

#[tokio::test]
async fn a_call_with_a_credential_of_its_own() {
    let missing = "op: missing credential: set `app_key` and `app_id` of the client's builder";
    let table: [(Security, Credential, Result<&str, &str>); 8] = [
        (Some(&[&[0]]), "own".into(), Ok("Bearer own")),
        (Some(&[&[0], &[2]]), "own".into(), Ok("Bearer own")),
        (Some(&[&[0], &[1]]), Credential::basic("a", "b"), Ok("Basic YTpi")),
        (None, "own".into(), Ok("Bearer own")),
        (Some(&[&[], &[0]]), "own".into(), Ok("Bearer own")),
        // It is not left out, although nothing at all would do.
        (Some(&[&[], &[2, 3]]), "own".into(), Err(missing)),
        (Some(&[]), "own".into(), Err("op: the operation takes no such credential (`with_credential`)")),
        (Some(&[&[0]]), "\n".into(), Err("op: `with_credential` has a character that no header can carry")),
    ];
    for (security, credential, expected) in table {
        let server = Server::new([reply(200, "")]);
        let client = builder(&server, &World::default()).bearer_auth("client's").build().unwrap();
        let sent = request(security).call::<Custom>(&client).with_credential(credential).await;
        let sent = sent.map(|_| proofs(&server.only())).map_err(|error| error.to_string());
        assert_eq!(sent.as_deref().map_err(|error| error.as_str()), expected);
    }
}

#[tokio::test]
async fn plain_http_gets_no_credentials() {
    let refused = "listPets: the request can't be sent: credentials are not sent over plain http \
                   (allow it with `credentials_over_http`)";
    let private = ["https://a.b", "http://localhost:1", "http://127.8.9.1", "http://[::1]:80", "http://x.localhost"];
    let public = ["http://a.b", "http://10.0.0.1", "http://localhost.evil.com", "http://[::2]", "http://127.0.0.1.a.b"];
    let server = Server::new([reply(200, "[]")]);
    for url in private {
        client(&server, &World::default()).list_pets().with_base_url(url).await.unwrap();
    }
    for url in public {
        let error = client(&server, &World::default()).list_pets().with_base_url(url).await.unwrap_err();
        assert_eq!(error.to_string(), refused);
        assert_eq!((error.kind(), error.may_have_run(), error.attempts().len()), (ErrorKind::Auth, false, 1));
    }
    assert_eq!(server.seen().len(), private.len());
    let trusting = builder(&server, &World::default()).bearer_auth("t").credentials_over_http(true).build().unwrap();
    trusting.list_pets().with_base_url("http://a.b").await.unwrap();
    let anonymous = builder(&server, &World::default()).build().unwrap();
    anonymous.request(Method::GET, "/").with_base_url("http://a.b").await.unwrap();
    // The caller's own is one too, and so is a signature.
    let request = || anonymous.request(Method::GET, "/").with_base_url("http://a.b");
    let own = [
        request().with_header("authorization", "t"),
        request().with_header("x-app-key", "t"),
        request().with_header("cookie", "theme=dark; session=t"),
        request().with_query("app id", "t"),
    ];
    for call in own {
        assert_eq!(call.await.unwrap_err().kind(), ErrorKind::Auth);
    }
    request().with_header("cookie", "theme=dark").with_query("app", "id").await.unwrap();
    let signing = builder(&server, &World::default()).middleware(SigningTwice).build().unwrap();
    let signed = signing.request(Method::GET, "/").with_base_url("http://a.b");
    assert_eq!(signed.await.unwrap_err().kind(), ErrorKind::Auth);
}

/// A provider that counts up, and what it was asked with.
fn counting(answers: &'static [&'static str]) -> (Credential, Arc<Mutex<Vec<Option<String>>>>) {
    let asked: Arc<Mutex<Vec<Option<String>>>> = Arc::default();
    let log = asked.clone();
    let credential = Credential::from_fn(move |rejected| {
        let mut log = log.lock().unwrap();
        let answer = answers[log.len().min(answers.len() - 1)];
        log.push(rejected.map(|secret| secret.expose().to_owned()));
        async move { Ok(Secret::new(answer)) }
    });
    (credential, asked)
}

/// What a provider answers, what the server says, and what comes of it.
struct Provided {
    answers: &'static [&'static str],
    statuses: &'static [u16],
    result: Result<(), u16>,
    sent: &'static [&'static str],
    asked: &'static [Option<&'static str>],
}

const TWICE: Provided =
    Provided { answers: &["a", "b"], statuses: &[401], result: Err(401), sent: &["a", "b"], asked: &[None, Some("a")] };

#[tokio::test]
async fn a_provider_is_asked_again_once_after_a_401() {
    let rows = [
        Provided { answers: &["a"], statuses: &[200], result: Ok(()), sent: &["a"], asked: &[None] },
        Provided { answers: &["a", "b"], statuses: &[401, 200], result: Ok(()), ..TWICE },
        TWICE,
        Provided { answers: &["a", "a"], sent: &["a"], ..TWICE },
    ];
    for Provided { answers, statuses, result, sent, asked } in rows {
        let server = Server::new(statuses.iter().map(|status| reply(*status, "")));
        let (provider, log) = counting(answers);
        let client = builder(&server, &World::default()).bearer_auth(provider).retries(0).build().unwrap();
        let got = client.list_pets().into_bytes().await;
        assert_eq!(got.map(drop).map_err(|error| error.status().unwrap().as_u16()), result);
        assert_eq!(server.seen().iter().map(token).collect::<Vec<_>>(), sent);
        assert_eq!(log.lock().unwrap().iter().map(Option::as_deref).collect::<Vec<_>>(), asked);
    }
}

#[tokio::test]
async fn no_provider_is_asked_again_if_the_server_says_so() {
    let server = Server::new([reply(401, "").with("x-should-retry", "false"), reply(200, "[]")]);
    let (provider, log) = counting(&["a", "b"]);
    let client = builder(&server, &World::default()).bearer_auth(provider).build().unwrap();
    assert_eq!(client.list_pets().await.unwrap_err().status().unwrap().as_u16(), 401);
    assert_eq!((server.seen().len(), log.lock().unwrap().len()), (1, 1));
}

/// Who never had a credential can't refuse it.
#[tokio::test]
async fn no_provider_is_asked_again_because_of_another_origin() {
    for (location, asked) in [("https://files.example.com/x", 1), ("/x", 2)] {
        let redirect = || reply(302, "").with("location", location);
        let server = Server::new([redirect(), reply(401, "who?"), redirect(), reply(200, "[]")]);
        let (provider, log) = counting(&["a", "b"]);
        let client = builder(&server, &World::default()).bearer_auth(provider).build().unwrap();
        let got = client.list_pets().await;
        assert_eq!((server.seen().len(), log.lock().unwrap().len()), (2 * asked, asked), "{location}");
        assert_eq!(got.err().map(|error| error.body().unwrap()), (asked == 1).then(|| "who?".into()));
    }
}

fn token(seen: &Seen) -> String {
    let header = seen.header("authorization").unwrap();
    header.strip_prefix("Bearer ").unwrap().to_owned()
}

#[tokio::test]
async fn a_static_token_is_not_tried_twice() {
    let server = Server::new([reply(401, "")]);
    let error = client(&server, &World::default()).list_pets().await.unwrap_err();
    assert_eq!((error.attempts().len(), server.seen().len()), (1, 1));
}

#[tokio::test]
async fn a_provider_that_fails() {
    let server = Server::new([reply(200, "")]);
    let failing = Credential::from_fn(|_| async { Err("the vault is closed".into()) });
    let client = builder(&server, &World::default()).bearer_auth(failing).build().unwrap();
    let error = client.list_pets().await.unwrap_err();
    assert_eq!(error.to_string(), "listPets: the provider of `bearer_auth` gave no credential: the vault is closed");
    assert_eq!((error.kind(), error.may_have_run()), (ErrorKind::Auth, false));
    let unusable = [("s3cr3t\n", "has a character that no header can carry"), ("", "is empty")];
    for (secret, problem) in unusable {
        let secret = Credential::from_fn(move |_| async move { Ok(Secret::new(secret)) });
        let client = builder(&server, &World::default()).bearer_auth(secret).build().unwrap();
        let error = client.list_pets().await.unwrap_err();
        assert_eq!(error.to_string(), format!("listPets: `bearer_auth` {problem}"));
    }
    assert!(server.seen().is_empty());
}
