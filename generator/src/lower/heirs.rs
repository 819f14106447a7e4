//! Inline types that extend the component they stand in: `Node.child` is `allOf: [Node, …]`.
//!
//! The properties of such a parent are not known while it is read, and reading them again there would never end. The
//! type gets its name at once and its fields when all components are done.

use openapiv3::{ReferenceOr, Schema, SchemaKind};

use super::branches::Branch;
use super::{Lowering, Place, Progress, component_key};
use crate::model::{Shape, Type, TypeId};

/// A type that has its name and waits for its fields.
pub(super) struct Heir<'a> {
    id: TypeId,
    parts: Vec<Branch<'a>>,
    schema: &'a Schema,
    place: Place,
}

impl<'a> Lowering<'a> {
    /// Does an inline type extend a component that is being read right now?
    pub(super) fn waits(&self, parts: &[Branch<'a>], place: &Place) -> bool {
        place.reserved.is_none() && parts.iter().any(|part| self.is_under_way(part.schema))
    }

    pub(super) fn is_under_way(&self, schema: &ReferenceOr<Schema>) -> bool {
        match schema {
            ReferenceOr::Reference { reference } => {
                let component = component_key(reference, "schemas").and_then(|key| self.components.get(&key));
                component.is_some_and(|component| component.state == Progress::Started)
            }
            ReferenceOr::Item(Schema { schema_kind: SchemaKind::AllOf { all_of }, .. }) => {
                all_of.iter().any(|inner| self.is_under_way(inner))
            }
            ReferenceOr::Item(_) => false,
        }
    }

    pub(super) fn heir(&mut self, parts: &[Branch<'a>], schema: &'a Schema, place: &Place) -> Type {
        let id = self.name_type(place);
        self.heirs.push(Heir { id, parts: parts.to_vec(), schema, place: place.clone() });
        Type::Named(id)
    }

    pub(super) fn lower_heirs(&mut self) {
        while let Some(Heir { id, parts, schema, place }) = self.heirs.pop() {
            let place = Place { reserved: Some(id), ..self.placed(&place, id) };
            let ty = self.gathered(&parts, schema, &place);
            if ty != Type::Named(id) {
                self.define(id, schema, Shape::Alias(ty));
            }
        }
    }
}
