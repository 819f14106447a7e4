//! Answers that are streams: how an operation gives their items.

use proc_macro2::TokenStream;
use quote::quote;

use super::{Paths, docs, rust_text};
use crate::model::{
    Api, Constant, Content, EnumBase, Field, Operation, Outcome, Payload, Shape, Stream, Type, Variant,
};

/// `crate::EventStream<types::Tick>`
pub(super) fn stream_type(api: &Api, stream: &Stream) -> TokenStream {
    let item = item_type(api, stream);
    quote!(crate::EventStream<#item>)
}

fn item_type(api: &Api, stream: &Stream) -> TokenStream {
    match stream.item() {
        Some(ty) => Paths::default().ty(api, ty),
        None => quote!(crate::Event),
    }
}

/// Is the stream what a success carries, and not one of several things?
pub(super) fn is_output(operation: &Operation) -> bool {
    match &operation.responses.output {
        Outcome::One(response) => {
            response.content.as_ref().is_some_and(|content| matches!(content.payload, Payload::Stream(_)))
        }
        Outcome::Nothing | Outcome::Optional(_) | Outcome::Several(_) => false,
    }
}

/// `Operation::OPEN`, where a success is a stream.
pub(super) fn open(operation: &Operation) -> Option<TokenStream> {
    is_output(operation).then(|| {
        quote! {
            const OPEN: Option<crate::runtime::Open<Self::Output>> = Some(<Self as crate::runtime::Streams>::events);
        }
    })
}

/// The body of `Operation::output`, where a success is a stream.
pub(super) fn read() -> TokenStream {
    quote!(response.opened(<Self as crate::runtime::Streams>::events))
}

/// `impl Streams`, or nothing.
pub(super) fn definition(api: &Api, operation: &Operation, marker: &proc_macro2::Ident) -> Option<TokenStream> {
    let (content, stream) = operation.responses.stream()?;
    let media_type = &content.media_type;
    let item = item_type(api, stream);
    let events = match stream {
        Stream::Events => quote!(body.into_events()),
        Stream::EventData(_) => quote!(body.into_event_data()),
        Stream::EventObjects(ty) => match texts(api, ty).as_slice() {
            [] => quote!(body.into_event_objects()),
            texts => quote!(body.into_mixed_events(&[#(#texts),*])),
        },
        Stream::EventTexts(_) => quote!(body.into_event_texts()),
        Stream::Lines(_) => quote!(body.into_json_lines()),
        Stream::Sequence(_) => quote!(body.into_json_sequence()),
    };
    Some(quote! {
        impl crate::runtime::Streams for #marker {
            type Item = #item;
            const MEDIA_TYPE: &'static str = #media_type;
            fn events(body: crate::ByteStream) -> Result<crate::EventStream<Self::Item>, Error> { #events }
        }
    })
}

/// The expression that makes an `item` what it is on the wire, for a server that tests talk to.
pub(super) fn on_wire(api: &Api, stream: &Stream) -> TokenStream {
    match stream {
        Stream::Events => quote!(crate::runtime::mock::items::event(item)),
        Stream::EventData(_) => quote!(crate::runtime::mock::items::event_data(item)),
        Stream::EventObjects(ty) => {
            let texts = texts(api, ty);
            quote!(crate::runtime::mock::items::event_object(item, &[#(#texts),*]))
        }
        Stream::EventTexts(_) => quote!(crate::runtime::mock::items::event_text(item)),
        Stream::Lines(_) => quote!(crate::runtime::mock::items::line(item)),
        Stream::Sequence(_) => quote!(crate::runtime::mock::items::record(item)),
    }
}

/// The names of the events of a union whose data is text, and never anything else.
fn texts(api: &Api, item: &Type) -> Vec<String> {
    let Some(Shape::Union(union)) = shape(api, item) else { return Vec::new() };
    let (mut texts, mut others) = (Vec::new(), Vec::new());
    for variant in &union.variants {
        let Some(Shape::Struct(event)) = shape(api, &variant.ty) else { continue };
        let member = |wire: &str| event.fields.iter().find(|field| field.name.wire() == wire);
        let is_text = member("data").is_some_and(|data| is_text(api, &data.ty));
        let tags = union.discriminator.as_ref().filter(|discriminator| discriminator.property == "event");
        let named = tags.map_or_else(|| member("event").map(|name| names(api, name)), |_| Some(variant.tags.clone()));
        if is_text { &mut texts } else { &mut others }.extend(named.unwrap_or_default());
    }
    texts.retain(|name| !others.contains(name));
    texts
}

/// The values that a member can have, if they are listed.
fn names(api: &Api, event: &Field) -> Vec<String> {
    match &event.constant {
        Some(Constant::Text(text)) => vec![text.clone()],
        _ => {
            api.enumeration(&event.ty).into_iter().flat_map(|names| names.variants.iter().map(Variant::text)).collect()
        }
    }
}

fn is_text(api: &Api, ty: &Type) -> bool {
    match api.resolved(ty) {
        Type::String | Type::Format(_) | Type::Bytes | Type::File => true,
        Type::Nullable(inner) => is_text(api, inner),
        Type::Named(id) => match &api.type_def(*id).shape {
            Shape::Enum(shape) => shape.base == EnumBase::String,
            Shape::Newtype(inner) => is_text(api, inner),
            Shape::Struct(_) | Shape::Union(_) | Shape::Tuple(_) | Shape::Alias(_) => false,
        },
        Type::Any | Type::Boolean | Type::OnlyBoolean(_) | Type::Array(_) | Type::Map(_) => false,
        Type::Int32 | Type::Int64 | Type::UInt32 | Type::UInt64 | Type::Float | Type::Double | Type::Decimal => false,
    }
}

fn shape<'a>(api: &'a Api, ty: &Type) -> Option<&'a Shape> {
    api.behind(ty).map(|id| &api.type_def(id).shape)
}

/// How the items are received, or nothing.
pub(super) fn section(api: &Api, operation: &Operation, body: Option<&Content>) -> Option<String> {
    let (content, stream) = operation.responses.stream()?;
    let media_type = docs::code(&content.media_type);
    let item = stream.item().map_or_else(|| "Event".to_owned(), |ty| rust_text(api, ty, false));
    let items = format!("[stream](crate::EventStream) of `{item}`");
    let how = if is_output(operation) {
        format!("The answer, {media_type}, is a {items}: `.next().await` gives one after the other.")
    } else {
        format!("`.into_events()` asks for {media_type} and gives a {items}.")
    };
    let switch = "Servers of this kind stream if `stream` is `true` in the body; it is not set by itself.";
    let switch = if body.is_some_and(|body| has_switch(api, body)) { format!(" {switch}") } else { String::new() };
    Some(format!("# Stream\n\n{how}{switch}"))
}

/// Has the body a member `stream` that is `true` or `false`?
fn has_switch(api: &Api, body: &Content) -> bool {
    let Some(Type::Named(id)) = body.payload.ty() else { return false };
    match &api.type_def(*id).shape {
        Shape::Struct(shape) => shape
            .fields
            .iter()
            .any(|field| field.name.wire() == "stream" && field.ty.clone().without_null() == Type::Boolean),
        Shape::Enum(_) | Shape::Union(_) | Shape::Alias(_) | Shape::Newtype(_) | Shape::Tuple(_) => false,
    }
}
