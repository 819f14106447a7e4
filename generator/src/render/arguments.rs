//! What constructors, setters and calls take for a value of a type: whatever turns into one.

use proc_macro2::{Ident, TokenStream};
use quote::quote;

use super::{Paths, formats};
use crate::model::{Api, Enum, EnumBase, Shape, Type, TypeId};
use crate::names::ident;

/// How an argument becomes a value.
enum Taken<'t> {
    /// It is one.
    Plain,
    /// By `Into`: strings, values of any type, numbers, for which integers may stand, enums, unions, what may be `null`.
    Into,
    /// Item by item.
    Items(&'t Type),
    /// Member by member, of a map with such values.
    Members(&'t Type),
}

fn taken<'t>(api: &'t Api, ty: &'t Type) -> Taken<'t> {
    match ty {
        Type::String | Type::File | Type::Any | Type::Double => Taken::Into,
        Type::Format(format) if formats::is_text(format) => Taken::Into,
        Type::Array(item) => Taken::Items(item),
        Type::Map(value) => Taken::Members(value),
        Type::Named(id) => match &api.type_def(*id).shape {
            Shape::Enum(_) | Shape::Union(_) => Taken::Into,
            Shape::Alias(aliased) => taken(api, aliased),
            Shape::Struct(_) | Shape::Tuple(_) | Shape::Newtype(_) => Taken::Plain,
        },
        // Of an `Option` of another one, `None` would be either.
        Type::Nullable(inner) if !matches!(api.resolved(inner), Type::Nullable(_)) => Taken::Into,
        Type::Boolean | Type::OnlyBoolean(_) | Type::Format(_) => Taken::Plain,
        Type::Int32 | Type::Int64 | Type::UInt32 | Type::UInt64 => Taken::Plain,
        Type::Float | Type::Decimal => Taken::Plain,
        Type::Bytes | Type::Nullable(_) => Taken::Plain,
    }
}

/// Is this an argument that has to be made a value of its type?
pub(super) fn converts(api: &Api, ty: &Type) -> bool {
    !matches!(taken(api, ty), Taken::Plain)
}

/// The type of an argument for a value of `ty`.
pub(super) fn argument_type(api: &Api, ty: &Type, paths: Paths) -> TokenStream {
    let iterator = paths.into_iterator();
    match taken(api, ty) {
        Taken::Plain => paths.ty(api, ty),
        Taken::Into => into(&paths.ty(api, ty), paths),
        Taken::Items(item) => {
            let item = inner_type(api, item, paths);
            quote!(impl #iterator<Item = #item>)
        }
        Taken::Members(value) => {
            let (key, value) = (into(&paths.string(), paths), inner_type(api, value, paths));
            quote!(impl #iterator<Item = (#key, #value)>)
        }
    }
}

/// The value that is made of an argument called `name`.
pub(super) fn converted(api: &Api, ty: &Type, name: &Ident) -> TokenStream {
    match taken(api, ty) {
        Taken::Plain => quote!(#name),
        Taken::Into => quote!(#name.into()),
        Taken::Items(_) => quote!(crate::runtime::list(#name)),
        Taken::Members(_) => quote!(crate::runtime::map(#name)),
    }
}

/// An argument called `name` as the value of a field, in a `Box` where the field has one.
pub(super) fn argument_value(api: &Api, ty: &Type, boxed: bool, name: &Ident, paths: Paths) -> TokenStream {
    let value = converted(api, ty, name);
    let boxed_type = paths.boxed();
    match (boxed, ty) {
        (true, Type::Nullable(_)) => {
            let (into, ty) = (paths.into(), paths.ty(api, ty));
            quote!(#into::<#ty>::into(#name).map(#boxed_type::new))
        }
        (true, _) => quote!(#boxed_type::new(#value)),
        (false, _) => value,
    }
}

/// What is inside of an array or map: no more than one level is taken apart, but a literal is an array or map inside of it
/// too, and a value what may be `null`.
fn inner_type(api: &Api, ty: &Type, paths: Paths) -> TokenStream {
    let plain = paths.ty(api, ty);
    if is_into(api, ty) { into(&plain, paths) } else { plain }
}

/// Values of a union are taken as they are, so that those of several branches can stand in one list by `.into()`; but where
/// each is a text, a literal is one.
fn is_into(api: &Api, ty: &Type) -> bool {
    let is_taken = |id: TypeId| match &api.type_def(id).shape {
        Shape::Union(union) => union.variants.iter().all(|variant| is_text(api, &variant.ty)),
        Shape::Struct(_) | Shape::Enum(_) | Shape::Tuple(_) | Shape::Alias(_) | Shape::Newtype(_) => true,
    };
    match api.resolved(ty) {
        Type::Array(_) | Type::Map(_) | Type::Nullable(_) => true,
        _ => matches!(taken(api, ty), Taken::Into) && !matches!(ty, Type::Named(id) if !is_taken(*id)),
    }
}

/// Is it a string, or an enum of strings?
fn is_text(api: &Api, ty: &Type) -> bool {
    let is_of_strings = |shape: &Enum| shape.base == EnumBase::String;
    *api.resolved(ty) == Type::String || api.enumeration(ty).is_some_and(is_of_strings)
}

fn into(ty: &TokenStream, paths: Paths) -> TokenStream {
    let into = paths.into();
    quote!(impl #into<#ty>)
}

/// How an array of a fixed length becomes an array or a map.
pub(super) struct Elements {
    /// The parameters for what elements are taken as.
    pub generics: TokenStream,
    /// The type of an element.
    pub element: TokenStream,
    /// The value that is made of an argument called `value`.
    pub value: TokenStream,
}

/// The same for a literal list of elements, or of pairs; `None` if the type is neither an array nor a map.
pub(super) fn elements(api: &Api, ty: &Type, paths: Paths) -> Option<Elements> {
    let (into, string) = (paths.into(), paths.string());
    let inner = |ty: &Type| {
        let plain = paths.ty(api, ty);
        if is_into(api, ty) { (quote!(T: #into<#plain>,), quote!(T)) } else { (TokenStream::new(), plain) }
    };
    let (generics, element) = match taken(api, ty) {
        Taken::Items(item) => inner(item),
        Taken::Members(value) => {
            let (generics, value) = inner(value);
            (quote!(K: #into<#string>, #generics), quote!((K, #value)))
        }
        Taken::Plain | Taken::Into => return None,
    };
    let value = converted(api, ty, &ident("value"));
    Some(Elements { generics, element, value })
}
