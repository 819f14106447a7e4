//! Any schema -> its type.

use openapiv3::{ReferenceOr, Schema, SchemaKind, Type as SchemaType};

use super::object::Nature;
use super::{Lowering, Place, component_key};
use crate::diagnostics::{Diagnostic, Severity};
use crate::model::{Shape, Type, TypeDef, TypeId};
use crate::names::Wish;
use crate::normalize::facts;
use crate::pointer::Pointer;

/// How many arrays and maps may be inside of each other: rustc gives up behind 128 steps, and takes three for each.
const COLLECTIONS: usize = 16;

impl<'a> Lowering<'a> {
    /// The type of the values that `schema` allows, `null` included.
    pub(super) fn type_of(&mut self, schema: &'a ReferenceOr<Schema>, place: &Place) -> Type {
        match schema {
            ReferenceOr::Reference { reference } => self.referenced(reference, place),
            ReferenceOr::Item(schema) => self.type_of_item(schema, place),
        }
    }

    /// The same for the boxed schemas of properties and items.
    pub(super) fn type_of_boxed(&mut self, schema: &'a ReferenceOr<Box<Schema>>, place: &Place) -> Type {
        match schema {
            ReferenceOr::Reference { reference } => self.referenced(reference, place),
            ReferenceOr::Item(schema) => self.type_of_item(schema, place),
        }
    }

    fn type_of_item(&mut self, schema: &'a Schema, place: &Place) -> Type {
        if collections(&place.pointer) > COLLECTIONS {
            return self.untyped(place, "it is inside of more arrays and maps than rustc can look through");
        }
        let ty = self.type_of_kind(schema, place);
        // Beside a component's own definition `nullable` is the business of whoever refers to it.
        let own = place.reserved.is_some() && matches!(ty, Type::Named(id) if Some(id) == place.reserved);
        if self.is_nullable_item(schema) && !own { ty.nullable() } else { ty }
    }

    /// Does it say so, or are all that it joins nullable?
    fn is_nullable_item(&self, schema: &Schema) -> bool {
        let joins = matches!(schema.schema_kind, SchemaKind::AllOf { .. });
        schema.schema_data.nullable || joins && self.item_allows_null(schema, &mut Vec::new())
    }

    fn type_of_kind(&mut self, schema: &'a Schema, place: &Place) -> Type {
        match &schema.schema_kind {
            SchemaKind::Type(SchemaType::String(string)) => self.string(string, schema, place),
            SchemaKind::Type(SchemaType::Integer(integer)) => self.integer(integer, schema, place),
            SchemaKind::Type(SchemaType::Number(number)) => self.number(number, schema, place),
            SchemaKind::Type(SchemaType::Boolean(boolean)) => super::enums::boolean(boolean),
            SchemaKind::Type(SchemaType::Array(array)) => self.array(array, schema, place),
            SchemaKind::Type(SchemaType::Object(object)) => self.object(object, schema, place),
            SchemaKind::AllOf { all_of } => self.all_of(all_of, schema, place),
            SchemaKind::OneOf { one_of: branches } | SchemaKind::AnyOf { any_of: branches } => {
                self.union(branches, schema, place)
            }
            SchemaKind::Not { .. } => self.untyped(place, "`not` says only what a value is not"),
            SchemaKind::Any(any) => self.any(any, schema, place),
        }
    }

    fn array(&mut self, array: &'a openapiv3::ArrayType, schema: &'a Schema, place: &Place) -> Type {
        if let Some(items) = super::tuple::items(array, schema) {
            return self.tuple(&items, schema, place);
        }
        let item = match &array.items {
            Some(items) => {
                self.type_of_boxed(items, &place.child(place.pointer.key("items"), super::made_name("Item")))
            }
            None => Type::Any,
        };
        Type::Array(Box::new(item))
    }

    fn referenced(&mut self, reference: &str, place: &Place) -> Type {
        let component = component_key(reference, "schemas").and_then(|key| Some((self.components.get(&key)?.id, key)));
        match component {
            Some((id, key)) if self.is_nullable(&key) => Type::Named(id).nullable(),
            Some((id, _)) => Type::Named(id),
            None => self.untyped(place, "its `$ref` leads to no schema"),
        }
    }

    fn is_nullable(&self, key: &str) -> bool {
        self.component_schema(key).is_some_and(|schema| self.allows_null(schema))
    }

    /// Is `null` a value of the schema? A union takes it if a branch does, `allOf` if all parts do.
    pub(super) fn allows_null(&self, schema: &ReferenceOr<Schema>) -> bool {
        self.null_within(schema, &mut Vec::new())
    }

    fn null_within(&self, schema: &ReferenceOr<Schema>, seen: &mut Vec<String>) -> bool {
        match schema {
            ReferenceOr::Item(schema) => self.item_allows_null(schema, seen),
            ReferenceOr::Reference { reference } => {
                let key = component_key(reference, "schemas").filter(|key| !seen.contains(key));
                let target = key.as_ref().and_then(|key| self.component_schema(key));
                seen.extend(key);
                target.is_some_and(|target| self.null_within(target, seen))
            }
        }
    }

