//! One attempt: assemble, send, follow redirects, read.

use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use http::header::{CONTENT_ENCODING, CONTENT_LENGTH, CONTENT_TYPE, TRANSFER_ENCODING};
use http::response::Parts;
use http::{Method, StatusCode, Uri};

use super::authorization::Resolved;
use super::base_url::same_origin;
use super::body::Pieces;
use super::deadline::{Deadline, Limit, Over, earliest, within};
use super::drift::Watch;
use super::error::Failure;
use super::execute::Run;
use super::header::readable;
use super::progress::Progress;
use super::retry::may_have_acted;
use super::retry_after::retry_after;
use super::stream::Slot;
use super::{AttemptContext, Body, ByteStream, ErrorKind, NextAttempt, Received, Secret, TransportError, redirect};

/// Of a body that is not what it should be, or that nobody waits for, so many bytes are kept if they come so soon.
const BEGINNING: usize = 64 * 1024;
const SOON: Duration = Duration::from_secs(1);

/// What became of an attempt.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Attempt {
    /// When it began, counted from the beginning of the call.
    pub started: Duration,
    /// How long it took.
    pub took: Duration,
    /// How it ended.
    pub outcome: AttemptOutcome,
}

/// How an attempt ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum AttemptOutcome {
    /// With this status: of an error, or of a success that could not be read.
    Status(StatusCode),
    /// Without an answer, or without a whole one.
    Failed(ErrorKind),
}

impl AttemptOutcome {
    pub(super) fn of(failure: &Failure) -> Self {
        match &failure.response {
            Some(response) if failure.kind == ErrorKind::Status => Self::Status(response.status_code()),
            _ => Self::Failed(failure.kind),
        }
    }

    /// May the connection be the reason? Servers behind a load balancer fail one by one, and a connection stays with one.
    pub(super) fn distrusts_connection(self) -> bool {
        match self {
            Self::Status(status) => matches!(status.as_u16(), 500 | 502..=504),
            Self::Failed(kind) => matches!(kind, ErrorKind::Transport | ErrorKind::Timeout),
        }
    }
}

/// The attempts of a call that succeeded. The last one is kept apart: nearly always it is the only one.
#[derive(Clone, Default)]
pub(super) struct Attempts {
    pub(super) failed: Vec<Attempt>,
    pub(super) last: Option<Attempt>,
    /// What the last one was sent with, and nobody is to see.
    pub(super) secrets: Arc<[Secret]>,
    /// Method and path, if the operation is none of the document.
    pub(super) custom: Option<Arc<str>>,
}

impl Attempts {
    pub(super) fn all(&self) -> Vec<Attempt> {
        self.failed.iter().copied().chain(self.last).collect()
    }
}

/// Where redirects have led.
struct Led {
    /// How many were followed.
    followed: u32,
    to: Uri,
    /// Was it always the same origin, which may have the credentials?
    trusted: bool,
}

/// An attempt on its way.
pub(super) struct InFlight<'a> {
    pub(super) run: &'a Run<'a>,
    pub(super) context: AttemptContext,
    /// When this attempt must be over.
    pub(super) deadline: Deadline,
}

