//! Of which JSON types the values of a schema can be.

use openapiv3::{ReferenceOr, Schema, SchemaKind, Type as SchemaType};

use super::{Lowering, component_key};

/// A set of JSON types. An integer is a number too.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Kinds(u8);

/// How deep a schema is looked into; what lies deeper can be anything.
const DEPTH: u8 = 16;

impl Kinds {
    pub const STRING: Self = Self(1);
    const INTEGER: Self = Self(2);
    const NUMBER: Self = Self(2 | 4);
    const BOOLEAN: Self = Self(8);
    const ARRAY: Self = Self(16);
    pub const OBJECT: Self = Self(32);
    pub const ANY: Self = Self(63);

    /// The types in both.
    pub fn and(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }

    fn or(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// Neither an array nor an object?
    pub fn is_scalar(self) -> bool {
        !self.is_empty() && self.and(Self(Self::ARRAY.0 | Self::OBJECT.0)).is_empty()
    }

    pub fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// How many there are.
    pub fn count(self) -> u32 {
        self.0.count_ones()
    }
}

impl Lowering<'_> {
    pub(super) fn kinds(&self, schema: &ReferenceOr<Schema>) -> Kinds {
        self.kinds_within(schema, DEPTH)
    }

    /// Can a value be an object? Each component is looked at once, however many unions it is in.
    pub(super) fn can_be_object(&self, schema: &ReferenceOr<Schema>) -> bool {
        match schema {
            ReferenceOr::Item(item) => self.item_can_be_object(item),
            ReferenceOr::Reference { reference } => {
                let known = self.objects.borrow().get(reference).copied();
                known.unwrap_or_else(|| {
                    // What comes back to itself is what its other branches are.
                    self.objects.borrow_mut().insert(reference.clone(), true);
                    let target = component_key(reference, "schemas").and_then(|key| self.component_schema(&key));
                    let can = target.is_none_or(|target| self.can_be_object(target));
                    self.objects.borrow_mut().insert(reference.clone(), can);
                    can
                })
            }
        }
    }

    fn item_can_be_object(&self, schema: &Schema) -> bool {
        match &schema.schema_kind {
            SchemaKind::Type(ty) => matches!(ty, SchemaType::Object(_)),
            SchemaKind::AllOf { all_of } => all_of.iter().all(|part| self.can_be_object(part)),
            SchemaKind::OneOf { one_of: branches } | SchemaKind::AnyOf { any_of: branches } => {
                branches.iter().any(|branch| self.can_be_object(branch))
            }
            SchemaKind::Any(_) | SchemaKind::Not { .. } => true,
        }
    }

    fn kinds_within(&self, schema: &ReferenceOr<Schema>, depth: u8) -> Kinds {
        let Some(item) = self.item(schema, 0).filter(|_| depth > 0) else { return Kinds::ANY };
        match &item.schema_kind {
            SchemaKind::Type(ty) => kinds_of(ty),
            SchemaKind::AllOf { all_of } => {
                all_of.iter().fold(Kinds::ANY, |kinds, branch| kinds.and(self.kinds_within(branch, depth - 1)))
            }
            SchemaKind::OneOf { one_of: branches } | SchemaKind::AnyOf { any_of: branches } => {
                branches.iter().fold(Kinds(0), |kinds, branch| kinds.or(self.kinds_within(branch, depth - 1)))
            }
            SchemaKind::Any(any) if !any.properties.is_empty() => Kinds::OBJECT,
            SchemaKind::Any(_) | SchemaKind::Not { .. } => Kinds::ANY,
        }
    }
}

fn kinds_of(ty: &SchemaType) -> Kinds {
    match ty {
        SchemaType::String(_) => Kinds::STRING,
        SchemaType::Integer(_) => Kinds::INTEGER,
        SchemaType::Number(_) => Kinds::NUMBER,
        SchemaType::Boolean(_) => Kinds::BOOLEAN,
        SchemaType::Array(_) => Kinds::ARRAY,
        SchemaType::Object(_) => Kinds::OBJECT,
    }
}
