//! Streams over pages: what is asked for, when they end, and what they refuse.

use wire_pagination as client;

mod support;

use client::runtime::{Items, Paginated};
use client::types::request_bodies::form::Body as Form;
use client::types::request_bodies::query::{self, Body as Query};
use client::{Call, Client, ErrorKind};
use support::{Answer, Server, wait};

fn page(body: &'static str) -> Answer {
    Answer::json(200, body)
}

/// A client of a server that gives these pages one after the other.
fn client(pages: &[Answer]) -> (Server, Client) {
    let server = Server::script(pages);
    let client = server.client(Client::builder().key("k3y"));
    (server, client)
}

/// What was asked for, without what all requests have.
fn targets(server: &Server) -> Vec<String> {
    server.seen().iter().map(|seen| seen.target().replace("/v1/", "").replace("api_key=k3y", "")).collect()
}

/// All items up to the end or the first error.
fn all<O: Paginated<Item = i64>>(mut items: Items<O>) -> (Vec<i64>, Option<(ErrorKind, String)>) {
    let mut found = Vec::new();
    while let Some(item) = wait(items.next()) {
        match item {
            Ok(item) => found.push(item),
            Err(error) => {
                assert!(wait(items.next()).is_none(), "it goes on behind an error");
                return (found, Some((error.kind(), error.to_string())));
            }
        }
    }
    assert!(wait(items.next()).is_none() && items.resume_token().is_none());
    (found, None)
}

fn items<O: Paginated<Item = i64>>(pages: &[Answer], call: impl FnOnce(&Client) -> Call<O>) -> (Vec<i64>, Vec<String>) {
    let (server, client) = client(pages);
    let (found, error) = all(call(&client).into_items());
    assert_eq!(error, None);
    (found, targets(&server))
}

/// Why a walk ends, and how many requests it took.
fn error<O: Paginated<Item = i64>>(
    pages: &[Answer],
    call: impl FnOnce(&Client) -> Call<O>,
) -> (ErrorKind, String, usize) {
    let (server, client) = client(pages);
    let (kind, text) = all(call(&client).into_items()).1.unwrap();
    (kind, text, server.seen().len())
}

