//! Which credentials an operation takes, and how they are put into a request.

mod choice;
mod placed;
mod resolved;

pub(super) use self::choice::{Chosen, scheme_for};
pub(super) use self::placed::{add_cookie, base64, is_carried, place};
pub(super) use self::resolved::Resolved;

use std::sync::Arc;

use self::placed::Placed;
use super::credential::Kind;
use super::{Credential, Scheme, SchemeKind, Secret};

/// A scheme's credential. What never changes is put into form once, when the client is built.
#[derive(Clone)]
pub(super) struct Slot {
    pub(super) credential: Credential,
    pub(super) placed: Option<Placed>,
    /// What of it must not show in what a server says, as far as it never changes.
    pub(super) secrets: Arc<[Secret]>,
    /// Its place in the order in which they were given.
    pub(super) number: usize,
}

impl Slot {
    /// The message of the error completes "`setter` …".
    pub(super) fn new(scheme: &Scheme, credential: Credential) -> Result<Self, &'static str> {
        let placed = match &credential.0 {
            Kind::Secret(secret) => Some(place(scheme, secret.expose())?),
            Kind::Basic { user, .. } if user.contains(':') => {
                return Err("has a colon in the user");
            }
            Kind::Basic { user, password } => Some(place(scheme, &format!("{user}:{}", password.expose()))?),
            Kind::Provider(_) => None,
            Kind::Tokens(tokens) => {
                tokens.check(token_url(scheme.kind)?)?;
                None
            }
        };
        let secrets = match (&credential.0, &placed) {
            (Kind::Secret(secret) | Kind::Basic { password: secret, .. }, Some(placed)) => placed.secrets(secret),
            _ => Vec::new(),
        };
        Ok(Self { credential, placed, secrets: secrets.into(), number: 0 })
    }
}

/// Where tokens for the scheme are had, as far as the document says.
fn token_url(kind: SchemeKind) -> Result<Option<&'static str>, &'static str> {
    match kind {
        SchemeKind::OAuth2 { token_url } => Ok(Some(token_url)),
        SchemeKind::Bearer => Ok(None),
        SchemeKind::Basic | SchemeKind::ApiKey { .. } => Err("takes no `ClientCredentials`: it sends no token"),
    }
}
