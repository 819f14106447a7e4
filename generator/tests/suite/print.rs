//! The model as text: every decision of the lowering on one line each, nothing of how it is rendered.

use generator::model::{
    Api, Constant, Content, Docs, Encoding, Enum, Field, Gate, Incoming, Notation, Operation, OtherBody, Outcome,
    Pagination, Parameter, Payload, Response, Server, ServerVariable, Shape, Status, Stream, Struct, Tuple, Type,
    TypeDef, TypePath, Union,
};

/// The whole model. Prose is left out but for the facts: it shows in the code.
pub fn api(api: &Api) -> String {
    let mut lines = Vec::new();
    lines.extend(api.servers.iter().map(|server| format!("server {server}")));
    lines.extend(api.base_url.iter().map(|url| format!("base {url}")));
    lines.extend(api.named_servers.iter().flat_map(server));
    lines.extend(
        api.schemes
            .iter()
            .map(|scheme| format!("scheme {} ({}) {:?}", scheme.name.snake(), quoted(scheme.name.wire()), scheme.kind)),
    );
    lines.extend(
        api.tags.iter().map(|tag| format!("tag {} mod {} feature {}", quoted(&tag.name), tag.module, tag.feature)),
    );
    api.operations.iter().for_each(|operation| lines.extend(self::operation(api, operation)));
    lines.extend(
        api.webhooks
            .iter()
            .map(|webhook| format!("webhook {}{}", quoted(&webhook.name), incoming(api, &webhook.request))),
    );
    api.types.iter().for_each(|def| lines.extend(type_def(api, def)));
    lines.extend(
        api.yielded.iter().map(|it| format!("yielded {} to {} — {}", it.path, visible(&it.to), visible(&it.identity))),
    );
    lines.into_iter().map(|line| line + "\n").collect()
}

fn server(server: &Server) -> Vec<String> {
    let (name, relative) = (server.name.upper_camel(), flag(server.relative, "relative"));
    let head = format!("server {name} ({}): {}{relative}", quoted(server.name.wire()), server.template());
    let variable = |it: &ServerVariable| {
        let values: Vec<&str> = it.values.iter().map(|value| value.name.upper_camel()).collect();
        let values = if values.is_empty() { String::new() } else { format!(" among {}", values.join(", ")) };
        let default = it.default.as_deref().map_or_else(|| "no default".to_owned(), quoted);
        format!("  {} ({}): {default}{values}", it.name.snake(), quoted(it.name.wire()))
    };
    std::iter::once(head).chain(server.variables.iter().map(variable)).collect()
}

fn operation(api: &Api, operation: &Operation) -> Vec<String> {
    let head = format!(
        "op {} ({}) {}{} mod {}{}{}",
        operation.name.snake(),
        quoted(operation.name.wire()),
        operation.identity(),
        request(operation),
        operation.module,
        gate(&operation.gate),
        flag(operation.deprecated, "deprecated"),
    );
    let mut lines = vec![head];
    lines.extend(operation.servers.iter().map(|server| format!("  server {server}")));
    lines.extend(operation.security.iter().map(|alternatives| format!("  security {}", security(api, alternatives))));
    lines.extend(operation.parameters.iter().map(|parameter| self::parameter(api, parameter)));
    for content in operation.body.iter().flat_map(|body| &body.contents) {
        let required = operation.body.as_ref().is_some_and(|body| body.required);
        let constructor = content.constructor.iter().map(|name| format!(" through {}", name.snake()));
        let constructor: String = constructor.collect();
        lines.push(format!("  body{} {}{constructor}", demand(required), self::content(api, content)));
    }
    lines.extend(output(api, &operation.responses.output));
    lines.extend(operation.responses.statuses.iter().map(|statuses| {
        let statuses: Vec<String> = statuses.iter().map(ToString::to_string).collect();
        format!("  succeeds with {}", statuses.join(", "))
    }));
    lines.extend(operation.responses.errors.iter().map(|error| format!("  ! {}", response(api, error))));
    let produced = &operation.responses.produced;
    lines.extend((!produced.is_empty()).then(|| format!("  produces {}", produced.join(", "))));
    lines.extend(operation.pagination.iter().map(|pages| {
        let Pagination { items, item, next, more } = pages;
        format!(
            "  pages {} of {}: {next:?}{}",
            quoted(items),
            ty(api, item),
            more.iter().map(|more| format!(" while {more}")).collect::<String>()
        )
    }));
    lines.extend(operation.callbacks.iter().map(|callback| {
        let (name, address) = (quoted(&callback.name), quoted(&callback.address));
        format!("  callback {name} to {address}{}", incoming(api, &callback.request))
    }));
    lines.extend(
        operation.links.iter().map(|link| format!("  link {} to {}", quoted(&link.name), quoted(&link.target))),
    );
    lines.extend(operation.headers.iter().map(|header| {
        let json = flag(header.json, "json");
        format!("  header {} ({}): {}{json}", header.name.snake(), quoted(header.name.wire()), ty(api, &header.ty))
    }));
    lines
}

