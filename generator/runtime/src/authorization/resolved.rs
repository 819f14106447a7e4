//! The credentials of one attempt, those of providers among them.

use std::sync::Arc;

use http::header::HeaderName;
use http::{HeaderMap, Uri};

use super::super::attempt::InFlight;
use super::super::credential::Kind;
use super::super::error::Failure;
use super::super::signing::Unsigned;
use super::super::uri::{decoded_pair, without_pairs};
use super::super::{Body, ErrorKind, Scheme, Secret, TransportError};
use super::Chosen;
use super::placed::{Placed, place, set_cookie, with_query};

/// What one attempt sends: what never changes is with the chosen schemes, what was provided is
/// here.
pub(in super::super) struct Resolved<'a> {
    chosen: Option<&'a Chosen<'a>>,
    provided: Vec<(&'static str, Secret, Placed)>,
}

impl<'a> Resolved<'a> {
    /// No credentials.
    pub(in super::super) const NONE: Self = Self { chosen: None, provided: Vec::new() };

    /// The credentials of `chosen`, no provider among them.
    pub(in super::super) fn fixed(chosen: &'a Chosen<'a>) -> Self {
        Self { chosen: Some(chosen), provided: Vec::new() }
    }

    /// Asks the providers of `chosen`. `rejected` is what a 401 was the answer to.
    pub(in super::super) async fn new(
        in_flight: &InFlight<'_>,
        chosen: &'a Chosen<'a>,
        rejected: &Resolved<'_>,
    ) -> Result<Self, Box<Failure>> {
        let mut provided = Vec::new();
        for (scheme, slot) in chosen.iter() {
            let rejected = rejected.secret(scheme);
            let secret = match &slot.credential.0 {
                Kind::Secret(_) | Kind::Basic { .. } => continue,
                Kind::Tokens(tokens) => tokens.secret(in_flight, scheme, rejected).await?,
                Kind::Provider(provider) => {
                    let secret = provider.secret(rejected).await;
                    secret.map_err(|source| unavailable(scheme).because(source))?
                }
            };
            let placed = place(scheme, secret.expose()).map_err(|problem| refused(scheme, problem))?;
            provided.push((scheme.name, secret, placed));
        }
        Ok(Self { chosen: Some(chosen), provided })
    }

    pub(in super::super) fn is_empty(&self) -> bool {
        self.placed().next().is_none()
    }

    /// Did a provider have a part in it?
    pub(in super::super) fn is_provided(&self) -> bool {
        !self.provided.is_empty()
    }

    /// Have the providers given the same as for `other`?
    pub(in super::super) fn is_same(&self, other: &Self) -> bool {
        let secrets =
            |resolved: &Self| resolved.provided.iter().map(|(_, secret, _)| secret.clone()).collect::<Vec<_>>();
        secrets(self) == secrets(other)
    }

    /// All that must not show in what a server says: the secrets, and what was sent for them.
    pub(in super::super) fn secrets(&self) -> Arc<[Secret]> {
        let mut fixed = self.chosen.into_iter().flat_map(Chosen::iter).map(|(_, slot)| &slot.secrets);
        // Nearly always there is one, and nothing to be put together.
        match (fixed.next(), fixed.next(), &self.provided[..]) {
            (None, _, []) => Arc::default(),
            (Some(only), None, []) => Arc::clone(only),
            (one, other, provided) => {
                let fixed = one.into_iter().chain(other).chain(fixed).flat_map(|secrets| secrets.iter().cloned());
                fixed.chain(provided.iter().flat_map(|(_, secret, placed)| placed.secrets(secret))).collect()
            }
        }
    }

    fn secret(&self, scheme: &Scheme) -> Option<&Secret> {
        self.provided.iter().find(|(name, ..)| *name == scheme.name).map(|(_, secret, _)| secret)
    }

    fn placed(&self) -> impl Iterator<Item = &Placed> {
        let fixed = self.chosen.into_iter().flat_map(Chosen::iter).filter_map(|(_, slot)| slot.placed.as_ref());
        fixed.chain(self.provided.iter().map(|(.., placed)| placed))
    }

    /// Where a redirect leads, without the keys in its query: servers repeat the query that they got. Whoever gets the
    /// credentials again needs none of that name; another origin may have one of its own.
    pub(in super::super) fn without_keys(&self, uri: Uri, trusted: bool) -> Uri {
        without_pairs(uri, |name, value| {
            self.placed().any(|placed| match placed {
                Placed::Query(pair) => {
                    let (key, secret) = decoded_pair(pair);
                    key == name && (trusted || secret == value)
                }
                Placed::Header(..) | Placed::Cookie(_) => false,
            })
        })
    }

    /// Takes away the headers that the credentials take the place of, so that those which are there later were set by a
    /// middleware.
    pub(in super::super) fn make_room(&self, headers: &mut HeaderMap) {
        for name in self.placed().filter_map(Placed::header) {
            headers.remove(name);
        }
        if let Some(unsigned) = self.unsigned() {
            unsigned.make_room(headers);
        }
    }

    /// Has a middleware signed what is left to it?
    pub(in super::super) fn check(&self, headers: &HeaderMap) -> Result<(), TransportError> {
        self.unsigned().map_or(Ok(()), |unsigned| unsigned.check(headers))
    }

    fn unsigned(&self) -> Option<&Unsigned> {
        self.chosen.and_then(|chosen| chosen.unsigned.as_ref())
    }

    /// Puts the credentials into `request`. A header stays that is there, for which there was [room](Self::make_room): a
    /// middleware has set it.
    pub(in super::super) fn apply(
        &self,
        request: &mut http::Request<Body>,
        may_be_signed: bool,
    ) -> Result<(), http::Error> {
        let is_set = |name: &&HeaderName| may_be_signed && request.headers().contains_key(*name);
        let signed: Vec<&HeaderName> = self.placed().filter_map(Placed::header).filter(is_set).collect();
        for placed in self.placed() {
            match placed {
                Placed::Header(name, _) if signed.contains(&name) => {}
                Placed::Header(name, value) => drop(request.headers_mut().insert(name, value.clone())),
                Placed::Cookie(pair) => set_cookie(request.headers_mut(), pair)?,
                Placed::Query(pair) => *request.uri_mut() = with_query(request.uri().clone(), pair)?,
            }
        }
        Ok(())
    }
}

fn unavailable(scheme: &Scheme) -> Box<Failure> {
    Failure::new(ErrorKind::Auth, format!("the provider of `{}` gave no credential", scheme.setter))
}

fn refused(scheme: &Scheme, problem: &str) -> Box<Failure> {
    Failure::new(ErrorKind::Auth, format!("`{}` {problem}", scheme.setter))
}
