//! Enums: a string, a number, or any single value on the wire.

use proc_macro2::TokenStream;
use quote::quote;

use crate::model::{Enum, EnumBase};
use crate::names::ident;

/// `Encode` and `Decode`.
pub(super) fn impls(name: &TokenStream, shape: &Enum, gate: &TokenStream) -> TokenStream {
    let (write, blank, read) = match shape.base {
        EnumBase::String => {
            (quote!(writer.string(self.as_str());), quote!(Default::default()), quote!(Self::from(&*reader.string()?)))
        }
        EnumBase::Integer => (quote!(writer.i64(self.as_i64());), quote!(0), quote!(Self::from(reader.i64()?))),
        EnumBase::Unsigned => (quote!(writer.u64(self.as_u64());), quote!(0), quote!(Self::from(reader.u64()?))),
        EnumBase::Number => (spelled(shape), quote!(0.0), quote!(Self::from(reader.f64()?))),
        EnumBase::Mixed => (
            quote!(self.to_value().encode(writer);),
            quote!(serde_json::Value::Null),
            quote!(Self::from(serde_json::Value::decode(reader)?)),
        ),
    };
    let check =
        if shape.extensible { quote!(Ok(())) } else { quote!(reader.listed(!matches!(self, Self::Unknown(_)))) };
    quote! {
        #gate
        impl Encode for #name {
            fn encode(&self, writer: &mut Writer) { #write }
        }
        #gate
        impl Decode for #name {
            fn blank() -> Self { Self::Unknown(#blank) }
            fn read(&mut self, reader: &mut Reader<'_>) -> Result<(), DecodeError> {
                *self = #read;
                #check
            }
        }
    }
}

/// A listed number is written as the document spells it: a server may compare `1.0` in a URL letter by letter.
fn spelled(shape: &Enum) -> TokenStream {
    let arms = shape.variants.iter().map(|variant| {
        let (name, text) = (ident(variant.name.upper_camel()), variant.text());
        quote!(Self::#name => writer.raw(#text),)
    });
    quote! {
        match self {
            #(#arms)*
            Self::Unknown(value) => writer.f64(*value),
        }
    }
}
