//! How often a client leaves its connections because one of them may be the reason of a failure.
//!
//! Each of the new ones costs handshakes, and to make them needs a moment. If what fails is not the one server behind a
//! connection, they are of no use; and a connection that was made a second ago is new enough.

use std::sync::{Mutex, PoisonError};
use std::time::Duration;

/// So many can come at once.
const BURST: u32 = 8;

/// Then one in each interval.
const INTERVAL: Duration = Duration::from_secs(1);

/// The renewals of a client so far.
#[derive(Debug, Default)]
pub(super) struct Renewals {
    /// Until when, on the clock of the environment, they have used up what they may take.
    used: Mutex<Duration>,
}

impl Renewals {
    /// May there be another one?
    pub(super) fn take(&self, now: Duration) -> bool {
        let mut used = self.used.lock().unwrap_or_else(PoisonError::into_inner);
        let allowed = *used <= now.saturating_add((BURST - 1) * INTERVAL);
        if allowed {
            *used = used.max(now).saturating_add(INTERVAL);
        }
        allowed
    }
}
