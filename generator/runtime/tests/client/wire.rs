//! Through reqwest, over sockets.

use std::io::Write;
use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

use crate::rendered::Pet;
use bytes::Bytes;
use http::Method;

use crate::runtime::{
    AttemptContext, Body, BoxFuture, Client, Custom, Error, ErrorKind, File, Middleware, NextAttempt, OperationInfo,
    Options, Request, TransportError, Undeclared,
};
use crate::support::stream;

/// A server that treats its connections one by one as the script says, and counts them.
struct Peer {
    url: String,
    /// What was asked, and the connections that must stay open.
    script: tokio::task::JoinHandle<(Vec<String>, Vec<TcpStream>)>,
}

enum Act {
    /// Closes before it answers.
    Close,
    /// Sends this and closes.
    Say(String),
    /// Sends this and waits.
    Stall(String),
}

fn say(head: &str, body: &str) -> Act {
    let length =
        if head.contains("Content-Length") { String::new() } else { format!("Content-Length: {}\r\n", body.len()) };
    Act::Say(format!("HTTP/1.1 {head}\r\n{length}Connection: close\r\n\r\n{body}"))
}

impl Peer {
    async fn start(script: Vec<Act>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let script = tokio::spawn(async move {
            let mut requests = Vec::new();
            let mut open = Vec::new();
            for act in script {
                let (mut stream, _) = listener.accept().await.unwrap();
                requests.push(read_request(&mut stream).await);
                match act {
                    Act::Close => {}
                    Act::Say(text) => stream.write_all(text.as_bytes()).await.unwrap(),
                    Act::Stall(text) => {
                        stream.write_all(text.as_bytes()).await.unwrap();
                        open.push(stream);
                    }
                }
            }
            (requests, open)
        });
        Self { url, script }
    }

    fn client(&self) -> Client {
        let quick = |options: Options| options.backoff(Duration::from_millis(1)).timeout(Duration::from_secs(20));
        Client::builder().base_url(&self.url).bearer_auth("t0k3n").app_id("k3y").options(quick).build().unwrap()
    }

    /// The requests, once the script is over.
    async fn requests(self) -> Vec<String> {
        self.script.await.unwrap().0
    }
}

/// What was sent, headers and body; nothing if the other side has closed.
pub async fn read_request(stream: &mut TcpStream) -> String {
    let mut text = Vec::new();
    let complete = |text: &str| {
        let length = text.lines().find_map(|line| line.strip_prefix("content-length: ")?.parse().ok()).unwrap_or(0);
        text.split_once("\r\n\r\n").is_some_and(|(_, body)| body.len() >= length)
    };
    while !complete(&String::from_utf8_lossy(&text)) {
        let mut buffer = [0; 4096];
        match stream.read(&mut buffer).await {
            Ok(0) | Err(_) => break,
            Ok(read) => text.extend_from_slice(&buffer[..read]),
        }
    }
    String::from_utf8(text).unwrap()
}

fn rex() -> Pet {
    Pet { id: 1, name: "Rex".to_owned() }
}

#[tokio::test]
async fn a_call_and_its_answer() {
    let peer = Peer::start(vec![say("200 OK\r\nX-Request-Id: r1", "[1,2]")]).await;
    let response = peer.client().list_pets().limit(2).into_response().await.unwrap();
    assert_eq!((response.request_id(), response.body()), (Some("r1"), &vec![1, 2]));
    let request = peer.requests().await.remove(0);
    assert!(request.starts_with("GET /pets?limit=2 HTTP/1.1\r\n"), "{request}");
    for line in ["authorization: Bearer t0k3n", "user-agent: pets/0.1.0", "accept: application/json"] {
        assert!(request.contains(&format!("\r\n{line}\r\n")), "{request}");
    }
}

#[tokio::test]
async fn the_length_of_a_body_that_is_not_there() {
    for (method, told) in [(Method::POST, true), (Method::PUT, true), (Method::PATCH, true), (Method::GET, false)] {
        let peer = Peer::start(vec![say("204 No Content", "")]).await;
        peer.client().request(method.clone(), "/pets").await.unwrap();
        let request = peer.requests().await.remove(0);
        assert_eq!(request.contains("content-length"), told, "{request}");
        assert_eq!(request.contains("\r\ncontent-length: 0\r\n"), told, "{method}");
    }
}

