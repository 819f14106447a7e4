//! Where requests go: OpenAPI 3.0.3, 4.7.5 and 4.7.6.

use wire_servers as client;

mod support;

use client::servers::production::Region;
use client::servers::{Bases, Files, Paths, Production, Tenants, Yours};
use client::{Client, ClientBuilder};
use support::{Answer, Server, Timeless, refused_by, sent, sent_by};

fn american() -> Production {
    Production::new().region(Region::UsWest)
}

/// Where the three operations go: the one without servers of its own, that with one, and that with a relative one.
fn targets(builder: impl Fn() -> ClientBuilder) -> [String; 3] {
    let seen = [
        sent_by(builder(), |client| client.a()),
        sent_by(builder(), |client| client.b()),
        sent_by(builder(), |client| client.c()),
    ];
    seen.map(|seen| seen.url)
}

#[test]
fn without_a_choice_it_is_the_first_server_with_all_defaults() {
    let expected = ["https://eu.example.com/v1/a", "https://files.example.com/b", "https://eu.example.com/root/c"];
    assert_eq!(targets(Client::builder), expected);
    assert_eq!(Client::DEFAULT_BASE_URL, "https://eu.example.com/v1");
    assert_eq!(Production::new().to_url(), Client::DEFAULT_BASE_URL);
}

#[test]
fn a_server_of_the_document_leaves_operations_with_their_own_alone() {
    let american = || Client::builder().server(american().path("v2/x"));
    let expected =
        ["https://us-west.example.com/v2/x/a", "https://files.example.com/b", "https://us-west.example.com/root/c"];
    assert_eq!(targets(american), expected);
    let both = || american().server(Files::new().host("localhost:1"));
    assert_eq!(targets(both)[..2], ["https://us-west.example.com/v2/x/a", "https://localhost:1/b"]);
}

#[test]
fn a_base_url_is_for_all() {
    let own = || Client::builder().server(american()).base_url("http://localhost:1/x");
    assert_eq!(targets(own), ["http://localhost:1/x/a", "http://localhost:1/x/b", "http://localhost:1/x/c"]);
}

#[test]
fn a_call_can_have_another_server() {
    assert_eq!(sent(|client| client.a().with_server(american())).url, "https://us-west.example.com/v1/a");
    let files = Files::new().host("files.test");
    assert_eq!(sent(|client| client.b().with_server(files)).url, "https://files.test/b");
    assert_eq!(sent(|client| client.b().with_base_url("http://x")).url, "http://x/b");
}

#[test]
fn of_a_relative_server_the_host_is_said() {
    let yours = |origin: &str| Yours::new(origin).major("2");
    assert_eq!(yours("http://localhost:1").to_url(), "http://localhost:1/v2");
    let own = || Client::builder().server(yours("http://localhost:1/"));
    let expected = ["http://localhost:1/v2/a", "https://files.example.com/b", "http://localhost:1/root/c"];
    assert_eq!(targets(own), expected);
}

#[test]
fn what_makes_no_url_is_an_error() {
    let error = refused_by(Client::builder(), |client| client.a().with_server(Files::new().host("")));
    assert_eq!(error, "a: `with_server` is not a URL");
    let error = Client::builder()
        .transport(Server::new(Answer::status(204)))
        .environment(Timeless)
        .server(Files::new().host("a b"))
        .build()
        .unwrap_err();
    assert!(error.to_string().contains("`server` is not a URL"), "{error}");
}

#[test]
fn what_no_url_can_have_is_encoded() {
    assert_eq!(sent(|client| client.e()).url, "https://paths.example.com/t%201/%C3%A9/v1/e");
    assert_eq!(Paths::new().to_url(), "https://paths.example.com/t%201/%C3%A9/v1");
    let other = || Client::builder().server(Paths::new().tenant("x/y z%20{\"ü\"}"));
    assert_eq!(
        sent_by(other(), |client| client.e()).url,
        "https://paths.example.com/x/y%20z%20%7B%22%C3%BC%22%7D/v1/e"
    );
}

#[test]
fn a_path_right_behind_the_host_begins_with_a_slash() {
    assert_eq!(Bases::new().to_url(), "https://f.example.com/v2");
    let others = ["", "v3/x", "/v3", ".elsewhere.test"].map(|base| Bases::new().site("g").base(base).to_url());
    let at = |path: &str| format!("https://g.example.com{path}");
    assert_eq!(others, ["", "/v3/x", "/v3", "/.elsewhere.test"].map(at));
    assert_eq!(sent(|client| client.f().with_server(Bases::new())).url, "https://f.example.com/v2/f");
}

#[test]
fn a_variable_without_a_default_has_to_be_told() {
    let error = refused_by(Client::builder(), |client| client.d());
    let expected =
        "d: no base URL: the document's `https://{tenant}.example.org/v1` is no whole one, set `server` or `base_url`";
    assert_eq!(error, expected);
    let own = || Client::builder().server(Tenants::new("acme"));
    assert_eq!(sent_by(own(), |client| client.d()).url, "https://acme.example.org/v1/d");
    assert_eq!(sent_by(own(), |client| client.a()).url, "https://eu.example.com/v1/a");
    let other = Tenants::new("acme").tenant("other").part("v2");
    assert_eq!(sent(|client| client.d().with_server(other)).url, "https://other.example.org/v2/d");
    let wrong = Tenants::new("elsewhere.test/");
    let refusal = refused_by(Client::builder(), |client| client.d().with_server(wrong));
    assert!(refusal.contains("`with_server`"), "{refusal}");
}

#[test]
fn a_value_does_not_lead_to_another_host() {
    for host in ["elsewhere.test/", "elsewhere.test?", "elsewhere.test#", "user@elsewhere.test", "elsewhere.test\\"] {
        let error = refused_by(Client::builder(), |client| client.a().with_server(Files::new().host(host)));
        assert_eq!(error, "a: `with_server` is not a URL", "{host}");
    }
    let files = Files::new().host("files.test:8443");
    assert_eq!(sent(|client| client.b().with_server(files)).url, "https://files.test:8443/b");
}

#[test]
fn values_are_those_of_the_document() {
    assert_eq!(Region::VALUES.iter().map(|region| region.as_str()).collect::<Vec<_>>(), ["eu", "us-west"]);
    assert_eq!(Region::UsWest.to_string(), "us-west");
}
