//! Calls from threads that have no runtime.

#[cfg(feature = "reqwest")]
use std::io::{BufRead, BufReader};
use std::pin::Pin;
#[cfg(feature = "reqwest")]
use std::sync::mpsc::{Sender, channel};
use std::task::{Context, Poll, ready};
use std::thread;
use std::time::Duration;

use futures_core::Stream;
use http::Method;

use crate::rendered::{GetPetError, Pet, Problem};
use crate::runtime::blocking::{Blocking, BlockingStream};
use crate::runtime::{
    BoxFuture, DecodeError, Error, ErrorKind, File, Next, Operation, OperationInfo, PageArgument, PageToken, Paginated,
    Pagination, Parameter, Received, Request, Undeclared,
};
use crate::support::{Answer, Server, World, client, reply};

const REX: &str = r#"{"id":7,"name":"Rex"}"#;

#[test]
fn a_call_is_waited_for() {
    let client = client(&Server::new([reply(200, REX)]), &World::default());
    assert_eq!(client.get_pet("7").send_blocking().unwrap(), Pet { id: 7, name: "Rex".to_owned() });
    assert_eq!(client.get_pet("7").into_response().send_blocking().unwrap().status(), 200);
    assert_eq!(client.get_pet("7").into_text().send_blocking().unwrap(), REX);
}