impl InFlight<'_> {
    /// Sends the request and reads the answer. An error status is a failure; if `is_repeated` says so of it, nobody will see
    /// its body.
    pub(super) async fn perform(
        &self,
        credentials: &Resolved<'_>,
        is_repeated: impl Fn(&Failure) -> bool,
    ) -> Result<Received, Box<Failure>> {
        let (response, led) = self.follow(credentials).await?;
        let (parts, body) = response.into_parts();
        let success = (self.run.request.is_success)(parts.status.as_u16());
        if success && let Some(slot) = &self.run.request.stream {
            let media_type = parts.headers.get(CONTENT_TYPE).and_then(readable);
            return match slot.takes(media_type) {
                true => Ok(self.open(parts, body, slot)),
                false => Ok(Received::new(parts.status, parts.headers, self.beginning(body).await)),
            };
        }
        if !success {
            // Boxed, because few calls need the room.
            return Err(Box::pin(self.refused(parts, body, &led, is_repeated)).await);
        }
        let length = self.declared_length(&parts);
        let mut pieces = Pieces::of_length(length);
        match self.read(body, true, length, &mut pieces).await {
            Ok(()) => {
                let moved_to = (led.followed > 0).then(|| Arc::new(led.to));
                Ok(Received::new(parts.status, parts.headers, pieces.finish()).moved_to(moved_to))
            }
            // What came of it is no body.
            Err(failure) => Err(failure.answered(Received::new(parts.status, parts.headers, Bytes::new()))),
        }
    }

    /// Reads an error, whose status says more than what happens to the rest of the answer.
    async fn refused(
        &self,
        parts: Parts,
        body: Body,
        led: &Led,
        is_repeated: impl Fn(&Failure) -> bool,
    ) -> Box<Failure> {
        let length = self.declared_length(&parts);
        let mut failure = self.refusal(Received::new(parts.status, parts.headers, Bytes::new()), led);
        let mut body = match is_repeated(&failure) {
            true => self.beginning(body).await,
            false => {
                let mut pieces = Pieces::of_length(length);
                let _ = self.read(body, false, length, &mut pieces).await;
                pieces.finish()
            }
        };
        body.truncate(usize::try_from(self.run.options.body_limit).unwrap_or(usize::MAX));
        failure.response = failure.response.map(|response| response.holding(body));
        failure
    }

    /// Leaves the body to the caller.
    fn open(&self, parts: Parts, body: Body, slot: &Slot) -> Received {
        let (length, run) = (self.declared_length(&parts), self.run);
        let head = Received::new(parts.status, parts.headers, Bytes::new()).watched(Watch::of(run));
        let shared = Arc::clone(&run.client.inner.shared);
        slot.put(ByteStream::new(head.clone(), body, length, run.request.operation.id, *run.options, shared));
        head
    }

    /// What there soon is of a body that is only to be shown.
    async fn beginning(&self, mut body: Body) -> Bytes {
        let mut pieces = Pieces::default();
        let soon = Deadline::after(self.run.environment(), Some(SOON));
        while pieces.len() < BEGINNING {
            let limit = (Limit::Idle, soon.remaining(self.run.environment()));
            let Ok(Some(Ok(piece))) = self.within(limit, pin!(body.next())).await else { break };
            pieces.push(piece);
        }
        let mut beginning = pieces.finish();
        beginning.truncate(BEGINNING);
        beginning
    }

    fn refusal(&self, received: Received, led: &Led) -> Box<Failure> {
        let message = if received.status_code().is_success() { self.declared_successes() } else { String::new() };
        let may_have_run = may_have_acted(received.status());
        let retry_after = retry_after(received.headers(), self.run.environment().unix_time());
        let mut failure = Failure::new(ErrorKind::Status, message).answered(received).may_have_run(may_have_run);
        failure.retry_after = retry_after;
        failure.redirects = led.followed;
        failure.by_stranger = !led.trusted;
        failure
    }

    /// Why a success is an error: by the document, others are successes.
    fn declared_successes(&self) -> String {
        let declared = (200..400).filter(|status| (self.run.request.is_success)(*status));
        let declared: Vec<String> = declared.map(|status| status.to_string()).collect();
        format!("by the document, success is {}", declared.join(" or "))
    }

    /// Sends the request to where the redirects lead. Another origin gets neither a body nor what could be a credential, and
    /// neither does the first one any more once it was left.
    async fn follow(&self, credentials: &Resolved<'_>) -> Result<(http::Response<Body>, Led), Box<Failure>> {
        let method = self.run.request.method();
        let none = Resolved::NONE;
        let mut led = Led { followed: 0, to: self.run.uri.clone(), trusted: true };
        let headers = Deadline::after(self.run.environment(), self.run.options.headers_timeout);
        loop {
            let sent = self.send(&led.to, if led.trusted { credentials } else { &none }, led.trusted, headers).await;
            // Who redirects has had the request.
            let response = sent.map_err(|failure| {
                let had = led.followed > 0 || failure.may_have_run;
                failure.may_have_run(had)
            })?;
            let next = redirect::target(&method, &led.to, response.status(), response.headers());
            let Some(next) = next.filter(|_| led.followed < self.run.options.redirects) else {
                return Ok((response, led));
            };
            led.trusted &= same_origin(&led.to, &next);
            led.to = credentials.without_keys(next, led.trusted);
            led.followed += 1;
        }
    }

    async fn send(
        &self,
        uri: &Uri,
        credentials: &Resolved<'_>,
        trusted: bool,
        headers: Deadline,
    ) -> Result<http::Response<Body>, Box<Failure>> {
        let mut request = self.run.head(uri.clone())?;
        let mut progress = None;
        match trusted {
            true => {
                let body = self.body().await?;
                *request.body_mut() = match body.is_small() {
                    true => body,
                    false => body.watched(progress.insert(Progress::new(&self.run.client.inner.shared)).clone()),
                };
            }
            false => redirect::strip(request.headers_mut()),
        }
        if !self.run.client.inner.middleware.is_empty() {
            credentials.make_room(request.headers_mut());
        }
        self.run.tell_connect_timeout(&mut request);
        let next = NextAttempt { client: self.run.client, index: 0, context: self.context, credentials, trusted };
        let sending = next.run(request);
        let answer = match progress {
            None => self.within((Limit::Headers, headers.remaining(self.run.environment())), sending).await?,
            // Boxed, because few calls need the room.
            Some(progress) => Box::pin(self.answer(sending, headers, progress)).await?,
        };
        answer.map_err(|error| unanswered(error, uri))
    }

    /// Waits for an answer, whose time begins anew with each piece of the body that is sent.
    async fn answer<T>(
        &self,
        mut sending: impl Future<Output = T> + Unpin,
        mut headers: Deadline,
        progress: Progress,
    ) -> Result<T, Box<Failure>> {
        let environment = self.run.environment();
        let mut begun = false;
        loop {
            let phase = (Limit::Headers, headers.remaining(environment));
            let over = match self.waiting(phase, &mut sending).await {
                Ok(answer) => return Ok(answer),
                Err(over) => Over { begun: begun || over.begun, ..over },
            };
            begun = over.begun;
            headers = Deadline::since(progress.last(), self.run.options.headers_timeout);
            if over.limit != Limit::Headers || headers.remaining(environment) == Some(Duration::ZERO) {
                return Err(late(over));
            }
        }
    }

    /// The body to send. Of this attempt nothing has been sent yet, however long a file takes to open.
    async fn body(&self) -> Result<Body, Box<Failure>> {
        let Some(body) = &self.run.body else {
            return Ok(Body::empty());
        };
        let opened = self.within((Limit::Total, None), pin!(body.open())).await;
        opened.map_err(|failure| failure.may_have_run(false))?
    }

    /// Reads a body up to the limit, and sees that it has the `length` that the headers say. `pieces` has what came of it,
    /// even if that is not all.
    async fn read(
        &self,
        mut body: Body,
        success: bool,
        length: Option<u64>,
        pieces: &mut Pieces,
    ) -> Result<(), Box<Failure>> {
        let limit = self.run.options.body_limit;
        if success && length.is_some_and(|length| length > limit) {
            return Err(too_large("the body", limit));
        }
        let idle = (Limit::Idle, self.run.options.idle_timeout);
        let sent = |failure: Box<Failure>| failure.may_have_run(true);
        while let Some(piece) = self.within(idle, pin!(body.next())).await.map_err(sent)? {
            pieces.push(piece.map_err(|error| sent(lost(error)))?);
            if pieces.len() as u64 > limit {
                return Err(too_large("the body", limit));
            }
        }
        match length {
            Some(length) if length != pieces.len() as u64 => Err(wrong_length(length, pieces.len() as u64)),
            _ => Ok(()),
        }
    }

    /// The length of the body on the wire, if that is the length of what is read.
    ///
    /// ---
    /// RFC 9110, section 8.6: HEAD and 304 have the length of a body that is not there; section 6.4.1: so has 204, of
    /// servers that send one all the same. RFC 9112, section 6.3: next to a `Transfer-Encoding` the header does not count.
    fn declared_length(&self, head: &Parts) -> Option<u64> {
        let never = matches!(head.status, StatusCode::NO_CONTENT | StatusCode::NOT_MODIFIED);
        let bodiless = never || head.status.is_informational() || self.run.request.method() == Method::HEAD;
        let is_another = [CONTENT_ENCODING, TRANSFER_ENCODING].iter().any(|header| head.headers.contains_key(header));
        if bodiless || is_another {
            return None;
        }
        head.headers.get(CONTENT_LENGTH)?.to_str().ok()?.parse().ok()
    }

    /// Waits for `work` as long as all limits allow. Of work that was not begun for them, the server can't have heard.
    pub(super) async fn within<T>(
        &self,
        phase: (Limit, Option<Duration>),
        work: impl Future<Output = T> + Unpin,
    ) -> Result<T, Box<Failure>> {
        self.waiting(phase, work).await.map_err(late)
    }

    fn waiting<T>(
        &self,
        phase: (Limit, Option<Duration>),
        work: impl Future<Output = T> + Unpin,
    ) -> impl Future<Output = Result<T, Over>> {
        let environment = self.run.environment();
        let attempt = (Limit::Attempt, self.deadline.remaining(environment));
        let total = (Limit::Total, self.run.deadline.remaining(environment));
        within(environment, earliest([phase, attempt, total]), work)
    }
}

