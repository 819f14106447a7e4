//! The code that README.md shows, run against a server in memory. A block of the README that does not stand here word
//! for word (but for indentation) fails the last test, so an example can't rot.

#![cfg(all(
    feature = "reqwest",
    feature = "mock",
    feature = "authentication",
    feature = "team-members",
    feature = "team-secrets"
))]
#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use std::collections::HashMap;
use std::io::{self, Write};
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use bytes::Bytes;
use futures_core::Stream;
use generated_client::mock::Mock;
use generated_client::runtime::{Body, BoxFuture, Custom, Secret, Transport, TransportError};
use generated_client::{Call, Client, Credential, Error, ErrorKind, File, types};

/// Answers every request with this status and body.
#[derive(Clone)]
struct Canned(u16, &'static str);

impl Transport for Canned {
    fn send(&self, _: http::Request<Body>) -> BoxFuture<'_, Result<http::Response<Body>, TransportError>> {
        let body = Body::from(bytes::Bytes::from_static(self.1.as_bytes()));
        let answer = http::Response::builder().status(self.0).body(body);
        Box::pin(async { answer.map_err(TransportError::invalid) })
    }
}

const SECRETS: &str = r#"[{"name": "TOKEN", "dtCreated": "2026-01-01T00:00:00Z"}]"#;

fn client(status: u16, body: &'static str) -> Client {
    Client::builder().bearer_auth("token").transport(Canned(status, body)).build().unwrap()
}

/// What every call looks like.
async fn calls(client: &Client) -> Result<Vec<types::Secret>, Error> {
    client.update_team_member("team-1", "user-7", types::update_team_member::Body::new().is_admin(true)).await?;

    let secrets: Vec<types::Secret> = client
        .list_team_secrets("team-1")
        .with_timeout(Duration::from_secs(5))
        .with_retries(4)
        .with_header("x-trace", "1f0e")
        .await?;
    Ok(secrets)
}

#[tokio::test]
async fn a_client_is_built_and_called() {
    async fn connect(token: String) -> Result<Client, Error> {
        let client = Client::builder()
            .bearer_auth(token)
            .application("rotate-secrets/1.0")
            .timeout(Duration::from_secs(30))
            .build()?;
        Ok(client)
    }
    assert!(connect("token".to_owned()).await.is_ok());
    let error = calls(&client(200, SECRETS)).await.unwrap_err();
    assert_eq!((error.operation(), error.kind()), ("updateTeamMember", ErrorKind::Decode), "a list is no member");
    assert!(calls(&client(200, "{}")).await.unwrap_err().to_string().contains("listTeamSecrets"));
}

#[tokio::test]
async fn an_answer_has_more_than_a_body() {
    async fn receive(client: &Client) -> Result<(), Error> {
        let response = client.list_team_secrets("team-1").into_response().await?;
        println!("{} {:?}: {} secrets", response.status(), response.request_id(), response.body().len());

        let text: String = client.list_team_secrets("team-1").into_text().await?;
        let value: serde_json::Value = client.list_team_secrets("team-1").into_json().await?;

        let plans: Vec<HashMap<String, String>> = client.request(http::Method::GET, "/plans").into_json().await?;
        client.request(http::Method::PUT, "/plans").with_json(&plans).await?;
        assert_eq!((text.as_str(), &value), (SECRETS, &serde_json::json!(plans)));
        Ok(())
    }
    receive(&client(200, SECRETS)).await.unwrap();
}

#[tokio::test]
async fn a_body_may_come_in_pieces() {
    async fn receive(client: &Client, file: &mut Vec<u8>) -> Result<(), Box<dyn std::error::Error>> {
        let mut export = client.request(http::Method::GET, "/export").into_stream().await?;
        while let Some(piece) = export.next().await {
            file.write_all(&piece?)?;
        }

        let mut events = client.request(http::Method::GET, "/events").into_stream().await?.into_events()?;
        while let Some(event) = events.next().await {
            let event = event?;
            println!("{} {:?}: {}", event.event, event.id, event.data);
        }
        Ok(())
    }
    let mut file = Vec::new();
    receive(&client(200, "data: 1\n\n"), &mut file).await.unwrap();
    assert_eq!(file, b"data: 1\n\n");
}

/// Tells how much of a stream has been taken.
struct Progress<S>(S, u64);