    fn item_allows_null(&self, schema: &Schema, seen: &mut Vec<String>) -> bool {
        if schema.schema_data.nullable || self.is_null_enum(schema) {
            return true;
        }
        match &schema.schema_kind {
            SchemaKind::OneOf { one_of: branches } | SchemaKind::AnyOf { any_of: branches } => {
                branches.iter().any(|branch| self.null_within(branch, seen))
            }
            SchemaKind::AllOf { all_of } => {
                let forbids = |part: &&ReferenceOr<Schema>| {
                    self.nature(part, 0) != Nature::Constraint && !part.as_item().is_some_and(has_no_type)
                };
                let mut telling = all_of.iter().filter(forbids).peekable();
                telling.peek().is_some() && telling.all(|part| self.null_within(part, seen))
            }
            SchemaKind::Type(_) | SchemaKind::Not { .. } | SchemaKind::Any(_) => false,
        }
    }

    /// A schema that openapiv3 could not class: an object if it has properties, else anything.
    fn any(&mut self, any: &'a openapiv3::AnySchema, schema: &'a Schema, place: &Place) -> Type {
        if any.properties.is_empty() {
            return Type::Any;
        }
        let mut gathered = super::fields::Gathered::default();
        gathered.add_any(any, &place.pointer);
        self.struct_type(gathered, schema, place)
    }

    /// The widest honest type, said aloud.
    pub(super) fn untyped(&mut self, place: &Place, why: &str) -> Type {
        self.diagnostics.push(
            Diagnostic::new(Severity::Warning, "OAS3001", &place.pointer, format!("this is any JSON value, as {why}"))
                .label("becomes `serde_json::Value`"),
        );
        Type::Any
    }

    /// Reserves the named type that the schema at `place` needs; a component has its own already.
    pub(super) fn name_type(&mut self, place: &Place) -> TypeId {
        if let Some(id) = place.reserved {
            return id;
        }
        let wish = self.inline_wish(place);
        let grant = self.scope(&place.modules).grant(std::slice::from_ref(&wish)).swap_remove(0);
        self.remember_yield(&format!("types::{}::", place.modules.join("::")), &wish.identity, &grant);
        let path = crate::model::TypePath { modules: place.modules.clone(), name: grant.name };
        self.reserve(path, wish.identity)
    }

    /// The name of an inline type was made when its owner was read; only pins and memory can still change it.
    fn inline_wish(&self, place: &Place) -> Wish {
        let remembered = self.type_wish(&place.identity, place.name.wire());
        let made = remembered.pin.clone().or(remembered.memory.clone());
        let yielded = remembered.yielded.clone().filter(|_| remembered.pin.is_none());
        Wish { memory: made.or_else(|| Some(place.name.upper_camel().to_owned())), pin: None, yielded, ..remembered }
    }

    /// Fills in a reserved type.
    pub(super) fn define(&mut self, id: TypeId, schema: &Schema, shape: Shape) {
        let docs = super::docs::of_schema(schema);
        let def: &mut TypeDef = &mut self.types[id.0];
        def.docs = docs;
        def.deprecated = schema.schema_data.deprecated;
        def.shape = shape;
    }

    /// A component that needed no type of its own is another name for the type that its schema gave.
    pub(super) fn define_alias(&mut self, place: &Place, ty: Type, schema: &'a ReferenceOr<Schema>) {
        let Some(id) = place.reserved else { return };
        let bare = ty.without_null();
        if bare == Type::Named(id) {
            return;
        }
        match schema {
            ReferenceOr::Item(schema) => self.define(id, schema, Shape::Alias(bare)),
            ReferenceOr::Reference { .. } => self.types[id.0].shape = Shape::Alias(bare),
        }
    }

    /// Follows aliases to the definition that a type stands for.
    pub(super) fn resolve(&self, ty: &Type) -> Type {
        let mut seen = 0;
        let mut current = ty.clone();
        while let Type::Named(id) = current {
            match &self.types[id.0].shape {
                Shape::Alias(next) if seen < self.types.len() => current = next.clone(),
                Shape::Alias(_) | Shape::Struct(_) | Shape::Enum(_) => break,
                Shape::Union(_) | Shape::Tuple(_) | Shape::Newtype(_) => break,
            }
            seen += 1;
        }
        current
    }
}

/// Inside of how many arrays and maps is the schema, directly in each other?
fn collections(pointer: &Pointer) -> usize {
    let steps = pointer.as_str().rsplit('/');
    steps.take_while(|step| ["items", "additionalProperties"].contains(step)).count()
}

/// Is its `type` only what its keywords tell? Without one, `null` is not forbidden (OpenAPI 3.0.3, 4.7.24.1).
pub(super) fn has_no_type(schema: &Schema) -> bool {
    schema.schema_data.extensions.contains_key(facts::TYPE_INFERRED)
}
