//! The way from page to page, without types.

use std::collections::HashSet;
use std::hash::BuildHasher;
use std::task::{Context, Poll, ready};

use bytes::Bytes;
use http::Uri;

use super::super::base_url::same_origin;
use super::super::error::Failure;
use super::super::execute::{Outcome, execute};
use super::super::expansion;
use super::super::header::readable;
use super::super::idempotency::another_key;
use super::super::json;
use super::super::uri::{resolve, without_pairs};
use super::super::{BoxFuture, Client, ErrorKind, Location, Received, Request, SchemeKind, link};
use super::{Next, PageArgument, PageToken, Pagination, Position};

/// How often the same page may come in a row if it repeats itself already: a server that takes no notice of what page it is
/// asked for would never end.
const EQUAL_PAGES: u32 = 100;

const UNREADABLE: &str = "the header that leads to the next page is no text in UTF-8";

/// Asks for one page after the other.
pub(super) struct Walk {
    client: Client,
    /// As the caller made it: the first page.
    request: Request,
    pagination: &'static Pagination,
    /// What the next page is asked for with; `None` for the first one.
    position: Option<String>,
    /// The hashes of all positions so far: one that comes again would lead in a circle. The positions themselves would grow
    /// without an end. That two of a million have the same hash, which would be an error, happens to one walk in thirty
    /// million.
    seen: HashSet<u64>,
    /// The page before, of those that are counted, and how often it came in a row.
    before: (Bytes, u32),
    state: State,
}

enum State {
    /// To ask for the next page.
    Ready,
    Receiving(BoxFuture<'static, Outcome>),
    /// The answer does not say rightly where to go on.
    Lost(Box<Failure>),
    /// An error was told. The walk can be taken up again where it was.
    Stopped,
    /// There is no further page.
    Done,
}

impl Walk {
    pub(super) fn new(client: Client, request: Request, pagination: &'static Pagination) -> Self {
        let (seen, before) = (HashSet::new(), (Bytes::new(), 0));
        Self { client, request, pagination, position: None, seen, before, state: State::Ready }
    }

    /// Begins at the page that `token` stands for, and gives how many of its items are to be left out.
    pub(super) fn resume(&mut self, token: &str) -> u64 {
        let (skip, position) = token.split_once(':').map_or((token, None), |(skip, position)| (skip, Some(position)));
        match skip.parse() {
            Ok(skip) => {
                self.position = position.map(str::to_owned);
                if let Some(position) = &self.position {
                    is_new(&mut self.seen, position);
                }
                skip
            }
            Err(_) => {
                self.state = State::Lost(self.failure(ErrorKind::Build, "`resume` was given what is no resume token"));
                0
            }
        }
    }

    /// What [`resume`](Self::resume) takes to come back to the next page, without its first items; `None` behind the
    /// last page.
    pub(super) fn token(&self, skip: u64) -> Option<String> {
        match (&self.state, &self.position) {
            (State::Done, _) => None,
            (_, None) => Some(skip.to_string()),
            (_, Some(position)) => Some(format!("{skip}:{position}")),
        }
    }

    /// Is there no way on from the page that was given last? Then a resume token leads to that page once more.
    pub(super) fn is_lost(&self) -> bool {
        matches!(self.state, State::Lost(_))
    }

    /// The next page. It is the last one unless who takes it says [`go_on`](Self::go_on).
    pub(super) fn poll_page(&mut self, context: &mut Context<'_>) -> Poll<Option<Outcome>> {
        if matches!(self.state, State::Ready) {
            self.state = match self.next_request() {
                Ok(request) => State::Receiving(execute(self.client.clone(), request)),
                Err(failure) => State::Lost(failure),
            };
        }
        match std::mem::replace(&mut self.state, State::Stopped) {
            State::Receiving(mut outcome) => match outcome.as_mut().poll(context) {
                Poll::Ready(outcome) => Poll::Ready(Some(outcome)),
                Poll::Pending => {
                    self.state = State::Receiving(outcome);
                    Poll::Pending
                }
            },
            State::Lost(failure) => Poll::Ready(Some(Err(failure))),
            State::Ready | State::Stopped => Poll::Ready(None),
            State::Done => {
                self.state = State::Done;
                Poll::Ready(None)
            }
        }
    }