fn incoming(api: &Api, request: &Incoming) -> String {
    let body = request.body.as_ref().map(|carried| format!(" {}", content(api, carried))).unwrap_or_default();
    let parameters: String =
        request.parameters.iter().map(|(place, name)| format!(" {}:{}", place.as_str(), quoted(name))).collect();
    let answers: String = request
        .answers
        .iter()
        .map(|answer| {
            let body = answer.body.as_ref().map(|carried| format!(" {}", content(api, carried))).unwrap_or_default();
            format!(" -> {}{body}", answer.status)
        })
        .collect();
    format!(" {}{body}{parameters}{answers}", request.method)
}

/// Where the request goes, if the path does not say it.
fn request(operation: &Operation) -> String {
    let query: String = operation.fixed_query.iter().map(|(name, value)| format!(" {name}={value}")).collect();
    if operation.request_path == operation.path { query } else { format!(" at {}{query}", operation.request_path) }
}

fn security(api: &Api, alternatives: &[Vec<usize>]) -> String {
    let scheme = |index: &usize| api.schemes[*index].name.snake().to_owned();
    let alternative = |schemes: &Vec<usize>| match &schemes[..] {
        [] => "anonymous".to_owned(),
        _ => schemes.iter().map(scheme).collect::<Vec<_>>().join(" and "),
    };
    match alternatives {
        [] => "none".to_owned(),
        _ => alternatives.iter().map(alternative).collect::<Vec<_>>().join(", or "),
    }
}

fn parameter(api: &Api, parameter: &Parameter) -> String {
    format!(
        "  {:?} {} ({}): {}{}{} {:?}{}{}{}{}{}{}{}",
        parameter.location,
        parameter.name.snake(),
        quoted(parameter.name.wire()),
        ty(api, &parameter.ty),
        demand(parameter.required),
        constant(parameter.constant.as_ref()),
        parameter.style,
        flag(parameter.explode, "explode"),
        flag(parameter.allow_reserved, "reserved"),
        flag(parameter.notation == Notation::Json, "json"),
        form(&parameter.notation),
        flag(parameter.secret, "secret"),
        flag(parameter.deprecated, "deprecated"),
        facts(&parameter.docs),
    )
}

fn output(api: &Api, outcome: &Outcome) -> Vec<String> {
    match outcome {
        Outcome::Nothing => vec!["  -> ()".to_owned()],
        Outcome::One(one) => vec![format!("  -> {}", response(api, one))],
        Outcome::Optional(one) => vec![format!("  -> optional {}", response(api, one))],
        Outcome::Several(several) => several.iter().map(|one| format!("  -> one of: {}", response(api, one))).collect(),
    }
}

fn response(api: &Api, response: &Response) -> String {
    let status = match response.status {
        Status::Exact(code) => code.to_string(),
        Status::Range(hundred) => format!("{hundred}XX"),
        Status::Default => "default".to_owned(),
    };
    let body = response.content.as_ref().map_or_else(|| "nothing".to_owned(), |body| content(api, body));
    let stream = response.stream.as_ref().filter(|stream| response.content.as_ref() != Some(stream));
    let stream = stream.map(|stream| format!(", or {}", content(api, stream))).unwrap_or_default();
    let also: String = response.also.iter().map(|also| format!(", also {also}")).collect();
    let others: String = response.others.iter().map(|it| other(api, it)).collect();
    let unread: String = response.alternatives.iter().map(|unread| format!(", else {unread}")).collect();
    format!("{status} {body}{also}{stream}{others}{unread}")
}

fn other(api: &Api, other: &OtherBody) -> String {
    let also: String = other.also.iter().map(|also| format!(", also {also}")).collect();
    format!(", or {}: {}{also}", other.name.upper_camel(), content(api, &other.content))
}

fn content(api: &Api, content: &Content) -> String {
    let payload = match &content.payload {
        Payload::Json(inner) => format!("json {}", ty(api, inner)),
        Payload::Form(inner, encodings) => format!("form {}{}", ty(api, inner), self::encodings(encodings)),
        Payload::Multipart(inner, encodings) => format!("parts {}{}", ty(api, inner), self::encodings(encodings)),
        Payload::Parts => "parts".to_owned(),
        Payload::Text => "text".to_owned(),
        Payload::Bytes => "bytes".to_owned(),
        Payload::Lines(inner) => format!("lines {}", ty(api, inner)),
        Payload::Stream(stream) => self::stream(api, stream),
    };
    format!("{} as {payload}", content.media_type)
}

fn stream(api: &Api, stream: &Stream) -> String {
    let form = match stream {
        Stream::Events => "events",
        Stream::EventData(_) => "events with data",
        Stream::EventObjects(_) => "events as objects",
        Stream::EventTexts(_) => "events as objects with text",
        Stream::Lines(_) => "lines",
        Stream::Sequence(_) => "sequence",
    };
    stream.item().map_or_else(|| form.to_owned(), |item| format!("{form} of {}", ty(api, item)))
}

fn form(notation: &Notation) -> String {
    match notation {
        Notation::Form(encodings) => format!(" form{}", self::encodings(encodings)),
        Notation::Styled | Notation::Json => String::new(),
    }
}

