//! Writing the lock.

mod client;

use crate::lock::{CONSTANT, CONSTRUCTOR, EXAMPLE, MOCKED, Places, YIELDED, column};
use crate::model::{
    Api, Constant, Content, EnumBase, Field, Location, Operation, OtherBody, Outcome, Parameter, Payload, Response,
    ResponseHeader, Server, ServerVariable, Shape, Type, TypeDef, TypePath,
};
use crate::names::source_text;
use crate::render::rust_text;

/// One line of the lock, as columns.
struct Item {
    kind: &'static str,
    columns: Vec<String>,
}

impl Item {
    /// Names what other files define by where they do.
    fn place(&mut self, places: &Places) {
        let yielded = self.columns.iter_mut().filter(|column| column.starts_with(YIELDED));
        for column in yielded {
            *column = format!("{YIELDED}{}", places.written(&column[YIELDED.len()..]));
        }
        if let Some(identity) = self.columns.last_mut() {
            *identity = places.written(identity).into_owned();
        }
    }
}

/// The items of the lock: operations, arguments, pages, types, fields, variants, servers, credentials, features and
/// yielded names, sorted.
pub fn items(api: &Api) -> Vec<String> {
    let mut items: Vec<Item> = Vec::new();
    items.extend(client::items(api));
    items.extend(api.named_servers.iter().flat_map(server_items));
    items.extend(api.example.map(|index| {
        let operation = &api.operations[index];
        let path = format!("Client::{}", source_text(operation.name.snake()));
        item(EXAMPLE, &path, &["the example of the crate docs".to_owned()], &operation.identity())
    }));
    for operation in &api.operations {
        items.extend(operation.headers.iter().map(|header| header_item(api, operation, header)));
        items.push(operation_item(api, operation));
        items.extend(stream_item(api, operation));
        items.extend(arguments(api, operation));
        items.extend(page_item(api, operation));
    }
    for def in &api.types {
        items.push(type_item(api, def));
        items.extend(members(api, def));
    }
    items.extend(
        api.yielded
            .iter()
            .map(|yielded| item("pin", &yielded.path, &[format!("{YIELDED}{}", yielded.to)], &yielded.identity)),
    );
    items.iter_mut().for_each(|item| item.place(&api.places));
    lines(items)
}

fn item(kind: &'static str, path: &str, middle: &[String], identity: &str) -> Item {
    let all = std::iter::once(path).chain(middle.iter().map(String::as_str)).chain([identity]);
    Item { kind, columns: all.map(column).collect() }
}

/// The facts, and that whoever uses the thing is warned.
fn marked(facts: impl IntoIterator<Item = String>, deprecated: bool) -> Vec<String> {
    facts.into_iter().chain(deprecated.then(|| "deprecated".to_owned())).collect()
}

fn lines(items: Vec<Item>) -> Vec<String> {
    let mut lines: Vec<String> =
        items.into_iter().map(|item| format!("{:<5}  {}", item.kind, item.columns.join("  "))).collect();
    lines.sort();
    lines
}

/// The struct of a server, a field for each variable, and the enum of a variable with listed values.
fn server_items(server: &Server) -> Vec<Item> {
    let path = format!("servers::{}", source_text(server.name.upper_camel()));
    let module = format!("servers::{}", source_text(server.name.snake()));
    let open = server.url_variables().filter(|variable| variable.default.is_none());
    let origin = server.relative.then(|| "origin".to_owned());
    let asked = origin.into_iter().chain(open.map(|variable| source_text(variable.name.snake())));
    let constructor = signature(&asked.collect::<Vec<_>>());
    let mut items = vec![item("type", &path, &["struct".to_owned(), constructor], &server.identity)];
    for variable in &server.variables {
        let ty = format!("{module}::{}", source_text(variable.name.upper_camel()));
        let facts = [
            if variable.values.is_empty() { "String".to_owned() } else { ty.clone() },
            demand(variable.default.is_none()),
        ];
        items.push(item(
            "field",
            &format!("{path}.{}", source_text(variable.name.snake())),
            &facts,
            &variable.identity,
        ));
        items.extend(value_items(&ty, variable));
    }
    items
}

