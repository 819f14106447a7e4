//! Answers that are streams, and lists that are sent as lines: WHATWG HTML, 9.2, RFC 7464, OpenAPI 3.2, "Sequential Media Types".

use wire_streams as client;

mod support;

use client::types::mixed::Event as Mixed;
use client::{Call, Client, ErrorKind, Event, EventStream, types};
use support::{Answer, Server, sent, wait};

fn client(media_type: &'static str, body: &'static [u8]) -> Client {
    Server::new(Answer::body(200, media_type, body)).client(Client::builder())
}

fn events(body: &'static str) -> Client {
    client("text/event-stream", body.as_bytes())
}

/// All items, an error being its kind.
fn all<T>(mut stream: EventStream<T>) -> Vec<Result<T, ErrorKind>> {
    let mut items = Vec::new();
    while let Some(item) = wait(stream.next()) {
        items.push(item.map_err(|error| error.kind()));
    }
    items
}

fn ticks(stream: EventStream<types::Tick>) -> Vec<Result<i64, ErrorKind>> {
    all(stream).into_iter().map(|item| item.map(|tick| tick.n)).collect()
}

#[test]
fn the_call_gives_the_stream() {
    let client = events(
        ": hello\ndata: {\"n\": 1}\n\ndata: {\"n\": \"x\"}\n\nevent: x\ndata: {\"n\": 2}\n\ndata: [DONE]\n\ndata: 3\n\n",
    );
    let expected = [Ok(1), Err(ErrorKind::Decode), Ok(2)];
    assert_eq!(ticks(wait(client.ticks()).unwrap()), expected);
    assert_eq!(ticks(wait(client.ticks().into_events()).unwrap()), expected);
    let response = wait(client.ticks().into_response()).unwrap();
    assert_eq!(response.headers()["content-type"], "text/event-stream");
    assert_eq!(ticks(response.into_body()), expected);
    assert_eq!(sent(|client| client.ticks()).header("accept"), Some("text/event-stream, application/json"));
}

