//! Bodies.

use crate::model::Type;
use crate::names::Name;

/// A body of a media type (OpenAPI 3.0.3, 4.7.14).
#[derive(Clone, Debug, PartialEq)]
pub struct Content {
    /// The media type as the document spells it.
    pub media_type: String,
    /// How it is read and written.
    pub payload: Payload,
    /// The method that sends it, where the operation can send others too and this is not the first: `create_pet_form`.
    pub constructor: Option<Name>,
}

/// How a body is read and written.
#[derive(Clone, Debug, PartialEq)]
pub enum Payload {
    /// JSON, or anything `+json`.
    Json(Type),
    /// `application/x-www-form-urlencoded`.
    Form(Type),
    /// `text/*`.
    Text,
    /// Octets as they are.
    Bytes,
}

impl Payload {
    /// The type of what has one.
    pub fn ty(&self) -> Option<&Type> {
        match self {
            Self::Json(ty) | Self::Form(ty) => Some(ty),
            Self::Text | Self::Bytes => None,
        }
    }
}
