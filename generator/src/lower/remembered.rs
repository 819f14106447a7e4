//! Which branch of a union the lock knows by which word: one that has grown since, or that was counted once.

use std::collections::HashSet;

use openapiv3::{ReferenceOr, Schema, SchemaKind, Type as SchemaType};

use super::branches::Branch;
use super::families::branch_key;
use super::members::Members;
use super::union::inner_list;
use super::{Lowering, Place, component_key};
use crate::model::Type;
use crate::pointer::Pointer;

/// How much a branch is like one that the lock knows, the most first.
#[derive(Clone, Copy)]
enum Likeness {
    /// It has the same properties, of the same types.
    Same,
    /// It has others too.
    Grown,
    /// Their types may be others.
    Changed,
}

impl<'a> Lowering<'a> {
    /// Gives each branch that was there before the word that it had then. `plain` are the words that branches may share.
    pub(super) fn remember_words(
        &self,
        words: &mut [String],
        plain: &[String],
        branches: &[Branch<'a>],
        place: &Place,
    ) {
        self.remember_names(words, branches.iter().map(|branch| branch_key(branch.schema)), place);
        let mut remembered = self.unclaimed(words, place);
        for likeness in [Likeness::Same, Likeness::Grown, Likeness::Changed] {
            for (word, branch) in words.iter_mut().zip(branches) {
                if self.knows_word(word, place) {
                    continue;
                }
                if let Some(at) = remembered.iter().position(|known| self.was(branch.schema, known, likeness, place)) {
                    *word = remembered.remove(at);
                }
            }
        }
        self.recount(words, plain, place);
    }

    /// Gives what another file defines the name that it has there, if it was known by that: something else may have the key
    /// since.
    pub(super) fn remember_names(
        &self,
        words: &mut [String],
        keys: impl Iterator<Item = Option<String>>,
        place: &Place,
    ) {
        let mut remembered = self.unclaimed(words, place);
        for (word, key) in words.iter_mut().zip(keys) {
            let name = key.and_then(|key| self.memory.places().name(&key)).filter(|_| !self.knows_word(word, place));
            if let Some(at) = name.and_then(|name| remembered.iter().position(|known| *known == name)) {
                *word = remembered.remove(at);
            }
        }
    }

    /// Of those that share a word, gives each the number that earlier locks told them apart by.
    pub(super) fn recount(&self, words: &mut [String], plain: &[String], place: &Place) {
        let mut remembered = self.unclaimed(words, place);
        for (word, plain) in words.iter_mut().zip(plain) {
            if *word == *plain || self.knows_word(word, place) {
                continue;
            }
            if let Some(at) = remembered.iter().position(|known| is_counted(known, plain)) {
                *word = remembered.remove(at);
            }
        }
    }

    /// The words of the lock that no branch has by itself, the first of those that were counted first.
    fn unclaimed(&self, words: &[String], place: &Place) -> Vec<String> {
        let mut remembered = self.memory.within("var", &format!("{}/", place.identity));
        remembered.retain(|word| !words.contains(word));
        remembered.sort_by_key(String::len);
        remembered
    }

    pub(super) fn knows_word(&self, word: &str, place: &Place) -> bool {
        self.memory.name("var", &format!("{}/{word}", place.identity)).is_some()
    }

    fn was(&self, schema: &ReferenceOr<Schema>, word: &str, likeness: Likeness, place: &Place) -> bool {
        let Some(members) = Members::of(schema) else { return self.has_all_branches(schema, word, place) };
        let known = self.known_properties(word, place);
        let names = self.property_names(schema);
        let has_all = || {
            let keeps = |name: &String| names.contains(name) && self.has_values_it_had(schema, name, word, place);
            !known.is_empty() && known.iter().all(keeps)
        };
        match likeness {
            Likeness::Same if known.len() != names.len() => false,
            Likeness::Same => has_all() && !self.had_other_types(&members, word, place),
            Likeness::Grown => {
                (members.may_have_been(word) || has_all()) && !self.had_other_types(&members, word, place)
            }
            Likeness::Changed => members.may_have_been(word) || has_all(),
        }
    }

    /// Has a union all branches, or a list all values, that the lock knows of what had this word?
    fn has_all_branches(&self, schema: &ReferenceOr<Schema>, word: &str, place: &Place) -> bool {
        let Some(item) = schema.as_item() else { return false };
        let known = self.memory.within("var", &format!("{}/{word}/", place.identity));
        let words: Vec<String> = match (inner_list(item), &item.schema_kind) {
            (Some(list), _) => list.iter().map(|branch| self.branch_word(branch)).collect(),
            (None, SchemaKind::Type(SchemaType::String(string))) => {
                string.enumeration.iter().flatten().cloned().collect()
            }
            (None, _) => return false,
        };
        !known.is_empty() && known.iter().all(|known| words.contains(known))
    }

    /// The properties that the lock knows of what had this word.
    fn known_properties(&self, word: &str, place: &Place) -> Vec<String> {
        let properties = place.identity.keys(&[word, "properties"]);
        let steps = self.memory.within("field", &format!("{properties}/")).into_iter();
        steps.filter_map(|step| Pointer::parse(&format!("/{step}")).last()).collect()
    }

    /// Of the values that a property listed, has it any?
    fn has_values_it_had(&self, schema: &ReferenceOr<Schema>, name: &str, word: &str, place: &Place) -> bool {
        let identity = place.identity.keys(&[word, "properties", name]);
        let then = self.memory.within("var", &format!("{identity}/"));
        let now = self.listed(schema, name);
        then.is_empty() || now.is_empty() || then.iter().any(|value| now.contains(value))
    }

    /// Does the lock know a property of the branch by another type?
    fn had_other_types(&self, members: &Members<'_>, word: &str, place: &Place) -> bool {
        members.properties.iter().any(|(name, schema)| {
            let identity = place.identity.keys(&[word, "properties", name]).to_string();
            let then = self.memory.field_type(&identity);
            let now = schema.as_item().and_then(|item| scalar_text(&self.unnamed(item)?));
            then.zip(now).is_some_and(|(then, now)| then != now)
        })
    }

    /// The properties that a schema declares, its own and those of what its `allOf` refers to.
    fn property_names(&self, schema: &ReferenceOr<Schema>) -> HashSet<String> {
        let (mut names, mut seen) = (HashSet::new(), Vec::new());
        self.add_property_names(schema, &mut names, &mut seen);
        names
    }

    fn add_property_names(&self, schema: &ReferenceOr<Schema>, names: &mut HashSet<String>, seen: &mut Vec<String>) {
        let item = match schema {
            ReferenceOr::Item(item) => item,
            ReferenceOr::Reference { reference } => {
                let key = component_key(reference, "schemas").filter(|key| !seen.contains(key));
                let target = key.as_ref().and_then(|key| self.component_schema(key));
                seen.extend(key);
                return target.into_iter().for_each(|target| self.add_property_names(target, names, seen));
            }
        };
        match &item.schema_kind {
            SchemaKind::Type(SchemaType::Object(object)) => names.extend(object.properties.keys().cloned()),
            SchemaKind::Any(any) => names.extend(any.properties.keys().cloned()),
            SchemaKind::AllOf { all_of } => {
                all_of.iter().for_each(|part| self.add_property_names(part, names, seen));
            }
            SchemaKind::Type(_) | SchemaKind::OneOf { .. } | SchemaKind::AnyOf { .. } | SchemaKind::Not { .. } => {}
        }
    }
}

/// Is it the word itself, or `Choice 2` for `Choice`?
fn is_counted(known: &str, word: &str) -> bool {
    let behind = known.strip_prefix(word);
    behind.is_some_and(|rest| rest.is_empty() || rest.strip_prefix(' ').is_some_and(|n| n.parse::<usize>().is_ok()))
}

/// A scalar as the lock spells it.
fn scalar_text(ty: &Type) -> Option<&'static str> {
    match ty {
        Type::Boolean | Type::OnlyBoolean(_) => Some("bool"),
        Type::Int32 => Some("i32"),
        Type::Int64 => Some("i64"),
        Type::UInt32 => Some("u32"),
        Type::UInt64 => Some("u64"),
        Type::Float => Some("f32"),
        Type::Double => Some("f64"),
        Type::String => Some("String"),
        Type::Any | Type::Decimal | Type::Format(_) | Type::Bytes | Type::File => None,
        Type::Array(_) | Type::Map(_) | Type::Nullable(_) | Type::Named(_) => None,
    }
}
