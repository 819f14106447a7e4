//! Enums: every listed value is a variant, every other value is kept.

use proc_macro2::{Literal, TokenStream};
use quote::{ToTokens, quote};
use serde_json::Value;

use super::docs;
use super::modules::Place;
use super::structs::{deprecated, fallback};
use crate::model::{Enum, EnumBase, TypeDef, Variant};
use crate::names::ident;

/// The definition and its methods.
pub(super) fn render(def: &TypeDef, shape: &Enum, place: Place<'_>) -> TokenStream {
    let gate = place.gate(def);
    let docs = docs::docs(&def.docs, &fallback(def));
    let deprecated = deprecated(def.deprecated);
    let name = ident(def.path.name.upper_camel());
    let variants = shape.variants.iter().map(variant);
    let boxed = place.paths.boxed();
    let (unknown, derives) = match shape.base {
        EnumBase::String => (quote!(#boxed<str>), quote!(Clone, Debug, PartialEq, Eq, Hash)),
        EnumBase::Integer => (quote!(i64), quote!(Clone, Debug, PartialEq, Eq, Hash)),
        EnumBase::Unsigned => (quote!(u64), quote!(Clone, Debug, PartialEq, Eq, Hash)),
        // A float is no key of a map.
        EnumBase::Number => (quote!(f64), quote!(Clone, Debug, PartialEq)),
        EnumBase::Mixed => (quote!(serde_json::Value), quote!(Clone, Debug, PartialEq, Eq)),
    };
    let methods = match shape.base {
        EnumBase::String => string_methods(def, shape, place),
        EnumBase::Integer => number_methods(def, shape, place, &quote!(i64), "as_i64"),
        EnumBase::Unsigned => number_methods(def, shape, place, &quote!(u64), "as_u64"),
        EnumBase::Number => number_methods(def, shape, place, &quote!(f64), "as_f64"),
        EnumBase::Mixed => mixed_methods(def, shape, place),
    };
    quote! {
        #docs
        #gate
        #deprecated
        #[derive(#derives)]
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
    let docs = docs::docs(&variant.docs, &docs::code(variant.name.wire()));
    let name = ident(variant.name.upper_camel());
    quote!(#docs #name,)
}

fn string_methods(def: &TypeDef, shape: &Enum, place: Place<'_>) -> TokenStream {
    let gate = place.gate(def);
    let name = ident(def.path.name.upper_camel());
    let variants: Vec<_> = shape.variants.iter().map(|variant| ident(variant.name.upper_camel())).collect();
    let wires: Vec<String> = shape.variants.iter().map(Variant::text).collect();
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

fn number_methods(def: &TypeDef, shape: &Enum, place: Place<'_>, number: &TokenStream, getter: &str) -> TokenStream {
    let gate = place.gate(def);
    let name = ident(def.path.name.upper_camel());
    let getter = ident(getter);
    let variants: Vec<_> = shape.variants.iter().map(|variant| ident(variant.name.upper_camel())).collect();
    let numbers: Vec<Literal> = shape.variants.iter().map(|variant| literal(shape.base, variant)).collect();
    let from = place.paths.from();
    quote! {
        #gate
        impl #name {
            /// Every value that the document lists.
            pub const VALUES: &'static [Self] = &[#(Self::#variants),*];

            /// The value as it is on the wire.
            pub fn #getter(&self) -> #number {
                match self {
                    #(Self::#variants => #numbers,)*
                    Self::Unknown(value) => *value,
                }
            }
        }
        #gate
        impl #from<#number> for #name {
            fn from(value: #number) -> Self {
                match value {
                    #(#numbers => Self::#variants,)*
                    other => Self::Unknown(other),
                }
            }
        }
        #gate
        impl std::fmt::Display for #name {
            fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                std::fmt::Display::fmt(&self.#getter(), formatter)
            }
        }
    }
}

fn literal(base: EnumBase, variant: &Variant) -> Literal {
    match base {
        EnumBase::Number => Literal::f64_unsuffixed(variant.value.as_f64().unwrap_or_default()),
        EnumBase::Unsigned => Literal::u64_unsuffixed(variant.value.as_u64().unwrap_or_default()),
        EnumBase::String | EnumBase::Integer | EnumBase::Mixed => {
            Literal::i64_unsuffixed(variant.value.as_i64().unwrap_or_default())
        }
    }
}

/// Values of several types have one type in common: that of any JSON.
fn mixed_methods(def: &TypeDef, shape: &Enum, place: Place<'_>) -> TokenStream {
    let gate = place.gate(def);
    let name = ident(def.path.name.upper_camel());
    let variants: Vec<_> = shape.variants.iter().map(|variant| ident(variant.name.upper_camel())).collect();
    let values = shape.variants.iter().map(|variant| json(&variant.value, into));
    let conversions = sources(shape, place).into_iter().map(|source| {
        let from = place.paths.from();
        quote! {
            #gate
            impl #from<#source> for #name {
                fn from(value: #source) -> Self {
                    Self::from(serde_json::Value::from(value))
                }
            }
        }
    });
    let from = place.paths.from();
    quote! {
        #gate
        impl #name {
            /// Every value that the document lists.
            pub const VALUES: &'static [Self] = &[#(Self::#variants),*];

            /// The value as it is on the wire.
            pub fn to_value(&self) -> serde_json::Value {
                match self {
                    #(Self::#variants => #values,)*
                    Self::Unknown(value) => value.clone(),
                }
            }
        }
        #gate
        impl #from<serde_json::Value> for #name {
            fn from(value: serde_json::Value) -> Self {
                let listed = Self::VALUES.iter().find(|listed| listed.to_value() == value);
                listed.cloned().unwrap_or(Self::Unknown(value))
            }
        }
        #(#conversions)*
        #gate
        impl std::fmt::Display for #name {
            fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                match self.to_value() {
                    serde_json::Value::String(text) => formatter.pad(&text),
                    other => formatter.pad(&other.to_string()),
                }
            }
        }
    }
}

