//! The declared failures of an operation: one enum, open to more.

use proc_macro2::{Ident, Literal, TokenStream};
use quote::{format_ident, quote};

use super::operation::{link, stem};
use super::{Paths, docs};
use crate::model::{Api, Operation, Payload, Response, Status};
use crate::names::{self, ident};

/// `GetPetError`
pub(super) fn name(operation: &Operation) -> Ident {
    format_ident!("{}Error", stem(operation))
}

/// The enum and the way into the crate's one `Error`. It is there for an operation that declares no failure too, so
/// that declaring one later breaks nobody.
pub(super) fn definition(api: &Api, operation: &Operation) -> TokenStream {
    let name = name(operation);
    let link = link(operation);
    let doc = docs::line(&format!("What {link} can answer besides success."));
    let variants = operation.responses.errors.iter().map(|response| variant(api, response));
    quote! {
        #doc
        #[derive(Clone, Debug, PartialEq)]
        #[non_exhaustive]
        pub enum #name {
            #(#variants)*
            /// What the document does not declare, or not so: the body as it came.
            Undeclared(bytes::Bytes),
        }
        impl From<Error<#name>> for Error {
            fn from(error: Error<#name>) -> Self {
                error.erase()
            }
        }
    }
}

/// One answer of several, as a variant.
pub(super) fn variant(api: &Api, response: &Response) -> TokenStream {
    let docs = docs::docs(&response.docs, &format!("Status {}.", status_text(response.status)));
    let name = variant_name(response.status);
    match response_type(api, response) {
        Some(ty) => quote!(#docs #name(#ty),),
        None => quote!(#docs #name,),
    }
}

/// The type of an answer's body, or nothing.
pub(super) fn response_type(api: &Api, response: &Response) -> Option<TokenStream> {
    Some(match &response.content.as_ref()?.payload {
        Payload::Json(ty) | Payload::Form(ty, _) | Payload::Multipart(ty, _) => Paths::default().ty(api, ty),
        Payload::Text => quote!(String),
        Payload::Bytes => quote!(bytes::Bytes),
    })
}

/// `NotFound`, `ClientError` for `4XX`, `Default`.
pub(super) fn variant_name(status: Status) -> Ident {
    match status {
        Status::Exact(code) => ident(&names::status(code)),
        Status::Range(1) => ident("Informational"),
        Status::Range(2) => ident("Successful"),
        Status::Range(3) => ident("Redirection"),
        Status::Range(4) => ident("ClientError"),
        Status::Range(_) => ident("ServerError"),
        Status::Default => ident("Default"),
    }
}

fn status_text(status: Status) -> String {
    match status {
        Status::Exact(_) | Status::Range(_) => status.to_string(),
        Status::Default => "of any other kind".to_owned(),
    }
}

/// The body of `Operation::error`: by exact status, then by range, then the default, then raw.
pub(super) fn decode(operation: &Operation) -> TokenStream {
    let name = name(operation);
    if operation.responses.errors.is_empty() {
        return quote!(#name::Undeclared(response.body()));
    }
    let arms = operation.responses.errors.iter().map(|response| {
        let pattern = pattern(response.status);
        let variant = variant_name(response.status);
        let value = read(response)
            .map_or_else(|| quote!(Some(#name::#variant)), |read| quote!(#read.map(#name::#variant).ok()));
        quote!(#pattern => #value,)
    });
    let has_default = operation.responses.errors.iter().any(|response| response.status == Status::Default);
    let otherwise = (!has_default).then(|| quote!(_ => None,));
    quote! {
        let declared = match response.status() { #(#arms)* #otherwise };
        declared.unwrap_or_else(|| #name::Undeclared(response.body()))
    }
}

pub(super) fn pattern(status: Status) -> TokenStream {
    match status {
        Status::Exact(code) => {
            let code = Literal::u16_unsuffixed(code);
            quote!(#code)
        }
        Status::Range(hundred) => {
            let (low, high) = (Literal::u16_unsuffixed(hundred * 100), Literal::u16_unsuffixed(hundred * 100 + 99));
            quote!(#low..=#high)
        }
        Status::Default => quote!(_),
    }
}

/// The expression that reads an answer's body; nothing if there is none.
pub(super) fn read(response: &Response) -> Option<TokenStream> {
    Some(match &response.content.as_ref()?.payload {
        Payload::Json(_) | Payload::Form(..) | Payload::Multipart(..) => quote!(response.json()),
        Payload::Text => quote!(response.text()),
        Payload::Bytes => quote!(response.bytes()),
    })
}
