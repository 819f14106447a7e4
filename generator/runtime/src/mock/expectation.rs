//! What a mocked server does when an expected call comes.

use std::fmt;
use std::marker::PhantomData;
use std::time::Duration;

use http::header::{HeaderName, HeaderValue};

use super::script::Expected;
use super::server::Server;
use super::{Arrival, Fault, Mocked, MockedStream, Reply};

/// An expected call. It expects nothing until it has an answer. Each answer is given once, to one request, in the order
/// in which they are added; [`times`](Self::times) and [`always`](Self::always) change that for the last one. The client
/// repeats what fails for a time: while no other answer is left, these repetitions get the last one again.
pub struct Expectation<'a, O> {
    server: &'a Server,
    index: usize,
    operation: PhantomData<fn() -> O>,
}

impl<'a, O> Expectation<'a, O> {
    pub(super) fn new(server: &'a Server, index: usize) -> Self {
        Self { server, index, operation: PhantomData }
    }

    /// Is about those requests only for which `condition` holds, too. It sees the request without its credentials.
    #[must_use = "expects nothing until it has an answer"]
    pub fn when(self, condition: impl Fn(&Arrival) -> bool + Send + Sync + 'static) -> Self {
        self.change(|expected| expected.require(Box::new(condition)))
    }

    /// Then answers this: `replies(503)`, or any status, headers and body.
    pub fn replies(self, reply: impl Into<Reply>) -> Self {
        let reply = reply.into();
        self.change(|expected| expected.reply(reply))
    }

    /// Then answers nothing at all.
    pub fn breaks(self, fault: Fault) -> Self {
        self.change(|expected| expected.fault(fault))
    }

    /// Gives the last answer so often.
    ///
    /// # Panics
    /// If there is no answer yet.
    #[track_caller]
    pub fn times(self, times: u32) -> Self {
        self.change_last("times", |expected| expected.repeat(Some(times)))
    }

    /// Gives the last answer as often as it is asked, which may be never.
    ///
    /// # Panics
    /// If there is no answer yet.
    #[track_caller]
    pub fn always(self) -> Self {
        self.change_last("always", |expected| expected.repeat(None))
    }

    /// Gives the last answer so late, on the mock's clock: the client's timeouts run, the test does not wait.
    ///
    /// # Panics
    /// If there is no answer yet.
    #[track_caller]
    pub fn after(self, time: Duration) -> Self {
        self.change_last("after", |expected| expected.delay(time))
    }

    /// Adds a header to the last answer.
    ///
    /// # Panics
    /// If it can't be sent, or the last answer has no headers, as it [`breaks`](Self::breaks).
    #[track_caller]
    pub fn header(self, name: &str, value: &str) -> Self {
        let (Ok(name), Ok(value)) = (name.parse::<HeaderName>(), HeaderValue::from_str(value)) else {
            panic!("the header `{name}` can't be sent");
        };
        let mut is_added = false;
        let this = self.change(|expected| {
            let reply = expected.last_reply();
            is_added = reply.map(|reply| reply.headers.append(name, value)).is_some();
        });
        assert!(is_added, "there is no reply that could have a header");
        this
    }

    /// Changes the last answer.
    #[track_caller]
    fn change_last(self, setter: &str, change: impl FnOnce(&mut Expected) -> Option<()>) -> Self {
        let mut changed = None;
        let this = self.change(|expected| changed = change(expected));
        assert!(changed.is_some(), "`{setter}` changes the last answer, and there is none yet");
        this
    }

    fn change(self, change: impl FnOnce(&mut Expected)) -> Self {
        self.server.script().change(self.index, change);
        self
    }
}

impl<O: Mocked> Expectation<'_, O> {
    /// Then answers so that the call gives `output`; of a stream, its items, after which it ends.
    /// [`replies`](Self::replies) lets a body come in pieces, with pauses, or break off.
    pub fn returns(self, output: O::Returned) -> Self {
        self.replies(O::returned(output))
    }

    /// Then answers with the document's own example of a success.
    ///
    /// # Panics
    /// If it shows none.
    #[track_caller]
    pub fn returns_example(self) -> Self {
        match O::example() {
            Some(example) => self.replies(example),
            None => panic!("the document has no example of what `{}` answers", O::INFO.id),
        }
    }

    /// Then answers with an error that the document declares.
    pub fn fails(self, error: O::Error) -> Self {
        self.replies(O::failed(error))
    }
}

impl<O: MockedStream> Expectation<'_, O> {
    /// Then answers with a stream of these items, also where the operation can answer with something else, and
    /// `into_events` asks for the stream. [`Reply::items`] is for one with pauses, or one that breaks off.
    pub fn streams(self, items: impl IntoIterator<Item = O::Item>) -> Self {
        self.replies(Reply::new(O::STATUS).items::<O>(items))
    }
}

impl<O> fmt::Debug for Expectation<'_, O> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Expectation").field("index", &self.index).finish_non_exhaustive()
    }
}
