//! Why there is no token, and what of the server's answer may be shown.

use std::time::Duration;

use bytes::Bytes;
use http::StatusCode;
use serde_json::Value;

use super::super::error::{Failure, one_line};
use super::super::secret::{MASK, is_told_by, masked};
use super::super::{ErrorKind, Received, Scheme, Secret, json};

/// Why there is no token.
#[derive(Clone)]
pub(super) struct Refusal {
    kind: ErrorKind,
    pub(super) message: String,
    /// What the server has answered, without secrets.
    pub(super) answer: Option<Box<Received>>,
    /// May the server give one a little later?
    pub(super) temporary: bool,
    /// Would the server be no more trusted later?
    pub(super) lasting: bool,
    pub(super) retry_after: Option<Duration>,
}

impl Refusal {
    pub(super) fn new(kind: ErrorKind, message: impl Into<String>) -> Self {
        Self { kind, message: message.into(), answer: None, temporary: false, lasting: false, retry_after: None }
    }

    /// Has the call that asked waited no longer?
    pub(super) fn is_late(&self) -> bool {
        self.kind == ErrorKind::Timeout
    }

    /// The failure of a call that needed the token: nothing of the call itself was sent.
    pub(super) fn failure(&self, scheme: &Scheme) -> Box<Failure> {
        let mut failure = Failure::new(self.kind, format!("no token for `{}`: {}", scheme.setter, self.message));
        failure.temporary = self.temporary;
        failure.lasting = self.lasting;
        failure.retry_after = self.retry_after;
        failure.refusal = self.answer.as_deref().cloned();
        failure
    }
}

/// What the server says of its refusal, without these secrets: `: invalid_client: the description`.
///
/// ---
/// RFC 6749, section 5.2.
pub(super) fn said(body: &[u8], secrets: &[Secret]) -> String {
    let parts = ["/error", "/error_description", "/error_uri"].into_iter();
    let texts = parts.filter_map(|pointer| json::scalar_at(body, pointer));
    texts.map(|text| format!(": {}", one_line(&masked(&text, secrets)))).collect()
}

/// The body of an answer without these secrets and without tokens. It is as it came if there are none. A success that is
/// not JSON may have a token anywhere, so nothing of it is kept.
pub(super) fn without_secrets(status: StatusCode, body: &[u8], secrets: &[Secret]) -> Bytes {
    let came = || String::from_utf8_lossy(body).into_owned();
    let text = match serde_json::from_slice::<Value>(body) {
        Ok(came_value) => {
            let mut value = came_value.clone();
            mask(&mut value, secrets);
            if value == came_value { came() } else { value.to_string() }
        }
        Err(_) if status.is_success() => String::new(),
        Err(_) => came(),
    };
    masked(&text, secrets).into()
}

fn mask(value: &mut Value, secrets: &[Secret]) {
    match value {
        Value::String(text) => *text = masked(text, secrets),
        Value::Array(items) => items.iter_mut().for_each(|item| mask(item, secrets)),
        Value::Object(members) => members.iter_mut().for_each(|(name, value)| match is_told_by(name, false) {
            true => *value = MASK.into(),
            false => mask(value, secrets),
        }),
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}
