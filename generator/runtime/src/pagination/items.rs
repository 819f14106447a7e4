//! The items of all pages as a stream.

use std::fmt;
use std::future::poll_fn;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::vec::IntoIter;

use futures_core::Stream;

use super::super::call::settle;
use super::super::{Call, Error, Received, Response};
use super::Paginated;
use super::walk::{Walk, poll_typed};

/// The items of the operation `O` on all of its pages, as a stream; [`next`](Self::next) takes one without it. Behind an
/// error it ends.
#[must_use = "does nothing until asked for an item"]
pub struct Items<O: Paginated> {
    walk: Walk,
    /// What is left of the page that is here.
    ready: IntoIter<O::Item>,
    /// The resume token of that page, without the number of its items that are gone.
    page: Option<String>,
    /// How many items of that page are gone.
    gone: u64,
    left: Option<u64>,
}

/// Nothing in it is pinned: items are moved out.
impl<O: Paginated> Unpin for Items<O> {}

impl<O: Paginated> Items<O> {
    pub(super) fn new(call: Call<O>) -> Self {
        let (client, request) = call.into_parts();
        let walk = Walk::new(client, request, O::PAGINATION);
        Self { walk, ready: Vec::new().into_iter(), page: None, gone: 0, left: None }
    }

    /// No more than this many items.
    pub fn limit(mut self, items: u64) -> Self {
        self.left = Some(items);
        self
    }

    /// Begins where another walk over the items of the same call was when it gave this
    /// [`resume_token`](Self::resume_token).
    pub fn resume(mut self, token: &str) -> Self {
        self.gone = self.walk.resume(token);
        self
    }

    /// What [`resume`](Self::resume) takes, later or on another machine, to begin at the next item; `None` behind the
    /// last one. It holds what the server said of that item's page, such as its URL without the client's credentials.
    /// Items are counted within their page, so none is missed if pages do not change.
    pub fn resume_token(&self) -> Option<String> {
        match &self.page {
            Some(page) if self.ready.len() > 0 => Some(format!("{}{page}", self.gone)),
            _ => self.walk.token(self.gone),
        }
    }

    /// The next item, `None` behind the last one.
    ///
    /// # Errors
    /// As the call itself; and if the server leads in a circle or to another origin.
    pub async fn next(&mut self) -> Option<Result<O::Item, Error<O::Error>>> {
        poll_fn(|context| Pin::new(&mut *self).poll_next(context)).await
    }

    /// Is nothing left of the page that is here, and the walk at the next one?
    fn is_behind_page(&self) -> bool {
        self.ready.len() == 0 && !self.walk.is_lost()
    }

    /// Takes the next page; says whether there is one.
    fn poll_page(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<(), Error<O::Error>>>> {
        let page = self.walk.token(0).map(|token| token.trim_start_matches('0').to_owned());
        let decode = |received: &Received| received.items(O::PAGINATION.items);
        let items = poll_typed(&mut self.walk, context, |outcome| settle::<O, _>(outcome, decode));
        let Some(items) = ready!(items) else { return Poll::Ready(None) };
        Poll::Ready(Some(items.map(Response::into_body).map(|items: Vec<O::Item>| {
            self.ready = items.into_iter();
            self.page = page;
            // What was gone before the walk was taken up again.
            self.ready.by_ref().take(usize::try_from(self.gone).unwrap_or(usize::MAX)).for_each(drop);
        })))
    }
}

impl<O: Paginated> Stream for Items<O> {
    type Item = Result<O::Item, Error<O::Error>>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let this = &mut *self;
        if this.left == Some(0) {
            return Poll::Ready(None);
        }
        loop {
            if let Some(item) = this.ready.next() {
                this.gone = if this.is_behind_page() { 0 } else { this.gone + 1 };
                this.left = this.left.map(|left| left - 1);
                return Poll::Ready(Some(Ok(item)));
            }
            match ready!(this.poll_page(context)) {
                None => return Poll::Ready(None),
                Some(Err(error)) => return Poll::Ready(Some(Err(error))),
                Some(Ok(())) if this.is_behind_page() => this.gone = 0,
                Some(Ok(())) => {}
            }
        }
    }
}

impl<O: Paginated> fmt::Debug for Items<O> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Items")
    }
}
