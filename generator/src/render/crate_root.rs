//! `src/lib.rs`: the crate's documentation, its modules and its re-exports.

use std::collections::HashSet;

use proc_macro2::TokenStream;
use quote::quote;

use super::formats::Used;
use super::{Source, docs, webhooks};
use crate::config;
use crate::model::{Api, Gate, Operation, Outcome, Scheme, SchemeKind, Server, Tag};

/// So many characters of the example stand on one line.
const WIDTH: usize = 100;

/// The root of the crate.
pub(super) fn lib_rs(api: &Api, config: &config::Client) -> Source<'static> {
    let docs = crate_docs(api, config);
    let used = Used::of(api);
    let formats = used.has_custom().then(|| {
        quote!(
            mod formats;
        )
    });
    let servers = (!api.named_servers.is_empty()).then(|| {
        quote!(
            pub mod servers;
        )
    });
    let exports = used.exports();
    let is_oauth = |scheme: &Scheme| matches!(scheme.kind, SchemeKind::OAuth2 { .. });
    let oauth = api.schemes.iter().any(is_oauth).then(|| {
        quote!(
            pub use runtime::ClientCredentials;
        )
    });
    let tokens: TokenStream = quote! {
        #docs
        #![forbid(unsafe_code)]
        #![warn(missing_docs)]
        #![allow(deprecated, reason = "what the document deprecates is still read and written here")]
        #![allow(confusable_idents, mixed_script_confusables, uncommon_codepoints, reason = "the document's spelling")]
        #![allow(clippy::new_without_default, reason = "a type may get its first required field and would lose `Default`")]
        #![allow(clippy::enum_variant_names, clippy::large_enum_variant, clippy::module_inception, clippy::should_implement_trait, clippy::type_complexity, reason = "the document's")]
        pub mod api;
        mod client;
        mod codec;
        #formats
        #[cfg(feature = "mock")]
        pub mod mock;
        pub mod runtime;
        #servers
        pub mod types;
        #[cfg(all(feature = "blocking", not(target_arch = "wasm32")))]
        pub use runtime::blocking;
        pub use runtime::{ByteStream, Call, Client, ClientBuilder, Credential, Error, ErrorKind, Event, EventStream, File, Form, Response, Secret};
        #oauth
        #exports
    };
    Source::rust("src/lib.rs", tokens)
}

fn crate_docs(api: &Api, config: &config::Client) -> TokenStream {
    let mut parts = vec![format!(
        "A client of {} ({}).",
        docs::safe(&api.info.title).unwrap_or_default(),
        docs::safe(&api.info.version).unwrap_or_default()
    )];
    parts.extend(docs::safe(&api.info.description));
    let example = example(api, &config.package.name.replace('-', "_"));
    let features = features(api);
    let before = docs::inner(&parts);
    let example = example.lines().map(|line| if line.is_empty() { String::new() } else { format!(" {line}") });
    let after = docs::inner(&[base_url_section(api), webhooks::section(api), features, own_parts()].concat());
    quote! {
        #before
        #![doc = ""]
        #(#![doc = #example])*
        #![doc = ""]
        #after
    }
}

/// A program that compiles: a client, and the call that needs least.
fn example(api: &Api, krate: &str) -> String {
    let mut lines = vec!["```no_run".to_owned(), format!("# async fn example() -> Result<(), {krate}::Error> {{")];
    let operation = api.example.map(|index| &api.operations[index]);
    lines.push(client(api, operation, krate));
    match operation {
        Some(operation) => {
            let arguments: Vec<String> = operation
                .parameters
                .iter()
                .filter(|parameter| parameter.is_argument())
                .map(|parameter| format!("{:?}", docs::plain(parameter.name.wire())))
                .collect();
            let call = format!(
                "client.{}({}).await?",
                crate::names::source_text(operation.name.snake()),
                arguments.join(", ")
            );
            if operation.responses.output == Outcome::Nothing {
                lines.push(format!("{call};"));
            } else {
                lines.push(format!("let answer = {call};"));
                lines.push("println!(\"{answer:?}\");".to_owned());
            }
        }
        None => lines.push("# let _ = client;".to_owned()),
    }
    lines.extend(["# Ok(())".to_owned(), "# }".to_owned(), "```".to_owned()]);
    lines.join("\n")
}

/// A client with what the operation needs, on one line or on one for each setter.
fn client(api: &Api, operation: Option<&Operation>, krate: &str) -> String {
    let base_url = example_base_url(api).map(|url| format!(".base_url({url:?})"));
    let credentials = schemes(api, operation).into_iter().map(|scheme| credential(scheme, krate));
    let setters: Vec<String> = base_url.into_iter().chain(credentials).chain([".build()?;".to_owned()]).collect();
    let builder = format!("let client = {krate}::Client::builder()");
    let line = format!("{builder}{}", setters.concat());
    if line.chars().count() > WIDTH { [vec![builder], setters].concat().join("\n    ") } else { line }
}

