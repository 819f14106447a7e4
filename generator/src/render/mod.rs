//! Model -> tokens. The only folder that imports `quote`; it cannot fail.

mod aliases;
mod arguments;
mod bodies;
mod calls;
mod client;
mod codec;
mod crate_root;
mod docs;
mod enums;
mod errors;
mod formats;
mod gate;
mod headers;
mod links;
mod manifest;
mod masks;
mod mock;
mod modules;
mod operation;
mod outputs;
mod pagination;
mod rooted;
mod runtime;
mod servers;
mod streams;
mod structs;
mod tuples;
mod ty;
mod unions;
mod webhooks;

use proc_macro2::TokenStream;

use crate::config;
use crate::model::Api;

pub(crate) use manifest::is_own_dependency;
pub use ty::{Paths, rust_text};

/// A file before it is formatted.
pub struct Source<'a> {
    /// Its path in the crate, with `/`.
    pub path: String,
    /// What is in it.
    pub body: Body<'a>,
}

/// What is in a file.
pub enum Body<'a> {
    /// Rust to be formatted.
    Rust(TokenStream),
    /// The same in pieces, each made when it is asked for: a tag can have more operations than there is memory for their
    /// tokens.
    Pieces(Box<dyn Iterator<Item = Piece> + 'a>),
    /// Rust that was formatted when it was written.
    Verbatim(&'static str),
    /// The same, made at run time.
    Formatted(String),
    /// Anything else, as it is.
    Text(String),
}

/// A part of a file.
pub enum Piece {
    /// Items as they are.
    Items(TokenStream),
    /// Methods of `Client`, in one block with those before.
    Methods(TokenStream),
}

impl Source<'_> {
    fn rust(path: impl Into<String>, tokens: TokenStream) -> Self {
        Self { path: path.into(), body: Body::Rust(tokens) }
    }
}

/// All files of the crate but its `API.lock`, each made when it is asked for: the tokens of a file take far more memory
/// than its text, and a large document has thousands of files.
pub fn render<'a>(api: &'a Api, config: &'a config::Client) -> impl Iterator<Item = Source<'a>> {
    let roots = [manifest::cargo_toml(api, config), crate_root::lib_rs(api, config), client::client_rs(api, config)];
    let roots = roots.into_iter().chain(servers::servers_rs(api));
    let operations = operation::api(api).chain(mock::mock(api));
    let parts = roots.chain(operations).chain(modules::types(api)).chain(codec::codec(api));
    parts.chain(formats::file(api)).chain(runtime::files(api))
}