/// The types of Rust that the listed values have.
fn sources(shape: &Enum, place: Place<'_>) -> Vec<TokenStream> {
    let any = |is: fn(&Value) -> bool| shape.variants.iter().any(|variant| is(&variant.value));
    let string = place.paths.string();
    let strings = if any(Value::is_string) { vec![quote!(&str), string] } else { Vec::new() };
    let integer = any(Value::is_i64).then(|| quote!(i64));
    let unsigned = any(|value| value.is_u64() && !value.is_i64()).then(|| quote!(u64));
    let float = any(Value::is_f64).then(|| quote!(f64));
    let boolean = any(Value::is_boolean).then(|| quote!(bool));
    strings.into_iter().chain(integer).chain(unsigned).chain(float).chain(boolean).collect()
}

/// An expression that makes the JSON value. A scalar is turned into one by `convert`.
fn json(value: &Value, convert: fn(TokenStream) -> TokenStream) -> TokenStream {
    match value {
        Value::Null => quote!(serde_json::Value::Null),
        Value::Bool(value) => convert(quote!(#value)),
        Value::String(text) => convert(quote!(#text)),
        Value::Number(number) => {
            let literal = match (number.as_i64(), number.as_u64()) {
                (Some(integer), _) => Literal::i64_suffixed(integer),
                (None, Some(integer)) => Literal::u64_suffixed(integer),
                (None, None) => Literal::f64_unsuffixed(number.as_f64().unwrap_or_default()),
            };
            convert(literal.into_token_stream())
        }
        Value::Array(items) if items.is_empty() => quote!(serde_json::Value::Array(Default::default())),
        Value::Array(items) => {
            let items = items.iter().map(nested);
            quote!([#(#items),*].into_iter().collect::<serde_json::Value>())
        }
        Value::Object(members) if members.is_empty() => quote!(serde_json::Value::Object(Default::default())),
        Value::Object(members) => {
            let members = members.iter().map(|(key, value)| {
                let value = nested(value);
                quote!((#key, #value))
            });
            quote!([#(#members),*].into_iter().collect::<serde_json::Value>())
        }
    }
}

/// What turns into the type wanted. A method binds tighter than a sign.
fn into(literal: TokenStream) -> TokenStream {
    match literal.to_string().starts_with('-') {
        true => quote!((#literal).into()),
        false => quote!(#literal.into()),
    }
}

/// The value inside of an array or object, where all are of one type.
fn nested(value: &Value) -> TokenStream {
    json(value, |scalar| quote!(serde_json::Value::from(#scalar)))
}
