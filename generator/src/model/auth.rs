//! Security schemes as credentials.

use super::Docs;
use crate::names::Name;
use crate::pointer::Pointer;

/// A way to prove who is calling (OpenAPI 3.0.3, 4.7.27).
#[derive(Clone, Debug, PartialEq)]
pub struct Scheme {
    /// Its key; the snake case is the setter.
    pub name: Name,
    /// What is sent.
    pub kind: SchemeKind,
    /// The description, in CommonMark, and where credentials are had, for what.
    pub docs: Docs,
}

impl Scheme {
    /// What it is, whatever its setter is called.
    pub fn identity(&self) -> String {
        Pointer::root().keys(&["components", "securitySchemes", self.name.wire()]).to_string()
    }
}

/// What a credential puts into the request.
#[derive(Clone, Debug, PartialEq)]
pub enum SchemeKind {
    /// `Authorization: Bearer …` (RFC 6750); OAuth 2.0 and OpenID Connect tokens too.
    Bearer,
    /// The same, with a token that an application gets for its own name and secret (RFC 6749, 4.4).
    OAuth2 {
        /// Where it gets one, as the document has it; it may be relative to the base URL.
        token_url: String,
    },
    /// `Authorization: Basic …` (RFC 7617).
    Basic,
    /// A value of its own.
    ApiKey {
        /// Where it goes.
        location: ApiKeyLocation,
        /// The header, parameter or cookie.
        parameter: String,
    },
}

impl SchemeKind {
    /// The header, parameter or cookie that it writes. Names of headers are the same in any case (RFC 9110, 5.1).
    pub fn place(&self) -> (ApiKeyLocation, String) {
        match self {
            Self::Bearer | Self::OAuth2 { .. } | Self::Basic => (ApiKeyLocation::Header, "authorization".to_owned()),
            Self::ApiKey { location: ApiKeyLocation::Header, parameter } => {
                (ApiKeyLocation::Header, parameter.to_ascii_lowercase())
            }
            Self::ApiKey { location, parameter } => (*location, parameter.clone()),
        }
    }
}

/// Where an API key goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ApiKeyLocation {
    /// A header.
    Header,
    /// The query string.
    Query,
    /// A cookie.
    Cookie,
}
