//! What is generated, as plain data: every decision is made, nothing is rendered.
//!
//! No `match` over an enum of this folder has a `_` arm, so the compiler lists what a new variant needs.

pub mod auth;
pub mod content;
pub mod incoming;
pub mod link;
mod mentions;
pub mod operation;
pub mod pagination;
pub mod schema;
pub mod server;

use std::collections::BTreeSet;

pub use auth::{ApiKeyLocation, Scheme, SchemeKind};
pub use content::{Content, Encoding, Manner, Payload, Stream};
pub use incoming::{Answer, Callback, Incoming, Webhook};
pub use link::Link;
pub use mentions::Mentions;
pub use operation::{
    Body, Location, Notation, Operation, OtherBody, Outcome, Parameter, Response, ResponseHeader, Responses, Status,
    Style,
};
pub use pagination::{Next, PageArgument, PageToken, Pagination};
pub use schema::{
    Additional, Calendar, Constant, Discriminator, Enum, EnumBase, Field, Format, Shape, Struct, Tuple, Type, TypeDef,
    TypeId, TypePath, Union, UnionVariant, Variant,
};
pub use server::{Part, Piece, Server, ServerVariable};

use crate::lock::Places;

/// A whole API: all that one client crate is made of.
#[derive(Clone, Debug, PartialEq)]
pub struct Api {
    /// `info.title`, `info.version` and `info.description` (OpenAPI 3.0.3, 4.7.2).
    pub info: Info,
    /// The URLs of `servers`, variables replaced by their defaults; those without stay.
    pub servers: Vec<String>,
    /// The first of them that can be used as it is.
    pub base_url: Option<String>,
    /// The servers that leave a choice, those of paths and operations too, in the document's order.
    pub named_servers: Vec<Server>,
    /// The header that carries an idempotency key, from `codegen.toml`.
    pub idempotency_header: Option<String>,
    /// The usable entries of `components.securitySchemes`, in the document's order.
    pub schemes: Vec<Scheme>,
    /// The scheme whose credential the constructor of the client takes.
    pub credential: Option<usize>,
    /// Every tag that has an operation, in the document's order.
    pub tags: Vec<Tag>,
    /// The operations, in the document's order.
    pub operations: Vec<Operation>,
    /// What the server sends by itself, in the document's order.
    pub webhooks: Vec<Webhook>,
    /// Which operation the documentation of the crate shows.
    pub example: Option<usize>,
    /// The named types; a [`TypeId`] is an index into this list.
    pub types: Vec<TypeDef>,
    /// The names that are not what the spelling alone would give.
    pub yielded: Vec<Yielded>,
    /// How many operations are left out.
    pub skipped: usize,
    /// The component schemas that other files define.
    pub places: Places,
}

impl Api {
    /// What webhooks carry.
    pub fn webhook_types(&self) -> impl Iterator<Item = &Type> {
        self.webhooks.iter().filter_map(|webhook| webhook.request.body.as_ref()?.payload.ty())
    }

    /// The definition behind an id.
    pub fn type_def(&self, id: TypeId) -> &TypeDef {
        &self.types[id.0]
    }

    /// The named type that a type is, behind aliases.
    pub fn behind(&self, ty: &Type) -> Option<TypeId> {
        let mut id = if let Type::Named(id) = ty { *id } else { return None };
        while let Shape::Alias(Type::Named(next)) = &self.type_def(id).shape {
            id = *next;
        }
        Some(id)
    }

    /// What a type is, behind aliases.
    pub fn resolved<'t>(&'t self, ty: &'t Type) -> &'t Type {
        match self.behind(ty).map(|id| &self.type_def(id).shape) {
            Some(Shape::Alias(inner)) => inner,
            _ => ty,
        }
    }

    /// The enum that a type is, behind aliases.
    pub fn enumeration(&self, ty: &Type) -> Option<&Enum> {
        match &self.type_def(self.behind(ty)?).shape {
            Shape::Enum(shape) => Some(shape),
            Shape::Struct(_) | Shape::Union(_) | Shape::Tuple(_) | Shape::Alias(_) | Shape::Newtype(_) => None,
        }
    }
}

/// What the document says of itself.
#[derive(Clone, Debug, PartialEq)]
pub struct Info {
    /// The title.
    pub title: String,
    /// The version of the document, not of OpenAPI.
    pub version: String,
    /// The description, in CommonMark.
    pub description: String,
}

/// A group of operations.
#[derive(Clone, Debug, PartialEq)]
pub struct Tag {
    /// As the document spells it.
    pub name: String,
    /// The module that holds its operations.
    pub module: String,
    /// The Cargo feature that gates them.
    pub feature: String,
    /// The description, in CommonMark.
    pub description: String,
}

/// The prose of a thing, in CommonMark, as the document has it.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Docs {
    /// One line.
    pub summary: String,
    /// All the rest.
    pub description: String,
    /// Facts of the schema that Rust types don't say: limits, defaults, examples; one line each.
    pub facts: Vec<String>,
}

/// The Cargo features of which one must be on for a thing to exist.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Gate {
    /// It always exists.
    Always,
    /// It exists if any of these features is on.
    Any(BTreeSet<String>),
}

impl Gate {
    /// What more features than this need is always there: nobody turns all of them off.
    const MOST: usize = 100;

    /// The gate of what either of two needs.
    #[must_use]
    pub fn or(mut self, other: Self) -> Self {
        self.widen(&other);
        self
    }

    /// Opens the gate for what needs the other one, too.
    pub fn widen(&mut self, other: &Self) {
        match (&mut *self, other) {
            (Self::Always, _) => {}
            (_, Self::Always) => *self = Self::Always,
            (Self::Any(features), Self::Any(more)) => features.extend(more.iter().cloned()),
        }
        if matches!(self, Self::Any(features) if features.len() > Self::MOST) {
            *self = Self::Always;
        }
    }
}

/// A name that had to give way to another.
#[derive(Clone, Debug, PartialEq)]
pub struct Yielded {
    /// The Rust path it has.
    pub path: String,
    /// Who has the name it wished for.
    pub to: String,
    /// Where it is defined.
    pub identity: String,
}
