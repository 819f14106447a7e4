//! Which method and which URL an operation has.

use wire_operations as client;

mod support;

use client::Client;
use support::{Answer, answered, sent, sent_by, wait};

#[test]
fn methods() {
    let methods = [
        sent(|client| client.get_thing()),
        sent(|client| client.put_thing()),
        sent(|client| client.post_thing()),
        sent(|client| client.delete_thing()),
        sent(|client| client.options_thing()),
        sent(|client| client.head_thing()),
        sent(|client| client.patch_thing()),
        sent(|client| client.trace_thing()),
    ];
    assert!(methods.iter().all(|seen| seen.url == "https://api.example.com/v1/thing"));
    let methods = methods.map(|seen| seen.method);
    assert_eq!(methods, ["GET", "PUT", "POST", "DELETE", "OPTIONS", "HEAD", "PATCH", "TRACE"]);
}

/// RFC 9110, 9.3.2: the answer to HEAD has the headers of a body that does not come.
#[test]
fn an_answer_to_head_has_no_body() {
    let answer = Answer::status(200).with("content-type", "application/json").with("content-length", "1234");
    answered(answer, |client| client.head_thing()).unwrap();
}

#[test]
fn a_path_item_can_be_elsewhere() {
    assert_eq!(sent(|client| client.get_referenced()).target(), "/v1/referenced");
}

#[test]
fn a_template_that_lacks_a_brace_or_a_name_is_one_all_the_same() {
    assert_eq!(sent(|client| client.unclosed("a/b")).target(), "/v1/unclosed/a%2Fb/end");
    assert_eq!(sent(|client| client.unnamed("1", "2")).target(), "/v1/unnamed/1/2");
}

#[test]
fn an_operation_without_an_id_is_named_after_its_path() {
    let seen = sent(|client| client.get_without_by_id_operation_id("x"));
    assert_eq!(seen.target(), "/v1/without/x/operation-id");
}

#[test]
fn servers() {
    assert_eq!(sent(|client| client.at_the_path()).url, "https://path.example.com/elsewhere");
    assert_eq!(sent(|client| client.at_the_operation()).url, "http://operation.example.com:8080/a/b/elsewhere");
    let own = || Client::builder().base_url("https://gateway.example.com/x/");
    assert_eq!(sent_by(own(), |client| client.get_thing()).url, "https://gateway.example.com/x/thing");
    assert_eq!(sent_by(own(), |client| client.at_the_path()).url, "https://gateway.example.com/x/elsewhere");
    let seen = sent_by(own(), |client| client.at_the_path().with_base_url("http://localhost:1/"));
    assert_eq!(seen.url, "http://localhost:1/elsewhere");
}

#[test]
fn queries_and_letters_of_a_path() {
    let mut pairs: Vec<_> =
        sent(|client| client.fixed_query()).query().unwrap().split('&').map(str::to_owned).collect();
    pairs.sort();
    assert_eq!(pairs, ["action=list", "kind=a%20b"]);
    assert_eq!(sent(|client| client.odd_path()).target(), "/v1/a%20b/%C3%A9");
}

#[test]
fn a_call_is_a_value_that_can_be_sent_again() {
    let server = support::Server::new(Answer::status(204));
    let client = server.client(Client::builder());
    let call = client.get_thing();
    wait(call.clone()).unwrap();
    wait(call).unwrap();
    assert_eq!(server.seen().len(), 2);
}