#[test]
fn its_errors_are_those_of_the_call() {
    let server = Server::new([reply(404, r#"{"message":"gone"}"#)]);
    let error = client(&server, &World::default()).get_pet("7").send_blocking().unwrap_err();
    assert_eq!(error.declared(), Some(&GetPetError::NotFound(Problem { message: "gone".to_owned() })));
}

#[tokio::test]
async fn a_runtime_is_not_stopped_but_told() {
    let server = Server::new([reply(200, "[]")]);
    let error = client(&server, &World::default()).list_pets().send_blocking().unwrap_err();
    assert_eq!((error.kind(), error.may_have_run()), (ErrorKind::Build, false));
    assert!(error.to_string().contains("await it instead"), "{error}");
    assert!(server.seen().is_empty());
}

#[test]
fn a_timeout_of_the_system_s_clock_ends_it() {
    let builder = crate::runtime::Client::builder().bearer_auth("t0k3n").transport(Server::new([Answer::Silence]));
    let call = builder.build().unwrap().list_pets().with_timeout(Duration::from_millis(20));
    assert_eq!(call.send_blocking().unwrap_err().kind(), ErrorKind::Timeout);
}

/// Numbers up to three, each after a while.
struct Numbers(i64, Option<BoxFuture<'static, ()>>);

impl Stream for Numbers {
    type Item = Result<i64, Error>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let wait = self.1.get_or_insert_with(|| Box::pin(tokio::time::sleep(Duration::from_millis(1))));
        ready!(wait.as_mut().poll(context));
        self.1 = None;
        self.0 += 1;
        Poll::Ready((self.0 < 4).then_some(Ok(self.0)))
    }
}

#[test]
fn a_stream_is_an_iterator() {
    assert_eq!(Numbers(0, None).iter_blocking().map(Result::unwrap).collect::<Vec<_>>(), [1, 2, 3]);
}

#[test]
fn bodies_are_iterated_as_they_come() {
    let events = "data: one\n\ndata: two\n\n";
    let client =
        client(&Server::new([reply(200, events).with("content-type", "text/event-stream")]), &World::default());
    let get = || client.request(Method::GET, "/events").into_stream().send_blocking().unwrap();
    let data = get().into_events().unwrap().iter_blocking().map(|event| event.unwrap().data);
    assert_eq!(data.collect::<Vec<_>>(), ["one", "two"]);
    let bytes: Vec<u8> = get().iter_blocking().flat_map(|piece| piece.unwrap().to_vec()).collect();
    assert_eq!(bytes, events.as_bytes());
}

#[tokio::test]
async fn an_iterator_tells_a_runtime_once() {
    let mut numbers = Numbers(0, None).iter_blocking();
    assert_eq!(numbers.next().unwrap().unwrap_err().kind(), ErrorKind::Build);
    assert!(numbers.next().is_none());
}

/// Numbers on pages, and where the next page is.
struct Count;

const ARGUMENT: PageArgument = PageArgument::Parameter(0);
const TOKEN: PageToken = PageToken::Body("/next");

impl Operation for Count {
    type Output = serde_json::Value;
    type Error = Undeclared;
    const INFO: &'static OperationInfo =
        &OperationInfo { parameters: &[Parameter::query("after")], ..OperationInfo::new("count", "GET", "/count") };

    fn output(response: &Received) -> Result<Self::Output, DecodeError> {
        response.json()
    }

    fn error(_: &Received) -> Undeclared {
        Undeclared
    }
}

impl Paginated for Count {
    type Item = i64;
    const PAGINATION: &'static Pagination =
        &Pagination { items: "/items", next: Next::Cursor { argument: ARGUMENT, token: TOKEN }, more: None };
}

#[test]
fn pages_and_their_items_are_iterated() {
    let pages = [reply(200, r#"{"items":[1,2],"next":"b"}"#), reply(200, r#"{"items":[3]}"#)];
    let call = || Request::new(Count::INFO).call::<Count>(&client(&Server::new(pages.clone()), &World::default()));
    assert_eq!(call().into_items().iter_blocking().map(Result::unwrap).collect::<Vec<_>>(), [1, 2, 3]);
    let pages = call().into_pages().iter_blocking().map(|page| page.unwrap().into_body()["items"].clone());
    assert_eq!(pages.collect::<Vec<_>>(), [serde_json::json!([1, 2]), serde_json::json!([3])]);
    let mut items = call().into_items();
    assert_eq!((&mut items).iter_blocking().next().unwrap().unwrap(), 1);
    assert_eq!(items.resume_token().as_deref(), Some("1"), "the stream is still there");
}

#[tokio::test]
async fn neither_pages_nor_streams_stop_a_runtime() {
    let server = Server::new([reply(200, r#"{"items":[1]}"#)]);
    let client = client(&server, &World::default());
    let error =
        Request::new(Count::INFO).call::<Count>(&client).into_items().iter_blocking().next().unwrap().unwrap_err();
    assert_eq!((error.kind(), error.may_have_run()), (ErrorKind::Build, false));
    let error = client.request(Method::GET, "/").into_stream().send_blocking().unwrap_err();
    assert!(error.to_string().contains("await it instead"), "{error}");
    assert!(server.seen().is_empty());
    // A thread that is not of the runtime may wait.
    thread::spawn(move || drop(client.request(Method::GET, "/").send_blocking().unwrap())).join().unwrap();
}

/// A server that answers each request with its own body; it may close each connection behind the answer, and
/// tell of it.
#[cfg(feature = "reqwest")]
fn echo(closed: Option<Sender<()>>) -> crate::runtime::Client {
    use std::io::{Read, Write};

    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let serve = |mut stream: std::net::TcpStream, once: bool| {
        let mut read = BufReader::new(stream.try_clone().unwrap());
        loop {
            let head: Vec<String> = read.by_ref().lines().map_while(Result::ok).take_while(|l| !l.is_empty()).collect();
            if head.is_empty() {
                return;
            }
            let length = head.iter().find_map(|line| line.strip_prefix("content-length: ")?.parse().ok());
            let mut body = vec![0; length.unwrap_or(0)];
            read.read_exact(&mut body).unwrap();
            write!(stream, "HTTP/1.1 200 OK\r\nContent-Length: {}\r\n\r\n", body.len()).unwrap();
            stream.write_all(&body).unwrap();
            if once {
                return;
            }
        }
    };
    thread::spawn(move || {
        for stream in listener.incoming().map(Result::unwrap) {
            let closed = closed.clone();
            thread::spawn(move || {
                serve(stream, closed.is_some());
                closed.map(|closed| closed.send(()));
            });
        }
    });
    crate::runtime::Client::builder().bearer_auth("t0k3n").base_url(url).retries(0).build().unwrap()
}

/// Connections that one thread opened are driven by whoever waits.
#[cfg(feature = "reqwest")]
#[test]
fn threads_share_a_client_and_its_connections() {
    let client = echo(None);
    let put = |client: &crate::runtime::Client, number: usize| {
        let body = number.to_string();
        let call = client.request(Method::PUT, "/").with_body("text/plain", body.clone());
        assert_eq!(call.into_text().send_blocking().unwrap(), body);
    };
    let threads: Vec<_> = (0..4)
        .map(|_| {
            let client = client.clone();
            thread::spawn(move || (0..20).for_each(|number| put(&client, number)))
        })
        .collect();
    threads.into_iter().for_each(|thread| thread.join().unwrap());
    put(&client, 20);
}

/// Nobody drives a connection while nobody waits, so that its end is noticed only when it is to be used again. In a process
/// of its own: here other tests wait, and drive all connections, this one too, whenever they come to it.
#[cfg(feature = "reqwest")]
#[test]
fn a_connection_that_was_closed_while_nobody_waited() {
    const ALONE: &str = "PETS_BLOCKING_ALONE";
    if std::env::var_os(ALONE).is_none() {
        let name = "blocking::a_connection_that_was_closed_while_nobody_waited";
        let mut alone = std::process::Command::new(std::env::current_exe().unwrap());
        let output = alone.args(["--exact", name]).env(ALONE, "").output().unwrap();
        let said = String::from_utf8_lossy(&output.stdout);
        assert!(output.status.success() && said.contains("1 passed"), "{said}");
        return;
    }
    let (closed, told) = channel();
    let client = echo(Some(closed));
    for _ in 0..20 {
        client.request(Method::POST, "/").with_body("text/plain", "x").send_blocking().unwrap();
        told.recv().unwrap();
        // What tells the other side may still be on its way.
        thread::sleep(Duration::from_millis(2));
    }
}

#[cfg(feature = "reqwest")]
#[test]
fn a_file_goes_there_and_comes_back_in_pieces() {
    let contents: Vec<u8> = (0..300_000_u32).flat_map(u32::to_le_bytes).collect();
    let path = std::env::temp_dir().join(format!("pets-blocking-{}", std::process::id()));
    std::fs::write(&path, &contents).unwrap();
    let call = echo(None).request(Method::PUT, "/").with_body("application/*", File::from_path(&path));
    let pieces: Vec<_> = call.into_stream().send_blocking().unwrap().iter_blocking().map(Result::unwrap).collect();
    std::fs::remove_file(&path).unwrap();
    assert!(pieces.len() > 1 && pieces.concat() == contents, "{} pieces", pieces.len());
}

#[cfg(feature = "reqwest")]
#[test]
fn dropping_a_stream_ends_its_request() {
    use std::io::{Read, Write};

    use crate::runtime::Client;

    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let server = thread::spawn(move || {
        let (mut stream, _) = listener.accept().unwrap();
        let _ = stream.read(&mut [0; 4096]).unwrap();
        stream.set_write_timeout(Some(Duration::from_secs(5))).unwrap();
        stream.write_all(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n").unwrap();
        let chunk = [&b"400\r\n"[..], &[b'x'; 1024], b"\r\n"].concat();
        loop {
            if let Err(error) = stream.write_all(&chunk) {
                return error.kind();
            }
        }
    });
    let client = Client::builder().base_url(url).bearer_auth("t").build().unwrap();
    let stream = client.request(Method::GET, "/").into_stream().send_blocking().unwrap();
    let mut pieces = stream.iter_blocking();
    pieces.next().unwrap().unwrap();
    drop(pieces);
    let ended = server.join().unwrap();
    assert!(matches!(ended, std::io::ErrorKind::BrokenPipe | std::io::ErrorKind::ConnectionReset), "{ended:?}");
}
