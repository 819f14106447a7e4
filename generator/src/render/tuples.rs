//! Tuples: public items by position, a constructor for those that must be there.

use proc_macro2::TokenStream;
use quote::quote;

use super::arguments::argument_type;
use super::modules::Place;
use super::structs::{deprecated, fallback, field_type, initial};
use super::{docs, gate, masks};
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
    let text = def.path.name.upper_camel();
    let (derives, debug) = masks::derives_of_tuple(api, text, &gate, &tuple.items, tuple.rest.as_ref());
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
