//! A call from beginning to end: its attempts and the waits between them. Compiled once, for all
//! operations.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use http::{HeaderValue, Uri};

use super::attempt::{Attempts, InFlight};
use super::authorization::{Chosen, Resolved, Slot, scheme_for};
use super::backoff::backoff;
use super::content::Sealed;
use super::deadline::{Deadline, Limit};
use super::drift::Watch;
use super::error::Failure;
use super::idempotency::{IdempotencyKey, key_of};
use super::retry::{Repeatable, is_worth_it, may_ask_again, servers_word};
use super::trace::Span;
use super::{
    Attempt, AttemptContext, AttemptOutcome, Body, BoxFuture, Client, ConnectTimeout, Environment, ErrorKind, NextCall,
    Options, Received, Request, Secret,
};

/// What becomes of a call before it gets its types.
pub(super) type Outcome = Result<Received, Box<Failure>>;

/// Runs a call through the middleware. The one place where a call becomes a future, so that its code exists once.
pub(super) fn execute(client: Client, request: Request) -> BoxFuture<'static, Outcome> {
    Box::pin(async move {
        let span = Span::call(&request);
        let custom = request.custom_name();
        let outcome = if client.inner.middleware.is_empty() {
            span.around(run_attempts(&client, &request)).await
        } else {
            let operation = request.operation.id;
            let ran = Ran::default();
            let next = NextCall { client: &client, index: 0, ran: &ran };
            let run = async { next.run(request).await.map_err(|error| ran.tell(error.into_failure().of(operation))) };
            span.around(run).await
        };
        outcome.map(|received| received.within(span)).map_err(|failure| failure.of_custom(custom))
    })
}

/// What a call has come to below the middleware, which may make an error of its own out of it.
#[derive(Default)]
pub(super) struct Ran(Mutex<Known>);

#[derive(Default)]
struct Known {
    attempts: Vec<Attempt>,
    secrets: Arc<[Secret]>,
    may_have_run: bool,
}

impl Ran {
    /// Waits for the attempts, and keeps what becomes of them.
    pub(super) async fn keep(&self, attempts: impl Future<Output = Outcome>) -> Outcome {
        // If nobody waits for their end, they are a doubt.
        *self.known() = Known { may_have_run: true, ..Known::default() };
        let outcome = attempts.await;
        *self.known() = match &outcome {
            Ok(Received { attempts, .. }) => {
                Known { attempts: attempts.all(), secrets: Arc::clone(&attempts.secrets), may_have_run: true }
            }
            Err(failure) => Known {
                attempts: failure.attempts.clone(),
                secrets: Arc::clone(&failure.secrets),
                may_have_run: failure.may_have_run,
            },
        };
        outcome
    }

    /// The failure with the attempts that were made before it, if it knows of none.
    fn tell(&self, mut failure: Box<Failure>) -> Box<Failure> {
        let known = std::mem::take(&mut *self.known());
        failure.may_have_run |= known.may_have_run;
        if failure.attempts.is_empty() {
            failure.attempts = known.attempts;
            failure.secrets = known.secrets;
        }
        failure
    }

    fn known(&self) -> MutexGuard<'_, Known> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Runs a call below the middleware.
pub(super) async fn run_attempts(client: &Client, request: &Request) -> Outcome {
    let run = perform(client, request).await;
    run.map_err(|failure| failure.of(request.operation.id))
}

async fn perform(client: &Client, request: &Request) -> Outcome {
    let own = own_slot(client, request)?;
    let own = own.as_ref().map(|(scheme, slot)| (*scheme, slot));
    let inner = &client.inner;
    let may_sign = !inner.middleware.is_empty();
    let chosen = Chosen::new(inner.document, request.operation, &inner.credentials, own, may_sign)?;
    let run = Run::new(client, request)?;
    let mut history = History::new(&chosen);
    loop {
        let failure = match history.attempt(&run).await {
            Ok(received) => {
                client.inner.shared.budget.reward();
                return Ok(received.watched(Watch::of(&run)));
            }
            Err(failure) => failure,
        };
        history.recover(&run, failure).await?;
    }
}

pub(super) fn own_slot(client: &Client, request: &Request) -> Result<Option<(usize, Slot)>, Box<Failure>> {
    let Some(credential) = &request.credential else {
        return Ok(None);
    };
    let document = client.inner.document;
    let auth = |message: String| Failure::new(ErrorKind::Auth, message);
    let index = scheme_for(document, request.operation, credential);
    let index = index.ok_or_else(|| auth("the operation takes no such credential (`with_credential`)".to_owned()))?;
    let slot = Slot::new(&document.schemes[index], credential.clone());
    Ok(Some((index, slot.map_err(|problem| auth(format!("`with_credential` {problem}")))?)))
}

/// What all attempts of a call have in common.
pub(super) struct Run<'a> {
    pub(super) client: &'a Client,
    pub(super) request: &'a Request,
    pub(super) options: &'a Options,
    pub(super) uri: Uri,
    pub(super) deadline: Deadline,
    started: Duration,
    key: Option<IdempotencyKey>,
    pub(super) body: Option<Sealed>,
}

