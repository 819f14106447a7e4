//! Streams of items: events, JSON Lines, JSON text sequences.

use std::time::Duration;

use bytes::Bytes;
use serde_json::{Value, json};

use crate::runtime::{
    ByteStream, Call, Client, Decode, DecodeError, Error, ErrorKind, Event, EventStream, Open, Operation,
    OperationInfo, Options, Received, Request, Streams, Undeclared,
};
use crate::support::{Answer, Server, World, client, reply};

/// An operation that answers with JSON, or with numbers as events.
#[derive(Clone, Copy, Debug)]
struct Count;

impl Operation for Count {
    type Output = i64;
    type Error = Undeclared;
    const INFO: &'static OperationInfo = &OperationInfo {
        accept: "application/json, application/problem+json;q=0.1",
        ..OperationInfo::new("count", "GET", "/count")
    };

    fn output(response: &Received) -> Result<i64, DecodeError> {
        response.json()
    }

    fn error(_: &Received) -> Undeclared {
        Undeclared
    }
}

impl Streams for Count {
    type Item = i64;
    const MEDIA_TYPE: &'static str = "text/event-stream";

    fn events(body: ByteStream) -> Result<EventStream<i64>, Error> {
        body.into_event_data()
    }
}

/// An operation that answers with JSON Lines and nothing else.
#[derive(Clone, Copy, Debug)]
struct Log;

impl Operation for Log {
    type Output = EventStream<Value>;
    type Error = Undeclared;
    const INFO: &'static OperationInfo =
        &OperationInfo { accept: "application/jsonl", ..OperationInfo::new("log", "GET", "/log") };
    const OPEN: Option<Open<Self::Output>> = Some(Self::events);

    fn output(response: &Received) -> Result<Self::Output, DecodeError> {
        response.opened(Self::events)
    }

    fn error(_: &Received) -> Undeclared {
        Undeclared
    }
}

impl Streams for Log {
    type Item = Value;
    const MEDIA_TYPE: &'static str = "application/jsonl";

    fn events(body: ByteStream) -> Result<EventStream<Value>, Error> {
        body.into_json_lines()
    }
}

fn count(client: &Client) -> Call<Count> {
    Request::new(Count::INFO).call(client)
}

fn log(client: &Client) -> Call<Log> {
    Request::new(Log::INFO).call(client)
}

fn answer(media_type: &str, pieces: &[&[u8]]) -> Answer {
    let pieces = pieces.iter().map(|piece| Some(Ok(Bytes::copy_from_slice(piece)))).collect();
    Answer::Pieces(200, Vec::new(), pieces).with("content-type", media_type)
}

/// A body that comes in these pieces.
async fn body(pieces: &[&[u8]], options: impl FnOnce(Options) -> Options) -> ByteStream {
    let server = Server::new([answer("text/event-stream", pieces)]);
    count(&client(&server, &World::default())).with_options(options).into_stream().await.unwrap()
}

/// What is left of a stream, an error being its kind.
async fn all<T>(mut stream: EventStream<T>) -> Vec<Result<T, ErrorKind>> {
    let mut items = Vec::new();
    while let Some(item) = stream.next().await {
        items.push(item.map_err(|error| error.kind()));
    }
    items
}

/// All ways to receive a text: whole, cut in two at each byte, and byte by byte.
fn cuts(text: &[u8]) -> Vec<Vec<&[u8]>> {
    let halves = (0..=text.len()).map(|at| vec![&text[..at], &text[at..]]);
    halves.chain([text.chunks(1).collect()]).collect()
}

type Opened<T> = fn(ByteStream) -> Result<EventStream<T>, Error>;

/// However a text is cut, its items are these.
async fn assert_items<T: std::fmt::Debug + PartialEq>(
    text: &[u8],
    limit: u64,
    open: Opened<T>,
    expected: &[Result<T, ErrorKind>],
) {
    for pieces in cuts(text) {
        let stream = open(body(&pieces, |options| options.event_limit(limit)).await).unwrap();
        assert_eq!(all(stream).await, expected, "{pieces:?}");
    }
}

