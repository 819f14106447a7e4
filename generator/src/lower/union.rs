//! `oneOf` and `anyOf`: one of several types.

use std::collections::HashSet;

use indexmap::IndexMap;
use openapiv3::{Discriminator as Declared, ReferenceOr, Schema, SchemaKind, Type as SchemaType};

use super::branches::{Branch, branches, told_apart};
use super::discriminator::{component_of, tells_apart};
use super::families::branch_key;
use super::{Lowering, Place};
use crate::diagnostics::{Diagnostic, Severity};
use crate::model::{Docs, Shape, Type, TypeId, Union, UnionVariant};

/// A branch on its way into a variant.
struct Candidate<'b, 'a> {
    branch: &'b Branch<'a>,
    /// What it is called after.
    word: String,
    /// The values of the discriminator that mean it.
    tags: Vec<String>,
    /// Has the branch other values too, and a variant for each?
    is_one_of_several: bool,
}

impl<'a> Lowering<'a> {
    pub(super) fn union(&mut self, schemas: &'a [ReferenceOr<Schema>], schema: &'a Schema, place: &Place) -> Type {
        let written = branches(schemas, &place.pointer.key(keyword(schema)));
        let all = if schema.schema_data.discriminator.is_some() { written.clone() } else { opened(written.clone()) };
        let null = written.iter().chain(&all).any(|branch| self.allows_null(branch.schema));
        let distinct = self.distinct(all);
        let ty = match &distinct[..] {
            [] => Type::Any,
            [only] => self.type_of(only.schema, &place.at(only.pointer.clone())),
            _ => self.several(&distinct, schema, place),
        };
        if null { ty.nullable() } else { ty }
    }

    fn several(&mut self, branches: &[Branch<'a>], schema: &'a Schema, place: &Place) -> Type {
        let listed = self.gathered_enum(branches, schema, place).or_else(|| self.mixed_enum(branches, schema, place));
        listed.unwrap_or_else(|| self.union_type(branches, schema, place))
    }

    /// Branches that say the same are one, which has no title if they have several.
    fn distinct(&self, all: Vec<Branch<'a>>) -> Vec<Branch<'a>> {
        let mut distinct: IndexMap<String, Branch<'a>> = IndexMap::new();
        for branch in all {
            let title = branch.title;
            let kept = distinct.entry(self.saying(branch.schema)).or_insert(branch);
            kept.title = kept.title.filter(|kept| title == Some(*kept));
        }
        distinct.into_values().collect()
    }

    /// What is the same for schemas that say the same: both are one component, or inline schemas that are equal, of one
    /// type that needs no name, or arrays of such.
    pub(super) fn saying(&self, schema: &ReferenceOr<Schema>) -> String {
        match schema {
            ReferenceOr::Reference { reference } => reference.clone(),
            ReferenceOr::Item(schema) => self.saying_of(schema),
        }
    }

    fn saying_of(&self, schema: &Schema) -> String {
        if let Some(ty) = self.unnamed(schema) {
            return format!("{ty:?}");
        }
        match plain_items(schema) {
            Some(ReferenceOr::Reference { reference }) => format!("[{reference}]"),
            Some(ReferenceOr::Item(item)) => format!("[{}]", self.saying_of(item)),
            None => {
                let mut kind = serde_json::to_value(&schema.schema_kind).unwrap_or_default();
                kind.sort_all_objects();
                kind.to_string()
            }
        }
    }

    fn union_type(&mut self, branches: &[Branch<'a>], schema: &'a Schema, place: &Place) -> Type {
        let id = self.name_type(place);
        let place = self.placed(place, id);
        let own = schema.schema_data.discriminator.as_ref();
        let inherited = if own.is_none() { self.inherited_discriminator(branches) } else { None };
        let declared = own.or(inherited.as_ref());
        own.iter().for_each(|declared| self.note_strangers(branches, declared, &place));
        let candidates = self.candidates(branches, declared, &place);
        let words: Vec<String> = candidates.iter().map(|candidate| candidate.word.clone()).collect();
        // A value of the discriminator may be what another branch is called after.
        let words = told_apart(&words, |_| None, |at| candidates[at].tags.join(" "));
        let mut variants: Vec<UnionVariant> = Vec::new();
        for (candidate, name) in candidates.into_iter().zip(self.variant_names(words, &place)) {
            let Candidate { branch, tags, is_one_of_several, .. } = candidate;
            let ty = self.type_of(branch.schema, &place.child(branch.pointer.clone(), name.clone()));
            let docs = branch_docs(branch.schema, &ty);
            let variant = UnionVariant { name, ty, boxed: false, tags, docs };
            if is_one_of_several { variants.push(variant) } else { push_variant(&mut variants, variant) }
        }
        let ty = self.finish_union(id, variants, declared, (schema, overlaps(schema)), &place);
        own.iter().for_each(|declared| self.note_untagged(id, branches, declared, &place.pointer));
        ty
    }

    /// What becomes a variant: each branch, or each value of the discriminator that means a branch, if that does not say
    /// which.
    fn candidates<'b>(
        &self,
        branches: &'b [Branch<'a>],
        declared: Option<&Declared>,
        place: &Place,
    ) -> Vec<Candidate<'b, 'a>> {
        let words = self.branch_words(branches, place);
        let tags = self.tags_of_branches(branches, declared);
        let each = branches.iter().zip(words).zip(tags);
        let each: Vec<_> =
            each.map(|((branch, word), tags)| Candidate { branch, word, tags, is_one_of_several: false }).collect();
        let objects = each.iter().filter(|candidate| self.can_be_object(candidate.branch.schema));
        match declared.filter(|_| tells_apart(objects.map(|candidate| &candidate.tags))) {
            Some(declared) => {
                each.into_iter().flat_map(|candidate| self.one_for_each_tag(candidate, declared)).collect()
            }
            None => each,
        }
    }

    fn one_for_each_tag<'b>(&self, candidate: Candidate<'b, 'a>, declared: &Declared) -> Vec<Candidate<'b, 'a>> {
        let Candidate { branch, tags, .. } = &candidate;
        if tags.len() < 2 || !self.lacks_tag(branch.schema, &declared.property_name) {
            return vec![candidate];
        }
        let of_tag =
            |tag: &String| Candidate { branch, word: tag.clone(), tags: vec![tag.clone()], is_one_of_several: true };
        tags.iter().map(of_tag).collect()
    }

