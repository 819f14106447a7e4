//! What a schema says of every place that refers to it.

use std::borrow::Borrow;

use openapiv3::VariantOrUnknownOrEmpty::Item;
use openapiv3::{AdditionalProperties, ReferenceOr, Schema, SchemaKind, StringFormat, Type as SchemaType};

use super::{Lowering, component_key};
use crate::model::Field;

/// Annotations of the values of a schema, which are those of each property that it is the schema of, directly or by
/// reference (JSON Schema of 2020-12, core, 7.7).
#[derive(Clone, Copy, Default)]
pub(super) struct Marks {
    read_only: bool,
    write_only: bool,
    deprecated: bool,
    secret: bool,
}

impl Marks {
    /// The field with these marks beside its own.
    pub(super) fn on(self, field: Field) -> Field {
        Field {
            read_only: field.read_only || self.read_only,
            write_only: field.write_only || self.write_only,
            deprecated: field.deprecated || self.deprecated,
            secret: field.secret || self.secret,
            ..field
        }
    }

    /// What either part of a schema says.
    fn or(self, other: Self) -> Self {
        Self {
            read_only: self.read_only || other.read_only,
            write_only: self.write_only || other.write_only,
            deprecated: self.deprecated || other.deprecated,
            secret: self.secret || other.secret,
        }
    }

    /// What holds whichever of two branches a value is of; it is a secret if it may be one.
    fn either(self, other: Self) -> Self {
        Self {
            read_only: self.read_only && other.read_only,
            write_only: self.write_only && other.write_only,
            deprecated: self.deprecated && other.deprecated,
            secret: self.secret || other.secret,
        }
    }

    /// What an array or a map says of itself by what it holds.
    fn of_what_is_held(self) -> Self {
        Self { secret: self.secret, ..Self::default() }
    }
}

impl Lowering<'_> {
    /// What a schema and all that it consists of say.
    pub(super) fn marks_of(&self, schema: &Schema) -> Marks {
        self.marks_of_item(schema, &mut Vec::new())
    }

    /// The same of the schema that a reference leads to.
    pub(super) fn marks_behind(&self, reference: &str) -> Marks {
        self.marks_of_target(reference, &mut Vec::new())
    }

    /// Is what a schema describes not to be shown?
    pub(super) fn is_secret(&self, schema: &ReferenceOr<Schema>) -> bool {
        self.marks_within(schema, &mut Vec::new()).secret
    }

    fn marks_within<S: Borrow<Schema>>(&self, schema: &ReferenceOr<S>, seen: &mut Vec<String>) -> Marks {
        match schema {
            ReferenceOr::Item(schema) => self.marks_of_item(schema.borrow(), seen),
            ReferenceOr::Reference { reference } => self.marks_of_target(reference, seen),
        }
    }

    fn marks_of_target(&self, reference: &str, seen: &mut Vec<String>) -> Marks {
        let key = component_key(reference, "schemas").filter(|key| !seen.contains(key));
        let target = key.as_ref().and_then(|key| self.component_schema(key));
        seen.extend(key);
        target.map_or_else(Marks::default, |target| self.marks_within(target, seen))
    }

    fn marks_of_item(&self, schema: &Schema, seen: &mut Vec<String>) -> Marks {
        let data = &schema.schema_data;
        let own = Marks {
            read_only: data.read_only,
            write_only: data.write_only,
            deprecated: data.deprecated,
            secret: is_password(schema),
        };
        let parts = match &schema.schema_kind {
            SchemaKind::AllOf { all_of } => {
                all_of.iter().fold(Marks::default(), |marks, part| marks.or(self.marks_within(part, seen)))
            }
            SchemaKind::OneOf { one_of: branches } | SchemaKind::AnyOf { any_of: branches } => {
                branches.iter().map(|branch| self.marks_within(branch, seen)).reduce(Marks::either).unwrap_or_default()
            }
            SchemaKind::Type(SchemaType::Array(array)) => {
                let items = array.items.as_ref().map(|items| self.marks_within(items, seen));
                items.unwrap_or_default().of_what_is_held()
            }
            SchemaKind::Type(SchemaType::Object(object)) if object.properties.is_empty() => {
                let Some(AdditionalProperties::Schema(values)) = &object.additional_properties else { return own };
                self.marks_within(values, seen).of_what_is_held()
            }
            SchemaKind::Type(_) | SchemaKind::Any(_) | SchemaKind::Not { .. } => Marks::default(),
        };
        own.or(parts)
    }
}

fn is_password(schema: &Schema) -> bool {
    match &schema.schema_kind {
        SchemaKind::Type(SchemaType::String(string)) => string.format == Item(StringFormat::Password),
        _ => false,
    }
}
