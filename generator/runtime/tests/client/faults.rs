//! What servers and networks do wrong, over sockets: nothing hangs, nothing is repeated that must not be, each error says
//! what happened and whether the server may have acted, and the next call is not hurt by it.

use std::time::{Duration, Instant};

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::time::sleep;

use crate::rendered::Pet;
use crate::runtime::{Call, Client, ClientBuilder, ErrorKind, File, Operation, Options};
use crate::wire::read_request;

/// A server that does `serve` with each connection, which it numbers from 0. Gives its URL.
async fn start<F>(serve: impl Fn(TcpStream, usize) -> F + Send + 'static) -> String
where
    F: Future<Output = std::io::Result<()>> + Send + 'static,
{
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    tokio::spawn(async move {
        for number in 0.. {
            let (stream, _) = listener.accept().await.unwrap();
            tokio::spawn(serve(stream, number));
        }
    });
    url
}

/// A client that does not wait long between attempts.
fn client(url: String) -> ClientBuilder {
    let quick = |options: Options| options.backoff(Duration::from_millis(1));
    Client::builder().base_url(url).bearer_auth("t0k3n").options(quick)
}

/// A client of such a server.
async fn server<F>(serve: impl Fn(TcpStream, usize) -> F + Send + 'static) -> Client
where
    F: Future<Output = std::io::Result<()>> + Send + 'static,
{
    client(start(serve).await).build().unwrap()
}

/// A server that says this to each request, and then nothing more; connections stay open.
async fn saying(text: impl Into<Vec<u8>>) -> Client {
    let text: Vec<u8> = text.into();
    server(move |mut stream, _| {
        let text = text.clone();
        async move {
            while !read_request(&mut stream).await.is_empty() {
                stream.write_all(&text).await?;
            }
            Ok(())
        }
    })
    .await
}

/// How a call fails: the kind, whether the server may have acted, the attempts, the message.
async fn failure<O: Operation>(call: Call<O>) -> (ErrorKind, bool, usize, String)
where
    O::Output: std::fmt::Debug,
{
    let error = call.await.unwrap_err();
    assert!(!format!("{error:?}").contains("t0k3n"));
    (error.kind(), error.may_have_run(), error.attempts().len(), error.to_string())
}

fn rex() -> Pet {
    Pet { id: 1, name: "Rex".to_owned() }
}

#[tokio::test]
async fn a_server_that_dies_in_mid_answer_after_a_post() {
    let client = server(|mut stream, _| async move {
        read_request(&mut stream).await;
        stream.write_all(b"HTTP/1.1 201 Created\r\nContent-Length: 9\r\n\r\n{").await
    })
    .await;
    let (kind, may_have_run, attempts, message) = failure(client.create_pet(rex())).await;
    assert_eq!((kind, may_have_run, attempts), (ErrorKind::Transport, true, 1));
    assert!(message.starts_with("createPet: 201 Created: the connection was lost: "), "{message}");
}

#[tokio::test]
async fn lengths_that_make_no_sense() {
    for length in ["abc", "-1", "5, 6", "99999999999999999999999999"] {
        let client = saying(format!("HTTP/1.1 200 OK\r\nContent-Length: {length}\r\n\r\n[1]")).await;
        let (kind, may_have_run, _, _) = failure(client.list_pets().with_retries(0)).await;
        assert_eq!((kind, may_have_run), (ErrorKind::Transport, true), "{length}");
    }
    let client = saying("HTTP/1.1 200 OK\r\nContent-Length: 999999999\r\n\r\n[1]").await;
    let (kind, _, attempts, message) = failure(client.list_pets()).await;
    assert_eq!((kind, attempts), (ErrorKind::TooLarge, 1));
    assert_eq!(message, "listPets: 200 OK: the body is larger than the limit of 67108864 bytes");
}

/// What comes behind the body belongs to no answer, and must not be taken for the next one.
#[tokio::test]
async fn a_body_that_is_longer_than_said() {
    let text = "HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\n[1]HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\n[666]";
    let client = saying(text).await;
    for _ in 0..5 {
        assert_eq!(client.list_pets().await.unwrap(), [1]);
        sleep(Duration::from_millis(5)).await;
    }
}

#[tokio::test]
async fn a_body_without_an_end() {
    let client = server(|mut stream, _| async move {
        read_request(&mut stream).await;
        stream.write_all(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n").await?;
        let piece = format!("1000\r\n{}\r\n", "[1, ".repeat(0x400));
        loop {
            stream.write_all(piece.as_bytes()).await?;
        }
    })
    .await;
    let call = client.list_pets().with_options(|options| options.body_limit(1_000_000));
    let (kind, may_have_run, attempts, message) = failure(call).await;
    assert_eq!((kind, may_have_run, attempts), (ErrorKind::TooLarge, true, 1));
    assert_eq!(message, "listPets: 200 OK: the body is larger than the limit of 1000000 bytes");
}

#[tokio::test]
async fn headers_without_an_end() {
    let client = server(|mut stream, _| async move {
        read_request(&mut stream).await;
        stream.write_all(b"HTTP/1.1 200 OK\r\n").await?;
        loop {
            stream.write_all(b"X-Header: and so on\r\n").await?;
        }
    })
    .await;
    let (kind, may_have_run, _, _) = failure(client.list_pets().with_retries(0)).await;
    assert_eq!((kind, may_have_run), (ErrorKind::Transport, true));
}

/// Each byte comes in time, so that only the time in all ends it.
#[tokio::test]
async fn trickles() {
    for (start, message) in [
        ("HTTP/1.1 200 OK\r\nX: ", "listPets: the call's timeout is over"),
        ("HTTP/1.1 200 OK\r\nContent-Length: 9999\r\n\r\n[", "listPets: 200 OK: the call's timeout is over"),
    ] {
        let client = server(move |mut stream, _| async move {
            read_request(&mut stream).await;
            stream.write_all(start.as_bytes()).await?;
            loop {
                sleep(Duration::from_millis(10)).await;
                stream.write_all(b" ").await?;
            }
        })
        .await;
        let started = Instant::now();
        let call = client.list_pets().with_timeout(Duration::from_millis(150));
        let (kind, may_have_run, attempts, text) = failure(call).await;
        assert_eq!((kind, may_have_run, attempts, text.as_str()), (ErrorKind::Timeout, true, 1, message));
        assert!(started.elapsed() < Duration::from_secs(5), "{:?}", started.elapsed());
    }
}

#[tokio::test]
async fn a_wait_that_the_call_has_no_time_for() {
    let client = saying("HTTP/1.1 503 Busy\r\nRetry-After: 5\r\nContent-Length: 0\r\n\r\n").await;
    let started = Instant::now();
    let (kind, may_have_run, attempts, _) = failure(client.list_pets().with_timeout(Duration::from_secs(4))).await;
    assert_eq!((kind, may_have_run, attempts), (ErrorKind::Status, true, 1));
    assert!(started.elapsed() < Duration::from_secs(4), "it slept for nothing");
}

#[tokio::test]
async fn text_that_is_not_utf_8() {
    let client = saying(b"HTTP/1.1 200 OK\r\nX-Name: \xff\r\nContent-Length: 5\r\n\r\n[\"\xff\"]").await;
    let (kind, may_have_run, _, message) = failure(client.list_pets()).await;
    assert_eq!((kind, may_have_run), (ErrorKind::Decode, true));
    assert!(
        message.contains("listPets: 200 OK: the body is not what the document says: $[0]: expected UTF-8"),
        "{message}"
    );
    assert_eq!(client.list_pets().into_text().await.unwrap(), "[\"\u{fffd}\"]");
    assert_eq!(client.list_pets().into_bytes().await.unwrap(), &b"[\"\xff\"]"[..]);
}

/// An answer that comes after its call was given up is not the next call's: the connection is left behind.
#[tokio::test]
async fn a_connection_is_not_used_again_after_a_timeout() {
    let client = server(|mut stream, number| async move {
        while !read_request(&mut stream).await.is_empty() {
            if number == 0 {
                sleep(Duration::from_millis(300)).await;
            }
            stream.write_all(format!("HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\n[{number}]").as_bytes()).await?;
        }
        Ok(())
    })
    .await;
    let impatient = |options: Options| options.headers_timeout(Duration::from_millis(200)).retries(0);
    let (kind, may_have_run, _, _) = failure(client.list_pets().with_options(impatient)).await;
    assert_eq!((kind, may_have_run), (ErrorKind::Timeout, true));
    for _ in 0..5 {
        assert_eq!(client.list_pets().await.unwrap(), [1]);
        sleep(Duration::from_millis(30)).await;
    }
}

/// A server that answers a call of `/503` with that status, and with the number of the connection as a body.
async fn numbering() -> String {
    start(|mut stream, number| async move {
        loop {
            let request = read_request(&mut stream).await;
            let Some((_, status)) = request.split_once(" /") else { return Ok(()) };
            let body = format!("[{number}]");
            let answer = format!("HTTP/1.1 {} X\r\nContent-Length: {}\r\n\r\n{body}", &status[..3], body.len());
            stream.write_all(answer.as_bytes()).await?;
        }
    })
    .await
}

/// Asks for a status, once, and gives the number of the connection that the answer came over.
async fn connection_of(client: &Client, status: u16, change: impl FnOnce(Options) -> Options) -> usize {
    let call = client.request(http::Method::GET, &format!("/{status}"));
    let body = match call.with_retries(0).with_options(change).into_bytes().await {
        Ok(body) => body,
        Err(error) => error.body().unwrap().clone(),
    };
    std::str::from_utf8(&body).unwrap().trim_matches(['[', ']']).parse().unwrap()
}

/// Behind the connection of a failure may be the one server that fails. Nothing else ends a connection.
#[tokio::test]
async fn no_call_goes_over_the_connection_of_a_failure() {
    let client = client(numbering().await).build().unwrap();
    let harmless = [200, 404, 429, 501];
    for (number, failure) in [500, 502, 503, 504].into_iter().enumerate() {
        for status in harmless.into_iter().chain([failure]) {
            assert_eq!(connection_of(&client, status, |options| options).await, number, "{status}");
        }
    }
}

/// The same within a call.
#[tokio::test]
async fn a_retry_goes_over_another_connection_after_a_failure_of_the_server() {
    for (status, elsewhere) in [("500 Oops", true), ("503 Busy", true), ("429 Slow Down", false)] {
        let client = server(move |mut stream, number| async move {
            let mut asked = 0;
            while !read_request(&mut stream).await.is_empty() {
                asked += 1;
                let refused = (number, asked) == (0, 1);
                let head = if refused { status } else { "200 OK" };
                let answer = format!("HTTP/1.1 {head}\r\nContent-Length: 3\r\n\r\n[{number}]");
                stream.write_all(answer.as_bytes()).await?;
            }
            Ok(())
        })
        .await;
        assert_eq!(client.list_pets().await.unwrap(), [i64::from(elsewhere)], "{status}");
    }
}

/// If it is not the connection, new ones are of no use: soon they are kept.
#[tokio::test]
async fn connections_are_not_given_up_without_an_end() {
    let client = client(numbering().await).build().unwrap();
    let started = Instant::now();
    let mut last = 0;
    for _ in 0..100 {
        last = connection_of(&client, 503, |options| options).await;
    }
    assert!(last >= 8 && last as u64 <= 8 + started.elapsed().as_secs(), "{last} in {:?}", started.elapsed());
}

/// Whoever uses a connection while it is given up has it to the end.
#[tokio::test]
async fn a_body_goes_on_while_its_connection_is_given_up() {
    let client = server(|mut stream, number| async move {
        read_request(&mut stream).await;
        let (head, rest) = if number == 0 { ("200 OK", "2]") } else { ("503 Busy", "  ") };
        stream.write_all(format!("HTTP/1.1 {head}\r\nContent-Length: 5\r\n\r\n[1,").as_bytes()).await?;
        sleep(Duration::from_millis(50)).await;
        stream.write_all(rest.as_bytes()).await
    })
    .await;
    let mut body = client.list_pets().into_stream().await.unwrap();
    client.list_pets().with_retries(0).await.unwrap_err();
    let mut whole = Vec::new();
    while let Some(piece) = body.next().await {
        whole.extend_from_slice(&piece.unwrap());
    }
    assert_eq!(whole, b"[1,2]");
}

/// The application's own client can't be made anew.
#[tokio::test]
async fn the_applications_own_client_keeps_its_connections() {
    let own = client(numbering().await).reqwest_client(reqwest::Client::new()).build().unwrap();
    for status in [200, 503, 200] {
        assert_eq!(connection_of(&own, status, |options| options).await, 0);
    }
}

#[tokio::test]
async fn connections_belong_to_their_time_to_connect_in() {
    let client = client(numbering().await).build().unwrap();
    let other = |options: Options| options.connect_timeout(Duration::from_secs(1));
    for _ in 0..2 {
        assert_eq!(connection_of(&client, 200, |options| options).await, 0);
        assert_eq!(connection_of(&client, 200, other).await, 1);
    }
    for minutes in 2..10 {
        let timeout = Duration::from_secs(60 * minutes);
        let number = connection_of(&client, 200, |options| options.connect_timeout(timeout)).await;
        assert_eq!(number as u64, minutes);
    }
    assert_eq!(connection_of(&client, 200, other).await, 10, "only the last ones are kept");
    assert_eq!(connection_of(&client, 200, |options| options).await, 0, "and those of the client's own time");
}

/// Linux leaves a connection unanswered while so many others wait to be accepted.
#[cfg(target_os = "linux")]
#[tokio::test]
async fn each_call_has_its_own_time_to_connect_in() {
    let socket = tokio::net::TcpSocket::new_v4().unwrap();
    socket.bind("127.0.0.1:0".parse().unwrap()).unwrap();
    let listener = socket.listen(1).unwrap();
    let address = listener.local_addr().unwrap();
    let (_one, _other) = (TcpStream::connect(address).await.unwrap(), TcpStream::connect(address).await.unwrap());
    let client = client(format!("http://{address}")).retries(0).build().unwrap();
    for milliseconds in [40, 80] {
        let timeout = Duration::from_millis(milliseconds);
        let started = Instant::now();
        let call = client.create_pet(rex()).with_options(|options| options.connect_timeout(timeout));
        let (kind, may_have_run, _, message) = failure(call).await;
        assert_eq!((kind, may_have_run), (ErrorKind::Timeout, false));
        assert!(message.starts_with("createPet: can't connect in time"), "{message}");
        assert!(started.elapsed() >= timeout && started.elapsed() < Duration::from_secs(4), "{:?}", started.elapsed());
    }
}

/// A server that closes what it keeps open, as load balancers do: not even a POST is lost by it.
#[tokio::test]
async fn a_connection_that_was_closed_while_nobody_used_it() {
    let client = server(|mut stream, _| async move {
        read_request(&mut stream).await;
        stream.write_all(b"HTTP/1.1 201 Created\r\nContent-Length: 0\r\n\r\n").await
    })
    .await;
    for _ in 0..20 {
        client.create_pet(rex()).with_retries(0).await.unwrap();
        sleep(Duration::from_millis(5)).await;
    }
}

/// Every answer gets to its own call.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_thousand_calls_at_once() {
    let client = server(|mut stream, _| async move {
        loop {
            let request = read_request(&mut stream).await;
            let Some((_, behind)) = request.split_once("limit=") else { return Ok(()) };
            let body = format!("[{}]", behind.split_whitespace().next().unwrap());
            let head = format!("HTTP/1.1 200 OK\r\nContent-Length: {}\r\n\r\n", body.len());
            stream.write_all((head + &body).as_bytes()).await?;
        }
    })
    .await;
    let calls: Vec<_> = (0..1_000_i32).map(|number| tokio::spawn(client.list_pets().limit(number).send())).collect();
    for (number, call) in (0_i64..).zip(calls) {
        assert_eq!(call.await.unwrap().unwrap(), [number]);
    }
}

/// What a server of TLS 1.2 says that has no certificate: messages of the handshake, each with type and length (RFC 5246,
/// section 7.4, and RFC 8422, section 5.4), and that it renegotiates safely, without which some hang up (RFC 5746, section
/// 3.6). Nothing of it needs a key before the certificate is looked at.
fn handshake() -> Vec<u8> {
    let message = |kind: u8, body: Vec<u8>| [vec![kind, 0, 0, body.len() as u8], body].concat();
    let hello = [&[3, 3][..], &[17; 32], &[0, 0xc0, 0x2f, 0, 0, 5, 0xff, 1, 0, 1, 0]].concat();
    let certificate = vec![0, 0, 5, 0, 0, 2, 0x30, 0];
    let exchange = [&[3, 0, 29, 32][..], &[9; 32], &[8, 4, 0, 1, 0]].concat();
    let all = [message(2, hello), message(11, certificate), message(12, exchange), message(14, Vec::new())].concat();
    [vec![22, 3, 3, 0, all.len() as u8], all].concat()
}

#[tokio::test]
async fn a_certificate_that_is_none_stays_one() {
    let url = start(|mut stream, _| async move {
        stream.write_all(&handshake()).await?;
        while stream.read(&mut [0; 1024]).await? > 0 {}
        Ok(())
    });
    let client = client(url.await.replace("http:", "https:")).build().unwrap();
    let error = client.list_pets().await.unwrap_err();
    assert!(error.to_string().contains("certificate"), "{error}");
    assert_eq!((error.kind(), error.attempts().len()), (ErrorKind::Connect, 1));
    assert!(!error.is_retryable() && !error.may_have_run());
}

/// Reads a request of which nobody says how long it is, until its last chunk or so many bytes, a part of them at a time.
async fn read_slowly(stream: &mut TcpStream, bytes: usize) -> std::io::Result<()> {
    let (mut buffer, mut read, mut end) = (vec![0; 1 << 20], 0, false);
    while read < bytes && !end {
        let length = stream.read(&mut buffer).await?;
        read += length;
        end = length == 0 || buffer[..length].ends_with(b"0\r\n\r\n");
        if length == buffer.len() {
            sleep(Duration::from_millis(30)).await;
        }
    }
    stream.write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok").await
}

/// Gives a piece after each while.
struct Now(std::pin::Pin<Box<tokio::time::Sleep>>, usize);

impl futures_core::Stream for Now {
    type Item = Result<bytes::Bytes, std::io::Error>;

    fn poll_next(
        mut self: std::pin::Pin<&mut Self>,
        context: &mut std::task::Context<'_>,
    ) -> std::task::Poll<Option<Self::Item>> {
        std::task::ready!(self.0.as_mut().poll(context));
        let next = tokio::time::Instant::now() + Duration::from_millis(150);
        self.0.as_mut().reset(next);
        self.1 = self.1.saturating_sub(1);
        std::task::Poll::Ready((self.1 > 0).then(|| Ok("piece".into())))
    }
}

/// An upload takes as long as it takes: it is the answer that has a time to come in.
#[tokio::test]
async fn an_upload_that_goes_on_is_no_silence() {
    let patient = |options: Options| options.headers_timeout(Duration::from_secs(1)).retries(0);
    let client = server(|mut stream, _| async move { read_slowly(&mut stream, usize::MAX).await }).await;
    let pieces = File::from_stream(Now(Box::pin(sleep(Duration::ZERO)), 10));
    let upload = client.request(http::Method::PUT, "/").with_body("text/plain", pieces).with_options(patient);
    let begun = Instant::now();
    assert_eq!(upload.into_text().await.unwrap(), "ok");
    assert!(begun.elapsed() > Duration::from_secs(1), "or it proves nothing");
    const LENGTH: usize = 64 << 20;
    let client = server(|mut stream, _| async move { read_slowly(&mut stream, LENGTH).await }).await;
    let upload = client.request(http::Method::PUT, "/").with_body("text/plain", vec![b'x'; LENGTH]);
    assert_eq!(upload.with_options(patient).into_text().await.unwrap(), "ok");
    // One that nobody takes is.
    let client = server(|stream, _| async move {
        sleep(Duration::from_secs(60)).await;
        drop(stream);
        Ok(())
    });
    let upload = client.await.request(http::Method::PUT, "/").with_body("text/plain", vec![b'x'; LENGTH]);
    let (kind, may_have_run, _, message) = failure(upload.with_options(patient)).await;
    assert_eq!((kind, may_have_run), (ErrorKind::Timeout, true));
    assert!(message.contains("no answer within the headers timeout"), "{message}");
}
