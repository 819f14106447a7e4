use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

use bytes::Bytes;
use http::{Method, StatusCode};

use crate::rendered::{GetPetError, Pet, Problem};
use crate::runtime::{
    AttemptOutcome, Body, BoxFuture, Client, ClientBuilder, ClientCredentials, Credential, Custom, Decode, DecodeError,
    Error, ErrorKind, File, Operation, OperationInfo, Received, Request, Secret, Transport, TransportError, Undeclared,
};
use crate::support::{Answer, Server, World, builder, client, reply, stream};

#[tokio::test]
async fn an_error_on_one_line() {
    let table = [
        (reply(404, ""), "listPets: 404 Not Found"),
        (reply(404, "{}").with("x-request-id", "r1"), "listPets: 404 Not Found (request id r1)"),
        (reply(404, "").with("cf-ray", "c").with("request-id", "r2"), "listPets: 404 Not Found (request id r2)"),
        (reply(499, "<html>"), "listPets: 499"),
        (reply(400, "{\"message\": \"no\\nname\"}"), "listPets: 400 Bad Request: no name"),
        (reply(400, "{\"error\": {\"message\": \"a\", \"code\": 3}}"), "listPets: 400 Bad Request: a"),
        (reply(400, "{\"error\": \"x\", \"error_description\": \"b\"}"), "listPets: 400 Bad Request: b"),
        (reply(400, "{\"title\": \"t\", \"detail\": \"c\"}"), "listPets: 400 Bad Request: c"),
        (reply(400, "{\"errors\": [{\"message\": \"d\"}]}"), "listPets: 400 Bad Request: d"),
        (reply(400, "{\"Type\": \"x\", \"Message\": \"k\"}"), "listPets: 400 Bad Request: k"),
        (reply(400, "{\"Title\": \"x\", \"Detail\": \"l\"}"), "listPets: 400 Bad Request: l"),
        (reply(400, "{\"error_code\": \"x\", \"error_message\": \"m\"}"), "listPets: 400 Bad Request: m"),
        (reply(400, "{\"errors\": [\"e\"]}"), "listPets: 400 Bad Request: e"),
        (reply(400, "{\"detail\": [{\"msg\": \"f\"}]}"), "listPets: 400 Bad Request: f"),
        (reply(400, "\"g\""), "listPets: 400 Bad Request: g"),
        (reply(400, "{\"message\": \"\", \"error\": \"h\"}"), "listPets: 400 Bad Request: h"),
        (reply(409, "{\"message\": \"Conflict\"}"), "listPets: 409 Conflict"),
        (reply(400, "\"a\u{202e}b\u{2066}c\u{2069}\""), "listPets: 400 Bad Request: a b c"),
        (reply(400, "\u{feff}{\"message\": \"i\"}"), "listPets: 400 Bad Request: i"),
        (
            reply(300, "").with("location", "/x?key=s#y"),
            "listPets: 300 Multiple Choices: it leads to /x, where the client does not follow",
        ),
        (reply(300, "").with("location", "https://u:p@x.example"), "listPets: 300 Multiple Choices"),
        (
            reply(302, "").with("location", "?key=s"),
            "listPets: 302 Found: it leads to the same path, where the client does not follow after 10 redirects",
        ),
        (Answer::Refuse, "listPets: can't connect to api.example.com: connection refused"),
        (Answer::HangUp, "listPets: the connection was lost: connection reset"),
    ];
    for (answer, line) in table {
        let error = client(&Server::new([answer]), &World::default()).list_pets().with_retries(0).await.unwrap_err();
        assert_eq!(error.to_string(), line);
        assert_eq!(error.operation(), "listPets");
    }
}

