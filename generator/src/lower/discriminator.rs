//! `discriminator`: which of its values mean which branch.

use std::collections::{BTreeSet, HashMap, HashSet};

use openapiv3::{Discriminator as Declared, ReferenceOr, Schema};

use super::families::branch_key;
use super::{Lowering, Place, component_key};
use crate::diagnostics::{Diagnostic, Severity};
use crate::model::{Discriminator, Shape, Type, UnionVariant};
use crate::names::Name;
use crate::normalize::facts;

impl Lowering<'_> {
    /// A discriminator helps only if every branch that is an object has a value for it that is its alone. What is no object
    /// has none, and is told by its type.
    pub(super) fn usable(
        &mut self,
        declared: &Declared,
        variants: &mut [UnionVariant],
        place: &Place,
    ) -> Option<Discriminator> {
        for variant in variants.iter_mut().filter(|variant| !self.may_be_object(&variant.ty)) {
            variant.tags.clear();
        }
        let objects = variants.iter().filter(|variant| self.may_be_object(&variant.ty));
        let tagged = tells_apart(objects.map(|variant| &variant.tags));
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
        let default = self.default_branch(declared, variants, place);
        tagged.then(|| Discriminator { property: declared.property_name.clone(), default })
    }

    /// The branch that values have whose discriminator means none.
    pub(super) fn default_branch(
        &mut self,
        declared: &Declared,
        variants: &[UnionVariant],
        place: &Place,
    ) -> Option<Name> {
        let key = default_key(declared)?;
        let ty = self.components.get(&key).map(|component| Type::Named(component.id));
        let of_type = variants.iter().find(|variant| Some(&variant.ty) == ty.as_ref());
        let found = of_type.or_else(|| self.joined_branch(&key, declared, variants));
        if found.is_none() {
            let pointer = place.pointer.keys(&["discriminator", facts::DEFAULT_MAPPING]);
            let message = format!("`{key}` is no branch; a value of none is kept as it comes");
            self.diagnostics.push(Diagnostic::new(Severity::Note, "OAS3016", &pointer, message));
        }
        found.map(|variant| variant.name.clone())
    }

    /// The branch that a component has become together with what stands beside the union: it is known by its tags.
    fn joined_branch<'v>(
        &self,
        key: &str,
        declared: &Declared,
        variants: &'v [UnionVariant],
    ) -> Option<&'v UnionVariant> {
        let listed = unmapped(self.listed_by_itself(key, &declared.property_name), declared);
        let mapped = tags_by_component(declared);
        let mut tags = self.tags_of_one(Some(key.to_owned()), listed, &BTreeSet::new(), (declared, &mapped));
        tags.retain(|tag| declared.mapping.get(tag).is_none_or(|target| component_of(target) == key));
        variants.iter().find(|variant| variant.tags.iter().any(|tag| tags.contains(tag)))
    }

    /// A component may not be read yet, so that only its schema tells.
    fn may_be_object(&self, ty: &Type) -> bool {
        if let Type::Named(id) = ty
            && let Some(schema) = self.key_of(*id).and_then(|key| self.component_schema(key))
        {
            return self.can_be_object(schema);
        }
        match self.resolve(ty) {
            Type::Named(id) => !matches!(self.types[id.0].shape, Shape::Enum(_) | Shape::Tuple(_)),
            Type::Map(_) | Type::Any => true,
            _ => false,
        }
    }

    /// The discriminator's values that mean each branch: those mapped to it and those that it alone lists. Where it lists
    /// none, its name is the value.
    pub(super) fn tags_of(&self, branches: &[&ReferenceOr<Schema>], declared: &Declared) -> Vec<Vec<String>> {
        let listed = branches.iter().map(|branch| self.listed(branch, &declared.property_name));
        let listed: Vec<Vec<String>> = listed.map(|values| unmapped(values, declared)).collect();
        let shared = repeated(listed.iter().flatten());
        let mapped = tags_by_component(declared);
        let each = branches.iter().zip(listed);
        each.map(|(branch, listed)| self.tags_of_one(branch_key(branch), listed, &shared, (declared, &mapped)))
            .collect()
    }

    /// The same for the members of a family. What they inherit is no value of their own.
    pub(super) fn tags_of_family(&self, keys: &[String], declared: &Declared) -> Vec<Vec<String>> {
        let listed = keys.iter().map(|key| self.listed_by_itself(key, &declared.property_name));
        let listed: Vec<Vec<String>> = listed.map(|values| unmapped(values, declared)).collect();
        let shared = repeated(listed.iter().flatten());
        let mapped = tags_by_component(declared);
        let each = keys.iter().zip(listed.into_iter().map(|values| without(values, &shared)));
        each.map(|(key, listed)| self.tags_of_one(Some(key.clone()), listed, &shared, (declared, &mapped))).collect()
    }

    /// The tags of a branch, of which `listed` are the values that its schema allows and no mapping has.
    fn tags_of_one(
        &self,
        key: Option<String>,
        listed: Vec<String>,
        shared: &BTreeSet<String>,
        (declared, mapped): (&Declared, &HashMap<String, Vec<String>>),
    ) -> Vec<String> {
        let Some(key) = key else { return listed };
        let mut tags = mapped.get(&key).cloned().unwrap_or_default();
        if !tags.is_empty() {
            let more = without(listed, shared).into_iter().filter(|value| !declared.mapping.contains_key(value));
            tags.extend(more);
            return tags;
        }
        // In another file, the name is the one that the schema has there.
        let name = self.memory.places().name(&key).unwrap_or(key);
        let several_list_it = listed.contains(&name) && listed.iter().any(|value| shared.contains(value));
        if listed.is_empty() || several_list_it { vec![name] } else { listed }
    }
}

