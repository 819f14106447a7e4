//! The token is in the header and nowhere else.

use std::future::ready;
use std::net::TcpListener;
use std::time::Duration;

use generated_client::runtime::{Body, BoxFuture, Transport, TransportError};
use generated_client::{Client, ClientBuilder, Error};
use serde_json::json;

use crate::operations;
use crate::server::{TOKEN, answering, builder, client, header, json, request, status};

/// An error with all that can be printed of it.
fn printed(error: &Error) -> String {
    let mut text = format!("{error}\n{error:?}\n{error:#?}\n");
    let mut source = std::error::Error::source(error);
    while let Some(error) = source {
        text += &format!("{error}\n{error:?}\n{error:#?}\n");
        source = error.source();
    }
    text
}

fn assert_hidden(text: &str) {
    assert!(!text.is_empty() && !text.contains(TOKEN), "{text}");
}

#[tokio::test]
async fn it_is_sent_and_no_debug_shows_it() {
    let server = answering([json(200, json!(null))]).await;
    let builder = builder(&server).header("x-key", TOKEN);
    assert_hidden(&format!("{builder:?} {builder:#?}"));
    let client = builder.build().unwrap();
    assert_hidden(&format!("{client:?} {client:#?}"));
    for case in operations::all() {
        assert_hidden(&(case.call)(&client).debug);
    }
    let call = client.get_session().with_header("x-other", TOKEN).with_credential(TOKEN);
    assert_hidden(&format!("{call:?} {call:#?} {:?}", call.clone().send()));
    let response = call.into_response().await.unwrap();
    assert_hidden(&format!("{response:?} {response:#?}"));
    let request = request(&server).await;
    assert_eq!(header(&request, "authorization"), Some(format!("Bearer {TOKEN}").as_str()));
    assert_eq!((header(&request, "x-key"), header(&request, "x-other")), (Some(TOKEN), Some(TOKEN)));
}

/// A transport of the application's own, which prints what it gets.
struct Talkative;

impl Transport for Talkative {
    fn send(&self, request: http::Request<Body>) -> BoxFuture<'_, Result<http::Response<Body>, TransportError>> {
        assert!(request.headers().contains_key("authorization"));
        assert_hidden(&format!("{request:?} {request:#?}"));
        Box::pin(ready(Ok(http::Response::new(Body::from(bytes::Bytes::from("null"))))))
    }
}

#[tokio::test]
async fn a_transport_that_prints_its_requests_does_not_show_it() {
    let client = Client::builder().bearer_auth(TOKEN).transport(Talkative).build().unwrap();
    client.get_session().await.unwrap();
}

#[tokio::test]
async fn no_error_of_an_answer_shows_it() {
    let answers = [status(401), status(302).insert_header("location", "::"), status(200).set_body_string("<html>")];
    for answer in answers {
        let server = answering([answer]).await;
        assert_hidden(&printed(&client(&server).get_session().await.unwrap_err().erase()));
    }
    let server = answering([status(200).set_delay(Duration::from_secs(60))]).await;
    let call = client(&server).get_session().with_timeout(Duration::from_millis(30));
    assert_hidden(&printed(&call.await.unwrap_err().erase()));
}

#[tokio::test]
async fn no_error_without_an_answer_shows_it() {
    let address = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    for url in [format!("http://{address}"), "http://api.example.com".to_owned()] {
        let client = Client::builder().base_url(url).bearer_auth(TOKEN).retries(0).build().unwrap();
        assert_hidden(&printed(&client.get_session().await.unwrap_err().erase()));
    }
}

#[test]
fn no_mistake_in_a_builder_shows_it() {
    let set = |change: fn(ClientBuilder) -> ClientBuilder| change(Client::builder().bearer_auth(TOKEN));
    let mistakes = [
        set(|builder| builder.bearer_auth(format!("{TOKEN}\n"))),
        set(|builder| builder.header("x-key", format!("{TOKEN}\n"))),
        set(|builder| builder.base_url(format!("https://me:{TOKEN}@example.com"))),
        set(|builder| builder.base_url(format!("https://example.com/?key={TOKEN}"))),
    ];
    for builder in mistakes {
        assert_hidden(&format!("{builder:?}"));
        assert_hidden(&printed(&builder.build().unwrap_err()));
    }
    assert_hidden(&printed(&Client::new(format!("{TOKEN}\n")).unwrap_err()));
}
