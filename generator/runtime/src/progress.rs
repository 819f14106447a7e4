//! How the sending of a body goes on.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use super::client::Shared;

/// When the last piece of a body was taken to be sent.
#[derive(Clone)]
pub(super) struct Progress(Arc<Last>);

struct Last {
    shared: Arc<Shared>,
    /// On the clock of the environment, in milliseconds.
    taken: AtomicU64,
}

impl Progress {
    /// Of a body of which nothing is taken yet.
    pub(super) fn new(shared: &Arc<Shared>) -> Self {
        Self(Arc::new(Last { shared: Arc::clone(shared), taken: AtomicU64::new(0) }))
    }

    /// A piece is taken, or the end of the body is seen.
    pub(super) fn note(&self) {
        let now = self.0.shared.environment.now().as_millis();
        self.0.taken.store(u64::try_from(now).unwrap_or(u64::MAX), Ordering::Relaxed);
    }

    /// When that was the last time, on the clock of the environment.
    pub(super) fn last(&self) -> Duration {
        Duration::from_millis(self.0.taken.load(Ordering::Relaxed))
    }
}
