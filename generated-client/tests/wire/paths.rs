use generated_client::types::{SecretCreate, update_team_member, update_team_secret};
use generated_client::{Client, ErrorKind};
use serde_json::json;

use crate::operations::{AnyCall, any};
use crate::server::{answering, client, json, requests};

/// A call with `value` in every path parameter of every operation: the parameter, the path before the value and the
/// path after it.
fn calls(client: &Client, value: &str) -> Vec<(&'static str, [&'static str; 2], AnyCall)> {
    let member = update_team_member::Body::new;
    let secret = || update_team_secret::Body::new("v");
    vec![
        ("teamId", ["/teams/", "/users"], any(client.list_team_members(value))),
        ("teamId", ["/teams/", "/users/u"], any(client.update_team_member(value, "u", member()))),
        ("userId", ["/teams/t/users/", ""], any(client.update_team_member("t", value, member()))),
        ("teamId", ["/teams/", "/users/u"], any(client.remove_team_member(value, "u"))),
        ("userId", ["/teams/t/users/", ""], any(client.remove_team_member("t", value))),
        ("id", ["/teams/", "/secrets"], any(client.list_team_secrets(value))),
        ("id", ["/teams/", "/secrets"], any(client.create_team_secret(value, SecretCreate::new("n", "v")))),
        ("id", ["/teams/", "/secrets/n"], any(client.get_team_secret(value, "n"))),
        ("name", ["/teams/t/secrets/", ""], any(client.get_team_secret("t", value))),
        ("id", ["/teams/", "/secrets/n"], any(client.update_team_secret(value, "n", secret()))),
        ("name", ["/teams/t/secrets/", ""], any(client.update_team_secret("t", value, secret()))),
        ("id", ["/teams/", "/secrets/n"], any(client.delete_team_secret(value, "n"))),
        ("name", ["/teams/t/secrets/", ""], any(client.delete_team_secret("t", value))),
    ]
}

/// `DELETE /teams/t/secrets/..` would be `DELETE /teams/t/` by the time it is sent.
#[tokio::test]
async fn what_would_name_another_path_is_refused() {
    let server = answering([json(200, json!(null))]).await;
    let client = client(&server);
    for value in ["", ".", "..", "%2e", "%2E%2e", ".%2e", "%2e."] {
        for (parameter, _, call) in calls(&client, value) {
            let error = call.answer.await.unwrap_err();
            assert_eq!((error.kind(), error.may_have_run()), (ErrorKind::Build, false), "{value:?}");
            let place = format!("{}: the path parameter `{parameter}` is ", error.operation());
            assert!(error.to_string().starts_with(&place), "{error}");
        }
    }
    assert_eq!(requests(&server).await.len(), 0);
}

#[tokio::test]
async fn everything_else_stays_in_its_segment() {
    let table = [
        ("a/b", "a%2Fb"),
        ("../b", "..%2Fb"),
        ("..\\b", "..%5Cb"),
        ("...", "..."),
        ("ü", "%C3%BC"),
        ("🔑", "%F0%9F%94%91"),
        ("a b?c=d&e#f", "a%20b%3Fc%3Dd%26e%23f"),
        ("%41", "%2541"),
        ("a;b:c@d,e+f", "a%3Bb%3Ac%40d%2Ce%2Bf"),
        ("null", "null"),
        ("A-z_0.9~", "A-z_0.9~"),
        ("a\nb\0", "a%0Ab%00"),
    ];
    for (value, encoded) in table {
        let server = answering([json(200, json!(null))]).await;
        let mut expected = Vec::new();
        for (_, [before, after], call) in calls(&client(&server), value) {
            // Not every operation reads `null`; what was sent is what counts here.
            let _ = call.answer.await;
            expected.push(format!("{before}{encoded}{after}"));
        }
        let paths: Vec<_> = requests(&server).await.iter().map(|request| request.url.path().to_owned()).collect();
        assert_eq!(paths, expected, "{value:?}");
    }
}
