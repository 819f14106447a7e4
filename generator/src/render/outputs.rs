//! What a success gives: a type, nothing, or one of several by status.

use proc_macro2::{Ident, TokenStream};
use quote::quote;

use super::docs;
use super::errors::{by_status, read, response_type, variant, variant_name};
use super::masks::{ShownVariant, derives_of_enum};
use super::operation::{link, with_ending};
use crate::model::{Api, Operation, Outcome, Response, Status};
use crate::names;

/// `GetPetOutput`
pub(super) fn name(operation: &Operation) -> Ident {
    with_ending(operation, "Output")
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
    let shown = responses
        .iter()
        .map(|response| ShownVariant::body(api, variant_name(response.status), response.content.as_ref()));
    let (derives, debug) = derives_of_enum(&name, &TokenStream::new(), &shown.collect::<Vec<_>>());
    quote! {
        #doc
        #[derive(#derives)]
        #[non_exhaustive]
        pub enum #name {
            #(#variants)*
        }
        #debug
    }
}

/// What the document says of the successes, where no enum says it. That it is one is no news.
pub(super) fn section(operation: &Operation) -> Option<String> {
    let successes = &operation.responses.successes;
    let mut said: Vec<String> = match &operation.responses.output {
        Outcome::Several(_) => Vec::new(),
        Outcome::Nothing | Outcome::One(_) | Outcome::Optional(_) => successes.iter().filter_map(said).collect(),
    };
    if matches!(operation.responses.output, Outcome::Optional(_)) {
        let bodiless = successes.iter().filter(|response| response.content.is_none());
        let bodiless = bodiless.map(|response| docs::code(&response.status.to_string()));
        said.extend(docs::listed(bodiless).map(|statuses| format!("`None`: {statuses}, without a body.")));
    }
    (!said.is_empty()).then(|| format!("# Returns\n\n{}", said.join("\n\n")))
}

fn said(response: &Response) -> Option<String> {
    let description = Some(&response.docs.description).filter(|text| !says_nothing(response.status, text));
    let parts = [Some(&response.docs.summary), description].into_iter().flatten();
    let parts: Vec<String> = parts.filter_map(|text| docs::safe(text)).collect();
    let text = Some(parts.join("\n\n")).filter(|text| !text.is_empty())?;
    let apart = if text.contains('\n') { "\n\n" } else { " " };
    Some(format!("`{}`:{apart}{text}", response.status))
}

/// Words that say no more of a success than that it is one.
const PHRASES: [&str; 20] = [
    "a",
    "an",
    "the",
    "is",
    "was",
    "has",
    "been",
    "if",
    "http",
    "status",
    "code",
    "default",
    "request",
    "requests",
    "response",
    "operation",
    "success",
    "successful",
    "succeeded",
    "successfully",
];

/// Does the description say only what the status does: "OK" (RFC 9110, 15), "Successful operation"?
fn says_nothing(status: Status, description: &str) -> bool {
    let code = status.to_string();
    let reason = match status {
        Status::Exact(code) => names::status(code).to_ascii_lowercase(),
        Status::Range(_) | Status::Default => String::new(),
    };
    let lower = description.to_ascii_lowercase();
    let words: Vec<&str> =
        lower.split(|letter: char| !letter.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    words.concat() == reason || words.iter().all(|word| *word == code || *word == reason || PHRASES.contains(word))
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
    // No other status is a success.
    let Some((last, others)) = responses.split_last() else { return quote!(response.unit()) };
    by_status(others, value, value(last))
}

#[cfg(test)]
mod tests {
    use super::{Status, says_nothing};

    #[test]
    fn a_success_that_is_only_called_one_has_no_documentation() {
        let cases = [
            (200, "OK", true),
            (200, "ok - the request has succeeded.", true),
            (204, "No Content", true),
            (200, "A successful response", true),
            (200, "200 response", true),
            (200, "", true),
            (200, "No Content", false),
            (200, "The pets", false),
            (201, "Success. The pet is new.", false),
            (200, "成功", false),
        ];
        for (code, description, expected) in cases {
            assert_eq!(says_nothing(Status::Exact(code), description), expected, "{description}");
        }
    }
}
