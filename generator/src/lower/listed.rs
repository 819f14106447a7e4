//! The values that a schema lists for one of its properties, seen through references, `allOf` and unions.

use openapiv3::{ReferenceOr, Schema, SchemaKind, Type as SchemaType};

use super::{Lowering, component_key};

/// What a search through schemas looks for, and the components that it has seen.
struct Search<'p> {
    property: &'p str,
    seen: Vec<String>,
}

impl Lowering<'_> {
    /// The values that a schema lists for a property of its objects; none if any string will do.
    pub(super) fn listed(&self, schema: &ReferenceOr<Schema>, property: &str) -> Vec<String> {
        self.listed_in(schema, &mut Search { property, seen: Vec::new() }).unwrap_or_default()
    }

    /// The same for a component without those that it extends.
    pub(super) fn listed_by_itself(&self, key: &str, property: &str) -> Vec<String> {
        let Some(ReferenceOr::Item(schema)) = self.component_schema(key) else { return Vec::new() };
        let search = &mut Search { property, seen: Vec::new() };
        match &schema.schema_kind {
            SchemaKind::AllOf { all_of } => {
                let own = all_of.iter().filter(|part| part.as_item().is_some());
                narrowed(own.filter_map(|part| self.listed_in(part, search))).unwrap_or_default()
            }
            SchemaKind::Type(_) | SchemaKind::Any(_) | SchemaKind::Not { .. } => Vec::new(),
            SchemaKind::OneOf { .. } | SchemaKind::AnyOf { .. } => Vec::new(),
        }
    }

    fn listed_in(&self, schema: &ReferenceOr<Schema>, search: &mut Search<'_>) -> Option<Vec<String>> {
        match schema {
            ReferenceOr::Reference { reference } => self.listed_in(self.unseen(reference, search)?, search),
            ReferenceOr::Item(schema) => self.listed_in_item(schema, search),
        }
    }

    fn listed_in_item(&self, schema: &Schema, search: &mut Search<'_>) -> Option<Vec<String>> {
        match &schema.schema_kind {
            SchemaKind::Type(SchemaType::Object(object)) => {
                self.values_of_property(object.properties.get(search.property)?, search)
            }
            SchemaKind::Any(any) => self.values_of_property(any.properties.get(search.property)?, search),
            SchemaKind::AllOf { all_of } => narrowed(all_of.iter().filter_map(|part| self.listed_in(part, search))),
            SchemaKind::OneOf { one_of: inner } | SchemaKind::AnyOf { any_of: inner } => {
                together(inner.iter().map(|branch| self.listed_in(branch, search)))
            }
            SchemaKind::Type(_) | SchemaKind::Not { .. } => None,
        }
    }

    fn values_of_property(&self, schema: &ReferenceOr<Box<Schema>>, search: &mut Search<'_>) -> Option<Vec<String>> {
        match schema {
            ReferenceOr::Reference { reference } => self.values(self.unseen(reference, search)?, search),
            ReferenceOr::Item(schema) => self.values_of_item(schema, search),
        }
    }

    fn values(&self, schema: &ReferenceOr<Schema>, search: &mut Search<'_>) -> Option<Vec<String>> {
        match schema {
            ReferenceOr::Reference { reference } => self.values(self.unseen(reference, search)?, search),
            ReferenceOr::Item(schema) => self.values_of_item(schema, search),
        }
    }

    fn values_of_item(&self, schema: &Schema, search: &mut Search<'_>) -> Option<Vec<String>> {
        match &schema.schema_kind {
            SchemaKind::Type(SchemaType::String(string)) => texts(&string.enumeration),
            SchemaKind::Type(SchemaType::Integer(integer)) => texts(&integer.enumeration),
            SchemaKind::Type(SchemaType::Boolean(boolean)) => texts(&boolean.enumeration),
            SchemaKind::AllOf { all_of } => narrowed(all_of.iter().filter_map(|part| self.values(part, search))),
            SchemaKind::OneOf { one_of: inner } | SchemaKind::AnyOf { any_of: inner } => {
                together(inner.iter().map(|branch| self.values(branch, search)))
            }
            SchemaKind::Type(_) | SchemaKind::Any(_) | SchemaKind::Not { .. } => None,
        }
    }

    /// The component that a reference leads to, if the search was not there before: circles end.
    fn unseen(&self, reference: &str, search: &mut Search<'_>) -> Option<&ReferenceOr<Schema>> {
        let key = component_key(reference, "schemas").filter(|key| !search.seen.contains(key))?;
        let schema = self.component_schema(&key);
        search.seen.push(key);
        schema
    }
}

/// The values as a discriminator has them: the content of strings, the JSON text of others.
fn texts<T: ToString>(values: &[Option<T>]) -> Option<Vec<String>> {
    let texts: Vec<String> = values.iter().flatten().map(T::to_string).collect();
    (!texts.is_empty()).then_some(texts)
}

/// What all lists have in common. A later one that shares nothing with those before it stands for them.
fn narrowed(lists: impl Iterator<Item = Vec<String>>) -> Option<Vec<String>> {
    lists.reduce(|all, next| {
        let common: Vec<String> = next.iter().filter(|value| all.contains(value)).cloned().collect();
        if common.is_empty() { next } else { common }
    })
}

/// What any of the lists has, if each branch has one.
fn together(lists: impl Iterator<Item = Option<Vec<String>>>) -> Option<Vec<String>> {
    let lists: Option<Vec<Vec<String>>> = lists.collect();
    let mut all: Vec<String> = Vec::new();
    for value in lists?.into_iter().flatten() {
        if !all.contains(&value) {
            all.push(value);
        }
    }
    Some(all).filter(|all| !all.is_empty())
}
