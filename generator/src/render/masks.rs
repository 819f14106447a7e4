//! `Debug` that shows no secrets: what the document says is a password, and what by its name is one.

use proc_macro2::TokenStream;
use quote::quote;

use crate::model::{Api, Field, Format, Parameter, ResponseHeader, Type};
use crate::names::{Name, ident};
use crate::telling::{counts_tokens, tells_of_secret};

/// A field of a struct as `Debug` shows it.
pub(super) struct Shown<'a> {
    name: &'a Name,
    is_hidden: bool,
    is_option: bool,
}

impl<'a> Shown<'a> {
    pub(super) fn field(api: &Api, field: &'a Field) -> Self {
        let is_hidden = field.secret || is_secret(api, field.name.wire(), &field.ty);
        Self { name: &field.name, is_hidden, is_option: !field.required }
    }

    pub(super) fn parameter(api: &Api, parameter: &'a Parameter) -> Self {
        let is_hidden = parameter.secret || is_secret(api, parameter.name.wire(), &parameter.ty);
        Self { name: &parameter.name, is_hidden, is_option: false }
    }

    pub(super) fn header(api: &Api, header: &'a ResponseHeader) -> Self {
        let is_hidden = is_secret(api, header.name.wire(), &header.ty);
        Self { name: &header.name, is_hidden, is_option: true }
    }

    /// A field that is shown as it is.
    pub(super) fn plain(name: &'a Name) -> Self {
        Self { name, is_hidden: false, is_option: false }
    }

    fn call(&self) -> TokenStream {
        let (name, label) = (ident(self.name.snake()), self.name.snake());
        match (self.is_hidden, self.is_option) {
            (false, _) => quote!(.field(#label, &self.#name)),
            (true, false) => quote!(.field(#label, &"***")),
            // Whether it is there may be seen.
            (true, true) => quote!(.field(#label, &self.#name.as_ref().map(|_| "***"))),
        }
    }
}

/// The derives of a struct, and its `Debug` where that can't be one of them. `text` is the name of the type.
pub(super) fn derives(text: &str, gate: &TokenStream, fields: &[Shown<'_>]) -> (TokenStream, TokenStream) {
    if !fields.iter().any(|field| field.is_hidden) {
        return (quote!(Clone, Debug, PartialEq), TokenStream::new());
    }
    let name = ident(text);
    let fields = fields.iter().map(Shown::call);
    let debug = quote! {
        #gate
        impl std::fmt::Debug for #name {
            fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                formatter.debug_struct(#text) #(#fields)* .finish()
            }
        }
    };
    (quote!(Clone, PartialEq), debug)
}

/// Does the name tell of a secret that the type can be?
fn is_secret(api: &Api, name: &str, ty: &Type) -> bool {
    tells_of_secret(name) && can_be_secret(api, name, ty)
}

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
