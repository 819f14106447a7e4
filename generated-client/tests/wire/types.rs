//! The types by themselves, through serde: in a file, a queue, a test of the application.

use std::fmt::Debug;

use generated_client::types::{
    Secret, SecretCreate, Session, Team, TeamMember, User, update_team_member, update_team_secret,
};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{from_str, json, to_string};

/// Reads `text` and writes it again.
#[track_caller]
fn round_trip<T: Serialize + DeserializeOwned + Clone + PartialEq + Debug>(text: &str) {
    let value: T = from_str(text).unwrap();
    assert_eq!(to_string(&value).unwrap(), text);
    assert_eq!(from_str::<T>(&to_string(&value.clone()).unwrap()).unwrap(), value);
    assert_eq!(serde_json::from_value::<T>(serde_json::to_value(&value).unwrap()).unwrap(), value);
}

#[test]
fn every_type_goes_through_serde() {
    let user = r#"{"id":"1","email":"2","firstName":"3","lastName":"4","defaultProduct":"5","theme":"6"}"#;
    let team = r#"{"id":"1","name":"2","namespace":"3"}"#;
    round_trip::<User>(user);
    round_trip::<Team>(team);
    round_trip::<Session>(&format!(r#"{{"user":{user},"team":{team}}}"#));
    round_trip::<TeamMember>(r#"{"userId":"1","email":"2","isAdmin":true,"teamId":"3"}"#);
    round_trip::<Secret>(r#"{"name":"1","dtCreated":"2024-05-01T12:30:45Z"}"#);
    round_trip::<SecretCreate>(r#"{"name":"1","value":"a\"\\\n\u0001ü🔑"}"#);
    round_trip::<update_team_member::Body>(r#"{"isAdmin":false}"#);
    round_trip::<update_team_secret::Body>(r#"{"value":""}"#);
    round_trip::<Option<Session>>("null");
    round_trip::<Vec<Team>>(r#"[{},{"name":"2"}]"#);
}

#[test]
fn no_null_is_written_for_what_is_not_there() {
    round_trip::<User>("{}");
    round_trip::<Session>(r#"{"team":{}}"#);
    round_trip::<TeamMember>(r#"{"email":"2"}"#);
    assert_eq!(to_string(&update_team_member::Body::new()).unwrap(), "{}");
    assert_eq!(to_string(&from_str::<Secret>(r#"{"name":null,"other":1}"#).unwrap()).unwrap(), "{}");
}

#[test]
fn what_is_required_must_be_there() {
    for text in [r#"{"name":"A"}"#, r#"{"name":"A","value":null}"#, "{}", "[]", "null"] {
        assert!(from_str::<SecretCreate>(text).is_err(), "{text}");
    }
    let error = from_str::<SecretCreate>(r#"{"name":"A"}"#).unwrap_err().to_string();
    assert!(error.contains("value"), "{error}");
    assert!(from_str::<TeamMember>(r#"{"isAdmin":"yes"}"#).is_err());
}

#[test]
fn a_type_is_built_from_what_is_required() {
    let create = SecretCreate::new("TOKEN", String::from("v"));
    assert_eq!(serde_json::to_value(&create).unwrap(), json!({"name": "TOKEN", "value": "v"}));
    assert_eq!((create.name.as_str(), create.value.as_str()), ("TOKEN", "v"));
    assert_eq!(update_team_secret::Body::new("v").value, "v");
    assert_eq!(update_team_member::Body::new().maybe_is_admin(Some(true)).is_admin, Some(true));
}

#[test]
fn a_date_time_keeps_its_offset_and_its_digits() {
    let table = [
        "2024-05-01T12:30:45Z",
        "2024-05-01T12:30:45.123Z",
        "2024-05-01T12:30:45.123456+02:00",
        "2024-05-01T12:30:45.123456789-11:30",
        "1969-12-31T23:59:59Z",
        "2024-02-29T00:00:00+14:00",
    ];
    for text in table {
        round_trip::<Secret>(&format!(r#"{{"dtCreated":"{text}"}}"#));
    }
    let secret: Secret = from_str(r#"{"dtCreated":"2024-05-01T12:30:45.5+02:00"}"#).unwrap();
    let created = secret.dt_created.unwrap();
    assert_eq!((created.timestamp_millis(), created.offset().local_minus_utc()), (1_714_559_445_500, 7200));
}

#[test]
fn what_is_no_date_time_is_refused() {
    for text in ["", "yesterday", "2024-05-01", "2024-13-01T00:00:00Z", "2023-02-29T00:00:00Z", "12:30:45Z"] {
        assert!(from_str::<Secret>(&json!({"dtCreated": text}).to_string()).is_err(), "{text}");
    }
    assert!(from_str::<Secret>(r#"{"dtCreated":1714559445}"#).is_err());
}
