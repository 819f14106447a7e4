//! The server in memory that tests of an application talk to.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::Duration;

use http::Method;

use crate::rendered::{CreatePet, DOCUMENT, GetPet, GetPetError, ListPets, Pet, Problem};
use crate::runtime::mock::{self, Fault, Mock, Reply};
use crate::runtime::{
    AttemptOutcome, Call, ClientCredentials, Credential, Custom, Document, ErrorKind, Event, File, Location,
    OperationInfo, Parameter, Request, Scheme, SchemeKind, Secret,
};
use crate::support::stream;

fn rex() -> Pet {
    Pet { id: 7, name: "Rex".to_owned() }
}

fn problem(message: &str) -> GetPetError {
    GetPetError::NotFound(Problem { message: message.to_owned() })
}

/// What `verify` has to say.
fn complaint(mock: Mock) -> String {
    let panic = catch_unwind(AssertUnwindSafe(|| mock.verify())).unwrap_err();
    *panic.downcast::<String>().unwrap()
}

#[tokio::test]
async fn an_expected_call_gives_what_it_was_told() {
    let mock = Mock::new();
    let client = mock.client();
    mock.on(client.get_pet("7")).returns(rex());
    mock.on(client.get_pet("8")).fails(problem("no such pet"));
    let error = client.get_pet("8").await.unwrap_err();
    assert_eq!(error.declared(), Some(&problem("no such pet")));
    assert_eq!(client.get_pet("7").await.unwrap(), rex());
    let arrivals = mock.arrivals();
    assert_eq!(arrivals.len(), 2);
    assert_eq!((arrivals[1].operation(), arrivals[1].uri().path()), ("getPet", "/pets/7"));
    assert_eq!(arrivals[1].header("authorization"), Some("Bearer mock"), "credentials are sent");
    mock.verify();
}

/// What is said about an answer that is not there would expect nothing.
#[test]
fn an_answer_comes_before_what_is_said_about_it() {
    type Say = fn(mock::Expectation<'_, ListPets>);
    let table: [(&str, Say); 3] = [
        ("times", |expectation| _ = expectation.times(2)),
        ("always", |expectation| _ = expectation.always()),
        ("after", |expectation| _ = expectation.after(Duration::from_secs(1))),
    ];
    for (setter, say) in table {
        let mock = Mock::new();
        let panic = catch_unwind(AssertUnwindSafe(|| say(mock.on_any::<ListPets>()))).unwrap_err();
        let message = format!("`{setter}` changes the last answer, and there is none yet");
        assert_eq!(*panic.downcast::<String>().unwrap(), message);
        mock.verify();
    }
}

#[tokio::test]
async fn answers_come_in_their_order_and_number() {
    let mock = Mock::new();
    let client = mock.client();
    mock.on_any::<ListPets>().returns(vec![1]).returns(vec![2]).times(2).replies(404).always();
    for expected in [1, 2, 2] {
        assert_eq!(client.list_pets().await.unwrap(), [expected]);
    }
    for _ in 0..2 {
        assert_eq!(client.list_pets().await.unwrap_err().status().unwrap(), 404);
    }
    mock.verify();
}

#[tokio::test]
async fn each_attempt_takes_an_answer_and_no_time() {
    let mock = Mock::new();
    let client = mock.client();
    let answers = mock.on(client.list_pets()).replies(503).header("retry-after", "7");
    answers.breaks(Fault::ConnectionRefused).returns(vec![3]);
    assert_eq!(client.list_pets().await.unwrap(), [3]);
    assert!(mock.elapsed() > Duration::from_secs(7) && mock.elapsed() < Duration::from_secs(9), "{:?}", mock.elapsed());
}

#[tokio::test]
async fn faults_can_be_late_too() {
    let mock = Mock::new();
    let client = mock.client();
    mock.on_any::<ListPets>().breaks(Fault::ConnectionLost).after(Duration::from_secs(7)).returns(vec![1]);
    assert_eq!(client.list_pets().await.unwrap(), [1]);
    assert!(mock.elapsed() > Duration::from_secs(7), "{:?}", mock.elapsed());
    let expected = AssertUnwindSafe(|| {
        mock.on_any::<ListPets>().breaks(Fault::ConnectionLost).header("a", "b");
    });
    assert!(catch_unwind(expected).is_err());
    std::mem::forget(mock);
}

/// The client tries again what fails for a time, and a key makes a POST safe to repeat.
#[tokio::test]
async fn a_failure_is_one_however_often_it_is_tried() {
    let mock = Mock::new();
    let client = mock.client();
    mock.on(client.list_pets()).replies(503);
    mock.on_any::<CreatePet>().breaks(Fault::ConnectionRefused);
    assert_eq!(client.list_pets().await.unwrap_err().status().unwrap(), 503);
    assert_eq!(client.create_pet(rex()).await.unwrap_err().kind(), ErrorKind::Connect);
    assert_eq!(mock.arrivals().len(), 6);
    assert_eq!(client.list_pets().await.unwrap_err().kind(), ErrorKind::Build, "another call is not expected");
    assert!(complaint(mock).contains("came, but was not expected:\n  listPets: GET"));
}

#[tokio::test]
async fn what_the_client_repeats_gets_what_was_given_last() {
    let mock = Mock::new();
    let client = mock.client();
    mock.on(client.list_pets()).returns(vec![1]);
    assert_eq!(client.list_pets().await.unwrap(), [1]);
    mock.on(client.list_pets()).replies(503);
    assert_eq!(client.list_pets().await.unwrap_err().status().unwrap(), 503);
}

#[tokio::test]
async fn what_comes_late_meets_the_timeouts() {
    let mock = Mock::new();
    let client = mock.client();
    mock.on_any::<CreatePet>().returns(()).after(Duration::from_secs(29));
    mock.on_any::<ListPets>().returns(vec![]).after(Duration::from_secs(31)).returns(vec![1]);
    client.create_pet(rex()).await.unwrap();
    assert_eq!(mock.elapsed(), Duration::from_secs(29));
    assert_eq!(client.list_pets().await.unwrap(), [1], "the first attempt is given up after 30 s");
}

#[tokio::test]
async fn silence_lasts_until_the_timeout() {
    let mock = Mock::new();
    let client = mock.client();
    mock.on_any::<GetPet>().breaks(Fault::Silence).always();
    let error = client.get_pet("7").await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Timeout);
    assert_eq!(error.attempts()[0].outcome, AttemptOutcome::Failed(ErrorKind::Timeout));
    assert_eq!(mock.elapsed(), Duration::from_secs(60), "the whole time of the call");
}

