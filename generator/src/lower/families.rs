//! Families: a component with a `discriminator`, and those that extend it through `allOf`.

use std::collections::{BTreeSet, HashMap, HashSet};

use openapiv3::{Discriminator as Declared, ReferenceOr, Schema, SchemaKind, Type as SchemaType};

use super::branches::Branch;
use super::discriminator::{component_of, default_key, mapped_components, mapped_tags};
use super::fields::Gathered;
use super::{Lowering, Place, component_key, component_pointer, made_name};
use crate::diagnostics::{Diagnostics, defect};
use crate::model::{Api, Discriminator, Docs, Shape, Type, TypeId, Union, UnionVariant};
use crate::names::{Name, Scope, Wish};

/// The values of a discriminator that mean each member of a family.
pub(super) type Tags = HashMap<String, Vec<String>>;

/// A member of a family that others extend in turn, and that has no discriminator of its own to tell them apart.
pub(super) struct Generation {
    key: String,
    id: TypeId,
    heirs: Vec<String>,
    heir_ids: Vec<TypeId>,
}

impl<'a> Lowering<'a> {
    /// Is this `allOf` branch the base of a family that the component at `place` belongs to?
    pub(super) fn extends(&self, branch: &ReferenceOr<Schema>, place: &Place) -> bool {
        place.reserved.is_some() && self.is_family(branch)
    }

    /// Is it a component that is any member of a family?
    pub(super) fn is_family(&self, schema: &ReferenceOr<Schema>) -> bool {
        branch_key(schema).is_some_and(|key| self.families.contains_key(&key))
    }

    /// A component with a discriminator that others extend through `allOf` is one of those others.
    pub(super) fn polymorphic(&mut self, gathered: &Gathered<'a>, schema: &'a Schema, place: &Place) -> Option<Type> {
        let id = place.reserved?;
        let declared = discriminator_of(schema)?;
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
        let mut variants = self.family_variants(&key, &children, place);
        let listed = self.component_schema(&key).map(|schema| self.listed(schema, &declared.property_name));
        let mapped = self.family_tags.get(&key).and_then(|tags| tags.get(&key)).cloned().unwrap_or_default();
        variants.extend(base_variant(&key, (base, mapped), declared, &variants, listed.unwrap_or_default()));
        let default = self.default_of_family(&key, declared, &variants, place);
        let discriminator = Some(Discriminator { property: declared.property_name.clone(), default });
        self.define(id, schema, Shape::Union(Union { variants, discriminator, overlapping: false }));
        Some(Type::Named(id))
    }

