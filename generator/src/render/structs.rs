//! Structs: public fields, a constructor for what is required, setters for the rest.

use proc_macro2::TokenStream;
use quote::quote;

use super::arguments::{argument_type, argument_value};
use super::masks::{Shown, derives};
use super::modules::Place;
use super::{Paths, docs, gate};
use crate::model::{Api, Constant, Field, Gate, Struct, Type, TypeDef};
use crate::names::ident;

/// The definition and its methods.
pub(super) fn render(api: &Api, def: &TypeDef, shape: &Struct, place: Place<'_>) -> TokenStream {
    let gate = place.gate(def);
    let docs = docs::docs(&def.docs, &fallback(def));
    let deprecated = deprecated(def.deprecated);
    let paths = place.paths;
    let name = ident(def.path.name.upper_camel());
    let fields = shape.fields.iter().map(|field| field_definition(api, field, paths));
    let additional = additional_definition(api, shape, paths);
    let shown = shape.fields.iter().map(|field| Shown::field(api, field));
    let shown: Vec<_> = shown
        .chain(shape.additional.iter().map(|further| Shown::additional(api, &further.name, &further.ty)))
        .collect();
    let (derives, debug) = derives(def.path.name.upper_camel(), &gate, &shown);
    let constructor = constructor(api, def, shape, place);
    quote! {
        #docs
        #gate
        #deprecated
        #[derive(#derives)]
        #[non_exhaustive]
        pub struct #name {
            #(#fields)*
            #additional
        }
        #constructor
        #debug
    }
}

