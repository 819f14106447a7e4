//! Servers that leave something to choose.

use crate::model::{Docs, Variant};
use crate::names::Name;

/// A server (OpenAPI 3.0.3, 4.7.5) of the document, of a path or of an operation.
#[derive(Clone, Debug, PartialEq)]
pub struct Server {
    /// Its name; the wire spelling is its `name` (3.2), a short description, or its URL.
    pub name: Name,
    /// What it is, whatever it is called: its URL, and that with all defaults.
    pub identity: String,
    /// The URL in pieces.
    pub url: Vec<Piece>,
    /// The URL with the defaults of all variables that have one, as `servers` of the API and of operations list it.
    pub declared: String,
    /// Does the URL begin at a host that only the user knows?
    pub relative: bool,
    /// The variables of the URL, in the document's order.
    pub variables: Vec<ServerVariable>,
    /// Its prose.
    pub docs: Docs,
}

/// A piece of a server's URL.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Piece {
    /// Text that stands there as it is.
    Text(String),
    /// The value of a variable, by its index.
    Variable(usize),
}

/// A variable of a server's URL (OpenAPI 3.0.3, 4.7.6).
#[derive(Clone, Debug, PartialEq)]
pub struct ServerVariable {
    /// Its name.
    pub name: Name,
    /// What it is: the server's identity and its own spelling.
    pub identity: String,
    /// The value that it has unless told otherwise, if the document says one.
    pub default: Option<String>,
    /// The values of its `enum`, the default among them; any text if there are none.
    pub values: Vec<Variant>,
    /// Its prose.
    pub docs: Docs,
}

/// In which part of a URL a piece stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// In the host and the port.
    Host,
    /// It begins the path: a variable right behind the host whose default begins with a slash.
    BeginningOfPath,
    /// In the path, or before the host.
    Other,
}

impl Piece {
    /// The part in which the piece at `at` stands; `default` gives that of a variable by its index.
    pub fn part<'d>(pieces: &[Self], at: usize, default: impl Fn(usize) -> Option<&'d str>) -> Part {
        let begins_path = |index: usize| default(index).is_some_and(|default| default.starts_with('/'));
        let before = pieces[..at].iter().map(|piece| match piece {
            Self::Text(text) => text.as_str(),
            Self::Variable(index) if begins_path(*index) => "/",
            Self::Variable(_) => "",
        });
        let before: String = before.collect();
        match (before.split_once("://"), &pieces[at]) {
            (Some((_, behind)), _) if behind.contains('/') => Part::Other,
            (Some(_), Self::Variable(index)) if begins_path(*index) => Part::BeginningOfPath,
            (Some(_), _) => Part::Host,
            (None, _) => Part::Other,
        }
    }
}

impl Server {
    /// The variables in the order of the URL, each once.
    pub fn url_variables(&self) -> impl Iterator<Item = &ServerVariable> {
        let first = |at: usize, piece: &Piece| !self.url[..at].contains(piece);
        self.url.iter().enumerate().filter_map(move |(at, piece)| match piece {
            Piece::Variable(index) if first(at, piece) => self.variables.get(*index),
            Piece::Text(_) | Piece::Variable(_) => None,
        })
    }

    /// The part of the URL in which the piece at `at` stands.
    pub fn part(&self, at: usize) -> Part {
        Piece::part(&self.url, at, |index| self.variables.get(index)?.default.as_deref())
    }

    /// The URL with the variables in braces, for people to read.
    pub fn template(&self) -> String {
        let piece = |piece: &Piece| match piece {
            Piece::Text(text) => text.clone(),
            Piece::Variable(index) => format!("{{{}}}", self.variables[*index].name.wire()),
        };
        self.url.iter().map(piece).collect()
    }
}
