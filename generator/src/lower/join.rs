//! `allOf` with something else than objects among its parts: what all of them allow together.
//!
//! Of every union one branch is chosen, in each way that goes together; each such combination is one type.

use openapiv3::{AnySchema, Discriminator as Declared, ReferenceOr, Schema, SchemaKind, Type as SchemaType};

use super::branches::{Branch, branches, told_apart};
use super::fields::Gathered;
use super::kinds::Kinds;
use super::object::{Nature, requires_more};
use super::schema::has_no_type;
use super::union::{overlaps, push_variant};
use super::{Lowering, Place};
use crate::diagnostics::defect;
use crate::model::{Docs, Type, UnionVariant};

/// As many combinations of two unions are written out. With more, a union tells its reader less than any value does.
const MOST: usize = 32;

/// How often an inline schema is written out that several combinations have, each of which may be in several of another
/// one: 24 levels of two would be 16 million types.
const MOST_COPIES: usize = 256;

/// How deep unions inside unions are opened.
const DEPTH: usize = 16;

/// A part of each schema that `allOf` joins.
#[derive(Clone)]
struct Combination<'a> {
    parts: Vec<Branch<'a>>,
    /// Those of them that were chosen.
    chosen: Vec<Branch<'a>>,
    kinds: Kinds,
}

impl<'a> Lowering<'a> {
    pub(super) fn joined(&mut self, all: Vec<Branch<'a>>, schema: &'a Schema, place: &Place) -> Type {
        let parts = self.parts(all, 0);
        let Some(combinations) = self.combinations(&parts) else {
            return self.untyped(place, "`allOf` joins unions of too many branches");
        };
        match &self.distinct_combinations(combinations)[..] {
            [] => self.untyped(place, "no value is of all the types that its `allOf` joins"),
            [only] => self.combined(&only.parts, schema, &place.at(place.pointer.key("allOf"))),
            several => {
                let declared = schema.schema_data.discriminator.as_ref();
                let declared = declared.or_else(|| parts.iter().find_map(|part| self.declared(part)));
                let copies = self.copies;
                self.copies *= several.len();
                let ty = match self.copies > MOST_COPIES {
                    true => self.untyped(place, "`allOf` joins unions of too many branches inside of others"),
                    false => self.union_of(several, declared, schema, place),
                };
                self.copies = copies;
                ty
            }
        }
    }

