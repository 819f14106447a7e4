//! What the server requests by itself. A client calls none of it; a receiver reads what it carries.

use super::{Content, Docs, Location, Status};

/// A request that the server makes by itself (OpenAPI 3.1, 4.8.1).
#[derive(Clone, Debug, PartialEq)]
pub struct Webhook {
    /// Its name, as the document spells it.
    pub name: String,
    /// What is sent.
    pub request: Incoming,
}

/// A request that the server makes in the course of an operation (OpenAPI 3.0.3, 4.7.18).
#[derive(Clone, Debug, PartialEq)]
pub struct Callback {
    /// Its name, as the document spells it.
    pub name: String,
    /// Where it goes: a URL with runtime expressions, `{$request.query.url}/event`.
    pub address: String,
    /// What is sent.
    pub request: Incoming,
}

/// A request that a receiver gets.
#[derive(Clone, Debug, PartialEq)]
pub struct Incoming {
    /// The HTTP method, `POST`.
    pub method: String,
    /// Its prose.
    pub docs: Docs,
    /// Its parameters: where each is, and its name on the wire.
    pub parameters: Vec<(Location, String)>,
    /// What it carries.
    pub body: Option<Content>,
    /// What the server expects as an answer.
    pub answers: Vec<Answer>,
}

/// What a receiver may answer.
#[derive(Clone, Debug, PartialEq)]
pub struct Answer {
    /// Its status.
    pub status: Status,
    /// What it carries.
    pub body: Option<Content>,
}
