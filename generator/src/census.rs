//! Where a client has no type: each place that became `serde_json::Value`, by its Rust path and its schema.
//!
//! The findings of a run say what the generator could not express; many schemas simply say nothing, and are found only
//! here.

use crate::lock;
use crate::model::{Api, Content, Operation, Shape, Type, TypeDef};
use crate::names::source_text;
use crate::pointer::Pointer;

/// A place of any type.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Untyped {
    /// Who has it, as `API.lock` calls it: `types::Event.payload`, `Client::send.body`, `Client::list -> 200`.
    pub owner: String,
    /// The schema, in the normalized document; that of the operation where its parameter has no pointer of its own.
    pub pointer: Pointer,
    /// How the owner holds it.
    pub holder: Holder,
}

/// How an untyped value is held.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Holder {
    /// By itself: the schema is `{}`, or nothing that Rust has a type for.
    Value,
    /// In a `Vec`: `type: array` without `items`, or with such items.
    Item,
    /// In a map: `type: object` without properties, or with such `additionalProperties`.
    Entry,
}

/// Every place of any type: those of the types first, then those of the operations, each in the model's order.
pub fn untyped(api: &Api) -> Vec<Untyped> {
    let types = api.types.iter().flat_map(of_type);
    types.chain(api.operations.iter().flat_map(of_operation)).collect()
}

fn of_type(def: &TypeDef) -> Vec<Untyped> {
    let (owner, pointer) = (lock::type_path(&def.path), Pointer::of_identity(&def.identity));
    match &def.shape {
        Shape::Struct(shape) => {
            let fields = shape.fields.iter().filter_map(|field| {
                let owner = format!("{owner}.{}", source_text(field.name.snake()));
                place(owner, Pointer::of_identity(&field.identity), &field.ty)
            });
            let additional = shape.additional.iter().filter_map(|additional| {
                let owner = format!("{owner}.{}", source_text(additional.name.snake()));
                let found = place(owner, pointer.key("additionalProperties"), &additional.ty)?;
                Some(Untyped { holder: Holder::Entry, ..found })
            });
            fields.chain(additional).collect()
        }
        Shape::Tuple(tuple) => {
            let numbered = tuple.items.iter().enumerate();
            let items = numbered.filter_map(|(index, item)| {
                place(format!("{owner}.{index}"), Pointer::of_identity(&item.identity), &item.ty)
            });
            let rest = tuple.rest.iter().filter_map(|rest| {
                let found = place(format!("{owner}.{}", tuple.items.len()), pointer.key("items"), rest)?;
                Some(Untyped { holder: Holder::Item, ..found })
            });
            items.chain(rest).collect()
        }
        Shape::Union(union) => {
            let variant = |name: &str| format!("{owner}::{}", source_text(name));
            let variants = union.variants.iter();
            variants.filter_map(|each| place(variant(each.name.upper_camel()), pointer.clone(), &each.ty)).collect()
        }
        Shape::Alias(ty) | Shape::Newtype(ty) => place(owner, pointer, ty).into_iter().collect(),
        Shape::Enum(_) => Vec::new(),
    }
}

fn of_operation(operation: &Operation) -> Vec<Untyped> {
    let owner = format!("Client::{}", source_text(operation.name.snake()));
    let at = Pointer::root().keys(&["paths", &operation.path, &operation.method.to_lowercase()]);
    let parameters = operation.parameters.iter().filter_map(|parameter| {
        place(format!("{owner}.{}", source_text(parameter.name.snake())), at.clone(), &parameter.ty)
    });
    let bodies =
        operation.sent().filter_map(|content| of_content(format!("{owner}.body"), &at.key("requestBody"), content));
    let responses = operation.responses.all().flat_map(|response| {
        let status = response.status.to_string();
        let (owner, at) = (format!("{owner} -> {status}"), at.keys(&["responses", &status]));
        response.contents().filter_map(move |content| of_content(owner.clone(), &at, content))
    });
    parameters.chain(bodies).chain(responses).collect()
}

