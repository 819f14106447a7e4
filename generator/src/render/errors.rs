//! The declared failures of an operation: one enum, open to more.

use proc_macro2::{Ident, Literal, TokenStream};
use quote::quote;

use super::masks::{ShownVariant, derives_of_enum};
use super::operation::{link, with_ending};
use super::{Paths, docs, streams};
use crate::model::{Api, Content, Operation, OtherBody, Payload, Response, Status};
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
    let variants = operation.responses.errors.iter().map(|response| {
        let others = response.others.iter().map(|other| other_variant(api, response, other));
        let first = variant(api, response, &unread(response));
        quote!(#first #(#others)*)
    });
    let shown = operation.responses.errors.iter().flat_map(|response| shown(api, response));
    let shown: Vec<_> = shown.chain([ShownVariant::octets("Undeclared")]).collect();
    let (derives, debug) = derives_of_enum(&name, &TokenStream::new(), &shown);
    quote! {
        #doc
        #[derive(#derives)]
        #[non_exhaustive]
        pub enum #name {
            #(#variants)*
            /// What the document does not declare, or not so: the body as it came.
            Undeclared(bytes::Bytes),
        }
        #debug
        impl From<Error<#name>> for Error {
            fn from(error: Error<#name>) -> Self {
                error.erase()
            }
        }
    }
}

/// How `Debug` shows the variants of an answer.
fn shown(api: &Api, response: &Response) -> Vec<ShownVariant> {
    let first = ShownVariant::body(api, variant_name(response.status), response.content.as_ref());
    let other = |other: &OtherBody| ShownVariant::body(api, other_name(response.status, other), Some(&other.content));
    std::iter::once(first).chain(response.others.iter().map(other)).collect()
}

/// One answer of several, as a variant; its documentation ends with `more`.
pub(super) fn variant(api: &Api, response: &Response, more: &[String]) -> TokenStream {
    let otherwise = format!("Status {}.", status_text(response.status));
    let docs = docs::sections(&response.docs, &otherwise, more);
    let (name, alias) = (variant_name(response.status), former_name(response.status));
    match response_type(api, response) {
        Some(ty) => quote!(#docs #alias #name(#ty),),
        None => quote!(#docs #alias #name,),
    }
}

/// Lets the documentation be searched for the name that a status had.
fn former_name(status: Status) -> Option<TokenStream> {
    let Status::Exact(code) = status else { return None };
    names::former_status(code).map(|name| quote!(#[doc(alias = #name)]))
}

/// One more body of an answer, as a variant.
fn other_variant(api: &Api, response: &Response, other: &OtherBody) -> TokenStream {
    let list = docs::listed(other.media_types().map(|media_type| docs::code(media_type))).unwrap_or_default();
    let doc = docs::line(&format!("Status {}, with a body of {list}.", status_text(response.status)));
    let name = other_name(response.status, other);
    let ty = content_type(api, &other.content);
    quote!(#doc #name(#ty),)
}

/// `BadRequestText`
pub(super) fn other_name(status: Status, other: &OtherBody) -> Ident {
    ident(&format!("{}{}", variant_name(status), other.name.upper_camel()))
}

/// What the body of a success that is a failure here can be besides.
fn unread(response: &Response) -> Vec<String> {
    let list = docs::listed(response.alternatives.iter().map(|media_type| docs::code(media_type)));
    list.map(|list| format!("A body of {list} is [`Self::Undeclared`].")).into_iter().collect()
}

/// The type of an answer's body, or nothing.
pub(super) fn response_type(api: &Api, response: &Response) -> Option<TokenStream> {
    response.content.as_ref().map(|content| content_type(api, content))
}

fn content_type(api: &Api, content: &Content) -> TokenStream {
    match &content.payload {
        Payload::Json(ty) | Payload::Form(ty, _) | Payload::Multipart(ty, _) => Paths::default().ty(api, ty),
        Payload::Text => quote!(String),
        Payload::Bytes | Payload::Lines(_) | Payload::Parts => quote!(bytes::Bytes),
        Payload::Stream(stream) => streams::stream_type(api, stream),
    }
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
    let declared = by_status(errors, |response| declared(&name, response), quote!(None));
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

/// What is made of a failure of this status: by its media type where it can have several, else the first one.
fn declared(name: &Ident, response: &Response) -> TokenStream {
    let variant = variant_name(response.status);
    let Some(content) = &response.content else { return quote!(Some(#name::#variant)) };
    let read = |content: &Content, variant: &Ident| {
        let read = read_content(content);
        quote!(#read.map(#name::#variant).ok())
    };
    let first = read(content, &variant);
    let others = response.others.iter().map(|other| {
        let read = read(&other.content, &other_name(response.status, other));
        (other.media_types().collect::<Vec<_>>(), read)
    });
    // What a success is not read as looks like the first one, and is not.
    let unread = (response.alternatives.iter().collect(), quote!(None));
    let bodies: Vec<(Vec<&String>, TokenStream)> = others.chain([unread]).filter(|(all, _)| !all.is_empty()).collect();
    if bodies.is_empty() {
        return first;
    }
    let mut media_types: Vec<&String> = std::iter::once(&content.media_type).chain(&response.also).collect();
    let mut arms = Vec::new();
    for (body, read) in bodies {
        let indexes = (media_types.len()..media_types.len() + body.len()).map(Literal::usize_unsuffixed);
        arms.push(quote!(#(#indexes)|* => #read,));
        media_types.extend(body);
    }
    quote!(match response.which_media_type(&[#(#media_types),*]) { #(#arms)* _ => #first })
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
    response.content.as_ref().map(read_content)
}

fn read_content(content: &Content) -> TokenStream {
    match &content.payload {
        Payload::Json(_) | Payload::Form(..) | Payload::Multipart(..) => quote!(response.json()),
        Payload::Text => quote!(response.text()),
        Payload::Bytes | Payload::Lines(_) | Payload::Parts => quote!(response.bytes()),
        Payload::Stream(_) => streams::read(),
    }
}