/// What is left of the values of a branch if those go that a mapping has; all if nothing is left.
fn unmapped(values: Vec<String>, declared: &Declared) -> Vec<String> {
    let left: Vec<String> = values.iter().filter(|value| !declared.mapping.contains_key(*value)).cloned().collect();
    if left.is_empty() { values } else { left }
}

fn without(values: Vec<String>, shared: &BTreeSet<String>) -> Vec<String> {
    values.into_iter().filter(|value| !shared.contains(value)).collect()
}

/// What is there more than once.
pub(super) fn repeated<'v>(values: impl IntoIterator<Item = &'v String>) -> BTreeSet<String> {
    let mut seen = BTreeSet::new();
    values.into_iter().filter(|value| !seen.insert(*value)).cloned().collect()
}

/// Has each of several branches values, and no two the same?
pub(super) fn tells_apart<'t>(tags: impl Iterator<Item = &'t Vec<String>>) -> bool {
    let mut seen = BTreeSet::new();
    let mut branches = 0;
    for own in tags {
        branches += 1;
        if own.is_empty() || !own.iter().all(|tag| seen.insert(tag)) {
            return false;
        }
    }
    branches > 0
}

/// The component that values are of whose discriminator means no branch (OpenAPI 3.2, 4.25).
pub(super) fn default_key(declared: &Declared) -> Option<String> {
    component_key(declared.extensions.get(facts::DEFAULT_MAPPING)?.as_str()?, "schemas")
}

/// The discriminator's values that the mapping has for each component.
fn tags_by_component(declared: &Declared) -> HashMap<String, Vec<String>> {
    let mut tags: HashMap<String, Vec<String>> = HashMap::new();
    for (tag, target) in &declared.mapping {
        tags.entry(component_of(target)).or_default().push(tag.clone());
    }
    tags
}

/// The discriminator's values that the mapping has for a component.
pub(super) fn mapped_tags(key: &str, declared: &Declared) -> Vec<String> {
    let mapped = declared.mapping.iter().filter(|(_, target)| component_of(target) == key);
    mapped.map(|(tag, _)| tag.clone()).collect()
}

/// The components that the mapping has values for.
pub(super) fn mapped_components(declared: &Declared) -> HashSet<String> {
    declared.mapping.values().map(|target| component_of(target)).collect()
}

/// The component that a mapping's target means, a reference or a bare name.
pub(super) fn component_of(target: &str) -> String {
    component_key(target, "schemas").unwrap_or_else(|| target.to_owned())
}
