use std::net::TcpListener;
use std::time::Duration;

use generated_client::api::GetTeamSecretError;
use generated_client::runtime::DecodeError;
use generated_client::{Client, Error, ErrorKind};
use serde_json::json;
use wiremock::ResponseTemplate;

use crate::operations;
use crate::server::{TOKEN, answering, client, json, requests, status};

fn refusal(code: u16, message: &str) -> ResponseTemplate {
    let body = format!(r#"{{"message":"{message}","code":7}}"#);
    status(code).set_body_raw(body, "application/json").insert_header("x-request-id", "req-1")
}

#[tokio::test]
async fn every_operation_reports_a_refusal() {
    let table = [(401, "401 Unauthorized"), (404, "404 Not Found")];
    for (case, (code, reason)) in operations::all().iter().flat_map(|case| table.map(|row| (case, row))) {
        let server = answering([refusal(code, "not for you")]).await;
        let error = (case.call)(&client(&server)).answer.await.unwrap_err();
        assert_eq!((error.kind(), error.status().unwrap().as_u16()), (ErrorKind::Status, code));
        assert_eq!(error.body().unwrap(), r#"{"message":"not for you","code":7}"#);
        assert_eq!((error.message().as_deref(), error.request_id()), (Some("not for you"), Some("req-1")));
        assert_eq!(error.headers().unwrap()["content-type"], "application/json");
        assert_eq!((error.operation(), error.attempts().len()), (case.id, 1));
        assert!(!error.is_retryable() && !error.is_timeout() && !error.may_have_run());
        assert_eq!(error.to_string(), format!("{}: {reason}: not for you (request id req-1)", case.id));
    }
}

#[tokio::test]
async fn an_undeclared_status_has_the_raw_body() {
    let server = answering([status(404).set_body_raw("<h1>gone</h1>", "text/html")]).await;
    let error = client(&server).get_team_secret("t", "A").await.unwrap_err();
    assert_eq!(error.to_string(), "getTeamSecret: 404 Not Found", "HTML is no message");
    match error.declared() {
        Some(GetTeamSecretError::Undeclared(body)) => assert_eq!(body, "<h1>gone</h1>"),
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn what_is_not_json_is_a_decode_error() {
    let page = "<html><title>Sign in</title>";
    for case in operations::all().into_iter().filter(|case| case.reply.is_some()) {
        let server = answering([status(case.status).set_body_raw(page, "text/html")]).await;
        let error = (case.call)(&client(&server)).answer.await.unwrap_err();
        assert_eq!((error.kind(), error.status().unwrap().as_u16()), (ErrorKind::Decode, case.status));
        assert_eq!((error.body().unwrap(), error.operation()), (page.into(), case.id));
        let decode = decode_error(&error);
        assert_eq!((decode.path(), decode.offset(), decode.snippet()), ("$", 0, page));
        assert!(error.to_string().contains("Sign in") && !error.to_string().contains('\n'), "{error}");
        assert_eq!(requests(&server).await.len(), 1, "the same answer would come again");
    }
}

#[tokio::test]
async fn a_decode_error_names_the_place() {
    let table = [
        (r#"[{"name":"A"},{"name":[3]}]"#, "$[1].name", "a string", 22),
        (r#"[{"dtCreated":"yesterday"}]"#, "$[0].dtCreated", "a date-time (RFC 3339)", 14),
        (r#"[{"name":"A"},7]"#, "$[1]", "an object", 14),
        (r#"{"name":"A"}"#, "$", "an array", 0),
    ];
    for (body, path, expected, offset) in table {
        let server = answering([status(200).set_body_raw(body, "application/json")]).await;
        let error = client(&server).list_team_secrets("t").await.unwrap_err().erase();
        let decode = decode_error(&error);
        assert_eq!((decode.path(), decode.expected(), decode.offset()), (path, expected, offset));
        assert_eq!(decode.snippet(), body);
        assert!(error.to_string().contains(&format!("{path}: expected {expected}")), "{error}");
    }
}

#[tokio::test]
async fn a_body_that_ends_too_early_is_a_decode_error() {
    for body in ["", "[", r#"[{"name":"A"}"#, "[]]"] {
        let server = answering([status(200).set_body_raw(body, "application/json")]).await;
        let error = client(&server).list_team_secrets("t").await.unwrap_err();
        assert_eq!((error.kind(), error.body().unwrap()), (ErrorKind::Decode, body.into()));
    }
}

fn decode_error(error: &Error) -> &DecodeError {
    std::error::Error::source(error).and_then(|source| source.downcast_ref()).unwrap()
}

#[tokio::test]
async fn a_call_ends_with_its_timeout() {
    let late = || json(200, json!([])).set_delay(Duration::from_secs(60));
    let short = Duration::from_millis(30);
    for on_the_call in [true, false] {
        let server = answering([late()]).await;
        let client = client(&server);
        let error = if on_the_call {
            client.list_team_secrets("t").with_timeout(short).await.unwrap_err()
        } else {
            client.with_options(|options| options.timeout(short)).list_team_secrets("t").await.unwrap_err()
        };
        assert_eq!((error.kind(), error.status()), (ErrorKind::Timeout, None));
        assert!(error.is_timeout() && error.is_retryable());
        assert_eq!(error.to_string(), "listTeamSecrets: the call's timeout is over");
    }
}

#[tokio::test]
async fn nobody_listens() {
    let address = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let client = Client::builder().base_url(format!("http://{address}")).bearer_auth(TOKEN).retries(0);
    let error = client.build().unwrap().get_session().await.unwrap_err();
    assert_eq!((error.kind(), error.status(), error.body()), (ErrorKind::Connect, None, None));
    assert!(error.is_retryable() && !error.may_have_run());
}

#[tokio::test]
async fn every_error_becomes_the_crates_own() {
    async fn one_of_each_tag(client: &Client) -> Result<(), Error> {
        client.get_session().await?;
        client.list_team_members("t").await?;
        client.delete_team_secret("t", "A").await?;
        Ok(())
    }
    async fn anyhow_like(client: &Client) -> Result<(), Box<dyn std::error::Error + Send + Sync>> {
        client.get_team_secret("t", "A").await?;
        Ok(())
    }
    let server = answering([json(200, json!(null)), json(200, json!([])), refusal(404, "no A")]).await;
    let error = one_of_each_tag(&client(&server)).await.unwrap_err();
    assert_eq!(error.to_string(), "deleteTeamSecret: 404 Not Found: no A (request id req-1)");
    let error = anyhow_like(&client(&server)).await.unwrap_err();
    assert_eq!(error.to_string(), "getTeamSecret: 404 Not Found: no A (request id req-1)");
}
