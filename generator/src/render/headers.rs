//! The headers of an operation's answers: one struct, read from whatever answer came.

use proc_macro2::{Ident, TokenStream};
use quote::quote;

use super::masks::Shown;
use super::operation::{link, marker, with_ending};
use super::{Paths, docs, errors, masks};
use crate::model::{Api, Operation, ResponseHeader, Shape, Type};
use crate::names::ident;

/// `GetPetHeaders`
pub(super) fn name(operation: &Operation) -> Ident {
    with_ending(operation, "Headers")
}

/// The struct and how it is read, or nothing.
pub(super) fn definition(api: &Api, operation: &Operation) -> TokenStream {
    if operation.headers.is_empty() {
        return TokenStream::new();
    }
    let name = name(operation);
    let (marker, link) = (marker(operation), link(operation));
    let error = errors::name(operation);
    let doc = docs::line(&format!(
        "The headers that answers of {link} may have: `declared_headers()` of a response or an error."
    ));
    let fields = operation.headers.iter().map(|header| field(api, header));
    let reads = operation.headers.iter().map(|header| read(api, header));
    let shown: Vec<_> = operation.headers.iter().map(|header| Shown::header(api, header)).collect();
    let (derives, debug) = masks::derives(&name.to_string(), &TokenStream::new(), &shown);
    quote! {
        #doc
        #[derive(#derives)]
        #[non_exhaustive]
        pub struct #name { #(#fields)* }
        #debug
        impl From<&http::HeaderMap> for #name {
            fn from(headers: &http::HeaderMap) -> Self {
                Self { #(#reads),* }
            }
        }
        impl crate::runtime::header::DeclaredHeaders for #marker { type Headers = #name; }
        impl crate::runtime::header::DeclaredHeaders for #error { type Headers = #name; }
    }
}

fn field(api: &Api, header: &ResponseHeader) -> TokenStream {
    let docs = docs::docs(&header.docs, &docs::code(header.name.wire()));
    let name = ident(header.name.snake());
    let ty = Paths::default().ty(api, &header.ty);
    let deprecated = super::structs::deprecated(header.deprecated);
    quote!(#docs #deprecated pub #name: Option<#ty>,)
}

fn read(api: &Api, header: &ResponseHeader) -> TokenStream {
    let name = ident(header.name.snake());
    let wire = header.name.wire();
    let reader = ident(if header.json { "value" } else { reader(api, &header.ty) });
    quote!(#name: crate::runtime::header::#reader(headers, #wire))
}

/// The function of the runtime that reads a header of the type.
fn reader(api: &Api, ty: &Type) -> &'static str {
    match ty {
        Type::String => "text",
        Type::Array(_) => "list",
        Type::Map(_) => "object",
        Type::Nullable(inner) => reader(api, inner),
        Type::Named(id) => match &api.type_def(*id).shape {
            Shape::Alias(inner) => reader(api, inner),
            Shape::Struct(_) => "object",
            Shape::Tuple(_) => "tuple",
            Shape::Enum(_) | Shape::Union(_) | Shape::Newtype(_) => "value",
        },
        Type::Any | Type::Boolean | Type::OnlyBoolean(_) => "value",
        Type::Int32 | Type::Int64 | Type::UInt32 | Type::UInt64 => "value",
        Type::Float | Type::Double | Type::Decimal | Type::Format(_) | Type::Bytes | Type::File => "value",
    }
}
