//! The titles of the branches of a union: names for those that have no good one by what they are, if `codegen.toml` says
//! so. Authors change titles more often than properties.

use std::collections::HashMap;

use openapiv3::{ReferenceOr, Schema};

use super::branches::{Branch, ENUM};
use super::members::WITH;
use super::union::inner_list;
use super::{Lowering, Place};
use crate::names::{Name, naming_title};

/// The title of a branch that is written at its place, if it can be a name and there is none that was given for code.
pub(super) fn of_branch(schema: &ReferenceOr<Schema>) -> Option<&str> {
    let data = &schema.as_item()?.schema_data;
    let title = data.title.as_deref().filter(|_| !data.extensions.contains_key("x-rust-name"))?;
    naming_title(title)
}

impl<'a> Branch<'a> {
    /// Its title, if what it is called after else is a list of its properties, a word that says nothing, or a digest.
    /// `word` is what was made of `plain`, to tell it from others.
    pub(super) fn title_instead_of(&self, plain: &str, word: &str) -> Option<&'a str> {
        let is_choice = || self.schema.as_item().is_some_and(|item| inner_list(item).is_some());
        let poor = plain.starts_with(WITH) || plain == ENUM || word != plain || is_choice();
        self.title.filter(|_| poor)
    }
}

impl Lowering<'_> {
    /// Gives each branch its title that has one for a name, if nothing else of the union is called so. What the lock knows
    /// by its word keeps that.
    pub(super) fn take_titles(
        &self,
        title_of: impl Fn(usize, &str) -> Option<String>,
        words: &mut [String],
        place: &Place,
    ) {
        if !self.config.inline_titles {
            return;
        }
        let titles: Vec<Option<String>> = words.iter().enumerate().map(|(at, word)| title_of(at, word)).collect();
        let named = |text: &String| Name::new(text).upper_camel().to_owned();
        let own: Vec<String> = words.iter().map(named).collect();
        let wished: Vec<Option<String>> = titles.iter().map(|title| title.as_ref().map(named)).collect();
        let (taken, wanted) = (counted(own.iter()), counted(wished.iter().flatten()));
        for (at, title) in titles.into_iter().enumerate() {
            let (Some(title), Some(name)) = (title, &wished[at]) else { continue };
            let others = taken.get(name).copied().unwrap_or(0) - usize::from(own[at] == *name);
            let free = others == 0 && wanted.get(name) == Some(&1);
            if free && (self.knows_word(&title, place) || !self.knows_word(&words[at], place)) {
                words[at] = title;
            }
        }
    }
}

fn counted<'n>(names: impl Iterator<Item = &'n String>) -> HashMap<&'n String, usize> {
    names.fold(HashMap::new(), |mut counts, name| {
        *counts.entry(name).or_default() += 1;
        counts
    })
}
