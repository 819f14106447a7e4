//! What the document says about a parameter: where it goes and how its value is spelled.
//!
//! ---
//! OpenAPI 3.0.4, sections 4.7.12 (Parameter Object) and 4.7.12.3 (Style Values).

/// Where a parameter, or the key of an `apiKey` scheme, goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Location {
    /// A `{name}` of the path template.
    Path,
    /// The query of the URL.
    Query,
    /// All of the query of the URL.
    ///
    /// ---
    /// OpenAPI 3.2: `in: querystring`.
    QueryString,
    /// A header.
    Header,
    /// The `Cookie` header.
    Cookie,
}

/// How arrays and objects are spelled.
///
/// ---
/// OpenAPI 3.0.4, section 4.7.12.3; the first four are those of RFC 6570.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Style {
    /// `a,b`, in paths and headers.
    Simple,
    /// `.a.b`, in paths.
    Label,
    /// `;name=a;name=b`, in paths.
    Matrix,
    /// `name=a&name=b`, in queries and cookies.
    Form,
    /// `name=a%20b`, in queries.
    SpaceDelimited,
    /// `name=a%7Cb`, in queries.
    PipeDelimited,
    /// `name[key]=a`, in queries.
    DeepObject,
    /// `name=a; name=b`, in cookies, nothing encoded.
    ///
    /// ---
    /// OpenAPI 3.2, section 4.12.5 (Style Values).
    Cookie,
}

/// What the value of a parameter is written as, before it is encoded for its place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Notation {
    /// What the style of the parameter says.
    Styled,
    /// JSON text.
    Json,
    /// A form, `a=1&b=2`, of an object, with the styles of those properties that don't follow the default.
    Form(&'static [Parameter]),
}

/// A parameter of an operation, as far as sending it goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Parameter {
    /// The name on the wire.
    pub name: &'static str,
    /// Where it goes.
    pub location: Location,
    /// How arrays and objects are spelled.
    pub style: Style,
    /// Does each element of an array or object stand for itself?
    pub explode: bool,
    /// Do reserved characters such as `/` go unencoded?
    pub allow_reserved: bool,
    /// What the value is written as: a parameter with `content` is a document, and has no style.
    pub notation: Notation,
    /// Must its value not be shown?
    pub secret: bool,
}

impl Parameter {
    /// A parameter in the path: style `simple`, not exploded.
    pub const fn path(name: &'static str) -> Self {
        Self::new(name, Location::Path, Style::Simple)
    }

    /// A parameter in the query: style `form`, exploded.
    pub const fn query(name: &'static str) -> Self {
        Self::new(name, Location::Query, Style::Form)
    }

    /// A parameter that is the whole query, without a name: a form, JSON, or text.
    pub const fn query_string(name: &'static str) -> Self {
        Self::new(name, Location::QueryString, Style::Form)
    }

    /// A header: style `simple`, not exploded.
    pub const fn header(name: &'static str) -> Self {
        Self::new(name, Location::Header, Style::Simple)
    }

    /// A cookie: style `form`, exploded.
    pub const fn cookie(name: &'static str) -> Self {
        Self::new(name, Location::Cookie, Style::Form)
    }

    /// Another style, with its own default of `explode` (true for `form`, `deepObject` and `cookie` alone).
    pub const fn style(mut self, style: Style) -> Self {
        self.style = style;
        self.explode = explodes(style);
        self
    }

    /// Does each element of an array or object stand for itself? Say it after
    /// [`style`](Self::style).
    pub const fn explode(mut self, explode: bool) -> Self {
        self.explode = explode;
        self
    }

    /// Leaves reserved characters unencoded, as far as they can't end the parameter.
    pub const fn allow_reserved(mut self) -> Self {
        self.allow_reserved = true;
        self
    }

    /// The value is sent as JSON text.
    ///
    /// ---
    /// OpenAPI: `content: {application/json: …}` instead of `schema`.
    pub const fn json(mut self) -> Self {
        self.notation = Notation::Json;
        self
    }

    /// The value, an object, is sent as a form; `encoding` has the styles of those properties that don't follow the
    /// default.
    ///
    /// ---
    /// OpenAPI: `content: {application/x-www-form-urlencoded: …}` instead of `schema`.
    pub const fn form(mut self, encoding: &'static [Self]) -> Self {
        self.notation = Notation::Form(encoding);
        self
    }

    /// The value shows nowhere.
    pub const fn secret(mut self) -> Self {
        self.secret = true;
        self
    }

    const fn new(name: &'static str, location: Location, style: Style) -> Self {
        let (explode, notation) = (explodes(style), Notation::Styled);
        Self { name, location, style, explode, allow_reserved: false, notation, secret: false }
    }
}

const fn explodes(style: Style) -> bool {
    matches!(style, Style::Form | Style::DeepObject | Style::Cookie)
}