const NO_LIMIT: u64 = u64::MAX;

type Items<'a> = &'a [Result<Value, ErrorKind>];

/// An event shows no secret of data that is JSON.
#[test]
fn an_event_shows_no_secret() {
    let json = Event::new("login", r#"{"token":"s3cret","user":"ann"}"#);
    let shown = r#"Event { event: "login", data: "{\"token\":\"***\",\"user\":\"ann\"}", id: None, retry: None }"#;
    assert_eq!(format!("{json:?}"), shown);
    let text = r#"Event { event: "message", data: "{not JSON", id: None, retry: None }"#;
    assert_eq!(format!("{:?}", Event::new("message", "{not JSON")), text);
}

fn event(event: &str, data: &str, id: Option<&str>, retry: Option<u64>) -> Event {
    let mut made = Event::new(event, data);
    made.id = id.map(str::to_owned);
    made.retry = retry.map(Duration::from_millis);
    made
}

#[test]
fn an_event_that_does_not_say_what_it_is() {
    assert_eq!(Event::default(), Event::new("message", ""));
}

#[tokio::test]
async fn events_as_they_are() {
    let table: [(&[u8], &[Event]); 13] = [
        (b"data: a\n\n", &[event("message", "a", None, None)]),
        (
            b"\xef\xbb\xbfdata: a\r\n\r\ndata:b\r\rdata:  c\n\r\n",
            &[event("message", "a", None, None), event("message", "b", None, None), event("message", " c", None, None)],
        ),
        (
            b": hello\n\n:\n\ndata\n\ndata: a\ndata:\ndata: b\n\n",
            &[event("message", "", None, None), event("message", "a\n\nb", None, None)],
        ),
        (
            b"event: add\nid: 7\nretry: 250\ndata: {\"x\": \"y: z\"}\n\n",
            &[event("add", "{\"x\": \"y: z\"}", Some("7"), Some(250))],
        ),
        // Not digits, a NUL, a field that nobody knows, and no field at all.
        (b"retry: 1s\nid: a\0b\nfoo: bar\n:data: x\ndata: a\n\n", &[event("message", "a", None, None)]),
        ("data: h\u{e9} \u{1f600}\n\n".as_bytes(), &[event("message", "h\u{e9} \u{1f600}", None, None)]),
        (b"data: a\xff\ndata: \xf0\x9f\x98\n\n", &[event("message", "a\u{fffd}\n\u{fffd}", None, None)]),
        // An event without data is none, and forgotten.
        (b"event: ping\n\ndata: a\n\n", &[event("message", "a", None, None)]),
        (b"event: ping\nevent:\ndata: a\n\n", &[event("message", "a", None, None)]),
        (b"data: a\n\ndata: b\n", &[event("message", "a", None, None)]),
        (b"data: a\n\ndata: b", &[event("message", "a", None, None)]),
        (b"data: [DONE]\n\n", &[event("message", "[DONE]", None, None)]),
        (b"", &[]),
    ];
    for (text, events) in table {
        let expected: Vec<_> = events.iter().cloned().map(Ok).collect();
        assert_items(text, NO_LIMIT, ByteStream::into_events, &expected).await;
    }
}

#[tokio::test]
async fn an_event_is_there_as_soon_as_its_empty_line() {
    let server = Server::new([Answer::Pieces(200, Vec::new(), vec![Some(Ok(Bytes::from("data: 1\r\r"))), None])]);
    let mut stream = count(&client(&server, &World::default())).into_events().await.unwrap();
    assert_eq!(stream.next().await.unwrap().unwrap(), 1);
}

#[tokio::test]
async fn what_a_reconnection_needs() {
    let text = b"retry: 5\n\nid: 1\ndata: a\n\ndata: b\n\nid: 2\n\ndata: c\n\nid\ndata: d\n\n";
    let mut stream = body(&[text], |options| options).await.into_events().unwrap();
    assert_eq!((stream.last_event_id(), stream.reconnection_time()), (None, None));
    let mut ids = Vec::new();
    while let Some(event) = stream.next().await {
        ids.push((event.unwrap().data, stream.last_event_id().map(str::to_owned)));
    }
    let id = |id: &str| Some(id.to_owned());
    let seen = [("a", id("1")), ("b", id("1")), ("c", id("2")), ("d", None)];
    assert_eq!(ids, seen.map(|(data, id)| (data.to_owned(), id)));
    assert_eq!(stream.reconnection_time(), Some(Duration::from_millis(5)));
}

#[tokio::test]
async fn events_whose_data_has_a_type() {
    let text =
        b"data: 1\n\ndata: [1,\ndata: 2]\n\nevent: error\ndata: {\"no\": 1}\n\ndata: x\n\ndata: [DONE]\n\ndata: 2\n\n";
    let decode = || Err(ErrorKind::Decode);
    assert_items(text, NO_LIMIT, ByteStream::into_event_data::<i64>, &[Ok(1), decode(), decode(), decode()]).await;
    let values = [Ok(json!(1)), Ok(json!([1, 2])), Ok(json!({"no": 1})), Err(ErrorKind::Decode)];
    assert_items(text, NO_LIMIT, ByteStream::into_event_data::<Value>, &values).await;
}

#[tokio::test]
async fn events_as_objects() {
    let text = b"event: add\nid: \"7\nretry: 3\ndata: {\"x\": [1]}\n\ndata: 1 2\n\ndata: 12\n\n";
    let json = [
        Ok(json!({"event": "add", "id": "\"7", "retry": 3, "data": {"x": [1]}})),
        Ok(json!({"data": "1 2"})),
        Ok(json!({"data": 12})),
    ];
    assert_items(text, NO_LIMIT, ByteStream::into_event_objects::<Value>, &json).await;
    let mixed = |body: ByteStream| body.into_mixed_events::<Value>(&["add"]);
    let added = Ok(json!({"event": "add", "id": "\"7", "retry": 3, "data": "{\"x\": [1]}"}));
    assert_items(text, NO_LIMIT, mixed, &[added, json[1].clone(), json[2].clone()]).await;
    let texts = [
        Ok(json!({"event": "add", "id": "\"7", "retry": 3, "data": "{\"x\": [1]}"})),
        Ok(json!({"data": "1 2"})),
        Ok(json!({"data": "12"})),
    ];
    assert_items(text, NO_LIMIT, ByteStream::into_event_texts::<Value>, &texts).await;
}

#[tokio::test]
async fn json_lines() {
    let decode = || Err(ErrorKind::Decode);
    let table: [(&[u8], Items); 6] = [
        (b"{\"a\": \"\xc3\xa9\"}\n[1]\n2", &[Ok(json!({"a": "\u{e9}"})), Ok(json!([1])), Ok(json!(2))]),
        (b"\xef\xbb\xbf1\r\n\r\n \n\n2\r\n", &[Ok(json!(1)), Ok(json!(2))]),
        (b"1\n{\n2\n", &[Ok(json!(1)), decode(), Ok(json!(2))]),
        (b"\"\xff\"\n[1, 2\n\"a\\n\"\n", &[decode(), decode(), Ok(json!("a\n"))]),
        (b"null\n1 2\n", &[Ok(json!(null)), decode()]),
        (b"\n", &[]),
    ];
    for (text, items) in table {
        assert_items(text, NO_LIMIT, ByteStream::into_json_lines::<Value>, items).await;
    }
}

#[tokio::test]
async fn json_sequences() {
    let decode = || Err(ErrorKind::Decode);
    let table: [(&[u8], Items); 8] = [
        (b"\x1e{\"a\": 1}\n\x1e2\n", &[Ok(json!({"a": 1})), Ok(json!(2))]),
        (b"\x1e[\n 1,\n \"}\\\"\n\"\n]\n\x1e3\n", &[decode(), Ok(json!(3))]),
        (b"\x1e[\n 1,\n {}\n]\n\x1e\x1e\n\x1e\"]\"\n", &[Ok(json!([1, {}])), Ok(json!("]"))]),
        // What is closed needs no end; a number might go on.
        (b"\x1e[1]\x1e12\x1etrue\x1e1", &[Ok(json!([1])), decode(), decode(), decode()]),
        (b"\x1e12 \x1e\"a\"", &[Ok(json!(12)), Ok(json!("a"))]),
        (b"\x1e{\"a\": \n\x1e1\n", &[decode(), Ok(json!(1))]),
        (b"\x1e\"a\n\x1e\"\\\\\"\n", &[decode(), Ok(json!("\\"))]),
        // Without separators it is JSON Lines.
        (b"[1]\n2\n", &[Ok(json!([1])), Ok(json!(2))]),
    ];
    for (text, items) in table {
        assert_items(text, NO_LIMIT, ByteStream::into_json_sequence::<Value>, items).await;
    }
}

#[tokio::test]
async fn an_item_that_is_too_large_is_dropped_alone() {
    let large = || Err(ErrorKind::TooLarge);
    let events = b"data: 1\n\ndata: 12345\r\ndata: 1\r\n\r\ndata: 2\n\n:123456789\n\ndata: 123\ndata: 456\ndata: 789\n\nid: 1\ndata: 3\n\n";
    let expected = [Ok(json!(1)), large(), Ok(json!(2)), large(), large(), Ok(json!(3))];
    assert_items(events, 9, ByteStream::into_event_data::<Value>, &expected).await;
    let lines = b"1\n123456789\n2\n123456789";
    let expected = [Ok(json!(1)), large(), Ok(json!(2)), large()];
    assert_items(lines, 8, ByteStream::into_json_lines::<Value>, &expected).await;
    let sequence = b"\x1e1\n\x1e[12345678]\n\x1e2\n\x1e[\n123,\n456]\n\x1e3\n\x1e[123456789";
    let expected = [Ok(json!(1)), large(), Ok(json!(2)), large(), Ok(json!(3)), large()];
    assert_items(sequence, 8, ByteStream::into_json_sequence::<Value>, &expected).await;
}

#[tokio::test]
async fn a_large_event_passes_by_default() {
    let text = format!("data: \"{}\"\n\n", "x".repeat(10_000_000));
    for size in [1000, 1 << 16, text.len()] {
        let pieces: Vec<&[u8]> = text.as_bytes().chunks(size).collect();
        let mut stream = body(&pieces, |options| options).await.into_event_data::<String>().unwrap();
        assert_eq!(stream.next().await.unwrap().unwrap().len(), 10_000_000);
        assert!(stream.next().await.is_none());
    }
}

#[tokio::test]
async fn an_error_of_an_item_has_the_item() {
    let mut stream = body(&[b"data: 1\n\ndata: [\n\n"], |options| options).await.into_event_data::<i64>().unwrap();
    stream.next().await.unwrap().unwrap();
    let error = stream.next().await.unwrap().unwrap_err();
    assert_eq!(
        (error.kind(), error.status().unwrap().as_u16(), error.body()),
        (ErrorKind::Decode, 200, Some("[".into()))
    );
    let start = "count: 200 OK: an item of the stream is not what the document says: $: expected";
    assert!(error.to_string().starts_with(start), "{error}");
}

#[tokio::test]
async fn a_stream_that_breaks_off_has_no_half_item() {
    for (open, text) in [
        (ByteStream::into_json_lines::<Value> as Opened<Value>, "1\n2"),
        (ByteStream::into_json_sequence::<Value>, "\x1e1\n\x1e\"2\""),
        (ByteStream::into_event_data::<Value>, "data: 1\n\ndata: 2\n"),
    ] {
        let pieces = vec![Some(Ok(Bytes::from(text))), Some(Err(()))];
        let server = Server::new([Answer::Pieces(200, Vec::new(), pieces)]);
        let stream = count(&client(&server, &World::default())).into_stream().await.unwrap();
        assert_eq!(all(open(stream).unwrap()).await, [Ok(json!(1)), Err(ErrorKind::Transport)]);
    }
}

#[tokio::test]
async fn what_is_asked_for() {
    let server = Server::new([answer("text/event-stream", &[])]);
    let client = client(&server, &World::default());
    let _ = count(&client).into_events().await.unwrap();
    let _ = count(&client).with_header("accept", "text/event-stream;v=2").into_events().await.unwrap();
    let _ = count(&client).into_stream().await.unwrap();
    let _ = log(&client).await.unwrap();
    let accept: Vec<_> = server.seen().iter().map(|seen| seen.header("accept").unwrap().to_owned()).collect();
    let failures = "application/problem+json;q=0.1";
    let (events, count) = (format!("text/event-stream, {failures}"), format!("application/json, {failures}"));
    assert_eq!(accept, [&events, "text/event-stream;v=2", &count, "application/jsonl"]);
}

/// A page to log in is no line.
#[tokio::test]
async fn what_can_not_be_json_is_an_error() {
    let pages = ["text/html; charset=utf-8", "Application/XHTML+xml", "text/xml", "application/xml", "image/png"];
    for media_type in pages {
        let server = Server::new([answer(media_type, &[b"<html>\n</html>"])]);
        let client = client(&server, &World::default());
        let lines = [log(&client).await.map(drop), log(&client).into_events().await.map(drop)];
        for error in lines.map(Result::unwrap_err) {
            let message = format!("log: 200 OK: the body is `{media_type}` instead of `application/jsonl`");
            assert_eq!((error.kind(), error.to_string()), (ErrorKind::Decode, message));
            assert_eq!(error.body().unwrap(), "<html>\n</html>");
        }
        let error = log(&client).into_stream().await.unwrap().into_json_sequence::<Value>().unwrap_err();
        assert!(error.to_string().ends_with(" instead of `application/json-seq`"), "{error}");
    }
    let others =
        ["application/json", "text/plain", "application/octet-stream", "application/geo+json-seq", "text/csv", ""];
    for media_type in others {
        let server = Server::new([answer(media_type, &[b"1\n"])]);
        let client = client(&server, &World::default());
        assert_eq!(all(log(&client).await.unwrap()).await, [Ok(json!(1))], "{media_type}");
        let stream = log(&client).into_stream().await.unwrap();
        assert_eq!(all(stream.into_json_sequence::<Value>().unwrap()).await, [Ok(json!(1))], "{media_type}");
    }
}

#[tokio::test]
async fn what_is_no_stream_of_events_is_an_error() {
    let server = Server::new([answer("application/json; charset=utf-8", &[b"1"])]);
    let error = count(&client(&server, &World::default())).into_events().await.unwrap_err();
    let message = "count: 200 OK: the body is `application/json; charset=utf-8` instead of `text/event-stream`";
    assert_eq!((error.kind(), error.to_string().as_str()), (ErrorKind::Decode, message));
    assert_eq!((error.body().unwrap(), error.attempts().len(), error.may_have_run()), ("1".into(), 1, true));
    for media_type in ["Text/Event-Stream; charset=utf-8", "text/event-stream"] {
        let server = Server::new([answer(media_type, &[b"data: 1\n\n"])]);
        let stream = count(&client(&server, &World::default())).into_events().await.unwrap();
        assert_eq!(all(stream).await, [Ok(1)]);
    }
}

#[tokio::test]
async fn a_stream_is_what_the_call_gives() {
    let server = Server::new([answer("application/jsonl", &[b"1\n[", b"2]\n"])]);
    let client = client(&server, &World::default());
    let items = || [Ok(json!(1)), Ok(json!([2]))];
    assert_eq!(all(log(&client).await.unwrap()).await, items());
    assert_eq!(all(log(&client).send().await.unwrap()).await, items());
    assert_eq!(all(log(&client).into_events().await.unwrap()).await, items());
    let response = log(&client).into_response().await.unwrap();
    assert_eq!((response.status().as_u16(), response.raw().len()), (200, 0));
    assert_eq!(all(response.into_body()).await, items());
    assert_eq!(log(&client).into_text().await.unwrap(), "1\n[2]\n");
    let received = Received::new(http::StatusCode::OK, http::HeaderMap::new(), "1\n[2]\n".into());
    assert_eq!(all(Log::output(&received).unwrap()).await, items());
}

#[tokio::test]
async fn what_fails_before_the_stream_fails_the_call() {
    let server = Server::new([reply(503, ""), answer("text/event-stream", &[b"data: 1\n\n"])]);
    let stream = count(&client(&server, &World::default())).into_events().await.unwrap();
    assert_eq!((all(stream).await, server.seen().len()), (vec![Ok(1)], 2));
    let server = Server::new([reply(404, "{\"message\": \"no\"}")]);
    let error = count(&client(&server, &World::default())).into_events().await.unwrap_err();
    assert_eq!(error.to_string(), "count: 404 Not Found: no");
}

#[tokio::test]
async fn items_may_come_late() {
    let pieces = vec![Some(Ok(Bytes::from("data: 1\n\n"))), None];
    let server = Server::new([Answer::Pieces(200, Vec::new(), pieces)]);
    let world = World::default();
    let mut stream = count(&client(&server, &world)).into_events().await.unwrap();
    stream.next().await.unwrap().unwrap();
    let error = stream.next().await.unwrap().unwrap_err();
    assert_eq!(error.to_string(), "count: 200 OK: the body stalled for the idle timeout");
    assert!(error.is_timeout() && stream.next().await.is_none());
    assert_eq!(world.elapsed(), Duration::from_secs(300));
}

#[tokio::test]
async fn lines_are_sent() {
    static POST: OperationInfo = OperationInfo::new("post", "POST", "/");
    let server = Server::new([reply(200, "")]);
    let request = Request::new(&POST).json_lines("application/x-ndjson", &[json!({"a": "\n"}), json!(1)]);
    request.call::<crate::runtime::Custom>(&client(&server, &World::default())).await.unwrap();
    let seen = server.only();
    assert_eq!(
        (seen.header("content-type"), &seen.body[..]),
        (Some("application/x-ndjson"), &b"{\"a\":\"\\n\"}\n1\n"[..])
    );
}

/// The types of the stream's own methods are those of a stream's items.
#[tokio::test]
async fn it_is_a_stream_for_others_too() {
    fn items<T, S: futures_core::Stream<Item = Result<T, Error>> + Send + Unpin>(stream: S) -> S {
        stream
    }
    let mut stream = items(body(&[b"1\n"], |options| options).await.into_json_lines::<i64>().unwrap());
    let next =
        std::future::poll_fn(|context| futures_core::Stream::poll_next(std::pin::Pin::new(&mut stream), context));
    assert_eq!(next.await.unwrap().unwrap(), 1);
    let _ = i64::blank();
}

/// The body is there to be shown, and nothing more: it may have no end.
#[tokio::test]
async fn of_a_body_that_is_no_stream_of_events_there_is_the_beginning() {
    let page = "<p>Log in, please.</p>";
    let large = Bytes::from(vec![b' '; 50_000]);
    for (pieces, length) in [
        (vec![Some(Ok(page.into())), None], page.len()),
        (vec![Some(Ok(page.into())), Some(Err(()))], page.len()),
        (vec![Some(Ok(large.clone())), Some(Ok(large.clone())), None], 65_536),
        (vec![None], 0),
    ] {
        let server = Server::new([Answer::Pieces(200, Vec::new(), pieces).with("content-type", "text/html")]);
        let error = count(&client(&server, &World::default())).into_events().await.unwrap_err();
        assert_eq!((error.kind(), error.body().unwrap().len()), (ErrorKind::Decode, length));
        assert!(error.to_string().starts_with("count: 200 OK: the body is `text/html` instead"), "{error}");
        assert_eq!(server.seen().len(), 1);
    }
}
