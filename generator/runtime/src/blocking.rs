//! Calls without `async`, for programs that have no runtime of their own.
//!
//! ```ignore
//! use pets::blocking::{Blocking, BlockingStream};
//!
//! fn main() -> Result<(), pets::Error> {
//!     let client = pets::Client::new("token")?;
//!     let pets = client.list_pets().limit(3).send_blocking()?;
//!     let response = client.get_pet("7").into_response().send_blocking()?;
//!     for pet in client.list_pets().into_items().iter_blocking() {
//!         println!("{}", pet?.name);
//!     }
//!     Ok(())
//! }
//! ```
//!
//! All clients share one runtime, which runs on the threads that wait: whoever waits does the work of all. A client should
//! be used either so or with `await`, not both: an open connection belongs to the runtime that opened it.

use std::future::{Future, IntoFuture, poll_fn, ready};
use std::pin::Pin;
use std::sync::OnceLock;

use futures_core::Stream;
use tokio::runtime::{Builder, Handle, Runtime};
use tokio::task::yield_now;

use super::Error;
use super::error::Failure;

/// Waits for what gives a result of a call: the call itself, or one of its ways to receive.
pub trait Blocking: IntoFuture {
    /// What the call is waited for.
    type Waited;

    /// Sends the call and waits for its end.
    ///
    /// # Errors
    /// As awaiting it. Also if this is a thread of an asynchronous runtime, all of whose tasks could stand still: await the
    /// call there, or wait for it with the runtime's own `block_on`. One where waiting is allowed, as in `spawn_blocking`,
    /// looks the same from here: there too.
    fn send_blocking(self) -> Self::Waited;
}

impl<F, T, E> Blocking for F
where
    F: IntoFuture<Output = Result<T, Error<E>>>,
{
    type Waited = Result<T, Error<E>>;

    fn send_blocking(self) -> Result<T, Error<E>> {
        wait(runtime().map_err(Error::new)?, self.into_future())
    }
}

/// Waits for the items of a stream of results: the pages of a list or the items on them, the pieces of a body, events.
///
/// A reference to a stream is one too: `(&mut items).iter_blocking()` leaves the stream to its owner, who can ask it for a
/// resume token or the id of the last event.
pub trait BlockingStream: Stream + Unpin + Sized {
    /// The items, each waited for when it is asked for. A thread of an asynchronous runtime gets an error instead, as from
    /// [`Blocking::send_blocking`], and no more.
    fn iter_blocking(self) -> Iter<Self>;
}

impl<S, T, E> BlockingStream for S
where
    S: Stream<Item = Result<T, Error<E>>> + Unpin,
{
    fn iter_blocking(self) -> Iter<S> {
        Iter(Some(self))
    }
}

/// The items of a stream, one after the other. Dropping them ends the request, if the stream itself is dropped with them.
#[derive(Debug)]
#[must_use = "does nothing until asked for an item"]
pub struct Iter<S>(Option<S>);

impl<S, T, E> Iterator for Iter<S>
where
    S: Stream<Item = Result<T, Error<E>>> + Unpin,
{
    type Item = Result<T, Error<E>>;

    fn next(&mut self) -> Option<Self::Item> {
        let stream = self.0.as_mut()?;
        match runtime() {
            Ok(runtime) => wait(runtime, poll_fn(|context| Pin::new(&mut *stream).poll_next(context))),
            Err(failure) => {
                self.0 = None;
                Some(Err(Error::new(failure)))
            }
        }
    }
}

/// What drives a connection runs only while somebody waits, so it would not hear that the request is over.
impl<S> Drop for Iter<S> {
    fn drop(&mut self) {
        if let (Some(stream), Ok(runtime)) = (self.0.take(), runtime()) {
            drop(stream);
            wait(runtime, ready(()));
        }
    }
}

/// Waits for `work`, once what happened while nobody waited has been noticed: a request must not go over a connection that
/// was closed meanwhile.
fn wait<T>(runtime: &Runtime, work: impl Future<Output = T>) -> T {
    runtime.block_on(async {
        // In the first turn the system is asked, in the second one the tasks of the connections hear of it.
        for _ in 0..2 {
            yield_now().await;
        }
        work.await
    })
}

/// The one runtime. What drives the connections sleeps while nobody waits.
fn runtime() -> Result<&'static Runtime, Box<Failure>> {
    static RUNTIME: OnceLock<std::io::Result<Runtime>> = OnceLock::new();
    if Handle::try_current().is_ok() {
        return Err(Failure::build(
            "a blocking call inside of an asynchronous runtime could stop it: await it instead",
        ));
    }
    let runtime = RUNTIME.get_or_init(|| Builder::new_current_thread().enable_all().build());
    runtime.as_ref().map_err(|error| Failure::build(format!("no runtime for a blocking call: {error}")))
}
