//! `src/codec/`: how the types are read and written, apart from them.

mod enums;
mod newtypes;
mod shapes;
mod sharing;
mod structs;
mod tuples;
mod unions;

pub(super) use sharing::may_share;

use std::collections::BTreeMap;

use proc_macro2::TokenStream;
use quote::quote;

use super::ty::named;
use super::{Source, docs, gate};
use crate::model::{Api, Gate, Shape, TypeDef, TypeId};
use crate::names::{ident, needs_path, unique_file_stem};

/// All files under `src/codec/`, beside those under `src/types/`.
pub(super) fn codec(api: &Api) -> impl Iterator<Item = Source<'_>> {
    let mut files: BTreeMap<&str, Vec<TypeId>> = BTreeMap::new();
    for (index, def) in api.types.iter().enumerate().filter(|(_, def)| has_codec(def)) {
        files.entry(def.path.file()).or_default().push(TypeId(index));
    }
    let index = Source::rust("src/codec/mod.rs", index(api, &files));
    let files = files.into_iter().map(|(stem, mut ids)| {
        ids.sort_by_key(|id| &api.type_def(*id).path);
        Source::rust(format!("src/codec/{}.rs", unique_file_stem(stem)), file(api, &ids))
    });
    std::iter::once(index).chain(files)
}

fn has_codec(def: &TypeDef) -> bool {
    match &def.shape {
        Shape::Struct(_) | Shape::Enum(_) | Shape::Union(_) | Shape::Tuple(_) | Shape::Newtype(_) => true,
        Shape::Alias(_) => false,
    }
}

fn index(api: &Api, files: &BTreeMap<&str, Vec<TypeId>>) -> TokenStream {
    let docs = docs::inner(&["How the types are read and written as JSON.".to_owned()]);
    let modules = files.iter().map(|(stem, ids)| {
        let name = ident(stem);
        let gate = gate::attribute(&file_gate(api, ids));
        let file = unique_file_stem(stem);
        let path = needs_path(stem).then(|| {
            let path = format!("{file}.rs");
            quote!(#[path = #path])
        });
        quote!(#gate #path mod #name;)
    });
    quote!(#docs #(#modules)*)
}

fn file_gate(api: &Api, ids: &[TypeId]) -> Gate {
    let gates = ids.iter().map(|id| api.type_def(*id).gate.clone());
    gates.reduce(Gate::or).unwrap_or(Gate::Always)
}

fn file(api: &Api, ids: &[TypeId]) -> TokenStream {
    let outer = file_gate(api, ids);
    let impls = ids.iter().map(|id| impls(api, *id, &outer));
    let imports = imports(api, ids, &outer);
    quote! {
        #imports
        #(#impls)*
    }
}

/// Only structs have fields, and they may ask for more features than the file does.
fn imports(api: &Api, ids: &[TypeId], outer: &Gate) -> TokenStream {
    let is_struct = |id: &&TypeId| matches!(api.type_def(**id).shape, Shape::Struct(_));
    let structs: Vec<TypeId> = ids.iter().filter(is_struct).copied().collect();
    let gate = file_gate(api, &structs);
    let field = (!structs.is_empty()).then(|| quote!(Field,));
    let (beside, apart) = if gate == *outer { (field, None) } else { (None, field) };
    let apart = apart.map(|_| {
        let gate = gate::inside(&gate, outer);
        quote!(#gate use crate::runtime::json::Field;)
    });
    quote! {
        use crate::runtime::json::{self, Decode, DecodeError, Encode, #beside Reader, Writer};
        #apart
    }
}

fn impls(api: &Api, id: TypeId, outer: &Gate) -> TokenStream {
    let def = api.type_def(id);
    let gate = gate::inside(&def.gate, outer);
    let name = named(api, id);
    let own = match &def.shape {
        Shape::Struct(shape) => structs::impls(&name, shape, &gate),
        Shape::Enum(shape) => enums::impls(&name, shape, &gate),
        Shape::Union(union) => unions::impls(api, &name, union, &gate),
        Shape::Tuple(tuple) => tuples::impls(&name, tuple, &gate),
        Shape::Newtype(_) => newtypes::impls(&name, &gate),
        Shape::Alias(_) => TokenStream::new(),
    };
    quote! {
        #own
        #gate
        impl serde::Serialize for #name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                json::serialize(self, serializer)
            }
        }
        #gate
        impl<'de> serde::Deserialize<'de> for #name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                json::deserialize(deserializer)
            }
        }
    }
}
