//! Does each branch of a union declare the property that tells it apart?

use std::collections::HashMap;

use openapiv3::{Discriminator as Declared, ReferenceOr, Schema, SchemaKind, Type as SchemaType};

use super::branches::Branch;
use super::discriminator::default_key;
use super::families::branch_key;
use super::{Lowering, component_key};
use crate::diagnostics::{defect, similar};
use crate::model::{Shape, TypeId};
use crate::pointer::Pointer;

/// How deep in parts of parts properties are looked for.
const DEPTH: usize = 8;

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
    /// Names the branches of a union that lack the property, if its values are looked at. One that all lack is misspelt,
    /// or nobody has thought of it.
    pub(super) fn note_untagged(&mut self, id: TypeId, branches: &[Branch<'a>], declared: &Declared, at: &Pointer) {
        if !matches!(&self.types[id.0].shape, Shape::Union(union) if union.discriminator.is_some()) {
            return;
        }
        let (mut known, property) = (Known::new(), &declared.property_name);
        if branches.iter().all(|branch| self.tag(branch.schema, property, &mut known) == Tag::Absent) {
            let members: Vec<&str> = branches.iter().flat_map(|branch| self.members_of(branch.schema, 0)).collect();
            let at = at.keys(&["discriminator", "propertyName"]);
            self.diagnostics.push(defect::no_branch_with_tag(&at, property, similar(property, members)));
            return;
        }
        for branch in branches {
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

    /// The names of the properties that a branch has.
    fn members_of(&self, schema: &'a ReferenceOr<Schema>, depth: usize) -> Vec<&'a str> {
        let Some(item) = self.item(schema, 0) else { return Vec::new() };
        match &item.schema_kind {
            SchemaKind::Type(SchemaType::Object(object)) => object.properties.keys().map(String::as_str).collect(),
            SchemaKind::Any(any) => any.properties.keys().map(String::as_str).collect(),
            SchemaKind::AllOf { all_of } if depth < DEPTH => {
                all_of.iter().flat_map(|part| self.members_of(part, depth + 1)).collect()
            }
            SchemaKind::Type(_) | SchemaKind::Not { .. } | SchemaKind::AllOf { .. } => Vec::new(),
            SchemaKind::OneOf { .. } | SchemaKind::AnyOf { .. } => Vec::new(),
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
