//! How many retries a client has left when everything fails: a bucket of tokens, shared by all
//! calls.
//!
//! A server in trouble must not get three times the traffic. The numbers are those of smithy-rs.

use std::sync::atomic::{AtomicU32, Ordering};

const CAPACITY: u32 = 500;
const RETRY: u32 = 5;
const TIMEOUT: u32 = 10;

#[derive(Debug)]
pub(super) struct Budget(AtomicU32);

impl Budget {
    pub(super) fn new() -> Self {
        Self(AtomicU32::new(CAPACITY))
    }

    /// Takes the tokens of one retry, if there are enough.
    pub(super) fn take(&self, after_timeout: bool) -> bool {
        let cost = if after_timeout { TIMEOUT } else { RETRY };
        self.0.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |tokens| tokens.checked_sub(cost)).is_ok()
    }

    /// A success gives one token back.
    pub(super) fn reward(&self) {
        let more = |tokens: u32| (tokens < CAPACITY).then(|| tokens + 1);
        // Full already is no error.
        let _ = self.0.fetch_update(Ordering::Relaxed, Ordering::Relaxed, more);
    }
}
