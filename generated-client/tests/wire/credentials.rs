use std::future::ready;
use std::sync::{Arc, Mutex};

use generated_client::runtime::{Body, BoxFuture, Secret, Transport, TransportError};
use generated_client::{Client, Credential, ErrorKind};
use serde_json::json;

use crate::operations;
use crate::server::{TOKEN, answering, client, header, json, request, requests, status};

/// Answers `null` to everything, and notes where it was sent to.
#[derive(Clone, Default)]
struct Recorder(Arc<Mutex<Vec<http::Uri>>>);

impl Transport for Recorder {
    fn send(&self, request: http::Request<Body>) -> BoxFuture<'_, Result<http::Response<Body>, TransportError>> {
        self.0.lock().unwrap().push(request.uri().clone());
        Box::pin(ready(Ok(http::Response::new(Body::from(bytes::Bytes::from("null"))))))
    }
}

impl Recorder {
    fn uris(&self) -> Vec<String> {
        self.0.lock().unwrap().iter().map(ToString::to_string).collect()
    }
}

#[tokio::test]
async fn without_a_credential_nothing_is_sent() {
    let server = answering([json(200, json!(null))]).await;
    let client = Client::builder().base_url(server.uri()).build().unwrap();
    for case in operations::all() {
        let error = (case.call)(&client).answer.await.unwrap_err();
        assert_eq!((error.kind(), error.may_have_run(), error.attempts().len()), (ErrorKind::Auth, false, 0));
        let line = format!("{}: missing credential: set `bearer_auth` of the client's builder", case.id);
        assert_eq!(error.to_string(), line);
    }
    assert_eq!(requests(&server).await.len(), 0);
}

#[test]
fn an_empty_credential_is_none() {
    let error = Client::new("").unwrap_err();
    assert_eq!((error.kind(), error.to_string().as_str()), (ErrorKind::Build, "`bearer_auth` is empty"));
}

#[tokio::test]
async fn no_credential_goes_over_plain_http_to_another_machine() {
    for case in operations::all() {
        let recorder = Recorder::default();
        let builder = || Client::builder().transport(recorder.clone()).environment(crate::server::Hurry::default());
        let client = builder().base_url("http://api.example.com").bearer_auth(TOKEN).build().unwrap();
        let error = (case.call)(&client).answer.await.unwrap_err();
        assert_eq!((error.kind(), error.may_have_run()), (ErrorKind::Auth, false), "{error}");
        assert!(error.to_string().contains("`credentials_over_http`"), "{error}");
        assert_eq!(recorder.uris(), [""; 0]);
    }
}

#[tokio::test]
async fn where_credentials_may_go() {
    let table = [
        ("https://api.example.com", false, true),
        ("http://127.0.0.1:1", false, true),
        ("http://[::1]:1", false, true),
        ("http://localhost:1", false, true),
        ("http://localhost.example.com", false, false),
        ("http://127.0.0.1.example.com", false, false),
        ("http://10.0.0.1", false, false),
        ("http://api.example.com", true, true),
    ];
    for (url, allowed, sent) in table {
        let recorder = Recorder::default();
        let builder = Client::builder().base_url(url).bearer_auth(TOKEN).credentials_over_http(allowed);
        let client = builder.transport(recorder.clone()).retries(0).build().unwrap();
        assert_eq!(client.get_session().await.is_ok(), sent, "{url}");
        assert_eq!(recorder.uris(), if sent { vec![format!("{url}/auth/session")] } else { Vec::new() });
    }
}

#[tokio::test]
async fn the_base_url_of_the_document_is_the_default() {
    let recorder = Recorder::default();
    let client = Client::builder().bearer_auth(TOKEN).transport(recorder.clone()).build().unwrap();
    client.get_session().await.unwrap();
    assert_eq!(recorder.uris(), ["https://api.paperspace.com/v1/auth/session"]);
}

#[tokio::test]
async fn a_call_may_have_a_credential_of_its_own() {
    let server = answering([json(200, json!(null))]).await;
    client(&server).get_session().with_credential("other").await.unwrap();
    assert_eq!(header(&request(&server).await, "authorization"), Some("Bearer other"));
}

#[tokio::test]
async fn a_provider_is_asked_again_after_a_401() {
    let server = answering([status(401), json(200, json!(null))]).await;
    let provider = Credential::from_fn(|rejected: Option<Secret>| {
        let token = rejected.map_or("old".to_owned(), |rejected| format!("newer-than-{}", rejected.expose()));
        ready(Ok(token.into()))
    });
    let client = Client::builder().base_url(server.uri()).bearer_auth(provider).build().unwrap();
    client.get_session().await.unwrap();
    let requests = requests(&server).await;
    let sent: Vec<_> = requests.iter().map(|request| header(request, "authorization")).collect();
    assert_eq!(sent, [Some("Bearer old"), Some("Bearer newer-than-old")]);
}
