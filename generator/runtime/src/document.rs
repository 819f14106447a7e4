//! What the document says about the whole API.

use super::Location;

/// The facts of a document that its client needs. Generated as a `static`.
#[derive(Clone, Copy, Debug)]
pub struct Document {
    /// `<crate>/<version>`, the `User-Agent`.
    pub user_agent: &'static str,
    /// The URLs of `servers`, variables filled in. The first absolute one is the default base URL, unless another is
    /// chosen with `ClientBuilder::server`.
    pub servers: &'static [&'static str],
    /// `components.securitySchemes`, in the order in which
    /// [`OperationInfo::security`](super::OperationInfo::security) counts.
    pub schemes: &'static [Scheme],
    /// The header that carries an idempotency key, if the configuration names one. Without it, it is a parameter that
    /// an operation declares as `Idempotency-Key` or `X-Idempotency-Key`.
    pub idempotency_header: Option<&'static str>,
}

/// A security scheme.
#[derive(Clone, Copy, Debug)]
pub struct Scheme {
    /// The key in the document.
    pub name: &'static str,
    /// The method of `ClientBuilder` that takes its credential, for messages.
    pub setter: &'static str,
    /// How the credential is sent.
    pub kind: SchemeKind,
}

/// How a credential is sent.
///
/// ---
/// OpenAPI 3.0.4, section 4.7.27 (Security Scheme Object).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum SchemeKind {
    /// `Authorization: Bearer <token>` (RFC 6750).
    Bearer,
    /// `Authorization: Bearer <token>`, with a token that an application gets for its own name and secret (RFC 6749,
    /// section 4.4).
    OAuth2 {
        /// Where it gets one; it may be relative to the base URL.
        token_url: &'static str,
    },
    /// `Authorization: Basic <user:password>` (RFC 7617).
    Basic,
    /// A key under a name of the API's choice.
    ApiKey {
        /// Header, query or cookie.
        location: Location,
        /// The name of the header, query parameter or cookie.
        name: &'static str,
    },
}

impl SchemeKind {
    /// Where its credential goes, and under which name.
    pub(super) const fn place(self) -> (Location, &'static str) {
        match self {
            Self::Bearer | Self::OAuth2 { .. } | Self::Basic => (Location::Header, "Authorization"),
            Self::ApiKey { location, name } => (location, name),
        }
    }

    /// Would two credentials be one header, pair of the query or cookie?
    pub(super) fn shares_a_place(self, other: Self) -> bool {
        let ((location, name), (other, other_name)) = (self.place(), other.place());
        let same =
            if location == Location::Header { name.eq_ignore_ascii_case(other_name) } else { name == other_name };
        location == other && same
    }
}
