//! How long nothing comes while somebody waits for it.

use std::task::{Context, Poll};
use std::time::Duration;

use super::super::{BoxFuture, Environment};

/// The idle timeout of a stream. Only waiting counts: its clock stands still while the caller does something else.
pub(super) struct Idle {
    limit: Option<Duration>,
    /// What those have waited for the next piece who gave up.
    waited: Duration,
    waiting: Option<Waiting>,
}

struct Waiting {
    since: Duration,
    timer: BoxFuture<'static, ()>,
}

impl Idle {
    pub(super) fn new(limit: Option<Duration>) -> Self {
        Self { limit, waited: Duration::ZERO, waiting: None }
    }

    /// Nothing is there yet. Ready if that has lasted too long.
    pub(super) fn poll(&mut self, environment: &dyn Environment, context: &mut Context<'_>) -> Poll<()> {
        let Some(limit) = self.limit else {
            return Poll::Pending;
        };
        let left = limit.saturating_sub(self.waited);
        let begin = || Waiting { since: environment.now(), timer: environment.sleep(left) };
        self.waiting.get_or_insert_with(begin).timer.as_mut().poll(context)
    }

    /// Something came.
    pub(super) fn reset(&mut self) {
        *self = Self::new(self.limit);
    }

    /// Nobody waits any more.
    pub(super) fn pause(&mut self, environment: &dyn Environment) {
        if let Some(waiting) = self.waiting.take() {
            self.waited += environment.now().saturating_sub(waiting.since);
        }
    }
}

/// A stream whose clock can be stopped.
pub(super) trait Pause {
    /// Nobody waits any more.
    fn pause(&mut self);
}

/// Somebody who waits for a stream, until this is dropped.
pub(super) struct Reader<'a, S: Pause>(pub(super) &'a mut S);

impl<S: Pause> Drop for Reader<'_, S> {
    fn drop(&mut self) {
        self.0.pause();
    }
}