#[tokio::test]
async fn a_body_can_be_slow_stall_and_break_off() {
    let mock = Mock::new();
    let client = mock.client().with_options(|options| options.retries(0));
    let slow = Reply::new(200).piece("[1,").pause(Duration::from_secs(29)).piece("2]");
    let stalled = Reply::new(200).piece("[1,").pause(Duration::from_secs(31)).piece("2]");
    mock.on_any::<ListPets>().replies(slow).replies(stalled).replies(Reply::new(200).piece("[1").breaks_off());
    assert_eq!(client.list_pets().await.unwrap(), [1, 2]);
    assert_eq!(client.list_pets().await.unwrap_err().kind(), ErrorKind::Timeout);
    assert_eq!(client.list_pets().await.unwrap_err().kind(), ErrorKind::Transport);
}

#[tokio::test]
async fn concurrent_calls_share_the_time() {
    let mock = Mock::new();
    let client = mock.client();
    mock.on(client.get_pet("1")).returns(rex()).after(Duration::from_secs(10));
    mock.on(client.get_pet("2")).returns(rex()).after(Duration::from_secs(5));
    let (one, two) = tokio::join!(client.get_pet("1").send(), client.get_pet("2").send());
    assert!(one.is_ok() && two.is_ok());
    assert_eq!(mock.elapsed(), Duration::from_secs(10), "not one after the other");
}

#[tokio::test]
async fn a_call_that_was_given_up_does_not_stop_the_clock() {
    let mock = Mock::new();
    let client = mock.client();
    mock.on_any::<ListPets>()
        .returns(vec![1])
        .after(Duration::from_secs(1))
        .returns(vec![2])
        .after(Duration::from_secs(2));
    let mut waiting = client.list_pets().send();
    let poll = std::future::poll_fn(|context| std::task::Poll::Ready(std::pin::Pin::new(&mut waiting).poll(context)));
    assert!(poll.await.is_pending());
    assert_eq!(client.list_pets().await.unwrap(), [2]);
    assert_eq!(waiting.await.unwrap(), [1]);
}

