use http::Method;

use crate::runtime::Client;
use crate::support::{Answer, Server, World, builder, reply};

fn to(location: &str) -> Answer {
    reply(307, "").with("location", location)
}

fn client(server: &Server) -> Client {
    builder(server, &World::default()).bearer_auth("t").session("s").app_id("i").build().unwrap()
}

#[tokio::test]
async fn references_are_resolved() {
    let table = [
        ("https://api.example.com/x", "https://api.example.com/x"),
        ("HTTPS://api.example.com/x#y", "https://api.example.com/x"),
        ("//other.example.com/x", "https://other.example.com/x"),
        ("/x?y=z", "https://api.example.com/x?y=z"),
        ("x", "https://api.example.com/v1/x"),
        ("x?y=https://z", "https://api.example.com/v1/x?y=https://z"),
        ("./x/../y/.", "https://api.example.com/v1/y/"),
        ("../../../x", "https://api.example.com/x"),
        ("?a=https://b", "https://api.example.com/v1/p?a=https://b"),
        ("", "https://api.example.com/v1/p"),
        ("/a b?c= d", "https://api.example.com/a%20b?c=%20d"),
        (" /Zo\u{eb}?q=caf%C3%A9\u{e9} ", "https://api.example.com/Zo%C3%AB?q=caf%C3%A9%C3%A9"),
        ("https://api.example.com/\"<x>\"", "https://api.example.com/%22%3Cx%3E%22"),
    ];
    for (location, target) in table {
        let server = Server::new([to(location), reply(200, "")]);
        let anonymous = builder(&server, &World::default()).build().unwrap();
        anonymous.request(Method::GET, "/p").await.unwrap();
        assert_eq!(server.seen()[1].uri, target, "{location}");
    }
    let server = Server::new([to("#s"), reply(200, "")]);
    client(&server).request(Method::GET, "/p").with_query("a", "1").await.unwrap();
    assert!(server.seen()[1].uri.query().unwrap().starts_with("a=1"), "the query stays (RFC 3986, section 5.2.2)");
}

#[tokio::test]
async fn credentials_stay_at_the_origin() {
    let here = "https://API.example.com:443/x";
    let there = "https://evil.example.com/x";
    for (hops, trusted) in [(&[here][..], true), (&[there], false), (&[there, here], false)] {
        let answers = hops.iter().map(|hop| to(hop)).chain([reply(200, "")]);
        let server = Server::new(answers);
        let call =
            client(&server).request(Method::GET, "/p").with_header("x-secret", "s").with_header("range", "bytes=0-");
        call.await.unwrap();
        let seen = server.seen();
        let last = seen.last().unwrap();
        for name in ["authorization", "cookie", "x-secret"] {
            assert!(seen[0].headers.contains_key(name));
            assert_eq!(last.headers.contains_key(name), trusted, "{name} {hops:?}");
        }
        assert_eq!(last.uri.query(), trusted.then_some("app%20id=i"));
        assert_eq!((last.header("range"), last.header("user-agent")), (Some("bytes=0-"), Some("pets/0.1.0")));
    }
}

/// Servers repeat the query that they got.
#[tokio::test]
async fn a_key_in_the_query_stays_at_the_origin() {
    let table = [
        ("/v1/q?x=1&app+id=i", "https://api.example.com/v1/q?x=1&app%20id=i"),
        ("/v1/q?app%20id=other", "https://api.example.com/v1/q?app%20id=i"),
        ("https://evil.example.com/?app%20id=%69&x=%20+", "https://evil.example.com/?x=%20+"),
        ("https://evil.example.com/q?app%20id=i", "https://evil.example.com/q"),
        ("https://files.example.com/?app%20id=theirs", "https://files.example.com/?app%20id=theirs"),
    ];
    for (location, target) in table {
        let server = Server::new([to(location), reply(200, "")]);
        client(&server).request(Method::GET, "/p?x=1").await.unwrap();
        assert_eq!(server.seen()[1].uri, target, "{location}");
    }
}

#[tokio::test]
async fn a_body_stays_at_the_origin() {
    for (location, body) in [("/x", "{}"), ("https://evil.example.com/x", "")] {
        let server = Server::new([to(location), reply(200, "")]);
        client(&server).request(Method::GET, "/p").with_body("application/json", "{}").await.unwrap();
        let seen = server.seen();
        assert_eq!((&seen[0].body, &seen[1].body), (&"{}".into(), &body.into()));
        assert_eq!(seen[1].header("content-type").is_some(), !body.is_empty());
    }
}

#[tokio::test]
async fn redirects_that_are_not_followed() {
    let http = "http://api.example.com/x";
    let table = [
        (Method::HEAD, to("/x"), 307),
        (Method::POST, to("/x"), 307),
        (Method::PUT, to("/x"), 307),
        (Method::DELETE, reply(303, "").with("location", "/x"), 303),
        (Method::GET, to(http), 307),
        (Method::GET, to("ftp://example.com/x"), 307),
        (Method::GET, to("mailto:pets@example.com"), 307),
        (Method::GET, reply(302, ""), 302),
        (Method::GET, reply(304, "").with("location", "/x"), 304),
    ];
    for (method, answer, status) in table {
        let server = Server::new([answer, reply(200, "")]);
        let error = client(&server).request(method, "/p").await.unwrap_err();
        assert_eq!((error.status().unwrap().as_u16(), server.seen().len()), (status, 1));
    }
}

#[tokio::test]
async fn a_circle_ends() {
    for (location, place) in [("/p", "/p"), ("", "the same path"), ("?token=x", "the same path")] {
        let server = Server::new([to(location)]);
        let error = client(&server).request(Method::GET, "/p").await.unwrap_err();
        assert_eq!((error.status().unwrap().as_u16(), server.seen().len()), (307, 11));
        let said = "307 Temporary Redirect: it leads to";
        let said = format!("{said} {place}, where the client does not follow after 10 redirects");
        assert!(error.to_string().contains(&said), "{error}");
    }
    let server = Server::new([to("/p")]);
    let call = client(&server).request(Method::GET, "/p").with_options(|options| options.redirects(0));
    assert_eq!((call.await.unwrap_err().attempts().len(), server.seen().len()), (1, 1));
}
