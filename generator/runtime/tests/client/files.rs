//! Files on this machine, as they arrive.

use std::path::{Path, PathBuf};

use bytes::Bytes;

use crate::runtime::{Body, BoxFuture, Client, Custom, Encode, Error, ErrorKind, File, OperationInfo, Request};
use crate::runtime::{Transport, TransportError, Undeclared};
use crate::support::{Server, World, reply};

static PUT: OperationInfo = OperationInfo::new("put", "PUT", "/file");

/// A file in a folder that is this test's alone.
fn written(test: &str, name: &str, contents: impl AsRef<[u8]>) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(test);
    std::fs::create_dir_all(&folder).unwrap();
    std::fs::write(folder.join(name), contents).unwrap();
    folder.join(name)
}

/// A client that waits for the disk: in this world, whoever sets a limit is past it at once.
fn patient(transport: impl Transport) -> Client {
    let builder = Client::builder().transport(transport).environment(World::default());
    builder.options(|options| options.timeout(None).headers_timeout(None)).build().unwrap()
}

async fn put(client: &Client, file: File) -> Result<Bytes, Error<Undeclared>> {
    Request::new(&PUT).file("", file).call::<Custom>(client).await
}

/// Keeps the lengths that requests have before they are sent.
#[derive(Clone)]
struct Lengths(Server, std::sync::Arc<std::sync::Mutex<Vec<Option<u64>>>>);

impl Transport for Lengths {
    fn send(&self, request: http::Request<Body>) -> BoxFuture<'_, Result<http::Response<Body>, TransportError>> {
        self.1.lock().unwrap().push(request.body().length());
        self.0.send(request)
    }
}

#[tokio::test]
async fn a_file_is_read_anew_for_each_attempt() {
    let contents: Vec<u8> = (0..200_000_u32).map(|number| number as u8).collect();
    let file = File::from_path(written("anew", "data.bin", &contents));
    let transport = Lengths(Server::new([reply(503, ""), reply(200, "ok")]), Default::default());
    let client = patient(transport.clone());
    assert_eq!(put(&client, file.clone()).await.unwrap(), "ok");
    written("anew", "data.bin", "short");
    put(&client, file).await.unwrap();
    let bodies: Vec<_> = transport.0.seen().into_iter().map(|seen| seen.body).collect();
    assert!(bodies[0] == contents && bodies[1] == contents);
    assert_eq!(bodies[2], "short");
    assert_eq!(*transport.1.lock().unwrap(), [Some(200_000), Some(200_000), Some(5)]);
}

/// The system says of what it makes up that it has no bytes.
#[cfg(target_os = "linux")]
#[tokio::test]
async fn a_file_that_is_said_to_be_empty() {
    let transport = Lengths(Server::new([reply(200, "ok")]), Default::default());
    let client = patient(transport.clone());
    for path in [PathBuf::from("/proc/version"), written("empty", "none", "")] {
        put(&client, File::from_path(&path)).await.unwrap();
        assert_eq!(transport.0.seen().last().unwrap().body, std::fs::read(path).unwrap());
    }
    assert_eq!(*transport.1.lock().unwrap(), [None, Some(0)]);
}

#[tokio::test]
async fn a_file_is_called_as_it_is_called() {
    let file = File::from_path(written("called", "A picture.PNG", "png"));
    assert_eq!((file.name(), file.content_type(), file.as_bytes()), (Some("A picture.PNG"), None, None));
    let server = Server::new([reply(200, "")]);
    put(&patient(server.clone()), file.clone()).await.unwrap();
    assert_eq!(server.only().header("content-type"), Some("image/png"));
    let server = Server::new([reply(200, "")]);
    let form = Form(file.with_name("other.unknown"));
    let call = Request::new(&PUT).multipart(&form, &[]).call::<Custom>(&patient(server.clone()));
    call.await.unwrap();
    let seen = server.only();
    let text = String::from_utf8_lossy(&seen.body);
    assert!(text.contains(
        "name=\"file\"; filename=\"other.unknown\"\r\nContent-Type: application/octet-stream\r\n\r\npng\r\n"
    ));
}

struct Form(File);

impl Encode for Form {
    fn encode(&self, writer: &mut crate::runtime::json::Writer) {
        writer.object(&[crate::runtime::json::Field::required("file")], &[&self.0]);
    }
}

#[tokio::test]
async fn a_file_that_cannot_be_read_is_an_error_before_anything_is_sent() {
    let folder = written("unreadable", "x", "").parent().unwrap().to_owned();
    for path in [folder.join("missing"), folder] {
        let server = Server::new([reply(200, "")]);
        let error = put(&patient(server.clone()), File::from_path(&path)).await.unwrap_err();
        let message = format!("put: the file `{}` can't be read: ", path.display());
        assert!(error.to_string().starts_with(&message), "{error}");
        assert_eq!((error.kind(), error.may_have_run(), server.seen().len()), (ErrorKind::Build, false, 0));
    }
}

#[tokio::test]
async fn the_path_of_a_file_is_one_line_of_an_error() {
    let file = File::from_path("/nowhere/a\nb");
    let error = put(&patient(Server::new([reply(200, "")])), file).await.unwrap_err();
    assert!(error.to_string().starts_with("put: the file `/nowhere/a b` can't be read: "), "{error}");
}

#[tokio::test]
async fn media_types_by_name() {
    let table = [
        ("a.png", "", "image/png"),
        ("a.b.JPG", "image/*", "image/jpeg"),
        ("a.png", "application/octet-stream", "application/octet-stream"),
        ("a.csv", "text/csv, text/plain", "text/csv"),
        ("png", "", "application/octet-stream"),
        ("a.unknown", "*/*", "application/octet-stream"),
    ];
    for (name, declared, expected) in table {
        let server = Server::new([reply(200, "")]);
        let client = patient(server.clone());
        Request::new(&PUT).file(declared, File::new(name, "x")).call::<Custom>(&client).await.unwrap();
        assert_eq!(server.only().header("content-type"), Some(expected), "{name} {declared}");
    }
}
