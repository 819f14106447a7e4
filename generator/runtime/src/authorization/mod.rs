//! Which credentials an operation takes, and how they are put into a request.

mod choice;
mod placed;
mod resolved;

pub(super) use self::choice::{Chosen, scheme_for};
pub(super) use self::placed::{add_cookie, base64, place};
pub(super) use self::resolved::Resolved;

use self::placed::Placed;
use super::credential::Kind;
use super::{Credential, Scheme, SchemeKind};

/// A scheme's credential. What never changes is put into form once, when the client is built.
#[derive(Clone)]
pub(super) struct Slot {
    pub(super) credential: Credential,
    pub(super) placed: Option<Placed>,
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
        Ok(Self { credential, placed, number: 0 })
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
