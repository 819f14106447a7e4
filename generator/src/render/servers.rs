//! `src/servers.rs`: a struct for each server that leaves a choice, and an enum for each variable with listed values.

use proc_macro2::TokenStream;
use quote::quote;

use super::{Source, docs};
use crate::model::{Api, Part, Piece, Server, ServerVariable, Variant};
use crate::names::ident;

/// The file, if there is anything to choose.
pub(super) fn servers_rs(api: &Api) -> Option<Source<'static>> {
    if api.named_servers.is_empty() {
        return None;
    }
    let docs = docs::inner(&[
        "The servers that the document leaves a choice of.".to_owned(),
        "[`ClientBuilder::server`](crate::ClientBuilder::server) takes one for all calls, \
         [`Call::with_server`](crate::Call::with_server) for one. Any other URL is for `base_url`."
            .to_owned(),
    ]);
    let mut servers: Vec<&Server> = api.named_servers.iter().collect();
    servers.sort_by_key(|server| server.name.upper_camel());
    let definitions = servers.iter().map(|server| definition(server));
    let with_values = servers.iter().filter(|server| server.variables.iter().any(has_values));
    let modules = with_values.map(|server| module(server));
    Some(Source::rust("src/servers.rs", quote!(#docs #(#definitions)* #(#modules)*)))
}

fn has_values(variable: &ServerVariable) -> bool {
    !variable.values.is_empty()
}

fn definition(server: &Server) -> TokenStream {
    let template = docs::code(&server.template());
    let docs = docs::sections(&server.docs, "", &[template]);
    let name = ident(server.name.upper_camel());
    let origin = server.relative.then(|| {
        quote! {
            /// Where the API is hosted, such as `https://example.com`: the document does not say it.
            pub origin: String,
        }
    });
    let fields = server.variables.iter().map(|variable| field(server, variable));
    let constructor = constructor(server);
    let setters = server.variables.iter().map(|variable| setter(server, variable));
    let url = url(server);
    let declared = &server.declared;
    quote! {
        #docs
        #[derive(Clone, Debug, PartialEq)]
        #[non_exhaustive]
        pub struct #name {
            #origin
            #(#fields)*
        }
        impl #name {
            #constructor
            #(#setters)*
            /// The URL.
            pub fn to_url(&self) -> String { #url }
        }
        impl From<#name> for crate::runtime::Server {
            fn from(server: #name) -> Self {
                Self::new(#declared, server.to_url())
            }
        }
    }
}

fn field(server: &Server, variable: &ServerVariable) -> TokenStream {
    let default = variable.default.iter().map(|default| format!("- Default: {}", docs::code(default)));
    let default: Vec<String> = default.collect();
    let docs = docs::sections(&variable.docs, &docs::code(variable.name.wire()), &default);
    let name = ident(variable.name.snake());
    let ty = field_type(server, variable);
    quote!(#docs pub #name: #ty,)
}

/// `production::Region`, or any text.
fn field_type(server: &Server, variable: &ServerVariable) -> TokenStream {
    if !has_values(variable) {
        return quote!(String);
    }
    let (module, name) = (ident(server.name.snake()), ident(variable.name.upper_camel()));
    quote!(#module::#name)
}

/// `new`, with an argument for the host if the document has none, and for each variable without a default.
fn constructor(server: &Server) -> TokenStream {
    let open = || server.url_variables().filter(|variable| variable.default.is_none());
    let own = open().map(|variable| ident(variable.name.snake()));
    let arguments: Vec<_> =
        server.relative.then(|| quote!(origin)).into_iter().chain(own.map(|name| quote!(#name))).collect();
    let values = server.variables.iter().map(|variable| {
        let name = ident(variable.name.snake());
        let value = default_value(server, variable);
        quote!(#name: #value,)
    });
    let origin = server.relative.then(|| quote!(origin: origin.into(),));
    let what = match (open().count(), server.variables.len()) {
        (0, 0) => "The server",
        (0, _) => "The server with all defaults",
        (some, all) if some == all => "The server with these values of its variables",
        _ => "The server with these values of its variables, and the defaults of the others",
    };
    let hosted = if server.relative { ", hosted at `origin`, such as `https://example.com`" } else { "" };
    let doc = docs::line(&format!("{what}{hosted}."));
    quote! {
        #doc
        pub fn new(#(#arguments: impl Into<String>),*) -> Self {
            Self { #origin #(#values)* }
        }
    }
}

fn default_value(server: &Server, variable: &ServerVariable) -> TokenStream {
    let name = ident(variable.name.snake());
    let Some(default) = &variable.default else { return quote!(#name.into()) };
    match variable.values.iter().find(|value| value.name.wire() == default) {
        Some(value) => {
            let (ty, value) = (field_type(server, variable), ident(value.name.upper_camel()));
            quote!(#ty::#value)
        }
        None if default.is_empty() => quote!(String::new()),
        None => quote!(#default.to_owned()),
    }
}

fn setter(server: &Server, variable: &ServerVariable) -> TokenStream {
    let docs = docs::docs(&variable.docs, &format!("Sets {}.", docs::code(variable.name.wire())));
    let name = ident(variable.name.snake());
    let ty = field_type(server, variable);
    let (argument, value) =
        if has_values(variable) { (ty, quote!(#name)) } else { (quote!(impl Into<String>), quote!(#name.into())) };
    quote! {
        #docs
        #[must_use]
        pub fn #name(mut self, #name: #argument) -> Self {
            self.#name = #value;
            self
        }
    }
}

/// The expression that puts the URL together.
fn url(server: &Server) -> TokenStream {
    if server.variables.is_empty() && !server.relative {
        let url = &server.declared;
        return quote!(#url.to_owned());
    }
    let origin = server.relative.then(|| quote!(self.origin.trim_end_matches('/'),));
    let text: String = server.url.iter().map(format_piece).collect();
    let text = match server.relative {
        true if text.starts_with('/') => format!("{{}}{text}"),
        true => format!("{{}}/{text}"),
        false => text,
    };
    let values = server.url.iter().enumerate().filter_map(|(at, piece)| match piece {
        Piece::Text(_) => None,
        Piece::Variable(index) => {
            let variable = &server.variables[*index];
            let name = ident(variable.name.snake());
            Some(match server.part(at) {
                _ if has_values(variable) => quote!(self.#name),
                Part::Host => quote!(crate::runtime::Server::in_host(&self.#name)),
                Part::BeginningOfPath => quote!(crate::runtime::Server::behind_host(&self.#name)),
                Part::Other => quote!(crate::runtime::Server::in_url(&self.#name)),
            })
        }
    });
    quote!(format!(#text, #origin #(#values),*))
}

/// A piece as `format!` has it.
fn format_piece(piece: &Piece) -> String {
    match piece {
        Piece::Text(text) => text.replace('{', "{{").replace('}', "}}"),
        Piece::Variable(_) => "{}".to_owned(),
    }
}

/// The module with the enums of a server's variables.
fn module(server: &Server) -> TokenStream {
    let docs = docs::line(&format!("The values of the variables of `{}`.", server.name.upper_camel()));
    let name = ident(server.name.snake());
    let enums = server.variables.iter().filter(|variable| has_values(variable)).map(enumeration);
    quote!(#docs pub mod #name { #(#enums)* })
}

/// Closed, because the client chooses, but for values that a later document adds.
fn enumeration(variable: &ServerVariable) -> TokenStream {
    let docs = docs::docs(&variable.docs, &docs::code(variable.name.wire()));
    let name = ident(variable.name.upper_camel());
    let variants: Vec<_> = variable.values.iter().map(|value| ident(value.name.upper_camel())).collect();
    let wires: Vec<&str> = variable.values.iter().filter_map(|value| value.value.as_str()).collect();
    let definitions = variable.values.iter().map(variant);
    quote! {
        #docs
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum #name { #(#definitions)* }
        impl #name {
            /// Every value that the document lists.
            pub const VALUES: &'static [Self] = &[#(Self::#variants),*];

            /// The value as it is in the URL.
            pub fn as_str(self) -> &'static str {
                match self {
                    #(Self::#variants => #wires,)*
                }
            }
        }
        impl std::fmt::Display for #name {
            fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                formatter.pad(self.as_str())
            }
        }
    }
}

fn variant(value: &Variant) -> TokenStream {
    let docs = docs::docs(&value.docs, &docs::code(value.name.wire()));
    let name = ident(value.name.upper_camel());
    quote!(#docs #name,)
}
