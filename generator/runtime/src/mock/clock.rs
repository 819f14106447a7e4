//! Time that passes only when nobody has anything else to do.

use std::collections::BTreeMap;
use std::future::Future;
use std::pin::Pin;
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll, Waker};
use std::time::Duration;

use super::super::{BoxFuture, Environment};
use super::locked;

/// 2026-01-01T00:00:00Z, when every test begins.
const BEGINNING: Duration = Duration::from_secs(1_767_225_600);

/// The end of a wait that has none.
const FOREVER: Duration = Duration::MAX;

/// How often a sleeper looks whether an earlier one gets up. One that is never polled again must not stop the clock.
const PATIENCE: u32 = 64;

/// The environment of a mocked client.
///
/// A timeout does not move it: what it limits may be waiting for something outside of the mock, such as a body that the
/// application still has to write. What moves it is what the mock itself waits for, and the pauses between attempts.
#[derive(Clone, Default)]
pub(super) struct Clock(Arc<Mutex<Time>>);

#[derive(Default)]
struct Time {
    now: Duration,
    /// When the sleepers get up.
    sleepers: Vec<Duration>,
    /// When the timeouts end, and who waits for it, by their numbers.
    timeouts: BTreeMap<u64, (Duration, Waker)>,
    /// The number of the next timeout.
    number: u64,
}

impl Time {
    /// Goes on until then, but not past the end of a timeout: whoever it is for has his turn first.
    fn pass(&mut self, until: Duration) {
        let ends = self.timeouts.values().map(|(end, _)| *end).filter(|end| *end > self.now);
        let next = ends.fold(until, Duration::min);
        if next < FOREVER {
            self.now = next;
            let due = self.timeouts.values().filter(|(end, _)| *end <= next);
            due.for_each(|(_, waker)| waker.wake_by_ref());
        }
    }
}

impl Clock {
    pub(super) fn elapsed(&self) -> Duration {
        locked(&self.0).now
    }

    pub(super) fn wait(&self, duration: Duration) -> Sleep {
        let until = self.elapsed().saturating_add(duration);
        Sleep { clock: self.clone(), until, polls: 0 }
    }

    /// Waits for what never comes, until a timeout ends it.
    pub(super) fn wait_for_ever(&self) -> Sleep {
        self.wait(FOREVER)
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
        let mut time = locked(&self.0);
        time.number += 1;
        let until = time.now.saturating_add(duration);
        Box::pin(Timeout { clock: self.clone(), until, number: time.number })
    }

    fn pause(&self, duration: Duration) -> BoxFuture<'static, ()> {
        Box::pin(self.wait(duration))
    }

    /// Always the same, so that a test runs as it ran before.
    fn random(&self) -> u64 {
        u64::MAX / 2
    }
}

/// Ends when others have moved the clock that far.
struct Timeout {
    clock: Clock,
    until: Duration,
    number: u64,
}

impl Future for Timeout {
    type Output = ();

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<()> {
        let mut time = locked(&self.clock.0);
        if time.now >= self.until {
            return Poll::Ready(());
        }
        time.timeouts.insert(self.number, (self.until, context.waker().clone()));
        Poll::Pending
    }
}

impl Drop for Timeout {
    fn drop(&mut self) {
        locked(&self.clock.0).timeouts.remove(&self.number);
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
        self.polls = self.polls.saturating_add(1);
        if self.polls == 1 {
            time.sleepers.push(until);
        } else if self.polls > PATIENCE || time.sleepers.iter().all(|other| until <= *other) {
            time.pass(until);
            if time.now >= until {
                return Poll::Ready(());
            }
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
