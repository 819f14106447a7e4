//! The client as its users have it, against a server: what goes over the wire, and what becomes of every kind of answer.
//!
//! [`operations`] is the table of all operations; most tests run over it.

mod operations;
mod server;

mod answers;
mod calls;
mod credentials;
mod failures;
mod paths;
mod requests;
mod retries;
mod secrecy;
mod types;
