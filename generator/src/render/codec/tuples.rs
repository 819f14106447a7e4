//! Tuples: a place for each item, in their order.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use crate::model::Tuple;

/// `Encode` and `Decode`.
pub(super) fn impls(name: &TokenStream, tuple: &Tuple, gate: &TokenStream) -> TokenStream {
    let required = Literal::usize_unsuffixed(tuple.items.iter().filter(|item| item.required).count());
    let items: Vec<_> = (0..tuple.items.len()).map(Literal::usize_unsuffixed).collect();
    let rest: Vec<_> = tuple.rest.iter().map(|_| Literal::usize_unsuffixed(tuple.items.len())).collect();
    let (write, read) = match &rest[..] {
        [] => (quote!(writer.tuple), quote!(reader.tuple)),
        _ => (quote!(writer.tuple_and_rest), quote!(reader.tuple_and_rest)),
    };
    let blanks = items.iter().chain(&rest).map(|_| quote!(Decode::blank()));
    quote! {
        #gate
        impl Encode for #name {
            fn encode(&self, writer: &mut Writer) {
                #write(#required, &[#(&self.#items),*] #(, &self.#rest)*);
            }
        }
        #gate
        impl Decode for #name {
            fn blank() -> Self { Self(#(#blanks),*) }
            fn read(&mut self, reader: &mut Reader<'_>) -> Result<(), DecodeError> {
                #(self.#rest.clear();)*
                #read(#required, &mut [#(&mut self.#items),*] #(, &mut self.#rest)*)
            }
        }
    }
}
