//! Structs: a table of the members, and a place for each.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use crate::model::Struct;
use crate::names::ident;

/// The table, `Encode` and `Decode`.
pub(super) fn impls(name: &TokenStream, shape: &Struct, gate: &TokenStream) -> TokenStream {
    let length = Literal::usize_unsuffixed(shape.fields.len());
    let members = shape.fields.iter().map(|field| {
        let wire = field.name.wire();
        let secret = field.secret.then(|| quote!(.secret()));
        let answered = field.answered.then(|| quote!(.answered()));
        match field.required {
            true => quote!(Field::required(#wire) #secret),
            false => quote!(Field::optional(#wire) #answered #secret),
        }
    });
    let fields: Vec<_> = shape.fields.iter().map(|field| ident(field.name.snake())).collect();
    let rest: Vec<_> = shape.additional.iter().map(|additional| ident(additional.name.snake())).collect();
    let (write, read) = match &rest[..] {
        [] => (quote!(writer.object), quote!(reader.object)),
        _ => (quote!(writer.object_and_rest), quote!(reader.object_and_rest)),
    };
    quote! {
        #gate
        impl #name {
            const FIELDS: [Field; #length] = [#(#members),*];
        }
        #gate
        impl Encode for #name {
            fn encode(&self, writer: &mut Writer) {
                #write(&Self::FIELDS, &[#(&self.#fields),*] #(, &self.#rest)*);
            }
        }
        #gate
        impl Decode for #name {
            fn blank() -> Self {
                Self { #(#fields: Decode::blank(),)* #(#rest: Decode::blank()),* }
            }
            fn read(&mut self, reader: &mut Reader<'_>) -> Result<(), DecodeError> {
                #(self.#rest.clear();)*
                #read(&Self::FIELDS, &mut [#(&mut self.#fields),*] #(, &mut self.#rest)*)
            }
        }
    }
}
