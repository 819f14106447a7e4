//! `src/mock/`: what the answers of each operation look like on the wire, for the server that tests talk to. All of it is
//! behind the feature `mock`, so a build without it does not even read it.

use std::collections::BTreeMap;

use proc_macro2::{Ident, Literal, TokenStream};
use quote::quote;

use super::operation::{group_gate, groups, marker, modules};
use super::{Body, Piece, Source, docs, errors, gate, outputs, streams};
use crate::model::{Api, Content, Gate, Operation, Outcome, Payload, Response, Status};
use crate::names::unique_file_stem;

/// All files under `src/mock/`, beside those under `src/api/`.
pub(super) fn mock(api: &Api) -> impl Iterator<Item = Source<'_>> {
    let groups = groups(api);
    let index = Source::rust("src/mock/mod.rs", index(&groups));
    let files = groups.into_iter().map(move |(module, operations)| Source {
        path: format!("src/mock/{}.rs", unique_file_stem(module)),
        body: file(api, operations),
    });
    std::iter::once(index).chain(files)
}

fn index(groups: &BTreeMap<&str, Vec<&Operation>>) -> TokenStream {
    let docs = docs::inner(&["A server in memory, for tests of code that uses this crate: see [`Mock`].".to_owned()]);
    let modules = modules(groups);
    quote! {
        #docs
        #(#modules)*
        pub use crate::runtime::mock::*;
    }
}

fn file<'a>(api: &'a Api, operations: Vec<&'a Operation>) -> Body<'a> {
    let outer = group_gate(&operations);
    let imports = Piece::Items(quote!(
        use crate::runtime::mock::{Mocked, Reply};
    ));
    let impls = operations.into_iter().map(move |operation| Piece::Items(mocked(api, operation, &outer)));
    Body::Pieces(Box::new(std::iter::once(imports).chain(impls)))
}

