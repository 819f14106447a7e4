//! A server in memory, for tests of code that uses the client: without sockets, without waiting, but through the codec,
//! the credentials and the retries that a real call goes through.
//!
//! What is expected is said with the calls themselves, so every argument has its type:
//!
//! ```ignore
//! let mock = Mock::new();
//! let client = mock.client();
//! mock.on(client.get_pet("7")).returns(Pet::new(7, "Fido"));
//! mock.on(client.delete_pet("7")).replies(503).returns(());
//! mock.on_any::<ListPets>().fails(ListPetsError::NotFound(Problem::new("no pets")));
//! mock.on(client.watch_pets()).returns(vec![Pet::new(7, "Fido")]);
//! ```
//!
//! Each request takes the next answer of the first expectation that fits, each attempt of a call included; one that the
//! client repeats by itself gets the last answer again if no other is left. A request that nothing was said about fails
//! with an error that lists what was expected. [`Mock::verify`], and dropping the mock, panic if something expected did
//! not come, or something came that was not expected.

mod arrival;
mod clock;
mod expectation;
#[doc(hidden)]
pub mod items;
mod made;
mod reply;
mod script;
mod server;

use std::fmt;
use std::sync::Arc;

pub use self::arrival::Arrival;
pub use self::expectation::Expectation;
pub use self::items::MockedStream;
pub use self::made::{error, failure, response};
pub use self::reply::{Fault, Reply};
use self::script::{Expected, Wanted};
use self::server::Server;
use super::authorization::Slot;
use super::call::parts;
use super::{Call, Client, ClientBuilder, Credential, Custom, Document, Operation, SchemeKind};

/// The base URL of a mocked client. `.test` is no one's (RFC 6761, section 6.2).
const BASE_URL: &str = "https://mock.test";

/// What the answers of an operation look like on the wire. Rendered code says it of each.
pub trait Mocked: Operation {
    /// What a test gives for the output: the same, or the items of a stream.
    type Returned;

    /// The answer that is decoded to `output`.
    fn returned(output: Self::Returned) -> Reply;

    /// The answer that is decoded to `error`.
    fn failed(error: Self::Error) -> Reply;

    /// The success that the document shows: its first example, or that of its schema.
    fn example() -> Option<Reply> {
        None
    }
}

impl Mocked for Custom {
    type Returned = bytes::Bytes;

    fn returned(output: bytes::Bytes) -> Reply {
        Reply::new(200).body("application/octet-stream", output)
    }

    fn failed(_: Self::Error) -> Reply {
        Reply::new(500)
    }
}

/// A server in memory that answers what it was told to, and knows what came.
pub struct Mock {
    document: &'static Document,
    server: Server,
}

impl Mock {
    /// A server for the clients of `document`, which expects nothing yet.
    pub fn of(document: &'static Document) -> Self {
        Self { document, server: Server::default() }
    }

    /// A client that talks to this server, with a credential for each scheme, unless none can be sent for it.
    ///
    /// # Panics
    /// If the client can't be built.
    #[track_caller]
    pub fn client(&self) -> Client {
        match self.builder().build() {
            Ok(client) => client,
            Err(error) => panic!("{error}"),
        }
    }

    /// The same, to be changed: options, credentials, middleware. Transport, clock and base URL are set.
    pub fn builder(&self) -> ClientBuilder {
        let builder = ClientBuilder::new(self.document).base_url(BASE_URL).middleware(self.server.clone());
        let builder = builder.transport(self.server.clone()).environment(self.server.clock.clone());
        let credentials = self.document.schemes.iter().map(|scheme| (scheme, credential(scheme.kind))).enumerate();
        let usable = credentials.filter(|(_, (scheme, credential))| Slot::new(scheme, credential.clone()).is_ok());
        usable.fold(builder, |builder, (index, (_, credential))| builder.credential(index, credential))
    }

    /// Expects a call with exactly these arguments: path, query, header and cookie parameters, the body, and the headers
    /// that were set on the call. Bodies of JSON are compared as values; a body that is a stream is not compared.
    ///
    /// A call of `client.request(…)` stands for any operation with that method and path, and for what the client asks for
    /// by itself, such as tokens.
    ///
    /// # Panics
    /// If the call can't be made a request of.
    #[track_caller]
    #[must_use = "expects nothing until it has an answer"]
    pub fn on<O: Operation>(&self, call: Call<O>) -> Expectation<'_, O> {
        let (client, request) = parts(&call);
        match Wanted::call(client, request) {
            Ok(wanted) => self.expect(wanted),
            Err(problem) => panic!("the call that is expected can't be made: {problem}"),
        }
    }

    /// Expects a call of this operation, whatever its arguments are; [`Expectation::when`] narrows it.
    #[must_use = "expects nothing until it has an answer"]
    pub fn on_any<O: Operation>(&self) -> Expectation<'_, O> {
        self.expect(Wanted::operation(O::INFO))
    }

    fn expect<O>(&self, wanted: Wanted) -> Expectation<'_, O> {
        let index = self.server.script().expect(Expected::new(wanted));
        Expectation::new(&self.server, index)
    }

    /// All requests so far, in the order in which they came.
    pub fn arrivals(&self) -> Vec<Arrival> {
        self.server.script().arrivals.clone()
    }

    /// The time that has passed for the client: all answers that were late, all waits between attempts. No real time
    /// passes; and what takes real time, such as a body that the application still writes, takes none of this.
    pub fn elapsed(&self) -> std::time::Duration {
        self.server.clock.elapsed()
    }

    /// Sees that everything expected came, and nothing else. Dropping the mock does so too, but a call of this method
    /// says where.
    ///
    /// # Panics
    /// If not. The message lists what is missing, what was not expected, and all that came.
    #[track_caller]
    pub fn verify(self) {
        self.complain();
    }

    #[track_caller]
    fn complain(&self) {
        let complaint = self.server.script().complaint();
        if let Some(complaint) = complaint.filter(|_| !std::thread::panicking()) {
            panic!("{complaint}");
        }
    }
}

impl Drop for Mock {
    fn drop(&mut self) {
        self.complain();
    }
}

fn credential(kind: SchemeKind) -> Credential {
    match kind {
        SchemeKind::Basic => Credential::basic("mock", "mock"),
        SchemeKind::Bearer | SchemeKind::OAuth2 { .. } | SchemeKind::ApiKey { .. } => Credential::new("mock"),
    }
}

/// What is shared with its clients.
impl fmt::Debug for Mock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Mock").field("arrivals", &self.server.script().arrivals).finish_non_exhaustive()
    }
}

/// Keeps what is shared usable after a panic elsewhere in the test.
fn locked<T>(mutex: &std::sync::Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
}

/// What answers a request, as it travels from where the request is recognised to where it would leave.
#[derive(Clone)]
struct Handed(Arc<reply::Act>);