fn value_items(ty: &str, variable: &ServerVariable) -> Vec<Item> {
    if variable.values.is_empty() {
        return Vec::new();
    }
    let values = variable.values.iter().map(|value| {
        let path = format!("{ty}::{}", source_text(value.name.upper_camel()));
        item("var", &path, &[], &format!("{}/{}", variable.identity, value.name.wire()))
    });
    std::iter::once(item("type", ty, &["enum".to_owned()], &variable.identity)).chain(values).collect()
}

fn operation_item(api: &Api, operation: &Operation) -> Item {
    let errors =
        operation.responses.errors.iter().flat_map(|response| failures(api, response)).collect::<Vec<_>>().join(" | ");
    let fails = if errors.is_empty() { String::new() } else { format!(" ! {errors}") };
    let facts = format!("-> {}{fails}", output(api, operation));
    let facts = marked([facts], operation.deprecated);
    item("op", &format!("Client::{}", source_text(operation.name.snake())), &facts, &operation.identity())
}

fn output(api: &Api, operation: &Operation) -> String {
    match &operation.responses.output {
        Outcome::Nothing => "()".to_owned(),
        Outcome::One(response) => body_text(api, response),
        Outcome::Optional(response) => format!("Option<{}>", body_text(api, response)),
        Outcome::Several(responses) => {
            responses.iter().map(|response| answer(api, response)).collect::<Vec<_>>().join(" | ")
        }
    }
}

/// `404 types::Problem`
fn answer(api: &Api, response: &Response) -> String {
    format!("{} {}", response.status, body_text(api, response))
}

/// `400 types::Problem`, and `400 Text String` where the body can be text as well.
fn failures(api: &Api, response: &Response) -> Vec<String> {
    let other = |other: &OtherBody| {
        format!("{} {} {}", response.status, source_text(other.name.upper_camel()), payload(api, &other.content))
    };
    std::iter::once(answer(api, response)).chain(response.others.iter().map(other)).collect()
}

/// What an answer gives: `types::Pet`, or `()`.
pub(crate) fn body_text(api: &Api, response: &Response) -> String {
    response.content.as_ref().map_or_else(|| "()".to_owned(), |content| payload(api, content))
}

fn payload(api: &Api, content: &Content) -> String {
    match &content.payload {
        Payload::Json(ty) | Payload::Form(ty, _) | Payload::Multipart(ty, _) | Payload::Lines(ty) => {
            rust_text(api, ty, false)
        }
        Payload::Parts => "Form".to_owned(),
        Payload::Text => "String".to_owned(),
        Payload::Bytes => "bytes::Bytes".to_owned(),
        Payload::Stream(stream) => {
            let item = stream.item().map_or_else(|| "Event".to_owned(), |ty| rust_text(api, ty, false));
            format!("EventStream<{item}>")
        }
    }
}

/// The stream that a call can be answered with, where that is not what awaiting it gives.
fn stream_item(api: &Api, operation: &Operation) -> Option<Item> {
    let (content, _) = operation.responses.stream()?;
    let gives = payload(api, content);
    let path = format!("Client::{}.into_events", source_text(operation.name.snake()));
    let identity = format!("{} stream {}", operation.identity(), content.media_type);
    (output(api, operation) != gives).then(|| item("op", &path, &[format!("-> {gives}")], &identity))
}

/// Octets that are sent are a file.
fn sent(api: &Api, content: &Content) -> String {
    if content.payload == Payload::Bytes { "File".to_owned() } else { payload(api, content) }
}

/// The parameters and the body, in the words of the identity that names them next time.
fn arguments(api: &Api, operation: &Operation) -> Vec<Item> {
    let mut items: Vec<Item> =
        operation.parameters.iter().map(|parameter| argument(api, operation, parameter)).collect();
    if let Some(body) = &operation.body {
        items.extend(body.contents.iter().flat_map(|content| body_items(api, operation, body.required, content)));
    }
    items
}