    /// What tells the branches of a union apart that are members of one family: the discriminator that they inherit. One
    /// that others extend in turn stands for those too, unless they are branches themselves.
    pub(super) fn inherited_discriminator(&self, branches: &[Branch<'a>]) -> Option<Declared> {
        let keys: Option<Vec<String>> = branches.iter().map(|branch| branch_key(branch.schema)).collect();
        let keys = keys?;
        let families = self.families.iter();
        let common = families.filter(|(_, heirs)| keys.iter().all(|key| heirs.binary_search(key).is_ok()));
        let base = common.map(|(base, _)| base).min()?;
        let declared = discriminator_of(self.component_schema(base)?.as_item()?)?;
        let tags = self.family_tags.get(base)?;
        let listed: HashSet<&String> = keys.iter().collect();
        let mapping = keys.iter().flat_map(|key| {
            let others = self.descendants.get(key).into_iter().flatten().filter(|heir| !listed.contains(heir));
            let others = others.filter(|heir| self.nearest(heir, &keys) == Some(key));
            let meant = std::iter::once(key).chain(others).filter_map(|member| tags.get(member)).flatten();
            meant.map(|tag| (tag.clone(), key.clone()))
        });
        Some(Declared {
            property_name: declared.property_name.clone(),
            mapping: mapping.collect(),
            ..Declared::default()
        })
    }

    /// Of those that a member of a family descends from, the nearest.
    fn nearest<'k>(&self, heir: &String, ancestors: &'k [String]) -> Option<&'k String> {
        let heirs = |key: &String| self.descendants.get(key).filter(|heirs| heirs.binary_search(heir).is_ok());
        Some(ancestors.iter().filter_map(|key| Some((heirs(key)?.len(), key))).min()?.1)
    }

    fn family_variants(&mut self, base: &str, children: &[String], place: &Place) -> Vec<UnionVariant> {
        let mut words = children.to_vec();
        self.remember_names(&mut words, children.iter().cloned().map(Some), place);
        let wishes: Vec<Wish> = words.into_iter().map(|word| self.variant_wish_of(word, place)).collect();
        let grants = Scope::reserving(&["Unknown", "Base"], "Value").grant(&wishes);
        let known = self.family_tags.get(base);
        let named = children.iter().zip(grants);
        named
            .filter_map(|(key, grant)| {
                let ty = Type::Named(self.components.get(key)?.id);
                let tags = known?.get(key)?.clone();
                Some(UnionVariant { name: grant.name, ty, boxed: false, tags, docs: Docs::default() })
            })
            .collect()
    }

    /// The base of a family is a branch of its own name.
    fn default_of_family(
        &mut self,
        base: &str,
        declared: &Declared,
        variants: &[UnionVariant],
        place: &Place,
    ) -> Option<Name> {
        match default_key(declared)? {
            key if key == base => variants.iter().map(|it| &it.name).find(|it| it.wire() == "Base").cloned(),
            _ => self.default_branch(declared, variants, place),
        }
    }

    /// Which components extend which: every base with a discriminator, and all below it by name.
    pub(super) fn find_families(&mut self) {
        let keys: Vec<String> = self.components.keys().cloned().collect();
        let lines = Lines::of(keys.iter().map(|key| (key.clone(), self.parents_of(key))));
        for base in keys {
            let Some(declared) = self.declared_by(&base) else { continue };
            let children = below(&base, &lines.heirs);
            if children.is_empty() {
                continue;
            }
            let declared = self.with_inherited_mapping(declared, &base, &children, &lines);
            let mut tags: Tags = children.iter().cloned().zip(self.tags_of_family(&children, &declared)).collect();
            tags.insert(base.clone(), mapped_tags(&base, &declared));
            self.family_tags.insert(base.clone(), tags);
            self.families.insert(base, children);
        }
        let members: BTreeSet<&String> = self.families.values().flatten().collect();
        let descendants = members.into_iter().filter(|key| lines.heirs.contains_key(*key));
        self.descendants = descendants.map(|key| (key.clone(), below(key, &lines.heirs))).collect();
    }

    fn declared_by(&self, key: &str) -> Option<&'a Declared> {
        discriminator_of(self.component_schema(key)?.as_item()?)
    }

    /// The discriminator of a base with what those that it extends in turn map to it and its heirs by the same property, as
    /// far as its own mapping doesn't say.
    fn with_inherited_mapping(&self, declared: &Declared, base: &str, children: &[String], lines: &Lines) -> Declared {
        let mut whole = declared.clone();
        let members: HashSet<&str> = children.iter().map(String::as_str).chain([base]).collect();
        let mapped = mapped_components(declared);
        for ancestor in below(base, &lines.parents) {
            let above = self.declared_by(&ancestor).filter(|above| above.property_name == declared.property_name);
            for (tag, target) in above.into_iter().flat_map(|above| &above.mapping) {
                let key = component_of(target);
                if members.contains(key.as_str()) && !mapped.contains(&key) && !whole.mapping.contains_key(tag) {
                    whole.mapping.insert(tag.clone(), target.clone());
                }
            }
        }
        self.map_spellings(&mut whole, base, children);
        whole
    }

    /// A value that the base lists and nothing means is that of the heir which is called so, in whatever case.
    fn map_spellings(&self, declared: &mut Declared, base: &str, children: &[String]) {
        let listed = self.component_schema(base).map(|schema| self.listed(schema, &declared.property_name));
        let listed: HashSet<String> = listed.into_iter().flatten().collect();
        let mapped = mapped_components(declared);
        let is_free = |key: &&String| {
            !mapped.contains(*key)
                && !listed.contains(*key)
                && self.listed_by_itself(key, &declared.property_name).is_empty()
        };
        let mut heirs: HashMap<String, Vec<&String>> = HashMap::new();
        for heir in children.iter().filter(|_| !listed.is_empty()).filter(is_free) {
            heirs.entry(Name::new(heir).snake().to_owned()).or_default().push(heir);
        }
        let mut values: Vec<String> =
            listed.into_iter().filter(|value| !declared.mapping.contains_key(value)).collect();
        values.sort_unstable();
        for value in values {
            if let Some([heir]) = heirs.get(Name::new(&value).snake()).map(Vec::as_slice) {
                declared.mapping.insert(value, (*heir).clone());
            }
        }
    }

    /// The members of families that others extend in turn.
    pub(super) fn generations(&self) -> Vec<Generation> {
        let extended = self.descendants.iter().filter(|(key, _)| !self.families.contains_key(*key));
        let generations = extended.filter_map(|(key, heirs)| {
            let id = self.components.get(key)?.id;
            let heir_ids = heirs.iter().filter_map(|heir| Some(self.components.get(heir)?.id)).collect();
            Some(Generation { key: key.clone(), id, heirs: heirs.clone(), heir_ids })
        });
        generations.collect()
    }

    /// The components that a component extends. One that is another one or `null` is none of its kinds.
    fn parents_of(&self, key: &str) -> Vec<String> {
        let Some(schema) = self.component_schema(key).and_then(ReferenceOr::as_item) else { return Vec::new() };
        match &schema.schema_kind {
            SchemaKind::AllOf { all_of } if schema.schema_data.nullable && all_of.len() == 1 => Vec::new(),
            SchemaKind::AllOf { all_of } => all_of.iter().filter_map(branch_key).collect(),
            SchemaKind::Type(_) | SchemaKind::Any(_) | SchemaKind::Not { .. } => Vec::new(),
            SchemaKind::OneOf { .. } | SchemaKind::AnyOf { .. } => Vec::new(),
        }
    }
}

