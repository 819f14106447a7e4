//! The pages as a stream.

use std::fmt;
use std::future::poll_fn;
use std::marker::PhantomData;
use std::pin::Pin;
use std::task::{Context, Poll};

use futures_core::Stream;

use super::super::call::settle;
use super::super::{Call, Error, Response};
use super::Paginated;
use super::walk::{Walk, poll_typed};

/// The pages of the operation `O`, as a stream; [`next`](Self::next) takes one without it. Behind an error it ends.
#[must_use = "does nothing until asked for a page"]
pub struct Pages<O> {
    walk: Walk,
    left: Option<u64>,
    operation: PhantomData<fn() -> O>,
}

impl<O: Paginated> Pages<O> {
    pub(super) fn new(call: Call<O>) -> Self {
        let (client, request) = call.into_parts();
        Self { walk: Walk::new(client, request, O::PAGINATION), left: None, operation: PhantomData }
    }

    /// No more than this many pages.
    pub fn limit(mut self, pages: u64) -> Self {
        self.left = Some(pages);
        self
    }

    /// Begins where another walk over the pages of the same call was when it gave this
    /// [`resume_token`](Self::resume_token). The whole page comes again.
    pub fn resume(mut self, token: &str) -> Self {
        self.walk.resume(token);
        self
    }

    /// What [`resume`](Self::resume) takes, later or on another machine, to begin at the next page; `None` behind the
    /// last one. It holds what the server said of the next page, such as its URL without the client's credentials.
    pub fn resume_token(&self) -> Option<String> {
        self.walk.token(0)
    }

    /// The next page, `None` behind the last one.
    ///
    /// # Errors
    /// As the call itself; and if the server leads in a circle or to another origin.
    pub async fn next(&mut self) -> Option<Result<Response<O::Output, O>, Error<O::Error>>> {
        poll_fn(|context| Pin::new(&mut *self).poll_next(context)).await
    }
}

impl<O: Paginated> Stream for Pages<O> {
    type Item = Result<Response<O::Output, O>, Error<O::Error>>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        if self.left == Some(0) {
            return Poll::Ready(None);
        }
        let page = poll_typed(&mut self.walk, context, |outcome| settle::<O, _>(outcome, O::output));
        if page.is_ready() {
            self.left = self.left.map(|left| left - 1);
        }
        page
    }
}

impl<O> fmt::Debug for Pages<O> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Pages")
    }
}
