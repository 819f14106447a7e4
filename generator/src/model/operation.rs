//! Operations as methods of the client.

use std::borrow::Cow;
use std::fmt;

use crate::model::{Callback, Constant, Content, Docs, Encoding, Gate, Link, Pagination, Stream, Type};
use crate::names::Name;

/// An operation (OpenAPI 3.0.3, 4.7.10).
#[derive(Clone, Debug, PartialEq)]
pub struct Operation {
    /// Its name; the wire spelling is the `operationId`, or made from method and path where there is none.
    pub name: Name,
    /// The HTTP method, `GET`.
    pub method: String,
    /// The path template, `/pets/{id}`: the key in the document.
    pub path: String,
    /// The path to request; another one where the key is none, or holds a query string or a fragment.
    pub request_path: String,
    /// Pairs of the query string that every request has.
    pub fixed_query: Vec<(String, String)>,
    /// The tags, as the document spells them.
    pub tags: Vec<String>,
    /// The module of its first tag.
    pub module: String,
    /// The Cargo features it needs.
    pub gate: Gate,
    /// Its prose.
    pub docs: Docs,
    /// Is it `deprecated`?
    pub deprecated: bool,
    /// Path parameters in template order, then query, header and cookie by name.
    pub parameters: Vec<Parameter>,
    /// The request body.
    pub body: Option<Body>,
    /// The answers.
    pub responses: Responses,
    /// The headers that any of the answers may have, by name.
    pub headers: Vec<ResponseHeader>,
    /// The alternatives of schemes, as indexes into [`Api::schemes`](crate::model::Api::schemes): an empty list sends
    /// none, `None` says that the document is silent.
    pub security: Option<Vec<Vec<usize>>>,
    /// Base URLs of its own.
    pub servers: Vec<String>,
    /// How it goes on from page to page, if its answers are pages.
    pub pagination: Option<Pagination>,
    /// What the server calls back, by name, address and method.
    pub callbacks: Vec<Callback>,
    /// Where its answers lead, by name.
    pub links: Vec<Link>,
}

impl Operation {
    /// `GET /pets/{id}`: what the operation is, whatever it is called.
    pub fn identity(&self) -> String {
        format!("{} {}", self.method, self.path)
    }

    /// What errors and spans call it: its `operationId`, or its identity if the document gives it none.
    pub fn id(&self) -> String {
        let is_derived = self.name.wire() == Self::derived_id(&self.method, &self.path);
        if is_derived { self.identity() } else { self.name.wire().to_owned() }
    }

    /// What an operation without an `operationId` is named after: `GET /pets/{id}/photo` is `get_pets_by_id_photo`.
    pub fn derived_id(method: &str, path: &str) -> String {
        let mut words = vec![method.to_ascii_lowercase()];
        for segment in path.split('/').filter(|segment| !segment.is_empty()) {
            let with_braces = in_braces(segment).replace("{{", "{");
            words.push(with_braces.replace('{', " by ").replace('}', " "));
        }
        words.join(" ")
    }

    /// What a request can carry, by media type.
    pub fn sent(&self) -> impl Iterator<Item = &Content> {
        self.body.iter().flat_map(|body| &body.contents)
    }

    /// What the answers carry: those of the successes, then those of the failures.
    pub fn received(&self) -> impl Iterator<Item = &Content> {
        self.responses.all().flat_map(Response::contents)
    }

    /// The types of its parameters and of what a request can carry.
    pub fn request_types(&self) -> impl Iterator<Item = &Type> {
        let parameters = self.parameters.iter().map(|parameter| &parameter.ty);
        parameters.chain(self.sent().filter_map(|content| content.payload.ty()))
    }

    /// The types of what the answers carry, whole or item after item, of their headers, and of what the server calls back with.
    pub fn response_types(&self) -> impl Iterator<Item = &Type> {
        let contents = self.responses.all().flat_map(|response| response.contents().chain(&response.stream));
        let bodies = contents.filter_map(|content| content.payload.ty());
        let carried = self.callbacks.iter().filter_map(|callback| callback.request.body.as_ref()?.payload.ty());
        bodies.chain(self.headers.iter().map(|header| &header.ty)).chain(carried)
    }
}

