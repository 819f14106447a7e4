//! Which credentials an operation sends, and where (OpenAPI 3.0.3, 4.7.27 and 4.7.30).

use wire_security as client;

mod support;

use client::{Client, ClientBuilder, ClientCredentials};
use support::{Answer, Server, refused, refused_by, sent, sent_by, wait};

fn all() -> ClientBuilder {
    let builder = Client::builder().token("t0k3n").header_key("k3y").query_key("a&b").cookie_key("c;d");
    builder.user("me", "pässword").digest("Digest x").oauth("o4uth").openid("0penid")
}

const AUTHORIZATION: &str = "authorization";

#[test]
fn types_of_schemes() {
    let seen = sent_by(all(), |client| client.default());
    assert_eq!(seen.header(AUTHORIZATION), Some("Bearer t0k3n"));
    let seen = sent_by(all(), |client| client.header());
    assert_eq!((seen.header("x-key"), seen.header(AUTHORIZATION)), (Some("k3y"), None));
    let seen = sent_by(all(), |client| client.query().page(2));
    assert_eq!((seen.target(), seen.header(AUTHORIZATION)), ("/query?page=2&api%20key=a%26b", None));
    let seen = sent_by(all(), |client| client.cookie().theme("dark"));
    assert_eq!(seen.header("cookie"), Some("theme=dark; session=c%3Bd"));
    // RFC 7617, 2.1: UTF-8, as nothing else is agreed on.
    let seen = sent_by(all(), |client| client.basic());
    assert_eq!(seen.header(AUTHORIZATION), Some("Basic bWU6cMOkc3N3b3Jk"));
    let seen = sent_by(all(), |client| client.digest());
    assert_eq!(seen.header(AUTHORIZATION), Some("Digest x"));
    assert_eq!(sent_by(all(), |client| client.oauth()).header(AUTHORIZATION), Some("Bearer o4uth"));
    assert_eq!(sent_by(all(), |client| client.openid()).header(AUTHORIZATION), Some("Bearer 0penid"));
}

/// The application's name and secret go to the document's `tokenUrl`, and what comes of it to the operation.
#[test]
fn client_credentials() {
    let token = Answer::json(200, r#"{"access_token":"t1","token_type":"bearer","expires_in":3600}"#);
    let server = Server::script(&[token, Answer::status(204)]);
    let client = server.client(Client::builder().oauth(ClientCredentials::new("app", "s3cret").scopes(["read"])));
    wait(client.oauth()).unwrap();
    wait(client.oauth()).unwrap();
    let [token, first, second] = &server.seen()[..] else { panic!("{:?}", server.seen()) };
    assert_eq!((token.method.as_str(), token.url.as_str()), ("POST", "https://api.example.com/token"));
    assert_eq!(token.header(AUTHORIZATION), Some("Basic YXBwOnMzY3JldA=="));
    assert_eq!(token.text(), "grant_type=client_credentials&scope=read");
    assert_eq!([first, second].map(|seen| seen.header(AUTHORIZATION)), [Some("Bearer t1"); 2]);
}

#[test]
fn none() {
    let seen = sent_by(all(), |client| client.none());
    assert_eq!((seen.header(AUTHORIZATION), seen.header("x-key"), seen.header("cookie")), (None, None, None));
    assert_eq!(seen.target(), "/none");
}

#[test]
fn alternatives() {
    let seen = sent_by(all(), |client| client.either());
    assert_eq!((seen.header(AUTHORIZATION), seen.header("x-key")), (Some("Bearer t0k3n"), None));
    let seen = sent_by(Client::builder().header_key("k3y"), |client| client.either());
    assert_eq!((seen.header(AUTHORIZATION), seen.header("x-key")), (None, Some("k3y")));
    let refusal = refused(|client| client.either());
    assert!(refusal.contains("`token`, or `header_key`"), "{refusal}");
}

#[test]
fn combinations() {
    let seen = sent_by(all(), |client| client.both());
    assert_eq!((seen.header(AUTHORIZATION), seen.header("x-key")), (Some("Bearer t0k3n"), Some("k3y")));
    let refusal = refused_by(Client::builder().token("t0k3n"), |client| client.both());
    assert!(refusal.contains("`token` and `header_key`"), "{refusal}");
    let some = Client::builder().token("t0k3n").user("me", "x");
    let seen = sent_by(some, |client| client.mixed());
    assert_eq!((seen.header(AUTHORIZATION), seen.header("x-key")), (Some("Basic bWU6eA=="), None));
}

/// One request has one `Authorization`: schemes that both go there can't ask for more than one credential.
#[test]
fn schemes_of_one_place() {
    let seen = sent_by(Client::builder().oauth("o4uth"), |client| client.one_place());
    assert_eq!(seen.header(AUTHORIZATION), Some("Bearer o4uth"));
    let refusal = refused_by(Client::builder(), |client| client.one_place());
    assert!(refusal.contains("set `token` of the client's builder"), "{refusal}");
}

#[test]
fn optional_credentials() {
    assert_eq!(sent(|client| client.optional()).header(AUTHORIZATION), None);
    assert_eq!(sent_by(all(), |client| client.optional()).header(AUTHORIZATION), Some("Bearer t0k3n"));
}

/// A client certificate is the business of the transport.
#[test]
fn certificates() {
    assert_eq!(sent_by(all(), |client| client.certificate()).header(AUTHORIZATION), None);
    let seen = sent_by(all(), |client| client.certificate_and_key());
    assert_eq!((seen.header(AUTHORIZATION), seen.header("x-key")), (None, Some("k3y")));
    assert!(refused(|client| client.certificate_and_key()).contains("`header_key`"));
}

/// What the document names and does not declare is sent as the whole `Authorization` header, and never left out.
#[test]
fn schemes_that_the_document_does_not_declare() {
    let missing = || Client::builder().missing("Custom x");
    assert_eq!(sent_by(missing(), |client| client.unknown()).header(AUTHORIZATION), Some("Custom x"));
    assert!(refused_by(all(), |client| client.unknown()).contains("`missing`"));
    let seen = sent_by(all(), |client| client.unknown_or_known());
    assert_eq!(seen.header(AUTHORIZATION), Some("Bearer t0k3n"));
    assert!(refused(|client| client.unknown_and_known()).contains("`missing` and `header_key`"));
    let seen = sent_by(missing().header_key("k3y"), |client| client.unknown_and_known());
    assert_eq!((seen.header(AUTHORIZATION), seen.header("x-key")), (Some("Custom x"), Some("k3y")));
}

#[test]
fn schemes_of_an_unknown_type() {
    let seen = sent_by(Client::builder().hmac("Hmac x"), |client| client.signed());
    assert_eq!(seen.header(AUTHORIZATION), Some("Hmac x"));
    assert!(refused(|client| client.signed()).contains("`hmac`"));
}