/// The body as an argument, or as a setter; one that is not the first has a method of its own in either case.
fn body_items(api: &Api, operation: &Operation, required: bool, content: &Content) -> Vec<Item> {
    let identity = body_identity(&operation.identity(), &content.media_type);
    let facts = [sent(api, content), demand(required)];
    let own = operation.name.snake();
    let argument = match &content.constructor {
        Some(name) if required => format!("{}.body", source_text(name.snake())),
        Some(name) => format!("{}.{}", source_text(own), source_text(name.snake())),
        None => format!("{}.body", source_text(own)),
    };
    let mut items = vec![item("arg", &format!("Client::{argument}"), &facts, &identity)];
    items.extend(content.constructor.iter().filter(|_| required).map(|name| {
        let facts = marked([format!("-> {}", output(api, operation))], operation.deprecated);
        item("op", &format!("Client::{}", source_text(name.snake())), &facts, &identity)
    }));
    items
}

fn header_item(api: &Api, operation: &Operation, header: &ResponseHeader) -> Item {
    let path = format!("api::{}.{}", source_text(operation.name.snake()), source_text(header.name.snake()));
    let identity = format!("{} header {}", operation.identity(), header.name.wire());
    item("head", &path, &marked([rust_text(api, &header.ty, false)], header.deprecated), &identity)
}

/// That an operation has pages, and of what, decides over two methods of its call.
fn page_item(api: &Api, operation: &Operation) -> Option<Item> {
    let pagination = operation.pagination.as_ref()?;
    let path = format!("Client::{}.into_items", source_text(operation.name.snake()));
    let facts = [rust_text(api, &pagination.item, false)];
    Some(item("page", &path, &facts, &format!("{} pages", operation.identity())))
}

fn argument(api: &Api, operation: &Operation, parameter: &Parameter) -> Item {
    let path = format!("Client::{}.{}", source_text(operation.name.snake()), source_text(parameter.name.snake()));
    let demand = needed(api, &parameter.ty, parameter.required, parameter.constant.as_ref());
    // Nobody meets the type of what is always the same text.
    let ty = match parameter.constant {
        Some(Constant::Text(_)) => None,
        _ => Some(rust_text(api, &parameter.ty, false)),
    };
    // What stands between the brackets of a call cannot warn.
    let deprecated = parameter.deprecated && !parameter.is_argument();
    let facts = marked(ty.into_iter().chain([demand]), deprecated);
    item("arg", &path, &facts, &argument_identity(&operation.identity(), parameter.location, parameter.name.wire()))
}

/// What a parameter is, wherever among the parameters it is written.
pub fn argument_identity(operation: &str, location: Location, wire: &str) -> String {
    format!("{operation} {} {wire}", location.as_str())
}

/// What a body is: the operation and the media type.
pub fn body_identity(operation: &str, media_type: &str) -> String {
    format!("{operation} body {media_type}")
}

fn demand(required: bool) -> String {
    if required { "required" } else { "optional" }.to_owned()
}

fn type_item(api: &Api, def: &TypeDef) -> Item {
    let kind = match &def.shape {
        Shape::Struct(_) => "struct".to_owned(),
        Shape::Enum(_) => "enum open".to_owned(),
        Shape::Union(_) => "union open".to_owned(),
        Shape::Tuple(_) => "tuple".to_owned(),
        Shape::Alias(ty) => format!("= {}", rust_text(api, ty, false)),
        Shape::Newtype(ty) => format!("struct({})", rust_text(api, ty, false)),
    };
    let facts = std::iter::once(kind).chain(constructor(def)).chain(other_values(def));
    let facts = marked(facts, def.deprecated);
    item("type", &path(&def.path), &facts, &def.identity)
}

/// `of i64`: what the values are that an enum does not list, if not strings.
fn other_values(def: &TypeDef) -> Option<String> {
    let Shape::Enum(shape) = &def.shape else { return None };
    let base = match shape.base {
        EnumBase::String => return None,
        EnumBase::Integer => "i64",
        EnumBase::Unsigned => "u64",
        EnumBase::Number => "f64",
        EnumBase::Mixed => "serde_json::Value",
    };
    Some(format!("of {base}"))
}

