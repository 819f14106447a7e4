//! The spans of calls and attempts, as a subscriber sees them.

use std::cell::RefCell;
use std::fmt;
use std::sync::Once;

use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Metadata, Subscriber};

use crate::support::{Answer, Server, World, builder, client, reply};

/// A span with all that was recorded, and the one it is in.
#[derive(Clone, Debug, Default)]
struct Seen {
    name: &'static str,
    parent: Option<u64>,
    fields: Vec<(&'static str, String)>,
}

impl Seen {
    fn get(&self, field: &str) -> Option<&str> {
        self.fields.iter().rev().find(|(name, _)| *name == field).map(|(_, value)| value.as_str())
    }
}

impl Visit for Seen {
    fn record_str(&mut self, field: &Field, value: &str) {
        self.fields.push((field.name(), value.to_owned()));
    }

    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        self.fields.push((field.name(), format!("{value:?}")));
    }
}

/// Keeps all spans of a thread; a span's id is its place, from 1.
///
/// It is the subscriber of all threads: what one sets for itself alone may hear nothing of a span that another thread,
/// which has none, was the first to come to.
struct Spans;

thread_local! {
    /// The spans, and which of them are entered.
    static SEEN: RefCell<(Vec<Seen>, Vec<u64>)> = const { RefCell::new((Vec::new(), Vec::new())) };
}

impl Subscriber for Spans {
    fn enabled(&self, _: &Metadata<'_>) -> bool {
        true
    }

    fn new_span(&self, attributes: &Attributes<'_>) -> Id {
        SEEN.with_borrow_mut(|(spans, entered)| {
            let mut seen =
                Seen { name: attributes.metadata().name(), parent: entered.last().copied(), fields: Vec::new() };
            attributes.record(&mut seen);
            spans.push(seen);
            Id::from_u64(spans.len() as u64)
        })
    }

    fn record(&self, id: &Id, values: &Record<'_>) {
        SEEN.with_borrow_mut(|(spans, _)| {
            // Other tests have several threads, and spans that go from one to the other.
            spans.get_mut(id.into_u64() as usize - 1).map(|span| values.record(span))
        });
    }

    fn record_follows_from(&self, _: &Id, _: &Id) {}

    fn event(&self, _: &Event<'_>) {}

    fn enter(&self, id: &Id) {
        SEEN.with_borrow_mut(|(_, entered)| entered.push(id.into_u64()));
    }

    fn exit(&self, _: &Id) {
        SEEN.with_borrow_mut(|(_, entered)| entered.pop());
    }
}

/// The spans of this crate's own code, while `work` runs.
async fn spans(work: impl Future) -> Vec<Seen> {
    static SUBSCRIBED: Once = Once::new();
    SUBSCRIBED.call_once(|| tracing::subscriber::set_global_default(Spans).unwrap());
    SEEN.take();
    work.await;
    SEEN.take().0.into_iter().filter(|span| matches!(span.name, "call" | "attempt")).collect()
}

#[tokio::test]
async fn a_call_is_a_span_and_so_is_each_attempt() {
    let answers = [
        reply(503, "busy").with("retry-after", "1").with("x-request-id", "r-1"),
        reply(200, r#"{"id":7,"name":"Rex"}"#).with("content-type", "application/json").with("x-request-id", "r-2"),
    ];
    let (server, world) = (Server::new(answers), World::default());
    let spans = spans(client(&server, &world).get_pet("7").send()).await;
    let [call, first, second] = &spans[..] else { panic!("{spans:#?}") };
    assert_eq!((call.name, call.parent), ("call", None));
    let expected = [
        ("otel.name", "getPet"),
        ("http.request.method", "GET"),
        ("url.template", "/pets/{petId}"),
        ("http.response.status_code", "200"),
        ("request_id", "r-2"),
    ];
    assert_eq!(call.fields, expected.map(|(name, value)| (name, value.to_owned())));
    for attempt in [first, second] {
        assert_eq!((attempt.name, attempt.parent), ("attempt", Some(1)));
        assert_eq!(attempt.get("otel.name"), Some("GET /pets/{petId}"));
        assert_eq!(attempt.get("otel.kind"), Some("client"));
        assert_eq!(attempt.get("http.request.method"), Some("GET"));
        assert_eq!(attempt.get("url.template"), Some("/pets/{petId}"));
        assert_eq!((attempt.get("server.address"), attempt.get("server.port")), (Some("api.example.com"), Some("443")));
    }
    assert_eq!((first.get("http.request.resend_count"), second.get("http.request.resend_count")), (None, Some("1")));
    assert_eq!((first.get("error.type"), second.get("error.type")), (Some("503"), None));
    assert_eq!(first.get("http.response.status_code"), Some("503"));
    assert_eq!(first.get("http.response.header.retry-after"), Some("1"));
    assert_eq!(first.get("request_id"), Some("r-1"));
    assert_eq!(second.get("http.response.header.content-type"), Some("application/json"));
}

#[tokio::test]
async fn what_ends_without_an_answer_has_the_kind_of_its_error() {
    let server = Server::new([Answer::Refuse]);
    let spans = spans(client(&server, &World::default()).list_pets().with_retries(0).send()).await;
    assert_eq!(spans.iter().map(|span| span.get("error.type")).collect::<Vec<_>>(), [Some("connect"), Some("connect")]);
    assert!(spans.iter().all(|span| span.get("http.response.status_code").is_none()), "{spans:#?}");
}

#[tokio::test]
async fn no_body_and_no_secret_is_in_a_span() {
    let refusal = reply(400, "s3cr3t").with("set-cookie", "s3cr3t").with("content-type", "x/s3cr3t");
    let refusal = refusal.with("x-request-id", "Bearer s3cr3t");
    let (server, world) = (Server::new([refusal]), World::default());
    let client = builder(&server, &world).bearer_auth("s3cr3t").app_id("s3cr3t").header("x-key", "s3cr3t");
    let client = client.build().unwrap();
    let pet = crate::rendered::Pet { id: 7, name: "s3cr3t".to_owned() };
    let spans = spans(async {
        client.create_pet(pet).with_query("key", "s3cr3t").send().await.unwrap_err();
        client.get_pet("s3cr3t").send().await.unwrap_err();
        client.request(http::Method::GET, "/s3cr3t?key=s3cr3t").send().await.unwrap_err();
    });
    let text = format!("{:?}", spans.await);
    assert!(text.contains("createPet") && !text.contains("s3cr3t"), "{text}");
}

#[tokio::test]
async fn a_call_whose_answer_can_not_be_read_has_failed() {
    let undecodable = |body| client(&Server::new([reply(200, body)]), &World::default());
    let spans = spans(undecodable("{").get_pet("7").send());
    assert_eq!(spans.await[0].get("error.type"), Some("decode"));
    let spans = self::spans(undecodable("[]").list_pets().send());
    assert_eq!(spans.await[0].get("error.type"), None);
}
