use std::time::Duration;

use http::Method;

use crate::rendered::DOCUMENT;
use crate::runtime::{
    Attempt, AttemptOutcome, ClientBuilder, Custom, Document, Environment, ErrorKind, OperationInfo, Parameter, Request,
};
use crate::support::{Answer, NEW_YEAR, Server, World, builder, client, reply};

const fn millis(millis: u64) -> Duration {
    Duration::from_millis(millis)
}

/// Who may repeat what: for each answer, is it repeated with GET, with POST, with POST and a key?
#[tokio::test]
async fn what_is_repeated() {
    let broken = || Answer::Pieces(200, Vec::new(), vec![Some(Ok("[".into())), Some(Err(()))]);
    let table = [
        (Answer::Refuse, [true, true, true]),
        (Answer::RefuseSlowly, [true, true, true]),
        (Answer::Pretend, [false, false, false]),
        (Answer::HangUp, [true, false, true]),
        (Answer::Silence, [true, false, true]),
        (broken(), [true, false, true]),
        (reply(408, ""), [true, true, true]),
        (reply(409, ""), [false, false, true]),
        (reply(425, ""), [true, true, true]),
        (reply(429, ""), [true, true, true]),
        (reply(500, ""), [true, false, true]),
        (reply(502, ""), [true, false, true]),
        (reply(503, ""), [true, false, true]),
        (reply(503, "").with("retry-after", "1"), [true, true, true]),
        (reply(504, ""), [true, false, true]),
        (reply(400, ""), [false, false, false]),
        (reply(401, ""), [false, false, false]),
        (reply(404, ""), [false, false, false]),
        (reply(501, ""), [false, false, false]),
        (reply(400, "").with("x-should-retry", "true"), [true, true, true]),
        (reply(500, "").with("x-should-retry", "true"), [true, true, true]),
        (reply(429, "").with("x-should-retry", "false"), [false, false, false]),
        (reply(500, "").with("x-should-retry", "maybe"), [true, false, true]),
    ];
    for (answer, repeated) in table {
        let calls = [(Method::GET, false), (Method::POST, false), (Method::POST, true)];
        for ((method, keyed), repeated) in calls.into_iter().zip(repeated) {
            let server = Server::new([answer.clone(), reply(200, "")]);
            let call = client(&server, &World::default()).request(method, "/");
            let call = if keyed { call.with_idempotency_key("k1") } else { call };
            let result = call.await;
            assert_eq!(
                (server.seen().len(), result.is_ok()),
                (1 + usize::from(repeated), repeated),
                "{result:?} {keyed}"
            );
        }
    }
}

/// Whether to go on is decided by the attempt that failed: it is no risk to repeat one that never left, whatever came before.
#[tokio::test]
async fn each_attempt_is_judged_by_itself() {
    let busy = || reply(503, "").with("retry-after", "1");
    let server = Server::new([busy(), Answer::Refuse, reply(200, "")]);
    client(&server, &World::default()).request(Method::POST, "/").await.unwrap();
    let server = Server::new([busy(), Answer::Refuse]);
    let error = client(&server, &World::default()).request(Method::POST, "/").await.unwrap_err();
    assert_eq!((error.kind(), error.attempts().len(), error.may_have_run()), (ErrorKind::Connect, 3, true));
}

#[tokio::test]
async fn an_empty_key_is_none() {
    let server = Server::new([reply(500, "")]);
    let call = client(&server, &World::default()).request(Method::POST, "/");
    let error = call.clone().with_idempotency_key("").await.unwrap_err();
    assert_eq!(error.to_string(), "POST /: `with_idempotency_key` is empty");
    call.with_header("idempotency-key", "").await.unwrap_err();
    assert_eq!(server.seen().len(), 1);
}

#[tokio::test]
async fn idempotent_methods() {
    let table = [("PUT", true), ("DELETE", true), ("HEAD", true), ("OPTIONS", true), ("TRACE", true), ("QUERY", true)];
    for (method, repeated) in table.into_iter().chain([("PATCH", false), ("POST", false), ("LINK", false)]) {
        let server = Server::new([reply(500, ""), reply(200, "")]);
        let method = Method::from_bytes(method.as_bytes()).unwrap();
        let result = client(&server, &World::default()).request(method, "/").await;
        assert_eq!(result.is_ok(), repeated);
    }
}