/// RFC 9112, section 6.3: the encoding overrides the length.
#[tokio::test]
async fn a_length_next_to_a_transfer_encoding() {
    let answer = || say("200 OK\r\nTransfer-Encoding: chunked\r\nContent-Length: 3", "5\r\n[1,2]\r\n0\r\n\r\n");
    let peer = Peer::start(vec![answer(), answer()]).await;
    assert_eq!(peer.client().list_pets().await.unwrap(), [1, 2]);
    let mut stream = peer.client().list_pets().into_stream().await.unwrap();
    assert_eq!((stream.length(), stream.next().await.unwrap().unwrap()), (None, Bytes::from("[1,2]")));
    assert!(stream.next().await.is_none());
    assert_eq!(peer.requests().await.len(), 2);
}

#[tokio::test]
async fn connection_refused() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    drop(listener);
    let quick = |options: Options| options.backoff(Duration::from_millis(1));
    let client = Client::builder().base_url(url).bearer_auth("t").options(quick).build().unwrap();
    let error = client.create_pet(rex()).await.unwrap_err();
    assert_eq!((error.kind(), error.attempts().len(), error.may_have_run()), (ErrorKind::Connect, 3, false));
}

#[tokio::test]
async fn closed_before_the_answer() {
    let peer = Peer::start(vec![Act::Close, Act::Close, say("200 OK", "[1]")]).await;
    assert_eq!(peer.client().list_pets().await.unwrap(), [1]);
    assert_eq!(peer.requests().await.len(), 3);
}

#[tokio::test]
async fn a_post_is_not_repeated_after_the_server_died() {
    let peer = Peer::start(vec![Act::Close]).await;
    let error = peer.client().create_pet(rex()).await.unwrap_err();
    assert_eq!((error.kind(), error.attempts().len(), error.may_have_run()), (ErrorKind::Transport, 1, true));
    let request = peer.requests().await.remove(0);
    assert!(request.ends_with("\r\n\r\n{\"id\":1,\"name\":\"Rex\"}"), "{request}");
}

#[tokio::test]
async fn closed_within_the_body() {
    let short = || say("200 OK\r\nContent-Length: 9", "[1,2]");
    let peer = Peer::start(vec![short(), short(), short()]).await;
    let error = peer.client().list_pets().await.unwrap_err();
    assert_eq!((error.kind(), error.attempts().len(), error.may_have_run()), (ErrorKind::Transport, 3, true));
}

