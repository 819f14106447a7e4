use crate::rendered::{GetPetError, Pet, Problem};
use crate::runtime::{AttemptOutcome, Error, ErrorKind};
use crate::support::{Answer, Server, World, client, reply};

#[tokio::test]
async fn an_error_on_one_line() {
    let table = [
        (reply(404, ""), "listPets: 404 Not Found"),
        (reply(404, "{}").with("x-request-id", "r1"), "listPets: 404 Not Found (request id r1)"),
        (reply(404, "").with("cf-ray", "c").with("request-id", "r2"), "listPets: 404 Not Found (request id r2)"),
        (reply(499, "<html>"), "listPets: 499"),
        (reply(400, "{\"message\": \"no\\nname\"}"), "listPets: 400 Bad Request: no name"),
        (reply(400, "{\"error\": {\"message\": \"a\", \"code\": 3}}"), "listPets: 400 Bad Request: a"),
        (reply(400, "{\"error\": \"x\", \"error_description\": \"b\"}"), "listPets: 400 Bad Request: b"),
        (reply(400, "{\"title\": \"t\", \"detail\": \"c\"}"), "listPets: 400 Bad Request: c"),
        (reply(400, "{\"errors\": [{\"message\": \"d\"}]}"), "listPets: 400 Bad Request: d"),
        (reply(400, "{\"errors\": [\"e\"]}"), "listPets: 400 Bad Request: e"),
        (reply(400, "{\"detail\": [{\"msg\": \"f\"}]}"), "listPets: 400 Bad Request: f"),
        (reply(400, "\"g\""), "listPets: 400 Bad Request: g"),
        (reply(400, "{\"message\": \"\", \"error\": \"h\"}"), "listPets: 400 Bad Request: h"),
        (Answer::Refuse, "listPets: can't connect: connection refused"),
        (Answer::HangUp, "listPets: the connection was lost: connection reset"),
    ];
    for (answer, line) in table {
        let error = client(&Server::new([answer]), &World::default()).list_pets().with_retries(0).await.unwrap_err();
        assert_eq!(error.to_string(), line);
        assert_eq!(error.operation(), "listPets");
    }
}

#[tokio::test]
async fn an_error_of_a_server_that_says_much() {
    let body: &'static str = Box::leak(format!("{{\"message\": \"{}\"}}", "\u{e9}".repeat(1000)).into_boxed_str());
    let error = client(&Server::new([reply(400, body)]), &World::default()).list_pets().await.unwrap_err();
    assert_eq!(error.message().unwrap().chars().count(), 257);
}

#[tokio::test]
async fn what_is_declared() {
    let answer = || reply(404, "{\"message\": \"gone\"}").with("x-a", "1");
    let get = |answer| client(&Server::new([answer]), &World::default()).get_pet("1").with_retries(0);
    let gone = GetPetError::NotFound(Problem { message: "gone".to_owned() });
    let error = get(answer()).await.unwrap_err();
    assert_eq!((error.kind(), error.status().unwrap().as_u16()), (ErrorKind::Status, 404));
    assert_eq!((error.declared(), error.headers().unwrap()["x-a"].to_str().unwrap()), (Some(&gone), "1"));
    assert_eq!(error.body().unwrap(), "{\"message\": \"gone\"}");
    let common: Error = error.into();
    assert_eq!(common.declared_as(), Some(&gone));
    assert_eq!(get(answer()).await.unwrap_err().into_declared().unwrap(), gone);

    let undeclared = get(reply(418, "teapot")).await.unwrap_err();
    assert_eq!(undeclared.declared(), Some(&GetPetError::Undeclared("teapot".into())));
    let unreadable = get(reply(404, "<html>")).await.unwrap_err();
    assert_eq!(unreadable.declared(), Some(&GetPetError::Undeclared("<html>".into())));
    let unanswered = get(Answer::Refuse).await.unwrap_err();
    assert_eq!((unanswered.declared(), unanswered.status()), (None, None));
    assert_eq!(unanswered.into_declared().unwrap_err().kind(), ErrorKind::Connect);
}

