//! How long nothing comes while somebody waits for it.

use std::task::{Context, Poll, ready};
use std::time::Duration;

use super::super::{BoxFuture, Environment};

/// A wait is counted in so many parts.
const PARTS: u32 = 10;

/// Timers are no finer than this.
const SHORTEST: Duration = Duration::from_millis(1);

/// Who waits is woken at the end of a part, and is here no later than this.
const PROMPT: Duration = Duration::from_secs(1);

/// The idle timeout of a stream. Only waiting counts: its clock stands still while the caller does something else.
///
/// Who waits with [`Reader`] says when he goes. Who polls the stream itself does not: he is seen to be away by not coming
/// when a timer wakes him. So the timeout is waited for in parts, and a part at whose end nobody was there does not count.
pub(super) struct Idle {
    limit: Option<Duration>,
    /// What those have waited for the next piece who gave up, and what is over of a wait.
    waited: Duration,
    waiting: Option<Waiting>,
}

/// A part of a wait.
struct Waiting {
    since: Duration,
    length: Duration,
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
        while self.waited < limit {
            let begin = || {
                let length = (limit / PARTS).max(SHORTEST).min(limit - self.waited);
                Waiting { since: environment.now(), length, timer: environment.sleep(length) }
            };
            let part = self.waiting.get_or_insert_with(begin);
            ready!(part.timer.as_mut().poll(context));
            let passed = environment.now().saturating_sub(part.since);
            if passed <= part.length + PROMPT {
                self.waited += passed.max(part.length);
            }
            self.waiting = None;
        }
        Poll::Ready(())
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
