//! Streams through reqwest, over sockets.

use std::io::ErrorKind as IoErrorKind;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use bytes::Bytes;
use futures_core::Stream;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;

use crate::runtime::{ByteStream, Client, Custom, Error, ErrorKind, File, OperationInfo, Options, Request};
use crate::support::stream;

/// A server for one request: what it makes of the connection, once the head of the request is read.
struct Peer<T> {
    client: Client,
    done: JoinHandle<T>,
}

impl<T: Send + 'static> Peer<T> {
    async fn start<F: Future<Output = T> + Send>(serve: impl FnOnce(TcpStream) -> F + Send + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let done = tokio::spawn(async move {
            let (mut stream, _) = listener.accept().await.unwrap();
            stream.set_nodelay(true).unwrap();
            let mut head = Vec::new();
            while !head.ends_with(b"\r\n\r\n") {
                // Of a request that can't be sent not even the head may come.
                let Ok(byte) = stream.read_u8().await else { break };
                head.push(byte);
            }
            serve(stream).await
        });
        let client = Client::builder().base_url(url).bearer_auth("t").retries(0).build().unwrap();
        Self { client, done }
    }

    /// The body of the answer.
    async fn open(&self, change: impl FnOnce(Options) -> Options) -> ByteStream {
        self.client.list_pets().with_options(change).into_stream().await.unwrap()
    }
}

const HEAD: &[u8] = b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n";

async fn write_chunk(stream: &mut TcpStream, chunk: &[u8]) -> std::io::Result<()> {
    stream.write_all(format!("{:x}\r\n", chunk.len()).as_bytes()).await?;
    stream.write_all(chunk).await?;
    stream.write_all(b"\r\n").await?;
    stream.flush().await
}

/// Writes until nobody listens any more.
async fn write_for_ever(mut stream: TcpStream, chunk: &[u8]) -> IoErrorKind {
    loop {
        if let Err(error) = write_chunk(&mut stream, chunk).await {
            return error.kind();
        }
    }
}

fn is_gone(kind: IoErrorKind) -> bool {
    matches!(kind, IoErrorKind::BrokenPipe | IoErrorKind::ConnectionReset | IoErrorKind::ConnectionAborted)
}

#[tokio::test]
async fn events_in_small_pieces() {
    let peer = Peer::start(|mut stream| async move {
        stream.write_all(HEAD).await.unwrap();
        for byte in "id: 1\r\ndata: \"h\u{e9}\"\r\n\r\n: still here\n\ndata: 2\n\ndata: [DONE]\n\n".as_bytes() {
            write_chunk(&mut stream, &[*byte]).await.unwrap();
        }
        write_chunk(&mut stream, b"").await.unwrap();
    });
    let peer = peer.await;
    let mut events = peer.open(|options| options).await.into_event_data::<serde_json::Value>().unwrap();
    assert_eq!(events.next().await.unwrap().unwrap(), "h\u{e9}");
    assert_eq!(events.last_event_id(), Some("1"));
    assert_eq!(events.next().await.unwrap().unwrap(), 2);
    assert!(events.next().await.is_none());
    peer.done.await.unwrap();
}

#[tokio::test]
async fn an_event_of_ten_megabytes() {
    let serve = |mut stream: TcpStream| async move {
        stream.write_all(HEAD).await.unwrap();
        write_chunk(&mut stream, b"data: \"").await.unwrap();
        for _ in 0..160 {
            write_chunk(&mut stream, &[b'x'; 1 << 16]).await.unwrap();
        }
        write_chunk(&mut stream, b"\"\n\ndata: \"y\"\n\n").await.unwrap();
        write_chunk(&mut stream, b"").await.unwrap();
    };
    let peer = Peer::start(serve).await;
    let mut events = peer.open(|options| options).await.into_event_data::<String>().unwrap();
    assert_eq!(events.next().await.unwrap().unwrap().len(), 160 << 16);
    let peer = Peer::start(serve).await;
    let limit = |options: Options| options.event_limit(1 << 20);
    let mut events = peer.open(limit).await.into_event_data::<String>().unwrap();
    let error = events.next().await.unwrap().unwrap_err();
    assert_eq!(error.to_string(), "listPets: 200 OK: an item of the stream is larger than the limit of 1048576 bytes");
    assert_eq!(events.next().await.unwrap().unwrap(), "y");
}

