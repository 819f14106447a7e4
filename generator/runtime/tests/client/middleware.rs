use std::pin::Pin;
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll, Waker};

use bytes::Bytes;
use futures_core::Stream;
use http::{HeaderMap, Method, StatusCode};

use crate::runtime::{
    AttemptContext, AttemptOutcome, Body, BoxFuture, Custom, Error, ErrorKind, Middleware, NextAttempt, NextCall,
    OperationInfo, Parameter, Received, Request, TransportError,
};
use crate::support::{Answer, Server, World, builder, reply};

#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<String>>>);

impl Log {
    fn note(&self, line: String) {
        self.0.lock().unwrap().push(line);
    }

    fn lines(&self) -> Vec<String> {
        self.0.lock().unwrap().clone()
    }
}

struct Named(&'static str, Log);

impl Middleware for Named {
    fn call<'a>(&'a self, mut request: Request, next: NextCall<'a>) -> BoxFuture<'a, Result<Received, Error>> {
        self.1.note(format!("{} call {}", self.0, request.operation().id));
        request.headers_mut().insert("x-call", self.0.parse().unwrap());
        Box::pin(async move {
            let result = next.run(request).await;
            self.1.note(format!("{} call ends {:?}", self.0, result.as_ref().map(Received::status).ok()));
            result
        })
    }

    fn attempt<'a>(
        &'a self,
        context: AttemptContext,
        mut request: http::Request<Body>,
        next: NextAttempt<'a>,
    ) -> BoxFuture<'a, Result<http::Response<Body>, TransportError>> {
        let proof = request.headers().contains_key("authorization");
        self.1.note(format!(
            "{} attempt {} of {}, proof {proof}",
            self.0, context.number, context.operation.path_template
        ));
        request.headers_mut().insert("x-attempt", context.number.into());
        next.run(request)
    }
}

/// Notes where each call goes, and marks it.
struct Marking(Log);

impl Middleware for Marking {
    fn call<'a>(&'a self, request: Request, next: NextCall<'a>) -> BoxFuture<'a, Result<Received, Error>> {
        let request = request.query("by", "a b");
        self.0.note(next.uri(&request).map_or_else(|error| error.to_string(), |uri| uri.to_string()));
        next.run(request)
    }
}

#[tokio::test]
async fn a_call_tells_where_it_goes() {
    let (server, log) = (Server::new([reply(200, "[]")]), Log::default());
    let shared = Arc::new(Marking(log.clone()));
    let client = builder(&server, &World::default()).middleware(shared).bearer_auth("s3cr3t").build().unwrap();
    client.list_pets().limit(3).await.unwrap();
    client.list_pets().with_base_url("nowhere").await.unwrap_err();
    let here = "https://api.example.com/v1/pets?limit=3&by=a%20b";
    assert_eq!(log.lines(), [here, "listPets: `with_base_url` is not absolute"]);
    assert_eq!(server.only().uri, here);
}

#[tokio::test]
async fn calls_and_attempts_are_wrapped() {
    let (server, log) = (Server::new([reply(500, ""), reply(200, "[]")]), Log::default());
    let client = builder(&server, &World::default()).bearer_auth("t");
    let client = client.middleware(Named("a", log.clone())).middleware(Named("b", log.clone())).build().unwrap();
    client.list_pets().await.unwrap();
    let expected = [
        "a call listPets",
        "b call listPets",
        "a attempt 1 of /pets, proof false",
        "b attempt 1 of /pets, proof false",
        "a attempt 2 of /pets, proof false",
        "b attempt 2 of /pets, proof false",
        "b call ends Some(200)",
        "a call ends Some(200)",
    ];
    assert_eq!(log.lines(), expected);
    let second = &server.seen()[1];
    assert_eq!((second.header("x-call"), second.header("x-attempt")), (Some("b"), Some("2")));
    assert_eq!(second.header("authorization"), Some("Bearer t"));
}

/// Notes what it sees of the headers.
struct Printing(Log);

impl Middleware for Printing {
    fn attempt<'a>(
        &'a self,
        _: AttemptContext,
        request: http::Request<Body>,
        next: NextAttempt<'a>,
    ) -> BoxFuture<'a, Result<http::Response<Body>, TransportError>> {
        self.0.note(format!("{:?}", request.headers()));
        next.run(request)
    }
}

#[tokio::test]
async fn a_header_that_tells_of_a_secret_is_not_printed() {
    let (server, log) = (Server::new([reply(200, "[]")]), Log::default());
    static OPERATION: OperationInfo = OperationInfo {
        parameters: &[
            Parameter::header("X-Pin").secret(),
            Parameter::header("X-Vault-Token"),
            Parameter::header("X-Tokens"),
            Parameter::cookie("sid"),
        ],
        ..OperationInfo::new("op", "GET", "/p")
    };
    let client = builder(&server, &World::default()).middleware(Printing(log.clone())).header("X-Sign-Token", "s3cr3t");
    let request = Request::new(&OPERATION).argument(0, &"s3cr3t").argument(1, &"s3cr3t").argument(3, &"s3cr3t");
    let call = request.argument(2, &737).call::<Custom>(&client.bearer_auth("t").build().unwrap());
    let call = call.with_header("X-Api-Key", "s3cr3t").with_header("cookie", "sid=s3cr3t");
    call.with_header("x-colour", "red").await.unwrap();
    let printed = log.lines().concat();
    let shown = ["x-pin", "x-vault-token", "x-sign-token", "x-api-key", "cookie", "red", "737"];
    assert!(!printed.contains("s3cr3t") && shown.iter().all(|shown| printed.contains(shown)), "{printed}");
    let sent = server.only();
    for name in ["x-pin", "x-vault-token", "x-sign-token", "x-api-key"] {
        assert_eq!(sent.header(name), Some("s3cr3t"));
    }
}

