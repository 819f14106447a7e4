//! Every operation of the document once: how it is called, what must be sent for it, what a server answers.

use std::pin::Pin;

use generated_client::runtime::Operation;
use generated_client::types::{SecretCreate, update_team_member, update_team_secret};
use generated_client::{Call, Client, Error};
use serde::Serialize;
use serde_json::{Value, json};

/// A call without the types of its operation.
pub struct AnyCall {
    pub debug: String,
    /// Sends it; what it answers, as JSON.
    pub answer: Pin<Box<dyn Future<Output = Result<Value, Error>> + Send>>,
}

/// Takes the types off a call.
pub fn any<O>(call: Call<O>) -> AnyCall
where
    O: Operation<Output: Serialize + Send> + 'static,
    Error: From<Error<O::Error>>,
{
    let debug = format!("{call:?}");
    AnyCall { debug, answer: Box::pin(async move { Ok(serde_json::to_value(call.await?).unwrap()) }) }
}

/// An operation, called as an application would.
pub struct Case {
    pub id: &'static str,
    pub method: &'static str,
    pub path: &'static str,
    /// The body of the request, byte for byte.
    pub body: Option<&'static str>,
    /// The answer of a server that succeeds, nothing for 204.
    pub reply: Option<Value>,
    pub status: u16,
    pub call: fn(&Client) -> AnyCall,
}

impl Case {
    /// RFC 9110, section 9.2.2, for the methods that the document has.
    pub fn is_idempotent(&self) -> bool {
        matches!(self.method, "GET" | "PUT" | "DELETE")
    }
}

fn case(id: &'static str, method: &'static str, path: &'static str, call: fn(&Client) -> AnyCall) -> Case {
    Case { id, method, path, body: None, reply: None, status: 204, call }
}

impl Case {
    fn body(self, text: &'static str) -> Self {
        Self { body: Some(text), ..self }
    }

    fn reply(self, status: u16, value: Value) -> Self {
        Self { status, reply: Some(value), ..self }
    }
}

fn member() -> Value {
    json!({"userId": "u-2", "email": "ada@example.com", "isAdmin": true, "teamId": "t-1"})
}

fn secret() -> Value {
    json!({"name": "TOKEN", "dtCreated": "2024-05-01T12:30:45.123Z"})
}

fn session() -> Value {
    json!({
        "user": {
            "id": "u-2", "email": "ada@example.com", "firstName": "Ada", "lastName": "Lovelace",
            "defaultProduct": "gradient", "theme": "dark",
        },
        "team": {"id": "t-1", "name": "Engines", "namespace": "engines"},
    })
}

/// All operations.
pub fn all() -> Vec<Case> {
    authentication().into_iter().chain(team_members()).chain(team_secrets()).collect()
}

fn authentication() -> Vec<Case> {
    vec![case("getSession", "GET", "/auth/session", |client| any(client.get_session())).reply(200, session())]
}

fn team_members() -> Vec<Case> {
    vec![
        case("listTeamMembers", "GET", "/teams/t-1/users", |client| any(client.list_team_members("t-1")))
            .reply(200, json!([member(), {"userId": "u-3"}])),
        case("updateTeamMember", "PUT", "/teams/t-1/users/u-2", |client| {
            any(client.update_team_member("t-1", "u-2", update_team_member::Body::new().is_admin(true)))
        })
        .body(r#"{"isAdmin":true}"#)
        .reply(200, member()),
        case("removeTeamMember", "DELETE", "/teams/t-1/users/u-2", |client| {
            any(client.remove_team_member("t-1", "u-2"))
        }),
    ]
}

fn team_secrets() -> Vec<Case> {
    vec![
        case("listTeamSecrets", "GET", "/teams/t-1/secrets", |client| any(client.list_team_secrets("t-1")))
            .reply(200, json!([secret(), {"name": "OTHER"}])),
        case("createTeamSecret", "POST", "/teams/t-1/secrets", |client| {
            any(client.create_team_secret("t-1", SecretCreate::new("TOKEN", "line 1\nline \"2\"")))
        })
        .body(r#"{"name":"TOKEN","value":"line 1\nline \"2\""}"#)
        .reply(201, secret()),
        case("getTeamSecret", "GET", "/teams/t-1/secrets/TOKEN", |client| any(client.get_team_secret("t-1", "TOKEN")))
            .reply(200, secret()),
        case("updateTeamSecret", "PATCH", "/teams/t-1/secrets/TOKEN", |client| {
            any(client.update_team_secret("t-1", "TOKEN", update_team_secret::Body::new("new")))
        })
        .body(r#"{"value":"new"}"#)
        .reply(200, secret()),
        case("deleteTeamSecret", "DELETE", "/teams/t-1/secrets/TOKEN", |client| {
            any(client.delete_team_secret("t-1", "TOKEN"))
        }),
    ]
}
