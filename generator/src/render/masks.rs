//! `Debug` that shows no secrets: what the document says is a password, and what by its name is one.

use std::collections::BTreeSet;

use proc_macro2::{Ident, Literal, TokenStream};
use quote::quote;

use crate::model::{
    Api, Content, Field, Format, Parameter, Payload, ResponseHeader, Shape, Type, TypeId, UnionVariant,
};
use crate::names::{Name, ident};
use crate::telling::{counts_tokens, tells_of_secret};

/// How `Debug` shows a value.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Manner {
    /// As its type does, which knows its own secrets.
    AsItIs,
    /// As `***`.
    Hidden,
    /// As JSON without the members that are secrets by their names: no type describes them.
    ByName,
}

impl Manner {
    fn of(api: &Api, ty: &Type) -> Self {
        if is_open(api, ty) { Self::ByName } else { Self::AsItIs }
    }

    fn of_named(api: &Api, name: &str, ty: &Type, is_secret: bool) -> Self {
        if is_secret || tells_of_secret(name) && can_be_secret(api, name, ty) {
            Self::Hidden
        } else {
            Self::of(api, ty)
        }
    }

    /// What is shown of what is in `place`. Of what can be missing it may be seen whether it is there.
    fn shown(self, place: &TokenStream, is_option: bool) -> TokenStream {
        match (self, is_option) {
            (Self::AsItIs, _) => quote!(&#place),
            (Self::Hidden, false) => quote!(&"***"),
            (Self::Hidden, true) => quote!(&#place.as_ref().map(|_| "***")),
            (Self::ByName, false) => quote!(&crate::runtime::Masked(&#place)),
            (Self::ByName, true) => quote!(&#place.as_ref().map(|value| crate::runtime::Masked(value))),
        }
    }
}

/// A field of a struct as `Debug` shows it.
pub(super) struct Shown<'a> {
    name: &'a Name,
    manner: Manner,
    is_option: bool,
}

impl<'a> Shown<'a> {
    pub(super) fn field(api: &Api, field: &'a Field) -> Self {
        let manner = Manner::of_named(api, field.name.wire(), &field.ty, field.secret);
        Self { name: &field.name, manner, is_option: !field.required }
    }

    pub(super) fn parameter(api: &Api, parameter: &'a Parameter) -> Self {
        let manner = Manner::of_named(api, parameter.name.wire(), &parameter.ty, parameter.secret);
        Self { name: &parameter.name, manner, is_option: false }
    }

    pub(super) fn header(api: &Api, header: &'a ResponseHeader) -> Self {
        let manner = Manner::of_named(api, header.name.wire(), &header.ty, false);
        Self { name: &header.name, manner, is_option: true }
    }

    /// All further members of a type.
    pub(super) fn additional(api: &Api, name: &'a Name, values: &Type) -> Self {
        let manner = Manner::of(api, &Type::Map(Box::new(values.clone())));
        Self { name, manner, is_option: false }
    }

    fn call(&self) -> TokenStream {
        let (name, label) = (ident(self.name.snake()), self.name.snake());
        let shown = self.manner.shown(&quote!(self.#name), self.is_option);
        quote!(.field(#label, #shown))
    }
}

/// The derives of a struct, and its `Debug` where that can't be one of them. `text` is the name of the type.
pub(super) fn derives(text: &str, gate: &TokenStream, fields: &[Shown<'_>]) -> (TokenStream, TokenStream) {
    if fields.iter().all(|field| field.manner == Manner::AsItIs) {
        return derived();
    }
    let fields = fields.iter().map(Shown::call);
    by_hand(&ident(text), gate, &quote!(f.debug_struct(#text) #(#fields)* .finish()))
}

/// The same of a tuple, or of a type around another one, which is its `rest`.
pub(super) fn derives_of_tuple(
    api: &Api,
    text: &str,
    gate: &TokenStream,
    items: &[Field],
    rest: Option<&Type>,
) -> (TokenStream, TokenStream) {
    let items = items.iter().map(|item| {
        let manner = if item.secret { Manner::Hidden } else { Manner::of(api, &item.ty) };
        (manner, !item.required)
    });
    let rest = rest.map(|rest| (Manner::of(api, rest), false));
    let all: Vec<(Manner, bool)> = items.chain(rest).collect();
    if all.iter().all(|(manner, _)| *manner == Manner::AsItIs) {
        return derived();
    }
    let shown = all.iter().enumerate().map(|(index, (manner, is_option))| {
        let index = Literal::usize_unsuffixed(index);
        let shown = manner.shown(&quote!(self.#index), *is_option);
        quote!(.field(#shown))
    });
    by_hand(&ident(text), gate, &quote!(f.debug_tuple(#text) #(#shown)* .finish()))
}

/// A variant of an enum as `Debug` shows it.
pub(super) struct ShownVariant {
    name: Ident,
    /// The function of the runtime that shows what it holds; none, if it holds nothing.
    by: Option<&'static str>,
}

impl ShownVariant {
    /// Of what knows its own secrets.
    const AS_IT_IS: &'static str = "variant";
    /// Of what no type describes.
    const BY_NAME: &'static str = "masked_variant";
    const OCTETS: &'static str = "octets";

    pub(super) fn branch(api: &Api, variant: &UnionVariant) -> Self {
        Self { name: ident(variant.name.upper_camel()), by: Some(Self::of(api, &variant.ty)) }
    }

    pub(super) fn body(api: &Api, name: Ident, content: Option<&Content>) -> Self {
        let by = content.map(|content| match &content.payload {
            Payload::Json(ty) | Payload::Form(ty, _) | Payload::Multipart(ty, _) => Self::of(api, ty),
            Payload::Bytes | Payload::Lines(_) | Payload::Parts => Self::OCTETS,
            Payload::Text | Payload::Stream(_) => Self::AS_IT_IS,
        });
        Self { name, by }
    }

    /// One of any value.
    pub(super) fn value(name: &str) -> Self {
        Self { name: ident(name), by: Some(Self::BY_NAME) }
    }

    /// One of octets.
    pub(super) fn octets(name: &str) -> Self {
        Self { name: ident(name), by: Some(Self::OCTETS) }
    }

    fn of(api: &Api, ty: &Type) -> &'static str {
        if is_open(api, ty) { Self::BY_NAME } else { Self::AS_IT_IS }
    }

    fn arm(&self) -> TokenStream {
        let (name, label) = (&self.name, self.name.to_string());
        match self.by.map(ident) {
            None => quote!(Self::#name => f.write_str(#label),),
            Some(by) => quote!(Self::#name(value) => crate::runtime::#by(f, #label, value),),
        }
    }
}

/// The same of an enum.
pub(super) fn derives_of_enum(
    name: &Ident,
    gate: &TokenStream,
    variants: &[ShownVariant],
) -> (TokenStream, TokenStream) {
    if variants.iter().all(|variant| matches!(variant.by, None | Some(ShownVariant::AS_IT_IS))) {
        return derived();
    }
    let arms = variants.iter().map(ShownVariant::arm);
    by_hand(name, gate, &quote!(match self { #(#arms)* }))
}

fn derived() -> (TokenStream, TokenStream) {
    (quote!(Clone, Debug, PartialEq), TokenStream::new())
}

fn by_hand(name: &Ident, gate: &TokenStream, body: &TokenStream) -> (TokenStream, TokenStream) {
    let debug = quote! {
        #gate
        impl std::fmt::Debug for #name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result { #body }
        }
    };
    (quote!(Clone, PartialEq), debug)
}

/// Is it any value, or members by names that the document does not have, so that only these can tell of secrets?
fn is_open(api: &Api, ty: &Type) -> bool {
    match api.resolved(ty) {
        Type::Any => true,
        Type::Nullable(inner) | Type::Array(inner) => is_open(api, inner),
        Type::Map(inner) => is_open(api, inner) || holds_scalars(api, inner, &mut BTreeSet::new()),
        _ => false,
    }
}

/// Can it be a text or a number, and has no secrets of its own? Types that were `seen` already are no obstacle: they may be
/// in themselves.
fn holds_scalars(api: &Api, ty: &Type, seen: &mut BTreeSet<TypeId>) -> bool {
    match api.resolved(ty) {
        Type::Nullable(inner) | Type::Array(inner) => holds_scalars(api, inner, seen),
        Type::Named(id) if !seen.insert(*id) => true,
        Type::Named(id) => match &api.type_def(*id).shape {
            Shape::Enum(_) | Shape::Struct(_) | Shape::Tuple(_) | Shape::Alias(_) => false,
            Shape::Newtype(inner) => holds_scalars(api, inner, seen),
            Shape::Union(union) => union.variants.iter().all(|variant| holds_scalars(api, &variant.ty, seen)),
        },
        Type::Boolean | Type::OnlyBoolean(_) | Type::File | Type::Map(_) => false,
        _ => true,
    }
}

/// Can the type be a secret, if the name tells of one?
fn can_be_secret(api: &Api, name: &str, ty: &Type) -> bool {
    match api.resolved(ty) {
        Type::Nullable(inner) | Type::Array(inner) => can_be_secret(api, name, inner),
        Type::Boolean | Type::OnlyBoolean(_) => false,
        Type::Int32 | Type::Int64 | Type::UInt32 | Type::UInt64 | Type::Float | Type::Double | Type::Decimal => {
            !counts_tokens(name)
        }
        Type::Format(Format::DateTime(_) | Format::Date(_) | Format::Time(_) | Format::Duration) => false,
        // The document has a list of the values.
        Type::Named(_) => api.enumeration(ty).is_none(),
        Type::Any | Type::String | Type::Format(_) | Type::Bytes | Type::File | Type::Map(_) => true,
    }
}
