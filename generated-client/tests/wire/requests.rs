use std::collections::BTreeMap;

use wiremock::Request;

use crate::operations::{self, Case};
use crate::server::{TOKEN, answering, client, reply, request};

const USER_AGENT: &str = concat!("generated-client/", env!("CARGO_PKG_VERSION"));

/// The headers that the client sets, without those that belong to the connection.
fn headers(request: &Request) -> BTreeMap<String, String> {
    let pairs = request.headers.iter().map(|(name, value)| (name.to_string(), value.to_str().unwrap().to_owned()));
    pairs.filter(|(name, _)| !matches!(name.as_str(), "host" | "accept-encoding")).collect()
}

fn expected_headers(case: &Case) -> BTreeMap<String, String> {
    let mut headers = vec![("authorization", format!("Bearer {TOKEN}")), ("user-agent", USER_AGENT.to_owned())];
    let accept = if case.reply.is_some() { "application/json" } else { "*/*" };
    headers.push(("accept", accept.to_owned()));
    if let Some(body) = case.body {
        headers.push(("content-type", "application/json".to_owned()));
        headers.push(("content-length", body.len().to_string()));
    }
    headers.into_iter().map(|(name, value)| (name.to_owned(), value)).collect()
}

#[tokio::test]
async fn every_operation_sends_what_the_document_says() {
    for case in operations::all() {
        let server = answering([reply(case.status, case.reply.clone())]).await;
        (case.call)(&client(&server)).answer.await.unwrap();
        let request = request(&server).await;
        assert_eq!((request.method.as_str(), request.url.path()), (case.method, case.path), "{}", case.id);
        assert_eq!(request.url.query(), None, "{}", case.id);
        assert_eq!(headers(&request), expected_headers(&case), "{}", case.id);
        assert_eq!(str::from_utf8(&request.body).unwrap(), case.body.unwrap_or_default(), "{}", case.id);
    }
}

#[tokio::test]
async fn what_is_optional_and_not_set_is_not_sent() {
    use generated_client::types::update_team_member::Body;

    let bodies = [
        (Body::new(), "{}"),
        (Body::new().is_admin(false), r#"{"isAdmin":false}"#),
        (Body::new().is_admin(true).maybe_is_admin(None), "{}"),
    ];
    for (body, text) in bodies {
        let server = answering([reply(200, Some("{}".parse().unwrap()))]).await;
        client(&server).update_team_member("t", "u", body).await.unwrap();
        assert_eq!(str::from_utf8(&request(&server).await.body).unwrap(), text);
    }
}
