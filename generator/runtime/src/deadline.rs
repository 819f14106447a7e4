//! The end of a call's time, and waiting no longer than that.

use std::future::{Future, poll_fn};
use std::pin::Pin;
use std::task::Poll;
use std::time::Duration;

use super::Environment;

/// A moment on the clock of the environment, or never.
#[derive(Clone, Copy, Debug)]
pub(super) struct Deadline(Option<Duration>);

impl Deadline {
    /// `timeout` from now.
    pub(super) fn after(environment: &dyn Environment, timeout: Option<Duration>) -> Self {
        timeout.map_or(Self(None), |timeout| Self::since(environment.now(), Some(timeout)))
    }

    /// `timeout` from `start`.
    pub(super) fn since(start: Duration, timeout: Option<Duration>) -> Self {
        Self(timeout.map(|timeout| start.saturating_add(timeout)))
    }

    /// What is left, nothing if it has passed. `None` for no end.
    pub(super) fn remaining(self, environment: &dyn Environment) -> Option<Duration> {
        self.0.map(|end| end.saturating_sub(environment.now()))
    }

    /// Is there more than `wait` left?
    pub(super) fn allows(self, environment: &dyn Environment, wait: Duration) -> bool {
        self.remaining(environment).is_none_or(|left| left > wait)
    }
}

/// What ran out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Limit {
    Headers,
    Idle,
    Attempt,
    Total,
}

impl Limit {
    pub(super) fn describe(self) -> &'static str {
        match self {
            Self::Headers => "no answer within the headers timeout",
            Self::Idle => "the body stalled for the idle timeout",
            Self::Attempt => "the attempt timeout is over",
            Self::Total => "the call's timeout is over",
        }
    }
}

/// The first of several limits to run out.
pub(super) fn earliest<const N: usize>(limits: [(Limit, Option<Duration>); N]) -> Option<(Limit, Duration)> {
    let finite = limits.into_iter().filter_map(|(limit, duration)| Some((limit, duration?)));
    finite.min_by_key(|(_, duration)| *duration)
}

/// Why there was no end to wait for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Over {
    pub(super) limit: Limit,
    /// Was the work begun?
    pub(super) begun: bool,
}

/// Waits for `work` no longer than `limit`; it is not even begun if nothing of that is left, as what is ready whenever it
/// is asked for would never end otherwise. The timer is made only when there is something to wait for. `work` is pinned
/// already, because each future that takes another one has room for it twice.
pub(super) async fn within<T>(
    environment: &dyn Environment,
    limit: Option<(Limit, Duration)>,
    mut work: impl Future<Output = T> + Unpin,
) -> Result<T, Over> {
    if let Some((limit, Duration::ZERO)) = limit {
        return Err(Over { limit, begun: false });
    }
    let mut timer = None;
    poll_fn(|context| {
        if let Poll::Ready(value) = Pin::new(&mut work).poll(context) {
            return Poll::Ready(Ok(value));
        }
        let Some((limit, duration)) = limit else {
            return Poll::Pending;
        };
        let timer = timer.get_or_insert_with(|| environment.sleep(duration));
        timer.as_mut().poll(context).map(|()| Err(Over { limit, begun: true }))
    })
    .await
}
