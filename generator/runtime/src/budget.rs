//! How many retries a client has left when everything fails: a bucket of tokens, shared by all
//! calls.
//!
//! A server in trouble must not get three times the traffic. The numbers are those of smithy-rs; what a retry costs is one
//! of the [`Options`](super::Options).

use std::sync::atomic::{AtomicU32, Ordering};

/// What a client has unless it is told otherwise.
pub(super) const CAPACITY: u32 = 500;

#[derive(Debug)]
pub(super) struct Budget {
    capacity: u32,
    tokens: AtomicU32,
}

impl Budget {
    pub(super) fn new(capacity: u32) -> Self {
        Self { capacity, tokens: AtomicU32::new(capacity) }
    }

    /// Takes the tokens of one retry, if there are enough.
    pub(super) fn take(&self, cost: u32) -> bool {
        self.tokens.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |tokens| tokens.checked_sub(cost)).is_ok()
    }

    /// A success gives one token back.
    pub(super) fn reward(&self) {
        let more = |tokens: u32| (tokens < self.capacity).then(|| tokens + 1);
        // Full already is no error.
        let _ = self.tokens.fetch_update(Ordering::Relaxed, Ordering::Relaxed, more);
    }
}
