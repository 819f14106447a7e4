use std::time::Duration;

use generated_client::types::SecretCreate;
use generated_client::{Client, ErrorKind};
use serde_json::json;
use wiremock::MockServer;

use crate::operations;
use crate::server::{Hurry, answering, builder, header, json, reply, requests, status};

fn hurried(server: &MockServer, world: &Hurry) -> Client {
    builder(server).environment(world.clone()).build().unwrap()
}

#[tokio::test]
async fn only_idempotent_operations_are_repeated() {
    for case in operations::all() {
        let (server, world) = (answering([status(500)]).await, Hurry::default());
        let error = (case.call)(&hurried(&server, &world)).answer.await.unwrap_err();
        let attempts = if case.is_idempotent() { 3 } else { 1 };
        assert_eq!((requests(&server).await.len(), error.attempts().len()), (attempts, attempts), "{}", case.id);
        assert_eq!((error.kind(), error.status().unwrap().as_u16()), (ErrorKind::Status, 500));
        assert!(error.is_retryable() && error.may_have_run());
        let waits = [250, 500].map(Duration::from_millis);
        assert_eq!(world.waits(), waits[..attempts - 1], "{}", case.id);
    }
}

#[tokio::test]
async fn a_repeated_call_succeeds_and_sends_the_same_again() {
    for case in operations::all().into_iter().filter(operations::Case::is_idempotent) {
        let server = answering([status(503), reply(case.status, case.reply.clone())]).await;
        (case.call)(&hurried(&server, &Hurry::default())).answer.await.unwrap();
        let requests = requests(&server).await;
        assert_eq!(requests.len(), 2, "{}", case.id);
        assert_eq!(requests[0].url, requests[1].url);
        assert_eq!((&requests[0].headers, &requests[0].body), (&requests[1].headers, &requests[1].body));
    }
}

#[tokio::test]
async fn a_key_makes_any_call_safe_to_repeat() {
    let server = answering([status(500), json(201, json!({"name": "A"}))]).await;
    let call = hurried(&server, &Hurry::default()).create_team_secret("t", SecretCreate::new("A", "B"));
    call.with_idempotency_key("k-1").await.unwrap();
    let requests = requests(&server).await;
    let keys: Vec<_> = requests.iter().map(|request| header(request, "idempotency-key")).collect();
    assert_eq!(keys, [Some("k-1"), Some("k-1")]);
}

#[tokio::test]
async fn the_server_says_when_even_to_a_post() {
    let busy = status(429).insert_header("retry-after", "3");
    let (server, world) = (answering([busy, json(201, json!({}))]).await, Hurry::default());
    hurried(&server, &world).create_team_secret("t", SecretCreate::new("A", "B")).await.unwrap();
    assert_eq!(world.waits(), [Duration::from_secs(3)]);
}

#[tokio::test]
async fn a_call_can_be_told_not_to_be_repeated() {
    let server = answering([status(500)]).await;
    let error = hurried(&server, &Hurry::default()).get_session().with_retries(0).await.unwrap_err();
    assert_eq!((requests(&server).await.len(), error.attempts().len()), (1, 1));
}