/// Where else servers say what is wrong.
#[tokio::test]
async fn messages_in_lists_and_maps() {
    let table = [
        (r#"{"errorMessages": ["a", "b"], "errors": {"x": "y"}}"#, "a"),
        (r#"{"messages": [{"title": "t", "detail": "b"}]}"#, "b"),
        (r#"{"errors": [{"code": 1, "title": "c"}], "title": "t"}"#, "c"),
        (r#"{"errors": [{"msg": "d"}]}"#, "d"),
        (r#"{"errors": [{"description": "e"}]}"#, "e"),
        (r#"{"errorMessages": [], "errors": {"summary": "f", "x": "y"}}"#, "summary: f"),
        (r#"{"title": "t", "errors": {"a": [], "b": ["g", "h"]}}"#, "b: g"),
        (r#"{"errors": {"a": {"message": "h"}}}"#, "a: h"),
        (r#"{"errors": {"": [{"detail": "i"}]}}"#, "i"),
        (r#"{"error": "j", "errors": {"a": "b"}}"#, "j"),
        (r#"{"title": "k", "errors": {"a": 1}}"#, "k"),
    ];
    for (body, message) in table {
        let error = client(&Server::new([reply(400, body)]), &World::default()).list_pets().await.unwrap_err();
        assert_eq!(error.message().as_deref(), Some(message), "{body}");
    }
}

/// What is printed of an error takes neither long nor much memory, however large its body is.
#[tokio::test]
async fn the_message_of_a_large_body_is_looked_for_at_its_beginning() {
    let large = |head: &str, middle: &str, tail: &str| -> &'static str {
        Box::leak(format!("{head}{}{tail}", middle.repeat(60_000)).into_boxed_str())
    };
    let table = [
        (large("{\"a\":[0", ",0", "],\"message\":\"late\"}"), "application/json", None),
        (large("{\"message\":\"soon\",\"a\":[0", ",0", "]}"), "application/json", Some("soon")),
        (large("{\"errors\":[\"first\"", ",\"\u{e9}\"", "]}"), "text/plain", Some("first")),
        (large("sor\u{e9}", "\u{e9}", ""), "text/plain", Some(large("sor\u{e9}", "\u{e9}", ""))),
    ];
    for (body, media_type, message) in table {
        let answer = reply(400, body).with("content-type", media_type);
        let error = client(&Server::new([answer]), &World::default()).list_pets().await.unwrap_err();
        let message = message.map(|message| message.chars().take(256).collect::<String>());
        let said = error.message().map(|said| said.trim_end_matches('\u{2026}').to_owned());
        assert_eq!((said, error.body().unwrap().len()), (message, body.len()));
    }
}

#[tokio::test]
async fn an_error_of_a_server_that_says_much() {
    let body: &'static str = Box::leak(format!("{{\"message\": \"{}\"}}", "\u{e9}".repeat(1000)).into_boxed_str());
    let error = client(&Server::new([reply(400, body)]), &World::default()).list_pets().await.unwrap_err();
    assert_eq!(error.message().unwrap().chars().count(), 257);
}

#[tokio::test]
async fn what_is_declared() {
    let answer = || reply(404, "{\"message\": \"gone\"}").with("x-a", "1");
    let get = |answer| client(&Server::new([answer]), &World::default()).get_pet("1").with_retries(0);
    let gone = GetPetError::NotFound(Problem { message: "gone".to_owned() });
    let error = get(answer()).await.unwrap_err();
    assert_eq!((error.kind(), error.status().unwrap().as_u16()), (ErrorKind::Status, 404));
    assert_eq!((error.declared(), error.headers().unwrap()["x-a"].to_str().unwrap()), (Some(&gone), "1"));
    assert_eq!(error.body().unwrap(), "{\"message\": \"gone\"}");
    let common: Error = error.into();
    assert_eq!(common.declared_as(), Some(&gone));
    assert_eq!(get(answer()).await.unwrap_err().into_declared().unwrap(), gone);

    let undeclared = get(reply(418, "teapot")).await.unwrap_err();
    assert_eq!(undeclared.declared(), Some(&GetPetError::Undeclared("teapot".into())));
    let unreadable = get(reply(404, "<html>")).await.unwrap_err();
    assert_eq!(unreadable.declared(), Some(&GetPetError::Undeclared("<html>".into())));
    let unanswered = get(Answer::Refuse).await.unwrap_err();
    assert_eq!((unanswered.declared(), unanswered.status()), (None, None));
    assert_eq!(unanswered.into_declared().unwrap_err().kind(), ErrorKind::Connect);
}

/// Servers repeat what they were sent. Whoever prints what is declared must not print a credential; the body is as it came.
#[tokio::test]
async fn what_is_declared_repeats_no_credential() {
    for (status, body) in [(404, r#"{"message":"bad t0p-s3cret"}"#), (500, "you sent Bearer t0p-s3cret")] {
        let server = Server::new([reply(status, body)]);
        let client = builder(&server, &World::default()).bearer_auth("t0p-s3cret").retries(0).build().unwrap();
        let error = client.get_pet("7").await.unwrap_err();
        let printed = format!("{:?}", error.declared());
        assert!(printed.contains("***") && !printed.contains("s3cret"), "{printed}");
        assert_eq!(error.body().unwrap(), body);
    }
    // What is so short may be a part of any word.
    let server = Server::new([reply(404, r#"{"message":"not there"}"#)]);
    let client = builder(&server, &World::default()).bearer_auth("there").build().unwrap();
    let error = client.get_pet("7").await.unwrap_err();
    assert_eq!(error.declared(), Some(&GetPetError::NotFound(Problem { message: "not there".to_owned() })));
}

/// An operation that gives a `T`.
struct Gives<T>(std::marker::PhantomData<T>);

impl<T: Decode + 'static> Operation for Gives<T> {
    type Output = T;
    type Error = Undeclared;
    const INFO: &'static OperationInfo = &OperationInfo::new("gives", "GET", "/gives");

    fn output(response: &Received) -> Result<T, DecodeError> {
        response.json()
    }

    fn error(_: &Received) -> Undeclared {
        Undeclared
    }
}

/// A body that is a map, any value, text or octets does not know its own secrets.
#[tokio::test]
async fn a_response_shows_no_secret() {
    async fn printed<T: Decode + std::fmt::Debug + 'static>(body: &'static str) -> [String; 2] {
        let client = client(&Server::new([reply(200, body)]), &World::default());
        let response = Request::new(Gives::<T>::INFO).call::<Gives<T>>(&client).into_response().await.unwrap();
        [format!("{response:?}"), format!("{response:#?}")]
    }
    let body = r#"{"password":"s3cret","nested":[{"api_key":"s3cret"}],"id":7}"#;
    let value = printed::<serde_json::Value>(body).await;
    let map = printed::<BTreeMap<String, String>>(r#"{"password":"s3cret","id":"7"}"#).await;
    let text = printed::<String>(r#""{\"password\":\"s3cret\",\"id\":7}""#).await;
    let octets = client(&Server::new([reply(200, body)]), &World::default()).request(Method::GET, "/x");
    let octets = format!("{:?}", octets.into_response().await.unwrap());
    for printed in [value, map, text].concat().into_iter().chain([octets]) {
        assert!(printed.contains("***") && printed.contains('7') && !printed.contains("s3cret"), "{printed}");
    }
}

#[tokio::test]
async fn every_error_becomes_the_common_one() {
    async fn both(client: crate::runtime::Client) -> Result<Pet, Error> {
        client.list_pets().await?;
        Ok(client.get_pet("1").await?)
    }
    let server = Server::new([reply(200, "[]"), reply(404, "")]);
    let error = both(client(&server, &World::default())).await.unwrap_err();
    assert_eq!(error.to_string(), "getPet: 404 Not Found");
}

#[tokio::test]
async fn an_answer_that_is_not_what_the_document_says() {
    for body in ["<html>", "{\"a\": 1}", "true", "[1, \"x\"]", "", "[1] 2"] {
        let answer = reply(200, body).with("x-request-id", "r1");
        let error = client(&Server::new([answer]), &World::default()).list_pets().await.unwrap_err();
        assert_eq!((error.kind(), error.status().unwrap().as_u16()), (ErrorKind::Decode, 200));
        let line = error.to_string();
        let what = if body.is_empty() { "the answer has no body, and" } else { "the body is not what" };
        assert!(line.starts_with(&format!("listPets: 200 OK: {what} the document says")), "{line}");
        assert!(line.ends_with(" (request id r1)") && !line.contains('\n'), "{line}");
        assert!(error.body().unwrap() == body && !error.is_retryable() && error.may_have_run());
        assert!(std::error::Error::source(&error).is_some());
    }
}

#[tokio::test]
async fn plain_text_is_the_message_and_other_text_is_none() {
    let cases =
        [("text/plain", Some("a b")), ("Text/Plain; charset=utf-8", Some("a b")), ("text/html", None), ("", None)];
    for (media_type, message) in cases {
        let answer = reply(400, " a\n b").with("content-type", media_type);
        let error = client(&Server::new([answer]), &World::default()).list_pets().await.unwrap_err();
        assert_eq!(error.message().as_deref(), message, "{media_type}");
    }
}

#[test]
fn the_media_type_that_says_most_is_the_one() {
    let which = |given: &str, declared: &[&str]| {
        let headers = [("content-type".parse().unwrap(), given.parse().unwrap())].into_iter().collect();
        Received::new(StatusCode::BAD_REQUEST, headers, Bytes::new()).which_media_type(declared)
    };
    let declared = ["application/json", "*/*", "text/*", "text/plain", "application/json; v=2"];
    for (given, index) in [
        ("application/json", 0),
        ("application/json; v=3", 0),
        ("application/json;V=2", 4),
        ("TEXT/plain; charset=utf-8", 3),
        ("text/html", 2),
        ("image/png", 1),
    ] {
        assert_eq!(which(given, &declared), index, "{given}");
    }
    assert_eq!(which("image/png", &["application/json", "text/*"]), 0);
    assert_eq!(which("a/json; v=2", &["a/json; v=1", "a/json; v=2"]), 1);
    assert_eq!(which("a/json", &["a/json; v=1", "a/json; v=2"]), 0);
}

/// Could the server have acted? And is it worth trying later?
#[tokio::test]
async fn may_have_run_and_is_retryable() {
    let table = [
        (vec![Answer::Refuse], false, true),
        (vec![Answer::Pretend], false, false),
        (vec![Answer::HangUp], true, true),
        (vec![Answer::HangUp, Answer::Refuse], true, true),
        (vec![reply(400, "")], false, false),
        (vec![reply(429, "")], false, true),
        (vec![reply(500, "")], true, true),
        (vec![reply(500, ""), reply(404, "")], true, false),
        (vec![reply(501, "")], true, false),
        (vec![reply(302, "")], true, false),
        (vec![reply(400, "").with("x-should-retry", "true")], false, true),
        (vec![reply(429, "").with("x-should-retry", "false")], false, false),
    ];
    for (script, may_have_run, retryable) in table {
        let error = client(&Server::new(script), &World::default()).list_pets().await.unwrap_err();
        assert_eq!((error.may_have_run(), error.is_retryable()), (may_have_run, retryable), "{error:?}");
    }
}

#[tokio::test]
async fn an_error_status_counts_more_than_its_broken_body() {
    let broken = Answer::Pieces(404, Vec::new(), vec![Some(Ok("{".into())), Some(Err(()))]);
    let error = client(&Server::new([broken]), &World::default()).list_pets().await.unwrap_err();
    assert_eq!((error.kind(), error.status().unwrap().as_u16()), (ErrorKind::Status, 404));
}

#[tokio::test]
async fn what_cannot_be_read_tells_all_its_attempts() {
    let world = World::default();
    let server = Server::new([reply(503, ""), reply(200, "{")]);
    let error = client(&server, &world).get_pet("7").await.unwrap_err();
    let outcomes: Vec<AttemptOutcome> = error.attempts().iter().map(|attempt| attempt.outcome).collect();
    let status = |status: u16| AttemptOutcome::Status(status.try_into().unwrap());
    assert_eq!((error.kind(), outcomes), (ErrorKind::Decode, vec![status(503), status(200)]));
    assert_eq!(error.attempts()[1].started, world.elapsed());
}

#[tokio::test]
async fn a_body_that_nobody_has_decoded() {
    let pet = |encoding| {
        let server = Server::new([reply(200, "\u{1f}").with("content-encoding", encoding)]);
        client(&server, &World::default()).get_pet("7")
    };
    let error = pet("deflate").await.unwrap_err();
    assert!(error.to_string().contains("in the encoding `deflate`, which is not known"), "{error}");
    let error = pet("br").into_text().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Decode);
    assert!(error.to_string().contains("in the encoding `br`, which is not known"), "{error}");
    assert_eq!(pet("br").into_bytes().await.unwrap(), "\u{1f}");
    let error = pet("Identity").await.unwrap_err();
    assert!(error.to_string().contains("the body is not what the document says"), "{error}");
    assert_eq!(pet("Identity").into_text().await.unwrap(), "\u{1f}");
}

/// The place stands at the end, behind a path that may be long, and up to 256 characters around it.
#[tokio::test]
async fn a_decode_error_is_told_to_its_end() {
    let around: &'static str = format!("[{}{{}}{}]", "1,".repeat(100), ",2".repeat(100)).leak();
    let error = client(&Server::new([reply(200, around)]), &World::default()).list_pets().await.unwrap_err();
    let text = error.to_string();
    assert!(text.contains(&format!("at byte {}", around.find("{}").unwrap())), "{text}");
    assert!(text.contains("$[100]: expected") && text.contains("1,1,{},2,2") && text.ends_with("2,2`"), "{text}");
}

#[tokio::test]
async fn a_stream_that_breaks_off_tells_all_attempts() {
    let broken = Answer::Pieces(200, Vec::new(), vec![Some(Ok("a".into())), Some(Err(()))]);
    let server = Server::new([reply(503, ""), broken]);
    let mut stream = client(&server, &World::default()).list_pets().into_stream().await.unwrap();
    stream.next().await.unwrap().unwrap();
    let error = stream.next().await.unwrap().unwrap_err();
    let outcomes: Vec<AttemptOutcome> = error.attempts().iter().map(|attempt| attempt.outcome).collect();
    let status = |status: u16| AttemptOutcome::Status(status.try_into().unwrap());
    assert_eq!((error.kind(), outcomes), (ErrorKind::Transport, vec![status(503), status(200)]));
}

#[tokio::test]
async fn a_provider_that_fails_after_a_401_leaves_the_answer() {
    let asked = Arc::new(Mutex::new(0));
    let provider = Credential::from_fn(move |_| {
        let first = std::mem::replace(&mut *asked.lock().unwrap(), 1) == 0;
        async move { if first { Ok(Secret::new("s3cr3t")) } else { Err("the vault is closed".into()) } }
    });
    let server = Server::new([reply(401, "{\"message\": \"s3cr3t has expired\"}").with("x-request-id", "r1")]);
    let client = builder(&server, &World::default()).bearer_auth(provider).build().unwrap();
    let error = client.list_pets().await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "listPets: 401 Unauthorized: *** has expired: the provider of `bearer_auth` gave no credential: \
         the vault is closed (request id r1)"
    );
    assert_eq!((error.kind(), error.status().unwrap().as_u16(), error.attempts().len()), (ErrorKind::Auth, 401, 1));
    assert!(error.body().is_some() && !error.may_have_run());
}

#[tokio::test]
async fn a_body_that_is_too_large_for_an_error_is_kept_up_to_the_limit() {
    let get = |answer| client(&Server::new([answer]), &World::default()).get_pet("1").with_retries(0);
    let body = || Some(Ok("{\"message\": \"gone\"}".into()));
    let answers = [
        reply(404, "{\"message\": \"gone\"}").with("content-length", "19"),
        Answer::Pieces(404, Vec::new(), vec![body(), body()]),
        Answer::Pieces(404, Vec::new(), vec![body(), Some(Err(()))]),
    ];
    for answer in answers {
        let error = get(answer).with_options(|options| options.body_limit(12)).await.unwrap_err();
        assert_eq!((error.kind(), error.status().unwrap().as_u16()), (ErrorKind::Status, 404));
        assert_eq!(error.declared(), Some(&GetPetError::Undeclared("{\"message\": ".into())));
    }
    // A success of that length is not even begun to be read.
    let success = Answer::Pieces(200, vec![("content-length", "19".into())], vec![None]);
    let error = get(success).with_options(|options| options.body_limit(12)).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::TooLarge);
}

#[tokio::test]
async fn a_success_whose_body_can_not_be_read_is_an_answer() {
    let begun = || vec![Some(Ok("[1".into()))];
    let then = |end: Option<Result<_, ()>>| begun().into_iter().chain([end]).collect();
    for (pieces, length, kind, message) in [
        (then(Some(Err(()))), "9", ErrorKind::Transport, "the connection was lost: connection reset"),
        (begun(), "9", ErrorKind::Transport, "the body has 2 bytes instead of 9"),
        (then(None), "9", ErrorKind::Timeout, "the body stalled for the idle timeout"),
        (begun(), "99", ErrorKind::TooLarge, "the body is larger than the limit of 12 bytes"),
    ] {
        let answer = Answer::Pieces(200, Vec::new(), pieces).with("content-length", length);
        // What a server says of retries with a success is not about that.
        let answer = answer.with("x-request-id", "r1").with("x-should-retry", "false");
        let server = Server::new([answer]);
        let call = client(&server, &World::default()).list_pets().with_retries(1).with_timeout(None);
        let error = call.with_options(|options| options.body_limit(12)).await.unwrap_err();
        assert_eq!((error.kind(), error.status().unwrap().as_u16(), error.request_id()), (kind, 200, Some("r1")));
        assert!(error.headers().is_some() && error.message().is_none() && error.body().unwrap().is_empty());
        let text = error.to_string();
        assert!(text.starts_with(&format!("listPets: 200 OK: {message}")), "{text}");
        assert!(text.ends_with(" (request id r1)"), "{text}");
        assert_eq!(server.seen().len(), if kind == ErrorKind::TooLarge { 1 } else { 2 });
    }
}

/// An operation whose document declares 201 and 204.
struct Make;

impl Operation for Make {
    type Output = ();
    type Error = Undeclared;
    const INFO: &'static OperationInfo = &OperationInfo::new("make", "POST", "/things");

    fn output(response: &Received) -> Result<(), DecodeError> {
        response.unit()
    }

    fn error(_: &Received) -> Undeclared {
        Undeclared
    }

    fn is_success(status: u16) -> bool {
        status == 201 || status == 204
    }
}

#[tokio::test]
async fn a_success_that_is_not_declared_is_an_error_that_says_so() {
    for (answer, line) in [
        (reply(200, ""), "make: 200 OK: by the document, success is 201 or 204"),
        (reply(202, "{\"message\": \"done\"}"), "make: 202 Accepted: by the document, success is 201 or 204"),
        (reply(304, ""), "make: 304 Not Modified"),
        (reply(404, "{\"message\": \"gone\"}"), "make: 404 Not Found: gone"),
    ] {
        let client = client(&Server::new([answer]), &World::default());
        let error = Request::new(Make::INFO).call::<Make>(&client).await.unwrap_err();
        assert_eq!((error.kind(), error.to_string().as_str()), (ErrorKind::Status, line));
        assert!(error.declared().is_some());
    }
}

/// What a server says that repeats what it was sent.
async fn echo(
    body: &'static str,
    set: impl FnOnce(crate::runtime::ClientBuilder) -> crate::runtime::ClientBuilder,
) -> String {
    static ANY: OperationInfo = OperationInfo::new("op", "GET", "/p");
    let client: Client = set(builder(&Server::new([reply(401, body)]), &World::default())).build().unwrap();
    let error = Request::new(&ANY).call::<Custom>(&client).await.unwrap_err();
    assert!(format!("{error:?}").contains(&error.message().unwrap()));
    error.to_string()
}

#[tokio::test]
async fn no_credential_shows_in_what_a_server_says() {
    let text = |message: &str| format!("op: 401 Unauthorized: {message}");
    assert_eq!(echo("\"no t0k3n of mine\"", |client| client.bearer_auth("t0k3n")).await, text("no *** of mine"));
    let basic = |client: crate::runtime::ClientBuilder| client.basic_auth("a", "pa55");
    assert_eq!(echo("\"pa55, Basic YTpwYTU1\"", basic).await, text("***, Basic ***"));
    let query = |client: crate::runtime::ClientBuilder| client.app_id("k y").session("k y 2");
    assert_eq!(echo("\"?app%20id=k%20y, k y, k y 2\"", query).await, text("?app%20id=***, ***, ***"));
    let provided = Credential::from_fn(|_| async { Ok(Secret::new("t0k3n")) });
    assert_eq!(echo("\"t0k3n\"", |client| client.app_key(provided)).await, text("***"));
    // One of few letters is in other words, too.
    let short = |client: crate::runtime::ClientBuilder| client.bearer_auth("t").app_id("ab");
    assert_eq!(echo("\"that token: t, cab=ab\"", short).await, text("that token: ***, cab=***"));
    // What is cut is masked before.
    let long: &'static str = Box::leak(format!("\"{}t0k3n\"", "x".repeat(253)).into_boxed_str());
    let message = echo(long, |client| client.bearer_auth("t0k3n")).await;
    assert_eq!(message, text(&("x".repeat(253) + "***")));
}

/// Whatever is wrong with an answer, what it repeats of a credential is not shown: by the error, and by what it comes from.
#[tokio::test]
async fn no_credential_shows_in_what_can_not_be_read() {
    let shown = async |answer: Answer, secret: &str| {
        let client = builder(&Server::new([answer]), &World::default()).bearer_auth(secret).build().unwrap();
        let error = client.get_pet("7").await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Decode);
        let source = std::error::Error::source(&error).unwrap();
        format!("{error} {error:?} {source} {source:?}")
    };
    let long: &'static str = Box::leak("0123456789abcdef".repeat(40).into_boxed_str());
    let leaked = |body: String| -> &'static str { Box::leak(body.into_boxed_str()) };
    let table = [
        (reply(200, r#"{"id":"Bearer t0k3n"}"#), "t0k3n", "t0k3n"),
        (reply(200, r#"{"t0k3n":{"id":"#), "t0k3n", "t0k3n"),
        (reply(200, r#"{"id":"a\"b\\c"}"#), "a\"b\\c", "b\\"),
        (reply(200, "{}").with("x-request-id", "t0k3n"), "t0k3n", "t0k3n"),
        (reply(200, "{}").with("content-type", "x/t0k3n"), "t0k3n", "t0k3n"),
        // What is shown of the document cuts it at its beginning, or at its end.
        (reply(200, leaked(format!(r#"{{"a":"{long}","id":"x"}}"#))), long, "cdef"),
        (reply(200, leaked(format!(r#"{{"id":"{long}"}}"#))), long, "abc"),
    ];
    for (answer, secret, part) in table {
        let text = shown(answer, secret).await;
        assert!(text.contains("***") && !text.contains(part), "{text}");
    }
    let answer = reply(200, "data: \"t0k3n\"\n\n").with("x-request-id", "t0k3n");
    let stream = client(&Server::new([answer]), &World::default()).list_pets().into_stream().await.unwrap();
    let error = stream.into_event_data::<i64>().unwrap().next().await.unwrap().unwrap_err();
    let text = format!("{error:?} {:?}", std::error::Error::source(&error));
    assert!(text.contains("near `\"***\"` (request id ***)") && !text.contains("t0k3n"), "{text}");
    let answer = reply(200, "[]").with("content-type", "x/t0k3n");
    let stream = client(&Server::new([answer]), &World::default()).list_pets().into_stream().await.unwrap();
    let text = stream.into_events().unwrap_err().to_string();
    assert!(text.ends_with("the body is `x/***` instead of `text/event-stream`"), "{text}");
    let answer = reply(200, "[]").with("x-request-id", "t0k3n");
    let response = client(&Server::new([answer]), &World::default()).list_pets().into_response().await.unwrap();
    assert!(format!("{response:?}").contains("***") && response.request_id() == Some("t0k3n"), "{response:?}");
}

/// Who asks for what is not in the document reads method and path in the error, whatever goes wrong.
#[tokio::test]
async fn a_request_beyond_the_document_has_a_name() {
    let script = [reply(404, ""), reply(200, "[]"), reply(200, "data: x\n\n")];
    let client = client(&Server::new(script), &World::default());
    let call = |path| client.request(http::Method::DELETE, path).with_retries(0);
    let error = call("/plans/t0k3n?key=s3cr3t").await.unwrap_err();
    assert_eq!(error.to_string(), "DELETE /plans/***: 404 Not Found");
    let error = call("https://api.example.com?key=s3cr3t").into_json::<i64>().await.unwrap_err();
    assert!(error.to_string().starts_with("DELETE /: 200 OK: the body is not what"), "{error}");
    let mut events = call("/events#end").into_stream().await.unwrap().into_event_data::<i64>().unwrap();
    let error = events.next().await.unwrap().unwrap_err();
    assert!(error.to_string().starts_with("DELETE /events: 200 OK: "), "{error}");
}

/// What is not as the document says may be the page that a redirect has led to.
#[tokio::test]
async fn a_body_from_elsewhere() {
    let script = [reply(302, "").with("location", "/login?next=t0k3n"), reply(200, "<html>")];
    let error = client(&Server::new(script), &World::default()).get_pet("7").await.unwrap_err();
    let text = "getPet: 200 OK: behind a redirect to /login, the body is not what the document says: ";
    assert!(error.to_string().starts_with(text), "{error}");
}

#[tokio::test]
async fn a_stream_of_the_application_that_breaks_off() {
    let server = Server::new([reply(200, "")]);
    let file = File::from_stream(stream([Ok("a".into()), Err(())]));
    let call = client(&server, &World::default()).request(http::Method::PUT, "/").with_body("text/plain", file);
    let text = "PUT /: the stream of the body broke off: the connection was lost: connection reset";
    assert_eq!(call.await.unwrap_err().to_string(), text);
}

#[tokio::test]
async fn a_success_says_no_message_of_an_error() {
    let server = Server::new([reply(200, "{\"message\": \"all is well\"}")]);
    let error = client(&server, &World::default()).list_pets().await.unwrap_err();
    assert_eq!((error.kind(), error.message()), (ErrorKind::Decode, None));
    let call = client(&server, &World::default()).request(Method::GET, "/");
    assert_eq!(call.into_json::<i64>().await.unwrap_err().message(), None);
}

/// Says in its error what it was to send.
struct Telling;

impl Transport for Telling {
    fn send(&self, request: http::Request<Body>) -> BoxFuture<'_, Result<http::Response<Body>, TransportError>> {
        Box::pin(async move {
            let inner = std::io::Error::other(format!("{:?}", request.headers()["authorization"].to_str()));
            Err(TransportError::invalid(std::io::Error::other(inner)))
        })
    }
}

#[tokio::test]
async fn no_credential_shows_in_what_a_transport_says() {
    let of = |client: ClientBuilder| client.transport(Telling).environment(World::default()).build().unwrap();
    let error = of(Client::builder().bearer_auth("t0k3n")).list_pets().await.unwrap_err();
    assert!(error.to_string().contains("Bearer ***") && !format!("{error} {error:?}").contains("t0k3n"), "{error}");
    static GET: OperationInfo = OperationInfo { security: Some(&[&[5]]), ..OperationInfo::new("op", "GET", "/p") };
    let client = of(Client::builder().oauth(ClientCredentials::new("app", "s3cr3t")));
    let error = Request::new(&GET).call::<Custom>(&client).await.unwrap_err();
    assert!(error.to_string().contains("Basic ***"), "{error}");
}