fn encodings(encodings: &[Encoding]) -> String {
    encodings.iter().map(|it| format!("; {} {:?}", quoted(&it.property), it.manner)).collect()
}

fn type_def(api: &Api, def: &TypeDef) -> Vec<String> {
    let (kind, members) = match &def.shape {
        Shape::Struct(shape) => ("struct".to_owned(), fields(api, shape)),
        Shape::Enum(shape) => (format!("enum of {:?}", shape.base), values(shape)),
        Shape::Union(shape) => (union_kind(shape), branches(api, shape)),
        Shape::Tuple(tuple) => ("tuple".to_owned(), items(api, tuple)),
        Shape::Alias(inner) => (format!("= {}", ty(api, inner)), Vec::new()),
        Shape::Newtype(inner) => (format!("around {}", ty(api, inner)), Vec::new()),
    };
    let use_ = match (def.in_request, def.in_response) {
        (true, true) => "",
        (true, false) => " sent",
        (false, true) => " received",
        (false, false) => " unused",
    };
    let deprecated = flag(def.deprecated, "deprecated");
    let facts = facts(&def.docs);
    let head = format!(
        "type {} {kind}{use_}{}{deprecated}{facts} — {}",
        path(&def.path),
        gate(&def.gate),
        visible(&def.identity)
    );
    std::iter::once(head).chain(members).collect()
}

fn fields(api: &Api, shape: &Struct) -> Vec<String> {
    let named = shape.fields.iter().map(|it| field(api, it));
    let rest = shape.additional.iter().map(|rest| format!("  ..{}: {}", rest.name.snake(), ty(api, &rest.ty)));
    named.chain(rest).collect()
}

fn field(api: &Api, field: &Field) -> String {
    format!(
        "  {} ({}): {}{}{}{}{}{}{}{}{}",
        field.name.snake(),
        quoted(field.name.wire()),
        ty(api, &field.ty),
        demand(field.required),
        constant(field.constant.as_ref()),
        flag(field.boxed, "boxed"),
        flag(field.read_only, "read-only"),
        flag(field.write_only, "write-only"),
        flag(field.deprecated, "deprecated"),
        flag(field.secret, "secret"),
        facts(&field.docs),
    )
}

fn items(api: &Api, tuple: &Tuple) -> Vec<String> {
    let items = tuple.items.iter().map(|it| field(api, it));
    let rest = tuple.rest.iter().map(|rest| format!("  ..: {}", ty(api, rest)));
    items.chain(rest).collect()
}

fn constant(constant: Option<&Constant>) -> String {
    constant.map_or_else(String::new, |constant| format!(" constant {constant:?}"))
}

fn values(shape: &Enum) -> Vec<String> {
    let value = |it: &generator::model::Variant| format!("  {} ({})", it.name.upper_camel(), quoted(it.name.wire()));
    shape.variants.iter().map(value).collect()
}

fn union_kind(shape: &Union) -> String {
    match &shape.discriminator {
        Some(discriminator) => {
            let default = discriminator.default.iter().map(|name| format!(", else {}", name.upper_camel()));
            format!("union by {}{}", quoted(&discriminator.property), default.collect::<String>())
        }
        None => "union by shape".to_owned(),
    }
}

fn branches(api: &Api, shape: &Union) -> Vec<String> {
    let branch = |it: &generator::model::UnionVariant| {
        let tags: Vec<String> = it.tags.iter().map(|tag| quoted(tag)).collect();
        let tags = if tags.is_empty() { String::new() } else { format!(" tagged {}", tags.join(", ")) };
        format!("  {}({}){}{tags}", it.name.upper_camel(), ty(api, &it.ty), flag(it.boxed, "boxed"))
    };
    shape.variants.iter().map(branch).collect()
}

fn ty(api: &Api, it: &Type) -> String {
    match it {
        Type::Array(inner) => format!("[{}]", ty(api, inner)),
        Type::Map(inner) => format!("{{{}}}", ty(api, inner)),
        Type::Nullable(inner) => format!("{} or null", ty(api, inner)),
        Type::Named(id) => path(&api.type_def(*id).path),
        Type::Format(format) => format!("{format:?}"),
        plain => format!("{plain:?}"),
    }
}

fn path(path: &TypePath) -> String {
    let modules: String = path.modules.iter().map(|module| format!("{module}::")).collect();
    modules + path.name.upper_camel()
}

fn gate(gate: &Gate) -> String {
    match gate {
        Gate::Always => String::new(),
        Gate::Any(features) => format!(" if {}", features.iter().cloned().collect::<Vec<_>>().join(" or ")),
    }
}

fn facts(docs: &Docs) -> String {
    docs.facts.iter().map(|fact| format!("; {fact}")).collect()
}

fn demand(required: bool) -> &'static str {
    if required { "" } else { "?" }
}

fn flag(on: bool, word: &str) -> String {
    if on { format!(" {word}") } else { String::new() }
}

/// An identity on one line.
fn visible(identity: &str) -> String {
    identity.replace('\n', "\\n")
}

/// The wire's spelling, which may hold anything.
fn quoted(wire: &str) -> String {
    format!("{wire:?}")
}