fn late(over: Over) -> Box<Failure> {
    Failure::new(ErrorKind::Timeout, over.limit.describe()).may_have_run(over.begun)
}

/// Why an attempt has no answer; who can't be reached is named.
fn unanswered(error: TransportError, to: &Uri) -> Box<Failure> {
    let mut failure = lost(error);
    if failure.kind == ErrorKind::Connect
        && let Some(host) = to.host()
    {
        let port = to.port().map(|port| format!(":{port}")).unwrap_or_default();
        failure.message = format!("{} to {host}{port}", failure.message).into();
    }
    failure
}

pub(super) fn lost(error: TransportError) -> Box<Failure> {
    let (kind, sent) = (error.kind, error.sent);
    let message = error.to_string();
    let mut failure = Failure::new(kind, message).because(error.source).may_have_run(sent);
    failure.lasting = error.lasting;
    failure
}

/// `what` is larger than the client reads.
pub(super) fn too_large(what: &str, limit: u64) -> Box<Failure> {
    let message = format!("{what} is larger than the limit of {limit} bytes");
    Failure::new(ErrorKind::TooLarge, message).may_have_run(true)
}

pub(super) fn wrong_length(declared: u64, read: u64) -> Box<Failure> {
    let message = format!("the body has {read} bytes instead of {declared}");
    Failure::new(ErrorKind::Transport, message).may_have_run(true)
}
