//! Which of the document's servers a request goes to.

use crate::runtime::{ClientBuilder, Custom, OperationInfo, Request, Server};
use crate::support::{self, World, builder, client, reply};

static OWN: OperationInfo = OperationInfo {
    servers: &["https://own.example.com", "https://own-eu.example.com"],
    ..OperationInfo::new("own", "GET", "/own")
};
static RELATIVE: OperationInfo = OperationInfo { servers: &["/v2/"], ..OperationInfo::new("relative", "GET", "/own") };
static UNUSABLE: OperationInfo =
    OperationInfo { servers: &["https://{host}"], ..OperationInfo::new("unusable", "GET", "/own") };
static MALFORMED: OperationInfo =
    OperationInfo { servers: &["https://é.example.com"], ..OperationInfo::new("malformed", "GET", "/own") };
static OPEN: OperationInfo =
    OperationInfo { servers: &["https://api.example.com/{tenant}"], ..OperationInfo::new("open", "GET", "/own") };
static OPEN_PATH: OperationInfo =
    OperationInfo { servers: &["/{tenant}/v1"], ..OperationInfo::new("open_path", "GET", "/own") };

/// Where `operation` of a client with these servers goes.
async fn target(operation: &'static OperationInfo, chosen: &[Server]) -> String {
    let server = answering();
    let all = chosen.iter().cloned().fold(builder(&server, &World::default()), ClientBuilder::server);
    Request::new(operation).call::<Custom>(&all.build().unwrap()).await.unwrap();
    server.only().uri.to_string()
}

fn answering() -> support::Server {
    support::Server::new([reply(200, "[]")])
}

#[tokio::test]
async fn a_chosen_server_is_for_the_operations_that_have_it() {
    let documents = Server::new("https://api.example.com/v1", "https://eu.example.com/v1");
    let own = Server::new("https://own-eu.example.com", "https://own-us.example.com");
    let later = Server::new("/relative", "http://localhost/relative");
    static PETS: OperationInfo = OperationInfo::new("pets", "GET", "/pets");
    assert_eq!(target(&PETS, &[]).await, "https://api.example.com/v1/pets");
    assert_eq!(target(&PETS, &[documents.clone(), own.clone()]).await, "https://eu.example.com/v1/pets");
    assert_eq!(target(&PETS, &[documents.clone(), later]).await, "http://localhost/relative/pets");
    assert_eq!(target(&OWN, std::slice::from_ref(&documents)).await, "https://own.example.com/own");
    assert_eq!(target(&OWN, &[documents, own]).await, "https://own-us.example.com/own");
}

#[tokio::test]
async fn a_relative_server_of_an_operation_is_on_the_host_of_the_documents() {
    let documents = Server::new("https://api.example.com/v1", "https://eu.example.com:1/v1");
    assert_eq!(target(&RELATIVE, &[]).await, "https://api.example.com/v2/own");
    assert_eq!(target(&RELATIVE, &[documents]).await, "https://eu.example.com:1/v2/own");
}

#[tokio::test]
async fn a_server_that_cannot_be_used_is_an_error() {
    let wrong = Server::new("https://api.example.com/v1", "https:///v1");
    let error = builder(&answering(), &World::default()).server(wrong.clone()).build().unwrap_err();
    assert_eq!(error.to_string(), "`server` is not a URL");
    let other = client(&answering(), &World::default());
    let error = other.list_pets().with_server(wrong).await.unwrap_err();
    assert_eq!(error.to_string(), "listPets: `with_server` is not a URL");
    let error = Request::new(&UNUSABLE).call::<Custom>(&other).await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "unusable: no base URL: the document's `https://{host}` is no whole one, set `server` or `base_url`"
    );
    let error = Request::new(&OPEN).call::<Custom>(&other).await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "open: no base URL: the document's `https://api.example.com/{tenant}` is no whole one, set `server` or `base_url`"
    );
    let error = Request::new(&OPEN_PATH).call::<Custom>(&other).await.unwrap_err();
    assert!(error.to_string().contains("`/{tenant}/v1` is no whole one, set `server` or `base_url`"), "{error}");
    let error = Request::new(&MALFORMED).call::<Custom>(&other).await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "malformed: no base URL: the document's `https://é.example.com` is not a URL, set `base_url`"
    );
    let server = answering();
    let call = client(&server, &World::default()).list_pets();
    call.with_server(Server::new("https://api.example.com/v1", "http://localhost:1/")).await.unwrap();
    assert_eq!(server.only().uri, "http://localhost:1/pets");
}

#[test]
fn a_value_is_encoded_but_for_what_an_address_may_have() {
    assert_eq!(Server::in_url("https://a.example:1/b?c=%20#d"), "https://a.example:1/b?c=%20#d");
    assert_eq!(["", "/v2/x", "v2", ".evil.example"].map(Server::behind_host), ["", "/v2/x", "/v2", "/.evil.example"]);
    assert_eq!(Server::in_url("a b/é<>\"{|}\\^`\n"), "a%20b/%C3%A9%3C%3E%22%7B%7C%7D%5C%5E%60%0A");
}