#[tokio::test]
async fn slow_headers_and_slow_bodies() {
    let head = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n[1";
    for (text, message) in [
        ("", "listPets: no answer within the headers timeout"),
        ("HTTP/1.1 200 OK\r\nContent-", "listPets: no answer within the headers timeout"),
        (head, "listPets: 200 OK: the body stalled for the idle timeout"),
    ] {
        let peer = Peer::start(vec![Act::Stall(text.to_owned())]).await;
        let patience = Duration::from_millis(60);
        let call = peer.client().list_pets().with_retries(0);
        let call = call.with_options(|options| options.headers_timeout(patience).idle_timeout(patience));
        let error = call.await.unwrap_err();
        assert_eq!((error.kind(), error.to_string().as_str()), (ErrorKind::Timeout, message));
    }
}

/// 503 to a POST is repeated only if the server says when, so each spelling has to be understood.
#[tokio::test]
async fn too_many_requests_in_each_spelling() {
    // RFC 9110, section 5.6.7: a date has three spellings.
    let dates = ["Thu, 01 Jan 2026 00:00:00 GMT", "Thursday, 01-Jan-26 00:00:00 GMT", "Thu Jan  1 00:00:00 2026"];
    let headers = dates.iter().map(|date| format!("Retry-After: {date}"));
    for header in headers.chain(["Retry-After: 0".to_owned(), "Retry-After-Ms: 5".to_owned()]) {
        for status in ["429 Slow Down", "503 Busy"] {
            let peer = Peer::start(vec![say(&format!("{status}\r\n{header}"), ""), say("201 Created", "")]).await;
            peer.client().create_pet(rex()).await.unwrap();
            assert_eq!(peer.requests().await.len(), 2);
        }
    }
    let peer = Peer::start(vec![say("503 Busy\r\nRetry-After: soon", "")]).await;
    assert_eq!(peer.client().create_pet(rex()).await.unwrap_err().attempts().len(), 1);
    let peer = Peer::start(vec![say("503 Busy\r\nRetry-After: 0.2", ""), say("201 Created", "")]).await;
    let asked = std::time::Instant::now();
    peer.client().create_pet(rex()).await.unwrap();
    assert!(asked.elapsed() >= Duration::from_millis(200), "the wait is real");
    let peer = Peer::start(vec![say("429 Slow Down\r\nRetry-After: 61", "")]).await;
    let error = peer.client().create_pet(rex()).await.unwrap_err();
    assert_eq!((error.attempts().len(), error.retry_after()), (1, Some(Duration::from_secs(61))));
}

#[tokio::test]
async fn a_redirect_to_another_origin() {
    let other = Peer::start(vec![say("200 OK", "[7]")]).await;
    let redirect = say(&format!("302 Found\r\nLocation: {}/x", other.url), "");
    let peer = Peer::start(vec![redirect]).await;
    assert_eq!(peer.client().list_pets().await.unwrap(), [7]);
    assert!(peer.requests().await[0].contains("authorization: Bearer t0k3n"));
    let request = other.requests().await.remove(0);
    assert!(request.starts_with("GET /x HTTP/1.1\r\n") && !request.contains("t0k3n"), "{request}");
}

#[tokio::test]
async fn a_body_that_is_not_json() {
    let peer = Peer::start(vec![say("200 OK", "<html>")]).await;
    let error = peer.client().list_pets().await.unwrap_err();
    assert_eq!((error.kind(), error.body().unwrap()), (ErrorKind::Decode, "<html>".into()));
}

#[tokio::test]
async fn what_is_not_http() {
    let peer = Peer::start(vec![Act::Say("SSH-2.0-OpenSSH_9.6\r\n".to_owned())]).await;
    let error = peer.client().list_pets().with_retries(0).await.unwrap_err();
    assert_eq!((error.kind(), error.may_have_run()), (ErrorKind::Transport, true));
}

#[tokio::test]
async fn the_url_stays_out_of_errors() {
    let peer = Peer::start(vec![Act::Close]).await;
    let call = peer.client().request(http::Method::GET, "/p").with_retries(0);
    let error = call.await.unwrap_err();
    assert!(peer.requests().await[0].starts_with("GET /p?app%20id=k3y HTTP/1.1\r\n"));
    assert!(!format!("{error} {error:?} {:?}", std::error::Error::source(&error)).contains("k3y"));
}

/// `[1]`, from gzip: larger than what it holds.
const GZIP: [u8; 26] =
    [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255, 1, 3, 0, 0xfc, 0xff, b'[', b'1', b']', 0xb8, 0x32, 0x2f, 0x4c, 3, 0, 0, 0];

/// What comes of an answer in this encoding, each part of whose body comes by itself.
async fn receive_encoded(encoding: &str, parts: &[&[u8]], limit: u64) -> Result<String, Error<Undeclared>> {
    let head = format!("HTTP/1.1 200 OK\r\nContent-Encoding: {encoding}\r\nTransfer-Encoding: chunked\r\n\r\n");
    let mut answer = head.into_bytes();
    for part in parts.iter().filter(|part| !part.is_empty()).chain([&&b""[..]]) {
        answer.extend_from_slice(format!("{:x}\r\n", part.len()).as_bytes());
        answer.extend_from_slice(part);
        answer.extend_from_slice(b"\r\n");
    }
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let serve = tokio::spawn(async move {
        let (mut stream, _) = listener.accept().await.unwrap();
        let request = read_request(&mut stream).await;
        stream.write_all(&answer).await.unwrap();
        request
    });
    let client = Client::builder().base_url(url).retries(0).options(|options| options.body_limit(limit));
    let result = client.build().unwrap().request(Method::GET, "/").into_text().await;
    assert!(serve.await.unwrap().contains("\r\naccept-encoding: gzip\r\n"));
    result
}

#[tokio::test]
async fn the_cap_counts_what_is_decompressed() {
    assert_eq!(receive_encoded("gzip", &[&GZIP], 3).await.unwrap(), "[1]");
    assert_eq!(receive_encoded("gzip", &[&GZIP], 2).await.unwrap_err().kind(), ErrorKind::TooLarge);
}

#[tokio::test]
async fn encodings_of_an_answer() {
    for encoding in ["gzip", "GZIP", "x-gzip", "gzip, identity", "identity\r\nContent-Encoding: gzip"] {
        assert_eq!(receive_encoded(encoding, &[&GZIP], 100).await.unwrap(), "[1]", "{encoding}");
    }
    assert_eq!(receive_encoded("gzip", &[], 100).await.unwrap(), "");
    assert_eq!(receive_encoded("identity", &[b"[1]"], 100).await.unwrap(), "[1]");
    for (encoding, unknown) in [("br", "br"), ("identity\r\nContent-Encoding: br", "br"), ("br, gzip", "br, gzip")] {
        let error = receive_encoded(encoding, &[b"?"], 100).await.unwrap_err();
        let message = format!("the body is in the encoding `{unknown}`, which is not known");
        assert!(error.kind() == ErrorKind::Decode && error.to_string().contains(&message), "{error}");
    }
}

/// RFC 1952, section 2.2: what is compressed in several parts is one body.
#[tokio::test]
async fn a_body_of_several_parts_of_gzip() {
    let both = [GZIP, GZIP].concat();
    for cut in (0..both.len()).step_by(5).chain([GZIP.len()]) {
        let (one, other) = both.split_at(cut);
        assert_eq!(receive_encoded("gzip", &[one, other], 100).await.unwrap(), "[1][1]", "{cut}");
    }
}

#[tokio::test]
async fn a_compressed_body_that_is_not_whole() {
    let mut wrong = GZIP;
    wrong[20] ^= 1;
    let garbage = [&GZIP[..], b"garbage"].concat();
    let more = [&GZIP[..], &GZIP[..12]].concat();
    let cut = [&GZIP[..5], &GZIP[..17], &GZIP[..25]];
    for body in cut.into_iter().chain([&wrong[..], &garbage, &more]) {
        let error = receive_encoded("gzip", &[body], 100).await.unwrap_err();
        assert_eq!((error.kind(), error.is_retryable()), (ErrorKind::Decode, false), "{body:?}");
        let text = error.to_string();
        assert!(text.starts_with("GET /: 200 OK: the body is not the gzip that it says it is: "), "{text}");
    }
}

#[tokio::test]
async fn a_compressed_body_whose_connection_is_lost() {
    let (cut, chunk) = (&GZIP[..17], [b"11\r\n", &GZIP[..17], b"\r\n"].concat());
    let page = &b"<html>This is no gzip</html>"[..];
    for (length, body, kind) in [
        ("", cut, ErrorKind::Transport),
        ("Content-Length: 26\r\n", cut, ErrorKind::Transport),
        ("Transfer-Encoding: chunked\r\n", &chunk, ErrorKind::Transport),
        ("Content-Length: 17\r\n", cut, ErrorKind::Decode),
        ("", page, ErrorKind::Decode),
        ("Content-Length: 100\r\n", page, ErrorKind::Decode),
    ] {
        let answer = format!("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nConnection: close\r\n{length}\r\n");
        let answer = [answer.as_bytes(), body].concat();
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        tokio::spawn(async move {
            let (mut stream, _) = listener.accept().await.unwrap();
            read_request(&mut stream).await;
            stream.write_all(&answer).await.unwrap();
        });
        let client = Client::builder().base_url(url).retries(0).build().unwrap();
        let error = client.request(Method::GET, "/").await.unwrap_err();
        assert_eq!(error.kind(), kind, "{length} {error}");
    }
}

#[tokio::test]
async fn a_large_compressed_body() {
    let text: String =
        (0..20_000).map(|number: u64| format!("{:x},", number.wrapping_mul(0x9e37_79b9_7f4a_7c15))).collect();
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    encoder.write_all(text.as_bytes()).unwrap();
    let compressed = encoder.finish().unwrap();
    assert!(compressed.len() > 100_000);
    assert_eq!(receive_encoded("gzip", &[&compressed], 10_000_000).await.unwrap(), text);
}

/// What is a part of a compressed body, nobody can decompress.
#[tokio::test]
async fn a_range_is_not_asked_for_compressed() {
    let peer = Peer::start(vec![say("206 Partial Content", "[1]")]).await;
    peer.client().list_pets().with_header("range", "bytes=0-2").await.unwrap();
    assert!(!peer.requests().await[0].contains("accept-encoding"));
}

#[tokio::test]
async fn an_own_reqwest_that_follows_redirects() {
    for method in [Method::GET, Method::POST] {
        let other = Peer::start(vec![say("200 OK", "")]).await;
        let peer = Peer::start(vec![say(&format!("307 X\r\nLocation: {}/x", other.url), "")]).await;
        let own = Client::builder().base_url(&peer.url).bearer_auth("t").reqwest_client(reqwest::Client::new());
        let error = own.build().unwrap().request(method, "/p").await.unwrap_err();
        assert_eq!((error.kind(), error.attempts().len(), error.may_have_run()), (ErrorKind::Build, 1, true));
        assert!(error.to_string().contains("build it with `redirect::Policy::none()`"), "{error}");
    }
}

/// What [`this_machine_is_asked_without_a_proxy`] runs, in a process that has a proxy.
#[tokio::test]
#[ignore = "needs the variables that another test sets"]
async fn behind_a_proxy() {
    let here = std::env::var("HERE").unwrap();
    // This machine too, by a name that is no loopback address.
    let anywhere = here.replace("127.0.0.1", "0.0.0.0");
    for (url, system_proxies, answer) in [
        (here.as_str(), true, "direct"),
        ("http://pets.example.com", true, "proxy"),
        (anywhere.as_str(), false, "direct"),
    ] {
        let client = Client::builder().base_url(url).retries(0).system_proxies(system_proxies).build().unwrap();
        assert_eq!(client.request(Method::GET, "/").into_text().await.unwrap(), answer, "{url}");
    }
}

/// Credentials go to it without TLS, so nobody else may see them; and nothing reads the environment unless it is told to.
#[cfg(unix)]
#[tokio::test]
async fn this_machine_is_asked_without_a_proxy() {
    let here = Peer::start(vec![say("200 OK", "direct"), say("200 OK", "direct")]).await;
    let proxy = Peer::start(vec![say("200 OK", "proxy")]).await;
    let mut child = std::process::Command::new(std::env::current_exe().unwrap());
    child.args(["wire::behind_a_proxy", "--exact", "--ignored"]).env("HERE", &here.url);
    child.env("http_proxy", &proxy.url).env("HTTP_PROXY", &proxy.url);
    for variable in ["NO_PROXY", "no_proxy", "REQUEST_METHOD"] {
        child.env_remove(variable);
    }
    let output = tokio::task::spawn_blocking(move || child.output()).await.unwrap().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stdout));
    assert!(proxy.requests().await[0].starts_with("GET http://pets.example.com/ "));
}

