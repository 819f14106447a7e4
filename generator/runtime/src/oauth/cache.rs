//! The token that is kept, and whose turn it is to ask for another one.

use std::future::poll_fn;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::task::{Poll, Waker};
use std::time::Duration;

use http::Uri;

use super::super::attempt::InFlight;
use super::super::error::Failure;
use super::super::{Scheme, Secret};
use super::ClientCredentials;
use super::endpoint;
use super::refusal::Refusal;

/// The tokens of an application. Clones of a credential share them.
pub(in super::super) struct Tokens {
    settings: ClientCredentials,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    token: Option<Token>,
    /// Is a call asking for one?
    busy: bool,
    waiting: Vec<Waker>,
    /// How often a server has answered, and which one gave no token the last time, and why.
    answers: u64,
    refusal: Option<(Uri, Refusal)>,
}

/// A token and when it ends, on the clock of the environment.
#[derive(Clone)]
pub(super) struct Token {
    pub(super) secret: Secret,
    /// Who gave it: a clone of the credential may be with a client of another server.
    pub(super) endpoint: Uri,
    pub(super) fresh_until: Option<Duration>,
    pub(super) valid_until: Option<Duration>,
}

/// What a call does that needs a token.
enum Step<'a> {
    Use(Secret),
    Wait,
    /// To ask for another one; the one that there is may still be good.
    Ask(Turn<'a>, bool),
}

/// So long is a token waited for at most, while there is another one that is still good.
const PATIENCE: Duration = Duration::from_secs(5);

impl Tokens {
    pub(in super::super) fn new(settings: ClientCredentials) -> Self {
        Self { settings, state: Mutex::default() }
    }

    /// Does it fit the scheme? The message of the error completes "`setter` …".
    pub(in super::super) fn check(&self, token_url: Option<&str>) -> Result<(), &'static str> {
        let own = self.settings.token_url.as_deref();
        match () {
            () if self.settings.id.is_empty() => Err("has an empty client id"),
            () if own.or(token_url).is_none_or(str::is_empty) => {
                Err("has no URL for tokens: the document names none, set `token_url` of its `ClientCredentials`")
            }
            () => Ok(()),
        }
    }

    /// Does it say itself where tokens are had?
    pub(in super::super) fn has_url(&self) -> bool {
        self.settings.token_url.is_some()
    }

    /// A token that is good, and not the one that was `rejected`.
    pub(in super::super) async fn secret(
        &self,
        in_flight: &InFlight<'_>,
        scheme: &Scheme,
        rejected: Option<&Secret>,
    ) -> Result<Secret, Box<Failure>> {
        let endpoint = endpoint::find(&self.settings, scheme, in_flight.run)?;
        let environment = in_flight.run.environment();
        let mut answers = None;
        loop {
            match self.step(&endpoint, environment.now(), rejected) {
                Step::Use(secret) => return Ok(secret),
                Step::Ask(turn, spare) => {
                    let patience = spare.then(|| in_flight.run.half_of_the_rest(PATIENCE));
                    let outcome = endpoint::ask(&self.settings, scheme, in_flight.run, &endpoint, patience).await;
                    let outcome = turn.end(outcome, &endpoint, environment.now(), rejected);
                    return outcome.map_err(|refusal| refusal.failure(scheme));
                }
                Step::Wait => {
                    let before = *answers.get_or_insert(self.state().answers);
                    if let Some(refusal) = self.wait(before, &endpoint).await {
                        return Err(refusal.failure(scheme));
                    }
                }
            }
        }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn step(&self, endpoint: &Uri, now: Duration, rejected: Option<&Secret>) -> Step<'_> {
        let mut state = self.state();
        let busy = state.busy;
        let good = state.good(endpoint, now, rejected);
        let spare = good.is_some();
        if let Some(token) = good.filter(|token| busy || token.fresh_until.is_none_or(|end| now < end)) {
            return Step::Use(token.secret.clone());
        }
        if std::mem::replace(&mut state.busy, true) {
            return Step::Wait;
        }
        Step::Ask(Turn(self), spare)
    }

    /// Waits for the call that asks; gives what it was refused with by this server. If it went away without an answer, or
    /// waited no longer, there is nothing, and somebody else has to ask.
    async fn wait(&self, before: u64, endpoint: &Uri) -> Option<Refusal> {
        poll_fn(|context| {
            let mut state = self.state();
            if state.busy {
                if !state.waiting.iter().any(|waker| waker.will_wake(context.waker())) {
                    state.waiting.push(context.waker().clone());
                }
                return Poll::Pending;
            }
            let refusal = state.refusal.as_ref().filter(|(server, _)| server == endpoint && state.answers != before);
            Poll::Ready(refusal.map(|(_, refusal)| refusal.clone()))
        })
        .await
    }
}

impl State {
    /// The token, if it is of this server, has not ended, and is not the one that was rejected.
    fn good(&mut self, endpoint: &Uri, now: Duration, rejected: Option<&Secret>) -> Option<&mut Token> {
        let token = self.token.as_mut().filter(|token| token.endpoint == *endpoint)?;
        let good = token.valid_until.is_none_or(|end| now < end) && rejected != Some(&token.secret);
        good.then_some(token)
    }
}

/// The right to ask. Whoever drops it lets others ask.
struct Turn<'a>(&'a Tokens);

impl Turn<'_> {
    /// Keeps what came of it. A token that is still good is used on if there was no other, and is tried to be replaced
    /// again after half of what is left of it.
    fn end(
        self,
        outcome: Result<Token, Refusal>,
        endpoint: &Uri,
        now: Duration,
        rejected: Option<&Secret>,
    ) -> Result<Secret, Refusal> {
        let mut state = self.0.state();
        state.answers += 1;
        // How long to wait is for each call to say: whoever has more time asks again.
        let refusal = outcome.as_ref().err().filter(|refusal| !refusal.is_late());
        state.refusal = refusal.map(|refusal| (endpoint.clone(), refusal.clone()));
        match outcome {
            Ok(token) => Ok(state.token.insert(token).secret.clone()),
            Err(refusal) => {
                let token = state.good(endpoint, now, rejected).ok_or(refusal)?;
                token.fresh_until = token.valid_until.map(|end| now + (end - now) / 2);
                Ok(token.secret.clone())
            }
        }
    }
}

impl Drop for Turn<'_> {
    fn drop(&mut self) {
        let mut state = self.0.state();
        state.busy = false;
        let waiting = std::mem::take(&mut state.waiting);
        drop(state);
        waiting.into_iter().for_each(Waker::wake);
    }
}