/// `:id`, as some write a placeholder, as OpenAPI does.
fn in_braces(segment: &str) -> Cow<'_, str> {
    match segment.strip_prefix(':').filter(|name| name.starts_with(char::is_alphabetic)) {
        Some(name) => Cow::Owned(format!("{{{name}}}")),
        None => Cow::Borrowed(segment),
    }
}

/// A parameter (OpenAPI 3.0.3, 4.7.12).
#[derive(Clone, Debug, PartialEq)]
pub struct Parameter {
    /// Its name.
    pub name: Name,
    /// Where it goes.
    pub location: Location,
    /// How arrays and objects are written.
    pub style: Style,
    /// Does each item stand for itself?
    pub explode: bool,
    /// Do reserved characters (RFC 3986, 2.2) stand as they are?
    pub allow_reserved: bool,
    /// What its value is written as.
    pub notation: Notation,
    /// Its type.
    pub ty: Type,
    /// Must it be there?
    pub required: bool,
    /// Is its value not to be shown?
    pub secret: bool,
    /// What is sent by itself; then no method asks for it.
    pub constant: Option<Constant>,
    /// Its prose.
    pub docs: Docs,
    /// Is it `deprecated`?
    pub deprecated: bool,
}

impl Parameter {
    /// Does the method of the operation ask for it?
    pub fn is_argument(&self) -> bool {
        self.required && self.constant.is_none()
    }
}

/// Where a parameter goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Location {
    /// A template expression of the path.
    Path,
    /// A part of the query string.
    Query,
    /// All of the query string (OpenAPI 3.2, 4.12).
    QueryString,
    /// A header.
    Header,
    /// A cookie.
    Cookie,
}

impl Location {
    /// As the document spells it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Path => "path",
            Self::Query => "query",
            Self::QueryString => "querystring",
            Self::Header => "header",
            Self::Cookie => "cookie",
        }
    }
}

/// How a parameter's arrays and objects are written (OpenAPI 3.0.3, 4.7.12.3).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Style {
    /// `;a=1;b=2`.
    Matrix,
    /// `.1.2`.
    Label,
    /// `1,2`.
    Simple,
    /// `a=1&b=2`.
    Form,
    /// `a=1%202`.
    SpaceDelimited,
    /// `a=1|2`.
    PipeDelimited,
    /// `a[b]=1`.
    DeepObject,
    /// `a=1; b=2`, nothing encoded (OpenAPI 3.2, 4.12.5).
    Cookie,
}

/// What the value of a parameter is written as. One with `content` is a document of a media type, and has no style
/// (OpenAPI 3.0.4, 4.7.12.2.3).
#[derive(Clone, Debug, PartialEq)]
pub enum Notation {
    /// As its style says.
    Styled,
    /// As JSON text.
    Json,
    /// As a form, `a=1&b=2`, with what is to be known about its properties.
    Form(Vec<Encoding>),
}

/// A request body (OpenAPI 3.0.3, 4.7.13).
#[derive(Clone, Debug, PartialEq)]
pub struct Body {
    /// Must it be there?
    pub required: bool,
    /// What can be sent, in the document's order; at least one.
    pub contents: Vec<Content>,
    /// Its prose.
    pub docs: Docs,
}

/// The answers of an operation.
#[derive(Clone, Debug, PartialEq)]
pub struct Responses {
    /// What a success gives.
    pub output: Outcome,
    /// The declared successes, which the output sums up.
    pub successes: Vec<Response>,
    /// The statuses that are a success; all of 2XX if the document declares none by its status.
    pub statuses: Option<Vec<Status>>,
    /// The declared failures: exact status first, then ranges, then the default.
    pub errors: Vec<Response>,
    /// The media types that the server is said to answer with, JSON first, where no success says what its body is.
    pub produced: Vec<String>,
}

impl Responses {
    /// Every answer with a body or a meaning of its own: the successes, then the failures.
    pub fn all(&self) -> impl Iterator<Item = &Response> {
        let successes = match &self.output {
            Outcome::Nothing => &[],
            Outcome::One(response) | Outcome::Optional(response) => std::slice::from_ref(response),
            Outcome::Several(responses) => responses.as_slice(),
        };
        successes.iter().chain(&self.errors)
    }

    /// What a success can be had as, item after item.
    pub fn stream(&self) -> Option<(&Content, &Stream)> {
        let (_, content) = self.streamed()?;
        Some((content, content.payload.stream()?))
    }

