//! The walk from page to page: where it ends, what it takes for a circle, what it keeps of links.

use serde_json::Value;

#[cfg(target_os = "linux")]
use crate::runtime::{Body, BoxFuture, Transport, TransportError};
use crate::runtime::{
    Call, Client, DecodeError, ErrorKind, Items, Next, Operation, OperationInfo, PageArgument, PageToken, Paginated,
    Pagination, Parameter, Received, Request, Undeclared,
};
use crate::support::{Answer, Server, World, builder, client, reply};

/// An operation whose pages are lists of numbers, and how it goes on.
macro_rules! operation {
    ($name:ident, $items:literal, $next:expr) => {
        operation!($name, $items, $next, None);
    };
    ($name:ident, $items:literal, $next:expr, $more:expr) => {
        #[derive(Clone, Copy, Debug)]
        struct $name;

        impl Operation for $name {
            type Output = Value;
            type Error = Undeclared;
            const INFO: &'static OperationInfo =
                &OperationInfo { parameters: &[Parameter::query("at")], ..OperationInfo::new("list", "GET", "/list") };

            fn output(response: &Received) -> Result<Value, DecodeError> {
                response.json()
            }

            fn error(_: &Received) -> Undeclared {
                Undeclared
            }
        }

        impl Paginated for $name {
            type Item = Value;
            const PAGINATION: &'static Pagination = &Pagination { items: $items, next: $next, more: $more };
        }

        impl $name {
            fn call(client: &Client) -> Call<Self> {
                Request::new(Self::INFO).call(client)
            }
        }
    };
}

const AT: PageArgument = PageArgument::Parameter(0);

operation!(ByCursor, "/items", Next::Cursor { argument: AT, token: PageToken::Body("/next") });
operation!(ByValue, "/items", Next::Cursor { argument: AT, token: PageToken::Json("/next") });
operation!(ByLink, "", Next::Link);
operation!(ByHeader, "", Next::Cursor { argument: AT, token: PageToken::Header("x-next") });
operation!(ByHeaderUrl, "", Next::Header("x-next"));
operation!(ByUrl, "/items", Next::Url("/next"));
operation!(ByOffset, "", Next::Offset { argument: AT, total: None });

operation!(ByLast, "/items", Next::Cursor { argument: AT, token: PageToken::Body("/items/-/id") }, Some("/more"));

/// How many items come, and the error behind them.
async fn all<O: Paginated<Item = Value>>(mut items: Items<O>) -> (usize, Option<String>) {
    let mut count = 0;
    while let Some(item) = items.next().await {
        match item {
            Ok(_) => count += 1,
            Err(error) => {
                assert_eq!(error.kind(), ErrorKind::Decode);
                return (count, Some(error.to_string()));
            }
        }
    }
    (count, None)
}

fn pets(answers: impl IntoIterator<Item = Answer>) -> (Server, Client) {
    let server = Server::new(answers);
    let client = client(&server, &World::default());
    (server, client)
}

const BACK: &str = "list: 200 OK: the answer leads back to a page that was there before";

/// A link is resolved against where the answer came from (RFC 3986, section 5.1.3).
#[tokio::test]
async fn a_link_behind_a_redirect() {
    let moved = reply(301, "").with("location", "/v2/pets");
    let (server, client) = pets([moved, reply(200, "[1]").with("link", "<?page=2>; rel=next"), reply(200, "[2]")]);
    assert_eq!(all(ByLink::call(&client).into_items()).await, (2, None));
    assert_eq!(server.seen()[2].uri, "https://api.example.com/v2/pets?page=2");
}