    /// Goes on to the page behind `page`.
    pub(super) fn go_on(&mut self, page: &Received) {
        if self.position.is_none()
            && let Some(first) = self.first_position()
        {
            is_new(&mut self.seen, &first);
        }
        self.state = match self.next_position(page) {
            Ok(Some(position)) if is_new(&mut self.seen, &position) => {
                self.position = Some(position);
                State::Ready
            }
            Ok(Some(_)) => lost(page, self.astray(page, "the answer leads back to a page that was there before")),
            Ok(None) => State::Done,
            Err(failure) => lost(page, failure),
        };
    }

    fn next_request(&self) -> Result<Request, Box<Failure>> {
        let mut request = self.request.clone();
        let Some(position) = &self.position else { return Ok(request) };
        let client = &self.client.inner;
        another_key(&mut request, client.document.idempotency_header, &*client.shared.environment);
        match self.pagination.next {
            Next::Cursor { argument, token: PageToken::Json(_) } => {
                Ok(request.page(argument, Position::Json(position)))
            }
            Next::Cursor { argument, .. } | Next::Page { argument, .. } | Next::Offset { argument, .. } => {
                Ok(request.page(argument, Position::Text(position)))
            }
            Next::Link | Next::Header(_) | Next::Url(_) => {
                request.target = Some(Box::new(self.on_origin(position)?));
                Ok(request)
            }
        }
    }

    /// What the page behind `page` is asked for with; `None` if there is none.
    fn next_position(&mut self, page: &Received) -> Result<Option<String>, Box<Failure>> {
        let body = page.body();
        let more = self.pagination.more.and_then(|pointer| json::text_at(&body, pointer));
        if matches!(more, Some("false" | "0")) {
            return Ok(None);
        }
        let next = self.said_next(page, &body)?;
        let is_counted = matches!(self.pagination.next, Next::Page { .. } | Next::Offset { .. });
        if next.is_none() && !is_counted && more == Some("true") {
            return Err(self.astray(page, "the answer says that there is more, and not where"));
        }
        Ok(next)
    }

    /// The same of an answer that does not say that it is the last one.
    fn said_next(&mut self, page: &Received, body: &[u8]) -> Result<Option<String>, Box<Failure>> {
        match self.pagination.next {
            Next::Cursor { token, .. } => Ok(self.token_of(page, token)?.filter(|token| !is_zero(token))),
            Next::Page { argument, first, current, pages } => {
                let said = |pointer: Option<&str>| number_at(body, pointer?);
                let here = said(current).or_else(|| self.number(argument)).or(first);
                let here = here.ok_or_else(|| self.astray(page, "the answer does not say which page it is"))?;
                let end = said(pages).map(|pages| pages.saturating_add(first.unwrap_or(1)));
                self.next_number(page, |_| here.saturating_add(1), end)
            }
            Next::Offset { argument, total } => {
                let before = self.number(argument).unwrap_or(0);
                let end = total.and_then(|pointer| number_at(body, pointer));
                self.next_number(page, |count| before.saturating_add(count), end)
            }
            Next::Link => self.linked(page)?.map(|link| self.absolute(page, &link)).transpose(),
            Next::Header(name) => self.header(page, name)?.map(|link| self.absolute(page, &link)).transpose(),
            Next::Url(pointer) => json::scalar_at(body, pointer).map(|link| self.absolute(page, &link)).transpose(),
        }
    }

    fn token_of(&self, page: &Received, token: PageToken) -> Result<Option<String>, Box<Failure>> {
        match token {
            PageToken::Body(pointer) => Ok(json::scalar_at(&page.body(), pointer)),
            PageToken::Json(pointer) => Ok(token_at(&page.body(), pointer)),
            PageToken::Header(name) => self.header(page, name),
        }
    }

