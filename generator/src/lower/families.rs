//! Families: a component with a `discriminator`, and those that extend it through `allOf`.

use openapiv3::{Discriminator as Declared, ReferenceOr, Schema, SchemaKind, Type as SchemaType};

use super::discriminator::mapped_tags;
use super::fields::Gathered;
use super::{Lowering, Place, component_key, made_name};
use crate::diagnostics::defect;
use crate::model::{Discriminator, Docs, Shape, Type, TypeId, Union, UnionVariant};
use crate::names::{Scope, Wish};

impl<'a> Lowering<'a> {
    /// Is this `allOf` branch the base of a family that the component at `place` belongs to?
    pub(super) fn extends(&self, branch: &ReferenceOr<Schema>, place: &Place) -> bool {
        let key = branch_key(branch);
        place.reserved.is_some() && key.is_some_and(|key| self.families.contains_key(&key))
    }

    /// A component with a discriminator that others extend through `allOf` is one of those others.
    pub(super) fn polymorphic(&mut self, gathered: &Gathered<'a>, schema: &'a Schema, place: &Place) -> Option<Type> {
        let id = place.reserved?;
        let declared = schema.schema_data.discriminator.as_ref()?;
        let key = place.pointer.last().filter(|key| self.components.get(key).is_some_and(|own| own.id == id))?;
        let children = self.families.get(&key)?.clone();
        let base_place = place.child(place.pointer.clone(), made_name("Base"));
        let base = self.name_type(&base_place);
        self.bases.insert(id, base);
        if !gathered.declares(&declared.property_name) {
            let pointer = place.pointer.key("discriminator");
            self.diagnostics.push(defect::branch_without_tag(&pointer, &key, &declared.property_name));
        }
        let mut gathered = gathered.clone();
        gathered.leave_out(&declared.property_name);
        let shape = self.struct_of(gathered, &self.placed(&base_place, base));
        self.define(base, schema, Shape::Struct(shape));
        let mut variants = self.family_variants(&children, declared, place);
        variants.extend(base_variant(&key, base, declared, &variants));
        let discriminator = Some(Discriminator { property: declared.property_name.clone() });
        self.define(id, schema, Shape::Union(Union { variants, discriminator, overlapping: false }));
        Some(Type::Named(id))
    }

    fn family_variants(&mut self, children: &[String], declared: &Declared, place: &Place) -> Vec<UnionVariant> {
        let wishes: Vec<Wish> = children.iter().map(|key| self.variant_wish_of(key.clone(), place)).collect();
        let grants = Scope::reserving(&["Unknown", "Base"], "Value").grant(&wishes);
        let named = children.iter().zip(grants).zip(self.tags_of_family(children, declared));
        named
            .filter_map(|((key, grant), tags)| {
                let ty = Type::Named(self.components.get(key)?.id);
                Some(UnionVariant { name: grant.name, ty, boxed: false, tags, docs: Docs::default() })
            })
            .collect()
    }

    /// Which components extend which: every base with a discriminator, and all below it by name.
    pub(super) fn find_families(&mut self) {
        let keys: Vec<String> = self.components.keys().cloned().collect();
        let bases: Vec<&String> = keys.iter().filter(|key| self.has_discriminator(key)).collect();
        for base in bases {
            let mut children: Vec<String> = keys.iter().filter(|key| self.descends(key, base, 0)).cloned().collect();
            children.sort_unstable();
            if !children.is_empty() {
                self.families.insert(base.clone(), children);
            }
        }
    }

    fn has_discriminator(&self, key: &str) -> bool {
        match self.component_schema(key) {
            Some(ReferenceOr::Item(schema)) => {
                let object =
                    matches!(schema.schema_kind, SchemaKind::Type(SchemaType::Object(_)) | SchemaKind::AllOf { .. });
                schema.schema_data.discriminator.is_some() && object
            }
            Some(ReferenceOr::Reference { .. }) | None => false,
        }
    }

    fn descends(&self, key: &str, base: &str, depth: usize) -> bool {
        let Some(ReferenceOr::Item(schema)) = self.component_schema(key) else { return false };
        let SchemaKind::AllOf { all_of } = &schema.schema_kind else { return false };
        let parents = all_of.iter().filter_map(branch_key);
        key != base
            && parents
                .into_iter()
                .any(|parent| parent == base || (depth < 64 && self.descends(&parent, base, depth + 1)))
    }
}

/// The base itself is a branch: of the values that the mapping has for it, or of its own name (OpenAPI 3.0.3, 4.7.25).
fn base_variant(key: &str, base: TypeId, declared: &Declared, others: &[UnionVariant]) -> Option<UnionVariant> {
    let mut tags = mapped_tags(key, declared);
    let is_taken = others.iter().any(|other| other.tags.iter().any(|tag| tag == key));
    if tags.is_empty() && !is_taken && !declared.mapping.contains_key(key) {
        tags.push(key.to_owned());
    }
    let variant =
        UnionVariant { name: made_name("Base"), ty: Type::Named(base), boxed: false, tags, docs: Docs::default() };
    (!variant.tags.is_empty()).then_some(variant)
}

/// The component that a branch is.
pub(super) fn branch_key(branch: &ReferenceOr<Schema>) -> Option<String> {
    match branch {
        ReferenceOr::Reference { reference } => component_key(reference, "schemas"),
        ReferenceOr::Item(_) => None,
    }
}
