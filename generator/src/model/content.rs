//! Bodies.

use crate::model::{Style, Type};
use crate::names::Name;

/// A body of a media type (OpenAPI 3.0.3, 4.7.14).
#[derive(Clone, Debug, PartialEq)]
pub struct Content {
    /// The media type as the document spells it.
    pub media_type: String,
    /// How it is read and written.
    pub payload: Payload,
    /// The method that sends it, where the operation can send others too and this is not the first: `create_pet_form` of
    /// the client, or `with_form_body` of the call where a body can be left out.
    pub constructor: Option<Name>,
}

/// How a body is read and written.
#[derive(Clone, Debug, PartialEq)]
pub enum Payload {
    /// JSON, or anything `+json`.
    Json(Type),
    /// `application/x-www-form-urlencoded`.
    Form(Type, Vec<Encoding>),
    /// `multipart/form-data`, or what else is multipart: one part a property, or several.
    Multipart(Type, Vec<Encoding>),
    /// `multipart/form-data` whose parts the document does not name: whoever sends it does.
    Parts,
    /// `text/*`.
    Text,
    /// Octets as they are.
    Bytes,
    /// JSON Lines that are sent: the items of this list.
    Lines(Type),
    /// An answer that is read as it comes, item after item.
    Stream(Stream),
}

impl Payload {
    /// How its items are read, if it is a stream.
    pub fn stream(&self) -> Option<&Stream> {
        match self {
            Self::Stream(stream) => Some(stream),
            Self::Json(_) | Self::Form(..) | Self::Multipart(..) | Self::Lines(_) => None,
            Self::Parts | Self::Text | Self::Bytes => None,
        }
    }

    /// The type of what has one.
    pub fn ty(&self) -> Option<&Type> {
        match self {
            Self::Json(ty) | Self::Form(ty, _) | Self::Multipart(ty, _) | Self::Lines(ty) => Some(ty),
            Self::Stream(stream) => stream.item(),
            Self::Parts | Self::Text | Self::Bytes => None,
        }
    }
}

/// How a stream is cut into items, and of what type they are (OpenAPI 3.2, "Sequential Media Types").
#[derive(Clone, Debug, PartialEq)]
pub enum Stream {
    /// `text/event-stream`, its events as they are.
    Events,
    /// `text/event-stream` whose data is JSON of this type.
    EventData(Type),
    /// `text/event-stream` whose events are objects of this type, with JSON as their data.
    EventObjects(Type),
    /// The same with text as their data.
    EventTexts(Type),
    /// JSON Lines.
    Lines(Type),
    /// A JSON text sequence (RFC 7464).
    Sequence(Type),
}

impl Stream {
    /// The type of the items, but for events as they are.
    pub fn item(&self) -> Option<&Type> {
        match self {
            Self::Events => None,
            Self::EventData(ty) | Self::EventObjects(ty) | Self::EventTexts(ty) => Some(ty),
            Self::Lines(ty) | Self::Sequence(ty) => Some(ty),
        }
    }
}

/// How a property of a form is written, where that is not told by its value alone (OpenAPI 3.0.3, 4.7.15).
#[derive(Clone, Debug, PartialEq)]
pub struct Encoding {
    /// The property, as on the wire.
    pub property: String,
    /// In which way.
    pub manner: Manner,
}

/// The ways in which a property of a form can be written.
#[derive(Clone, Debug, PartialEq)]
pub enum Manner {
    /// As a parameter of the query is.
    Styled {
        /// How arrays and objects are written.
        style: Style,
        /// Does each item stand for itself?
        explode: bool,
        /// Do reserved characters (RFC 3986, 2.2) stand as they are?
        allow_reserved: bool,
    },
    /// As a document of this media type: JSON, or a part that says so.
    MediaType(String),
}
