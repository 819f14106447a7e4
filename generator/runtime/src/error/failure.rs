//! All about a failure that does not depend on the operation's types.

use std::any::Any;
use std::borrow::Cow;
use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use http::StatusCode;

use super::super::attempt::Attempts;
use super::super::retry::servers_word;
use super::super::secret::masked;
use super::super::{Attempt, BoxError, ErrorKind, Received, Secret};
use super::message::{causes, one_line, server_message};

pub(in super::super) struct Failure {
    pub(in super::super) kind: ErrorKind,
    pub(in super::super) operation: &'static str,
    /// Method and path, if the operation is none of the document.
    pub(in super::super) custom: Option<Arc<str>>,
    /// What happened, without the source.
    pub(in super::super) message: Cow<'static, str>,
    pub(in super::super) source: Option<BoxError>,
    pub(in super::super) response: Option<Received>,
    /// What the server has answered that gave no token for the call.
    pub(in super::super) refusal: Option<Received>,
    pub(in super::super) declared: Option<Box<dyn Any + Send + Sync>>,
    pub(in super::super) attempts: Vec<Attempt>,
    /// What the request was sent with, and nobody is to see.
    pub(in super::super) secrets: Arc<[Secret]>,
    pub(in super::super) may_have_run: bool,
    /// Nothing was sent, and a little later it may be possible.
    pub(in super::super) temporary: bool,
    /// There was no connection, and later there will be none either.
    pub(in super::super) lasting: bool,
    pub(in super::super) retry_after: Option<Duration>,
    /// How many were followed before the answer.
    pub(in super::super) redirects: u32,
    /// The answer is that of another origin, which had no credential.
    pub(in super::super) by_stranger: bool,
}

impl Failure {
    pub(in super::super) fn new(kind: ErrorKind, message: impl Into<Cow<'static, str>>) -> Box<Self> {
        Box::new(Self {
            kind,
            operation: "",
            custom: None,
            message: message.into(),
            source: None,
            response: None,
            refusal: None,
            declared: None,
            attempts: Vec::new(),
            secrets: Arc::default(),
            may_have_run: false,
            temporary: false,
            lasting: false,
            retry_after: None,
            redirects: 0,
            by_stranger: false,
        })
    }

    pub(in super::super) fn build(message: impl Into<Cow<'static, str>>) -> Box<Self> {
        Self::new(ErrorKind::Build, message)
    }

    pub(in super::super) fn because(mut self: Box<Self>, source: impl Into<BoxError>) -> Box<Self> {
        self.source = Some(source.into());
        self
    }

    pub(in super::super) fn of(mut self: Box<Self>, operation: &'static str) -> Box<Self> {
        self.operation = operation;
        self
    }

    pub(in super::super) fn of_custom(mut self: Box<Self>, custom: Option<Arc<str>>) -> Box<Self> {
        self.custom = custom.or(self.custom);
        self
    }

    pub(in super::super) fn answered(mut self: Box<Self>, response: Received) -> Box<Self> {
        self.response = Some(response.over());
        self
    }

    /// Notes what it took to get the answer, which is not what it should be.
    pub(in super::super) fn after(mut self: Box<Self>, attempts: &Attempts) -> Box<Self> {
        self.attempts = attempts.all();
        self.secrets.clone_from(&attempts.secrets);
        self.custom.clone_from(&attempts.custom);
        self
    }

    pub(in super::super) fn may_have_run(mut self: Box<Self>, may: bool) -> Box<Self> {
        self.may_have_run = may;
        self
    }

    /// The answer that it is about, of whichever server.
    pub(super) fn answer(&self) -> Option<&Received> {
        self.response.as_ref().or(self.refusal.as_ref())
    }

    /// The status, if that is what the call failed with.
    pub(in super::super) fn error_status(&self) -> Option<u16> {
        let response = self.response.as_ref().filter(|_| self.kind == ErrorKind::Status)?;
        Some(response.status())
    }

    pub(super) fn is_timeout(&self) -> bool {
        self.kind == ErrorKind::Timeout || matches!(self.error_status(), Some(408 | 504))
    }

    pub(super) fn is_transient(&self) -> bool {
        match self.kind {
            ErrorKind::Connect | ErrorKind::Timeout | ErrorKind::Transport => !self.lasting,
            ErrorKind::Status => servers_word(self)
                .unwrap_or_else(|| matches!(self.error_status(), Some(408 | 425 | 429 | 500 | 502 | 503 | 504))),
            _ => self.temporary,
        }
    }

    /// What the server says of an error. A success may have a member `message` too.
    pub(super) fn server_message(&self) -> Option<String> {
        let is_error = |response: &&Received| self.kind != ErrorKind::Decode && !response.status_code().is_success();
        server_message(self.answer().filter(is_error)?, &self.secrets)
    }

    fn write_status(&self, response: &Received, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // The reason that http knows, not the one that the server sent.
        write!(f, "{}", response.status())?;
        let reason = reason(response.status_code());
        if let Some(reason) = reason {
            write!(f, " {reason}")?;
        }
        let known = [reason, response.status_code().canonical_reason()];
        let says_more = |message: &String| !known.contains(&Some(message));
        let told = self.server_message().filter(says_more).or_else(|| self.redirect(response));
        told.map_or(Ok(()), |told| write!(f, ": {told}"))
    }

    /// Where a redirect leads that was one too many, or is not followed with this method. What could be a secret is left
    /// out.
    fn redirect(&self, response: &Received) -> Option<String> {
        let location = response.header("location").filter(|_| response.status_code().is_redirection())?;
        let location = location.split(['?', '#']).next().filter(|to| !to.contains('@'))?;
        let followed = match self.redirects {
            0 => String::new(),
            1 => " after 1 redirect".to_owned(),
            several => format!(" after {several} redirects"),
        };
        let location = match location.trim() {
            "" => "the same path".to_owned(),
            location => one_line(&masked(location, &self.secrets)),
        };
        Some(format!("it leads to {location}, where the client does not follow{followed}"))
    }

    /// A source is in another's words: that of a transport may repeat the request.
    fn write_message(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)?;
        self.source.as_deref().map_or(Ok(()), |source| write!(f, ": {}", causes(source, &self.secrets)))
    }
}

/// One line: operation, status, the server's message or what happened here, request id.
impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.custom {
            Some(custom) => write!(f, "{}: ", one_line(&masked(custom, &self.secrets)))?,
            None if self.operation.is_empty() => {}
            None => write!(f, "{}: ", self.operation)?,
        }
        if let Some(response) = &self.response {
            self.write_status(response, f)?;
        }
        if self.kind != ErrorKind::Status || !self.message.is_empty() {
            f.write_str(if self.response.is_some() { ": " } else { "" })?;
            self.write_message(f)?;
        }
        match self.response.as_ref().and_then(Received::request_id) {
            Some(id) => write!(f, " (request id {})", one_line(&masked(id, &self.secrets))),
            None => Ok(()),
        }
    }
}

/// What a status is called: two have other names since RFC 9110 (15.5.14 and 15.5.21) than `http` knows.
fn reason(status: StatusCode) -> Option<&'static str> {
    match status {
        StatusCode::PAYLOAD_TOO_LARGE => Some("Content Too Large"),
        StatusCode::UNPROCESSABLE_ENTITY => Some("Unprocessable Content"),
        other => other.canonical_reason(),
    }
}