#[tokio::test]
async fn arguments_tell_calls_apart() {
    let mock = Mock::new();
    let client = mock.client();
    mock.on(client.list_pets().limit(2)).returns(vec![2]);
    mock.on(client.list_pets()).returns(vec![0]);
    mock.on(client.create_pet(rex())).returns(());
    mock.on(client.create_pet(rex()).with_header("x-trace", "1")).replies(201);
    assert_eq!(client.list_pets().await.unwrap(), [0]);
    assert_eq!(client.list_pets().limit(2).await.unwrap(), [2]);
    let as_value = client.create_pet(rex()).with_json(&serde_json::json!({"name": "Rex", "id": 7}));
    as_value.await.unwrap();
    let traced = client.create_pet(rex()).with_header("x-trace", "1").into_response().await.unwrap();
    assert_eq!(traced.status(), 201);
    mock.verify();
}

#[tokio::test]
async fn a_condition_narrows_an_operation() {
    let mock = Mock::new();
    let client = mock.client();
    mock.on_any::<CreatePet>().when(|call| call.json()["name"] == "Rex").returns(()).always();
    mock.on_any::<CreatePet>().replies(409);
    client.create_pet(rex()).await.unwrap();
    let felix = Pet { name: "Felix".to_owned(), ..rex() };
    assert_eq!(client.create_pet(felix).await.unwrap_err().status().unwrap(), 409);
}

#[tokio::test]
async fn what_is_not_in_the_document_can_be_expected() {
    let mock = Mock::new();
    let client = mock.client();
    mock.on_any::<GetPet>().replies(307).header("location", "/v2/7");
    mock.on(client.request(Method::GET, "/v2/7")).replies(Reply::new(200).json(&rex()));
    assert_eq!(client.get_pet("7").await.unwrap(), rex(), "a redirect is a request like any other");
    mock.on(client.request(Method::POST, "/plans").with_body("text/plain", "x")).returns(bytes::Bytes::from("done"));
    assert_eq!(client.request(Method::POST, "/plans").with_body("text/plain", "x").await.unwrap(), "done");
    let parts = [Ok(bytes::Bytes::from("a")), Ok(bytes::Bytes::from("b"))];
    mock.on(client.request(Method::PUT, "/file")).replies(204);
    let upload = client.request(Method::PUT, "/file").with_body("text/plain", File::from_stream(stream(parts)));
    upload.await.unwrap();
    assert_eq!(mock.arrivals().last().unwrap().body(), b"ab", "a stream is not compared, but read");
}

#[tokio::test]
async fn the_credentials_of_the_client_are_asked() {
    let mock = Mock::new();
    let credential =
        Credential::from_fn(
            |rejected| async move { Ok(Secret::from(if rejected.is_some() { "second" } else { "first" })) },
        );
    let client = mock.builder().bearer_auth(credential).build().unwrap();
    mock.on(client.get_pet("7")).replies(401).returns(rex());
    assert_eq!(client.get_pet("7").await.unwrap(), rex());
    let sent: Vec<_> = mock.arrivals().iter().map(|it| it.header("authorization").unwrap().to_owned()).collect();
    assert_eq!(sent, ["Bearer first", "Bearer second"]);
}

#[tokio::test]
async fn a_key_under_a_name_that_can_not_be_sent_is_not_there() {
    const KEY: SchemeKind = SchemeKind::ApiKey { location: Location::Header, name: "A Key" };
    static SCHEMES: [Scheme; 1] = [Scheme { name: "key", setter: "api_key", kind: KEY }];
    static ODD: Document = Document { schemes: &SCHEMES, ..DOCUMENT };
    let mock = Mock::of(&ODD);
    mock.on_any::<ListPets>().returns(vec![1]).always();
    let all = mock.client().list_pets().await.unwrap_err();
    assert_eq!((all.kind(), mock.arrivals().len()), (ErrorKind::Auth, 0));
}

#[tokio::test]
async fn tokens_are_asked_for_like_anything_else() {
    let mock = Mock::new();
    let client = mock.builder().oauth(ClientCredentials::new("id", "s3cr3t")).build().unwrap();
    let token = Reply::new(200).json(&serde_json::json!({"access_token": "t0k3n", "token_type": "bearer"}));
    mock.on_any::<Custom>().when(|request| request.uri().path() == "/oauth/token").replies(token);
    mock.on(client.request(Method::GET, "/plans")).replies(204);
    let call = client.request(Method::GET, "/plans");
    call.await.unwrap();
    let paths: Vec<_> = mock.arrivals().iter().map(|arrival| arrival.uri().path().to_owned()).collect();
    assert!(paths.contains(&"/oauth/token".to_owned()), "{paths:?}");
    mock.verify();
}

