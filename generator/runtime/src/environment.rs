//! Clock, sleeper and chance, as one seam: a test that replaces it waits for nothing.

use std::time::Duration;

use super::{BoxFuture, MaybeSend, MaybeSync};

/// What a client takes from the outside world besides the network.
pub trait Environment: MaybeSend + MaybeSync + 'static {
    /// The time since some fixed moment, the same one for all clients that share a credential. It never goes backwards.
    fn now(&self) -> Duration;

    /// The time since 1970-01-01T00:00:00Z by the calendar.
    fn unix_time(&self) -> Duration;

    /// Waits for `duration`, by the clock of [`now`](Self::now). Dropping the future ends the wait.
    fn sleep(&self, duration: Duration) -> BoxFuture<'static, ()>;

    /// Waits for `duration` while nothing else is going on: between two attempts. As [`sleep`](Self::sleep), unless a test
    /// lets its clock run of itself then.
    fn pause(&self, duration: Duration) -> BoxFuture<'static, ()> {
        self.sleep(duration)
    }

    /// A random number, the whole range equally likely.
    fn random(&self) -> u64;
}

/// The clock of the system, the timer of tokio.
#[cfg(all(feature = "reqwest", not(target_arch = "wasm32")))]
#[derive(Debug)]
pub(super) struct System;

#[cfg(all(feature = "reqwest", not(target_arch = "wasm32")))]
impl Environment for System {
    /// All clients count from the same moment: a token that several of them share ends for all at once.
    fn now(&self) -> Duration {
        static START: std::sync::LazyLock<std::time::Instant> = std::sync::LazyLock::new(std::time::Instant::now);
        START.elapsed()
    }

    fn unix_time(&self) -> Duration {
        std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap_or_default()
    }

    fn sleep(&self, duration: Duration) -> BoxFuture<'static, ()> {
        Box::pin(tokio::time::sleep(duration))
    }

    fn random(&self) -> u64 {
        fastrand::u64(..)
    }
}
