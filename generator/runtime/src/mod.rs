//! What every generated client shares: calls, errors, retries, and the JSON codec.
//!
//! The way of a call, one file per step: [`Call`] keeps what was asked for in a plain [`Request`];
//! `execute` runs its attempts, and asks `retry` about another one; `attempt` sends what `assembly`
//! makes of the request, with the credentials of `authorization`, over the [`Transport`], and reads the
//! answer; [`Operation`] makes a type of what was [`Received`], or `stream` gives it piece by piece. Only the first and the
//! last step know the operation's types: all between is compiled once. `pagination` makes one call after the other.

#![cfg_attr(
    target_arch = "wasm32",
    allow(
        clippy::arc_with_non_send_sync,
        reason = "what is shared between threads elsewhere stays on one in a browser"
    )
)]

#[cfg(all(feature = "blocking", not(target_arch = "wasm32")))]
pub mod blocking;
pub mod header;
pub mod json;
#[cfg(feature = "mock")]
pub mod mock;

mod arguments;
mod assembly;
mod attempt;
mod authorization;
mod backoff;
mod base_url;
mod body;
mod budget;
mod builder;
mod call;
mod client;
mod content;
mod credential;
mod curl;
mod deadline;
mod document;
mod drift;
mod environment;
mod error;
mod execute;
mod expansion;
mod file;
mod form;
mod future;
#[cfg(all(feature = "reqwest", not(target_arch = "wasm32")))]
mod gzip;
mod idempotency;
mod link;
#[cfg(all(feature = "reqwest", not(target_arch = "wasm32")))]
mod local_file;
mod masked;
mod measured;
mod media_types;
mod middleware;
mod multipart;
mod oauth;
mod operation;
mod options;
mod pagination;
mod parameter;
mod progress;
mod redirect;
mod renewal;
mod request;
#[cfg(all(feature = "reqwest", not(target_arch = "wasm32")))]
mod reqwest;
mod response;
mod retry;
mod retry_after;
mod secret;
mod server;
mod signing;
mod stream;
mod telling;
mod trace;
mod transport;
#[cfg(all(feature = "reqwest", not(target_arch = "wasm32")))]
mod upload;
mod uri;
mod variables;

pub use self::arguments::{list, map};
pub use self::attempt::{Attempt, AttemptOutcome};
pub use self::body::Body;
pub use self::builder::ClientBuilder;
pub use self::call::{Call, Sending};
pub use self::client::Client;
pub use self::credential::{Credential, CredentialProvider};
pub use self::document::{Document, Scheme, SchemeKind};
pub use self::drift::Drift;
pub use self::environment::Environment;
pub use self::error::{Error, ErrorKind, Undeclared};
pub use self::file::File;
pub use self::form::Form;
pub use self::future::{BoxError, BoxFuture, BoxStream, MaybeSend, MaybeSync};
pub use self::json::{Decode, DecodeError, DriftKind, Encode};
pub use self::masked::{Masked, masked_variant, octets, variant};
pub use self::middleware::{AttemptContext, Middleware, NextAttempt, NextCall};
pub use self::multipart::Part;
pub use self::oauth::ClientCredentials;
pub use self::operation::{Custom, Open, Operation, OperationInfo, Streams};
pub use self::options::Options;
pub use self::pagination::{Items, Next, PageArgument, PageToken, Pages, Paginated, Pagination};
pub use self::parameter::{Location, Notation, Parameter, Style};
pub use self::request::Request;
pub use self::response::{Received, Response};
pub use self::secret::Secret;
pub use self::server::Server;
pub use self::stream::{ByteStream, Event, EventStream};
pub use self::transport::{ConnectTimeout, Transport, TransportError};
pub use self::variables::{from_env, from_variables};