    /// The parts that matter, those of an `allOf` with a union inside it among them.
    fn parts(&self, all: Vec<Branch<'a>>, depth: usize) -> Vec<Branch<'a>> {
        let mut parts = Vec::new();
        for branch in all {
            let inner = match self.item(branch.schema, 0).map(|item| &item.schema_kind) {
                Some(SchemaKind::AllOf { all_of }) if self.nature(branch.schema, 0) == Nature::Union => Some(all_of),
                _ => None,
            };
            match inner.filter(|_| depth < DEPTH) {
                Some(inner) => parts.extend(self.parts(branches(inner, &branch.pointer.key("allOf")), depth + 1)),
                None => parts.push(branch),
            }
        }
        parts
    }

    /// Every choice of one branch from each union that some value can meet; `None` if there are too many.
    fn combinations(&self, parts: &[Branch<'a>]) -> Option<Vec<Combination<'a>>> {
        let mut all = vec![Combination { parts: Vec::new(), chosen: Vec::new(), kinds: Kinds::ANY }];
        for alternatives in self.choices(parts) {
            let before = all.len();
            let pairs = all.iter().flat_map(|chosen| alternatives.iter().map(move |next| (chosen, next)));
            let named = alternatives.len() > 1;
            all = pairs
                .map(|(chosen, next)| self.extended(chosen, next, named))
                .filter(|c| !c.kinds.is_empty())
                .collect();
            if before > 1 && named && all.len() > MOST {
                return None;
            }
        }
        Some(all)
    }

    /// The alternatives of each part. A union that is there twice, as `oneOf` and as `anyOf`, is one choice.
    fn choices(&self, parts: &[Branch<'a>]) -> Vec<Vec<Branch<'a>>> {
        let mut choices: Vec<Vec<Branch<'a>>> = Vec::new();
        for part in parts {
            let alternatives = self.alternatives(part, 0);
            let same = |known: &Vec<Branch<'a>>| {
                known.len() == alternatives.len()
                    && known.iter().all(|one| alternatives.iter().any(|other| one.schema == other.schema))
            };
            if !choices.iter().any(same) {
                choices.push(alternatives);
            }
        }
        choices
    }

    fn extended(&self, chosen: &Combination<'a>, next: &Branch<'a>, named: bool) -> Combination<'a> {
        let mut more = chosen.clone();
        more.parts.push(next.clone());
        more.kinds = more.kinds.and(self.kinds(next.schema));
        more.chosen.extend(named.then(|| next.clone()));
        more
    }

    /// The branches of a union, those of unions among them opened; anything else is the only alternative.
    fn alternatives(&self, part: &Branch<'a>, depth: usize) -> Vec<Branch<'a>> {
        if depth > DEPTH || self.nature(part.schema, 0) != Nature::Union {
            return vec![part.clone()];
        }
        match self.item(part.schema, 0).map(|item| &item.schema_kind) {
            Some(SchemaKind::OneOf { one_of: inner }) => self.opened(inner, part, "oneOf", depth),
            Some(SchemaKind::AnyOf { any_of: inner }) => self.opened(inner, part, "anyOf", depth),
            Some(SchemaKind::AllOf { all_of: inner }) if inner.len() == 1 => self.opened(inner, part, "allOf", depth),
            Some(SchemaKind::AllOf { .. } | SchemaKind::Type(_) | SchemaKind::Not { .. } | SchemaKind::Any(_))
            | None => {
                vec![part.clone()]
            }
        }
    }

    fn opened(&self, inner: &'a [ReferenceOr<Schema>], part: &Branch<'a>, key: &str, depth: usize) -> Vec<Branch<'a>> {
        let union = self.item(part.schema, 0);
        let declared = union.and_then(|union| union.schema_data.discriminator.as_ref()).or(part.declared);
        let overlaps = part.overlaps || union.is_some_and(overlaps);
        let inner = branches(inner, &part.pointer.key(key)).into_iter();
        inner.flat_map(|branch| self.alternatives(&Branch { declared, overlaps, ..branch }, depth + 1)).collect()
    }

    /// Combinations of the same parts are one, and so are those of one type that needs no name.
    fn distinct_combinations(&self, all: Vec<Combination<'a>>) -> Vec<Combination<'a>> {
        let mut seen: Vec<Type> = Vec::new();
        let mut distinct: Vec<Combination<'a>> = Vec::new();
        for combination in all {
            let ty = self.unnamed_combination(&combination.parts);
            let known = ty.as_ref().is_some_and(|ty| seen.contains(ty));
            if !known && !distinct.iter().any(|other| self.chooses_the_same(other, &combination)) {
                distinct.push(combination);
            }
            seen.extend(ty);
        }
        distinct
    }

    fn chooses_the_same(&self, one: &Combination<'a>, other: &Combination<'a>) -> bool {
        let pairs = one.parts.iter().zip(&other.parts);
        one.parts.len() == other.parts.len()
            && pairs.into_iter().all(|(one, other)| self.saying(one.schema) == self.saying(other.schema))
    }

    fn unnamed_combination(&self, parts: &[Branch<'a>]) -> Option<Type> {
        let telling = self.telling(parts);
        let at = self.narrowest(&telling)?;
        let value = telling.iter().all(|part| self.nature(part.schema, 0) == Nature::Value);
        let item = if value { self.item(telling[at].schema, 0) } else { None };
        item.and_then(|item| self.unnamed(item))
    }

    fn union_of(
        &mut self,
        combinations: &[Combination<'a>],
        declared: Option<&'a Declared>,
        schema: &'a Schema,
        place: &Place,
    ) -> Type {
        let id = self.name_type(place);
        self.note_joined(schema, id);
        let place = self.placed(place, id);
        let names = self.variant_names(self.words_of_combinations(combinations, &place), &place);
        let tags = self.tags_of_combinations(combinations, declared);
        if declared.is_none() {
            self.note_partly_tagged(combinations, &place);
        }
        let mut variants = Vec::new();
        for ((combination, name), tags) in combinations.iter().zip(names).zip(tags) {
            let Some(last) = combination.parts.last() else { continue };
            let inner = place.child(last.pointer.clone(), name.clone());
            let ty = self.combined(&combination.parts, self.prose_of(&combination.parts, schema), &inner);
            push_variant(&mut variants, UnionVariant { name, ty, boxed: false, tags, docs: Docs::default() });
        }
        let overlapping = combinations.iter().flat_map(|combination| &combination.chosen).any(|branch| branch.overlaps);
        self.finish_union(id, variants, declared, (schema, overlapping), &place)
    }

    fn words_of_combinations(&self, combinations: &[Combination<'a>], place: &Place) -> Vec<String> {
        let plain: Vec<String> = combinations.iter().map(|combination| self.words(combination)).collect();
        let saying = |at: usize| {
            let parts = combinations[at].parts.iter().map(|part: &Branch<'a>| self.saying(part.schema));
            parts.collect::<Vec<_>>().join("\n")
        };
        let choice = |at: usize| {
            let choices = combinations[at].chosen.iter().map(|branch| self.choice_word(branch.schema));
            Some(choices.collect::<Option<Vec<String>>>()?.join(" and "))
        };
        let mut words = told_apart(&plain, choice, saying);
        let title_of = |at: usize, word: &str| self.title_words(&combinations[at], &plain[at], word);
        self.take_titles(title_of, &mut words, place);
        self.recount(&mut words, &plain, place);
        words
    }

    /// What was chosen, in words.
    fn words(&self, combination: &Combination<'a>) -> String {
        let words: Vec<String> = combination.chosen.iter().map(|branch| self.branch_word(branch.schema)).collect();
        words.join(" and ")
    }

    /// The same with the titles of branches, if one is a better name than what the branch says.
    fn title_words(&self, combination: &Combination<'a>, plain: &str, word: &str) -> Option<String> {
        let own: Vec<String> = combination.chosen.iter().map(|branch| self.branch_word(branch.schema)).collect();
        let apart = |own: &String| if plain == word { own.clone() } else { word.to_owned() };
        let each = combination.chosen.iter().zip(&own).map(|(branch, own)| branch.title_instead_of(own, &apart(own)));
        let titles: Vec<Option<&str>> = each.collect();
        let words = titles.iter().zip(&own).map(|(title, own)| title.unwrap_or(own));
        titles.iter().any(Option::is_some).then(|| words.collect::<Vec<_>>().join(" and "))
    }

    /// Each combination has the tags of the first of its branches that has any. Those of a union inside another one are what
    /// the inner discriminator says, if both are one property.
    fn tags_of_combinations(
        &self,
        combinations: &[Combination<'a>],
        declared: Option<&'a Declared>,
    ) -> Vec<Vec<String>> {
        let Some(declared) = declared else { return vec![Vec::new(); combinations.len()] };
        let mut groups: Vec<(&Declared, Vec<&ReferenceOr<Schema>>)> = Vec::new();
        for branch in combinations.iter().flat_map(|combination| &combination.chosen) {
            let own = branch.declared.filter(|own| own.property_name == declared.property_name).unwrap_or(declared);
            match groups.iter_mut().find(|(known, _)| std::ptr::eq(*known, own)) {
                Some((_, schemas)) if schemas.iter().any(|known| std::ptr::eq(*known, branch.schema)) => {}
                Some((_, schemas)) => schemas.push(branch.schema),
                None => groups.push((own, vec![branch.schema])),
            }
        }
        let tagged = groups.iter().flat_map(|(declared, all)| all.iter().copied().zip(self.tags_of(all, declared)));
        let tagged: Vec<(&ReferenceOr<Schema>, Vec<String>)> = tagged.filter(|(_, tags)| !tags.is_empty()).collect();
        let tags_of = |branch: &Branch<'a>| tagged.iter().find(|(schema, _)| std::ptr::eq(*schema, branch.schema));
        let each = combinations.iter().map(|combination| combination.chosen.iter().find_map(tags_of));
        each.map(|found| found.map(|(_, tags)| tags.clone()).unwrap_or_default()).collect()
    }

    /// A discriminator that only some of the branches have says nothing of the others.
    fn note_partly_tagged(&mut self, combinations: &[Combination<'a>], place: &Place) {
        let mut chosen = combinations.iter().flat_map(|combination| &combination.chosen);
        if let Some(declared) = chosen.find_map(|branch| branch.declared) {
            self.diagnostics.push(defect::tags_of_some(&place.pointer, &declared.property_name));
        }
    }

    /// The schema whose prose is that of the combination.
    fn prose_of(&self, parts: &[Branch<'a>], schema: &'a Schema) -> &'a Schema {
        parts.last().and_then(|part| self.item(part.schema, 0)).unwrap_or(schema)
    }

    fn declared(&self, part: &Branch<'a>) -> Option<&'a Declared> {
        let item = self.item(part.schema, 0)?;
        item.schema_data.discriminator.as_ref().filter(|_| self.nature(part.schema, 0) == Nature::Union)
    }

    /// The one type of several parts: that of the only one that tells it, their joined properties, or the narrowest.
    fn combined(&mut self, parts: &[Branch<'a>], schema: &'a Schema, place: &Place) -> Type {
        let telling = self.telling(parts);
        let objects = telling.iter().all(|part| self.nature(part.schema, 0) == Nature::Object);
        let more = parts.iter().any(|part| requires_more(part.schema));
        match &telling[..] {
            [] => self.nothing_told(parts),
            [only] if !(objects && more) => self.type_of(only.schema, &place.at(only.pointer.clone())),
            _ if objects => self.gathered(parts, schema, place),
            _ => self.narrowest_type(&telling, schema, place),
        }
    }

    /// The parts without those that only restrict the values of a type which other parts tell: `minimum` without `type`
    /// says nothing of strings (JSON Schema, validation, 6).
    pub(super) fn without_restrictions(&self, mut parts: Vec<Branch<'a>>) -> Vec<Branch<'a>> {
        let tells = |part: &Branch<'a>| !restricts(part.schema) && self.nature(part.schema, 0) != Nature::Constraint;
        if parts.iter().any(tells) {
            parts.retain(|part| !restricts(part.schema));
        }
        parts
    }

    pub(super) fn telling(&self, parts: &[Branch<'a>]) -> Vec<Branch<'a>> {
        let telling = parts.iter().filter(|part| self.nature(part.schema, 0) != Nature::Constraint);
        telling.cloned().collect()
    }

    /// What is known if no part says more than a JSON type.
    fn nothing_told(&self, parts: &[Branch<'a>]) -> Type {
        let kinds = parts.iter().fold(Kinds::ANY, |kinds, part| kinds.and(self.kinds(part.schema)));
        if kinds == Kinds::OBJECT { Type::Map(Box::new(Type::Any)) } else { Type::Any }
    }

    pub(super) fn gathered(&mut self, parts: &[Branch<'a>], schema: &'a Schema, place: &Place) -> Type {
        if self.waits(parts, place) {
            return self.heir(parts, schema, place);
        }
        let mut gathered = Gathered::default();
        for part in parts {
            self.gather(part.schema, &part.pointer, &mut gathered);
        }
        if parts.iter().any(|part| part.overlaps)
            && let Some(pointer) = gathered.loosen_remaining()
        {
            self.diagnostics.push(defect::others_beside_union(&pointer));
        }
        self.gathered_type(gathered, schema, place)
    }
}

/// Is it a part without a type that restricts strings, numbers or the length of arrays?
fn restricts(schema: &ReferenceOr<Schema>) -> bool {
    schema.as_item().filter(|item| has_no_type(item)).is_some_and(|item| match &item.schema_kind {
        SchemaKind::Type(SchemaType::String(string)) => string.enumeration.is_empty(),
        SchemaKind::Type(SchemaType::Number(number)) => number.enumeration.is_empty(),
        SchemaKind::Type(SchemaType::Integer(integer)) => integer.enumeration.is_empty(),
        SchemaKind::Type(SchemaType::Array(array)) => array.items.as_ref().is_none_or(says_nothing),
        _ => false,
    })
}

fn says_nothing(items: &ReferenceOr<Box<Schema>>) -> bool {
    let any = |item: &Schema| matches!(&item.schema_kind, SchemaKind::Any(any) if *any == AnySchema::default());
    items.as_item().is_some_and(|item| any(item))
}
