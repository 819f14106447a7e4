//! Unions: the branch is known before the value is read, by the discriminator or by the shape.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::{shapes, sharing};
use crate::model::{Api, Discriminator, Shape, Type, Union, UnionVariant};
use crate::names::ident;

/// `Encode` and `Decode`.
pub(super) fn impls(api: &Api, name: &TokenStream, union: &Union, gate: &TokenStream) -> TokenStream {
    let writes = union.variants.iter().map(|variant| write(api, union, variant));
    let (table, read) = match &union.discriminator {
        Some(discriminator) => by_discriminator(api, union, discriminator),
        None => by_shape(api, union),
    };
    let takes_null = shapes::takes_null(api, union).then(|| {
        quote!(
            fn takes_null() -> bool {
                true
            }
        )
    });
    quote! {
        #gate
        impl #name { #table }
        #gate
        impl Encode for #name {
            fn encode(&self, writer: &mut Writer) {
                match self {
                    #(#writes,)*
                    Self::Unknown(value) => value.encode(writer),
                }
            }
        }
        #gate
        impl Decode for #name {
            fn blank() -> Self { Self::Unknown(serde_json::Value::Null) }
            #takes_null
            fn read(&mut self, reader: &mut Reader<'_>) -> Result<(), DecodeError> { #read }
        }
    }
}

/// A branch whose type does not have the discriminator, or whose value does not, gets it from the union, but for the one
/// that values without it are of.
fn write(api: &Api, union: &Union, variant: &UnionVariant) -> TokenStream {
    let name = ident(variant.name.upper_camel());
    match (&union.discriminator, variant.tags.first()) {
        (Some(Discriminator { property, default }), Some(tag))
            if default.as_ref() != Some(&variant.name) && !has_member(api, &variant.ty, property) =>
        {
            quote!(Self::#name(value) => writer.tagged(#property, #tag, value))
        }
        (Some(Discriminator { property, default }), Some(tag))
            if default.as_ref() != Some(&variant.name) && can_leave_out(api, &variant.ty, property) =>
        {
            quote!(Self::#name(value) => writer.tagged_unless(#property, #tag, value))
        }
        _ => quote!(Self::#name(value) => value.encode(writer)),
    }
}

/// Is the discriminator a property that nobody has to give?
fn can_leave_out(api: &Api, ty: &Type, property: &str) -> bool {
    let Type::Named(id) = ty else { return false };
    match &api.type_def(*id).shape {
        Shape::Struct(shape) => {
            let field = shape.fields.iter().find(|field| field.name.wire() == property);
            field.is_some_and(|field| !field.required && field.constant.is_none())
        }
        Shape::Alias(inner) => can_leave_out(api, inner, property),
        Shape::Enum(_) | Shape::Union(_) | Shape::Tuple(_) | Shape::Newtype(_) => false,
    }
}

fn has_member(api: &Api, ty: &Type, property: &str) -> bool {
    let Type::Named(id) = ty else { return false };
    match &api.type_def(*id).shape {
        Shape::Struct(shape) => shape.fields.iter().any(|field| field.name.wire() == property),
        Shape::Alias(inner) => has_member(api, inner, property),
        Shape::Union(union) => union.variants.iter().all(|variant| has_member(api, &variant.ty, property)),
        Shape::Enum(_) | Shape::Tuple(_) | Shape::Newtype(_) => false,
    }
}

/// What is no object has no discriminator, and is told by its shape.
fn by_discriminator(api: &Api, union: &Union, discriminator: &Discriminator) -> (TokenStream, TokenStream) {
    let (table, read) = by_tag(union, discriminator);
    let others = union.variants.iter().filter(|variant| variant.tags.is_empty()).cloned();
    let others = Union { variants: others.collect(), discriminator: None, overlapping: false };
    if others.variants.is_empty() {
        return (table, quote!(#read Ok(())));
    }
    let (shapes, read_other) = by_shape(api, &others);
    let read = quote! {
        if reader.kind() != Some(json::Kind::Object) {
            return #read_other;
        }
        #read
        Ok(())
    };
    (quote!(#table #shapes), read)
}

fn by_tag(union: &Union, discriminator: &Discriminator) -> (TokenStream, TokenStream) {
    let property = &discriminator.property;
    let tags: Vec<(&String, &UnionVariant)> =
        union.variants.iter().flat_map(|variant| variant.tags.iter().map(move |tag| (tag, variant))).collect();
    let values = tags.iter().map(|(tag, _)| tag);
    let length = Literal::usize_unsuffixed(tags.len());
    let arms = tags.iter().enumerate().map(|(index, (_, variant))| arm(index, variant));
    let table = quote!(const TAGS: [&str; #length] = [#(#values),*];);
    let is_default = |variant: &UnionVariant| discriminator.default.as_ref() == Some(&variant.name);
    let default = tags.iter().position(|(_, variant)| is_default(variant)).map(Literal::usize_unsuffixed);
    let index = match default {
        Some(default) => quote!(reader.variant_or(#property, &Self::TAGS, #default)?),
        None => quote!(reader.variant(#property, &Self::TAGS)?),
    };
    let read = quote! {
        *self = match #index {
            #(#arms)*
            _ => Self::Unknown(Decode::decode(reader)?),
        };
    };
    (table, read)
}

fn by_shape(api: &Api, union: &Union) -> (TokenStream, TokenStream) {
    let ordered = shapes::ordered(api, union).into_iter();
    let shaped: Vec<(TokenStream, &UnionVariant)> = ordered
        .flat_map(|variant| shapes::of_variant(api, union, variant).into_iter().map(move |shape| (shape, variant)))
        .collect();
    let length = Literal::usize_unsuffixed(shaped.len());
    let shapes = shaped.iter().map(|(shape, _)| shape);
    let arms = arms(&shaped);
    let table = quote!(const SHAPES: [json::Shape; #length] = [#(#shapes),*];);
    let read_best = if sharing::may_share(api, union) { quote!(any_of) } else { quote!(union) };
    let read = quote! {
        reader.#read_best(&Self::SHAPES, &mut |index, reader| {
            *self = match index {
                #(#arms)*
                _ => Self::Unknown(Decode::decode(reader)?),
            };
            Ok(())
        })
    };
    (table, read)
}

/// One arm for all shapes of a branch.
fn arms(shaped: &[(TokenStream, &UnionVariant)]) -> Vec<TokenStream> {
    let mut arms = Vec::new();
    let mut begin = 0;
    for branch in shaped.chunk_by(|(_, one), (_, other)| one.name == other.name) {
        arms.push(arm_of(begin, begin + branch.len() - 1, branch[0].1));
        begin += branch.len();
    }
    arms
}

fn arm_of(first: usize, last: usize, variant: &UnionVariant) -> TokenStream {
    if first == last {
        return arm(first, variant);
    }
    let (first, last) = (Literal::usize_unsuffixed(first), Literal::usize_unsuffixed(last));
    let name = ident(variant.name.upper_camel());
    quote!(#first..=#last => Self::#name(Decode::decode(reader)?),)
}

fn arm(index: usize, variant: &UnionVariant) -> TokenStream {
    let index = Literal::usize_unsuffixed(index);
    let name = ident(variant.name.upper_camel());
    quote!(#index => Self::#name(Decode::decode(reader)?),)
}
