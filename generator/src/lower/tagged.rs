//! Does each branch of a union declare the property that tells it apart?

use std::collections::HashMap;

use openapiv3::{Discriminator as Declared, ReferenceOr, Schema, SchemaKind, Type as SchemaType};

use super::branches::Branch;
use super::discriminator::default_key;
use super::families::branch_key;
use super::{Lowering, component_key};
use crate::diagnostics::defect;
use crate::model::{Shape, TypeId};

/// What components say of it; of one that is being looked at, nothing yet.
type Known<'a> = HashMap<&'a str, Tag>;

/// What a schema says of the property of a discriminator.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Tag {
    Absent,
    /// It is an object or an array.
    Structured,
    Declared,
}

impl<'a> Lowering<'a> {
    /// Names the branches of a union that lack the property, if its values are looked at.
    pub(super) fn note_untagged(&mut self, id: TypeId, branches: &[Branch<'a>], declared: &Declared) {
        if !matches!(&self.types[id.0].shape, Shape::Union(union) if union.discriminator.is_some()) {
            return;
        }
        let mut known = Known::new();
        for branch in branches {
            let property = &declared.property_name;
            let key = branch_key(branch.schema).unwrap_or_default();
            if default_key(declared).is_some_and(|default| default == key) {
                continue;
            }
            match self.tag(branch.schema, property, &mut known) {
                Tag::Absent => self.diagnostics.push(defect::branch_without_tag(&branch.pointer, &key, property)),
                Tag::Structured => self.diagnostics.push(defect::structured_tag(&branch.pointer, &key, property)),
                Tag::Declared => {}
            }
        }
    }

    /// Do the values of a schema not have the property, so that nothing in them says which value of it they had?
    pub(super) fn lacks_tag(&self, schema: &'a ReferenceOr<Schema>, property: &str) -> bool {
        self.tag(schema, property, &mut Known::new()) == Tag::Absent
    }

    fn tag(&self, schema: &'a ReferenceOr<Schema>, property: &str, known: &mut Known<'a>) -> Tag {
        match schema {
            ReferenceOr::Item(item) => self.tag_of_item(item, property, known),
            ReferenceOr::Reference { reference } => {
                if let Some(tag) = known.get(&**reference) {
                    return *tag;
                }
                known.insert(reference, Tag::Absent);
                let target = component_key(reference, "schemas").and_then(|key| self.component_schema(&key));
                let tag = target.map_or(Tag::Absent, |target| self.tag(target, property, known));
                known.insert(reference, tag);
                tag
            }
        }
    }

    fn tag_of_item(&self, item: &'a Schema, property: &str, known: &mut Known<'a>) -> Tag {
        match &item.schema_kind {
            SchemaKind::Type(SchemaType::Object(object)) => told(object.properties.get(property)),
            SchemaKind::Any(any) => told(any.properties.get(property)),
            SchemaKind::AllOf { all_of } => {
                let mut tags = all_of.iter().map(|part| self.tag(part, property, known));
                tags.find(|tag| *tag != Tag::Absent).unwrap_or(Tag::Absent)
            }
            SchemaKind::OneOf { one_of: inner } | SchemaKind::AnyOf { any_of: inner } => {
                let mut tags = inner.iter().map(|branch| self.tag(branch, property, known));
                tags.find(|tag| *tag != Tag::Declared).unwrap_or(Tag::Declared)
            }
            // What is no object has another finding.
            SchemaKind::Type(_) | SchemaKind::Not { .. } => Tag::Declared,
        }
    }
}

fn told(property: Option<&ReferenceOr<Box<Schema>>>) -> Tag {
    let Some(property) = property else { return Tag::Absent };
    match property.as_item().map(|item| &item.schema_kind) {
        Some(SchemaKind::Type(SchemaType::Object(_) | SchemaType::Array(_))) => Tag::Structured,
        Some(SchemaKind::Type(_) | SchemaKind::Any(_) | SchemaKind::Not { .. }) | None => Tag::Declared,
        Some(SchemaKind::OneOf { .. } | SchemaKind::AllOf { .. } | SchemaKind::AnyOf { .. }) => Tag::Declared,
    }
}