#[tokio::test]
async fn the_last_item_may_say_where_it_goes_on() {
    let (server, client) = pets([
        reply(200, r#"{"items":[{"id":"a"},{"id":"b"}],"more":true}"#),
        reply(200, r#"{"items":[{"id":"c"}],"more":false}"#),
    ]);
    assert_eq!(all(ByLast::call(&client).into_items()).await, (3, None));
    assert_eq!(server.seen()[1].uri, "https://api.example.com/v1/list?at=b");
}

#[tokio::test]
async fn more_of_which_nobody_says_where_it_is_does_not_end_a_walk_silently() {
    let (_, client) = pets([reply(200, r#"{"items":[],"more":true}"#)]);
    let lost = "list: 200 OK: the answer says that there is more, and not where";
    assert_eq!(all(ByLast::call(&client).into_items()).await, (0, Some(lost.to_owned())));
    let (_, client) = pets([reply(200, r#"{"items":[{"id":"a"}]}"#), reply(200, r#"{"items":[]}"#)]);
    assert_eq!(all(ByLast::call(&client).into_items()).await, (1, None), "nothing is said of more");
}

#[tokio::test]
async fn the_page_that_a_walk_begins_with_is_one_that_was_there() {
    let back = (1, Some(BACK.to_owned()));
    let (_, client) = pets([reply(200, r#"{"items":[1],"next":"a"}"#)]);
    assert_eq!(all(ByCursor::call(&client).with_argument(0, &"a").into_items()).await, back);
    assert_eq!(all(ByCursor::call(&client).into_items().resume("0:a")).await, back);
    assert_eq!(all(ByValue::call(&client).with_argument(0, &"a").into_items()).await, back);
    let (_, client) = pets([reply(200, r#"{"items":[1],"next":7}"#)]);
    assert_eq!(all(ByCursor::call(&client).with_argument(0, &7).into_items()).await, back);
    let (_, client) = pets([reply(200, "[1]").with("link", "</v1/list?at=3>; rel=next")]);
    assert_eq!(all(ByLink::call(&client).with_argument(0, &3).into_items()).await, back);
    let (_, client) = pets([reply(200, r#"{"items":[1],"next":"/v1/list"}"#)]);
    assert_eq!(all(ByUrl::call(&client).into_items()).await, back);
}

/// Has one more page, always, and long names for all of them.
#[cfg(target_os = "linux")]
#[derive(Default)]
struct Endless(std::sync::atomic::AtomicUsize);

#[cfg(target_os = "linux")]
impl Transport for Endless {
    fn send(&self, _: http::Request<Body>) -> BoxFuture<'_, Result<http::Response<Body>, TransportError>> {
        let page = self.0.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
        let body = format!(r#"{{"items":[{page}],"next":"{page:02000}"}}"#);
        Box::pin(async { Ok(http::Response::new(Body::from(bytes::Bytes::from(body)))) })
    }
}

/// What [`a_walk_keeps_no_positions`] runs, in a process where nothing else needs memory.
#[cfg(target_os = "linux")]
#[tokio::test]
#[ignore = "another test runs it alone"]
async fn a_long_walk() {
    let pages = || {
        let statm = std::fs::read_to_string("/proc/self/statm").unwrap();
        statm.split(' ').nth(1).unwrap().parse::<usize>().unwrap()
    };
    let client = Client::builder().transport(Endless::default()).environment(World::default()).build().unwrap();
    let mut items = ByCursor::call(&client).into_items();
    for _ in 0..1000 {
        items.next().await.unwrap().unwrap();
    }
    let before = pages();
    for _ in 0..8000 {
        items.next().await.unwrap().unwrap();
    }
    // As positions they would be 16 MB, four times as many.
    assert!(pages() < before + 1000, "{before} and {} pages", pages());
}

#[cfg(target_os = "linux")]
#[test]
fn a_walk_keeps_no_positions() {
    let mut child = std::process::Command::new(std::env::current_exe().unwrap());
    let output = child.args(["pages::a_long_walk", "--exact", "--ignored"]).output().unwrap();
    let text = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success() && text.contains("1 passed"), "{text}");
}

/// A server that keeps what it answered to a key would answer with the first page again.
#[tokio::test]
async fn a_key_is_for_one_page() {
    let pages = || [reply(200, r#"{"items":[1],"next":"a"}"#), reply(500, ""), reply(200, r#"{"items":[2]}"#)];
    let (server, client) = pets(pages());
    assert_eq!(all(ByCursor::call(&client).with_idempotency_key("mine").into_items()).await, (2, None));
    let seen = server.seen();
    let keys: Vec<_> = seen.iter().map(|seen| seen.header("idempotency-key").unwrap()).collect();
    assert_eq!((keys[0], keys[1].len()), ("mine", 36));
    assert_eq!(keys[1], keys[2], "both attempts are for the second page");
    // Without one there is none.
    let (server, client) = pets(pages());
    assert_eq!(all(ByCursor::call(&client).into_items()).await, (2, None));
    assert!(server.seen().iter().all(|seen| seen.header("idempotency-key").is_none()));
}

#[tokio::test]
async fn a_link_need_not_be_encoded() {
    let next = "</v1/list?q=a b&at=2>; rel=next";
    let (server, client) = pets([reply(200, "[1]").with("link", next), reply(200, "[]")]);
    assert_eq!(all(ByLink::call(&client).into_items()).await, (1, None));
    assert_eq!(server.seen()[1].uri, "https://api.example.com/v1/list?q=a%20b&at=2");
    let (server, client) =
        pets([reply(200, "{\"items\":[1],\"next\":\"/v1/Zo\u{eb} 2\"}"), reply(200, r#"{"items":[]}"#)]);
    assert_eq!(all(ByUrl::call(&client).into_items()).await, (1, None));
    assert_eq!(server.seen()[1].uri, "https://api.example.com/v1/Zo%C3%AB%202");
}

#[tokio::test]
async fn equal_pages_are_pages_if_values_may_be_equal() {
    let (_, client) = pets([reply(200, "[1,1]"), reply(200, "[1,1]"), reply(200, "[]")]);
    assert_eq!(all(ByOffset::call(&client).into_items()).await, (4, None));
    let again = Some("list: 200 OK: the answer is the page before once more".to_owned());
    // What differs on a page does so on the next one.
    let (_, client) = pets([reply(200, r#"[{"id":1},{"id":2}]"#)]);
    assert_eq!(all(ByOffset::call(&client).into_items()).await, (4, again.clone()));
    // A server that can't count never comes to an end.
    let (server, client) = pets([reply(200, "[1,1]")]);
    assert_eq!(all(ByOffset::call(&client).into_items()).await, (202, again));
    assert_eq!(server.seen().len(), 101);
}

#[tokio::test]
async fn a_resume_token_has_no_credentials() {
    let link = "</v1/list?at=2&app%20id=s3cr3t&app+id=s3cr3t>; rel=next";
    let server = Server::new([reply(200, "[1]").with("link", link), reply(200, "[2]")]);
    let client = builder(&server, &World::default()).app_id("s3cr3t").build().unwrap();
    let mut items = ByLink::call(&client).into_items();
    items.next().await.unwrap().unwrap();
    assert_eq!(items.resume_token().as_deref(), Some("0:https://api.example.com/v1/list?at=2"));
    items.next().await.unwrap().unwrap();
    assert_eq!(server.seen()[1].uri, "https://api.example.com/v1/list?at=2&app%20id=s3cr3t");
}

/// The page behind is not known then: a walk that is taken up again is at the end of the page that was there.
#[tokio::test]
async fn a_resume_token_of_a_walk_that_is_lost_repeats_no_item() {
    let page = || reply(200, "[1,2]").with("x-next", "https://evil.example.com/");
    let (server, client) = pets([page(), page(), page()]);
    let mut items = ByHeaderUrl::call(&client).into_items();
    items.next().await.unwrap().unwrap();
    assert_eq!(items.resume_token().as_deref(), Some("1"));
    items.next().await.unwrap().unwrap();
    assert_eq!(items.resume_token().as_deref(), Some("2"));
    items.next().await.unwrap().unwrap_err();
    assert_eq!(items.resume_token().as_deref(), Some("2"));
    for _ in 0..2 {
        let mut again = ByHeaderUrl::call(&client).into_items().resume("2");
        assert_eq!(again.next().await.unwrap().unwrap_err().kind(), ErrorKind::Auth);
        assert_eq!(again.resume_token().as_deref(), Some("2"));
    }
    assert_eq!(server.seen().len(), 3);
}

#[tokio::test]
async fn a_link_from_another_page_is_not_followed() {
    for (link, requests) in [
        ("</v1/list?at=2>; rel=next; anchor=\"/v1/other\"", 1),
        ("</v1/list?at=2>; rel=next; anchor=\"#part\"", 1),
        ("</v1/other>; rel=next; anchor=\"/v1/other\", </v1/list?at=2>; rel=next", 2),
        ("</v1/list?at=2>; rel=next; anchor=\"\"", 2),
        ("</v1/list?at=2>; anchor=\"https://api.example.com/v1/list\"; rel=next", 2),
    ] {
        let (server, client) = pets([reply(200, "[1]").with("link", link), reply(200, "[2]")]);
        assert_eq!(all(ByLink::call(&client).into_items()).await, (requests, None), "{link}");
        assert!(server.seen()[requests - 1].uri.path() == "/v1/list" && server.seen().len() == requests, "{link}");
    }
}

#[tokio::test]
async fn headers_that_lead_on_are_text_in_utf_8() {
    let lead = |name, value: &str| pets([reply(200, "[1]").with(name, value), reply(200, "[2]")]);
    let (server, client) = lead("link", "</v1/list?q=Zoë&at=2>; title=Zoë; rel=next");
    assert_eq!(all(ByLink::call(&client).into_items()).await, (2, None));
    assert_eq!(server.seen()[1].uri.query(), Some("q=Zo%C3%AB&at=2"));
    let (server, client) = lead("x-next", "/v1/list?q=Zoë&at=2");
    assert_eq!(all(ByHeaderUrl::call(&client).into_items()).await, (2, None));
    assert_eq!(server.seen()[1].uri.query(), Some("q=Zo%C3%AB&at=2"));
    let (server, client) = lead("x-next", "Zoë");
    assert_eq!(all(ByHeader::call(&client).into_items().limit(2)).await, (2, None));
    assert_eq!(server.seen()[1].uri.query(), Some("at=Zo%C3%AB"));
}

fn latin_1(name: &'static str, value: &str) -> Answer {
    let octets: Vec<u8> = value.chars().map(|letter| u8::try_from(letter).unwrap()).collect();
    reply(200, "[1]").with(name, octets)
}

#[tokio::test]
async fn a_header_that_is_no_text_is_not_the_end() {
    let no_text = "list: 200 OK: the header that leads to the next page is no text in UTF-8".to_owned();
    let lead = |name, value| pets([latin_1(name, value)]).1;
    let no_text = (1, Some(no_text));
    let link = "</v1/list?q=Zo\u{eb}&at=2>; rel=next";
    assert_eq!(all(ByLink::call(&lead("link", link)).into_items()).await, no_text);
    assert_eq!(all(ByHeaderUrl::call(&lead("x-next", "/v1/list?q=\u{eb}")).into_items()).await, no_text);
    assert_eq!(all(ByHeader::call(&lead("x-next", "\u{eb}")).into_items()).await, no_text);
    // Only of what leads on is that said.
    let (server, client) =
        pets([latin_1("link", "</v1/list?q=\u{eb}>; rel=prev, </v1/list?at=2>; rel=next"), reply(200, "[2]")]);
    assert_eq!(all(ByLink::call(&client).into_items()).await, (2, None));
    assert_eq!(server.seen()[1].uri.query(), Some("at=2"));
}

#[tokio::test]
async fn the_token_0_is_behind_the_last_page() {
    for last in [r#"{"items":[2],"next":0}"#, r#"{"items":[2],"next":"0"}"#] {
        let script = || [reply(200, r#"{"items":[1],"next":7}"#), reply(200, last), reply(200, r#"{"items":[1]}"#)];
        assert_eq!(all(ByCursor::call(&pets(script()).1).into_items()).await, (2, None), "{last}");
        assert_eq!(all(ByValue::call(&pets(script()).1).into_items()).await, (2, None), "{last}");
    }
    let (_, client) = pets([reply(200, "[1]").with("x-next", "0")]);
    assert_eq!(all(ByHeader::call(&client).into_items()).await, (1, None));
    // Any other text is a token like any other.
    let (_, client) = pets([reply(200, r#"{"items":[1],"next":"00"}"#), reply(200, r#"{"items":[2]}"#)]);
    assert_eq!(all(ByCursor::call(&client).into_items()).await, (2, None));
}

#[tokio::test]
async fn the_page_with_a_bad_link_was_answered() {
    for (link, kind, message) in [
        ("https://[1", ErrorKind::Decode, "the link to the next page is no URL"),
        ("https://evil.example.com/", ErrorKind::Auth, "the next page is at another origin, where the credentials"),
    ] {
        let (server, client) = pets([reply(200, "[1]").with("x-next", link).with("x-request-id", "r1")]);
        let mut items = ByHeaderUrl::call(&client).into_items();
        items.next().await.unwrap().unwrap();
        let error = items.next().await.unwrap().unwrap_err();
        assert!(error.to_string().starts_with(&format!("list: 200 OK: {message}")), "{error}");
        assert_eq!((error.kind(), error.may_have_run(), error.attempts().len()), (kind, true, 1));
        assert_eq!((error.request_id(), error.body().as_deref()), (Some("r1"), Some(&b"[1]"[..])));
        assert_eq!((items.next().await.is_none(), server.seen().len()), (true, 1));
    }
    let (_, client) = pets([reply(200, r#"{"items":[1],"next":"//evil.example.com","message":"hello"}"#)]);
    let mut items = ByUrl::call(&client).into_items();
    items.next().await.unwrap().unwrap();
    let error = items.next().await.unwrap().unwrap_err();
    assert!(error.message().is_none() && !error.to_string().contains("hello"), "{error}");
}
