//! Requests that a middleware signs: what it sets stands in the place of a credential.

use http::{HeaderMap, HeaderName};

use super::document::Document;
use super::{Location, TransportError};

/// The credentials that a call lacks, all of which would be headers. Whoever is around the attempts may set these.
pub(super) struct Unsigned {
    /// One of these lists has to be there, all of it.
    pub(super) alternatives: Vec<Vec<HeaderName>>,
    /// What is said if none is.
    pub(super) missing: String,
}

impl Unsigned {
    /// The headers that the credentials of `schemes` would be, if all are headers.
    pub(super) fn headers(document: &Document, schemes: impl Iterator<Item = usize>) -> Option<Vec<HeaderName>> {
        let name = |scheme: usize| match document.schemes.get(scheme)?.kind.place() {
            (Location::Header, name) => HeaderName::from_bytes(name.as_bytes()).ok(),
            _ => None,
        };
        schemes.map(name).collect()
    }

    /// Takes away what is no signature: it was there before.
    pub(super) fn make_room(&self, headers: &mut HeaderMap) {
        for name in self.alternatives.iter().flatten() {
            headers.remove(name);
        }
    }

    /// # Errors
    /// Nobody has signed.
    pub(super) fn check(&self, headers: &HeaderMap) -> Result<(), TransportError> {
        let is_there = |all: &Vec<HeaderName>| all.iter().all(|name| headers.contains_key(name));
        match self.alternatives.iter().any(is_there) {
            true => Ok(()),
            false => Err(TransportError::unauthorized(self.missing.clone())),
        }
    }
}