impl<'a> Run<'a> {
    fn new(client: &'a Client, request: &'a Request) -> Result<Self, Box<Failure>> {
        let environment = &*client.inner.shared.environment;
        let options = request.options.as_deref().unwrap_or(&client.inner.options);
        let uri = client.inner.target(request)?;
        let started = environment.now();
        Ok(Self {
            client,
            request,
            options,
            uri,
            deadline: Deadline::since(started, options.timeout),
            started,
            key: key_of(request, client.inner.document.idempotency_header, environment),
            body: request.body.as_ref().map(|body| body.seal(environment)),
        })
    }

    pub(super) fn environment(&self) -> &'a dyn Environment {
        &*self.client.inner.shared.environment
    }

    /// Half of the time that the call has left, but not more than `most`.
    pub(super) fn half_of_the_rest(&self, most: Duration) -> Duration {
        self.deadline.remaining(self.environment()).map_or(most, |left| most.min(left / 2))
    }

    /// The request without credentials and body.
    pub(super) fn head(&self, uri: Uri) -> Result<http::Request<Body>, Box<Failure>> {
        let mut head = self.request.head(uri, &self.client.inner.headers, self.body.as_ref())?;
        if let Some(IdempotencyKey { header, value }) = &self.key {
            head.headers_mut().insert(header, HeaderValue::clone(value));
        }
        Ok(head)
    }

    /// Tells the transport how long it may connect, if that is not what it was made with.
    pub(super) fn tell_connect_timeout(&self, request: &mut http::Request<Body>) {
        let connect_timeout = self.options.connect_timeout;
        if connect_timeout != self.client.inner.shared.connect_timeout {
            request.extensions_mut().insert(ConnectTimeout(connect_timeout));
        }
    }

    /// Is the body still there for another attempt?
    fn has_body_left(&self) -> bool {
        self.body.as_ref().is_none_or(Sealed::is_repeatable)
    }

    fn repeatable(&self) -> Repeatable {
        Repeatable { idempotent: self.request.is_idempotent(), keyed: self.key.is_some() }
    }
}

/// What the attempts so far have come to.
struct History<'a> {
    chosen: &'a Chosen<'a>,
    attempts: Vec<Attempt>,
    /// Attempts begun, those after a 401 included.
    begun: u32,
    retries: u32,
    may_have_run: bool,
    /// What the last attempt was sent with.
    used: Resolved<'a>,
    /// What the next one is sent with: the providers have been asked already, after a 401.
    fresh: Option<Resolved<'a>>,
    asked_again: bool,
}

impl<'a> History<'a> {
    fn new(chosen: &'a Chosen<'a>) -> Self {
        Self {
            chosen,
            attempts: Vec::new(),
            begun: 0,
            retries: 0,
            may_have_run: false,
            used: Resolved::NONE,
            fresh: None,
            asked_again: false,
        }
    }

    async fn attempt(&mut self, run: &Run<'_>) -> Outcome {
        self.begun += 1;
        let context = AttemptContext { operation: run.request.operation, number: self.begun };
        let started = run.environment().now();
        let deadline = Deadline::since(started, run.options.attempt_timeout);
        let in_flight = InFlight { run, context, deadline };
        let result = Span::attempt(&in_flight).around(self.perform(&in_flight)).await;
        let ended = |outcome| {
            let took = run.environment().now().saturating_sub(started);
            Attempt { started: started.saturating_sub(run.started), took, outcome }
        };
        match result {
            Ok(mut received) => {
                let last = Some(ended(AttemptOutcome::Status(received.status_code())));
                let secrets = std::mem::take(&mut received.attempts.secrets);
                let failed = std::mem::take(&mut self.attempts);
                let attempts = Attempts { failed, last, secrets, custom: run.request.custom_name() };
                if let Some(slot) = &run.request.stream {
                    slot.after(&attempts);
                }
                Ok(received.after(attempts))
            }
            Err(failure) => {
                let outcome = AttemptOutcome::of(&failure);
                // What never left is not the fault of a connection.
                if outcome.distrusts_connection() && failure.may_have_run {
                    run.client.inner.shared.distrust_connections();
                }
                self.attempts.push(ended(outcome));
                self.may_have_run |= failure.may_have_run;
                Err(failure)
            }
        }
    }