#[tokio::test]
async fn what_is_nearly_expected_is_told_with_what_differs() {
    let mock = Mock::new();
    let client = mock.client();
    let plan = |kind: &str, body: &str| client.request(Method::PUT, "/plan").with_body(kind, body.to_owned());
    mock.on(plan("text/plain", "a").with_header("x-trace", "1").with_header("x-more", "2")).replies(204);
    mock.on_any::<ListPets>().when(|_| false).replies(204);
    let told = async |call: Call<Custom>| call.await.unwrap_err().to_string();
    let line = "\n  request: PUT /plan a (";
    let nearly = told(plan("text/plain", "b").with_header("x-trace", "3")).await;
    let differs = "the header `x-trace`: `1` expected, `3` came; the header `x-more`: `2` expected, none came; \
                   the body is another one)";
    // An error is told on one line.
    assert!(nearly.contains(&format!("{}{differs} listPets: GET /pets", line.replace("\n ", ""))), "{nearly}");
    let nearly = told(plan("text/csv", "a").with_header("x-trace", "1").with_header("x-more", "2")).await;
    assert!(nearly.contains("plan a (the header `content-type`: `text/plain` expected, `text/csv` came)"), "{nearly}");
    let elsewhere = told(client.request(Method::POST, "/plan")).await;
    assert!(elsewhere.contains("it expects request: PUT /plan a listPets: GET /pets"), "{elsewhere}");
    let error = client.list_pets().await.unwrap_err().to_string();
    assert!(error.contains("listPets: GET /pets (a condition does not hold)"), "{error}");
    let complaint = complaint(mock);
    assert!(complaint.contains(&format!("\n  request: PUT /plan b ({differs}\n")), "{complaint}");
}

#[tokio::test]
async fn what_was_not_expected_fails_and_is_told() {
    let mock = Mock::new();
    let client = mock.client();
    mock.on(client.get_pet("7")).returns(rex()).times(2);
    client.get_pet("7").await.unwrap();
    let error = client.create_pet(rex()).await.unwrap_err();
    assert_eq!((error.kind(), error.attempts().len(), error.may_have_run()), (ErrorKind::Build, 1, false));
    let message = "createPet: the request can't be sent: the server does not expect createPet: POST /pets \
                   {\"id\":7,\"name\":\"Rex\"}; it expects getPet: GET /pets/7";
    assert_eq!(error.to_string(), message);
    let complaint = complaint(mock);
    assert_eq!(
        complaint,
        "the calls are not as the mock was told\n\
         expected, but did not come:\n  getPet: GET /pets/7\n\
         came, but was not expected:\n  createPet: POST /pets {\"id\":7,\"name\":\"Rex\"}\n\
         all that came:\n  getPet: GET /pets/7\n  createPet: POST /pets {\"id\":7,\"name\":\"Rex\"}"
    );
}

