//! Tags: the modules of the operations and the Cargo features that gate them.

use std::collections::{HashMap, HashSet};

use openapiv3::Tag as Declared;

use super::Lowering;
use super::docs::see_also;
use crate::model::{Operation, Tag};
use crate::names::{Name, RUNTIME_FEATURES, Scope, Wish};
use crate::normalize::facts;

/// Where the operations are that have no tag.
pub(super) const UNTAGGED: &str = "untagged";

impl Lowering<'_> {
    /// The names of all tags that stand on an operation, made before the operations refer to them.
    pub(super) fn tag_table(&mut self) -> Vec<Tag> {
        let names = self.used_tags();
        let wishes: Vec<Wish> = names.iter().map(|name| self.tag_wish(name)).collect();
        let mut reserved: Vec<String> = RUNTIME_FEATURES.iter().map(|feature| feature.replace('-', "_")).collect();
        reserved.push(UNTAGGED.to_owned());
        let reserved: Vec<&str> = reserved.iter().map(String::as_str).collect();
        let grants = Scope::reserving(&reserved, "tag").grant(&wishes);
        let declared: HashMap<&str, &Declared> =
            self.document.tags.iter().rev().map(|tag| (tag.name.as_str(), tag)).collect();
        let named = names.into_iter().zip(grants);
        named
            .map(|(name, grant)| Tag {
                module: grant.name.snake().to_owned(),
                feature: crate::names::feature(&grant.name),
                description: declared.get(name.as_str()).map(|tag| description(tag)).unwrap_or_default(),
                name,
            })
            .collect()
    }

    /// A feature that the lock knows is that of the same tag still.
    fn tag_wish(&self, tag: &str) -> Wish {
        let (identity, pure) = (format!("tag {tag}"), Name::new(tag));
        let known = self.memory.name("feat", &identity);
        let memory = known.map(|feature| match crate::names::feature(&pure) == feature {
            true => pure.snake().to_owned(),
            false => feature.replace('-', "_"),
        });
        Wish { memory, ..Wish::new(identity, tag) }
    }

    /// Those that have an operation, declared ones first and in their order.
    fn used_tags(&self) -> Vec<String> {
        let on_operations =
            super::operation::all(self.document, self.methods_beyond).flat_map(|draft| draft.operation.tags.iter());
        let used: indexmap::IndexSet<String> = on_operations.cloned().collect();
        let declared = self.document.tags.iter().map(|tag| tag.name.clone()).filter(|name| used.contains(name));
        let ordered: indexmap::IndexSet<String> = declared.chain(used.iter().cloned()).collect();
        ordered.into_iter().collect()
    }

    /// Only the tags that an operation was really generated for.
    pub(super) fn live_tags(tags: Vec<Tag>, operations: &[Operation]) -> Vec<Tag> {
        let used: HashSet<&String> = operations.iter().flat_map(|operation| &operation.tags).collect();
        tags.into_iter().filter(|tag| used.contains(&tag.name)).collect()
    }
}

/// All that a tag says of itself, in one text (OpenAPI 3.2, 4.22).
fn description(tag: &Declared) -> String {
    let text = |fact: &str| tag.extensions.get(fact).and_then(|text| text.as_str()).map(str::to_owned);
    let parent = text(facts::PARENT).map(|parent| format!("Part of {parent}."));
    let parts = [text(facts::SUMMARY), tag.description.clone(), parent, see_also(tag.external_docs.as_ref())];
    parts.into_iter().flatten().collect::<Vec<_>>().join("\n\n")
}