    async fn perform(&mut self, in_flight: &InFlight<'_>) -> Outcome {
        self.used = match self.fresh.take() {
            Some(fresh) => fresh,
            None => ask(in_flight, self.chosen, &Resolved::NONE).await?,
        };
        let is_repeated = |failure: &Failure| self.may_go_on(in_flight.run, failure);
        let mut outcome = in_flight.perform(&self.used, is_repeated).await;
        match &mut outcome {
            Ok(received) => received.attempts.secrets = self.used.secrets(),
            Err(failure) => failure.secrets = self.used.secrets(),
        }
        outcome
    }

    /// Is there to be another attempt, if providers and budget allow it?
    fn may_go_on(&self, run: &Run<'_>, failure: &Failure) -> bool {
        run.has_body_left() && (self.asks_again(failure) || self.affordable_wait(run, failure).is_some())
    }

    fn asks_again(&self, failure: &Failure) -> bool {
        self.used.is_provided() && !self.asked_again && may_ask_again(failure)
    }

    /// Prepares the next attempt, or gives up.
    async fn recover(&mut self, run: &Run<'_>, failure: Box<Failure>) -> Result<(), Box<Failure>> {
        let recovered = match (run.has_body_left(), self.asks_again(&failure)) {
            (true, true) => self.ask_again(run, failure).await,
            (true, false) => self.wait(run, failure).await,
            (false, true) => {
                // The next call shall not be sent with what was refused.
                let _ = self.ask_providers(run).await;
                Err(failure)
            }
            (false, false) => Err(failure),
        };
        recovered.map_err(|mut failure| {
            failure.attempts = std::mem::take(&mut self.attempts);
            // Until here it was about the last attempt.
            failure.may_have_run = self.may_have_run;
            failure.secrets = self.used.secrets();
            failure.response = failure.response.map(|response| response.watched(Watch::of_error(run)));
            failure
        })
    }

    /// Asks the providers once more. The same answer as before is no reason to go on, unless the server wants it so.
    async fn ask_again(&mut self, run: &Run<'_>, failure: Box<Failure>) -> Result<(), Box<Failure>> {
        let fresh = match self.ask_providers(run).await {
            Ok(fresh) => fresh,
            Err(mut unavailable) => {
                // The server's answer is why it was asked for.
                unavailable.response = failure.response;
                return Err(unavailable);
            }
        };
        if fresh.is_same(&self.used) {
            return match servers_word(&failure) {
                Some(true) => self.wait(run, failure).await,
                _ => Err(failure),
            };
        }
        self.fresh = Some(fresh);
        Ok(())
    }

    async fn ask_providers(&mut self, run: &Run<'_>) -> Result<Resolved<'a>, Box<Failure>> {
        self.asked_again = true;
        let context = AttemptContext { operation: run.request.operation, number: self.begun };
        let in_flight = InFlight { run, context, deadline: run.deadline };
        ask(&in_flight, self.chosen, &self.used).await
    }

    async fn wait(&mut self, run: &Run<'_>, failure: Box<Failure>) -> Result<(), Box<Failure>> {
        let Some(wait) = self.next_wait(run, &failure) else {
            return Err(failure);
        };
        self.retries += 1;
        run.environment().pause(wait).await;
        Ok(())
    }

    /// How long to wait for the next attempt, if there is to be one.
    fn next_wait(&self, run: &Run<'_>, failure: &Failure) -> Option<Duration> {
        let wait = self.affordable_wait(run, failure)?;
        let timeout = failure.kind == ErrorKind::Timeout;
        let cost = if timeout { run.options.timeout_cost } else { run.options.retry_cost };
        run.client.inner.shared.budget.take(cost).then_some(wait)
    }

    /// The same before the budget is asked.
    fn affordable_wait(&self, run: &Run<'_>, failure: &Failure) -> Option<Duration> {
        let environment = run.environment();
        if self.retries >= run.options.retries || !is_worth_it(run.repeatable(), failure) {
            return None;
        }
        let wait = match failure.retry_after {
            Some(asked) if asked > run.options.retry_after_limit => return None,
            Some(asked) if !asked.is_zero() => asked,
            // Who may come at once was not asked to come at the same moment as all others.
            _ => backoff(run.options, self.retries, environment.random()),
        };
        run.deadline.allows(environment, wait).then_some(wait)
    }
}

/// Asks the providers of `chosen`, as long as the call has time. Nothing of this attempt has been
/// sent yet.
async fn ask<'a>(
    in_flight: &InFlight<'_>,
    chosen: &'a Chosen<'a>,
    rejected: &Resolved<'_>,
) -> Result<Resolved<'a>, Box<Failure>> {
    if !chosen.asks() {
        return Ok(Resolved::fixed(chosen));
    }
    // Boxed, because few calls need the room that asking takes.
    let asking = Box::pin(Resolved::new(in_flight, chosen, rejected));
    let asked = in_flight.within((Limit::Total, None), asking).await;
    asked.map_err(|failure| failure.may_have_run(false))?
}