#[tokio::test]
async fn every_error_becomes_the_common_one() {
    async fn both(client: crate::runtime::Client) -> Result<Pet, Error> {
        client.list_pets().await?;
        Ok(client.get_pet("1").await?)
    }
    let server = Server::new([reply(200, "[]"), reply(404, "")]);
    let error = both(client(&server, &World::default())).await.unwrap_err();
    assert_eq!(error.to_string(), "getPet: 404 Not Found");
}

#[tokio::test]
async fn an_answer_that_is_not_what_the_document_says() {
    for body in ["<html>", "{\"a\": 1}", "[1, \"x\"]", "", "[1] 2"] {
        let answer = reply(200, body).with("x-request-id", "r1");
        let error = client(&Server::new([answer]), &World::default()).list_pets().await.unwrap_err();
        assert_eq!((error.kind(), error.status().unwrap().as_u16()), (ErrorKind::Decode, 200));
        let line = error.to_string();
        assert!(line.starts_with("listPets: 200 OK: the body is not what the document says: "), "{line}");
        assert!(line.ends_with(" (request id r1)") && !line.contains('\n'), "{line}");
        assert!(error.body().unwrap() == body && !error.is_retryable() && error.may_have_run());
        assert!(std::error::Error::source(&error).is_some());
    }
}

/// Could the server have acted? And is it worth trying later?
#[tokio::test]
async fn may_have_run_and_is_retryable() {
    let table = [
        (vec![Answer::Refuse], false, true),
        (vec![Answer::HangUp], true, true),
        (vec![Answer::HangUp, Answer::Refuse], true, true),
        (vec![reply(400, "")], false, false),
        (vec![reply(429, "")], false, true),
        (vec![reply(500, "")], true, true),
        (vec![reply(500, ""), reply(404, "")], true, false),
        (vec![reply(501, "")], true, false),
        (vec![reply(302, "")], true, false),
    ];
    for (script, may_have_run, retryable) in table {
        let error = client(&Server::new(script), &World::default()).list_pets().await.unwrap_err();
        assert_eq!((error.may_have_run(), error.is_retryable()), (may_have_run, retryable), "{error:?}");
    }
}

#[tokio::test]
async fn an_error_status_counts_more_than_its_broken_body() {
    let broken = Answer::Pieces(404, Vec::new(), vec![Some(Ok("{".into())), Some(Err(()))]);
    let error = client(&Server::new([broken]), &World::default()).list_pets().await.unwrap_err();
    assert_eq!((error.kind(), error.status().unwrap().as_u16()), (ErrorKind::Status, 404));
}

#[tokio::test]
async fn what_cannot_be_read_tells_all_its_attempts() {
    let world = World::default();
    let server = Server::new([reply(503, ""), reply(200, "{")]);
    let error = client(&server, &world).get_pet("7").await.unwrap_err();
    let outcomes: Vec<AttemptOutcome> = error.attempts().iter().map(|attempt| attempt.outcome).collect();
    let status = |status: u16| AttemptOutcome::Status(status.try_into().unwrap());
    assert_eq!((error.kind(), outcomes), (ErrorKind::Decode, vec![status(503), status(200)]));
    assert_eq!(error.attempts()[1].started, world.elapsed());
}

#[tokio::test]
async fn a_body_that_nobody_has_decoded() {
    let pet = |encoding| {
        let server = Server::new([reply(200, "\u{1f}").with("content-encoding", encoding)]);
        client(&server, &World::default()).get_pet("7")
    };
    let error = pet("deflate").await.unwrap_err();
    assert!(error.to_string().contains("in the encoding `deflate`, which is not known"), "{error}");
    let error = pet("br").into_text().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Decode);
    assert!(error.to_string().contains("in the encoding `br`, which is not known"), "{error}");
    assert_eq!(pet("br").into_bytes().await.unwrap(), "\u{1f}");
    let error = pet("Identity").await.unwrap_err();
    assert!(error.to_string().contains("the body is not what the document says"), "{error}");
    assert_eq!(pet("Identity").into_text().await.unwrap(), "\u{1f}");
}