impl<S: Stream<Item = io::Result<Bytes>> + Unpin> Stream for Progress<S> {
    type Item = S::Item;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<S::Item>> {
        let piece = Pin::new(&mut self.0).poll_next(context);
        if let Poll::Ready(Some(Ok(bytes))) = &piece {
            self.1 += bytes.len() as u64;
            println!("{} bytes", self.1);
        }
        piece
    }
}

#[tokio::test]
async fn a_stream_is_watched() {
    fn upload<S>(client: &Client, stream: S, length: u64) -> Call<Custom>
    where
        S: Stream<Item = io::Result<Bytes>> + Send + Unpin + 'static,
    {
        let file = File::from_stream(Progress(stream, 0)).with_length(length);
        client.request(http::Method::PUT, "/file").with_body("image/png", file)
    }
    /// A stream of one piece.
    struct Once(Option<Bytes>);
    impl Stream for Once {
        type Item = io::Result<Bytes>;
        fn poll_next(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Self::Item>> {
            Poll::Ready(self.0.take().map(Ok))
        }
    }
    upload(&client(200, ""), Once(Some(Bytes::from_static(b"abc"))), 3).await.unwrap();
}

#[tokio::test]
async fn an_error_says_what_to_do() {
    async fn find(client: &Client) -> Result<Option<types::Secret>, Error> {
        match client.get_team_secret("team-1", "TOKEN").await {
            Ok(secret) => Ok(Some(secret)),
            Err(error) if error.status() == Some(http::StatusCode::NOT_FOUND) => Ok(None),
            Err(error) => {
                eprintln!("{error} (request {:?})", error.request_id());
                if error.kind() == ErrorKind::Timeout && error.may_have_run() {
                    eprintln!("the server may have done it all the same");
                }
                Err(error.into())
            }
        }
    }
    assert_eq!(find(&client(404, "")).await.unwrap(), None);
    assert_eq!(find(&client(403, "")).await.unwrap_err().kind(), ErrorKind::Status);
    assert_eq!(find(&client(200, r#"{"name": "TOKEN"}"#)).await.unwrap().unwrap().name.as_deref(), Some("TOKEN"));
}

#[tokio::test]
async fn a_credential_can_be_asked_for() {
    async fn read_token() -> std::io::Result<String> {
        Ok("token".to_owned())
    }
    let transport = Canned(200, "null");
    let credential = Credential::from_fn(|_rejected| async { Ok(Secret::from(read_token().await?)) });
    let client = Client::builder().bearer_auth(credential).transport(transport).build().unwrap();
    assert_eq!(client.get_session().await.unwrap(), None);
}

#[tokio::test]
async fn a_test_needs_no_server() {
    let mock = Mock::new();
    let client = mock.client();
    mock.on(client.get_team_secret("team-1", "TOKEN")).returns(types::Secret::new().name("TOKEN"));
    mock.on(client.list_team_secrets("team-1")).replies(503).returns(vec![]);

    let secret = client.get_team_secret("team-1", "TOKEN").await.unwrap();
    assert_eq!(secret.name.as_deref(), Some("TOKEN"));
    let secrets = client.list_team_secrets("team-1").await.unwrap();
    assert!(secrets.is_empty(), "the second attempt");
    mock.verify();
}

#[tokio::test]
async fn a_transport_of_your_own_needs_no_server() {
    let client = Client::builder().bearer_auth("token").transport(Canned(200, SECRETS)).build().unwrap();
    let secrets = client.list_team_secrets("team-1").await.unwrap();
    assert_eq!(secrets[0].name.as_deref(), Some("TOKEN"));
}

/// Lines without their indentation.
fn lines(text: &str) -> String {
    text.lines().map(|line| format!("{}\n", line.trim())).collect()
}

#[test]
fn the_readme_shows_this_code() {
    let here = lines(include_str!("readme.rs"));
    let readme = include_str!("../../README.md").replace("\r\n", "\n");
    let blocks: Vec<&str> = readme.split("```rust\n").skip(1).filter_map(|rest| rest.split("```").next()).collect();
    assert!(!blocks.is_empty(), "README.md has no block of Rust");
    for block in blocks {
        assert!(here.contains(&lines(block)), "this block of README.md is not in {}:\n{block}", file!());
    }
}
