//! Unions: one variant a branch, and one for what fits none.

use proc_macro2::TokenStream;
use quote::quote;

use super::arguments::{self, Elements};
use super::codec::may_share;
use super::masks::{ShownVariant, derives_of_enum};
use super::modules::Place;
use super::structs::{deprecated, fallback};
use super::{Paths, docs, rust_text};
use crate::model::{Api, Shape, Type, TypeDef, Union, UnionVariant};
use crate::names::ident;

/// The definition and the conversions into it.
pub(super) fn render(api: &Api, def: &TypeDef, shape: &Union, place: Place<'_>) -> TokenStream {
    let gate = place.gate(def);
    let docs = docs::docs(&def.docs, &fallback(def));
    let deprecated = deprecated(def.deprecated);
    let name = ident(def.path.name.upper_camel());
    let variants = shape.variants.iter().map(|variant| variant_definition(api, variant, place.paths));
    let shown = shape.variants.iter().map(|variant| ShownVariant::branch(api, variant));
    let shown: Vec<_> = shown.chain([ShownVariant::value("Unknown")]).collect();
    let (derives, debug) = derives_of_enum(&name, &gate, &shown);
    let convertible = convertible(api, shape);
    let conversions = convertible.iter().map(|variant| conversion(api, def, variant, place));
    let text = text(api, def, shape, &convertible, place);
    let literal = literal(api, def, shape, &convertible, place);
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
        #[derive(#derives)]
        #[non_exhaustive]
        pub enum #name {
            #(#variants)*
            #unknown
            Unknown(serde_json::Value),
        }
        #debug
        #(#conversions)*
        #text
        #literal
    }
}

/// Is it a `String`, by whatever name?
fn is_text(api: &Api, ty: &Type) -> bool {
    unaliased(api, ty) == unaliased(api, &Type::String)
}

/// A literal text is a value too: `"auto".into()`. Where there is no `String` among the branches, enums and other unions
/// may have it, and how it is read tells which.
fn text(
    api: &Api,
    def: &TypeDef,
    shape: &Union,
    convertible: &[&UnionVariant],
    place: Place<'_>,
) -> Option<TokenStream> {
    let value = match convertible.iter().find(|variant| is_text(api, &variant.ty)) {
        Some(variant) => {
            let name = ident(variant.name.upper_camel());
            quote!(Self::#name(value.into()))
        }
        None => {
            shape.variants.iter().find(|variant| has_texts(api, &variant.ty, MOST_UNIONS))?;
            quote!(crate::runtime::json::of_text(value).unwrap_or_else(|| Self::Unknown(value.into())))
        }
    };
    let gate = place.gate(def);
    let union = ident(def.path.name.upper_camel());
    let from = place.paths.from();
    Some(quote! {
        #gate
        impl #from<&str> for #union {
            fn from(value: &str) -> Self {
                #value
            }
        }
    })
}

/// Unions inside of more unions than this are not looked through for texts.
const MOST_UNIONS: u32 = 8;

/// May a text be a value of the type, whatever it says?
fn has_texts(api: &Api, ty: &Type, depth: u32) -> bool {
    let Some(depth) = depth.checked_sub(1) else { return false };
    match ty {
        Type::String => true,
        Type::Nullable(inner) => has_texts(api, inner, depth),
        Type::Named(id) => match &api.type_def(*id).shape {
            Shape::Enum(shape) => shape.variants.iter().any(|variant| variant.value.is_string()),
            Shape::Union(union) => union.variants.iter().any(|variant| has_texts(api, &variant.ty, depth)),
            Shape::Alias(inner) => has_texts(api, inner, depth),
            Shape::Struct(_) | Shape::Tuple(_) | Shape::Newtype(_) => false,
        },
        _ => false,
    }
}

/// A literal list, or one of pairs, is a value of the one branch that is an array, or else a map.
fn literal(
    api: &Api,
    def: &TypeDef,
    shape: &Union,
    convertible: &[&UnionVariant],
    place: Place<'_>,
) -> Option<TokenStream> {
    let only = |fits: &dyn Fn(&Type) -> bool| {
        let mut found = shape.variants.iter().filter(|variant| fits(api.resolved(&variant.ty)));
        found.next().filter(|_| found.next().is_none())
    };
    let is_array = |ty: &Type| matches!(ty, Type::Array(_));
    let any_array = shape.variants.iter().any(|variant| is_array(api.resolved(&variant.ty)));
    let variant = if any_array { only(&is_array) } else { only(&|ty| matches!(ty, Type::Map(_))) }?;
    convertible.iter().find(|other| std::ptr::eq(**other, variant))?;
    let gate = place.gate(def);
    let union = ident(def.path.name.upper_camel());
    let name = ident(variant.name.upper_camel());
    let from = place.paths.from();
    let Elements { generics, element, value } = arguments::elements(api, &variant.ty, place.paths)?;
    Some(quote! {
        #gate
        impl<#generics const N: usize> #from<[#element; N]> for #union {
            fn from(value: [#element; N]) -> Self {
                Self::#name(#value)
            }
        }
    })
}

fn variant_definition(api: &Api, variant: &UnionVariant, paths: Paths) -> TokenStream {
    let docs = docs::docs(&variant.docs, &variant_doc(variant));
    let name = ident(variant.name.upper_camel());
    let ty = paths.placed(api, &variant.ty, variant.boxed);
    quote!(#docs #name(#ty),)
}

fn variant_doc(variant: &UnionVariant) -> String {
    let tags = docs::listed(variant.tags.iter().map(|tag| docs::code(tag)));
    tags.unwrap_or_else(|| format!("A value of the branch {}.", docs::code(variant.name.wire())))
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