/// Which components extend which.
struct Lines {
    parents: HashMap<String, Vec<String>>,
    heirs: HashMap<String, Vec<String>>,
}

impl Lines {
    /// By what each component extends itself.
    fn of(parents: impl Iterator<Item = (String, Vec<String>)>) -> Self {
        let mut lines = Self { parents: HashMap::new(), heirs: HashMap::new() };
        for (key, parents) in parents.filter(|(_, parents)| !parents.is_empty()) {
            for parent in &parents {
                lines.heirs.entry(parent.clone()).or_default().push(key.clone());
            }
            lines.parents.insert(key, parents);
        }
        lines
    }
}

/// All that can be reached from a component, but for itself, in the order of their keys.
fn below(start: &str, steps: &HashMap<String, Vec<String>>) -> Vec<String> {
    let mut found: BTreeSet<&str> = BTreeSet::new();
    let mut open = vec![start];
    while let Some(key) = open.pop() {
        let next = steps.get(key).into_iter().flatten().map(String::as_str);
        open.extend(next.filter(|next| *next != start && found.insert(next)));
    }
    found.into_iter().map(str::to_owned).collect()
}

/// Tells of the members of families that are read by themselves and have heirs: what only the heirs have is not read.
pub(super) fn note_heirs(generations: &[Generation], api: &Api, diagnostics: &mut Diagnostics) {
    let by_themselves = read_by_themselves(api);
    let unions = branches_of_unions(api);
    // A branch of a union without its heirs is one that stands for them.
    let stands_for_heirs = |it: &Generation| {
        let mut unions = unions.iter().filter(|branches| branches.contains(&it.id));
        unions.any(|branches| !it.heir_ids.iter().all(|heir| branches.contains(heir)))
    };
    let is_read = |it: &&Generation| by_themselves.contains(&it.id) || stands_for_heirs(it);
    for Generation { key, heirs, .. } in generations.iter().filter(is_read) {
        diagnostics.push(defect::heirs_not_read(&component_pointer(key), key, heirs));
    }
}

/// The types that answers and other types hold, but for the variants of unions.
fn read_by_themselves(api: &Api) -> BTreeSet<TypeId> {
    let shapes = api.types.iter().map(|def| &def.shape).filter(|shape| !matches!(shape, Shape::Union(_)));
    let held = shapes.flat_map(Shape::members).chain(api.operations.iter().flat_map(|it| it.response_types()));
    held.flat_map(Type::mentions).collect()
}

/// The types that are the branches of each union.
fn branches_of_unions(api: &Api) -> Vec<BTreeSet<TypeId>> {
    let unions = api.types.iter().filter_map(|def| match &def.shape {
        Shape::Union(union) => Some(union),
        Shape::Struct(_) | Shape::Enum(_) | Shape::Alias(_) | Shape::Newtype(_) | Shape::Tuple(_) => None,
    });
    unions.map(|union| union.variants.iter().flat_map(|variant| variant.ty.mentions()).collect()).collect()
}

/// The base itself is a branch: of the values that the mapping has for it, of those that it lists and no other branch has,
/// or of its own name (OpenAPI 3.0.3, 4.7.25).
fn base_variant(
    key: &str,
    (base, mut tags): (TypeId, Vec<String>),
    declared: &Declared,
    others: &[UnionVariant],
    listed: Vec<String>,
) -> Option<UnionVariant> {
    let is_taken = |value: &String| others.iter().any(|other| other.tags.contains(value));
    let is_free = |value: &String| !is_taken(value) && !declared.mapping.contains_key(value);
    tags.extend(listed.into_iter().filter(is_free));
    if tags.is_empty() {
        tags.extend(Some(key.to_owned()).filter(is_free));
    }
    let variant =
        UnionVariant { name: made_name("Base"), ty: Type::Named(base), boxed: false, tags, docs: Docs::default() };
    (!variant.tags.is_empty()).then_some(variant)
}

/// The discriminator of an object: its own, or that of a part written in its `allOf`.
fn discriminator_of(schema: &Schema) -> Option<&Declared> {
    let own = schema.schema_data.discriminator.as_ref();
    match &schema.schema_kind {
        SchemaKind::Type(SchemaType::Object(_)) => own,
        SchemaKind::AllOf { all_of } => {
            let written = all_of.iter().filter_map(ReferenceOr::as_item);
            let objects = written.filter(|part| {
                matches!(part.schema_kind, SchemaKind::Type(SchemaType::Object(_)) | SchemaKind::Any(_))
            });
            own.or_else(|| objects.filter_map(|part| part.schema_data.discriminator.as_ref()).next())
        }
        SchemaKind::Type(_) | SchemaKind::Any(_) | SchemaKind::Not { .. } => None,
        SchemaKind::OneOf { .. } | SchemaKind::AnyOf { .. } => None,
    }
}

/// The component that a branch is.
pub(super) fn branch_key(branch: &ReferenceOr<Schema>) -> Option<String> {
    match branch {
        ReferenceOr::Reference { reference } => component_key(reference, "schemas"),
        ReferenceOr::Item(_) => None,
    }
}