#[tokio::test]
async fn the_applications_own_reqwest() {
    let peer = Peer::start(vec![say("200 OK", "[1]")]).await;
    let own = reqwest::Client::builder().user_agent("ignored").build().unwrap();
    let client = Client::builder().base_url(&peer.url).bearer_auth("t").reqwest_client(own).build().unwrap();
    assert_eq!(client.list_pets().await.unwrap(), [1]);
    assert!(peer.requests().await[0].contains("user-agent: pets/0.1.0"));
}

#[tokio::test]
async fn a_file_from_a_stream() {
    static PUT: OperationInfo = OperationInfo::new("put", "PUT", "/file");
    for (length, head) in [(Some(5), "content-length: 5"), (None, "transfer-encoding: chunked")] {
        let peer = Peer::start(vec![say("200 OK", "")]).await;
        let file = File::from_stream(stream([Ok(Bytes::from("ab")), Ok(Bytes::from("cde"))]));
        let file = length.map_or(file.clone(), |length| file.with_length(length));
        Request::new(&PUT).file("image/*", file).call::<Custom>(&peer.client()).await.unwrap();
        let request = peer.requests().await.remove(0);
        assert!(request.contains(&format!("\r\n{head}\r\n")), "{request}");
        assert!(request.contains("\r\ncontent-type: application/octet-stream\r\n"), "{request}");
    }
}