    /// Says which entries of the mapping mean a schema that is no branch.
    fn note_strangers(&mut self, branches: &[Branch<'a>], declared: &Declared, place: &Place) {
        if branches.iter().any(|branch| branch.schema.as_item().is_some()) {
            return;
        }
        let keys: HashSet<String> = branches.iter().filter_map(|branch| branch_key(branch.schema)).collect();
        for (value, target) in &declared.mapping {
            if keys.contains(&component_of(target)) {
                continue;
            }
            let pointer = place.pointer.keys(&["discriminator", "mapping", value]);
            let message = format!("`{value}` means a schema that is no branch; such a value is kept as it comes");
            self.diagnostics.push(Diagnostic::new(Severity::Note, "OAS3016", &pointer, message));
        }
    }

    fn tags_of_branches(&self, branches: &[Branch<'a>], declared: Option<&Declared>) -> Vec<Vec<String>> {
        let schemas: Vec<&ReferenceOr<Schema>> = branches.iter().map(|branch| branch.schema).collect();
        declared.map_or_else(|| vec![Vec::new(); branches.len()], |declared| self.tags_of(&schemas, declared))
    }

    pub(super) fn finish_union(
        &mut self,
        id: TypeId,
        mut variants: Vec<UnionVariant>,
        declared: Option<&Declared>,
        (schema, overlapping): (&'a Schema, bool),
        place: &Place,
    ) -> Type {
        for variant in &mut variants {
            variant.ty = widened(variant.ty.clone().without_null());
        }
        let discriminator = declared.and_then(|declared| self.usable(declared, &mut variants, place));
        self.define(id, schema, Shape::Union(Union { variants, discriminator, overlapping }));
        Type::Named(id)
    }
}

/// The items of an array that is nothing but a list of them.
fn plain_items(schema: &Schema) -> Option<&ReferenceOr<Box<Schema>>> {
    match &schema.schema_kind {
        SchemaKind::Type(SchemaType::Array(array)) if schema.schema_data.extensions.is_empty() => array.items.as_ref(),
        SchemaKind::Type(_) | SchemaKind::Any(_) | SchemaKind::Not { .. } => None,
        SchemaKind::OneOf { .. } | SchemaKind::AnyOf { .. } | SchemaKind::AllOf { .. } => None,
    }
}

/// The branches, those of unions that are written among them in place of these.
fn opened(all: Vec<Branch<'_>>) -> Vec<Branch<'_>> {
    all.into_iter().flat_map(|branch| inner(&branch).map_or_else(|| vec![branch], opened)).collect()
}

/// The branches of a union that is written at its place and has no way of its own to tell them apart.
fn inner<'a>(branch: &Branch<'a>) -> Option<Vec<Branch<'a>>> {
    let schema = branch.schema.as_item().filter(|schema| schema.schema_data.discriminator.is_none())?;
    Some(branches(inner_list(schema)?, &branch.pointer.key(keyword(schema))))
}

pub(super) fn inner_list(schema: &Schema) -> Option<&[ReferenceOr<Schema>]> {
    match &schema.schema_kind {
        SchemaKind::OneOf { one_of: list } | SchemaKind::AnyOf { any_of: list } => Some(list),
        SchemaKind::AllOf { .. } | SchemaKind::Not { .. } | SchemaKind::Type(_) | SchemaKind::Any(_) => None,
    }
}

/// May a value be of several branches at once?
pub(super) fn overlaps(schema: &Schema) -> bool {
    let among = |list: &[ReferenceOr<Schema>]| list.iter().filter_map(ReferenceOr::as_item).any(overlaps);
    matches!(schema.schema_kind, SchemaKind::AnyOf { .. }) || inner_list(schema).is_some_and(among)
}

/// A branch that is `true` alone is one of all booleans: two of a kind have been made one.
fn widened(ty: Type) -> Type {
    if matches!(ty, Type::OnlyBoolean(_)) { Type::Boolean } else { ty }
}

fn keyword(schema: &Schema) -> &'static str {
    match &schema.schema_kind {
        SchemaKind::AnyOf { .. } => "anyOf",
        SchemaKind::OneOf { .. } | SchemaKind::AllOf { .. } | SchemaKind::Not { .. } => "oneOf",
        SchemaKind::Type(_) | SchemaKind::Any(_) => "oneOf",
    }
}

/// What an inline branch says of itself, if it has no type that says it.
fn branch_docs(branch: &ReferenceOr<Schema>, ty: &Type) -> Docs {
    let own = branch.as_item().filter(|_| !matches!(ty, Type::Named(_)));
    own.map_or_else(Docs::default, super::docs::of_schema)
}

/// Two branches of one type are one variant.
pub(super) fn push_variant(variants: &mut Vec<UnionVariant>, variant: UnionVariant) {
    match variants.iter_mut().find(|known| known.ty == variant.ty) {
        Some(known) => known.tags.extend(variant.tags),
        None => variants.push(variant),
    }
}
