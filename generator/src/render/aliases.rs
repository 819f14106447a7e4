//! Components that are another name for a type, or a type around one.

use proc_macro2::TokenStream;
use quote::quote;

use super::modules::Place;
use super::structs::{deprecated, fallback};
use super::{docs, masks};
use crate::model::{Api, Type, TypeDef};
use crate::names::ident;

/// `pub type Tags = Vec<String>;`
pub(super) fn alias(api: &Api, def: &TypeDef, ty: &Type, place: Place<'_>) -> TokenStream {
    let gate = place.gate(def);
    let docs = docs::docs(&def.docs, &fallback(def));
    let deprecated = deprecated(def.deprecated);
    let name = ident(def.path.name.upper_camel());
    let ty = place.paths.ty(api, ty);
    quote! {
        #docs
        #gate
        #deprecated
        pub type #name = #ty;
    }
}

/// `pub struct Tree(pub Vec<Tree>);`
pub(super) fn newtype(api: &Api, def: &TypeDef, ty: &Type, place: Place<'_>) -> TokenStream {
    let gate = place.gate(def);
    let docs = docs::docs(&def.docs, &fallback(def));
    let deprecated = deprecated(def.deprecated);
    let name = ident(def.path.name.upper_camel());
    let (derives, debug) = masks::derives_of_tuple(api, def.path.name.upper_camel(), &gate, &[], Some(ty));
    let ty = place.paths.ty(api, ty);
    let from = place.paths.from();
    quote! {
        #docs
        #gate
        #deprecated
        #[derive(#derives)]
        pub struct #name(pub #ty);
        #debug
        #gate
        impl #from<#ty> for #name {
            fn from(value: #ty) -> Self {
                Self(value)
            }
        }
    }
}