    /// The success that can be had so, and what it then has.
    pub fn streamed(&self) -> Option<(&Response, &Content)> {
        self.successes.iter().find_map(|response| {
            let content = response.stream.as_ref().filter(|content| content.payload.stream().is_some())?;
            Some((response, content))
        })
    }
}

/// What a success gives.
#[derive(Clone, Debug, PartialEq)]
pub enum Outcome {
    /// Nothing: `()`.
    Nothing,
    /// Always the same.
    One(Response),
    /// The body of this response, or nothing where another success has none.
    Optional(Response),
    /// One of several, by status.
    Several(Vec<Response>),
}

/// An answer.
#[derive(Clone, Debug, PartialEq)]
pub struct Response {
    /// When it is given.
    pub status: Status,
    /// Its body; `None` if there is none.
    pub content: Option<Content>,
    /// Further media types whose bodies are read as the content is.
    pub also: Vec<String>,
    /// Bodies of a failure that are read in another way: the server chooses, whatever was asked for.
    pub others: Vec<OtherBody>,
    /// What it can be had as, item after item: another media type, or the same, whose content is octets then.
    pub stream: Option<Content>,
    /// Further media types that the server can answer with, which the client does not ask for by itself.
    pub alternatives: Vec<String>,
    /// The body that the document shows, as it is on the wire: JSON, or text.
    pub example: Option<String>,
    /// Its prose.
    pub docs: Docs,
}

impl Response {
    /// All bodies that are read, but for streams.
    pub fn contents(&self) -> impl Iterator<Item = &Content> {
        self.content.iter().chain(self.others.iter().map(|other| &other.content))
    }

    /// The media types that are not read as what a call gives, if the answer is a success.
    pub fn unread_by_a_call(&self) -> impl Iterator<Item = &String> {
        self.alternatives.iter().chain(self.others.iter().flat_map(OtherBody::media_types))
    }

    /// The media types that are read, the first one aside.
    pub fn further_media_types(&self) -> impl Iterator<Item = &String> {
        self.also.iter().chain(self.others.iter().flat_map(OtherBody::media_types))
    }
}

/// A body of another media type than the first one of an answer.
#[derive(Clone, Debug, PartialEq)]
pub struct OtherBody {
    /// What tells it apart: `Text`.
    pub name: Name,
    /// The body.
    pub content: Content,
    /// Further media types whose bodies are read as this one is.
    pub also: Vec<String>,
}

impl OtherBody {
    /// All media types whose bodies are read as this one is.
    pub fn media_types(&self) -> impl Iterator<Item = &String> {
        std::iter::once(&self.content.media_type).chain(&self.also)
    }
}

/// A header of an answer (OpenAPI 3.0.3, 4.7.21).
#[derive(Clone, Debug, PartialEq)]
pub struct ResponseHeader {
    /// Its name.
    pub name: Name,
    /// Its type.
    pub ty: Type,
    /// Is the value JSON text, because the header has `content`?
    pub json: bool,
    /// Is it deprecated in every answer that declares it?
    pub deprecated: bool,
    /// Its prose.
    pub docs: Docs,
}

/// The key of a response (OpenAPI 3.0.3, 4.7.16.2).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Status {
    /// Exactly this status.
    Exact(u16),
    /// All of a hundred: 4 is `4XX`.
    Range(u16),
    /// Any other.
    Default,
}

/// As the document spells it: `404`, `4XX`, `default`.
impl fmt::Display for Status {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Exact(code) => write!(formatter, "{code}"),
            Self::Range(hundred) => write!(formatter, "{hundred}XX"),
            Self::Default => formatter.write_str("default"),
        }
    }
}

impl Status {
    /// Is it an answer that leads to another URL, as far as that is followed (RFC 9110, 15.4)?
    pub fn is_redirect(self) -> bool {
        match self {
            Self::Exact(code) => matches!(code, 301 | 302 | 303 | 307 | 308),
            Self::Range(hundred) => hundred == 3,
            Self::Default => false,
        }
    }

    /// Is it a success? That nothing changed is one too: it is what the caller asked for (RFC 9110, 15.4.5).
    pub fn is_success(self) -> bool {
        match self {
            Self::Exact(code) => (200..300).contains(&code) || code == 304,
            Self::Range(hundred) => hundred == 2,
            Self::Default => false,
        }
    }
}