#[test]
fn an_error_is_what_the_document_says() {
    let server = Server::new(Answer::json(404, r#"{"title": "No ticks."}"#));
    let error = wait(server.client(Client::builder()).ticks()).unwrap_err();
    let Some(client::api::TicksError::NotFound(body)) = error.declared() else { panic!("{error}") };
    assert_eq!(body.title, "No ticks.");
}

#[test]
fn events_as_they_are_and_as_objects() {
    let text = "event: added\nid: 7\ndata: {\"n\": 1}\n\nevent: done\ndata: 1 of\ndata: 1\n\n";
    let raw: Vec<Event> = all(wait(events(text).raw()).unwrap()).into_iter().map(Result::unwrap).collect();
    let seen: Vec<_> = raw.iter().map(|it| (it.event.as_str(), it.id.as_deref(), it.data.as_str())).collect();
    assert_eq!(seen, [("added", Some("7"), "{\"n\": 1}"), ("done", None, "1 of\n1")]);

    let deltas = all(wait(events(text).deltas()).unwrap());
    let [Ok(types::deltas::Event::Added(added)), Ok(types::deltas::Event::Done(done))] = &deltas[..] else {
        panic!("{deltas:?}")
    };
    assert_eq!((added.data.n, done.data.as_str()), (1, "1 of\n1"));

    let notes = all(wait(events(text).notes()).unwrap());
    let notes: Vec<_> = notes.iter().flatten().map(|note| (note.id.as_deref(), note.data.as_str())).collect();
    assert_eq!(notes, [(Some("7"), "{\"n\": 1}"), (None, "1 of\n1")]);
}

/// What looks like JSON is text all the same where the document says so.
#[test]
fn each_event_by_its_own_schema() {
    let text = "event: count\ndata: 123\n\nevent: done\ndata: 123\n\nevent: done\ndata: \"x\"\n\n\
        event: added\ndata: {\"n\": 1}\n\nevent: count\ndata: x\n\n";
    let mixed = all(wait(events(text).mixed()).unwrap());
    let [
        Ok(Mixed::Count(count)),
        Ok(Mixed::Done(number)),
        Ok(Mixed::Done(quoted)),
        Ok(Mixed::Added(added)),
        Ok(Mixed::Unknown(wrong)),
    ] = &mixed[..]
    else {
        panic!("{mixed:?}")
    };
    assert_eq!((count.data, number.data.as_str(), quoted.data.as_str()), (123, "123", "\"x\""));
    assert_eq!((added.data.n, wrong), (1, &serde_json::json!({"event": "count", "data": "x"})));

    let untagged = all(wait(events("data: {\"n\": 1}\n\nid: 7\ndata: 2\n\n").untagged()).unwrap());
    let [Ok(types::untagged::Event::WithData(tick)), Ok(types::untagged::Event::WithDataAndId(text))] = &untagged[..]
    else {
        panic!("{untagged:?}")
    };
    assert_eq!((tick.data.n, text.data.as_str()), (1, "2"));
}

#[test]
fn documents_one_after_the_other() {
    let lines = client("application/x-ndjson", b"{\"n\": 1}\r\n\n{\"n\": 2}");
    assert_eq!(ticks(wait(lines.lines()).unwrap()), [Ok(1), Ok(2)]);
    // Servers are not always exact about the name.
    let lines = client("application/json", b"{\"n\": 1}\n{");
    assert_eq!(ticks(wait(lines.lines()).unwrap()), [Ok(1), Err(ErrorKind::Decode)]);
    let values = all(wait(client("application/jsonl", b"1\n[true]\n").values()).unwrap());
    assert_eq!(values, [Ok(serde_json::json!(1)), Ok(serde_json::json!([true]))]);
    let sequence = client("application/json-seq", b"\x1e{\"n\": 1}\n\x1e{\"n\"\n\x1e{\n\"n\": 2}\n");
    assert_eq!(ticks(wait(sequence.sequence()).unwrap()), [Ok(1), Err(ErrorKind::Decode), Ok(2)]);
}

fn chat(client: &Client) -> Call<client::api::Chat> {
    client.chat(types::chat::Body::new("Hi").stream(true))
}

#[test]
fn json_or_a_stream() {
    let server = Server::new(Answer::body(200, "text/event-stream", b"data: {\"n\": 1}\n\n"));
    let client = server.client(Client::builder());
    assert_eq!(ticks(wait(chat(&client).into_events()).unwrap()), [Ok(1)]);
    let seen = server.only();
    assert_eq!((seen.header("accept"), seen.text()), (Some("text/event-stream"), r#"{"text":"Hi","stream":true}"#));

    let server = Server::new(Answer::json(200, r#""Hello""#));
    let client = server.client(Client::builder());
    assert_eq!(wait(chat(&client)).unwrap(), "Hello");
    assert_eq!(server.only().header("accept"), Some("application/json"));
    // A server that does not stream says so.
    let error = wait(chat(&client).into_events()).unwrap_err();
    assert_eq!(error.to_string(), "chat: 200 OK: the body is `application/json` instead of `text/event-stream`");
    assert_eq!(error.body().unwrap(), r#""Hello""#);
}

#[test]
fn a_stream_among_several_successes() {
    assert_eq!(ticks(wait(events("data: {\"n\": 1}\n\n").job().into_events()).unwrap()), [Ok(1)]);
    let whole = wait(events("data: 1\n\n").job()).unwrap();
    assert_eq!(whole, client::api::JobOutput::Ok("data: 1\n\n".into()));
}

#[test]
fn a_stream_or_nothing_is_a_stream() {
    assert_eq!(ticks(wait(events("data: {\"n\": 1}\n\n").quiet()).unwrap()), [Ok(1)]);
    let client = Server::new(Answer::status(204)).client(Client::builder());
    assert_eq!(ticks(wait(client.quiet()).unwrap()), []);
}

#[test]
fn any_body_as_it_comes() {
    let client = client("application/json", b"\"Hello\"");
    let mut stream = wait(chat(&client).into_stream()).unwrap();
    assert_eq!(wait(stream.next()).unwrap().unwrap(), "\"Hello\"");
    assert!(wait(stream.next()).is_none());
}

#[test]
fn lines_are_sent() {
    let seen = sent(|client| client.import(vec![types::Tick::new(1), types::Tick::new(2)]));
    assert_eq!((seen.header("content-type"), seen.text()), (Some("application/x-ndjson"), "{\"n\":1}\n{\"n\":2}\n"));
}
