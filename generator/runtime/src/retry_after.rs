//! When the server wants to be asked again.

use std::time::{Duration, UNIX_EPOCH};

use http::HeaderMap;

/// No longer wait is told: a year. A moment that is much later there is on no clock.
const LONGEST: Duration = Duration::from_secs(365 * 24 * 60 * 60);

/// The wait that the answer asks for: `retry-after-ms`, else `Retry-After` in seconds or as a date.
///
/// ---
/// RFC 9110, section 10.2.3. A date in the past is no wait.
pub(super) fn retry_after(headers: &HeaderMap, unix_time: Duration) -> Option<Duration> {
    let text = |name: &str| headers.get(name)?.to_str().ok().map(str::trim);
    let precise = text("retry-after-ms").and_then(|text| number(text, 0.001));
    let wait = precise.or_else(|| {
        let text = text("retry-after")?;
        number(text, 1.0).or_else(|| date(text, unix_time))
    });
    wait.map(|wait| wait.min(LONGEST))
}

/// Fractions are not in the RFC, but servers send them. A number beyond all clocks is a very long wait.
fn number(text: &str, unit: f64) -> Option<Duration> {
    let seconds = text.parse::<f64>().ok().filter(|number| *number >= 0.0)? * unit;
    Some(Duration::try_from_secs_f64(seconds).unwrap_or(Duration::MAX))
}

fn date(text: &str, unix_time: Duration) -> Option<Duration> {
    let date = httpdate::parse_http_date(text).ok()?.duration_since(UNIX_EPOCH).ok()?;
    Some(date.saturating_sub(unix_time))
}