fn mocked(api: &Api, operation: &Operation, outer: &Gate) -> TokenStream {
    let gate = gate::inside(&operation.gate, outer);
    let name = marker(operation);
    let (output, returned) = returned(operation);
    let given = if streams::is_output(operation) {
        quote!(Vec<<Self as crate::runtime::Streams>::Item>)
    } else {
        quote!(Self::Output)
    };
    let failed = failed(operation);
    let example = example(operation);
    let stream = stream(api, operation).map(|stream| quote!(#gate #stream));
    quote! {
        #gate
        impl Mocked for crate::api::#name {
            type Returned = #given;
            fn returned(#output: Self::Returned) -> Reply { #returned }
            fn failed(error: Self::Error) -> Reply { #failed }
            #example
        }
        #stream
    }
}

/// `impl MockedStream`, or nothing.
fn stream(api: &Api, operation: &Operation) -> Option<TokenStream> {
    let (response, content) = operation.responses.streamed()?;
    let item = streams::on_wire(api, content.payload.stream()?);
    let (name, status) = (marker(operation), Literal::u16_unsuffixed(success(response.status)));
    Some(quote! {
        impl crate::runtime::mock::MockedStream for crate::api::#name {
            const STATUS: u16 = #status;
            fn item(item: &Self::Item) -> bytes::Bytes { #item }
        }
    })
}

/// The success that the document shows, if it does.
fn example(operation: &Operation) -> Option<TokenStream> {
    let mut shown = operation.responses.successes.iter();
    let (response, content, example) =
        shown.find_map(|response| Some((response, response.content.as_ref()?, response.example.as_ref()?)))?;
    let (reply, media_type) = (reply(success(response.status)), &content.media_type);
    can_be_sent(media_type).then(|| {
        quote! {
            fn example() -> Option<Reply> {
                Some(#reply.body(#media_type, #example))
            }
        }
    })
}

/// The argument, and the answer that is decoded to it.
fn returned(operation: &Operation) -> (TokenStream, TokenStream) {
    let (unused, output) = (quote!(_), quote!(output));
    match &operation.responses.output {
        Outcome::Nothing => (unused, reply(bodiless(operation))),
        Outcome::One(response) => match &response.content {
            Some(content) => (output, with_body(success(response.status), content, &quote!(output))),
            None => (unused, reply(success(response.status))),
        },
        Outcome::Optional(response) => {
            let status = success(response.status);
            let some = response.content.as_ref().map(|content| with_body(status, content, &quote!(output)));
            let some = some.unwrap_or_else(|| reply(status));
            let none = reply(bodiless(operation));
            (output, quote!(match output { Some(output) => #some, None => #none }))
        }
        Outcome::Several(responses) => {
            let name = outputs::name(operation);
            let arms = arms(&name, responses, &SUCCESSES);
            (output, quote!(match output { #arms }))
        }
    }
}

fn failed(operation: &Operation) -> TokenStream {
    let (name, declared) = (errors::name(operation), &operation.responses.errors);
    let arms = arms(&name, declared, &FAILURES);
    let declared: Vec<Status> = declared.iter().map(|response| response.status).collect();
    let undeclared = reply(concrete(Status::Default, &declared, &FAILURES));
    quote! {
        match error {
            #arms
            crate::api::#name::Undeclared(body) => #undeclared.body("application/octet-stream", body),
        }
    }
}

/// An arm for each of several answers.
fn arms(name: &Ident, responses: &[Response], usual: &[u16]) -> TokenStream {
    let declared: Vec<Status> = responses.iter().map(|response| response.status).collect();
    let arms = responses.iter().map(|response| {
        let variant = errors::variant_name(response.status);
        let status = concrete(response.status, &declared, usual);
        let others = response.others.iter().map(|other| {
            let variant = errors::other_name(response.status, other);
            let reply = with_body(status, &other.content, &quote!(body));
            quote!(crate::api::#name::#variant(body) => #reply,)
        });
        let first = match &response.content {
            Some(content) => {
                let reply = with_body(status, content, &quote!(body));
                quote!(crate::api::#name::#variant(body) => #reply,)
            }
            None => {
                let reply = reply(status);
                quote!(crate::api::#name::#variant => #reply,)
            }
        };
        quote!(#first #(#others)*)
    });
    quote!(#(#arms)*)
}

fn reply(status: u16) -> TokenStream {
    let status = Literal::u16_unsuffixed(status);
    quote!(Reply::new(#status))
}

/// What [`errors::read`] reads back. Lists that are not streamed are given as the octets that they are on the wire.
fn with_body(status: u16, content: &Content, value: &TokenStream) -> TokenStream {
    let reply = reply(status);
    let media_type = &content.media_type;
    let can_be_sent = can_be_sent(media_type);
    match &content.payload {
        Payload::Json(_) if media_type == "application/json" || !can_be_sent => quote!(#reply.json(&#value)),
        Payload::Json(_) => quote!(#reply.json_as(#media_type, &#value)),
        Payload::Form(..) | Payload::Multipart(..) => quote!(#reply.json(&#value)),
        Payload::Stream(_) => quote!(#reply.items::<Self>(#value)),
        Payload::Text | Payload::Bytes | Payload::Parts | Payload::Lines(_) if can_be_sent => {
            quote!(#reply.body(#media_type, #value))
        }
        Payload::Text => quote!(#reply.body("text/plain", #value)),
        Payload::Bytes | Payload::Parts | Payload::Lines(_) => quote!(#reply.body("application/octet-stream", #value)),
    }
}

/// Is it one media type, which a header can carry?
fn can_be_sent(media_type: &str) -> bool {
    media_type.bytes().all(|byte| byte.is_ascii_graphic() || byte == b' ') && !media_type.contains('*')
}

/// The statuses that stand for a success or a failure that has none of its own, the likeliest first.
const SUCCESSES: [u16; 4] = [200, 201, 202, 203];
const FAILURES: [u16; 6] = [500, 501, 505, 400, 418, 422];

fn success(status: Status) -> u16 {
    concrete(status, &[], &SUCCESSES)
}

/// The status of a success without a body.
fn bodiless(operation: &Operation) -> u16 {
    let mut successes = operation.responses.successes.iter().filter(|response| response.content.is_none());
    successes.next().map_or(204, |response| success(response.status))
}

/// A status that is read as this one of those that are declared.
fn concrete(status: Status, declared: &[Status], usual: &[u16]) -> u16 {
    let is_free = |code: &u16| !declared.contains(&Status::Exact(*code));
    let otherwise = |code: &u16| is_free(code) && !declared.contains(&Status::Range(code / 100));
    match status {
        Status::Exact(code) => code,
        Status::Range(hundred) => (hundred * 100..=hundred * 100 + 99).find(is_free).unwrap_or(hundred * 100),
        Status::Default => usual.iter().copied().find(otherwise).unwrap_or(usual[0]),
    }
}