#[tokio::test]
async fn three_attempts_with_doubling_waits() {
    let table = [(0, vec![250, 500]), (u64::MAX, vec![500, 1000]), (1 << 63, vec![375, 750])];
    for (random, waits) in table {
        let (server, world) = (Server::new([reply(500, "")]), World::default());
        world.set_random(random);
        let error = client(&server, &world).list_pets().await.unwrap_err();
        let sleeps: Vec<_> = world.sleeps().iter().map(|sleep| (sleep.as_secs_f64() * 1000.0).round() as u64).collect();
        assert_eq!((sleeps, server.seen().len(), error.attempts().len()), (waits, 3, 3));
    }
}

#[tokio::test]
async fn waits_have_a_ceiling_and_can_be_changed() {
    let (server, world) = (Server::new([reply(500, "")]), World::default());
    let call = client(&server, &world).list_pets().with_retries(40).with_timeout(None);
    call.await.unwrap_err();
    assert_eq!(world.sleeps()[4..], [millis(4000); 36], "half of 8 s, from 0.5 s · 2⁴ on");
    let world = World::default();
    let options = |options: crate::runtime::Options| options.backoff(millis(10)).backoff_limit(millis(30)).retries(3);
    builder(&server, &world).bearer_auth("t").options(options).build().unwrap().list_pets().await.unwrap_err();
    assert_eq!(world.sleeps(), [millis(5), millis(10), millis(15)]);
    let world = World::default();
    world.set_random(u64::MAX);
    let for_ever = |options: crate::runtime::Options| options.backoff(Duration::MAX).backoff_limit(Duration::MAX);
    let call = client(&server, &world).list_pets().with_options(|options| for_ever(options).timeout(None).retries(1));
    call.await.unwrap_err();
    assert_eq!(world.sleeps(), [Duration::MAX]);
}

#[tokio::test]
async fn attempts_tell_what_happened() {
    let server = Server::new([Answer::Refuse, reply(503, ""), Answer::HangUp]);
    let error = client(&server, &World::default()).list_pets().await.unwrap_err();
    let unavailable = AttemptOutcome::Status(http::StatusCode::SERVICE_UNAVAILABLE);
    let outcomes =
        [AttemptOutcome::Failed(ErrorKind::Connect), unavailable, AttemptOutcome::Failed(ErrorKind::Transport)];
    let starts = [0, 250, 750].map(millis);
    let expected = starts.into_iter().zip(outcomes);
    let expected: Vec<_> =
        expected.map(|(started, outcome)| Attempt { started, took: Duration::ZERO, outcome }).collect();
    assert_eq!(error.attempts(), expected);
}

type Headers<'a> = &'a [(&'static str, &'a str)];

