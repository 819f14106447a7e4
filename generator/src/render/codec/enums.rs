//! Enums: a string or an integer on the wire.

use proc_macro2::TokenStream;
use quote::quote;

use crate::model::{Enum, EnumBase};

/// `Encode` and `Decode`.
pub(super) fn impls(name: &TokenStream, shape: &Enum, gate: &TokenStream) -> TokenStream {
    let (write, blank, read) = match shape.base {
        EnumBase::String => (
            quote!(writer.string(self.as_str())),
            quote!(Self::Unknown(Default::default())),
            quote!(Self::from(&*reader.string()?)),
        ),
        EnumBase::Integer => {
            (quote!(writer.integer(self.as_i64())), quote!(Self::Unknown(0)), quote!(Self::from(reader.i64()?)))
        }
    };
    quote! {
        #gate
        impl Encode for #name {
            fn encode(&self, writer: &mut Writer) { #write; }
        }
        #gate
        impl Decode for #name {
            fn blank() -> Self { #blank }
            fn read(&mut self, reader: &mut Reader<'_>) -> Result<(), DecodeError> {
                *self = #read;
                Ok(())
            }
        }
    }
}
