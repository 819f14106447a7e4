//! Streams: bodies that hold one item after the other (OpenAPI 3.2, "Sequential Media Types").

use indexmap::IndexMap;
use openapiv3::{MediaType, ReferenceOr, Schema, SchemaKind, Type as SchemaType};

use super::{Lowering, Place, component_key};
use crate::media_type::essence;
use crate::model::{Payload, Stream, Type};

/// How a body holds one item after the other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Framing {
    /// `text/event-stream`.
    Events,
    /// JSON Lines, by any of the names that it goes by.
    JsonLines,
    /// JSON text sequences (RFC 7464), also as a suffix (RFC 8091).
    JsonSequence,
}

/// What the media type says; `None` if its bodies are no streams.
pub(super) fn framing(media_type: &str) -> Option<Framing> {
    let essence = essence(media_type);
    // Kubernetes: one object after the other, each on a line.
    if essence == "application/json" && media_type.split(';').skip(1).any(|own| own.trim().starts_with("stream=")) {
        return Some(Framing::JsonLines);
    }
    let subtype = essence.split_once('/').map_or(essence.as_str(), |(_, subtype)| subtype);
    let suffix = subtype.rsplit('+').next().unwrap_or_default();
    match (essence.as_str(), suffix.trim_start_matches("x-")) {
        ("text/event-stream", _) => Some(Framing::Events),
        (_, "jsonl" | "ndjson" | "jsonlines" | "json-lines" | "json-stream") => Some(Framing::JsonLines),
        (_, "json-seq") => Some(Framing::JsonSequence),
        _ => None,
    }
}

/// What the media type says, or else the schema: a gateway of gRPC gives the messages of a stream as JSON Lines, each as
/// the `result` or the `error` of an object, and says so by the title.
pub(super) fn framing_of(media_type: &str, media: &MediaType) -> Option<Framing> {
    let schema = media.schema.as_ref().and_then(ReferenceOr::as_item);
    let title = schema.and_then(|schema| schema.schema_data.title.as_deref()).unwrap_or_default();
    let gateway = essence(media_type) == "application/json" && title.starts_with("Stream result of ");
    framing(media_type).or(gateway.then_some(Framing::JsonLines))
}

/// The members of an event (WHATWG HTML, 9.2.6).
const EVENT: [&str; 4] = ["event", "data", "id", "retry"];

impl<'a> Lowering<'a> {
    /// What a body of this media type that is received is a stream of.
    pub(super) fn stream(&mut self, framing: Framing, media: &'a MediaType, place: Place) -> Stream {
        let item = self.item_type(media, place);
        match (framing, item) {
            (Framing::JsonLines, item) => Stream::Lines(item),
            (Framing::JsonSequence, item) => Stream::Sequence(item),
            // Text says nothing of an event: it has no other data.
            (Framing::Events, Type::Any | Type::String) => Stream::Events,
            (Framing::Events, item) => match self.data_of_events(media) {
                Some(data) if data.iter().all(|schema| self.is_text(schema)) => Stream::EventTexts(item),
                Some(_) => Stream::EventObjects(item),
                None => Stream::EventData(item),
            },
        }
    }

    /// JSON Lines that are sent: octets, if nothing says what is on a line.
    pub(super) fn sent_lines(&mut self, media: &'a MediaType, place: Place) -> Payload {
        match self.item_type(media, place) {
            Type::Any => Payload::Bytes,
            item => Payload::Lines(Type::Array(Box::new(item))),
        }
    }

    /// The type of the items. The schema of a stream is a list of them in OpenAPI 3.2, and before that either so or that
    /// of one item. A schema of text is that of the stream as it is on the wire, and says nothing of its items.
    fn item_type(&mut self, media: &'a MediaType, place: Place) -> Type {
        let pointer = place.pointer.key("schema");
        if let Some(items) = inline_items(media) {
            let item = self.shared_items(items, place);
            return self.without_octets(item, &pointer.key("items"));
        }
        let ty = self.content_type(media, place);
        match self.resolve(&ty.clone().without_null()) {
            Type::Array(item) => self.without_octets(*item, &pointer.key("items")),
            Type::String | Type::Format(_) | Type::Bytes => Type::Any,
            _ => self.without_octets(ty, &pointer),
        }
    }