fn field_definition(api: &Api, field: &Field, paths: Paths) -> TokenStream {
    let docs = docs::docs(&field.docs, &docs::code(field.name.wire()));
    let deprecated = deprecated(field.deprecated);
    let name = ident(field.name.snake());
    let ty = field_type(api, field, paths);
    quote!(#docs #deprecated pub #name: #ty,)
}

/// An optional field is an `Option`; one that can be `null` too is an `Option` of an `Option`.
pub(super) fn field_type(api: &Api, field: &Field, paths: Paths) -> TokenStream {
    let ty = paths.placed(api, &field.ty, field.boxed);
    let option = paths.option();
    if field.required { ty } else { quote!(#option<#ty>) }
}

fn additional_definition(api: &Api, shape: &Struct, paths: Paths) -> TokenStream {
    let Some(additional) = &shape.additional else { return TokenStream::new() };
    let name = ident(additional.name.snake());
    let ty = paths.ty(api, &Type::Map(Box::new(additional.ty.clone())));
    quote! {
        /// All other members, by name.
        pub #name: #ty,
    }
}

/// A type that only responses hold is made by the server; for tests the feature `mock` makes one too.
fn constructor(api: &Api, def: &TypeDef, shape: &Struct, place: Place<'_>) -> TokenStream {
    let outer = if def.gate == *place.outer { &Gate::Always } else { &def.gate };
    let gate = gate::attribute_and(outer, (!def.open).then_some("mock"));
    let paths = place.paths;
    let name = ident(def.path.name.upper_camel());
    let new = new_function(api, def, shape, paths);
    let setters = shape.fields.iter().map(|field| setters(api, field, paths));
    let additional = additional_setter(api, shape, paths);
    quote! {
        #gate
        impl #name {
            #new
            #(#setters)*
            #additional
        }
    }
}

fn new_function(api: &Api, def: &TypeDef, shape: &Struct, paths: Paths) -> TokenStream {
    let required = def.arguments().unwrap_or_default();
    let arguments = required.iter().map(|field| {
        let name = ident(field.name.snake());
        let ty = argument_type(api, &field.ty, paths);
        quote!(#name: #ty)
    });
    let values = shape.fields.iter().map(|field| {
        let name = ident(field.name.snake());
        let value = initial(api, field, &name, paths);
        if quote!(#name).to_string() == value.to_string() { quote!(#name) } else { quote!(#name: #value) }
    });
    let additional = shape.additional.iter().map(|additional| {
        let name = ident(additional.name.snake());
        quote!(#name: std::collections::BTreeMap::new())
    });
    let what = match shape.fields.iter().any(|field| field.constant.is_some()) {
        _ if !required.is_empty() => "from its required fields",
        true => "with nothing but its constants",
        false => "with no field set",
    };
    let doc = docs::line(&format!("Creates {} {what}.", docs::with_article(def.path.name.upper_camel())));
    let many = (required.len() > 7).then(|| quote!(#[allow(clippy::too_many_arguments)]));
    quote! {
        #doc
        #many
        pub fn new(#(#arguments),*) -> Self {
            Self { #(#values,)* #(#additional),* }
        }
    }
}

/// What a field is in a new value, where `name` is the argument for it.
pub(super) fn initial(api: &Api, field: &Field, name: &proc_macro2::Ident, paths: Paths) -> TokenStream {
    match &field.constant {
        Some(value) if field.required => constant(api, &field.ty, value, paths),
        Some(value) => {
            let (some, value) = (paths.some(), constant(api, &field.ty, value, paths));
            quote!(#some(#value))
        }
        None if field.required => argument_value(api, &field.ty, field.boxed, name, paths),
        None if field.asked => {
            let (some, value) = (paths.some(), argument_value(api, &field.ty, field.boxed, name, paths));
            quote!(#some(#value))
        }
        None => paths.none(),
    }
}

/// A constant as an expression of its type.
pub(super) fn constant(api: &Api, ty: &Type, value: &Constant, paths: Paths) -> TokenStream {
    match value {
        Constant::Text(text) => quote!(#text.to_owned()),
        Constant::Boolean(value) => quote!(#value),
        Constant::Null => quote!(serde_json::Value::Null),
        Constant::Json(text) => quote!(crate::runtime::json::constant(#text)),
        Constant::Variant(index) => {
            let variant = api.enumeration(ty).and_then(|shape| shape.variants.get(*index));
            let (ty, variant) = (paths.ty(api, ty), variant.map(|variant| ident(variant.name.upper_camel())));
            quote!(#ty::#variant)
        }
    }
}

/// Is there more than the constant, so that a setter makes sense?
pub(super) fn is_changeable(api: &Api, ty: &Type) -> bool {
    *ty == Type::String || api.enumeration(ty).is_some_and(|shape| shape.variants.len() > 1)
}

/// What sets the field: nothing where [`new_function`] did, and its value is not one of several.
fn setters(api: &Api, field: &Field, paths: Paths) -> TokenStream {
    match field.constant {
        _ if !field.required => optional_setters(api, field, paths),
        Some(_) if is_changeable(api, &field.ty) => setter(api, field, paths),
        Some(_) | None => TokenStream::new(),
    }
}

fn setter(api: &Api, field: &Field, paths: Paths) -> TokenStream {
    let name = ident(field.name.snake());
    let ty = argument_type(api, &field.ty, paths);
    let value = argument_value(api, &field.ty, field.boxed, &name, paths);
    let set = docs::line(&format!("Sets {}.", docs::code(field.name.wire())));
    let deprecated = deprecated(field.deprecated);
    quote! {
        #set
        #deprecated
        #[must_use]
        pub fn #name(mut self, #name: #ty) -> Self {
            self.#name = #value;
            self
        }
    }
}

fn optional_setters(api: &Api, field: &Field, paths: Paths) -> TokenStream {
    let name = ident(field.name.snake());
    let maybe = ident(&format!("maybe_{}", field.name.snake()));
    let (whole, stored) = maybe_value(api, field, &name, paths);
    let some = paths.some();
    let wire = docs::code(field.name.wire());
    let set = docs::line(&format!("Sets {wire}."));
    // `null` is a value that few mean, so it is for the setter that can clear.
    let (inner, is_nullable) = match &field.ty {
        Type::Nullable(inner) => (&**inner, true),
        ty => (ty, false),
    };
    let ty = argument_type(api, inner, paths);
    let value = argument_value(api, inner, field.boxed, &name, paths);
    let value = if is_nullable { quote!(#some(#value)) } else { value };
    let null = if is_nullable { "; `Some(None)` is `null`" } else { "" };
    let maybe_set = docs::line(&format!("Sets or clears {wire}{null}."));
    let deprecated = deprecated(field.deprecated);
    quote! {
        #set
        #deprecated
        #[must_use]
        pub fn #name(mut self, #name: #ty) -> Self {
            self.#name = #some(#value);
            self
        }
        #maybe_set
        #deprecated
        #[must_use]
        pub fn #maybe(mut self, #name: #whole) -> Self {
            self.#name = #stored;
            self
        }
    }
}

/// What the setter that can clear takes, and the value of the field that it makes of it: no caller has to box anything.
fn maybe_value(api: &Api, field: &Field, name: &proc_macro2::Ident, paths: Paths) -> (TokenStream, TokenStream) {
    if !field.boxed {
        return (field_type(api, field, paths), quote!(#name));
    }
    let (option, ty, boxed) = (paths.option(), paths.ty(api, &field.ty), paths.boxed());
    let stored = match field.ty {
        Type::Nullable(_) => quote!(#name.map(|value| value.map(#boxed::new))),
        _ => quote!(#name.map(#boxed::new)),
    };
    (quote!(#option<#ty>), stored)
}

fn additional_setter(api: &Api, shape: &Struct, paths: Paths) -> TokenStream {
    let Some(additional) = &shape.additional else { return TokenStream::new() };
    let name = ident(additional.name.snake());
    let map = Type::Map(Box::new(additional.ty.clone()));
    let ty = argument_type(api, &map, paths);
    let value = argument_value(api, &map, false, &name, paths);
    quote! {
        /// Sets all other members, by name.
        #[must_use]
        pub fn #name(mut self, #name: #ty) -> Self {
            self.#name = #value;
            self
        }
    }
}

/// What a type is that the document does not describe.
pub(super) fn fallback(def: &TypeDef) -> String {
    let name = docs::code(def.path.name.wire());
    match def.path.modules.last() {
        None => format!("The schema {name}."),
        Some(owner) => format!("The inline schema {name} of `{owner}`."),
    }
}

/// `#[deprecated]`, or nothing.
pub(super) fn deprecated(deprecated: bool) -> TokenStream {
    if deprecated { quote!(#[deprecated]) } else { TokenStream::new() }
}
