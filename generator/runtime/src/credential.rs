//! What proves who is calling.

use std::fmt;
use std::future::Future;
use std::sync::Arc;

use super::oauth::Tokens;
use super::{BoxError, BoxFuture, ClientCredentials, MaybeSend, MaybeSync, Secret};

/// A token or key, a user with a password, or something that provides one when it is needed: a function, or the
/// [`ClientCredentials`] that OAuth 2.0 gives tokens for.
#[derive(Clone)]
pub struct Credential(pub(super) Kind);

#[derive(Clone)]
pub(super) enum Kind {
    Secret(Secret),
    Basic { user: Arc<str>, password: Secret },
    Provider(Arc<dyn CredentialProvider>),
    Tokens(Arc<Tokens>),
}

impl Credential {
    /// A token or key.
    pub fn new(secret: impl Into<Secret>) -> Self {
        Self(Kind::Secret(secret.into()))
    }

    /// A user and a password, for HTTP basic authentication.
    pub fn basic(user: impl Into<Arc<str>>, password: impl Into<Secret>) -> Self {
        Self(Kind::Basic { user: user.into(), password: password.into() })
    }

    /// A credential that is asked for before each attempt.
    pub fn provider(provider: impl CredentialProvider) -> Self {
        Self(Kind::Provider(Arc::new(provider)))
    }

    /// The same with a function. It gets the secret that the server has just refused, if any; an error of its ends the call
    /// before anything is sent.
    pub fn from_fn<F, R>(function: F) -> Self
    where
        F: Fn(Option<Secret>) -> R + MaybeSend + MaybeSync + 'static,
        R: Future<Output = Result<Secret, BoxError>> + MaybeSend + 'static,
    {
        Self::provider(Function(function))
    }
}

impl<T: Into<Secret>> From<T> for Credential {
    fn from(secret: T) -> Self {
        Self::new(secret)
    }
}

impl From<ClientCredentials> for Credential {
    fn from(application: ClientCredentials) -> Self {
        Self(Kind::Tokens(Arc::new(Tokens::new(application))))
    }
}

impl fmt::Debug for Credential {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self.0 {
            Kind::Secret(_) => "Credential(***)",
            Kind::Basic { .. } => "Credential(user, ***)",
            Kind::Provider(_) => "Credential(provider)",
            Kind::Tokens(_) => "Credential(client, ***)",
        })
    }
}

/// Gives a secret when a request needs one: a token from a cache, a file, another service.
pub trait CredentialProvider: MaybeSend + MaybeSync + 'static {
    /// The secret to send: a token or key, or `user:password` for HTTP basic.
    ///
    /// It is asked before each attempt, so it should keep what it has. After a 401 it is asked once
    /// more with the secret that was `rejected`; it then gives a newer one, or the same if it
    /// has no other. An error ends the call before anything is sent.
    fn secret<'a>(&'a self, rejected: Option<&'a Secret>) -> BoxFuture<'a, Result<Secret, BoxError>>;
}

struct Function<F>(F);

impl<F, R> CredentialProvider for Function<F>
where
    F: Fn(Option<Secret>) -> R + MaybeSend + MaybeSync + 'static,
    R: Future<Output = Result<Secret, BoxError>> + MaybeSend + 'static,
{
    fn secret<'a>(&'a self, rejected: Option<&'a Secret>) -> BoxFuture<'a, Result<Secret, BoxError>> {
        Box::pin((self.0)(rejected.cloned()))
    }
}
