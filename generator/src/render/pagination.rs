//! How an operation goes on from page to page: a constant, and a section of its documentation.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::Paths;
use super::operation::marker;
use super::structs::plain;
use crate::model::{Api, Next, Operation, Pagination};

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
    let index = |parameter: &usize| Literal::usize_unsuffixed(*parameter);
    match next {
        Next::Cursor { parameter, token } => {
            let parameter = index(parameter);
            quote!(Cursor { parameter: #parameter, token: #token })
        }
        Next::Page { parameter, first, current, pages } => {
            let (parameter, current, pages) = (index(parameter), optional(current), optional(pages));
            let first = first.map_or_else(
                || quote!(None),
                |first| {
                    let first = Literal::u32_unsuffixed(first);
                    quote!(Some(#first))
                },
            );
            quote!(Page { parameter: #parameter, first: #first, current: #current, pages: #pages })
        }
        Next::Offset { parameter, total } => {
            let (parameter, total) = (index(parameter), optional(total));
            quote!(Offset { parameter: #parameter, total: #total })
        }
        Next::Link => quote!(Link),
        Next::Header(name) => quote!(Header(#name)),
        Next::Url(pointer) => quote!(Url(#pointer)),
    }
}

fn optional(text: &Option<String>) -> TokenStream {
    text.as_ref().map_or_else(|| quote!(None), |text| quote!(Some(#text)))
}

/// What the documentation of the method says of it.
pub(super) fn section(operation: &Operation) -> Option<String> {
    let pagination = operation.pagination.as_ref()?;
    let parameter = |index: &usize| plain(operation.parameters[*index].name.wire());
    let how = match &pagination.next {
        Next::Cursor { parameter: index, token } => {
            format!("`{}`, from `{}` of the answer", parameter(index), plain(token))
        }
        Next::Page { parameter: index, .. } => format!("`{}`, the number of the page", parameter(index)),
        Next::Offset { parameter: index, .. } => format!("`{}`, the number of items before it", parameter(index)),
        Next::Link => "the URL in the header `Link`".to_owned(),
        Next::Header(name) => format!("the URL in the header `{}`", plain(name)),
        Next::Url(pointer) => format!("the URL from `{}` of the answer", plain(pointer)),
    };
    let streams = "The answer is a page. `.into_items()` and `.into_pages()` are streams over all pages";
    Some(format!("# Pages\n\n{streams}; the next one is asked for with {how}."))
}
