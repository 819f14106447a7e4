//! What a success gives: a type, nothing, or one of several by status.

use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote};

use super::docs;
use super::errors::{by_status, read, response_type, variant, variant_name};
use super::operation::{link, stem};
use crate::model::{Api, Operation, Outcome, Response};

/// `GetPetOutput`
pub(super) fn name(operation: &Operation) -> Ident {
    format_ident!("{}Output", stem(operation))
}

/// The type that awaiting a call gives.
pub(super) fn output_type(api: &Api, operation: &Operation) -> TokenStream {
    match &operation.responses.output {
        Outcome::Nothing => quote!(()),
        Outcome::One(response) => response_type(api, response).unwrap_or_else(|| quote!(())),
        Outcome::Optional(response) => {
            let ty = response_type(api, response).unwrap_or_else(|| quote!(()));
            quote!(Option<#ty>)
        }
        Outcome::Several(_) => {
            let name = name(operation);
            quote!(#name)
        }
    }
}

/// The enum of several successes, or nothing.
pub(super) fn definition(api: &Api, operation: &Operation) -> TokenStream {
    let Outcome::Several(responses) = &operation.responses.output else { return TokenStream::new() };
    let name = name(operation);
    let link = link(operation);
    let doc = docs::line(&format!("What {link} answers when it succeeds."));
    let variants = responses.iter().map(|response| variant(api, response, &[]));
    quote! {
        #doc
        #[derive(Clone, Debug, PartialEq)]
        #[non_exhaustive]
        pub enum #name {
            #(#variants)*
            /// A success that the document does not declare: the body as it came.
            Undeclared(bytes::Bytes),
        }
    }
}

/// The body of `Operation::output`.
pub(super) fn decode(operation: &Operation) -> TokenStream {
    match &operation.responses.output {
        Outcome::Nothing => quote!(response.unit()),
        Outcome::One(response) => read(response).unwrap_or_else(|| quote!(response.unit())),
        Outcome::Optional(response) => {
            let read = read(response).unwrap_or_else(|| quote!(response.unit()));
            quote!(if response.body().is_empty() { Ok(None) } else { #read.map(Some) })
        }
        Outcome::Several(responses) => several(operation, responses),
    }
}

fn several(operation: &Operation, responses: &[Response]) -> TokenStream {
    let name = name(operation);
    let value = |response: &Response| {
        let variant = variant_name(response.status);
        read(response).map_or_else(|| quote!(Ok(#name::#variant)), |read| quote!(#read.map(#name::#variant)))
    };
    by_status(responses, value, quote!(Ok(#name::Undeclared(response.body()))))
}
