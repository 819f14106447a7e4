//! The headers of an operation's answers: one struct, read from whatever answer came.

use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote};

use super::operation::{link, stem};
use super::{Paths, docs};
use crate::model::{Api, Operation, ResponseHeader, Type};
use crate::names::ident;

/// `GetPetHeaders`
pub(super) fn name(operation: &Operation) -> Ident {
    format_ident!("{}Headers", stem(operation))
}

/// The struct and how it is read, or nothing.
pub(super) fn definition(api: &Api, operation: &Operation) -> TokenStream {
    if operation.headers.is_empty() {
        return TokenStream::new();
    }
    let name = name(operation);
    let link = link(operation);
    let doc = docs::line(&format!("The headers that answers of {link} may have: `{name}::from(response.headers())`."));
    let fields = operation.headers.iter().map(|header| field(api, header));
    let reads = operation.headers.iter().map(read);
    quote! {
        #doc
        #[derive(Clone, Debug, PartialEq)]
        #[non_exhaustive]
        pub struct #name { #(#fields)* }
        impl From<&http::HeaderMap> for #name {
            fn from(headers: &http::HeaderMap) -> Self {
                Self { #(#reads),* }
            }
        }
    }
}

fn field(api: &Api, header: &ResponseHeader) -> TokenStream {
    let docs = docs::docs(&header.docs, &format!("`{}`", super::structs::plain(header.name.wire())));
    let name = ident(header.name.snake());
    let ty = Paths::default().ty(api, &header.ty);
    quote!(#docs pub #name: Option<#ty>,)
}

fn read(header: &ResponseHeader) -> TokenStream {
    let name = ident(header.name.snake());
    let wire = header.name.wire();
    match &header.ty {
        Type::String => quote!(#name: crate::runtime::header::text(headers, #wire)),
        Type::Array(_) => quote!(#name: crate::runtime::header::list(headers, #wire)),
        _ => quote!(#name: crate::runtime::header::value(headers, #wire)),
    }
}