fn of_content(owner: String, holder: &Pointer, content: &Content) -> Option<Untyped> {
    place(owner, holder.keys(&["content", &content.media_type, "schema"]), content.payload.ty()?)
}

/// The place, if the type is any or holds any.
fn place(owner: String, pointer: Pointer, ty: &Type) -> Option<Untyped> {
    let holder = holder(ty)?;
    Some(Untyped { owner, pointer, holder })
}

/// How the type holds a value of any type; types of their own are counted where they are defined.
fn holder(ty: &Type) -> Option<Holder> {
    let inside =
        |inner: &Type, holder| self::holder(inner).map(|found| if found == Holder::Value { holder } else { found });
    match ty {
        Type::Any => Some(Holder::Value),
        Type::Nullable(inner) => holder(inner),
        Type::Array(inner) => inside(inner, Holder::Item),
        Type::Map(inner) => inside(inner, Holder::Entry),
        Type::Boolean | Type::OnlyBoolean(_) | Type::Float | Type::Double => None,
        Type::Int32 | Type::Int64 | Type::UInt32 | Type::UInt64 => None,
        Type::Decimal | Type::String | Type::Format(_) | Type::Bytes | Type::File | Type::Named(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::{Holder, untyped};
    use crate::{Input, config::Client};

    fn census(document: &str) -> Vec<(String, String, Holder)> {
        let config = Client::new("a.yaml", "a", "a");
        let api = crate::model(&Input::new("a.yaml".as_ref(), document, &config)).unwrap().0;
        untyped(&api).into_iter().map(|place| (place.owner, place.pointer.to_string(), place.holder)).collect()
    }

    #[test]
    fn each_place_has_its_owner_and_its_schema() {
        let found = census(
            "
openapi: 3.0.3
info: {title: t, version: '1'}
paths:
  /a/{id}:
    post:
      operationId: send
      parameters: [{name: id, in: path, required: true, schema: {}}]
      requestBody: {content: {application/json: {schema: {type: array, items: {}}}}}
      responses:
        '200': {description: d, content: {application/json: {schema: {}}}}
        default: {description: d, content: {application/json: {schema: {$ref: '#/components/schemas/Free'}}}}
components:
  schemas:
    Free: {type: object}
    Typed: {type: object, properties: {name: {type: string}}}
    Event: {type: object, properties: {payload: {}, list: {type: array, items: {type: array}}}, additionalProperties: {}}
",
        );
        let pointer = |path: &str| format!("#/{path}");
        let expected = [
            ("types::Free", pointer("components/schemas/Free"), Holder::Entry),
            ("types::Event.payload", pointer("components/schemas/Event/properties/payload"), Holder::Value),
            ("types::Event.list", pointer("components/schemas/Event/properties/list"), Holder::Item),
            (
                "types::Event.additional_properties",
                pointer("components/schemas/Event/additionalProperties"),
                Holder::Entry,
            ),
            ("Client::send.id", pointer("paths/~1a~1{id}/post"), Holder::Value),
            (
                "Client::send.body",
                pointer("paths/~1a~1{id}/post/requestBody/content/application~1json/schema"),
                Holder::Item,
            ),
            (
                "Client::send -> 200",
                pointer("paths/~1a~1{id}/post/responses/200/content/application~1json/schema"),
                Holder::Value,
            ),
        ];
        assert_eq!(found, expected.map(|(owner, pointer, holder)| (owner.to_owned(), pointer, holder)));
    }

    #[test]
    fn a_document_with_types_throughout_has_none() {
        let document = "
openapi: 3.0.3
info: {title: t, version: '1'}
paths: {}
components: {schemas: {Pet: {type: object, properties: {tags: {type: array, items: {type: string}}}}}}
";
        assert_eq!(census(document), []);
    }
}