#[tokio::test]
async fn the_server_says_when() {
    let date = httpdate::fmt_http_date(std::time::UNIX_EPOCH + NEW_YEAR + millis(7000));
    let past = httpdate::fmt_http_date(std::time::UNIX_EPOCH + NEW_YEAR - millis(7000));
    let table: [(Headers<'_>, Option<u64>); 16] = [
        (&[("retry-after", "3")], Some(3000)),
        (&[("retry-after", " 0 ")], Some(250)),
        (&[("retry-after", "1.5")], Some(1500)),
        (&[("retry-after", &date)], Some(7000)),
        (&[("retry-after", "Thursday, 01-Jan-26 00:00:07 GMT")], Some(7000)),
        (&[("retry-after", &past)], Some(250)),
        (&[("retry-after-ms", "40")], Some(40)),
        (&[("retry-after-ms", "40"), ("retry-after", "3")], Some(40)),
        (&[("retry-after", "60")], None), // The 60 s of the call would be over.
        (&[("retry-after", "59")], Some(59_000)),
        (&[("retry-after", "99999999999999999999")], None),
        (&[("retry-after", "1e300")], None),
        (&[("retry-after-ms", "99999999999999999999999")], None),
        (&[("retry-after", "soon")], Some(250)),
        (&[("retry-after", "-1")], Some(250)),
        (&[("retry-after", "NaN")], Some(250)),
    ];
    for (headers, wait) in table {
        let answer = headers.iter().fold(reply(429, ""), |answer, (name, value)| answer.with(name, value));
        let (server, world) = (Server::new([answer, reply(200, "[]")]), World::default());
        let result = client(&server, &world).list_pets().await;
        assert_eq!(world.sleeps(), wait.map(millis).into_iter().collect::<Vec<_>>(), "{headers:?}");
        assert_eq!(result.is_ok(), wait.is_some());
    }
}

#[tokio::test]
async fn too_long_a_wait_is_not_waited() {
    for (limit, repeated) in [(None, false), (Some(Duration::from_secs(61)), true)] {
        let server = Server::new([reply(429, "").with("retry-after", "61"), reply(200, "[]")]);
        let call = client(&server, &World::default()).list_pets().with_timeout(None);
        let call = call.with_options(|options| limit.map_or(options, |limit| options.retry_after_limit(limit)));
        match call.await {
            Ok(_) => assert!(repeated),
            Err(error) => assert_eq!((repeated, error.retry_after()), (false, Some(Duration::from_secs(61)))),
        }
    }
}

/// There are clocks that end after 300 years.
#[tokio::test]
async fn a_wait_that_is_told_is_no_longer_than_a_year() {
    let year = Duration::from_secs(365 * 24 * 60 * 60);
    for (header, value) in [
        ("retry-after", "99999999999999999999"),
        ("retry-after", "1e300"),
        ("retry-after", "Fri, 31 Dec 9999 23:59:59 GMT"),
        ("retry-after-ms", "1e16"),
    ] {
        let server = Server::new([reply(429, "").with(header, value)]);
        let error = client(&server, &World::default()).list_pets().await.unwrap_err();
        assert_eq!(error.retry_after(), Some(year), "{header}: {value}");
    }
}

#[tokio::test]
async fn it_never_sleeps_past_the_deadline() {
    for (timeout, sleeps) in [(250, 0), (251, 1), (751, 2)] {
        let (server, world) = (Server::new([reply(500, "")]), World::default());
        client(&server, &world).list_pets().with_timeout(millis(timeout)).await.unwrap_err();
        assert_eq!(world.sleeps().len(), sleeps);
        assert!(world.elapsed() < millis(timeout));
    }
}

#[tokio::test]
async fn the_budget_runs_out_and_recovers() {
    let (server, world) = (Server::new([reply(500, "")]), World::default());
    let failing = client(&server, &world);
    for _ in 0..50 {
        assert_eq!(failing.list_pets().await.unwrap_err().attempts().len(), 3);
    }
    assert_eq!(failing.list_pets().await.unwrap_err().attempts().len(), 1, "100 retries at 5 tokens");
    let derived = failing.with_options(|options| options.retries(9));
    assert_eq!(derived.list_pets().await.unwrap_err().attempts().len(), 1, "derived clients share the budget");

    let answers = (0..150).map(|_| reply(500, "")).chain((0..5).map(|_| reply(200, "[]"))).chain([reply(500, "")]);
    let client = client(&Server::new(answers), &world);
    for _ in 0..50 {
        client.list_pets().await.unwrap_err();
    }
    for _ in 0..5 {
        client.list_pets().await.unwrap();
    }
    assert_eq!(client.list_pets().await.unwrap_err().attempts().len(), 2, "five successes pay for one retry");
}

#[tokio::test]
async fn a_retry_after_a_timeout_costs_twice_as_much() {
    let client = client(&Server::new([Answer::Silence]), &World::default());
    let call = client.list_pets().with_timeout(None);
    for _ in 0..25 {
        assert_eq!(call.clone().await.unwrap_err().attempts().len(), 3);
    }
    assert_eq!(call.await.unwrap_err().attempts().len(), 1, "50 retries at 10 tokens");
}

#[tokio::test]
async fn the_budget_can_be_changed() {
    let server = Server::new([reply(500, "")]);
    let client = builder(&server, &World::default()).bearer_auth("t").retry_budget(9).build().unwrap();
    let attempts = async |call: crate::runtime::Call<_>| call.await.unwrap_err().attempts().len();
    assert_eq!(attempts(client.list_pets().with_options(|options| options.retry_cost(0))).await, 3);
    assert_eq!(attempts(client.list_pets().with_options(|options| options.retry_cost(9))).await, 2);
    assert_eq!(attempts(client.list_pets()).await, 1);
    let client = builder(&Server::new([Answer::Silence]), &World::default()).bearer_auth("t").retry_budget(9);
    let client = client.options(|options| options.timeout(None).timeout_cost(4)).build().unwrap();
    assert_eq!((attempts(client.list_pets()).await, attempts(client.list_pets()).await), (3, 1));
}

#[tokio::test]
async fn retries_can_be_set_on_client_and_call() {
    for (client_retries, call_retries, attempts) in [(0, None, 1), (4, None, 5), (4, Some(1), 2), (0, Some(3), 4)] {
        let server = Server::new([reply(500, "")]);
        let client = builder(&server, &World::default()).bearer_auth("t").retries(client_retries).build().unwrap();
        let call = client.list_pets();
        let call = match call_retries {
            Some(retries) => call.with_retries(retries),
            None => call,
        };
        assert_eq!(call.await.unwrap_err().attempts().len(), attempts);
    }
}

#[tokio::test]
async fn an_idempotency_key_is_made_once_per_call() {
    static KEYED: Document = Document { idempotency_header: Some("X-Key"), ..DOCUMENT };
    let (server, world) = (Server::new([reply(500, ""), reply(409, ""), reply(200, "")]), World::default());
    world.set_random(u64::MAX);
    let builder = || ClientBuilder::new(&KEYED).transport(server.clone()).environment(world.clone());
    let client = builder().build().unwrap();
    client.request(Method::POST, "/").await.unwrap();
    client.request(Method::POST, "/").with_idempotency_key("mine").await.unwrap();
    client.request(Method::POST, "/").with_header("x-key", "also mine").await.unwrap();
    client.request(Method::PUT, "/").await.unwrap();
    let keys: Vec<_> = server.seen().iter().map(|seen| seen.header("x-key").map(str::to_owned)).collect();
    let made = Some("ffffffff-ffff-4fff-bfff-ffffffffffff");
    let expected = [made, made, made, Some("mine"), Some("also mine"), None];
    assert_eq!(keys.iter().map(Option::as_deref).collect::<Vec<_>>(), expected);
}

/// What may be the fault of a connection, and what is not: patience, an error of the request, an answer that can't be read,
/// no connection at all.
#[tokio::test]
async fn what_connections_are_distrusted_for() {
    let broken = || Answer::Pieces(200, Vec::new(), vec![Some(Ok("[".into())), Some(Err(()))]);
    let failed = [500, 502, 503, 504].map(|status| (reply(status, ""), 1));
    let lost = [Answer::HangUp, Answer::Silence, broken()].map(|answer| (answer, 1));
    let asked = [408, 409, 425, 429, 400, 401, 404, 501, 505].map(|status| (reply(status, ""), 0));
    let unread = [(reply(200, "{"), 0), (Answer::Refuse, 0), (reply(200, "[]"), 0)];
    for (answer, distrusted) in failed.into_iter().chain(lost).chain(asked).chain(unread) {
        let server = Server::new([answer]);
        let result = client(&server, &World::default()).list_pets().with_retries(0).await;
        assert_eq!(server.distrusted(), distrusted, "{result:?}");
    }
    let server = Server::new([reply(500, ""), Answer::HangUp, reply(200, "[]")]);
    client(&server, &World::default()).list_pets().await.unwrap();
    assert_eq!(server.distrusted(), 2, "each attempt counts");
    for (answer, distrusted) in [(broken(), 1), (reply(200, "[]"), 0)] {
        let server = Server::new([answer]);
        let mut body = client(&server, &World::default()).list_pets().into_stream().await.unwrap();
        while body.next().await.is_some() {}
        assert_eq!(server.distrusted(), distrusted, "a body that the caller reads");
    }
}

/// If it is not the connections, new ones are of no use.
#[tokio::test]
async fn connections_are_not_distrusted_without_an_end() {
    let (server, world) = (Server::new([reply(500, "")]), World::default());
    let client = client(&server, &world);
    for (seconds, distrusted) in [(0, 8), (1, 9), (2, 11), (100, 19)] {
        world.sleep(Duration::from_secs(seconds)).await;
        for _ in 0..20 {
            client.list_pets().with_retries(0).await.unwrap_err();
        }
        assert_eq!(server.distrusted(), distrusted, "after {seconds} s");
    }
}

/// A request of an operation that declares this parameter.
fn declaring(parameter: Parameter) -> Request {
    declaring_by("POST", parameter)
}

fn declaring_by(method: &'static str, parameter: Parameter) -> Request {
    let parameters = Box::leak(Box::new([parameter]));
    Request::new(Box::leak(Box::new(OperationInfo { parameters, ..OperationInfo::new("op", method, "/") })))
}

#[tokio::test]
async fn the_argument_for_a_declared_header_is_the_key() {
    static OTHER: Document = Document { idempotency_header: Some("Other-Key"), ..DOCUMENT };
    let names = [
        (&DOCUMENT, "Idempotency-Key", "idempotency-key"),
        (&DOCUMENT, "x-idempotency-KEY", "x-idempotency-key"),
        (&OTHER, "other-key", "other-key"),
    ];
    for (document, name, header) in names {
        let request = || declaring(Parameter::header(name)).argument(0, &"mine");
        let server = Server::new([reply(500, ""), reply(200, "")]);
        let client = ClientBuilder::new(document).transport(server.clone()).environment(World::default());
        let client = client.bearer_auth("t").build().unwrap();
        request().call::<Custom>(&client).await.unwrap();
        assert_eq!(server.seen().iter().map(|seen| seen.header(header).unwrap()).collect::<Vec<_>>(), ["mine"; 2]);
        // Who sets the key of this very call means it.
        request().call::<Custom>(&client).with_idempotency_key("this").await.unwrap();
        assert_eq!(server.seen()[2].header(header), Some("this"));
    }
}

#[tokio::test]
async fn a_declared_header_without_an_argument_gets_a_key() {
    let key = || declaring(Parameter::header("Idempotency-Key"));
    for null in [false, true] {
        let server = Server::new([reply(500, ""), reply(200, "")]);
        let client = client(&server, &World::default());
        let request = if null { key().argument(0, &None::<String>) } else { key() };
        request.call::<Custom>(&client).await.unwrap();
        let seen = server.seen();
        let keys: Vec<_> = seen.iter().map(|seen| seen.header("idempotency-key").unwrap()).collect();
        assert!(keys.len() == 2 && keys[0] == keys[1] && keys[0].len() == 36, "{keys:?}");
    }
    // Who declares it does not want it twice, whatever the method is; only what changes nothing needs none.
    for (method, is_keyed) in [("PUT", true), ("DELETE", true), ("GET", false)] {
        let server = Server::new([reply(200, "")]);
        let request = declaring_by(method, Parameter::header("Idempotency-Key"));
        request.call::<Custom>(&client(&server, &World::default())).await.unwrap();
        assert_eq!(server.only().header("idempotency-key").is_some(), is_keyed, "{method}");
    }
    // A cookie or a header of another name is no such header.
    for other in [Parameter::cookie("Idempotency-Key"), Parameter::header("Key")] {
        let server = Server::new([reply(500, "")]);
        declaring(other).call::<Custom>(&client(&server, &World::default())).await.unwrap_err();
        assert_eq!(server.only().header("idempotency-key"), None);
    }
}