#[tokio::test]
async fn a_body_without_an_end() {
    let peer = Peer::start(|mut stream| async move {
        stream.write_all(HEAD).await.unwrap();
        write_for_ever(stream, &[b'x'; 1 << 16]).await
    });
    let peer = peer.await;
    let mut body = peer.open(|options| options).await;
    let mut read = 0;
    // More than is held in memory of a body that is no stream.
    while read < 70 << 20 {
        read += body.next().await.unwrap().unwrap().len();
    }
    drop(body);
    assert!(is_gone(peer.done.await.unwrap()));
}

#[tokio::test]
async fn a_line_without_an_end() {
    let peer = Peer::start(|mut stream| async move {
        stream.write_all(HEAD).await.unwrap();
        write_for_ever(stream, &[b'x'; 1 << 16]).await
    });
    let peer = peer.await;
    let mut lines = peer.open(|options| options.stream_limit(40 << 20)).await.into_json_lines::<i64>().unwrap();
    let of_the_line = lines.next().await.unwrap().unwrap_err();
    let of_the_body = lines.next().await.unwrap().unwrap_err();
    assert_eq!((of_the_line.kind(), of_the_body.kind()), (ErrorKind::TooLarge, ErrorKind::TooLarge));
    assert!(of_the_line.to_string().contains("16777216") && of_the_body.to_string().contains("41943040"));
    assert!(lines.next().await.is_none() && is_gone(peer.done.await.unwrap()));
}

#[tokio::test]
async fn a_body_that_stalls_and_one_that_breaks_off() {
    let peer = Peer::start(|mut stream| async move {
        stream.write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nabc").await.unwrap();
        // Until the client is gone.
        stream.read(&mut [0]).await.unwrap_or_default()
    });
    let peer = peer.await;
    let mut body = peer.open(|options| options.idle_timeout(Duration::from_millis(50))).await;
    assert_eq!((body.length(), body.next().await.unwrap().unwrap()), (Some(9), "abc".into()));
    assert_eq!(body.next().await.unwrap().unwrap_err().kind(), ErrorKind::Timeout);
    assert_eq!(peer.done.await.unwrap(), 0, "the timeout ends the request");

    let peer = Peer::start(|mut stream| async move {
        stream.write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nabc").await.unwrap();
    });
    let mut body = peer.await.open(|options| options).await;
    assert_eq!(body.next().await.unwrap().unwrap(), "abc");
    let error = body.next().await.unwrap().unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Transport);
    let start = "listPets: 200 OK: the connection was lost after 3 of 9 bytes: ";
    assert!(error.to_string().starts_with(start), "{error}");
}

/// Zeros, as gzip, without an end: a literal, and then the same 258 times over and over (RFC 1951, section 3.2.6).
fn bomb(repetitions: usize) -> Vec<u8> {
    let bits = "010".chars().chain("00110000".chars()).chain("1100010100000".chars().cycle().take(13 * repetitions));
    let mut bytes = vec![0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255];
    let start = bytes.len();
    bytes.resize(start + (11 + 13 * repetitions).div_ceil(8), 0);
    for (index, _) in bits.enumerate().filter(|(_, bit)| *bit == '1') {
        bytes[start + index / 8] |= 1 << (index % 8);
    }
    bytes
}