/// The body alone knows how long it is; only what a stream does not know can be told by a header.
#[tokio::test]
async fn a_length_that_is_told_by_a_header() {
    for told in ["3", "5", "9", "many"] {
        let peer = Peer::start(vec![say("200 OK", "")]).await;
        let call = peer.client().request(Method::PUT, "/file").with_body("text/plain", "12345");
        call.with_header("content-length", told).await.unwrap();
        let request = peer.requests().await.remove(0);
        assert!(request.contains("\r\ncontent-length: 5\r\n") && request.ends_with("12345"), "{request}");
    }
    let upload = |client: Client, told: &str| {
        let file = File::from_stream(stream([Ok(Bytes::from("12")), Ok(Bytes::from("345"))]));
        client.request(Method::PUT, "/file").with_body("text/plain", file).with_header("content-length", told)
    };
    let peer = Peer::start(vec![say("200 OK", "")]).await;
    upload(peer.client(), "5").await.unwrap();
    let request = peer.requests().await.remove(0);
    assert!(request.contains("\r\ncontent-length: 5\r\n") && request.ends_with("12345"), "{request}");
    for told in ["3", "9"] {
        let peer = Peer::start(vec![Act::Close]).await;
        let error = upload(peer.client(), told).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Build, "{error}");
    }
}

