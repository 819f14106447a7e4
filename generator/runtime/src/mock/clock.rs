//! Time that passes only when nobody has anything else to do.

use std::future::Future;
use std::pin::Pin;
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll};
use std::time::Duration;

use super::super::{BoxFuture, Environment};
use super::locked;

/// 2026-01-01T00:00:00Z, when every test begins.
const BEGINNING: Duration = Duration::from_secs(1_767_225_600);

/// How often a sleeper looks whether an earlier one gets up. One that is never polled again must not stop the clock.
const PATIENCE: u32 = 64;

/// The environment of a mocked client.
#[derive(Clone, Default)]
pub(super) struct Clock(Arc<Mutex<Time>>);

#[derive(Default)]
struct Time {
    now: Duration,
    /// When the sleepers get up.
    sleepers: Vec<Duration>,
}

impl Clock {
    pub(super) fn elapsed(&self) -> Duration {
        locked(&self.0).now
    }

    pub(super) fn wait(&self, duration: Duration) -> Sleep {
        let until = self.elapsed().saturating_add(duration);
        Sleep { clock: self.clone(), until, polls: 0 }
    }
}

impl Environment for Clock {
    fn now(&self) -> Duration {
        self.elapsed()
    }

    fn unix_time(&self) -> Duration {
        BEGINNING.saturating_add(self.elapsed())
    }

    fn sleep(&self, duration: Duration) -> BoxFuture<'static, ()> {
        Box::pin(self.wait(duration))
    }

    /// Always the same, so that a test runs as it ran before.
    fn random(&self) -> u64 {
        u64::MAX / 2
    }
}

/// Waits for a moment. The one who gets up first moves the clock, once all others had their turn.
pub(super) struct Sleep {
    clock: Clock,
    until: Duration,
    polls: u32,
}

impl Future for Sleep {
    type Output = ();

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<()> {
        let until = self.until;
        let clock = self.clock.clone();
        let mut time = locked(&clock.0);
        if time.now >= until {
            return Poll::Ready(());
        }
        self.polls += 1;
        if self.polls == 1 {
            time.sleepers.push(until);
        } else if self.polls > PATIENCE || time.sleepers.iter().all(|other| until <= *other) {
            time.now = until;
            return Poll::Ready(());
        }
        context.waker().wake_by_ref();
        Poll::Pending
    }
}

impl Drop for Sleep {
    fn drop(&mut self) {
        if self.polls > 0 {
            let mut time = locked(&self.clock.0);
            let own = time.sleepers.iter().position(|until| *until == self.until);
            own.map(|index| time.sleepers.swap_remove(index));
        }
    }
}
