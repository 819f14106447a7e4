//! The body of a request: what a method takes for it, and how it is put into the request.

use proc_macro2::TokenStream;
use quote::quote;

use super::arguments::{argument_type, converted, converts};
use super::{Paths, operation};
use crate::media_type::essence;
use crate::model::{Api, Content, Encoding, Manner, Payload, Style};
use crate::names::ident;

/// The type of the argument.
pub(super) fn body_type(api: &Api, content: &Content) -> TokenStream {
    match &content.payload {
        Payload::Json(ty) | Payload::Form(ty, _) | Payload::Multipart(ty, _) | Payload::Lines(ty) => {
            argument_type(api, ty, Paths::default())
        }
        Payload::Parts => quote!(crate::Form),
        Payload::Text => quote!(impl Into<String>),
        Payload::Bytes | Payload::Stream(_) => quote!(impl Into<crate::File>),
    }
}

/// A body of a type that is taken as `impl Into` has to be made first.
pub(super) fn converted_body(api: &Api, content: &Content) -> Option<TokenStream> {
    let ty = content.payload.ty().filter(|ty| converts(api, ty))?;
    let value = converted(api, ty, &ident("body"));
    let ty = Paths::default().ty(api, ty);
    Some(quote!(let body: #ty = #value;))
}

/// The call that sets it on the request.
pub(super) fn send_body(content: &Content) -> TokenStream {
    let media_type = &content.media_type;
    let range = media_type.contains('*');
    match &content.payload {
        Payload::Json(_) if media_type == "application/json" || range => quote!(.json(&body)),
        Payload::Json(_) => quote!(.json_as(#media_type, &body)),
        Payload::Form(_, encodings) => {
            let encodings = self::encodings(encodings);
            quote!(.form(&body, #encodings))
        }
        Payload::Multipart(_, encodings) => {
            let encodings = encodings.iter().map(part);
            match essence(media_type).as_str() {
                "multipart/form-data" | "multipart/*" => quote!(.multipart(&body, &[#(#encodings),*])),
                other => quote!(.multipart_as(#other, &body, &[#(#encodings),*])),
            }
        }
        Payload::Parts => quote!(.multipart(&body, &[])),
        Payload::Text if range => quote!(.bytes("text/plain", Into::<String>::into(body))),
        Payload::Text if media_type.contains(';') => quote!(.text_body(#media_type, body)),
        Payload::Text => quote!(.bytes(#media_type, Into::<String>::into(body))),
        Payload::Lines(_) => quote!(.json_lines(#media_type, &body)),
        Payload::Bytes | Payload::Stream(_) => quote!(.file(#media_type, body)),
    }
}

/// What is to be known about the properties of a form.
pub(super) fn encodings(encodings: &[Encoding]) -> TokenStream {
    let encodings = encodings.iter().map(parameter);
    quote!(&[#(#encodings),*])
}

/// A property of a form, which is spelled as a parameter of the query.
fn parameter(encoding: &Encoding) -> TokenStream {
    let name = &encoding.property;
    let parameter = quote!(crate::runtime::Parameter::query(#name));
    match &encoding.manner {
        Manner::Styled { style, explode, allow_reserved } => {
            let style = operation::style(*style, *explode, Style::Form);
            let reserved = allow_reserved.then(|| quote!(.allow_reserved()));
            quote!(#parameter #style #reserved)
        }
        Manner::MediaType(_) => quote!(#parameter.json()),
    }
}

/// A property of a form of several parts.
fn part(encoding: &Encoding) -> TokenStream {
    let name = &encoding.property;
    match &encoding.manner {
        Manner::Styled { .. } => {
            let parameter = parameter(encoding);
            quote!(crate::runtime::Part::styled(#parameter))
        }
        Manner::MediaType(media_type) => quote!(crate::runtime::Part::new(#name, #media_type)),
    }
}