/// Sends another body, a stream that is said to have so many bytes.
struct Streaming(u64);

impl Middleware for Streaming {
    fn attempt<'a>(
        &'a self,
        _: AttemptContext,
        mut request: http::Request<Body>,
        next: NextAttempt<'a>,
    ) -> BoxFuture<'a, Result<http::Response<Body>, TransportError>> {
        let pieces = stream([Ok(Bytes::from("hello ")), Ok(Bytes::from("world"))]);
        *request.body_mut() = Body::from_stream(pieces).with_length(Some(self.0));
        next.run(request)
    }
}

#[tokio::test]
async fn a_length_that_a_middleware_tells() {
    let put = |peer: &Peer, length| {
        let client = Client::builder().base_url(&peer.url).middleware(Streaming(length)).build().unwrap();
        client.request(Method::PUT, "/file").with_body("text/plain", Bytes::from(vec![b'x'; 1 << 20]))
    };
    let peer = Peer::start(vec![say("200 OK", "")]).await;
    put(&peer, 11).await.unwrap();
    let request = peer.requests().await.remove(0);
    assert!(request.contains("\r\ncontent-length: 11\r\n") && request.ends_with("hello world"), "{request}");
    let table = [
        (0, "more than 0 bytes, its length"),
        (6, "more than 6 bytes, its length"),
        (8, "more than 8 bytes, its length"),
        (20, "11 bytes instead of 20"),
    ];
    for (length, has) in table {
        let peer = Peer::start(vec![say("200 OK", "")]).await;
        let error = put(&peer, length).await.unwrap_err();
        let message = format!("PUT /file: the request can't be sent: the stream of the body has {has}");
        assert_eq!((error.kind(), error.to_string()), (ErrorKind::Build, message));
        assert_eq!((error.attempts().len(), error.may_have_run()), (1, length > 0));
    }
}

/// The transport keeps the origin of the last request, and nothing else of it.
#[tokio::test]
async fn requests_by_turns_to_two_origins() {
    let ok = || say("200 OK", "");
    let (one, other) = (Peer::start(vec![ok(), ok(), ok()]).await, Peer::start(vec![ok()]).await);
    let client = one.client();
    let get = |path: &str| client.request(http::Method::GET, path);
    get("/a%2Fb/c?x=1&y=%20").await.unwrap();
    get("/d").await.unwrap();
    get("//e/?").with_base_url(&format!("{}/v1", other.url)).await.unwrap();
    get("//e?z").await.unwrap();
    let line = |request: &String| request.lines().next().unwrap_or_default().replace("app%20id=k3y", "KEY");
    let lines = |requests: Vec<String>| requests.iter().map(line).collect::<Vec<_>>();
    let expected = ["GET /a%2Fb/c?x=1&y=%20&KEY HTTP/1.1", "GET /d?KEY HTTP/1.1", "GET //e?z&KEY HTTP/1.1"];
    assert_eq!(lines(one.requests().await), expected);
    assert_eq!(lines(other.requests().await), ["GET /v1//e/?&KEY HTTP/1.1"]);
}
