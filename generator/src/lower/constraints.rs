//! What a part of `allOf` restricts without a part in the type.
//!
//! `additionalProperties: false` is such a restriction: by the letter it forbids what the other parts declare, as each part
//! is applied by itself. Hardly any author means that; nothing is forbidden that some part declares.

use std::collections::HashSet;

use indexmap::IndexMap;
use openapiv3::{AdditionalProperties, ReferenceOr, Schema, SchemaKind, Type as SchemaType};

use super::branches::Branch;
use super::object::Nature;
use super::{Lowering, component_key, component_pointer};
use crate::diagnostics::{Diagnostic, Severity, defect};
use crate::pointer::Pointer;

/// The properties that a schema declares itself.
type Properties = IndexMap<String, ReferenceOr<Box<Schema>>>;

impl<'a> Lowering<'a> {
    /// Names what no type of the whole will say.
    pub(super) fn note_constraints(&mut self, parts: &[Branch<'a>]) {
        self.note_demands(parts);
        self.note_closed(parts);
    }

    /// A union whose branches only say which properties must be there.
    fn note_demands(&mut self, parts: &[Branch<'a>]) {
        for part in parts {
            if self.nature(part.schema, 0) != Nature::Constraint {
                continue;
            }
            let keyword = match part.schema.as_item().map(|item| &item.schema_kind) {
                Some(SchemaKind::OneOf { .. }) => "oneOf",
                Some(SchemaKind::AnyOf { .. }) => "anyOf",
                Some(SchemaKind::AllOf { .. } | SchemaKind::Not { .. } | SchemaKind::Type(_) | SchemaKind::Any(_))
                | None => continue,
            };
            self.diagnostics.push(defect::not_expressible(&part.pointer.key(keyword), keyword));
        }
    }

    /// Names each part that is closed to properties of the others; once, however many extend it.
    fn note_closed(&mut self, parts: &[Branch<'a>]) {
        for (at, part) in parts.iter().enumerate() {
            let Some((own, pointer)) = self.closed(part.schema, &part.pointer, 0) else { continue };
            let mut others = parts.iter().enumerate().filter(|(other, _)| *other != at);
            if others.any(|(_, other)| self.declares_more(other.schema, own, &mut HashSet::new())) {
                self.diagnostics.push(closed_part(&pointer.key("additionalProperties")));
            }
        }
    }

    /// The properties of an object that has no others, and where it is written.
    fn closed(
        &self,
        schema: &'a ReferenceOr<Schema>,
        pointer: &Pointer,
        depth: usize,
    ) -> Option<(&'a Properties, Pointer)> {
        match schema {
            ReferenceOr::Reference { .. } if depth > self.components.len() => None,
            ReferenceOr::Reference { reference } => {
                let key = component_key(reference, "schemas")?;
                self.closed(self.component_schema(&key)?, &component_pointer(&key), depth + 1)
            }
            ReferenceOr::Item(Schema { schema_kind: SchemaKind::Type(SchemaType::Object(object)), .. }) => {
                let closed = object.additional_properties == Some(AdditionalProperties::Any(false));
                closed.then(|| (&object.properties, pointer.clone()))
            }
            ReferenceOr::Item(_) => None,
        }
    }

    /// Does a schema have properties, or room for any, that are not among `known`?
    fn declares_more(&self, schema: &'a ReferenceOr<Schema>, known: &Properties, seen: &mut HashSet<&'a str>) -> bool {
        let more = |properties: &Properties| properties.keys().any(|name| !known.contains_key(name));
        let item = match schema {
            ReferenceOr::Item(item) => item,
            ReferenceOr::Reference { reference } => {
                let target = component_key(reference, "schemas").and_then(|key| self.component_schema(&key));
                return seen.insert(reference) && target.is_some_and(|target| self.declares_more(target, known, seen));
            }
        };
        match &item.schema_kind {
            SchemaKind::Type(SchemaType::Object(object)) => {
                more(&object.properties)
                    || matches!(object.additional_properties, Some(AdditionalProperties::Schema(_)))
            }
            SchemaKind::Any(any) => more(&any.properties),
            SchemaKind::AllOf { all_of: list }
            | SchemaKind::OneOf { one_of: list }
            | SchemaKind::AnyOf { any_of: list } => list.iter().any(|branch| self.declares_more(branch, known, seen)),
            SchemaKind::Type(_) | SchemaKind::Not { .. } => false,
        }
    }
}

fn closed_part(pointer: &Pointer) -> Diagnostic {
    let message = "a part of `allOf` forbids the properties that other parts have; it is read as forbidding those alone \
                   that no part has";
    let help = "leave it out here, or say `unevaluatedProperties: false` beside the `allOf` (OpenAPI 3.1)";
    Diagnostic::new(Severity::Warning, "OAS3018", pointer, message).at_key().help(help)
}
