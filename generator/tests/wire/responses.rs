//! What is made of an answer: OpenAPI 3.0.3, 4.7.16 and 4.7.17, and RFC 9110 on what a status says.

use wire_responses as client;

mod support;

use client::{Call, Client, Error, ErrorKind, Response, api, types};
use support::{Answer, Server, answered, sent, wait};

const REX: &str = r#"{"name":"Rex"}"#;
const PROBLEM: &str = r#"{"title":"No."}"#;

fn read<T: serde::de::DeserializeOwned>(text: &str) -> T {
    serde_json::from_str(text).unwrap()
}

/// The whole of what is said to a call that succeeds.
fn whole<O: client::runtime::Operation>(
    answer: Answer,
    call: impl FnOnce(&Client) -> Call<O>,
) -> Response<O::Output, O> {
    wait(call(&Server::new(answer).client(Client::builder())).into_response()).unwrap()
}

/// Why a call fails.
fn failed<O: client::runtime::Operation>(answer: Answer, call: impl FnOnce(&Client) -> Call<O>) -> Error<O::Error> {
    let without_retries = |client: &Client| call(client).with_retries(0);
    match answered(answer, without_retries) {
        Ok(_) => panic!("it succeeded"),
        Err(error) => error,
    }
}

#[test]
fn json() {
    assert_eq!(answered(Answer::json(200, REX), |client| client.json()).unwrap().name, "Rex");
    let suffix = Answer::body(200, "application/vnd.pet+json; charset=utf-8", REX.as_bytes());
    assert_eq!(answered(suffix, |client| client.suffix()).unwrap().name, "Rex");
    let unlabelled = Answer::body(200, "text/plain", REX.as_bytes());
    assert_eq!(answered(unlabelled, |client| client.json()).unwrap().name, "Rex");
    assert_eq!(answered(Answer::json(200, " [ ]\n"), |client| client.pets()).unwrap(), []);
    assert_eq!(answered(Answer::json(200, "null"), |client| client.nullable()).unwrap(), None);
    let text = answered(Answer::json(200, r#""\u00e9\ud83d\ude00""#), |client| client.nullable()).unwrap();
    assert_eq!(text.as_deref(), Some("é😀"));
}

#[test]
fn what_is_asked_for() {
    assert_eq!(sent(|client| client.pets()).header("accept"), Some("application/json"));
    assert_eq!(sent(|client| client.image()).header("accept"), Some("image/*"));
    assert_eq!(sent(|client| client.pictures()).header("accept"), Some("image/*, video/mp4;q=0.9"));
    let video = Answer::body(200, "video/mp4", &[0, 1]);
    assert_eq!(answered(video, |client| client.pictures()).unwrap(), &[0, 1][..]);
    let pet = answered(Answer::json(200, REX), |client| client.alternatives()).unwrap();
    assert_eq!(pet.name, "Rex");
    let server = Server::new(Answer::body(200, "text/csv", b"a,b"));
    let call = server.client(Client::builder()).alternatives().with_header("accept", "text/csv");
    assert_eq!(wait(call.into_text()).unwrap(), "a,b");
    assert_eq!(server.only().header("accept"), Some("text/csv"));
}

#[test]
fn what_only_a_failure_is_read_as() {
    assert_eq!(sent(|client| client.words()).header("accept"), Some("application/json, text/plain;q=0.1"));
    let text = |status| Answer::body(status, "text/plain", b"no");
    let told = failed(text(200), |client| client.words()).to_string();
    assert!(told.contains("the body is `text/plain`, which the call does not read; `.into_bytes()`"), "{told}");
    let error = failed(text(404), |client| client.words());
    assert_eq!(error.status().map(|status| status.as_u16()), Some(404));
}

#[test]
fn text_and_octets() {
    let answer = Answer::body(200, "text/plain", "é".as_bytes());
    assert_eq!(answered(answer, |client| client.text()).unwrap(), "é");
    assert_eq!(answered(Answer::status(200), |client| client.text()).unwrap(), "");
    let answer = Answer::body(200, "image/png", &[0, 255, 10]);
    assert_eq!(answered(answer, |client| client.image()).unwrap(), &[0, 255, 10][..]);
}

#[test]
fn nothing() {
    answered(Answer::status(204), |client| client.nothing()).unwrap();
    answered(Answer::status(205), |client| client.reset()).unwrap();
    // A server may say more than the document does, but not by another status.
    answered(Answer::body(204, "text/html", b"<html>"), |client| client.nothing()).unwrap();
    let error = failed(Answer::json(200, REX), |client| client.nothing());
    assert_eq!((error.kind(), error.body().unwrap()), (ErrorKind::Status, REX.into()));
}

#[test]
fn a_body_that_may_be_missing() {
    let pet = answered(Answer::json(200, REX), |client| client.optional()).unwrap();
    assert_eq!(pet.unwrap().name, "Rex");
    assert_eq!(answered(Answer::status(204), |client| client.optional()).unwrap(), None);
    assert_eq!(answered(Answer::status(200), |client| client.optional()).unwrap(), None);
    assert_eq!(answered(Answer::status(304), |client| client.cached()).unwrap(), None);
    assert_eq!(answered(Answer::json(200, REX), |client| client.cached()).unwrap().unwrap().name, "Rex");
    // What the document does not say may be missing is missed.
    let error = failed(Answer::status(200), |client| client.json());
    assert_eq!((error.kind(), error.status().unwrap().as_u16()), (ErrorKind::Decode, 200));
}

#[test]
fn nothing_has_changed() {
    assert_eq!(answered(Answer::status(304), |client| client.moved()).unwrap(), None);
    assert_eq!(answered(Answer::body(206, "text/plain", b"a"), |client| client.moved()).unwrap().unwrap(), "a");
    answered(Answer::status(304), |client| client.unchanged()).unwrap();
    answered(Answer::json(200, REX), |client| client.unchanged()).unwrap();
    assert_eq!(answered(Answer::status(304), |client| client.otherwise()).unwrap(), None);
    assert_eq!(answered(Answer::json(200, REX), |client| client.otherwise()).unwrap().unwrap().name, "Rex");
    let error = failed(Answer::json(500, REX), |client| client.otherwise());
    assert_eq!((error.kind(), error.status().unwrap().as_u16()), (ErrorKind::Status, 500));
}

#[test]
fn several_successes() {
    let several = |answer| answered(answer, |client: &Client| client.several()).unwrap();
    assert_eq!(several(Answer::json(200, REX)), api::SeveralOutput::Ok(read(REX)));
    assert_eq!(several(Answer::json(202, r#"{"id":7}"#)), api::SeveralOutput::Accepted(read(r#"{"id":7}"#)));
    assert_eq!(several(Answer::status(204)), api::SeveralOutput::NoContent);
    assert_eq!(several(Answer::status(205)), api::SeveralOutput::ResetContent);
    // A success that is not declared is none: nothing says what it carries.
    let error = failed(Answer::body(203, "text/plain", b"x"), |client| client.several());
    assert_eq!((error.kind(), error.status().unwrap().as_u16()), (ErrorKind::Status, 203));
    assert_eq!(error.declared(), Some(&api::SeveralError::Undeclared(b"x"[..].into())));
    let error = failed(Answer::json(201, REX), |client| client.optional());
    assert_eq!((error.kind(), error.body().unwrap()), (ErrorKind::Status, REX.into()));
}

#[test]
fn a_range_and_the_default() {
    for status in [200, 201, 299] {
        assert_eq!(answered(Answer::json(status, REX), |client| client.range()).unwrap().name, "Rex");
        assert_eq!(answered(Answer::json(status, REX), |client| client.default_success()).unwrap().name, "Rex");
    }
    // The default is what a success looks like if there is no other, and what a failure looks like all the same.
    let error = failed(Answer::json(500, REX), |client| client.default_success());
    assert_eq!((error.kind(), error.body().unwrap()), (ErrorKind::Status, REX.into()));
    assert_eq!(error.declared(), Some(&api::DefaultSuccessError::Default(read(REX))));
    let error = failed(Answer::json(500, PROBLEM), |client| client.default_success());
    assert_eq!(error.declared(), Some(&api::DefaultSuccessError::Undeclared(PROBLEM.as_bytes().into())));
    let error = failed(Answer::json(400, PROBLEM), |client| client.default_error());
    assert_eq!(error.declared(), Some(&api::DefaultErrorOperationError::Default(read(PROBLEM))));
    answered(Answer::status(204), |client| client.default_error()).unwrap();
}

#[test]
fn errors_by_status() {
    use api::ErrorsError::{BadRequest, ClientError, Conflict, NotFound, ServerError, Status418, Undeclared};
    let declared = |answer| failed(answer, |client: &Client| client.errors()).into_declared().unwrap();
    let problem = Answer::body(400, "application/problem+json", PROBLEM.as_bytes());
    assert_eq!(declared(problem), BadRequest(read(PROBLEM)));
    assert_eq!(declared(Answer::json(404, "{}")), NotFound);
    assert_eq!(declared(Answer::body(409, "text/plain", b"Twice.")), Conflict("Twice.".to_owned()));
    let octets: &[u8] = &[0, 255];
    assert_eq!(declared(Answer::body(418, "application/octet-stream", &[0, 255])), Status418(octets.into()));
    assert_eq!(declared(Answer::json(422, r#"{"id":1}"#)), ClientError(read(r#"{"id":1}"#)));
    assert_eq!(declared(Answer::json(503, r#"["a"]"#)), ServerError(vec!["a".to_owned()]));
    // `Debug` shows no secret of a body that no type describes.
    let echo = Undeclared(br#"{"password":"s3cret","id":1}"#[..].into());
    assert_eq!(format!("{echo:?} {NotFound:?}"), r#"Undeclared({"password":"***","id":1}) NotFound"#);
    // What is not as declared is there all the same.
    assert_eq!(declared(Answer::json(400, "[]")), Undeclared(b"[]"[..].into()));
    assert_eq!(declared(Answer::body(502, "text/html", b"<html>")), Undeclared(b"<html>"[..].into()));
    assert_eq!(declared(Answer::body(302, "text/html", b"x")), Undeclared(b"x"[..].into()));
}

#[test]
fn errors_by_media_type() {
    use api::RefusedError::{BadRequest, BadRequestBytes, BadRequestProblemJson, BadRequestText, Undeclared};
    let refused = |media_type, body: &'static str| {
        failed(Answer::body(400, media_type, body.as_bytes()), |client: &Client| client.refused())
    };
    let declared = |media_type, body| refused(media_type, body).into_declared().unwrap();
    assert_eq!(declared("application/json", r#"{"id":1}"#), BadRequest(read(r#"{"id":1}"#)));
    assert_eq!(declared("application/problem+json; charset=utf-8", PROBLEM), BadRequestProblemJson(read(PROBLEM)));
    assert_eq!(declared("TEXT/plain; charset=utf-8", "No."), BadRequestText("No.".to_owned()));
    assert_eq!(declared("application/pdf", "%PDF"), BadRequestBytes(b"%PDF"[..].into()));
    // Another media type is read as the first one, if it is that.
    assert_eq!(declared("application/hal+json", r#"{"id":1}"#), BadRequest(read(r#"{"id":1}"#)));
    assert_eq!(declared("application/xml", "<no/>"), Undeclared(b"<no/>"[..].into()));
    let error = refused("text/plain", "The\nlimit is 5.");
    assert_eq!(error.message().as_deref(), Some("The limit is 5."));
    assert_eq!(error.to_string(), "refused: 400 Bad Request: The limit is 5.");
    let asked = sent(|client| client.refused());
    let accept = "application/json, application/json; version=1, text/*;q=0.9, application/problem+json;q=0.9, \
                  application/pdf;q=0.9";
    assert_eq!(asked.header("accept"), Some(accept));
    // Where parameters alone tell media types apart, they do.
    let second = Answer::body(409, "application/json;version=2", PROBLEM.as_bytes());
    let declared = failed(second, |client| client.refused()).into_declared().unwrap();
    assert_eq!(declared, api::RefusedError::ConflictJson(read(PROBLEM)));
    let first = Answer::body(409, "application/json", br#"{"id":1}"#);
    let declared = failed(first, |client| client.refused()).into_declared().unwrap();
    assert_eq!(declared, api::RefusedError::Conflict(read(r#"{"id":1}"#)));
}

#[test]
fn what_is_of_another_media_type_or_missing_is_said() {
    let version = Answer::body(200, "application/vnd.pet.v2+json", br#"{"id":1}"#);
    let message = failed(version, |client| client.versions()).to_string();
    assert!(message.contains("`application/vnd.pet.v2+json`") && message.contains("`.into_text()`"), "{message}");
    let text = Answer::body(200, "text/plain; charset=utf-8", b"Rex");
    let message = failed(text, |client| client.json()).to_string();
    assert!(message.contains("the body is `text/plain`, which the call does not read"), "{message}");
    for error in [
        failed(Answer::status(204), |client| client.range()).erase(),
        failed(Answer::status(204), |client| client.default_success()).erase(),
    ] {
        assert!(error.to_string().contains("the answer has no body"), "{error}");
        assert_eq!((error.kind(), error.status().unwrap().as_u16()), (ErrorKind::Decode, 204));
    }
}

#[test]
fn an_undeclared_error_keeps_everything() {
    let answer = Answer::json(403, r#"{"message":"Not you."}"#).with("x-request-id", "r1");
    let error = failed(answer, |client| client.json());
    assert_eq!((error.kind(), error.status().unwrap().as_u16()), (ErrorKind::Status, 403));
    assert_eq!(error.body().unwrap(), r#"{"message":"Not you."}"#.as_bytes());
    assert_eq!((error.request_id(), error.message().as_deref()), (Some("r1"), Some("Not you.")));
    let common: Error = error.into();
    assert_eq!(common.status().unwrap().as_u16(), 403);
}

#[test]
fn headers() {
    let answer = Answer::json(200, "{}")
        .with("x-text", "7")
        .with("x-count", "7")
        .with("x-ok", "true")
        .with("x-day", "2024-02-29")
        .with("x-when", "2024-02-29T10:00:00Z")
        .with("x-state", "open")
        .with("x-ids", "1,2")
        .with("x-ids", "3")
        .with("set-cookie", "a=1; Expires=Wed, 21 Oct 2026 07:28:00 GMT")
        .with("set-cookie", "b=2")
        .with("x-words", "a b, c")
        .with("x-job", "id,7,note,x")
        .with("x-exploded", "id=7,note=8")
        .with("x-json", r#"[{"id":1}]"#);
    let headers = whole(answer, |client| client.headers()).declared_headers();
    assert_eq!((headers.x_text.as_deref(), headers.x_count, headers.x_ok), (Some("7"), Some(7), Some(true)));
    assert_eq!(headers.x_day.unwrap().to_string(), "2024-02-29");
    assert_eq!(headers.x_when.unwrap().to_string(), "2024-02-29T10:00:00Z");
    assert_eq!(headers.x_state, Some(types::State::Open));
    assert_eq!(headers.x_ids, Some(vec![1, 2, 3]));
    let cookies = headers.set_cookie.unwrap();
    assert_eq!(cookies, ["a=1; Expires=Wed, 21 Oct 2026 07:28:00 GMT", "b=2"]);
    assert_eq!(headers.x_words, Some(vec!["a b".to_owned(), "c".to_owned()]));
    assert_eq!(headers.x_job, Some(read(r#"{"id":7,"note":"x"}"#)));
    assert_eq!(headers.x_exploded, Some(read(r#"{"id":7,"note":"8"}"#)));
    assert_eq!(headers.x_json, Some(vec![read(r#"{"id":1}"#)]));
}

#[test]
fn headers_that_are_missing_wrong_or_of_an_error() {
    let headers = whole(Answer::status(200).with("x-count", "many"), |client| client.headers()).declared_headers();
    assert_eq!((headers.x_count, headers.x_text, headers.x_ids), (None, None, None));
    let headers = whole(Answer::status(200).with("x-state", "new"), |client| client.headers()).declared_headers();
    assert_eq!(headers.x_state, Some(types::State::from("new")));
    let error = failed(Answer::status(429).with("x-wait", "3"), |client| client.headers());
    assert_eq!(error.declared_headers().unwrap().x_wait, Some(3));
}

#[test]
fn a_wrong_body_says_where() {
    let message = |body| {
        let error = failed(Answer::json(200, body), |client: &Client| client.pets());
        assert_eq!(error.kind(), ErrorKind::Decode);
        assert_eq!(error.body().unwrap(), body.as_bytes());
        error.to_string()
    };
    let deep = message(r#"[{"name":"a"},{"name":"b","friends":[{"name":[7]}]}]"#);
    assert!(deep.contains("[1].friends[0].name"), "{deep}");
    let missing = message(r#"[{"age":1}]"#);
    assert!(missing.contains("[0]") && missing.contains("name"), "{missing}");
    let cut = message(r#"[{"name":"#);
    assert!(cut.contains("[0].name"), "{cut}");
    let html = failed(Answer::body(200, "text/html", b"<html>"), |client| client.pets());
    assert_eq!(html.kind(), ErrorKind::Decode);
}

/// A pet, and what it is sent back as.
fn pet(body: &'static str) -> (types::Pet, String) {
    let pet = answered(Answer::json(200, body), |client| client.json()).unwrap();
    let again = serde_json::to_string(&pet).unwrap();
    (pet, again)
}

#[test]
fn null_is_not_absence() {
    assert_eq!(pet(REX).1, REX);
    assert_eq!(pet(r#"{"name":"Rex","age":null}"#).1, r#"{"name":"Rex","age":null}"#);
    assert_eq!((pet(REX).0.age, pet(r#"{"name":"Rex","age":null}"#).0.age), (None, Some(None)));
    // A server that sends `null` for what can only be left out means the same.
    assert_eq!(pet(r#"{"name":"Rex","state":null,"friends":null}"#).1, REX);
}

#[test]
fn what_is_unknown_is_kept() {
    let unknown = r#"{"name":"Rex","state":"lost"}"#;
    let (pet, again) = pet(unknown);
    assert_eq!((pet.state.unwrap().as_str(), again.as_str()), ("lost", unknown));
    let shapes = r#"[{"kind":"circle","radius":1.5},{"kind":"star","points":[5]}]"#;
    let known = answered(Answer::json(200, shapes), |client| client.shapes()).unwrap();
    assert!(matches!(&known[..], [types::Shape::Circle(_), types::Shape::Unknown(_)]), "{known:?}");
    assert_eq!(serde_json::to_string(&known).unwrap(), shapes);
}

#[test]
fn members_that_the_document_does_not_have_do_no_harm() {
    assert_eq!(pet(r#"{"extra":{"a":[1]},"name":"Rex","more":1e400}"#).1, REX);
}

#[test]
fn dates_keep_their_spelling() {
    for born in ["2024-02-29T10:00:00.000Z", "2024-02-29T10:00:00+00:00", "2024-02-29T10:00:00"] {
        let body: &'static str = format!(r#"{{"name":"Rex","born":"{born}"}}"#).leak();
        assert_eq!(pet(body).1, body);
    }
}