#[test]
fn cursors() {
    let pages = [
        page(r#"{"items":[1,2],"next_cursor":"a b"}"#),
        // An empty page is not the last one.
        page(r#"{"items":null,"next_cursor":"c"}"#),
        page(r#"{"items":[3],"next_cursor":""}"#),
    ];
    let (found, targets) = items(&pages, |client| client.by_cursor().kind("x"));
    assert_eq!(found, [1, 2, 3]);
    assert_eq!(targets, ["cursor?kind=x&", "cursor?cursor=a%20b&kind=x&", "cursor?cursor=c&kind=x&"]);
    let (found, targets) = items(&[page(r#"{"items":[1],"next_cursor":"a","has_more":false}"#)], Client::by_cursor);
    assert_eq!((found.len(), targets.len()), (1, 1));
}

#[test]
fn circles() {
    let pages = [
        page(r#"{"items":[1],"next_cursor":"a"}"#),
        page(r#"{"items":[2],"next_cursor":"b"}"#),
        page(r#"{"items":[3],"next_cursor":"a"}"#),
    ];
    let (kind, text, requests) = error(&pages, Client::by_cursor);
    assert_eq!((kind, requests), (ErrorKind::Decode, 3));
    assert!(text.contains("by_cursor: 200 OK: the answer leads back to a page that was there before"), "{text}");
    // The last page over and over is what some servers give instead of an empty one.
    let (kind, text, requests) = error(&[page(r#"{"items":[1]}"#)], Client::by_page);
    assert_eq!((kind, requests), (ErrorKind::Decode, 2));
    assert!(text.contains("once more"), "{text}");
}

#[test]
fn numbers_of_pages() {
    let pages = [page(r#"{"items":[1,2]}"#), page(r#"{"items":[3]}"#), page(r#"{"items":[]}"#)];
    assert_eq!(
        items(&pages, Client::by_page),
        (vec![1, 2, 3], ["page?", "page?page=2&", "page?page=3&"].map(str::to_owned).to_vec())
    );
    let pages = [page(r#"{"items":[5],"pages":6}"#), page(r#"{"items":[6],"pages":6}"#)];
    let (found, targets) = items(&pages, |client| client.by_page().page(5));
    assert_eq!((found, targets), (vec![5, 6], vec!["page?page=5&".to_owned(), "page?page=6&".to_owned()]));
    // A server may say anything.
    let pages = [page(r#"{"items":[1],"pages":18446744073709551615}"#), page(r#"{"items":[]}"#)];
    assert_eq!(items(&pages, Client::by_page).0, [1]);
}

#[test]
fn offsets() {
    let pages = [page(r#"{"items":[1,2]}"#), page(r#"{"items":[3]}"#), page(r#"{"items":[]}"#)];
    let (found, targets) = items(&pages, |client| client.by_offset().limit(2).offset(10));
    assert_eq!(found, [1, 2, 3]);
    assert_eq!(targets, ["offset?limit=2&offset=10&", "offset?limit=2&offset=12&", "offset?limit=2&offset=13&"]);
    let (_, targets) = items(&[page(r#"{"items":[1,2],"total":2}"#)], Client::by_offset);
    assert_eq!(targets.len(), 1);
}

#[test]
fn the_last_item_as_a_cursor() {
    let pages = [page(r#"{"items":[1,7],"has_more":true}"#), page(r#"{"items":[9],"has_more":false}"#)];
    assert_eq!(items(&pages, Client::by_last_item).1, ["last?", "last?since=7&"]);
}

#[test]
fn links() {
    let pages = [
        // What the server repeats of the credentials is not sent twice (RFC 8288, 3.5 for several links).
        page("[1]").with(
            "link",
            r#"<https://api.example.com/v1/link?p=0>; rel="prev", <?p=2&api_key=k3y>; title="a, b"; rel="last Next""#,
        ),
        page("[2]").with("link", "</v1/link?p=1>; rel=prev"),
    ];
    let (server, client) = client(&pages);
    assert_eq!(all(client.by_link().limit(1).into_items()).0, [1, 2]);
    let urls: Vec<String> = server.seen().into_iter().map(|seen| seen.url).collect();
    assert_eq!(
        urls,
        ["https://api.example.com/v1/link?limit=1&api_key=k3y", "https://api.example.com/v1/link?p=2&api_key=k3y"]
    );
    let pages = [
        page(r#"{"items":[1],"next_cursor":"https://api.example.com/v1/url/2"}"#),
        page(r#"{"items":[2],"next_cursor":null}"#),
    ];
    assert_eq!(items(&pages, Client::by_url), (vec![1, 2], vec!["url?".to_owned(), "url/2?".to_owned()]));
}

#[test]
fn headers() {
    let next = page(r#"{"items":[1]}"#).with("next-page", "https://api.example.com/v1/header?_token=x");
    let last = page(r#"{"items":[2]}"#).with("next-page", "");
    let (found, targets) = items(&[next, last], Client::by_header);
    assert_eq!((found, targets), (vec![1, 2], vec!["header?".to_owned(), "header?_token=x&".to_owned()]));
}

#[test]
fn a_token_in_a_header() {
    let pages = [page("[1]").with("x-next-page", " 2 "), page("[2]").with("x-next-page", "")];
    let (found, targets) = items(&pages, Client::by_token_in_header);
    assert_eq!(
        (found, targets),
        (vec![1, 2], vec!["token-in-header?".to_owned(), "token-in-header?page=2&".to_owned()])
    );
    assert_eq!(items(&[page("[3]")], |client| client.by_token_in_header().page(7)).1, ["token-in-header?page=7&"]);
}

/// What was sent, and the items that came.
fn bodies<O: Paginated<Item = i64>>(
    pages: &[Answer],
    call: impl FnOnce(&Client) -> Call<O>,
) -> (Vec<i64>, Vec<String>) {
    bodies_of("application/json", pages, call)
}

fn bodies_of<O: Paginated<Item = i64>>(
    media_type: &str,
    pages: &[Answer],
    call: impl FnOnce(&Client) -> Call<O>,
) -> (Vec<i64>, Vec<String>) {
    let (server, client) = client(pages);
    let (found, error) = all(call(&client).into_items());
    assert_eq!(error, None);
    let seen = server.seen();
    assert!(seen.iter().all(|seen| seen.method == "POST"));
    let typed = |seen: &support::Seen| seen.body.is_empty() || seen.header("content-type") == Some(media_type);
    assert!(seen.iter().all(typed), "{seen:?}");
    (found, seen.iter().map(|seen| seen.text().to_owned()).collect())
}

#[test]
fn tokens_in_bodies() {
    let pages = [page(r#"{"items":[1],"next_cursor":"a\"b"}"#), page(r#"{"items":[2]}"#)];
    // All else stays as it was.
    let paging = query::body::Paging::new().size(2);
    let (found, bodies_sent) = bodies(&pages, |client| client.search().body(Query::new().text("x").paging(paging)));
    assert_eq!(found, [1, 2]);
    let first = r#"{"text":"x","paging":{"size":2}}"#;
    assert_eq!(bodies_sent, [first, r#"{"text":"x","paging":{"size":2,"after":"a\"b"}}"#]);
    // A body that was left out is there from the second page on.
    assert_eq!(bodies(&pages, Client::search).1, ["", r#"{"paging":{"after":"a\"b"}}"#]);
    // A caller who begins in the middle, and one who comes back.
    let begun = |client: &Client| client.search().body(Query::new().paging(query::body::Paging::new().after("z")));
    assert_eq!(bodies(&pages, begun).1[1], r#"{"paging":{"after":"a\"b"}}"#);
    let (server, client) = client(&pages[1..]);
    assert_eq!(all(client.search().into_items().resume("0:7")).0, [2]);
    assert_eq!(server.only().text(), r#"{"paging":{"after":"7"}}"#, "it is text, whatever it looks like");
}

#[test]
fn numbers_in_bodies() {
    let pages = [page(r#"{"items":[1,2]}"#), page(r#"{"items":[3]}"#), page(r#"{"items":[]}"#)];
    let (found, sent) = bodies(&pages, |client| client.search_by_offset().body(Query::new().from(10).text("x")));
    assert_eq!(found, [1, 2, 3]);
    assert_eq!(sent, [10, 12, 13].map(|from| format!(r#"{{"text":"x","from":{from}}}"#)));
    assert_eq!(bodies(&pages, Client::search_by_offset).1, ["", r#"{"from":2}"#, r#"{"from":3}"#]);
}

#[test]
fn a_body_that_has_no_place_for_a_token() {
    let pages = [page(r#"{"items":[1],"next_cursor":"a"}"#)];
    for body in ["[]", "7", "{\"paging\":[]}", "no json", ""] {
        let (kind, text, requests) =
            error(&pages, |client| client.search().with_body("application/json", body.to_owned()));
        assert_eq!((kind, requests), (ErrorKind::Build, 1), "{body}");
        assert_eq!(text, "search: the body has no place for the next page at `/paging/after`");
    }
}

/// What is a list, an object or anything goes back as it came, letter by letter.
#[test]
fn tokens_of_several_values() {
    let hits = [
        page(r#"{"hits":[{"id":1,"sort":[1,"a"]},{"id":2,"sort":[12345678901234567890123, "b", null]}]}"#),
        page(r#"{"hits":[{"id":3,"sort":[ ]}]}"#),
    ];
    let (server, api) = client(&hits);
    let mut found = api.search_after().body(Query::new().text("x")).into_items();
    let ids = std::iter::from_fn(|| wait(found.next())).map(|hit| hit.unwrap().id);
    assert_eq!(ids.collect::<Vec<_>>(), [Some(1), Some(2), Some(3)]);
    let sent: Vec<_> = server.seen().iter().map(|seen| seen.text().to_owned()).collect();
    assert_eq!(
        sent,
        [r#"{"text":"x"}"#, r#"{"text":"x","search_after":[12345678901234567890123, "b", null]}"#],
        "an empty list is no token"
    );
    let pages = [page(r#"{"items":[1],"last_key":{"a":"x y","b":"2"}}"#), page(r#"{"items":[2],"last_key":null}"#)];
    let (found, targets) = items(&pages, Client::scan);
    assert_eq!((found, &targets[1][..]), (vec![1, 2], "scan?start%5Ba%5D=x%20y&start%5Bb%5D=2&"));
    let (server, client) = client(&pages[1..]);
    assert_eq!(all(client.scan().into_items().resume(r#"0:{"a":"z"}"#)).0, [2]);
    assert!(server.only().target().contains("scan?start%5Ba%5D=z&"));
}

#[test]
fn forms() {
    const FORM: &str = "application/x-www-form-urlencoded";
    let pages = [page(r#"{"items":[1],"next_cursor":"a &b"}"#), page(r#"{"items":[2]}"#)];
    let form = || Form::new().text("x").page_after("z").kinds(["b", "c"]);
    let (found, sent) = bodies_of(FORM, &pages, |client| client.search_by_form().body(form()));
    assert_eq!(found, [1, 2]);
    let second = "text=x&kinds=b&kinds=c&page%5Bafter%5D=a+%26b";
    assert_eq!(sent, ["text=x&page%5Bafter%5D=z&kinds=b&kinds=c", second]);
    assert_eq!(bodies_of(FORM, &pages, Client::search_by_form).1, ["", "page%5Bafter%5D=a+%26b"]);
    let json = |client: &Client| client.search_by_form().with_body("application/json", "{}");
    let (kind, text, requests) = error(&pages, json);
    assert_eq!((kind, requests), (ErrorKind::Build, 1));
    assert_eq!(text, "search_by_form: the body is no form, so it has no place for the next page at `page[after]`");

    let pages = [page(r#"{"items":[1,2]}"#), page(r#"{"items":[3]}"#), page(r#"{"items":[]}"#)];
    let (found, sent) = bodies_of(FORM, &pages, |client| client.form_by_offset().body(Form::new().from(10).text("x")));
    assert_eq!(found, [1, 2, 3]);
    assert_eq!(sent, ["text=x&from=10", "text=x&from=12", "text=x&from=13"]);
}

#[test]
fn links_to_another_origin() {
    for link in [
        "https://evil.example.com/v1/url",
        "http://api.example.com/v1/url",
        "//evil.example.com",
        "https://api.example.com:444/",
    ] {
        let body: &'static str = Box::leak(format!(r#"{{"items":[1],"next_cursor":"{link}"}}"#).into());
        let (kind, text, requests) = error(&[page(body)], Client::by_url);
        assert_eq!((kind, requests), (ErrorKind::Auth, 1), "{link}");
        assert!(text.contains("by_url: 200 OK: the next page is at another origin") && !text.contains("k3y"), "{text}");
    }
}

#[test]
fn limits() {
    let pages = [page(r#"{"items":[1,2],"next_cursor":"a"}"#), page(r#"{"items":[3,4],"next_cursor":"b","total":9}"#)];
    let (server, client) = client(&pages);
    let mut found = Vec::new();
    let mut stream = client.by_cursor().into_items().limit(3);
    while let Some(item) = wait(stream.next()) {
        found.push(item.unwrap());
    }
    assert_eq!((found, server.seen().len()), (vec![1, 2, 3], 2));
    assert!(wait(client.by_cursor().into_items().limit(0).next()).is_none());
    let mut stream = client.by_cursor().into_pages().limit(1);
    let response = wait(stream.next()).unwrap().unwrap();
    assert_eq!((response.status().as_u16(), response.body().total), (200, Some(9)));
    assert!(wait(stream.next()).is_none());
}

#[test]
fn resume_tokens() {
    let pages = [page(r#"{"items":[1,2],"next_cursor":"a:b"}"#), page(r#"{"items":[3,4,5],"next_cursor":null}"#)];
    let (_, first) = client(&pages);
    let mut stream = first.by_cursor().into_items();
    let mut tokens = vec![stream.resume_token()];
    while let Some(item) = wait(stream.next()) {
        item.unwrap();
        tokens.push(stream.resume_token());
    }
    let tokens: Vec<_> = tokens.iter().map(Option::as_deref).collect();
    assert_eq!(tokens, [Some("0"), Some("1"), Some("0:a:b"), Some("1:a:b"), Some("2:a:b"), None]);
    let (server, again) = client(&pages[1..]);
    assert_eq!(all(again.by_cursor().into_items().resume("2:a:b")).0, [5]);
    assert!(all(again.by_cursor().into_items().resume("3:a:b")).0.is_empty());
    assert_eq!(targets(&server)[0], "cursor?cursor=a%3Ab&");
    let mut pages = again.by_cursor().into_pages().resume("1:a:b");
    assert_eq!(pages.resume_token().as_deref(), Some("0:a:b"));
    assert_eq!(wait(pages.next()).unwrap().unwrap().body().items, Some(Some(vec![3, 4, 5])));
    let (kind, text) = all(again.by_cursor().into_items().resume("x")).1.unwrap();
    assert_eq!((kind, text.as_str()), (ErrorKind::Build, "by_cursor: `resume` was given what is no resume token"));
    // Not even a token leads elsewhere.
    let (kind, _) = all(again.by_url().into_items().resume("0:https://evil.example.com/")).1.unwrap();
    assert_eq!(kind, ErrorKind::Auth);
}

#[test]
fn errors_on_the_way() {
    let pages = [page(r#"{"items":[1],"next_cursor":"a"}"#), Answer::status(404)];
    let (_, client) = client(&pages);
    let mut stream = client.by_cursor().into_items();
    assert_eq!(wait(stream.next()).unwrap().unwrap(), 1);
    assert_eq!(wait(stream.next()).unwrap().unwrap_err().status().unwrap().as_u16(), 404);
    assert!(wait(stream.next()).is_none());
    assert_eq!(stream.resume_token().as_deref(), Some("0:a"), "it can be taken up where it broke");
    let (kind, text, _) = error(&[page(r#"{"items":[1,"b"]}"#)], Client::by_cursor);
    assert_eq!(kind, ErrorKind::Decode);
    assert!(text.contains("$.items[1]: expected"), "{text}");
}
