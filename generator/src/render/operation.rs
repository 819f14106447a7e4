//! `src/api/`: one file for each tag, with the operations whose first tag it is.

use std::collections::BTreeMap;

use indexmap::IndexSet;
use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::{Body, Piece, Source, bodies, calls, docs, errors, gate, headers, outputs, pagination, streams};
use crate::media_type::is_of_range;
use crate::model::{Api, Location, Notation, Operation, Parameter, Response, Status, Style};
use crate::names::{ident, needs_path, unique_file_stem};

/// All files under `src/api/`.
pub(super) fn api(api: &Api) -> impl Iterator<Item = Source<'_>> {
    let groups = groups(api);
    let index = Source::rust("src/api/mod.rs", index(&groups));
    let files = groups.into_iter().map(|(module, operations)| Source {
        path: format!("src/api/{}.rs", unique_file_stem(module)),
        body: file(api, module, operations),
    });
    std::iter::once(index).chain(files)
}

/// The operations by the module of their tag, each group by name.
pub(super) fn groups(api: &Api) -> BTreeMap<&str, Vec<&Operation>> {
    let mut groups: BTreeMap<&str, Vec<&Operation>> = BTreeMap::new();
    for operation in &api.operations {
        groups.entry(&operation.module).or_default().push(operation);
    }
    groups.values_mut().for_each(|operations| operations.sort_by_key(|operation| operation.name.snake()));
    groups
}

