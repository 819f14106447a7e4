//! Calls without `async`, for programs that have no runtime of their own.
//!
//! ```ignore
//! use pets::blocking::Blocking;
//!
//! fn main() -> Result<(), pets::Error> {
//!     let client = pets::Client::new("token")?;
//!     let pets = client.list_pets().limit(3).send_blocking()?;
//!     let response = client.get_pet("7").into_response().send_blocking()?;
//!     Ok(())
//! }
//! ```
//!
//! All clients share one runtime, which runs on the threads that wait: whoever waits does the work of all. A client should
//! be used either so or with `await`, not both: an open connection belongs to the runtime that opened it.

use std::future::IntoFuture;
use std::sync::OnceLock;

use tokio::runtime::{Builder, Handle, Runtime};

use super::Error;
use super::error::Failure;

/// Waits for what gives a result of a call: the call itself, or one of its ways to receive.
pub trait Blocking: IntoFuture {
    /// What the call is waited for.
    type Waited;

    /// Sends the call and waits for its end.
    ///
    /// # Errors
    /// As awaiting it. Also if this is a thread of an asynchronous runtime, all of whose tasks would stand still: await the
    /// call there, or wait for it with the runtime's own `block_on`.
    fn send_blocking(self) -> Self::Waited;
}

impl<F, T, E> Blocking for F
where
    F: IntoFuture<Output = Result<T, Error<E>>>,
{
    type Waited = Result<T, Error<E>>;

    fn send_blocking(self) -> Result<T, Error<E>> {
        runtime().map_err(Error::new)?.block_on(self.into_future())
    }
}

/// The one runtime. What drives the connections sleeps while nobody waits.
fn runtime() -> Result<&'static Runtime, Box<Failure>> {
    static RUNTIME: OnceLock<std::io::Result<Runtime>> = OnceLock::new();
    if Handle::try_current().is_ok() {
        return Err(Failure::build(
            "`send_blocking` inside of an asynchronous runtime would stop it: await the call instead",
        ));
    }
    let runtime = RUNTIME.get_or_init(|| Builder::new_current_thread().enable_all().build());
    runtime.as_ref().map_err(|error| Failure::build(format!("no runtime for `send_blocking`: {error}")))
}