/// `new(id, name)`, with the arguments in their order; `mock new(id, name)` if it needs that feature. Items of tuples are
/// called by their position.
fn constructor(def: &TypeDef) -> Option<String> {
    let name = |field: &&Field| match &def.shape {
        Shape::Tuple(tuple) => {
            tuple.items.iter().position(|item| std::ptr::eq(item, *field)).unwrap_or_default().to_string()
        }
        _ => source_text(field.name.snake()),
    };
    let names: Vec<String> = def.arguments()?.iter().map(name).collect();
    let feature = if def.open { "" } else { MOCKED };
    Some(format!("{feature}{}", signature(&names)))
}

fn signature(arguments: &[String]) -> String {
    format!("{CONSTRUCTOR}{})", arguments.join(", "))
}

/// `types::pet::Status`
pub(crate) fn path(path: &TypePath) -> String {
    let modules: String = path.modules.iter().map(|module| format!("{}::", source_text(module))).collect();
    format!("types::{modules}{}", source_text(path.name.upper_camel()))
}

fn members(api: &Api, def: &TypeDef) -> Vec<Item> {
    let owner = path(&def.path);
    match &def.shape {
        Shape::Struct(shape) => {
            let fields =
                shape.fields.iter().map(|field| field_item(api, &owner, &source_text(field.name.snake()), field));
            let additional = shape.additional.iter().map(|additional| {
                let ty = format!("BTreeMap<String, {}>", rust_text(api, &additional.ty, false));
                let identity = format!("{}/additionalProperties", def.identity);
                item("field", &format!("{owner}.{}", source_text(additional.name.snake())), &[ty], &identity)
            });
            fields.chain(additional).collect()
        }
        Shape::Tuple(tuple) => {
            let numbered = tuple.items.iter().enumerate();
            let items = numbered.map(|(index, field)| field_item(api, &owner, &index.to_string(), field));
            let rest = tuple.rest.iter().map(|rest| {
                let ty = format!("Vec<{}>", rust_text(api, rest, false));
                item("field", &format!("{owner}.{}", tuple.items.len()), &[ty], &format!("{}/items", def.identity))
            });
            items.chain(rest).collect()
        }
        Shape::Enum(shape) => {
            let variants = shape.variants.iter();
            variants
                .map(|variant| variant_item(&owner, def, variant.name.upper_camel(), variant.name.wire(), None))
                .collect()
        }
        Shape::Union(union) => {
            let variants = union.variants.iter();
            variants
                .map(|variant| {
                    let ty = rust_text(api, &variant.ty, variant.boxed);
                    variant_item(&owner, def, variant.name.upper_camel(), variant.name.wire(), Some(ty))
                })
                .collect()
        }
        Shape::Alias(_) | Shape::Newtype(_) => Vec::new(),
    }
}

fn field_item(api: &Api, owner: &str, name: &str, field: &Field) -> Item {
    let ty = rust_text(api, &field.ty, field.boxed);
    let ty = if field.required { ty } else { format!("Option<{ty}>") };
    let demand = needed(api, &field.ty, field.required || field.asked, field.constant.as_ref());
    let facts = marked([ty, demand], field.deprecated);
    item("field", &format!("{owner}.{name}"), &facts, &field.identity)
}

/// `required`, `optional`, or what something is by itself: `constant cat`.
fn needed(api: &Api, ty: &Type, required: bool, constant: Option<&Constant>) -> String {
    match constant {
        None => demand(required),
        Some(constant) => format!("{CONSTANT}{}", constant.text(api.enumeration(ty))),
    }
}

fn variant_item(owner: &str, def: &TypeDef, name: &str, wire: &str, ty: Option<String>) -> Item {
    let identity = format!("{}/{wire}", def.identity);
    item("var", &format!("{owner}::{}", source_text(name)), &ty.into_iter().collect::<Vec<_>>(), &identity)
}