async fn bombed(repetitions: usize) -> Peer<usize> {
    Peer::start(move |mut stream| async move {
        stream.write_all(b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n").await.unwrap();
        // The client hangs up in the middle, so that not all may arrive.
        let _ = stream.write_all(&bomb(repetitions)).await;
        stream.read(&mut [0]).await.unwrap_or_default()
    })
    .await
}

#[tokio::test]
async fn a_bomb_stops_at_the_cap() {
    // Half a megabyte that becomes 100.
    let peer = bombed(400_000).await;
    let error = peer.client.list_pets().into_bytes().await.unwrap_err();
    let message = "listPets: 200 OK: the body is larger than the limit of 67108864 bytes";
    assert_eq!((error.kind(), error.to_string().as_str()), (ErrorKind::TooLarge, message));
    assert_eq!(peer.done.await.unwrap(), 0, "the client hangs up");
    let peer = bombed(40_000).await;
    let mut body = peer.open(|options| options.stream_limit(1 << 20)).await;
    let mut read = 0;
    let error = loop {
        match body.next().await.unwrap() {
            Ok(piece) => read += piece.len(),
            Err(error) => break error,
        }
    };
    assert!(error.kind() == ErrorKind::TooLarge && read <= 1 << 20, "{read} bytes, {error}");
}

/// A body without an end: of so many pieces, behind which nothing comes any more.
struct Endless(usize);

impl Stream for Endless {
    type Item = Result<Bytes, std::io::Error>;

    fn poll_next(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let Some(left) = self.0.checked_sub(1) else { return Poll::Pending };
        self.0 = left;
        Poll::Ready(Some(Ok(Bytes::from_static(&[b'x'; 1 << 14]))))
    }
}

/// What the server says counts, although it does not want to hear the end.
#[tokio::test]
async fn an_upload_that_is_refused_before_its_end() {
    static PUT: OperationInfo = OperationInfo::new("put", "PUT", "/file");
    for pieces in [usize::MAX, 1] {
        let peer = Peer::start(|mut stream| async move {
            stream.write_all(b"HTTP/1.1 413 Too Large\r\nContent-Length: 4\r\n\r\nless").await.unwrap();
            // Until the client is gone.
            let mut buffer = vec![0; 1 << 16];
            while stream.read(&mut buffer).await.is_ok_and(|read| read > 0) {}
        });
        let peer = peer.await;
        let file = File::from_stream(Endless(pieces));
        let error = Request::new(&PUT).file("image/*", file).call::<Custom>(&peer.client).await.unwrap_err();
        assert_eq!((error.status().unwrap().as_u16(), error.body().unwrap()), (413, "less".into()));
        assert!(!error.may_have_run());
        peer.done.await.unwrap();
    }
}

#[tokio::test]
async fn an_upload_ends_with_its_call() {
    static PUT: OperationInfo = OperationInfo::new("put", "PUT", "/file");
    let peer = Peer::start(|mut stream| async move {
        let mut buffer = vec![0; 1 << 16];
        while stream.read(&mut buffer).await.is_ok_and(|read| read > 0) {}
    });
    let peer = peer.await;
    let call = Request::new(&PUT).file("image/*", File::from_stream(Endless(usize::MAX))).call::<Custom>(&peer.client);
    let error = call.with_timeout(Duration::from_millis(50)).await.unwrap_err();
    assert_eq!((error.kind(), error.may_have_run()), (ErrorKind::Timeout, true));
    peer.done.await.unwrap();
}

#[tokio::test]
async fn a_file_of_another_length_is_no_request() {
    static PUT: OperationInfo = OperationInfo::new("put", "PUT", "/file");
    let upload = async |length: u64| -> (Vec<u8>, Result<Bytes, Error>) {
        let peer = Peer::start(|mut stream| async move {
            let mut body = Vec::new();
            let mut buffer = [0; 64];
            while body.len() < 5 {
                match stream.read(&mut buffer).await {
                    Ok(0) | Err(_) => return body,
                    Ok(read) => body.extend_from_slice(&buffer[..read]),
                }
            }
            stream.write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n").await.unwrap();
            body
        });
        let peer = peer.await;
        let file = File::from_stream(stream([Ok(Bytes::from("ab")), Ok(Bytes::from("cde"))])).with_length(length);
        let result = Request::new(&PUT).file("image/*", file).call::<Custom>(&peer.client).await;
        (peer.done.await.unwrap(), result.map_err(Error::erase))
    };
    let (body, result) = upload(5).await;
    assert_eq!((&body[..], result.is_ok()), (&b"abcde"[..], true));
    // The second of these ends where a piece does.
    let table =
        [(4, "more than 4 bytes, its length"), (2, "more than 2 bytes, its length"), (6, "5 bytes instead of 6")];
    for (length, has) in table {
        let (body, result) = upload(length).await;
        let error = result.unwrap_err();
        assert!(body.len() < 6 && body.len() as u64 != length, "{length}: {body:?}");
        assert_eq!((error.kind(), error.may_have_run()), (ErrorKind::Build, true));
        assert_eq!(error.to_string(), format!("put: the request can't be sent: the stream of the body has {has}"));
    }
}

/// Of a body without length no piece is asked for.
#[tokio::test]
async fn a_file_that_is_not_as_empty_as_it_was_said_to_be() {
    static PUT: OperationInfo = OperationInfo::new("put", "PUT", "/file");
    let peer = Peer::start(|mut stream| async move {
        stream.write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n").await.unwrap();
    });
    let peer = peer.await;
    let put = |piece: &'static str| {
        let file = File::from_stream(stream([Ok(Bytes::new()), Ok(Bytes::from(piece))])).with_length(0);
        Request::new(&PUT).file("text/plain", file).call::<Custom>(&peer.client)
    };
    let error = put("ab").await.unwrap_err();
    assert!(error.to_string().ends_with("the stream of the body has more than 0 bytes, its length"), "{error}");
    assert_eq!((error.kind(), error.may_have_run()), (ErrorKind::Build, false));
    put("").await.unwrap();
}