    /// What `next` makes of the number of items on a page, unless there are none, or `end` is reached.
    fn next_number(
        &mut self,
        page: &Received,
        next: impl FnOnce(u64) -> u64,
        end: Option<u64>,
    ) -> Result<Option<String>, Box<Failure>> {
        let next = self.counted(page)?.map(next);
        Ok(next.filter(|next| end.is_none_or(|end| *next < end)).map(|next| next.to_string()))
    }

    /// How many items a page has whose successor is counted; `None` for none. A server that has no more may give its
    /// last page again and again, and one that can't count its first.
    fn counted(&mut self, page: &Received) -> Result<Option<u64>, Box<Failure>> {
        let body = page.body();
        let items = json::items(json::text_at(&body, self.pagination.items).unwrap_or_default());
        if items.is_empty() {
            return Ok(None);
        }
        let times = if self.before.0 == body { self.before.1 + 1 } else { 1 };
        if times > 1 && (all_different(&items) || times > EQUAL_PAGES) {
            return Err(self.astray(page, "the answer is the page before once more"));
        }
        self.before = (body.clone(), times);
        Ok(Some(items.len() as u64))
    }

    /// The number that the page was asked for with.
    fn number(&self, argument: PageArgument) -> Option<u64> {
        self.position.clone().or_else(|| self.given(argument))?.parse().ok()
    }

    /// What the caller asked for the first page with, if it was text or a number.
    fn given(&self, argument: PageArgument) -> Option<String> {
        match argument {
            PageArgument::Parameter(index) => json::scalar_at(self.request.text(index)?.as_bytes(), ""),
            PageArgument::Member { pointer, .. } => json::scalar_at(self.request.body()?, pointer),
            PageArgument::Field(name) => {
                expansion::value_in(self.request.body.as_ref()?.as_form()?, name).map(str::to_owned)
            }
        }
    }

    /// The same as JSON, whatever it is.
    fn given_json(&self, argument: PageArgument) -> Option<String> {
        match argument {
            PageArgument::Parameter(index) => self.request.text(index).map(str::to_owned),
            PageArgument::Member { pointer, .. } => json::text_at(self.request.body()?, pointer).map(str::to_owned),
            PageArgument::Field(_) => self.given(argument),
        }
    }

    /// What an answer would call the first page.
    fn first_position(&self) -> Option<String> {
        match self.pagination.next {
            Next::Cursor { argument, token: PageToken::Json(_) } => self.given_json(argument),
            Next::Cursor { argument, .. } | Next::Page { argument, .. } | Next::Offset { argument, .. } => {
                self.given(argument)
            }
            Next::Link | Next::Header(_) | Next::Url(_) => self.first_uri().ok().map(|uri| self.noted(uri)),
        }
    }

    /// The link to the next page in the header `Link`.
    fn linked(&self, page: &Received) -> Result<Option<String>, Box<Failure>> {
        let is_here = |anchor: &str| {
            let here = self.here(page).ok();
            !anchor.contains('#') && here.is_some_and(|here| resolve(&here, anchor).is_some_and(|uri| uri == here))
        };
        match link::target(page.headers(), "next", is_here) {
            Some(target) if target.contains(char::REPLACEMENT_CHARACTER) => Err(self.astray(page, UNREADABLE)),
            target => Ok(target),
        }
    }

    /// What a header says, if it says anything.
    fn header(&self, page: &Received, name: &str) -> Result<Option<String>, Box<Failure>> {
        let Some(value) = page.headers().get(name) else { return Ok(None) };
        let text = readable(value).ok_or_else(|| self.astray(page, UNREADABLE))?.trim();
        Ok(Some(text).filter(|text| !text.is_empty()).map(str::to_owned))
    }

    /// A link in an answer, from where that answer was. It is followed from there alone.
    fn absolute(&self, page: &Received, link: &str) -> Result<String, Box<Failure>> {
        let uri = resolve(&self.here(page)?, link).map(|uri| self.noted(uri));
        let uri = uri.ok_or_else(|| self.astray(page, "the link to the next page is no URL"))?;
        self.on_origin(&uri).map_err(|failure| failure.answered(page.clone()).may_have_run(true))?;
        Ok(uri)
    }