#[tokio::test]
async fn the_mock_tells_no_secret() {
    let mock = Mock::new();
    let client = mock.client();
    let login = client
        .request(http::Method::POST, "/login?api_key=s3cret")
        .with_json(&serde_json::json!({"password": "s3cret"}));
    let error = login.await.unwrap_err().to_string();
    assert!(error.contains(r#"POST /login?api_key=*** {"password":"***"}"#), "{error}");
    let shown = format!("{mock:?}");
    assert!(shown.contains("***") && !shown.contains("s3cret"), "{shown}");
    assert!(!complaint(mock).contains("s3cret"));
}

#[tokio::test]
async fn a_forgotten_verification_is_made_up_for() {
    let complaint = catch_unwind(|| {
        let mock = Mock::new();
        mock.on_any::<ListPets>().returns(vec![]).times(2);
    });
    let complaint = complaint.unwrap_err();
    assert!(complaint.downcast_ref::<String>().unwrap().contains("listPets: GET /pets (2 times)"));
    let other = catch_unwind(|| {
        let mock = Mock::new();
        mock.on_any::<ListPets>().returns(vec![]);
        panic!("the test's own");
    });
    assert_eq!(other.unwrap_err().downcast_ref::<&str>(), Some(&"the test's own"), "no panic in a panic");
}

#[test]
fn an_expected_call_must_be_possible() {
    let mock = Mock::new();
    let call = mock.client().get_pet("..");
    let panic = catch_unwind(AssertUnwindSafe(|| _ = mock.on(call))).unwrap_err();
    assert!(panic.downcast_ref::<String>().unwrap().contains("`petId`"), "{panic:?}");
}

#[test]
fn responses_and_errors_are_made_by_hand() {
    let response = mock::response::<GetPet>(rex());
    assert_eq!((response.status().as_u16(), response.body()), (200, &rex()));
    assert_eq!(response.raw(), r#"{"id":7,"name":"Rex"}"#);
    let error = mock::error::<GetPet>(problem("gone"));
    assert_eq!(
        (error.kind(), error.declared(), error.operation()),
        (ErrorKind::Status, Some(&problem("gone")), "getPet")
    );
    assert_eq!(error.to_string(), "getPet: 404 Not Found: gone");
    assert!(!error.may_have_run());
    assert!(mock::error::<GetPet>(GetPetError::Undeclared("?".into())).may_have_run());
    let lost = mock::failure::<GetPet>(Fault::ConnectionLost);
    assert_eq!((lost.kind(), lost.may_have_run()), (ErrorKind::Transport, true));
    assert_eq!(lost.to_string(), "getPet: the connection was lost: connection reset");
    assert!(mock::failure::<GetPet>(Fault::Silence).is_timeout());
}

#[tokio::test]
async fn line_breaks_of_mocked_events() {
    let mock = Mock::new();
    let client = mock.client();
    for (data, read) in [("x\ry", "x\ny"), ("x\r\ny", "x\ny"), ("x\n\ry\r", "x\n\ny\n"), ("", "")] {
        let mut event = Event::new("message", data);
        event.id = Some("1".to_owned());
        let reply = Reply::new(200).body("text/event-stream", mock::items::event(&event));
        mock.on_any::<Custom>().replies(reply);
        let mut events = client.request(Method::GET, "/x").into_stream().await.unwrap().into_events().unwrap();
        event.data = read.to_owned();
        assert_eq!(events.next().await.unwrap().unwrap(), event, "{data:?}");
    }
    mock.verify();
    for (name, id) in [("a\nb", "1"), ("a", "1\r2")] {
        let mut event = Event::new(name, "x");
        event.id = Some(id.to_owned());
        let panic = catch_unwind(|| mock::items::event(&event)).unwrap_err();
        let message = panic.downcast_ref::<String>().unwrap();
        assert!(message.starts_with("an event can't be so: its `") && message.contains("line break"), "{message}");
    }
}

#[tokio::test]
async fn a_key_that_the_client_makes_is_not_compared() {
    static KEYED: OperationInfo =
        OperationInfo { parameters: &[Parameter::header("Idempotency-Key")], ..OperationInfo::new("op", "POST", "/p") };
    let mock = Mock::new();
    let client = mock.client();
    let call = || Request::new(&KEYED).call::<Custom>(&client);
    mock.on(call()).replies(200);
    mock.on(call().with_argument(0, &"mine")).replies(201);
    assert_eq!(call().with_argument(0, &"mine").into_response().await.unwrap().status(), 200, "any key will do");
    assert_eq!(call().with_argument(0, &"mine").into_response().await.unwrap().status(), 201);
    assert!(call().with_argument(0, &"other").await.is_err());
    std::mem::forget(mock);
}

#[tokio::test]
async fn what_is_awaited_outside_of_the_mock_takes_no_time() {
    let mock = Mock::new();
    let slow = || async {
        for _ in 0..1000 {
            tokio::task::yield_now().await;
        }
    };
    let provider = Credential::from_fn(move |_| async move {
        slow().await;
        Ok(Secret::new("t0k3n"))
    });
    let client = mock.builder().bearer_auth(provider).retries(0).build().unwrap();
    mock.on(client.list_pets()).returns(vec![1]);
    assert_eq!(client.list_pets().await.unwrap(), [1]);
    let file = File::from_stream(Delayed(Box::pin(slow()), Some("abc".into())));
    mock.on(client.request(Method::PUT, "/f")).replies(200).after(Duration::from_secs(2));
    client.request(Method::PUT, "/f").with_body("text/plain", file).await.unwrap();
    assert_eq!(mock.elapsed(), Duration::from_secs(2));
    mock.verify();
}

/// A body that somebody else has to write first.
struct Delayed(std::pin::Pin<Box<dyn Future<Output = ()> + Send>>, Option<bytes::Bytes>);

impl futures_core::Stream for Delayed {
    type Item = Result<bytes::Bytes, std::io::Error>;

    fn poll_next(
        mut self: std::pin::Pin<&mut Self>,
        context: &mut std::task::Context<'_>,
    ) -> std::task::Poll<Option<Self::Item>> {
        let this = &mut *self;
        match &this.1 {
            Some(_) => this.0.as_mut().poll(context).map(|()| this.1.take().map(Ok)),
            None => std::task::Poll::Ready(None),
        }
    }
}
