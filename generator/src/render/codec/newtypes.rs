//! Types around one other type: as that one on the wire.

use proc_macro2::TokenStream;
use quote::quote;

/// `Encode` and `Decode`.
pub(super) fn impls(name: &TokenStream, gate: &TokenStream) -> TokenStream {
    quote! {
        #gate
        impl Encode for #name {
            fn encode(&self, writer: &mut Writer) { self.0.encode(writer); }
        }
        #gate
        impl Decode for #name {
            fn blank() -> Self { Self(Decode::blank()) }
            fn read(&mut self, reader: &mut Reader<'_>) -> Result<(), DecodeError> { self.0.read(reader) }
        }
    }
}
