//! How an operation goes on from page to page: a constant, and a section of its documentation.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::operation::marker;
use super::{Paths, docs};
use crate::model::{Api, Next, Operation, PageArgument, PageToken, Pagination};

/// `impl Paginated for ListPets`, or nothing.
pub(super) fn definition(api: &Api, operation: &Operation) -> TokenStream {
    let Some(Pagination { items, item, next, more }) = &operation.pagination else { return TokenStream::new() };
    let marker = marker(operation);
    let item = Paths::default().ty(api, item);
    let next = self::next(next);
    let more = optional(more);
    quote! {
        impl crate::runtime::Paginated for #marker {
            type Item = #item;
            const PAGINATION: &'static crate::runtime::Pagination =
                &crate::runtime::Pagination { items: #items, next: crate::runtime::Next::#next, more: #more };
        }
    }
}

fn next(next: &Next) -> TokenStream {
    match next {
        Next::Cursor { argument, token } => {
            let (argument, token) = (self::argument(argument), self::token(token));
            quote!(Cursor { argument: #argument, token: #token })
        }
        Next::Page { argument, first, current, pages } => {
            let (argument, current, pages) = (self::argument(argument), optional(current), optional(pages));
            let first = first.map_or_else(
                || quote!(None),
                |first| {
                    let first = Literal::u32_unsuffixed(first);
                    quote!(Some(#first))
                },
            );
            quote!(Page { argument: #argument, first: #first, current: #current, pages: #pages })
        }
        Next::Offset { argument, total } => {
            let (argument, total) = (self::argument(argument), optional(total));
            quote!(Offset { argument: #argument, total: #total })
        }
        Next::Link => quote!(Link),
        Next::Header(name) => quote!(Header(#name)),
        Next::Url(pointer) => quote!(Url(#pointer)),
    }
}

fn argument(argument: &PageArgument) -> TokenStream {
    match argument {
        PageArgument::Parameter(index) => {
            let index = Literal::usize_unsuffixed(*index);
            quote!(crate::runtime::PageArgument::Parameter(#index))
        }
        PageArgument::Member { pointer, number } => {
            quote!(crate::runtime::PageArgument::Member { pointer: #pointer, number: #number })
        }
        PageArgument::Field(name) => quote!(crate::runtime::PageArgument::Field(#name)),
    }
}

fn token(token: &PageToken) -> TokenStream {
    match token {
        PageToken::Body(pointer) => quote!(crate::runtime::PageToken::Body(#pointer)),
        PageToken::Json(pointer) => quote!(crate::runtime::PageToken::Json(#pointer)),
        PageToken::Header(name) => quote!(crate::runtime::PageToken::Header(#name)),
    }
}

fn optional(text: &Option<String>) -> TokenStream {
    text.as_ref().map_or_else(|| quote!(None), |text| quote!(Some(#text)))
}

/// What the documentation of the method says of it.
pub(super) fn section(operation: &Operation) -> Option<String> {
    let pagination = operation.pagination.as_ref()?;
    let argument = |argument: &PageArgument| match argument {
        PageArgument::Parameter(index) => docs::code(operation.parameters[*index].name.wire()),
        PageArgument::Member { pointer, .. } => format!("{} of the body", docs::code(pointer)),
        PageArgument::Field(name) => format!("{} of the form", docs::code(name)),
    };
    let token = |token: &PageToken| match token {
        PageToken::Body(pointer) | PageToken::Json(pointer) => docs::code(pointer),
        PageToken::Header(name) => format!("the header {}", docs::code(name)),
    };
    let how = match &pagination.next {
        Next::Cursor { argument: it, token: from } => format!("{}, from {} of the answer", argument(it), token(from)),
        Next::Page { argument: it, .. } => format!("{}, the number of the page", argument(it)),
        Next::Offset { argument: it, .. } => format!("{}, the number of items before it", argument(it)),
        Next::Link => "the URL in the header `Link`".to_owned(),
        Next::Header(name) => format!("the URL in the header {}", docs::code(name)),
        Next::Url(pointer) => format!("the URL from {} of the answer", docs::code(pointer)),
    };
    let streams = "The answer is a page. `.into_items()` and `.into_pages()` are streams over all pages";
    Some(format!("# Pages\n\n{streams}; the next one is asked for with {how}."))
}