    /// Where the page came from, without what is a credential.
    ///
    /// ---
    /// RFC 3986, section 5.1.3: behind redirects, that is where they have led.
    fn here(&self, page: &Received) -> Result<Uri, Box<Failure>> {
        match (page.came_from(), &self.position) {
            (Some(uri), _) => Ok(self.without_keys(uri.clone())),
            (None, Some(position)) => self.on_origin(position),
            (None, None) => self.first_uri(),
        }
    }

    /// A URL as it may be kept, and shown in a resume token.
    fn noted(&self, uri: Uri) -> String {
        self.without_keys(uri).to_string()
    }

    fn first_uri(&self) -> Result<Uri, Box<Failure>> {
        self.client.inner.uri(&self.request)
    }

    /// A link as it is followed: to the origin of the call alone, as the credentials go along. Servers repeat the query
    /// that they got, so what is a credential there is taken off before it is added again.
    fn on_origin(&self, link: &str) -> Result<Uri, Box<Failure>> {
        let uri: Option<Uri> = link.parse().ok();
        let first = self.first_uri()?;
        let Some(uri) = uri.filter(|uri| same_origin(&first, uri)) else {
            let message = "the next page is at another origin, where the credentials of this one must not go";
            return Err(self.failure(ErrorKind::Auth, message));
        };
        Ok(self.without_keys(uri))
    }

    fn without_keys(&self, uri: Uri) -> Uri {
        without_pairs(uri, |name, _| {
            self.client.inner.document.schemes.iter().any(|scheme| match scheme.kind {
                SchemeKind::ApiKey { location: Location::Query, name: key } => key.as_bytes() == name,
                _ => false,
            })
        })
    }

    fn failure(&self, kind: ErrorKind, message: &'static str) -> Box<Failure> {
        Failure::new(kind, message).of(self.request.operation.id)
    }

    fn astray(&self, page: &Received, message: &'static str) -> Box<Failure> {
        self.failure(ErrorKind::Decode, message).answered(page.clone()).may_have_run(true)
    }
}

/// Notes a position, unless it is among those that were `seen`.
fn is_new(seen: &mut HashSet<u64>, position: &str) -> bool {
    seen.insert(seen.hasher().hash_one(position))
}

/// The way ends behind `page`, whose attempts are the last ones.
fn lost(page: &Received, failure: Box<Failure>) -> State {
    State::Lost(failure.after(&page.attempts))
}

/// Is each item another one? Then so are those of two pages, and if not, it is one page that came twice.
fn all_different(items: &[&str]) -> bool {
    let mut seen = HashSet::new();
    items.iter().all(|item| seen.insert(item))
}

/// The JSON of a token of any type, unless it is one that stands for none.
fn token_at(body: &[u8], pointer: &str) -> Option<String> {
    let text = json::text_at(body, pointer)?;
    let is_none = matches!(text, "null" | "false" | "\"\"") || text.starts_with('[') && json::items(text).is_empty();
    (!is_none).then(|| text.to_owned())
}

/// Is a token the number 0, as such or as a string? Where tokens are numbers, it is the one behind the last page.
fn is_zero(token: &str) -> bool {
    matches!(token, "0" | "\"0\"")
}

/// A number, as such or as a string.
fn number_at(body: &[u8], pointer: &str) -> Option<u64> {
    json::scalar_at(body, pointer)?.parse().ok()
}

/// The next page with the types that `settle` gives it, and the walk on its way to the one behind.
pub(super) fn poll_typed<T, E>(
    walk: &mut Walk,
    context: &mut Context<'_>,
    settle: impl FnOnce(Outcome) -> Result<T, E>,
) -> Poll<Option<Result<T, E>>> {
    let Some(outcome) = ready!(walk.poll_page(context)) else {
        return Poll::Ready(None);
    };
    let received = outcome.as_ref().ok().cloned();
    let typed = settle(outcome);
    if let (Ok(_), Some(page)) = (&typed, &received) {
        walk.go_on(page);
    }
    Poll::Ready(Some(typed))
}