    /// Lowers the items only once, however many operations share them.
    fn shared_items(&mut self, items: &'a ReferenceOr<Box<Schema>>, place: Place) -> Type {
        let identity = place.identity.to_string();
        if let Some(known) = self.shared.get(&identity) {
            return known.clone();
        }
        let ty = self.type_of_boxed(items, &place.at(place.pointer.keys(&["schema", "items"])));
        self.shared.insert(identity, ty.clone());
        ty
    }

    /// The schemas of the data, where the items are events and not what their data says: objects that have a member
    /// `data`, and none but those of events.
    fn data_of_events(&self, media: &'a MediaType) -> Option<Vec<&'a Schema>> {
        let whole = self.item(media.schema.as_ref()?, 0)?;
        let item = match &whole.schema_kind {
            SchemaKind::Type(SchemaType::Array(array)) => self.boxed_item(array.items.as_ref()?)?,
            _ => whole,
        };
        let mut data = Vec::new();
        (self.is_event(item, 0, &mut data) && !data.is_empty()).then_some(data)
    }

    fn is_event(&self, schema: &'a Schema, depth: usize, data: &mut Vec<&'a Schema>) -> bool {
        let all = |branches: &'a [ReferenceOr<Schema>], data: &mut Vec<&'a Schema>| {
            let mut schemas = branches.iter().map(|branch| self.item(branch, 0));
            depth < 32 && schemas.all(|schema| schema.is_some_and(|schema| self.is_event(schema, depth + 1, data)))
        };
        match &schema.schema_kind {
            SchemaKind::Type(SchemaType::Object(object)) => self.has_members_of_events(&object.properties, data),
            SchemaKind::Any(any) => {
                self.has_members_of_events(&any.properties, data)
                    && [&any.all_of, &any.one_of, &any.any_of].into_iter().all(|branches| all(branches, data))
            }
            SchemaKind::AllOf { all_of: branches }
            | SchemaKind::OneOf { one_of: branches }
            | SchemaKind::AnyOf { any_of: branches } => all(branches, data),
            SchemaKind::Type(_) | SchemaKind::Not { .. } => false,
        }
    }

    fn has_members_of_events(
        &self,
        properties: &'a IndexMap<String, ReferenceOr<Box<Schema>>>,
        data: &mut Vec<&'a Schema>,
    ) -> bool {
        data.extend(properties.get("data").and_then(|schema| self.boxed_item(schema)));
        properties.keys().all(|name| EVENT.contains(&name.as_str()))
    }

    fn is_text(&self, schema: &Schema) -> bool {
        matches!(schema.schema_kind, SchemaKind::Type(SchemaType::String(_)))
    }

    /// The schema that a reference leads to in the end.
    pub(super) fn boxed_item(&self, schema: &'a ReferenceOr<Box<Schema>>) -> Option<&'a Schema> {
        match schema {
            ReferenceOr::Item(schema) => Some(schema),
            ReferenceOr::Reference { reference } => {
                self.item(self.component_schema(&component_key(reference, "schemas")?)?, 0)
            }
        }
    }
}

/// The items of a list that is written here, and not somewhere else under a name.
fn inline_items(media: &MediaType) -> Option<&ReferenceOr<Box<Schema>>> {
    match &media.schema.as_ref()?.as_item()?.schema_kind {
        SchemaKind::Type(SchemaType::Array(array)) => array.items.as_ref(),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::{Framing, framing};

    #[test]
    fn media_types_of_streams() {
        let lines = [
            "application/jsonl",
            "application/x-jsonl; charset=utf-8",
            "application/x-ndjson",
            "Application/NDJSON",
            "application/jsonlines",
            "application/x-jsonlines",
            "application/json-lines",
            "application/x-json-stream",
            "text/jsonl",
            "application/vnd.search+x-ndjson",
        ];
        for media_type in lines {
            assert_eq!(framing(media_type), Some(Framing::JsonLines), "{media_type}");
        }
        for media_type in ["application/json-seq", "application/geo+json-seq"] {
            assert_eq!(framing(media_type), Some(Framing::JsonSequence), "{media_type}");
        }
        assert_eq!(framing("text/event-stream;charset=utf-8"), Some(Framing::Events));
        for media_type in ["application/json", "application/problem+json", "text/plain", "jsonl+xml", ""] {
            assert_eq!(framing(media_type), None, "{media_type}");
        }
    }
}
