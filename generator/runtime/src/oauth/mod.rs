//! OAuth 2.0 client credentials: an application proves who it is and gets a token, which is kept as long as it is good.
//!
//! ---
//! RFC 6749, section 4.4.

mod cache;
mod endpoint;
mod refusal;

use std::fmt;
use std::time::Duration;

use super::Secret;

pub(super) use self::cache::Tokens;

/// The name and secret of an application, for which an OAuth 2.0 server gives tokens. Any setter of a scheme that sends
/// tokens takes them as its credential.
///
/// A token is asked for when the first call needs one, over the client's transport and without its middleware. It is
/// kept for all calls, and replaced ahead of its end and after a 401; however many calls wait for one, one of them asks.
#[derive(Clone)]
#[must_use = "does nothing until a client has it"]
pub struct ClientCredentials {
    id: String,
    secret: Secret,
    token_url: Option<String>,
    scope: String,
    parameters: Vec<(String, String)>,
    in_body: bool,
    ahead: Duration,
}

impl ClientCredentials {
    /// The application's `client_id` and `client_secret`.
    pub fn new(id: impl Into<String>, secret: impl Into<Secret>) -> Self {
        Self {
            id: id.into(),
            secret: secret.into(),
            token_url: None,
            scope: String::new(),
            parameters: Vec::new(),
            in_body: false,
            ahead: Duration::from_secs(60),
        }
    }

    /// Where tokens are had, if not where the document says. It may be relative to the base URL.
    pub fn token_url(mut self, url: impl Into<String>) -> Self {
        self.token_url = Some(url.into());
        self
    }

    /// What the token shall be good for. Without it, the server decides.
    ///
    /// ---
    /// RFC 6749, section 3.3.
    pub fn scopes<S: AsRef<str>>(mut self, scopes: impl IntoIterator<Item = S>) -> Self {
        let scopes: Vec<String> = scopes.into_iter().map(|scope| scope.as_ref().to_owned()).collect();
        self.scope = scopes.join(" ");
        self
    }

    /// A further parameter of the request for a token, such as `audience`.
    pub fn parameter(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.parameters.push((name.into(), value.into()));
        self
    }

    /// Sends name and secret in the body of the request (`client_secret_post`) instead of its `Authorization` header
    /// (`client_secret_basic`), for servers that know no better.
    ///
    /// ---
    /// RFC 6749, section 2.3.1.
    pub fn secret_in_body(mut self) -> Self {
        self.in_body = true;
        self
    }

    /// How long before its end a token is replaced: 60 s by default, and never more than a quarter of its life.
    pub fn refresh_ahead(mut self, ahead: Duration) -> Self {
        self.ahead = ahead;
        self
    }
}

impl fmt::Debug for ClientCredentials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut debug = f.debug_struct("ClientCredentials");
        debug.field("id", &self.id).field("scope", &self.scope).finish_non_exhaustive()
    }
}