/// `mod pets;` for each group, as far as its features are there.
pub(super) fn modules(groups: &BTreeMap<&str, Vec<&Operation>>) -> impl Iterator<Item = TokenStream> {
    groups.iter().map(|(module, operations)| {
        let path = format!("{}.rs", unique_file_stem(module));
        let gate = gate::attribute(&group_gate(operations));
        let name = ident(module);
        let path = needs_path(module).then(|| quote!(#[path = #path]));
        quote!(#gate #path mod #name;)
    })
}

fn index(groups: &BTreeMap<&str, Vec<&Operation>>) -> TokenStream {
    let docs = docs::inner(&[
        "The operations of the document, by tag; each is a method of [`Client`](crate::Client).".to_owned()
    ]);
    let modules = modules(groups);
    let exports = groups.iter().map(|(module, operations)| {
        let gate = gate::attribute(&group_gate(operations));
        let name = ident(module);
        quote!(#gate pub use self::#name::*;)
    });
    quote!(#docs #(#modules)* #(#exports)*)
}

/// What a file of these operations needs.
pub(super) fn group_gate(operations: &[&Operation]) -> crate::model::Gate {
    let gates = operations.iter().map(|operation| operation.gate.clone());
    gates.reduce(crate::model::Gate::or).unwrap_or(crate::model::Gate::Always)
}

fn file<'a>(api: &'a Api, module: &str, operations: Vec<&'a Operation>) -> Body<'a> {
    let outer = group_gate(&operations);
    let tag = api.tags.iter().find(|tag| tag.module == module);
    let title = tag.map_or_else(
        || "Operations without a tag.".to_owned(),
        |tag| format!("Operations of the tag {}.", docs::code(&tag.name)),
    );
    let description = tag.and_then(|tag| docs::safe(&tag.description));
    let docs = docs::inner(&std::iter::once(title).chain(description).collect::<Vec<_>>());
    let imports = imports(&operations);
    let head = quote!(#docs use crate::runtime::{#(#imports),*};);
    let (inner, all) = (outer.clone(), operations.clone());
    let methods = all.into_iter().map(move |operation| Piece::Methods(calls::methods(api, operation, &inner)));
    let types = operations.into_iter().map(move |operation| Piece::Items(definition(api, operation, &outer)));
    Body::Pieces(Box::new(std::iter::once(Piece::Items(head)).chain(methods).chain(types)))
}

/// `Parameter` only where there is one.
fn imports(operations: &[&Operation]) -> Vec<proc_macro2::Ident> {
    let mut names = vec!["Call", "Client", "DecodeError", "Error", "Operation", "OperationInfo"];
    if operations.iter().any(|operation| !operation.parameters.is_empty()) {
        names.push("Parameter");
    }
    names.extend(["Received", "Request"]);
    names.into_iter().map(ident).collect()
}

/// The marker type of an operation with its facts, its setters, and the types of its answers.
fn definition(api: &Api, operation: &Operation, outer: &crate::model::Gate) -> TokenStream {
    let gate = gate::inside(&operation.gate, outer);
    let name = marker(operation);
    let doc = docs::line(&format!(
        "{}: the operation behind [`Client::{}`].",
        docs::code(&format!("{} {}", operation.method, operation.path)),
        operation.name.snake()
    ));
    let output = outputs::output_type(api, operation);
    let error = errors::name(operation);
    let info = info(operation);
    let output_body = outputs::decode(operation);
    let error_body = errors::decode(operation);
    let open = streams::open(operation);
    let streams = streams::definition(api, operation, &name);
    let is_success = operation.responses.statuses.as_deref().map(is_success);
    let params = calls::params(api, operation);
    let setters = calls::setters(api, operation);
    let outputs = outputs::definition(api, operation);
    let headers = headers::definition(api, operation);
    let errors = errors::definition(api, operation);
    let pagination = pagination::definition(api, operation);
    let items = quote! {
        #doc
        #[derive(Clone, Copy, Debug)]
        #[non_exhaustive]
        pub struct #name;
        impl Operation for #name {
            type Output = #output;
            type Error = #error;
            const INFO: &'static OperationInfo = &#info;
            #open
            fn output(response: &Received) -> Result<Self::Output, DecodeError> { #output_body }
            fn error(response: &Received) -> Self::Error { #error_body }
            #is_success
        }
        #pagination
        #streams
        #params
        #setters
        #outputs
        #headers
        #errors
    };
    gated(gate, items)
}

/// `Operation::is_success`, where the document says what a success is.
fn is_success(statuses: &[Status]) -> TokenStream {
    let tests = statuses.iter().filter(|status| !errors::overlaps(**status, statuses)).map(|it| is_status(*it));
    quote! {
        fn is_success(status: u16) -> bool {
            #(#tests)||*
        }
    }
}

fn is_status(status: Status) -> TokenStream {
    match status {
        Status::Exact(code) => {
            let code = Literal::u16_unsuffixed(code);
            quote!(status == #code)
        }
        Status::Range(hundred) => {
            let hundred = Literal::u16_unsuffixed(hundred);
            quote!(status / 100 == #hundred)
        }
        Status::Default => quote!(true),
    }
}

/// Puts an attribute on each of several items.
fn gated(gate: TokenStream, items: TokenStream) -> TokenStream {
    if gate.is_empty() {
        return items;
    }
    match syn::parse2::<syn::File>(items.clone()) {
        Ok(file) => {
            let items = file.items;
            quote!(#(#gate #items)*)
        }
        Err(_) => items,
    }
}

/// The identifier of the marker type; one that ends like the types of answers has a word more.
pub(super) fn marker(operation: &Operation) -> proc_macro2::Ident {
    ident(&stem(operation))
}

/// The derive macros of the prelude, whose names a type may have too.
const DERIVES: &[&str] = &["Clone", "Copy", "Debug", "Default", "Eq", "Hash", "Ord", "PartialEq", "PartialOrd"];

/// A link to the marker type, for documentation.
pub(super) fn link(operation: &Operation) -> String {
    let name = stem(operation);
    if DERIVES.contains(&name.as_str()) { format!("[`{name}`](struct@{name})") } else { format!("[`{name}`]") }
}

/// The names that a file of operations uses for others: what it imports, and the prelude.
const IN_SCOPE: &[&str] = &[
    "Box",
    "Call",
    "Client",
    "DecodeError",
    "Err",
    "From",
    "Into",
    "None",
    "Ok",
    "Operation",
    "OperationInfo",
    "Option",
    "Parameter",
    "Received",
    "Request",
    "Result",
    "Some",
    "String",
    "Vec",
];

/// What the names of an operation's types end in.
const ENDINGS: [&str; 4] = ["Error", "Headers", "Output", "Params"];

/// What the names of an operation's types begin with.
pub(super) fn stem(operation: &Operation) -> String {
    let name = operation.name.upper_camel();
    let taken = ENDINGS.iter().any(|ending| name.ends_with(ending));
    let own = std::iter::once(name.to_owned()).chain(ENDINGS.iter().map(|ending| format!("{name}{ending}")));
    let imported = own.into_iter().any(|own| IN_SCOPE.contains(&own.as_str()));
    if taken || imported { format!("{name}Operation") } else { name.to_owned() }
}

/// The name of one of an operation's types. The underscore of `Self_` is for the keyword alone.
pub(super) fn with_ending(operation: &Operation, ending: &str) -> proc_macro2::Ident {
    ident(&format!("{}{ending}", stem(operation).trim_end_matches('_')))
}

fn info(operation: &Operation) -> TokenStream {
    let (id, method, path) = (operation.id(), &operation.method, &operation.request_path);
    let tags = &operation.tags;
    let parameters = operation.parameters.iter().map(parameter);
    let security = match &operation.security {
        None => quote!(None),
        Some(alternatives) => {
            let alternatives = alternatives.iter().map(|schemes| {
                let schemes = schemes.iter().map(|scheme| Literal::usize_unsuffixed(*scheme));
                quote!(&[#(#schemes),*])
            });
            quote!(Some(&[#(#alternatives),*]))
        }
    };
    let accept = accept(operation);
    let servers = &operation.servers;
    quote! {
        OperationInfo {
            id: #id,
            method: #method,
            path_template: #path,
            tags: &[#(#tags),*],
            parameters: &[#(#parameters),*],
            security: #security,
            accept: #accept,
            servers: &[#(#servers),*],
        }
    }
}

/// The parameter as a constant; what is the default of its location is not said.
fn parameter(parameter: &Parameter) -> TokenStream {
    let name = parameter.name.wire();
    let (constructor, default) = match parameter.location {
        Location::Path => (quote!(Parameter::path), Style::Simple),
        Location::Query => (quote!(Parameter::query), Style::Form),
        Location::QueryString => (quote!(Parameter::query_string), Style::Form),
        Location::Header => (quote!(Parameter::header), Style::Simple),
        Location::Cookie => (quote!(Parameter::cookie), Style::Form),
    };
    let style = style(parameter.style, parameter.explode, default);
    let reserved = parameter.allow_reserved.then(|| quote!(.allow_reserved()));
    let notation = match &parameter.notation {
        Notation::Styled => quote!(),
        Notation::Json => quote!(.json()),
        Notation::Form(encodings) => {
            let encodings = bodies::encodings(encodings);
            quote!(.form(#encodings))
        }
    };
    let secret = parameter.secret.then(|| quote!(.secret()));
    quote!(#constructor(#name) #style #reserved #notation #secret)
}

/// `.style(…).explode(…)`, as far as they are not the default.
pub(super) fn style(style: Style, explode: bool, default: Style) -> TokenStream {
    let explodes = matches!(style, Style::Form | Style::DeepObject | Style::Cookie);
    let explode = (explode != explodes).then(|| quote!(.explode(#explode)));
    let style = (style != default).then(|| {
        let style = ident(style_name(style));
        quote!(.style(crate::runtime::Style::#style))
    });
    quote!(#style #explode)
}

fn style_name(style: Style) -> &'static str {
    match style {
        Style::Matrix => "Matrix",
        Style::Label => "Label",
        Style::Simple => "Simple",
        Style::Form => "Form",
        Style::SpaceDelimited => "SpaceDelimited",
        Style::PipeDelimited => "PipeDelimited",
        Style::DeepObject => "DeepObject",
        Style::Cookie => "Cookie",
    }
}

/// Every media type that is read, in the document's order; what is the first of an answer is preferred to what else it
/// can be (RFC 9110, 12.5.1). What a failure is and a success could be too, but is not read as, comes last. Where no success
/// says what it is, what the operation produces stands for it.
fn accept(operation: &Operation) -> String {
    let responses = &operation.responses;
    let all = || responses.successes.iter().chain(&responses.errors);
    let first = all().filter_map(|response| response.content.as_ref()).map(|content| &content.media_type);
    let first: IndexSet<&str> = responses.produced.iter().take(1).chain(first).map(String::as_str).collect();
    let is_covered = |media_type: &str| first.iter().any(|known| is_of_range(media_type, known));
    let unread: IndexSet<&str> =
        responses.successes.iter().flat_map(Response::unread_by_a_call).map(String::as_str).collect();
    let further = all().flat_map(Response::further_media_types);
    let further = responses.produced.iter().skip(1).chain(further).map(String::as_str);
    let further: IndexSet<&str> = further.filter(|it| !is_covered(it) && !unread.contains(it)).collect();
    let (last, first): (Vec<&str>, Vec<&str>) = first.into_iter().partition(|it| unread.contains(it));
    let weighed = |media_types: Vec<&str>, weight: &str| media_types.iter().map(|it| format!("{it}{weight}")).collect();
    let further: Vec<String> = weighed(further.into_iter().collect(), ";q=0.9");
    let all = [weighed(first, ""), further, weighed(last, ";q=0.1")];
    all.concat().join(", ")
}