/// Answers from memory, or not at all.
struct Instead(Option<&'static str>);

impl Middleware for Instead {
    fn call<'a>(&'a self, _: Request, _: NextCall<'a>) -> BoxFuture<'a, Result<Received, Error>> {
        Box::pin(async {
            let body = self.0.ok_or_else(|| Error::custom(ErrorKind::Auth, "not today"))?;
            Ok(Received::new(StatusCode::OK, HeaderMap::new(), Bytes::from(body)))
        })
    }
}

#[tokio::test]
async fn a_call_can_be_answered_instead() {
    let server = Server::new([reply(200, "[]")]);
    let client = |instead| builder(&server, &World::default()).middleware(Instead(instead)).build().unwrap();
    assert_eq!(client(Some("[3]")).list_pets().await.unwrap(), [3]);
    let error = client(None).list_pets().await.unwrap_err();
    assert_eq!(error.to_string(), "listPets: the application stopped the call: not today");
    assert!(server.seen().is_empty() && error.attempts().is_empty() && !error.may_have_run());
}

/// Is content with no outcome, or does not wait for one.
struct Discontent {
    patient: bool,
}

impl Middleware for Discontent {
    fn call<'a>(&'a self, request: Request, next: NextCall<'a>) -> BoxFuture<'a, Result<Received, Error>> {
        Box::pin(async move {
            let mut outcome = next.run(request);
            match self.patient {
                true => drop(outcome.await),
                false => assert!(outcome.as_mut().poll(&mut Context::from_waker(Waker::noop())).is_pending()),
            }
            Err(Error::custom(ErrorKind::Decode, "the signature is wrong"))
        })
    }
}

/// Whoever makes the error, it tells what was sent.
#[tokio::test]
async fn an_error_behind_attempts_has_them() {
    let (status, failed) = (AttemptOutcome::Status, AttemptOutcome::Failed);
    let table = [
        (reply(200, "[]"), true, true, vec![status(StatusCode::OK)]),
        (reply(404, ""), true, false, vec![status(StatusCode::NOT_FOUND)]),
        (Answer::Refuse, true, false, vec![failed(ErrorKind::Connect); 3]),
        (Answer::HangUp, true, true, vec![failed(ErrorKind::Transport)]),
        (Answer::Silence, false, true, vec![]),
    ];
    for (answer, patient, may_have_run, outcomes) in table {
        let server = Server::new([answer]);
        let client = builder(&server, &World::default()).middleware(Discontent { patient }).build().unwrap();
        let call =
            client.request(Method::POST, "/x").with_options(|options| options.timeout(None).headers_timeout(None));
        let error = call.await.unwrap_err();
        assert_eq!(error.to_string(), "POST /x: the application stopped the call: the signature is wrong");
        let attempts: Vec<_> = error.attempts().iter().map(|attempt| attempt.outcome).collect();
        assert_eq!((error.may_have_run(), attempts), (may_have_run, outcomes));
    }
}

/// One piece of a body.
struct Once(Option<Result<Bytes, TransportError>>);

impl Stream for Once {
    type Item = Result<Bytes, TransportError>;

    fn poll_next(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        Poll::Ready(self.0.take())
    }
}

/// Finds the body of each answer wrong while it comes.
struct Verifying(fn() -> TransportError);

impl Middleware for Verifying {
    fn attempt<'a>(
        &'a self,
        _: AttemptContext,
        request: http::Request<Body>,
        next: NextAttempt<'a>,
    ) -> BoxFuture<'a, Result<http::Response<Body>, TransportError>> {
        Box::pin(async move {
            let answer = next.run(request).await?;
            Ok(answer.map(|_| Body::from_stream(Once(Some(Err((self.0)()))))))
        })
    }
}

/// Who has answered has had the request, whatever the error of the body says.
#[tokio::test]
async fn an_error_of_the_body_of_an_answer() {
    let table: [(fn() -> TransportError, _); 3] = [
        (|| TransportError::invalid("the digest is wrong"), ErrorKind::Build),
        (|| TransportError::connect("the second part is not there"), ErrorKind::Connect),
        (|| TransportError::interrupted("the end is missing"), ErrorKind::Transport),
    ];
    for (error, kind) in table {
        let server = Server::new([reply(200, "[]")]);
        let client = builder(&server, &World::default()).middleware(Verifying(error)).build().unwrap();
        let error = client.request(Method::POST, "/x").await.unwrap_err();
        assert_eq!((error.kind(), error.may_have_run(), error.attempts().len()), (kind, true, 1), "{error}");
        assert_eq!(server.seen().len(), 1);
    }
}
