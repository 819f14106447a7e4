//! The methods of the client, and the setters of what a call can leave out.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::arguments::{argument_type, converted, converts};
use super::bodies::{body_type, converted_body, send_body};
use super::links::links;
use super::masks::Shown;
use super::operation::{marker, with_ending};
use super::structs::{constant, deprecated, is_changeable};
use super::webhooks::callbacks;
use super::{Paths, docs, errors, gate, masks, outputs, pagination, streams};
use crate::model::{Api, Constant, Content, Docs, Gate, Operation, Parameter, Payload, Response};
use crate::names::ident;

/// More required parameters than this, the body counted, come as one struct.
const MOST_ARGUMENTS: usize = 5;

/// `pub fn list_team_members(&self, …) -> Call<ListTeamMembers>`, and one more for each further media type of the body.
pub(super) fn methods(api: &Api, operation: &Operation, outer: &Gate) -> TokenStream {
    let body = operation.body.as_ref().filter(|body| body.required);
    let contents: Vec<&Content> = body.iter().flat_map(|body| &body.contents).collect();
    let first = method(api, operation, outer, contents.first().copied());
    let others = contents.iter().skip(1).map(|content| method(api, operation, outer, Some(content)));
    quote!(#first #(#others)*)
}

fn method(api: &Api, operation: &Operation, outer: &Gate, body: Option<&Content>) -> TokenStream {
    let gate = gate::inside(&operation.gate, outer);
    let facts = [operation.docs.facts.clone(), links(operation), callbacks(api, operation)].concat();
    let said = Docs { facts, ..operation.docs.clone() };
    let (request, sections) = (request_line(operation, body), doc_sections(api, operation, body));
    let docs = match said.summary.trim().is_empty() && said.description.trim().is_empty() {
        true => docs::sections(&said, &request, &sections),
        false => docs::sections(&said, "", &[vec![request], sections].concat()),
    };
    let deprecated = deprecated(operation.deprecated);
    let constructor = body.and_then(|content| content.constructor.as_ref()).unwrap_or(&operation.name);
    let name = ident(constructor.snake());
    let marker = marker(operation);
    let (arguments, conversions) = arguments(api, operation);
    let body_argument = body.map(|content| {
        let ty = body_type(api, content);
        quote!(body: #ty,)
    });
    let sets = required(operation).map(|(index, parameter)| {
        let index = Literal::usize_unsuffixed(index);
        let value = value(operation, parameter);
        quote!(.argument(#index, &#value))
    });
    let constants = constants(api, operation);
    let body_conversion = body.and_then(|content| converted_body(api, content));
    let sends = body.map(send_body);
    let fixed = operation.fixed_query.iter().map(|(name, value)| quote!(.with_query(#name, #value)));
    quote! {
        #docs
        #gate
        #deprecated
        pub fn #name(&self, #arguments #body_argument) -> Call<#marker> {
            #conversions
            #body_conversion
            Request::new(#marker::INFO) #constants #(#sets)* #sends .call(self) #(#fixed)*
        }
    }
}

/// The parameters that a method asks for, with their indexes.
fn required(operation: &Operation) -> impl Iterator<Item = (usize, &Parameter)> {
    operation.parameters.iter().enumerate().filter(|(_, parameter)| parameter.is_argument())
}

/// What is sent by itself.
fn constants(api: &Api, operation: &Operation) -> TokenStream {
    let numbered = operation.parameters.iter().enumerate();
    let constants = numbered.filter_map(|(index, parameter)| {
        let index = Literal::usize_unsuffixed(index);
        let value = match parameter.constant.as_ref()? {
            Constant::Text(text) => quote!(#text),
            other => constant(api, &parameter.ty, other, Paths::default()),
        };
        Some(quote!(.argument(#index, &#value)))
    });
    quote!(#(#constants)*)
}

/// Do the required parameters come as one struct?
fn has_params(operation: &Operation) -> bool {
    let body = operation.body.as_ref().is_some_and(|body| body.required);
    required(operation).count() + usize::from(body) > MOST_ARGUMENTS
}

fn params_name(operation: &Operation) -> proc_macro2::Ident {
    with_ending(operation, "Params")
}

/// The arguments, and what makes values of them.
fn arguments(api: &Api, operation: &Operation) -> (TokenStream, TokenStream) {
    if has_params(operation) {
        let name = params_name(operation);
        return (quote!(params: #name,), TokenStream::new());
    }
    let arguments = required(operation).map(|(_, parameter)| argument(api, parameter));
    let converted = required(operation).filter(|(_, parameter)| converts(api, &parameter.ty));
    let conversions = converted.map(|(_, parameter)| conversion(api, parameter));
    (quote!(#(#arguments,)*), quote!(#(#conversions)*))
}

fn value(operation: &Operation, parameter: &Parameter) -> TokenStream {
    let name = ident(parameter.name.snake());
    if has_params(operation) { quote!(params.#name) } else { quote!(#name) }
}

/// The struct of the required parameters, or nothing.
pub(super) fn params(api: &Api, operation: &Operation) -> TokenStream {
    if !has_params(operation) {
        return TokenStream::new();
    }
    let name = params_name(operation);
    let doc = docs::line(&format!("What [`Client::{}`] must be given.", operation.name.snake()));
    let fields = required(operation).map(|(_, parameter)| {
        let docs = docs::docs(&parameter.docs, &docs::code(parameter.name.wire()));
        let name = ident(parameter.name.snake());
        let ty = Paths::default().ty(api, &parameter.ty);
        quote!(#docs pub #name: #ty,)
    });
    let shown: Vec<_> = required(operation).map(|(_, parameter)| Shown::parameter(api, parameter)).collect();
    let (derived, debug) = masks::derives(&name.to_string(), &TokenStream::new(), &shown);
    quote! {
        #doc
        #[derive(#derived)]
        pub struct #name { #(#fields)* }

        #debug
    }
}

/// `POST /pets`, and the media type where there is a choice of them.
fn request_line(operation: &Operation, body: Option<&Content>) -> String {
    let sent = body.filter(|content| content.constructor.is_some());
    let sent = sent.map_or_else(String::new, |content| format!(" with a body of {}", docs::code(&content.media_type)));
    format!("{}{sent}", docs::code(&format!("{} {}", operation.method, operation.path)))
}

fn doc_sections(api: &Api, operation: &Operation, body: Option<&Content>) -> Vec<String> {
    let mut sections = Vec::new();
    sections.extend(own_server(api, operation));
    let arguments = listed(operation, true, Parameter::is_argument);
    let optional = listed(operation, false, |parameter| is_settable(api, parameter));
    let constants = fixed(api, operation);
    sections.extend((!arguments.is_empty()).then(|| format!("# Arguments\n\n{}", arguments.join("\n"))));
    sections.extend((!optional.is_empty()).then(|| format!("# Setters\n\n{}", optional.join("\n"))));
    sections.extend((!constants.is_empty()).then(|| format!("# Sent by itself\n\n{}", constants.join("\n"))));
    sections.extend(body.or_else(|| optional_body(operation)).and_then(range));
    sections.extend(outputs::section(operation));
    sections.extend(pagination::section(operation));
    sections.extend(streams::section(api, operation, body));
    sections.extend(answered(operation));
    sections.extend(alternatives(operation));
    sections.extend(redirects(operation));
    sections.push(format!("# Errors\n\n{}", declared_errors(operation)));
    sections
}

fn optional_body(operation: &Operation) -> Option<&Content> {
    operation.body.as_ref()?.contents.first()
}

/// How to say which media type a body has, where the document leaves it open.
fn range(content: &Content) -> Option<String> {
    let is_open = matches!(content.payload, Payload::Bytes) && content.media_type.contains('*');
    let how = "`File::from(…).with_content_type(…)` says which one. Without it, that is for the ending of the file's name, or \
               it is `application/octet-stream`.";
    is_open.then(|| format!("# Media type\n\n{}: {how}", docs::code(&content.media_type)))
}

/// What becomes of redirects that the document declares.
fn redirects(operation: &Operation) -> Option<String> {
    let declared = operation.responses.successes.iter().chain(&operation.responses.errors);
    let mut redirects = declared.filter(|response| response.status.is_redirect());
    let status = redirects.next().filter(|_| operation.method == "GET")?.status;
    Some(format!(
        "# Redirects\n\n`{status}`: the call gives what it leads to. With `Options::redirects(0)` it is not followed."
    ))
}

fn declared_errors(operation: &Operation) -> String {
    let name = errors::name(operation);
    match operation.responses.errors[..] {
        [] => format!("The document declares none; [`{name}`] has the body of any."),
        _ => format!("What the document declares is in [`{name}`]."),
    }
}

/// How to know what octets or a text are, where they can be of several kinds.
fn answered(operation: &Operation) -> Option<String> {
    let is_plain = |content: &&Content| matches!(content.payload, Payload::Text | Payload::Bytes);
    let all = operation.responses.successes.iter().filter(|response| !response.also.is_empty());
    let all = all.filter_map(|response| Some((response.content.as_ref().filter(is_plain)?, &response.also)));
    let distinct: indexmap::IndexSet<String> = all
        .flat_map(|(content, also)| std::iter::once(&content.media_type).chain(also))
        .map(|media_type| docs::code(media_type))
        .collect();
    let how = "the header `content-type` of `.into_response()` says which one.";
    docs::listed(distinct).map(|list| format!("# Media types\n\n{list}: {how}"))
}

/// What else the server can answer with, and how to get it.
fn alternatives(operation: &Operation) -> Option<String> {
    let all = operation.responses.successes.iter().flat_map(Response::unread_by_a_call);
    let distinct: indexmap::IndexSet<String> = all.map(|media_type| docs::code(media_type)).collect();
    let how = "`.with_header(\"accept\", …)` asks for it, `.into_bytes()` receives it.";
    docs::listed(distinct).map(|list| format!("# Other media types\n\n{list}: {how}"))
}

/// Where it is sent, if that is not where all others are.
fn own_server(api: &Api, operation: &Operation) -> Option<String> {
    let first = operation.servers.first().filter(|first| Some(*first) != api.base_url.as_ref())?;
    Some(format!("It has a server of its own: {}.", docs::code(first)))
}

/// One list item for each described argument or setter.
fn listed(operation: &Operation, required: bool, is_listed: impl Fn(&Parameter) -> bool) -> Vec<String> {
    let parameters = operation.parameters.iter().filter(|parameter| is_listed(parameter));
    let mut items: Vec<String> =
        parameters.filter_map(|parameter| item(parameter.name.snake(), &parameter.docs, required)).collect();
    let body = operation.body.iter().filter(|body| body.required == required);
    items.extend(body.filter_map(|body| item("body", &body.docs, required)));
    items
}

/// One list item for each parameter that nobody has to give, and what is sent for it.
fn fixed(api: &Api, operation: &Operation) -> Vec<String> {
    let constants = operation.parameters.iter().filter_map(|parameter| Some((parameter, parameter.constant.as_ref()?)));
    let item = |(parameter, constant): (&Parameter, &Constant)| {
        let value = constant.text(api.enumeration(&parameter.ty));
        format!("- {}: {}", docs::code(parameter.name.wire()), docs::code(&value))
    };
    constants.map(item).collect()
}

/// An argument shows in the signature, so only what is said of it is news. A setter is always news, and has the facts in
/// its own documentation.
fn item(name: &str, docs: &Docs, required: bool) -> Option<String> {
    let text = if required { docs::prose(&docs.description) } else { docs::first_paragraph(&docs.description) };
    let text = text.map(|text| format!(": {text}"));
    let facts = docs::facts(docs).filter(|_| required).map(|facts| format!(" ({})", facts.join("; ")));
    let is_news = !required || text.is_some() || facts.is_some();
    is_news.then(|| format!("- `{name}`{}{}", text.unwrap_or_default(), facts.unwrap_or_default()))
}

fn argument(api: &Api, parameter: &Parameter) -> TokenStream {
    let name = ident(parameter.name.snake());
    let ty = argument_type(api, &parameter.ty, Paths::default());
    quote!(#name: #ty)
}

fn conversion(api: &Api, parameter: &Parameter) -> TokenStream {
    let name = ident(parameter.name.snake());
    let ty = Paths::default().ty(api, &parameter.ty);
    let value = converted(api, &parameter.ty, &name);
    quote!(let #name: #ty = #value;)
}

/// `impl Call<ListPets> { pub fn limit(…) … }`, or nothing.
pub(super) fn setters(api: &Api, operation: &Operation) -> TokenStream {
    let numbered = operation.parameters.iter().enumerate();
    let optional = numbered.filter(|(_, parameter)| is_settable(api, parameter));
    let setters: Vec<TokenStream> = optional.map(|(index, parameter)| setter(api, index, parameter)).collect();
    let body = operation.body.iter().filter(|body| !body.required);
    let bodies: Vec<TokenStream> = body.flat_map(|body| body_setters(api, &body.contents, &body.docs)).collect();
    if setters.is_empty() && bodies.is_empty() {
        return TokenStream::new();
    }
    let marker = marker(operation);
    quote!(impl Call<#marker> { #(#setters)* #(#bodies)* })
}

/// Can it be set on the call? What is sent by itself only if it could be something else.
fn is_settable(api: &Api, parameter: &Parameter) -> bool {
    match parameter.constant {
        Some(Constant::Text(_)) => false,
        Some(_) => is_changeable(api, &parameter.ty),
        None => !parameter.required,
    }
}

fn setter(api: &Api, index: usize, parameter: &Parameter) -> TokenStream {
    let name = ident(parameter.name.snake());
    let maybe = ident(&format!("maybe_{}", parameter.name.snake()));
    let index = Literal::usize_unsuffixed(index);
    let ty = Paths::default().ty(api, &parameter.ty);
    let argument = argument_type(api, &parameter.ty, Paths::default());
    let conversion = converts(api, &parameter.ty).then(|| conversion(api, parameter));
    let wire = docs::code(parameter.name.wire());
    let docs = docs::docs(&parameter.docs, &format!("Sets {wire}."));
    let maybe_docs = docs::line(&format!("Sets {wire} if there is a value."));
    let deprecated = deprecated(parameter.deprecated);
    quote! {
        #docs
        #deprecated
        pub fn #name(self, #name: #argument) -> Self {
            #conversion
            self.with_argument(#index, &#name)
        }
        #maybe_docs
        #deprecated
        pub fn #maybe(self, #name: Option<#ty>) -> Self {
            self.with_maybe_argument(#index, #name)
        }
    }
}

/// `body` for the first media type, `with_form_body` for others: that prefix is the runtime's, so no parameter has it.
fn body_setters(api: &Api, contents: &[Content], docs: &Docs) -> Vec<TokenStream> {
    let name =
        |content: &Content| content.constructor.as_ref().map_or_else(|| ident("body"), |name| ident(name.snake()));
    contents.iter().map(|content| body_setter(api, content, docs, &name(content))).collect()
}

fn body_setter(api: &Api, content: &Content, docs: &Docs, name: &proc_macro2::Ident) -> TokenStream {
    let ty = body_type(api, content);
    let send = send_body(content);
    let conversion = converted_body(api, content);
    let docs = docs::docs(docs, "Sets the body.");
    quote! {
        #docs
        pub fn #name(self, body: #ty) -> Self {
            #conversion
            self.with_request(|request| request #send)
        }
    }
}
