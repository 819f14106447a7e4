//! How long to wait before the next attempt when the server does not say.

use std::time::Duration;

use super::Options;

/// `min(limit, backoff · 2ⁿ)` for retry number `n` (from 0), times a number between 0.5 and 1 taken
/// from `random`.
pub(super) fn backoff(options: &Options, retry: u32, random: u64) -> Duration {
    let factor = 1_u32.checked_shl(retry).unwrap_or(u32::MAX);
    let ceiling = options.backoff.saturating_mul(factor).min(options.backoff_limit);
    let waited = ceiling.as_secs_f64() * (0.5 + 0.5 * unit(random));
    // The longest durations have no exact number of seconds.
    Duration::try_from_secs_f64(waited).unwrap_or(ceiling)
}

/// A number in `0..1` from the upper 53 bits, all that a double holds.
fn unit(random: u64) -> f64 {
    (random >> 11) as f64 / (1_u64 << 53) as f64
}
