//! Enums: every listed value is a variant, every other value is kept.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::docs;
use super::modules::Place;
use super::structs::{deprecated, fallback, plain};
use crate::model::{Enum, EnumBase, TypeDef, Variant};
use crate::names::ident;

/// The definition and its methods.
pub(super) fn render(def: &TypeDef, shape: &Enum, place: Place<'_>) -> TokenStream {
    let gate = place.gate(def);
    let docs = docs::docs(&def.docs, &fallback(def));
    let deprecated = deprecated(def.deprecated);
    let name = ident(def.path.name.upper_camel());
    let variants = shape.variants.iter().map(variant);
    let unknown = match shape.base {
        EnumBase::String => {
            let boxed = place.paths.boxed();
            quote!(#boxed<str>)
        }
        EnumBase::Integer => quote!(i64),
    };
    let methods = match shape.base {
        EnumBase::String => string_methods(def, shape, place),
        EnumBase::Integer => integer_methods(def, shape, place),
    };
    quote! {
        #docs
        #gate
        #deprecated
        #[derive(Clone, Debug, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum #name {
            #(#variants)*
            /// A value that the document does not list.
            Unknown(#unknown),
        }
        #methods
    }
}

fn variant(variant: &Variant) -> TokenStream {
    let docs = docs::docs(&variant.docs, &format!("`{}`", plain(variant.name.wire())));
    let name = ident(variant.name.upper_camel());
    quote!(#docs #name,)
}

fn string_methods(def: &TypeDef, shape: &Enum, place: Place<'_>) -> TokenStream {
    let gate = place.gate(def);
    let name = ident(def.path.name.upper_camel());
    let variants: Vec<_> = shape.variants.iter().map(|variant| ident(variant.name.upper_camel())).collect();
    let wires: Vec<&str> = shape.variants.iter().map(|variant| variant.name.wire()).collect();
    let (from, string) = (place.paths.from(), place.paths.string());
    quote! {
        #gate
        impl #name {
            /// Every value that the document lists.
            pub const VALUES: &'static [Self] = &[#(Self::#variants),*];

            /// The value as it is on the wire.
            pub fn as_str(&self) -> &str {
                match self {
                    #(Self::#variants => #wires,)*
                    Self::Unknown(value) => value,
                }
            }
        }
        #gate
        impl #from<&str> for #name {
            fn from(value: &str) -> Self {
                match value {
                    #(#wires => Self::#variants,)*
                    other => Self::Unknown(other.into()),
                }
            }
        }
        #gate
        impl #from<#string> for #name {
            fn from(value: #string) -> Self {
                Self::from(value.as_str())
            }
        }
        #gate
        impl std::fmt::Display for #name {
            fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                formatter.pad(self.as_str())
            }
        }
    }
}

fn integer_methods(def: &TypeDef, shape: &Enum, place: Place<'_>) -> TokenStream {
    let gate = place.gate(def);
    let name = ident(def.path.name.upper_camel());
    let variants: Vec<_> = shape.variants.iter().map(|variant| ident(variant.name.upper_camel())).collect();
    let numbers: Vec<Literal> = shape.variants.iter().map(number).collect();
    let from = place.paths.from();
    quote! {
        #gate
        impl #name {
            /// Every value that the document lists.
            pub const VALUES: &'static [Self] = &[#(Self::#variants),*];

            /// The value as it is on the wire.
            pub fn as_i64(&self) -> i64 {
                match self {
                    #(Self::#variants => #numbers,)*
                    Self::Unknown(value) => *value,
                }
            }
        }
        #gate
        impl #from<i64> for #name {
            fn from(value: i64) -> Self {
                match value {
                    #(#numbers => Self::#variants,)*
                    other => Self::Unknown(other),
                }
            }
        }
        #gate
        impl std::fmt::Display for #name {
            fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                std::fmt::Display::fmt(&self.as_i64(), formatter)
            }
        }
    }
}

/// The wire spelling of an integer's variant is its decimal text.
fn number(variant: &Variant) -> Literal {
    Literal::i64_unsuffixed(variant.name.wire().parse().unwrap_or_default())
}
