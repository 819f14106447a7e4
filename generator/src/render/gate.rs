//! `#[cfg(feature = …)]`.

use proc_macro2::TokenStream;
use quote::quote;

use crate::model::Gate;

/// The attribute, or nothing.
pub(super) fn attribute(gate: &Gate) -> TokenStream {
    attribute_and(gate, None)
}

/// The attribute of a thing inside a module that has the gate `outer`: nothing if that says it all.
pub(super) fn inside(gate: &Gate, outer: &Gate) -> TokenStream {
    if gate == outer { TokenStream::new() } else { attribute(gate) }
}

/// The attribute with a further feature that must be on.
pub(super) fn attribute_and(gate: &Gate, more: Option<&str>) -> TokenStream {
    match (condition(gate), more) {
        (None, None) => TokenStream::new(),
        (None, Some(more)) => quote!(#[cfg(feature = #more)]),
        (Some(condition), None) => quote!(#[cfg(#condition)]),
        (Some(condition), Some(more)) => quote!(#[cfg(all(#condition, feature = #more))]),
    }
}

fn condition(gate: &Gate) -> Option<TokenStream> {
    match gate {
        Gate::Always => None,
        Gate::Any(features) => Some(match features.iter().collect::<Vec<_>>()[..] {
            [only] => quote!(feature = #only),
            ref several => quote!(any(#(feature = #several),*)),
        }),
    }
}
