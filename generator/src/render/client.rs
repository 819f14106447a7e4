//! `src/client.rs`: what of the client depends on the document.

use proc_macro2::TokenStream;
use quote::quote;

use super::{Source, docs};
use crate::config;
use crate::model::{Api, ApiKeyLocation, Scheme, SchemeKind};
use crate::names::ident;

/// The facts of the document, the constructors, and a setter for each credential.
pub(super) fn client_rs(api: &Api, config: &config::Client) -> Source<'static> {
    let docs = docs::inner(&[
        "What of the client depends on the document: servers, security schemes, constructors.".to_owned()
    ]);
    let servers = &api.servers;
    let schemes = api.schemes.iter().map(scheme);
    let idempotency = match &api.idempotency_header {
        Some(header) => quote!(Some(#header)),
        None => quote!(None),
    };
    let constructors = constructors(api, &config.package.name);
    let setters = setters(api);
    let mut imports = vec!["Client", "ClientBuilder", "Document", "Error"];
    if !api.schemes.is_empty() {
        imports.extend(["Credential", "Scheme", "SchemeKind"]);
    }
    if api.schemes.iter().any(|scheme| matches!(scheme.kind, SchemeKind::ApiKey { .. })) {
        imports.push("Location");
    }
    imports.sort_unstable();
    let imports = imports.into_iter().map(ident);
    Source::rust(
        "src/client.rs",
        quote! {
            #docs
            use crate::runtime::{#(#imports),*};
            static DOCUMENT: Document = Document {
                user_agent: concat!(env!("CARGO_PKG_NAME"), "/", env!("CARGO_PKG_VERSION")),
                servers: &[#(#servers),*],
                schemes: &[#(#schemes),*],
                idempotency_header: #idempotency,
            };
            #constructors
            #[cfg(feature = "mock")]
            impl crate::mock::Mock {
                /// A server in memory, for tests. It expects nothing yet.
                pub fn new() -> Self {
                    Self::of(&DOCUMENT)
                }
            }
            #setters
        },
    )
}

fn constructors(api: &Api, package: &str) -> TokenStream {
    let new = match api.credential.and_then(|index| api.schemes.get(index)) {
        Some(only) => {
            let setter = ident(only.name.snake());
            let (ty, doc) = (
                credential_type(only),
                docs::line(&format!(
                    "A client with the defaults and this credential for {}.",
                    docs::code(only.name.wire())
                )),
            );
            match &only.kind {
                SchemeKind::Basic => quote! {
                    #doc
                    ///
                    /// # Errors
                    ///
                    /// A part of it cannot be used; the error names the setter.
                    pub fn new(user: impl Into<std::sync::Arc<str>>, password: impl Into<crate::runtime::Secret>) -> Result<Self, Error> {
                        Self::builder().#setter(user, password).build()
                    }
                },
                SchemeKind::Bearer | SchemeKind::OAuth2 { .. } | SchemeKind::ApiKey { .. } => quote! {
                    #doc
                    ///
                    /// # Errors
                    ///
                    /// A part of it cannot be used; the error names the setter.
                    pub fn new(#setter: impl Into<#ty>) -> Result<Self, Error> {
                        Self::builder().#setter(#setter).build()
                    }
                },
            }
        }
        None => quote! {
            /// A client with the defaults and without credentials.
            ///
            /// # Errors
            ///
            /// A part of it cannot be used; the error names the setter.
            pub fn new() -> Result<Self, Error> {
                Self::builder().build()
            }
        },
    };
    let base_url = api.base_url.as_ref().map(|url| {
        let doc = docs::line(
            "Where the API is, unless the builder or the call is told otherwise: the first of the document's servers.",
        );
        quote! {
            #doc
            pub const DEFAULT_BASE_URL: &'static str = #url;
        }
    });
    let needed = super::crate_root::example_base_url(api).map(|url| {
        let open = api.servers.first().is_some_and(|server| super::crate_root::open_server(api, server).is_some());
        let server = if open { " or a `server`" } else { "" };
        let text = format!("It needs a `base_url`{server}, as the document has none: `{url}`, for example.");
        let doc = docs::line(&text);
        quote! {
            #[doc = ""]
            #doc
        }
    });
    let from_env = from_env(api, package);
    quote! {
        impl Client {
            #base_url
            #new
            #from_env
            /// A client with other settings than the defaults.
            #needed
            pub fn builder() -> ClientBuilder {
                ClientBuilder::new(&DOCUMENT)
            }
        }
    }
}

/// `PETS_BASE_URL` and the like, for the package `pets`. Nothing reads them but this.
fn from_env(api: &Api, package: &str) -> TokenStream {
    let prefix = package.to_uppercase().replace('-', "_");
    let mut lines = vec![format!("- `{prefix}_BASE_URL`: where the API is")];
    lines.extend(api.schemes.iter().map(|scheme| {
        let (variable, wire) = (scheme.name.snake().to_uppercase(), docs::code(scheme.name.wire()));
        let variable = format!("{prefix}_{variable}");
        let what = match &scheme.kind {
            SchemeKind::Basic => "`user:password`".to_owned(),
            SchemeKind::Bearer => "a token".to_owned(),
            SchemeKind::OAuth2 { .. } => format!("a token; or `{variable}_CLIENT_ID` and `{variable}_CLIENT_SECRET`"),
            SchemeKind::ApiKey { parameter, .. } if is_authorization(parameter) => "the whole header".to_owned(),
            SchemeKind::ApiKey { .. } => "a key".to_owned(),
        };
        format!("- `{variable}`: the credential of {wire}, {what}")
    }));
    let title =
        "A client with the defaults, and with what environment variables say, as far as they are set and not empty:";
    let docs = docs::sections(&crate::model::Docs::default(), title, &[lines.join("\n")]);
    quote! {
        #docs
        ///
        /// # Errors
        ///
        /// A part of it cannot be used; the error names the setter.
        pub fn from_env() -> Result<Self, Error> {
            crate::runtime::from_env(&DOCUMENT, #prefix).build()
        }
    }
}

fn credential_type(scheme: &Scheme) -> TokenStream {
    match &scheme.kind {
        SchemeKind::Bearer | SchemeKind::OAuth2 { .. } | SchemeKind::ApiKey { .. } | SchemeKind::Basic => {
            quote!(Credential)
        }
    }
}

fn setters(api: &Api) -> TokenStream {
    if api.schemes.is_empty() {
        return TokenStream::new();
    }
    let setters = api.schemes.iter().enumerate().map(|(index, scheme)| setter(index, scheme));
    quote!(impl ClientBuilder { #(#setters)* })
}

fn setter(index: usize, scheme: &Scheme) -> TokenStream {
    let index = proc_macro2::Literal::usize_unsuffixed(index);
    let name = ident(scheme.name.snake());
    let what = match &scheme.kind {
        SchemeKind::Bearer => "a token, sent as `Authorization: Bearer …`".to_owned(),
        SchemeKind::OAuth2 { .. } => {
            let application = "[`ClientCredentials`](crate::ClientCredentials)";
            format!(
                "the {application} of the application, for which tokens are had, or a token; sent as `Authorization: Bearer …`"
            )
        }
        SchemeKind::Basic => "user and password, sent as `Authorization: Basic …`".to_owned(),
        SchemeKind::ApiKey { location: ApiKeyLocation::Header, parameter } if is_authorization(parameter) => {
            "the whole value of the header `Authorization`".to_owned()
        }
        SchemeKind::ApiKey { location, parameter } => {
            format!("a key, sent as the {} {}", place(*location), docs::code(parameter))
        }
    };
    let title = format!("The credential of {}: {what}.", docs::code(scheme.name.wire()));
    let provider = matches!(scheme.kind, SchemeKind::Basic).then(|| {
        format!(
            "Where the pair changes, `credential({index}, Credential::from_fn(…))` asks for it, as `user:password`."
        )
    });
    let more: Vec<String> =
        docs::safe(&scheme.docs.description).into_iter().chain(provider).chain(docs::fact_list(&scheme.docs)).collect();
    let docs = docs::sections(&crate::model::Docs::default(), &title, &more);
    match &scheme.kind {
        SchemeKind::Basic => quote! {
            #docs
            pub fn #name(self, user: impl Into<std::sync::Arc<str>>, password: impl Into<crate::runtime::Secret>) -> Self {
                self.credential(#index, Credential::basic(user, password))
            }
        },
        SchemeKind::Bearer | SchemeKind::OAuth2 { .. } | SchemeKind::ApiKey { .. } => quote! {
            #docs
            pub fn #name(self, #name: impl Into<Credential>) -> Self {
                self.credential(#index, #name.into())
            }
        },
    }
}

/// A key there is no key: what the header begins with is part of it.
fn is_authorization(header: &str) -> bool {
    header.eq_ignore_ascii_case("authorization")
}

fn place(location: ApiKeyLocation) -> &'static str {
    match location {
        ApiKeyLocation::Header => "header",
        ApiKeyLocation::Query => "query parameter",
        ApiKeyLocation::Cookie => "cookie",
    }
}

fn scheme(scheme: &Scheme) -> TokenStream {
    let (name, setter) = (scheme.name.wire(), scheme.name.snake());
    let kind = match &scheme.kind {
        SchemeKind::Bearer => quote!(SchemeKind::Bearer),
        SchemeKind::OAuth2 { token_url } => quote!(SchemeKind::OAuth2 { token_url: #token_url }),
        SchemeKind::Basic => quote!(SchemeKind::Basic),
        SchemeKind::ApiKey { location, parameter } => {
            let location = match location {
                ApiKeyLocation::Header => quote!(Location::Header),
                ApiKeyLocation::Query => quote!(Location::Query),
                ApiKeyLocation::Cookie => quote!(Location::Cookie),
            };
            quote!(SchemeKind::ApiKey { location: #location, name: #parameter })
        }
    };
    quote!(Scheme { name: #name, setter: #setter, kind: #kind })
}
