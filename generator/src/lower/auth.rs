//! `securitySchemes` -> credentials.

use openapiv3::{APIKeyLocation, ReferenceOr, SecurityScheme};

use super::{Lowering, scheme_docs};
use crate::diagnostics::{Diagnostic, Severity};
use crate::model::{ApiKeyLocation, Scheme, SchemeKind};
use crate::names::{BUILDER_METHODS, Scope, Wish};
use crate::pointer::Pointer;
use crate::token::is_token;

impl Lowering<'_> {
    /// Every scheme that the client can speak, in the document's order.
    pub(super) fn schemes(&mut self) -> Vec<Scheme> {
        let document = self.document;
        let Some(components) = &document.components else { return Vec::new() };
        let declared: Vec<(&String, &SecurityScheme)> =
            components.security_schemes.iter().filter_map(|(key, scheme)| Some((key, item(scheme)?))).collect();
        let usable: Vec<(&String, &SecurityScheme, SchemeKind)> = declared
            .into_iter()
            .filter_map(|(key, scheme)| Some((key, scheme, self.scheme_kind(key, scheme)?)))
            .collect();
        let wishes: Vec<Wish> = usable.iter().map(|(key, ..)| self.scheme_wish(key)).collect();
        let grants = Scope::reserving(BUILDER_METHODS, "credential").in_snake_case().grant(&wishes);
        let named = usable.into_iter().zip(grants);
        named
            .map(|((_, scheme, kind), grant)| Scheme { name: grant.name, kind, docs: scheme_docs::of(scheme) })
            .collect()
    }

    fn scheme_wish(&self, key: &str) -> Wish {
        let identity = scheme_pointer(key).to_string();
        Wish { memory: self.memory.name("auth", &identity), ..Wish::new(identity, key) }
    }

    fn scheme_kind(&mut self, key: &str, scheme: &SecurityScheme) -> Option<SchemeKind> {
        match scheme {
            SecurityScheme::APIKey { location, name, .. } => Some(self.api_key(key, key_location(location), name)),
            SecurityScheme::HTTP { scheme, .. } if scheme.eq_ignore_ascii_case("bearer") => Some(SchemeKind::Bearer),
            SecurityScheme::HTTP { scheme, .. } if scheme.eq_ignore_ascii_case("basic") => Some(SchemeKind::Basic),
            SecurityScheme::HTTP { scheme, .. } => self.unknown_scheme(key, scheme),
            SecurityScheme::OAuth2 { flows, .. } => Some(match &flows.client_credentials {
                Some(flow) => SchemeKind::OAuth2 { token_url: flow.token_url.clone() },
                None => SchemeKind::Bearer,
            }),
            SecurityScheme::OpenIDConnect { .. } => Some(SchemeKind::Bearer),
        }
    }

    /// Headers and cookies have tokens for names (RFC 9110, 5.1; RFC 6265, 4.1.1). The scheme stays, as an operation may need
    /// it; a client that is given its key is not built.
    fn api_key(&mut self, key: &str, location: ApiKeyLocation, name: &str) -> SchemeKind {
        let what = match location {
            ApiKeyLocation::Header => "header",
            ApiKeyLocation::Cookie => "cookie",
            ApiKeyLocation::Query => return SchemeKind::ApiKey { location, parameter: name.to_owned() },
        };
        if !is_token(name) {
            let message = format!("no {what} can be called `{name}`; the key can't be sent");
            let finding = Diagnostic::new(Severity::Warning, "OAS3103", &scheme_pointer(key).key("name"), message);
            self.diagnostics.push(finding.note("building a client with this credential is an error"));
        }
        SchemeKind::ApiKey { location, parameter: name.to_owned() }
    }

    /// Any other HTTP scheme is a whole `Authorization` header, which the user knows how to write.
    fn unknown_scheme(&mut self, key: &str, scheme: &str) -> Option<SchemeKind> {
        self.diagnostics.push(
            Diagnostic::new(
                Severity::Warning,
                "OAS3101",
                &scheme_pointer(key),
                format!("the client does not know the HTTP authentication scheme `{scheme}`"),
            )
            .note("its credential is the whole value of the `Authorization` header"),
        );
        Some(SchemeKind::ApiKey { location: ApiKeyLocation::Header, parameter: "Authorization".to_owned() })
    }
}

fn scheme_pointer(key: &str) -> Pointer {
    Pointer::root().keys(&["components", "securitySchemes", key])
}

fn item(scheme: &ReferenceOr<SecurityScheme>) -> Option<&SecurityScheme> {
    match scheme {
        ReferenceOr::Item(scheme) => Some(scheme),
        ReferenceOr::Reference { .. } => None,
    }
}

fn key_location(location: &APIKeyLocation) -> ApiKeyLocation {
    match location {
        APIKeyLocation::Header => ApiKeyLocation::Header,
        APIKeyLocation::Query => ApiKeyLocation::Query,
        APIKeyLocation::Cookie => ApiKeyLocation::Cookie,
    }
}
