//! `discriminator`: which of its values mean which branch.

use std::collections::BTreeSet;

use openapiv3::{Discriminator as Declared, ReferenceOr, Schema, SchemaKind, Type as SchemaType};

use super::branches::only_value;
use super::{Lowering, Place, component_key};
use crate::diagnostics::{Diagnostic, Severity};
use crate::model::{Discriminator, Shape, Type, UnionVariant};

impl Lowering<'_> {
    /// A discriminator helps only if every branch is an object and has a value for it that is its alone.
    pub(super) fn usable(
        &mut self,
        declared: &Declared,
        variants: &[UnionVariant],
        place: &Place,
    ) -> Option<Discriminator> {
        let tagged = variants.iter().all(|variant| !variant.tags.is_empty() && self.may_be_object(&variant.ty))
            && all_differ(variants);
        if !tagged {
            self.diagnostics.push(
                Diagnostic::new(
                    Severity::Warning,
                    "OAS3005",
                    &place.pointer,
                    format!("the discriminator `{}` does not tell all branches apart", declared.property_name),
                )
                .note("the branch of a value is found by its shape instead"),
            );
        }
        tagged.then(|| Discriminator { property: declared.property_name.clone() })
    }

    fn may_be_object(&self, ty: &Type) -> bool {
        match self.resolve(ty) {
            Type::Named(id) => !matches!(self.types[id.0].shape, Shape::Enum(_)),
            Type::Map(_) | Type::Any => true,
            _ => false,
        }
    }

    /// The discriminator's values that mean this branch: those mapped to it, else its own name, else its constant.
    pub(super) fn tags_of(&self, schema: &ReferenceOr<Schema>, declared: &Declared) -> Vec<String> {
        match schema {
            ReferenceOr::Reference { reference } => {
                let key = component_key(reference, "schemas").unwrap_or_default();
                self.tags_of_component(&key, declared)
            }
            ReferenceOr::Item(item) => constant(item, &declared.property_name).into_iter().collect(),
        }
    }

    pub(super) fn tags_of_component(&self, key: &str, declared: &Declared) -> Vec<String> {
        let tags = mapped_tags(key, declared);
        if !tags.is_empty() {
            return tags;
        }
        let fixed = self.component_schema(key).and_then(|schema| self.item(schema, 0));
        let fixed = fixed.and_then(|schema| constant(schema, &declared.property_name));
        vec![fixed.unwrap_or_else(|| key.to_owned())]
    }
}

fn all_differ(variants: &[UnionVariant]) -> bool {
    let mut seen = BTreeSet::new();
    variants.iter().flat_map(|variant| &variant.tags).all(|tag| seen.insert(tag))
}

/// The discriminator's values that the mapping has for a component.
pub(super) fn mapped_tags(key: &str, declared: &Declared) -> Vec<String> {
    let mapped = declared.mapping.iter().filter(|(_, target)| names_component(target, key));
    mapped.map(|(tag, _)| tag.clone()).collect()
}

/// Does a mapping's target, a reference or a bare name, mean this component?
fn names_component(target: &str, key: &str) -> bool {
    target == key || component_key(target, "schemas").is_some_and(|named| named == key)
}

/// The only value that a property of an object may have.
fn constant(schema: &Schema, property: &str) -> Option<String> {
    let SchemaKind::Type(SchemaType::Object(object)) = &schema.schema_kind else { return None };
    only_value(object.properties.get(property)?)
}
