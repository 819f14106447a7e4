//! `src/types/`: one file for each component and for each operation that has inline types.

use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::TokenStream;
use quote::quote;

use super::rooted::rooted;
use super::{Paths, Source, aliases, docs, enums, gate, structs, tuples, unions};
use crate::model::{Api, Gate, Shape, TypeDef};
use crate::names::{ident, unique_file_stem};

/// A module under `types`: its types and the modules inside it.
#[derive(Default)]
struct Module<'a> {
    types: Vec<&'a TypeDef>,
    modules: BTreeMap<&'a str, Module<'a>>,
}

/// All files under `src/types/`.
pub(super) fn types(api: &Api) -> impl Iterator<Item = Source<'_>> {
    let files = files(api);
    let index = Source::rust("src/types/mod.rs", index(&files));
    let files = files.into_iter().map(|(stem, module)| {
        let contents = contents(api, &module, &gate_of(&module));
        Source::rust(format!("src/types/{}.rs", unique_file_stem(stem)), contents)
    });
    std::iter::once(index).chain(files)
}

/// The types by file; inside a file the first level of modules is that of the file's own types.
fn files(api: &Api) -> BTreeMap<&str, Module<'_>> {
    let mut files: BTreeMap<&str, Module<'_>> = BTreeMap::new();
    for def in &api.types {
        let mut module = files.entry(def.path.file()).or_default();
        for step in &def.path.modules {
            module = module.modules.entry(step).or_default();
        }
        module.types.push(def);
    }
    files
}

fn index(files: &BTreeMap<&str, Module<'_>>) -> TokenStream {
    let docs = docs::inner(&["The types of the document's schemas.".to_owned()]);
    let exported: BTreeSet<&str> = files.values().flat_map(|module| module.modules.keys().copied()).collect();
    let modules = files.iter().map(|(stem, module)| {
        let path = format!("{}.rs", unique_file_stem(stem));
        let name = ident(&file_module(stem, &exported));
        let gate = gate::attribute(&gate_of(module));
        quote!(#gate #[path = #path] mod #name;)
    });
    let exports = files.iter().flat_map(|(stem, module)| {
        let file = ident(&file_module(stem, &exported));
        let types = module.types.iter().map(|def| (ident(def.path.name.upper_camel()), def.gate.clone()));
        let modules = module.modules.iter().map(|(name, inner)| (ident(name), gate_of(inner)));
        let all: Vec<_> = types.chain(modules).collect();
        all.into_iter().map(move |(name, gate)| {
            let gate = gate::attribute(&gate);
            quote!(#gate pub use self::#file::#name;)
        })
    });
    quote!(#docs #(#modules)* #(#exports)*)
}

/// The module of a file, which is seen by nobody. It is none of those that everybody sees: `Dog` and `DogRs` can both have
/// inline types.
fn file_module(stem: &str, exported: &BTreeSet<&str>) -> String {
    let name = format!("{}_rs", stem.trim_end_matches('_'));
    if exported.contains(name.as_str()) { format!("{name}_") } else { name }
}

/// A module exists if anything in it does.
fn gate_of(module: &Module<'_>) -> Gate {
    let own = module.types.iter().map(|def| def.gate.clone());
    let inner = module.modules.values().map(gate_of);
    own.chain(inner).reduce(Gate::or).unwrap_or(Gate::Always)
}

/// Types first, then the modules with their inline types, both by name; `outer` is what the module around demands.
fn contents(api: &Api, module: &Module<'_>, outer: &Gate) -> TokenStream {
    let mut types = module.types.clone();
    types.sort_by_key(|def| def.path.name.upper_camel());
    let paths = Paths::beside(types.iter().map(|def| def.path.name.upper_camel()));
    let definitions = types.iter().map(|def| definition(api, def, Place { paths, outer }));
    let modules = module.modules.iter().map(|(name, inner)| {
        let docs = docs::line(&format!("The inline types of `{name}`."));
        let own = gate_of(inner);
        let gate = gate::inside(&own, outer);
        let name = ident(name);
        let contents = contents(api, inner, &own);
        quote!(#docs #gate pub mod #name { #contents })
    });
    let definitions = rooted(quote!(#(#definitions)*), module.modules.keys().copied());
    quote!(#definitions #(#modules)*)
}

/// The module that a type is written into.
#[derive(Clone, Copy)]
pub(super) struct Place<'a> {
    /// How it says the names of the prelude.
    pub paths: Paths,
    /// The features it demands already.
    pub outer: &'a Gate,
}

impl Place<'_> {
    /// The attribute for an item of a type with this gate.
    pub(super) fn gate(self, def: &TypeDef) -> TokenStream {
        gate::inside(&def.gate, self.outer)
    }
}

fn definition(api: &Api, def: &TypeDef, place: Place<'_>) -> TokenStream {
    match &def.shape {
        Shape::Struct(shape) => structs::render(api, def, shape, place),
        Shape::Enum(shape) => enums::render(def, shape, place),
        Shape::Union(shape) => unions::render(api, def, shape, place),
        Shape::Alias(ty) => aliases::alias(api, def, ty, place),
        Shape::Tuple(tuple) => tuples::render(api, def, tuple, place),
        Shape::Newtype(ty) => aliases::newtype(api, def, ty, place),
    }
}
