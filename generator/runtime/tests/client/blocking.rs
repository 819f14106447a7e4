//! Calls from threads that have no runtime.

use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::thread;
use std::time::Duration;

use futures_core::Stream;

use crate::rendered::{GetPetError, Pet, Problem};
use crate::runtime::blocking::{Blocking, BlockingStream};
use crate::runtime::{BoxFuture, Error, ErrorKind};
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
    let get = || client.request(http::Method::GET, "/events").into_stream().send_blocking().unwrap();
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

/// Connections that one thread opened are driven by whoever waits.
#[cfg(feature = "reqwest")]
#[test]
fn threads_share_a_client_and_its_connections() {
    use std::io::{BufRead, BufReader, Write};
    use std::net::TcpListener;

    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    thread::spawn(move || {
        for stream in listener.incoming().map(Result::unwrap) {
            thread::spawn(move || {
                let mut lines = BufReader::new(stream.try_clone().unwrap()).lines().map_while(Result::ok);
                while lines.by_ref().take_while(|line| !line.is_empty()).count() > 0 {
                    let answer = format!("HTTP/1.1 200 OK\r\ncontent-length: {}\r\n\r\n{REX}", REX.len());
                    (&stream).write_all(answer.as_bytes()).unwrap();
                }
            });
        }
    });
    let client = crate::runtime::Client::builder().bearer_auth("t0k3n").base_url(url).build().unwrap();
    let threads: Vec<_> = (0..4)
        .map(|_| {
            let client = client.clone();
            thread::spawn(move || (0..20).for_each(|_| drop(client.get_pet("7").send_blocking().unwrap())))
        })
        .collect();
    threads.into_iter().for_each(|thread| thread.join().unwrap());
    client.get_pet("7").send_blocking().unwrap();
}
