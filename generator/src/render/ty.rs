//! Types as they stand in the source.

use proc_macro2::TokenStream;
use quote::{ToTokens, quote};

use super::formats;
use crate::model::{Api, Type, TypeId};
use crate::names::ident;

/// How a module says the names of the prelude: plainly, unless a type of the document took one of them there.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Paths {
    absolute: bool,
}

/// The names that generated modules use without a path.
const PRELUDE: &[&str] =
    &["Option", "Vec", "String", "Box", "Result", "Some", "None", "Ok", "Err", "From", "Into", "IntoIterator", "Self"];

impl Paths {
    /// The paths for a module that defines types of these names.
    pub fn beside<'a>(mut names: impl Iterator<Item = &'a str>) -> Self {
        Self { absolute: names.any(|name| PRELUDE.contains(&name)) }
    }

    fn pick(self, plain: TokenStream, absolute: TokenStream) -> TokenStream {
        if self.absolute { absolute } else { plain }
    }

    /// `Option`.
    pub fn option(self) -> TokenStream {
        self.pick(quote!(Option), quote!(::core::option::Option))
    }

    /// `Some`.
    pub fn some(self) -> TokenStream {
        self.pick(quote!(Some), quote!(::core::option::Option::Some))
    }

    /// `None`.
    pub fn none(self) -> TokenStream {
        self.pick(quote!(None), quote!(::core::option::Option::None))
    }

    /// `String`.
    pub fn string(self) -> TokenStream {
        self.pick(quote!(String), quote!(::std::string::String))
    }

    /// `Box`.
    pub fn boxed(self) -> TokenStream {
        self.pick(quote!(Box), quote!(::std::boxed::Box))
    }

    /// `From`.
    pub fn from(self) -> TokenStream {
        self.pick(quote!(From), quote!(::core::convert::From))
    }

    /// `Into`.
    pub fn into(self) -> TokenStream {
        self.pick(quote!(Into), quote!(::core::convert::Into))
    }

    /// `IntoIterator`.
    pub fn into_iterator(self) -> TokenStream {
        self.pick(quote!(IntoIterator), quote!(::core::iter::IntoIterator))
    }

    fn vec(self) -> TokenStream {
        self.pick(quote!(Vec), quote!(::std::vec::Vec))
    }

    /// `ty` in a module of this kind.
    pub fn ty(self, api: &Api, ty: &Type) -> TokenStream {
        match ty {
            Type::Any => quote!(serde_json::Value),
            Type::Boolean | Type::OnlyBoolean(_) => quote!(bool),
            Type::Int32 => quote!(i32),
            Type::Int64 => quote!(i64),
            Type::UInt32 => quote!(u32),
            Type::UInt64 => quote!(u64),
            Type::Float => quote!(f32),
            Type::Double => quote!(f64),
            Type::Decimal => quote!(rust_decimal::Decimal),
            Type::String => self.string(),
            Type::Format(format) => formats::ty(format),
            Type::Bytes => quote!(bytes::Bytes),
            Type::File => quote!(crate::File),
            Type::Array(item) => wrap(self.vec(), self.ty(api, item)),
            Type::Map(value) => {
                let string = self.string();
                let value = self.ty(api, value);
                quote!(std::collections::BTreeMap<#string, #value>)
            }
            Type::Nullable(inner) => wrap(self.option(), self.ty(api, inner)),
            Type::Named(id) => named(api, *id),
        }
    }

    /// `ty`, in a `Box` if it is boxed: the `null` stays outside.
    pub fn placed(self, api: &Api, ty: &Type, boxed: bool) -> TokenStream {
        match (ty, boxed) {
            (Type::Nullable(inner), true) => wrap(self.option(), self.placed(api, inner, true)),
            (_, true) => wrap(self.boxed(), self.ty(api, ty)),
            (_, false) => self.ty(api, ty),
        }
    }
}

fn wrap(outer: TokenStream, inner: TokenStream) -> TokenStream {
    quote!(#outer<#inner>)
}

/// `crate::types::pet::Status`: the same wherever it stands.
pub(super) fn named(api: &Api, id: TypeId) -> TokenStream {
    let path = &api.type_def(id).path;
    let modules = path.modules.iter().map(|module| ident(module));
    let name = ident(path.name.upper_camel());
    quote!(crate::types::#(#modules::)*#name)
}

/// A type as people read it: `Option<types::pet::Status>`.
pub fn rust_text(api: &Api, ty: &Type, boxed: bool) -> String {
    spaceless(&Paths::default().placed(api, ty, boxed)).replace("crate::", "")
}

/// Tokens without the blanks that separate them, which a type needs nowhere.
fn spaceless(tokens: &impl ToTokens) -> String {
    let text: String = tokens.to_token_stream().to_string().split(' ').collect();
    text.replace(',', ", ")
}
