//! Tuples: public items by position, a constructor for those that must be there.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::arguments::argument_type;
use super::modules::Place;
use super::structs::{deprecated, fallback, field_type, initial};
use super::{docs, gate};
use crate::model::{Api, Field, Gate, Tuple, Type, TypeDef};
use crate::names::ident;

/// The definition and its constructor.
pub(super) fn render(api: &Api, def: &TypeDef, tuple: &Tuple, place: Place<'_>) -> TokenStream {
    let gate = place.gate(def);
    let docs = docs::docs(&def.docs, &fallback(def));
    let deprecated = deprecated(def.deprecated);
    let name = ident(def.path.name.upper_camel());
    let items = tuple.items.iter().enumerate().map(|(index, item)| definition(api, index, item, place));
    let rest = tuple.rest.iter().map(|rest| {
        let ty = place.paths.ty(api, &Type::Array(Box::new(rest.clone())));
        quote!(#[doc = " All further items."] pub #ty,)
    });
    let debug = tuple.items.iter().any(|item| item.secret).then(|| masked_debug(def, tuple, place));
    let derives = if debug.is_some() { quote!(Clone, PartialEq) } else { quote!(Clone, Debug, PartialEq) };
    let constructor = constructor(api, def, tuple, place);
    quote! {
        #docs
        #gate
        #deprecated
        #[derive(#derives)]
        #[non_exhaustive]
        pub struct #name(#(#items)* #(#rest)*);
        #constructor
        #debug
    }
}

fn definition(api: &Api, index: usize, item: &Field, place: Place<'_>) -> TokenStream {
    let docs = docs::docs(&item.docs, &format!("The item at index {index}."));
    let deprecated = deprecated(item.deprecated);
    let ty = field_type(api, item, place.paths);
    quote!(#docs #deprecated pub #ty,)
}

/// As of a struct, a tuple that only responses hold is made by the server, and for tests by the feature `mock`.
fn constructor(api: &Api, def: &TypeDef, tuple: &Tuple, place: Place<'_>) -> TokenStream {
    let outer = if def.gate == *place.outer { &Gate::Always } else { &def.gate };
    let gate = gate::attribute_and(outer, (!def.open).then_some("mock"));
    let paths = place.paths;
    let name = ident(def.path.name.upper_camel());
    let arguments = def.arguments().unwrap_or_default();
    let many = (arguments.len() > 7).then(|| quote!(#[allow(clippy::too_many_arguments)]));
    let arguments = arguments.into_iter().map(|item| {
        let (name, ty) = (ident(item.name.snake()), argument_type(api, &item.ty, paths));
        quote!(#name: #ty)
    });
    let values = tuple.items.iter().map(|item| initial(api, item, &ident(item.name.snake()), paths));
    let rest = tuple.rest.iter().map(|_| quote!(::std::vec::Vec::new()));
    let doc = docs::line(&format!(
        "Creates {} from the items that must be there.",
        docs::with_article(def.path.name.upper_camel())
    ));
    quote! {
        #gate
        impl #name {
            #doc
            #many
            pub fn new(#(#arguments),*) -> Self {
                Self(#(#values,)* #(#rest),*)
            }
        }
    }
}

/// `Debug` that shows no secret.
fn masked_debug(def: &TypeDef, tuple: &Tuple, place: Place<'_>) -> TokenStream {
    let gate = place.gate(def);
    let (name, text) = (ident(def.path.name.upper_camel()), def.path.name.upper_camel());
    let shown = tuple.items.iter().enumerate().map(|(index, item)| {
        let index = Literal::usize_unsuffixed(index);
        if item.secret { quote!(.field(&"***")) } else { quote!(.field(&self.#index)) }
    });
    let rest = tuple.rest.iter().map(|_| {
        let index = Literal::usize_unsuffixed(tuple.items.len());
        quote!(.field(&self.#index))
    });
    quote! {
        #gate
        impl std::fmt::Debug for #name {
            fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                formatter.debug_tuple(#text) #(#shown)* #(#rest)* .finish()
            }
        }
    }
}
