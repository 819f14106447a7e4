//! A generated crate in small: the runtime as its module, and what would be rendered for a document
//! of a few operations.

#![allow(clippy::unwrap_used, reason = "a test may panic, its helpers too")]

/// The runtime under test, where a generated crate has it.
#[allow(dead_code, reason = "nothing is public in a test")]
#[path = "../../src/mod.rs"]
pub mod runtime;

mod rendered;
mod support;

#[cfg(feature = "blocking")]
mod blocking;
mod bodies;
mod construction;
mod credentials;
mod curl;
mod drift;
mod errors;
mod events;
#[cfg(feature = "reqwest")]
mod faults;
#[cfg(feature = "reqwest")]
mod files;
mod headers;
#[cfg(feature = "reqwest")]
mod http2;
mod masked;
mod middleware;
#[cfg(feature = "mock")]
mod mocks;
mod multipart;
mod oauth;
mod pages;
mod parameters;
mod redirects;
mod retries;
mod servers;
mod streams;
mod timeouts;
#[cfg(feature = "tracing")]
mod traces;
#[cfg(feature = "reqwest")]
mod wire;
#[cfg(feature = "reqwest")]
mod wire_streams;
