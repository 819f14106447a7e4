//! What rendered code says about an operation.

use std::fmt;

use bytes::Bytes;

use super::{ByteStream, DecodeError, Error, EventStream, Parameter, Received, Undeclared};

/// An operation of the document: its facts, and what to make of its answers.
///
/// Implementations are rendered, one small type per operation.
pub trait Operation: 'static {
    /// What a success carries.
    type Output;
    /// What a declared error carries.
    type Error: fmt::Debug + Send + Sync + 'static;
    /// The facts.
    const INFO: &'static OperationInfo;
    /// What makes a success of a body that is read as it comes, if that is what a success carries.
    const OPEN: Option<Open<Self::Output>> = None;

    /// Decodes a success.
    ///
    /// # Errors
    /// If the body is not what the document says.
    fn output(response: &Received) -> Result<Self::Output, DecodeError>;

    /// Decodes an error. What the document does not declare is kept raw.
    fn error(response: &Received) -> Self::Error;

    /// Is `status` a success? 2xx, if the document declares none. Any other status is an error, with the body as it came.
    fn is_success(status: u16) -> bool {
        (200..300).contains(&status)
    }
}

/// Makes something of a body that is read as it comes.
pub type Open<T> = fn(ByteStream) -> Result<T, Error>;

/// An operation that can answer with a stream of items: events, JSON Lines or a JSON text sequence.
///
/// Implementations are rendered.
pub trait Streams: Operation {
    /// What the stream carries.
    type Item;
    /// What asks for it, as the `Accept` header.
    const MEDIA_TYPE: &'static str;

    /// The items of a body.
    ///
    /// # Errors
    /// If it is no such stream.
    fn events(body: ByteStream) -> Result<EventStream<Self::Item>, Error>;
}

/// The facts of an operation. Generated as a constant.
#[derive(Clone, Copy, Debug)]
pub struct OperationInfo {
    /// The `operationId`; method and path, `GET /teams/{teamId}`, if the document gives it none.
    pub id: &'static str,
    /// The HTTP method, upper case.
    pub method: &'static str,
    /// The path template: `/teams/{teamId}`.
    pub path_template: &'static str,
    /// The tags.
    pub tags: &'static [&'static str],
    /// The parameters, in the order in which `Call::with_argument` counts.
    pub parameters: &'static [Parameter],
    /// Alternatives of indexes into [`Document::schemes`](super::Document::schemes). `Some(&[])`
    /// sends no credential, an empty alternative allows to send none, and `None` (the document
    /// says nothing) sends what the client has.
    pub security: Option<&'static [&'static [usize]]>,
    /// The `Accept` header, or nothing. What ends in `;q=0.1` is what a failure is read as, and no success.
    pub accept: &'static str,
    /// The operation's own servers, or nothing. The first absolute one goes before the document's; relative ones are
    /// on the same host as the document's.
    pub servers: &'static [&'static str],
}

impl OperationInfo {
    /// The weight of what a failure is read as, and no success, in [`accept`](Self::accept).
    pub(super) const OF_FAILURES: &str = ";q=0.1";

    /// An operation without parameters; the rest can follow as `..OperationInfo::new(…)`.
    pub const fn new(id: &'static str, method: &'static str, path_template: &'static str) -> Self {
        Self { id, method, path_template, tags: &[], parameters: &[], security: None, accept: "", servers: &[] }
    }

    /// May the request be repeated without a second effect, by the meaning of its method?
    ///
    /// ---
    /// RFC 9110, section 9.2.2; QUERY by its draft.
    pub fn is_idempotent(&self) -> bool {
        is_idempotent(self.method)
    }
}

pub(super) fn is_idempotent(method: &str) -> bool {
    matches!(method, "GET" | "HEAD" | "OPTIONS" | "TRACE" | "PUT" | "DELETE" | "QUERY")
}

/// The operation behind `client.request(…)`: any path, any body.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct Custom;

impl Operation for Custom {
    type Output = Bytes;
    type Error = Undeclared;
    const INFO: &'static OperationInfo = &OperationInfo::new("request", "GET", "/");

    fn output(response: &Received) -> Result<Bytes, DecodeError> {
        response.bytes()
    }

    fn error(_: &Received) -> Undeclared {
        Undeclared
    }
}
