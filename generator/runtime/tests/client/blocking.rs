//! Calls from threads that have no runtime.

use std::thread;

use crate::rendered::{GetPetError, Pet, Problem};
use crate::runtime::ErrorKind;
use crate::runtime::blocking::Blocking;
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
    assert!(error.to_string().contains("await the call instead"), "{error}");
    assert!(server.seen().is_empty());
}

#[test]
fn a_timeout_of_the_system_s_clock_ends_it() {
    let builder = crate::runtime::Client::builder().bearer_auth("t0k3n").transport(Server::new([Answer::Silence]));
    let call = builder.build().unwrap().list_pets().with_timeout(std::time::Duration::from_millis(20));
    assert_eq!(call.send_blocking().unwrap_err().kind(), ErrorKind::Timeout);
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
