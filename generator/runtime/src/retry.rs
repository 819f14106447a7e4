//! Is another attempt worth it, and allowed?

use super::ErrorKind;
use super::error::Failure;

/// What the decision needs to know about the call.
#[derive(Clone, Copy, Debug)]
pub(super) struct Repeatable {
    /// By its method, a second attempt has no second effect.
    pub(super) idempotent: bool,
    /// By its key, the server recognises a second attempt.
    pub(super) keyed: bool,
}

/// Is `failure` one that another attempt may cure, without the risk of a second effect? The
/// server's word wins.
pub(super) fn is_worth_it(call: Repeatable, failure: &Failure) -> bool {
    if let Some(word) = servers_word(failure) {
        return word;
    }
    match failure.error_status() {
        Some(409) => call.keyed,
        Some(408 | 425 | 429) => true,
        Some(503) => call.idempotent || call.keyed || failure.retry_after.is_some(),
        Some(500 | 502 | 504) => call.idempotent || call.keyed,
        Some(_) => false,
        None => is_worth_it_unanswered(call, failure),
    }
}

fn is_worth_it_unanswered(call: Repeatable, failure: &Failure) -> bool {
    let lost = matches!(failure.kind, ErrorKind::Connect | ErrorKind::Timeout | ErrorKind::Transport);
    failure.temporary || lost && !failure.lasting && (call.idempotent || call.keyed || !failure.may_have_run)
}

/// Does the server say itself whether to ask it again? With a success it says nothing of a body that broke off.
pub(super) fn servers_word(failure: &Failure) -> Option<bool> {
    let response = failure.response.as_ref().filter(|_| failure.kind == ErrorKind::Status)?;
    match response.header("x-should-retry")? {
        "true" => Some(true),
        "false" => Some(false),
        _ => None,
    }
}

/// May a 401 be answered with another credential? The server's word wins here too. Who had none can't refuse it.
pub(super) fn may_ask_again(failure: &Failure) -> bool {
    failure.error_status() == Some(401) && !failure.by_stranger && servers_word(failure) != Some(false)
}

/// Can a server that gave this answer have acted on the request? With 4xx it says that it did not.
pub(super) fn may_have_acted(status: u16) -> bool {
    !(400..500).contains(&status)
}
