//! Calls are values, and there is more than one way to receive.

use generated_client::Call;
use generated_client::api::GetTeamSecret;
use generated_client::types::Secret;
use http::Method;
use serde_json::{Value, json};

use crate::server::{answering, builder, client, header, json, request, requests};

fn secret(name: &str) -> Value {
    json!({"name": name})
}

#[tokio::test]
async fn a_call_can_be_stored_cloned_and_sent_twice() {
    let server = answering(["A", "B", "A"].map(|name| json(200, secret(name)))).await;
    let client = client(&server);
    let calls: Vec<Call<GetTeamSecret>> = ["A", "B"].map(|name| client.get_team_secret("t", name)).to_vec();
    drop(client);
    let again = calls[0].clone();
    let mut names = Vec::new();
    for call in calls.into_iter().chain([again]) {
        let secret: Secret = tokio::spawn(call.into_future()).await.unwrap().unwrap();
        names.extend(secret.name);
    }
    assert_eq!(names, ["A", "B", "A"]);
    let requests = requests(&server).await;
    let paths: Vec<_> = requests.iter().map(|request| request.url.path()).collect();
    assert_eq!(paths, ["/teams/t/secrets/A", "/teams/t/secrets/B", "/teams/t/secrets/A"]);
}

#[tokio::test]
async fn a_call_that_is_not_awaited_sends_nothing() {
    let server = answering([json(200, json!(null))]).await;
    drop(client(&server).get_session());
    drop(client(&server).get_session().send());
    assert_eq!(requests(&server).await.len(), 0);
}

#[tokio::test]
async fn a_response_has_status_headers_and_body() {
    let answer = json(200, secret("A")).insert_header("x-request-id", "req-1").insert_header("etag", "\"1\"");
    let server = answering([answer]).await;
    let response = client(&server).get_team_secret("t", "A").into_response().await.unwrap();
    assert_eq!((response.status().as_u16(), response.request_id()), (200, Some("req-1")));
    assert_eq!(response.headers()["etag"], "\"1\"");
    assert_eq!(response.raw(), r#"{"name":"A"}"#);
    assert_eq!(response.body().name.as_deref(), Some("A"));
    assert_eq!(response.into_body().name.as_deref(), Some("A"));
}

#[tokio::test]
async fn a_body_can_be_had_as_it_is() {
    let body = json!({"name": "A", "extra": 1});
    let server = answering([json(200, body.clone())]).await;
    let call = client(&server).get_team_secret("t", "A");
    assert_eq!(call.clone().into_bytes().await.unwrap(), body.to_string());
    assert_eq!(call.clone().into_text().await.unwrap(), body.to_string());
    assert_eq!(call.into_json::<Value>().await.unwrap(), body);
}

#[tokio::test]
async fn headers_and_query_can_be_added() {
    let server = answering([json(200, json!([]))]).await;
    let client = builder(&server).application("shop/2").header("x-a", "1").header("x-b", "1").build().unwrap();
    let call = client.list_team_members("t").with_header("x-b", "2").with_query("page size", "1&2").with_query("q", "");
    call.await.unwrap();
    let request = request(&server).await;
    assert_eq!(request.url.query(), Some("page%20size=1%262&q="));
    assert_eq!((header(&request, "x-a"), header(&request, "x-b")), (Some("1"), Some("2")));
    assert!(header(&request, "user-agent").unwrap().ends_with(" shop/2"));
}

#[tokio::test]
async fn the_path_of_the_base_url_is_kept() {
    for base in ["/gateway/v1", "/gateway/v1/"] {
        let server = answering([json(200, json!([]))]).await;
        let url = server.uri() + base;
        let client = builder(&server).base_url(&url).build().unwrap();
        client.list_team_secrets("t").await.unwrap();
        builder(&server).build().unwrap().list_team_secrets("t").with_base_url(&url).await.unwrap();
        for request in requests(&server).await {
            assert_eq!(request.url.path(), "/gateway/v1/teams/t/secrets");
        }
    }
}

#[tokio::test]
async fn what_is_not_in_the_document_can_be_called_too() {
    let server = answering([json(200, json!({"beta": true}))]).await;
    let call = client(&server).request(Method::POST, "/beta/things?x=1").with_json(&json!({"a": [1]}));
    assert_eq!(call.into_json::<Value>().await.unwrap(), json!({"beta": true}));
    let request = request(&server).await;
    assert_eq!((request.method.as_str(), request.url.path()), ("POST", "/beta/things"));
    assert_eq!((request.url.query(), request.body.as_slice()), (Some("x=1"), br#"{"a":[1]}"#.as_slice()));
    assert!(header(&request, "authorization").is_some());
}
