use generated_client::ErrorKind;
use generated_client::types::SecretCreate;
use serde_json::{Value, json};

use crate::operations;
use crate::server::{answering, client, json, reply, status};

#[tokio::test]
async fn every_operation_reads_its_answer() {
    for case in operations::all() {
        let server = answering([reply(case.status, case.reply.clone())]).await;
        let answer = (case.call)(&client(&server)).answer.await.unwrap();
        assert_eq!(answer, case.reply.unwrap_or(Value::Null), "{}", case.id);
    }
}

#[tokio::test]
async fn a_session_field_by_field() {
    let server = answering([json(
        200,
        json!({
            "user": {"id": "1", "email": "2", "firstName": "3", "lastName": "4", "defaultProduct": "5", "theme": "6"},
            "team": {"id": "7", "name": "8", "namespace": "9"},
        }),
    )])
    .await;
    let session = client(&server).get_session().await.unwrap().unwrap();
    let (user, team) = (session.user.unwrap(), session.team.unwrap());
    let fields = [user.id, user.email, user.first_name, user.last_name, user.default_product, user.theme];
    let fields: Vec<_> = fields.into_iter().chain([team.id, team.name, team.namespace]).flatten().collect();
    assert_eq!(fields, ["1", "2", "3", "4", "5", "6", "7", "8", "9"]);
}

#[tokio::test]
async fn members_and_secrets_field_by_field() {
    let member = json!({"userId": "1", "email": "2", "isAdmin": false, "teamId": "3"});
    let secret = json!({"name": "4", "dtCreated": "2024-05-01T12:30:45+02:00"});
    let server = answering([json(200, json!([member])), json(200, secret)]).await;
    let member = client(&server).list_team_members("t").await.unwrap().remove(0);
    let fields = [member.user_id, member.email, member.team_id];
    assert_eq!((fields, member.is_admin), (["1", "2", "3"].map(|text| Some(text.to_owned())), Some(false)));
    let secret = client(&server).get_team_secret("t", "4").await.unwrap();
    assert_eq!(secret.name.as_deref(), Some("4"));
    assert_eq!(secret.dt_created.unwrap().timestamp(), 1_714_559_445);
}

#[tokio::test]
async fn nobody_is_logged_in() {
    for answer in [json(200, Value::Null), status(200)] {
        let server = answering([answer]).await;
        assert_eq!(client(&server).get_session().await.unwrap(), None);
    }
}

#[tokio::test]
async fn a_session_may_be_empty_in_many_ways() {
    for body in [json!({}), json!({"user": null, "team": null}), json!({"more": [{"a": null}]})] {
        let server = answering([json(200, body)]).await;
        let session = client(&server).get_session().await.unwrap().unwrap();
        assert_eq!((session.user, session.team), (None, None));
    }
}

#[tokio::test]
async fn unknown_fields_are_ignored_and_missing_ones_are_none() {
    let bodies = [
        json!({"name": "A"}),
        json!({"name": "A", "dtCreated": null}),
        json!({"value": {"deep": [1, "x", null]}, "name": "A", "Name": "B", "": true}),
    ];
    for body in bodies {
        let server = answering([json(200, body)]).await;
        let secret = client(&server).get_team_secret("t", "A").await.unwrap();
        assert_eq!((secret.name.as_deref(), secret.dt_created), (Some("A"), None));
    }
}

#[tokio::test]
async fn a_list_may_be_empty() {
    let server = answering([json(200, json!([]))]).await;
    assert_eq!(client(&server).list_team_members("t").await.unwrap(), []);
    assert_eq!(client(&server).list_team_secrets("t").await.unwrap(), []);
}

#[tokio::test]
async fn a_success_is_what_the_document_declares() {
    let server = answering([json(201, json!({"name": "A"})), status(204), json(200, json!({"name": "A"}))]).await;
    let client = client(&server);
    let create = || client.create_team_secret("t", SecretCreate::new("A", "B"));
    assert_eq!(create().await.unwrap().name.as_deref(), Some("A"));
    client.remove_team_member("t", "u").await.unwrap();
    let error = create().await.unwrap_err();
    assert_eq!((error.kind(), error.status().unwrap().as_u16()), (ErrorKind::Status, 200), "201 is declared");
    assert_eq!(error.body().unwrap(), r#"{"name":"A"}"#);
}