/// The schemes of which the operation takes credentials, one for each place: the first alternative, if it needs one at all.
/// If the document says nothing, any will do.
fn schemes<'a>(api: &'a Api, operation: Option<&Operation>) -> Vec<&'a Scheme> {
    let alternatives = match operation {
        Some(Operation { security: Some(alternatives), .. }) => alternatives,
        Some(Operation { security: None, .. }) | None => return api.schemes.first().into_iter().collect(),
    };
    let needed = if alternatives.iter().any(Vec::is_empty) { None } else { alternatives.first() };
    let mut places = HashSet::new();
    let schemes = needed.into_iter().flatten().filter_map(|index| api.schemes.get(*index));
    schemes.filter(|scheme| places.insert(scheme.kind.place())).collect()
}

/// What stands for the address that the document does not say; its path is that of the document's server, if that is one.
pub(super) fn example_base_url(api: &Api) -> Option<String> {
    let is_plain = |path: &&str| path.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte));
    let mut relative = api.servers.iter().map(|url| url.trim_matches('/')).filter(is_plain);
    let path =
        relative.next().filter(|path| !path.is_empty() && !path.split('/').any(|segment| segment.starts_with('.')));
    let url = path.map_or_else(|| "https://example.com".to_owned(), |path| format!("https://example.com/{path}"));
    (api.base_url.is_none() && !api.operations.is_empty()).then_some(url)
}

fn base_url_section(api: &Api) -> Vec<String> {
    let Some(example) = example_base_url(api) else { return Vec::new() };
    let server = api.servers.first();
    let named = server.and_then(|server| open_server(api, server));
    let text = match (server, named) {
        (None, _) => "The document names no server, so that every client needs a `base_url`.".to_owned(),
        (Some(server), Some(named)) => format!(
            "The document's server, {}, has variables without a default, so that every client needs a `server` with \
             their values, {}, or a `base_url`.",
            docs::code(server),
            docs::code(&format!("servers::{}::new", crate::names::source_text(named.name.upper_camel()))),
        ),
        (Some(server), None) => format!(
            "The document's server, {}, is no whole URL, so that every client needs a `base_url`. It takes the place of \
             the server, path and all: `{example}`.",
            docs::code(server)
        ),
    };
    vec!["# Base URL".to_owned(), text]
}

/// The type of the server, if it lacks values of variables alone.
pub(super) fn open_server<'a>(api: &'a Api, declared: &str) -> Option<&'a Server> {
    let is_open =
        |server: &&Server| server.declared == declared && server.variables.iter().any(|own| own.default.is_none());
    api.named_servers.iter().find(is_open)
}

fn credential(scheme: &Scheme, krate: &str) -> String {
    let setter = crate::names::source_text(scheme.name.snake());
    match &scheme.kind {
        SchemeKind::Bearer => format!(".{setter}(\"token\")"),
        SchemeKind::OAuth2 { .. } => {
            format!(".{setter}({krate}::ClientCredentials::new(\"client\", \"secret\"))")
        }
        SchemeKind::ApiKey { .. } => format!(".{setter}(\"key\")"),
        SchemeKind::Basic => format!(".{setter}(\"user\", \"password\")"),
    }
}

/// Where the traits are that an application can bring something of.
fn own_parts() -> Vec<String> {
    let text = "[`runtime`] has the traits of what an application can bring: [`Transport`](runtime::Transport) sends \
                requests, [`Middleware`](runtime::Middleware) stands around calls and attempts, to sign or to log them, \
                [`CredentialProvider`](runtime::CredentialProvider) is asked for credentials, and \
                [`Environment`](runtime::Environment) tells the time.";
    vec!["# Parts of your own".to_owned(), text.to_owned()]
}

fn features(api: &Api) -> Vec<String> {
    let mut lines = vec![
        "- `reqwest`: the transport and the clock that come with the crate, for calls within a Tokio runtime; in a browser the \
         application brings its own."
            .to_owned(),
        "- `rustls`: TLS in Rust for it; `native-tls`: that of the operating system.".to_owned(),
        "- `blocking`: calls without `async`, with `blocking::Blocking`.".to_owned(),
        "- `tracing`: a span for each call and each attempt, by OpenTelemetry's names; never a body or a secret."
            .to_owned(),
        "- `mock`: a server in memory for tests, `mock::Mock`, and constructors for what only a server makes."
            .to_owned(),
    ];
    let gated = api.operations.iter().filter(|operation| operation.gate != Gate::Always);
    let used: HashSet<&String> = gated.flat_map(|operation| &operation.tags).collect();
    let mut tags: Vec<&Tag> = api.tags.iter().filter(|tag| used.contains(&tag.name)).collect();
    tags.sort_by_key(|tag| &tag.feature);
    lines.extend(
        tags.iter().map(|tag| format!("- `{}`: the operations of the tag {}.", tag.feature, docs::code(&tag.name))),
    );
    vec!["# Features".to_owned(), lines.join("\n")]
}
