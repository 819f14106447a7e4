//! The declared failures of an operation: one enum, open to more.

use proc_macro2::{Ident, Literal, TokenStream};
use quote::quote;

use super::operation::{link, with_ending};
use super::structs::plain;
use super::{Paths, docs, streams};
use crate::model::{Api, Operation, Payload, Response, Status};
use crate::names::{self, ident};

/// `GetPetError`
pub(super) fn name(operation: &Operation) -> Ident {
    with_ending(operation, "Error")
}

/// The enum and the way into the crate's one `Error`. It is there for an operation that declares no failure too, so
/// that declaring one later breaks nobody.
pub(super) fn definition(api: &Api, operation: &Operation) -> TokenStream {
    let name = name(operation);
    let link = link(operation);
    let doc = docs::line(&format!("What {link} can answer besides success."));
    let variants = operation.responses.errors.iter().map(|response| variant(api, response, &others(response)));
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

/// One answer of several, as a variant; its documentation ends with `more`.
pub(super) fn variant(api: &Api, response: &Response, more: &[String]) -> TokenStream {
    let otherwise = format!("Status {}.", status_text(response.status));
    let docs = docs::sections(&response.docs, &otherwise, more);
    let name = variant_name(response.status);
    match response_type(api, response) {
        Some(ty) => quote!(#docs #name(#ty),),
        None => quote!(#docs #name,),
    }
}

/// What else the body of a failure can be.
fn others(response: &Response) -> Vec<String> {
    let list = docs::listed(response.alternatives.iter().map(|media_type| format!("`{}`", plain(media_type))));
    list.map(|list| format!("A body of {list} is [`Self::Undeclared`].")).into_iter().collect()
}

/// The type of an answer's body, or nothing.
pub(super) fn response_type(api: &Api, response: &Response) -> Option<TokenStream> {
    Some(match &response.content.as_ref()?.payload {
        Payload::Json(ty) | Payload::Form(ty, _) | Payload::Multipart(ty, _) => Paths::default().ty(api, ty),
        Payload::Text => quote!(String),
        Payload::Bytes | Payload::Lines(_) | Payload::Parts => quote!(bytes::Bytes),
        Payload::Stream(stream) => streams::stream_type(api, stream),
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
    let errors = &operation.responses.errors;
    let value = |response: &Response| {
        let variant = variant_name(response.status);
        let Some(read) = read(response) else { return quote!(Some(#name::#variant)) };
        let others = response.alternatives.iter().map(|media_type| quote!(response.is_media_type(#media_type)));
        let others: Vec<TokenStream> = others.collect();
        match &others[..] {
            [] => quote!(#read.map(#name::#variant).ok()),
            // What is declared of another media type may look like this, and is not.
            others => quote!(if #(#others)||* { None } else { #read.map(#name::#variant).ok() }),
        }
    };
    let declared = by_status(errors, value, quote!(None));
    match &errors[..] {
        [only] if only.status == Status::Default && only.content.is_none() => quote! {
            let _ = response;
            #name::Default
        },
        _ => quote! {
            let declared = #declared;
            declared.unwrap_or_else(|| #name::Undeclared(response.body()))
        },
    }
}

/// What one of several answers gives, found by its status.
pub(super) fn by_status(
    responses: &[Response],
    value: impl Fn(&Response) -> TokenStream,
    otherwise: TokenStream,
) -> TokenStream {
    let statuses: Vec<Status> = responses.iter().map(|response| response.status).collect();
    if let ([Status::Default], [only]) = (&statuses[..], responses) {
        return value(only);
    }
    let arms = responses.iter().map(|response| {
        let pattern = arm(response.status, &statuses);
        let value = value(response);
        quote!(#pattern => #value,)
    });
    let otherwise = (!statuses.contains(&Status::Default)).then(|| quote!(_ => #otherwise,));
    quote!(match response.status() { #(#arms)* #otherwise })
}

/// A range that another arm has a part of is no pattern: it would overlap.
fn arm(status: Status, among: &[Status]) -> TokenStream {
    match status {
        Status::Range(hundred) if among.iter().any(|other| overlaps(*other, &[status])) => {
            let hundred = Literal::u16_unsuffixed(hundred);
            quote!(status if status / 100 == #hundred)
        }
        Status::Exact(_) | Status::Range(_) | Status::Default => pattern(status),
    }
}

/// Is it one status of a range that is among these?
pub(super) fn overlaps(status: Status, among: &[Status]) -> bool {
    match status {
        Status::Exact(code) => among.contains(&Status::Range(code / 100)),
        Status::Range(_) | Status::Default => false,
    }
}

fn pattern(status: Status) -> TokenStream {
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
        Payload::Bytes | Payload::Lines(_) | Payload::Parts => quote!(response.bytes()),
        Payload::Stream(_) => streams::read(),
    })
}
