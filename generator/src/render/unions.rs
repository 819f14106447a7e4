//! Unions: one variant a branch, and one for what fits none.

use proc_macro2::TokenStream;
use quote::quote;

use super::codec::may_share;
use super::modules::Place;
use super::structs::{deprecated, fallback};
use super::{Paths, docs, rust_text};
use crate::model::{Api, EnumBase, Shape, Type, TypeDef, Union, UnionVariant};
use crate::names::ident;

/// The definition and the conversions into it.
pub(super) fn render(api: &Api, def: &TypeDef, shape: &Union, place: Place<'_>) -> TokenStream {
    let gate = place.gate(def);
    let docs = docs::docs(&def.docs, &fallback(def));
    let deprecated = deprecated(def.deprecated);
    let name = ident(def.path.name.upper_camel());
    let variants = shape.variants.iter().map(|variant| variant_definition(api, variant, place.paths));
    let convertible = convertible(api, shape);
    let conversions = convertible.iter().map(|variant| conversion(api, def, variant, place));
    let text = text_variant(api, shape, &convertible).map(|variant| of_text(def, variant, place));
    let unknown = docs::line(if may_share(api, shape) {
        "A value that is of none of these types, or has members of several, as it came; `serde_json::from_value` reads it \
         as one of them."
    } else {
        "A value that is of none of these types, as it came."
    });
    quote! {
        #docs
        #gate
        #deprecated
        #[derive(Clone, Debug, PartialEq)]
        #[non_exhaustive]
        pub enum #name {
            #(#variants)*
            #unknown
            Unknown(serde_json::Value),
        }
        #(#conversions)*
        #text
    }
}

/// Is it a `String`, by whatever name?
fn is_text(api: &Api, ty: &Type) -> bool {
    unaliased(api, ty) == unaliased(api, &Type::String)
}

/// The branch that a text is of: a `String`, else an enum of strings, if it is the only branch that has texts.
fn text_variant<'a>(api: &Api, shape: &Union, convertible: &[&'a UnionVariant]) -> Option<&'a UnionVariant> {
    let may_be_text = |variant: &&UnionVariant| match &variant.ty {
        Type::Named(id) => matches!(api.type_def(*id).shape, Shape::Enum(_) | Shape::Union(_) | Shape::Alias(_)),
        ty => matches!(ty, Type::Any),
    };
    let of_enum = |ty: &Type| api.enumeration(ty).is_some_and(|shape| shape.base == EnumBase::String);
    let text = convertible.iter().copied().find(|variant| is_text(api, &variant.ty));
    let is_only = shape.variants.iter().filter(may_be_text).count() == 1;
    text.or_else(|| convertible.iter().copied().find(|variant| is_only && of_enum(&variant.ty)))
}

/// A literal is a value too: `"auto".into()`.
fn of_text(def: &TypeDef, variant: &UnionVariant, place: Place<'_>) -> TokenStream {
    let gate = place.gate(def);
    let union = ident(def.path.name.upper_camel());
    let name = ident(variant.name.upper_camel());
    let from = place.paths.from();
    quote! {
        #gate
        impl #from<&str> for #union {
            fn from(value: &str) -> Self {
                Self::#name(value.into())
            }
        }
    }
}

fn variant_definition(api: &Api, variant: &UnionVariant, paths: Paths) -> TokenStream {
    let docs = docs::docs(&variant.docs, &variant_doc(variant));
    let name = ident(variant.name.upper_camel());
    let ty = paths.placed(api, &variant.ty, variant.boxed);
    quote!(#docs #name(#ty),)
}

fn variant_doc(variant: &UnionVariant) -> String {
    match variant.tags.first() {
        Some(tag) => docs::code(tag),
        None => format!("A value of the branch {}.", docs::code(variant.name.wire())),
    }
}

/// The branches whose type is theirs alone, so that `From` can tell them apart. A union inside a union, and any value,
/// would only be guessed.
fn convertible<'a>(api: &'a Api, shape: &'a Union) -> Vec<&'a UnionVariant> {
    let texts: Vec<String> = shape.variants.iter().map(|variant| unaliased(api, &variant.ty)).collect();
    let alone = |text: &String| texts.iter().filter(|other| *other == text).count() == 1;
    let pairs = shape.variants.iter().zip(&texts);
    pairs.filter(|(variant, text)| alone(text) && variant.ty != Type::Any).map(|(variant, _)| variant).collect()
}

/// The type as the compiler sees it, aliases replaced by what they stand for.
fn unaliased(api: &Api, ty: &Type) -> String {
    match ty {
        Type::Named(id) => match &api.type_def(*id).shape {
            Shape::Alias(inner) => unaliased(api, inner),
            Shape::Struct(_) | Shape::Enum(_) | Shape::Union(_) => rust_text(api, ty, false),
            Shape::Tuple(_) | Shape::Newtype(_) => rust_text(api, ty, false),
        },
        Type::Array(inner) => format!("Vec<{}>", unaliased(api, inner)),
        Type::Map(inner) => format!("Map<{}>", unaliased(api, inner)),
        Type::Nullable(inner) => format!("Option<{}>", unaliased(api, inner)),
        Type::Any | Type::Boolean | Type::OnlyBoolean(_) => rust_text(api, ty, false),
        Type::Int32 | Type::Int64 | Type::UInt32 | Type::UInt64 => rust_text(api, ty, false),
        Type::Float | Type::Double | Type::Decimal => rust_text(api, ty, false),
        Type::String | Type::Format(_) | Type::Bytes | Type::File => rust_text(api, ty, false),
    }
}

fn conversion(api: &Api, def: &TypeDef, variant: &UnionVariant, place: Place<'_>) -> TokenStream {
    let gate = place.gate(def);
    let union = ident(def.path.name.upper_camel());
    let name = ident(variant.name.upper_camel());
    let ty = place.paths.ty(api, &variant.ty);
    let (from, boxed) = (place.paths.from(), place.paths.boxed());
    let value = if variant.boxed { quote!(#boxed::new(value)) } else { quote!(value) };
    quote! {
        #gate
        impl #from<#ty> for #union {
            fn from(value: #ty) -> Self {
                Self::#name(#value)
            }
        }
    }
}
